//! The scores of the embedded engine (`engine/tantivy/score.rs`), as scripts of the cluster.

use serde_json::{Value, json};

use super::Lowering;
use super::dictionary::{Form, Statistics};
use crate::engine::tantivy::{B_BODY, B_TITLE, K1, TITLE_WEIGHT, idf};
use crate::error::Result;
use crate::query::Near;
use crate::query::pattern::Pattern;

/// Most clauses of terms in one request that count frequencies; OpenSearch refuses more than 1,024. The forms of
/// a word beyond that count as one that occurs once.
const MAX_COUNTED: usize = 700;

impl Lowering<'_> {
    /// A query whose score is how often the forms occur in the field.
    pub(super) fn counted(&self, field: &str, forms: &[Form]) -> Value {
        let n_counted = self.n_counted.get() + forms.len();
        if n_counted > MAX_COUNTED {
            let terms: Vec<&str> = forms.iter().map(|form| form.term.as_str()).collect();
            return json!({"constant_score": {"filter": {"terms": {field: terms}}}});
        }
        self.n_counted.set(n_counted);
        let terms: Vec<Value> = forms.iter().map(|form| json!({"term": {field: {"value": form.term}}})).collect();
        match terms.as_slice() {
            [only] => only.clone(),
            _ => json!({"bool": {"should": terms, "minimum_should_match": 1}}),
        }
    }

    /// What a pattern's rarity is worth, as in the embedded engine.
    pub(super) fn idf(&self, pattern: &Pattern) -> Result<f32> {
        let sum = |parts: &[&Pattern]| -> Result<f32> {
            let mut sum = 0.0;
            for part in parts {
                sum += self.idf(part)?;
            }
            Ok(sum)
        };
        Ok(match pattern {
            Pattern::Leaf { leaf, .. } => idf(self.dictionary.frequency(leaf, self.target)?, self.statistics.documents),
            Pattern::Seq { parts, .. } => sum(&parts.iter().collect::<Vec<_>>())?,
            Pattern::Any(parts) => {
                let mut least = f32::INFINITY;
                for part in parts {
                    least = least.min(self.idf(part)?);
                }
                if least.is_finite() { least } else { 0.0 }
            }
            Pattern::Near { left, near: Near::NotWithin(_), .. } => self.idf(left)?,
            Pattern::Near { left, right, .. } => sum(&[left, right])?,
            Pattern::In { pattern, .. } => self.idf(pattern)?,
        })
    }
}

/// A field of words, and that of its length.
pub(super) struct TextField {
    pub name: &'static str,
    pub length: &'static str,
    pub is_title: bool,
}

impl TextField {
    /// The frequency that `counted` gives, weighed by the length of the field.
    pub fn weighed(&self, counted: Value, statistics: &Statistics) -> Value {
        let (weight, b, mean) =
            if self.is_title { (TITLE_WEIGHT, B_TITLE, statistics.title) } else { (1.0, B_BODY, statistics.text) };
        json!({"script_score": {"query": counted, "script": {
            "source": "_score * params.w / (params.c + params.b * doc[params.f].value)",
            "params": {"w": weight, "c": 1.0 - b, "b": f64::from(b) / mean.max(1.0), "f": self.length},
        }}})
    }
}

/// The frequency that the scores of some rules stand for.
pub(super) fn taken_back(field: &str, rules: &[Value]) -> Value {
    let counted = |rule: &Value| {
        json!({"script_score": {"query": {"intervals": {field: rule}}, "script": {
            "source": "Math.max(1.0, Math.rint(_score / (1.0 - _score)))",
        }}})
    };
    match rules {
        [only] => counted(only),
        _ => json!({"bool": {"should": rules.iter().map(counted).collect::<Vec<_>>(), "minimum_should_match": 1}}),
    }
}

/// The score of a word from its weighed frequencies.
pub(super) fn saturated(parts: Vec<Value>, idf: f32) -> Value {
    let query = match <[Value; 1]>::try_from(parts) {
        Ok([only]) => only,
        Err(parts) => json!({"bool": {"should": parts, "minimum_should_match": 1}}),
    };
    json!({"script_score": {"query": query, "script": {
        "source": "params.i * _score / (_score + params.k)",
        "params": {"i": idf * (K1 + 1.0), "k": K1},
    }}})
}
