//! From the syntax tree to queries of OpenSearch.
//!
//! What the tree means is said by [`crate::query::matching`]; a query that is made here either means
//! exactly that, or matches at least it and says so ([`Lowered::exact`]), and then the texts of the
//! candidates decide (`candidates`). Words are looked for as `term`s and places as `intervals`; conditions on
//! one quotation are `nested`.
//!
//! **Scores** are those of the embedded engine (BM25F, `engine/tantivy/score.rs`). The similarity of
//! the index gives the plain frequency of a term; a script divides it by the length of its field, and
//! another one lets the sum saturate, with an inverse document frequency that was counted beforehand over all shards.
//! `intervals` score `f / (f + 1)` for a frequency `f`, from which the script takes `f` back.

pub mod filters;
mod intervals;
#[cfg(test)]
mod tests;

use self::intervals::Ground;
pub use self::intervals::form_of;

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::schema::{ARTICLE, QUOTE};
use crate::engine::tantivy::{B_BODY, B_TITLE, K1, NEIGHBOURS, TITLE_WEIGHT, WEAK, idf, shape};
use crate::error::{Error, Result};
use crate::people::People;
use crate::query::ast::UnknownField;
use crate::query::pattern::{Leaf, Pattern};
use crate::query::{Name, Near, Query, Scope};

/// Most clauses of terms in one request that count frequencies; OpenSearch refuses more than 1,024. The forms of
/// a word beyond that count as one that occurs once.
const MAX_COUNTED: usize = 700;

/// Most forms of one word: the bound of OpenSearch for `terms`.
pub const MAX_FORMS: usize = 65_000;

/// A form of a word, and how many places it spans, 1 to 3.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Form {
    /// As indexed: with its mark if it spans several places.
    pub term: String,
    /// Places.
    pub width: u32,
}

/// What documents a query goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Articles.
    Articles,
    /// Quotations.
    Quotations,
}

impl Target {
    /// The filter on the kind of documents.
    pub fn filter(self) -> Value {
        let kind = match self {
            Target::Articles => ARTICLE,
            Target::Quotations => QUOTE,
        };
        json!({"term": {"kind": kind}})
    }
}

/// What the collection knows of words and names.
pub trait Dictionary {
    /// The forms that a leaf stands for, in order.
    fn forms(&self, leaf: &Leaf) -> Result<Arc<Vec<Form>>>;
    /// Learns what will be asked of these leaves, all at once.
    fn learn(&self, _leaves: &[Leaf], _target: Target) -> Result<()> {
        Ok(())
    }
    /// In how many documents any of them occurs, headlines included.
    fn frequency(&self, leaf: &Leaf, target: Target) -> Result<u64>;
    /// Numbers of documents and mean lengths.
    fn statistics(&self, target: Target) -> Result<Statistics>;
    /// The outlets that a name means.
    fn outlets(&self, name: &Name, notes: &mut Vec<String>) -> Result<Vec<String>>;
    /// The authors that a name means.
    fn authors(&self, name: &Name, notes: &mut Vec<String>) -> Result<Vec<String>>;
    /// Who is who.
    fn people(&self) -> &People;
}

/// What scores need to know of all documents of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Statistics {
    /// Number of documents.
    pub documents: u64,
    /// Mean number of words of a headline.
    pub title: f64,
    /// Mean number of words of a text, or of a quotation.
    pub text: f64,
}

/// A query as it is asked of the cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Lowered {
    /// What is asked.
    pub part: Part,
    /// True if it matches just what it should, false if it may match more.
    pub exact: bool,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Every document.
    All,
    /// None.
    Nothing,
    /// What a query matches, which gives the score as well.
    Words(Value),
    /// What a query matches, for which nothing is added to the score.
    Filter(Value),
}

impl Lowered {
    fn exact(part: Part) -> Lowered {
        Lowered { part, exact: true }
    }

    fn superset(self) -> Lowered {
        Lowered { exact: false, ..self }
    }

    /// As a query that stands by itself.
    pub fn query(self) -> Value {
        match self.part {
            Part::All => json!({"match_all": {"boost": 0.0}}),
            Part::Nothing => json!({"match_none": {}}),
            Part::Words(query) => query,
            Part::Filter(query) => json!({"bool": {"filter": [query]}}),
        }
    }
}

/// Which words a part of a query looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Room<'q> {
    /// Headline and text.
    Whole,
    /// The headline.
    Title,
    /// The text outside of quotations.
    Narration,
    /// One quotation, by somebody of each list.
    Said(Vec<&'q [Name]>),
    /// None.
    Nothing,
}

impl<'q> Room<'q> {
    fn narrowed(&self, scope: Scope, speakers: &'q [Name]) -> Room<'q> {
        match (self, scope) {
            (Room::Whole | Room::Title, Scope::Title) => Room::Title,
            (Room::Whole | Room::Narration, Scope::Narration) => Room::Narration,
            (Room::Whole, Scope::Said) => Room::Said(vec![speakers]),
            (Room::Said(outer), Scope::Said) => Room::Said([outer.as_slice(), &[speakers]].concat()),
            _ => Room::Nothing,
        }
    }
}

/// Makes the queries of one request.
pub struct Lowering<'d> {
    dictionary: &'d dyn Dictionary,
    target: Target,
    statistics: Statistics,
    n_counted: Cell<usize>,
    /// What to tell the user of names that were widened.
    pub notes: RefCell<Vec<String>>,
}

impl<'d> Lowering<'d> {
    /// Prepares a request.
    ///
    /// # Errors
    /// Those of the dictionary.
    pub fn new(dictionary: &'d dyn Dictionary, target: Target) -> Result<Lowering<'d>> {
        let statistics = dictionary.statistics(target)?;
        Ok(Lowering { dictionary, target, statistics, n_counted: Cell::new(0), notes: RefCell::default() })
    }

    /// Lowers a whole query.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is too much, and those of the dictionary.
    pub fn root(&self, query: &Query) -> Result<Lowered> {
        shape::check_size(query)?;
        let mut leaves = Vec::new();
        leaves_of(query, &mut leaves);
        self.dictionary.learn(&leaves, self.target)?;
        self.lower(query, &Room::Whole, 1.0)
    }

    fn lower<'q>(&self, query: &'q Query, room: &Room<'q>, weight: f32) -> Result<Lowered> {
        if let Room::Said(lists) = room
            && self.target == Target::Articles
        {
            return self.said(query, lists, weight);
        }
        Ok(match query {
            Query::All => Lowered::exact(Part::All),
            Query::And(operands) => self.and(operands, room, weight)?,
            Query::Or(operands) => self.or(operands, room, weight)?,
            Query::Not(operand) => self.not(operand, room)?,
            Query::In { scope, query: inner, speakers }
                if self.target == Target::Quotations && matches!(room, Room::Whole) =>
            {
                match scope {
                    Scope::Narration => Lowered::exact(Part::Nothing),
                    Scope::Title => self.lower(inner, &Room::Title, weight)?,
                    Scope::Said => {
                        let inner = self.lower(inner, room, weight)?;
                        if speakers.is_empty() {
                            return Ok(inner);
                        }
                        all_of(vec![inner, Lowered::exact(self.speakers("speaker", speakers))], Vec::new())
                    }
                }
            }
            Query::In { scope, query: inner, speakers } => match (scope, room.narrowed(*scope, speakers)) {
                (Scope::Said, Room::Nothing) => Lowered::exact(Part::Nothing),
                (_, room) => self.lower(inner, &room, weight)?,
            },
            Query::AtLeast { count, query: inner } => self.at_least(*count, inner, room, weight)?,
            // What is asked beside a headline is asked of the article, also who speaks in it.
            Query::Speaker(_) | Query::Unknown(UnknownField::Speaker)
                if self.target == Target::Quotations && !matches!(room, Room::Whole) =>
            {
                Lowered::exact(Part::All).superset()
            }
            filter if let Some(filter) = self.filter(filter)? => Lowered::exact(filter),
            other => match Pattern::of(other) {
                Some(pattern) => self.pattern(&pattern, other, room, weight)?,
                None => self.loosened(other, room, weight)?,
            },
        })
    }

    /// What matches at least the query.
    fn loosened(&self, query: &Query, room: &Room<'_>, weight: f32) -> Result<Lowered> {
        if self.target == Target::Quotations && asks_title(query) {
            // The words of a headline are not among those of a quotation.
            return Ok(Lowered::exact(Part::All).superset());
        }
        let loose = shape::loosened(query);
        // Clauses around it are left out, so the whole article is looked at.
        let room = match room {
            Room::Nothing => Room::Nothing,
            Room::Title => Room::Title,
            _ => Room::Whole,
        };
        Ok(self.lower(&loose, &room, weight)?.superset())
    }

    fn and<'q>(&self, operands: &'q [Query], room: &Room<'q>, weight: f32) -> Result<Lowered> {
        let (mut parts, mut excluded) = (Vec::new(), Vec::new());
        for operand in operands {
            match operand {
                Query::Not(inner) => excluded.push(self.lower(inner, room, weight)?),
                other => parts.push(self.lower(other, room, weight)?),
            }
        }
        Ok(all_of(parts, excluded))
    }

    fn not<'q>(&self, operand: &'q Query, room: &Room<'q>) -> Result<Lowered> {
        Ok(all_of(Vec::new(), vec![self.lower(operand, room, 1.0)?]))
    }

    fn or<'q>(&self, operands: &'q [Query], room: &Room<'q>, weight: f32) -> Result<Lowered> {
        // A word that is repeated counts as often, but is looked for once.
        let mut distinct: Vec<(&Query, f32)> = Vec::new();
        let mut known: FxHashMap<&Query, usize> = FxHashMap::default();
        for operand in operands {
            let at = *known.entry(operand).or_insert_with(|| {
                distinct.push((operand, 0.0));
                distinct.len() - 1
            });
            distinct[at].1 += 1.0;
        }
        let mut parts = Vec::new();
        for (operand, count) in distinct {
            let weight = weight * if shape::is_weak(operand) { WEAK } else { count };
            parts.push(self.lower(operand, room, weight)?);
        }
        for pair in operands.windows(2) {
            let [Query::Word(left), Query::Word(right)] = pair else { continue };
            if shape::is_weak(&pair[0]) || shape::is_weak(&pair[1]) {
                continue;
            }
            let phrase = Query::Phrase { words: vec![left.clone(), right.clone()], slop: 0 };
            let Some(pattern) = Pattern::of(&phrase) else { continue };
            let lowered = self.pattern(&pattern, &phrase, room, weight * NEIGHBOURS)?;
            // It matched by its words already.
            if lowered.exact {
                parts.push(lowered);
            }
        }
        Ok(any_of(parts))
    }

    fn at_least(&self, count: u32, inner: &Query, room: &Room<'_>, weight: f32) -> Result<Lowered> {
        let pattern = Pattern::of(inner);
        if let (Some(pattern), Room::Whole | Room::Title) = (&pattern, room)
            && let Some(forms) = self.single_place(pattern)?
            && forms.len() <= 64
        {
            let lowered = self.pattern(pattern, inner, room, weight)?;
            if count <= 1 || lowered.part == Part::Nothing {
                return Ok(lowered);
            }
            let fields = self.fields(room).into_iter().map(|field| self.counted(field.name, &forms));
            let often = json!({"script_score": {
                "query": {"bool": {"should": fields.collect::<Vec<_>>(), "minimum_should_match": 1}},
                "script": {"source": "_score"},
                "min_score": count,
            }});
            return Ok(all_of(vec![lowered, Lowered::exact(Part::Filter(often))], Vec::new()));
        }
        if self.target == Target::Quotations && asks_title(inner) {
            return Ok(Lowered::exact(Part::All).superset());
        }
        Ok(self.lower(&shape::positive(inner), room, weight)?.superset())
    }

    fn pattern(&self, pattern: &Pattern, query: &Query, room: &Room<'_>, weight: f32) -> Result<Lowered> {
        if *room == Room::Nothing || pattern.is_nothing() {
            return Ok(Lowered::exact(Part::Nothing));
        }
        if pattern.has_literal() {
            return self.loosened(query, room, weight);
        }
        let idf = weight * self.idf(pattern)?;
        let fields = self.fields(room);
        let mut parts = Vec::new();
        if *room != Room::Narration
            && let Some(forms) = self.single_place_or_joined(pattern)?
        {
            if forms.is_empty() {
                return Ok(Lowered::exact(Part::Nothing));
            }
            for field in &fields {
                parts.push(field.weighed(self.counted(field.name, &forms), &self.statistics));
            }
        } else {
            for field in &fields {
                let ground = match room {
                    _ if field.is_title => Ground::Title,
                    Room::Narration => Ground::Narration,
                    _ => Ground::Text,
                };
                let Some(places) = self.intervals_by_width(pattern, ground)? else {
                    return self.loosened(query, room, weight);
                };
                if places.is_empty() {
                    return Ok(Lowered::exact(Part::Nothing));
                }
                parts.push(field.weighed(taken_back(field.name, &places), &self.statistics));
            }
        }
        Ok(Lowered::exact(Part::Words(saturated(parts, idf))))
    }

    /// What holds only if all of it holds in one quotation.
    fn said<'q>(&self, query: &'q Query, lists: &[&'q [Name]], weight: f32) -> Result<Lowered> {
        let inside = self.in_quotation(query)?;
        let matching = match inside.part {
            Part::Nothing => return Ok(Lowered { part: Part::Nothing, exact: inside.exact }),
            Part::All => None,
            Part::Words(query) | Part::Filter(query) => Some(query),
        };
        let mut conditions: Vec<Value> = matching.into_iter().collect();
        for list in lists.iter().filter(|list| !list.is_empty()) {
            match self.speakers("said.speaker", list) {
                Part::Filter(filter) => conditions.push(filter),
                _ => return Ok(Lowered::exact(Part::Nothing)),
            }
        }
        let all = |conditions: &[Value]| match conditions {
            [] => json!({"match_all": {}}),
            conditions => json!({"bool": {"filter": conditions}}),
        };
        let nested = json!({"nested": {"path": "said", "score_mode": "none", "query": all(&conditions)}});
        let mut scores = Vec::new();
        self.said_scores(query, weight, &mut scores)?;
        let part = if scores.is_empty() {
            Part::Filter(nested)
        } else {
            Part::Words(json!({"bool": {"filter": [nested], "should": scores}}))
        };
        Ok(Lowered { part, exact: inside.exact })
    }

    /// A condition on the nested document of a quotation; filters of articles cannot be asked there.
    fn in_quotation(&self, query: &Query) -> Result<Lowered> {
        Ok(match query {
            Query::All => Lowered::exact(Part::All),
            Query::And(operands) => {
                let (mut parts, mut excluded) = (Vec::new(), Vec::new());
                for operand in operands {
                    match operand {
                        Query::Not(inner) => excluded.push(self.in_quotation(inner)?),
                        other => parts.push(self.in_quotation(other)?),
                    }
                }
                all_of(parts, excluded)
            }
            Query::Or(operands) => {
                any_of(operands.iter().map(|operand| self.in_quotation(operand)).collect::<Result<_>>()?)
            }
            Query::Not(inner) => all_of(Vec::new(), vec![self.in_quotation(inner)?]),
            other => match Pattern::of(other) {
                Some(pattern) if !pattern.has_literal() => match self.intervals(&pattern, Ground::Text)? {
                    Some(Some(places)) => Lowered::exact(Part::Filter(json!({"intervals": {"said.words": places}}))),
                    Some(None) => Lowered::exact(Part::Nothing),
                    None => self.words_in_quotation(other)?,
                },
                Some(_) => self.words_in_quotation(other)?,
                None => Lowered::exact(Part::All).superset(),
            },
        })
    }

    /// What a place asks for, without its distances and letters.
    fn words_in_quotation(&self, query: &Query) -> Result<Lowered> {
        let loose = shape::loosened(query);
        if loose == *query {
            return Ok(Lowered::exact(Part::All).superset());
        }
        Ok(self.in_quotation(&loose)?.superset())
    }

    /// Scores for the words of a clause about one quotation: those of all quotations of an article count together.
    fn said_scores(&self, query: &Query, weight: f32, scores: &mut Vec<Value>) -> Result<()> {
        match query {
            Query::And(operands) | Query::Or(operands) => {
                for operand in operands {
                    self.said_scores(operand, weight, scores)?;
                }
            }
            Query::AtLeast { query, .. } | Query::In { query, .. } => self.said_scores(query, weight, scores)?,
            Query::Not(_) => {}
            other => {
                let Some(pattern) = Pattern::of(other) else { return Ok(()) };
                let counted = match self.single_place_or_joined(&pattern)? {
                    Some(forms) if forms.is_empty() => return Ok(()),
                    Some(forms) => self.counted("said.words", &forms),
                    None => match self.intervals_by_width(&pattern, Ground::Text)? {
                        Some(places) if !places.is_empty() => taken_back("said.words", &places),
                        _ => return Ok(()),
                    },
                };
                let nested = json!({"nested": {"path": "said", "score_mode": "sum", "query": counted}});
                let body = TextField { name: "body", length: "n_body", is_title: false };
                let idf = weight * self.idf(&pattern)?;
                scores.push(saturated(vec![body.weighed(nested, &self.statistics)], idf));
            }
        }
        Ok(())
    }

    /// The fields in which words are looked for.
    fn fields(&self, room: &Room<'_>) -> Vec<TextField> {
        let title = TextField { name: "title", length: "n_title", is_title: true };
        let text = match self.target {
            Target::Articles => TextField { name: "body", length: "n_body", is_title: false },
            Target::Quotations => TextField { name: "words", length: "n_words", is_title: false },
        };
        match (room, self.target) {
            (Room::Title, _) => vec![title],
            (Room::Whole, Target::Articles) => vec![title, text],
            _ => vec![text],
        }
    }

    /// A query whose score is how often the forms occur in the field.
    fn counted(&self, field: &str, forms: &[Form]) -> Value {
        let n_counted = self.n_counted.get() + forms.len();
        if n_counted > MAX_COUNTED {
            let terms: Vec<&str> = forms.iter().map(|form| form.term.as_str()).collect();
            return json!({"constant_score": {"filter": {"terms": {field: terms}}}});
        }
        self.n_counted.set(n_counted);
        let terms: Vec<Value> = forms.iter().map(|form| json!({"term": {field: {"value": form.term}}})).collect();
        match terms.as_slice() {
            [only] => only.clone(),
            _ => json!({"bool": {"should": terms, "minimum_should_match": 1}}),
        }
    }

    /// What a pattern's rarity is worth, as in the embedded engine.
    fn idf(&self, pattern: &Pattern) -> Result<f32> {
        let sum = |parts: &[&Pattern]| -> Result<f32> {
            let mut sum = 0.0;
            for part in parts {
                sum += self.idf(part)?;
            }
            Ok(sum)
        };
        Ok(match pattern {
            Pattern::Leaf { leaf, .. } => idf(self.dictionary.frequency(leaf, self.target)?, self.statistics.documents),
            Pattern::Seq { parts, .. } => sum(&parts.iter().collect::<Vec<_>>())?,
            Pattern::Any(parts) => {
                let mut least = f32::INFINITY;
                for part in parts {
                    least = least.min(self.idf(part)?);
                }
                if least.is_finite() { least } else { 0.0 }
            }
            Pattern::Near { left, near: Near::NotWithin(_), .. } => self.idf(left)?,
            Pattern::Near { left, right, .. } => sum(&[left, right])?,
            Pattern::In { pattern, .. } => self.idf(pattern)?,
        })
    }
}

/// Every word of a query, each once.
fn leaves_of(query: &Query, leaves: &mut Vec<Leaf>) {
    match query {
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| leaves_of(part, leaves)),
        Query::Not(inner) | Query::AtLeast { query: inner, .. } | Query::In { query: inner, .. } => {
            leaves_of(inner, leaves);
        }
        Query::Near { left, right, .. } => {
            leaves_of(left, leaves);
            leaves_of(right, leaves);
        }
        other => {
            if let Some(pattern) = Pattern::of(other) {
                pattern.leaves(&mut |leaf| {
                    if !leaves.contains(leaf) {
                        leaves.push(leaf.clone());
                    }
                });
            }
        }
    }
}

/// True if a part of it is about the headline.
fn asks_title(query: &Query) -> bool {
    match query {
        Query::In { scope: Scope::Title, .. } => true,
        Query::And(parts) | Query::Or(parts) => parts.iter().any(asks_title),
        Query::Not(inner) | Query::AtLeast { query: inner, .. } | Query::In { query: inner, .. } => asks_title(inner),
        Query::Near { left, right, .. } => asks_title(left) || asks_title(right),
        _ => false,
    }
}

/// A field of words, and that of its length.
struct TextField {
    name: &'static str,
    length: &'static str,
    is_title: bool,
}

impl TextField {
    /// The frequency that `counted` gives, weighed by the length of the field.
    fn weighed(&self, counted: Value, statistics: &Statistics) -> Value {
        let (weight, b, mean) =
            if self.is_title { (TITLE_WEIGHT, B_TITLE, statistics.title) } else { (1.0, B_BODY, statistics.text) };
        json!({"script_score": {"query": counted, "script": {
            "source": "_score * params.w / (params.c + params.b * doc[params.f].value)",
            "params": {"w": weight, "c": 1.0 - b, "b": f64::from(b) / mean.max(1.0), "f": self.length},
        }}})
    }
}

/// The frequency that the scores of some rules stand for.
fn taken_back(field: &str, rules: &[Value]) -> Value {
    let counted = |rule: &Value| {
        json!({"script_score": {"query": {"intervals": {field: rule}}, "script": {
            "source": "Math.max(1.0, Math.rint(_score / (1.0 - _score)))",
        }}})
    };
    match rules {
        [only] => counted(only),
        _ => json!({"bool": {"should": rules.iter().map(counted).collect::<Vec<_>>(), "minimum_should_match": 1}}),
    }
}

/// The score of a word from its weighed frequencies.
fn saturated(parts: Vec<Value>, idf: f32) -> Value {
    let query = match <[Value; 1]>::try_from(parts) {
        Ok([only]) => only,
        Err(parts) => json!({"bool": {"should": parts, "minimum_should_match": 1}}),
    };
    json!({"script_score": {"query": query, "script": {
        "source": "params.i * _score / (_score + params.k)",
        "params": {"i": idf * (K1 + 1.0), "k": K1},
    }}})
}

/// All of the parts, and none of those that are excluded.
fn all_of(parts: Vec<Lowered>, excluded: Vec<Lowered>) -> Lowered {
    let (mut must, mut filter, mut must_not) = (Vec::new(), Vec::new(), Vec::new());
    let mut exact = true;
    for Lowered { part, exact: is_exact } in parts {
        exact &= is_exact;
        match part {
            Part::All => {}
            // What has no match in a superset has none at all.
            Part::Nothing => return Lowered::exact(Part::Nothing),
            Part::Words(query) => must.push(query),
            Part::Filter(query) => filter.push(query),
        }
    }
    for Lowered { part, exact: is_exact } in excluded {
        match part {
            // What may match less cannot be excluded.
            _ if !is_exact && part != Part::Nothing => exact = false,
            Part::All => return Lowered::exact(Part::Nothing),
            Part::Nothing => {}
            Part::Words(query) | Part::Filter(query) => must_not.push(query),
        }
    }
    let part = match (must.len(), filter.len(), must_not.len()) {
        (0, 0, 0) => Part::All,
        (1, 0, 0) => must.pop().map_or(Part::All, Part::Words),
        (0, 1, 0) => filter.pop().map_or(Part::All, Part::Filter),
        (0, _, _) => Part::Filter(json!({"bool": {"filter": filter, "must_not": must_not}})),
        _ => Part::Words(json!({"bool": {"must": must, "filter": filter, "must_not": must_not}})),
    };
    Lowered { part, exact }
}

/// Any of the parts.
fn any_of(parts: Vec<Lowered>) -> Lowered {
    let mut should = Vec::new();
    let (mut exact, mut has_words) = (true, false);
    if parts.iter().any(|one| one.part == Part::All && one.exact) {
        return Lowered::exact(Part::All);
    }
    for Lowered { part, exact: is_exact } in parts {
        exact &= is_exact;
        match part {
            Part::All => return Lowered { part: Part::All, exact: false },
            Part::Nothing => {}
            Part::Words(query) => {
                has_words = true;
                should.push(query);
            }
            Part::Filter(query) => should.push(json!({"bool": {"filter": [query]}})),
        }
    }
    let part = match should.len() {
        0 => Part::Nothing,
        _ => {
            let query = json!({"bool": {"should": should, "minimum_should_match": 1}});
            if has_words { Part::Words(query) } else { Part::Filter(query) }
        }
    };
    Lowered { part, exact }
}

/// Refuses a word that stands for too many forms.
///
/// # Errors
/// [`Error::Invalid`] beyond [`MAX_FORMS`].
pub fn check_forms(leaf: &Leaf, count: usize) -> Result<()> {
    if count <= MAX_FORMS {
        return Ok(());
    }
    let shown = match leaf {
        Leaf::Stem(word) | Leaf::Form(word) => word.clone(),
        Leaf::Prefix(prefix) => format!("{prefix}*"),
        Leaf::Fuzzy { word, distance } => format!("{word}~{distance}"),
        Leaf::Regex(pattern) => format!("/{pattern}/"),
    };
    Err(Error::Invalid(format!(
        "`{shown}` stands for more than {MAX_FORMS} different words, which a cluster does not take; write more of it"
    )))
}
