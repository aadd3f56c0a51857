//! Articles that a program adds.

use super::*;
use crate::model::{Field, RawArticle, Record};
use crate::query::Name;

fn article(path: &str, text: &str) -> RawArticle {
    RawArticle::new(path, text)
}

fn found(folder: &Path, text: &str) -> Vec<String> {
    let mut found = ids(&Index::open(folder).unwrap(), Query::Word(word(text)));
    found.sort();
    found
}

/// A writer that needs little memory.
fn writer(folder: &Path) -> Writer {
    Writer::open(folder, 16 << 20).unwrap()
}

#[test]
fn an_index_and_its_writer_can_go_to_other_threads() {
    fn check<T: Send + Sync>() {}
    fn check_send<T: Send>() {}
    check::<Index>();
    check_send::<Writer>();
}

#[test]
fn what_is_added_is_found_after_the_commit_and_not_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path());
    writer.add(article("otters", "The river has otters again.")).unwrap();
    assert!(matches!(Index::open(folder.path()), Err(Error::NothingIndexed { .. })));
    assert_eq!(writer.commit().unwrap(), 1);
    assert_eq!(found(folder.path(), "otter"), ["otters"]);
    writer.add(article("foxes", "The town has foxes.")).unwrap();
    assert_eq!(found(folder.path(), "fox"), Vec::<String>::new());
    assert_eq!(writer.commit().unwrap(), 2);
    assert_eq!(found(folder.path(), "fox"), ["foxes"]);
    assert_eq!(writer.commit().unwrap(), 2, "nothing came in");
}

#[test]
fn adding_the_same_again_replaces() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path());
    writer.add(article("a", "otters")).unwrap();
    writer.add(article("a", "foxes")).unwrap();
    writer.commit().unwrap();
    assert_eq!((found(folder.path(), "otters").len(), found(folder.path(), "foxes").len()), (0, 1));
    writer.add(article("a", "wolves")).unwrap();
    writer.commit().unwrap();
    assert_eq!((found(folder.path(), "foxes").len(), found(folder.path(), "wolves").len()), (0, 1));
    assert_eq!(writer.articles(), 1);
    let record = |id: &str| RawArticle { record: Some(Record::Id(id.into())), ..article("feed", "bears") };
    writer.add(record("x")).unwrap();
    writer.add(record("y")).unwrap();
    writer.add(record("x")).unwrap();
    writer.commit().unwrap();
    assert_eq!(found(folder.path(), "bear"), ["x", "y"]);
}

#[test]
fn what_is_removed_is_gone_after_the_commit() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path());
    writer.add(article("a", "otters")).unwrap();
    writer.add(article("b", "otters")).unwrap();
    writer.commit().unwrap();
    assert!(!writer.remove("c", None));
    assert!(!writer.remove("a", Some(&Record::Number(1))));
    assert!(writer.remove("a", None));
    assert!(!writer.remove("a", None), "it is gone already");
    assert_eq!(found(folder.path(), "otter"), ["a", "b"]);
    writer.add(article("c", "otters")).unwrap();
    assert!(writer.remove("c", None), "it was not committed yet");
    writer.commit().unwrap();
    assert_eq!(found(folder.path(), "otter"), ["b"]);
    assert!(writer.remove("b", None));
    writer.commit().unwrap();
    assert_eq!(Index::open(folder.path()).unwrap().stats().unwrap().sources, []);
}

#[test]
fn another_writer_goes_on_where_the_last_one_ended() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = writer(folder.path());
    first.add(article("a", "otters")).unwrap();
    assert!(matches!(Writer::open(folder.path(), 16 << 20), Err(Error::Locked { .. })));
    assert!(matches!(update(folder.path(), &options(&[&seeds()]), &Silent), Err(Error::Locked { .. })));
    first.commit().unwrap();
    first.add(article("b", "otters")).unwrap();
    drop(first); // b was not committed
    let mut second = writer(folder.path());
    assert_eq!(second.articles(), 1);
    second.add(article("a", "foxes")).unwrap();
    assert_eq!(second.commit().unwrap(), 2);
    assert_eq!((found(folder.path(), "otters").len(), found(folder.path(), "foxes").len()), (0, 1));
}

#[test]
fn given_values_and_those_of_the_text_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Index::create(folder.path()).unwrap();
    let raw = article("a", "By Jane Roe\r\n\r\n“No deal,” said Ann Poe.").with(Field::Outlet, "The Gazette");
    writer.add(raw.with(Field::Date, "2020-03-04")).unwrap();
    writer.commit().unwrap();
    let index = Index::open(folder.path()).unwrap();
    let facets = index.facets(&SearchRequest::new(Query::All)).unwrap();
    let first = |counts: Option<Vec<crate::engine::Count>>| counts.and_then(|counts| counts[0].value.clone());
    assert_eq!(first(facets.outlet).as_deref(), Some("The Gazette"));
    assert_eq!(first(facets.author).as_deref(), Some("Jane Roe"));
    assert_eq!(first(facets.speaker).as_deref(), Some("Ann Poe"));
    assert_eq!(facets.date.unwrap()[0].value.as_deref(), Some("2020-03"));
    assert!(facets.language.is_some());
    let asked = SearchRequest { facets: vec![Facet::Outlet], ..SearchRequest::new(Query::All) };
    assert_eq!(index.facets(&asked).unwrap().speaker, None, "only what was asked for");
    let Lookup::Found(stored) = index.article("a").unwrap() else { panic!("a is there") };
    assert!(!stored.article.text.contains('\r'));
}

#[test]
fn speakers_go_with_their_last_article() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path());
    let quoted = |who: &str| article("a", &format!("“We will win the case,” {who} said on Monday."));
    let people = |folder: &Path| {
        let index = Index::open(folder).unwrap();
        let speakers = index.facets(&SearchRequest::new(Query::All)).unwrap().speaker.unwrap();
        let names: Vec<String> = speakers.into_iter().filter_map(|count| count.value).collect();
        (names, index.stats().unwrap().speakers)
    };
    writer.add(quoted("Ann Poe")).unwrap();
    writer.add(quoted("Jane Roe")).unwrap();
    writer.commit().unwrap();
    assert_eq!(people(folder.path()), (vec!["Jane Roe".to_owned()], 1));
    writer.add(quoted("Ann Poe")).unwrap();
    writer.commit().unwrap();
    assert_eq!(people(folder.path()), (vec!["Ann Poe".to_owned()], 1));
    let name = Name { text: "Jane Roe".into(), exact: true };
    assert_eq!(ids(&Index::open(folder.path()).unwrap(), Query::Speaker(name)), Vec::<String>::new());
}

#[test]
fn files_and_added_articles_leave_each_other_alone() {
    let folder = tempfile::tempdir().unwrap();
    let source = tempfile::tempdir().unwrap();
    fs::create_dir(source.path().join("library")).unwrap();
    let root = source.path().join("library");
    fs::write(root.join("a.txt"), "The otters of the file.").unwrap();
    {
        let mut writer = writer(folder.path());
        writer.add(article("a.txt", "The foxes of the program.")).unwrap();
        writer.commit().unwrap();
    }
    // The only source has no files: there is nothing that a run without paths could read.
    assert!(matches!(update(folder.path(), &options(&[]), &Silent), Err(Error::Invalid(_))));
    let first = update(folder.path(), &options(&[&root]), &Silent).unwrap();
    assert_eq!((first.added, first.removed, first.articles), (1, 0, 2));
    fs::write(root.join("a.txt"), "The wolves of the file.").unwrap();
    let again = update(folder.path(), &options(&[]), &Silent).unwrap();
    assert_eq!((again.changed, again.removed, again.articles), (1, 0, 2));
    assert_eq!((found(folder.path(), "fox").len(), found(folder.path(), "wolves").len()), (1, 1));
    let mut writer = writer(folder.path());
    writer.add(article("a.txt", "The bears of the program.")).unwrap();
    writer.commit().unwrap();
    drop(writer);
    assert_eq!((found(folder.path(), "bear").len(), found(folder.path(), "wolves").len()), (1, 1));
    let names: Vec<String> =
        Index::open(folder.path()).unwrap().stats().unwrap().sources.into_iter().map(|source| source.0).collect();
    assert_eq!(names, ["library", "library-2"]);
    let rebuild = UpdateOptions { rebuild: true, ..options(&[]) };
    assert!(matches!(update(folder.path(), &rebuild, &Silent), Err(Error::Unsupported(_))));
    assert_eq!(found(folder.path(), "bear").len(), 1);
    let rebuild = UpdateOptions { from_index: true, ..rebuild };
    assert_eq!(update(folder.path(), &rebuild, &Silent).unwrap().articles, 2);
    assert_eq!((found(folder.path(), "bear").len(), found(folder.path(), "wolves").len()), (1, 1));
    let mut writer = self::writer(folder.path());
    writer.add(article("a.txt", "The otters of the program.")).unwrap();
    assert_eq!((writer.articles(), writer.commit().unwrap()), (1, 6));
    assert_eq!((found(folder.path(), "bear").len(), found(folder.path(), "otters").len()), (0, 1));
}
