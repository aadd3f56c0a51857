//! All quotations of an archive as far as families need them, and their form in a file.
//!
//! Words are kept as numbers, so the store holds no text: who shows a quotation reads it from the
//! index. Wordings that are the same word for word are one [form](Forms), however often they occur.

use rustc_hash::FxHashMap;

use super::words::{Token, is_frequent};

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
}

/// A family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FamilyRow {
    /// Its lasting id.
    pub id: u64,
    /// Its fullest form.
    pub head: u32,
}

/// The wordings.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    tokens: Vec<Token>,
    ends: Vec<u32>,
    /// The family of each form, or [`NONE`]; short forms have none, their items do.
    pub family: Vec<u32>,
    by_hash: FxHashMap<u64, u32>,
}

impl Forms {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The words of a form.
    pub fn tokens(&self, form: u32) -> &[Token] {
        let at = form as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.tokens[start..self.ends[at] as usize]
    }

    /// The number of the form with these words, which is added if it is new.
    pub fn intern(&mut self, words: &[Token]) -> u32 {
        let next = self.ends.len() as u32;
        let form = *self.by_hash.entry(hash(words)).or_insert(next);
        if form == next {
            self.tokens.extend_from_slice(words);
            self.ends.push(self.tokens.len() as u32);
            self.family.push(NONE);
        }
        form
    }
}

/// A hash of some words.
pub fn hash(words: &[Token]) -> u64 {
    words.iter().fold(words.len() as u64, |hash, word| mix(hash ^ u64::from(*word)))
}

/// Scrambles a number; the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
pub fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// How frequent words are in the forms of the archive.
///
/// Counted by a hash of 18 bits: a word may share its count with another, and then counts as more
/// frequent than it is. At most one word in a hundred of those that matter does.
#[derive(Clone, Debug)]
pub struct Frequencies {
    counts: Vec<u32>,
    forms: u32,
}

const COUNT_BITS: u32 = 18;

impl Default for Frequencies {
    fn default() -> Frequencies {
        Frequencies { counts: vec![0; 1 << COUNT_BITS], forms: 0 }
    }
}

impl Frequencies {
    fn slot(token: Token) -> usize {
        ((token >> 1).wrapping_mul(0x9E37_79B1) >> (32 - COUNT_BITS)) as usize
    }

    /// Counts the words of a form.
    pub fn add(&mut self, tokens: &[Token]) {
        self.forms += 1;
        for token in tokens {
            self.counts[Frequencies::slot(*token)] += 1;
        }
    }

    /// Weight of a word in hundredths, from 20 to 100.
    ///
    /// The most frequent words of English always weigh little. Any other word weighs in full up to
    /// one in a thousand forms and falls with the logarithm to 20 at one in twenty. Two thousand
    /// forms are added to those of the archive, so that in a small one every word is rare.
    pub fn weight(&self, token: Token) -> i32 {
        if is_frequent(token) {
            return 20;
        }
        let share = f64::from(self.counts[Frequencies::slot(token)]) / f64::from(self.forms + 2_000);
        let fall = (share / 0.001).ln() / (0.05f64 / 0.001).ln();
        100 - (80.0 * fall.clamp(0.0, 1.0)) as i32
    }

    /// Weight of all words together.
    pub fn total(&self, tokens: &[Token]) -> i32 {
        tokens.iter().filter(|token| **token != super::words::GAP).map(|token| self.weight(*token)).sum()
    }
}

/// Articles, items, forms and families.
#[derive(Clone, Debug, Default)]
pub struct Store {
    /// In the order in which the engine stores them.
    pub articles: Vec<ArticleRow>,
    /// In the order of their articles.
    pub items: Vec<Item>,
    /// All wordings.
    pub forms: Forms,
    /// All families.
    pub families: Vec<FamilyRow>,
    /// Of words.
    pub frequencies: Frequencies,
}

impl Store {
    /// The items of an article.
    pub fn items_of(&self, article: &ArticleRow) -> &[Item] {
        self.items.get(article.first as usize..(article.first + article.count) as usize).unwrap_or(&[])
    }

    /// As stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(
            self.articles.len() * 40 + self.items.len() * 18 + self.forms.tokens.len() * 4 + self.forms.len() * 8,
        );
        let number = |out: &mut Vec<u8>, number: u32| out.extend_from_slice(&number.to_le_bytes());
        for length in
            [self.articles.len(), self.items.len(), self.forms.len(), self.forms.tokens.len(), self.families.len()]
        {
            number(&mut out, length as u32);
        }
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
            out.extend_from_slice(&item.paragraph.to_le_bytes());
            out.push(u8::from(item.is_fragment));
        }
        for part in self.forms.ends.iter().chain(&self.forms.family).chain(&self.forms.tokens) {
            number(&mut out, *part);
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
        let [articles, items, forms, tokens, families] = reader.numbers::<5>()?.map(|length| length as usize);
        let expected = articles.checked_mul(36)? + items.checked_mul(17)? + forms * 8 + tokens * 4 + families * 12;
        if reader.0.len() != expected {
            return None;
        }
        let mut store = Store::default();
        store.articles.reserve_exact(articles);
        let mut first = 0u32;
        for _ in 0..articles {
            let (key, content) = (reader.long()?, reader.long()?);
            let [segment, doc, day, outlet, count] = reader.numbers()?;
            store.articles.push(ArticleRow {
                key,
                content,
                address: (segment, doc),
                day: day as i32,
                outlet,
                first,
                count,
            });
            first = first.checked_add(count)?;
        }
        if first as usize != items {
            return None;
        }
        store.items.reserve_exact(items);
        for _ in 0..items {
            let [form, family, speaker] = reader.numbers()?;
            let [pair, ..] = [reader.take::<5>()?];
            let item = Item {
                form,
                family,
                speaker,
                number: u16::from_le_bytes([pair[0], pair[1]]),
                paragraph: u16::from_le_bytes([pair[2], pair[3]]),
                is_fragment: pair[4] != 0,
            };
            let is_known = (form as usize) < forms && (family == NONE || (family as usize) < families);
            store.items.push(is_known.then_some(item)?);
        }
        let mut list = |length: usize| -> Option<Vec<u32>> { (0..length).map(|_| reader.number()).collect() };
        store.forms.ends = list(forms)?;
        store.forms.family = list(forms)?;
        store.forms.tokens = list(tokens)?;
        let is_ordered =
            store.forms.ends.is_sorted() && store.forms.ends.last().is_none_or(|end| *end as usize == tokens);
        let is_known = store.forms.family.iter().all(|family| *family == NONE || (*family as usize) < families);
        if !is_ordered || !is_known {
            return None;
        }
        for _ in 0..families {
            let (id, head) = (reader.long()?, reader.number()?);
            store.families.push(((head as usize) < forms).then_some(FamilyRow { id, head })?);
        }
        for form in 0..forms as u32 {
            let words = store.forms.tokens(form);
            store.frequencies.add(words);
            store.forms.by_hash.insert(hash(words), form);
        }
        Some(store)
    }
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
