//! The open index and the questions that are put to it.
//!
//! An [`Index`] is one commit for its whole life. [`State`] looks before every question whether
//! another process has committed, which takes some microseconds, and opens the index again if so;
//! answers that are under way keep the one they began with.
//!
//! Questions run in threads of their own, as the index does not wait for anybody. How many at once
//! and for how long is bounded by [`Limits`].

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, TryLockError};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::counted::Counted;
use super::groups::{Groups, Stages};
use super::{Access, Limits, Options, Problem, Today};
use crate::engine::Stop;
use crate::error::Error;
use crate::index::{Index, Stats};
use crate::model::Date;

/// What all requests share.
pub struct State {
    options: Options,
    opened: Mutex<Option<Arc<Snapshot>>>,
    opening: Mutex<()>,
    openings: AtomicU64,
    /// Tells the answers of this process from those of an earlier one.
    started: u64,
    running: Arc<Semaphore>,
    exporting: Arc<Semaphore>,
    /// One kind of groups is made at a time.
    pub(super) grouping: Arc<Semaphore>,
    waiting: AtomicUsize,
}

/// The index as of one commit, on one day.
pub struct Snapshot {
    /// The index.
    pub index: Index,
    /// The day that `today` counts from.
    pub today: Date,
    /// What an answer made of it is told apart by.
    tag: String,
    stats: OnceLock<Stats>,
    pub(super) counted: Counted,
    pub(super) stages: Stages,
}

impl Snapshot {
    /// The entity tag of answers: weak, as an answer tells how long it took.
    pub fn etag(&self) -> &str {
        &self.tag
    }

    /// Size and content of the index, which take a look at every file of it, once.
    pub fn stats(&self) -> Result<&Stats, Error> {
        if let Some(known) = self.stats.get() {
            return Ok(known);
        }
        let stats = self.index.stats()?;
        Ok(self.stats.get_or_init(|| stats))
    }
}

/// What an answer is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The body.
    pub body: Vec<u8>,
    /// Its type.
    pub content_type: &'static str,
    /// The name of the file that a browser makes of it; `None` if it shows it.
    pub file_name: Option<&'static str>,
}

impl Answer {
    /// A JSON document.
    pub fn json(body: Vec<u8>) -> Answer {
        Answer { body, content_type: "application/json", file_name: None }
    }

    /// The type of pages.
    pub const HTML: &str = "text/html; charset=utf-8";

    /// A page.
    pub fn html(page: impl Into<String>) -> Answer {
        Answer { body: page.into().into_bytes(), content_type: Answer::HTML, file_name: None }
    }
}

/// An answer with the entity tag of the index it was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagged<T> {
    /// The tag.
    pub tag: String,
    /// The answer; `None` if the one who asks has it already.
    pub answer: Option<T>,
}

impl<T> Tagged<T> {
    /// What `to` makes of the answer.
    pub fn map<U>(self, to: impl FnOnce(T) -> U) -> Tagged<U> {
        Tagged { tag: self.tag, answer: self.answer.map(to) }
    }
}

impl Tagged<Answer> {
    /// The answer as it is sent; 304 if the one who asks has it.
    pub fn response(self) -> Response {
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        if let Ok(tag) = HeaderValue::try_from(self.tag) {
            headers.insert(header::ETAG, tag);
        }
        let Some(answer) = self.answer else {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        };
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(answer.content_type));
        let disposition = answer.file_name.map(|name| format!("attachment; filename=\"{name}\""));
        if let Some(Ok(disposition)) = disposition.map(HeaderValue::try_from) {
            headers.insert(header::CONTENT_DISPOSITION, disposition);
        }
        *response.body_mut() = Body::from(answer.body);
        response
    }
}

impl State {
    /// A server's state; nothing is opened yet.
    pub fn new(options: Options) -> State {
        let limits = options.limits;
        let started = std::collections::hash_map::RandomState::new();
        State {
            opened: Mutex::new(None),
            opening: Mutex::new(()),
            openings: AtomicU64::new(0),
            started: std::hash::BuildHasher::hash_one(&started, 0),
            running: Arc::new(Semaphore::new(limits.running)),
            exporting: Arc::new(Semaphore::new(limits.exports)),
            grouping: Arc::new(Semaphore::new(1)),
            waiting: AtomicUsize::new(0),
            options,
        }
    }

    /// Who may ask.
    pub fn access(&self) -> &Access {
        &self.options.access
    }

    /// How much at once.
    pub fn limits(&self) -> &Limits {
        &self.options.limits
    }

    /// The day of a request.
    pub fn today(&self) -> Date {
        let today: &Today = &self.options.today;
        today()
    }

    /// The index as of its last commit. Waits for the disk: not to be called by what serves others.
    ///
    /// # Errors
    /// As for [`Index::open`], so long as the folder stays that way.
    pub fn current(&self) -> Result<Arc<Snapshot>, Error> {
        let today = self.today();
        let known = self.opened.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = &known
            && known.today == today
            && known.index.is_current()
        {
            return Ok(known.clone());
        }
        let opening = match self.opening.try_lock() {
            Ok(opening) => opening,
            // Somebody else opens it: what was known will do until then, if there is something.
            Err(TryLockError::WouldBlock) => match known {
                Some(known) => return Ok(known),
                None => self.opening.lock().unwrap_or_else(PoisonError::into_inner),
            },
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
        };
        let known = self.opened.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = known
            && known.today == today
            && known.index.is_current()
        {
            return Ok(known);
        }
        let outcome = self.options.index.open().map(|index| {
            let number = self.openings.fetch_add(1, Ordering::Relaxed);
            let tag = format!("W/\"{:x}-{}-{number}\"", self.started, index.generation());
            Arc::new(Snapshot {
                index,
                today,
                tag,
                stats: OnceLock::new(),
                counted: Counted::default(),
                stages: Stages::default(),
            })
        });
        *self.opened.lock().unwrap_or_else(PoisonError::into_inner) = outcome.as_ref().ok().cloned();
        drop(opening);
        outcome
    }

    /// Does `work` on the index in a thread of its own, when its turn has come.
    ///
    /// # Errors
    /// What `work` returns; 503 if too many wait already, if it takes too long, and if there is no
    /// index.
    pub async fn ask<T: Send + 'static>(
        self: &Arc<State>,
        work: impl FnOnce(&Snapshot) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.ask_with(&[], work).await
    }

    /// The same on an index that has these groups at hand.
    ///
    /// # Errors
    /// Also those of [`State::with_groups`].
    pub async fn ask_with<T: Send + 'static>(
        self: &Arc<State>,
        needs: &[Groups],
        work: impl FnOnce(&Snapshot) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let on = if needs.is_empty() { None } else { Some(self.with_groups(needs).await?) };
        self.on(on, move |snapshot: &Arc<Snapshot>| work(snapshot)).await
    }

    /// Does `work` on that snapshot, or on the last commit.
    pub(super) async fn on<T: Send + 'static>(
        self: &Arc<State>,
        on: Option<Arc<Snapshot>>,
        work: impl FnOnce(&Arc<Snapshot>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        // When nobody waits any more, for lack of time or because the client went away.
        let unwanted = StopOnDrop(Stop::new());
        let wished = unwanted.0.clone();
        let turn = async {
            let permit = self.turn().await?;
            let state = self.clone();
            let done = tokio::task::spawn_blocking(move || {
                let snapshot = || on.map_or_else(|| state.current(), Ok);
                let work = || wished.within(|| work(&snapshot()?));
                let outcome = std::panic::catch_unwind(AssertUnwindSafe(work));
                drop(permit);
                outcome
            });
            match done.await {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(_)) | Err(_) => {
                    Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the server failed while answering"))
                }
            }
        };
        let too_long = |_| {
            Problem::busy("the question takes too long").advising("narrow it down by words, outlets, speakers or dates")
        };
        tokio::time::timeout(self.options.limits.time, turn).await.map_err(too_long)?
    }

    /// Waits for the right to work, as long as not too many do.
    async fn turn(&self) -> Result<OwnedSemaphorePermit, Problem> {
        struct Waiting<'a>(&'a AtomicUsize);
        impl Drop for Waiting<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::Relaxed);
            }
        }
        let closed = |_| Problem::busy("the server is stopping");
        if let Ok(permit) = self.running.clone().try_acquire_owned() {
            return Ok(permit);
        }
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&self.waiting);
        if before >= self.options.limits.waiting {
            return Err(Problem::busy("too many questions at once"));
        }
        self.running.clone().acquire_owned().await.map_err(closed)
    }

    /// The right to export, if not too many do.
    pub(super) fn export_turn(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let too_many = |_| Problem::busy("too many exports at once");
        self.exporting.clone().try_acquire_owned().map_err(too_many)
    }

    /// The answer that `work` gives, with the entity tag of the index; 304 without any work if the
    /// one who asks has it already.
    pub async fn answer(
        self: &Arc<State>,
        headers: &HeaderMap,
        work: impl FnOnce(&Snapshot) -> Result<Answer, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        self.answer_with(&[], headers, work).await
    }

    /// The same on an index that has these groups at hand.
    ///
    /// # Errors
    /// Also those of [`State::with_groups`].
    pub async fn answer_with(
        self: &Arc<State>,
        needs: &[Groups],
        headers: &HeaderMap,
        work: impl FnOnce(&Snapshot) -> Result<Answer, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        let known = headers.get(header::IF_NONE_MATCH).cloned();
        Ok(self.tagged(needs, known, work).await?.response())
    }

    /// The same before it is made a response: what `work` gives, or nothing and no work if `known` has its tag.
    ///
    /// # Errors
    /// Those of `work`, of [`State::ask`] and of [`State::with_groups`].
    pub async fn tagged<T: Send + 'static>(
        self: &Arc<State>,
        needs: &[Groups],
        known: Option<HeaderValue>,
        work: impl FnOnce(&Snapshot) -> Result<T, Problem> + Send + 'static,
    ) -> Result<Tagged<T>, Problem> {
        self.ask_with(needs, move |snapshot| {
            let tag = snapshot.etag().to_owned();
            let is_known = known.is_some_and(|known| matches(&known, &tag));
            let answer = if is_known { None } else { Some(work(snapshot)?) };
            Ok(Tagged { tag, answer })
        })
        .await
    }
}

/// Stops what was begun when it is dropped.
struct StopOnDrop(Stop);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// True if one of the tags of `If-None-Match` is that one; RFC 9110 compares them weakly.
pub(super) fn matches(known: &HeaderValue, tag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Ok(known) = known.to_str() else { return false };
    known.split(',').any(|one| one.trim() == "*" || bare(one) == bare(tag))
}
