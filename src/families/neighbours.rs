//! Families of forms, and what else two articles share as evidence for what words leave in doubt.
//!
//! Who quotes the same person with one sentence in common, on the same days, may well quote another in words of
//! their own.

use rustc_hash::{FxHashMap, FxHashSet};

use super::decisions::{Decisions, Doubt};
use super::evidence::Evidence;
use super::speakers::Speakers;
use super::store::{FamilyRow, NONE, Store};

/// Articles of a family that are looked at for what else they share with others.
const MAX_NEIGHBOURS: usize = 48;

/// Of these, those that are compared with all.
const MAX_COMPARED: usize = 8;

/// Days between two articles of which what they share says something.
const NEAR_DAYS: i32 = 7;

/// The families of forms.
#[derive(Default)]
pub struct Grouped {
    /// The family of each form, or [`NONE`]; short forms have none, their items do.
    pub family: Vec<u32>,
    /// The families. Their ids are given at the end; until then it says by what, besides the words of the head, they
    /// are told apart.
    pub rows: Vec<FamilyRow>,
}

impl Grouped {
    /// The fullest form of a form's family; itself if it has none.
    pub fn head_of(&self, form: u32) -> u32 {
        match self.family.get(form as usize).and_then(|family| self.rows.get(*family as usize)) {
            Some(row) => row.head,
            None => form,
        }
    }

    /// The family of a form that is its fullest one, which is founded if there is none.
    pub fn of_head(&mut self, head: u32) -> u32 {
        let family = &mut self.family[head as usize];
        if *family == NONE {
            *family = self.rows.len() as u32;
            self.rows.push(FamilyRow { id: 0, head });
        }
        *family
    }

    /// The families of forms that were put together, and of those that occur twice.
    pub fn of(store: &Store, decisions: &Decisions, is_long: &[bool]) -> Grouped {
        let n_forms = store.forms.len();
        let mut grouped = Grouped { family: vec![NONE; n_forms], rows: Vec::new() };
        let mut seen = vec![0u8; n_forms];
        for item in &store.items {
            let count = &mut seen[item.form as usize];
            *count = count.saturating_add(1);
        }
        for head in &decisions.head {
            if *head != NONE {
                seen[*head as usize] = 2;
            }
        }
        // A head has a smaller number than what joined it.
        for form in 0..n_forms as u32 {
            let at = form as usize;
            match decisions.head[at] {
                NONE if is_long[at] && seen[at] > 1 => {
                    grouped.of_head(form);
                }
                NONE => {}
                head => grouped.family[at] = grouped.of_head(head),
            }
        }
        grouped
    }
}

/// Decides what words left in doubt.
pub fn join(grouped: &mut Grouped, store: &Store, decisions: &Decisions, evidence: &[Evidence]) {
    let alone = (0..store.forms.len() as u32).filter(|form| grouped.family[*form as usize] == NONE);
    let doubts: Vec<(u32, Doubt)> =
        alone.flat_map(|form| decisions.doubts.of(form).iter().map(move |doubt| (form, *doubt))).collect();
    if doubts.is_empty() {
        return;
    }
    let wanted: FxHashSet<u32> = doubts.iter().flat_map(|(form, doubt)| [*form, doubt.head]).collect();
    let mut places: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let mut shared: Vec<Vec<u32>> = Vec::with_capacity(store.articles.len());
    for (number, article) in store.articles.iter().enumerate() {
        let items = store.items_of(article);
        let mut families: Vec<u32> =
            items.iter().map(|item| grouped.family[item.form as usize]).filter(|family| *family != NONE).collect();
        families.sort_unstable();
        families.dedup();
        shared.push(families);
        for item in items {
            for form in [item.form, grouped.head_of(item.form)] {
                if wanted.contains(&form) {
                    let articles = places.entry(form).or_default();
                    if articles.len() < MAX_NEIGHBOURS && articles.last() != Some(&(number as u32)) {
                        articles.push(number as u32);
                    }
                }
            }
        }
    }
    let mut decided: Vec<(f32, u32, u32)> = Vec::new();
    for (form, doubt) in &doubts {
        let (own, theirs) = (&evidence[*form as usize], &evidence[doubt.head as usize]);
        let speakers = own.compare(theirs);
        if speakers == Speakers::Differ || own.days_to(theirs).is_some_and(|days| days > NEAR_DAYS) {
            continue;
        }
        let (Some(here), Some(there)) = (places.get(form), places.get(&doubt.head)) else { continue };
        let family = grouped.family[doubt.head as usize];
        let are_neighbours = here.iter().take(MAX_COMPARED).any(|one| {
            there.iter().any(|other| {
                let (one, other) = (&shared[*one as usize], &shared[*other as usize]);
                one.iter().any(|shared| *shared != family && other.binary_search(shared).is_ok())
            })
        });
        if are_neighbours && (speakers == Speakers::Same || doubt.weight >= 3.0) {
            decided.push((doubt.rank, *form, doubt.head));
        }
    }
    decided.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    for (_, form, head) in decided {
        // The first that is decided for a form is the best one.
        if grouped.family[form as usize] == NONE && grouped.head_of(head) == head {
            grouped.family[form as usize] = grouped.of_head(head);
        }
    }
}
