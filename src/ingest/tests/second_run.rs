//! What is read again of a file that was read before.

use super::*;

#[track_caller]
fn check_second_run(name: &str, first: &str, second: &str, want: &[&str]) {
    let options = Options::default();
    let known = remember(&read_all(name, first.as_bytes(), &options).0);
    let mut items = Vec::new();
    read_bytes(name, &mut second.as_bytes(), &options, Some(&|hash| known.get(&hash).copied()), &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    assert_eq!(lines(&items), want);
}

#[test]
fn known_records_are_not_parsed_again() {
    let (a, b, c) = ("{\"id\":1,\"text\":\"a\"}\n", "{\"id\":2,\"text\":\"b\"}\n", "{\"id\":3,\"text\":\"c\"}\n");
    check_second_run("a.jsonl", &[a, b].concat(), &[a, b, c].concat(), &["=", "=", "3|c"]);
    check_second_run("a.jsonl", &[a, b].concat(), &[c, a, b].concat(), &["3|c", "=", "="]);
    check_second_run("a.txt", "x", "x", &["="]);
    check_second_run("a.txt", "x", "y", &["-|y"]);
    check_second_run("a.csv", "id,text\n1,a\n2,b\n", "id,text\n1,a\n2,c\n", &["=", "2|c"]);
    check_second_run("a.json", "[{\"text\":\"a\"}]", "[{\"text\":\"a\"},{\"text\":\"b\"}]", &["=", "#2|b"]);
}

#[test]
fn records_without_ids_are_known_by_their_number() {
    let (a, b, c) = ("{\"text\":\"a\"}\n", "{\"text\":\"b\"}\n", "{\"text\":\"c\"}\n");
    check_second_run("a.jsonl", &[a, b].concat(), &[c, b, a].concat(), &["#1|c", "=", "#3|a"]);
    check_second_run("a.jsonl", &[a, a].concat(), &[a, a, a].concat(), &["=", "=", "#3|a"]);
    check_second_run("a.json", "{\"text\":\"a\"}", "{\"text\":\"a\"}\n{\"text\":\"b\"}", &["#1|a", "#2|b"]);
}

#[test]
fn of_one_id_twice_the_later_counts_at_the_second_run_too() {
    let (old, new) = ("{\"id\":1,\"text\":\"old\"}\n", "{\"id\":1,\"text\":\"new\"}\n");
    let twice = "~line 2: the id `1` stands in an earlier record too; the later one counts";
    check_second_run("a.jsonl", &[old, new].concat(), &[old, new].concat(), &["1|old", twice, "1|new"]);
    check_second_run("a.jsonl", &[old, new].concat(), old, &["1|old"]);
    check_second_run("a.jsonl", new, &[old, new].concat(), &["1|old", twice, "1|new"]);
    check_second_run("a.jsonl", old, &[old, new].concat(), &["=", twice, "1|new"]);
}

#[test]
fn changed_options_change_the_hashes() {
    let other = Options { outlet: Some("Fox".into()), ..Options::default() };
    let hash = |options: &Options| match &read_all("a.jsonl", br#"{"id":1,"text":"a"}"#, options).0[0] {
        Item::Article { article, hash } => (*hash, record_hash(article)),
        other => panic!("{other:?}"),
    };
    assert_ne!(hash(&other).0, hash(&Options::default()).0);
    assert_ne!(hash(&other).1, hash(&Options::default()).1);
    assert_eq!(hash(&other), hash(&other));
}
