//! Groups that are worked out of all articles: families of quotations, stories, reprints.
//!
//! They are made at first need, which takes seconds to minutes on a large archive: longer than a question
//! may take. So they are made in the background, one kind at a time, whoever asks and however often. A
//! request waits a moment for them, without a place among the questions that are worked on; then it is told
//! to come again, and how far the work has come. What was begun for a commit is finished when another comes
//! meanwhile: the next is made from it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::http::StatusCode;
use tokio::sync::watch;

use super::{Problem, Snapshot, State};
use crate::engine::{Hit, ReprintRequest, SearchRequest, SearchResponse};
use crate::error::Result as LibraryResult;
use crate::index::Index;

/// Seconds after which it is worth asking again.
const RETRY_SECONDS: u32 = 2;

/// A kind of groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Groups {
    /// Quotations of the same words.
    Families,
    /// Articles about one event.
    Stories,
    /// Articles that are the same piece.
    Reprints,
}

impl Groups {
    /// How many kinds there are.
    const COUNT: usize = 3;

    fn name(self) -> &'static str {
        match self {
            Groups::Families => "quotations of the same words are being brought together",
            Groups::Stories => "articles about the same events are being brought together",
            Groups::Reprints => "articles are being compared with each other to find reprints",
        }
    }

    /// Makes them, or reads them if they are kept.
    fn make(self, index: &Index, progress: &mut dyn FnMut(u64, u64)) -> LibraryResult<()> {
        match self {
            Groups::Families => index.families(progress).map(drop),
            Groups::Stories => index.stories(progress).map(drop),
            Groups::Reprints => index.reprints(&ReprintRequest { limit: 0, ..ReprintRequest::default() }).map(drop),
        }
    }
}

/// How far the groups of a snapshot are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// Nobody has asked for them.
    #[default]
    Absent,
    /// Somebody has; articles that were read, and how many are to be.
    UnderWay(u64, u64),
    /// They are at hand.
    Ready,
    /// They could not be made; the next request tries again.
    Failed(Problem),
}

/// The groups of one snapshot.
#[derive(Debug, Default)]
pub struct Stages([watch::Sender<Stage>; Groups::COUNT]);

impl Stages {
    fn of(&self, groups: Groups) -> &watch::Sender<Stage> {
        &self.0[groups as usize]
    }
}

/// Work under way; if it is dropped before its end, somebody else may begin it anew.
struct Work {
    snapshot: Arc<Snapshot>,
    groups: Groups,
}

impl Work {
    fn stage(&self) -> &watch::Sender<Stage> {
        self.snapshot.stages.of(self.groups)
    }

    fn run(self) {
        let mut progress = |done, all| {
            self.stage().send_replace(Stage::UnderWay(done, all));
        };
        let make = AssertUnwindSafe(|| self.groups.make(&self.snapshot.index, &mut progress));
        let stage = match std::panic::catch_unwind(make) {
            Ok(Ok(())) => Stage::Ready,
            Ok(Err(error)) => Stage::Failed(error.into()),
            Err(_) => Stage::Failed(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the server failed at grouping")),
        };
        self.stage().send_replace(stage);
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.stage().send_if_modified(|stage| {
            let is_left = matches!(stage, Stage::UnderWay(..));
            if is_left {
                *stage = Stage::Absent;
            }
            is_left
        });
    }
}

impl State {
    /// The index as of its last commit with these groups at hand.
    ///
    /// # Errors
    /// 503 if they are not there within a moment; they are being made then. Why they cannot be made.
    pub async fn with_groups(self: &Arc<State>, needs: &[Groups]) -> Result<Arc<Snapshot>, Problem> {
        let snapshot = self.on(None, |snapshot: &Arc<Snapshot>| Ok(snapshot.clone())).await?;
        for groups in needs {
            if *groups == Groups::Stories {
                // They are made of families, which are of use to others before.
                self.wait_for(&snapshot, Groups::Families).await?;
            }
            self.wait_for(&snapshot, *groups).await?;
        }
        Ok(snapshot)
    }

    async fn wait_for(self: &Arc<State>, snapshot: &Arc<Snapshot>, groups: Groups) -> Result<(), Problem> {
        let stage = snapshot.stages.of(groups);
        let mut seen = stage.subscribe();
        let is_ours = stage.send_if_modified(|stage| {
            let is_free = matches!(stage, Stage::Absent | Stage::Failed(_));
            if is_free {
                *stage = Stage::UnderWay(0, 0);
            }
            is_free
        });
        if is_ours {
            let work = Work { snapshot: snapshot.clone(), groups };
            let turn = self.grouping.clone().acquire_owned();
            tokio::spawn(async move {
                let Ok(turn) = turn.await else { return };
                tokio::task::spawn_blocking(move || {
                    work.run();
                    drop(turn);
                });
            });
        }
        let is_over = |stage: &Stage| !matches!(stage, Stage::UnderWay(..));
        let waited = tokio::time::timeout(self.limits().patience, seen.wait_for(is_over)).await;
        let reached = match waited {
            Ok(Ok(reached)) => reached.clone(),
            Ok(Err(_)) | Err(_) => stage.borrow().clone(),
        };
        match reached {
            Stage::Ready => Ok(()),
            Stage::Failed(problem) => Err(problem),
            Stage::UnderWay(done, all) => Err(preparing(groups, done, all)),
            Stage::Absent => Err(preparing(groups, 0, 0)),
        }
    }
}

/// For each hit how many other articles it stands for, if reprints count once; nothing if they do not.
///
/// # Errors
/// As for [`Index::reprints`].
pub fn reprints_of(index: &Index, request: &SearchRequest, response: &SearchResponse) -> LibraryResult<Vec<u64>> {
    if request.distinct.is_none() {
        return Ok(Vec::new());
    }
    let others = |hit: &Hit| {
        let request = ReprintRequest { article: Some(hit.id.clone()), members: 1, ..ReprintRequest::default() };
        let groups = index.reprints(&request)?.groups;
        Ok(groups.first().map_or(0, |group| group.size.saturating_sub(1)))
    };
    response.hits.iter().map(others).collect()
}

/// They are being made: come again.
fn preparing(groups: Groups, done: u64, all: u64) -> Problem {
    let mut detail = format!("{}, which happens once after articles came or went", groups.name());
    if all > 0 {
        detail.push_str(&format!(": {} of {} are read", super::charts::grouped(done), super::charts::grouped(all)));
    }
    Problem { retry_after: Some(RETRY_SECONDS), is_preparing: true, ..Problem::busy(detail) }
}
