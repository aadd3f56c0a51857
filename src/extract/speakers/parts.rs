//! The parts of a name as one article writes it: first name, middle letters, last name and suffix, and which of
//! two forms of a name is fuller.

use super::lexicon::class;
use super::mentions::Mention;
use super::names::{ninths_female, short_form};
use super::people::Entity;
use super::tokens::{Kind, Token, hash_word};

/// First name (0 if there is none), last name and suffix of a mention.
pub(super) fn parts(tokens: &[Token], mention: &Mention) -> (u32, u32, u32) {
    let mut run = &tokens[mention.first as usize..mention.last as usize];
    let mut suffix = 0;
    if run.len() > 1
        && let Some(last) = run.last()
        && last.is(class::SUFFIX)
    {
        suffix = last.hash;
        run = &run[..run.len() - 1];
        if run.len() > 1 && run[run.len() - 1].kind == Kind::Comma {
            run = &run[..run.len() - 1];
        }
    }
    let last = run.last().map_or(0, |token| token.hash);
    // `de Blasio`: a small word is no first name.
    let first = if run.len() > 1 && run[0].is_capital() { run[0].hash } else { 0 };
    (first, last, suffix)
}

/// True if a title such as `Admiral` stands directly before the name.
pub(super) fn is_titled(tokens: &[Token], mention: &Mention) -> bool {
    mention
        .first
        .checked_sub(1)
        .is_some_and(|at| tokens[at as usize].is(class::TITLE) && tokens[at as usize].is_capital())
}

/// Forms of address, which tell no office.
pub(super) const ADDRESSES: [u32; 6] =
    [hash_word("mr"), hash_word("mrs"), hash_word("ms"), hash_word("miss"), hash_word("dr"), hash_word("sir")];

/// The first letters of up to two names between the first and the last.
pub(super) fn middle(text: &str, tokens: &[Token], mention: &Mention) -> [u8; 2] {
    let run = &tokens[mention.first as usize..mention.last as usize];
    let suffix = run.iter().rposition(|token| token.kind != Kind::Comma && !token.is(class::SUFFIX)).unwrap_or(0);
    let mut letters = [0; 2];
    if suffix < 2 || run[0].kind == Kind::Initial {
        return letters;
    }
    let mut count = 0;
    for token in run[1..suffix].iter().filter(|token| token.is_capital() && !token.is(class::PARTICLE)) {
        let word = text.get(token.start as usize..token.end as usize).unwrap_or("");
        // `H.W.` is two.
        for part in word.split('.').filter(|part| !part.is_empty()) {
            if let (Some(letter), true) = (part.bytes().next(), count < 2) {
                letters[count] = letter.to_ascii_lowercase();
                count += 1;
            }
        }
    }
    letters
}

/// True if middle names do not contradict each other: `H.` may be `H.W.`, and anybody may have one.
pub(super) fn same_middle(one: [u8; 2], other: [u8; 2]) -> bool {
    one[0] == 0 || other[0] == 0 || one[0] == other[0] && (one[1] == 0 || other[1] == 0 || one[1] == other[1])
}

/// True if one form is the other's last name with its particles: `De Blasio`, `Bill de Blasio`.
pub(super) fn is_tail(tokens: &[Token], one: (u32, u32), other: (u32, u32)) -> bool {
    let run = |(first, last): (u32, u32)| &tokens[first as usize..last as usize];
    let (short, long) = if one.1 - one.0 < other.1 - other.0 { (run(one), run(other)) } else { (run(other), run(one)) };
    short.len() > 1
        && short.len() < long.len()
        && short[0].is(class::PARTICLE)
        && short.iter().rev().zip(long.iter().rev()).all(|(a, b)| a.hash == b.hash)
}

/// How many of nine bearers of the first name, or of the second, are women.
pub(super) fn first_name_gender(tokens: &[Token], mention: &Mention) -> Option<u8> {
    let run = &tokens[mention.first as usize..mention.last as usize];
    run[..run.len() - 1]
        .iter()
        .take(2)
        .filter(|token| token.kind != Kind::Initial)
        .find_map(|token| ninths_female(token.hash))
}

/// True if a first name does not contradict the entity's: equal, an initial, or a short form.
pub(super) fn same_first(text: &str, tokens: &[Token], entity: &Entity, first: u32, mention: &Mention) -> bool {
    if entity.first == 0 || first == 0 || entity.first == first {
        return true;
    }
    let a = &tokens[entity.name.0 as usize];
    let b = &tokens[mention.first as usize];
    let initials = a.kind == Kind::Initial || b.kind == Kind::Initial;
    let letter = |token: &Token| text.as_bytes().get(token.start as usize).map(u8::to_ascii_lowercase);
    (initials && letter(a) == letter(b)) || short_form(a.hash, b.hash)
}

/// True if the mention's form of the name is fuller than the entity's so far.
pub(super) fn better(tokens: &[Token], mention: &Mention, entity: &Entity) -> bool {
    let count = |first: u32, last: u32| {
        let run = &tokens[first as usize..last as usize];
        let words = run.iter().filter(|t| !matches!(t.kind, Kind::Initial | Kind::Comma)).count();
        (words, run.len())
    };
    count(mention.first, mention.last) > count(entity.name.0, entity.name.1)
}
