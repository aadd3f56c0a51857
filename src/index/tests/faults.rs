//! Writes that fail, at every step in turn: after each, the index holds a commit whole, and the
//! next run ends as if nothing had happened.

use super::*;
use crate::engine::tantivy::failing::{Mode, Planned};
use crate::index::verify as check_index;
use std::ops::ControlFlow;

/// All articles with text and speakers, in order.
fn content(folder: &Path) -> Vec<String> {
    let index = match Index::open(folder) {
        Ok(index) => index,
        Err(Error::NothingIndexed { .. }) => return Vec::new(),
        Err(error) => panic!("{error}"),
    };
    let mut found = Vec::new();
    index
        .export(&SearchRequest::new(Query::All), &mut |article| {
            found.push(format!("{} {:?} {:?}", article.id, article.people, article.article));
            ControlFlow::Continue(())
        })
        .unwrap();
    found
}

fn write_corpus(source: &Path, version: u32) {
    for number in 0..6 {
        // Of each version one file is new, one changed, one gone.
        let path = source.join(format!("{number}.txt"));
        let age = (version + number) % 6;
        match age {
            0 => drop(fs::remove_file(path)),
            1 => fs::write(path, format!("“Version {version},” said Ann Lee of file {number}.")).unwrap(),
            _ if path.exists() => {}
            _ => fs::write(path, format!("File {number} says nothing.")).unwrap(),
        }
    }
    // A record that comes twice is read twice.
    let record = |text: u32| format!("{{\"id\":\"r\",\"text\":\"“Storm {text},” said Mark Poe.\"}}\n");
    fs::write(source.join("list.jsonl"), [record(0), record(version)].concat()).unwrap();
}

#[track_caller]
fn assert_whole(folder: &Path, step: u64) {
    let found = check_index(folder).unwrap();
    assert_eq!(found.faults, [], "after step {step}");
}

/// Steps from one that fails to the next: one with `NEWS_SEARCH_EVERY_STEP`, else so many, to save time.
fn stride(else_so_many: usize) -> usize {
    if std::env::var_os("NEWS_SEARCH_EVERY_STEP").is_some() { 1 } else { else_so_many }
}

/// Lets every step of a second run fail in turn; `what` says how.
fn strike(mode: Mode, stride: usize) {
    let source = tempfile::tempdir().unwrap();
    let fresh = tempfile::tempdir().unwrap();
    let start = tempfile::tempdir().unwrap();
    write_corpus(source.path(), 1);
    update(start.path(), &options(&[source.path()]), &Silent).unwrap();
    let before = content(start.path());
    write_corpus(source.path(), 2);
    update(fresh.path(), &options(&[source.path()]), &Silent).unwrap();
    let after = content(fresh.path());
    assert_ne!(before, after);

    let mut n_struck = 0;
    for step in (1..).step_by(stride) {
        let folder = tempfile::tempdir().unwrap();
        for file in walkdir::WalkDir::new(start.path()).into_iter().flatten() {
            let to = folder.path().join(file.path().strip_prefix(start.path()).unwrap());
            match file.file_type().is_dir() {
                true => fs::create_dir_all(to).unwrap(),
                false => drop(fs::copy(file.path(), to).unwrap()),
            }
        }
        let plan = Planned::new(folder.path(), step, mode);
        let outcome = update(folder.path(), &options(&[source.path()]), &Silent);
        let has_struck = plan.has_struck();
        drop(plan);
        if !has_struck {
            outcome.unwrap();
            assert_eq!(content(folder.path()), after);
            break;
        }
        n_struck += 1;
        let now = content(folder.path());
        assert!(now == before || now == after, "step {step} of {mode:?}: neither commit; {outcome:?}");
        assert!(outcome.is_err() || now == after, "step {step} of {mode:?}: a lost commit was reported as done");
        assert_whole(folder.path(), step);
        update(folder.path(), &options(&[source.path()]), &Silent).unwrap();
        assert_eq!(content(folder.path()), after, "step {step}");
        assert_whole(folder.path(), step);
        assert_eq!(check_index(folder.path()).unwrap().unreferenced, Vec::<std::path::PathBuf>::new(), "step {step}");
    }
    assert!(n_struck > 10, "only {n_struck} steps");
}

#[test]
fn an_io_error_at_any_step_of_a_run_leaves_a_commit_whole() {
    strike(Mode::Once, 1);
}

#[test]
fn a_disk_that_fills_up_at_any_step_of_a_run_leaves_a_commit_whole() {
    strike(Mode::Full, stride(3));
}

#[test]
fn a_first_run_that_fails_at_any_step_leaves_a_folder_of_ours() {
    let source = tempfile::tempdir().unwrap();
    write_corpus(source.path(), 1);
    let fresh = tempfile::tempdir().unwrap();
    update(fresh.path(), &options(&[source.path()]), &Silent).unwrap();
    let after = content(fresh.path());
    for step in (1..).step_by(stride(2)) {
        let folder = tempfile::tempdir().unwrap();
        let plan = Planned::new(folder.path(), step, Mode::Full);
        let outcome = update(folder.path(), &options(&[source.path()]), &Silent);
        let has_struck = plan.has_struck();
        drop(plan);
        let now = content(folder.path());
        assert!(now.is_empty() || now == after, "step {step}");
        assert_whole(folder.path(), step);
        update(folder.path(), &options(&[source.path()]), &Silent).unwrap_or_else(|error| panic!("{step}: {error:?}"));
        assert_eq!(content(folder.path()), after, "step {step}");
        assert_whole(folder.path(), step);
        if !has_struck {
            outcome.unwrap();
            break;
        }
    }
}
