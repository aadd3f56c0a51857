//! What a candidate looks like from its quotation, as numbers: the questions that the learned
//! weights answer.
//!
//! A code is the number of its question in the upper six bits and the answer below. No string
//! is built or compared. Adding a question at the end keeps all codes; changing one means
//! training anew.

use super::candidates::{Candidate, Order, Side};
use super::reading::Reading;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::{Mention, NONE};
use crate::extract::speakers::tokens::{Kind, Token};

/// What all candidates of one quotation share.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    place: u32,
    paragraph: u32,
    /// How the words end: 0 open, 1 comma within, 2 point, 3 question or exclamation mark,
    /// 4 comma behind the mark, 5 point behind it, 6 anything else.
    end: u32,
    /// What stands before: see [`frame`].
    start: u32,
    /// 1 if the words begin with a small letter.
    small: u32,
    /// Number of words, in steps: 0 one or two, 1 to five, 2 to ten, 3 more.
    words: u32,
    /// The same, in finer steps.
    length: u32,
    /// Share of capitalised words, in thirds, 3 for all.
    capitals: u32,
    /// Number of the known word before it.
    word_before: u32,
    /// Verb of speech last before it in its sentence, first behind it; [`NONE`].
    cue_before: u32,
    cue_after: u32,
    /// Joined verb, as of [`super::candidates::has_joined_verb`].
    joined: u32,
    /// 0 if it is the first quotation of its paragraph, else 1, 2.
    nth: u32,
    /// 1 if the quotation before goes on here.
    goes_on: u32,
    /// 1 if nothing stands before it in its paragraph.
    opens: u32,
    /// True if `according to` someone stands in its sentence.
    pub according: bool,
    /// 1 if it opens its paragraph and the one before ends in a colon.
    introduced: u32,
    /// Mention chosen for the quotation before: its number and entity, and whether that
    /// quotation stands in the same paragraph.
    before: Option<Before>,
}

/// What was chosen for the quotation before.
#[derive(Clone, Copy, Debug)]
pub struct Before {
    /// Paragraph of that quotation.
    pub paragraph: u32,
    /// Mention chosen.
    pub mention: u32,
    /// Whom it names, or [`NONE`].
    pub entity: u32,
}

/// Looks at a quotation.
pub fn frame(reading: &Reading, number: usize, joined: bool, before: Option<Before>) -> Frame {
    let stretch = &reading.stretches[number];
    let place = reading.places[number];
    let tokens = &reading.tokens;
    let bytes = reading.text.as_bytes();
    let last = bytes[stretch.end as usize - 1];
    let behind = bytes.get(stretch.close as usize).copied();
    let end = match (stretch.closed, last, behind) {
        (false, _, _) => 0,
        (_, b',', _) => 1,
        (_, b'.', _) => 2,
        (_, b'?' | b'!', _) => 3,
        (_, _, Some(b',')) => 4,
        (_, _, Some(b'.')) => 5,
        _ => 6,
    };
    let sentence = tokens[place as usize].sentence;
    let before_token = place.checked_sub(1).map(|at| &tokens[at as usize]);
    let start = match before_token {
        _ if reading.first_tokens[stretch.paragraph as usize] == place => 0,
        Some(token) if token.sentence != sentence => 1,
        Some(token) => 2 + token_bucket(token),
        None => 0,
    };
    let same_sentence = |token: &&Token| token.sentence == sentence;
    let cue_before = tokens[..place as usize]
        .iter()
        .rev()
        .take(40)
        .take_while(same_sentence)
        .position(|token| token.is(class::SPEECH))
        .map_or(NONE, |at| place - 1 - at as u32);
    let cue_after = tokens[place as usize + 1..]
        .iter()
        .take(40)
        .take_while(same_sentence)
        .position(|token| token.is(class::SPEECH))
        .map_or(NONE, |at| place + 1 + at as u32);
    let words = &reading.text[stretch.start as usize..stretch.end as usize];
    let mut nth = 0;
    let mut earlier = number;
    while earlier > 0 && nth < 2 && reading.stretches[earlier - 1].paragraph == stretch.paragraph {
        nth += 1;
        earlier -= 1;
    }
    Frame {
        place,
        paragraph: stretch.paragraph,
        end,
        start,
        small: u32::from(words.starts_with(char::is_lowercase)),
        words: match stretch.words {
            0..=2 => 0,
            3..=5 => 1,
            6..=10 => 2,
            _ => 3,
        },
        length: match stretch.words {
            0..=2 => 0,
            3 => 1,
            4..=5 => 2,
            6..=8 => 3,
            9..=14 => 4,
            15..=30 => 5,
            _ => 6,
        },
        capitals: capitals(words),
        word_before: before_token.map_or(0, |token| if token.sentence == sentence { u32::from(token.word) } else { 0 }),
        cue_before,
        cue_after,
        joined: u32::from(joined),
        nth,
        goes_on: u32::from(number > 0 && reading.stretches[number - 1].goes_on),
        opens: u32::from(start == 0),
        according: false,
        introduced: u32::from(start == 0 && before_token.is_some_and(|token| token.kind == Kind::Colon)),
        before,
    }
}

/// Share of words with a capital among the first twelve, in thirds; 3 only if all have one.
fn capitals(words: &str) -> u32 {
    let (mut all, mut capital) = (0u32, 0u32);
    let mut inside = false;
    for byte in words.bytes().take(120) {
        let is_word = byte.is_ascii_alphanumeric() || byte >= 0x80 || byte == b'\'';
        if is_word && !inside {
            all += 1;
            capital += u32::from(byte.is_ascii_uppercase() || byte.is_ascii_digit());
        }
        inside = is_word;
        if all > 12 {
            break;
        }
    }
    capital * 3 / all.max(1)
}

/// What a token is, in sixteen sorts.
fn token_bucket(token: &Token) -> u32 {
    match token.kind {
        Kind::Comma => 0,
        Kind::Colon => 1,
        Kind::Stop | Kind::Semicolon => 2,
        Kind::Dash => 3,
        Kind::Open | Kind::Close => 4,
        Kind::Possessive | Kind::Clitic => 5,
        Kind::Quote => 6,
        Kind::Number | Kind::Link | Kind::Other => 7,
        _ if token.is(class::SPEECH) => 8,
        _ if token.is(class::PREP) => 9,
        _ if token.is(class::SUBORD) => 10,
        _ if token.is(class::CONJ) => 11,
        _ if token.is(class::DET | class::POSSESSIVE) => 12,
        _ if token.is(class::AUX | class::VERB) => 13,
        _ if token.is_capital() => 14,
        _ => 15,
    }
}

fn steps(distance: u8) -> u32 {
    match distance {
        0 => 0,
        1 => 1,
        2 => 2,
        3..=4 => 3,
        5..=8 => 4,
        9..=16 => 5,
        17..=40 => 6,
        _ => 7,
    }
}

/// Appends the codes of a candidate.
pub fn mention_codes(reading: &Reading, frame: &Frame, candidate: &Candidate, codes: &mut Vec<u32>) {
    let mention = &reading.mentions[candidate.mention as usize];
    let tokens = &reading.tokens;
    let side = candidate.side as u32;
    let rank = u32::from(candidate.rank.min(3));
    // `“…,” according to Lee` and `“…” ― Ann Lee` are as good as `“…,” said Lee`.
    let is_told = matches!(candidate.order, Order::According | Order::Colon)
        && candidate.side == Side::After
        && candidate.distance <= 1;
    let order = if is_told { Order::VerbSubject } else { candidate.order } as u32;
    let gap = u32::from(candidate.gap);
    let form = mention.form as u32;
    let near = u32::from(candidate.nearest_verb);
    let distance = steps(candidate.distance);
    let between = u32::from(candidate.quotes_between.min(2));
    let position = side | rank << 3 | between << 5; // 7 bits
    let relation = order | gap << 3 | near << 6; // 7 bits
    let cue = cue_relation(reading, frame, candidate, mention); // 4 bits
    let verb = if candidate.verb == NONE { 0 } else { u32::from(tokens[candidate.verb as usize].word) & 0x3FF };
    let ing = u32::from(candidate.verb != NONE && tokens[candidate.verb as usize].is(class::ING));
    let prior = match mention.phrase.checked_sub(1).map(|at| &tokens[at as usize]) {
        Some(token) if token.sentence == tokens[mention.first as usize].sentence => token_bucket(token),
        _ => 2,
    };
    let prior_word = match mention.phrase.checked_sub(1).map(|at| &tokens[at as usize]) {
        Some(token) if token.sentence == tokens[mention.first as usize].sentence => {
            if token.is_word() {
                u32::from(token.word)
            } else {
                2047
            }
        }
        _ => 2046,
    };
    let shape =
        u32::from(mention.possessive) | u32::from(mention.modifies) << 1 | u32::from(mention.preposition != 0) << 2;
    let opens = u32::from(candidate.opens_sentence);
    let mut asked = Asked { codes: [0; MAX_CODES], count: 0 };
    let mut push = |question: u32, answer: u32| asked.push(question, answer);

    push(1, position | frame.end << 7 | frame.opens << 10);
    push(2, side | relation << 3 | distance << 10);
    push(3, side | relation << 3 | distance << 10 | frame.end << 13);
    push(4, side | relation << 3 | frame.start << 10 | frame.small << 15);
    push(5, side | order << 3 | form << 6);
    push(6, side | relation << 3 | form << 10);
    push(7, side | order << 3 | verb << 6 | ing << 16);
    push(8, side | relation << 3 | verb << 10 | ing << 20);
    push(10, side | u32::from(mention.preposition) << 3);
    push(12, cue | side << 4 | frame.end << 7);
    push(14, prior | side << 4 | order << 7);
    push(15, cue | relation << 4 | side << 11);
    push(16, cue | form << 4 | shape << 8 | side << 11);
    push(17, opens | frame.joined << 1 | side << 2 | order << 5 | rank << 8);
    push(19, frame.words | side << 2 | relation << 5 | frame.small << 12);
    push(21, frame.start | cue << 5 | side << 9 | frame.small << 12);
    let next_word =
        tokens.get(mention.last as usize).map_or(0, |token| if token.is_word() { u32::from(token.word) } else { 2047 });
    push(40, next_word | side << 11 | 1 << 20);
    push(40, prior_word | side << 11 | 2 << 20);
    let cue_verb = match candidate.side {
        Side::Before => frame.cue_before,
        Side::After => frame.cue_after,
        _ => NONE,
    };
    if cue_verb != NONE {
        push(40, u32::from(tokens[cue_verb as usize].word) | cue << 11 | 3 << 20);
    }
    push(24, position | relation << 7 | frame.end << 14 | (frame.start.min(3)) << 17);
    if mention.form.is_description() {
        let head = u32::from(tokens[mention.last as usize - 1].word);
        push(25, head | side << 11);
        push(26, head | order << 11 | u32::from(gap >= 2) << 14);
        push(27, head | cue << 11);
    }
    if let Some(before) = frame.before {
        // 0 same paragraph, 1 the one before, 2 further.
        let here = (frame.paragraph - before.paragraph).min(2);
        let same_mention = u32::from(before.mention == candidate.mention);
        let same_entity = u32::from(before.entity != NONE && mention.entity == before.entity);
        let has_cue = u32::from(frame.cue_before != NONE) | u32::from(frame.cue_after != NONE) << 1;
        let prev = same_mention | same_entity << 1 | here << 2; // 4 bits
        push(28, prev | side << 4 | frame.end << 7);
        push(29, prev | has_cue << 4 | side << 6 | frame.start << 9);
        push(30, prev | frame.goes_on << 4 | frame.opens << 5 | side << 6);
        push(31, prev | relation << 4 | side << 11);
        push(32, prev | form << 4 | side << 8 | frame.small << 11);
    } else {
        push(33, side | form << 3 | frame.end << 7);
    }
    if mention.entity != NONE {
        let entity = &reading.people.entities[mention.entity as usize];
        let spoke = entity.speaks.min(3);
        let seen = match entity.mentions {
            0..=1 => 0,
            2..=3 => 1,
            4..=8 => 2,
            _ => 3,
        };
        push(34, spoke | seen << 2 | side << 4);
    }
    if candidate.verb != NONE {
        let verb_token = candidate.verb;
        let after_verb = tokens.get(verb_token as usize + 1).map_or(7, token_bucket);
        push(37, after_verb | side << 4 | order << 7 | near << 10 | distance << 11);
    }
    let (path, object) = path(reading, frame, candidate, mention);
    push(0, path | 1 << 20);
    push(0, path | form << 12 | 2 << 20);
    push(0, path | object << 12 | frame.end << 15 | 3 << 20);
    push(0, object | frame.start << 3 | side << 8 | u32::from(mention.last > frame.cue_before) << 11 | 4 << 20);
    push(38, frame.word_before | side << 11 | order << 14 | near << 17);
    if frame.according {
        push(35, side | order << 3 | form << 6 | 3 << 12);
        push(35, side | order << 3 | 4 << 12);
        push(35, order | frame.end << 3 | 5 << 12);
    }
    if frame.introduced == 1 {
        push(35, side | rank << 3 | order << 5);
        push(35, side | form << 3 | 1 << 8);
        push(35, side | order << 3 | gap << 6 | 2 << 12);
    }
    push(39, cue | position << 4 | frame.joined << 11);
    codes.extend_from_slice(&asked.codes[..asked.count.min(MAX_CODES)]);
}

/// More codes than a candidate has; a power of two.
const MAX_CODES: usize = 64;

/// Codes of one candidate, collected where no room has to be asked for.
struct Asked {
    codes: [u32; MAX_CODES],
    count: usize,
}

impl Asked {
    #[inline]
    fn push(&mut self, question: u32, answer: u32) {
        self.codes[self.count % MAX_CODES] = question << 26 | (answer & 0x03FF_FFFF);
        self.count += 1;
    }
}

/// Appends the codes of the answer that the speaker is not mentioned around.
pub fn unnamed_codes(reading: &Reading, frame: &Frame, codes: &mut Vec<u32>) {
    let next = reading.tokens.get(frame.place as usize + 1).map_or(7, token_bucket);
    let cues = u32::from(frame.cue_before != NONE) | u32::from(frame.cue_after != NONE) << 1;
    let mut push = |question: u32, answer: u32| codes.push(question << 26 | (answer & 0x03FF_FFFF));
    push(63, 0);
    push(63, 1 | frame.end << 4 | frame.start << 7 | frame.small << 12);
    push(63, 2 | cues << 4 | frame.end << 6 | frame.length << 9);
    push(63, 3 | next << 4 | frame.start << 8);
    push(63, 4 | frame.nth << 4 | frame.goes_on << 6 | frame.opens << 7);
    push(63, 6 | frame.introduced << 4);
    push(63, 5 | frame.word_before << 4);
}

/// Appends the codes of the answer that nobody says it, because it is no quotation.
pub fn nobody_codes(reading: &Reading, frame: &Frame, codes: &mut Vec<u32>) {
    let next = reading.tokens.get(frame.place as usize + 1).map_or(7, token_bucket);
    let cues = u32::from(frame.cue_before != NONE) | u32::from(frame.cue_after != NONE) << 1;
    let mut push = |question: u32, answer: u32| codes.push(question << 26 | (answer & 0x03FF_FFFF));
    push(50, 0);
    push(51, frame.end | frame.start << 3 | frame.small << 8);
    push(52, frame.words | frame.capitals << 2 | frame.small << 4);
    push(53, frame.words | frame.capitals << 2 | frame.end << 4);
    push(54, frame.word_before);
    push(54, 1 << 20 | frame.introduced | frame.end << 1);
    push(55, next | frame.end << 4);
    push(56, frame.start | frame.capitals << 5);
    push(57, cues | frame.end << 2 | frame.capitals << 5);
    push(58, frame.nth | frame.capitals << 2 | frame.words << 4);
    push(59, next | frame.capitals << 4 | frame.words << 6);
    push(59, 1 << 20 | frame.length | frame.goes_on << 3 | frame.opens << 4 | frame.capitals << 5 | frame.end << 7);
}

/// What lies between a candidate and the verb of speech nearest to the quotation on its side
/// (12 bits), and between that verb and the quotation (3 bits).
fn path(reading: &Reading, frame: &Frame, candidate: &Candidate, mention: &Mention) -> (u32, u32) {
    let tokens = &reading.tokens;
    let (from, to, side) = match candidate.side {
        Side::Before if frame.cue_before != NONE && mention.last <= frame.cue_before => {
            (mention.last, frame.cue_before, 1)
        }
        Side::After if frame.cue_after != NONE && mention.last <= frame.cue_after => (mention.last, frame.cue_after, 2),
        _ => return (0, 0),
    };
    let between = &tokens[from as usize..(to as usize).min(from as usize + 40)];
    let (mut commas, mut clauses, mut joins, mut who, mut verbs, mut others) = (0u32, 0u32, 0u32, 0u32, 0u32, 0u32);
    for token in between {
        match token.kind {
            Kind::Comma | Kind::Open | Kind::Close | Kind::Dash => commas += 1,
            _ if token.is(class::SUBORD) => clauses += 1,
            _ if token.is(class::CONJ) => joins += 1,
            _ if token.is(class::SPEECH) => verbs += 1,
            _ if token.is(class::SUBJECT) => who += 1,
            _ if token.is(class::AUX | class::ADVERB) => {}
            _ => others += 1,
        }
    }
    let ing = u32::from(tokens[to as usize].is(class::ING));
    let path = side
        | commas.min(3) << 2
        | clauses.min(1) << 4
        | joins.min(1) << 5
        | who.min(1) << 6
        | verbs.min(2) << 7
        | others.min(3).div_ceil(2) << 9
        | ing << 11;
    let object = if side == 1 {
        let behind = &tokens[frame.cue_before as usize + 1..frame.place as usize];
        match behind.len() {
            0 => 0,
            1 if behind[0].kind == Kind::Comma || behind[0].kind == Kind::Colon => 1,
            _ if behind.iter().any(|token| token.is(class::SUBORD)) => 2,
            1..=2 => 3,
            3..=6 => 4,
            _ => 5,
        }
    } else {
        6
    };
    (path, object)
}

/// How a candidate stands to the verbs of speech next to the quotation, in sixteen sorts.
fn cue_relation(reading: &Reading, frame: &Frame, candidate: &Candidate, mention: &Mention) -> u32 {
    let subjects_between = |from: u32, to: u32| {
        let first = reading.mentions.partition_point(|m| m.first < from);
        reading.mentions[first..]
            .iter()
            .take(8)
            .take_while(|m| m.last <= to)
            .filter(|m| m.preposition == 0 && !m.possessive && !m.modifies)
            .count()
            .min(2) as u32
    };
    match candidate.side {
        Side::Before => match frame.cue_before {
            NONE => 0,
            cue if mention.first > cue => 1 + u32::from(mention.preposition != 0),
            cue => 3 + subjects_between(mention.last, cue),
        },
        Side::After => match frame.cue_after {
            NONE => 6,
            cue if mention.last <= cue => 7 + subjects_between(frame.place + 1, mention.phrase),
            cue => 10 + subjects_between(cue + 1, mention.phrase),
        },
        _ => match (frame.cue_before, frame.cue_after) {
            (NONE, NONE) => 13,
            (_, NONE) => 14,
            _ => 15,
        },
    }
}
