//! Opening an index while others write it, where nothing can be written, and after accidents.

use super::*;

/// An index of one source with one text; both folders.
fn archive(text: &str) -> (tempfile::TempDir, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let source = tempfile::tempdir().unwrap();
    fs::write(source.path().join("a.txt"), text).unwrap();
    run(folder.path(), source.path());
    (folder, source)
}

fn run(folder: &Path, source: &Path) -> Summary {
    update(folder, &options(&[source]), &Silent).unwrap()
}

fn count(index: &Index, text: &str) -> usize {
    ids(index, Query::Word(word(text))).len()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn copy(from: &Path, to: &Path) {
    for name in names(from) {
        let (from, to) = (from.join(&name), to.join(&name));
        if from.is_dir() {
            fs::create_dir_all(to).unwrap();
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

#[test]
fn an_index_knows_whether_it_is_current() {
    let (folder, source) = archive("otters");
    let index = Index::open(folder.path()).unwrap();
    assert!(index.is_current());
    // A run that finds nothing to do commits nothing.
    run(folder.path(), source.path());
    verify(folder.path()).unwrap();
    assert!(index.is_current());
    fs::write(source.path().join("b.txt"), "foxes").unwrap();
    run(folder.path(), source.path());
    assert!(!index.is_current());
    let index = Index::open(folder.path()).unwrap();
    assert!(index.is_current());
    let rebuild = UpdateOptions { rebuild: true, ..options(&[source.path()]) };
    update(folder.path(), &rebuild, &Silent).unwrap();
    assert!(!index.is_current());
    let index = Index::open(folder.path()).unwrap();
    fs::remove_dir_all(folder.path()).unwrap();
    assert!(!index.is_current());
}

#[test]
fn an_open_index_answers_as_of_its_commit_whatever_is_written_later() {
    let (folder, source) = archive("otters");
    let before = Index::open(folder.path()).unwrap();
    for text in ["foxes", "wolves", "bears"] {
        fs::write(source.path().join("a.txt"), text).unwrap();
        fs::write(source.path().join(format!("{text}.txt")), format!("{text} again")).unwrap();
        run(folder.path(), source.path());
    }
    assert_eq!((count(&before, "otters"), count(&before, "bears")), (1, 0));
    let Lookup::Found(stored) = before.article("a.txt").unwrap() else { panic!("a.txt is there") };
    assert_eq!((stored.article.text.as_str(), before.generation()), ("otters", 1));
    let after = Index::open(folder.path()).unwrap();
    assert_eq!((count(&after, "otters"), count(&after, "bears"), after.generation()), (0, 2, 4));
}

#[cfg(unix)]
#[test]
fn an_index_is_searched_where_nothing_can_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, _source) = archive("otters");
    let media = tempfile::tempdir().unwrap();
    copy(folder.path(), media.path());
    let set = |is_writable: bool| {
        for name in names(media.path()) {
            let path = media.path().join(name);
            let mode = if path.is_dir() { 0o555 } else { 0o444 };
            let mode = if is_writable { mode | 0o200 } else { mode };
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    set(false);
    let listing = names(media.path());
    let index = Index::open(media.path()).unwrap();
    assert_eq!(count(&index, "otters"), 1);
    assert_eq!(index.stats().unwrap().articles, 1);
    assert_eq!(names(media.path()), listing, "reading leaves no file behind");
    set(true);
    // A superuser may write everywhere, but even he cannot write where a folder stands.
    fs::remove_file(media.path().join(".lock")).unwrap();
    fs::create_dir(media.path().join(".lock")).unwrap();
    let outcome = Writer::open(media.path(), 16 << 20).map(drop);
    assert!(matches!(&outcome, Err(Error::Write { path, .. }) if path.ends_with(".lock")), "{outcome:?}");
    assert_eq!(count(&Index::open(media.path()).unwrap(), "otters"), 1);
}

#[test]
fn a_folder_of_something_else_is_refused_and_left_as_it_is() {
    let foreign = tempfile::tempdir().unwrap();
    fs::write(foreign.path().join("thesis.txt"), "chapter one").unwrap();
    let refused = |outcome: Result<()>| assert!(matches!(outcome, Err(Error::ForeignFolder { .. })), "{outcome:?}");
    refused(Index::open(foreign.path()).map(drop));
    refused(Index::create(foreign.path()).map(drop));
    refused(update(foreign.path(), &options(&[&seeds()]), &Silent).map(drop));
    let rebuild = UpdateOptions { rebuild: true, ..options(&[&seeds()]) };
    refused(update(foreign.path(), &rebuild, &Silent).map(drop));
    refused(Index::open(&foreign.path().join("thesis.txt")).map(drop));
    assert_eq!(names(foreign.path()), ["", "thesis.txt"]);
    assert_eq!(fs::read_to_string(foreign.path().join("thesis.txt")).unwrap(), "chapter one");
}

#[test]
fn an_index_of_another_format_is_told_and_left_as_it_is() {
    let (folder, source) = archive("otters");
    let path = folder.path().join("news-search.json");
    let marker = fs::read_to_string(&path).unwrap();
    let format = crate::engine::tantivy::FORMAT;
    let other = marker.replacen(&format!("\"format\": {format}"), "\"format\": 9999", 1);
    assert_ne!(marker, other);
    fs::write(&path, &other).unwrap();
    let told = |outcome: Result<()>| {
        assert!(matches!(outcome, Err(Error::OtherFormat { found: 9999, .. })), "{outcome:?}");
    };
    told(Index::open(folder.path()).map(drop));
    told(Index::create(folder.path()).map(drop));
    told(update(folder.path(), &options(&[source.path()]), &Silent).map(drop));
    assert_eq!(fs::read_to_string(&path).unwrap(), other);
    // The way out that the message names.
    let rebuild = UpdateOptions { rebuild: true, ..options(&[source.path()]) };
    assert_eq!(update(folder.path(), &rebuild, &Silent).unwrap().added, 1);
    assert_eq!(count(&Index::open(folder.path()).unwrap(), "otters"), 1);
}

#[test]
fn damaged_files_are_named() {
    #[track_caller]
    fn check(name: &str, outcome: impl Fn(&Path) -> Result<()>) {
        let (folder, _source) = archive("otters");
        let path = folder.path().join(name);
        let mut bytes = fs::read(&path).unwrap();
        bytes.truncate(bytes.len() / 2);
        fs::write(&path, &bytes).unwrap();
        let error = outcome(folder.path()).expect_err(name);
        assert!(matches!(&error, Error::Malformed { path: named, .. } if *named == path), "{error}");
        assert!(error.to_string().contains("--rebuild"), "{error}");
        fs::remove_file(&path).unwrap();
        let error = outcome(folder.path()).expect_err(name);
        let is_named = matches!(&error, Error::Read { path: named, .. } if *named == path);
        assert!(is_named || matches!(error, Error::ForeignFolder { .. }), "{error}");
    }
    check("news-search.json", |folder| Index::open(folder).map(drop));
    check("people-1.tsv", |folder| Index::open(folder).map(drop));
    check("state-1.bin", |folder| Index::open(folder)?.stats().map(drop));
    check("state-1.bin", |folder| Index::create(folder).map(drop));
}

#[test]
fn a_rebuild_without_paths_mends_whatever_file_is_damaged() {
    for name in ["news-search.json", "people-1.tsv", "state-1.bin", "engine-1/meta.json", "engine-1/.managed.json"] {
        for is_gone in [false, true] {
            let (folder, source) = archive("otters");
            let table = source.path().join("speakers.toml");
            fs::write(&table, "[[speaker]]\nname = \"Ann Lee\"\n").unwrap();
            let given =
                UpdateOptions { speakers: Some(table), outlet: Some("Gazette".into()), ..options(&[source.path()]) };
            update(folder.path(), &given, &Silent).unwrap();
            fs::write(source.path().join("b.txt"), "foxes").unwrap();
            run(folder.path(), source.path());
            let path = folder.path().join(name.replace("-1.", "-3."));
            let whole = fs::read(&path).unwrap();
            match is_gone {
                true if name == "news-search.json" => continue, // then nothing says that it is ours
                true => fs::remove_file(&path).unwrap(),
                false => fs::write(&path, &whole[..whole.len() / 2]).unwrap(),
            }
            assert!(knows_sources(folder.path()).unwrap(), "{name}");
            let rebuild = UpdateOptions { rebuild: true, ..options(&[]) };
            let dry = UpdateOptions { dry_run: true, ..rebuild.clone() };
            assert_eq!(update(folder.path(), &dry, &Silent).unwrap().added, 2, "{name}");
            assert_eq!(update(folder.path(), &rebuild, &Silent).unwrap().added, 2, "{name}");
            let index = Index::open(folder.path()).unwrap();
            assert_eq!((count(&index, "otters"), index.generation()), (1, 4), "{name}");
            // With the options and tables as they were.
            let hits = index.search(&SearchRequest::new(Query::All)).unwrap().hits;
            assert_eq!(hits[0].outlet.as_deref(), Some("Gazette"), "{name}");
            assert!(folder.path().join("speakers-2.toml").exists(), "{name}");
            assert_eq!(verify(folder.path()).unwrap().faults, [], "{name}");
        }
    }
}

#[test]
fn an_engine_that_cannot_be_opened_is_told_with_its_folder_and_what_to_do() {
    for name in ["meta.json", ".managed.json"] {
        let (folder, source) = archive("otters");
        let engine = folder.path().join("engine-1");
        fs::write(engine.join(name), b"{\"segments\":[").unwrap();
        let told = |outcome: Result<()>| {
            let error = outcome.expect_err(name);
            assert!(matches!(&error, Error::Malformed { path, .. } if *path == engine), "{error:?}");
            assert!(error.to_string().contains("search verify"), "{error}");
        };
        told(update(folder.path(), &options(&[source.path()]), &Silent).map(drop));
        told(Writer::open(folder.path(), 16 << 20).map(drop));
        if name == "meta.json" {
            told(Index::open(folder.path()).map(drop));
        }
    }
}

#[test]
fn a_query_needs_no_state_file() {
    let (folder, _source) = archive("otters");
    fs::write(folder.path().join("state-1.bin"), b"damaged").unwrap();
    assert_eq!(count(&Index::open(folder.path()).unwrap(), "otters"), 1);
}

#[test]
fn a_run_that_was_killed_leaves_the_last_commit_and_the_next_run_completes_it() {
    let (folder, source) = archive("otters");
    // What a run leaves that was killed just before its commit: side files of the next
    // generation, and a segment that the engine has written and no commit names.
    for name in ["state-2.bin", "people-2.tsv"] {
        fs::write(folder.path().join(name), b"half a fi").unwrap();
    }
    fs::write(folder.path().join(".news-search.json.4711"), b"{").unwrap();
    let segment = folder.path().join("engine-1/0123456789abcdef0123456789abcdef.store");
    fs::write(&segment, b"half a segment").unwrap();
    fs::write(source.path().join("b.txt"), "foxes").unwrap();
    let index = Index::open(folder.path()).unwrap();
    assert_eq!((count(&index, "otters"), index.generation()), (1, 1));
    assert_eq!((index.stats().unwrap().articles, index.failures().unwrap().len()), (1, 0));
    let summary = run(folder.path(), source.path());
    assert_eq!((summary.added, summary.unchanged, summary.articles), (1, 1, 2));
    let index = Index::open(folder.path()).unwrap();
    assert_eq!((count(&index, "otters"), count(&index, "foxes"), index.generation()), (1, 1, 2));
}

#[test]
fn a_writer_that_ended_without_a_commit_leaves_the_last_one() {
    let (folder, source) = archive("otters");
    for number in 0..3 {
        let mut writer = Writer::open(folder.path(), 16 << 20).unwrap();
        writer.add(crate::model::RawArticle::new(format!("{number}"), "foxes")).unwrap();
        // Dropping it is all that a killed process does, but for the lock, which goes with it.
    }
    let index = Index::open(folder.path()).unwrap();
    assert_eq!((count(&index, "otters"), count(&index, "foxes")), (1, 0));
    assert_eq!(run(folder.path(), source.path()).unchanged, 1);
}
