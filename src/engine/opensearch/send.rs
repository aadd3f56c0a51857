//! One request to one of several nodes, repeated where that can help and does no harm.
//!
//! A node that refuses or does not answer is set aside for some seconds and the next is asked. Between two
//! rounds there is a pause that doubles, half of it left to chance, so that many indexers do not come back
//! at the same moment (exponential back-off with jitter, as in M. Brooker, "Exponential Backoff And Jitter",
//! AWS Architecture Blog, 2015). All of it is bounded by [`Pace::total`].

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use ureq::http;

use super::answer::Answer;
use super::problem::{ClusterProblem, Told};
use crate::engine::stop;
use crate::error::{Error, Result};

/// Most bytes of a request. OpenSearch takes 100 MB unless told otherwise.
pub(super) const MAX_REQUEST_BYTES: usize = 64 << 20;

/// Most bytes of an answer that is read.
pub(super) const MAX_ANSWER_BYTES: u64 = 256 << 20;

/// How often and how long a failed request is repeated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// The first pause.
    pub first: Duration,
    /// The longest pause.
    pub longest: Duration,
    /// No repetition begins after this.
    pub total: Duration,
    /// The same, until any node has answered for the first time: who mistypes an address waits no minute.
    pub total_if_never_reached: Duration,
    /// How long a node that did not answer is passed over.
    pub aside: Duration,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace {
            first: Duration::from_millis(100),
            longest: Duration::from_secs(5),
            total: Duration::from_secs(60),
            total_if_never_reached: Duration::from_secs(3),
            aside: Duration::from_secs(10),
        }
    }
}

impl Pace {
    /// The pause after that many failures, between half of it and all of it by chance.
    pub fn pause(&self, n_failures: u32) -> Duration {
        let doubled = self.first.saturating_mul(1 << n_failures.saturating_sub(1).min(16));
        let whole = doubled.min(self.longest);
        // Keys of a fresh hasher are random; nothing here needs a better source.
        let share = RandomState::new().hash_one(n_failures) % 1001;
        whole / 2 + whole.mul_f64(share as f64 / 2000.0)
    }
}

/// Waits, unless the search that waits is stopped.
pub(super) fn wait(pause: Duration) -> Result<()> {
    let until = Instant::now() + pause;
    loop {
        stop::check()?;
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        std::thread::sleep(left.min(Duration::from_millis(50)));
    }
}

/// When a request may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    /// Always: doing it twice is doing it once.
    Always,
    /// Only while it cannot have been done.
    IfNotDone,
}

/// A request to any node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request<'a> {
    pub method: &'static str,
    /// Path and query, percent-encoded, with a slash in front.
    pub path: &'a str,
    /// Type and content.
    pub body: Option<(&'static str, &'a [u8])>,
    /// What is being done, for messages.
    pub doing: &'a str,
    pub repeat: Repeat,
}

/// One address.
struct Node {
    url: String,
    aside_until: Mutex<Option<Instant>>,
}

impl Node {
    fn aside_until(&self) -> Option<Instant> {
        *self.aside_until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_aside_until(&self, until: Option<Instant>) {
        *self.aside_until.lock().unwrap_or_else(PoisonError::into_inner) = until;
    }
}

/// Sends requests to the nodes of one cluster.
pub(super) struct Sender {
    agent: ureq::Agent,
    nodes: Vec<Node>,
    next: AtomicUsize,
    authorization: Option<String>,
    timeout: Duration,
    pub pace: Pace,
    was_reached: AtomicBool,
}

/// Why one attempt came to nothing.
struct Failure {
    problem: ClusterProblem,
    /// The request did not arrive, or was turned away before anything was done.
    not_done: bool,
    /// Asking again may help.
    passes: bool,
    /// The node is not asked for a while.
    sets_aside: bool,
}

impl Sender {
    /// Sends to these addresses, which are well formed. Connects to none of them yet.
    pub fn new(agent: ureq::Agent, urls: &[String], authorization: Option<String>, timeout: Duration) -> Sender {
        let node = |url: &String| Node { url: url.trim_end_matches('/').to_owned(), aside_until: Mutex::new(None) };
        Sender {
            agent,
            nodes: urls.iter().map(node).collect(),
            // Several programs that start with the same list do not all begin with the same node.
            next: AtomicUsize::new(RandomState::new().hash_one(0) as usize % urls.len().max(1)),
            authorization,
            timeout,
            pace: Pace::default(),
            was_reached: AtomicBool::new(false),
        }
    }

    /// The first address.
    pub fn any_url(&self) -> &str {
        self.nodes.first().map_or("", |node| &node.url)
    }

    /// Sends a request until it is answered, and at most as long as the pace allows.
    ///
    /// Statuses that pass (429, 502, 503, 504), wrong credentials and a read-only cluster are errors; others
    /// are left to the caller.
    pub fn send(&self, request: &Request<'_>) -> Result<Answer> {
        let n_bytes = request.body.map_or(0, |(_, content)| content.len());
        if n_bytes > MAX_REQUEST_BYTES {
            let problem = ClusterProblem::RequestTooLarge { bytes: n_bytes };
            return Err(Error::cluster(self.any_url(), request.doing, problem));
        }
        let begun = Instant::now();
        let mut n_failures = 0_u32;
        let mut unavailable = None;
        loop {
            stop::check()?;
            let node = self.choose();
            let failure = match self.attempt(node, request) {
                Ok(answer) => {
                    node.set_aside_until(None);
                    return Ok(answer);
                }
                Err(failure) => failure,
            };
            n_failures += 1;
            if failure.sets_aside {
                node.set_aside_until(Some(Instant::now() + self.pace.aside));
            }
            let may_repeat = failure.passes && (request.repeat == Repeat::Always || failure.not_done);
            // A node that does not answer says nothing about the next.
            let is_another_left = failure.sets_aside && (n_failures as usize) < self.nodes.len();
            let pause = if is_another_left { Duration::ZERO } else { self.pace.pause(n_failures) };
            let total = match is_another_left || self.was_reached.load(Ordering::Relaxed) {
                true => self.pace.total,
                false => self.pace.total_if_never_reached,
            };
            if !may_repeat || begun.elapsed() + pause > total {
                // What a node of the cluster says tells more than that another does not answer.
                let problem = if failure.sets_aside { unavailable.take() } else { None };
                let (url, problem) = problem.unwrap_or((&node.url, failure.problem));
                return Err(Error::cluster(url, request.doing, problem));
            }
            if !failure.sets_aside {
                unavailable = Some((&node.url, failure.problem));
            }
            wait(pause)?;
        }
    }

    /// The next node in turn that is not set aside, else the one that has been for longest.
    fn choose(&self) -> &Node {
        let now = Instant::now();
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        let in_turn = (0..self.nodes.len()).map(|i| &self.nodes[first.wrapping_add(i) % self.nodes.len()]);
        let mut chosen: Option<(&Node, Instant)> = None;
        for node in in_turn {
            let Some(until) = node.aside_until().filter(|until| *until > now) else { return node };
            if chosen.is_none_or(|(_, earliest)| until < earliest) {
                chosen = Some((node, until));
            }
        }
        chosen.map_or(&self.nodes[0], |(node, _)| node)
    }

    /// Asks a node once.
    fn attempt(&self, node: &Node, request: &Request<'_>) -> Result<Answer, Failure> {
        let url = format!("{}{}", node.url, request.path);
        let mut builder =
            http::Request::builder().method(request.method).uri(&url).header("accept", "application/json");
        if let Some(authorization) = &self.authorization {
            builder = builder.header("authorization", authorization);
        }
        let response = match request.body {
            Some((content_type, content)) => {
                builder.header("content-type", content_type).body(content).map(|request| self.agent.run(request))
            }
            None => builder.body(()).map(|request| self.agent.run(request)),
        };
        let mut response = match response {
            Ok(response) => response.map_err(|error| self.failure(error, &node.url))?,
            Err(error) => return Err(Failure::lasting(ClusterProblem::Unexpected { what: error.to_string() })),
        };
        self.was_reached.store(true, Ordering::Relaxed);
        let status = response.status().as_u16();
        if (300..400).contains(&status) {
            let to = response.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or("elsewhere");
            return Err(Failure::lasting(ClusterProblem::Redirected { to: to.to_owned() }));
        }
        let content = response.body_mut().with_config().limit(MAX_ANSWER_BYTES).read_to_vec();
        let content = content.map_err(|error| self.failure(error, &node.url))?;
        let body = if request.method == "HEAD" { Ok(Value::Null) } else { serde_json::from_slice(&content) };
        match failed_status(status, body.as_ref().ok(), request) {
            Some(failure) => Err(failure),
            None => match body {
                Ok(body) => Ok(Answer { status, body, url: node.url.clone() }),
                Err(_) => Err(Failure::lasting(ClusterProblem::NotJson { status, start: start_of(&content) })),
            },
        }
    }

    /// What an error below HTTP means.
    fn failure(&self, error: ureq::Error, url: &str) -> Failure {
        use ureq::Timeout;
        match error {
            ureq::Error::HostNotFound => Failure::unreachable(ClusterProblem::UnknownHost),
            ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
                Failure::unreachable(ClusterProblem::Unreachable { cause: "nobody answers there".to_owned() })
            }
            ureq::Error::Timeout(_) => Failure {
                problem: ClusterProblem::Timeout { seconds: self.timeout.as_secs().max(1) },
                not_done: false,
                passes: true,
                sets_aside: true,
            },
            ureq::Error::BodyExceedsLimit(limit) => Failure::lasting(ClusterProblem::AnswerTooLarge { limit }),
            ureq::Error::Rustls(error) => Failure::lasting(ClusterProblem::Tls { cause: error.to_string() }),
            ureq::Error::Tls(cause) => Failure::lasting(ClusterProblem::Tls { cause: cause.to_owned() }),
            // The handshake's errors come in an envelope of the system's.
            ureq::Error::Io(error) if error.kind() == io::ErrorKind::InvalidData && url.starts_with("https") => {
                Failure::lasting(ClusterProblem::Tls { cause: error.to_string() })
            }
            // The standard library has no kind for it.
            ureq::Error::Io(error) if error.to_string().starts_with("failed to lookup address") => {
                Failure::unreachable(ClusterProblem::UnknownHost)
            }
            ureq::Error::Io(error) => {
                let never_connected = matches!(
                    error.kind(),
                    io::ErrorKind::ConnectionRefused
                        | io::ErrorKind::HostUnreachable
                        | io::ErrorKind::NetworkUnreachable
                        | io::ErrorKind::AddrNotAvailable
                );
                let problem = ClusterProblem::Unreachable { cause: error.to_string() };
                Failure { not_done: never_connected, ..Failure::unreachable(problem) }
            }
            ureq::Error::ConnectionFailed => {
                Failure::unreachable(ClusterProblem::Unreachable { cause: "it was refused".to_owned() })
            }
            // What is no HTTP, such as the answer of a port that wants TLS.
            ureq::Error::Protocol(error) => Failure {
                problem: ClusterProblem::Unreachable { cause: format!("it does not speak HTTP here ({error})") },
                not_done: false,
                passes: true,
                sets_aside: true,
            },
            error => Failure::lasting(ClusterProblem::Unexpected { what: error.to_string() }),
        }
    }
}

impl Failure {
    /// Asking again does not help.
    fn lasting(problem: ClusterProblem) -> Failure {
        Failure { problem, not_done: false, passes: false, sets_aside: false }
    }

    /// Another node may do, or this one later.
    fn unreachable(problem: ClusterProblem) -> Failure {
        Failure { problem, not_done: true, passes: true, sets_aside: true }
    }
}

/// The failure that a status means whatever was asked for.
fn failed_status(status: u16, body: Option<&Value>, request: &Request<'_>) -> Option<Failure> {
    let told = || body.map(Told::of).unwrap_or_default();
    match status {
        401 => Some(Failure::lasting(ClusterProblem::Credentials)),
        403 => Some(Failure::lasting(told().problem(403))),
        413 => {
            let bytes = request.body.map_or(0, |(_, content)| content.len());
            Some(Failure::lasting(ClusterProblem::RequestTooLarge { bytes }))
        }
        429 | 500 | 502 | 503 | 504 => {
            let problem = told().problem(status);
            let passes = matches!(problem, ClusterProblem::Unavailable { .. });
            if status == 500 && !passes {
                return None;
            }
            // Too many requests are turned away at the door; of the others nobody knows.
            Some(Failure { problem, not_done: status == 429, passes, sets_aside: false })
        }
        _ => None,
    }
}

/// How an answer begins, on one line.
fn start_of(content: &[u8]) -> String {
    let text = String::from_utf8_lossy(&content[..content.len().min(400)]);
    let mut start = String::new();
    for word in text.split_whitespace() {
        if start.chars().count() + word.chars().count() > 80 {
            start.push('…');
            break;
        }
        if !start.is_empty() {
            start.push(' ');
        }
        start.push_str(word);
    }
    start.retain(|c| !c.is_control());
    start
}
