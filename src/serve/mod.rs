//! `search serve`: pages and an HTTP API over one index folder, for one machine.
//!
//! ```text
//! connection ─▶ listen ─▶ guard ─▶ router ─▶ pages ─┐             ┌─▶ HTML
//!                         (who?)            api ────┴─▶ state.ask ┴─▶ JSON of render
//!                                            params: the address is the question
//! ```
//!
//! - `listen.rs` takes connections, a bounded number of them, and ends in order.
//! - `guard.rs` lets through what comes from this page or from a program, and dresses every answer
//!   with the headers that keep hostile article text harmless.
//! - `params/` is the one reading of an address: pages and API take the same parameters.
//! - `state.rs` has the open index, which follows the commits of other processes, and asks it in
//!   a bounded number of threads for a bounded time.
//! - `counted.rs` keeps the facets of the questions asked last.
//! - `groups.rs` has what is worked out of all articles made in the background.
//! - `api/` answers with what `render` writes for the command line, byte for byte; `pages/` with
//!   HTML made by functions, in which text is escaped unless it says otherwise.
//! - `problem.rs` is how all of them fail: RFC 9457 for programs, a page for people.
//!
//! **Invariant:** opens no file by a name that came in a request; an article is asked for by id, and
//! ids are looked up in the index. Only GET and HEAD are answered, and a text to be checked; no article can be
//! changed from here; groups (families, stories, reprints) that are asked for are kept in the index folder. No clock
//! and no environment: the day comes in as a function.

pub mod api;
pub mod assets;
mod charts;
mod counted;
mod groups;
pub mod guard;
mod listen;
pub mod pages;
pub mod params;
pub mod problem;
mod save;
pub mod state;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;

use crate::index::Place;
use crate::model::Date;

pub use groups::Groups;
pub use guard::Access;
pub use listen::run;
pub use problem::Problem;
pub use state::{Snapshot, State};

/// Tells the day that `today` and `7d` count from.
pub type Today = Arc<dyn Fn() -> Date + Send + Sync>;

/// What a server serves, to whom, and how much of it at once.
#[derive(Clone)]
pub struct Options {
    /// Where the index is; it need not exist yet.
    pub index: Place,
    /// Who may ask.
    pub access: Access,
    /// The day of a request.
    pub today: Today,
    /// How much at once.
    pub limits: Limits,
}

/// How much is done at once, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections that are open at once; more wait in the system's queue.
    pub connections: usize,
    /// Questions that are worked on at once.
    pub running: usize,
    /// Questions that wait for their turn; one more is sent away with 503.
    pub waiting: usize,
    /// Exports at once, which take as long as their reader does.
    pub exports: usize,
    /// How long a question may take, its waiting included, before it is given up with 503.
    pub time: Duration,
    /// How long a question waits for groups of all articles before it is told to come again.
    pub patience: Duration,
    /// Bytes of an address with all its parameters.
    pub address: usize,
    /// Hits, lines or people in one answer; all of them come by export.
    pub hits: usize,
    /// Lines of a concordance in one file.
    pub lines: usize,
    /// Bytes of a text that is to be checked.
    pub body: usize,
    /// Hits, lines or people that may be left out before them.
    pub offset: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Limits {
            connections: 1024,
            running: cores.max(4),
            waiting: 512,
            exports: 4,
            time: Duration::from_secs(20),
            patience: Duration::from_millis(1500),
            address: 16 << 10,
            hits: 1000,
            lines: 100_000,
            body: 1 << 20,
            offset: 100_000,
        }
    }
}

impl Options {
    /// Serves an index to this machine alone, on that port.
    pub fn local(index: PathBuf, port: u16, today: Today) -> Options {
        Options { index: Place::Folder(index), access: Access::local(port), today, limits: Limits::default() }
    }
}

/// Everything that is served, as a service that tests can call without a socket.
pub fn router(options: Options) -> Router {
    router_of(Arc::new(State::new(options)))
}

fn router_of(state: Arc<State>) -> Router {
    let guarded = Router::new()
        .merge(pages::router())
        .nest("/api/v1", api::router())
        .nest("/save", save::router())
        .merge(assets::router());
    guard::around(guarded, state)
}
