//! One segment opened for searching: its dictionaries, columns and statistics.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Column, StrColumn};
use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::index::{InvertedIndexReader, SegmentComponent, SegmentReader};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Term};

use super::postings::Union;
use super::schema::Fields;
use super::spoken::Spoken;
use crate::error::{Error, Result};
use crate::people::People;

/// A segment with what searching needs of it, opened once.
pub struct Segment {
    pub reader: SegmentReader,
    pub fields: Fields,
    title: OnceLock<Arc<InvertedIndexReader>>,
    body: OnceLock<Arc<InvertedIndexReader>>,
    pairs: OnceLock<Arc<InvertedIndexReader>>,
    marks: OnceLock<Arc<InvertedIndexReader>>,
    positions: OnceLock<CompositeFile>,
    pub outlet: Option<StrColumn>,
    pub language: Option<StrColumn>,
    pub author: Option<StrColumn>,
    pub id: Option<StrColumn>,
    pub speaker: Option<StrColumn>,
    pub date: Column<u64>,
    ordinal: Column<u64>,
    /// Person of each speaker key by its ordinal, as far as asked for.
    people: OnceLock<Vec<AtomicU32>>,
    /// True when all of them are known.
    knows_all: AtomicBool,
    /// How many of them were looked up one by one.
    lookups: AtomicU32,
    /// The people of each document.
    pub spoken: Spoken,
}

/// After so many single look-ups the rest is looked up at once: a look-up costs some
/// microseconds, all of a segment some milliseconds.
const MANY_LOOKUPS: u32 = 100;

/// Not looked up yet.
const PENDING: u32 = u32::MAX;
/// Nobody: the key of a quotation without a speaker.
pub const NOBODY: u32 = u32::MAX - 1;

impl Segment {
    /// Opens the columns of a segment.
    pub fn open(reader: SegmentReader, fields: Fields) -> Result<Segment> {
        let doing = "opening a segment";
        let columns = reader.fast_fields().clone();
        let text = |name: &str| columns.str(name).map_err(Error::engine(doing));
        let number = |name: &str| columns.u64(name).map_err(Error::engine(doing));
        Ok(Segment {
            outlet: text("outlet")?,
            language: text("language")?,
            author: text("author")?,
            id: text("id")?,
            speaker: text("speaker")?,
            date: number("date")?,
            ordinal: number("ordinal")?,
            title: OnceLock::new(),
            body: OnceLock::new(),
            pairs: OnceLock::new(),
            marks: OnceLock::new(),
            positions: OnceLock::new(),
            people: OnceLock::new(),
            knows_all: AtomicBool::new(false),
            lookups: AtomicU32::new(0),
            spoken: Spoken::default(),
            fields,
            reader,
        })
    }

    /// The dictionary and postings of a field.
    pub fn inverted(&self, field: Field) -> Result<Arc<InvertedIndexReader>> {
        let slot = match field {
            _ if field == self.fields.title => &self.title,
            _ if field == self.fields.body => &self.body,
            _ if field == self.fields.pairs => &self.pairs,
            _ if field == self.fields.marks => &self.marks,
            _ => return self.reader.inverted_index(field).map_err(Error::engine("opening a field")),
        };
        if let Some(open) = slot.get() {
            return Ok(open.clone());
        }
        let open = self.reader.inverted_index(field).map_err(Error::engine("opening a field"))?;
        Ok(slot.get_or_init(|| open).clone())
    }

    /// The positions of a field's words.
    pub fn positions(&self, field: Field) -> Result<FileSlice> {
        let doing = "opening the positions";
        if self.positions.get().is_none() {
            let file = self.reader.open_read(SegmentComponent::Positions).map_err(Error::engine(doing))?;
            let file = CompositeFile::open(&file).map_err(Error::engine(doing))?;
            let _ = self.positions.set(file);
        }
        let file = self.positions.get().and_then(|file| file.open_read(field));
        Ok(file.unwrap_or_else(FileSlice::empty))
    }

    /// The postings of a term of `marks`.
    pub fn marks(&self, term: &str) -> Result<Union> {
        let inverted = self.inverted(self.fields.marks)?;
        let term = Term::from_field_text(self.fields.marks, term);
        let postings = inverted
            .read_postings(&term, IndexRecordOption::WithFreqsAndPositions)
            .map_err(Error::engine("reading boundaries"))?;
        Ok(Union::new(postings.map(|postings| (postings, 1))))
    }

    /// All documents of a kind, deleted ones included.
    pub fn of_kind(&self, kind: &str) -> Result<Option<tantivy::postings::SegmentPostings>> {
        self.reader
            .inverted_index(self.fields.kind)
            .and_then(|kinds| {
                let term = Term::from_field_text(self.fields.kind, kind);
                Ok(kinds.read_postings(&term, IndexRecordOption::Basic)?)
            })
            .map_err(Error::engine("listing the documents"))
    }

    /// The person of a speaker key's ordinal.
    pub fn person(&self, ord: u64, people: &People) -> u32 {
        let Some(column) = &self.speaker else { return NOBODY };
        let known = self.people.get_or_init(|| (0..column.num_terms()).map(|_| AtomicU32::new(PENDING)).collect());
        let Some(slot) = known.get(ord as usize) else { return NOBODY };
        let person = slot.load(Ordering::Relaxed);
        if person != PENDING {
            return person;
        }
        if self.lookups.fetch_add(1, Ordering::Relaxed) == MANY_LOOKUPS && self.fill_people(people).is_ok() {
            return slot.load(Ordering::Relaxed);
        }
        let mut key = String::new();
        let person = match column.ord_to_str(ord, &mut key) {
            Ok(true) if !key.is_empty() => people.of_key(&key).unwrap_or(NOBODY),
            _ => NOBODY,
        };
        slot.store(person, Ordering::Relaxed);
        person
    }

    /// Looks all speaker keys up at once, which is far cheaper than one by one.
    fn fill_people(&self, people: &People) -> Result<()> {
        let Some(column) = &self.speaker else { return Ok(()) };
        let known = self.people.get_or_init(|| (0..column.num_terms()).map(|_| AtomicU32::new(PENDING)).collect());
        if self.knows_all.load(Ordering::Acquire) {
            return Ok(());
        }
        let mut stream = column.dictionary().stream().map_err(Error::engine("listing the speakers"))?;
        // Both lists are in order of the keys: one pass over the two.
        let mut table = people.keys().peekable();
        let mut ord = 0;
        while stream.advance() {
            let key = stream.key();
            while table.peek().is_some_and(|(known, ..)| known.as_bytes() < key) {
                table.next();
            }
            let person = match table.peek() {
                Some((known, person, _)) if known.as_bytes() == key => *person,
                _ => NOBODY,
            };
            if let Some(slot) = known.get(ord) {
                slot.store(person, Ordering::Relaxed);
            }
            ord += 1;
        }
        self.knows_all.store(true, Ordering::Release);
        Ok(())
    }

    /// The person of every speaker key, in order of the keys.
    pub fn all_people(&self, people: &People) -> Result<Vec<u32>> {
        self.fill_people(people)?;
        Ok(self
            .people
            .get()
            .map_or_else(Vec::new, |known| known.iter().map(|person| person.load(Ordering::Relaxed)).collect()))
    }

    /// Takes people worked out before, if they are as many as the keys.
    pub fn set_people(&self, people: impl ExactSizeIterator<Item = u32>) {
        let is_whole = self.speaker.as_ref().is_some_and(|column| column.num_terms() == people.len());
        if is_whole && self.people.set(people.map(AtomicU32::new).collect()).is_ok() {
            self.knows_all.store(true, Ordering::Release);
        }
    }

    /// The number of a quotation within its article, from 1; 0 for an article.
    pub fn ordinal(&self, doc: DocId) -> u32 {
        self.ordinal.first(doc).unwrap_or(0) as u32
    }

    /// The article that a document is or belongs to.
    pub fn article_of(&self, doc: DocId) -> DocId {
        doc.saturating_sub(self.ordinal(doc))
    }

    /// True if the document was deleted by a later commit.
    pub fn is_deleted(&self, doc: DocId) -> bool {
        self.reader.is_deleted(doc)
    }
}

/// The text of a column's ordinal; empty if there is none.
pub fn text_of(column: &Option<StrColumn>, ord: u64) -> Result<String> {
    let mut text = String::new();
    if let Some(column) = column {
        column.ord_to_str(ord, &mut text).map_err(Error::engine("reading a column"))?;
    }
    Ok(text)
}

/// The texts of a column's ordinals, which come in order and once each. A look-up by itself unpacks a
/// block of the dictionary; this unpacks each block once.
pub fn texts_of(column: &Option<StrColumn>, ords: &[u64]) -> Result<Vec<String>> {
    let Some(column) = column else { return Ok(vec![String::new(); ords.len()]) };
    let mut texts = Vec::with_capacity(ords.len());
    let found = column
        .dictionary()
        .sorted_ords_to_term_cb(ords, |text| texts.push(String::from_utf8_lossy(text).into_owned()))
        .map_err(Error::engine("reading a column"))?;
    debug_assert!(found, "a column has an ordinal that its dictionary lacks");
    texts.resize(ords.len(), String::new());
    Ok(texts)
}
