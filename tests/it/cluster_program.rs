//! The program on a cluster whose nodes die, whose disks fill up, and that it shares with others.
//!
//! Whatever happens, a later run makes the collection what an index folder of the same files is. Needs a real cluster, which
//! `scripts/test-cluster` brings up; skipped without.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use news_search::engine::opensearch::Client;
use serde_json::{Value, json};

use crate::cluster_faults::{alone, quiet};
use crate::util::{Answer, Archive, Cluster};

/// A folder of files, and a collection of them.
struct Site<'c> {
    archive: Archive,
    cluster: &'c Cluster,
    client: Client,
}

impl<'c> Site<'c> {
    fn new(cluster: &'c Cluster) -> Site<'c> {
        Site { archive: Archive::new(), cluster, client: cluster.client() }
    }

    /// The program with the collection as its index.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.archive.command();
        command.args(arguments).envs(self.cluster.variables());
        command
    }

    fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).spawn().expect("the program starts")
    }

    fn run(&self, arguments: &[&str]) -> Answer {
        self.archive.run_with(arguments, &self.cluster.variables(), b"")
    }

    /// Articles and people of the collection.
    fn content(&self) -> BTreeSet<String> {
        lines(&[self.run(&["export", "--format", "jsonl"]), self.run(&["speakers", "--format", "jsonl"])])
    }

    /// Checks that the collection is what an index folder of these sources is.
    #[track_caller]
    fn is_as_a_folder_of(&self, sources: &[&str]) {
        let mut arguments = vec!["index", "--index", "fresh", "--rebuild"];
        arguments.extend(sources);
        self.archive.run(arguments);
        let folder =
            |arguments: &[&str]| self.archive.run([arguments, &["--index", "fresh", "--format", "jsonl"]].concat());
        let (wanted, found) = (lines(&[folder(&["export"]), folder(&["speakers"])]), self.content());
        let differs = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
            let short = |line: &String| line.chars().take(300).collect::<String>();
            one.difference(other).map(short).take(3).collect::<Vec<_>>()
        };
        let (missing, further) = (differs(&wanted, &found), differs(&found, &wanted));
        assert!(wanted == found, "missing: {missing:#?}\nfurther: {further:#?}");
        self.is_whole();
    }

    #[track_caller]
    fn is_whole(&self) {
        let answer = self.run(&["verify"]);
        assert_eq!(answer.status, 0, "{}{}", answer.stdout, answer.stderr);
    }

    fn count(&self, query: &str) -> u64 {
        self.run(&["query", query, "--format", "json"]).success().json()["total"].as_u64().expect("a total")
    }

    fn set(&self, settings: &Value) {
        for index in ["articles", "words", "files"] {
            let path = format!("/{}-{index}/_settings", self.cluster.collection);
            assert!(self.client.put(&path, settings).expect("an answer").is_success());
        }
    }

    /// Leaves each node a third of the articles, and moves all else, which is of one shard each, to the first node.
    fn gather_on_first_node(&self) {
        let is_articles = |index: &str| index.contains("-articles-");
        for index in self.indices() {
            let setting = match is_articles(&index) {
                true => json!({"index.routing.allocation.total_shards_per_node": 1}),
                false => json!({"index.routing.allocation.require._name": "node-1"}),
            };
            assert!(self.client.put(&format!("/{index}/_settings"), &setting).expect("an answer").is_success());
        }
        let until = Instant::now() + Duration::from_secs(120);
        loop {
            let path = format!("/_cat/shards/{}*?format=json&h=index,node,state", self.cluster.collection);
            let shards = self.client.get(&path).expect("an answer").body;
            let shards = shards.as_array().expect("a list");
            let of = |shard: &Value, name: &str| shard[name].as_str().unwrap_or_default().to_owned();
            let with_articles: BTreeSet<String> =
                shards.iter().filter(|shard| is_articles(&of(shard, "index"))).map(|shard| of(shard, "node")).collect();
            let is_in_place = |shard: &Value| {
                of(shard, "state") == "STARTED" && (is_articles(&of(shard, "index")) || of(shard, "node") == "node-1")
            };
            if with_articles.len() == 3 && shards.iter().all(is_in_place) {
                return;
            }
            assert!(Instant::now() < until, "shards are not in place: {shards:#?}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    fn indices(&self) -> Vec<String> {
        let path = format!("/_cat/indices/{}*?format=json&h=index", self.cluster.collection);
        let answer = self.client.get(&path).expect("an answer").body;
        let mut names: Vec<String> = answer
            .as_array()
            .expect("a list")
            .iter()
            .map(|index| index["index"].as_str().expect("a name").to_owned())
            .collect();
        names.sort();
        names
    }
}

fn lines(answers: &[Answer]) -> BTreeSet<String> {
    for answer in answers {
        assert_ne!(answer.status, 2, "{}", answer.stderr);
    }
    answers.iter().flat_map(|answer| answer.stdout.lines()).map(str::to_owned).collect()
}

fn end(child: Child) -> Answer {
    let output = child.wait_with_output().expect("the program ends");
    Answer {
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        status: output.status.code().unwrap_or(-1),
    }
}

const PEOPLE: [&str; 4] = ["Ann Lee", "Mark Poe", "Jane Roe", "Ivan Holt"];

/// An article with that many quotations.
fn article(number: usize, n_quotes: usize) -> String {
    let quotes: String = (0..n_quotes)
        .map(|at| format!("“The storm of {number} was number {at},” said {}.\n\n", PEOPLE[(number + at) % 4]))
        .collect();
    format!("Storm {number}\n\n{quotes}{}", "On it went through the town. ".repeat(10))
}

/// Files of all kinds, other ones in each round: changed, with fewer quotations, gone, new, in containers and lists.
fn change(archive: &Archive, folder: &str, round: usize) {
    for number in 0..24 {
        let path = format!("{folder}/{}/{number}.txt", number % 5);
        match (number + round) % 6 {
            0 if archive.path(&path).exists() => archive.remove(&path),
            0 => {}
            1 | 2 => archive.write(&path, article(number, (number + round * 3) % 5)),
            _ if archive.path(&path).exists() => {}
            _ => archive.write(&path, article(number, 3)),
        }
    }
    // These come and go with the round.
    if round > 0 {
        let before = format!("{folder}/new-{}.txt", round - 1);
        if archive.path(&before).exists() {
            archive.remove(&before);
        }
    }
    archive.write(&format!("{folder}/new-{round}.txt"), article(100 + round, 4));
    // The last record comes under the id of the first again.
    let text = |at: usize| format!("“Storm {at} of {round},” said {}.", PEOPLE[(at + round) % 4]);
    let list: String = (0..40 + round % 3)
        .chain([0])
        .enumerate()
        .map(|(at, number)| format!("{}\n", json!({"id": format!("r{number}"), "text": text(at * (round % 3))})))
        .collect();
    archive.write(&format!("{folder}/list.jsonl"), list);
}

/// A generator of numbers, the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }
}

/// How many kills; `SEARCH_KILLS=50` for the long run.
fn kills() -> usize {
    std::env::var("SEARCH_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(8)
}

#[test]
fn a_cluster_run_killed_at_any_moment_is_made_up_for() {
    let Some(cluster) = Cluster::find("a_cluster_run_killed_at_any_moment_is_made_up_for") else { return };
    let _quiet = quiet();
    let site = Site::new(&cluster);
    change(&site.archive, "a", 0);
    let begun = Instant::now();
    site.run(&["index", "a"]).success();
    let usual = begun.elapsed();
    let mut chance = Chance(5);
    for round in 1..=kills() {
        change(&site.archive, "a", round);
        // Half of them take note of each file.
        let every = if round % 4 < 2 { "0" } else { "20" };
        let mut run =
            site.command(&["index", "a"]).env("SEARCH_ENGINE_NOTE_EVERY", every).spawn().expect("the program starts");
        std::thread::sleep(Duration::from_micros(chance.below(usual.as_micros() as u64)));
        // On Unix this is SIGKILL.
        run.kill().expect("it can be killed");
        run.wait().expect("it ends");
        // In every other round the files have changed again by then.
        if round % 2 == 0 {
            change(&site.archive, "a", round + 3);
        }
        site.run(&["index", "a"]).success();
        site.is_as_a_folder_of(&["a"]);
    }
    // Nothing is left of those that were killed.
    let hits = site.client.search(&format!("{}-meta", cluster.collection), &json!({"size": 100, "_source": false}));
    let hits = hits.expect("an answer")["hits"]["hits"].to_string();
    assert!(!hits.contains("\"run-"), "{hits}");
}

#[test]
fn a_killed_cluster_rebuild_leaves_the_old_articles() {
    let Some(cluster) = Cluster::find("a_killed_cluster_rebuild_leaves_the_old_articles") else { return };
    let _quiet = quiet();
    let site = Site::new(&cluster);
    change(&site.archive, "a", 0);
    site.run(&["index", "a"]).success();
    let before = site.content();
    let begun = Instant::now();
    site.run(&["index", "--rebuild"]).success();
    let usual = begun.elapsed();
    assert!(site.content() == before);
    for part in [3, 6, 9] {
        let mut run = site.start(&["index", "--rebuild"]);
        std::thread::sleep(usual * part / 10);
        run.kill().expect("it can be killed");
        run.wait().expect("it ends");
        assert!(site.content() == before, "after {part} tenths");
    }
    change(&site.archive, "a", 1);
    site.run(&["index"]).success();
    site.is_as_a_folder_of(&["a"]);
    // One set is left: articles, words, files, and the index besides.
    assert_eq!(site.indices().len(), 4, "{:?}", site.indices());
}

#[test]
fn cluster_runs_of_several_indexers_make_one_collection() {
    let Some(cluster) = Cluster::find("cluster_runs_of_several_indexers_make_one_collection") else { return };
    let _quiet = quiet();
    let site = Site::new(&cluster);
    for folder in ["a", "b", "below/b"] {
        change(&site.archive, folder, 0);
    }
    // Two of them of one folder, two of folders of the same name.
    let runs: Vec<Child> = ["a", "a", "b", "below/b"].iter().map(|folder| site.start(&["index", folder])).collect();
    for run in runs {
        end(run).success();
    }
    let stats = site.run(&["stats", "--format", "json"]).success().json();
    assert_eq!(stats["sources"].as_array().expect("a list").len(), 3, "{stats}");
    site.is_whole();
    // Which of the two folders keeps the plain name is left to chance.
    site.archive.run(["index", "--index", "fresh", "a", "b", "below/b"]).success();
    let texts = |answer: Answer| -> Vec<String> {
        let mut texts: Vec<String> =
            answer.success().json_lines().iter().map(|article| article["text"].to_string()).collect();
        texts.sort();
        texts
    };
    let found = texts(site.run(&["export", "--format", "jsonl"]));
    assert_eq!(found, texts(site.archive.run(["export", "--format", "jsonl", "--index", "fresh"])));
}

#[test]
fn cluster_runs_that_see_other_versions_of_a_file_are_put_right() {
    let Some(cluster) = Cluster::find("cluster_runs_that_see_other_versions_of_a_file_are_put_right") else { return };
    let _quiet = quiet();
    let site = Site::new(&cluster);
    for round in 0..4 {
        let mut runs = Vec::new();
        for part in 0..3 {
            change(&site.archive, "a", round * 3 + part);
            runs.push(site.start(&["index", "a"]));
            std::thread::sleep(Duration::from_millis(60));
        }
        runs.into_iter().for_each(|run| drop(end(run)));
        site.run(&["index", "a"]).success();
        site.is_as_a_folder_of(&["a"]);
    }
}

#[test]
fn a_cluster_collection_follows_its_files() {
    let Some(cluster) = Cluster::find("a_cluster_collection_follows_its_files") else { return };
    let _quiet = quiet();
    let site = Site::new(&cluster);
    let archive = &site.archive;
    archive.write("a/one.txt", article(1, 9));
    archive.write("a/two.txt", article(2, 2));
    archive.write("a/broken.jsonl", "{\"id\":\"x\",\"text\":\"Rain.\"}\n{\"id\":\"y\",\"te\n");
    let tiny: String = (0..10_000).map(|n| format!("{{\"id\":\"t{n}\",\"text\":\"Hail {n}.\"}}\n")).collect();
    archive.write("a/tiny.jsonl", tiny);
    // More than a request may hold at once: its own, between others.
    archive.write("a/long.txt", format!("Long\n\n{}", "A flood came down the river again. ".repeat(200_000)));
    site.run(&["index", "a"]).ends_with(2).tells(&["broken.jsonl", "1 failed"]);
    assert_eq!(site.count("hail"), 10_000);
    assert_eq!(site.count("flood"), 1);
    site.run(&["failures"]).tells(&[]).stdout.find("broken.jsonl").expect("the file that failed");
    site.is_as_a_folder_of(&["a"]);

    // Fewer quotations, a removal, one that comes under another's name, and a record less.
    archive.write("a/one.txt", article(1, 1));
    archive.remove("a/two.txt");
    archive.write("a/three.txt", article(2, 2));
    let tiny: String = (1..9_000).map(|n| format!("{{\"id\":\"t{n}\",\"text\":\"Hail {n}.\"}}\n")).collect();
    archive.write("a/tiny.jsonl", tiny);
    assert!(matches!(site.run(&["index", "a"]).status, 0 | 2));
    assert_eq!(site.count("hail"), 8_999);
    site.is_as_a_folder_of(&["a"]);
    // And back again.
    archive.write("a/one.txt", article(1, 9));
    archive.write("a/two.txt", article(2, 2));
    archive.remove("a/three.txt");
    archive.write("a/broken.jsonl", "{\"id\":\"x\",\"text\":\"Rain.\"}\n{\"id\":\"y\",\"text\":\"Snow.\"}\n");
    site.run(&["index", "a"]).success();
    assert_eq!(site.run(&["failures"]).success().stdout.matches("broken").count(), 0);
    site.is_as_a_folder_of(&["a"]);
}

#[test]
fn what_is_removed_from_a_cluster_stays_out() {
    let Some(cluster) = Cluster::find("what_is_removed_from_a_cluster_stays_out") else { return };
    let _quiet = quiet();
    let site = Site::new(&cluster);
    let archive = &site.archive;
    archive.write("a/one.txt", article(1, 3));
    archive.write("a/same.txt", article(1, 3));
    archive.write("a/two.txt", article(2, 2));
    archive
        .write("b/list.jsonl", "{\"id\":\"r1\",\"text\":\"A storm.\"}\n{\"id\":\"r2\",\"text\":\"A storm again.\"}\n");
    site.run(&["remove", "one.txt"]).ends_with(2).tells(&["no articles are indexed yet"]);
    site.run(&["index", "a", "b"]).success();
    assert_eq!(site.count("storm"), 4);
    site.run(&["remove", "same.txt", "r2"]).success().tells(&["article `one.txt` removed", "article `r2` removed"]);
    assert_eq!(site.count("storm"), 2);
    site.is_whole();
    site.run(&["index", "a", "b"]).success();
    // Also when they are read again.
    archive.write(
        "b/list.jsonl",
        "{\"id\":\"r2\",\"text\":\"A storm again.\"}\n{\"id\":\"r3\",\"text\":\"A storm, too.\"}\n",
    );
    site.run(&["index", "--rebuild"]).success();
    assert_eq!(site.count("storm"), 2);
    site.run(&["remove", "r2"]).ends_with(1).tells(&["there is no source and no article `r2`"]);
    site.run(&["remove", "--restore", "one.txt", "r2", "nothing"])
        .ends_with(1)
        .tells(&["no article `nothing` was taken out"]);
    site.run(&["index"]).success();
    assert_eq!(site.count("storm"), 4);
    site.run(&["remove", "b"]).success().tells(&["source `b` removed: 2 articles"]);
    site.is_as_a_folder_of(&["a"]);
    assert!(archive.path("b/list.jsonl").exists());
}

#[test]
fn a_cluster_that_is_read_only_loses_nothing() {
    let Some(cluster) = Cluster::find("a_cluster_that_is_read_only_loses_nothing") else { return };
    let _quiet = quiet();
    let site = Site::new(&cluster);
    change(&site.archive, "a", 0);
    site.run(&["index", "a"]).success();
    let before = site.content();
    change(&site.archive, "a", 1);
    // What OpenSearch sets itself at the flood stage.
    site.set(&json!({"index.blocks.read_only_allow_delete": true}));
    site.run(&["index", "a"]).ends_with(2).tells(&["it is read-only", "free disk space"]);
    assert!(site.content() == before);
    site.set(&json!({"index.blocks.read_only_allow_delete": null}));
    site.run(&["index", "a"]).success();
    site.is_as_a_folder_of(&["a"]);
}

#[test]
fn what_is_not_ours_on_a_cluster_is_left_as_it_is() {
    let Some(cluster) = Cluster::find("what_is_not_ours_on_a_cluster_is_left_as_it_is") else { return };
    let _quiet = quiet();
    let site = Site::new(&cluster);
    site.archive.write("a/one.txt", article(1, 1));
    let body = json!({"mappings": {"properties": {"price": {"type": "float"}}}});
    for name in ["articles", "articles-1", "meta", "words", "files-1"] {
        let path = format!("/{}-{name}", cluster.collection);
        assert!(site.client.put(&path, &body).expect("an answer").is_success());
        let before = site.client.get(&path).expect("an answer").body;
        site.run(&["index", "a"]).ends_with(2).tells(&["is not a collection of this program", "--collection"]);
        site.run(&["query", "storm"]).ends_with(2);
        assert_eq!(site.client.get(&path).expect("an answer").body, before, "{name}");
        for left in site.indices() {
            site.client.delete(&format!("/{left}"), &Value::Null).expect("an answer");
        }
    }
    site.run(&["index", "a"]).success();
    // Nor does a rebuild take it for something that it left.
    let path = format!("/{}-words-2", cluster.collection);
    assert!(site.client.put(&path, &body).expect("an answer").is_success());
    site.run(&["index", "--rebuild"]).ends_with(2).tells(&["is not a collection of this program"]);
    assert_eq!(site.client.head(&path).expect("an answer").status, 200);
    assert_eq!(site.count("storm"), 1);
}

#[test]
fn a_cluster_collection_that_is_deleted_meanwhile_is_not_made_again_by_halves() {
    let Some(cluster) = Cluster::find("a_cluster_collection_that_is_deleted_meanwhile_is_not_made_again_by_halves")
    else {
        return;
    };
    let _quiet = quiet();
    let site = Site::new(&cluster);
    site.archive.write("a/one.txt", article(1, 1));
    site.run(&["index", "a"]).success();
    let lines: String = (0..6_000).map(|n| format!("{}\n", json!({"id": n, "text": article(n, 2)}))).collect();
    site.archive.write("a/list.jsonl", lines);
    let run = site.start(&["index", "a"]);
    std::thread::sleep(Duration::from_millis(1500));
    for name in site.indices() {
        site.client.delete(&format!("/{name}"), &Value::Null).expect("an answer");
    }
    let told = end(run);
    assert_eq!(told.status, 2, "{}", told.stderr);
    assert!(
        !site.indices().iter().any(|name| name.ends_with("articles") || name.ends_with("words")),
        "{:?}",
        site.indices()
    );
    for name in site.indices() {
        site.client.delete(&format!("/{name}"), &Value::Null).expect("an answer");
    }
    site.run(&["index", "a"]).success();
    site.is_whole();
}

#[test]
fn queries_go_on_while_a_cluster_collection_is_rebuilt() {
    let Some(cluster) = Cluster::find("queries_go_on_while_a_cluster_collection_is_rebuilt") else { return };
    let _quiet = quiet();
    let site = Site::new(&cluster);
    let lines: String = (0..1_000).map(|n| format!("{}\n", json!({"id": n, "text": article(n, 1)}))).collect();
    site.archive.write("a/list.jsonl", lines);
    site.run(&["index", "a"]).success();
    let mut run = site.start(&["index", "--rebuild"]);
    let mut n_asked = 0;
    while run.try_wait().expect("a process").is_none() {
        assert_eq!(site.count("storm"), 1_000);
        n_asked += 1;
    }
    end(run).success();
    assert!(n_asked > 0 && site.count("storm") == 1_000);
    assert_eq!(site.indices().len(), 4, "{:?}", site.indices());
}

#[test]
fn a_cluster_run_goes_on_when_a_node_dies() {
    let Some(cluster) = Cluster::find_ours("a_cluster_run_goes_on_when_a_node_dies") else { return };
    let _alone = alone(&cluster);
    let site = Site::new(&cluster);
    change(&site.archive, "a", 0);
    let lines: String = (0..4_000).map(|n| format!("{}\n", json!({"id": n, "text": article(n, n % 4)}))).collect();
    site.archive.write("a/more.jsonl", lines);
    let run = site.start(&["index", "a"]);
    std::thread::sleep(Duration::from_millis(1500));
    cluster.control(&["kill", "2"]);
    std::thread::sleep(Duration::from_millis(1500));
    cluster.control(&["start", "2"]);
    end(run).success();
    cluster.wait_until_green();
    site.is_as_a_folder_of(&["a"]);
}

#[test]
fn cluster_answers_are_complete_with_copies_and_said_to_be_partial_without() {
    let name = "cluster_answers_are_complete_with_copies_and_said_to_be_partial_without";
    let (Some(cluster), Some(single)) = (Cluster::find_ours(name), Cluster::find_ours(name)) else { return };
    let _alone = alone(&cluster);
    let (site, bare) = (Site::new(&cluster), Site::new(&single));
    for (site, replicas) in [(&site, "1"), (&bare, "0")] {
        change(&site.archive, "a", 0);
        site.run(&["index", "a", "--replicas", replicas]).success();
    }
    cluster.wait_until_green();
    let wanted = site.count("storm");
    bare.gather_on_first_node();
    let node = "3";
    let mut server = bare.start(&["serve", "--port", "0"]);
    let mut line = String::new();
    BufReader::new(server.stdout.take().expect("a pipe")).read_line(&mut line).expect("an address");
    cluster.control(&["kill", node]);
    for _ in 0..3 {
        // Until the cluster has noticed, a shard may be missing for a moment, but never in silence.
        let answer = site.run(&["query", "storm", "--format", "json"]);
        match answer.status {
            0 => assert_eq!(answer.json()["total"], wanted),
            _ => drop(answer.ends_with(2).tells(&["partial"])),
        }
    }
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(site.count("storm"), wanted);
    let verified = bare.run(&["verify"]).ends_with(2);
    assert!(verified.stdout.contains("not all shards are there"), "{}", verified.stdout);
    let exported = bare.run(&["export", "--format", "jsonl"]).ends_with(2);
    assert!(exported.stderr.contains("shards"), "{}", exported.stderr);
    let answer = bare.run(&["query", "storm", "--format", "json"]).ends_with(2).tells(&["the answer is partial"]);
    assert!(answer.json()["total"].as_u64() < Some(wanted), "{}", answer.stdout);
    bare.run(&["quotes", "storm"]).ends_with(2).tells(&["partial"]);
    bare.run(&["facets", "storm"]).ends_with(2).tells(&["partial"]);
    let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut stream = std::net::TcpStream::connect(&address).expect("it listens");
    write!(stream, "GET /api/v1/query?q=storm HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")
        .expect("it reads");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("it answers");
    assert!(text.contains("the answer is partial"), "{text}");
    let _ = server.kill();
    let _ = server.wait();
    cluster.control(&["start", node]);
    cluster.wait_until_green();
    bare.is_as_a_folder_of(&["a"]);
}

#[test]
fn a_cluster_that_hangs_is_waited_for_as_long_as_was_said() {
    let Some(cluster) = Cluster::find_ours("a_cluster_that_hangs_is_waited_for_as_long_as_was_said") else { return };
    let _alone = alone(&cluster);
    let site = Site::new(&cluster);
    change(&site.archive, "a", 0);
    site.run(&["index", "a"]).success();
    for node in 1..=cluster.n_nodes() {
        cluster.control(&["pause", &node.to_string()]);
    }
    let answer = site.run(&["query", "storm", "--engine-timeout", "2"]);
    for node in 1..=cluster.n_nodes() {
        cluster.control(&["resume", &node.to_string()]);
    }
    cluster.wait_until_green();
    answer.ends_with(2).tells(&["no answer within 2 s"]);
    assert!(site.count("storm") > 0);
}

#[test]
fn cluster_pages_are_served() {
    let Some(cluster) = Cluster::find("cluster_pages_are_served") else { return };
    let _quiet = quiet();
    let site = Site::new(&cluster);
    site.archive.write("a/storm.txt", article(1, 2));
    site.run(&["index", "a"]).success();
    let mut server = site.start(&["serve", "--port", "0"]);
    let mut line = String::new();
    BufReader::new(server.stdout.take().expect("a pipe")).read_line(&mut line).expect("an address");
    let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let pages = ["/?q=storm", "/article?id=storm.txt&q=storm", "/quotes?q=storm", "/kwic?q=storm"];
    let answers = pages.map(|page| {
        let mut stream = std::net::TcpStream::connect(&address).expect("it listens");
        write!(stream, "GET {page} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("it reads");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("it answers");
        text
    });
    let _ = server.kill();
    let _ = server.wait();
    for (page, answer) in pages.iter().zip(&answers) {
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("storm"), "{page}: {answer}");
    }
}

/// What a server of this status and answer makes the program say; needs no cluster.
#[track_caller]
fn with_server(status: &str, body: &str, arguments: &[&str], tells: &[&str]) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let reply = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    // Ends with the test program.
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = [0; 8192];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(reply.as_bytes());
        }
    });
    let archive = Archive::new().file("a/one.txt", article(1, 1));
    let options = ["--engine", "opensearch", "--url", url.as_str(), "--collection", "news"];
    archive.run(arguments.iter().copied().chain(options)).ends_with(2).tells(tells);
}

#[test]
fn a_cluster_of_another_kind_is_told() {
    let of = |version: &str, kind: &str| {
        json!({"name": "n", "cluster_name": "c", "version": {"distribution": kind, "number": version}}).to_string()
    };
    let index = ["index", "a"];
    with_server("200 OK", &of("1.3.0", "opensearch"), &index, &["OpenSearch 2.4 or newer is needed, this is", "1.3.0"]);
    with_server("200 OK", &of("8.1.0", ""), &index, &["OpenSearch 2.4 or newer is needed"]);
    with_server("200 OK", "<html>Welcome</html>", &index, &["no JSON but `<html>Welcome</html>`"]);
    with_server("200 OK", "{}", &index, &["OpenSearch"]);
    with_server("401 Unauthorized", "{}", &index, &["it wants other credentials", "$SEARCH_ENGINE_PASSWORD"]);
    with_server("401 Unauthorized", "{}", &["query", "storm"], &["it wants other credentials"]);
    with_server(
        "403 Forbidden",
        &json!({"error": {"type": "security_exception", "reason": "no permissions"}}).to_string(),
        &index,
        &["do not allow it"],
    );
}
