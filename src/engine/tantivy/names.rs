//! From the names of a filter to the values of the columns they mean.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use tantivy::columnar::StrColumn;

use super::segment::Segment;
use crate::error::{Error, Result};
use crate::extract::metadata::Outlets;
use crate::people::People;
use crate::query::{Name, Query};
use crate::text::fold;
use crate::text::names::has_word;

/// What names mean, and what to tell the user of it.
pub struct Resolver<'r> {
    pub segments: &'r [Segment],
    pub people: &'r People,
    /// Knows other names of outlets; read when the first is asked for.
    pub outlets: &'r OnceLock<Outlets>,
    /// What was widened, in words.
    pub notes: Vec<String>,
}

/// Distinct values of a column over all segments, without the unknown one.
pub fn values(segments: &[Segment], column: fn(&Segment) -> &Option<StrColumn>) -> Result<Vec<String>> {
    let mut values = Vec::new();
    for segment in segments {
        let Some(column) = column(segment) else { continue };
        let mut stream = column.dictionary().stream().map_err(Error::engine("listing a column"))?;
        while stream.advance() {
            let value = String::from_utf8_lossy(stream.key());
            if !value.is_empty() {
                values.push(value.into_owned());
            }
        }
    }
    values.sort();
    values.dedup();
    Ok(values)
}

impl Resolver<'_> {
    /// The outlets that a name means.
    pub fn outlets(&mut self, name: &Name) -> Result<Vec<String>> {
        let known = values(self.segments, |segment| &segment.outlet)?;
        let canonical = self.outlets.get_or_init(Outlets::bundled).resolve(&name.text);
        Ok(self.pick("outlet", name, Some(&canonical), known))
    }

    /// The authors that a name means.
    pub fn authors(&mut self, name: &Name) -> Result<Vec<String>> {
        let known = values(self.segments, |segment| &segment.author)?;
        Ok(self.pick("author", name, None, known))
    }

    /// The people that a name means, as a set by their numbers.
    pub fn people(&mut self, names: &[Name]) -> Vec<bool> {
        people(self.people, names, &mut self.notes)
    }

    fn pick(&mut self, what: &str, name: &Name, alias_of: Option<&str>, known: Vec<String>) -> Vec<String> {
        pick(what, name, alias_of, &known, &mut self.notes)
    }
}

/// A kind of values that names of filters are looked for among.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Of outlets.
    Outlets,
    /// Of authors.
    Authors,
}

/// A query whose names of outlets and authors are values that articles have, so that it means the same for any
/// few of them. `known` says which values a name means.
///
/// # Errors
/// Those of `known`.
pub fn resolved(query: &Query, known: &mut dyn FnMut(Known, &Name) -> Result<Vec<String>>) -> Result<Query> {
    let named = |names: Vec<String>, make: fn(Name) -> Query| {
        let mut parts: Vec<Query> = names.into_iter().map(|text| make(Name { text, exact: true })).collect();
        match parts.len() {
            0 => Query::Not(Box::new(Query::All)),
            1 => parts.swap_remove(0),
            _ => Query::Or(parts),
        }
    };
    let mut all = |parts: &[Query]| parts.iter().map(|part| resolved(part, known)).collect::<Result<Vec<_>>>();
    Ok(match query {
        Query::And(parts) => Query::And(all(parts)?),
        Query::Or(parts) => Query::Or(all(parts)?),
        Query::Outlet(name) => named(known(Known::Outlets, name)?, Query::Outlet),
        Query::Author(name) => named(known(Known::Authors, name)?, Query::Author),
        Query::Not(inner) => Query::Not(Box::new(resolved(inner, known)?)),
        Query::AtLeast { count, query } => Query::AtLeast { count: *count, query: Box::new(resolved(query, known)?) },
        Query::In { scope, query, speakers } => {
            Query::In { scope: *scope, query: Box::new(resolved(query, known)?), speakers: speakers.clone() }
        }
        other => other.clone(),
    })
}

/// The people that any of the names means, as a set by their numbers; `notes` takes in what was widened.
pub fn people(people: &People, names: &[Name], notes: &mut Vec<String>) -> Vec<bool> {
    let mut kept = vec![false; people.len()];
    for name in names {
        let found = people.find(name);
        let named = |some: &[u32]| some.iter().map(|person| people.name(*person).to_owned()).collect::<Vec<_>>();
        if found.beside.is_empty() {
            if (found.widened && found.people.len() > 1) || (found.is_other && !found.people.is_empty()) {
                tell("speaker", name, &named(&found.people), notes);
            }
        } else {
            let (just, others) = (listed(&named(&found.people)), listed(&named(&found.beside)));
            let note = format!("speaker `{}` means just {just}; also quoted: {others}", name.text);
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        for person in found.people {
            kept[person as usize] = true;
        }
    }
    kept
}

/// Which of the `known` values a name means: the one that equals it, else the one that `alias_of` says, else all
/// that have its words; `notes` takes in what was widened.
pub fn pick(what: &str, name: &Name, alias_of: Option<&str>, known: &[String], notes: &mut Vec<String>) -> Vec<String> {
    let wanted = fold(name.text.trim());
    let exact: Vec<String> = known.iter().filter(|value| fold(value) == wanted).cloned().collect();
    if !exact.is_empty() || name.exact {
        return exact;
    }
    if let Some(alias_of) = alias_of
        && known.iter().any(|value| value == alias_of)
    {
        return vec![alias_of.to_owned()];
    }
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let has_words = |value: &&String| {
        let folded = fold(value);
        !words.is_empty() && words.iter().all(|word| has_word(&folded, word))
    };
    let found: Vec<String> = known.iter().filter(has_words).cloned().collect();
    if found.len() > 1 {
        tell(what, name, &found, notes);
    }
    found
}

/// The first names of a list, and how many more there are.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let mut list = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        list.push_str(&format!(" and {} more", names.len() - SHOWN));
    }
    list
}

fn tell(what: &str, name: &Name, found: &[String], notes: &mut Vec<String>) {
    let note = format!("{what} `{}` means {}", name.text, listed(found));
    if !notes.contains(&note) {
        notes.push(note);
    }
}

/// Which ordinals of a segment's column hold one of `values`.
pub fn ordinals(column: &Option<StrColumn>, values: &[String]) -> Result<Vec<bool>> {
    let Some(column) = column else { return Ok(Vec::new()) };
    let mut kept = vec![false; column.num_terms()];
    for value in values {
        if let Some(ord) = column.dictionary().term_ord(value).map_err(Error::engine("looking a name up"))?
            && let Some(slot) = kept.get_mut(ord as usize)
        {
            *slot = true;
        }
    }
    Ok(kept)
}

/// The nearest of `known` to a name that none of them has: at most three.
pub fn nearest(name: &str, known: impl IntoIterator<Item = String>) -> Vec<String> {
    let wanted = fold(name.trim());
    let mut near: FxHashMap<String, f64> = FxHashMap::default();
    for value in known {
        let folded = fold(&value);
        let whole = strsim::jaro_winkler(&wanted, &folded);
        let part = folded.split_whitespace().map(|word| strsim::jaro_winkler(&wanted, word)).fold(0.0, f64::max);
        let score = whole.max(part * 0.98);
        if score > 0.82 {
            near.insert(value, score);
        }
    }
    let mut near: Vec<(String, f64)> = near.into_iter().collect();
    near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    near.into_iter().take(3).map(|(value, _)| value).collect()
}
