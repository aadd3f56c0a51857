//! The stories of an archive, and their form in a file.

use super::Term;

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
}

/// A story.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoryRow {
    /// Its lasting id.
    pub id: u64,
    /// Articles that it was made of.
    pub articles: u32,
    /// First and last day, [`NO_DAY`] while none is known.
    pub days: (i32, i32),
    /// The sum of its articles' telling words, the weightiest, ordered by word.
    pub terms: Vec<(Term, f32)>,
}

/// Articles and stories.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Store {
    /// All articles.
    pub articles: Vec<ArticleRow>,
    /// All stories, those of one article as well.
    pub stories: Vec<StoryRow>,
}

impl Store {
    /// As stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.articles.len() * 32 + self.stories.len() * 256);
        let number = |out: &mut Vec<u8>, number: u32| out.extend_from_slice(&number.to_le_bytes());
        number(&mut out, self.articles.len() as u32);
        number(&mut out, self.stories.len() as u32);
        for article in &self.articles {
            out.extend_from_slice(&article.key.to_le_bytes());
            out.extend_from_slice(&article.content.to_le_bytes());
            for part in [article.address.0, article.address.1, article.day as u32, article.story] {
                number(&mut out, part);
            }
        }
        for story in &self.stories {
            out.extend_from_slice(&story.id.to_le_bytes());
            for part in [story.articles, story.days.0 as u32, story.days.1 as u32, story.terms.len() as u32] {
                number(&mut out, part);
            }
            for (term, weight) in &story.terms {
                number(&mut out, *term);
                number(&mut out, weight.to_bits());
            }
        }
        out
    }

    /// Reads what was stored; `None` if it makes no sense.
    pub fn from_bytes(bytes: &[u8]) -> Option<Store> {
        let mut bytes = Bytes(bytes);
        let (articles, stories) = (bytes.number()? as usize, bytes.number()? as usize);
        if articles > bytes.0.len() / 32 || stories > bytes.0.len() / 24 {
            return None;
        }
        let mut store = Store::default();
        for _ in 0..articles {
            let (key, content) = (bytes.long()?, bytes.long()?);
            let address = (bytes.number()?, bytes.number()?);
            let (day, story) = (bytes.number()? as i32, bytes.number()?);
            let row = ArticleRow { key, content, address, day, story };
            store.articles.push(((story as usize) < stories).then_some(row)?);
        }
        for _ in 0..stories {
            let id = bytes.long()?;
            let (articles, first, last) = (bytes.number()?, bytes.number()? as i32, bytes.number()? as i32);
            let length = bytes.number()? as usize;
            if length > bytes.0.len() / 8 {
                return None;
            }
            let mut terms = Vec::with_capacity(length);
            for _ in 0..length {
                let (term, weight) = (bytes.number()?, f32::from_bits(bytes.number()?));
                terms.push((term, if weight.is_finite() { weight } else { 0.0 }));
            }
            store.stories.push(StoryRow { id, articles, days: (first, last), terms });
        }
        bytes.0.is_empty().then_some(store)
    }
}

struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn number(&mut self) -> Option<u32> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*taken))
    }

    fn long(&mut self) -> Option<u64> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*taken))
    }
}
