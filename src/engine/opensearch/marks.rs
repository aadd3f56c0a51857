//! Which runs are at work on a collection, and which were broken off.
//!
//! Articles are on the cluster before it is taken note of where they were read, so a run that is killed leaves articles
//! that nobody knows of; if their files are gone by the next run, no file leads to them any more. Therefore each run
//! leaves a mark (`run-…` in the index `meta`) before it reads anything and takes it away at its end. The mark of a run
//! that has ended otherwise makes the next one look for such articles and take them out ([`Mark::settle`]).
//!
//! That, like a rebuild, is done alone. Who wants to be alone says so in its mark and looks for others then; whoever
//! comes looks after having left its own mark; so one of two sees the other (the idea of Dekker's algorithm, in E. W. Dijkstra,
//! "Cooperating sequential processes", 1968). A run on this machine is known to have ended when its process has;
//! one elsewhere when its mark was not renewed for long. Who was taken for dead by mistake finds its mark gone and
//! takes note of nothing more ([`Mark::check`]), so that the next run reads its files again. Of runs that read the same source
//! at the same time, the later one at least leaves a mark that says so ([`Mark::reads`]), and the next run distrusts what
//! is noted of that source ([`Mark::take_over`]; `notes` says why).

use std::fs;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_128;

use super::client::Client;
use super::lower::Target;
use super::notes::{self, Doubt};
use super::schema::Names;
use super::send::wait;
use super::stored::expected;
use super::writer::ClusterWriter;
use super::{aggregate, state};
use crate::error::{Error, Result};
use crate::index::State;

/// How often a mark is renewed.
const BEAT: Duration = Duration::from_secs(10);

/// A run elsewhere has ended if its mark was not renewed for so many seconds. Clocks of machines may differ by less.
const SILENCE: u64 = 300;

/// How long a run waits for others to say which sources they read.
const PLANNING: Duration = Duration::from_secs(10);

/// How long a run waits for another one to put things in order.
const PATIENCE: Duration = Duration::from_secs(1800);

/// What a run says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    /// Where process numbers mean the same; empty if that cannot be told.
    host: String,
    process: u32,
    /// When the process began, so that a later one of that number is not taken for it.
    begun: String,
    /// When the mark was renewed, in seconds since 1970; 0 if the run has failed.
    beat: u64,
    /// Why nobody else may write: `rebuild`, `sweep`, or nothing.
    alone: String,
    /// Names of the sources that it reads, once it knows them.
    #[serde(default)]
    sources: Option<Vec<String>>,
    /// Another run reads one of them at the same time, so that the notes of their files are not to be trusted afterwards;
    /// `None` if that cannot be told.
    #[serde(default)]
    is_shared: Option<bool>,
}

impl Told {
    fn of_us(alone: &str) -> Told {
        let process = std::process::id();
        Told {
            host: host(),
            process,
            begun: begun(process).unwrap_or_default(),
            beat: now(),
            alone: alone.to_owned(),
            sources: None,
            is_shared: Some(false),
        }
    }

    /// What the run leaves in doubt if it has ended like this.
    fn doubt(&self) -> Doubt {
        match (self.is_shared, &self.sources) {
            (Some(false), _) => Doubt::Nothing,
            (Some(true), Some(sources)) => Doubt::Sources(sources.clone()),
            _ => Doubt::Everything,
        }
    }

    fn is_alive(&self) -> bool {
        let is_here = !self.host.is_empty() && self.host == host();
        let is_gone = is_here && begun(self.process).is_none_or(|begun| begun != self.begun);
        !is_gone && self.beat > 0 && now().saturating_sub(self.beat) < SILENCE
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_secs())
}

/// What processes with comparable numbers have in common: the boot and the space of process numbers.
fn host() -> String {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id");
    match (boot, fs::read_link("/proc/self/ns/pid")) {
        (Ok(boot), Ok(space)) => format!("{} {}", boot.trim(), space.display()),
        _ => String::new(),
    }
}

/// When a process of this machine began, in the kernel's ticks.
fn begun(process: u32) -> Option<String> {
    let line = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Its name, in brackets, may hold anything; what follows are state, parent … and in the 20th place the beginning.
    let (_, rest) = line.rsplit_once(')')?;
    let mut fields = rest.split_whitespace();
    let is_dead = matches!(fields.next()?, "Z" | "X");
    if is_dead { None } else { fields.nth(18).map(str::to_owned) }
}

/// What the marks of other runs say.
#[derive(Default)]
struct Others {
    /// Those at work, by their marks.
    alive: Vec<(String, Told)>,
    /// Marks of those that were broken off, or have left theirs for the next.
    dead: Vec<String>,
    /// What these leave in doubt.
    doubt: Doubt,
}

/// The mark of this run.
pub struct Mark<'c> {
    client: &'c Client,
    names: Names,
    id: String,
    /// Marks of runs that were broken off.
    dead: Vec<String>,
    /// Which notes are not to be trusted after these.
    doubt: Doubt,
    /// Runs that were at work when this one began, by their marks.
    met: Vec<(String, Told)>,
    /// Another run read one of the same sources meanwhile.
    is_shared: AtomicBool,
    /// The mark is about to go.
    is_over: Mutex<bool>,
}

impl<'c> Mark<'c> {
    /// A mark that is not left yet.
    fn nobodys(client: &'c Client, names: &Names, id: String) -> Mark<'c> {
        Mark {
            client,
            names: names.clone(),
            id,
            dead: Vec::new(),
            doubt: Doubt::Nothing,
            met: Vec::new(),
            is_shared: AtomicBool::new(false),
            is_over: Mutex::new(false),
        }
    }

    /// Leaves a mark, waiting if another run puts things in order; a rebuild only if nobody else is at work.
    ///
    /// # Errors
    /// [`Error::Unsupported`] if this is a rebuild and others are at work or the other way round, and those of the cluster.
    pub fn leave(client: &'c Client, names: &Names, is_rebuild: bool) -> Result<Mark<'c>> {
        let told = Told::of_us(if is_rebuild { "rebuild" } else { "" });
        let seed = format!("{told:?} {:?} {:?}", SystemTime::now(), std::thread::current().id());
        let id = format!("run-{:032x}", xxh3_128(seed.as_bytes()));
        let mut mark = Mark::nobodys(client, names, id);
        mark.put(&told)?;
        let begun = Instant::now();
        loop {
            let Others { alive, dead, doubt } = mark.others()?;
            let wants = |why: &str| alive.iter().any(|(_, told)| told.alone == why);
            let refused = if is_rebuild && !alive.is_empty() {
                "another run is at work on the collection; rebuild it when that has ended"
            } else if wants("rebuild") {
                "the collection is being rebuilt; run this again when that has ended"
            } else if wants("sweep") && begun.elapsed() > PATIENCE {
                "another run has been putting the collection in order for half an hour; run this again later"
            } else if wants("sweep") {
                wait(Duration::from_millis(300))?;
                continue;
            } else {
                (mark.dead, mark.doubt, mark.met) = (dead, doubt, alive);
                return Ok(mark);
            };
            mark.remove(&mark.id)?;
            return Err(Error::Unsupported(refused.to_owned()));
        }
    }

    /// Notes that nothing is known of the files that runs have left in doubt, if nobody else is at work; then this run
    /// stands for theirs.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn take_over(&mut self) -> Result<()> {
        if self.doubt == Doubt::Nothing {
            return Ok(());
        }
        self.change(&json!({"alone": "sweep"}))?;
        let Others { alive, dead, doubt } = self.others()?;
        if alive.is_empty() {
            let before = state::read(self.client, &self.names)?;
            let mut after = before.clone();
            notes::distrust(&mut after, &doubt);
            state::write(self.client, &self.names, &before, &after)?;
            for id in &dead {
                self.remove(id)?;
            }
            (self.dead, self.doubt) = (dead, Doubt::Nothing);
        }
        self.change(&json!({"alone": ""}))
    }

    /// Takes nothing for known of what runs have left in doubt, if [`Mark::take_over`] could not.
    pub fn distrust(&self, known: &mut State) {
        notes::distrust(known, &self.doubt);
    }

    /// Tells which sources this run reads, and learns whether others read one of them at the same time.
    ///
    /// Two runs may see different versions of a file, and the one that sees it as it was may take out what the other
    /// took for known. So whichever of them sees the other (at least the later one does) says so before it writes
    /// anything, and leaves its mark when it ends, so that the next run reads the files again.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn reads(&self, sources: &[String]) -> Result<()> {
        self.change(&json!({"sources": sources}))?;
        let begun = Instant::now();
        let alive = loop {
            let alive = self.others()?.alive;
            let is_pending = alive.iter().any(|(_, told)| told.sources.is_none());
            if !is_pending || begun.elapsed() > PLANNING {
                break alive;
            }
            wait(Duration::from_millis(200))?;
        };
        // Who was at work at the beginning may have ended since, and what we know be older than what it did.
        let ended = self.met.iter().filter(|(met, _)| !alive.iter().any(|(id, _)| id == met));
        let is_shared = alive.iter().chain(ended).any(|(_, told)| match &told.sources {
            Some(theirs) => theirs.iter().any(|name| sources.contains(name)),
            None => true,
        });
        self.is_shared.store(is_shared, Ordering::Relaxed);
        if is_shared { self.change(&json!({"is_shared": true})) } else { Ok(()) }
    }

    /// True if a run was broken off before this one.
    pub fn has_dead(&self) -> bool {
        !self.dead.is_empty()
    }

    /// Renews the mark until the other end of `ends` is gone; meant for a thread of its own.
    pub fn renew(&self, ends: &Receiver<()>) {
        while ends.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
            let is_over = self.is_over.lock().unwrap_or_else(PoisonError::into_inner);
            // What fails is tried again soon.
            if !*is_over && matches!(self.try_change(&json!({"beat": now()})), Ok(false)) {
                let _ = self.take_for_dead();
            }
        }
    }

    /// Makes sure that nobody took this run for dead: then its articles may have been taken out, and what is noted of its
    /// files is true no more.
    ///
    /// # Errors
    /// [`Error::Unsupported`] if somebody did, and those of the cluster.
    pub fn check(&self) -> Result<()> {
        let answer = self.client.get(&format!("/{}/_doc/{}", self.names.meta, self.id))?;
        if answer.status == 404 {
            self.take_for_dead()?;
        } else if answer.into_result("looking for other runs")?["_source"]["run"]["beat"] != 0 {
            return Ok(());
        }
        Err(Error::Unsupported(
            "another run took this one for dead, as nothing was heard of it for minutes; run this again".to_owned(),
        ))
    }

    /// Leaves the mark of a dead run in the place of one that another run has taken away.
    fn take_for_dead(&self) -> Result<()> {
        if state::current_set(self.client, &self.names)?.is_none() {
            return Err(state::deleted(self.client));
        }
        self.put(&Told { beat: 0, is_shared: None, ..Told::of_us("") })
    }

    /// Ends a run that failed: the next one is to put in order what it leaves.
    pub fn fail(&self) {
        // A run may have ended and yet have something to complain of.
        if !*self.is_over.lock().unwrap_or_else(PoisonError::into_inner) {
            // If this fails too, the mark grows old.
            let _ = self.try_change(&json!({"beat": 0}));
        }
    }

    /// Ends a run. If others were broken off before it and nobody else is at work, takes out what they have left.
    ///
    /// # Errors
    /// Those of the cluster.
    pub fn end(&self, writer: &ClusterWriter<'_>) -> Result<()> {
        // Also while it took note of files.
        self.check()?;
        if self.has_dead() {
            self.change(&json!({"alone": "sweep"}))?;
            // Else the last of them does it.
            if self.others()?.alive.is_empty() {
                self.settle(writer)?;
                for dead in &self.dead {
                    self.remove(dead)?;
                }
            }
        }
        *self.is_over.lock().unwrap_or_else(PoisonError::into_inner) = true;
        match self.is_shared.load(Ordering::Relaxed) {
            true => self.change(&json!({"alone": "", "beat": 0})),
            false => self.remove(&self.id),
        }
    }

    /// Takes out articles and quotations that nobody took note of, and sets of indices that nobody uses.
    fn settle(&self, writer: &ClusterWriter<'_>) -> Result<()> {
        state::drop_unused_sets(self.client)?;
        let known = expected(&state::read(self.client, &self.names)?);
        let mut unknown: FxHashSet<String> = FxHashSet::default();
        let body = json!({"size": 5_000, "query": Target::Articles.filter(), "_source": false, "sort": ["_doc"]});
        self.client.scroll(&self.names.articles, &body, &mut |hits| {
            let ids = hits.iter().filter_map(|hit| hit["_id"].as_str());
            unknown.extend(ids.filter(|id| !known.contains_key(*id)).map(str::to_owned));
            Ok(ControlFlow::Continue(()))
        })?;
        let quotations = Target::Quotations.filter();
        let of_articles = aggregate::composite(self.client, &self.names.articles, &quotations, "article")?;
        unknown.extend(of_articles.counts.into_keys().flatten().filter(|id| !known.contains_key(id)));
        writer.take_out(&unknown.into_iter().collect::<Vec<_>>())?;
        writer.refresh()
    }

    /// The other runs: those at work, and the marks of those that were broken off.
    fn others(&self) -> Result<Others> {
        let mut others = Others::default();
        let body = json!({"size": 1_000, "query": {"match_all": {}}, "_source": ["run"]});
        self.client.scroll(&self.names.meta, &body, &mut |hits| {
            for hit in hits {
                let id = hit["_id"].as_str().unwrap_or("");
                if id.starts_with("run-") && id != self.id {
                    match serde_json::from_value::<Told>(hit["_source"]["run"].clone()) {
                        Ok(told) if told.is_alive() => others.alive.push((id.to_owned(), told)),
                        told => {
                            others.dead.push(id.to_owned());
                            let doubt = told.map_or(Doubt::Everything, |told| told.doubt());
                            others.doubt = std::mem::take(&mut others.doubt).and(doubt);
                        }
                    }
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(others)
    }

    fn put(&self, told: &Told) -> Result<()> {
        let path = format!("/{}/_doc/{}?refresh=true", self.names.meta, self.id);
        self.client.put(&path, &json!({"run": told}))?.into_result("leaving a mark").map(drop)
    }

    fn change(&self, part: &Value) -> Result<()> {
        match self.try_change(part)? {
            true => Ok(()),
            false => self.check(),
        }
    }

    /// Changes the mark; false if somebody has taken it away.
    fn try_change(&self, part: &Value) -> Result<bool> {
        let path = format!("/{}/_update/{}?refresh=true&retry_on_conflict=5", self.names.meta, self.id);
        let answer = self.client.post(&path, &json!({"doc": {"run": part}}))?;
        if answer.status == 404 { Ok(false) } else { answer.into_result("renewing a mark").map(|_| true) }
    }

    fn remove(&self, id: &str) -> Result<()> {
        let answer = self.client.delete(&format!("/{}/_doc/{id}?refresh=true", self.names.meta), &Value::Null)?;
        if answer.status == 404 { Ok(()) } else { answer.into_result("removing a mark").map(drop) }
    }
}

/// True if a run is at work on the collection or was broken off.
///
/// # Errors
/// Those of the cluster.
pub fn is_unsettled(client: &Client, names: &Names) -> Result<bool> {
    let nobody = Mark::nobodys(client, names, String::new());
    let Others { alive, dead, .. } = nobody.others()?;
    Ok(!alive.is_empty() || !dead.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(change: impl FnOnce(&mut Told), is_alive: bool) {
        let mut told = Told::of_us("");
        change(&mut told);
        assert_eq!(told.is_alive(), is_alive, "{told:?}");
    }

    #[test]
    fn a_run_that_has_ended_leaves_its_source_in_doubt_if_another_read_it_too() {
        let told = |is_shared, sources: Option<&[&str]>| {
            let sources = sources.map(|sources| sources.iter().map(|&name| name.to_owned()).collect());
            Told { is_shared, sources, ..Told::of_us("") }.doubt()
        };
        let a = || Doubt::Sources(vec!["a".to_owned()]);
        assert_eq!(told(Some(false), Some(&["a"])), Doubt::Nothing);
        assert_eq!(told(Some(false), None), Doubt::Nothing);
        assert_eq!(told(Some(true), Some(&["a"])), a());
        // Of one that did not write ahead, or was taken for dead.
        assert_eq!(told(None, Some(&["a"])), Doubt::Everything);
        let old: Told = serde_json::from_value(json!({
            "host": "h", "process": 7, "begun": "1", "beat": 1, "alone": "", "sources": ["a"],
        }))
        .unwrap();
        assert_eq!(old.doubt(), Doubt::Everything);
        assert_eq!(a().and(Doubt::Nothing), a());
        assert_eq!(Doubt::Nothing.and(a()), a());
        assert_eq!(a().and(Doubt::Everything), Doubt::Everything);
    }

    #[test]
    fn a_run_is_alive_while_its_process_is_and_its_mark_is_renewed() {
        check(|_| {}, true);
        check(|told| told.beat = 0, false);
        check(|told| told.beat -= SILENCE, false);
        // Another machine's processes are not ours.
        check(|told| (told.host, told.process) = ("elsewhere".to_owned(), 0), true);
        if !host().is_empty() {
            check(|told| told.process = 0, false);
            check(|told| told.begun = "1".to_owned(), false);
        }
    }
}
