//! Words of a few that complete what somebody says of a thing: `Lee called the plan a “sham”`, `Lee said both should
//! “grow up”`, `the plan was “dead”, Lee said`. What tells them from scare quotes, nicknames and titles is that they
//! stand where the sentence has its predicate, or the object of a verb of judging, and end their group of words: in
//! `the “deal” was off` and `a “lame” excuse` they do not.
//!
//! Asked of one and two words, and of more between single marks that no point or comma closes.

use std::sync::LazyLock;

use super::marks::Stretch;
use super::reading::Reading;
use super::sources::{cue_after, cue_before, goes_on};
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::{Form, Mention, gap};
use crate::extract::speakers::passives::is_passive;
use crate::extract::speakers::tokens::{Kind, Token, hash_word, hash_words};
use crate::extract::speakers::verbs::{JUDGES, NAMES, REPORTS, Verbs, is_be, is_copula};

const HASH_AS: u32 = hash_word("as");
const HASH_OF: u32 = hash_word("of");
const HASH_FOR: u32 = hash_word("for");
const HASH_ABOUT: u32 = hash_word("about");
const HASH_TO: u32 = hash_word("to");
const HASH_NOT: u32 = hash_word("not");

/// Words between a verb of speech and what it predicates.
const MAX_OBJECT: usize = 14;

/// Quotations that are joined with `and`.
const ROW: usize = 3;

/// `accused the council of “dithering”`
static ACCUSES: LazyLock<Verbs> = LazyLock::new(|| Verbs::new("accuse"));

/// `criticised the council for “dithering”`
static BLAMES: LazyLock<Verbs> = LazyLock::new(|| {
    Verbs::new(
        "criticize criticise attack condemn blast slam praise blame thank mock ridicule applaud chide scold rebuke",
    )
});

/// `warned of “real harm”`; `spoke of “gigs”` may be the outlet's own word.
static WARNS: LazyLock<Verbs> = LazyLock::new(|| Verbs::new("warn complain boast brag"));

/// Verbs of speech that are more often none: `put on a show of being “strong”`.
static OTHERS: LazyLock<Verbs> =
    LazyLock::new(|| Verbs::new("put go open close finish begin fire offer order hold laugh counsel"));

const DEMONSTRATIVES: [u32; 4] = hash_words(["this", "that", "these", "those"]);

/// Before a predicate, and no part of it: `quite`, `very`.
const DEGREES: [u32; 18] = hash_words([
    "very",
    "so",
    "quite",
    "too",
    "just",
    "even",
    "only",
    "rather",
    "almost",
    "already",
    "still",
    "simply",
    "totally",
    "completely",
    "really",
    "more",
    "less",
    "always",
]);

/// What has a name: the words behind `was` are no judgement of it.
const NAMED: [u32; 21] = hash_words([
    "name",
    "names",
    "nickname",
    "nicknames",
    "title",
    "word",
    "words",
    "codename",
    "callsign",
    "password",
    "song",
    "film",
    "movie",
    "book",
    "novel",
    "album",
    "show",
    "slogan",
    "motto",
    "term",
    "phrase",
]);

/// Before a name or a word that is spoken of: `known as “Otter”`, `the word “no”`.
const NAMING: [u32; 11] = hash_words([
    "so-called",
    "called",
    "dubbed",
    "named",
    "nicknamed",
    "titled",
    "entitled",
    "known",
    "labelled",
    "labeled",
    "word",
]);

/// The verb of speech by which the sentence tells that somebody says the words of a stretch.
pub fn verb(reading: &Reading, number: usize) -> Option<usize> {
    let said = Said::of(reading, number)?;
    said.governor().filter(|cue| said.is_behind(*cue)).or_else(|| said.verb_behind())
}

/// True if a stretch is joined with `and` to the one before it: `“a scandal” and “shameful”`.
pub fn is_joined(reading: &Reading, number: usize) -> bool {
    let Some(said) = Said::of(reading, number).filter(|said| said.is_small && said.ends_group) else { return false };
    let tokens = said.tokens;
    let is_between = |token: &&Token| {
        token.kind == Kind::Comma
            || token.is(class::CONJ | class::DET | class::ADVERB)
            || token.hash == HASH_AS
            || is_copula(token)
            || DEGREES.contains(&token.hash)
            || token.hash == HASH_TO
            || token.is(class::AUX) && token.is_word()
    };
    let between = tokens[..said.place].iter().rev().take(4).take_while(is_between).count();
    let Some(before) = said.place.checked_sub(between + 1) else { return false };
    let joins = &tokens[before + 1..said.place];
    tokens[before].kind == Kind::Quote
        && tokens[before].sentence == tokens[said.place].sentence
        && number > 0
        && reading.places[number - 1] as usize == before
        && joins.first().is_some_and(|first| first.kind == Kind::Comma || first.is(class::CONJ))
}

/// A stretch with what stands around it.
struct Said<'r, 't> {
    reading: &'r Reading<'t>,
    tokens: &'r [Token],
    stretch: &'r Stretch,
    number: usize,
    place: usize,
    words: &'t str,
    /// It begins with a small letter.
    is_small: bool,
    /// Nothing behind it belongs to the same group of words: no noun, no verb.
    ends_group: bool,
    /// The last word before it that is neither article nor adverb, in its sentence.
    last: Option<usize>,
    /// An article or possessive stands between.
    has_article: bool,
}

impl<'r, 't> Said<'r, 't> {
    fn of(reading: &'r Reading<'t>, number: usize) -> Option<Said<'r, 't>> {
        let tokens = reading.tokens.as_slice();
        let stretch = reading.stretches.get(number)?;
        let place = reading.places[number] as usize;
        let sentence = tokens.get(place)?.sentence;
        let words: &'t str = reading.text;
        let words = words.get(stretch.start as usize..stretch.end as usize)?;
        let is_article = |token: &Token| token.is(class::DET | class::POSSESSIVE);
        let is_skipped = |token: &&Token| {
            token.sentence == sentence
                && token.is_word()
                && (is_article(token)
                    || token.is(class::ADVERB)
                    || DEGREES.contains(&token.hash)
                    || token.hash == HASH_NOT)
                && !token.is(class::AUX)
        };
        let skipped = tokens[..place].iter().rev().take(4).take_while(is_skipped).count();
        let last = place.checked_sub(skipped + 1).filter(|at| tokens[*at].sentence == sentence);
        Some(Said {
            reading,
            tokens,
            stretch,
            number,
            place,
            words,
            is_small: words.starts_with(char::is_lowercase),
            ends_group: ends_group(tokens, place, words),
            last,
            has_article: tokens[place - skipped..place].iter().any(is_article),
        })
    }

    /// `Lee called it “unfair”`, `Lee said it was “unfair”`
    fn is_behind(&self, cue: usize) -> bool {
        let tokens = self.tokens;
        let between = &tokens[cue + 1..self.place];
        let is_apart = |token: &Token| matches!(token.kind, Kind::Quote | Kind::Semicolon | Kind::Colon);
        if between.len() > MAX_OBJECT || between.iter().any(is_apart) || !has_subject(self.reading, cue) {
            return false;
        }
        let verb = &tokens[cue];
        let last = self.last.map(|at| &tokens[at]);
        if last.is_some_and(|last| NAMING.contains(&last.hash) && !NAMES.has(last)) {
            return false;
        }
        // `what Lee calls “news”` has its object before it; `a plan called “Otter”` has none, and nobody calls.
        let is_object = |token: &&Token| token.hash != HASH_AS && !token.is(class::DET | class::ADVERB);
        // `called this “unfair”`
        let is_demonstrative = between.first().is_some_and(|first| DEMONSTRATIVES.contains(&first.hash));
        let has_object = is_demonstrative || between.iter().any(|token| is_object(&token));
        if NAMES.has(verb) {
            let is_named = last.is_none_or(|last| last.hash == HASH_AS || !last.is(class::PREP));
            // `called out Brown for his “lies”`, `the right to call a “meeting”`
            let is_called = between.first().is_none_or(|next| !next.is(class::PREP) || next.hash == HASH_AS);
            let is_infinitive = self.has_article && cue > 0 && tokens[cue - 1].hash == HASH_TO;
            let has_any = has_object || (verb.is(class::PLAIN) || is_what(tokens, cue)) && !is_infinitive;
            // `described the new “gig” work`
            let is_judged = !JUDGES.has(verb) || between.iter().any(|token| token.hash == HASH_AS);
            return has_any && is_called && is_named && is_judged;
        }
        if JUDGES.has(verb) && has_object && last.is_some_and(|last| last.hash == HASH_AS) {
            return self.is_small;
        }
        if self.is_predicate(cue) && last.is_some_and(is_be) {
            return !OTHERS.has(verb);
        }
        if !self.is_small {
            return false;
        }
        let is_link = |hash: u32| self.ends_group && last.is_some_and(|last| last.hash == hash);
        if is_link(HASH_OF) && ACCUSES.has(verb) || is_link(HASH_FOR) && BLAMES.has(verb) {
            return has_object && between.len() > 1;
        }
        if WARNS.has(verb) && between.first().is_some_and(|first| matches!(first.hash, HASH_OF | HASH_ABOUT)) {
            return self.ends_group && self.last == Some(cue + 1);
        }
        REPORTS.has(verb) && (self.is_predicate(cue) || self.ends_group && (self.is_verb(cue) || self.is_long_enough()))
    }

    /// The verb in `the plan is “unfair”, Lee said`.
    fn verb_behind(&self) -> Option<usize> {
        let last = self.last.filter(|_| self.is_small && self.ends_group)?;
        if !self.is_predicate(last.saturating_sub(1)) || is_named(self.tokens, last) {
            return None;
        }
        let place = self.row_end();
        let cue = cue_after(self.reading, place).filter(|cue| REPORTS.has(&self.tokens[*cue]))?;
        let from = self.reading.mentions.partition_point(|mention| mention.first as usize <= place);
        let start = self.reading.mentions[from..].iter().take(4).find_map(|mention| starts_at(mention, cue));
        let before = start.and_then(|start| start.checked_sub(1))?;
        let is_apart = self.tokens[before].kind == Kind::Comma || before == place && self.ends_in_comma(place);
        (is_apart && !is_passive(self.tokens, cue)).then_some(cue)
    }

    /// The verb of speech that the words depend on: the next before them that is none of feeling.
    fn governor(&self) -> Option<usize> {
        let mut cue = cue_before(self.reading, self.place)?;
        for _ in 0..2 {
            if !is_copula(&self.tokens[cue]) {
                break;
            }
            cue = cue_before(self.reading, cue)?;
        }
        Some(cue)
    }

    /// True behind a verb that wants a predicate, or the rest of a verb: `was`, `remains a`, `should`, `had`, `to`.
    fn is_predicate(&self, cue: usize) -> bool {
        let Some(at) = self.last.filter(|at| *at > cue) else { return false };
        let last = &self.tokens[at];
        let is_linked = is_copula(last) && last.kind == Kind::Lower;
        let is_rest = (last.is(class::AUX) || last.hash == HASH_TO) && self.is_small && self.ends_group;
        // `had made “real progress”`
        let is_object = last.kind == Kind::Lower
            && !last.is(class::PREP | class::SUBORD | class::CONJ | class::SUBJECT)
            && self.stretch.words >= 2
            && self.is_small
            && self.ends_group
            && at > cue + 1
            && !self.has_article
            && (self.tokens[at - 1].is(class::AUX) || self.tokens[at - 1].hash == HASH_TO);
        (is_linked && !is_named(self.tokens, at)) || is_rest && !(last.hash == HASH_TO && self.has_article) || is_object
    }

    /// True if the words look like a verb that stands behind its subject: `the town “wept openly”`.
    fn is_verb(&self, cue: usize) -> bool {
        let Some(last) = self.last.filter(|at| *at > cue).map(|at| &self.tokens[at]) else { return false };
        let mut words = self.words.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
        let is_subject = last.is_word() && (last.is(class::SUBJECT) || !last.is(class::BREAK));
        // `takes note`, `wept openly`
        let is_present = first.ends_with('s') && !["ss", "us", "is"].iter().any(|end| first.ends_with(end));
        let is_verb = first.ends_with("ed") || second.ends_with("ly") || is_present;
        is_subject && !self.has_article && !NAMING.contains(&last.hash) && is_verb
    }

    /// True for more than a few words: they are no scare quote if only they end their group of words.
    fn is_long_enough(&self) -> bool {
        self.stretch.words >= 3 && self.last.is_none_or(|last| !NAMING.contains(&self.tokens[last].hash))
    }

    /// The place of the last stretch of the row that this one begins: `“a scandal” and “shameful”`.
    fn row_end(&self) -> usize {
        let row = (self.number + 1..self.reading.stretches.len()).take(ROW);
        let joined = row.take_while(|number| is_joined(self.reading, *number)).count();
        self.reading.places[self.number + joined] as usize
    }

    /// True if the words of the stretch at a place end in a comma.
    fn ends_in_comma(&self, place: usize) -> bool {
        let inner = self.reading.text.get(..self.tokens[place].end as usize).unwrap_or("");
        inner.trim_end_matches(['”', '"', '’', '\'']).ends_with(',')
    }
}

/// True if a verb has an active subject: a mention, or that of a verb before it (`left, calling it “unfair”`).
fn has_subject(reading: &Reading, cue: usize) -> bool {
    let tokens = &reading.tokens;
    if is_passive(tokens, cue)
        || tokens.get(cue + 1).is_some_and(|next| next.hash == HASH_TO && REPORTS.has(&tokens[cue]))
    {
        return false;
    }
    let until = reading.mentions.partition_point(|mention| mention.last as usize <= cue);
    let before = cue.checked_sub(1).map(|at| &tokens[at]);
    // `Lee, accused of “dithering”, left`
    let is_participle = before.is_some_and(|before| before.kind == Kind::Comma) && tokens[cue].is(class::ADDRESSED);
    let mut subjects = reading.mentions[..until].iter().rev().take(8);
    let has_own = subjects.any(|mention| {
        mention.verb_after as usize == cue
            && mention.form != Form::Own
            && goes_on(tokens, mention.first as usize, cue)
            && !(is_participle && mention.gap_after >= gap::COMMA && mention.last as usize + 1 == cue)
    });
    // `tried to limit the damage, saying it was “unfair”`; `said it was over and called it “unfair”`
    let is_participle_clause = before.is_some_and(|before| before.kind == Kind::Comma) && tokens[cue].is(class::ING);
    let is_further = before.is_some_and(|before| before.is(class::CONJ)) && cue_before(reading, cue).is_some();
    has_own || is_participle_clause || is_further
}

/// True for a verb that `what` is the object of: `what Lee called “news”`.
fn is_what(tokens: &[Token], cue: usize) -> bool {
    const WHAT: [u32; 2] = hash_words(["what", "whatever"]);
    let before = tokens[..cue].iter().rev().take(WHAT_REACH).take_while(|token| token.is_word());
    before.into_iter().any(|token| WHAT.contains(&token.hash) && token.sentence == tokens[cue].sentence)
}

/// Words of a subject between `what` and its verb.
const WHAT_REACH: usize = 5;

/// Where the group of words `Lee said` or `said Lee` begins.
fn starts_at(mention: &Mention, cue: usize) -> Option<usize> {
    if mention.verb_after as usize == cue && mention.gap_after <= gap::ADVERB {
        return Some(mention.phrase as usize);
    }
    (mention.verb_before as usize == cue && mention.gap_before <= gap::ADVERB).then_some(cue)
}

/// True if the subject of the verb at `verb` is what has a name.
fn is_named(tokens: &[Token], verb: usize) -> bool {
    let sentence = tokens[verb].sentence;
    let before = tokens[..verb].iter().rev().take(3).take_while(|token| token.sentence == sentence && token.is_word());
    before.into_iter().any(|token| NAMED.contains(&token.hash))
}

/// True if a group of words ends with the stretch at `place`.
fn ends_group(tokens: &[Token], place: usize, words: &str) -> bool {
    let Some(next) = tokens.get(place + 1).filter(|next| next.sentence == tokens[place].sentence) else { return true };
    let is_small = || {
        next.is(class::CONJ | class::PREP | class::SUBORD | class::ADVERB | class::FUNCTION | class::DATE)
            && !next.is(class::AUX | class::VERB)
            || next.is(class::SUBJECT)
    };
    words.ends_with([',', '.', '!', '?', '…'])
        || match next.kind {
            Kind::Possessive | Kind::Clitic | Kind::Quote => false,
            _ => !next.is_word() || is_small(),
        }
}
