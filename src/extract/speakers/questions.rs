//! Who asked: behind `Lee asked Brown if she would go. “…,” she said` and `When Lee asked about it,
//! Brown laughed. “…,” she said`, she is not Lee.

use super::lexicon::class;
use super::mentions::{Form, Mention, NONE, gap};
use super::tokens::{Kind, Token, hash_word, hash_words};

/// Verbs of asking somebody something.
const ASKS: [u32; 12] = hash_words([
    "ask",
    "asks",
    "asked",
    "presses",
    "pressed",
    "questioned",
    "quizzes",
    "quizzed",
    "queried",
    "grills",
    "grilled",
    "challenged",
]);

/// What opens the question itself: `asked if`, not `asked for` and `asked to`.
const LINKS: [u32; 11] =
    hash_words(["if", "whether", "about", "what", "why", "how", "when", "where", "who", "which", "on"]);

/// Before the asking, where the main clause tells what came of it.
const OCCASIONS: [u32; 6] = hash_words(["when", "whenever", "after", "as", "once", "while"]);

/// Mentions and tokens looked at before a pronoun, and words of the one who is asked.
const MENTIONS: usize = 8;
const REACH: usize = 60;
const LISTENER: usize = 8;

/// The entity that asks in the sentence before the pronoun's, or before it in its own, if the pronoun
/// rather means whom it asks. `fits` tells whether a person is of the pronoun's gender.
pub(super) fn who_asked(fits: &dyn Fn(u32) -> bool, tokens: &[Token], mentions: &[Mention], at: usize) -> Option<u32> {
    let pronoun = &mentions[at];
    let here = pronoun.first as usize;
    let sentence = tokens[here].sentence;
    let from = at.saturating_sub(MENTIONS);
    for (number, asker) in mentions.iter().enumerate().take(at).skip(from).rev() {
        let verb = asker.verb_after as usize;
        // A paragraph begins two sentences.
        if tokens[asker.first as usize].sentence + 2 < sentence {
            return None;
        }
        let is_asker = asker.entity != NONE && (asker.form.is_name() || matches!(asker.form, Form::He | Form::She));
        if !is_asker || asker.verb_after == NONE || asker.gap_after > gap::COMMA || !ASKS.contains(&tokens[verb].hash) {
            continue;
        }
        if verb >= here || here - verb > REACH || has_moved_on(tokens, verb, here) {
            return None;
        }
        let listener = listener(tokens, verb);
        let link = verb + 1 + listener;
        let asks = tokens.get(link).is_some_and(|link| LINKS.contains(&link.hash) && link.kind == Kind::Lower);
        let is_occasion = (asker.phrase as usize).checked_sub(1).is_some_and(|before| {
            OCCASIONS.contains(&tokens[before].hash) && tokens[before].sentence == tokens[verb].sentence
        });
        let same_sentence = tokens[verb].sentence == sentence;
        // In the question itself the one who is asked is meant: `asked Lee if she`.
        let is_meant = match is_occasion && !same_sentence {
            true => asks || listener > 0,
            false => asks && listener > 0 && fits_listener(fits, tokens, mentions, number + 1, verb + 1..link, pronoun),
        };
        return is_meant.then_some(asker.entity);
    }
    None
}

/// True if a quotation stands behind the sentence of the question, but for the one beside the pronoun.
fn has_moved_on(tokens: &[Token], verb: usize, here: usize) -> bool {
    let sentence = tokens[verb].sentence;
    let behind = tokens[verb..here].iter().filter(|token| token.kind == Kind::Quote);
    behind.filter(|token| token.sentence > sentence).count() > 1
        || tokens[verb..here].iter().any(|token| token.kind == Kind::Quote && token.sentence == sentence)
            && tokens[here].sentence == sentence
}

/// Number of tokens that name or describe who is asked, 0 if nobody is named.
fn listener(tokens: &[Token], verb: usize) -> usize {
    let behind = tokens[verb + 1..].iter().take(LISTENER);
    let words = behind.take_while(|token| {
        token.is_word()
            && token.sentence == tokens[verb].sentence
            && !LINKS.contains(&token.hash)
            && (token.is_capital() || token.hash == HIM || !token.is(class::BREAK) || token.is(PEOPLE))
    });
    words.count()
}

const PEOPLE: u32 = class::PERSON | class::TITLE;
const HIM: u32 = hash_word("him");

/// True if who is asked may be who the pronoun means.
fn fits_listener(
    fits: &dyn Fn(u32) -> bool,
    tokens: &[Token],
    mentions: &[Mention],
    next: usize,
    words: std::ops::Range<usize>,
    pronoun: &Mention,
) -> bool {
    let (own, other) = match pronoun.form {
        Form::He => (class::HE, class::SHE),
        _ => (class::SHE, class::HE),
    };
    let object = tokens[words.start];
    if words.len() == 1 && object.is(class::HE | class::SHE) {
        return object.is(own) && !object.is(other);
    }
    // `asked the nominee if he had gone`
    let asked = tokens.get(words.end + 1);
    if asked.is_some_and(|asked| asked.is(other) && asked.is(class::SUBJECT)) {
        return false;
    }
    let named = mentions[next..].iter().take(4).find(|mention| words.contains(&(mention.last as usize - 1)));
    match named {
        Some(mention) if mention.entity != NONE => fits(mention.entity),
        Some(mention) if mention.form == Form::Person => {
            let contrary = if own == class::HE { class::FEMALE } else { class::MALE };
            !tokens[mention.last as usize - 1].is(contrary)
        }
        _ => false,
    }
}
