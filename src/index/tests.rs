//! Indexing and asking, end to end within the library.

mod damage;
mod derived;
mod faults;
mod opening;
mod reprints;
mod sources;
mod wear;
mod writer;

use std::fs;
use std::path::Path;

use super::*;
use crate::engine::Facet;
use crate::model::Date;
use crate::query::{Form, Query, Word};

mod archive;
#[cfg(feature = "opensearch")]
mod cluster;
mod corpora;
mod oracle;
mod quotes;
mod rows;

fn options(paths: &[&Path]) -> UpdateOptions {
    let mut options = UpdateOptions::new(Date::parse("2026-01-01").unwrap());
    options.paths = paths.iter().map(|path| path.to_path_buf()).collect();
    options.memory_bytes = 32 << 20;
    options
}

fn seeds() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

fn word(text: &str) -> Word {
    Word { text: text.into(), form: Form::Inflected }
}

fn ids(index: &Index, query: Query) -> Vec<String> {
    index.search(&SearchRequest::new(query)).unwrap().hits.into_iter().map(|hit| hit.id).collect()
}

#[test]
fn a_phrase_finds_the_articles_that_have_it() {
    let folder = tempfile::tempdir().unwrap();
    let summary = update(folder.path(), &options(&[&seeds()]), &Silent).unwrap();
    assert_eq!((summary.added, summary.articles, summary.failed), (5, 5, 0));
    let index = Index::open(folder.path()).unwrap();
    let phrase = Query::Phrase { words: vec![word("witch"), word("hunt")], slop: 0 };
    let mut found = ids(&index, phrase);
    found.sort();
    assert_eq!(found, ["000_774039ec22a965d7.txt", "001_8c99b4070233d63e.txt", "002_6cbd762b0ddfde73.txt"]);
    let phrase = Query::Phrase { words: vec![word("of"), word("the")], slop: 0 };
    assert_eq!(ids(&index, phrase).len(), 5);
}

#[test]
fn a_second_run_touches_only_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let source = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(source.path().join(name), text).unwrap();
    write("a.txt", "The first article is about otters.");
    write("b.jsonl", "{\"id\":\"x\",\"text\":\"about foxes\"}\n{\"id\":\"y\",\"text\":\"about wolves\"}\n");
    let run = || update(folder.path(), &options(&[source.path()]), &Silent).unwrap();
    assert_eq!(run().added, 3);
    let again = run();
    assert_eq!((again.added, again.unchanged, again.changed, again.removed), (0, 3, 0, 0));
    write(
        "b.jsonl",
        "{\"id\":\"x\",\"text\":\"about foxes\"}\n{\"id\":\"y\",\"text\":\"about bears\"}\n{\"id\":\"z\",\"text\":\"about owls\"}\n",
    );
    let third = run();
    assert_eq!((third.added, third.unchanged, third.changed, third.removed), (1, 2, 1, 0));
    fs::remove_file(source.path().join("a.txt")).unwrap();
    let fourth = run();
    assert_eq!((fourth.unchanged, fourth.removed, fourth.articles), (3, 1, 3));
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(ids(&index, Query::Word(word("otter"))), Vec::<String>::new());
    assert_eq!(ids(&index, Query::Word(word("wolves"))), Vec::<String>::new());
    assert_eq!(ids(&index, Query::Word(word("bear"))), ["y"]);
    assert_eq!(index.stats().unwrap().articles, 3);
}

#[test]
fn a_rebuild_from_the_index_needs_no_sources() {
    let folder = tempfile::tempdir().unwrap();
    let source = tempfile::tempdir().unwrap();
    fs::write(source.path().join("b.jsonl"), "{\"id\":\"x\",\"outlet\":\"Gazette\",\"text\":\"about foxes\"}\n")
        .unwrap();
    update(folder.path(), &options(&[source.path()]), &Silent).unwrap();
    fs::remove_file(source.path().join("b.jsonl")).unwrap();
    fs::remove_dir(source.path()).unwrap();
    let mut again = options(&[]);
    again.rebuild = true;
    assert!(matches!(update(folder.path(), &again, &Silent), Err(Error::SourceGone { .. } | Error::Read { .. })));
    assert_eq!(ids(&Index::open(folder.path()).unwrap(), Query::Word(word("fox"))), ["x"]);
    again.from_index = true;
    update(folder.path(), &again, &Silent).unwrap();
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(ids(&index, Query::Word(word("fox"))), ["x"]);
    let hits = index.search(&SearchRequest::new(Query::All)).unwrap().hits;
    assert_eq!(hits[0].outlet.as_deref(), Some("Gazette"));
    assert_eq!(index.generation(), 2);
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder::Folder::new(folder.path()).lock().unwrap();
    assert!(matches!(update(folder.path(), &options(&[&seeds()]), &Silent), Err(Error::Locked { .. })));
    drop(taken);
    assert_eq!(update(folder.path(), &options(&[&seeds()]), &Silent).unwrap().added, 5);
}
