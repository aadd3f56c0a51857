//! `search diff`, `search similar`, `search reprints`: articles beside each other.

use crate::util::Archive;

/// A wire story, a paper that cut and changed it, a copy of it, and an article of its own.
fn archive() -> Archive {
    let story: Vec<String> = (1..=12)
        .map(|n| format!("Sentence {n} of the flood at mill number {n} names dam{n} and bridge{n} by the river."))
        .collect();
    let (wire, cut) = (story.join(" "), story[..7].join(" ").replace("mill number 3", "farm number 3"));
    let head = |outlet: &str, date: &str| format!("---\ntitle: Flood\noutlet: {outlet}\ndate: {date}\n---\n");
    let archive = Archive::new()
        .file("a/wire.md", head("The Wire", "2020-03-01") + &wire)
        .file("a/cut.md", head("Gazette", "2020-03-02") + &cut + " Readers may help.")
        .file("a/copy.md", head("Herald", "2020-04-03") + &wire)
        .file(
            "a/own.md",
            head("Gazette", "2020-03-04") + "The river was calm again, said nobody of the mill and the bridge12.",
        );
    archive.run(["index", "a"]).success();
    archive
}

#[test]
fn what_was_cut_and_added_is_shown() {
    let archive = archive();
    let text = archive.run(["diff", "wire.md", "cut.md"]).success().stdout;
    for part in ["- Sentence 12 of", "+ Readers may help.", "[-mill-] {+farm+}", "… 4 sentences the same"] {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
    let answer = archive.run(["diff", "wire.md", "cut.md", "--format", "json"]).success().json();
    let sentences = answer["sentences"].as_array().expect("sentences");
    let count = |change: &str| sentences.iter().filter(|sentence| sentence["change"] == change).count();
    assert_eq!((count("same"), count("changed"), count("removed"), count("added")), (6, 1, 5, 1));
    let page = archive.run(["diff", "wire.md", "cut.md", "--format", "html"]).success().stdout;
    assert!(page.contains("<ins>Readers may help.</ins>") && page.ends_with("</html>\n"), "{page}");
    archive.run(["diff", "wire.md", "nobody.md"]).ends_with(1);
}

#[test]
fn similar_articles_say_why() {
    let archive = archive();
    let answer = archive.run(["similar", "own.md", "--format", "json"]).success().json();
    let hits = answer["hits"].as_array().expect("hits");
    assert!(
        hits.iter().all(|hit| hit["id"] != "own.md" && hit["terms"].as_array().is_some_and(|terms| !terms.is_empty()))
    );
    assert_eq!(hits.len(), 3);
    archive.run(["remove", "copy.md"]).success();
    let answer = archive.run(["similar", "own.md", "--format", "json"]).success().json();
    assert_eq!(answer["hits"].as_array().map(Vec::len), Some(2));
    archive.run(["similar", "copy.md"]).ends_with(1);
}

#[test]
fn reprints_are_listed_and_count_once() {
    let archive = archive();
    let answer = archive.run(["reprints", "--format", "json"]).success().json();
    assert_eq!((&answer["total"], &answer["articles"]), (&1.into(), &3.into()));
    let members = answer["groups"][0]["members"].as_array().expect("members");
    let shown: Vec<(&str, &str)> =
        members.iter().map(|one| (one["id"].as_str().unwrap_or(""), one["kind"].as_str().unwrap_or(""))).collect();
    assert_eq!(shown, [("wire.md", "representative"), ("cut.md", "excerpt"), ("copy.md", "exact")]);
    archive.run(["reprints", "own.md"]).ends_with(1);
    let text = archive.run(["reprints", "cut.md", "--prefer", "herald"]).success().stdout;
    assert!(text.lines().nth(1).is_some_and(|line| line.contains("copy.md")), "{text}");

    let answer =
        archive.run(["query", "flood OR river", "--distinct", "--format", "json", "--facets", "outlet"]).success();
    let answer = answer.tells(&["reprints count once"]).json();
    assert_eq!((&answer["total"], &answer["distinct"]), (&2.into(), &true.into()));
    let ids: Vec<&str> = answer["hits"].as_array().expect("hits").iter().filter_map(|hit| hit["id"].as_str()).collect();
    assert!(ids.contains(&"wire.md") && ids.contains(&"own.md"), "{ids:?}");
    let facets = archive.run(["facets", "river", "--distinct", "--by", "month", "--facets", "date", "--format", "csv"]);
    assert_eq!(facets.success().stdout, "facet,value,count\ndate,2020-03,2\ndate,2020-04,1\n");
    assert_eq!(archive.run(["export", "--distinct"]).success().json_lines().len(), 2);
    archive.run(["kwic", "sentence", "--distinct"]).success().tells(&["12 matches in 1 article"]);
}
