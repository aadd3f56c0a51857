//! `search query`: the query language from outside, formats, what the shell leaves.

use crate::util::{Archive, found};

fn archive() -> Archive {
    let archive = Archive::new()
        .file("a/one.md", "---\ntitle: Storm\noutlet: Gazette\ndate: 2019-05-02\nauthor: Ann Lee\n---\nThe witch hunt began.\n")
        .file("a/two.md", "---\ntitle: Calm\noutlet: Herald\ndate: 2020-07-11\n---\nA hunt for the witch. \"It is over,\" said Mayor Jane Roe.\n")
        .file("a/three.md", "---\ntitle: Rain\noutlet: Herald\n---\nWitches were hunted in the senate.\n");
    archive.run(["index", "a"]).success();
    archive
}

#[test]
fn hits_are_told_with_date_outlet_title_id_and_passage() {
    let answer = archive().run(["query", "\"witch hunt\" began"]).success().tells(&["1 of 1 article, "]);
    assert_eq!(answer.stdout, "1  2019-05-02  Gazette  Storm\n   one.md\n   > The witch hunt began.\n");
}

#[test]
fn an_argument_of_several_words_is_a_phrase() {
    let archive = archive();
    assert_eq!(found(&archive, &["witch hunt"]), ["one.md"]);
    assert_eq!(found(&archive, &["witch", "hunt"]), ["one.md", "three.md", "two.md"]);
}

#[test]
fn a_phrase_that_nothing_has_is_searched_as_words() {
    let archive = archive();
    let answer = archive.run(["query", "hunt witch", "--format", "json"]).success().tells(&["searched instead"]);
    let json = answer.json();
    assert_eq!(json["relaxed"], true);
    assert_eq!(json["query"], "hunt witch");
    assert_eq!(json["searched"], "hunt AND witch");
    assert_eq!(json["total"], 3);

    let answer = archive.run(["query", "witch hunt", "--format", "json"]).success();
    assert_eq!(answer.json()["relaxed"], false);
    assert_eq!(answer.json()["searched"], "\"witch hunt\"");
}

#[test]
fn articles_with_the_phrase_come_first() {
    let archive = archive();
    let answer = archive.run(["query", "witch", "hunt", "--format", "json"]).success();
    assert_eq!(answer.ids()[0], "one.md");
}

#[test]
fn the_query_language_reaches_the_engine() {
    let archive = archive();
    for (query, want) in [
        ("witch OR senate", vec!["one.md", "three.md", "two.md"]),
        ("hunt NOT senate", vec!["one.md", "two.md"]),
        ("(storm OR calm) hunt", vec!["one.md", "two.md"]),
        ("sena*", vec!["three.md"]),
        ("senatte~1", vec!["three.md"]),
        ("=hunt", vec!["one.md", "two.md"]),
        ("==Witches", vec!["three.md"]),
        ("title:storm", vec!["one.md"]),
        ("outlet:herald", vec!["three.md", "two.md"]),
        ("author:lee", vec!["one.md"]),
        ("date:2020", vec!["two.md"]),
        ("date:?", vec!["three.md"]),
        ("speaker:roe", vec!["two.md"]),
        ("said:over", vec!["two.md"]),
        ("said:witch", vec![]),
    ] {
        assert_eq!(found(&archive, &[query]), want, "{query}");
    }
}

#[test]
fn filters_of_one_kind_mean_any_and_of_several_kinds_all() {
    let archive = archive();
    let check = |arguments: &[&str], want: &[&str]| {
        let line = ["query", "--format", "json"].iter().chain(arguments).copied();
        let mut ids = archive.run(line).ids();
        ids.sort();
        assert_eq!(ids, want, "{arguments:?}");
    };
    check(&["hunt", "--outlet", "gazette", "--outlet", "herald"], &["one.md", "three.md", "two.md"]);
    check(&["hunt", "--outlet", "herald", "--from", "2020"], &["two.md"]);
    check(&["hunt", "--to", "2019-05"], &["one.md"]);
    check(&["hunt", "--speaker", "jane roe"], &["two.md"]);
    check(&["hunt", "--author", "lee"], &["one.md"]);
    archive.run(["query", "hunt", "--from", "2019"]).success().tells(&["no date"]);
}

#[test]
fn hits_can_be_sorted_by_date_and_paged() {
    let archive = archive();
    let ids = |arguments: &[&str]| archive.run(["query", "hunt", "--format", "json"].iter().chain(arguments)).ids();
    assert_eq!(ids(&["--sort", "newest"]), ["two.md", "one.md", "three.md"]);
    assert_eq!(ids(&["--sort", "oldest"]), ["one.md", "two.md", "three.md"]);
    assert_eq!(ids(&["--sort", "oldest", "--limit", "1", "--offset", "1"]), ["two.md"]);
    archive.run(["query", "hunt", "--limit", "1", "--offset", "1"]).success().tells(&["2 to 2 of 3 articles, "]);
}

#[test]
fn facets_come_with_the_hits() {
    let answer = archive().run(["query", "hunt", "--limit", "0", "--facets", "outlet", "--by", "year"]).success();
    assert_eq!(answer.stdout, "outlet\tHerald\t2\noutlet\tGazette\t1\n");
}

#[test]
fn json_has_the_documented_keys() {
    let answer = archive().run(["query", "storm", "--format", "json", "--facets", "outlet,date"]).success().json();
    let keys: Vec<&String> = answer.as_object().expect("an object").keys().collect();
    for key in ["version", "query", "searched", "relaxed", "total", "took_ms", "hits", "facets"] {
        assert!(keys.contains(&&key.to_owned()), "{key} in {keys:?}");
    }
    let hit = &answer["hits"][0];
    assert_eq!(hit["rank"], 1);
    assert_eq!(hit["title"], "Storm");
    assert_eq!(hit["date"], "2019-05-02");
    assert_eq!(hit["date_certainty"], "exact");
    assert_eq!(hit["authors"], serde_json::json!(["Ann Lee"]));
    assert_eq!(answer["facets"]["date"], serde_json::json!([{"value": "2019-05", "count": 1}]));
}

#[test]
fn lines_tables_and_runs_hold_the_same_hits() {
    let archive = archive();
    let lines = archive.run(["query", "hunt", "--format", "jsonl"]).success().json_lines();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["version"], 1);
    let table = archive.run(["query", "hunt", "--format", "csv"]).success().stdout;
    assert!(table.starts_with("rank,score,id,"), "{table}");
    assert_eq!(table.lines().count(), 4);
    let run = archive.run(["query", "hunt", "--format", "trec"]).success().stdout;
    for (at, line) in run.lines().enumerate() {
        let columns: Vec<&str> = line.split(' ').collect();
        assert_eq!((columns[0], columns[1], columns[5]), ("1", "Q0", "news-search"));
        assert_eq!(columns[2], lines[at]["id"]);
        assert_eq!(columns[3], (at + 1).to_string());
    }
    assert_eq!(run.lines().count(), 3);
}

#[test]
fn a_batch_runs_a_query_a_line_as_typed() {
    let archive = archive().file("topics.tsv", "q1\tstorm (began\nq2\tnothingness\nq3\t\"calm\" -storm\n");
    let answer = archive.run(["query", "--batch", "topics.tsv", "--format", "trec"]).success();
    let found: Vec<String> =
        answer.stdout.lines().map(|line| line.split(' ').take(4).collect::<Vec<_>>().join(" ")).collect();
    // A run is of words only, any of them: neither the parenthesis nor the dash is read.
    let mut hits: Vec<&str> = found.iter().map(|line| &line[..line.len() - 2]).collect();
    hits.sort();
    assert_eq!(hits, ["q1 Q0 one.md", "q3 Q0 one.md", "q3 Q0 two.md"], "{found:?}");

    let lines = archive.run(["query", "--batch", "topics.tsv", "--format", "json"]).json_lines();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1]["qid"], "q2");
    assert_eq!(lines[1]["total"], 0);
}

#[test]
fn a_line_of_a_batch_without_a_word_finds_nothing_and_is_told() {
    let archive = archive().file("topics.tsv", "q1\tstorm\nq2\t\nq3\t…\n\tcalm\n");
    let answer = archive.run(["query", "--batch", "topics.tsv", "--format", "trec"]).success();
    let qids: Vec<&str> = answer.stdout.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(qids.iter().filter(|qid| !matches!(**qid, "q1" | "4")).count(), 0, "{qids:?}");
    assert!(qids.contains(&"q1") && qids.contains(&"4"), "{qids:?}");
    answer.tells(&["query q2 is empty and finds nothing", "this holds no word and finds nothing"]);
    let lines = archive.run(["query", "--batch", "topics.tsv", "--format", "json"]).json_lines();
    let totals: Vec<bool> = lines.iter().map(|line| line["total"] == 0).collect();
    assert_eq!(totals, [false, true, true, false]);
}

#[test]
fn a_phrase_whose_words_find_nothing_is_told_as_well() {
    archive().run(["query", "storm of nothingness"]).tells(&["nothing has the phrase", "storm AND of AND nothingness"]);
}

#[test]
fn a_date_in_the_query_tells_of_articles_without_one() {
    let told = "1 more article would match but has no date";
    for command in ["query", "kwic", "facets", "export"] {
        archive().run([command, "hunt date:1999"]).tells(&[told]);
    }
}

#[test]
fn explain_prints_the_query_as_understood() {
    let archive = Archive::new();
    let answer = archive.run(["query", "--explain", "witch hunt"]).success().tells(&["witch AND hunt"]);
    assert_eq!(answer.stdout, "\"witch hunt\"\n");
    let answer = archive.run(["query", "--explain", "a OR b c"]).success();
    assert_eq!(answer.stdout, "a OR b c\n");
}

#[test]
fn what_is_not_understood_is_shown_with_its_place_and_read_as_text() {
    archive()
        .run(["query", "outlt:herald OR storm"])
        .success()
        .tells(&["outlt:herald OR storm\n  ^^^^^ ", "hint: did you mean `outlet:`?"]);
}

#[test]
fn a_word_with_a_dash_is_explained() {
    let archive = archive();
    archive.run(["query", "witch", "-hunt"]).ends_with(2).tells(&["`-hunt` begins with a dash", "NOT hunt", "`--`"]);
    assert_eq!(archive.run(["query", "--format", "json", "--", "hunt", "-senate"]).ids().len(), 2);
}

#[test]
fn the_nearest_spelling_is_offered_when_nothing_is_found() {
    let archive = archive();
    let answer = archive.run(["query", "sennate"]).ends_with(1).tells(&["0 of 0 articles", "`senate`"]);
    assert_eq!(answer.stdout, "");
    archive.run(["query", "hunt", "--outlet", "Gazete"]).ends_with(1).tells(&["Gazete", "Gazette"]);
}

#[test]
fn control_characters_pass_a_pipe_and_never_reach_a_coloured_terminal() {
    let rest = "Nobody knows what else was in the harbour. ".repeat(5);
    let archive = Archive::new().file("a/evil.txt", format!("The storm\u{1b}[31m came \u{202E}back.\n{rest}\n"));
    archive.run(["index", "a"]).success();
    let answer = archive.run(["query", "storm"]).success();
    assert!(answer.stdout.contains("\u{1b}[31m came \u{202E}back"), "{:?}", answer.stdout);
    let answer = archive.run(["query", "storm", "--color", "always"]).success();
    assert!(answer.stdout.contains("\u{1b}[1;31mstorm\u{1b}[0m␛[31m came \u{FFFD}back"), "{:?}", answer.stdout);
}

#[test]
fn lines_are_wrapped_to_the_width_asked_for() {
    let archive = Archive::new().file("a/long.txt", "The storm came over the hills and went away again.\n");
    archive.run(["index", "a"]).success();
    let answer = archive.run_with(["query", "storm"], &[("COLUMNS", "40")], b"").success();
    let passage: Vec<&str> = answer.stdout.lines().skip(2).collect();
    assert_eq!(passage, ["   > The storm came over the hills and", "     went away again."]);
}

#[test]
fn queries_in_the_syntax_of_others_are_translated() {
    let archive = Archive::of_seeds();
    let of = |syntax: &str, query: &str| archive.run(["query", "--syntax", syntax, query, "--format", "json"]);
    assert_eq!(of("nexis", "witch hunt and not sessions w/2 recused").success().json()["total"], 1);
    assert_eq!(of("nexis", "witch hunt").success().json()["searched"], "\"witch hunt\"");
    let noted = of("nexis", "hlead(witch hunt) and russia").success();
    noted.tells(&[
        "warning: not the same in this program",
        "  hlead(witch hunt) and russia\n  ^^^^^ the first paragraphs",
    ]);
    assert_eq!(of("lucene", "outlet:\"Fox News\" AND \"witch hunt\"").success().json()["total"], 1);
    assert_eq!(of("lucene", "witch zebra").success().json()["searched"], "witch OR zebra");
    let explained = archive.run(["query", "--syntax", "nexis", "recus! /s sessions", "--explain"]).success().stdout;
    assert!(explained.starts_with("recus* W/S sessions\n  recus*  "), "{explained}");
    archive.run(["query", "--syntax", "nexis", "--any", "a"]).ends_with(2);
}

#[test]
fn a_language_of_few_articles_makes_no_forms() {
    // In Hungarian `food` is a form of `foo`.
    let record = |id: usize, language: &str| {
        format!("{{\"id\":\"{id}\",\"language\":\"{language}\",\"text\":\"The town sold food number {id}.\"}}\n")
    };
    let with = |n_english: usize| -> String {
        (0..n_english).map(|id| record(id, "en")).chain([record(n_english, "hu")]).collect()
    };
    for (n_english, n_found) in [(30, 31), (150, 0)] {
        let archive = Archive::new().file("n.jsonl", with(n_english));
        archive.run(["index", "n.jsonl"]).success();
        let answer = archive.run(["query", "foo", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&answer.stdout).expect("json");
        assert_eq!(json["total"], n_found, "{n_english}");
    }
}
