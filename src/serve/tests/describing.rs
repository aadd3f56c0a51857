//! The description of the API against the API.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Server;
use crate::model::{Field, RawArticle};
use crate::serve::Limits;
use crate::serve::params::{Compare, Export, Filters, Grouped, Kwic, Params, Quotes, Reprints, Search};

/// The parameters that a reader asks for.
fn asked_for(read: impl FnOnce(&mut Params)) -> BTreeSet<String> {
    let mut params = Params::default();
    read(&mut params);
    params.known().iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn the_parameters_described_are_those_that_are_read() {
    let description = Server::empty().json("/api/v1/openapi.json");
    assert_eq!(description["openapi"], "3.1.0");
    let limits = Limits::default();
    let check = |path: &str, known: BTreeSet<String>| {
        let parameters = &description["paths"][format!("/api/v1/{path}")]["get"]["parameters"];
        let described = parameters.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned());
        assert_eq!(described.collect::<BTreeSet<_>>(), known, "{path}");
    };
    check("query", asked_for(|params| drop(Search::take(params, &limits))));
    check("quotes", asked_for(|params| drop(Quotes::take(params, &limits))));
    check("facets", asked_for(|params| drop(Search::take_counts(params))));
    check("kwic", asked_for(|params| drop(Kwic::take(params, &limits))));
    check("compare", asked_for(|params| drop(Compare::take(params, &limits))));
    check("explain", asked_for(|params| drop(Filters::take(params))));
    check("families", asked_for(|params| drop(Grouped::take_families(params, &limits))));
    check("stories", asked_for(|params| drop(Grouped::take_stories(params, &limits))));
    check("reprints", asked_for(|params| drop(Reprints::take(params, &limits))));
    check("export", asked_for(|params| drop(Export::take(params))));
}

/// Says where a value differs from a schema, by the keywords that the description uses.
fn differs(description: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    if let Some(target) = schema["$ref"].as_str() {
        let target = description.pointer(target.trim_start_matches('#')).unwrap_or_else(|| panic!("{target}"));
        return differs(description, target, value, at);
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        if let Some(found) = differs(description, part, value, at) {
            return Some(found);
        }
    }
    if let Some(parts) = schema["oneOf"].as_array() {
        let fitting = parts.iter().filter(|part| differs(description, part, value, at).is_none()).count();
        return (fitting != 1).then(|| format!("{at}: {fitting} of the choices fit {value}"));
    }
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{at}: type {other}"),
    };
    let fits = match &schema["type"] {
        Value::Null => true,
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().any(|name| is(name.as_str().unwrap())),
        other => panic!("{at}: {other}"),
    };
    if !fits {
        return Some(format!("{at}: {value} is no {}", schema["type"]));
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        if value.get(name.as_str().unwrap()).is_none() {
            return Some(format!("{at}: no {name}"));
        }
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(member) = value.get(name)
            && let Some(found) = differs(description, property, member, &format!("{at}.{name}"))
        {
            return Some(found);
        }
    }
    let items = value.as_array().into_iter().flatten().filter(|_| schema["items"].is_object());
    items.enumerate().find_map(|(n, item)| differs(description, &schema["items"], item, &format!("{at}[{n}]")))
}

/// All keys that a schema knows, with those of the shapes within.
fn keys(description: &Value, schema: &Value, into: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            if let Some(target) = schema["$ref"].as_str() {
                keys(description, description.pointer(target.trim_start_matches('#')).unwrap(), into);
            }
            for (name, member) in members {
                if name == "properties" {
                    into.extend(member.as_object().unwrap().keys().cloned());
                }
                keys(description, member, into);
            }
        }
        Value::Array(parts) => parts.iter().for_each(|part| keys(description, part, into)),
        _ => {}
    }
}

fn keys_of(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                into.insert(name.clone());
                keys_of(member, into);
            }
        }
        Value::Array(parts) => parts.iter().for_each(|part| keys_of(part, into)),
        _ => {}
    }
}

#[test]
fn answers_have_the_shapes_described() {
    let server = Server::small();
    let again = RawArticle::new(
        "gazette/3",
        "“The dam will hold,” Mayor Ann Lee said on Monday. The mayor was wrong about the dam.",
    );
    server.index(&[again.with(Field::Outlet, "The Gazette")]);
    let first = |list: &str| {
        server.json(&format!("/api/v1/{list}?min_articles=1").replace("families?min_articles", "families?min_outlets"))
            [list][0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (family, story) = (first("families"), first("stories"));
    let description = server.json("/api/v1/openapi.json");
    for (path, address) in [
        ("query", "query?q=dam&facets=outlet,date,speaker,author,language"),
        ("query", "query?q=nothing+here"),
        ("query", "query?q=dam+colour:x&from=2020"),
        ("facets", "facets?q=colour:x&to=2020"),
        ("quotes", "quotes?q=hold&facets=speaker"),
        ("facets", "facets"),
        ("kwic", "kwic?q=dam"),
        ("kwic", "kwic?q=dam&group=left"),
        ("kwic", "kwic?q=dam&collocates=2&min_count=1"),
        ("compare", "compare?a=outlet:gazette&b=outlet:post&min_count=1&min_articles=1"),
        ("compare", "compare?a=dam+colour:x&b=sheriff&from=2018"),
        ("article/{id}", "article/d"),
        ("article/{id}", "article/gazette%2F1"),
        ("query", "query?q=dam&distinct=true"),
        ("families", "families?members=true"),
        ("families", "families?altered=true"),
        ("family/{id}", "family/FAMILY"),
        ("stories", "stories?min_articles=1&members=true"),
        ("story/{id}", "story/STORY"),
        ("reprints", "reprints"),
        ("reprints/{id}", "reprints/gazette%2F3"),
        ("similar/{id}", "similar/gazette%2F1"),
        ("diff", "diff?a=gazette%2F1&b=d"),
        ("speakers", "speakers"),
        ("stats", "stats"),
        ("explain", "explain?q=dam+speaker:lee+colour:x"),
    ] {
        let address = address.replace("FAMILY", &family).replace("STORY", &story);
        let answer = server.json(&format!("/api/v1/{address}"));
        let content = &description["paths"][format!("/api/v1/{path}")]["get"]["responses"]["200"]["content"];
        let schema = &content["application/json"]["schema"];
        assert_eq!(differs(&description, schema, &answer, &address), None);
        let (mut known, mut there) = (BTreeSet::new(), BTreeSet::new());
        keys(&description, schema, &mut known);
        keys_of(&answer, &mut there);
        // The tree of a query is described in docs/OUTPUT.md.
        if path != "explain" {
            assert!(there.is_subset(&known), "{address}: {:?}", there.difference(&known));
        }
    }
    let problem = server.get("/api/v1/query?x=1").json();
    let schema = serde_json::json!({"$ref": "#/components/schemas/ProblemRecord"});
    assert_eq!(differs(&description, &schema, &problem, "problem"), None);
}
