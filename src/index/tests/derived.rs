//! Files with what is derived from a whole commit.

use super::*;
use crate::index::derived::Kind;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter(|name| Kind::is_kind(name) || name.contains(".bin."))
        .collect();
    names.sort();
    names
}

#[test]
fn only_what_came_is_new_and_the_last_file_is_kept_until_there_is_a_newer_one() {
    let (folder, source) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let write = |name: &str, text: &str| fs::write(source.path().join(name), text).unwrap();
    let run = || {
        update(folder.path(), &options(&[source.path()]), &Silent).unwrap();
        Index::open(folder.path()).unwrap()
    };
    write("a.txt", "Otters are back.");
    write("b.txt", "“They swim,” said Ann Lee.");
    let index = run();
    assert!(index.kept(Kind::Families, 1).is_none());
    let first = index.changes(std::iter::empty()).unwrap();
    assert_eq!((first.articles.len(), first.added()), (2, 2));
    assert!(index.keep(Kind::Families, 1, b"of one"));
    let kept = index.kept(Kind::Families, 1).unwrap();
    assert_eq!((kept.is_current, kept.bytes.as_slice()), (true, b"of one".as_slice()));
    assert!(index.kept(Kind::Families, 2).is_none() && index.kept(Kind::Reprints, 1).is_none());

    for round in 0..3 {
        write("c.txt", &format!("Round {round}."));
        write("a.txt", &format!("Otters are back, {round}."));
        let index = run();
        let kept = index.kept(Kind::Families, 1).unwrap();
        assert_eq!((kept.is_current, kept.bytes.as_slice()), (false, b"of one".as_slice()));
    }
    let index = Index::open(folder.path()).unwrap();
    let known: Vec<(u64, u64)> = first.articles.iter().map(|(entry, _)| (entry.key, entry.content)).collect();
    let second = index.changes(known.into_iter()).unwrap();
    assert_eq!((second.articles.len(), second.added()), (3, 2));
    assert_eq!(second.moved.iter().filter(|place| place.is_some()).count(), 1);
    assert!(index.keep(Kind::Families, 1, b"of four") && index.keep(Kind::Reprints, 1, b"too"));
    assert_eq!(names(folder.path()), ["families-4.bin", "reprints-4.bin"]);
    let checked = crate::index::verify(folder.path()).unwrap();
    assert_eq!((checked.faults, checked.unreferenced), (Vec::new(), Vec::new()));
}

#[test]
fn a_damaged_file_is_none_and_leftovers_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    update(folder.path(), &options(&[&seeds()]), &Silent).unwrap();
    let index = Index::open(folder.path()).unwrap();
    assert!(index.keep(Kind::Families, 1, b"groups"));
    let path = folder.path().join("families-1.bin");
    let whole = fs::read(&path).unwrap();
    for bit in 0..whole.len() * 8 {
        let mut damaged = whole.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        fs::write(&path, damaged).unwrap();
        assert!(index.kept(Kind::Families, 1).is_none(), "bit {bit}");
    }
    fs::write(&path, &whole).unwrap();
    fs::write(folder.path().join(".families-1.bin.77"), "half").unwrap();
    fs::write(folder.path().join("reprints-9.bin"), "of a commit that is none").unwrap();
    assert_eq!(crate::index::gc(folder.path(), false).unwrap().files, 2);
    assert_eq!(names(folder.path()), ["families-1.bin"]);
}

#[test]
fn a_purge_brings_groups_up_to_date_before_the_old_ones_go() {
    let (folder, source) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for seed in fs::read_dir(seeds()).unwrap().map(|entry| entry.unwrap().path()) {
        fs::copy(&seed, source.path().join(seed.file_name().unwrap())).unwrap();
    }
    let run = || update(folder.path(), &options(&[source.path()]), &Silent).unwrap();
    let ids = || -> (Vec<String>, Vec<String>) {
        let index = Index::open(folder.path()).unwrap();
        index.groups().unwrap();
        let all = SearchRequest::new(Query::All);
        let stories = index.story_list(&crate::engine::StoryRequest::new(all.clone()), &mut |_, _| ()).unwrap().hits;
        let families = index.family_list(&crate::engine::FamilyRequest::new(all), &mut |_, _| ()).unwrap().hits;
        (stories.into_iter().map(|one| one.id).collect(), families.into_iter().map(|one| one.id).collect())
    };
    run();
    let before = ids();
    assert!(!before.0.is_empty() && before.1.len() == 5, "{before:?}");
    fs::remove_file(source.path().join("001_8c99b4070233d63e.txt")).unwrap();
    run();
    crate::index::gc(folder.path(), true).unwrap();
    let kept = names(folder.path());
    assert!(kept.len() == 4 && kept.iter().all(|name| name.contains("-2.bin")), "{kept:?}");
    let (stories, families) = ids();
    assert!(!stories.is_empty() && stories.iter().all(|id| before.0.contains(id)), "{stories:?} of {before:?}");
    assert!(!families.is_empty() && families.iter().all(|id| before.1.contains(id)), "{families:?} of {before:?}");
}
