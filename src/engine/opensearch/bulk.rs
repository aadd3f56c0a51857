//! Sending many documents: bounded requests, and patience with a cluster that cannot keep up.
//!
//! A cluster that has more to do than it can turns away single actions of a request (429, 503). They are
//! sent again after a pause, alone, so what is done already is not done again and the sender slows down to
//! what the cluster takes. Every other failure comes back with the document's id and the cluster's reason.

use std::time::Instant;

use super::answer::{BulkItem, ItemError};
use super::client::Client;
use super::problem::ClusterProblem;
use super::send::{MAX_REQUEST_BYTES, wait};
use crate::error::{Error, Result};

/// Bytes after which a request is sent: more brings no more documents a second, says OpenSearch's guide to
/// indexing speed, and 5 MiB of several senders fit the smallest node.
const MAX_BYTES: usize = 5 << 20;

/// Documents after which a request is sent.
const MAX_ITEMS: usize = 500;

/// Collects actions and sends them in bulk. One for each thread.
pub struct BulkSender<'a> {
    client: &'a Client,
    pending: Vec<Action>,
    n_bytes: usize,
    /// Outcomes that nobody has taken yet.
    known: Vec<ItemOutcome>,
}

/// An action with its document, as lines.
struct Action {
    id: String,
    lines: String,
}

/// What became of one action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemOutcome {
    /// The document's id, as given to [`BulkSender::add`].
    pub id: String,
    /// HTTP status.
    pub status: u16,
    /// `created`, `updated`, `deleted`, `not_found` or `noop`; why not, if it was not done.
    pub result: Result<String, ItemError>,
}

impl BulkSender<'_> {
    /// Sends through this client. Nothing is sent yet.
    pub fn new(client: &Client) -> BulkSender<'_> {
        BulkSender { client, pending: Vec::new(), n_bytes: 0, known: Vec::new() }
    }

    /// True if adding these lines sends something.
    pub fn will_send(&self, lines: &str) -> bool {
        self.pending.len() + 1 >= MAX_ITEMS || self.n_bytes + lines.len() + 1 >= MAX_BYTES
    }

    /// Adds one action: its line, and the document's line if it has one. `id` is what its outcome is told by.
    ///
    /// Returns the outcomes of what was sent, which is nothing until a request is full. After an error
    /// everything that has no outcome yet is kept, this action too, and [`BulkSender::flush`] sends it again.
    pub fn add(&mut self, id: &str, lines: &str) -> Result<Vec<ItemOutcome>> {
        let is_full = !self.pending.is_empty() && self.n_bytes + lines.len() + 1 > MAX_BYTES;
        let sent = if is_full { self.send_all() } else { Ok(()) };
        let mut lines = lines.to_owned();
        if !lines.ends_with('\n') {
            lines.push('\n');
        }
        self.n_bytes += lines.len();
        self.pending.push(Action { id: id.to_owned(), lines });
        sent?;
        if self.pending.len() >= MAX_ITEMS || self.n_bytes >= MAX_BYTES {
            self.send_all()?;
        }
        Ok(self.take_known())
    }

    /// Sends what is left. Every action has one outcome, in the order in which they came to be known.
    ///
    /// What is turned away is sent again for about a minute and then has that as its outcome. Fails, keeping
    /// what has no outcome, if the cluster does not answer, is read-only or knows no such collection.
    pub fn flush(&mut self) -> Result<Vec<ItemOutcome>> {
        self.send_all()?;
        Ok(self.take_known())
    }

    /// Outcomes that came before an error; after a success there are none left.
    pub fn take_known(&mut self) -> Vec<ItemOutcome> {
        std::mem::take(&mut self.known)
    }

    fn send_all(&mut self) -> Result<()> {
        let begun = Instant::now();
        let pace = self.client.pace();
        let mut n_rounds = 0;
        while !self.pending.is_empty() {
            let result = self.send_once(self.pending.len(), begun.elapsed() > pace.total);
            self.n_bytes = self.pending.iter().map(|action| action.lines.len()).sum();
            result?;
            if !self.pending.is_empty() {
                n_rounds += 1;
                wait(pace.pause(n_rounds))?;
            }
        }
        Ok(())
    }

    /// True if nothing waits to be sent.
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// Sends the first `n` pending actions and takes out those with an outcome; those that are turned away
    /// stay, unless it `is_last`.
    fn send_once(&mut self, n: usize, is_last: bool) -> Result<()> {
        let n_bytes: usize = self.pending[..n].iter().map(|action| action.lines.len()).sum();
        if n_bytes > MAX_REQUEST_BYTES {
            return self.send_halves(n, n_bytes, is_last);
        }
        let mut lines = String::with_capacity(n_bytes);
        for action in &self.pending[..n] {
            lines.push_str(&action.lines);
        }
        let answer = match self.client.bulk(&lines) {
            Ok(answer) => answer,
            Err(Error::Cluster { problem, .. }) if matches!(*problem, ClusterProblem::RequestTooLarge { .. }) => {
                return self.send_halves(n, n_bytes, is_last);
            }
            Err(error) => return Err(error),
        };
        if answer.items.len() != n {
            let what = format!("{} outcomes of {n} actions", answer.items.len());
            return Err(self.error(ClusterProblem::Unexpected { what }));
        }
        let mut failed = None;
        let mut kept = Vec::new();
        for (action, item) in self.pending.drain(..n).zip(answer.items) {
            if let Some(problem) = item.cluster_problem() {
                failed = Some(problem);
                kept.push(action);
            } else if item.may_be_repeated() && !is_last {
                kept.push(action);
            } else {
                self.known.push(outcome(action, item));
            }
        }
        self.pending.splice(..0, kept);
        failed.map_or(Ok(()), |problem| Err(self.error(problem)))
    }

    /// Sends less at once where a request was too large; a single action that is has that as its outcome.
    fn send_halves(&mut self, n: usize, n_bytes: usize, is_last: bool) -> Result<()> {
        if n == 1 {
            let action = self.pending.remove(0);
            let reason = format!("a document of {n_bytes} bytes is too large for the cluster");
            let error = ItemError { kind: "too_large".to_owned(), reason };
            self.known.push(ItemOutcome { id: action.id, status: 413, result: Err(error) });
            return Ok(());
        }
        let n_before = self.pending.len();
        self.send_once(n / 2, is_last)?;
        // What was turned away stands in front again and is sent with the rest.
        let n_gone = n_before - self.pending.len();
        self.send_once(n - n_gone, is_last)
    }

    fn error(&self, problem: ClusterProblem) -> Error {
        Error::cluster(self.client.any_url(), "indexing", problem)
    }
}

fn outcome(action: Action, item: BulkItem) -> ItemOutcome {
    let result = match item.error {
        Some(error) => Err(error),
        None if (200..300).contains(&item.status) || item.status == 404 => Ok(item.result),
        None => Err(ItemError { kind: String::new(), reason: format!("status {}", item.status) }),
    };
    ItemOutcome { id: action.id, status: item.status, result }
}

#[cfg(test)]
mod tests;
