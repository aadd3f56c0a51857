//! `search index --watch` on a cluster: it follows its files, and goes on when the cluster was away.
//!
//! Needs a real cluster, which `scripts/test-cluster` brings up; skipped without.

use std::io::{BufRead, BufReader};
use std::process::Child;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::cluster_faults::alone;
use crate::util::{Archive, Cluster};

/// A program that runs, killed when dropped, and what it tells.
struct Watching {
    child: Child,
    told: Arc<Mutex<String>>,
}

impl Watching {
    fn of(mut child: Child) -> Watching {
        let told = Arc::new(Mutex::new(String::new()));
        let lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let here = Arc::clone(&told);
        // Ends with the program.
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                here.lock().expect("no test panics in it").push_str(&format!("{line}\n"));
            }
        });
        Watching { child, told }
    }

    fn told(&self) -> String {
        self.told.lock().expect("no test panics in it").clone()
    }

    /// Waits until `is_so`, at most two minutes.
    #[track_caller]
    fn wait_until(&self, what: &str, is_so: impl Fn() -> bool) {
        let start = Instant::now();
        while !is_so() {
            assert!(start.elapsed() < Duration::from_secs(120), "not in two minutes: {what}; told:\n{}", self.told());
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn watching_on_a_cluster_follows_files_and_catches_up_when_nodes_were_away() {
    let name = "watching_on_a_cluster_follows_files_and_catches_up_when_nodes_were_away";
    let Some(cluster) = Cluster::find_ours(name) else { return };
    let _alone = alone(&cluster);
    let archive = Archive::new().file("a/one.txt", "A storm.\n").file("a/sub/two.txt", "A storm too.\n");
    let second = cluster.urls.split(',').nth(1).expect("a second node").to_owned();
    // It knows one node, so that it is cut off when that dies; who asks knows all.
    let mut command = archive.command();
    command.args(["index", "a", "--watch"]).envs(cluster.variables()).env("SEARCH_ENGINE_URL", &second);
    let watching = Watching::of(command.spawn().expect("the program starts"));
    let has = |ids: &[&str]| {
        let answer = archive.run_with(["query", "storm", "--format", "json"], &cluster.variables(), b"");
        if answer.status == 2 {
            return false;
        }
        let mut found = answer.ids();
        found.sort();
        found == ids
    };
    watching.wait_until("the first run", || has(&["one.txt", "sub/two.txt"]));
    watching.wait_until("watching", || watching.told().contains("watching `"));
    archive.write("a/new/three.txt", "A storm again.\n");
    watching.wait_until("a new file", || has(&["new/three.txt", "one.txt", "sub/two.txt"]));
    archive.write("a/one.txt", "Calm, and then some more of it.\n");
    watching.wait_until("a changed file", || has(&["new/three.txt", "sub/two.txt"]));
    archive.remove("a/sub");
    watching.wait_until("a folder that is gone", || has(&["new/three.txt"]));
    // A run that has reached its node is more patient with it than this test.
    watching.wait_until("the end of that run", || watching.told().contains(" 1 removed"));

    cluster.control(&["kill", "2"]);
    archive.write("a/one.txt", "A storm, and the cluster is away.\n");
    watching.wait_until("a message", || watching.told().contains("this is tried again in 2 s"));
    assert!(watching.told().contains(second.trim_start_matches("http://")), "{}", watching.told());
    // While it waits, more happens.
    archive.remove("a/new/three.txt");
    archive.write("a/four.txt", "A fourth storm.\n");
    cluster.control(&["start", "2"]);
    cluster.wait_until_green();
    watching.wait_until("what happened meanwhile", || has(&["four.txt", "one.txt"]));

    // As when disks are full: then a run fails in the midst of it.
    let set = |value: serde_json::Value| {
        for index in ["articles", "words", "files"] {
            let path = format!("/{}-{index}/_settings", cluster.collection);
            let block = json!({"index.blocks.read_only_allow_delete": value});
            assert!(cluster.client().put(&path, &block).expect("an answer").is_success());
        }
    };
    set(json!(true));
    archive.write("a/four.txt", "Nothing of that kind.\n");
    watching.wait_until("a message", || watching.told().contains("it is read-only"));
    set(json!(null));
    watching.wait_until("a change when the disk was full", || has(&["one.txt"]));
    // And it follows as before.
    archive.write("a/five.txt", "A fifth storm.\n");
    watching.wait_until("a file after that", || has(&["five.txt", "one.txt"]));
    let verified = archive.run_with(["verify"], &cluster.variables(), b"");
    assert_eq!(verified.status, 0, "{}", verified.stdout);
}
