//! `search index`: formats, sources, options.

use std::io::Write;

use crate::util::{Archive, found};

#[test]
fn every_format_is_read() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(b"A storm in a packed text.\n").expect("memory takes everything");
    let archive = Archive::new()
        .file("a/text.txt", "A storm in a text.\n")
        .file("a/front.md", "---\ntitle: Front\n---\nA storm.\n")
        .file("a/one.json", r#"{"id":"json","title":"One","text":"A storm."}"#)
        .file("a/lines.jsonl", "{\"id\":\"line\",\"headline\":\"A storm of a headline\"}\n")
        .file("a/table.csv", "id,title,body\nrow,Row,\"A storm,\nin a cell\"\n")
        .file("a/table.tsv", "guid\ttitle\ttext\ntab\tTab\tA storm.\n")
        .file("a/packed.txt.gz", packed.finish().expect("memory takes everything"))
        .file("a/.hidden.txt", "A storm in hiding.\n")
        .file("a/picture.png", [0x89, b'P', b'N', b'G', 0, 0]);
    archive.run(["index", "a"]).success().tells(&["7 added, 0 changed, 0 unchanged, 0 removed, 0 failed; 7 articles"]);
    let ids = found(&archive, &["storm"]);
    assert_eq!(ids, ["front.md", "json", "line", "packed.txt.gz", "row", "tab", "text.txt"]);
}

#[test]
fn without_a_path_a_new_index_reads_the_folder_seeds() {
    let archive = Archive::new().file("seeds/a.txt", "A storm.\n");
    archive.run(["index"]).success().tells(&["1 added"]);
    assert!(archive.path("index").is_dir());

    let empty = Archive::new();
    empty.run(["index"]).ends_with(2).tells(&["knows no sources yet", "search index PATH"]);
}

#[test]
fn the_index_folder_is_an_option_or_a_variable() {
    let archive = Archive::new().file("a/a.txt", "A storm.\n");
    archive.run_with(["index", "a"], &[("SEARCH_INDEX", "elsewhere")], b"").success();
    assert!(archive.path("elsewhere").is_dir() && !archive.path("index").exists());
    archive.run(["query", "storm", "--index", "elsewhere"]).success();
    archive.run(["query", "storm"]).ends_with(2).tells(&["no articles are indexed yet in `index`"]);
}

#[test]
fn a_manifest_wins_over_the_text() {
    let archive = Archive::new()
        .file("a/one.md", "---\noutlet: Gazette\ndate: 2019-05-02\n---\nA storm.\n")
        .file("a/manifest.csv", "path,outlet,date\none.md,Herald,2020-07-11\n");
    archive.run(["index", "a"]).success();
    let record = archive.run(["export"]).success().json();
    assert_eq!(record["outlet"]["value"], "Herald");
    assert_eq!(record["outlet"]["source"], "manifest");
    assert_eq!(record["date"]["value"], "2020-07-11");
}

#[test]
fn folder_and_file_names_are_read_by_a_pattern() {
    let archive = Archive::new().file("a/Gazette/town/2019-05-02-storm.txt", "A storm.\n");
    archive.run(["index", "a", "--path-pattern", "{outlet}/{*}/{date}*"]).success();
    let record = archive.run(["export"]).success().json();
    assert_eq!(record["outlet"]["value"], "Gazette");
    assert_eq!(record["date"]["value"], "2019-05-02");
    // One that fits nothing is told.
    let told = "a: `--path-pattern` fits none of 1 files, such as `Gazette/town/2019-05-02-storm.txt`";
    archive.run(["index", "a", "--path-pattern", "{outlet}/{*}/{*}/{date}*"]).success().tells(&[told]);
}

#[test]
fn the_users_own_outlets_are_kept() {
    let outlets = "[[outlet]]\nname = \"The Ledger\"\ndomains = [\"ledger.example\"]\n";
    let archive = Archive::new()
        .file("outlets.toml", outlets)
        .file("a/one.jsonl", "{\"id\":\"1\",\"url\":\"https://www.ledger.example/storm\",\"text\":\"A storm.\"}\n");
    archive.run(["index", "a", "--outlets", "outlets.toml"]).success();
    assert_eq!(archive.run(["export"]).success().json()["outlet"]["value"], "The Ledger");
    archive.remove("outlets.toml");
    archive.write("a/two.jsonl", "{\"id\":\"2\",\"url\":\"https://ledger.example/calm\",\"text\":\"Calm.\"}\n");
    archive.run(["index"]).success();
    assert_eq!(archive.run(["export", "calm"]).success().json()["outlet"]["value"], "The Ledger");
}

#[test]
fn statistics_count_what_is_there() {
    let archive = Archive::new()
        .file("a/one.md", "---\noutlet: Gazette\ndate: 2019-05-02\n---\n\"A storm,\" said Jane Roe.\n")
        .file("a/two.txt", "Calm.\n");
    archive.run(["index", "a"]).success();
    let stats = archive.run(["stats", "--format", "json"]).success().json();
    for (key, want) in
        [("articles", 2), ("quotations", 1), ("speakers", 1), ("outlets", 1), ("failures", 0), ("generation", 1)]
    {
        assert_eq!(stats[key], want, "{key}");
    }
    assert!(stats["bytes_text"].as_u64() > Some(0) && stats["bytes_index"].as_u64() > Some(0), "{stats}");
    assert_eq!(stats["sources"].as_array().map(Vec::len), Some(1));
    let answer = archive.run(["stats"]).success();
    assert!(answer.stdout.contains("articles    2\n"), "{}", answer.stdout);
}

#[test]
fn a_table_that_gives_a_name_to_two_people_is_refused() {
    let archive = Archive::new()
        .file("two.toml", "[[speaker]]\nname = \"Ann Roe\"\naliases = [\"Lee\"]\n[[speaker]]\nname = \"Lee\"\n")
        .file("a/one.txt", "“The dam will hold,” said Ann Lee.\n");
    let answer = archive.run(["index", "a", "--speakers", "two.toml"]).ends_with(2);
    answer.tells(&["two.toml`: entry 2 (`Lee`): the name `Lee` is that of entry 1 (`Ann Roe`) already"]);
}

#[test]
fn the_tables_of_the_documentation_can_be_given() {
    let docs = include_str!("../../docs/FORMATS.md");
    let tables: Vec<&str> =
        docs.split("```toml\n").skip(1).map(|rest| rest.split("```").next().expect("an end")).collect();
    let [outlets, speakers] = tables.as_slice() else { panic!("{} tables", tables.len()) };
    let said = "“The dam will hold,” said Ann Lee. She spoke on Monday.\n";
    let archive = Archive::new()
        .file("o.toml", *outlets)
        .file("s.toml", *speakers)
        .file("a/one.jsonl", serde_json::json!({"id": "one", "text": said, "outlet": "The Ledger"}).to_string());
    archive.run(["index", "a", "--outlets", "o.toml", "--speakers", "s.toml"]).success();
    let query = ["query", "dam", "--outlet", "Alabama Ledger", "--speaker", "Ann Roe", "--format", "json"];
    assert_eq!(archive.run(query).success().ids(), ["one"]);
    assert!(archive.run(["index", "--help"]).success().stdout.contains("[[speaker]]"));
}
