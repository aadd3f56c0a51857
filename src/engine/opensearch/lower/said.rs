//! What must hold in one quotation: conditions on the `nested` documents of an article.

use serde_json::{Value, json};

use super::intervals::Ground;
use super::lowered::{Lowered, Part, all_of, any_of};
use super::scores::{TextField, saturated, taken_back};
use super::{Lowering, shape};
use crate::error::Result;
use crate::query::pattern::Pattern;
use crate::query::{Name, Query};

impl Lowering<'_> {
    /// What holds only if all of it holds in one quotation.
    pub(super) fn said<'q>(&self, query: &'q Query, lists: &[&'q [Name]], weight: f32) -> Result<Lowered> {
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
}
