//! Names and descriptions: where they begin and end among tokens, and what they look like.
//!
//! A run of capitals is a name, without the titles and places before it; a determiner opens a
//! description that ends at the next verb, preposition or mark.

use super::dates::is_short_month;
use super::descriptions::is_kin;
use super::honorifics::is_before_two;
use super::lexicon::class;
use super::mentions::{Aid, Form, Mention, NONE, gap, push};
use super::offices::{behind_office, is_in_charge, is_of_state_for, is_peer, office_of_several};
use super::relations::{is_acting, verb_after};
use super::tokens::{Kind, Token, hash_word};

const HASH_THAT: u32 = hash_word("that");
const HASH_WILL: u32 = hash_word("will");
const HASH_OF: u32 = hash_word("of");
const HASH_FOR: u32 = hash_word("for");
const HASH_IN: u32 = hash_word("in");
const HASH_TORY: u32 = hash_word("tory");
const HASH_ST: u32 = hash_word("st");
const HASH_THE: u32 = hash_word("the");

/// Words that are no part of a name even with a capital, unless a surname follows a first name.
pub(super) const NOT_NAMES: u32 = class::AUX
    | class::PREP
    | class::CONJ
    | class::SUBORD
    | class::DET
    | class::POSSESSIVE
    | class::SUBJECT
    | class::FUNCTION
    | class::ADVERB;

pub(super) fn starts_name(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    if !token.is_capital() {
        return small_particles(tokens, at) > 0;
    }
    if is_short_month(tokens, at) {
        return false;
    }
    if !token.is(NOT_NAMES | class::SPEECH | class::VERB) {
        return true;
    }
    let is_title_noun = token.is(class::TITLE | class::ORG) && !token.first;
    if is_title_noun && !token.is(NOT_NAMES) {
        return true;
    }
    // `Will Smith`, `Hope Hicks`, `Grant` within a sentence.
    let before_capital = tokens.get(at + 1).is_some_and(|next| next.is_capital() && !next.is(NOT_NAMES));
    let is_first_name = token.is(class::FIRST_NAME);
    if token.is(NOT_NAMES) {
        token.hash == HASH_WILL && before_capital
    } else {
        !token.first || (is_first_name && before_capital && (!token.is(class::SPEECH) || token.is(class::PLAIN)))
    }
}

/// The number of small words with which a last name begins at `at`: `de Blasio`, `van der Berg`.
fn small_particles(tokens: &[Token], at: usize) -> usize {
    let token = &tokens[at];
    if !token.is(class::PARTICLE) || token.kind != Kind::Lower || NO_PARTICLES.contains(&token.hash) {
        return 0;
    }
    let count = tokens[at..].iter().take(4).take_while(|t| t.is(class::PARTICLE) && t.kind == Kind::Lower).count();
    let names = tokens.get(at + count).is_some_and(|next| {
        next.kind == Kind::Capital
            && !next.is(NOT_NAMES | class::PLACE | class::CALENDAR)
            && next.sentence == token.sentence
    });
    let before = at.checked_sub(1).map(|at| &tokens[at]).filter(|before| before.sentence == token.sentence);
    let begins = !before.is_some_and(|before| before.is(class::DET) || before.kind == Kind::Number);
    if count <= 3 && names && begins { count } else { 0 }
}

/// Particles that are words of their own before a capital.
const NO_PARTICLES: [u32; 5] = [hash_word("ten"), hash_word("den"), hash_word("e"), hash_word("y"), hash_word("lo")];

/// Reads the run of capitals that begins at `at`; returns where it ends.
pub(super) fn name(tokens: &[Token], at: usize, found: &mut Vec<Mention>, aid: &Aid) -> usize {
    let whole = run_end(tokens, at + small_particles(tokens, at));
    let end = without_letters(tokens, at, whole);
    let run = &tokens[at..end];
    // What stands after the last title is the name; a title at the end is a description.
    // `Peter T. King of New York`: behind a first name a title is a last name.
    let title = (0..run.len() - 1).rev().find(|i| {
        is_before_two(run, *i)
            || run[*i].is(class::TITLE)
                && run[*i].hash != HASH_ST
                && (run.len() - i > 2 || !LETTERS_BEFORE_TWO.contains(&run[*i].hash))
                && !i.checked_sub(1).is_some_and(|b| {
                    run[b].kind == Kind::Initial
                        || run[b].is(class::FIRST_NAME)
                            && !run[b].is(class::TITLE | class::PLACE)
                            && run[b].hash != HASH_TORY
                })
    });
    let mut from = title.map_or(at, |offset| at + offset + 1);
    let mut title_id = title.map_or(0, |offset| run[offset].word);
    let mut gender = run.iter().take(title.map_or(0, |offset| offset + 1)).fold(0, |bits, token| bits | token.class)
        & (class::MALE | class::FEMALE);
    // `Secretary of State John Kerry`.
    if title.is_some() && tokens[from].is(class::PREP) {
        from = behind_office(tokens, from, end);
    }
    if run.len() == 1 && is_peer(tokens, at) {
        push(tokens, found, at, at + 3, at, Form::Person, aid);
        return at + 3;
    }
    if title.is_none()
        && let Some(phrase) = office_of_several(tokens, at, end)
    {
        push(tokens, found, at, end, phrase, Form::Person, aid);
        return whole;
    }
    let last = &tokens[end - 1];
    if last.is(class::TITLE | class::PERSON)
        && !last.is(class::ORG)
        && (!last.is(class::FIRST_NAME) || run.len() == 1)
        && title.is_none_or(|at| at + 2 == run.len())
    {
        // `President`, `Vice President`, `the Senator`: a description.
        if run.iter().all(|token| token.is(class::TITLE | class::PERSON | class::PLACE | class::CALENDAR | class::ORG))
        {
            let form = Form::Person;
            let phrase = if at > 0 && tokens[at - 1].is(class::DET) { at - 1 } else { at };
            push(tokens, found, at, end, phrase, form, aid);
            return whole;
        }
    }
    // Leading words that are no part of the person's name: `Republican John Kasich`.
    let first_name = (from..end.saturating_sub(1)).find(|i| tokens[*i].is(class::FIRST_NAME));
    if let Some(start) = first_name
        && start > from
        && tokens[from].hash != HASH_ST
        && !tokens[end - 1].is(class::ORG)
        && tokens[from..start].iter().all(|t| t.kind != Kind::Initial && !t.is(class::FIRST_NAME))
        && tokens[from..start].iter().any(|t| {
            t.is(class::PLACE | class::CALENDAR | class::ORG | class::PERSON | class::TITLE) || t.kind == Kind::Capitals
        })
    {
        from = start;
    }
    // `in New Hampshire Sanders won`: no name; `Dakota Fanning` and `Scotland Yard` are.
    if !tokens[end - 1].is(class::PLACE | class::ORG | class::SUFFIX)
        && !tokens[from].is(class::FIRST_NAME)
        && let Some(place) = (from..end - 1).rev().find(|i| tokens[*i].is(class::PLACE | class::ORG))
        && !tokens[place].is(class::FIRST_NAME)
        && (title.is_some() && tokens[place].is(class::PLACE)
            || at.checked_sub(1).is_some_and(|before| tokens[before].hash == HASH_IN) && tokens[place].is(class::PLACE)
            || place + 2 == end && aid.stands_alone(tokens, tokens[place + 1].hash))
    {
        from = place + 1;
    }
    while from + 1 < end && is_apart(tokens, from, end) {
        from += 1;
    }
    if title.is_none() && from > at {
        title_id = 0;
    }
    let parts = &tokens[from..end];
    // `a New Hampshire Republican`
    let is_partisan = parts.iter().all(|token| token.is(class::CALENDAR))
        || parts.len() > 1 && tokens[end - 1].is(class::CALENDAR) && tokens[end - 2].is(class::PLACE);
    let known_first = parts[0].is(class::FIRST_NAME);
    let n_capitals = parts.iter().filter(|token| token.is_capital()).count();
    let form = if is_partisan {
        return whole;
    } else if title.is_some_and(|offset| !is_kin(&run[offset])) && n_capitals == 1 {
        Form::Titled
    } else if parts.len() == 2 && parts[0].hash == HASH_ST {
        // `St. Louis`
        Form::Place
    } else if title.is_none() && is_organisation(parts) {
        Form::Organisation
    } else if parts.iter().all(|token| token.is(class::PLACE)) && title.is_none() && !(known_first && parts.len() > 1) {
        Form::Place
    } else if n_capitals > 1 {
        Form::Full
    } else {
        Form::Single
    };
    if parts.len() > 7 {
        return whole;
    }
    // The words of a description before it: `campaign manager Robby Mook`.
    let mut phrase = at;
    while phrase > 0 && at - phrase < 8 {
        let before = &tokens[phrase - 1];
        let is_word = before.is_word()
            && !before.is(NOT_NAMES & !class::DET)
            && !is_acting(before)
            && (!before.is(class::SPEECH) || before.is(class::PERSON | class::PAPER));
        if !is_word || before.sentence != tokens[at].sentence {
            break;
        }
        phrase -= 1;
        if before.is(class::DET) {
            break;
        }
    }
    if phrase < at {
        gender |= tokens[at - 1].class & (class::MALE | class::FEMALE);
        if title_id == 0 && tokens[at - 1].is(class::PERSON) {
            title_id = tokens[at - 1].word;
        }
    }
    push(tokens, found, from, end, phrase, form, aid);
    if let Some(mention) = found.last_mut() {
        mention.title = title_id;
        if tokens[at].is(class::TITLE) {
            mention.titled = at as u32;
        }
        mention.gender = gender;
        if whole > end {
            (mention.verb_after, mention.gap_after, mention.patient) = verb_after(tokens, whole, form);
        }
    }
    whole
}

/// Where a run ends without the letters behind a name: `Ann Lee MP`, `Ann Lee KC`.
fn without_letters(tokens: &[Token], at: usize, end: usize) -> usize {
    let run = &tokens[at..end];
    let letters = run.iter().rev().take_while(|token| LETTERS.contains(&token.hash) && token.is_capital()).count();
    let is_name = run.len() >= letters + 2
        && run[0].kind == Kind::Capital
        && !run.iter().any(|token| token.is(class::ORG) && !token.is(class::TITLE));
    if is_name { end - letters } else { end }
}

/// True for titles whose `of` or `for` is no part of them: `CEO of Acme`, `MP for Luton`, `Manager of`.
fn bears_no_place(token: &Token) -> bool {
    token.kind == Kind::Capitals || token.is(class::PERSON) && TRADES.contains(&token.hash)
}

/// The trades that are named with a capital before `of` and `for`.
const TRADES: [u32; 12] = [
    hash_word("executive"),
    hash_word("manager"),
    hash_word("supervisor"),
    hash_word("spokesman"),
    hash_word("spokeswoman"),
    hash_word("spokesperson"),
    hash_word("editor"),
    hash_word("producer"),
    hash_word("owner"),
    hash_word("founder"),
    hash_word("adviser"),
    hash_word("advisor"),
];

/// Offices and honours written behind a name.
const LETTERS: [u32; 12] = [
    hash_word("mp"),
    hash_word("mep"),
    hash_word("msp"),
    hash_word("mla"),
    hash_word("td"),
    hash_word("qc"),
    hash_word("kc"),
    hash_word("obe"),
    hash_word("mbe"),
    hash_word("cbe"),
    hash_word("phd"),
    hash_word("md"),
];

/// Letters that are a title only before first and last name: `TD Ann Lee`, not `TD Bank`.
const LETTERS_BEFORE_TWO: [u32; 8] = [
    hash_word("td"),
    hash_word("qc"),
    hash_word("kc"),
    hash_word("mla"),
    hash_word("ceo"),
    hash_word("cfo"),
    hash_word("cto"),
    hash_word("coo"),
];

/// True if a date or party at the beginning of a run is no part of the name behind it:
/// `Monday Sanders`, `Republican Kasich`, but not `the Democratic National Committee` and
/// `White House`.
fn is_apart(tokens: &[Token], from: usize, end: usize) -> bool {
    let token = &tokens[from];
    if !token.is(class::CALENDAR) || token.is(class::FIRST_NAME) && token.hash != HASH_TORY {
        return false;
    }
    let behind_article = from
        .checked_sub(1)
        .is_some_and(|before| tokens[before].is(class::DET) && tokens[before].sentence == token.sentence);
    // `Tory Ann Lee`, but not `Tory Burch`.
    if token.hash == HASH_TORY {
        return end - from > 2;
    }
    token.is(class::DATE) || !behind_article && !tokens[end - 1].is(class::ORG) && !WORDS_OF_NAMES.contains(&token.hash)
}

/// Of the words that are no names these begin names of other things.
const WORDS_OF_NAMES: [u32; 4] = [hash_word("black"), hash_word("white"), hash_word("god"), hash_word("internet")];

/// Verbs with which the names of campaigns and charities begin: `Save the Children`.
const CALLS: [u32; 14] = [
    hash_word("save"),
    hash_word("stop"),
    hash_word("help"),
    hash_word("feed"),
    hash_word("free"),
    hash_word("protect"),
    hash_word("defend"),
    hash_word("support"),
    hash_word("reclaim"),
    hash_word("rock"),
    hash_word("end"),
    hash_word("ban"),
    hash_word("keep"),
    hash_word("meet"),
];

/// Function words with a capital within names.
const WITHIN_NAMES: [u32; 3] = [hash_word("without"), hash_word("against"), hash_word("for")];

/// True for a function word with a capital between capitals: `Doctors Without Borders`.
fn joins_in_capitals(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    token.kind == Kind::Capital
        && WITHIN_NAMES.contains(&token.hash)
        && tokens[at - 1].kind == Kind::Capital
        && !tokens[at - 1].is(class::FIRST_NAME | class::TITLE)
        && tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Capital && next.sentence == token.sentence)
}

/// True if the parts of a name without a title name an organisation: a word such as
/// `University` in it, or one word in capitals.
fn is_organisation(parts: &[Token]) -> bool {
    let known_first = parts[0].is(class::FIRST_NAME);
    let ends_so = parts.last().is_some_and(|token| token.is(class::ORG));
    // `Mary Post` is a woman, `Mary Fund` a fund.
    let is_person = known_first && parts.len() == 2 && !parts[1].is(class::GROUP);
    let is_acronym = parts.len() == 1 && parts[0].kind == Kind::Capitals;
    let is_phrase = parts.len() > 2
        && (parts[1].is(class::PREP | class::CONJ) && parts[1].kind == Kind::Capital
            || parts[1].hash == HASH_THE && CALLS.contains(&parts[0].hash));
    is_phrase || ends_so && !is_person || !known_first && (is_acronym || parts.iter().any(|token| token.is(class::ORG)))
}

fn run_end(tokens: &[Token], at: usize) -> usize {
    let mut end = at + 1;
    while end < tokens.len() && end - at < 12 {
        let token = &tokens[end];
        if token.sentence != tokens[at].sentence {
            break;
        }
        // `Orlando July`: a date ends a name.
        if token.is(class::DATE)
            || is_short_month(tokens, end)
            || tokens[end - 1].is(class::DATE) && !tokens[end - 1].is(class::FIRST_NAME)
        {
            break;
        }
        if token.is_capital() && (!token.is(NOT_NAMES) || token.kind == Kind::Initial) {
            end += 1;
            continue;
        }
        let next_is_capital = tokens.get(end + 1).is_some_and(|next| next.is_capital() && !next.is(NOT_NAMES));
        let before = &tokens[end - 1];
        // `University of Texas`, `Secretary of State John Kerry`, `Centers for Disease Control`.
        let joins = (token.hash == HASH_OF || token.hash == HASH_FOR)
            && (before.is(class::ORG) || before.is(class::TITLE) && !bears_no_place(before))
            && !before.is(class::AUX)
            || is_of_state_for(tokens, at, end);
        let after_the = tokens.get(end + 1).is_some_and(|next| next.hash == HASH_THE && next.kind == Kind::Lower)
            && tokens.get(end + 2).is_some_and(Token::is_capital);
        // `von der Leyen`: up to three small words.
        let particles =
            tokens[end..].iter().take(4).take_while(|t| t.is(class::PARTICLE) && t.kind == Kind::Lower).count();
        let after_particles = tokens
            .get(end + particles)
            .is_some_and(|next| next.is_capital() && !next.is(NOT_NAMES) && next.sentence == token.sentence);
        let is_particle = (1..=3).contains(&particles) && after_particles && !before.is(class::ORG);
        let calls = end == at + 1 && CALLS.contains(&tokens[at].hash) && token.hash == HASH_THE;
        let is_call = calls && tokens.get(end + 1).is_some_and(|next| next.kind == Kind::Capital);
        let is_and = token.hash == u32::from(b'&') && before.kind == Kind::Capital;
        let is_suffix = token.kind == Kind::Comma
            && tokens.get(end + 1).is_some_and(|next| next.is(class::SUFFIX) && next.is_capital());
        // `Special Agent in Charge Ann Lee`
        let in_charge = is_in_charge(tokens, end);
        if is_particle {
            end += particles + 1;
        } else if is_suffix
            || is_call
            || next_is_capital && (joins || is_and || in_charge || end == at + 1 && joins_in_capitals(tokens, end))
        {
            end += 2;
        } else if joins && token.hash == HASH_OF && after_the {
            end += 3;
        } else {
            break;
        }
    }
    end
}

/// Reads the noun phrase that a determiner opens; returns where reading goes on.
pub(super) fn description(tokens: &[Token], at: usize, found: &mut Vec<Mention>, aid: &Aid) -> usize {
    let mut end = at + 1;
    let mut head = None;
    let opener = &tokens[at];
    let Some(second) = tokens.get(at + 1) else { return at + 1 };
    if opener.hash == HASH_THAT && second.is(class::DET | class::POSSESSIVE | class::SUBJECT) {
        return at + 1;
    }
    // `another said`, `one of those advisers`, `many said`.
    if opener.is(class::DET) && (second.is(class::SPEECH) && !second.is(class::PLAIN) || second.hash == HASH_OF)
        || at > 0 && tokens[at - 1].is(class::SPEECH) && opener.is(class::DET) && !second.is_word()
    {
        push(tokens, found, at, at + 1, at, Form::Bare, aid);
        return at + 1;
    }
    while end < tokens.len() && end - at <= 9 {
        let token = &tokens[end];
        if token.sentence != tokens[at].sentence {
            break;
        }
        if token.kind == Kind::Possessive {
            head = None;
            end += 1;
            continue;
        }
        // `one sweeping question asked`: the plain form of a verb is a noun before a verb.
        let before_verb = tokens.get(end + 1).is_none_or(|next| {
            next.is(class::SPEECH | class::AUX | class::PREP | class::SUBORD) && !next.is(class::PLAIN)
                || !next.is_word()
        });
        let is_noun = token.is(class::PERSON | class::GROUP | class::PAPER)
            || token.is(class::PLAIN)
                && before_verb
                && head.is_none_or(|h: usize| !tokens[h].is(class::PERSON | class::GROUP));
        // `the call`, `a 25-minute call`, but not `the senator called`.
        let breaks = token.is(class::BREAK) && !is_noun && !(end == at + 1 && token.is(class::SPEECH | class::VERB));
        let is_verb_here = is_noun
            && token.is(class::SPEECH)
            && head.is_some_and(|h: usize| tokens[h].is(class::PERSON | class::GROUP))
            // `the general counsel, Ann Lee,`
            && !(token.is(class::PERSON) && token.is(class::PLAIN) && before_verb);
        // `a lawyer representing Lee`
        let is_participle = is_acting(token) && head.is_some_and(|h: usize| tokens[h].is(class::PERSON | class::GROUP));
        if !token.is_word() || breaks || is_verb_here || is_participle {
            break;
        }
        head = Some(end);
        end += 1;
    }
    let Some(head) = head else { return at + 1 };
    let token = &tokens[head];
    let form = if token.is_capital() && !token.is(class::TITLE) {
        // A name with a determiner: read as a name.
        return at + 1;
    } else if token.is(class::PERSON | class::TITLE) {
        Form::Person
    } else if token.is(class::GROUP) {
        Form::Group
    } else if token.is(class::PAPER | class::PLAIN) {
        Form::Paper
    } else if is_aged(tokens, head + 1) {
        Form::Person
    } else {
        Form::Thing
    };
    // Names within it are mentions of their own: `the Clinton campaign`.
    let n_before = found.len();
    let mut inner = at + 1;
    while inner < head {
        if starts_name(tokens, inner) && !tokens[inner].is(class::TITLE) {
            inner = name(tokens, inner, found, aid).min(head.max(inner + 1));
        } else {
            inner += 1;
        }
    }
    // `a Red Cross volunteer said`: the words are those of the person.
    if form == Form::Person {
        for part in found[n_before..].iter_mut().filter(|part| !part.possessive) {
            (part.verb_after, part.gap_after, part.modifies) = (NONE, gap::ABSENT, true);
        }
    }
    push(tokens, found, at, head + 1, at, form, aid);
    head + 1
}

/// True if an age between commas begins at `at`: `a Red Cross helper, 24,`.
fn is_aged(tokens: &[Token], at: usize) -> bool {
    let kind = |offset: usize| tokens.get(at + offset).map(|token| token.kind);
    let is_short = tokens.get(at + 1).is_some_and(|age| (1..=3).contains(&(age.end - age.start)));
    (kind(0), kind(1), kind(2)) == (Some(Kind::Comma), Some(Kind::Number), Some(Kind::Comma)) && is_short
}
