//! Bringing a store up to date with what came and went.
//!
//! The result does not depend on how the articles came: all that is decided is decided in an order of the articles
//! and of the wordings that they themselves give. What was known only saves work, and families keep their ids.

use super::decisions::Decisions;
use super::forms::{FormKey, Forms, Interned};
use super::frequencies::ADDED;
use super::grouping::{Grouping, MAX_SHARE};
use super::neighbours::{self, Grouped};
use super::store::{ArticleRow, FamilyRow, Item, NONE, Store};
use super::view::View;
use super::words::Token;
use super::{ids, short};

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
    /// True if it carries on the sentence of the item before it, over a cue.
    pub carries_on: bool,
    /// True if some of its words stand in square brackets.
    pub is_bracketed: bool,
    /// Words of it that it quotes itself, from the first to behind the last; none if they are equal.
    pub inner: (u16, u16),
}

/// An update under way.
pub struct Update {
    old: Store,
    /// Where each old article is now, if it stays.
    moved: Vec<Option<(u32, u32)>>,
    /// What came: its items have the numbers of `fresh`.
    articles: Vec<ArticleRow>,
    items: Vec<Item>,
    fresh: Interned,
    pub(super) settings: Settings,
}

/// What tests change.
pub(super) struct Settings {
    /// See [`super::frequencies::Frequencies::of`].
    pub added: u32,
    /// See [`MAX_SHARE`].
    pub max_share: f64,
}

impl Update {
    /// Begins with what is known: `moved` tells for each of its articles where it is now, or that
    /// it went.
    pub fn new(old: Store, moved: &[Option<(u32, u32)>]) -> Update {
        Update {
            old,
            moved: moved.to_vec(),
            articles: Vec::new(),
            items: Vec::new(),
            fresh: Interned::default(),
            settings: Settings { added: ADDED, max_share: MAX_SHARE },
        }
    }

    /// Adds an article; `first` and `count` of its row are set here.
    pub fn add(&mut self, mut article: ArticleRow, items: Vec<NewItem>) {
        article.first = self.items.len() as u32;
        article.count = items.len() as u32;
        for item in items {
            self.items.push(Item {
                form: self.fresh.intern(&item.words),
                family: NONE,
                speaker: item.speaker,
                number: item.number,
                paragraph: item.paragraph,
                is_fragment: item.is_fragment,
                carries_on: item.carries_on,
                is_bracketed: item.is_bracketed,
                inner: item.inner,
            });
        }
        self.articles.push(article);
    }

    /// Groups all that is there.
    pub fn finish(self) -> Store {
        let Update { old, moved, articles, items, fresh, settings } = self;
        let union = Union::of(&old.forms, &fresh.forms);
        drop(fresh);
        let (mut store, before) = arranged(&old, &moved, (&articles, &items), &union);
        drop((articles, items));
        store.forms = union.forms;
        let now = View::of(&store.forms, settings.added, &store.articles, &store.items, |form| form);
        let number = |form: u32| union.from_old[form as usize];
        let earlier = View::of(&store.forms, settings.added, &old.articles, &old.items, number);
        let decided = old.decisions.renumbered(union.old.iter().copied(), &union.from_old);
        let old = old.families;
        let grouping = Grouping {
            forms: &store.forms,
            now: &now,
            before: &earlier,
            decided: &decided,
            max_share: settings.max_share,
        };
        let (decisions, evidence) = grouping.run();
        drop((earlier, decided));
        let mut grouped = Grouped::of(&store, &decisions, &now.is_long);
        neighbours::join(&mut grouped, &store, &decisions, &evidence);
        drop(evidence);
        short::group(&mut store, &mut grouped, &now);
        settle(&mut store, grouped);
        ids::give(&mut store.families, &store.forms, &store.items, &before, &old);
        without_gone(store, &decisions, &now)
    }
}

/// The forms of a store and new ones, each once, the longest first.
struct Union {
    forms: Forms,
    /// For each form its old number, or [`NONE`].
    old: Vec<u32>,
    from_old: Vec<u32>,
    from_fresh: Vec<u32>,
}

impl Union {
    fn of(old: &Forms, fresh: &Forms) -> Union {
        let keyed = |forms: &Forms, is_fresh| (0..forms.len() as u32).map(move |form| (is_fresh, form)).collect();
        let mut all: Vec<(bool, u32)> = keyed(old, false);
        all.extend::<Vec<(bool, u32)>>(keyed(fresh, true));
        let forms_of = |is_fresh: bool| if is_fresh { fresh } else { old };
        let mut all: Vec<(FormKey, bool, u32)> =
            all.into_iter().map(|(is_fresh, form)| (forms_of(is_fresh).key(form), is_fresh, form)).collect();
        all.sort_unstable();
        let mut union = Union {
            forms: Forms::default(),
            old: Vec::new(),
            from_old: vec![NONE; old.len()],
            from_fresh: vec![NONE; fresh.len()],
        };
        let mut last = None;
        for (key, is_fresh, form) in all {
            if last != Some(key) {
                union.forms.push(forms_of(is_fresh).tokens(form));
                union.old.push(if is_fresh { NONE } else { form });
                last = Some(key);
            }
            let numbers = if is_fresh { &mut union.from_fresh } else { &mut union.from_old };
            numbers[form as usize] = union.forms.len() as u32 - 1;
        }
        union
    }
}

/// The articles that stay and those that came, in the order that they themselves give, with the number of the old
/// family of each item.
fn arranged(
    old: &Store,
    moved: &[Option<(u32, u32)>],
    (articles, items): (&[ArticleRow], &[Item]),
    union: &Union,
) -> (Store, Vec<u32>) {
    let kept = old.articles.iter().zip(moved).filter_map(|(row, to)| Some(ArticleRow { address: (*to)?, ..*row }));
    let mut rows: Vec<(ArticleRow, bool)> = kept.map(|row| (row, false)).collect();
    rows.extend(articles.iter().map(|row| (*row, true)));
    rows.sort_by_key(|(row, _)| (row.day, row.content, row.key));
    let mut store = Store::default();
    let mut before = Vec::new();
    for (row, is_new) in rows {
        let (source, numbers) = if is_new { (items, &union.from_fresh) } else { (&*old.items, &union.from_old) };
        let first = store.items.len() as u32;
        for item in source.get(row.first as usize..(row.first + row.count) as usize).unwrap_or_default() {
            before.push(if is_new { NONE } else { item.family });
            store.items.push(Item { form: numbers[item.form as usize], family: NONE, ..*item });
        }
        store.articles.push(ArticleRow { first, ..row });
    }
    (store, before)
}

/// Gives items the families of their forms, and drops families of one.
fn settle(store: &mut Store, grouped: Grouped) {
    let mut sizes = vec![0u32; grouped.rows.len()];
    for item in &mut store.items {
        let family = grouped.family[item.form as usize];
        if family != NONE {
            item.family = family;
        }
        if item.family != NONE {
            sizes[item.family as usize] += 1;
        }
    }
    let mut numbers = vec![NONE; sizes.len()];
    store.families.clear();
    for (number, family) in grouped.rows.iter().enumerate() {
        if sizes[number] > 1 {
            numbers[number] = store.families.len() as u32;
            store.families.push(*family);
        }
    }
    for item in &mut store.items {
        item.family = numbers.get(item.family as usize).copied().unwrap_or(NONE);
    }
}

/// The store without the words that are no longer there.
fn without_gone(mut store: Store, decisions: &Decisions, now: &View) -> Store {
    let mut numbers = vec![NONE; store.forms.len()];
    let kept: Vec<u32> = (0..store.forms.len() as u32).filter(|form| now.has(*form)).collect();
    let mut forms = Forms::default();
    for (number, form) in kept.iter().enumerate() {
        numbers[*form as usize] = number as u32;
        forms.push(store.forms.tokens(*form));
    }
    store.items.iter_mut().for_each(|item| item.form = numbers[item.form as usize]);
    let head = |row: &FamilyRow| FamilyRow { head: numbers[row.head as usize], ..*row };
    store.families = store.families.iter().map(head).collect();
    store.decisions = decisions.renumbered(kept.into_iter(), &numbers);
    store.forms = forms;
    store
}
