//! All quotations of an archive as far as families need them, and their form in a file.
//!
//! Words are kept as numbers, so the store holds no text: who shows a quotation reads it from the
//! index. Articles and [forms](Forms) stand in an order that does not depend on how they came.

use super::decisions::{Decisions, Doubt};
use super::forms::Forms;
use super::lists::Lists;

/// Of an item without a family, and of a form without a head.
pub const NONE: u32 = u32::MAX;

/// Day of an article without a date.
pub const NO_DAY: i32 = i32::MIN;

/// An article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleRow {
    /// Source, path and record, hashed.
    pub key: u64,
    /// Its content, hashed.
    pub content: u64,
    /// Where the engine has it: segment and document.
    pub address: (u32, u32),
    /// Days since 1970-01-01, or [`NO_DAY`].
    pub day: i32,
    /// Outlet, hashed; 0 if unknown.
    pub outlet: u32,
    /// Its first item.
    pub first: u32,
    /// How many it has.
    pub count: u32,
}

/// A quotation or quoted fragment in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its wording.
    pub form: u32,
    /// The family it is in, by number, or [`NONE`].
    pub family: u32,
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

/// A family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FamilyRow {
    /// Its lasting id.
    pub id: u64,
    /// Its fullest form.
    pub head: u32,
}

/// Articles, items, forms and families.
#[derive(Clone, Debug, Default)]
pub struct Store {
    /// By day, content and key.
    pub articles: Vec<ArticleRow>,
    /// In the order of their articles.
    pub items: Vec<Item>,
    /// All wordings, the longest first.
    pub forms: Forms,
    /// All families.
    pub families: Vec<FamilyRow>,
    /// What was decided of the forms.
    pub decisions: Decisions,
}

impl Store {
    /// The items of an article.
    pub fn items_of(&self, article: &ArticleRow) -> &[Item] {
        self.items.get(article.first as usize..(article.first + article.count) as usize).unwrap_or(&[])
    }

    /// As stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        let words = self.forms.lists();
        let (head, compared, doubts) = self.decisions.parts();
        let lengths = [
            self.articles.len(),
            self.items.len(),
            words.len(),
            words.values.len(),
            self.families.len(),
            compared.values.len(),
            doubts.values.len(),
        ];
        let mut out = Vec::with_capacity(size(lengths).unwrap_or_default() + lengths.len() * 4);
        let number = |out: &mut Vec<u8>, number: u32| out.extend_from_slice(&number.to_le_bytes());
        lengths.iter().for_each(|length| number(&mut out, *length as u32));
        for article in &self.articles {
            out.extend_from_slice(&article.key.to_le_bytes());
            out.extend_from_slice(&article.content.to_le_bytes());
            for part in [article.address.0, article.address.1, article.day as u32, article.outlet, article.count] {
                number(&mut out, part);
            }
        }
        for item in &self.items {
            for part in [item.form, item.family, item.speaker] {
                number(&mut out, part);
            }
            out.extend_from_slice(&item.number.to_le_bytes());
            for part in [item.paragraph, item.inner.0, item.inner.1] {
                out.extend_from_slice(&part.to_le_bytes());
            }
            let flags = [item.is_fragment, item.carries_on, item.is_bracketed];
            out.push(flags.iter().rev().fold(0, |all, flag| all << 1 | u8::from(*flag)));
        }
        let lists = [&*words.ends, &words.values, head, &compared.ends, &compared.values, &doubts.ends];
        lists.into_iter().flatten().for_each(|part| number(&mut out, *part));
        for doubt in &doubts.values {
            [doubt.head, doubt.rank.to_bits(), doubt.weight.to_bits()].iter().for_each(|part| number(&mut out, *part));
        }
        for family in &self.families {
            out.extend_from_slice(&family.id.to_le_bytes());
            number(&mut out, family.head);
        }
        out
    }

    /// Reads what was stored; `None` if it makes no sense.
    pub fn from_bytes(bytes: &[u8]) -> Option<Store> {
        let mut reader = Bytes(bytes);
        let lengths = reader.numbers::<7>()?.map(|length| length as usize);
        if reader.0.len() != size(lengths)? {
            return None;
        }
        let [articles, items, forms, tokens, families, compared, doubts] = lengths;
        let mut store = Store::default();
        store.articles.reserve_exact(articles);
        let mut first = 0u32;
        for _ in 0..articles {
            let (key, content) = (reader.long()?, reader.long()?);
            let [segment, doc, day, outlet, count] = reader.numbers()?;
            let (address, day) = ((segment, doc), day as i32);
            store.articles.push(ArticleRow { key, content, address, day, outlet, first, count });
            first = first.checked_add(count)?;
        }
        if first as usize != items {
            return None;
        }
        store.items.reserve_exact(items);
        for _ in 0..items {
            let [form, family, speaker] = reader.numbers()?;
            let [number, paragraph, from, to] = [reader.short()?, reader.short()?, reader.short()?, reader.short()?];
            let [flags] = reader.take()?;
            let item = Item {
                form,
                family,
                speaker,
                number,
                paragraph,
                is_fragment: flags & 1 != 0,
                carries_on: flags & 2 != 0,
                is_bracketed: flags & 4 != 0,
                inner: (from, to),
            };
            let is_known = (form as usize) < forms && (family == NONE || (family as usize) < families);
            store.items.push(is_known.then_some(item)?);
        }
        let mut list = |length: usize| -> Option<Vec<u32>> { (0..length).map(|_| reader.number()).collect() };
        let ends = list(forms)?;
        store.forms = Forms::with(Lists::with(list(tokens)?, ends)?);
        let is_form = |form: &u32| (*form as usize) < forms;
        let head = list(forms)?;
        let ends = list(forms)?;
        let compared = Lists::with(list(compared)?, ends)?;
        let ends = list(forms)?;
        let mut doubted = Vec::with_capacity(doubts);
        for _ in 0..doubts {
            let [head, rank, weight] = reader.numbers()?;
            doubted.push(Doubt { head, rank: f32::from_bits(rank), weight: f32::from_bits(weight) });
        }
        let doubts = Lists::with(doubted, ends)?;
        store.decisions = Decisions::with(forms, head, compared, doubts)?;
        for _ in 0..families {
            let (id, head) = (reader.long()?, reader.number()?);
            store.families.push(is_form(&head).then_some(FamilyRow { id, head })?);
        }
        Some(store)
    }
}

/// Bytes of so many articles, items, forms, words, families, comparisons and doubts.
fn size([articles, items, forms, tokens, families, compared, doubts]: [usize; 7]) -> Option<usize> {
    let sizes = [(articles, 36), (items, 21), (forms, 16), (tokens, 4), (families, 12), (compared, 4), (doubts, 12)];
    sizes.into_iter().try_fold(0usize, |sum, (count, each)| sum.checked_add(count.checked_mul(each)?))
}

struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    fn number(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn short(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    fn long(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    fn numbers<const N: usize>(&mut self) -> Option<[u32; N]> {
        let mut found = [0; N];
        for slot in &mut found {
            *slot = self.number()?;
        }
        Some(found)
    }
}
