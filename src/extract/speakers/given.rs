//! Titles that are first names: `farmer Dean Hollis`, `striker Prince Owusu`, `Mr Major Wills`.
//!
//! A title is a first name behind a trade that goes with no such title (a farmer is no dean and a striker no
//! prince), and behind a form of address. Once an article has named somebody so, the two words together are
//! that name: `Dean Hollis said`. One pass for each step.

use super::lexicon::class;
use super::parts::ADDRESSES;
use super::tokens::{Kind, Token, hash_words};

/// Titles that parents give.
const GIVEN: [u32; 12] = hash_words([
    "dean",
    "prince",
    "major",
    "king",
    "judge",
    "col",
    "bishop",
    "baron",
    "chancellor",
    "justice",
    "marshal",
    "sheriff",
]);

/// Trades and other words for people of which none holds one of these titles.
const TRADES: [u32; 64] = hash_words([
    "farmer",
    "designer",
    "goalkeeper",
    "striker",
    "midfielder",
    "defender",
    "winger",
    "forward",
    "guard",
    "quarterback",
    "linebacker",
    "cornerback",
    "receiver",
    "pitcher",
    "catcher",
    "shortstop",
    "boxer",
    "golfer",
    "swimmer",
    "sprinter",
    "cyclist",
    "jockey",
    "trainer",
    "skipper",
    "wrestler",
    "cricketer",
    "batsman",
    "bowler",
    "footballer",
    "rapper",
    "singer",
    "bassist",
    "guitarist",
    "drummer",
    "pianist",
    "actor",
    "actress",
    "comedian",
    "presenter",
    "broadcaster",
    "producer",
    "filmmaker",
    "photographer",
    "novelist",
    "playwright",
    "chef",
    "publican",
    "shopkeeper",
    "motorist",
    "trucker",
    "postman",
    "builder",
    "plumber",
    "electrician",
    "mechanic",
    "labourer",
    "pensioner",
    "student",
    "teenager",
    "resident",
    "homeowner",
    "commuter",
    "paramedic",
    "firefighter",
]);

/// At most so many names of one article are found so.
const MOST: usize = 16;

/// Takes from titles that are first names here what else they are.
pub fn free(tokens: &mut [Token]) {
    let mut names: Vec<(u32, u32)> = Vec::new();
    for at in 1..tokens.len().saturating_sub(1) {
        if !is_given(tokens, at) {
            continue;
        }
        let before = &tokens[at - 1];
        // `Mr Justice Hollis` is a judge.
        let is_address = ADDRESSES.contains(&before.hash) && tokens[at].is(class::FIRST_NAME);
        let is_trade = TRADES.contains(&before.hash);
        if before.sentence == tokens[at].sentence && (is_address || is_trade) && names.len() < MOST {
            names.push((tokens[at].hash, tokens[at + 1].hash));
        }
    }
    if names.is_empty() {
        return;
    }
    for at in 0..tokens.len() - 1 {
        if is_given(tokens, at) && names.contains(&(tokens[at].hash, tokens[at + 1].hash)) {
            (tokens[at].class, tokens[at].word) = (class::FIRST_NAME, 0);
        }
    }
}

/// True for such a title before a word that may be a last name.
fn is_given(tokens: &[Token], at: usize) -> bool {
    let (token, next) = (&tokens[at], &tokens[at + 1]);
    token.kind == Kind::Capital
        && GIVEN.contains(&token.hash)
        && token.is(class::TITLE)
        && next.kind == Kind::Capital
        && next.sentence == token.sentence
        && !next.is(class::TITLE | class::ORG | class::SUFFIX)
}
