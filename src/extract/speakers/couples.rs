//! First names that go without their last one: `Brothers Sam and Joe Pike`, `the twins Amy and Beth Lane`.

use super::descriptions::is_kin;
use super::lexicon::class;
use super::mentions::{Form, Mention, NONE};
use super::names::ninths_female;
use super::parts::parts;
use super::people::{Entity, People, Sort};
use super::tokens::{Kind, Token};

impl People {
    /// Gives a first name behind a noun such as `brothers` the last name of the other one.
    pub(super) fn share_names(&mut self, tokens: &[Token], mentions: &mut [Mention]) {
        for at in 1..mentions.len() {
            let (one, other) = (mentions[at - 1], mentions[at]);
            let is_pair = one.form == Form::Single
                && other.form == Form::Full
                && one.entity == NONE
                && other.entity != NONE
                && other.first == one.last + 1
                && tokens[one.last as usize].is(class::CONJ);
            let before = |back: u32| one.first.checked_sub(back).map(|at| &tokens[at as usize]);
            // `their neighbours, Trent and Bec Lawlor,`
            let comma = before(1).is_some_and(|token| token.kind == Kind::Comma);
            if !is_pair || !before(1 + u32::from(comma)).is_some_and(is_kin) {
                continue;
            }
            let (name, first) = (&tokens[one.first as usize], &tokens[other.first as usize]);
            let is_last_name = self.by_last.contains_key(&name.hash);
            if is_last_name || !name.is(class::FIRST_NAME) || !(first.is(class::FIRST_NAME) || first.class == 0) {
                continue;
            }
            let (_, last, suffix) = parts(tokens, &other);
            mentions[at - 1].entity = match self.bearer_of(name.hash, last) {
                Some(entity) => entity,
                None => {
                    let gender = match ninths_female(name.hash) {
                        Some(0..=1) => -2,
                        Some(8..=9) => 2,
                        _ => 0,
                    };
                    let entity = Entity::of((name.hash, last, suffix), [0; 2], (one.first, one.last));
                    self.add(Entity { sort: Sort::Person, gender, shared: other.last - 1, ..entity })
                }
            };
        }
    }

    /// Whom the article names with this first and last name.
    fn bearer_of(&self, first: u32, last: u32) -> Option<u32> {
        let mut at = self.by_last.get(&last).copied().unwrap_or(NONE);
        for _ in 0..16 {
            let entity = self.entities.get(at as usize)?;
            if entity.first == first {
                return Some(at);
            }
            at = entity.next_same_last;
        }
        None
    }
}
