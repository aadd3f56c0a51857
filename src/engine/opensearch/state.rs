//! What was read from where: sources, files and the number of the last run.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_128;

use super::aggregate;
use super::bulk::BulkSender;
use super::client::Client;
use super::collection::{Current, Versioned, current};
use super::lower::Target;
use super::schema::{self, FORMAT, Names};
use super::writer::lines;
use crate::engine::tantivy::speaker_of_key;
use crate::error::{Error, Result};
use crate::index::{SourceOptions, SourceState, State};
use crate::model::Alias;
use crate::people::{KeyCount, People, Pin, join};

/// Bytes of the table of people in one document; a request may hold 100 MB.
const PEOPLE_BYTES: usize = 8 << 20;

/// A source as it is kept.
#[derive(Serialize, Deserialize)]
struct StoredSource {
    source: String,
    root: String,
    options: SourceOptions,
}

/// Sees to it that the collection is there, and returns what it is.
///
/// # Errors
/// [`Error::ClusterFormat`] if an index of that name is not ours or of another format, and those of the cluster.
pub fn open(client: &Client, shards: u32, replicas: u32) -> Result<Versioned<Current>> {
    let names = Names::of(client.collection());
    for attempt in 0.. {
        if let Some(found) = current(client, &names)? {
            return Ok(found);
        }
        if attempt == 2 {
            break;
        }
        create(client, &names.meta, &schema::meta(replicas))?;
        create_set(client, 1, shards, replicas, true)?;
        let first = Current { format: FORMAT, set: 1, ..Current::default() };
        // Another indexer may have been faster.
        let path = format!("/{}/_create/current?refresh=true", names.meta);
        let answer = client.put(&path, &json!(first))?;
        if answer.status != 409 {
            answer.into_result("making a collection")?;
        }
    }
    Err(foreign(client))
}

fn foreign(client: &Client) -> Error {
    let what = "is not a collection of this program; choose another name with --collection".to_owned();
    Error::ClusterFormat { collection: client.collection().to_owned(), what }
}

/// Makes an index unless it is there; one that is not ours is left as it is.
fn create(client: &Client, name: &str, body: &Value) -> Result<()> {
    let answer = client.put(&format!("/{name}"), body)?;
    match answer.error_kind().as_str() {
        "resource_already_exists_exception" => {
            let mapping = client.get(&format!("/{name}/_mapping"))?.into_result("making a collection")?;
            let ours = mapping.as_object().and_then(|all| all.values().next());
            if ours.is_none_or(|ours| ours["mappings"]["_meta"]["news_search"].is_null()) {
                return Err(foreign(client));
            }
            Ok(())
        }
        // An alias or index of that name is somebody else's.
        "invalid_index_name_exception" | "invalid_alias_name_exception" => Err(foreign(client)),
        _ => answer.into_result("making a collection").map(drop),
    }
}

/// Makes the indices of a set; `is_used` from the start, or only once it is [`switch`]ed to.
///
/// # Errors
/// As for [`open`].
pub fn create_set(client: &Client, set: u32, shards: u32, replicas: u32, is_used: bool) -> Result<()> {
    let (names, of_set) = (Names::of(client.collection()), Names::of_set(client.collection(), set));
    for (alias, name, mut body) in [
        (&names.articles, &of_set.articles, schema::articles(shards, replicas)),
        (&names.words, &of_set.words, schema::words(replicas)),
        (&names.files, &of_set.files, schema::files(replicas)),
    ] {
        if is_used {
            body["aliases"] = json!({alias.as_str(): {}});
        }
        create(client, name, &body)?;
    }
    Ok(())
}

/// Takes up a set instead of another one, in one step.
///
/// # Errors
/// Those of the cluster.
pub fn switch(client: &Client, from: u32, to: u32) -> Result<()> {
    let names = Names::of(client.collection());
    let (old, new) = (Names::of_set(client.collection(), from), Names::of_set(client.collection(), to));
    let mut actions = Vec::new();
    for (alias, old, new) in [
        (&names.articles, &old.articles, &new.articles),
        (&names.words, &old.words, &new.words),
        (&names.files, &old.files, &new.files),
    ] {
        actions.push(json!({"remove": {"index": old, "alias": alias}}));
        actions.push(json!({"add": {"index": new, "alias": alias}}));
    }
    client.post("/_aliases", &json!({"actions": actions}))?.into_result("taking up the new articles")?;
    Ok(())
}

/// Removes a set.
///
/// # Errors
/// Those of the cluster.
pub fn drop_set(client: &Client, set: u32) -> Result<()> {
    let of_set = Names::of_set(client.collection(), set);
    for name in [&of_set.articles, &of_set.words, &of_set.files] {
        let answer = client.delete(&format!("/{name}"), &Value::Null)?;
        if answer.status != 404 {
            answer.into_result("removing the old articles")?;
        }
    }
    Ok(())
}

/// The sources, without their files.
///
/// # Errors
/// Those of the cluster.
pub fn sources(client: &Client, names: &Names) -> Result<State> {
    let mut state = State::default();
    client
        .post(&format!("/{},{}/_refresh", names.meta, names.files), &json!({}))?
        .into_result("reading what is known")?;
    let query = json!({"query": {"match_all": {}}, "size": 100});
    client.scroll(&names.meta, &query, &mut |hits| {
        for hit in hits {
            let is_source = hit["_id"].as_str().is_some_and(|id| id.starts_with("source-"));
            if let (true, Ok(stored)) = (is_source, serde_json::from_value::<StoredSource>(hit["_source"].clone())) {
                let source = SourceState { root: stored.root, options: stored.options, ..SourceState::default() };
                state.sources.insert(stored.source, source);
            }
        }
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    Ok(state)
}

/// Sources with their files.
///
/// # Errors
/// Those of the cluster.
pub fn read(client: &Client, names: &Names) -> Result<State> {
    let mut state = sources(client, names)?;
    let query = json!({"size": 2_000, "query": {"match_all": {}}});
    client.scroll(&names.files, &query, &mut |hits| {
        for (source, path, file) in hits.iter().filter_map(|hit| super::stored::file_of(&hit["_source"])) {
            if let Some(source) = state.sources.get_mut(&source) {
                source.files.insert(path, file);
            }
        }
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    Ok(state)
}

/// Takes note of a source. False if another one has taken its name meanwhile.
///
/// # Errors
/// Those of the cluster.
pub fn add_source(client: &Client, names: &Names, name: &str, source: &SourceState, is_new: bool) -> Result<bool> {
    let stored = StoredSource { source: name.to_owned(), root: source.root.clone(), options: source.options.clone() };
    let id = format!("source-{:032x}", xxh3_128(name.as_bytes()));
    let kind = if is_new { "_create" } else { "_doc" };
    let document = serde_json::to_value(&stored).map_err(Error::engine("writing a source"))?;
    let answer = client.put(&format!("/{}/{kind}/{id}?refresh=true", names.meta), &document)?;
    if answer.status == 409 {
        let there = client.get(&format!("/{}/_doc/{id}", names.meta))?.into_result("reading a source")?;
        return Ok(there["_source"]["root"] == json!(source.root));
    }
    answer.into_result("writing a source").map(|_| true)
}

/// Takes a source out.
///
/// # Errors
/// Those of the cluster.
pub fn remove_source(client: &Client, names: &Names, name: &str) -> Result<()> {
    let id = format!("source-{:032x}", xxh3_128(name.as_bytes()));
    let answer = client.delete(&format!("/{}/_doc/{id}?refresh=true", names.meta), &Value::Null)?;
    if answer.status == 404 { Ok(()) } else { answer.into_result("removing a source").map(drop) }
}

/// Takes note of the files that differ between what was known and what is.
///
/// # Errors
/// Those of the cluster.
pub fn write(client: &Client, names: &Names, before: &State, after: &State) -> Result<()> {
    let mut sender = BulkSender::new(client);
    let id = |source: &str, path: &str| format!("{:032x}", xxh3_128(format!("{source}\u{1f}{path}").as_bytes()));
    let check = |outcomes: Vec<super::bulk::ItemOutcome>| -> Result<()> {
        for outcome in outcomes {
            if let Err(error) = outcome.result {
                return Err(Error::Invalid(format!("the cluster did not take note of a file: {}", error.reason)));
            }
        }
        Ok(())
    };
    let none = SourceState::default();
    for (name, source) in &after.sources {
        let known = before.sources.get(name).unwrap_or(&none);
        for (path, file) in source.files.iter().filter(|(path, file)| known.files.get(*path) != Some(file)) {
            let id = id(name, path);
            let mut document = json!({
                "source": name, "path": path, "failures": file.failures.len(), "state": STANDARD.encode(file.to_bytes()),
            });
            if let Some((first, _)) = &file.same_as {
                document["same_as"] = json!(first);
            }
            let action = json!({"index": {"_index": names.files, "_id": id}});
            check(sender.add(&id, &lines(&action, &document))?)?;
        }
    }
    for (name, source) in &before.sources {
        let kept = after.sources.get(name).unwrap_or(&none);
        for path in source.files.keys().filter(|path| !kept.files.contains_key(*path)) {
            let id = id(name, path);
            check(sender.add(&id, &format!("{}\n", json!({"delete": {"_index": names.files, "_id": id}})))?)?;
        }
    }
    while !sender.is_empty() {
        check(sender.flush()?)?;
    }
    Ok(())
}

/// Joins everyone who is quoted, from the names as articles have them.
///
/// # Errors
/// Those of the cluster.
pub fn people(client: &Client, articles: &str, pins: &[Pin]) -> Result<People> {
    let of_articles = Target::Articles.filter();
    let keys = counts(client, articles, &of_articles, "speaker")?
        .into_iter()
        .map(|(key, count)| {
            let speaker = speaker_of_key(&key);
            KeyCount {
                name: speaker.name,
                gender: speaker.gender,
                organisation: speaker.organisation,
                count: u32::try_from(count).unwrap_or(u32::MAX),
                key,
            }
        })
        .collect::<Vec<_>>();
    let mut aliases: Vec<Alias> = counts(client, articles, &of_articles, "alias")?
        .into_keys()
        .filter_map(|alias| {
            let (name, alias) = alias.split_once('\u{1f}')?;
            Some(Alias { name: name.to_owned(), alias: alias.to_owned() })
        })
        .collect();
    aliases.sort();
    Ok(join(&keys, &aliases, pins))
}

fn counts(client: &Client, index: &str, query: &Value, field: &str) -> Result<FxHashMap<String, u64>> {
    let counted = aggregate::composite(client, index, query, field)?;
    if counted.is_partial {
        // The table would lack who is quoted there alone.
        return Err(Error::Unsupported(
            "a part of the collection does not answer, so that it cannot be told who is quoted; run this again once \
             all shards are there"
                .to_owned(),
        ));
    }
    Ok(counted.counts.into_iter().filter_map(|(value, count)| Some((value?, count))).collect())
}

/// Writes the table of people and raises the number of the run; tries again if another indexer did so meanwhile.
///
/// # Errors
/// Those of the cluster.
pub fn commit(client: &Client, set: u32, texts: &[Option<String>; 2], pins: &[Pin], articles: &str) -> Result<Current> {
    let names = Names::of(client.collection());
    for _ in 0..50 {
        let Versioned { document: known, version } = current(client, &names)?.ok_or_else(|| foreign(client))?;
        let table = people(client, articles, pins)?;
        let parts: Vec<&[u8]> = table.text().as_bytes().chunks(PEOPLE_BYTES).collect();
        let generation = known.generation + 1;
        for (number, part) in parts.iter().enumerate() {
            let path = format!("/{}/_doc/people-{generation}-{number}", names.meta);
            client.put(&path, &json!({"data": STANDARD.encode(part)}))?.into_result("writing the table of people")?;
        }
        let [outlets, speakers] = texts.clone();
        let next = Current { format: FORMAT, set, generation, n_people: parts.len() as u32, outlets, speakers };
        let (number, term) = version;
        let path = format!("/{}/_doc/current?refresh=true&if_seq_no={number}&if_primary_term={term}", names.meta);
        let answer = client.put(&path, &json!(next))?;
        if answer.status == 409 {
            continue;
        }
        answer.into_result("ending the run")?;
        // The one before is kept for those who are just opening it.
        if let Some(old) = generation.checked_sub(2) {
            for part in 0..known.n_people.max(1) + 8 {
                let gone = client.delete(&format!("/{}/_doc/people-{old}-{part}", names.meta), &Value::Null)?;
                if gone.status == 404 {
                    break;
                }
            }
        }
        return Ok(next);
    }
    Err(Error::Unsupported("other indexers end their runs all the time; run this again later".to_owned()))
}
