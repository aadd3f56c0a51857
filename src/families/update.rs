//! Bringing a store up to date: what went is taken out, what came is grouped with what is there.

use rustc_hash::FxHashSet;

use super::grouping::Grouping;
use super::short;
use super::store::{ArticleRow, FamilyRow, Forms, Frequencies, Item, NONE, Store, mix};
use super::words::Token;

/// A quotation or fragment that is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewItem {
    /// Its words; of one that a cue interrupts in the middle of a sentence, those of all its parts.
    pub words: Vec<Token>,
    /// Who is named as its speaker, hashed; 0 if nobody.
    pub speaker: u32,
    /// Its place among the article's quotations, or among its fragments.
    pub number: u16,
    /// Number of its paragraph.
    pub paragraph: u16,
    /// True if it is a fragment and not a quotation.
    pub is_fragment: bool,
}

/// An update under way.
pub struct Update {
    store: Store,
    /// Forms from here on are new.
    first_new_form: u32,
    /// Articles from here on are new.
    first_new_article: usize,
}

impl Update {
    /// Begins with what is known: `moved` tells for each of its articles where it is now, or that
    /// it went.
    pub fn new(mut store: Store, moved: &[Option<(u32, u32)>]) -> Update {
        for (article, address) in store.articles.iter_mut().zip(moved) {
            if let Some(address) = address {
                article.address = *address;
            }
        }
        if moved.iter().any(Option::is_none) {
            store = without_gone(store, moved);
        }
        Update { first_new_form: store.forms.len() as u32, first_new_article: store.articles.len(), store }
    }

    /// Adds an article; `first` and `count` of its row are set here.
    pub fn add(&mut self, mut article: ArticleRow, items: Vec<NewItem>) {
        article.first = self.store.items.len() as u32;
        article.count = items.len() as u32;
        for item in items {
            let known = self.store.forms.len();
            let form = self.store.forms.intern(&item.words);
            if form as usize == known {
                self.store.frequencies.add(&item.words);
            }
            self.store.items.push(Item {
                form,
                family: NONE,
                speaker: item.speaker,
                number: item.number,
                paragraph: item.paragraph,
                is_fragment: item.is_fragment,
            });
        }
        self.store.articles.push(article);
    }

    /// Number of quotations and fragments so far.
    pub fn n_items(&self) -> usize {
        self.store.items.len()
    }

    /// Groups what was added.
    pub fn finish(self) -> Store {
        let Update { mut store, first_new_form, first_new_article } = self;
        let families = Grouping::new(&mut store, first_new_form).run();
        store.families = families;
        short::group(&mut store, first_new_article);
        settle(&mut store);
        store
    }
}

/// The store without the articles that went, and without their words.
fn without_gone(old: Store, moved: &[Option<(u32, u32)>]) -> Store {
    let mut forms = Forms::default();
    let mut frequencies = Frequencies::default();
    let mut store = Store { families: old.families.clone(), ..Store::default() };
    for (article, address) in old.articles.iter().zip(moved) {
        if address.is_none() {
            continue;
        }
        let first = store.items.len() as u32;
        for item in old.items_of(article) {
            let words = old.forms.tokens(item.form);
            let known = forms.len();
            let form = forms.intern(words);
            if form as usize == known {
                frequencies.add(words);
                forms.family[form as usize] = old.forms.family[item.form as usize];
            }
            store.items.push(Item { form, ..*item });
        }
        store.articles.push(ArticleRow { first, ..*article });
    }
    for family in &mut store.families {
        family.head = NONE;
    }
    store.forms = forms;
    store.frequencies = frequencies;
    // A family whose fullest form went shows the fullest that is left.
    for item in &store.items {
        let Some(family) = store.families.get_mut(item.family as usize) else { continue };
        let length = |form: u32| if form == NONE { 0 } else { store.forms.tokens(form).len() };
        if family.head == NONE || length(item.form) > length(family.head) {
            family.head = item.form;
        }
    }
    settle(&mut store);
    store
}

/// Gives items the families of their forms, and drops families of one.
fn settle(store: &mut Store) {
    let mut sizes = vec![0u32; store.families.len()];
    for item in &mut store.items {
        let family = store.forms.family[item.form as usize];
        if family != NONE {
            item.family = family;
        }
        if item.family != NONE {
            sizes[item.family as usize] += 1;
        }
    }
    let mut numbers = vec![NONE; sizes.len()];
    let mut kept = Vec::new();
    for (number, family) in store.families.iter().enumerate() {
        if sizes[number] > 1 && family.head != NONE {
            numbers[number] = kept.len() as u32;
            kept.push(*family);
        }
    }
    let renumber = |family: &mut u32| *family = numbers.get(*family as usize).copied().unwrap_or(NONE);
    store.items.iter_mut().for_each(|item| renumber(&mut item.family));
    store.forms.family.iter_mut().for_each(renumber);
    store.families = kept;
}

/// Bits of a family's id: eight letters of 32.
const ID_BITS: u32 = 40;

/// Gives out ids that no family has.
pub struct Ids {
    taken: FxHashSet<u64>,
}

impl Ids {
    /// Knows the ids that are taken.
    pub fn of(families: &[FamilyRow]) -> Ids {
        Ids { taken: families.iter().map(|family| family.id).collect() }
    }

    /// An id for a family with such words in its fullest form, the same whenever it is made.
    pub fn give(&mut self, words: &[Token], salt: u64) -> u64 {
        let mut seed = super::store::hash(words) ^ salt;
        loop {
            seed = mix(seed);
            let id = seed >> (64 - ID_BITS);
            if self.taken.insert(id) {
                return id;
            }
        }
    }
}
