//! What was read from where: sources, files and the number of the last run.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_128;

use super::aggregate;
use super::bulk::BulkSender;
use super::client::Client;
use super::collection::{Current, Versioned, current};
use super::lower::Target;
use super::problem::ClusterProblem;
use super::schema::{self, FORMAT, Names};
use super::writer::lines;
use crate::engine::tantivy::speaker_of_key;
use crate::error::{Error, Result};
use crate::index::{FileState, SourceOptions, SourceState, State};
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
        // Before anything is made in vain.
        is_ours_or_none(client, &names.meta)?;
        let set = current_set(client, &names)?;
        if set.is_none() {
            create_set(client, 1, shards, replicas, true)?;
        }
        create(client, &names.meta, &schema::meta(replicas))?;
        let first = Current { format: FORMAT, set: set.unwrap_or(1), ..Current::default() };
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

/// Says that the collection went away.
pub fn deleted(client: &Client) -> Error {
    let what = "was deleted while it was written to; run this again".to_owned();
    Error::ClusterFormat { collection: client.collection().to_owned(), what }
}

/// Makes an index unless it is there; one that is not ours is left as it is.
fn create(client: &Client, name: &str, body: &Value) -> Result<()> {
    let answer = client.put(&format!("/{name}"), body)?;
    match answer.error_kind().as_str() {
        "resource_already_exists_exception" => is_ours_or_none(client, name).map(drop),
        // An alias or index of that name is somebody else's.
        "invalid_index_name_exception" | "invalid_alias_name_exception" => Err(foreign(client)),
        _ => answer.into_result("making a collection").map(drop),
    }
}

/// True if there is an index of ours of this name.
///
/// # Errors
/// [`Error::ClusterFormat`] if it is somebody else's, and those of the cluster.
fn is_ours_or_none(client: &Client, name: &str) -> Result<bool> {
    let answer = client.get(&format!("/{name}/_mapping"))?;
    if answer.status == 404 {
        return Ok(false);
    }
    let mapping = answer.into_result("looking at an index")?;
    let is_ours = |index: &Value| !index["mappings"]["_meta"]["news_search"].is_null();
    match mapping.as_object().is_some_and(|all| all.values().all(is_ours)) {
        true => Ok(true),
        false => Err(foreign(client)),
    }
}

/// The set that is used, as the alias of the articles has it; `None` if there is no such alias.
///
/// # Errors
/// [`Error::ClusterFormat`] if it is somebody else's, and those of the cluster.
pub fn current_set(client: &Client, names: &Names) -> Result<Option<u32>> {
    let answer = client.get(&format!("/_alias/{}", names.articles))?;
    if answer.status == 404 {
        return Ok(None);
    }
    let found = answer.into_result("looking for a collection")?;
    let mut indices = found.as_object().into_iter().flat_map(|indices| indices.keys());
    let number = |name: &String| name.strip_prefix(&names.articles)?.strip_prefix('-')?.parse().ok();
    match (indices.next().and_then(number), indices.next()) {
        (Some(set), None) => Ok(Some(set)),
        _ => Err(foreign(client)),
    }
}

/// Removes sets that a rebuild left behind that was broken off.
///
/// # Errors
/// Those of the cluster.
pub fn drop_unused_sets(client: &Client) -> Result<()> {
    let names = Names::of(client.collection());
    let Some(used) = current_set(client, &names)? else { return Ok(()) };
    // Several runs may have been killed, each while it dropped another set.
    for set in (1..=used + 1).filter(|set| *set != used) {
        drop_set(client, set)?;
    }
    Ok(())
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
/// [`Error::ClusterFormat`] if an index of that name is not ours, and those of the cluster.
pub fn drop_set(client: &Client, set: u32) -> Result<()> {
    let of_set = Names::of_set(client.collection(), set);
    for name in [&of_set.articles, &of_set.words, &of_set.files] {
        if !is_ours_or_none(client, name)? {
            continue;
        }
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
    let query = json!({"query": {"match_all": {}}, "size": 1_000, "_source": ["source", "root", "options"]});
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

/// Notes of files of one page, at first and if an answer was too large: a file of a million records has 20 MB of them.
const PAGES: [usize; 4] = [500, 50, 8, 1];

/// Sources with their files.
///
/// # Errors
/// Those of the cluster.
pub fn read(client: &Client, names: &Names) -> Result<State> {
    let sources = sources(client, names)?;
    let mut sizes = PAGES.into_iter().peekable();
    while let Some(size) = sizes.next() {
        let mut state = sources.clone();
        let query = json!({"size": size, "query": {"match_all": {}}, "sort": ["_doc"]});
        let read = client.scroll(&names.files, &query, &mut |hits| {
            for (source, path, file) in hits.iter().filter_map(|hit| super::stored::file_of(&hit["_source"])) {
                if let Some(source) = state.sources.get_mut(&source) {
                    source.files.insert(path, file);
                }
            }
            Ok(std::ops::ControlFlow::Continue(()))
        });
        match read {
            Err(Error::Cluster { problem, .. })
                if sizes.peek().is_some() && matches!(*problem, ClusterProblem::AnswerTooLarge { .. }) => {}
            read => return read.map(|_| state),
        }
    }
    Ok(sources)
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

/// Files whose notes are compared and written at once, unless they have many records.
const FILES_AT_ONCE: usize = 500;

/// Records of files whose notes are compared and written at once; some 20 bytes each.
const RECORDS_AT_ONCE: usize = 1_000_000;

/// What is to be noted of a file.
struct Note<'a> {
    id: String,
    source: &'a str,
    path: &'a str,
    before: Option<&'a FileState>,
    after: Option<&'a FileState>,
}

/// Takes note of the files that differ between what was known and what is.
///
/// If another run took note of a file otherwise meanwhile, nobody can tell whose articles of it came last: what is
/// noted then is that the file is to be read again, and all articles that it may have.
///
/// # Errors
/// Those of the cluster.
pub fn write(client: &Client, names: &Names, before: &State, after: &State) -> Result<()> {
    let none = BTreeMap::new();
    let all: BTreeSet<&String> = before.sources.keys().chain(after.sources.keys()).collect();
    for source in all {
        let [before, after] =
            [before, after].map(|state| state.sources.get(source).map_or(&none, |source| &source.files));
        write_files(client, names, source, before, after)?;
    }
    Ok(())
}

/// The same for the files of one source, by their paths.
///
/// The notes of a container's members come before its own: with that the whole of it counts as read.
///
/// # Errors
/// Those of the cluster.
pub fn write_files(
    client: &Client,
    names: &Names,
    source: &str,
    before: &BTreeMap<String, FileState>,
    after: &BTreeMap<String, FileState>,
) -> Result<()> {
    let changed = after.iter().filter(|(path, file)| before.get(*path) != Some(file));
    let changed = changed.map(|(path, file)| (path, before.get(path), Some(file)));
    let gone =
        before.iter().filter(|(path, _)| !after.contains_key(*path)).map(|(path, file)| (path, Some(file), None));
    let all: Vec<_> = changed.chain(gone).collect();
    let is_member = |file: Option<&FileState>| file.is_some_and(|file| file.container.is_some());
    for of_members in [true, false] {
        let mut notes = Vec::new();
        let mut n_records = 0;
        for (path, before, after) in &all {
            if is_member(after.or(*before)) != of_members {
                continue;
            }
            let n_of = |file: &Option<&FileState>| file.map_or(0, |file| file.records.len());
            n_records += n_of(before).max(n_of(after));
            let id = format!("{:032x}", xxh3_128(format!("{source}\u{1f}{path}").as_bytes()));
            notes.push(Note { id, source, path, before: *before, after: *after });
            if notes.len() >= FILES_AT_ONCE || n_records >= RECORDS_AT_ONCE {
                n_records = 0;
                write_notes(client, names, std::mem::take(&mut notes))?;
            }
        }
        write_notes(client, names, notes)?;
    }
    Ok(())
}

fn write_notes(client: &Client, names: &Names, mut notes: Vec<Note<'_>>) -> Result<()> {
    // Another one may write the same notes, and then again.
    for _ in 0..50 {
        if notes.is_empty() {
            return Ok(());
        }
        let ids: Vec<&str> = notes.iter().map(|note| note.id.as_str()).collect();
        let path = format!("/{}/_mget", names.files);
        let there = client.post(&path, &json!({"ids": ids}))?.into_result("reading what is known")?;
        let mut sender = BulkSender::new(client);
        let mut outcomes = Vec::new();
        for (note, there) in notes.iter().zip(there["docs"].as_array().into_iter().flatten()) {
            let now = super::stored::file_of(&there["_source"]).map(|(_, _, file)| file);
            if now.as_ref() == note.after {
                continue;
            }
            // A note that is gone was taken away by another run, which may have taken the articles out too.
            let is_as_before = now.as_ref() == note.before;
            let file = if is_as_before { note.after.cloned() } else { Some(doubtful(now.as_ref(), note.after)) };
            let mut target = json!({"_index": names.files, "_id": note.id});
            if there["found"] == Value::Bool(true) {
                target["if_seq_no"] = there["_seq_no"].clone();
                target["if_primary_term"] = there["_primary_term"].clone();
            }
            let lines = match &file {
                None => format!("{}\n", json!({"delete": target})),
                Some(file) => {
                    let is_new = target["if_seq_no"].is_null();
                    lines(&json!({if is_new { "create" } else { "index" }: target}), &document(note, file))
                }
            };
            outcomes.extend(sender.add(&note.id, &lines)?);
        }
        while !sender.is_empty() {
            outcomes.extend(sender.flush()?);
        }
        let mut again: FxHashSet<String> = FxHashSet::default();
        for outcome in outcomes {
            match outcome.result {
                Ok(_) => {}
                Err(error) if error.kind == "version_conflict_engine_exception" => drop(again.insert(outcome.id)),
                Err(error) => {
                    let what = format!("the cluster did not take note of a file: {}", error.reason);
                    return Err(Error::Invalid(what));
                }
            }
        }
        notes.retain(|note| again.contains(&note.id));
    }
    Err(Error::Unsupported("other indexers take note of the same files all the time; run this again later".to_owned()))
}

fn document(note: &Note<'_>, file: &FileState) -> Value {
    let mut document = json!({
        "source": note.source, "path": note.path, "failures": file.failures.len(),
        "state": STANDARD.encode(file.to_bytes()),
    });
    if let Some((first, _)) = &file.same_as {
        document["same_as"] = json!(first);
    }
    document
}

/// The state of a file of which two runs took note in different ways: it has all records of both, none of them
/// known to be up to date.
fn doubtful(one: Option<&FileState>, other: Option<&FileState>) -> FileState {
    let mut state = FileState::default();
    for file in [one, other].into_iter().flatten() {
        state.records.extend(file.records.values().map(|key| (FileState::hash_of_unread(*key), *key)));
        state.failures.extend(
            file.failures.iter().filter(|failure| !state.failures.contains(failure)).cloned().collect::<Vec<_>>(),
        );
        state.container = state.container.or_else(|| file.container.clone());
        state.excluded.extend(&file.excluded);
    }
    state
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
        let Versioned { document: known, version } = current(client, &names)?.ok_or_else(|| deleted(client))?;
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
