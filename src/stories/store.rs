//! The stories of an archive, and their form in a file.

use super::Term;
use crate::families::Lists;

/// Day of an article without a date.
pub const NO_DAY: i32 = i32::MIN;

/// An article and its story.
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
    /// The story, by number.
    pub story: u32,
    /// The utterances it carries, hashed.
    pub carried: u64,
}

/// Of an article that is in no story yet.
pub const NO_STORY: u32 = u32::MAX;

/// A weight from 0 to 1 as it is stored, and back.
pub fn stored_weight(weight: f32) -> u16 {
    (weight.clamp(0.0, 1.0) * f32::from(u16::MAX)).round() as u16
}

/// See [`stored_weight`].
pub fn weight(stored: u16) -> f32 {
    f32::from(stored) / f32::from(u16::MAX)
}

/// A story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoryRow {
    /// Its lasting id.
    pub id: u64,
    /// Articles that it was made of.
    pub articles: u32,
    /// First and last day, [`NO_DAY`] while none is known.
    pub days: (i32, i32),
}

impl Default for StoryRow {
    fn default() -> StoryRow {
        StoryRow { id: 0, articles: 0, days: (NO_DAY, NO_DAY) }
    }
}

/// Articles and stories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Store {
    /// All articles, by day, content and key, those without a date last.
    pub articles: Vec<ArticleRow>,
    /// Their telling words, ordered by word.
    pub terms: Lists<(Term, u16)>,
    /// All stories, those of one article as well.
    pub stories: Vec<StoryRow>,
}

impl Store {
    /// As stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        let capacity = 12 + self.articles.len() * 48 + self.stories.len() * 20 + self.terms.values.len() * 6;
        let mut out = Vec::with_capacity(capacity);
        let number = |out: &mut Vec<u8>, number: u32| out.extend_from_slice(&number.to_le_bytes());
        for length in [self.articles.len(), self.stories.len(), self.terms.values.len()] {
            number(&mut out, length as u32);
        }
        for article in &self.articles {
            for part in [article.key, article.content, article.carried] {
                out.extend_from_slice(&part.to_le_bytes());
            }
            for part in [article.address.0, article.address.1, article.day as u32, article.story] {
                number(&mut out, part);
            }
        }
        for story in &self.stories {
            out.extend_from_slice(&story.id.to_le_bytes());
            [story.articles, story.days.0 as u32, story.days.1 as u32].iter().for_each(|part| number(&mut out, *part));
        }
        self.terms.ends.iter().for_each(|end| number(&mut out, *end));
        for (term, weight) in &self.terms.values {
            number(&mut out, *term);
            out.extend_from_slice(&weight.to_le_bytes());
        }
        out
    }

    /// Reads what was stored; `None` if it makes no sense.
    pub fn from_bytes(bytes: &[u8]) -> Option<Store> {
        let mut bytes = Bytes(bytes);
        let lengths = [bytes.number()?, bytes.number()?, bytes.number()?].map(|length| length as usize);
        let [articles, stories, terms] = lengths;
        let parts = [(articles, 44), (stories, 20), (terms, 6)];
        let size = parts.iter().try_fold(0usize, |sum, (count, each)| sum.checked_add(count.checked_mul(*each)?))?;
        if bytes.0.len() != size {
            return None;
        }
        let mut store = Store::default();
        for _ in 0..articles {
            let (key, content, carried) = (bytes.long()?, bytes.long()?, bytes.long()?);
            let address = (bytes.number()?, bytes.number()?);
            let (day, story) = (bytes.number()? as i32, bytes.number()?);
            let row = ArticleRow { key, content, address, day, story, carried };
            store.articles.push(((story as usize) < stories).then_some(row)?);
        }
        for _ in 0..stories {
            let id = bytes.long()?;
            let (articles, first, last) = (bytes.number()?, bytes.number()? as i32, bytes.number()? as i32);
            store.stories.push(StoryRow { id, articles, days: (first, last) });
        }
        let ends = (0..articles).map(|_| bytes.number()).collect::<Option<Vec<u32>>>()?;
        let mut values = Vec::with_capacity(terms);
        for _ in 0..terms {
            values.push((bytes.number()?, bytes.short()?));
        }
        store.terms = Lists::with(values, ends)?;
        Some(store)
    }
}

struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn number(&mut self) -> Option<u32> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*taken))
    }

    fn short(&mut self) -> Option<u16> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u16::from_le_bytes(*taken))
    }

    fn long(&mut self) -> Option<u64> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*taken))
    }
}
