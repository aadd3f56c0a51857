//! Facets: exact counts of all matches, by paging through every value.

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::aggregate;
use super::collection::{Collection, total_of};
use super::lower::Target;
use super::lower::filters::{terms, unknown};
use super::question::Question;
use crate::engine::tantivy::{FacetCounts, NOBODY};
use crate::engine::{By, Facet, Facets, SearchRequest};
use crate::error::Result;
use crate::query::ast::UnknownField;

/// People counted at once where a sum of keys would count an article twice.
const PEOPLE_AT_ONCE: usize = 200;

/// Counts the facets that a request asks for.
///
/// # Errors
/// Those of the cluster.
pub fn facets(collection: &Collection, question: &Question, request: &SearchRequest) -> Result<Facets> {
    let mut counts = FacetCounts::default();
    let asked: Vec<Facet> = Facet::ALL.into_iter().filter(|facet| request.facets.contains(facet)).collect();
    let queries: Vec<Value> = asked.iter().map(|facet| question.without(Some(*facet))).collect();
    let pages: Vec<Value> =
        asked.iter().zip(&queries).map(|(facet, query)| aggregate::first_page(query, field(*facet))).collect();
    let first = collection.search_all(&pages)?;
    for ((facet, query), first) in asked.iter().zip(&queries).zip(first) {
        let client = &collection.client;
        let counted = aggregate::rest(client, &collection.names.articles, query, field(*facet), first)?;
        collection.take_note(counted.is_partial);
        let counted = counted.counts;
        let named = || counted.iter().map(|(value, count)| (value.clone().unwrap_or_default(), *count)).collect();
        match facet {
            Facet::Outlet => counts.outlets = named(),
            Facet::Language => counts.languages = named(),
            Facet::Author => counts.authors = named(),
            Facet::Date => counts.dates = dates(&counted, request.by),
            Facet::Speaker => counts.people = people(collection, question.target, query, &counted, request)?,
        }
    }
    Ok(collection.matcher.facets(std::iter::once(counts), request))
}

fn field(facet: Facet) -> &'static str {
    match facet {
        Facet::Outlet => "outlet",
        Facet::Date => "date",
        Facet::Speaker => "speaker",
        Facet::Author => "author",
        Facet::Language => "language",
    }
}

/// Days, summed up by the unit asked for; 0 for unknown.
fn dates(counted: &FxHashMap<Option<String>, u64>, by: By) -> FxHashMap<u32, u64> {
    let divisor = match by {
        By::Year => 10_000,
        By::Month => 100,
        By::Day => 1,
    };
    let mut dates = FxHashMap::default();
    for (day, count) in counted {
        let day: u32 = day.as_deref().and_then(|day| day.parse().ok()).unwrap_or(0);
        *dates.entry(day / divisor).or_default() += count;
    }
    dates
}

/// People from the counts of their keys. An article that names a person in two ways has two keys of theirs, and counts
/// once: those who may be shown and have several keys are counted again by all of them.
fn people(
    collection: &Collection,
    target: Target,
    query: &Value,
    counted: &FxHashMap<Option<String>, u64>,
    request: &SearchRequest,
) -> Result<FxHashMap<u32, u64>> {
    let mut sums: FxHashMap<u32, (u64, Vec<String>)> = FxHashMap::default();
    for (key, count) in counted {
        let Some(key) = key else { continue };
        let person = collection.people.of_key(key).unwrap_or(NOBODY);
        let entry = sums.entry(person).or_default();
        entry.0 += count;
        entry.1.push(key.clone());
    }
    let mut people: FxHashMap<u32, u64> = sums.iter().map(|(person, (count, _))| (*person, *count)).collect();
    if target == Target::Articles {
        let mut ordered: Vec<(&u32, &(u64, Vec<String>))> = sums.iter().collect();
        ordered.sort_by_key(|(person, (count, _))| (std::cmp::Reverse(*count), **person));
        let mut at = 0;
        while at < ordered.len() {
            // Sums are upper bounds: who comes below the last one shown cannot be shown.
            let mut exact: Vec<u64> = ordered[..at].iter().map(|(person, _)| people[*person]).collect();
            exact.sort_unstable_by_key(|count| std::cmp::Reverse(*count));
            let least = request.facet_limit.checked_sub(1).and_then(|last| exact.get(last)).copied().unwrap_or(0);
            if ordered[at].1.0 < least {
                break;
            }
            let part = &ordered[at..(at + PEOPLE_AT_ONCE).min(ordered.len())];
            at += part.len();
            let several: Vec<&(&u32, &(u64, Vec<String>))> =
                part.iter().filter(|(_, (_, keys))| keys.len() > 1).collect();
            let asked: Vec<Value> = several
                .iter()
                .map(|(_, (_, keys))| {
                    let both = json!({"bool": {"filter": [query, terms("speaker", keys)]}});
                    json!({"size": 0, "track_total_hits": true, "query": both})
                })
                .collect();
            for ((person, _), answer) in several.into_iter().zip(collection.search_all(&asked)?) {
                people.insert(**person, total_of(&answer));
            }
        }
        // Those that were not counted again are below all that is shown.
        for (person, _) in &ordered[at..] {
            people.remove(person);
        }
    }
    people.remove(&NOBODY);
    let nobody = json!({"bool": {"filter": [query, unknown(UnknownField::Speaker)]}});
    let nobody = collection.count(&nobody)?;
    if nobody > 0 {
        people.insert(NOBODY, nobody);
    }
    Ok(people)
}
