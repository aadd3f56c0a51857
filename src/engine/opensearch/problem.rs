//! What can be wrong with a cluster, each in a message that says what to do.

use serde_json::Value;

/// What is wrong with a cluster or its answer.
///
/// Names of options are those of the program.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterProblem {
    /// No connection.
    #[error("no connection: {cause}; is the cluster running, and the address right?")]
    Unreachable {
        /// What the system says.
        cause: String,
    },
    /// The name of the machine is unknown.
    #[error("no machine of that name is known; is the address right?")]
    UnknownHost,
    /// No connection that can be trusted.
    #[error("no trusted connection: {cause}; name the certificates of its authority with --ca, or check the address")]
    Tls {
        /// What does not fit.
        cause: String,
    },
    /// Connected, and no answer in time.
    #[error("no answer within {seconds} s; the request may be too heavy, or a node hangs")]
    Timeout {
        /// How long one answer was waited for.
        seconds: u64,
    },
    /// The cluster does not know who asks.
    #[error("it wants other credentials; give --user and $SEARCH_ENGINE_PASSWORD, or $SEARCH_ENGINE_API_KEY")]
    Credentials,
    /// Who asks is known and may not.
    #[error("these credentials do not allow it: {reason}")]
    Forbidden {
        /// What the cluster says.
        reason: String,
    },
    /// The collection takes no changes, most often as a disk is nearly full.
    #[error("it is read-only: {reason}; free disk space on its nodes, or lift the block, then run this again")]
    ReadOnly {
        /// What the cluster says.
        reason: String,
    },
    /// Overloaded, or shards or a leader are missing; it was asked again for a while.
    #[error("it is overloaded or incomplete: status {status}, {reason}; try again later")]
    Unavailable {
        /// Status of the last answer.
        status: u16,
        /// What the cluster says.
        reason: String,
    },
    /// Something else than OpenSearch answers, or a proxy in front of it.
    #[error("status {status} and no JSON but `{start}`; is this the address of OpenSearch?")]
    NotJson {
        /// Status of the answer.
        status: u16,
        /// How the answer begins.
        start: String,
    },
    /// The address is another one.
    #[error("it points to `{to}`; give that address")]
    Redirected {
        /// Where to.
        to: String,
    },
    /// A request is larger than we send or the cluster takes.
    #[error("a request of {bytes} bytes is too large for it")]
    RequestTooLarge {
        /// Size of the request.
        bytes: usize,
    },
    /// An answer is larger than we read.
    #[error("its answer is larger than {limit} bytes; ask for less at once")]
    AnswerTooLarge {
        /// What we read at most.
        limit: u64,
    },
    /// Another product, or too old.
    #[error("OpenSearch 2.4 or newer is needed, this is {found}")]
    Version {
        /// What it says it is.
        found: String,
    },
    /// No such collection.
    #[error("it has no collection `{name}`; `search index` makes it, --collection names another")]
    NoCollection {
        /// Name of the collection or of one of its indexes.
        name: String,
    },
    /// Shards did not answer where all are needed.
    #[error("{failed} of {total} shards did not answer: {reason}; try again when the cluster is complete")]
    Partial {
        /// How many did not.
        failed: u64,
        /// How many there are.
        total: u64,
        /// Why the first did not.
        reason: String,
    },
    /// Refused for another reason.
    #[error("status {status}, {kind}: {reason}")]
    Refused {
        /// Status of the answer.
        status: u16,
        /// The cluster's name for it, such as `parsing_exception`.
        kind: String,
        /// What the cluster says.
        reason: String,
    },
    /// JSON, and not what this request is answered with.
    #[error("its answer is not what OpenSearch answers: {what}")]
    Unexpected {
        /// What is missing or wrong.
        what: String,
    },
}

/// What a node says of one that it lost while that was at work. It comes as status 500, which else means a fault of
/// the cluster's own; another copy of the shard answers, once the cluster has noticed.
const LOST_NODE: [&str; 5] = [
    "node_disconnected_exception",
    "node_not_connected_exception",
    "node_closed_exception",
    "connect_transport_exception",
    "receive_timeout_transport_exception",
];

/// What a cluster says about a failure: its name for it, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub kind: String,
    pub reason: String,
    /// The index it is about.
    pub index: Option<String>,
}

impl Told {
    /// Reads an answer's `error`, or an error itself.
    pub fn of(body: &Value) -> Told {
        let error = body.get("error").unwrap_or(body);
        if let Some(text) = error.as_str() {
            return Told { reason: text.to_owned(), ..Told::default() };
        }
        // The first cause says more than `all shards failed`.
        let first = error["root_cause"].get(0).filter(|cause| cause["reason"].is_string()).unwrap_or(error);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut reason = text(&first["reason"]);
        if let Some(below) = error["caused_by"]["reason"].as_str().filter(|below| !reason.contains(below)) {
            reason = format!("{reason}: {below}");
        }
        Told { kind: text(&first["type"]), reason, index: first["index"].as_str().map(str::to_owned) }
    }

    /// The problem that this is with an answer of that status.
    pub fn problem(self, status: u16) -> ClusterProblem {
        let Told { kind, reason, index } = self;
        match (status, kind.as_str()) {
            (401, _) => ClusterProblem::Credentials,
            // 429 is the disk's flood stage, 403 a block that somebody has set; 503 blocks pass by themselves.
            (403 | 429, "cluster_block_exception") => ClusterProblem::ReadOnly { reason },
            (403, _) => ClusterProblem::Forbidden { reason },
            (404, "index_not_found_exception") => ClusterProblem::NoCollection { name: index.unwrap_or(reason) },
            (429 | 502 | 503 | 504, _) => ClusterProblem::Unavailable { status, reason },
            (500, kind) if LOST_NODE.contains(&kind) => ClusterProblem::Unavailable { status, reason },
            _ => ClusterProblem::Refused { status, kind, reason },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(status: u16, body: Value, want: &str) {
        assert_eq!(Told::of(&body).problem(status).to_string(), want);
    }

    #[test]
    fn a_failure_is_told_with_its_first_cause() {
        let body = json!({"error": {
            "root_cause": [{"type": "query_shard_exception", "reason": "no mapping", "index": "a"}],
            "type": "search_phase_execution_exception", "reason": "all shards failed",
            "caused_by": {"type": "x", "reason": "deeper"}}});
        check(400, body, "status 400, query_shard_exception: no mapping: deeper");
    }

    #[test]
    fn an_error_may_be_plain_text() {
        check(405, json!({"error": "no handler found"}), "status 405, : no handler found");
    }

    #[test]
    fn a_full_disk_is_no_overload() {
        let body = json!({"error": {"type": "cluster_block_exception", "reason": "flood-stage"}});
        assert!(matches!(Told::of(&body).problem(429), ClusterProblem::ReadOnly { .. }));
        assert!(matches!(Told::of(&body).problem(403), ClusterProblem::ReadOnly { .. }));
        assert!(matches!(Told::of(&body).problem(503), ClusterProblem::Unavailable { .. }));
    }

    #[test]
    fn a_missing_index_is_a_missing_collection() {
        let body = json!({"error": {"type": "index_not_found_exception", "reason": "no such index [a]", "index": "a"}});
        check(404, body, "it has no collection `a`; `search index` makes it, --collection names another");
    }
}
