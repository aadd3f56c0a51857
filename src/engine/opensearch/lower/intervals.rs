//! Places of words as `intervals` of OpenSearch.
//!
//! Lucene keeps of the intervals of a rule only those that hold no other (minimal intervals). For words
//! that stand at one place each, and for phrases, that finds just the texts that our meaning finds. For
//! distances between more than single places it does not, nor where one word of the text could be both
//! operands; these are no `intervals` here, and texts decide.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Form, Lowering};
use crate::engine::opensearch::tokens::{PARAGRAPH, QUOTED, SENTENCE, joined};
use crate::error::Result;
use crate::query::Near;
use crate::query::pattern::{Pattern, plain_term};

/// Most forms of a word that take part in a phrase or a distance; texts decide beyond it.
const MAX_ALTERNATIVES: usize = 200;

/// What kind of words a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// Those of a headline, which is one sentence and one paragraph.
    Title,
    /// Those of a text or a quotation.
    Text,
    /// Those of a text outside of quotations.
    Narration,
}

impl Lowering<'_> {
    /// The forms of a pattern that is one word wherever it occurs; `None` if it is something else.
    pub(super) fn single_place(&self, pattern: &Pattern) -> Result<Option<Vec<Form>>> {
        let forms = self.single_place_or_joined(pattern)?;
        Ok(forms.filter(|forms| forms.iter().all(|form| form.width == 1)))
    }

    /// The same where a form may stand for several places.
    pub(super) fn single_place_or_joined(&self, pattern: &Pattern) -> Result<Option<Vec<Form>>> {
        Ok(match pattern {
            Pattern::Leaf { leaf, literal: None } => Some(self.dictionary.forms(leaf)?.as_ref().clone()),
            Pattern::Any(parts) if parts.iter().all(|part| matches!(part, Pattern::Leaf { literal: None, .. })) => {
                let mut all: Vec<Form> = Vec::new();
                for part in parts {
                    for form in self.single_place_or_joined(part)?.unwrap_or_default() {
                        if !all.contains(&form) {
                            all.push(form);
                        }
                    }
                }
                Some(all)
            }
            _ => None,
        })
    }

    /// The rules of a pattern, one for each number of places that its matches cover: where several cover different
    /// numbers, Lucene counts the longer ones for less. `None` as for [`Lowering::intervals`], empty if nothing matches.
    pub(super) fn intervals_by_width(&self, pattern: &Pattern, ground: Ground) -> Result<Option<Vec<Value>>> {
        let parts = match pattern {
            Pattern::Any(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        };
        let mut by_width: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
        for part in parts {
            if let Some(forms) = self.single_place_or_joined(part)? {
                if forms.len() > MAX_ALTERNATIVES {
                    return Ok(None);
                }
                for form in &forms {
                    by_width.entry(form.width as usize).or_default().push(word(form, ground));
                }
                continue;
            }
            let width = match part {
                Pattern::Seq { parts, slop: 0 } => parts.len(),
                _ => usize::MAX,
            };
            match self.intervals(part, ground)? {
                None => return Ok(None),
                Some(rule) => by_width.entry(width).or_default().extend(rule),
            }
        }
        Ok(Some(by_width.into_values().filter_map(any).collect()))
    }

    /// The rule of a pattern: `None` if there is none that means just it, `Some(None)` if nothing matches.
    pub(super) fn intervals(&self, pattern: &Pattern, ground: Ground) -> Result<Option<Option<Value>>> {
        if let Some(forms) = self.single_place_or_joined(pattern)? {
            if forms.len() > MAX_ALTERNATIVES {
                return Ok(None);
            }
            return Ok(Some(any(forms.iter().map(|form| word(form, ground)).collect())));
        }
        Ok(match pattern {
            Pattern::Leaf { .. } | Pattern::In { .. } => None,
            Pattern::Any(parts) => {
                let mut rules = Vec::new();
                for part in parts {
                    match self.intervals(part, ground)? {
                        None => return Ok(None),
                        Some(rule) => rules.extend(rule),
                    }
                }
                Some(any(rules))
            }
            Pattern::Seq { parts, slop } => {
                let mut rules = Vec::new();
                for part in parts {
                    let is_simple = match part {
                        // The parts of a loose phrase are words of one place each.
                        _ if *slop > 0 => self.single_place(part)?.is_some(),
                        Pattern::Near { .. } => false,
                        _ => true,
                    };
                    if !is_simple {
                        return Ok(None);
                    }
                    match self.intervals(part, ground)? {
                        None => return Ok(None),
                        Some(None) => return Ok(Some(None)),
                        Some(Some(rule)) => rules.push(rule),
                    }
                }
                let mut rule = json!({"all_of": {"ordered": true, "max_gaps": slop, "intervals": rules}});
                set_within(&mut rule, PARAGRAPH, ground);
                Some(Some(rule))
            }
            Pattern::Near { near: Near::NotWithin(_), .. } => None,
            Pattern::Near { left, near, right } => {
                let (Some(here), Some(there)) = (self.single_place(left)?, self.single_place(right)?) else {
                    return Ok(None);
                };
                if here.iter().any(|form| there.contains(form)) {
                    return Ok(None);
                }
                let (Some(here), Some(there)) = (self.intervals(left, ground)?, self.intervals(right, ground)?) else {
                    return Ok(None);
                };
                let (Some(here), Some(there)) = (here, there) else { return Ok(Some(None)) };
                let apart = |n: u32| i64::from(n) - 1;
                // Two words at one place (`maga` and `#maga`) are not near each other, but meet unordered.
                let either = |gaps: i64, marks: Option<[&str; 3]>| {
                    let orders = [[&here, &there], [&there, &here]].map(|rules| {
                        let mut rule = json!({"all_of": {"ordered": true, "max_gaps": gaps, "intervals": rules}});
                        if let Some(marks) = marks {
                            set_within(&mut rule, marks, ground);
                        }
                        rule
                    });
                    Some(Some(json!({"any_of": {"intervals": orders}})))
                };
                match near {
                    Near::Within(n) if *n > 0 => either(apart(*n), None),
                    Near::Before(n) if *n > 0 => {
                        let rules = [&here, &there];
                        Some(Some(json!({"all_of": {"ordered": true, "max_gaps": apart(*n), "intervals": rules}})))
                    }
                    Near::Sentence | Near::Paragraph => {
                        either(-1, Some(if *near == Near::Sentence { SENTENCE } else { PARAGRAPH }))
                    }
                    Near::Within(_) | Near::Before(_) | Near::NotWithin(_) => None,
                }
            }
        })
    }
}

/// One term, taken as it is.
fn term(term: &str) -> Value {
    json!({"match": {"query": term, "analyzer": "keyword"}})
}

/// A form where it stands.
fn word(form: &Form, ground: Ground) -> Value {
    let outside = json!({"not_overlapping": term(QUOTED)});
    let mut rule = if form.width == 1 {
        term(&form.term)
    } else {
        let plain = form.term.get(2..).unwrap_or("");
        let [first, last] = joined(plain, form.width);
        let rules = [term(&first), term(&last)];
        json!({"all_of": {"ordered": true, "max_gaps": form.width - 2, "intervals": rules}})
    };
    if ground == Ground::Narration {
        let kind = if form.width == 1 { "match" } else { "all_of" };
        rule[kind]["filter"] = outside;
    }
    rule
}

fn any(mut rules: Vec<Value>) -> Option<Value> {
    match rules.len() {
        0 | 1 => rules.pop(),
        _ => Some(json!({"any_of": {"intervals": rules}})),
    }
}

/// What lies in one sentence or paragraph: from its first word to its last, or in one of a single word. Headlines are one.
///
/// A rule `not_containing` the boundary would be simpler, but Lucene leaves out what merely touches it as well.
fn set_within(rule: &mut Value, [first, last, only]: [&str; 3], ground: Ground) {
    if ground != Ground::Title {
        let whole = json!({"all_of": {"ordered": true, "intervals": [term(first), term(last)]}});
        rule["all_of"]["filter"] = json!({"contained_by": {"any_of": {"intervals": [whole, term(only)]}}});
    }
}

/// The form and width of a term of the index.
pub fn form_of(term: &str) -> (&str, u32) {
    match term.strip_prefix("<2") {
        Some(plain) => (plain, 2),
        None => term.strip_prefix("<3").map_or_else(|| plain_term(term), |plain| (plain, 3)),
    }
}
