//! Keeping the table of people true while articles come and go.
//!
//! The table needs to know in how many articles each speaker key occurs. The last commit's
//! table says so; what came and went since is added and subtracted, so that the work is in
//! proportion to what is new. Who disappears from the archive disappears from the table.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::engine::tantivy::{Reader, drop_wordless, key_term, speaker_key, speaker_of_key};
use crate::error::Result;
use crate::model::{Alias, Article, Span};
use crate::people::{KeyCount, People, Pin, join};
use crate::text::Layout;

/// An article by source, path and hash of the record's identity.
pub type Removed = (String, String, u64);

/// Changes in the number of articles of each speaker key.
#[derive(Debug, Default)]
pub struct SpeakerCounts {
    changes: FxHashMap<String, i64>,
    aliases: FxHashSet<Alias>,
}

impl SpeakerCounts {
    /// Counts an article that came in.
    pub fn add(&mut self, article: &Article) {
        self.change(keys_of(article), 1);
        for alias in &article.aliases {
            if !self.aliases.contains(alias) {
                self.aliases.insert(alias.clone());
            }
        }
    }

    /// Counts one article of these keys less, which came in since the last commit.
    pub fn take_back(&mut self, keys: Vec<String>) {
        self.change(keys, -1);
    }

    fn change(&mut self, keys: Vec<String>, by: i64) {
        for key in keys {
            *self.changes.entry(key).or_default() += by;
        }
    }

    /// Adds what another thread counted.
    pub fn merge(&mut self, other: SpeakerCounts) {
        for (key, change) in other.changes {
            *self.changes.entry(key).or_default() += change;
        }
        self.aliases.extend(other.aliases);
    }

    /// Takes away the articles of the last commit that were removed or replaced.
    pub fn subtract(&mut self, reader: Option<&Reader>, removed: &[Removed]) -> Result<()> {
        let Some(reader) = reader else { return Ok(()) };
        for (source, path, record) in removed {
            if let Some(address) = reader.keyed(&key_term(source, path, *record))? {
                let (article, _) = reader.stored(address)?;
                self.change(keys_of(&article), -1);
            }
        }
        Ok(())
    }

    /// The table of people after the changes.
    pub fn join(&self, before: &People, pins: &[Pin]) -> People {
        let mut counts: FxHashMap<&str, i64> = before.keys().map(|(key, _, count)| (key, i64::from(count))).collect();
        for (key, change) in &self.changes {
            *counts.entry(key).or_default() += change;
        }
        let keys: Vec<KeyCount> = counts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(key, count)| {
                let speaker = speaker_of_key(key);
                KeyCount {
                    key: key.to_owned(),
                    name: speaker.name,
                    gender: speaker.gender,
                    organisation: speaker.organisation,
                    count: u32::try_from(count).unwrap_or(u32::MAX),
                }
            })
            .collect();
        let mut aliases: Vec<Alias> = self.aliases.iter().cloned().collect();
        for person in (0..before.len() as u32).filter_map(|person| before.person(person)) {
            let name = person.name;
            let handles = person.aliases.into_iter().filter(|alias| alias.starts_with('@'));
            aliases.extend(handles.map(|alias| Alias { name: name.clone(), alias }));
        }
        aliases.sort();
        aliases.dedup();
        join(&keys, &aliases, pins)
    }
}

/// The speaker keys of an article that was just read out, as they count once it is indexed.
pub fn keys_to_be(mut article: Article) -> Vec<String> {
    let quotes: Vec<Span> = article.quotes.iter().map(|quote| quote.words).collect();
    let layout = Layout::of(&article.text, &article.boilerplate, &quotes, |_| {});
    drop_wordless(&mut article, &layout);
    keys_of(&article)
}

/// The speaker keys of an article, each once.
pub fn keys_of(article: &Article) -> Vec<String> {
    let mut keys: Vec<String> =
        article.quotes.iter().filter_map(|quote| quote.speaker.as_ref()).map(speaker_key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
