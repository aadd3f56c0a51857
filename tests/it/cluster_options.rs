//! `--engine opensearch` from outside: what is missing or wrong is told before anything is asked.

use crate::util::Archive;

#[track_caller]
fn fails(archive: &Archive, arguments: &[&str], variables: &[(&str, &str)], tells: &[&str]) {
    archive.run_with(arguments, variables, b"").ends_with(2).tells(tells);
}

#[test]
fn a_cluster_needs_an_address_and_a_collection() {
    let archive = Archive::new();
    let engine = ["--engine", "opensearch"];
    fails(&archive, &["stats", engine[0], engine[1]], &[], &["needs the address of a cluster", "$SEARCH_ENGINE_URL"]);
    let url = [("SEARCH_ENGINE_URL", "http://127.0.0.1:1")];
    fails(&archive, &["query", "x", engine[0], engine[1]], &url, &["needs the name of a collection", "--collection"]);
    let named = [url[0], ("SEARCH_COLLECTION", "News"), ("SEARCH_ENGINE", "opensearch")];
    fails(&archive, &["query", "x"], &named, &["`News` cannot name a collection", "lower-case"]);
}

#[test]
fn options_of_a_cluster_are_not_for_a_folder() {
    let archive = Archive::new();
    fails(&archive, &["stats", "--shards", "2"], &[], &["`--shards` is about a cluster", "--engine opensearch"]);
    // What the environment knows of a cluster does not matter to a folder.
    let archive = Archive::of_seeds();
    archive.run_with(["stats"], &[("SEARCH_ENGINE_URL", "http://127.0.0.1:1")], b"").success();
}

#[test]
fn a_mistake_in_the_file_is_told_with_its_place() {
    let archive =
        Archive::new().file("search.toml", "[engine]\nurl = \"http://127.0.0.1:1\"\npassword = \"hunter2\"\n");
    fails(&archive, &["stats"], &[], &["search.toml", "line 3", "password"]);
    fails(&archive, &["stats"], &[("SEARCH_CONFIG", "no.toml")], &["could not read `no.toml`"]);
}

#[test]
fn a_password_in_an_address_is_not_repeated() {
    let archive = Archive::new();
    let url = "https://ann:hunter2@127.0.0.1:1";
    let arguments = ["stats", "--engine", "opensearch", "--collection", "news", "--url", url];
    let answer = archive.run(arguments).ends_with(2).tells(&["--user"]);
    assert!(!answer.stderr.contains("hunter2"), "{}", answer.stderr);
}

#[test]
fn a_file_that_was_found_is_named_and_gets_no_password() {
    let file = "[engine]\nengine = \"opensearch\"\nurl = \"http://127.0.0.1:1\"\ncollection = \"news\"\n";
    let archive = Archive::new().file("search.toml", file);
    let told = "`search.toml` in this folder chose the cluster http://127.0.0.1:1";
    let answer = archive.run(["query", "x"]).ends_with(2).tells(&[told, "no connection"]);
    assert_eq!(answer.stderr.matches(told).count(), 1, "{}", answer.stderr);
    let quiet = archive.run(["query", "x", "--quiet"]).ends_with(2);
    assert!(!quiet.stderr.contains("in this folder"), "{}", quiet.stderr);
    let secret = ("SEARCH_ENGINE_API_KEY", "key");
    fails(
        &archive,
        &["query", "x"],
        &[secret],
        &["$SEARCH_ENGINE_API_KEY is not sent to http://127.0.0.1:1", "SEARCH_CONFIG"],
    );
    let named = [secret, ("SEARCH_CONFIG", "search.toml")];
    let answer = archive.run_with(["query", "x"], &named, b"").ends_with(2).tells(&["no connection"]);
    assert!(!answer.stderr.contains("in this folder"), "{}", answer.stderr);
}
