//! `search quotes --families`, `--altered` and `search family`: one utterance in all its wordings.

use serde_json::Value;

use crate::util::{Archive, seed_files, slice};

/// `000_….txt#q3` as `0 q3`.
fn short(id: &Value) -> String {
    let (article, number) = id.as_str().expect("an id").split_once('#').expect("a number");
    format!("{} {number}", &article[2..3])
}

/// The families of the seeds, each as its quotations in order.
fn members(archive: &Archive) -> Vec<Vec<String>> {
    let answer = archive.run(["quotes", "--families", "--members", "--limit", "1000", "--format", "json"]).json();
    let families = answer["families"].as_array().expect("families");
    assert_eq!(answer["total"], families.len());
    let mut all = Vec::new();
    for family in families {
        let members = family["members"].as_array().expect("members");
        assert_eq!(family["quotations"], members.len());
        let mut members: Vec<String> = members.iter().map(short).collect();
        members.sort();
        all.push(members);
    }
    all.sort();
    all
}

/// The family whose fullest form begins so, in detail.
fn detail(archive: &Archive, start: &str) -> Value {
    let answer = archive.run(["quotes", "--families", "--limit", "1000", "--format", "json"]).json();
    let families = answer["families"].as_array().expect("families");
    let family = families.iter().find(|family| family["text"].as_str().expect("a text").starts_with(start));
    let id = family.expect(start)["id"].as_str().expect("an id").to_owned();
    archive.run(["family", &id, "--format", "json"]).success().json()
}

#[test]
fn the_seeds_have_five_utterances_in_several_wordings_and_no_more() {
    let archive = Archive::of_seeds();
    let want = [
        // “This is what happens to someone …”: two parts, two parts, headline and post.
        vec!["0 q3", "0 q4", "1 q8", "1 q9", "2 q1", "2 q2"],
        // “a REAL LEADER …”
        vec!["0 q2", "1 q5"],
        // “Look, I know your anger …”: twice, and two parts.
        vec!["3 q5", "3 q6", "4 q2", "4 q3"],
        // “the road less travelled …” twice, “juvenile insults”, “cowardly”.
        vec!["3 f1", "3 f2", "3 q2", "3 q3"],
        // “let our country down”
        vec!["3 q4", "4 q1"],
    ];
    let mut want: Vec<Vec<String>> = want.iter().map(|list| list.iter().map(|id| id.to_string()).collect()).collect();
    want.sort();
    assert_eq!(members(&archive), want);
}

#[test]
fn each_wording_stands_beside_the_fullest_one_with_a_label() {
    let archive = Archive::of_seeds();
    let labels = |start: &str| -> Vec<String> {
        let detail = detail(&archive, start);
        let variants = detail["variants"].as_array().expect("variants");
        let label = |one: &Value| format!("{} {}", short(&one["id"]), one["fidelity"].as_str().expect("a label"));
        let mut labels: Vec<String> = variants.iter().map(label).collect();
        labels.sort();
        labels
    };
    let want = ["0 q3 reworded", "0 q4 reworded", "1 q8 part", "1 q9 part", "2 q1 elided", "2 q2 verbatim"];
    assert_eq!(labels("This is what"), want);
    assert_eq!(labels("Look, I know"), ["3 q5 verbatim", "3 q6 verbatim", "4 q2 part", "4 q3 part"]);
    assert_eq!(labels("He is a REAL"), ["0 q2 verbatim", "1 q5 altered"]);
    assert_eq!(labels("I’ve taken"), ["3 f1 part", "3 f2 part", "3 q2 verbatim", "3 q3 verbatim"]);
    assert_eq!(labels("3 years ago"), ["3 q4 part", "4 q1 verbatim"]);
}

#[test]
fn a_variant_is_a_stretch_of_its_article_and_its_segments_are_both_wordings() {
    let archive = Archive::of_seeds();
    let texts = seed_files();
    let detail = detail(&archive, "This is what");
    for variant in detail["variants"].as_array().expect("variants") {
        let (_, text) = texts.iter().find(|(name, _)| variant["article"] == name.as_str()).expect("a seed");
        let words = variant["text"].as_str().expect("a text");
        assert_eq!(slice(text, &variant["start"], &variant["end"]), words);
        let full = variant["full"].as_str().expect("a text");
        for segment in variant["segments"].as_array().expect("segments") {
            assert_eq!(slice(words, &segment["start"], &segment["end"]), segment["text"]);
            assert_eq!(slice(full, &segment["full_start"], &segment["full_end"]), segment["full"]);
        }
    }
}

#[test]
fn a_query_and_options_choose_families_by_one_of_their_quotations() {
    let archive = Archive::of_seeds();
    let count = |arguments: &[&str]| {
        archive.run(["quotes", "--families", "--format", "json"].iter().chain(arguments)).json()["total"].clone()
    };
    assert_eq!(count(&[]), 5);
    assert_eq!(count(&["witch", "hunt"]), 1);
    assert_eq!(count(&["--speaker", "sessions"]), 2);
    assert_eq!(count(&["--min-outlets", "3"]), 1);
    assert_eq!(count(&["nothing"]), 0);
    assert_eq!(archive.run(["quotes", "--families", "nothing"]).status, 1);
    assert_eq!(archive.run(["family", "aaaaaaaa"]).status, 1);
    assert_eq!(archive.run(["family", "what?"]).status, 1);
}

#[test]
fn wordings_of_one_outlet_differ_and_are_never_called_false() {
    let archive = Archive::of_seeds();
    let answer = archive.run(["quotes", "--altered", "--format", "json"]).success().json();
    let variants = answer["variants"].as_array().expect("variants");
    assert_eq!(answer["total"], variants.len());
    let mut ids: Vec<&str> = variants.iter().map(|variant| variant["id"].as_str().expect("an id")).collect();
    ids.sort_unstable();
    let [fox, nbc] = ["000_774039ec22a965d7.txt", "001_8c99b4070233d63e.txt"];
    // No wording has two outlets, so both sides are listed.
    for id in [format!("{fox}#q2"), format!("{fox}#q3"), format!("{fox}#q4"), format!("{nbc}#q5")] {
        assert!(ids.contains(&id.as_str()), "{id} {ids:?}");
    }
    let text = archive.run(["quotes", "--altered"]).success().stdout;
    let told: Vec<&str> = text.lines().filter(|line| line.contains("differs: ")).collect();
    assert!(told.iter().any(|line| line.contains("differs: reworded")), "{text}");
    assert!(told.iter().all(|line| !line.to_lowercase().contains("false")), "{text}");
}

#[test]
fn every_format_is_written_and_ids_stay() {
    let archive = Archive::of_seeds();
    let list = |format: &str| archive.run(["quotes", "--families", "--format", format]).success().stdout;
    assert_eq!(list("csv").lines().count(), 6);
    assert_eq!(list("jsonl").lines().count(), 5);
    let id = detail(&archive, "This is what")["family"]["id"].as_str().expect("an id").to_owned();
    let text = archive.run(["family", &id]).success().tells(&["6 of 6 quotations"]).stdout;
    assert!(text.contains("{+look+} down") && text.contains("(…)"), "{text}");
    let html = archive.run(["family", &id, "--format", "html"]).success().stdout;
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("<del>") && html.contains("&amp;"), "{html}");
    assert_eq!(archive.run(["family", &id, "--format", "csv", "--limit", "2"]).success().stdout.lines().count(), 3);
    // A damaged file is made again, and the ids are the same.
    let file = archive.path("index/families-1.bin");
    std::fs::write(&file, "damaged").expect("written");
    assert_eq!(detail(&archive, "This is what")["family"]["id"], id.as_str());
    archive.run(["verify"]).success();
}

#[test]
fn a_sentence_over_a_cue_is_one_quotation_in_two_parts() {
    let text = "“We will hold the old dam in the valley,” Ann Lee said, “until the rain has stopped.”";
    let archive = Archive::new().file("in/a.txt", text);
    archive.run(["index", "in"]).success();
    let family = || {
        let answer = archive.run(["quotes", "--families", "--members", "--format", "json"]).json();
        let family = answer["families"][0].clone();
        (family["quotations"].clone(), family["members"].as_array().expect("members").len())
    };
    assert_eq!(family(), (1.into(), 2));
    archive.write("in/b.txt", format!("It rained on Monday. {text}"));
    archive.write("in/c.txt", "“We will hold the old dam in the valley until the rain has stopped,” Ann Lee said.");
    archive.run(["index"]).success();
    assert_eq!(family(), (3.into(), 5));
}

/// Articles in which an outlet each, the last alone, says so.
fn said(wordings: &[(&str, &str)]) -> Archive {
    let line = |(at, (outlet, words)): (usize, &(&str, &str))| {
        let text = format!("The mayor spoke at length on Monday. “{words}” Ann Lee said.");
        let article = serde_json::json!({"id": format!("a{at}"), "outlet": outlet, "date": "2020-03-01", "text": text});
        format!("{article}\n")
    };
    let lines: String = wordings.iter().enumerate().map(line).collect();
    let archive = Archive::new().file("in/all.jsonl", lines);
    archive.run(["index", "in"]).success();
    archive
}

#[test]
fn a_lone_wording_differs_from_the_usual_one_whether_it_is_longer_or_shorter() {
    let plain = "We will lower the property taxes of every working family in the valley,";
    let check = |usual: &str, lone: &str, want: &[&str]| {
        let outlets = [("Gazette", usual), ("Valley Post", usual), ("Star", usual), ("Rogue Daily", lone)];
        let answer = said(&outlets).run(["quotes", "--altered", "--format", "json"]).json();
        let variants = answer["variants"].as_array().expect("variants");
        let outlets: Vec<&str> = variants.iter().map(|one| one["outlet"].as_str().expect("an outlet")).collect();
        assert_eq!(outlets, want, "{lone}");
        assert!(variants.iter().all(|one| one["full"] == usual && one["differs"] == true), "{answer}");
    };
    check(
        plain,
        "We will never ever lower the property taxes of every single working family in the valley,",
        &["Rogue Daily"],
    );
    check(plain, "We will lower the taxes of every family in the valley,", &["Rogue Daily"]);
    check(plain, "We will lower the property taxes of every working family", &[]);
    let answer = said(&[("Gazette", plain), ("Star", &plain.replace("working", "single"))]);
    assert_eq!(answer.run(["quotes", "--altered", "--format", "json"]).json()["total"], 2);
}

#[test]
fn an_article_without_an_outlet_is_no_outlet() {
    let line = |id: &str, outlet: &str| {
        format!(
            r#"{{"id":"{id}",{outlet}"date":"2020-03-01","text":"“The spillway gave way before the engineers could open the gates,” said Ann Lee."}}"#
        )
    };
    let archive = Archive::new().file("in/all.jsonl", [line("a", r#""outlet":"Gazette","#), line("b", "")].join("\n"));
    archive.run(["index", "in"]).success();
    let count = |least: &str| {
        archive.run(["quotes", "--families", "--min-outlets", least, "--format", "json"]).json()["total"].clone()
    };
    assert_eq!((count("1"), count("2")), (1.into(), 0.into()));
}

#[test]
fn options_that_say_nothing_of_groups_are_refused() {
    let archive = Archive::of_seeds();
    for command in [&["quotes", "--families"][..], &["quotes", "--altered"], &["stories"]] {
        for option in [
            &["--distinct"][..],
            &["--longest"],
            &["--sort", "newest"],
            &["--facets", "outlet"],
            &["--by", "year"],
            &["--min-probability", "0.5"],
        ] {
            if command[0] == "stories" && option[0] == "--min-probability" {
                continue;
            }
            let answer = archive.run(command.iter().chain(option));
            assert_eq!((answer.status, answer.stdout.as_str()), (2, ""), "{command:?} {option:?}");
            assert!(answer.stderr.contains(option[0]) && answer.stderr.contains(command[0]), "{}", answer.stderr);
        }
    }
}
