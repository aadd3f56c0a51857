//! From the syntax tree to cursors: the one place where a query meets the index.
//!
//! [`Lowering`] is made for one request. It finds the forms each word stands for once, counts
//! how many articles have them, and then builds the cursors of each segment.

pub mod counts;
mod filters;
mod places;
mod quotations;
pub mod shape;
mod stored;
mod target;
mod within;

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};

use self::shape::{check_size, is_of_one_place, is_side_by_side, loosened, needs_quotation, positive};
pub use self::target::Target;
use self::within::{Room, Window, Within};
use super::cursor::{And, AndNot, Check, Cursor, Nothing, Or, Unscored, WordCursor};
use super::forms::TermForm;
use super::names::Resolver;
use super::pattern::PatternCursor;
use super::postings::Union;
use super::reader::Reader;
use super::score::{FieldStats, FieldWeight, Part, idf};
use super::segment::Segment;
use super::view::Unread;
use crate::error::{Error, Result};
use crate::query::pattern::{Leaf, Pattern};
use crate::query::{Near, Query, Scope};

/// Most words of one query; a bound on the work one request can ask for.
pub const MAX_LEAVES: usize = 4096;

/// How much function words and single letters weigh in a list of words joined by OR, where
/// they carry no meaning of their own.
pub const WEAK: f32 = 0.1;

/// What two words of such a list that stand side by side in the text as they do in the query
/// count for besides, as a share of a phrase: the ordered pairs of the sequential dependence
/// model (Metzler and Croft, SIGIR 2005), where 0.1 is the usual share.
pub const NEIGHBOURS: f32 = 0.1;

/// A part of a query on one segment.
enum Lowered<'r> {
    /// Documents to go over.
    Cursor(Box<dyn Cursor + 'r>),
    /// A test that needs documents to be given.
    Check(Check<'r>),
    /// Every document of the target.
    All,
    /// No document.
    Nothing,
}

type FormsByLeaf = FxHashMap<(usize, Field, Leaf), Arc<Vec<TermForm>>>;

/// Builds the cursors of one request.
pub struct Lowering<'r> {
    reader: &'r Reader,
    target: Target,
    /// How many documents there are, and the length of the text of one.
    documents: u64,
    text_stats: FieldStats,
    /// For what a query of quotations asks of their articles.
    of_articles: OnceCell<Box<Lowering<'r>>>,
    names: RefCell<Resolver<'r>>,
    /// Stored articles that could not be read.
    pub unread: Unread,
    /// Forms of each leaf by segment and field.
    forms: RefCell<FormsByLeaf>,
    frequencies: RefCell<FxHashMap<Leaf, u64>>,
}

impl<'r> Lowering<'r> {
    /// Prepares a request for articles.
    pub fn new(reader: &'r Reader) -> Lowering<'r> {
        Lowering::over(reader, Target::Articles, reader.articles, reader.body_stats)
    }

    fn over(reader: &'r Reader, target: Target, documents: u64, text_stats: FieldStats) -> Lowering<'r> {
        Lowering {
            reader,
            target,
            documents,
            text_stats,
            of_articles: OnceCell::new(),
            names: RefCell::new(reader.resolver()),
            unread: Unread::default(),
            forms: RefCell::default(),
            frequencies: RefCell::default(),
        }
    }

    /// What to tell the user of names that were widened; an error if an article on which the answer
    /// hangs could not be read.
    pub fn finish(self) -> Result<Vec<String>> {
        self.unread.check()?;
        let mut notes = self.names.into_inner().notes;
        if let Some(of_articles) = self.of_articles.into_inner() {
            notes.extend(of_articles.finish()?);
        }
        Ok(notes)
    }

    /// The cursor over the documents of a segment that match `query`.
    pub fn root(&self, segment: usize, query: &Query) -> Result<Box<dyn Cursor + 'r>> {
        check_size(query)?;
        let lowered = self.lower(segment, query, &Within::whole(), 1.0)?;
        self.cursor(segment, lowered)
    }

    fn segment(&self, segment: usize) -> &'r Segment {
        &self.reader.segments[segment]
    }

    fn cursor(&self, segment: usize, lowered: Lowered<'r>) -> Result<Box<dyn Cursor + 'r>> {
        Ok(match lowered {
            Lowered::Cursor(cursor) => cursor,
            Lowered::Nothing => Box::new(Nothing),
            Lowered::All => self.all(segment)?,
            Lowered::Check(check) => Box::new(And::new(vec![self.all(segment)?], vec![check])),
        })
    }

    fn all(&self, segment: usize) -> Result<Box<dyn Cursor + 'r>> {
        Ok(match self.segment(segment).of_kind(self.target.kind())? {
            Some(documents) => Box::new(Unscored(documents)),
            None => Box::new(Nothing),
        })
    }

    fn lower<'q>(&self, segment: usize, query: &'q Query, within: &Within<'q>, weight: f32) -> Result<Lowered<'r>> {
        if matches!(within.window, Window::Quote(_)) && !is_of_one_place(query) {
            return self.same_quote(segment, query, within, weight);
        }
        Ok(match query {
            Query::All => Lowered::All,
            Query::And(operands) => self.and(segment, operands, within, weight)?,
            Query::Or(operands) => self.or(segment, operands, within, weight)?,
            Query::Not(operand) => match self.lower(segment, operand, within, weight)? {
                Lowered::All => Lowered::Nothing,
                Lowered::Nothing => Lowered::All,
                Lowered::Check(check) => Lowered::Check(Box::new(move |doc| !check(doc))),
                Lowered::Cursor(excluded) => Lowered::Cursor(Box::new(AndNot::new(self.all(segment)?, excluded))),
            },
            Query::In { scope, query: inner, speakers } if self.target == Target::Quotations => {
                self.in_quotation(segment, *scope, inner, speakers, (within, weight))?
            }
            Query::In { scope, query: inner, speakers } => {
                let inside = within.narrowed(*scope, speakers);
                if *scope == Scope::Said && matches!(inside.window, Window::Nothing) {
                    return Ok(Lowered::Nothing);
                }
                self.lower(segment, inner, &inside, weight)?
            }
            Query::AtLeast { count, query: inner } => match Pattern::of(inner) {
                Some(pattern) => self.pattern(segment, &pattern, query, within, weight, *count as usize)?,
                None => self.checked(segment, query, &positive(inner), within, weight)?,
            },
            Query::Outlet(name) => {
                let outlets = self.names.borrow_mut().outlets(name)?;
                self.column_check(segment, |segment| &segment.outlet, &outlets)?
            }
            Query::Author(name) => {
                let authors = self.names.borrow_mut().authors(name)?;
                self.article_check(segment, |segment| &segment.author, &authors)?
            }
            Query::Language(code) => {
                self.column_check(segment, |segment| &segment.language, std::slice::from_ref(code))?
            }
            Query::Speaker(name) => {
                let people = self.names.borrow_mut().people(std::slice::from_ref(name));
                self.speaker_check(segment, &people)
            }
            Query::Date(range) => self.date_check(segment, *range),
            Query::Unknown(field) => self.unknown_check(segment, *field),
            other => match Pattern::of(other) {
                Some(pattern) => self.pattern(segment, &pattern, other, within, weight, 1)?,
                // A distance between more than places, which no parser makes.
                None => self.checked(segment, other, &loosened(other), within, weight)?,
            },
        })
    }

    fn and<'q>(&self, segment: usize, operands: &'q [Query], within: &Within<'q>, weight: f32) -> Result<Lowered<'r>> {
        let mut parts = Vec::with_capacity(operands.len());
        for operand in operands {
            let (operand, negated) = match operand {
                Query::Not(inner) => (&**inner, true),
                other => (other, false),
            };
            let part = self.lower(segment, operand, within, weight)?;
            if matches!((&part, negated), (Lowered::Nothing, false) | (Lowered::All, true)) {
                return Ok(Lowered::Nothing);
            }
            parts.push((part, negated));
        }
        self.all_of(segment, parts.into_iter())
    }

    /// All of the parts, each perhaps negated.
    fn all_of(&self, segment: usize, parts: impl Iterator<Item = (Lowered<'r>, bool)>) -> Result<Lowered<'r>> {
        let mut cursors = Vec::new();
        let mut excluded = Vec::new();
        let mut checks = Vec::new();
        for part in parts {
            match part {
                (Lowered::Nothing, false) | (Lowered::All, true) => return Ok(Lowered::Nothing),
                (Lowered::All, false) | (Lowered::Nothing, true) => {}
                (Lowered::Cursor(cursor), false) => cursors.push(cursor),
                (Lowered::Cursor(cursor), true) => excluded.push(cursor),
                (Lowered::Check(check), false) => checks.push(check),
                (Lowered::Check(check), true) => checks.push(Box::new(move |doc| !check(doc))),
            }
        }
        if cursors.is_empty() && excluded.is_empty() {
            return Ok(if checks.is_empty() {
                Lowered::All
            } else {
                Lowered::Check(Box::new(move |doc| checks.iter().all(|check| check(doc))))
            });
        }
        if cursors.is_empty() {
            cursors.push(self.all(segment)?);
        }
        let mut cursor: Box<dyn Cursor + 'r> = if cursors.len() == 1 && checks.is_empty() {
            cursors.remove(0)
        } else {
            Box::new(And::new(cursors, checks))
        };
        for excluded in excluded {
            cursor = Box::new(AndNot::new(cursor, excluded));
        }
        Ok(Lowered::Cursor(cursor))
    }

    fn or<'q>(&self, segment: usize, operands: &'q [Query], within: &Within<'q>, weight: f32) -> Result<Lowered<'r>> {
        let mut cursors = Vec::new();
        let mut checks: Vec<Check<'r>> = Vec::new();
        for (operand, times) in shape::weighed(operands) {
            match self.lower(segment, operand, within, weight * times)? {
                Lowered::Nothing => {}
                Lowered::All => return Ok(Lowered::All),
                Lowered::Cursor(cursor) => cursors.push(cursor),
                Lowered::Check(check) => checks.push(check),
            }
        }
        cursors.extend(self.neighbours(segment, operands, within, weight)?);
        if cursors.is_empty() {
            return Ok(if checks.is_empty() {
                Lowered::Nothing
            } else {
                Lowered::Check(Box::new(move |doc| checks.iter().any(|check| check(doc))))
            });
        }
        for check in checks {
            cursors.push(Box::new(And::new(vec![self.all(segment)?], vec![check])));
        }
        Ok(Lowered::Cursor(if cursors.len() == 1 { cursors.remove(0) } else { Box::new(Or::new(cursors)) }))
    }

    /// In a list of words, those that stand side by side in the query and in the text as well
    /// count for more: they matched already, so this changes the order alone.
    fn neighbours(
        &self,
        segment: usize,
        operands: &[Query],
        within: &Within<'_>,
        weight: f32,
    ) -> Result<Vec<Box<dyn Cursor + 'r>>> {
        let mut cursors = Vec::new();
        for phrase in shape::neighbours(operands) {
            if let Lowered::Cursor(cursor) = self.lower(segment, &phrase, within, weight * NEIGHBOURS)? {
                cursors.push(cursor);
            }
        }
        Ok(cursors)
    }

    fn pattern(
        &self,
        segment: usize,
        pattern: &Pattern,
        source: &Query,
        within: &Within<'_>,
        weight: f32,
        at_least: usize,
    ) -> Result<Lowered<'r>> {
        let misleads = pattern.has_literal() && !is_side_by_side(pattern);
        if misleads || (self.target == Target::Quotations && needs_quotation(pattern)) {
            // Folded words in other places than the letters asked for would mislead, and the
            // words of quotations have no boundaries in the index.
            return self.checked(segment, source, &loosened(source), within, weight);
        }
        let (text, title) = self.text_fields();
        let mut parts: Vec<(Part, Field)> = Vec::new();
        if let Some(title) = title.filter(|_| within.title) {
            parts.push((Part::Title, title));
        }
        let room = match within.window {
            Window::Whole => Some(Room::Whole),
            Window::Narration => Some(Room::Narration),
            Window::Quote(_) => Some(Room::Quote),
            Window::Nothing => None,
        };
        if within.text && room.is_some() {
            parts.push((Part::Body, text));
        }
        let room = room.unwrap_or(Room::Whole);
        let idf = weight * self.idf(pattern)?;
        if let Pattern::Leaf { leaf, literal: None } = pattern
            && room == Room::Whole
            && at_least <= 1
        {
            let mut lists = Vec::new();
            for (part, field) in parts {
                let union = self.union(segment, field, leaf, IndexRecordOption::WithFreqs)?;
                if union.cost() > 0 {
                    lists.push((union, self.weight(segment, part, field)?));
                }
            }
            if lists.is_empty() {
                return Ok(Lowered::Nothing);
            }
            return Ok(Lowered::Cursor(Box::new(WordCursor::new(lists, idf))));
        }
        if let (Pattern::Leaf { leaf, literal: None }, Window::Quote(speakers)) = (pattern, &within.window)
            && self.target == Target::Articles
            && at_least <= 1
            && let Some(lowered) = self.said_word(segment, leaf, speakers, idf)?
        {
            return Ok(lowered);
        }
        if room == Room::Whole && at_least <= 1 {
            let mut lists = Vec::new();
            for (part, field) in &parts {
                if let Some(union) = self.whole_pair(segment, *field, pattern)? {
                    lists.push((union, self.weight(segment, *part, *field)?));
                }
            }
            if !lists.is_empty() {
                return Ok(Lowered::Cursor(Box::new(WordCursor::new(lists, idf))));
            }
        }
        let mut positional = Vec::new();
        for (part, field) in parts {
            let Some(mut node) = self.positional(segment, field, pattern, room)? else { continue };
            if let Window::Quote(speakers) = &within.window {
                node = self.quoted(segment, node, speakers)?;
            }
            positional.push((node, self.weight(segment, part, field)?));
        }
        if positional.is_empty() {
            return Ok(Lowered::Nothing);
        }
        let cursor = Lowered::Cursor(Box::new(PatternCursor::new(positional, idf, at_least)));
        // The index knows folded words only; letters are compared in the stored text.
        if pattern.has_literal() { self.decide(segment, source, cursor, within) } else { Ok(cursor) }
    }

    fn weight(&self, segment: usize, part: Part, field: Field) -> Result<FieldWeight> {
        let stats = match part {
            Part::Title => self.reader.title_stats,
            Part::Body => self.text_stats,
        };
        let norms = self.segment(segment).reader.fieldnorms_readers().get_field(field);
        Ok(FieldWeight::new(part, norms.map_err(Error::engine("reading the lengths of articles"))?, stats))
    }

    fn forms(&self, segment: usize, field: Field, leaf: &Leaf) -> Result<Arc<Vec<TermForm>>> {
        let key = (segment, field, leaf.clone());
        if let Some(known) = self.forms.borrow().get(&key) {
            return Ok(known.clone());
        }
        let found = self.reader.forms(segment, field, leaf)?;
        self.forms.borrow_mut().insert(key, found.clone());
        Ok(found)
    }

    fn union(&self, segment: usize, field: Field, leaf: &Leaf, option: IndexRecordOption) -> Result<Union> {
        self.union_of(segment, field, leaf, option, |_| true)
    }

    /// The forms of a leaf that span a number of places that is to be kept.
    fn union_of(
        &self,
        segment: usize,
        field: Field,
        leaf: &Leaf,
        option: IndexRecordOption,
        is_kept: impl Fn(u32) -> bool,
    ) -> Result<Union> {
        let forms = self.forms(segment, field, leaf)?;
        let inverted = self.segment(segment).inverted(field)?;
        let mut lists = Vec::with_capacity(forms.len());
        for form in forms.iter().filter(|form| is_kept(form.width)) {
            let postings =
                inverted.read_postings_from_terminfo(&form.info, option).map_err(Error::engine("reading postings"))?;
            lists.push((postings, form.width));
        }
        Ok(Union::new(lists))
    }

    /// What a pattern's rarity is worth: that of its words added up, of the rarest alternative.
    fn idf(&self, pattern: &Pattern) -> Result<f32> {
        Ok(match pattern {
            Pattern::Leaf { leaf, .. } => idf(self.frequency(leaf)?, self.documents),
            Pattern::Seq { parts, .. } => {
                let mut sum = 0.0;
                for part in parts {
                    sum += self.idf(part)?;
                }
                sum
            }
            Pattern::Any(parts) => {
                let mut least = f32::INFINITY;
                for part in parts {
                    least = least.min(self.idf(part)?);
                }
                if least.is_finite() { least } else { 0.0 }
            }
            Pattern::Near { left, near, right } => match near {
                Near::NotWithin(_) => self.idf(left)?,
                _ => self.idf(left)? + self.idf(right)?,
            },
            Pattern::In { pattern, .. } => self.idf(pattern)?,
        })
    }

    /// In how many documents any form of a leaf occurs, in any of the fields.
    ///
    /// One form in one field: as stored. Several: counted, as the sum would count articles with
    /// two forms twice and rank them wrongly.
    fn frequency(&self, leaf: &Leaf) -> Result<u64> {
        if let Some(known) = self.frequencies.borrow().get(leaf) {
            return Ok(*known);
        }
        let key = (self.target, leaf.clone());
        if let Some(known) = self.reader.memory.frequency(&key) {
            return Ok(known);
        }
        let (text, title) = self.text_fields();
        let mut frequency = 0;
        for segment in 0..self.reader.segments.len() {
            let in_text = self.forms(segment, text, leaf)?;
            let in_title = title.map(|title| Ok((title, self.forms(segment, title, leaf)?))).transpose()?;
            let of_title = in_title.as_ref().map_or(&[][..], |(_, forms)| forms.as_slice());
            frequency += match (in_text.as_slice(), of_title) {
                ([], []) => 0,
                ([only], []) | ([], [only]) => u64::from(only.info.doc_freq),
                _ => self.count(segment, in_title.into_iter().chain([(text, in_text.clone())]))?,
            };
        }
        self.frequencies.borrow_mut().insert(leaf.clone(), frequency);
        self.reader.memory.keep_frequency(key, frequency);
        Ok(frequency)
    }

    fn count(&self, segment: usize, lists: impl Iterator<Item = (Field, Arc<Vec<TermForm>>)>) -> Result<u64> {
        let max_doc = self.segment(segment).reader.max_doc() as usize;
        let mut seen = vec![0u64; max_doc / 64 + 1];
        for (field, forms) in lists {
            let inverted = self.segment(segment).inverted(field)?;
            let infos: Vec<&TermInfo> = forms.iter().map(|form| &form.info).collect();
            for info in infos {
                let mut block = inverted
                    .read_block_postings_from_terminfo(info, IndexRecordOption::Basic)
                    .map_err(Error::engine("counting articles"))?;
                loop {
                    let docs = block.docs();
                    if docs.is_empty() {
                        break;
                    }
                    for doc in docs {
                        if let Some(word) = seen.get_mut(*doc as usize / 64) {
                            *word |= 1 << (doc % 64);
                        }
                    }
                    block.advance();
                }
            }
        }
        Ok(seen.iter().map(|word| u64::from(word.count_ones())).sum())
    }
}
