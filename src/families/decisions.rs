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

/// A family that a form was compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Its fullest form.
    pub head: u32,
    /// True if the words are so little alike that it makes no difference who said them, and when.
    pub is_hopeless: bool,
}

/// Marks a hopeless comparison.
const HOPELESS: u32 = 1 << 31;

/// Decisions, by form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decisions {
    /// The fuller form whose family each is in, or [`NONE`].
    pub head: Vec<u32>,
    /// The families that each was compared with: the head, and [`HOPELESS`].
    compared: Lists<u32>,
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

    /// The families that a form was compared with.
    pub fn compared(&self, form: u32) -> impl Iterator<Item = Compared> + '_ {
        let compared = self.compared.of(form).iter();
        compared.map(|one| Compared { head: one & !HOPELESS, is_hopeless: one & HOPELESS != 0 })
    }

    /// Adds a form.
    pub fn push(&mut self, head: u32, compared: impl Iterator<Item = Compared>, doubts: &[Doubt]) {
        self.head.push(head);
        let mark = |one: Compared| one.head | if one.is_hopeless { HOPELESS } else { 0 };
        self.compared.values.extend(compared.map(mark));
        self.compared.close();
        self.doubts.push(doubts);
    }

    /// Adds a form about which was decided as before.
    pub fn keep(&mut self, form: u32, decided: &Decisions) {
        self.head.push(decided.head[form as usize]);
        self.compared.push(decided.compared.of(form));
        self.doubts.push(decided.doubts.of(form));
    }

    /// The parts that are stored.
    pub(super) fn parts(&self) -> (&[u32], &Lists<u32>, &Lists<Doubt>) {
        (&self.head, &self.compared, &self.doubts)
    }

    /// The decisions with these parts; `None` if they name a form from `n_forms` on.
    pub(super) fn with(
        n_forms: usize,
        head: Vec<u32>,
        compared: Lists<u32>,
        doubts: Lists<Doubt>,
    ) -> Option<Decisions> {
        let is_form = |form: u32| (form as usize) < n_forms;
        let are_forms = head.iter().all(|head| *head == NONE || is_form(*head))
            && compared.values.iter().all(|one| is_form(one & !HOPELESS))
            && doubts.values.iter().all(|doubt| is_form(doubt.head));
        are_forms.then_some(Decisions { head, compared, doubts })
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
            let compared = self.compared.of(form).iter();
            found.compared.values.extend(compared.map(|one| new(one & !HOPELESS) & !HOPELESS | one & HOPELESS));
            found.compared.close();
            let doubts = self.doubts.of(form).iter();
            found.doubts.values.extend(doubts.map(|doubt| Doubt { head: new(doubt.head), ..*doubt }));
            found.doubts.close();
        }
        found
    }
}
