//! HTTP with the nodes of a cluster: JSON in, JSON out.
//!
//! Which requests may be repeated is decided here: all that read; all that write the same when they are done
//! twice, which holds for everything that this program writes, since documents carry ids of ours; not the
//! next page of a scroll, which the cluster forgets once it has sent it.

use std::ops::ControlFlow;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig};

use super::answer::{Answer, BulkAnswer};
use super::options::{ClusterOptions, Credentials};
use super::problem::{ClusterProblem, Told};
use super::send::{Pace, Repeat, Request, Sender};
use crate::error::{Error, Result};

/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Hits on a page of a scroll if the request does not say.
const SCROLL_PAGE: usize = 1000;

/// How long the cluster keeps a scroll between two pages.
const SCROLL_KEPT: &str = "5m";

/// Oldest version that answers everything that is asked: major, minor.
const OLDEST: (u32, u32) = (2, 4);

const JSON: &str = "application/json";
const LINES: &str = "application/x-ndjson";

/// Speaks with a cluster; keeps its connections, and may be used by many threads at once.
pub struct Client {
    sender: Sender,
    collection: String,
}

impl Client {
    /// Prepares requests; sends none yet. Fails if an option cannot be, or the file of certificates cannot
    /// be read.
    pub fn new(options: &ClusterOptions) -> Result<Client> {
        options.check()?;
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            // The library reads no environment, so no proxy of it either.
            .proxy(None)
            .user_agent(concat!("news-search/", env!("CARGO_PKG_VERSION")))
            .timeout_global(Some(options.timeout))
            .timeout_connect(Some(CONNECT_TIMEOUT.min(options.timeout)))
            .max_idle_connections_per_host(16)
            .max_idle_connections(64)
            .tls_config(TlsConfig::builder().root_certs(root_certificates(options)?).build())
            .build();
        let authorization = match &options.credentials {
            Credentials::None => None,
            Credentials::Password { user, password } => {
                Some(format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}"))))
            }
            // `Bearer …` and the like name their scheme themselves.
            Credentials::ApiKey(key) if key.contains(' ') => Some(key.clone()),
            Credentials::ApiKey(key) => Some(format!("ApiKey {key}")),
        };
        if authorization.as_ref().is_some_and(|text| text.chars().any(char::is_control)) {
            return Err(Error::Invalid("an API key has no line breaks".to_owned()));
        }
        let sender = Sender::new(config.new_agent(), &options.urls, authorization, options.timeout);
        Ok(Client { sender, collection: options.collection.clone() })
    }

    /// Name of the collection.
    pub fn collection(&self) -> &str {
        &self.collection
    }

    /// Reads. Repeated when it fails in passing.
    pub fn get(&self, path: &str) -> Result<Answer> {
        self.ask("GET", path, None)
    }

    /// Asks whether something is there: status 200 or 404. Repeated when it fails in passing.
    pub fn head(&self, path: &str) -> Result<Answer> {
        self.ask("HEAD", path, None)
    }

    /// Sets something to `body`. Repeated when it fails in passing: what was made by an attempt whose answer
    /// was lost is then refused as being there (`resource_already_exists_exception`).
    pub fn put(&self, path: &str, body: &Value) -> Result<Answer> {
        self.ask("PUT", path, Some(body))
    }

    /// Asks with a body, or changes what is the same when changed twice. Repeated when it fails in passing,
    /// so nothing may be posted that must not be done twice.
    pub fn post(&self, path: &str, body: &Value) -> Result<Answer> {
        self.ask("POST", path, Some(body))
    }

    /// Takes something away; `Value::Null` sends no body. Repeated when it fails in passing: what was taken
    /// away by an attempt whose answer was lost is then not there (404).
    pub fn delete(&self, path: &str, body: &Value) -> Result<Answer> {
        self.ask("DELETE", path, Some(body).filter(|body| !body.is_null()))
    }

    /// Version of the cluster, such as `2.19.1`. Fails if it is too old or not OpenSearch.
    pub fn version(&self) -> Result<String> {
        let doing = "asking for its version";
        let request = Request { method: "GET", path: "/", body: None, doing, repeat: Repeat::Always };
        let answer = self.sender.send(&request)?;
        let url = answer.url.clone();
        let body = answer.into_result(doing)?;
        let number = body["version"]["number"].as_str().unwrap_or_default();
        let product = match body["version"]["distribution"].as_str() {
            Some("opensearch") => "OpenSearch",
            Some(other) => other,
            None if number.is_empty() => "something else",
            // Which has never named its distribution.
            None => "Elasticsearch",
        };
        let mut parts = number.split(['.', '-']).map(|part| part.parse::<u32>().ok());
        let found = (parts.next().flatten().unwrap_or(0), parts.next().flatten().unwrap_or(0));
        if product == "OpenSearch" && found >= OLDEST {
            return Ok(number.to_owned());
        }
        let found = format!("{product} {number}").trim_end().to_owned();
        Err(Error::cluster(&url, doing, ClusterProblem::Version { found }))
    }

    /// Searches; the answer may be partial, so a caller looks at `timed_out` and `_shards.failed`, or asks
    /// [`Client::missing`]. Repeated when it fails in passing.
    ///
    /// `_shards.failed` counts every shard that did not answer. OpenSearch leaves out those that are on no
    /// node at the moment, whose articles would be missing in silence.
    ///
    /// Scores are made of the counts of all shards (`dfs_query_then_fetch`), so they do not depend on which
    /// article lies where.
    pub fn search(&self, index: &str, body: &Value) -> Result<Value> {
        let doing = "searching";
        let path = format!("/{index}/_search?search_type=dfs_query_then_fetch");
        let content = body.to_string();
        let body = Some((JSON, content.as_bytes()));
        let request = Request { method: "POST", path: &path, body, doing, repeat: Repeat::Always };
        let mut answer = self.sender.send(&request)?.into_result(doing)?;
        count_missing(&mut answer);
        Ok(answer)
    }

    /// What is missing in the answer to a search; `None` if all shards have answered in time.
    pub fn missing(answer: &Value) -> Option<ClusterProblem> {
        missing_shards(answer)
    }

    /// Several searches in one request, answered in order, each as by [`Client::search`]. Fails if any does.
    pub fn msearch(&self, index: &str, bodies: &[Value]) -> Result<Vec<Value>> {
        if bodies.is_empty() {
            return Ok(Vec::new());
        }
        let doing = "searching";
        let path = format!("/{index}/_msearch");
        let mut content = String::new();
        for body in bodies {
            content.push_str("{\"search_type\":\"dfs_query_then_fetch\"}\n");
            content.push_str(&body.to_string());
            content.push('\n');
        }
        let body = Some((LINES, content.as_bytes()));
        let request = Request { method: "POST", path: &path, body, doing, repeat: Repeat::Always };
        let answer = self.sender.send(&request)?;
        let url = answer.url.clone();
        let mut body = answer.into_result(doing)?;
        let Value::Array(mut answers) = body["responses"].take() else {
            return Err(Error::cluster(&url, doing, unexpected("no `responses`")));
        };
        if answers.len() != bodies.len() {
            let what = format!("{} answers to {} searches", answers.len(), bodies.len());
            return Err(Error::cluster(&url, doing, unexpected(&what)));
        }
        for answer in &mut answers {
            if answer.get("error").is_some_and(|error| !error.is_null()) {
                let status = answer["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(500);
                return Err(Error::cluster(&url, doing, Told::of(answer).problem(status)));
            }
            count_missing(answer);
        }
        Ok(answers)
    }

    /// Hands over all hits, page by page, in the order of the body's `sort`, else in that of the index, as
    /// they were when the first page was asked for; ends early with [`ControlFlow::Break`].
    ///
    /// `size` is the length of a page, 1000 if the body does not say. Fails, perhaps after some pages, if a
    /// shard does not answer: all hits are all hits. The first page is repeated when it fails in passing, a
    /// later one only if it was not sent.
    pub fn scroll(
        &self,
        index: &str,
        body: &Value,
        each_page: &mut dyn FnMut(&[Value]) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let doing = "reading all that match";
        let mut first = body.clone();
        if let Value::Object(first) = &mut first {
            first.entry("size").or_insert_with(|| json!(SCROLL_PAGE));
            first.entry("sort").or_insert_with(|| json!(["_doc"]));
        }
        let content = first.to_string();
        let path = format!("/{index}/_search?scroll={SCROLL_KEPT}");
        let request = Request {
            method: "POST",
            path: &path,
            body: Some((JSON, content.as_bytes())),
            doing,
            repeat: Repeat::Always,
        };
        let mut answer = self.sender.send(&request)?;
        let mut scroll = None;
        let result = loop {
            let url = answer.url.clone();
            let page = match answer.into_result(doing) {
                Ok(page) => page,
                Err(error) => break Err(error),
            };
            if let Some(id) = page["_scroll_id"].as_str() {
                scroll = Some(id.to_owned());
            }
            if let Some(problem) = missing_shards(&page) {
                break Err(Error::cluster(&url, doing, problem));
            }
            let (Some(hits), Some(id)) = (page["hits"]["hits"].as_array(), &scroll) else {
                break Err(Error::cluster(&url, doing, unexpected("no `hits` or no `_scroll_id`")));
            };
            if hits.is_empty() {
                break Ok(());
            }
            match each_page(hits) {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(())) => break Ok(()),
                Err(error) => break Err(error),
            }
            let content = json!({"scroll": SCROLL_KEPT, "scroll_id": id}).to_string();
            let body = Some((JSON, content.as_bytes()));
            let request = Request { method: "POST", path: "/_search/scroll", body, doing, repeat: Repeat::IfNotDone };
            answer = match self.sender.send(&request) {
                Ok(answer) => answer,
                Err(error) => break Err(error),
            };
        };
        if let Some(id) = scroll {
            // Else the cluster forgets it by itself in a few minutes.
            let _ = self.delete("/_search/scroll", &json!({ "scroll_id": id }));
        }
        result
    }

    /// Does many actions: lines of JSON, each action with `_index` and `_id`, each document on the next line.
    ///
    /// Repeated as a whole when it fails in passing, which is harmless as every action says which document
    /// it is about; what is `created` by an attempt whose answer was lost is then `updated`. Actions may fail
    /// one by one: see [`BulkAnswer`], and [`super::BulkSender`] for what repeats those.
    pub fn bulk(&self, lines: &str) -> Result<BulkAnswer> {
        let doing = "indexing";
        let body = Some((LINES, lines.as_bytes()));
        let request = Request { method: "POST", path: "/_bulk", body, doing, repeat: Repeat::Always };
        let answer = self.sender.send(&request)?;
        let url = answer.url.clone();
        let body = answer.into_result(doing)?;
        BulkAnswer::of(&body).map_err(|problem| Error::cluster(&url, doing, problem))
    }

    /// An address, for messages about an answer that came from any of them.
    pub(super) fn any_url(&self) -> &str {
        self.sender.any_url()
    }

    /// How failed requests are repeated.
    pub(super) fn pace(&self) -> Pace {
        self.sender.pace
    }

    /// The same client in a hurry.
    #[cfg(test)]
    pub(super) fn with_pace(mut self, pace: Pace) -> Client {
        self.sender.pace = pace;
        self
    }

    fn ask(&self, method: &'static str, path: &str, body: Option<&Value>) -> Result<Answer> {
        let doing = format!("answering `{method} {path}`");
        let content = body.map(Value::to_string);
        let body = content.as_ref().map(|content| (JSON, content.as_bytes()));
        self.sender.send(&Request { method, path, body, doing: &doing, repeat: Repeat::Always })
    }
}

fn unexpected(what: &str) -> ClusterProblem {
    ClusterProblem::Unexpected { what: what.to_owned() }
}

/// Makes `_shards.failed` the number of all shards that did not answer.
fn count_missing(answer: &mut Value) {
    let n_missing = n_missing(answer);
    if n_missing > 0 {
        answer["_shards"]["failed"] = json!(n_missing);
    }
}

/// Number of shards that did not answer: those that failed, and those that were not asked as they are on no
/// node. `successful` counts what was skipped because it has no match.
fn n_missing(answer: &Value) -> u64 {
    let shards = &answer["_shards"];
    let failed = shards["failed"].as_u64().unwrap_or(0);
    let (Some(total), Some(successful)) = (shards["total"].as_u64(), shards["successful"].as_u64()) else {
        return failed;
    };
    failed.max(total.saturating_sub(successful))
}

/// The problem if not all shards have answered a search.
fn missing_shards(answer: &Value) -> Option<ClusterProblem> {
    let shards = &answer["_shards"];
    let failed = n_missing(answer);
    let is_late = answer["timed_out"] == true;
    if failed == 0 && !is_late {
        return None;
    }
    let told = shards["failures"].get(0).map(|failure| Told::of(&failure["reason"]).reason);
    let reason = told.unwrap_or_else(|| if is_late { "it took too long" } else { "on no node" }.to_owned());
    Some(ClusterProblem::Partial { failed, total: shards["total"].as_u64().unwrap_or(0), reason })
}

/// The certificates that vouch for nodes.
fn root_certificates(options: &ClusterOptions) -> Result<RootCerts> {
    let Some(path) = &options.ca else { return Ok(RootCerts::WebPki) };
    let content = std::fs::read(path).map_err(|source| Error::Read { path: path.clone(), source })?;
    let malformed = |what: String| Error::Malformed { path: path.clone(), what };
    let mut certificates: Vec<Certificate<'static>> = Vec::new();
    for item in ureq::tls::parse_pem(&content) {
        if let PemItem::Certificate(certificate) = item.map_err(|error| malformed(error.to_string()))? {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() {
        return Err(malformed("no certificate in PEM".to_owned()));
    }
    Ok(RootCerts::new_with_certs(&certificates))
}

#[cfg(test)]
mod tests;
