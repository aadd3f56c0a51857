//! The scenarios of `tests/scenarios`, in an index folder and, where there is one, on a cluster: the same answers.
//!
//! Each file has steps: articles, which replace those of the step before, and what is asked of them. An ask has
//! arguments of the program and what its JSON holds: `ids` (articles in their order), `found` (the same in order of id), `quotes`, `total`, `undated`, `facets`
//! (value and count). Whatever it names, the answers of both engines are compared as a whole.

use std::path::Path;

use serde_json::{Value, json};

use crate::util::Archive;
#[cfg(feature = "opensearch")]
use crate::util::Cluster;

#[test]
fn words() {
    run("words");
}

#[test]
fn quotations() {
    run("quotations");
}

#[test]
fn filters() {
    run("filters");
}

#[test]
fn updates() {
    run("updates");
}

#[test]
fn ranking() {
    run("ranking");
}

#[test]
fn hostile() {
    run("hostile");
}

/// A file that no test names is a scenario that never runs.
#[test]
fn every_scenario_is_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    for entry in std::fs::read_dir(folder).expect("the folder of scenarios") {
        let name = entry.expect("a scenario").file_name().into_string().expect("a plain name");
        let name = name.strip_suffix(".json").expect("a JSON file");
        assert!(include_str!("scenarios.rs").contains(&format!("run(\"{name}\")")), "{name} is not run");
    }
}

fn run(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios").join(format!("{name}.json"));
    let scenario: Value = serde_json::from_str(&std::fs::read_to_string(&path).expect("a scenario")).expect("JSON");
    let archive = Archive::new();
    #[cfg(feature = "opensearch")]
    let cluster = Cluster::find(&format!("scenario_{name}"));
    for (number, step) in scenario["steps"].as_array().expect("steps").iter().enumerate() {
        let lines: Vec<String> =
            step["articles"].as_array().expect("articles").iter().map(|article| article.to_string()).collect();
        archive.write("news/all.jsonl", lines.join("\n"));
        archive.run(["index", "news"]).success();
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = &cluster {
            archive.run_with(["index", "news"], &cluster.variables(), b"").success();
        }
        for ask in step["asks"].as_array().expect("asks") {
            let mut arguments: Vec<&str> =
                ask["args"].as_array().expect("arguments").iter().map(|one| one.as_str().expect("a text")).collect();
            arguments.extend(["--format", "json"]);
            let place = format!("{name}, step {number}, {arguments:?}");
            let answer = archive.run(&arguments);
            assert!(answer.status < 2, "{place}: {}", answer.stderr);
            let here: Value = serde_json::from_str(&answer.stdout).expect("JSON");
            check(ask, &here, &place);
            #[cfg(feature = "opensearch")]
            if let Some(cluster) = &cluster {
                let there = archive.run_with(&arguments, &cluster.variables(), b"");
                assert_eq!(there.status, answer.status, "{place}: {}", there.stderr);
                let there: Value = serde_json::from_str(&there.stdout).expect("JSON");
                // Distances and clauses about quotations may be scored otherwise; see docs/ENGINES.md.
                let is_scored = !["W/", "PRE/", "ATLEAST", "said:"].iter().any(|mark| place.contains(mark));
                assert_eq!(comparable(here, is_scored), comparable(there, is_scored), "{place}");
            }
        }
    }
}

#[track_caller]
fn check(ask: &Value, answer: &Value, place: &str) {
    let ids = |list: &str, key: &str| -> Value {
        answer[list].as_array().into_iter().flatten().map(|one| one[key].clone()).collect()
    };
    if let Some(wanted) = ask.get("ids") {
        assert_eq!(&ids("hits", "id"), wanted, "{place}");
    }
    if let Some(wanted) = ask.get("found") {
        let mut found: Vec<Value> = ids("hits", "id").as_array().cloned().unwrap_or_default();
        found.sort_by_key(|id| id.as_str().map(str::to_owned));
        assert_eq!(&Value::Array(found), wanted, "{place}");
    }
    if let Some(wanted) = ask.get("quotes") {
        assert_eq!(&ids("quotes", "id"), wanted, "{place}");
    }
    for key in ["total", "undated"] {
        if let Some(wanted) = ask.get(key)
            && answer.get(key).is_some()
        {
            assert_eq!(&answer[key], wanted, "{place}");
        }
    }
    for (facet, wanted) in ask["facets"].as_object().into_iter().flatten() {
        let counts = answer["facets"][facet].as_array().expect("a facet").iter();
        let counts: Value = counts.map(|one| json!([one["value"], one["count"]])).collect();
        assert_eq!(&counts, wanted, "{place}");
    }
}

/// The answer without the time it took, scores to five digits or left out with the order that they make.
#[cfg(feature = "opensearch")]
fn comparable(mut answer: Value, is_scored: bool) -> Value {
    match &mut answer {
        Value::Object(object) => {
            object.remove("took_ms");
            if !is_scored {
                object.remove("score");
                object.remove("rank");
                if let Some(Value::Array(hits)) = object.get_mut("hits") {
                    hits.sort_by_key(|hit| hit["id"].as_str().map(str::to_owned));
                }
            }
            for (key, value) in object.iter_mut() {
                match value.as_f64() {
                    Some(score) if key == "score" => *value = json!(format!("{score:.4e}")),
                    _ => *value = comparable(value.take(), is_scored),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| *value = comparable(value.take(), is_scored)),
        _ => {}
    }
    answer
}
