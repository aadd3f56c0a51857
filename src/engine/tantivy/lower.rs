//! From the syntax tree to cursors: the one place where a query meets the index.
//!
//! [`Lowering`] is made for one request. It finds the forms each word stands for once, counts
//! how many articles have them, and then builds the cursors of each segment.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Term};

use super::cursor::{And, AndNot, Check, Cursor, Nothing, Or, PatternCursor, Unscored, WordCursor};
use super::encode::{PARAGRAPH, QUOTE_END, QUOTE_FIRST, SENTENCE};
use super::forms::{self, TermForm};
use super::names::{Resolver, ordinals};
use super::positional::{Alternatives, Marks, Nearby, Positional, Rigid, Sequence};
use super::postings::Union;
use super::reader::Reader;
use super::scope::{QuoteFilter, Scoped};
use super::score::{FieldWeight, Part, idf};
use super::segment::Segment;
use super::view::stored_check;
use crate::error::{Error, Result};
use crate::model::DateRange;
use crate::query::ast::UnknownField;
use crate::query::pattern::{Leaf, Pattern};
use crate::query::{Name, Near, Query, Scope};
use crate::text::is_function_word;

/// Most words of one query; a bound on the work one request can ask for.
pub const MAX_LEAVES: usize = 4096;

/// How much function words and single letters weigh in a list of words joined by OR, where
/// they carry no meaning of their own.
const WEAK: f32 = 0.1;

/// What two words of such a list that stand side by side in the text as they do in the query
/// count for besides, as a share of a phrase: the ordered pairs of the sequential dependence
/// model (Metzler and Croft, SIGIR 2005), where 0.1 is the usual share.
const NEIGHBOURS: f32 = 0.1;

/// A part of a query on one segment.
enum Lowered<'r> {
    /// Documents to go over.
    Cursor(Box<dyn Cursor + 'r>),
    /// A test that needs documents to be given.
    Check(Check<'r>),
    /// Every article.
    All,
    /// No article.
    Nothing,
}

/// Builds the cursors of one request.
pub struct Lowering<'r> {
    reader: &'r Reader,
    names: RefCell<Resolver<'r>>,
    /// Forms of each leaf by segment and field.
    forms: RefCell<FxHashMap<(usize, Field, Leaf), Rc<Vec<TermForm>>>>,
    frequencies: RefCell<FxHashMap<Leaf, u64>>,
}

/// Which words of the article a pattern is looked for in.
#[derive(Clone)]
struct Within<'q> {
    scope: Option<Scope>,
    speakers: &'q [Name],
}

impl<'r> Lowering<'r> {
    /// Prepares a request.
    pub fn new(reader: &'r Reader) -> Lowering<'r> {
        let names = RefCell::new(reader.resolver());
        Lowering { reader, names, forms: RefCell::default(), frequencies: RefCell::default() }
    }

    /// What to tell the user of names that were widened.
    pub fn into_notes(self) -> Vec<String> {
        self.names.into_inner().notes
    }

    /// The cursor over the articles of a segment that match `query`.
    pub fn root(&self, segment: usize, query: &Query) -> Result<Box<dyn Cursor + 'r>> {
        let within = Within { scope: None, speakers: &[] };
        let lowered = self.lower(segment, query, &within, 1.0)?;
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
        Ok(match self.segment(segment).articles()? {
            Some(articles) => Box::new(Unscored(articles)),
            None => Box::new(Nothing),
        })
    }

    fn lower(&self, segment: usize, query: &Query, within: &Within<'_>, weight: f32) -> Result<Lowered<'r>> {
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
            Query::In { scope, query: inner, speakers } => {
                let inside = Within { scope: Some(*scope), speakers };
                // Words that are all to stand in the same quotation, or the absence of one there:
                // the index gives candidates, the stored text decides.
                let is_exact = *scope == Scope::Title || Pattern::of(inner).is_some() || !holds_and(inner);
                if is_exact {
                    self.lower(segment, inner, &inside, weight)?
                } else {
                    let candidates = self.lower(segment, &positive(inner), &inside, weight)?;
                    let check = stored_check(self.reader, segment, query.clone());
                    Lowered::Cursor(Box::new(And::new(vec![self.cursor(segment, candidates)?], vec![check])))
                }
            }
            Query::AtLeast { count, query: inner } => match Pattern::of(inner) {
                Some(pattern) => self.pattern(segment, &pattern, query, within, weight, *count as usize)?,
                None => self.at_least(segment, query, inner, within, weight)?,
            },
            Query::Outlet(name) => {
                let outlets = self.names.borrow_mut().outlets(name)?;
                self.column_check(segment, |segment| &segment.outlet, &outlets)?
            }
            Query::Author(name) => {
                let authors = self.names.borrow_mut().authors(name)?;
                self.column_check(segment, |segment| &segment.author, &authors)?
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
                None => {
                    return Err(Error::Unsupported(format!("`{other}` cannot be searched for within another part")));
                }
            },
        })
    }

    fn and(&self, segment: usize, operands: &[Query], within: &Within<'_>, weight: f32) -> Result<Lowered<'r>> {
        let mut cursors = Vec::new();
        let mut excluded = Vec::new();
        let mut checks = Vec::new();
        for operand in operands {
            let (operand, negated) = match operand {
                Query::Not(inner) => (&**inner, true),
                other => (other, false),
            };
            match (self.lower(segment, operand, within, weight)?, negated) {
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

    fn or(&self, segment: usize, operands: &[Query], within: &Within<'_>, weight: f32) -> Result<Lowered<'r>> {
        // A word that is repeated counts as often, but is gone over once.
        let mut distinct: Vec<(&Query, f32)> = Vec::new();
        let mut known: FxHashMap<&Query, usize> = FxHashMap::default();
        for operand in operands {
            let at = *known.entry(operand).or_insert_with(|| {
                distinct.push((operand, 0.0));
                distinct.len() - 1
            });
            distinct[at].1 += 1.0;
        }
        let mut cursors = Vec::new();
        let mut checks: Vec<Check<'r>> = Vec::new();
        for (operand, count) in distinct {
            let weight = weight * if is_weak(operand) { WEAK } else { count };
            match self.lower(segment, operand, within, weight)? {
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
        for pair in operands.windows(2) {
            let [Query::Word(left), Query::Word(right)] = pair else { continue };
            if is_weak(&pair[0]) || is_weak(&pair[1]) {
                continue;
            }
            let phrase = Query::Phrase { words: vec![left.clone(), right.clone()], slop: 0 };
            if let Lowered::Cursor(cursor) = self.lower(segment, &phrase, within, weight * NEIGHBOURS)? {
                cursors.push(cursor);
            }
        }
        Ok(cursors)
    }

    /// Counting what has no places of its own, such as `ATLEAST3(a AND b)`.
    fn at_least(
        &self,
        segment: usize,
        query: &Query,
        inner: &Query,
        within: &Within<'_>,
        weight: f32,
    ) -> Result<Lowered<'r>> {
        let candidates = self.lower(segment, &positive(inner), within, weight)?;
        let mut whole = query.clone();
        if let Some(scope) = within.scope {
            whole = Query::In { scope, query: Box::new(whole), speakers: within.speakers.to_vec() };
        }
        let check = stored_check(self.reader, segment, whole);
        Ok(Lowered::Cursor(Box::new(And::new(vec![self.cursor(segment, candidates)?], vec![check]))))
    }

    // Filters on columns.

    fn column_check(
        &self,
        segment: usize,
        column: fn(&Segment) -> &Option<tantivy::columnar::StrColumn>,
        values: &[String],
    ) -> Result<Lowered<'r>> {
        let column = column(self.segment(segment));
        let kept = ordinals(column, values)?;
        let Some(column) = column.clone() else { return Ok(Lowered::Nothing) };
        if !kept.contains(&true) {
            return Ok(Lowered::Nothing);
        }
        Ok(Lowered::Check(Box::new(move |doc| column.term_ords(doc).any(|ord| kept.get(ord as usize) == Some(&true)))))
    }

    /// Which ordinals of speaker keys belong to the people.
    fn speaker_ordinals(&self, segment: usize, people: &[bool]) -> Vec<bool> {
        let mut keys: Vec<String> = Vec::new();
        for (key, person, _) in self.reader.people.keys() {
            if people.get(person as usize) == Some(&true) {
                keys.push(key.to_owned());
            }
        }
        ordinals(&self.segment(segment).speaker, &keys).unwrap_or_default()
    }

    fn speaker_check(&self, segment: usize, people: &[bool]) -> Lowered<'r> {
        let kept = self.speaker_ordinals(segment, people);
        match &self.segment(segment).speaker {
            Some(column) if kept.contains(&true) => {
                let column = column.clone();
                Lowered::Check(Box::new(move |doc| {
                    column.term_ords(doc).any(|ord| kept.get(ord as usize) == Some(&true))
                }))
            }
            _ => Lowered::Nothing,
        }
    }

    fn date_check(&self, segment: usize, range: DateRange) -> Lowered<'r> {
        let from = range.from.map_or(1, |date| u64::from(date.number()));
        let to = range.to.map_or(u64::MAX, |date| u64::from(date.number()));
        let dates = self.segment(segment).date.clone();
        Lowered::Check(Box::new(move |doc| dates.first(doc).is_some_and(|date| (from..=to).contains(&date))))
    }

    fn unknown_check(&self, segment: usize, field: UnknownField) -> Lowered<'r> {
        let segment = self.segment(segment);
        let is_empty = |column: &Option<tantivy::columnar::StrColumn>| -> Lowered<'r> {
            let Some(column) = column.clone() else { return Lowered::All };
            // The empty text, where it occurs, is the first of a column's values.
            let mut first = String::new();
            let has_empty = column.ord_to_str(0, &mut first).unwrap_or(false) && first.is_empty();
            Lowered::Check(Box::new(move |doc| column.term_ords(doc).all(|ord| has_empty && ord == 0)))
        };
        match field {
            UnknownField::Outlet => is_empty(&segment.outlet),
            UnknownField::Author => is_empty(&segment.author),
            UnknownField::Speaker => is_empty(&segment.speaker),
            UnknownField::Language => is_empty(&segment.language),
            UnknownField::Date => {
                let dates = segment.date.clone();
                Lowered::Check(Box::new(move |doc| dates.first(doc).is_none_or(|date| date == 0)))
            }
            UnknownField::Title => match segment.reader.get_fieldnorms_reader(segment.fields.title) {
                Ok(lengths) => Lowered::Check(Box::new(move |doc| lengths.fieldnorm(doc) == 0)),
                Err(_) => Lowered::All,
            },
        }
    }

    // Words and patterns of words.

    fn pattern(
        &self,
        segment: usize,
        pattern: &Pattern,
        source: &Query,
        within: &Within<'_>,
        weight: f32,
        at_least: usize,
    ) -> Result<Lowered<'r>> {
        let fields = self.reader.fields;
        let parts: &[(Part, Field)] = match within.scope {
            None => &[(Part::Title, fields.title), (Part::Body, fields.body)],
            Some(Scope::Title) => &[(Part::Title, fields.title)],
            Some(Scope::Said | Scope::Narration) => &[(Part::Body, fields.body)],
        };
        let idf = weight * self.idf(pattern)?;
        let is_scoped = matches!(within.scope, Some(Scope::Said | Scope::Narration));
        if let Pattern::Leaf { leaf, literal: None } = pattern
            && !is_scoped
            && at_least <= 1
        {
            let mut lists = Vec::new();
            for (part, field) in parts {
                let union = self.union(segment, *field, leaf, IndexRecordOption::WithFreqs)?;
                if union.cost() > 0 {
                    lists.push((union, self.weight(segment, *part, *field)?));
                }
            }
            if lists.is_empty() {
                return Ok(Lowered::Nothing);
            }
            return Ok(Lowered::Cursor(Box::new(WordCursor::new(lists, idf))));
        }
        let mut positional = Vec::new();
        for (part, field) in parts {
            let Some(mut node) = self.positional(segment, *field, pattern)? else { continue };
            if is_scoped {
                node = self.scoped(segment, node, within)?;
            }
            positional.push((node, self.weight(segment, *part, *field)?));
        }
        if positional.is_empty() {
            return Ok(Lowered::Nothing);
        }
        let mut cursor: Box<dyn Cursor + 'r> = Box::new(PatternCursor::new(positional, idf, at_least));
        if pattern.has_literal() {
            // The index knows folded words only; letters are compared in the stored text.
            let mut query = source.clone();
            if let Some(scope) = within.scope {
                query = Query::In { scope, query: Box::new(query), speakers: within.speakers.to_vec() };
            }
            let check = stored_check(self.reader, segment, query);
            cursor = Box::new(And::new(vec![cursor], vec![check]));
        }
        Ok(Lowered::Cursor(cursor))
    }

    fn weight(&self, segment: usize, part: Part, field: Field) -> Result<FieldWeight> {
        let stats = match part {
            Part::Title => self.reader.title_stats,
            Part::Body => self.reader.body_stats,
        };
        let norms = self.segment(segment).reader.fieldnorms_readers().get_field(field);
        Ok(FieldWeight::new(part, norms.map_err(Error::engine("reading the lengths of articles"))?, stats))
    }

    fn scoped(&self, segment: usize, inner: Box<dyn Positional>, within: &Within<'_>) -> Result<Box<dyn Positional>> {
        let filter = if within.speakers.is_empty() {
            None
        } else {
            let people = self.names.borrow_mut().people(within.speakers);
            let kept = self.speaker_ordinals(segment, &people);
            let column = self.segment(segment).speaker.clone();
            let filter: QuoteFilter = Box::new(move |doc: DocId, counted: &mut Vec<bool>| {
                if let Some(column) = &column {
                    counted.extend(column.term_ords(doc).map(|ord| kept.get(ord as usize) == Some(&true)));
                }
            });
            Some(filter)
        };
        let firsts = Marks::new(self.segment(segment).marks(QUOTE_FIRST)?);
        let ends = Marks::new(self.segment(segment).marks(QUOTE_END)?);
        let is_inside = within.scope == Some(Scope::Said);
        Ok(Box::new(Scoped::new(inner, firsts, ends, is_inside, filter)))
    }

    /// The places of a pattern in a field, or `None` if it cannot occur.
    fn positional(&self, segment: usize, field: Field, pattern: &Pattern) -> Result<Option<Box<dyn Positional>>> {
        let marks = |kind: &str| -> Result<Option<Marks>> {
            let has_marks = field == self.reader.fields.body;
            Ok(if has_marks { Some(Marks::new(self.segment(segment).marks(kind)?)) } else { None })
        };
        Ok(match pattern {
            Pattern::Leaf { leaf, .. } => {
                let union = self.union(segment, field, leaf, IndexRecordOption::WithFreqsAndPositions)?;
                (union.cost() > 0).then(|| Box::new(union) as Box<dyn Positional>)
            }
            Pattern::Any(parts) => {
                let mut found = Vec::new();
                for part in parts {
                    found.extend(self.positional(segment, field, part)?);
                }
                match found.len() {
                    0 => None,
                    1 => found.pop(),
                    _ => Some(Box::new(Alternatives::new(found))),
                }
            }
            Pattern::Seq { parts, slop } => {
                if *slop == 0
                    && let Some(rigid) = self.rigid(segment, field, parts)?
                {
                    return Ok(rigid);
                }
                let mut found = Vec::new();
                for part in parts {
                    match self.positional(segment, field, part)? {
                        Some(part) => found.push(part),
                        None => return Ok(None),
                    }
                }
                Some(Box::new(Sequence::new(found, *slop, marks(PARAGRAPH)?)))
            }
            Pattern::Near { left, near, right } => {
                let Some(left) = self.positional(segment, field, left)? else { return Ok(None) };
                let right = match (self.positional(segment, field, right)?, near) {
                    (Some(right), _) => right,
                    (None, Near::NotWithin(_)) => return Ok(Some(left)),
                    (None, _) => return Ok(None),
                };
                let boundaries = match near {
                    Near::Sentence => marks(SENTENCE)?,
                    Near::Paragraph => marks(PARAGRAPH)?,
                    _ => None,
                };
                Some(Box::new(Nearby::new(left, right, *near, boundaries)))
            }
            Pattern::In { scope, pattern, speakers } => {
                let is_title = field == self.reader.fields.title;
                match self.positional(segment, field, pattern)? {
                    Some(inner) if *scope == Scope::Title => is_title.then_some(inner),
                    Some(inner) if !is_title => {
                        Some(self.scoped(segment, inner, &Within { scope: Some(*scope), speakers })?)
                    }
                    _ => None,
                }
            }
        })
    }

    /// A phrase of plain words, with pairs of function words where the index has them; `None`
    /// if it is no such phrase, `Some(None)` if it cannot occur.
    #[allow(clippy::type_complexity)]
    fn rigid(&self, segment: usize, field: Field, parts: &[Pattern]) -> Result<Option<Option<Box<dyn Positional>>>> {
        let leaves: Option<Vec<&Leaf>> = parts
            .iter()
            .map(|part| match part {
                Pattern::Leaf { leaf, .. } => Some(leaf),
                _ => None,
            })
            .collect();
        let Some(leaves) = leaves else { return Ok(None) };
        let frequent: Vec<Option<&str>> = leaves
            .iter()
            .map(|leaf| match leaf {
                Leaf::Form(word) if is_function_word(word) => Some(word.as_str()),
                _ => None,
            })
            .collect();
        let mut unions = Vec::new();
        let mut covered = vec![false; leaves.len()];
        if field == self.reader.fields.body {
            for at in 1..leaves.len() {
                let (Some(left), Some(right)) = (frequent[at - 1], frequent[at]) else { continue };
                let Some(pair) = self.pair(segment, left, right)? else { return Ok(Some(None)) };
                covered[at - 1] = true;
                covered[at] = true;
                unions.push((pair, at as u32 - 1));
            }
        }
        for (at, leaf) in leaves.iter().enumerate().filter(|(at, _)| !covered[*at]) {
            let union = self.union(segment, field, leaf, IndexRecordOption::WithFreqsAndPositions)?;
            if union.cost() == 0 {
                return Ok(Some(None));
            }
            if !union.is_plain() {
                return Ok(None);
            }
            unions.push((union, at as u32));
        }
        let paragraphs = if field == self.reader.fields.body {
            Some(Marks::new(self.segment(segment).marks(PARAGRAPH)?))
        } else {
            None
        };
        Ok(Some(Some(Box::new(Rigid::new(unions, leaves.len() as u32, paragraphs)))))
    }

    fn pair(&self, segment: usize, left: &str, right: &str) -> Result<Option<Union>> {
        let inverted = self.segment(segment).inverted(self.reader.fields.pairs)?;
        let term = Term::from_field_text(self.reader.fields.pairs, &format!("{left}_{right}"));
        let postings = inverted
            .read_postings(&term, IndexRecordOption::WithFreqsAndPositions)
            .map_err(Error::engine("reading postings"))?;
        Ok(postings.map(|postings| Union::new([(postings, 1)])))
    }

    fn forms(&self, segment: usize, field: Field, leaf: &Leaf) -> Result<Rc<Vec<TermForm>>> {
        let key = (segment, field, leaf.clone());
        if let Some(known) = self.forms.borrow().get(&key) {
            return Ok(known.clone());
        }
        if self.forms.borrow().len() >= MAX_LEAVES * self.reader.segments.len().max(1) * 2 {
            return Err(Error::Invalid(format!("the query has too many words; at most {MAX_LEAVES} different ones")));
        }
        let inverted = self.segment(segment).inverted(field)?;
        let mut found = Vec::new();
        forms::expand(inverted.terms(), leaf, &self.reader.stemmers, &mut |form| found.push(form))?;
        let found = Rc::new(found);
        self.forms.borrow_mut().insert(key, found.clone());
        Ok(found)
    }

    fn union(&self, segment: usize, field: Field, leaf: &Leaf, option: IndexRecordOption) -> Result<Union> {
        let forms = self.forms(segment, field, leaf)?;
        let inverted = self.segment(segment).inverted(field)?;
        let mut lists = Vec::with_capacity(forms.len());
        for form in forms.iter() {
            let postings =
                inverted.read_postings_from_terminfo(&form.info, option).map_err(Error::engine("reading postings"))?;
            lists.push((postings, form.width));
        }
        Ok(Union::new(lists))
    }

    /// What a pattern's rarity is worth: that of its words added up, of the rarest alternative.
    fn idf(&self, pattern: &Pattern) -> Result<f32> {
        Ok(match pattern {
            Pattern::Leaf { leaf, .. } => idf(self.frequency(leaf)?, self.reader.articles),
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

    /// In how many articles any form of a leaf occurs, in title or body.
    ///
    /// One form in the body: as stored. Several: counted, as the sum would count articles with
    /// two forms twice and rank them wrongly.
    fn frequency(&self, leaf: &Leaf) -> Result<u64> {
        if let Some(known) = self.frequencies.borrow().get(leaf) {
            return Ok(*known);
        }
        let fields = self.reader.fields;
        let mut frequency = 0;
        for segment in 0..self.reader.segments.len() {
            let body = self.forms(segment, fields.body, leaf)?;
            let title = self.forms(segment, fields.title, leaf)?;
            frequency += match (body.as_slice(), title.as_slice()) {
                ([], []) => 0,
                ([only], []) | ([], [only]) => u64::from(only.info.doc_freq),
                _ => self.count(segment, [(fields.body, &body), (fields.title, &title)])?,
            };
        }
        self.frequencies.borrow_mut().insert(leaf.clone(), frequency);
        Ok(frequency)
    }

    fn count(&self, segment: usize, lists: [(Field, &Vec<TermForm>); 2]) -> Result<u64> {
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

/// A query that matches at least what `query` does, and has no negation.
fn positive(query: &Query) -> Query {
    match query {
        Query::Not(_) => Query::All,
        Query::And(operands) => Query::And(operands.iter().map(positive).collect()),
        Query::Or(operands) => Query::Or(operands.iter().map(positive).collect()),
        Query::AtLeast { query, .. } => positive(query),
        other => other.clone(),
    }
}

/// True if matching needs more than one place at a time.
fn holds_and(query: &Query) -> bool {
    match query {
        Query::And(_) | Query::Not(_) | Query::AtLeast { .. } => true,
        Query::Or(operands) => operands.iter().any(holds_and),
        Query::In { query, .. } => holds_and(query),
        Query::Near { left, right, .. } => holds_and(left) || holds_and(right),
        _ => false,
    }
}

/// True for a word that carries no meaning in a list of words.
fn is_weak(query: &Query) -> bool {
    let Query::Word(word) = query else { return false };
    let folded = crate::text::fold(&word.text);
    is_function_word(&folded) || (folded.chars().count() == 1 && !folded.starts_with(|c: char| c.is_ascii_digit()))
}
