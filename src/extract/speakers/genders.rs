//! What an article's own pronouns and words of kinship tell of a person's gender, beside titles and
//! the table of first names.
//!
//! `Bondar lost his home`, `He`, `his wife`: where one person alone can be meant, the pronoun tells
//! whether it is a man or a woman. What is told may come later than the pronoun that asks for
//! it, so this goes over the whole text before any `he` or `she` is settled. Each pronoun looks at
//! the few people mentioned last: linear.

use rustc_hash::FxHashSet;

use super::lexicon::class;
use super::mentions::{Form, Mention, NONE, gap};
use super::nouns::{gender_of, is_plural, is_spouse};
use super::people::{People, Sort};
use super::tokens::{Kind, Token, hash_word};

/// Evidence of one pronoun that can mean one person only, and of `her husband, Lee`.
const PLAIN: u16 = 2;

/// Evidence of a pronoun that most likely means one of several.
const LIKELY: u16 = 1;

/// Evidence that tells a gender where nothing is known of it, and where a first name tells it weakly.
const ENOUGH: u16 = 2;
const MUCH: u16 = 4;

/// Up to this a first name tells a gender weakly: up to two of nine who bear it are of the other.
const WEAK: u8 = 2;

/// How sure `he` or `she` is at most of a person whose gender nothing tells.
const UNTOLD: f32 = 0.92;

/// The same where the text rather speaks of the person as the other, or as both.
const CONTRARY: f32 = 0.5;

/// People kept in mind, and for how many sentences and paragraphs.
const MAX_RECENT: usize = 6;
const SENTENCES: u32 = 6;
const PARAGRAPHS: u32 = 1;

/// The same for somebody described; a paragraph begins two sentences.
const NEW_SENTENCES: u32 = 3;

/// Tokens between a pronoun and the quotation it goes with, and between a subject and its object.
const BESIDE: usize = 6;
const CLAUSE: usize = 24;

/// Gender of one person as far as title, first name and the article tell.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gender {
    /// Evidence for a man (negative) or a woman (positive), as of `Entity::gender`.
    pub known: i8,
    /// The same without the article's pronouns.
    census: i8,
    /// Evidence of the article's pronouns for a man and for a woman.
    he: u16,
    she: u16,
    /// How much of it comes from pronouns that speak: they are what is asked.
    asked: u16,
}

impl Gender {
    /// How sure it can be at most that a pronoun is this person; `wanted` is -1 for `he`, 1 for `she`.
    pub fn at_most(self, wanted: i32) -> f32 {
        let (own, other) = (self.own(wanted), self.own(-wanted));
        let proof = own.saturating_sub(self.asked);
        match self.census {
            0 if other > 0 && other >= own => CONTRARY,
            0 if proof < ENOUGH => UNTOLD,
            _ => 1.0,
        }
    }

    /// Evidence for one gender.
    fn own(self, wanted: i32) -> u16 {
        if wanted < 0 { self.he } else { self.she }
    }

    fn tell(&mut self, wanted: i32, evidence: u16) {
        let side = if wanted < 0 { &mut self.he } else { &mut self.she };
        *side = side.saturating_add(evidence);
    }

    /// Takes the evidence together; a title and a plain first name stand.
    fn settle(&mut self) {
        let (most, least, sign) = if self.he > self.she { (self.he, self.she, -1) } else { (self.she, self.he, 1) };
        let (needed, times) = if self.known == 0 { (ENOUGH, 2) } else { (MUCH, 3) };
        let is_clear = most >= needed && most >= least.saturating_mul(times);
        if is_clear && self.known.unsigned_abs() <= WEAK {
            self.known = 3 * sign;
        }
    }
}

/// Somebody a pronoun may mean.
#[derive(Clone, Copy, Debug)]
struct Seen {
    /// The entity, or [`NONE`] for somebody described and not named.
    entity: u32,
    /// What a description tells of the gender: -1, 0, 1.
    described: i32,
    /// True for a last name that several people of the article bear: it may be any of them.
    shared: bool,
    /// True if it is a person for sure, of whom a pronoun tells something.
    certain: bool,
    mention: usize,
    sentence: u32,
    paragraph: u32,
}

/// The gender of each entity.
///
/// `first_tokens` has the first token of each paragraph.
pub fn genders(
    people: &People,
    text: &str,
    tokens: &[Token],
    mentions: &[Mention],
    first_tokens: &[u32],
) -> Vec<Gender> {
    let known = people.entities.iter().map(|entity| Gender {
        known: entity.gender,
        census: entity.gender,
        ..Gender::default()
    });
    let shared = shared_names(people);
    let mut found = Found { people, tokens, mentions, shared, genders: known.collect(), recent: Vec::new() };
    let (mut next, mut paragraph) = (0, 0);
    for (at, token) in tokens.iter().enumerate() {
        while mentions.get(next).is_some_and(|mention| mention.last as usize <= at) {
            found.see(text, next);
            next += 1;
        }
        if token.is(class::HE | class::SHE) {
            while first_tokens.get(paragraph + 1).is_some_and(|first| *first as usize <= at) {
                paragraph += 1;
            }
            found.hear(at, paragraph as u32);
        }
    }
    for gender in &mut found.genders {
        gender.settle();
    }
    found.genders
}

/// The last names that several people bear who are named in full.
fn shared_names(people: &People) -> FxHashSet<u32> {
    let (mut once, mut twice) = (FxHashSet::default(), FxHashSet::default());
    for entity in people.entities.iter().filter(|entity| entity.first != 0 && entity.sort != Sort::Organisation) {
        if !once.insert(entity.last) {
            twice.insert(entity.last);
        }
    }
    twice
}

struct Found<'a> {
    people: &'a People,
    tokens: &'a [Token],
    mentions: &'a [Mention],
    shared: FxHashSet<u32>,
    genders: Vec<Gender>,
    recent: Vec<Seen>,
}

impl Found<'_> {
    /// Takes in a mention.
    fn see(&mut self, text: &str, number: usize) {
        let mention = &self.mentions[number];
        let head = &self.tokens[mention.last as usize - 1];
        let described = gender_of(head);
        if mention.in_title {
            return;
        }
        let entity = match mention.form {
            Form::Full | Form::Single | Form::Titled => mention.entity,
            Form::Person | Form::Bare | Form::Thing if is_plural(text, head) => return,
            Form::Thing if described == 0 => return,
            // `aunt` is no noun of those who speak often.
            Form::Person | Form::Bare | Form::Thing => {
                // `her husband, Lee,`
                if mention.entity != NONE && described != 0 {
                    self.genders[mention.entity as usize].tell(described, PLAIN);
                }
                if mention.entity == NONE && is_definite(text, self.tokens, mention) {
                    self.people.with_role(head.word).unwrap_or(NONE)
                } else {
                    mention.entity
                }
            }
            _ => return,
        };
        let is_named = mention.form.is_name();
        let named = self.people.entities.get(entity as usize);
        if is_named && named.is_none_or(|named| !named.may_be_person()) {
            return;
        }
        // Others may be meant all the same: `met Bondar at his resort`.
        let certain = named.is_some_and(|named| {
            let is_known = named.sort == Sort::Person || named.first != 0 || named.speaks > 0;
            let has_kin = self.tokens.get(mention.last as usize).is_some_and(|token| token.is(class::CONJ))
                && self.tokens.get(mention.last as usize + 1).is_some_and(|token| token.is(class::HE | class::SHE));
            named.is_likely_person() && is_known && (!named.is_doubtful() || has_kin)
        });
        let shared = entity != NONE
            && mention.form != Form::Full
            && self.shared.contains(&self.people.entities[entity as usize].last);
        // `Bondar’s wife`
        if is_named && mention.possessive && !shared {
            let noun = self.tokens.get(mention.last as usize + 1);
            if let Some(noun) = noun.filter(|noun| is_spouse(noun)) {
                self.genders[entity as usize].tell(-gender_of(noun), LIKELY);
            }
        }
        if entity != NONE {
            self.recent.retain(|seen| seen.entity != entity);
        }
        self.recent.push(Seen {
            entity,
            described,
            shared,
            certain,
            mention: number,
            sentence: head.sentence,
            paragraph: mention.paragraph,
        });
        if self.recent.len() > MAX_RECENT {
            self.recent.remove(0);
        }
    }

    /// Takes what the pronoun at `at` tells of who is meant.
    fn hear(&mut self, at: usize, paragraph: u32) {
        let token = self.tokens[at];
        let wanted = if token.is(class::HE) { -1 } else { 1 };
        let subject = is_object(self.tokens, at).then(|| self.subject(at)).flatten();
        let is_near = |seen: &Seen| {
            let sentences = token.sentence.saturating_sub(seen.sentence);
            match seen.entity {
                NONE => sentences <= NEW_SENTENCES,
                _ => sentences <= SENTENCES && paragraph.saturating_sub(seen.paragraph) <= PARAGRAPHS,
            }
        };
        let near = || self.recent.iter().filter(|seen| is_near(seen) && Some(seen.mention) != subject);
        let agrees = |seen: &Seen| {
            seen.entity != NONE && !seen.shared && i32::from(self.genders[seen.entity as usize].known) * wanted >= 2
        };
        // Beside a woman a man’s name that few women bear is no woman’s.
        let has_own = near().any(agrees);
        let fits = |seen: &&Seen| match seen.entity {
            NONE => seen.described * wanted >= 0,
            entity => seen.shared || self.fits(entity, wanted, has_own),
        };
        let mut fitting = near().filter(fits);
        let meant = match (fitting.next(), fitting.next()) {
            (Some(one), None) => Some((*one, PLAIN)),
            // Of somebody whom the text has called by the other: one more sign, and none to rely on.
            (None, _) => {
                let mut all = near();
                all.next().copied().filter(|_| all.next().is_none()).map(|one| (one, LIKELY))
            }
            _ => {
                let last = near().rfind(fits).copied();
                last.filter(|seen| self.is_own(seen, at)).map(|seen| (seen, LIKELY))
            }
        };
        let Some((seen, evidence)) = meant.filter(|(seen, _)| seen.certain && !seen.shared) else { return };
        self.genders[seen.entity as usize].tell(wanted, evidence);
        // The speaker of a quotation is what is asked: such a pronoun is no proof of itself.
        if self.is_beside_quote(at) && !self.goes_on(&seen, paragraph) {
            let gender = &mut self.genders[seen.entity as usize];
            gender.asked = gender.asked.saturating_add(evidence);
        }
        // Who is spoken of stays in mind.
        if evidence == PLAIN {
            self.recent.retain(|other| other.entity != seen.entity);
            self.recent.push(Seen { sentence: token.sentence, paragraph, ..seen });
        }
    }

    /// True for `he` in the sentence of a quotation.
    fn is_beside_quote(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let around = &self.tokens[at.saturating_sub(BESIDE)..self.tokens.len().min(at + BESIDE)];
        let is_quote = |near: &Token| near.kind == Kind::Quote && near.sentence == token.sentence;
        token.is(class::SUBJECT) && around.iter().any(is_quote)
    }

    /// True if the last to be named has spoken in the paragraph: `“…,” Bondar said. “…,” he said`.
    fn goes_on(&self, seen: &Seen, paragraph: u32) -> bool {
        let mention = &self.mentions[seen.mention];
        let speaks = mention.gap_after <= gap::ADVERB || mention.verb_before != NONE && mention.preposition == 0;
        mention.form.is_name() && speaks && mention.paragraph == paragraph
    }

    /// True if a person may be of that gender, as far as is known so far.
    fn fits(&self, entity: u32, wanted: i32, has_own: bool) -> bool {
        let gender = &self.genders[entity as usize];
        let is_contrary =
            gender.own(wanted) == 0 && gender.own(-wanted) >= ENOUGH && gender.known.unsigned_abs() <= WEAK;
        i32::from(gender.known) * wanted > if has_own { -2 } else { -3 } && !is_contrary
    }

    /// True for `his` behind the subject of its clause: `Bondar lost his home`.
    fn is_own(&self, seen: &Seen, at: usize) -> bool {
        let mention = &self.mentions[seen.mention];
        let here = &self.tokens[at];
        here.is(class::POSSESSIVE)
            && !is_object(self.tokens, at)
            && mention.form.is_name()
            && mention.acts
            && self.tokens[mention.first as usize].sentence == here.sentence
            && self.tokens[mention.phrase as usize].first
            && self.is_one_clause(mention.last as usize, at)
    }

    /// The subject of the clause in which an object stands, which it does not mean: in `a neighbour
    /// made him tea` he is not the neighbour.
    fn subject(&self, at: usize) -> Option<usize> {
        let seen = self.recent.last()?;
        let mention = &self.mentions[seen.mention];
        let is_here = mention.acts
            && self.tokens[mention.first as usize].sentence == self.tokens[at].sentence
            && self.is_one_clause(mention.last as usize, at);
        is_here.then_some(seen.mention)
    }

    fn is_one_clause(&self, from: usize, at: usize) -> bool {
        from <= at && at - from <= CLAUSE && self.tokens[from..at].iter().all(is_within_clause)
    }
}

fn is_within_clause(token: &Token) -> bool {
    let is_mark = matches!(token.kind, Kind::Quote | Kind::Stop | Kind::Semicolon | Kind::Colon | Kind::Comma);
    // `once told him`
    !is_mark && (!token.is(class::SUBJECT | class::SUBORD) || token.hash == ONCE)
}

/// True for `him`, and `her` where no noun follows; not for `himself`.
fn is_object(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let next = tokens.get(at + 1).filter(|next| next.is_word() && next.sentence == token.sentence);
    let has_noun = next.is_some_and(|next| !next.is(class::BREAK | class::DET | class::POSSESSIVE) || next.is(NOUNS));
    match token.hash {
        HIM => true,
        HER => !has_noun,
        _ => false,
    }
}

const NOUNS: u32 = class::PERSON | class::GROUP | class::PAPER;

const HIM: u32 = hash_word("him");
const HER: u32 = hash_word("her");
const ONCE: u32 = hash_word("once");

/// True behind `the` or without a determiner, where a description may mean who holds the role.
fn is_definite(text: &str, tokens: &[Token], mention: &Mention) -> bool {
    let opener = &tokens[mention.phrase as usize];
    let word = text.get(opener.start as usize..opener.end as usize).unwrap_or("");
    !opener.is(class::DET | class::POSSESSIVE) || word.eq_ignore_ascii_case("the")
}
