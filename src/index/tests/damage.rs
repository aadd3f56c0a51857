//! Damage of every kind in every file, and what no commit needs.

use std::collections::BTreeSet;

use super::*;
use crate::index::verify as check_index;

/// An index with everything an index can have: two commits, deletions, tables, several sources.
fn worn() -> (tempfile::TempDir, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let source = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(source.path().join(name), text).unwrap();
    write("outlets.toml", "[[outlet]]\nname = \"Valley Post\"\ndomains = [\"valley.example\"]\n");
    fs::create_dir(source.path().join("a")).unwrap();
    for number in 0..8 {
        write(&format!("a/{number}.txt"), &format!("“We will not go {number},” said Ann Lee of the council."));
    }
    let mut options = options(&[&source.path().join("a"), &seeds()]);
    options.outlets = Some(source.path().join("outlets.toml"));
    update(folder.path(), &options, &Silent).unwrap();
    fs::remove_file(source.path().join("a/3.txt")).unwrap();
    write("a/4.txt", "“We will stay,” said Mark Poe.");
    options.outlets = None;
    update(folder.path(), &options, &Silent).unwrap();
    (folder, source)
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

#[track_caller]
fn assert_whole(folder: &Path) -> Verification {
    let found = check_index(folder).unwrap();
    assert_eq!(found.faults, [], "{found:?}");
    found
}

#[test]
fn a_whole_index_has_no_fault_and_everything_is_counted() {
    let (folder, _source) = worn();
    let found = assert_whole(folder.path());
    let stats = Index::open(folder.path()).unwrap().stats().unwrap();
    assert_eq!((found.generation, found.articles, found.quotations), (Some(2), stats.articles, stats.quotations));
    assert!(found.has_sums && found.unreferenced.is_empty() && found.files > 10, "{found:?}");
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(check_index(empty.path()).unwrap(), Verification::default());
    assert_eq!(check_index(&empty.path().join("nothing")).unwrap().generation, None);
}

#[test]
fn a_flipped_bit_and_a_truncation_are_found_in_every_file() {
    let (folder, _source) = worn();
    // Side files of the commit before are no part of this one; locks are empty.
    let is_of_commit = |path: &Path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let is_previous = name.contains("-1.") && !name.starts_with("outlets");
        !is_previous && fs::metadata(path).unwrap().len() > 0
    };
    let mut chance = archive::Chance(11);
    let files: Vec<_> = files(folder.path()).into_iter().filter(|path| is_of_commit(path)).collect();
    assert!(files.len() > 12, "{files:?}");
    for path in files {
        let bytes = fs::read(&path).unwrap();
        let mut damages: Vec<(String, Vec<u8>)> = Vec::new();
        let mut places: Vec<usize> = (0..6).map(|_| chance.below(bytes.len())).collect();
        places.extend([0, bytes.len() - 1, bytes.len() / 2]);
        for at in places {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << chance.below(8);
            damages.push((format!("a bit of byte {at}"), flipped));
        }
        for length in [0, bytes.len() / 2, bytes.len() - 1] {
            damages.push((format!("cut to {length}"), bytes[..length].to_vec()));
        }
        for (what, damaged) in damages {
            fs::write(&path, &damaged).unwrap();
            let found = check_index(folder.path());
            let is_found = match &found {
                Ok(found) => !found.faults.is_empty(),
                // A format that no version has is told as such when opening, too.
                Err(error) => matches!(error, Error::OtherFormat { .. }),
            };
            assert!(is_found, "{}: {what} was not found: {found:?}", path.display());
        }
        fs::write(&path, &bytes).unwrap();
    }
    assert_whole(folder.path());
}

#[test]
fn a_fault_names_its_file() {
    let (folder, _source) = worn();
    let mut kinds = BTreeSet::new();
    for path in files(folder.path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let is_previous = name.contains("-1.") && !name.starts_with("outlets");
        if bytes.is_empty() || is_previous {
            continue;
        }
        let mut flipped = bytes.clone();
        flipped[bytes.len() / 3] ^= 4;
        // Of a list whatever could be read is believed.
        let damaged = if name == ".managed.json" { &bytes[..bytes.len() / 2] } else { &flipped };
        fs::write(&path, damaged).unwrap();
        let found = check_index(folder.path()).unwrap();
        let named: Vec<&Path> = found.faults.iter().map(|fault| fault.path.as_path()).collect();
        assert_eq!(named, [path.as_path()], "{name}: {found:?}");
        fs::write(&path, bytes).unwrap();
        kinds.insert(name.rsplit('.').next().unwrap().to_owned());
        kinds.insert(name.split('-').next().unwrap().to_owned());
    }
    for kind in [
        "news",
        "meta.json",
        ".managed.json",
        "state",
        "people",
        "joins",
        "sums",
        "outlets",
        "store",
        "idx",
        "pos",
        "term",
    ] {
        assert!(kinds.contains(kind), "{kind} in {kinds:?}");
    }
}

#[test]
fn what_interrupted_runs_left_is_no_fault_and_goes_with_gc_or_the_next_run() {
    let (folder, source) = worn();
    let leave = || {
        for name in [
            "state-3.bin",
            "people-3.tsv",
            "outlets-3.toml",
            ".news-search.json.4711",
            "engine-1/0123456789abcdef0123456789abcdef.store",
            "engine-1/.tmpAb3dEf",
            "engine-2/meta.json",
        ] {
            fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
            fs::write(folder.path().join(name), b"half").unwrap();
        }
    };
    leave();
    let found = assert_whole(folder.path());
    assert_eq!((found.unreferenced.len(), found.unreferenced_bytes), (7, 28));
    assert_eq!(gc(folder.path(), false).unwrap(), Reclaimed { files: 7, bytes: 28, purged: 0 });
    assert_eq!(assert_whole(folder.path()).unreferenced, Vec::<std::path::PathBuf>::new());
    leave();
    update(folder.path(), &options(&[&source.path().join("a")]), &Silent).unwrap();
    assert_eq!(assert_whole(folder.path()).unreferenced, Vec::<std::path::PathBuf>::new());
    let foreign = folder.path().join("engine-1/notes.txt");
    fs::write(&foreign, "mine").unwrap();
    gc(folder.path(), true).unwrap();
    assert!(foreign.exists(), "what is not ours stays");
}

#[test]
fn a_commit_without_checksums_is_whole_and_the_next_run_writes_them() {
    let (folder, source) = worn();
    fs::remove_file(folder.path().join("sums-2.txt")).unwrap();
    fs::remove_file(folder.path().join("joins-2.bin")).unwrap();
    assert!(!assert_whole(folder.path()).has_sums);
    update(folder.path(), &options(&[&source.path().join("a")]), &Silent).unwrap();
    let found = assert_whole(folder.path());
    assert!(found.has_sums && found.generation == Some(3), "{found:?}");
}

#[test]
fn what_was_deleted_is_gone_after_a_purge() {
    let folder = tempfile::tempdir().unwrap();
    let source = tempfile::tempdir().unwrap();
    // Random enough not to be shortened away by compression, and told by its speaker as well.
    let secret = "Zqxjkvwy Pfbgmthz";
    for number in 0..30 {
        let text = format!("“Otter number {number} is back,” said Ann Lee. More on that in a while.");
        fs::write(source.path().join(format!("{number}.txt")), text).unwrap();
    }
    fs::write(source.path().join("x.txt"), format!("“Nobody may know,” said {secret}.")).unwrap();
    // So little that one thread writes: in a part of its own the article would be gone with the part, and nothing purged.
    let options = UpdateOptions { memory_bytes: 1, ..options(&[source.path()]) };
    update(folder.path(), &options, &Silent).unwrap();
    let has = |needle: &str| {
        files(folder.path()).iter().any(|path| {
            let bytes = fs::read(path).unwrap();
            let folded = String::from_utf8_lossy(&bytes).to_lowercase();
            folded.contains(&needle.to_lowercase())
        })
    };
    assert!(has("zqxjkvwy"));
    fs::remove_file(source.path().join("x.txt")).unwrap();
    update(folder.path(), &options, &Silent).unwrap();
    assert_eq!(ids(&Index::open(folder.path()).unwrap(), Query::Word(word("zqxjkvwy"))), Vec::<String>::new());
    assert!(has("zqxjkvwy"), "without a purge it lies in the files");
    let before = assert_whole(folder.path());
    let reclaimed = gc(folder.path(), true).unwrap();
    assert!(reclaimed.purged == 2 && reclaimed.bytes > 0, "{reclaimed:?}");
    assert!(!has("zqxjkvwy") && !has("pfbgmthz") && !has("x.txt"));
    let after = assert_whole(folder.path());
    assert_eq!((after.articles, after.quotations), (before.articles, before.quotations));
    assert_eq!(gc(folder.path(), true).unwrap().purged, 0);
}
