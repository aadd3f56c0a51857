//! `search facets`: counts.

use serde_json::json;

use crate::util::Archive;

fn archive() -> Archive {
    let lines = concat!(
        r#"{"id":"1","text":"Storm over town.","outlet":"Gazette","date":"2019-05-02","author":"Ann Lee"}"#,
        "\n",
        r#"{"id":"2","text":"Storm: \"it was a mess,\" said Jane Roe.","outlet":"Gazette","date":"2020-01-31"}"#,
        "\n",
        r#"{"id":"3","text":"Storm again.","outlet":"Herald","date":"2020-02-01"}"#,
        "\n",
        r#"{"id":"4","text":"Calm."}"#,
        "\n",
    );
    let archive = Archive::new().file("news.jsonl", lines);
    archive.run(["index", "news.jsonl"]).success();
    archive
}

#[test]
fn without_a_query_all_articles_count_and_unknown_is_a_value() {
    let answer = archive().run(["facets", "--format", "json", "--by", "year"]).success().json();
    assert_eq!(answer["version"], 1);
    assert_eq!(answer["total"], 4);
    let facets = &answer["facets"];
    let counts = |pairs: &[(Option<&str>, u64)]| -> serde_json::Value {
        pairs.iter().map(|(value, count)| json!({"value": value, "count": count})).collect()
    };
    let mut outlets = facets["outlet"].as_array().expect("outlets").clone();
    outlets.sort_by_key(|bucket| bucket["value"].as_str().unwrap_or_default().to_owned());
    assert_eq!(json!(outlets), counts(&[(None, 1), (Some("Gazette"), 2), (Some("Herald"), 1)]));
    assert_eq!(facets["date"], counts(&[(Some("2019"), 1), (Some("2020"), 2), (None, 1)]));
    let people = facets["speaker"].as_array().expect("people");
    assert!(people.contains(&json!({"value": "Jane Roe", "count": 1})), "{people:?}");
}

#[test]
fn dates_are_counted_by_year_month_or_day() {
    let archive = archive();
    for (unit, want) in [
        ("year", "date\t2019\t1\ndate\t2020\t2\n"),
        ("month", "date\t2019-05\t1\ndate\t2020-01\t1\ndate\t2020-02\t1\n"),
        ("day", "date\t2019-05-02\t1\ndate\t2020-01-31\t1\ndate\t2020-02-01\t1\n"),
    ] {
        let answer = archive.run(["facets", "storm", "--facets", "date", "--by", unit]).success();
        assert_eq!(answer.stdout, want, "{unit}");
    }
}

#[test]
fn a_filter_does_not_narrow_its_own_facet() {
    let archive = archive();
    let arguments = ["facets", "storm", "--outlet", "Gazette", "--facets", "outlet,date", "--by", "year"];
    let answer = archive.run(arguments).success().tells(&["2 articles"]);
    assert_eq!(answer.stdout, "outlet\tGazette\t2\noutlet\tHerald\t1\ndate\t2019\t1\ndate\t2020\t1\n");
}

#[test]
fn the_number_of_values_can_be_set() {
    let archive = archive();
    let answer = archive.run(["facets", "storm", "--facets", "outlet", "--limit", "1"]).success();
    assert_eq!(answer.stdout, "outlet\tGazette\t2\n");
    let answer = archive.run(["facets", "storm", "--facets", "outlet", "--limit", "0"]).success();
    assert_eq!(answer.stdout.lines().count(), 2);
}

#[test]
fn counts_come_as_a_table_too() {
    let answer = archive().run(["facets", "storm", "--facets", "outlet", "--format", "csv"]).success();
    assert_eq!(answer.stdout, "facet,value,count\noutlet,Gazette,2\noutlet,Herald,1\n");
}

#[test]
fn nothing_found_is_told_by_the_exit_status() {
    let answer = archive().run(["facets", "tornado"]).ends_with(1);
    assert_eq!(answer.stdout, "");
}

#[test]
fn a_name_may_be_exact_or_unknown_as_in_the_query_language() {
    let archive = Archive::new().file(
        "news.jsonl",
        [("1", "Fox News"), ("2", "Fox Hollow News"), ("3", "")]
            .map(|(id, outlet)| json!({"id": id, "text": "Storm over town.", "outlet": outlet}).to_string())
            .join("\n"),
    );
    archive.run(["index", "news.jsonl"]).success();
    let count = |outlet: &str| {
        archive.run(["query", "storm", "--outlet", outlet, "--format", "json"]).json()["total"]
            .as_u64()
            .expect("a total")
    };
    assert_eq!((count("fox"), count("=Fox"), count("=Fox News"), count("?")), (2, 0, 1, 1));
    for value in ["?", "=Fox News", "=\"Fox News\""] {
        let field = archive.run([
            "query",
            &format!("outlet:{}", value.replace("=Fox News", "=\"Fox News\"")),
            "--format",
            "json",
        ]);
        assert_eq!(field.json()["total"], count(value), "{value}");
    }
}
