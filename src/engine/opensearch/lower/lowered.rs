//! Queries of the cluster that say whether they match just what they should, and how they are put together.

use serde_json::{Value, json};

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
    pub(super) fn exact(part: Part) -> Lowered {
        Lowered { part, exact: true }
    }

    pub(super) fn superset(self) -> Lowered {
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

/// All of the parts, and none of those that are excluded.
pub(super) fn all_of(parts: Vec<Lowered>, excluded: Vec<Lowered>) -> Lowered {
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
pub(super) fn any_of(parts: Vec<Lowered>) -> Lowered {
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
