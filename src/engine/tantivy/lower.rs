//! From the syntax tree to cursors: the one place where a query meets the index.
//!
//! [`Lowering`] is made for one request. It finds the forms each word stands for once, counts
//! how many articles have them, and then builds the cursors of each segment.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Term};

use super::cursor::{And, AndNot, Check, Cursor, Marked, Nothing, Or, PatternCursor, Unscored, WordCursor};
use super::encode::{PARAGRAPH, QUOTE_END, QUOTE_FIRST, SENTENCE};
use super::forms::{self, TermForm};
use super::names::{Resolver, ordinals};
use super::nearby::{Nearby, Stretches};
use super::positional::{Alternatives, Marks, Positional, Rigid, Sequence};
use super::postings::Union;
use super::reader::Reader;
use super::same_quote::{Occurs, QuoteTest};
use super::scope::{QuoteFilter, Scoped};
use super::score::{FieldWeight, Part, idf};
use super::segment::Segment;
use super::view::stored_check;
use crate::error::{Error, Result};
use crate::model::DateRange;
use crate::query::ast::UnknownField;
use crate::query::pattern::{Leaf, Pattern};
use crate::query::{Form, Name, Near, Query, Scope, Word};
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

/// Which words of the article a condition looks at, as [`crate::query::matching`] means it.
#[derive(Clone)]
struct Within<'q> {
    title: bool,
    text: bool,
    window: Window<'q>,
    /// The clauses around it, outermost first.
    clauses: Vec<(Scope, &'q [Name])>,
}

/// Which words of the text may be used.
#[derive(Clone)]
enum Window<'q> {
    /// All.
    Whole,
    /// Those outside all quotations.
    Narration,
    /// Those of one quotation, whichever, that somebody of each of the lists has said. What is
    /// lowered with it means that there is such a quotation in which it holds.
    Quote(Vec<&'q [Name]>),
    /// None.
    Nothing,
}

impl<'q> Within<'q> {
    fn whole() -> Within<'q> {
        Within { title: true, text: true, window: Window::Whole, clauses: Vec::new() }
    }

    /// Within a clause in here.
    fn narrowed(&self, scope: Scope, speakers: &'q [Name]) -> Within<'q> {
        let mut within = self.clone();
        within.clauses.push((scope, speakers));
        match scope {
            Scope::Title => within.text = false,
            Scope::Narration => {
                within.title = false;
                within.window = match &self.window {
                    Window::Whole | Window::Narration => Window::Narration,
                    Window::Quote(_) | Window::Nothing => Window::Nothing,
                };
            }
            Scope::Said => {
                within.title = false;
                within.window = match &self.window {
                    _ if !self.text => Window::Nothing,
                    Window::Whole => Window::Quote(vec![speakers]),
                    Window::Quote(outer) => Window::Quote([outer.as_slice(), &[speakers]].concat()),
                    Window::Narration | Window::Nothing => Window::Nothing,
                };
            }
        }
        within
    }

    /// The query with the clauses around it, so that it means the same by itself.
    fn wrap(&self, query: &Query) -> Query {
        self.clauses.iter().rev().fold(query.clone(), |query, (scope, speakers)| Query::In {
            scope: *scope,
            query: Box::new(query),
            speakers: speakers.to_vec(),
        })
    }
}

/// Where the words of a pattern may stand, as far as that changes what its parts find.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    /// Anywhere.
    Whole,
    /// Outside all quotations, each word for itself.
    Narration,
    /// In one quotation; the whole pattern is compared with its borders afterwards.
    Quote,
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
        Ok(match self.segment(segment).articles()? {
            Some(articles) => Box::new(Unscored(articles)),
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
                // A distance between more than places, which no parser makes.
                None => self.checked(segment, other, &loosened(other), within, weight)?,
            },
        })
    }

    /// What holds only if all of it holds in the same quotation.
    fn same_quote<'q>(
        &self,
        segment: usize,
        query: &'q Query,
        within: &Within<'q>,
        weight: f32,
    ) -> Result<Lowered<'r>> {
        let operands = match query {
            Query::And(operands) => operands.as_slice(),
            other => std::slice::from_ref(other),
        };
        let (filters, words): (Vec<&Query>, Vec<&Query>) = operands.iter().partition(|operand| is_filter(operand));
        let single = match words.as_slice() {
            [] => Some(self.quoting(segment, within)?),
            [word] if is_of_one_place(word) => Some(self.lower(segment, word, within, weight)?),
            _ => None,
        };
        if let Some(single) = single {
            let mut parts = vec![single];
            for filter in filters {
                parts.push(self.lower(segment, filter, &Within::whole(), weight)?);
            }
            return self.all_of(segment, parts.into_iter().map(|part| (part, false)));
        }
        // Articles that have it all in some quotation, each of which is then looked at.
        let mut candidates = vec![self.quoting(segment, within)?];
        for operand in operands {
            match positive(operand) {
                Query::All | Query::In { scope: Scope::Title | Scope::Narration, .. } => {}
                filter if is_filter(&filter) => {
                    candidates.push(self.lower(segment, &filter, &Within::whole(), weight)?);
                }
                Query::And(inner) => {
                    for part in inner.iter().filter(|part| is_of_one_place(part)) {
                        candidates.push(self.lower(segment, part, within, weight)?);
                    }
                }
                part if is_of_one_place(&part) => candidates.push(self.lower(segment, &part, within, weight)?),
                _ => {}
            }
        }
        let candidates = self.all_of(segment, candidates.into_iter().map(|part| (part, false)))?;
        if matches!(candidates, Lowered::Nothing) {
            return Ok(Lowered::Nothing);
        }
        let Some(mut test) = self.quote_test(segment, query)? else {
            return self.decide(segment, query, candidates, within);
        };
        if let Window::Quote(speakers) = &within.window
            && let Some(filter) = self.quote_filter(segment, speakers)
        {
            test = QuoteTest::All(vec![QuoteTest::Counts(filter, Vec::new()), test]);
        }
        let (firsts, ends) = self.quotations(segment)?;
        let check = test.check(firsts, ends);
        Ok(Lowered::Cursor(Box::new(And::new(vec![self.cursor(segment, candidates)?], vec![check]))))
    }

    /// What a query asks of one quotation; `None` if only the stored text can tell.
    fn quote_test(&self, segment: usize, query: &Query) -> Result<Option<QuoteTest<'r>>> {
        let all = |parts: &[Query]| -> Result<Option<Vec<QuoteTest<'r>>>> {
            parts.iter().map(|part| self.quote_test(segment, part)).collect()
        };
        let occurs = |pattern: &Pattern, at_least: u32| -> Result<Option<QuoteTest<'r>>> {
            if pattern.has_literal() {
                return Ok(None);
            }
            let places = self.positional(segment, self.reader.fields.body, pattern, Room::Quote)?;
            Ok(Some(QuoteTest::Occurs(Occurs::new(places, at_least as usize))))
        };
        if is_filter(query) {
            let check = self.filter_check(segment, query)?;
            return Ok(Some(QuoteTest::Passes(check, false)));
        }
        if let Some(pattern) = Pattern::of(query) {
            return occurs(&pattern, 1);
        }
        Ok(match query {
            Query::And(parts) => all(parts)?.map(QuoteTest::All),
            Query::Or(parts) => all(parts)?.map(QuoteTest::Any),
            Query::Not(inner) => self.quote_test(segment, inner)?.map(|test| QuoteTest::Not(Box::new(test))),
            Query::AtLeast { count, query } => match Pattern::of(query) {
                Some(pattern) => occurs(&pattern, *count)?,
                None => None,
            },
            Query::In { scope: Scope::Said, query, speakers } => {
                let Some(test) = self.quote_test(segment, query)? else { return Ok(None) };
                Some(match self.quote_filter(segment, &[speakers]) {
                    Some(filter) => QuoteTest::All(vec![QuoteTest::Counts(filter, Vec::new()), test]),
                    None => test,
                })
            }
            _ => None,
        })
    }

    /// A check of articles for a condition that no words decide.
    fn filter_check(&self, segment: usize, filter: &Query) -> Result<Check<'r>> {
        Ok(match self.lower(segment, filter, &Within::whole(), 1.0)? {
            Lowered::Check(check) => check,
            Lowered::All => Box::new(|_| true),
            Lowered::Nothing | Lowered::Cursor(_) => Box::new(|_| false),
        })
    }

    /// Articles with a quotation by somebody of each list of speakers.
    fn quoting(&self, segment: usize, within: &Within<'_>) -> Result<Lowered<'r>> {
        match &within.window {
            Window::Quote(lists) => Ok(match self.speakers_of(lists) {
                Some(people) => self.speaker_check(segment, &people),
                None => Lowered::Cursor(Box::new(Marked(self.segment(segment).marks(QUOTE_FIRST)?))),
            }),
            _ => Ok(Lowered::All),
        }
    }

    /// The people who are on every list, `None` for anyone.
    fn speakers_of(&self, lists: &[&[Name]]) -> Option<Vec<bool>> {
        let mut kept: Option<Vec<bool>> = None;
        for list in lists.iter().filter(|list| !list.is_empty()) {
            let people = self.names.borrow_mut().people(list);
            kept = Some(match kept {
                Some(kept) => kept.iter().zip(&people).map(|(one, other)| *one && *other).collect(),
                None => people,
            });
        }
        kept
    }

    /// Articles that `candidates` matches and the stored text confirms.
    fn checked(
        &self,
        segment: usize,
        query: &Query,
        candidates: &Query,
        within: &Within<'_>,
        weight: f32,
    ) -> Result<Lowered<'r>> {
        // In a quotation each part is looked for in the whole article, so that nothing is decided
        // twice.
        let whole = Within::whole();
        let within_candidates = if matches!(within.window, Window::Quote(_)) { &whole } else { within };
        let candidates = self.lower(segment, candidates, within_candidates, weight)?;
        self.decide(segment, query, candidates, within)
    }

    /// Leaves the decision on candidates to their stored texts.
    fn decide(
        &self,
        segment: usize,
        query: &Query,
        candidates: Lowered<'r>,
        within: &Within<'_>,
    ) -> Result<Lowered<'r>> {
        if matches!(candidates, Lowered::Nothing) {
            return Ok(Lowered::Nothing);
        }
        let whole = within.wrap(query);
        let mut filters: FxHashMap<Query, Check<'r>> = FxHashMap::default();
        let mut people: FxHashMap<Vec<Name>, Vec<bool>> = FxHashMap::default();
        self.outside_of_text(segment, &whole, &mut filters, &mut people)?;
        let check = stored_check(self.reader, segment, &whole, filters, people);
        Ok(Lowered::Cursor(Box::new(And::new(vec![self.cursor(segment, candidates)?], vec![check]))))
    }

    /// Gathers what a stored text cannot tell: filters, and who the speakers are.
    fn outside_of_text(
        &self,
        segment: usize,
        query: &Query,
        filters: &mut FxHashMap<Query, Check<'r>>,
        people: &mut FxHashMap<Vec<Name>, Vec<bool>>,
    ) -> Result<()> {
        match query {
            Query::And(operands) | Query::Or(operands) => {
                for operand in operands {
                    self.outside_of_text(segment, operand, filters, people)?;
                }
            }
            Query::Not(inner) | Query::AtLeast { query: inner, .. } => {
                self.outside_of_text(segment, inner, filters, people)?;
            }
            Query::Near { left, right, .. } => {
                self.outside_of_text(segment, left, filters, people)?;
                self.outside_of_text(segment, right, filters, people)?;
            }
            Query::In { query: inner, speakers, .. } => {
                if !speakers.is_empty() && !people.contains_key(speakers) {
                    people.insert(speakers.clone(), self.names.borrow_mut().people(speakers));
                }
                self.outside_of_text(segment, inner, filters, people)?;
            }
            filter if is_filter(filter) && !filters.contains_key(filter) => {
                filters.insert(filter.clone(), self.filter_check(segment, filter)?);
            }
            _ => {}
        }
        Ok(())
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
        if pattern.has_literal() && !is_side_by_side(pattern) {
            // Folded words in other places than the letters asked for would mislead.
            return self.checked(segment, source, &loosened(source), within, weight);
        }
        let fields = self.reader.fields;
        let mut parts: Vec<(Part, Field)> = Vec::new();
        if within.title {
            parts.push((Part::Title, fields.title));
        }
        let room = match within.window {
            Window::Whole => Some(Room::Whole),
            Window::Narration => Some(Room::Narration),
            Window::Quote(_) => Some(Room::Quote),
            Window::Nothing => None,
        };
        if within.text && room.is_some() {
            parts.push((Part::Body, fields.body));
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
            Part::Body => self.reader.body_stats,
        };
        let norms = self.segment(segment).reader.fieldnorms_readers().get_field(field);
        Ok(FieldWeight::new(part, norms.map_err(Error::engine("reading the lengths of articles"))?, stats))
    }

    /// Keeps places within one quotation that somebody of each of the lists has said.
    fn quoted(&self, segment: usize, inner: Box<dyn Positional>, speakers: &[&[Name]]) -> Result<Box<dyn Positional>> {
        let filter = self.quote_filter(segment, speakers);
        let (firsts, ends) = self.quotations(segment)?;
        Ok(Box::new(Scoped::new(inner, firsts, ends, true, filter)))
    }

    /// Which quotations of an article somebody of each of the lists has said; `None` for all.
    fn quote_filter(&self, segment: usize, speakers: &[&[Name]]) -> Option<QuoteFilter> {
        let people = self.speakers_of(speakers)?;
        let kept = self.speaker_ordinals(segment, &people);
        let column = self.segment(segment).speaker.clone();
        Some(Box::new(move |doc: DocId, counted: &mut Vec<bool>| {
            if let Some(column) = &column {
                counted.extend(column.term_ords(doc).map(|ord| kept.get(ord as usize) == Some(&true)));
            }
        }))
    }

    /// Keeps places outside all quotations.
    fn narrated(&self, segment: usize, inner: Box<dyn Positional>) -> Result<Box<dyn Positional>> {
        let (firsts, ends) = self.quotations(segment)?;
        Ok(Box::new(Scoped::new(inner, firsts, ends, false, None)))
    }

    /// First words and ends of quotations.
    fn quotations(&self, segment: usize) -> Result<(Marks, Marks)> {
        let segment = self.segment(segment);
        Ok((Marks::new(segment.marks(QUOTE_FIRST)?), Marks::new(segment.marks(QUOTE_END)?)))
    }

    /// The places of a pattern in a field, or `None` if it cannot occur.
    fn positional(
        &self,
        segment: usize,
        field: Field,
        pattern: &Pattern,
        room: Room,
    ) -> Result<Option<Box<dyn Positional>>> {
        let marks = |kind: &str| -> Result<Option<Marks>> {
            let has_marks = field == self.reader.fields.body;
            Ok(if has_marks { Some(Marks::new(self.segment(segment).marks(kind)?)) } else { None })
        };
        let placed = |found: Box<dyn Positional>| match room {
            Room::Narration => self.narrated(segment, found),
            Room::Whole | Room::Quote => Ok(found),
        };
        Ok(match pattern {
            Pattern::Leaf { leaf, .. } => {
                let union = self.union(segment, field, leaf, IndexRecordOption::WithFreqsAndPositions)?;
                if union.cost() > 0 { Some(placed(Box::new(union))?) } else { None }
            }
            Pattern::Any(parts) => {
                let mut found = Vec::new();
                for part in parts {
                    found.extend(self.positional(segment, field, part, room)?);
                }
                any_of(found)
            }
            Pattern::Seq { parts, slop } => {
                if *slop == 0
                    && let Some(leaves) = leaves_of(parts)
                {
                    return self.phrase(segment, field, &leaves)?.map(placed).transpose();
                }
                let mut found = Vec::new();
                for part in parts {
                    match self.positional(segment, field, part, room)? {
                        Some(part) => found.push(part),
                        None => return Ok(None),
                    }
                }
                Some(Box::new(Sequence::new(found, *slop, marks(PARAGRAPH)?)))
            }
            Pattern::Near { left, near, right } => {
                let Some(left) = self.positional(segment, field, left, room)? else { return Ok(None) };
                let right = match (self.positional(segment, field, right, room)?, near) {
                    (Some(right), _) => right,
                    (None, Near::NotWithin(_)) => return Ok(Some(left)),
                    (None, _) => return Ok(None),
                };
                let starts = match near {
                    Near::Sentence => marks(SENTENCE)?,
                    Near::Paragraph => marks(PARAGRAPH)?,
                    _ => None,
                };
                let stretches = match (starts, near) {
                    (Some(starts), _) => Stretches::Starts(starts),
                    (None, Near::NotWithin(_)) if room == Room::Quote => {
                        let (firsts, ends) = self.quotations(segment)?;
                        Stretches::Quotes(firsts, ends)
                    }
                    _ => Stretches::Whole,
                };
                Some(Box::new(Nearby::new(left, right, *near, stretches)))
            }
            Pattern::In { scope: Scope::Title, pattern, .. } if field == self.reader.fields.title => {
                self.positional(segment, field, pattern, room)?
            }
            Pattern::In { scope: Scope::Narration, pattern, .. } if field == self.reader.fields.body => match room {
                Room::Whole | Room::Narration => self.positional(segment, field, pattern, Room::Narration)?,
                Room::Quote => None,
            },
            Pattern::In { scope: Scope::Said, pattern, speakers } if field == self.reader.fields.body => {
                if room == Room::Narration {
                    return Ok(None);
                }
                match self.positional(segment, field, pattern, Room::Quote)? {
                    Some(inner) => Some(self.quoted(segment, inner, &[speakers])?),
                    None => None,
                }
            }
            Pattern::In { .. } => None,
        })
    }

    /// A phrase of words; `None` if it cannot occur.
    ///
    /// Nearly all words are one place wide. Forms that stand for several (`runoff` for `run-off`)
    /// are rare, and looked for beside.
    fn phrase(&self, segment: usize, field: Field, leaves: &[&Leaf]) -> Result<Option<Box<dyn Positional>>> {
        const OPTION: IndexRecordOption = IndexRecordOption::WithFreqsAndPositions;
        let mut found: Vec<Box<dyn Positional>> = Vec::new();
        found.extend(self.rigid(segment, field, leaves)?.map(|rigid| Box::new(rigid) as Box<dyn Positional>));
        for (wide, leaf) in leaves.iter().enumerate() {
            if self.forms(segment, field, leaf)?.iter().all(|form| form.width == 1) {
                continue;
            }
            let mut parts: Vec<Box<dyn Positional>> = Vec::new();
            for (at, leaf) in leaves.iter().enumerate() {
                let is_kept = |width: u32| at != wide || width > 1;
                let union = self.union_of(segment, field, leaf, OPTION, is_kept)?;
                if union.cost() == 0 {
                    parts.clear();
                    break;
                }
                parts.push(Box::new(union));
            }
            if !parts.is_empty() {
                found.push(Box::new(Sequence::new(parts, 0, self.paragraphs(segment, field)?)));
            }
        }
        Ok(any_of(found))
    }

    fn paragraphs(&self, segment: usize, field: Field) -> Result<Option<Marks>> {
        let has_marks = field == self.reader.fields.body;
        Ok(if has_marks { Some(Marks::new(self.segment(segment).marks(PARAGRAPH)?)) } else { None })
    }

    /// A phrase of words of one place each, with pairs of function words where the index has
    /// them; `None` if it cannot occur.
    fn rigid(&self, segment: usize, field: Field, leaves: &[&Leaf]) -> Result<Option<Rigid>> {
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
                let Some(pair) = self.pair(segment, left, right)? else { return Ok(None) };
                covered[at - 1] = true;
                covered[at] = true;
                unions.push((pair, at as u32 - 1));
            }
        }
        for (at, leaf) in leaves.iter().enumerate().filter(|(at, _)| !covered[*at]) {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let union = self.union_of(segment, field, leaf, option, |width| width == 1)?;
            if union.cost() == 0 {
                return Ok(None);
            }
            unions.push((union, at as u32));
        }
        Ok(Some(Rigid::new(unions, leaves.len() as u32, self.paragraphs(segment, field)?)))
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
        let inverted = self.segment(segment).inverted(field)?;
        let mut found = Vec::new();
        forms::expand(inverted.terms(), leaf, &self.reader.stemmers, &mut |form| found.push(form))?;
        let found = Rc::new(found);
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

/// Refuses queries that ask for too much work.
fn check_size(query: &Query) -> Result<()> {
    fn count<'q>(query: &'q Query, known: &mut FxHashSet<&'q Query>, words: &mut usize) {
        match query {
            Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| count(part, known, words)),
            Query::Not(inner) | Query::AtLeast { query: inner, .. } | Query::In { query: inner, .. } => {
                count(inner, known, words);
            }
            Query::Near { left, right, .. } => {
                count(left, known, words);
                count(right, known, words);
            }
            Query::Phrase { words: typed, .. } => *words += if known.insert(query) { typed.len() } else { 0 },
            other => *words += usize::from(known.insert(other)),
        }
    }
    let mut words = 0;
    count(query, &mut FxHashSet::default(), &mut words);
    if words > MAX_LEAVES {
        return Err(Error::Invalid(format!(
            "the query has {words} different words; at most {MAX_LEAVES} can be asked for"
        )));
    }
    Ok(())
}

/// Any of what was found.
fn any_of(mut found: Vec<Box<dyn Positional>>) -> Option<Box<dyn Positional>> {
    match found.len() {
        0 | 1 => found.pop(),
        _ => Some(Box::new(Alternatives::new(found))),
    }
}

/// The words of a phrase, if it is made of words alone.
fn leaves_of(parts: &[Pattern]) -> Option<Vec<&Leaf>> {
    let leaf = |part| match part {
        &Pattern::Leaf { ref leaf, .. } => Some(leaf),
        _ => None,
    };
    parts.iter().map(leaf).collect()
}

/// True if the pattern is words side by side, so that folding them cannot hide a match.
fn is_side_by_side(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Leaf { .. } => true,
        Pattern::Seq { parts, slop } => *slop == 0 && parts.iter().all(is_side_by_side),
        Pattern::Any(parts) => parts.iter().all(is_side_by_side),
        Pattern::In { pattern, .. } => is_side_by_side(pattern),
        Pattern::Near { .. } => false,
    }
}

/// True if a quotation in which the query holds is found by its places alone.
fn is_of_one_place(query: &Query) -> bool {
    match query {
        Query::Or(parts) => parts.iter().all(is_of_one_place),
        Query::In { scope: Scope::Said, query, .. } => is_of_one_place(query),
        Query::In { .. } | Query::AtLeast { .. } => false,
        other => Pattern::of(other).is_some(),
    }
}

/// True for a condition that no words of the article decide.
fn is_filter(query: &Query) -> bool {
    match query {
        Query::Outlet(_)
        | Query::Author(_)
        | Query::Speaker(_)
        | Query::Language(_)
        | Query::Date(_)
        | Query::Unknown(_)
        | Query::All => true,
        Query::And(parts) | Query::Or(parts) => parts.iter().all(is_filter),
        Query::Not(inner) => is_filter(inner),
        _ => false,
    }
}

/// A query that matches at least what `query` does, and has no negation.
fn positive(query: &Query) -> Query {
    match query {
        filter if is_filter(filter) => filter.clone(),
        Query::Not(_) => Query::All,
        Query::And(operands) => Query::And(operands.iter().map(positive).collect()),
        Query::Or(operands) => Query::Or(operands.iter().map(positive).collect()),
        Query::AtLeast { query, .. } => positive(query),
        other => other.clone(),
    }
}

/// A query that matches at least what `query` does, without its distances and letters.
fn loosened(query: &Query) -> Query {
    let folded =
        |word: &Word| Word { form: if word.form == Form::Literal { Form::Folded } else { word.form }, ..word.clone() };
    match query {
        Query::Word(word) => Query::Word(folded(word)),
        Query::Phrase { words, slop: 0 } => Query::Phrase { words: words.iter().map(folded).collect(), slop: 0 },
        Query::Phrase { words, .. } => {
            let words = words.iter().filter(|word| !Pattern::of_word(word).is_nothing());
            Query::And(words.map(|word| Query::Word(folded(word))).collect())
        }
        Query::Near { left, near: Near::NotWithin(_), .. } => loosened(left),
        Query::Near { left, right, .. } => Query::And(vec![loosened(left), loosened(right)]),
        Query::Not(_) => Query::All,
        Query::And(operands) => Query::And(operands.iter().map(loosened).collect()),
        Query::Or(operands) => Query::Or(operands.iter().map(loosened).collect()),
        // Within a quotation all of it must hold in the same one; outside it is enough that it
        // occurs.
        Query::AtLeast { query, .. } | Query::In { query, .. } => loosened(query),
        other => other.clone(),
    }
}

/// True for a word that carries no meaning in a list of words.
fn is_weak(query: &Query) -> bool {
    let Query::Word(word) = query else { return false };
    let folded = crate::text::fold(&word.text);
    is_function_word(&folded) || (folded.chars().count() == 1 && !folded.starts_with(|c: char| c.is_ascii_digit()))
}
