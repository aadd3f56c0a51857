//! What can be told of a query by its tree alone.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{MAX_LEAVES, WEAK};
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

/// The operands of a list joined by `OR`, each once, and what its score is to be multiplied by: how often it
/// stands in the list, or next to nothing for a word that carries no meaning there.
pub fn weighed(operands: &[Query]) -> Vec<(&Query, f32)> {
    let mut distinct: Vec<(&Query, f32)> = Vec::new();
    let mut known: FxHashMap<&Query, usize> = FxHashMap::default();
    for operand in operands {
        let at = *known.entry(operand).or_insert_with(|| {
            distinct.push((operand, 0.0));
            distinct.len() - 1
        });
        distinct[at].1 += 1.0;
    }
    for (operand, times) in &mut distinct {
        if is_weak(operand) {
            *times = WEAK;
        }
    }
    distinct
}

/// The words that stand side by side in such a list, as phrases.
pub fn neighbours(operands: &[Query]) -> impl Iterator<Item = Query> {
    operands.windows(2).filter_map(|pair| {
        let [Query::Word(left), Query::Word(right)] = pair else { return None };
        let has_weak = pair.iter().any(is_weak);
        (!has_weak).then(|| Query::Phrase { words: vec![left.clone(), right.clone()], slop: 0 })
    })
}

/// True for a word that carries no meaning in a list of words.
fn is_weak(query: &Query) -> bool {
    let Query::Word(word) = query else { return false };
    let folded = crate::text::fold(&word.text);
    is_stop_word(&folded) || (folded.chars().count() == 1 && !folded.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;
    use crate::query::parse::{ParseContext, parse};

    #[track_caller]
    fn check(list: &str, times: &[f32], phrases: usize) {
        let context = ParseContext { today: Date::new(2020, 7, 20).unwrap(), any: false, plain: false };
        let Query::Or(operands) = parse(list, &context).query else { panic!("{list} is no list") };
        let weighed: Vec<f32> = weighed(&operands).into_iter().map(|(_, times)| times).collect();
        assert_eq!((weighed.as_slice(), neighbours(&operands).count()), (times, phrases), "{list}");
    }

    #[test]
    fn a_list_counts_what_it_repeats_and_hardly_what_says_nothing() {
        check("dam OR water", &[1.0, 1.0], 1);
        check("dam OR water OR dam", &[2.0, 1.0], 2);
        // A word that says nothing has no neighbours either.
        check("dam OR of OR the OR water", &[1.0, WEAK, WEAK, 1.0], 0);
        check("dam OR \"water level\" OR level", &[1.0, 1.0, 1.0], 0);
    }
}
