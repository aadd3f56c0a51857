//! A cluster whose nodes die, hang, fill up: nothing is lost, nothing counts twice, and what is wrong is said.
//!
//! Needs a real cluster, which `scripts/test-cluster` brings up; skipped without. Tests that take a node away
//! hold [`quiet`] for writing, so that no other test meets their faults.

use std::ops::ControlFlow;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use news_search::engine::opensearch::{BulkSender, Client, ClusterOptions, ClusterProblem};
use news_search::{Error, Result};
use serde_json::{Value, json};

use crate::util::Cluster;

static FAULTS: RwLock<()> = RwLock::new(());

/// Held by a test that needs all nodes.
pub fn quiet() -> RwLockReadGuard<'static, ()> {
    FAULTS.read().unwrap_or_else(PoisonError::into_inner)
}

/// Held by a test that takes nodes away; at its end, however that comes, all nodes are there again.
pub fn alone(cluster: &Cluster) -> Alone<'_> {
    Alone { cluster, _alone: FAULTS.write().unwrap_or_else(PoisonError::into_inner) }
}

pub struct Alone<'a> {
    cluster: &'a Cluster,
    _alone: RwLockWriteGuard<'static, ()>,
}

impl Drop for Alone<'_> {
    fn drop(&mut self) {
        for node in 1..=self.cluster.n_nodes() {
            self.cluster.try_control(&["resume", &node.to_string()]);
            self.cluster.try_control(&["start", &node.to_string()]);
        }
    }
}

/// An index with a keyword `word`, on all nodes, each shard twice.
fn create(cluster: &Cluster, client: &Client, replicas: u32) {
    let body = json!({
        "settings": {"number_of_shards": 3, "number_of_replicas": replicas},
        "mappings": {"dynamic": "strict", "properties": {"word": {"type": "keyword"}, "n": {"type": "integer"}}},
    });
    let answer = client.put(&format!("/{}", cluster.collection), &body).expect("an answer");
    assert!(answer.is_success(), "{answer:?}");
    cluster.wait_until_green();
}

fn action(cluster: &Cluster, n: usize) -> (String, String) {
    let id = format!("article-{n}");
    let head = json!({"index": {"_index": cluster.collection, "_id": id}});
    (id, format!("{head}\n{}\n", json!({"word": format!("w{}", n % 7), "n": n})))
}

/// Indexes so many documents; `between` runs after each hundred.
fn fill(cluster: &Cluster, client: &Client, n_documents: usize, mut between: impl FnMut(usize)) {
    let mut sender = BulkSender::new(client);
    let mut n_done = 0;
    for n in 0..n_documents {
        let (id, lines) = action(cluster, n);
        let mut outcomes = sender.add(&id, &lines).expect("a cluster that recovers");
        if n % 100 == 99 {
            outcomes.extend(sender.flush().expect("a cluster that recovers"));
            between(n + 1);
        }
        assert!(outcomes.iter().all(|outcome| outcome.result.is_ok()), "{outcomes:?}");
        n_done += outcomes.len();
    }
    n_done += sender.flush().expect("a cluster that recovers").len();
    assert_eq!(n_done, n_documents);
}

fn refresh(cluster: &Cluster, client: &Client) {
    let answer = client.post(&format!("/{}/_refresh", cluster.collection), &json!({})).expect("an answer");
    assert!(answer.is_success(), "{answer:?}");
}

fn count(cluster: &Cluster, client: &Client) -> (u64, u64) {
    let answer = client.search(&cluster.collection, &json!({"size": 0, "track_total_hits": true})).expect("an answer");
    (
        answer["hits"]["total"]["value"].as_u64().expect("a total"),
        answer["_shards"]["failed"].as_u64().expect("a number"),
    )
}

fn problem<T>(result: Result<T>) -> ClusterProblem {
    match result {
        Err(Error::Cluster { problem, .. }) => *problem,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("no failure"),
    }
}

#[test]
fn the_cluster_is_one_we_speak_with() {
    let Some(cluster) = Cluster::find("the_cluster_is_one_we_speak_with") else { return };
    let _quiet = quiet();
    let version = cluster.client().version().expect("a version");
    assert!(version.starts_with(|c: char| c.is_ascii_digit()), "{version}");
}

#[test]
fn failures_of_requests_are_told_as_they_are() {
    let Some(cluster) = Cluster::find("failures_of_requests_are_told_as_they_are") else { return };
    let _quiet = quiet();
    let client = cluster.client();
    assert!(matches!(problem(client.search("no-such-collection", &json!({}))), ClusterProblem::NoCollection { .. }));
    create(&cluster, &client, 1);
    let again = client.put(&format!("/{}", cluster.collection), &json!({})).expect("an answer");
    assert_eq!((again.status, again.error_kind().as_str()), (400, "resource_already_exists_exception"));
    let search = |body: Value| client.search(&cluster.collection, &body);
    let refused = problem(search(json!({"query": {"nonsense": {}}})));
    assert!(matches!(&refused, ClusterProblem::Refused { status: 400, .. }), "{refused:?}");
    let two = [json!({"size": 0}), json!({"query": {"regexp": {"word": "["}}})];
    assert!(matches!(problem(client.msearch(&cluster.collection, &two)), ClusterProblem::Refused { .. }));
    assert_eq!(client.head(&format!("/{}", cluster.collection)).expect("an answer").status, 200);
    assert_eq!(client.head("/no-such-collection").expect("an answer").status, 404);
}

#[test]
fn a_document_that_does_not_fit_is_told_and_the_rest_is_done() {
    let Some(cluster) = Cluster::find("a_document_that_does_not_fit_is_told_and_the_rest_is_done") else { return };
    let _quiet = quiet();
    let client = cluster.client();
    create(&cluster, &client, 1);
    let mut sender = BulkSender::new(&client);
    for n in 0..3 {
        let (id, lines) = action(&cluster, n);
        let lines = if n == 1 { lines.replace("\"n\":1", "\"n\":\"one\"") } else { lines };
        sender.add(&id, &lines).expect("room");
    }
    let outcomes = sender.flush().expect("a cluster that answers");
    let failed: Vec<&str> = outcomes.iter().filter(|one| one.result.is_err()).map(|one| one.id.as_str()).collect();
    assert_eq!(failed, ["article-1"]);
    let reason = &outcomes[1].result.as_ref().expect_err("a failure").reason;
    assert!(reason.contains("[n]") && reason.contains("one"), "{reason}");
    refresh(&cluster, &client);
    assert_eq!(count(&cluster, &client), (2, 0));
}

#[test]
fn a_scroll_hands_over_everything_once() {
    let Some(cluster) = Cluster::find("a_scroll_hands_over_everything_once") else { return };
    let _quiet = quiet();
    let client = cluster.client();
    create(&cluster, &client, 0);
    fill(&cluster, &client, 1000, |_| {});
    refresh(&cluster, &client);
    let mut ids = Vec::new();
    let mut take = |hits: &[Value]| {
        ids.extend(hits.iter().map(|hit| hit["_id"].as_str().expect("an id").to_owned()));
        Ok(ControlFlow::Continue(()))
    };
    client.scroll(&cluster.collection, &json!({"size": 130}), &mut take).expect("all pages");
    assert_eq!(ids.len(), 1000);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 1000);
}

#[test]
fn a_collection_on_a_full_disk_is_read_only() {
    let Some(cluster) = Cluster::find("a_collection_on_a_full_disk_is_read_only") else { return };
    let _quiet = quiet();
    let client = cluster.client();
    create(&cluster, &client, 1);
    // What OpenSearch sets itself at the flood stage.
    let path = format!("/{}/_settings", cluster.collection);
    client.put(&path, &json!({"index.blocks.read_only_allow_delete": true})).expect("an answer");
    let mut sender = BulkSender::new(&client);
    let (id, lines) = action(&cluster, 0);
    sender.add(&id, &lines).expect("room");
    let begun = Instant::now();
    assert!(matches!(problem(sender.flush()), ClusterProblem::ReadOnly { .. }));
    assert!(begun.elapsed() < Duration::from_secs(50), "waited for what does not pass");
    client.put(&path, &json!({"index.blocks.read_only_allow_delete": null})).expect("an answer");
    assert_eq!(sender.flush().expect("a block that is lifted").len(), 1);
}

#[test]
fn nothing_is_lost_or_counted_twice_when_a_node_dies_while_indexing() {
    let Some(cluster) = Cluster::find_ours("nothing_is_lost_or_counted_twice_when_a_node_dies_while_indexing") else {
        return;
    };
    let _alone = alone(&cluster);
    let client = cluster.client();
    create(&cluster, &client, 1);
    fill(&cluster, &client, 2000, |n| match n {
        500 => cluster.control(&["kill", "2"]),
        1500 => cluster.control(&["start", "2"]),
        _ => {}
    });
    refresh(&cluster, &client);
    assert_eq!(count(&cluster, &client), (2000, 0));
    cluster.wait_until_green();
    assert_eq!(count(&cluster, &client), (2000, 0));
}

#[test]
fn searches_go_on_without_a_node() {
    let Some(cluster) = Cluster::find_ours("searches_go_on_without_a_node") else { return };
    let _alone = alone(&cluster);
    let client = cluster.client();
    create(&cluster, &client, 1);
    fill(&cluster, &client, 300, |_| {});
    refresh(&cluster, &client);
    cluster.control(&["kill", "3"]);
    for _ in 0..10 {
        let (total, failed) = count(&cluster, &client);
        // Until the cluster has noticed, a shard may be said to be missing, but never in silence.
        assert!(total == 300 || failed > 0, "{total} articles, {failed} shards missing");
    }
    cluster.control(&["start", "3"]);
    cluster.wait_until_green();
    assert_eq!(count(&cluster, &client), (300, 0));
}

#[test]
fn a_missing_shard_makes_results_partial() {
    let Some(cluster) = Cluster::find_ours("a_missing_shard_makes_results_partial") else { return };
    let _alone = alone(&cluster);
    let client = cluster.client();
    // Without copies, each node holds one shard of three.
    create(&cluster, &client, 0);
    fill(&cluster, &client, 300, |_| {});
    refresh(&cluster, &client);
    cluster.control(&["kill", "1"]);
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let (total, failed) = count(&cluster, &client);
        if failed == 1 {
            assert!(total < 300);
            break;
        }
        assert!(Instant::now() < until, "{total} articles, {failed} shards missing");
        std::thread::sleep(Duration::from_millis(200));
    }
    let result = client.scroll(&cluster.collection, &json!({}), &mut |_| Ok(ControlFlow::Continue(())));
    assert!(matches!(problem(result), ClusterProblem::Partial { failed: 1, .. }));
    cluster.control(&["start", "1"]);
    cluster.wait_until_green();
    assert_eq!(count(&cluster, &client), (300, 0));
}

#[test]
fn a_node_that_hangs_is_passed_over() {
    let Some(cluster) = Cluster::find_ours("a_node_that_hangs_is_passed_over") else { return };
    let _alone = alone(&cluster);
    let urls = cluster.urls.split(',').map(str::to_owned).collect();
    let mut options = ClusterOptions::new(urls, cluster.collection.as_str());
    options.timeout = Duration::from_secs(2);
    let client = Client::new(&options).expect("options of a cluster");
    client.version().expect("a version");
    cluster.control(&["pause", "2"]);
    let begun = Instant::now();
    let versions: Vec<Result<String>> = (0..6).map(|_| client.version()).collect();
    let took = begun.elapsed();
    cluster.control(&["resume", "2"]);
    cluster.wait_until_green();
    assert!(versions.iter().all(Result::is_ok), "{versions:?}");
    assert!(took < Duration::from_secs(6), "{took:?}");
}
