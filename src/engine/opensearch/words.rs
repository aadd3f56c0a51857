//! The forms that a word of a query stands for, from the collection's list of all forms.
//!
//! The cluster gives candidates (a prefix, a distance); whether a form counts is decided by the code that
//! decides it for the embedded engine and the matcher.

use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder};
use serde_json::{Value, json};
use tantivy_fst::Automaton;

use super::client::Client;
use super::lower::{Form, MAX_FORMS, check_forms, form_of};
use super::tokens::joined;
use crate::engine::stop;
use crate::error::{Error, Result};
use crate::query::pattern::{self, Leaf, same_stem};
use crate::text::{Stemmer, shortened};

/// Forms of one page.
const PAGE: usize = 10_000;

/// Most candidates looked at for one word.
const MAX_CANDIDATES: usize = 2_000_000;

/// Most forms that the cluster lists within an edit distance.
const MAX_EXPANSIONS: usize = 1_000;

/// Says of a form whether a leaf stands for it.
type IsMeant<'l> = Box<dyn Fn(&str) -> bool + 'l>;

/// The forms of several leaves, each in order, in one request where none of them has very many.
///
/// # Errors
/// [`Error::Invalid`] if there are too many or an expression cannot be used, and those of the cluster.
pub fn forms(client: &Client, index: &str, leaves: &[Leaf], languages: &[Stemmer]) -> Result<Vec<Vec<Form>>> {
    let asked = leaves.iter().map(|leaf| asked(leaf, languages)).collect::<Result<Vec<_>>>()?;
    let pages: Vec<Value> = asked.iter().map(|(query, _)| page(query, None)).collect();
    let first = client.msearch(index, &pages)?;
    let mut all = Vec::with_capacity(leaves.len());
    for ((leaf, (query, is_meant)), first) in leaves.iter().zip(asked).zip(first) {
        let mut found = Vec::new();
        let n_candidates = candidates(client, index, leaf, &query, first, &mut |term| {
            let (plain, width) = form_of(term);
            if found.len() <= MAX_FORMS && is_meant(plain) {
                found.push(Form { term: term.to_owned(), width });
            }
        })?;
        if matches!(leaf, Leaf::Fuzzy { .. }) && n_candidates >= MAX_EXPANSIONS {
            check_forms(leaf, usize::MAX)?;
        }
        check_forms(leaf, found.len())?;
        found.sort_unstable_by(|a, b| a.term.cmp(&b.term));
        all.push(found);
    }
    Ok(all)
}

/// What finds at least the forms of a leaf, and which of them it stands for.
fn asked<'l>(leaf: &'l Leaf, languages: &'l [Stemmer]) -> Result<(Value, IsMeant<'l>)> {
    Ok(match leaf {
        Leaf::Form(form) => (json!({"terms": {"form": spellings(form)}}), Box::new(move |plain| plain == form)),
        Leaf::Prefix(prefix) => (beginning(prefix), Box::new(move |plain| plain.starts_with(prefix.as_str()))),
        Leaf::Stem(word) => (sharing_stem(word, languages), Box::new(move |plain| same_stem(word, plain, languages))),
        Leaf::Fuzzy { word, distance } => {
            let near = |term: &String| {
                json!({"fuzzy": {"form": {
                    "value": term, "fuzziness": distance, "transpositions": true, "max_expansions": MAX_EXPANSIONS,
                }}})
            };
            let near: Vec<Value> = spellings(word).iter().map(near).collect();
            let dfa = LevenshteinAutomatonBuilder::new(*distance, true).build_dfa(word);
            let is_tag = pattern::is_tag(word);
            let is_meant = move |plain: &str| {
                let state = plain.bytes().fold(dfa.initial_state(), |state, byte| dfa.transition(state, byte));
                pattern::is_tag(plain) == is_tag && matches!(dfa.distance(state), Distance::Exact(_))
            };
            (json!({"bool": {"should": near, "minimum_should_match": 1}}), Box::new(is_meant))
        }
        Leaf::Regex(expression) => {
            let regex =
                pattern::regex(expression).map_err(|what| Error::Invalid(format!("`/{expression}/`: {what}")))?;
            let prefix = literal_prefix(expression);
            let query = if prefix.is_empty() { json!({"match_all": {}}) } else { beginning(&prefix) };
            let is_tag = pattern::is_tag(expression);
            let is_meant = move |plain: &str| {
                let state = plain.bytes().fold(regex.start(), |state, byte| regex.accept(&state, byte));
                pattern::is_tag(plain) == is_tag && regex.is_match(&state)
            };
            (query, Box::new(is_meant))
        }
    })
}

/// A form as it is indexed: by itself, and over two or three places.
fn spellings(form: &str) -> [String; 3] {
    let [two, _] = joined(form, 2);
    let [three, _] = joined(form, 3);
    [form.to_owned(), two, three]
}

fn beginning(prefix: &str) -> Value {
    let parts: Vec<Value> = spellings(prefix).iter().map(|term| json!({"prefix": {"form": {"value": term}}})).collect();
    json!({"bool": {"should": parts, "minimum_should_match": 1}})
}

/// Forms that share a stem begin like the stem but for its last letter; see `engine/tantivy/forms.rs`.
fn sharing_stem(word: &str, languages: &[Stemmer]) -> Value {
    let is_open = !word.is_ascii() && !languages.iter().all(Stemmer::keeps_first);
    let script = word.chars().next().map_or(0, |first| u32::from(first) & !0xff);
    if let (true, Some(first), Some(last)) = (is_open, char::from_u32(script), char::from_u32(script + 0xff)) {
        let between = |mark: &str| json!({"range": {"form": {"gte": format!("{mark}{first}"), "lte": format!("{mark}{last}\u{10ffff}")}}});
        let parts: Vec<Value> = ["", "<2", "<3"].iter().map(|mark| between(mark)).collect();
        return json!({"bool": {"should": parts, "minimum_should_match": 1}});
    }
    let stems: Vec<_> = languages.iter().map(|stemmer| stemmer.stem(word)).collect();
    let mut parts = vec![json!({"terms": {"form": spellings(word)}})];
    let mut prefixes: Vec<&str> = stems.iter().map(|stem| shortened(stem)).collect();
    prefixes.sort_unstable();
    prefixes.dedup();
    for prefix in prefixes {
        parts.push(beginning(prefix));
    }
    for stem in &stems {
        // `dying` is the one kind of form that begins otherwise than its stem `die`.
        if let Some(start) = stem.strip_suffix("ie") {
            parts.push(json!({"terms": {"form": spellings(&format!("{start}ying"))}}));
        }
    }
    json!({"bool": {"should": parts, "minimum_should_match": 1}})
}

/// The letters that every match of a regular expression begins with, as far as that is plain to see.
fn literal_prefix(expression: &str) -> String {
    if expression.contains('|') {
        return String::new();
    }
    let mut prefix: Vec<char> = Vec::new();
    for next in expression.chars() {
        if matches!(next, '?' | '*' | '{') {
            prefix.pop();
            break;
        }
        if !next.is_alphanumeric() {
            break;
        }
        prefix.push(next);
    }
    crate::text::fold(&prefix.into_iter().collect::<String>())
}

/// A page of the forms that a query finds, in order.
fn page(query: &Value, after: Option<&Value>) -> Value {
    let mut body = json!({
        "size": PAGE, "_source": false, "query": {"bool": {"filter": [query]}}, "sort": [{"form": "asc"}],
        "track_total_hits": false,
    });
    if let Some(after) = after {
        body["search_after"] = json!([after]);
    }
    body
}

/// Hands every form that a query finds to `sink`, in order, from the answer to the first page on; returns how many.
fn candidates(
    client: &Client,
    index: &str,
    leaf: &Leaf,
    query: &Value,
    first: Value,
    sink: &mut dyn FnMut(&str),
) -> Result<usize> {
    let mut n_found = 0;
    let mut answer = first;
    loop {
        stop::check()?;
        let hits = super::collection::hits_of(&answer);
        for hit in hits {
            sink(hit["sort"][0].as_str().unwrap_or(""));
        }
        n_found += hits.len();
        if hits.len() < PAGE {
            return Ok(n_found);
        }
        if n_found >= MAX_CANDIDATES {
            check_forms(leaf, usize::MAX)?;
        }
        let after = hits.last().map(|hit| hit["sort"][0].clone());
        answer = client.search(index, &page(query, after.as_ref()))?;
    }
}

#[cfg(test)]
mod tests {
    use super::literal_prefix;

    #[test]
    fn letters_before_the_first_choice_are_a_prefix() {
        for (expression, want) in [
            ("recus(e|al)", ""),
            ("recus[ea]l", "recus"),
            ("Élect.*", "elect"),
            ("colou?r", "colo"),
            ("a{2}", ""),
            ("\\d", ""),
        ] {
            assert_eq!(literal_prefix(expression), want, "{expression}");
        }
    }
}
