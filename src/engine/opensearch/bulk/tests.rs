//! A sender against a cluster that takes some and turns away some.

use serde_json::{Value, json};

use super::super::fake::{Fake, PACE, Reply};
use super::*;

/// An answer with one status for each action.
fn answer(statuses: &[u16]) -> Reply {
    let item = |&status: &u16| match status {
        200..300 => json!({"index": {"_id": "x", "status": status, "result": "created"}}),
        429 => json!({"index": {"_id": "x", "status": 429,
            "error": {"type": "opensearch_rejected_execution_exception", "reason": "queue is full"}}}),
        status => json!({"index": {"_id": "x", "status": status, "error": {"type": "t", "reason": "r"}}}),
    };
    let items: Vec<Value> = statuses.iter().map(item).collect();
    Reply::Json(200, json!({"errors": false, "items": items}))
}

fn shown(outcomes: &[ItemOutcome]) -> Vec<String> {
    let show = |outcome: &ItemOutcome| match &outcome.result {
        Ok(result) => format!("{} {} {result}", outcome.id, outcome.status),
        Err(error) => format!("{} {} {}: {}", outcome.id, outcome.status, error.kind, error.reason),
    };
    outcomes.iter().map(show).collect()
}

fn add(sender: &mut BulkSender<'_>, ids: &[&str]) {
    for id in ids {
        assert!(sender.add(id, &format!("{{\"index\":\"{id}\"}}\n{{}}")).unwrap().is_empty());
    }
}

#[test]
fn actions_are_sent_together_and_told_one_by_one() {
    let fake = Fake::new([answer(&[201, 400, 200])]);
    let client = fake.client();
    let mut sender = BulkSender::new(&client);
    add(&mut sender, &["a", "b", "c"]);
    assert_eq!(shown(&sender.flush().unwrap()), ["a 201 created", "b 400 t: r", "c 200 created"]);
    assert!(sender.is_empty() && sender.flush().unwrap().is_empty());
    let asked = fake.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].body, "{\"index\":\"a\"}\n{}\n{\"index\":\"b\"}\n{}\n{\"index\":\"c\"}\n{}\n");
}

#[test]
fn only_what_was_turned_away_is_sent_again() {
    let fake = Fake::new([answer(&[201, 429, 503]), answer(&[429, 201]), answer(&[201])]);
    let client = fake.client();
    let mut sender = BulkSender::new(&client);
    add(&mut sender, &["a", "b", "c"]);
    assert_eq!(shown(&sender.flush().unwrap()), ["a 201 created", "c 201 created", "b 201 created"]);
    let bodies: Vec<String> = fake.asked().into_iter().map(|asked| asked.body).collect();
    assert_eq!(bodies[2], "{\"index\":\"b\"}\n{}\n");
}

#[test]
fn what_is_turned_away_for_too_long_is_told() {
    let fake = Fake::new(std::iter::repeat_n(answer(&[429]), 10_000));
    let client = fake.client();
    let mut sender = BulkSender::new(&client);
    add(&mut sender, &["a"]);
    let begun = Instant::now();
    let want = ["a 429 opensearch_rejected_execution_exception: queue is full"];
    assert_eq!(shown(&sender.flush().unwrap()), want);
    assert!(begun.elapsed() < PACE.total * 20, "{:?}", begun.elapsed());
}

#[test]
fn a_request_is_bounded_in_documents_and_bytes() {
    let fake = Fake::new([answer(&[201; MAX_ITEMS]), answer(&[201]), answer(&[201])]);
    let client = fake.client();
    let mut sender = BulkSender::new(&client);
    for i in 1..MAX_ITEMS {
        assert!(sender.add(&i.to_string(), "{}").unwrap().is_empty());
    }
    assert_eq!(sender.add("last", "{}").unwrap().len(), MAX_ITEMS);
    let large = "x".repeat(MAX_BYTES * 2 / 3);
    assert!(sender.add("a", &large).unwrap().is_empty());
    assert_eq!(shown(&sender.add("b", &large).unwrap()), ["a 201 created"]);
    assert_eq!(shown(&sender.flush().unwrap()), ["b 201 created"]);
}

#[test]
fn a_cluster_that_takes_less_is_sent_less() {
    let too_large = || Reply::Text(413, String::new());
    let fake = Fake::new([too_large(), answer(&[201]), too_large(), answer(&[201]), too_large()]);
    let client = fake.client();
    let mut sender = BulkSender::new(&client);
    add(&mut sender, &["a", "b", "c"]);
    let want =
        ["a 201 created", "b 201 created", "c 413 too_large: a document of 17 bytes is too large for the cluster"];
    assert_eq!(shown(&sender.flush().unwrap()), want);
}

#[test]
fn nothing_is_lost_when_the_cluster_goes_away() {
    let mut replies = vec![answer(&[201, 429])];
    replies.extend(std::iter::repeat_n(Reply::Close, 2000));
    let fake = Fake::new(replies);
    let client = fake.client();
    let mut sender = BulkSender::new(&client);
    add(&mut sender, &["a", "b"]);
    assert!(matches!(sender.flush(), Err(Error::Cluster { .. })));
    assert_eq!(shown(&sender.take_known()), ["a 201 created"]);
    assert!(matches!(sender.flush(), Err(Error::Cluster { .. })));
    assert!(!sender.is_empty() && sender.take_known().is_empty());
}

#[test]
fn a_read_only_cluster_ends_the_run() {
    let blocked = json!({"index": {"_id": "x", "status": 429, "error":
        {"type": "cluster_block_exception", "reason": "flood-stage watermark"}}});
    let fake = Fake::new([Reply::Json(200, json!({"items": [blocked]}))]);
    let client = fake.client();
    let mut sender = BulkSender::new(&client);
    add(&mut sender, &["a"]);
    let error = sender.flush().unwrap_err();
    assert!(error.to_string().contains("read-only: flood-stage watermark"), "{error}");
    assert_eq!(fake.asked().len(), 1);
    assert!(!sender.is_empty());
}

#[test]
fn outcomes_must_be_as_many_as_actions() {
    let fake = Fake::new([answer(&[201])]);
    let client = fake.client();
    let mut sender = BulkSender::new(&client);
    add(&mut sender, &["a", "b"]);
    assert!(matches!(sender.flush(), Err(Error::Cluster { .. })));
}
