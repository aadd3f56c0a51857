//! The requests that queries become, without a cluster.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::model::Date;
use crate::people::People;
use crate::query::pattern::Leaf;
use crate::query::{ParseContext, parse};

/// Words and names of a collection that is not there.
struct Words {
    forms: BTreeMap<&'static str, Vec<&'static str>>,
    people: People,
}

impl Words {
    fn new() -> Words {
        let forms = [
            ("hunt", vec!["hunt", "hunts"]),
            ("witch", vec!["witch"]),
            ("runoff", vec!["runoff", "<2runoff"]),
            ("elect*", vec!["election", "electoral"]),
        ];
        Words { forms: forms.into_iter().collect(), people: People::default() }
    }
}

impl Dictionary for Words {
    fn forms(&self, leaf: &Leaf) -> Result<Arc<Vec<Form>>> {
        let word = match leaf {
            Leaf::Stem(word) | Leaf::Form(word) => word.clone(),
            Leaf::Prefix(prefix) => format!("{prefix}*"),
            _ => String::new(),
        };
        let terms = self.forms.get(word.as_str()).cloned().unwrap_or_else(|| vec![word.leak()]);
        let form = |term: &str| Form { term: term.to_owned(), width: form_of(term).1 };
        Ok(Arc::new(terms.into_iter().map(form).collect()))
    }

    fn frequency(&self, _: &Leaf, _: Target) -> Result<u64> {
        Ok(2)
    }

    fn statistics(&self, _: Target) -> Result<Statistics> {
        Ok(Statistics { documents: 100, title: 8.0, text: 400.0 })
    }

    fn outlets(&self, name: &Name, _: &mut Vec<String>) -> Result<Vec<String>> {
        Ok(if name.text == "fox" { vec!["Fox News".to_owned()] } else { Vec::new() })
    }

    fn authors(&self, _: &Name, _: &mut Vec<String>) -> Result<Vec<String>> {
        Ok(Vec::new())
    }

    fn people(&self) -> &People {
        &self.people
    }
}

/// A request as it reads: scripts by what they do, `field:term` for a term, rules in words.
fn show(query: &Value) -> String {
    let all = |value: &Value, between: &str| {
        value.as_array().into_iter().flatten().map(show).collect::<Vec<_>>().join(between)
    };
    let Some((kind, body)) = query.as_object().and_then(|object| object.iter().next()) else { return String::new() };
    let first = || body.as_object().and_then(|object| object.iter().next());
    match kind.as_str() {
        "script_score" => {
            let source = body["script"]["source"].as_str().unwrap_or("");
            let inner = show(&body["query"]);
            match (source, body.get("min_score")) {
                (_, Some(least)) => format!("atleast{least}({inner})"),
                (source, _) if source.contains("params.i") => format!("score({inner})"),
                (source, _) if source.contains("params.f") => format!("length({inner})"),
                _ => format!("count({inner})"),
            }
        }
        "bool" => {
            let mut parts = Vec::new();
            for (name, between) in [("must", " & "), ("filter", " & "), ("should", " | "), ("must_not", " | ")] {
                let part = all(&body[name], between);
                if !part.is_empty() {
                    parts.push(if name == "should" { format!("({part})") } else { format!("{name}[{part}]") });
                }
            }
            parts.join(" ")
        }
        "term" | "terms" | "range" => {
            let (field, value) = first().map(|(field, value)| (field.as_str(), value)).unwrap_or(("", &Value::Null));
            let value = value.get("value").unwrap_or(value);
            format!("{field}:{value}").replace('"', "")
        }
        "intervals" => first().map_or_else(String::new, |(field, rule)| format!("{field}:{}", show(rule))),
        "match" => body["query"].as_str().unwrap_or("").to_owned() + if body["filter"].is_null() { "" } else { "!q" },
        "all_of" => {
            let gaps = body["max_gaps"].as_i64().unwrap_or(-1);
            let within = if body["filter"].is_null() { "" } else { "!" };
            format!("<{}>{gaps}{within}", all(&body["intervals"], " "))
        }
        "any_of" => format!("{{{}}}", all(&body["intervals"], " ")),
        "nested" => format!("said({})", show(&body["query"])),
        other => other.to_owned(),
    }
}

#[track_caller]
fn check_of(target: Target, text: &str, is_exact: bool, want: &str) {
    let words = Words::new();
    let context = ParseContext::new(Date::new(2020, 3, 4).unwrap());
    let query = parse(text, &context).query;
    let lowered = Lowering::new(&words, target).unwrap().root(&query).unwrap();
    assert_eq!(lowered.exact, is_exact, "{text:?}");
    assert_eq!(show(&lowered.query()), want, "{text:?}");
}

#[track_caller]
fn check(text: &str, is_exact: bool, want: &str) {
    check_of(Target::Articles, text, is_exact, want);
}

#[test]
fn words_are_terms_whose_frequency_is_weighed_by_the_length_of_the_field() {
    check("witch", true, "score((length(title:witch) | length(body:witch)))");
    check("title:witch", true, "score(length(title:witch))");
    check("title:hunt", true, "score(length((title:hunt | title:hunts)))");
    check(
        "title:witch title:hunt",
        true,
        "must[score(length(title:witch)) & score(length((title:hunt | title:hunts)))]",
    );
    check("title:witch OR outlet:fox", true, "(score(length(title:witch)) | filter[outlet:[Fox News]])");
    check("title:witch -outlet:fox", true, "must[score(length(title:witch))] must_not[outlet:[Fox News]]");
    check("outlet:none", true, "match_none");
    check("date:2020-07", true, "filter[date:{gte:20200701,lte:20200731}]");
}

#[test]
fn places_are_intervals() {
    check("title:\"witch hunt\"", true, "score(length(count(title:<witch {hunt hunts}>0)))");
    check(
        "\"witch hunt\"",
        true,
        "score((length(count(title:<witch {hunt hunts}>0)) | length(count(body:<witch {hunt hunts}>0!))))",
    );
    check("narration:witch", true, "score(length(count(body:witch!q)))");
    check(
        "title:(witch W/5 elect*)",
        true,
        "score(length(count(title:{<witch {election electoral}>4 <{election electoral} witch>4})))",
    );
    check("title:(witch PRE/2 elect*)", true, "score(length(count(title:<witch {election electoral}>1)))");
    check(
        "title:(witch W/S elect*)",
        true,
        "score(length(count(title:{<witch {election electoral}>-1 <{election electoral} witch>-1})))",
    );
    // A word over two places is looked for at both.
    check("title:\"=runoff witch\"", true, "score(length(count(title:<{runoff <<2runoff >2runoff>0} witch>0)))");
}

#[test]
fn conditions_on_one_quotation_are_nested() {
    check("said:witch", true, "filter[said(filter[said.words:witch])] (score(length(said(said.words:witch))))");
    check(
        "said:(witch elect*)",
        true,
        concat!(
            "filter[said(filter[filter[said.words:witch & said.words:{election electoral}]])] ",
            "(score(length(said(said.words:witch))) | ",
            "score(length(said((said.words:election | said.words:electoral)))))",
        ),
    );
    check("said:witch @nobody", true, "match_none");
    check("said:…", true, "match_none");
    check_of(Target::Quotations, "witch", true, "score(length(words:witch))");
    check_of(Target::Quotations, "title:witch", true, "score(length(title:witch))");
    check_of(Target::Quotations, "narration:witch", true, "match_none");
}

#[test]
fn what_a_cluster_cannot_tell_is_asked_for_loosely() {
    check("title:==Witch", false, "score(length(title:witch))");
    check("title:(witch NOT W/3 elect*)", false, "score(length(title:witch))");
    // A distance from a phrase: minimal intervals would miss some.
    check(
        "title:(\"witch hunt\" W/3 elect*)",
        false,
        concat!(
            "must[score(length(count(title:<witch {hunt hunts}>0))) & ",
            "score(length((title:election | title:electoral)))]",
        ),
    );
    check("-==Witch", false, "match_all");
    check(
        "title:witch W/0 title:elect*",
        false,
        concat!(
            "must[score((length(title:witch) | length(body:witch))) & ",
            "score((length((title:election | title:electoral)) | length((body:election | body:electoral))))]",
        ),
    );
}

#[test]
fn occurrences_are_counted() {
    check("title:ATLEAST3(witch)", true, "must[score(length(title:witch))] filter[atleast3((title:witch))]");
    check(
        "ATLEAST2(witch OR \"witch hunt\")",
        false,
        concat!(
            "(score((length(title:witch) | length(body:witch))) | ",
            "score((length(count(title:<witch {hunt hunts}>0)) | length(count(body:<witch {hunt hunts}>0!)))))",
        ),
    );
}

#[test]
fn too_many_forms_are_refused() {
    let refused = check_forms(&Leaf::Prefix("a".into()), MAX_FORMS + 1).unwrap_err().to_string();
    assert!(refused.starts_with("`a*` stands for more than 65000 different words"), "{refused}");
    assert!(check_forms(&Leaf::Prefix("a".into()), MAX_FORMS).is_ok());
}
