//! What was decided of each wording by its words, and what it was compared with.
//!
//! Kept from one update to the next: where neither a wording nor what it was compared with has changed, nothing is
//! decided again.

use super::lists::Lists;
use super::store::NONE;

/// A comparison that was not decided by the words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Doubt {
    /// The fullest form of the family it may belong to.
    pub head: u32,
    /// How like it is.
    pub rank: f32,
    /// Weight of the words that are the same.
    pub weight: f32,
}

/// Decisions, by form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decisions {
    /// The fuller form whose family each is in, or [`NONE`].
    pub head: Vec<u32>,
    /// The fullest forms of families that each was compared with.
    pub compared: Lists<u32>,
    /// Comparisons that were not decided, the likeliest first.
    pub doubts: Lists<Doubt>,
}

impl Decisions {
    /// The head of the family of a form, itself if it was put to no other.
    pub fn head_of(&self, form: u32) -> u32 {
        match self.head.get(form as usize) {
            Some(head) if *head != NONE => *head,
            _ => form,
        }
    }

    /// Adds a form about which nothing was decided.
    pub fn skip(&mut self) {
        self.head.push(NONE);
        self.compared.close();
        self.doubts.close();
    }

    /// The same with other numbers: `forms` tells for each form to come which it was, or [`NONE`], and `numbers`
    /// for each that was which it will be.
    pub fn renumbered(&self, forms: impl Iterator<Item = u32>, numbers: &[u32]) -> Decisions {
        let new = |form: u32| numbers.get(form as usize).copied().unwrap_or(NONE);
        let mut found = Decisions::default();
        for form in forms {
            found.head.push(self.head.get(form as usize).map_or(NONE, |head| new(*head)));
            found.compared.values.extend(self.compared.of(form).iter().map(|form| new(*form)));
            found.compared.close();
            let doubts = self.doubts.of(form).iter();
            found.doubts.values.extend(doubts.map(|doubt| Doubt { head: new(doubt.head), ..*doubt }));
            found.doubts.close();
        }
        found
    }
}
