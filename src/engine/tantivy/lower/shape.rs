//! What can be told of a query by its tree alone.

use rustc_hash::FxHashSet;

use super::MAX_LEAVES;
use crate::error::{Error, Result};
use crate::query::pattern::{Leaf, Pattern};
use crate::query::{Form, Near, Query, Scope, Word};
use crate::text::is_stop_word;

/// Refuses queries that ask for too much work.
pub fn check_size(query: &Query) -> Result<()> {
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

/// The words of a phrase, if it is made of words alone.
pub(super) fn leaves_of(parts: &[Pattern]) -> Option<Vec<&Leaf>> {
    fn leaf(part: &Pattern) -> Option<&Leaf> {
        match part {
            Pattern::Leaf { leaf, .. } => Some(leaf),
            _ => None,
        }
    }
    parts.iter().map(leaf).collect()
}

/// True if the pattern is words side by side, so that folding them cannot hide a match.
pub(super) fn is_side_by_side(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Leaf { .. } => true,
        Pattern::Seq { parts, slop } => *slop == 0 && parts.iter().all(is_side_by_side),
        Pattern::Any(parts) => parts.iter().all(is_side_by_side),
        Pattern::In { pattern, .. } => is_side_by_side(pattern),
        Pattern::Near { .. } => false,
    }
}

/// True if only the text of a quotation can tell: sentences, paragraphs, and who speaks within a
/// pattern.
pub(super) fn needs_quotation(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Leaf { .. } => false,
        Pattern::Seq { parts, .. } | Pattern::Any(parts) => parts.iter().any(needs_quotation),
        Pattern::Near { near: Near::Sentence | Near::Paragraph, .. } => true,
        Pattern::Near { left, right, .. } => needs_quotation(left) || needs_quotation(right),
        Pattern::In { scope: Scope::Said, speakers, .. } if !speakers.is_empty() => true,
        Pattern::In { pattern, .. } => needs_quotation(pattern),
    }
}

/// True if a quotation in which the query holds is found by its places alone.
pub(super) fn is_of_one_place(query: &Query) -> bool {
    match query {
        Query::Or(parts) => parts.iter().all(is_of_one_place),
        Query::In { scope: Scope::Said, query, .. } => is_of_one_place(query),
        Query::In { .. } | Query::AtLeast { .. } => false,
        other => Pattern::of(other).is_some(),
    }
}

/// True for a condition that no words of the article decide.
pub fn is_filter(query: &Query) -> bool {
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
pub fn positive(query: &Query) -> Query {
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
pub fn loosened(query: &Query) -> Query {
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
pub fn is_weak(query: &Query) -> bool {
    let Query::Word(word) = query else { return false };
    let folded = crate::text::fold(&word.text);
    is_stop_word(&folded) || (folded.chars().count() == 1 && !folded.starts_with(|c: char| c.is_ascii_digit()))
}
