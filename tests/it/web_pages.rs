//! Web pages from outside: what a page says, where it was read, and what of it can be found.

use serde_json::{Value, json};

use crate::util::Archive;

const LEDGER: &[u8] = include_bytes!("../pages/ledger.html");
const TALBOTE: &[u8] = include_bytes!("../pages/talbote.htm");
const SAVED: &[u8] = include_bytes!("../pages/saved.mhtml");

fn extract(name: &str, page: &[u8]) -> Value {
    Archive::new().file(name, page).run(["extract", name]).success().json()
}

#[test]
fn a_page_is_read_with_all_that_it_states() {
    let record = extract("dam.html", LEDGER);
    assert_eq!(
        record["title"],
        json!({"value": "Dam above Riverton holds through the night", "source": "json-ld", "certainty": "exact"})
    );
    // The time is in UTC, where the next day had begun.
    assert_eq!(record["date"]["value"], "2021-03-04");
    assert_eq!(record["outlet"]["value"], "River Ledger");
    assert_eq!(record["outlet"]["source"], "json-ld");
    let authors: Vec<&str> =
        record["authors"].as_array().expect("a list").iter().filter_map(|one| one["value"].as_str()).collect();
    assert_eq!(authors, ["Jane Roe", "Max Poe"]);
    assert_eq!(record["url"]["value"], "https://www.riverledger.example/2021/03/04/dam-holds");
    assert_eq!(record["url"]["source"], "meta tag");
    assert_eq!(record["language"], "en");
    assert_eq!(
        record["text"],
        "The water rose until dawn, and nobody in the town slept.\n\n\
         RIVERTON — The dam above the town held through the night. “It will hold another hundred years,” said Mayor Ann Lee.\n\n\
         Nobody was hurt, the fire brigade said,\nand the road along the river is open again.\n\n\
         Built of stone\n\n\
         It was built in 1911 and is to be repaired in the summer, if the county finds the money.\n\n\
         It holds. I always said that it would.\n\n— Ann Lee (@annlee) March 4, 2021"
    );
    assert_eq!(record["quotes"][0]["speaker"], "Ann Lee");
}

#[test]
fn an_old_page_in_latin_1_is_read_by_what_it_prints() {
    let record = extract("damm.htm", TALBOTE);
    assert_eq!(record["title"]["value"], "Damm über Müllheim hält");
    assert_eq!(record["date"]["value"], "2021-03-04");
    assert_eq!(record["authors"][0]["value"], "Jörg Müller");
    assert_eq!(record["authors"][0]["source"], "byline");
    let text = record["text"].as_str().expect("a text");
    assert!(text.starts_with("Der Damm über der Stadt") && text.ends_with("wie die Feuerwehr mitteilte."), "{text}");
}

#[test]
fn a_page_saved_as_mhtml_knows_its_address() {
    let record = extract("dam.mhtml", SAVED);
    assert_eq!(record["url"]["value"], "https://www.riverledger.example/2021/03/04/dam-holds");
    assert_eq!(record["date"], json!({"value": "2021-03-04", "source": "url", "certainty": "likely"}));
    let text = record["text"].as_str().expect("a text");
    assert!(text.contains("on Monday – and long after."), "{text}");
}

#[test]
fn a_manifest_gives_the_address_of_a_page() {
    let page = "<title>x</title><h1>Dam holds</h1><p>The dam above the town held through the night, the mayor said on Monday.</p>";
    let archive = Archive::new()
        .file("pages/1.html", page)
        .file("pages/manifest.csv", "path,url\n1.html,https://www.nytimes.com/2021/03/04/us/dam.html\n");
    let record = archive.run(["extract", "pages"]).success().json();
    assert_eq!(record["outlet"]["value"], "The New York Times");
    assert_eq!(record["date"]["value"], "2021-03-04");
}

#[test]
fn the_folder_saved_with_a_page_holds_no_articles() {
    let archive = Archive::new()
        .file("dam.html", LEDGER)
        .file("dam_files/frame.html", LEDGER)
        .file("other_files/page.html", TALBOTE);
    let records = archive.run(["extract", "."]).success().json_lines();
    let paths: Vec<&str> = records.iter().filter_map(|record| record["path"].as_str()).collect();
    assert_eq!(paths, ["dam.html", "other_files/page.html"]);
}

#[test]
fn pages_are_found_by_their_text_and_by_nothing_around_it() {
    let archive = Archive::new().file("in/dam.html", LEDGER).file("in/damm.htm", TALBOTE);
    archive.run(["index", "in"]).success();
    let found = archive.run(["query", "another hundred years"]).success();
    assert!(found.stdout.contains("dam.html"), "{}", found.stdout);
    assert_eq!(archive.run(["query", "partners store cookies"]).status, 1);
    assert_eq!(archive.run(["query", "lost a night of sleep"]).status, 1);
}

#[test]
fn a_page_without_text_or_title_is_a_failure() {
    let archive = Archive::new().file("empty.html", "<html><body><script>x()</script></body></html>");
    let answer = archive.run(["extract", "empty.html"]);
    assert_eq!(answer.status, 2);
    assert!(answer.stderr.contains("empty.html: has neither a title nor a text"), "{}", answer.stderr);
}
