//! Temporary archives and what the program answers.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The day on which all tests run.
pub const TODAY: &str = "2026-03-01";

/// A folder of articles with an index in it, gone when dropped.
pub struct Archive {
    folder: TempDir,
}

impl Archive {
    /// An empty folder.
    pub fn new() -> Archive {
        let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder");
        Archive { folder }
    }

    /// A folder with the seed articles in `seeds`, indexed.
    pub fn of_seeds() -> Archive {
        let archive = Archive::new();
        for (name, text) in seed_files() {
            archive.write(&format!("seeds/{name}"), text);
        }
        archive.run(["index", "seeds"]).success();
        archive
    }

    /// Adds a file, with the folders above it.
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Archive {
        self.write(path, content);
        self
    }

    /// Writes a file, with the folders above it.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a folder above it")).expect("folders can be made");
        std::fs::write(path, content).expect("files can be written");
    }

    /// Takes a file or a folder away.
    pub fn remove(&self, path: &str) {
        let path = self.path(path);
        let removed = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        removed.expect("files can be removed");
    }

    /// A path in the folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs the program in the folder.
    pub fn run<I>(&self, arguments: I) -> Answer
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        self.run_with(arguments, &[], b"")
    }

    /// Runs the program in the folder with these variables and this standard input.
    pub fn run_with<I>(&self, arguments: I, variables: &[(&str, &str)], input: &[u8]) -> Answer
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        let mut command = self.command();
        command.args(arguments).envs(variables.iter().copied());
        let mut child = command.spawn().expect("the program starts");
        // Whoever does not read its input closes it early.
        let _ = child.stdin.take().expect("a pipe").write_all(input);
        let output = child.wait_with_output().expect("the program ends");
        Answer {
            stdout: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
            status: output.status.code().expect("an exit status"),
        }
    }

    /// The program in the folder with an environment of its own, its streams piped.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_search"));
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("SEARCH_TODAY", TODAY)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

/// Name and text of the seed articles, in order of name.
pub fn seed_files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the folder of seeds")
        .map(|entry| {
            let path = entry.expect("a seed").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).expect("a text"))
        })
        .collect();
    files.sort();
    files
}

/// What the program answered.
#[derive(Debug)]
pub struct Answer {
    pub stdout: String,
    pub stderr: String,
    pub status: i32,
}

impl Answer {
    /// Checks that it ended well.
    #[track_caller]
    pub fn success(self) -> Answer {
        self.ends_with(0)
    }

    /// Checks its exit status.
    #[track_caller]
    pub fn ends_with(self, status: i32) -> Answer {
        assert_eq!(self.status, status, "exit status; stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Checks that standard error has all of these.
    #[track_caller]
    pub fn tells(self, parts: &[&str]) -> Answer {
        for part in parts {
            assert!(self.stderr.contains(part), "no {part:?} on standard error:\n{}", self.stderr);
        }
        self
    }

    /// Standard output as one JSON value.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}", self.stdout))
    }

    /// Standard output as JSON lines.
    #[track_caller]
    pub fn json_lines(&self) -> Vec<Value> {
        let parse = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        self.stdout.lines().map(parse).collect()
    }

    /// The ids of the hits of an answer in JSON, in order.
    #[track_caller]
    pub fn ids(&self) -> Vec<String> {
        let answer = self.json();
        let hits = answer["hits"].as_array().expect("hits");
        hits.iter().map(|hit| hit["id"].as_str().expect("an id").to_owned()).collect()
    }
}

/// The ids of the articles that a query finds, sorted.
#[track_caller]
pub fn found(archive: &Archive, query: &[&str]) -> Vec<String> {
    let arguments = ["query", "--format", "json", "--limit", "1000", "--"];
    let answer = archive.run(arguments.iter().chain(query));
    let mut ids = answer.ids();
    ids.sort();
    ids
}

/// The part of `text` between two code points, as Python and JavaScript slice.
pub fn slice(text: &str, start: &Value, end: &Value) -> String {
    let (start, end) = (start.as_u64().expect("an offset"), end.as_u64().expect("an offset"));
    text.chars().skip(start as usize).take((end - start) as usize).collect()
}

/// A cluster that runs, and a collection in it that nobody else has, gone when dropped.
#[cfg(feature = "opensearch")]
pub struct Cluster {
    /// Addresses of its nodes, with commas.
    pub urls: String,
    /// Name of the collection.
    pub collection: String,
}

#[cfg(feature = "opensearch")]
impl Cluster {
    /// The cluster that `$NEWS_SEARCH_CLUSTER_URL` names; without it `None`, which a test takes to end with
    /// nothing tested, and says so.
    pub fn find(test: &str) -> Option<Cluster> {
        use std::sync::atomic::{AtomicU32, Ordering};
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Some(urls) = std::env::var("NEWS_SEARCH_CLUSTER_URL").ok().filter(|urls| !urls.is_empty()) else {
            // Straight to the stream, which the test harness does not hold back.
            let _ = writeln!(
                std::io::stderr(),
                "{test}: skipped, as $NEWS_SEARCH_CLUSTER_URL names no cluster; see scripts/test-cluster"
            );
            return None;
        };
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let collection = format!("test-{}-{n}", std::process::id());
        Some(Cluster { urls, collection })
    }

    /// The same if its nodes may be killed: they are those that `scripts/opensearch` started.
    pub fn find_ours(test: &str) -> Option<Cluster> {
        let cluster = Cluster::find(test)?;
        let output = Command::new(control_script()).arg("url").output().expect("the script starts");
        if String::from_utf8_lossy(&output.stdout).trim() == cluster.urls {
            return Some(cluster);
        }
        let _ = writeln!(std::io::stderr(), "{test}: skipped, as the cluster was not started by scripts/opensearch");
        None
    }

    /// A client of the cluster.
    pub fn client(&self) -> news_search::engine::opensearch::Client {
        let urls = self.urls.split(',').map(str::to_owned).collect();
        let options = news_search::engine::opensearch::ClusterOptions::new(urls, self.collection.as_str());
        news_search::engine::opensearch::Client::new(&options).expect("options of a cluster")
    }

    /// The variables that make the program use it.
    #[allow(dead_code, reason = "for tests of commands")]
    pub fn variables(&self) -> [(&str, &str); 3] {
        [
            ("SEARCH_ENGINE", "opensearch"),
            ("SEARCH_ENGINE_URL", self.urls.as_str()),
            ("SEARCH_COLLECTION", self.collection.as_str()),
        ]
    }

    /// Number of nodes that were started.
    pub fn n_nodes(&self) -> usize {
        self.urls.split(',').count()
    }

    /// `scripts/opensearch` with these arguments, such as `kill 2`.
    #[track_caller]
    pub fn control(&self, arguments: &[&str]) {
        let output = Command::new(control_script()).args(arguments).output().expect("the script starts");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// The same where it may fail, as there may be nothing to do.
    pub fn try_control(&self, arguments: &[&str]) {
        let _ = Command::new(control_script()).args(arguments).output();
    }

    /// Waits until no shard is missing.
    #[track_caller]
    pub fn wait_until_green(&self) {
        let path = format!("/_cluster/health?wait_for_status=green&wait_for_nodes={}&timeout=25s", self.n_nodes());
        for _ in 0..3 {
            // 408 if it is not green in time.
            let answer = self.client().get(&path).expect("a cluster that answers");
            if answer.body["timed_out"] == false && answer.body["status"] == "green" {
                return;
            }
        }
        panic!("the cluster does not become green");
    }
}

#[cfg(feature = "opensearch")]
fn control_script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/opensearch")
}

#[cfg(feature = "opensearch")]
impl Drop for Cluster {
    fn drop(&mut self) {
        let client = self.client();
        // Names with `*` may be forbidden to be deleted, so they are asked for first.
        let Ok(answer) = client.get(&format!("/_cat/indices/{}*?format=json&h=index", self.collection)) else { return };
        for index in answer.body.as_array().into_iter().flatten() {
            if let Some(name) = index["index"].as_str() {
                let _ = client.delete(&format!("/{name}"), &Value::Null);
            }
        }
    }
}
