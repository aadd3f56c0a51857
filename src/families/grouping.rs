//! Which wordings are one utterance.
//!
//! Forms are taken from the longest to the shortest. Each is compared with the fullest form of the
//! families it shares something with, and joins the one it is most like, if words and evidence
//! suffice (`evidence`). So a family is all that is like *one* wording, and no chain of wordings each
//! a little like the next. A new form that is fuller than that of a known family takes the
//! family over, which keeps its id.

use rustc_hash::{FxHashMap, FxHashSet};

use super::align::{Aligner, FULL};
use super::candidates::Candidates;
use super::evidence::{Evidence, Likeness};
use super::speakers::Speakers;
use super::store::{FamilyRow, NONE, Store};
use super::update::Ids;
use super::words::{Token, is_frequent};

/// Families that a form is compared with.
const MAX_COMPARED: usize = 6;

/// Of a form that nothing was found for, candidates that other evidence may decide for.
const MAX_DOUBTFUL: usize = 3;

/// Fewer words, or less weight, say too little by themselves: see `short`.
const LEAST_WORDS: usize = 5;
const LEAST_WEIGHT: i32 = 2 * FULL + FULL / 2;

/// Articles of a family that are looked at for what else they share with others.
const MAX_NEIGHBOURS: usize = 48;

/// True if a wording says enough to be compared by its words alone.
pub fn is_long(store: &Store, form: u32) -> bool {
    let tokens = store.forms.tokens(form);
    tokens.len() >= LEAST_WORDS
        && tokens.iter().filter(|token| !is_frequent(**token)).count() >= 2
        && store.frequencies.total(tokens) >= LEAST_WEIGHT
}

/// A comparison that was not decided by the words.
struct Doubtful {
    form: u32,
    head: u32,
    likeness: Likeness,
}

/// A grouping under way.
pub struct Grouping<'s> {
    store: &'s mut Store,
    first_new: u32,
    families: Vec<FamilyRow>,
    /// A family that was taken over by another.
    into: Vec<u32>,
    /// Families that were there before.
    n_old: usize,
    evidence: Vec<Evidence>,
    /// The article that alone has a form; [`NONE`] if several have it.
    only: Vec<u32>,
    ids: Ids,
    aligner: Aligner,
}

impl<'s> Grouping<'s> {
    /// Prepares to group the forms from `first_new` on.
    pub fn new(store: &'s mut Store, first_new: u32) -> Grouping<'s> {
        let families = std::mem::take(&mut store.families);
        let mut evidence = vec![Evidence::default(); store.forms.len()];
        let mut only: Vec<Option<u32>> = vec![None; store.forms.len()];
        for (number, article) in store.articles.iter().enumerate() {
            for item in store.items_of(article) {
                evidence[item.form as usize].add(item, article.day);
                let only = &mut only[item.form as usize];
                *only = if only.is_none_or(|only| only == number as u32) { Some(number as u32) } else { Some(NONE) };
            }
        }
        let only = only.into_iter().map(|only| only.unwrap_or(NONE)).collect();
        for form in 0..store.forms.len() {
            let Some(family) = families.get(store.forms.family[form] as usize) else { continue };
            if family.head as usize != form {
                let own = evidence[form];
                evidence[family.head as usize].join(&own);
            }
        }
        Grouping {
            first_new,
            into: (0..families.len() as u32).collect(),
            n_old: families.len(),
            ids: Ids::of(&families),
            families,
            evidence,
            only,
            aligner: Aligner::default(),
            store,
        }
    }

    /// Groups, and returns all families, those that were taken over without a head.
    pub fn run(mut self) -> Vec<FamilyRow> {
        let mut order: Vec<u32> = (0..self.store.forms.len() as u32)
            .filter(|form| {
                let family = self.store.forms.family[*form as usize];
                let is_head = family == NONE || self.families[family as usize].head == *form;
                is_head && is_long(self.store, *form)
            })
            .collect();
        order.sort_by_key(|form| (std::cmp::Reverse(self.store.forms.tokens(*form).len()), *form));
        let first_new = self.first_new;
        let doubtful = if order.iter().any(|form| *form >= first_new) {
            let candidates = Candidates::new(&self.store.forms, &order, |form| form >= first_new);
            self.by_words(&order, &candidates)
        } else {
            Vec::new()
        };
        self.repeated(&order);
        self.by_neighbours(doubtful);
        for form in 0..self.store.forms.len() {
            let family = self.store.forms.family[form];
            if family != NONE {
                self.store.forms.family[form] = self.root(family);
            }
        }
        for (number, into) in self.into.iter().enumerate() {
            if *into != number as u32 {
                self.families[number].head = NONE;
            }
        }
        self.families
    }

    fn root(&self, mut family: u32) -> u32 {
        while self.into[family as usize] != family {
            family = self.into[family as usize];
        }
        family
    }

    fn family_of(&self, form: u32) -> Option<u32> {
        match self.store.forms.family[form as usize] {
            NONE => None,
            family => Some(self.root(family)),
        }
    }

    /// The fullest form of a form's family; itself if it has none.
    fn head_of(&self, form: u32) -> u32 {
        self.family_of(form).map_or(form, |family| self.families[family as usize].head)
    }

    fn by_words(&mut self, order: &[u32], candidates: &Candidates) -> Vec<Doubtful> {
        let mut doubtful = Vec::new();
        let mut scores: FxHashMap<u32, f32> = FxHashMap::default();
        let mut ranked: Vec<(f32, u32)> = Vec::new();
        for (rank, form) in order.iter().enumerate() {
            let is_old = *form < self.first_new;
            scores.clear();
            candidates.of(rank, |other, strength| {
                let other = order[other];
                if !is_old || other >= self.first_new {
                    *scores.entry(self.head_of(other)).or_default() += strength;
                }
            });
            ranked.clear();
            ranked.extend(scores.iter().map(|(head, score)| (*score, *head)));
            ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            ranked.truncate(MAX_COMPARED);
            let mut best: Option<(f32, u32)> = None;
            let doubts = doubtful.len();
            for (_, head) in &ranked {
                if self.head_of(*form) == *head {
                    continue;
                }
                let likeness = self.likeness(*form, *head);
                let (speakers, days) = self.compare(*form, *head);
                // Who is quoted twice in one article on one matter says two things, unless the words are
                // nearly all the same.
                let only = self.only[*form as usize];
                let is_twice = only != NONE && only == self.only[*head as usize];
                let differs = is_twice && !likeness.is_part && likeness.coverage < 0.85;
                if likeness.suffices(speakers, days) && !differs {
                    let bonus = if speakers == Speakers::Same { 0.5 } else { 0.0 };
                    let rank = likeness.rank() + bonus;
                    if best.is_none_or(|(best, _)| rank > best) {
                        best = Some((rank, *head));
                    }
                } else if likeness.may_suffice() && !differs && doubtful.len() < doubts + MAX_DOUBTFUL {
                    doubtful.push(Doubtful { form: *form, head: *head, likeness });
                }
            }
            if let Some((_, head)) = best {
                doubtful.truncate(doubts);
                self.join(*form, head);
            }
        }
        doubtful
    }

    fn likeness(&mut self, form: u32, head: u32) -> Likeness {
        let forms = &self.store.forms;
        Likeness::of(&mut self.aligner, forms.tokens(form), forms.tokens(head), &self.store.frequencies)
    }

    fn compare(&self, form: u32, head: u32) -> (Speakers, Option<i32>) {
        let (one, other) = (&self.evidence[form as usize], &self.evidence[head as usize]);
        (one.compare(other), one.days_to(other))
    }

    /// Makes a form, with its family if it has one, part of the family of `head`.
    fn join(&mut self, form: u32, head: u32) {
        let family = match self.family_of(head) {
            Some(family) => family,
            None => self.found(head),
        };
        match self.family_of(form) {
            Some(own) if own != family => {
                // The older of two ids stays.
                if (own as usize) < self.n_old && family as usize >= self.n_old || own < family {
                    self.families[family as usize].id = self.families[own as usize].id;
                }
                self.into[own as usize] = family;
            }
            _ => self.store.forms.family[form as usize] = family,
        }
        let own = self.evidence[form as usize];
        self.evidence[head as usize].join(&own);
    }

    fn found(&mut self, head: u32) -> u32 {
        let family = self.families.len() as u32;
        let id = self.ids.give(self.store.forms.tokens(head), 0);
        self.families.push(FamilyRow { id, head });
        self.into.push(family);
        self.store.forms.family[head as usize] = family;
        family
    }

    /// A form that occurs twice is a family by itself.
    fn repeated(&mut self, order: &[u32]) {
        let mut seen = vec![0u8; self.store.forms.len()];
        for item in &self.store.items {
            let count = &mut seen[item.form as usize];
            *count = count.saturating_add(1);
        }
        for form in order {
            if seen[*form as usize] > 1 && self.store.forms.family[*form as usize] == NONE {
                self.found(*form);
            }
        }
    }

    /// Decides by what else two articles share: who quotes the same person with one sentence in
    /// common, on the same days, may well quote another in words of their own.
    fn by_neighbours(&mut self, doubtful: Vec<Doubtful>) {
        if doubtful.is_empty() {
            return;
        }
        let wanted: FxHashSet<u32> = doubtful.iter().flat_map(|doubt| [doubt.form, doubt.head]).collect();
        let mut places: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut shared: Vec<Vec<u32>> = Vec::with_capacity(self.store.articles.len());
        for (number, article) in self.store.articles.iter().enumerate() {
            let items = self.store.items_of(article);
            let mut families: Vec<u32> = items.iter().filter_map(|item| self.family_of(item.form)).collect();
            families.sort_unstable();
            families.dedup();
            shared.push(families);
            for item in items {
                for form in [item.form, self.head_of(item.form)] {
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
        for doubt in &doubtful {
            let (speakers, days) = self.compare(doubt.form, doubt.head);
            if speakers == Speakers::Differ || days.is_some_and(|days| days > 7) {
                continue;
            }
            let (Some(here), Some(there)) = (places.get(&doubt.form), places.get(&doubt.head)) else { continue };
            let own = self.family_of(doubt.head);
            let are_neighbours = here.iter().take(8).any(|one| {
                there.iter().any(|other| {
                    let (one, other) = (&shared[*one as usize], &shared[*other as usize]);
                    one.iter().any(|family| Some(*family) != own && other.binary_search(family).is_ok())
                })
            });
            if are_neighbours && (speakers == Speakers::Same || doubt.likeness.weight >= 3.0) {
                decided.push((doubt.likeness.rank(), doubt.form, doubt.head));
            }
        }
        decided.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        for (_, form, head) in decided {
            // The first that is decided for a form is the best one.
            if self.family_of(form).is_none() && self.head_of(head) == head {
                self.join(form, head);
            }
        }
    }
}

/// The word of a wording that tells most, by weight and then by rarity of its number.
pub fn rarest(tokens: &[Token], store: &Store) -> Option<Token> {
    tokens
        .iter()
        .copied()
        .filter(|token| !is_frequent(*token))
        .max_by_key(|token| (store.frequencies.weight(*token), *token))
}
