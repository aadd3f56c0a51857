//! Last names of several words: `García López` is Ana García López, `Bonham Carver` Helena Bonham Carver.
//!
//! A name that is the end of one longer name of the article, without its first name, is that person. So is the
//! first of two last names, alone: `García`. Where the ends of several names are the same, none is told apart
//! here. Names are short, so each gives few ends.

use rustc_hash::{FxHashMap, FxHashSet};

use super::lexicon::class;
use super::mentions::{Form, Mention, NONE};
use super::names::is_first_name;
use super::parts::{ADDRESSES, parts};
use super::people::{People, Sort};
use super::tokens::{Kind, Token, hash_word};

/// Names have no more words than these.
const LONGEST: usize = 8;

/// The mention that owns an end; [`SEVERAL`] if the ends of different names are the same.
type Owners = FxHashMap<u64, u32>;

const SEVERAL: u32 = u32::MAX;

/// The ends of the full names of an article.
#[derive(Debug, Default)]
pub struct Tails {
    ends: Owners,
    middles: Owners,
}

impl Tails {
    /// Collects the ends of all full names.
    pub fn of(tokens: &[Token], mentions: &[Mention]) -> Tails {
        let mut tails = Tails::default();
        for (number, mention) in mentions.iter().enumerate() {
            let run = run(tokens, mention);
            let capitals = run.iter().filter(|token| token.is_capital()).count();
            if mention.form != Form::Full || mention.in_title || capitals < 3 || run.len() > LONGEST {
                continue;
            }
            // `American Special Operations`
            let is_known = |token: &Token| token.is(class::FIRST_NAME) || token.kind == Kind::Initial;
            if run[0].is(class::PLACE | class::CALENDAR | class::ORG) && !is_known(&run[0]) {
                continue;
            }
            let same = |other: u32| key(self::run(tokens, &mentions[other as usize])) == key(run);
            let own = |owners: &mut Owners, key: u64| {
                let owner = owners.entry(key).or_insert(number as u32);
                if *owner != SEVERAL && *owner != number as u32 && !same(*owner) {
                    *owner = SEVERAL;
                }
            };
            // `Sáenz de Ugarte y Roldán`: what stands before the small word is a last name as well.
            let whole = run.len();
            let and = (2..whole - 1).find(|at| run[*at].hash == hash_word("y") && run[*at].kind == Kind::Lower);
            for start in 1..whole - 1 {
                for end in [Some(whole), and].into_iter().flatten() {
                    if start + 1 < end {
                        own(&mut tails.ends, key(&run[start..end]));
                    }
                }
            }
            let names_other = run.iter().any(|token| token.is(class::ORG | class::PREP | class::PLACE));
            for token in run[1..whole - 1].iter().filter(|_| !names_other) {
                let is_last_name = token.kind == Kind::Capital && !token.is(class::FIRST_NAME | class::PARTICLE);
                if is_last_name {
                    own(&mut tails.middles, u64::from(token.hash));
                }
            }
        }
        tails
    }

    /// The number of the mention whose name ends as the mention `number` reads.
    pub fn owner(&self, tokens: &[Token], mentions: &[Mention], number: usize) -> Option<usize> {
        let mention = &mentions[number];
        let run = run(tokens, mention);
        // `St. Clair` looks like a place.
        let is_saint = mention.form == Form::Place && run.first().is_some_and(|token| token.hash == hash_word("st"));
        let is_place = run.iter().any(|token| token.is(class::PLACE) && !token.is(class::FIRST_NAME));
        if self.ends.is_empty() || !(mention.form == Form::Full && !is_place || is_saint) {
            return None;
        }
        let owner = self.ends.get(&key(run)).copied().filter(|owner| *owner != SEVERAL)? as usize;
        // `Scott Vance` may be somebody else than Kristin Scott Vance, if he is introduced, or named first.
        let is_first_name = run.first().is_some_and(|token| token.is(class::FIRST_NAME));
        let is_other = is_first_name && (owner > number && !mention.in_title || is_introduced(tokens, mention));
        (!is_other && owner != number).then_some(owner)
    }

    /// The number of the mention in whose full name the word stands between first and last name.
    pub fn owner_of_middle(&self, word: u32) -> Option<usize> {
        self.middles.get(&u64::from(word)).copied().filter(|owner| *owner != SEVERAL).map(|owner| owner as usize)
    }
}

impl People {
    /// Links the mention `at` to whose longer name ends as it reads; false if there is nobody.
    pub(super) fn join_tail(
        &mut self,
        text: &str,
        tokens: &[Token],
        mentions: &mut [Mention],
        tails: &Tails,
        at: usize,
    ) -> bool {
        let Some(owner) = tails.owner(tokens, mentions, at) else { return false };
        if mentions[owner].entity == NONE {
            mentions[owner].entity = self.full(text, tokens, &mentions[owner]);
        }
        let entity = mentions[owner].entity;
        if self.has_other(tokens, &mentions[at], entity) {
            return false;
        }
        self.entities[entity as usize].full += 1;
        // `Jeb Bush` is no last name, though `Telling Jeb Bush` stands in a heading.
        let first = tokens[mentions[at].first as usize];
        self.entities[entity as usize].tailed |= !first.is(class::FIRST_NAME) && !is_first_name(first.hash);
        (mentions[at].entity, mentions[at].form) = (entity, Form::Full);
        true
    }

    /// True if a name that ends like that of `owner` is somebody else's: the title tells another gender, or
    /// the article has named somebody so.
    fn has_other(&self, tokens: &[Token], mention: &Mention, owner: u32) -> bool {
        let entity = &self.entities[owner as usize];
        let wanted = match mention.gender & (class::MALE | class::FEMALE) {
            class::MALE => -1,
            class::FEMALE => 1,
            _ => 0,
        };
        let contradicts = i32::from(entity.gender.signum()) * wanted < 0;
        let (first, last, _) = parts(tokens, mention);
        let length = mention.last - mention.first;
        let mut at = self.by_last.get(&last).copied().unwrap_or(NONE);
        for _ in 0..16 {
            let Some(other) = self.entities.get(at as usize) else { break };
            if at != owner && other.name.1 - other.name.0 == length && first == other.first {
                return true;
            }
            at = other.next_same_last;
        }
        contradicts || entity.sort == Sort::Organisation
    }

    /// The entity, if it is surely a person.
    pub(super) fn surely_person(&self, entity: u32) -> u32 {
        let is_person = self.entities.get(entity as usize).is_some_and(|entity| entity.sort == Sort::Person);
        if is_person { entity } else { NONE }
    }
}

/// Takes from names what no other mention of theirs has before a first name: `Bellringer Ann Lee` where the article
/// has `Ann Lee` as well.
pub fn shorten(tokens: &[Token], mentions: &mut [Mention]) {
    let begins =
        |token: &Token| token.is(class::FIRST_NAME) || token.is(class::PARTICLE) || token.kind == Kind::Initial;
    let plain: FxHashSet<u64> = mentions
        .iter()
        .filter(|mention| mention.form == Form::Full && !mention.in_title && mention.titled == mention.first)
        .map(|mention| run(tokens, mention))
        .filter(|run| run.len() >= 2 && run[0].is(class::FIRST_NAME) && !run[0].is(class::PARTICLE))
        .map(key)
        .collect();
    for mention in mentions.iter_mut().filter(|mention| mention.form == Form::Full) {
        let run = run(tokens, mention);
        // Behind a title or a description it is a first name nobody told us of.
        if (3..=LONGEST).contains(&run.len())
            && (mention.phrase, mention.titled) == (mention.first, mention.first)
            && !begins(&run[0])
            && let Some(start) = (1..run.len() - 1).find(|start| plain.contains(&key(&run[*start..])))
        {
            mention.first += start as u32;
            mention.titled = mention.first;
        }
    }
}

/// The words of a name without a suffix.
fn run<'t>(tokens: &'t [Token], mention: &Mention) -> &'t [Token] {
    let run = tokens.get(mention.first as usize..mention.last as usize).unwrap_or(&[]);
    match run {
        [rest @ .., comma, suffix] if suffix.is(class::SUFFIX) && comma.kind == Kind::Comma => rest,
        [rest @ .., suffix] if suffix.is(class::SUFFIX) => rest,
        _ => run,
    }
}

/// A number for words in their order.
fn key(run: &[Token]) -> u64 {
    run.iter().fold(run.len() as u64, |key, token| {
        (key.rotate_left(23) ^ u64::from(token.hash)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    })
}

/// True if a description stands beside the name, as where a person is named first: `his brother Scott Vance`,
/// `Judge Scott Vance`, `Scott Vance, 48,`, `Scott Vance, a farmer,`.
fn is_introduced(tokens: &[Token], mention: &Mention) -> bool {
    let title = mention.first.checked_sub(1).map(|at| &tokens[at as usize]);
    let is_titled = mention.titled < mention.first && !title.is_some_and(|title| ADDRESSES.contains(&title.hash));
    let behind = |offset: usize| tokens.get(mention.last as usize + offset);
    let comma = behind(0).is_some_and(|token| token.kind == Kind::Comma);
    let is_described = comma && behind(1).is_some_and(|next| next.kind == Kind::Number || next.is(class::DET));
    // `his brother, Scott Vance,`
    let is_beside = comma && title.is_some_and(|before| before.kind == Kind::Comma);
    is_titled || mention.phrase < mention.titled || is_described || is_beside
}
