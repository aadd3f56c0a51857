//! What a cluster answers.

use serde_json::Value;

use super::problem::{ClusterProblem, Told};
use crate::error::{Error, Result};

/// An answer that is JSON, whatever its status.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body; null if there is none.
    pub body: Value,
    /// The node that answered.
    pub(super) url: String,
}

impl Answer {
    /// True if it was done.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The error's type as the cluster names it, such as `resource_already_exists_exception`; empty if it
    /// was done.
    pub fn error_kind(&self) -> String {
        if self.is_success() { String::new() } else { Told::of(&self.body).kind }
    }

    /// The body if it was done, else what is wrong while `doing` something.
    pub fn into_result(self, doing: &str) -> Result<Value> {
        if self.is_success() {
            return Ok(self.body);
        }
        Err(Error::cluster(&self.url, doing, Told::of(&self.body).problem(self.status)))
    }
}

/// What became of each action of a bulk request, in order.
#[derive(Clone, Debug, Default)]
pub struct BulkAnswer {
    /// One for each action.
    pub items: Vec<BulkItem>,
}

/// What became of one action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkItem {
    /// The document's id.
    pub id: String,
    /// `index`, `create`, `update` or `delete`.
    pub action: String,
    /// HTTP status.
    pub status: u16,
    /// `created`, `updated`, `deleted`, `not_found`, `noop`; empty after an error.
    pub result: String,
    /// Why it was not done.
    pub error: Option<ItemError>,
}

/// Why an action was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemError {
    /// The cluster's name for it.
    pub kind: String,
    /// What the cluster says.
    pub reason: String,
}

impl BulkItem {
    /// True if the same action may be done when it is sent again later.
    pub fn may_be_repeated(&self) -> bool {
        let is_block = self.error.as_ref().is_some_and(|error| error.kind == "cluster_block_exception");
        self.status == 503 || (self.status == 429 && !is_block)
    }

    /// The problem, if it is one of the cluster and not of this document.
    pub(super) fn cluster_problem(&self) -> Option<ClusterProblem> {
        let error = self.error.as_ref()?;
        let told = Told { kind: error.kind.clone(), reason: error.reason.clone(), index: None };
        let problem = told.problem(self.status);
        let is_of_all = matches!(
            problem,
            ClusterProblem::ReadOnly { .. }
                | ClusterProblem::Credentials
                | ClusterProblem::Forbidden { .. }
                | ClusterProblem::NoCollection { .. }
        );
        is_of_all.then_some(problem)
    }
}

impl BulkAnswer {
    /// Reads the answer to a bulk request.
    pub(super) fn of(body: &Value) -> Result<BulkAnswer, ClusterProblem> {
        let unexpected = |what: &str| ClusterProblem::Unexpected { what: what.to_owned() };
        let items = body["items"].as_array().ok_or_else(|| unexpected("no `items`"))?;
        let read = |item: &Value| {
            let (action, item) = item.as_object()?.iter().next()?;
            let error = item.get("error").filter(|error| !error.is_null()).map(|error| {
                let Told { kind, reason, .. } = Told::of(error);
                ItemError { kind, reason }
            });
            Some(BulkItem {
                id: item["_id"].as_str().unwrap_or_default().to_owned(),
                action: action.clone(),
                status: u16::try_from(item["status"].as_u64()?).ok()?,
                result: item["result"].as_str().unwrap_or_default().to_owned(),
                error,
            })
        };
        let items: Option<Vec<BulkItem>> = items.iter().map(read).collect();
        Ok(BulkAnswer { items: items.ok_or_else(|| unexpected("an item without action or status"))? })
    }
}
