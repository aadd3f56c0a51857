//! Puts operands together, so that the tree keeps its shape rules.
//!
//! `And` and `Or` are flat; operands of a distance are things that have a place in the text.
//! What a user writes beyond that gets the nearest reading, with a word about it.

use super::Distance;
use super::leaf::has_word;
use crate::query::{Name, Near, Query, Scope};

/// A part of the tree with its height, so that trees stay shallow.
#[derive(Debug)]
pub(super) struct Part {
    pub query: Query,
    pub height: u32,
}

impl Part {
    pub fn leaf(query: Query) -> Part {
        Part { query, height: 1 }
    }

    /// A node above operands of this height.
    pub fn above(height: u32, query: Query) -> Part {
        Part { query, height: height + 1 }
    }
}

/// What was understood in another way than written.
#[derive(Debug)]
pub(super) struct Trouble {
    pub message: &'static str,
    pub hint: &'static str,
}

/// All of them; `None` of none.
pub(super) fn join_and(parts: Vec<Part>) -> Option<Part> {
    join(parts, true)
}

/// Any of them; `None` of none.
pub(super) fn join_or(parts: Vec<Part>) -> Option<Part> {
    join(parts, false)
}

fn join(mut parts: Vec<Part>, is_and: bool) -> Option<Part> {
    if parts.len() < 2 {
        return parts.pop();
    }
    let height = parts.iter().map(|part| part.height).max().unwrap_or(0);
    let mut flat = Vec::with_capacity(parts.len());
    for part in parts {
        match part.query {
            Query::And(inner) if is_and => flat.extend(inner),
            Query::Or(inner) if !is_and => flat.extend(inner),
            other => flat.push(other),
        }
    }
    if is_and {
        leave_signs_out(&mut flat);
    }
    if flat.len() < 2 {
        return flat.pop().map(|query| Part { query, height });
    }
    Some(Part::above(height, if is_and { Query::And(flat) } else { Query::Or(flat) }))
}

/// Leaves out what holds no word beside what asks for words: `AT & T`, as between quotation marks.
/// Beside nothing but filters and negations it stays, and matches nothing.
fn leave_signs_out(operands: &mut Vec<Query>) {
    if operands.iter().any(is_wordless) && operands.iter().any(has_words) {
        operands.retain(|one| !is_wordless(one));
    }
}

fn has_words(query: &Query) -> bool {
    query.asks_words() && !is_wordless(query)
}

/// True if it looks for words, and none was given.
fn is_wordless(query: &Query) -> bool {
    match query {
        Query::Word(word) => !has_word(&word.text),
        Query::Phrase { words, .. } => !words.iter().any(|word| has_word(&word.text)),
        Query::And(parts) | Query::Or(parts) => parts.iter().all(is_wordless),
        _ => false,
    }
}

/// Any of the words and all of the rest: what juxtaposition means under `--any`.
///
/// Filters and negations still narrow: `trump recusal outlet:fox` asks for either word, in
/// that outlet.
pub(super) fn join_any(mut parts: Vec<Part>) -> Option<Part> {
    if parts.iter().any(|part| is_wordless(&part.query)) && parts.iter().any(|part| has_words(&part.query)) {
        parts.retain(|part| !is_wordless(&part.query));
    }
    let (rest, words): (Vec<Part>, Vec<Part>) =
        parts.into_iter().partition(|part| is_filter(&part.query) || matches!(part.query, Query::Not(_)));
    join_and(join_or(words).into_iter().chain(rest).collect())
}

pub(super) fn negate(part: Part) -> Part {
    Part::above(part.height, Query::Not(Box::new(part.query)))
}

/// True for conditions on the article that have no place in its text.
fn is_filter(query: &Query) -> bool {
    match query {
        Query::Outlet(_)
        | Query::Author(_)
        | Query::Speaker(_)
        | Query::Language(_)
        | Query::Date(_)
        | Query::Unknown(_) => true,
        Query::And(parts) | Query::Or(parts) => parts.iter().all(is_filter),
        Query::Not(inner) => is_filter(inner),
        _ => false,
    }
}

/// Two operands joined by a distance.
pub(super) struct Joined {
    pub part: Option<Part>,
    pub trouble: Option<Trouble>,
}

/// Joins two operands by a distance; what is no operand of one is read as near to it as can be.
pub(super) fn join_near(left: Part, distance: Distance, right: Part) -> Joined {
    let mut height = left.height.max(right.height) + 1;
    let mut place = Placing { kind: distance.kind, beside: Vec::new(), trouble: None };
    let (left, is_negative) = match left.query {
        Query::Not(inner) => {
            place.note(
                "NOT binds tighter than a distance; read as NOT of the whole",
                "write `NOT (a W/5 b)`, or `b NOT W/5 a`",
            );
            (*inner, true)
        }
        other => (other, false),
    };
    let (right, negated) = match right.query {
        Query::Not(inner) if !distance.negated => {
            place.note("a distance needs something on both sides; read as `a NOT W/5 b`", "write `a NOT W/5 b`");
            (*inner, true)
        }
        other => (other, distance.negated),
    };
    let left = place.operand(left);
    let right = place.operand(right);
    let mut parts = Vec::new();
    match (left, right) {
        (Some(left), Some(right)) => {
            let near = |near, left, right| Query::Near { left: Box::new(left), near, right: Box::new(right) };
            match (negated, distance.kind) {
                (false, kind) => parts.push(near(kind, left, right)),
                (true, Near::Within(count) | Near::NotWithin(count)) => {
                    parts.push(near(Near::NotWithin(count), left, right));
                }
                (true, kind) => {
                    let message = match kind {
                        Near::Paragraph => "only `NOT W/5` looks at each place; read as `a AND NOT (a W/P b)`",
                        _ => "only `NOT W/5` looks at each place; read as `a AND NOT (a W/S b)`",
                    };
                    place.note(message, "write `NOT W/25`");
                    let negative = Query::Not(Box::new(near(kind, left.clone(), right)));
                    parts.extend([left, negative]);
                    height += 2;
                }
            }
        }
        (left, right) => parts.extend(left.into_iter().chain(right)),
    }
    if is_negative {
        parts = parts.into_iter().map(|part| Query::Not(Box::new(part))).collect();
        height += 1;
    }
    if place.trouble.is_some() {
        height += 20; // at most: AND groups are folded into balanced distances
    }
    parts.append(&mut place.beside);
    let part = join_and(parts.into_iter().map(|query| Part { query, height }).collect());
    Joined { part, trouble: place.trouble }
}

/// Makes operands of a distance out of what was written there.
struct Placing {
    kind: Near,
    /// What has no place in the text and holds for the article instead.
    beside: Vec<Query>,
    trouble: Option<Trouble>,
}

impl Placing {
    fn note(&mut self, message: &'static str, hint: &'static str) {
        self.trouble.get_or_insert(Trouble { message, hint });
    }

    fn operand(&mut self, query: Query) -> Option<Query> {
        match query {
            Query::Word(_)
            | Query::Phrase { .. }
            | Query::Prefix(_)
            | Query::Fuzzy { .. }
            | Query::Regex(_)
            | Query::Near { .. } => Some(query),
            Query::Or(parts) => {
                let parts: Vec<Query> = parts.into_iter().filter_map(|part| self.operand(part)).collect();
                join_or(parts.into_iter().map(Part::leaf).collect()).map(|part| part.query)
            }
            Query::And(parts) => {
                self.note(
                    "AND has no place within a distance; all of it was read as near each other",
                    "write `a W/5 b W/5 c`, or `(a W/5 c) AND (b W/5 c)`",
                );
                let parts: Vec<Query> = parts.into_iter().filter_map(|part| self.operand(part)).collect();
                self.all_near(parts)
            }
            Query::AtLeast { query, .. } => {
                self.note(
                    "ATLEAST counts in the whole article; it was left out here",
                    "write it beside: `AND ATLEAST3(…)`",
                );
                self.operand(*query)
            }
            Query::In { scope, query, speakers } => {
                let query = self.operand(*query)?;
                Some(Query::In { scope, query: Box::new(query), speakers })
            }
            Query::All => None,
            other => {
                self.note(
                    "this has no place in the text; it was read as holding for the article",
                    "write it beside: `AND …`",
                );
                self.beside.push(other);
                None
            }
        }
    }

    /// All of them near each other, as a balanced tree.
    fn all_near(&self, mut parts: Vec<Query>) -> Option<Query> {
        if parts.len() < 2 {
            return parts.pop();
        }
        let near = match self.kind {
            Near::Within(count) | Near::Before(count) | Near::NotWithin(count) => Near::Within(count),
            kind => kind,
        };
        let right = parts.split_off(parts.len().div_ceil(2));
        let (left, right) = (self.all_near(parts)?, self.all_near(right)?);
        Some(Query::Near { left: Box::new(left), near, right: Box::new(right) })
    }
}

/// What `quote(…)` means: one quotation in which all of it holds.
pub(super) fn same_quotation(part: Part) -> (Part, Option<Trouble>) {
    let mut trouble = None;
    let query = quotation(part.query, &mut trouble);
    (Part::above(part.height + 1, query), trouble)
}

fn quotation(query: Query, trouble: &mut Option<Trouble>) -> Query {
    let parts = match query {
        Query::Or(parts) if !parts.iter().all(|part| matches!(part, Query::Speaker(_))) => {
            let parts = parts.into_iter().map(|part| Part::leaf(quotation(part, trouble))).collect();
            return join_or(parts).map_or(Query::All, |part| part.query);
        }
        Query::And(parts) => parts,
        other => vec![other],
    };
    let mut speakers: Vec<Name> = Vec::new();
    let mut said = Vec::new();
    let mut beside = Vec::new();
    for part in parts {
        if let Some(mut names) = speakers_of(&part) {
            if !speakers.is_empty() {
                trouble.get_or_insert(Trouble {
                    message: "a quotation has one speaker; read as any of these",
                    hint: "write `speaker:(a OR b)`",
                });
            }
            speakers.append(&mut names);
            continue;
        }
        match part {
            Query::In { scope: Scope::Said, query, speakers: mut names } => {
                speakers.append(&mut names);
                said.push(*query);
            }
            Query::Not(inner) if !is_filter(&inner) => said.push(Query::Not(Box::new(match *inner {
                Query::In { scope: Scope::Said, query, speakers } if speakers.is_empty() => *query,
                other => other,
            }))),
            other if is_filter(&other) || matches!(other, Query::In { .. }) => {
                trouble.get_or_insert(Trouble {
                    message: "`quote(…)` takes `speaker:` and `said:`; the rest was read as holding for the article",
                    hint: "write `quote(speaker:a said:b) AND …`",
                });
                beside.push(other);
            }
            other => said.push(other),
        }
    }
    let said = join_and(said.into_iter().map(Part::leaf).collect()).map_or(Query::All, |part| part.query);
    let clause = Query::In { scope: Scope::Said, query: Box::new(said), speakers };
    let parts = std::iter::once(clause).chain(beside).map(Part::leaf).collect();
    join_and(parts).map_or(Query::All, |part| part.query)
}

/// The names of `speaker:a` and `speaker:(a OR b)`.
fn speakers_of(query: &Query) -> Option<Vec<Name>> {
    match query {
        Query::Speaker(name) => Some(vec![name.clone()]),
        Query::Or(parts) => parts
            .iter()
            .map(|part| match part {
                Query::Speaker(name) => Some(name.clone()),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}
