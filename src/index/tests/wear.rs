//! An index grown over many small updates.

use super::*;
use crate::index::verify as check_index;

/// How many updates; `NEWS_SEARCH_UPDATES` for the full thousand.
fn updates() -> u32 {
    std::env::var("NEWS_SEARCH_UPDATES").ok().and_then(|count| count.parse().ok()).unwrap_or(40)
}

#[test]
fn many_small_updates_leave_an_index_as_small_as_a_fresh_one() {
    let folder = tempfile::tempdir().unwrap();
    let source = tempfile::tempdir().unwrap();
    let mut chance = archive::Chance(5);
    let mut write = |number: u32, version: u32| {
        let mut text = format!("“Version {version} of {number},” said Ann Lee. ");
        for _ in 0..600 {
            text.push_str(archive::WORDS[chance.below(archive::WORDS.len())]);
            text.push_str(&format!("{} ", chance.below(50)));
        }
        fs::write(source.path().join(format!("{number}.txt")), text).unwrap();
    };
    (0..60).for_each(|number| write(number, 0));
    // So little memory is one thread, and one segment in the fresh index, whatever the machine does.
    let options = |path: &Path| UpdateOptions { memory_bytes: 16 << 20, ..options(&[path]) };
    update(folder.path(), &options(source.path()), &Silent).unwrap();
    for version in 1..=updates() {
        // One changes, one comes or goes.
        write(version * 7 % 60, version);
        let other = version * 13 % 60;
        match source.path().join(format!("{other}.txt")).exists() && version % 2 == 0 {
            true => fs::remove_file(source.path().join(format!("{other}.txt"))).unwrap(),
            false => write(other, version),
        }
        update(folder.path(), &options(source.path()), &Silent).unwrap();
    }
    let fresh = tempfile::tempdir().unwrap();
    update(fresh.path(), &options(source.path()), &Silent).unwrap();
    let engine = |folder: &Path| crate::index::folder::bytes_of(&folder.join("engine-1"));
    let (grown, new) = (engine(folder.path()), engine(fresh.path()));
    assert!(grown as f64 <= new as f64 * 1.3, "{grown} bytes, fresh {new}");
    let [grown, new] = [folder.path(), fresh.path()].map(|folder| Index::open(folder).unwrap().stats().unwrap());
    assert!(grown.segments <= 4, "{grown:?}");
    assert_eq!(new.segments, 1);
    assert_eq!((grown.articles, grown.quotations, grown.speakers), (new.articles, new.quotations, new.speakers));
    assert_eq!(check_index(folder.path()).unwrap().faults, []);
}
