//! An index opened for searching, as of one commit.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::store::StoreReader;
use tantivy::{DocSet, Searcher, TERMINATED, TantivyDocument, Term};

use super::directory::ReadOnlyDirectory;
use super::encode::{ARTICLE, QUOTE};
use super::forms::{self, TermForm};
use super::memory::Memory;
use super::names::Resolver;
use super::schema::{self, Fields, UNKNOWN};
use super::score::FieldStats;
use super::segment::{Segment, text_of};
use super::stored::Stored;
use crate::engine::stop;
use crate::error::{Error, Result};
use crate::extract::metadata::Outlets;
use crate::model::Article;
use crate::people::People;
use crate::query::pattern::Leaf;
use crate::reprints::Groups;
use crate::text::Stemmer;

/// Blocks of the document store to keep unpacked in each segment.
const STORE_CACHE_BLOCKS: usize = 10;

/// Inflections of rarer languages do not meet. A word means its forms in every language, and one
/// article whose language was mistaken must not make `food` a form of `foo`.
const MIN_LANGUAGE_SHARE: f64 = 0.01;

/// Documents looked at for that when an index is opened: all of a small one. A language of one in a
/// hundred is then seen in 1 % of them, give or take 0.16 points (one standard deviation).
const LANGUAGE_SAMPLE: u32 = 4_000;

/// An index opened for searching.
pub struct Reader {
    pub fields: Fields,
    pub segments: Vec<Segment>,
    stores: Vec<OnceLock<StoreReader>>,
    pub people: Arc<People>,
    outlets: OnceLock<Outlets>,
    /// Stemmers of the languages in the index.
    pub stemmers: Vec<Stemmer>,
    /// Number of articles, deleted ones included: what document frequencies are relative to.
    pub articles: u64,
    pub title_stats: FieldStats,
    pub body_stats: FieldStats,
    pub memory: Memory,
    /// Groups of reprints, once they were asked for.
    pub groups: OnceLock<Groups>,
    _searcher: Searcher,
}

/// Where an article is in a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    pub segment: usize,
    pub doc: u32,
}

impl Reader {
    /// Opens the last commit in a folder and returns it with that commit's payload.
    pub fn payload(folder: &Path) -> Result<(tantivy::Index, Option<String>)> {
        let doing = "opening the index";
        let directory = ReadOnlyDirectory::open(folder).map_err(Error::engine(doing))?;
        let index = schema::open(directory).map_err(Error::engine(doing))?;
        let payload = index.load_metas().map_err(Error::engine(doing))?.payload;
        Ok((index, payload))
    }

    /// Opens the segments of an index.
    pub fn open(index: &tantivy::Index, people: Arc<People>) -> Result<Reader> {
        let doing = "opening the index";
        let reader = index
            .reader_builder()
            .reload_policy(tantivy::ReloadPolicy::Manual)
            .try_into()
            .map_err(Error::engine(doing))?;
        let searcher: Searcher = reader.searcher();
        let fields = schema::schema().1;
        let mut segments = Vec::new();
        for segment in searcher.segment_readers() {
            segments.push(Segment::open(segment.clone(), fields)?);
        }
        let mut reader = Reader {
            fields,
            stores: segments.iter().map(|_| OnceLock::new()).collect(),
            segments,
            people,
            outlets: OnceLock::new(),
            stemmers: Vec::new(),
            articles: 0,
            title_stats: FieldStats::default(),
            body_stats: FieldStats::default(),
            memory: Memory::default(),
            groups: OnceLock::new(),
            _searcher: searcher,
        };
        reader.read_statistics()?;
        Ok(reader)
    }

    fn read_statistics(&mut self) -> Result<()> {
        let (mut title_words, mut body_words) = (0, 0);
        let kind = Term::from_field_text(self.fields.kind, ARTICLE);
        for segment in &self.segments {
            let kinds = segment.inverted(self.fields.kind)?;
            self.articles += u64::from(kinds.doc_freq(&kind).map_err(Error::engine("counting articles"))?);
            title_words += segment.inverted(self.fields.title)?.total_num_tokens();
            body_words += segment.inverted(self.fields.body)?.total_num_tokens();
        }
        let mean = |words: u64| FieldStats { mean_length: words as f32 / (self.articles.max(1)) as f32 };
        self.title_stats = mean(title_words);
        self.body_stats = mean(body_words);
        let languages = self.languages()?;
        self.stemmers = languages.iter().filter_map(|language| Stemmer::of(language)).collect();
        if self.stemmers.is_empty() {
            // Texts too short to tell their language are English more often than not.
            self.stemmers.extend(Stemmer::of("en"));
        }
        Ok(())
    }

    /// The languages of at least [`MIN_LANGUAGE_SHARE`] of the documents, by the looks of
    /// [`LANGUAGE_SAMPLE`] of them.
    fn languages(&self) -> Result<Vec<String>> {
        let all: u32 = self.segments.iter().map(|segment| segment.reader.max_doc()).sum();
        let step = (all / LANGUAGE_SAMPLE).max(1) as usize;
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for segment in &self.segments {
            let Some(column) = &segment.language else { continue };
            let mut by_ord = vec![0; column.num_terms()];
            for doc in (0..segment.reader.max_doc()).step_by(step) {
                if let Some(slot) = column.ords().first(doc).and_then(|ord| by_ord.get_mut(ord as usize)) {
                    *slot += 1;
                }
            }
            for (ord, count) in by_ord.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                *counts.entry(text_of(&segment.language, ord as u64)?).or_default() += count;
            }
        }
        counts.remove(UNKNOWN);
        let total: u32 = counts.values().sum();
        let is_common = |count: u32| f64::from(count) >= MIN_LANGUAGE_SHARE * f64::from(total);
        Ok(counts.into_iter().filter(|(_, count)| is_common(*count)).map(|(language, _)| language).collect())
    }

    /// Reads the user's outlets instead of the bundled ones; a table that is damaged is left out,
    /// as the indexer tells of it.
    pub fn set_outlets(&mut self, user_table: &str) {
        if let Ok(outlets) = Outlets::with_user_table(user_table) {
            self.outlets = OnceLock::from(outlets);
        }
    }

    /// The forms that a word stands for in a field of a segment.
    pub fn forms(&self, segment: usize, field: Field, leaf: &Leaf) -> Result<Arc<Vec<TermForm>>> {
        let key = (segment, field, leaf.clone());
        if let Some(known) = self.memory.forms(&key) {
            return Ok(known);
        }
        let inverted = self.segments[segment].inverted(field)?;
        let mut found = Vec::new();
        // Taken out meanwhile: another thread begins with nothing rather than wait.
        let mut shared = self.memory.take_shared(leaf);
        forms::expand(inverted.terms(), leaf, &self.stemmers, &mut shared, &mut |form| found.push(form))?;
        self.memory.keep_shared(leaf, shared);
        let found = Arc::new(found);
        self.memory.keep_forms(key, found.clone());
        Ok(found)
    }

    /// Says what names of filters mean.
    pub fn resolver(&self) -> Resolver<'_> {
        Resolver { segments: &self.segments, people: &self.people, outlets: &self.outlets, notes: Vec::new() }
    }

    /// Number of live articles and of live quotations.
    pub fn counts(&self) -> Result<(u64, u64)> {
        let mut counts = (0, 0);
        for segment in &self.segments {
            for (kind, count) in [(ARTICLE, &mut counts.0), (QUOTE, &mut counts.1)] {
                let term = Term::from_field_text(self.fields.kind, kind);
                let kinds = segment.inverted(self.fields.kind)?;
                let doing = "counting articles";
                let Some(postings) =
                    kinds.read_postings(&term, IndexRecordOption::Basic).map_err(Error::engine(doing))?
                else {
                    continue;
                };
                *count += match segment.reader.alive_bitset() {
                    None => u64::from(postings.doc_freq()),
                    Some(alive) => u64::from(postings.doc_freq_given_deletes(alive)),
                };
            }
        }
        Ok(counts)
    }

    fn document(&self, address: Address) -> Result<TantivyDocument> {
        let doing = "reading a stored article";
        let slot = &self.stores[address.segment];
        let store = match slot.get() {
            Some(store) => store,
            None => {
                let segment = &self.segments[address.segment];
                let store = segment
                    .reader
                    .get_store_reader(STORE_CACHE_BLOCKS)
                    .map_err(|source| Error::Engine { doing, source: Box::new(source) })?;
                slot.get_or_init(|| store)
            }
        };
        store.get(address.doc).map_err(Error::engine(doing))
    }

    /// Reads an article and the name of its source.
    pub fn stored(&self, address: Address) -> Result<(Article, String)> {
        stop::check()?;
        let document = self.document(address)?;
        let text = document.get_first(self.fields.text).and_then(|value| value.as_str()).unwrap_or("").to_owned();
        let meta = document.get_first(self.fields.meta).and_then(|value| value.as_bytes()).unwrap_or(b"{}");
        let stored: Stored = serde_json::from_slice(meta).map_err(Error::engine("reading a stored article"))?;
        let source = stored.source.clone();
        Ok((stored.into_article(text), source))
    }

    /// The value of the id column of an article, or of a quotation's article: the record's own id, or the path with the record's number.
    pub fn plain_id(&self, address: Address) -> Result<String> {
        let segment = &self.segments[address.segment];
        match segment.id.as_ref().and_then(|ids| ids.ords().first(segment.article_of(address.doc))) {
            Some(ord) => text_of(&segment.id, ord),
            None => Ok(String::new()),
        }
    }

    /// The live article with a key, see [`super::encode::key_term`].
    pub fn keyed(&self, key: &str) -> Result<Option<Address>> {
        // The article stands before its quotations, which have its key too.
        Ok(self.with_term(Term::from_field_text(self.fields.key, key))?.into_iter().next())
    }

    pub(super) fn with_term(&self, term: Term) -> Result<Vec<Address>> {
        let mut found = Vec::new();
        for (number, segment) in self.segments.iter().enumerate() {
            let names = segment.inverted(term.field())?;
            let doing = "looking an id up";
            let Some(mut postings) =
                names.read_postings(&term, IndexRecordOption::Basic).map_err(Error::engine(doing))?
            else {
                continue;
            };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if !segment.is_deleted(doc) {
                    found.push(Address { segment: number, doc });
                }
                doc = postings.advance();
            }
        }
        Ok(found)
    }

    /// Who said each of an article's quotations, named as in the whole archive.
    pub fn people_of(&self, article: &Article) -> Vec<Option<String>> {
        article
            .quotes
            .iter()
            .map(|quote| {
                let speaker = quote.speaker.as_ref()?;
                let person = self.people.of_key(&super::stored::speaker_key(speaker));
                Some(person.map_or(speaker.name.clone(), |person| self.people.name(person).to_owned()))
            })
            .collect()
    }
}
