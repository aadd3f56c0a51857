//! Copies at the door, lists of files, what is taken out, dry and strict runs.

use super::*;
use crate::index::verify as check_index;

struct Corpus {
    folder: tempfile::TempDir,
    source: tempfile::TempDir,
}

impl Corpus {
    fn new() -> Corpus {
        Corpus { folder: tempfile::tempdir().unwrap(), source: tempfile::tempdir().unwrap() }
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.source.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.source.path().join(name)).unwrap();
    }

    fn options(&self) -> UpdateOptions {
        options(&[self.source.path()])
    }

    #[track_caller]
    fn run(&self, options: &UpdateOptions) -> Summary {
        let summary = update(self.folder.path(), options, &Silent).unwrap();
        assert_eq!(check_index(self.folder.path()).unwrap().faults, []);
        summary
    }

    /// Ids of all articles, sorted.
    fn ids(&self) -> Vec<String> {
        let mut found = ids(&Index::open(self.folder.path()).unwrap(), Query::All);
        found.sort();
        found
    }

    fn article(&self, id: &str) -> StoredArticle {
        match Index::open(self.folder.path()).unwrap().article(id).unwrap() {
            Lookup::Found(article) => *article,
            other => panic!("{id}: {other:?}"),
        }
    }

    fn stats(&self) -> Stats {
        Index::open(self.folder.path()).unwrap().stats().unwrap()
    }
}

const TEXT: &str = "Otters are back in the valley.";

#[test]
fn equal_files_are_one_article_with_several_paths() {
    let corpus = Corpus::new();
    corpus.write("b/one.txt", TEXT);
    corpus.write("c/two.txt", TEXT);
    corpus.write("other.txt", "Foxes.");
    let summary = corpus.run(&corpus.options());
    assert_eq!((summary.added, summary.same, summary.articles), (2, 1, 2));
    assert_eq!(corpus.ids(), ["b/one.txt", "other.txt"]);
    assert_eq!(corpus.article("c/two.txt").paths, ["c/two.txt"]);
    assert_eq!(corpus.article("c/two.txt").id, "b/one.txt");
    assert_eq!((corpus.stats().same_files, corpus.stats().copies), (1, 0));
    let again = corpus.run(&corpus.options());
    assert_eq!((again.added, again.changed, again.removed, again.unchanged), (0, 0, 0, 2));

    // Moved, it is one article still, and no two files have the same bytes.
    corpus.write("moved.txt", "Foxes.");
    corpus.remove("other.txt");
    assert_eq!(corpus.run(&corpus.options()).same, 0);
    corpus.write("other.txt", "Foxes.");
    corpus.remove("moved.txt");
    assert_eq!(corpus.run(&corpus.options()).same, 0);

    // A third, before the first in order, joins them; then the first changes.
    corpus.write("a/three.txt", TEXT);
    assert_eq!(corpus.run(&corpus.options()).same, 1);
    corpus.write("b/one.txt", "Wolves are back.");
    corpus.run(&corpus.options());
    assert_eq!(corpus.ids(), ["a/three.txt", "b/one.txt", "other.txt"]);
    assert_eq!(corpus.article("a/three.txt").paths, ["c/two.txt"]);
    // The one that stands for both goes.
    corpus.remove("a/three.txt");
    corpus.run(&corpus.options());
    assert_eq!(corpus.ids(), ["b/one.txt", "c/two.txt", "other.txt"]);
    assert_eq!((corpus.stats().same_files, corpus.article("c/two.txt").paths.len()), (0, 0));
}

#[test]
fn equal_texts_that_something_tells_apart_stay_articles_linked_as_copies() {
    let corpus = Corpus::new();
    corpus.write("2020-03-04.txt", TEXT);
    corpus.write("2020-03-05.txt", TEXT);
    corpus.write("n.jsonl", &format!("{{\"id\":\"x\",\"outlet\":\"Gazette\",\"text\":\"{TEXT}\"}}\n"));
    corpus.write("manifest.csv", "path,outlet\nm.txt,Herald\n");
    corpus.write("m.txt", TEXT);
    let summary = corpus.run(&corpus.options());
    assert_eq!((summary.added, summary.same), (4, 0));
    assert_eq!((corpus.stats().copies, corpus.stats().same_files), (3, 0));
    assert_eq!(corpus.article("x").copies, ["2020-03-04.txt", "2020-03-05.txt", "m.txt"]);
}

#[test]
fn only_the_files_of_a_list_are_read() {
    let corpus = Corpus::new();
    for name in ["a/1.txt", "a/2.txt", "b/3.txt"] {
        corpus.write(name, name);
    }
    let list = |names: &[&str]| UpdateOptions {
        paths: Vec::new(),
        files: Some(names.iter().map(|name| corpus.source.path().join(name)).collect()),
        ..corpus.options()
    };
    assert_eq!(corpus.run(&list(&["a/1.txt", "b/3.txt"])).added, 2);
    assert_eq!(corpus.ids(), ["a/1.txt", "b/3.txt"]);
    // Later lists add to it, and take out what is gone; a run without a list looks at no others.
    assert_eq!(corpus.run(&list(&["a/2.txt"])).added, 1);
    corpus.remove("a/1.txt");
    corpus.write("c/4.txt", "four");
    corpus.write("b/3.txt", "changed");
    let summary = corpus.run(&list(&["a/1.txt"]));
    assert_eq!((summary.removed, summary.changed), (1, 0));
    let summary = corpus.run(&options(&[]));
    assert_eq!((summary.changed, summary.added), (1, 0));
    assert_eq!(corpus.ids(), ["a/2.txt", "b/3.txt"]);
    assert!(Index::open(corpus.folder.path()).unwrap().sources().unwrap()[0].is_listed);
    // Who names the root means all of it.
    assert_eq!(corpus.run(&corpus.options()).added, 1);
    // Files of a known source are refreshed, and no others are looked at.
    corpus.write("a/2.txt", "new");
    corpus.write("b/3.txt", "new too");
    assert_eq!(corpus.run(&list(&["a/2.txt", "nowhere.txt"])).changed, 1);
}

#[test]
fn what_is_taken_out_stays_out_until_it_is_restored() {
    let corpus = Corpus::new();
    corpus.write("a.txt", TEXT);
    corpus.write("copy.txt", TEXT);
    corpus.write("n.jsonl", "{\"id\":\"x\",\"text\":\"foxes\"}\n{\"id\":\"y\",\"text\":\"wolves\"}\n");
    corpus.run(&corpus.options());
    let take_out = |name: &str| {
        let mut writer = Writer::open(corpus.folder.path(), 16 << 20).unwrap();
        let removal = writer.take_out(name).unwrap();
        writer.commit().unwrap();
        assert_eq!(check_index(corpus.folder.path()).unwrap().faults, []);
        removal
    };
    assert_eq!(take_out("x"), Removal::Article("x".into()));
    // By any path of it that `show` takes.
    assert_eq!(take_out("copy.txt"), Removal::Article("a.txt".into()));
    assert_eq!((take_out("a.txt"), take_out("copy.txt")), (Removal::Unknown, Removal::Unknown));
    assert_eq!(corpus.ids(), ["y"]);
    corpus.write("n.jsonl", "{\"id\":\"x\",\"text\":\"new foxes\"}\n{\"id\":\"y\",\"text\":\"wolves\"}\n");
    corpus.write("a.txt", "New otters.");
    corpus.run(&corpus.options());
    assert_eq!(corpus.ids(), ["y"]);
    corpus.run(&UpdateOptions { rebuild: true, ..corpus.options() });
    assert_eq!(corpus.ids(), ["y"]);
    // Nor does it come in again if the file was away for a while.
    corpus.remove("a.txt");
    assert_eq!(corpus.run(&corpus.options()).removed, 0);
    assert_eq!(corpus.run(&corpus.options()), corpus.run(&corpus.options()));
    corpus.write("a.txt", "New otters.");
    corpus.run(&corpus.options());
    assert_eq!(corpus.ids(), ["y"]);
    let mut writer = Writer::open(corpus.folder.path(), 16 << 20).unwrap();
    assert_eq!((writer.restore("x"), writer.restore("a.txt"), writer.restore("zzz")), (1, 1, 0));
    writer.commit().unwrap();
    drop(writer);
    corpus.run(&corpus.options());
    assert_eq!(corpus.ids(), ["a.txt", "x", "y"]);

    let name = corpus.source.path().file_name().unwrap().to_string_lossy().into_owned();
    assert_eq!(take_out(&name), Removal::Source { name, articles: 3 });
    assert_eq!((corpus.stats().articles, corpus.stats().sources.len()), (0, 0));
    // Forgotten with all that was known of it, `copy.txt` comes in too.
    assert_eq!(corpus.run(&corpus.options()).added, 4);
}

#[test]
fn a_dry_run_counts_what_a_run_would_do_and_changes_nothing() {
    let corpus = Corpus::new();
    corpus.write("a.txt", TEXT);
    let dry = UpdateOptions { dry_run: true, ..corpus.options() };
    let folder = corpus.folder.path().join("index");
    assert_eq!(update(&folder, &dry, &Silent).unwrap().added, 1);
    assert!(!folder.exists());
    update(&folder, &corpus.options(), &Silent).unwrap();
    corpus.write("b.txt", "Foxes.");
    corpus.write("c.txt", TEXT);
    corpus.remove("a.txt");
    let would = update(&folder, &dry, &Silent).unwrap();
    assert_eq!(Index::open(&folder).unwrap().generation(), 1);
    let does = update(&folder, &corpus.options(), &Silent).unwrap();
    assert_eq!(would, does);
    assert_eq!((does.added, does.removed, does.articles), (2, 1, 2));
}

#[test]
fn a_strict_run_stops_at_the_first_bad_file_and_changes_nothing() {
    let corpus = Corpus::new();
    corpus.write("a.txt", TEXT);
    corpus.write("b.txt", "bad\0");
    corpus.write("c.txt", "Foxes.");
    let strict = UpdateOptions { strict: true, ..corpus.options() };
    let stopped = || {
        let error = update(corpus.folder.path(), &strict, &Silent).expect_err("b.txt is bad");
        assert!(matches!(&error, Error::BadInput { failure } if failure.contains("b.txt")), "{error}");
    };
    stopped();
    assert!(matches!(Index::open(corpus.folder.path()), Err(Error::NothingIndexed { .. })));
    corpus.run(&corpus.options());
    // What failed before is bad still.
    stopped();
    assert_eq!(corpus.ids(), ["a.txt", "c.txt"]);
    corpus.write("b.txt", "good");
    assert_eq!(corpus.run(&strict).added, 1);
}

/// A zip archive, or lines of JSON, with a failure in it that stays, and then without some of what
/// it had: what is gone goes, what only cannot be read stays.
#[test]
fn what_is_gone_from_a_container_goes_though_something_else_in_it_cannot_be_read() {
    let zip = |members: &[(&str, &str)]| {
        let mut writer = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, content) in members {
            writer.start_file(*name, ::zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut writer, content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    let check = |first: &[(&str, &str)], then: &[(&str, &str)], want: &[&str]| {
        let corpus = Corpus::new();
        fs::write(corpus.source.path().join("m.zip"), zip(first)).unwrap();
        corpus.run(&corpus.options());
        fs::write(corpus.source.path().join("m.zip"), zip(then)).unwrap();
        corpus.run(&corpus.options());
        assert_eq!(corpus.ids(), want, "{then:?}");
    };
    let (a, b, c) = (("a.txt", "Otters."), ("b.txt", "Foxes."), ("c.txt", "Wolves."));
    let bad = ("bad.txt", "x\0");
    check(&[a, b, c, bad], &[a, c, bad], &["m.zip/a.txt", "m.zip/c.txt"]);
    // Its last good version.
    check(&[a, b, c], &[a, ("b.txt", "x\0")], &["m.zip/a.txt", "m.zip/b.txt"]);
    check(&[a, b], &[a, ("b.txt", "x\0"), ("manifest.csv", "path\n,\n")], &["m.zip/a.txt", "m.zip/b.txt"]);
    check(&[a, b], &[a, ("manifest.csv", "path,outlet\nx\n")], &["m.zip/a.txt"]);
    // Which of its records a line was is not known.
    let lines = "{\"id\":\"x\",\"text\":\"Owls.\"}\n{\"id\":\"y\",\"text\":\"Bats.\"}\n";
    let broken = "{\"id\":\"x\",\"text\":\"Owls.\"}\n{oops\n";
    check(&[a, b, ("n.jsonl", lines)], &[a, ("n.jsonl", broken)], &["m.zip/a.txt", "x", "y"]);
}

#[test]
fn changed_options_reach_the_members_of_a_container() {
    let corpus = Corpus::new();
    let zip = |name: &str| {
        let mut writer = zip::ZipWriter::new(fs::File::create(corpus.source.path().join(name)).unwrap());
        writer.start_file("one.txt", zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut writer, TEXT.as_bytes()).unwrap();
        writer.finish().unwrap();
    };
    zip("m.zip");
    let outlet = || corpus.article("m.zip/one.txt").article.outlet.map(|outlet| outlet.value);
    corpus.run(&corpus.options());
    assert_eq!(outlet(), None);
    // An option, then a manifest beside the container.
    let options = UpdateOptions { outlet: Some("Gazette".into()), ..corpus.options() };
    assert_eq!(corpus.run(&options).changed, 1);
    assert_eq!(outlet().as_deref(), Some("Gazette"));
    corpus.write("manifest.csv", "path,outlet\nm.zip,Herald\n");
    assert_eq!(corpus.run(&options).changed, 1);
    assert_eq!(outlet().as_deref(), Some("Herald"));
}

#[test]
fn many_copies_of_a_file_that_goes_are_read_in_one_go() {
    let corpus = Corpus::new();
    corpus.write("a.txt", TEXT);
    for number in 0..2000 {
        corpus.write(&format!("b/{number:04}.txt"), TEXT);
    }
    assert_eq!(corpus.run(&corpus.options()).same, 2000);
    corpus.remove("a.txt");
    // The part that is looked at has none of the copies.
    let list =
        UpdateOptions { paths: Vec::new(), files: Some(vec![corpus.source.path().join("a.txt")]), ..corpus.options() };
    let summary = corpus.run(&list);
    assert_eq!((summary.removed, summary.added, summary.same), (1, 1, 1999));
    assert_eq!(corpus.ids(), ["b/0000.txt"]);
    assert_eq!(corpus.article("b/0000.txt").paths.len(), 1999);
}

#[test]
fn many_articles_are_taken_out_of_one_file() {
    let corpus = Corpus::new();
    let record = |number: u32| format!("{{\"id\":\"n{number}\",\"text\":\"“Otters,” said Ann Lee of {number}.\"}}\n");
    corpus.write("n.jsonl", &(0..40).map(record).collect::<String>());
    corpus.run(&corpus.options());
    let mut writer = Writer::open(corpus.folder.path(), 16 << 20).unwrap();
    for number in 0..39 {
        let id = format!("n{number}");
        assert_eq!(writer.take_out(&id).unwrap(), Removal::Article(id.clone()));
        assert_eq!(writer.take_out(&id).unwrap(), Removal::Unknown);
    }
    writer.commit().unwrap();
    drop(writer);
    assert_eq!(check_index(corpus.folder.path()).unwrap().faults, []);
    assert_eq!(corpus.ids(), ["n39"]);
    assert_eq!(corpus.run(&corpus.options()).unchanged, 1);
}

/// Runs over `n.jsonl` as it is and changes in turn, and compares the ids that are there after each.
#[track_caller]
fn check_runs(steps: &[(&[&str], &[&str])]) {
    let corpus = Corpus::new();
    for (at, (lines, want)) in steps.iter().enumerate() {
        corpus.write("n.jsonl", &lines.join("\n"));
        corpus.run(&corpus.options());
        assert_eq!(corpus.ids(), *want, "step {at}");
    }
}

#[test]
fn of_a_file_with_a_bad_record_only_what_may_be_that_one_keeps_its_last_good_version() {
    let (a, b, c) = ("{\"id\":\"a\",\"text\":\"a\"}", "{\"id\":\"b\",\"text\":\"b\"}", "{\"text\":\"c\",\"id\":\"c\"}");
    let broken = "{\"id\":\"b\",\"text\":\"b";
    check_runs(&[
        (&[a, b, c], &["a", "b", "c"]),
        // The broken one says which one it is.
        (&[a, broken, c], &["a", "b", "c"]),
        (&[broken, c], &["b", "c"]),
        (&[broken], &["b"]),
        (&[c], &["c"]),
    ]);
    let nameless = "{\"text\":\"c";
    check_runs(&[
        (&[a, b, c], &["a", "b", "c"]),
        // Both are missing, and the broken one may be either.
        (&[a, nameless], &["a", "b", "c"]),
        // Another has gone since: it cannot be that one.
        (&[nameless], &["b", "c"]),
        (&[nameless, a], &["a", "b", "c"]),
        (&[a], &["a"]),
    ]);
    let (one, two, three) = ("{\"text\":\"one\"}", "{\"text\":\"two\"}", "{\"text\":\"three\"}");
    check_runs(&[
        (&[one, two, three], &["n.jsonl#1", "n.jsonl#2", "n.jsonl#3"]),
        (&[one, "{oops"], &["n.jsonl#1", "n.jsonl#2"]),
        (&["{oops"], &["n.jsonl#1"]),
    ]);
}

#[test]
fn a_file_that_a_record_names_as_its_text_is_read_anew_when_it_changes() {
    let corpus = Corpus::new();
    corpus.write("refs.jsonl", "{\"id\":\"z\",\"title\":\"T\",\"attachments\":[{\"path\":\".t.txt\"}]}");
    corpus.write(".t.txt", "Otters.");
    corpus.run(&corpus.options());
    let generation = corpus.stats().generation;
    assert_eq!(corpus.run(&corpus.options()).unchanged, 1);
    assert_eq!(corpus.stats().generation, generation, "nothing was to commit");
    corpus.write(".t.txt", "Otters and foxes.");
    assert_eq!(corpus.run(&corpus.options()).changed, 1);
    assert_eq!(corpus.article("z").article.text, "Otters and foxes.");
}

#[test]
fn a_folder_around_known_sources_leaves_their_articles_to_them() {
    let corpus = Corpus::new();
    corpus.write("2020/a.txt", TEXT);
    corpus.write("2021/b.txt", "Otters.");
    corpus.write("c.txt", "Wolves.");
    let root = corpus.source.path();
    let of = |paths: Vec<std::path::PathBuf>| UpdateOptions { paths, ..corpus.options() };
    corpus.run(&of(vec![root.join("2020"), root.join("2021")]));
    corpus.write("2021/d.txt", "Lynxes.");
    let summary = corpus.run(&of(vec![root.to_path_buf()]));
    assert_eq!((summary.added, summary.unchanged, summary.removed), (2, 2, 0));
    assert_eq!(corpus.ids(), ["a.txt", "b.txt", "c.txt", "d.txt"]);
    // So do later runs, over all sources and over what lies within one.
    assert_eq!(corpus.run(&of(Vec::new())).unchanged, 4);
    assert_eq!(corpus.run(&of(vec![root.join("2020")])).unchanged, 1);
    assert_eq!(corpus.stats().sources.len(), 3);
}

#[test]
fn a_manifest_within_its_source_is_no_article() {
    let corpus = Corpus::new();
    corpus.write("a.txt", TEXT);
    corpus.write("meta.jsonl", "{\"path\":\"a.txt\",\"title\":\"Otters\"}\n");
    let manifest = Some(corpus.source.path().join("meta.jsonl"));
    let summary = corpus.run(&UpdateOptions { manifest, ..corpus.options() });
    assert_eq!((summary.added, summary.failed), (1, 0));
    assert_eq!(corpus.ids(), ["a.txt"]);
}

#[test]
fn an_option_replaces_what_is_remembered_of_it_and_nothing_else() {
    let corpus = Corpus::new();
    corpus.write("n.csv", "Kop,Inhoud\nOtters,They swim.\n");
    let options = |map: &[&str], outlet: Option<&str>, date: Option<&str>| UpdateOptions {
        map: map.iter().map(|map| map.to_string()).collect(),
        outlet: outlet.map(str::to_owned),
        date: date.map(str::to_owned),
        ..corpus.options()
    };
    let known = || {
        let article = corpus.article("n.csv#1").article;
        let date = article.date.map(|date| date.value.to_string());
        (article.title.map(|title| title.value), article.outlet.map(|outlet| outlet.value), date)
    };
    let told = |title: &str, outlet: Option<&str>, date: Option<&str>| {
        (Some(title.to_owned()), outlet.map(str::to_owned), date.map(str::to_owned))
    };
    corpus.run(&options(&["text=Inhoud"], Some("Gazette"), None));
    corpus.run(&options(&["title=Kop"], None, Some("2021-03-05")));
    assert_eq!(known(), told("Otters", Some("Gazette"), Some("2021-03-05")));
    corpus.run(&options(&["title=Inhoud"], Some(""), None));
    assert_eq!(known(), told("They swim.", None, Some("2021-03-05")));
    for date in ["foo", "2021-02-30", "2021", "31.2.2021"] {
        let error = update(corpus.folder.path(), &options(&[], None, Some(date)), &Silent).unwrap_err().to_string();
        assert!(error.contains(date), "{error}");
    }
}
