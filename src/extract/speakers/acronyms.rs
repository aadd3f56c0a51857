//! Offices by their letters: behind `Deputy President Ann Lee`, `the DP` is she.

use super::mentions::{Form, Mention, NONE};
use super::tokens::{Kind, Token};

/// At most so many letters, and so many offices of one article.
const MOST: usize = 4;

/// Links the letters of an office to whom the article names with that office, if it is one alone.
pub fn link(text: &str, tokens: &[Token], mentions: &mut [Mention]) {
    let is_short = |mention: &Mention| {
        let token = &tokens[mention.last as usize - 1];
        mention.form == Form::Person
            && token.kind == Kind::Capitals
            && (2..=MOST).contains(&((token.end - token.start) as usize))
    };
    if !mentions.iter().any(|mention| mention.entity == NONE && is_short(mention)) {
        return;
    }
    let mut offices: Vec<([u8; MOST], u32)> = Vec::new();
    for mention in mentions.iter().filter(|mention| mention.entity != NONE && mention.titled + 1 < mention.first) {
        let words = tokens[mention.titled as usize..mention.first as usize].iter().filter(|token| token.is_capital());
        let mut letters = [0; MOST];
        for (at, word) in words.take(MOST).enumerate() {
            letters[at] = text.as_bytes()[word.start as usize];
        }
        if letters[1] != 0 && !offices.contains(&(letters, mention.entity)) && offices.len() < 64 {
            offices.push((letters, mention.entity));
        }
    }
    for mention in mentions.iter_mut() {
        if mention.entity != NONE || !is_short(mention) {
            continue;
        }
        let token = &tokens[mention.last as usize - 1];
        let mut letters = [0; MOST];
        let bytes = &text.as_bytes()[token.start as usize..token.end as usize];
        letters[..bytes.len()].copy_from_slice(bytes);
        let mut holders = offices.iter().filter(|(office, _)| *office == letters);
        if let (Some((_, entity)), None) = (holders.next(), holders.next()) {
            mention.entity = *entity;
        }
    }
}
