//! What the words and names of a query stand for, and what to tell a user whose query found nothing.

use serde_json::{Value, json};

use super::collection::{Collection, total_of};
use super::lower::{Dictionary, Form, Lowering, Target, form_of};
use crate::engine::SearchRequest;
use crate::engine::explain::{Explanation, NameMeaning, TermKind, TermMeaning};
use crate::engine::tantivy::{nearest, people_named};
use crate::error::Result;
use crate::index::Advice;
use crate::query::pattern::{Leaf, Pattern};
use crate::query::{Name, Query};

/// Words shorter than this have too many neighbours for one to be meant; as in the embedded engine.
const SHORTEST_CORRECTED: usize = 4;

/// Forms whose articles are counted for an explanation; the first of them are shown.
const MAX_EXPLAINED: usize = 1_000;

/// A part of a query that means something by itself.
enum Meaning<'q> {
    Name(&'static str, &'q Name),
    Leaf(Leaf),
}

/// Calls `sink` with every name and word of a query, in reading order.
fn meanings<'q>(query: &'q Query, sink: &mut dyn FnMut(Meaning<'q>)) {
    match query {
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| meanings(part, sink)),
        Query::Not(inner) | Query::AtLeast { query: inner, .. } => meanings(inner, sink),
        Query::Near { left, right, .. } => {
            meanings(left, sink);
            meanings(right, sink);
        }
        Query::In { query, speakers, .. } => {
            meanings(query, sink);
            speakers.iter().for_each(|name| sink(Meaning::Name("speaker", name)));
        }
        Query::Outlet(name) => sink(Meaning::Name("outlet", name)),
        Query::Author(name) => sink(Meaning::Name("author", name)),
        Query::Speaker(name) => sink(Meaning::Name("speaker", name)),
        other => {
            if let Some(pattern) = Pattern::of(other) {
                pattern.leaves(&mut |leaf| sink(Meaning::Leaf(leaf.clone())));
            }
        }
    }
}

impl Collection {
    /// Says what the words and names of a query stand for.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn explain(&self, query: &Query) -> Result<Explanation> {
        let mut explanation = Explanation::default();
        let (mut names, mut leaves) = (Vec::new(), Vec::new());
        meanings(query, &mut |meaning| match meaning {
            Meaning::Name(field, name) => names.push((field, name)),
            Meaning::Leaf(leaf) if !leaves.contains(&leaf) => leaves.push(leaf),
            Meaning::Leaf(_) => {}
        });
        for (field, name) in names {
            let mut notes = Vec::new();
            let means = match field {
                "outlet" => self.outlets(name, &mut notes)?,
                "author" => self.authors(name, &mut notes)?,
                _ => {
                    let kept = people_named(&self.people, std::slice::from_ref(name), &mut notes);
                    let people = (0u32..).zip(kept).filter(|(_, is_kept)| *is_kept);
                    people.map(|(person, _)| self.people.name(person).to_owned()).collect()
                }
            };
            let meaning = NameMeaning { field, name: name.text.clone(), means };
            if !explanation.names.contains(&meaning) {
                explanation.names.push(meaning);
            }
        }
        for leaf in leaves {
            explanation.terms.push(self.term(&leaf)?);
        }
        Ok(explanation)
    }

    fn term(&self, leaf: &Leaf) -> Result<TermMeaning> {
        let mut counted = self.counted(&self.forms(leaf)?)?;
        let n_forms = counted.len() as u64;
        counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counted.truncate(TermMeaning::MOST_FORMS);
        let (term, kind) = match leaf {
            Leaf::Stem(word) => (word.clone(), TermKind::Inflections),
            Leaf::Form(form) => (form.clone(), TermKind::Form),
            Leaf::Prefix(prefix) => (format!("{prefix}*"), TermKind::Prefix),
            Leaf::Fuzzy { word, distance } => (format!("{word}~{distance}"), TermKind::Fuzzy),
            Leaf::Regex(pattern) => (format!("/{pattern}/"), TermKind::Regex),
        };
        let articles = self.frequency(leaf, Target::Articles)?;
        Ok(TermMeaning { term, kind, articles, n_forms, forms: counted })
    }

    /// In how many articles each form occurs that does, whatever number of places it spans.
    fn counted(&self, forms: &[Form]) -> Result<Vec<(String, u64)>> {
        let mut plain: Vec<&str> = forms.iter().map(|form| form_of(&form.term).0).collect();
        plain.sort_unstable();
        plain.dedup();
        plain.truncate(MAX_EXPLAINED);
        let mut counted = Vec::new();
        for part in plain.chunks(200) {
            let asked: Vec<Value> = part
                .iter()
                .map(|form| {
                    let terms: Vec<&str> =
                        forms.iter().map(|one| one.term.as_str()).filter(|term| form_of(term).0 == *form).collect();
                    let any = json!([{"terms": {"title": terms}}, {"terms": {"body": terms}}]);
                    let query = json!({"bool": {
                        "filter": [Target::Articles.filter()], "should": any, "minimum_should_match": 1,
                    }});
                    json!({"size": 0, "track_total_hits": true, "query": query})
                })
                .collect();
            for (form, answer) in part.iter().zip(self.search_all(&asked)?) {
                let count = total_of(&answer);
                if count > 0 {
                    counted.push(((*form).to_owned(), count));
                }
            }
        }
        Ok(counted)
    }

    /// Says which parts of a request match nothing, and what comes near them.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn advise(&self, request: &SearchRequest) -> Result<Advice> {
        let mut advice = Advice::default();
        if let Query::And(operands) = &request.query {
            for operand in operands.iter().filter(|operand| !matches!(operand, Query::Not(_))) {
                let lowered = Lowering::new(self, Target::Articles)?.root(operand)?;
                let query = json!({"bool": {"filter": [Target::Articles.filter(), lowered.query()]}});
                if self.count(&query)? == 0 {
                    advice.empty_parts.push(operand.to_string());
                }
            }
        }
        let mut names: Vec<(&'static str, &Name)> = Vec::new();
        let mut words: Vec<String> = Vec::new();
        meanings(&request.query, &mut |meaning| match meaning {
            Meaning::Name(field, name) => names.push((field, name)),
            Meaning::Leaf(Leaf::Stem(word) | Leaf::Form(word)) if !words.contains(&word) => words.push(word),
            Meaning::Leaf(_) => {}
        });
        names.extend(request.outlets.iter().map(|name| ("outlet", name)));
        names.extend(request.authors.iter().map(|name| ("author", name)));
        names.extend(request.speakers.iter().map(|name| ("speaker", name)));
        for word in words {
            self.advise_word(&word, &mut advice)?;
        }
        for (field, name) in names {
            self.advise_name(field, name, &mut advice)?;
        }
        Ok(advice)
    }

    /// The most frequent word one letter away, else two.
    fn advise_word(&self, word: &str, advice: &mut Advice) -> Result<()> {
        let length = word.chars().count();
        if length < SHORTEST_CORRECTED || self.frequency(&Leaf::Stem(word.to_owned()), Target::Articles)? > 0 {
            return Ok(());
        }
        for distance in 1..=if length <= 5 { 1 } else { 2 } {
            let near = self.forms(&Leaf::Fuzzy { word: word.to_owned(), distance })?;
            let best = self.counted(&near)?.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
            if let Some((best, _)) = best {
                advice.spellings.push((word.to_owned(), best));
                break;
            }
        }
        Ok(())
    }

    fn advise_name(&self, kind: &'static str, name: &Name, advice: &mut Advice) -> Result<()> {
        let mut notes = Vec::new();
        let (is_known, known) = match kind {
            "outlet" => (!self.outlets(name, &mut notes)?.is_empty(), self.all_outlets()?.to_vec()),
            "author" => (!self.authors(name, &mut notes)?.is_empty(), self.all_authors()?.to_vec()),
            _ => {
                let names = (0..self.people.len() as u32).map(|person| self.people.name(person).to_owned());
                (!self.people.find(name).people.is_empty(), names.collect())
            }
        };
        if !is_known {
            advice.names.push((kind, name.text.clone(), nearest(&name.text, known)));
        }
        Ok(())
    }
}
