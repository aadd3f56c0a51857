//! Taking sources and articles out of a collection on a cluster.
//!
//! A run like one that reads (`update/cluster.rs`) and under the same rules: it leaves a mark, says ahead in the notes of
//! files what it does to them, and takes note when it is done; so it may be killed, and others may be at work.

use super::answers::Lookup;
use super::remove::{Removal, restore, source_named};
use super::state::State;
use super::tables::Tables;
use crate::engine::opensearch::client::Client;
use crate::engine::opensearch::collection::{Collection, current};
use crate::engine::opensearch::marks::Mark;
use crate::engine::opensearch::notes::Notes;
use crate::engine::opensearch::schema::Names;
use crate::engine::opensearch::writer::ClusterWriter;
use crate::engine::opensearch::{ClusterOptions, state as kept};
use crate::error::Result;
use crate::ingest::record_key;

/// An article by source, path and identity of its record.
type Taken = (String, String, u64);

/// Takes out sources and articles; see [`crate::index::Place::take_out`].
///
/// # Errors
/// Those of the cluster.
pub fn take_out(cluster: &ClusterOptions, names: &[String]) -> Result<Vec<Removal>> {
    let collection = Collection::open(cluster)?;
    change(cluster, |state, taken| names.iter().map(|name| take(&collection, state, name, taken)).collect())
}

/// Lets articles come in again; see [`crate::index::Place::restore`].
///
/// # Errors
/// Those of the cluster.
pub fn let_in(cluster: &ClusterOptions, names: &[String]) -> Result<Vec<u64>> {
    drop(Collection::open(cluster)?);
    change(cluster, |state, _| Ok(names.iter().map(|name| restore(state, name)).collect()))
}

fn take(collection: &Collection, state: &mut State, name: &str, taken: &mut Vec<Taken>) -> Result<Removal> {
    if let Some(source) = source_named(state, name) {
        let files = state.sources.remove(&source).unwrap_or_default().files;
        let before = taken.len();
        for (path, file) in files {
            taken.extend(file.records.into_values().map(|key| (source.clone(), path.clone(), key)));
        }
        return Ok(Removal::Source { name: source, articles: (taken.len() - before) as u64 });
    }
    let found = match collection.article(name)? {
        Lookup::Found(found) => found,
        Lookup::Ambiguous(ids) => return Ok(Removal::Ambiguous(ids)),
        Lookup::Unknown => return Ok(Removal::Unknown),
    };
    let (source, path, key) = (found.source, found.article.path, record_key(found.article.record.as_ref()));
    let Some(known) = state.sources.get_mut(&source) else { return Ok(Removal::Unknown) };
    let Some(file) = known.files.get_mut(&path) else { return Ok(Removal::Unknown) };
    let before = file.records.len();
    file.records.retain(|_, record| *record != key);
    if file.records.len() == before {
        // Taken out just now.
        return Ok(Removal::Unknown);
    }
    file.excluded.insert(key);
    // Other files with the same bytes are this article too.
    let is_same = |first: &Option<(String, u64)>| key == 0 && first.as_ref().is_some_and(|(first, _)| *first == path);
    for file in known.files.values_mut().filter(|file| is_same(&file.same_as)) {
        file.same_as = None;
        file.excluded.insert(key);
    }
    taken.push((source, path, key));
    Ok(Removal::Article(found.id))
}

/// Changes what is known of files and takes out the articles that `plan` names.
fn change<T>(cluster: &ClusterOptions, plan: impl FnOnce(&mut State, &mut Vec<Taken>) -> Result<T>) -> Result<T> {
    let client = Client::new(cluster)?;
    let names = Names::of(client.collection());
    let mut mark = Mark::leave(&client, &names, false)?;
    let result = std::thread::scope(|scope| {
        let (end, ends) = std::sync::mpsc::channel();
        let result = mark.take_over();
        let mark = &mark;
        scope.spawn(move || mark.renew(&ends));
        let result = result.and_then(|()| changed(&client, &names, mark, plan));
        drop(end);
        result
    });
    if result.is_err() {
        mark.fail();
    }
    result
}

fn changed<T>(
    client: &Client,
    names: &Names,
    mark: &Mark<'_>,
    plan: impl FnOnce(&mut State, &mut Vec<Taken>) -> Result<T>,
) -> Result<T> {
    let before = kept::read(client, names)?;
    let (mut state, mut taken) = (before.clone(), Vec::new());
    mark.distrust(&mut state);
    let outcome = plan(&mut state, &mut taken)?;
    let is_touched = |name: &&String| state.sources.get(*name) != before.sources.get(*name);
    mark.reads(&before.sources.keys().filter(is_touched).cloned().collect::<Vec<_>>())?;
    let writer = |notes| ClusterWriter::new(client, names.clone(), true, false).with_notes(notes);
    let nothing = || Notes::new(client, names.clone(), mark, State::default(), None);
    if state == before {
        mark.end(&writer(nothing()))?;
        return Ok(outcome);
    }
    let set = kept::current_set(client, names)?.ok_or_else(|| kept::deleted(client))?;
    let gone: Vec<String> = before.sources.keys().filter(|name| !state.sources.contains_key(*name)).cloned().collect();
    let writing = writer(Notes::new(client, names.clone(), mark, before, None));
    for (source, path, key) in &taken {
        if let Some(notes) = writing.notes() {
            notes.open(source, path);
        }
        writing.remove(source, path, *key);
    }
    writing.settle()?;
    mark.check()?;
    kept::write(client, names, &writing.into_notes().map(Notes::into_known).unwrap_or_default(), &state)?;
    for name in &gone {
        kept::remove_source(client, names, name)?;
    }
    let current = current(client, names)?.ok_or_else(|| kept::deleted(client))?.document;
    let tables = Tables::of_texts([None, None], [current.outlets, current.speakers])?;
    kept::commit(client, set, &tables.texts(), &tables.pins, &names.articles)?;
    mark.end(&writer(nothing()))?;
    Ok(outcome)
}
