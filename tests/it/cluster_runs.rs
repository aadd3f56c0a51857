//! Runs of the same source at once, brought about step by step: one begins within the other.
//!
//! The outer run tells of the file that it is about to read, and within that call the files change, an inner run goes from
//! beginning to end, and the files change again. Whatever came of it, the next run makes the collection what an index folder
//! of the same files is. Versions of files come back with the time that they had, so that nothing but what the runs
//! know of each other tells one from the other. Needs a real cluster, which `scripts/test-cluster` brings up; skipped without.

use std::ops::ControlFlow;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use news_search::engine::opensearch::{Client, ClusterOptions};
use news_search::index::{FileChange, Place, Progress, Silent, Summary, UpdateOptions};
use news_search::{Date, Index, Query, Result, SearchRequest, update};
use serde_json::{Value, json};

use crate::cluster_faults::quiet;
use crate::util::{Archive, Cluster};

/// Files and the collection of them.
struct Site {
    archive: Archive,
    place: Place,
    client: Client,
    collection: String,
}

/// What happens within a run, once: when it is told of this file.
struct Within<'w> {
    file: &'w str,
    what: Mutex<Option<Box<dyn FnOnce() + Send + 'w>>>,
    is_cancelled: AtomicBool,
    /// What happens to the run then.
    end: End,
}

impl Progress for Within<'_> {
    fn file(&self, _: FileChange, path: &Path) {
        if !path.ends_with(self.file) {
            return;
        }
        // Not held while it happens.
        let what = self.what.lock().expect("no test panics in it").take();
        if let Some(what) = what {
            what();
            self.is_cancelled.store(self.end == End::Interrupted, Ordering::Relaxed);
            if self.end == End::Killed {
                std::panic::resume_unwind(Box::new("killed"));
            }
        }
    }

    fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }
}

const FILES: [&str; 3] = ["a/list.jsonl", "a/one.txt", "a/two.txt"];

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Whole,
    /// With its articles on the cluster and no note of them, as one that is killed.
    Broken,
    /// In order, before its end.
    Interrupted,
    /// In the midst of it, without another word.
    Killed,
}

impl Site {
    fn new(cluster: &Cluster) -> Site {
        let urls = cluster.urls.split(',').map(str::to_owned).collect();
        let mut options = ClusterOptions::new(urls, cluster.collection.as_str());
        // After each file.
        (options.shards, options.replicas, options.note_every) = (1, 0, Duration::ZERO);
        let place = Place::Cluster(Box::new(options));
        let site =
            Site { archive: Archive::new(), place, client: cluster.client(), collection: cluster.collection.clone() };
        // Is there whatever else goes, so that the source is never empty.
        site.archive.write("a/always.txt", "Rain fell all day long.\n");
        site
    }

    fn options(&self) -> UpdateOptions {
        let mut options = UpdateOptions::new(Date::from_number(20_260_301).expect("a day"));
        options.paths = vec![self.archive.path("a")];
        options
    }

    /// A run that ends in this way.
    fn run(&self, end: End, progress: &dyn Progress) -> Result<Summary> {
        let mut options = self.options();
        let bad = "a/zz.jsonl";
        if end == End::Broken {
            // A strict run stops at it, when all the others are read.
            self.archive.write(bad, "{\"text\": \n");
            options.strict = true;
        }
        let outcome = self.place.update(&options, progress);
        if end == End::Broken {
            assert!(outcome.is_err(), "{outcome:?}");
            self.archive.remove(bad);
        }
        outcome
    }

    /// A run within which something happens when it is told of `file`; false if it never was.
    fn run_with<'w>(&'w self, end: End, file: &'w str, what: impl FnOnce() + Send + 'w) -> bool {
        let within = Within { file, what: Mutex::new(Some(Box::new(what))), is_cancelled: AtomicBool::new(false), end };
        let before = self.marks();
        match std::panic::catch_unwind(AssertUnwindSafe(|| self.run(end, &within))) {
            Ok(outcome) => assert_eq!(outcome.is_err(), end == End::Broken, "{outcome:?}"),
            // The process is still there, so that its mark would count for minutes.
            Err(_) => self.marks().iter().filter(|mark| !before.contains(mark)).for_each(|mark| self.silence(mark)),
        }
        within.what.lock().expect("no test panics in it").is_none()
    }

    /// Gives a file its `version`, with a time of its own; 0 is none.
    fn set(&self, file: &str, version: u64) {
        if version == 0 {
            let _ = std::fs::remove_file(self.archive.path(file));
            return;
        }
        let said = |n: u64| format!("“It was storm {n} of {file},” said Ann Lee. ").repeat(1 + n as usize % 2);
        let record = |id: &str, n: u64| format!("{}\n", json!({"id": format!("{id}"), "text": said(n)}));
        let content = match (file.ends_with(".txt"), version) {
            (true, version) => said(version),
            (false, 1) => record("r1", 1) + &record("r2", 2),
            (false, 2) => record("r1", 3) + &record("r2", 2),
            (false, _) => record("r2", 4) + &record("r3", 5),
        };
        self.archive.write(file, content);
        let time = UNIX_EPOCH + Duration::from_secs(1_700_000_000 + version);
        self.set_time(file, time);
    }

    fn set_time(&self, file: &str, time: SystemTime) {
        let file = std::fs::File::options().write(true).open(self.archive.path(file)).expect("a file");
        file.set_modified(time).expect("times can be set");
    }

    /// Ids and texts of the articles there.
    fn content(&self, place: &Place) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut take = |stored: news_search::index::StoredArticle| {
            found.push((stored.id, stored.article.text));
            ControlFlow::Continue(())
        };
        let index: Index = place.open().expect("an index");
        index.export(&SearchRequest::new(Query::All), &mut take).expect("articles");
        found.sort();
        found
    }

    /// Checks that the collection is what an index folder of the files is, and whole.
    #[track_caller]
    fn is_as_a_folder(&self, what: &str) {
        let folder = self.archive.path("fresh");
        let options = UpdateOptions { rebuild: true, ..self.options() };
        update(&folder, &options, &Silent).expect("an index folder");
        assert_eq!(self.content(&self.place), self.content(&Place::Folder(folder)), "{what}");
        let faults = self.place.verify().expect("an answer").faults;
        assert!(faults.is_empty(), "{what}: {faults:?}");
    }

    /// Takes away what runs have left for the next to see, as if they had not known of each other.
    fn forget_runs(&self) {
        for id in self.marks() {
            let path = format!("/{}-meta/_doc/{id}?refresh=true", self.collection);
            assert!(self.client.delete(&path, &Value::Null).expect("an answer").is_success());
        }
    }

    fn silence(&self, mark: &str) {
        let path = format!("/{}-meta/_update/{mark}?refresh=true", self.collection);
        let answer = self.client.post(&path, &json!({"doc": {"run": {"beat": 0}}})).expect("an answer");
        assert!(answer.is_success(), "{answer:?}");
    }

    fn marks(&self) -> Vec<String> {
        let body = json!({"size": 100, "_source": false});
        let Ok(answer) = self.client.search(&format!("{}-meta", self.collection), &body) else { return Vec::new() };
        let hits = answer["hits"]["hits"].as_array().expect("hits");
        let ids = hits.iter().map(|hit| hit["_id"].as_str().expect("an id").to_owned());
        ids.filter(|id| id.starts_with("run-")).collect()
    }
}

/// The one that reads the file takes its record for known, while the other has taken it out and away.
#[test]
fn cluster_runs_do_not_lose_an_article_that_one_takes_out_and_another_takes_for_known() {
    let name = "cluster_runs_do_not_lose_an_article_that_one_takes_out_and_another_takes_for_known";
    for forgets in [false, true] {
        let Some(cluster) = Cluster::find(name) else { return };
        let _quiet = quiet();
        let site = Site::new(&cluster);
        let file = "a/list.jsonl";
        site.set(file, 1);
        site.run(End::Whole, &Silent).expect("a run");
        // Touched, so that it is looked into.
        site.set_time(file, UNIX_EPOCH + Duration::from_secs(1_700_000_099));
        let was_told = site.run_with(End::Whole, file, || {
            site.set(file, 0);
            site.run(End::Whole, &Silent).expect("a run");
            site.set(file, 1);
            site.set_time(file, UNIX_EPOCH + Duration::from_secs(1_700_000_099));
        });
        assert!(was_told);
        if forgets {
            // The notes of files alone are enough here.
            site.forget_runs();
        }
        site.run(End::Whole, &Silent).expect("a run");
        site.is_as_a_folder(if forgets { "runs that do not know of each other" } else { "runs" });
    }
}

/// The article of one that was broken off lies over that of the other, which has taken note of its own.
#[test]
fn cluster_runs_do_not_trust_a_note_over_which_another_has_written() {
    let Some(cluster) = Cluster::find("cluster_runs_do_not_trust_a_note_over_which_another_has_written") else {
        return;
    };
    let _quiet = quiet();
    let site = Site::new(&cluster);
    let file = "a/list.jsonl";
    site.set(file, 1);
    site.run(End::Whole, &Silent).expect("a run");
    site.set(file, 3);
    let was_told = site.run_with(End::Broken, file, || {
        site.set(file, 2);
        site.run(End::Whole, &Silent).expect("a run");
        site.set(file, 3);
    });
    assert!(was_told);
    // As the inner run has noted it.
    site.set(file, 2);
    site.run(End::Whole, &Silent).expect("a run");
    site.is_as_a_folder("a note that was true for a while");
}

/// What a killed run had taken note of is not read again, and what it had begun with is.
#[test]
fn a_killed_cluster_run_has_not_read_in_vain() {
    let Some(cluster) = Cluster::find("a_killed_cluster_run_has_not_read_in_vain") else { return };
    let _quiet = quiet();
    let site = Site::new(&cluster);
    for number in 0..40 {
        site.archive.write(&format!("a/{number:02}.txt"), format!("“Storm {number} is over,” said Ann Lee.\n"));
    }
    assert!(site.run_with(End::Killed, "a/30.txt", || {}));
    let summary = site.run(End::Whole, &Silent).expect("a run");
    assert_eq!((summary.added, summary.changed, summary.unchanged), (11, 0, 30), "{summary:?}");
    site.is_as_a_folder("a first run that was killed");
    // Changed when it is killed, and then as it was before, down to its time.
    let file = "a/list.jsonl";
    site.set(file, 1);
    site.run(End::Whole, &Silent).expect("a run");
    site.set(file, 2);
    site.set("a/two.txt", 1);
    assert!(site.run_with(End::Broken, file, || {}));
    site.set(file, 1);
    let summary = site.run(End::Whole, &Silent).expect("a run");
    assert_eq!((summary.added, summary.changed, summary.unchanged), (1, 2, 41), "{summary:?}");
    site.is_as_a_folder("a file that came back");
    // Gone when it is killed, and there again.
    site.set(file, 0);
    assert!(site.run_with(End::Killed, file, || {}));
    site.set(file, 1);
    site.run(End::Whole, &Silent).expect("a run");
    site.is_as_a_folder("a file that was away");
    assert!(site.marks().is_empty(), "{:?}", site.marks());
    // A run that has something to complain of has ended all the same.
    std::fs::rename(site.archive.path("a"), site.archive.path("b")).expect("folders can be renamed");
    let gone = site.run(End::Whole, &Silent).expect_err("a source that is gone");
    assert!(gone.to_string().contains("missing"), "{gone}");
    assert!(site.marks().is_empty(), "{:?}", site.marks());
}

/// A generator of numbers, the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }

    /// Other versions of some files.
    fn change(&mut self) -> Vec<(&'static str, u64)> {
        let chosen: Vec<&str> = FILES.into_iter().filter(|_| self.below(3) > 0).collect();
        chosen.into_iter().map(|file| (file, self.below(4))).collect()
    }

    fn end(&mut self) -> End {
        [End::Whole, End::Broken, End::Interrupted, End::Killed][self.below(4) as usize]
    }
}

/// How many rounds; `SEARCH_ROUNDS=200` for the long run.
fn rounds() -> u64 {
    std::env::var("SEARCH_ROUNDS").ok().and_then(|count| count.parse().ok()).unwrap_or(12)
}

#[test]
fn cluster_runs_within_runs_are_made_up_for_whatever_they_see_and_however_they_end() {
    let name = "cluster_runs_within_runs_are_made_up_for_whatever_they_see_and_however_they_end";
    let Some(cluster) = Cluster::find(name) else { return };
    let _quiet = quiet();
    let site = Site::new(&cluster);
    for round in 0..rounds() {
        let mut chance = Chance(round * 7919 + 1);
        let [first, second, third, last] = [0; 4].map(|_| chance.change());
        let (outer, inner, at) = (chance.end(), chance.end(), FILES[chance.below(3) as usize]);
        let set = |changes: &[(&str, u64)]| changes.iter().for_each(|(file, version)| site.set(file, *version));
        set(&first);
        let was_told = site.run_with(outer, at, || {
            set(&second);
            match inner {
                End::Interrupted | End::Killed => drop(site.run_with(inner, at, || {})),
                _ => drop(site.run(inner, &Silent)),
            }
            set(&third);
        });
        set(&last);
        site.run(End::Whole, &Silent).expect("a run");
        let what = format!(
            "round {round}: {first:?}, {outer:?} run of which at {at} ({was_told}): {second:?}, {inner:?} run, {third:?}; then {last:?}"
        );
        site.is_as_a_folder(&what);
    }
}
