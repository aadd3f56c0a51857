//! What manifests, paths and options add.

use std::sync::Arc;

use super::*;

#[test]
fn what_is_given_stands_in_order_of_precedence() {
    let options = Options {
        keys: KeyMap::parse(&["title=kicker"]).unwrap(),
        path_pattern: Some(PathPattern::parse("{outlet}/{date}*").unwrap()),
        outlet: Some("Option".into()),
        date: Some("2001".into()),
        ..Options::default()
    };
    let (items, _) =
        read_all("Fox/2020-03-04.jsonl", br#"{"text":"x","title":"a","kicker":"b","outlet":"R"}"#, &options);
    assert_eq!(lines(&items), ["#1|x|Title=b|Outlet=R|/Outlet=Fox|/Date=2020-03-04|?Outlet=Option|?Date=2001",]);
}

#[test]
fn manifests_win_and_the_nearest_first() {
    let tree = Tree::new(&[
        ("manifest.csv", "path,outlet,date,id\na/1.txt,Outer,2020,x\n./a/2.md,Outer,2021,\na\\3.txt,Third,,\n"),
        ("a/manifest.csv", "Path,Outlet\n1.txt,Inner\n"),
        ("a/1.txt", "one"),
        ("a/2.md", "---\noutlet: Own\n---\ntwo"),
        ("a/3.txt", "three"),
    ]);
    assert_eq!(
        tree.read(&Options::default()),
        [
            "a/1.txt: x|one|!Outlet=Inner|!Outlet=Outer|!Date=2020",
            "a/2.md: -|two|!Outlet=Outer|!Date=2021|Outlet=Own",
            "a/3.txt: -|three|!Outlet=Third",
        ]
    );
    let (files, ..) = tree.walk("a", &Options::default());
    assert_eq!(files.len(), 3);
    assert_ne!(files[0].context_hash(&Options::default()), files[1].context_hash(&Options::default()));
}

#[test]
fn a_manifest_given_by_name_wins_over_those_in_folders() {
    let tree = Tree::new(&[
        ("all.jsonl", "{\"path\":\"texts/1.txt\",\"outlet\":\"Given\"}\n{\"x\":1}\nbad\n{\"path\":\"texts/9.txt\"}\n"),
        ("texts/manifest.csv", "path,outlet\n1.txt,Folder\n"),
        ("texts/1.txt", "one"),
    ]);
    let manifest = Manifest::load(&tree.0.path().join("all.jsonl"), &KeyMap::default()).unwrap();
    let told: Vec<String> = manifest.problems().iter().map(|one| format!("{}: {}", one.place, one.reason)).collect();
    assert_eq!(told[0], "line 2: has no `path`");
    assert!(told[1].starts_with("line 3: is not valid JSON"), "{told:?}");
    assert_eq!(manifest.missing().len(), 1);
    let options = Options { manifest: Some(Arc::new(manifest)), ..Options::default() };
    let mut got = Vec::new();
    walk(&tree.0.path().join("texts"), &options, &mut |found| {
        if let Found::File(file) = found {
            read(&file, &options, None, &mut |item| {
                got.extend(lines(&[item]));
                ControlFlow::Continue(())
            });
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(got, ["-|one|!Outlet=Given|!Outlet=Folder"]);
}

#[test]
fn odd_manifests_are_told() {
    let tree = Tree::new(&[
        ("manifest.csv", "path,outlet\nnone.txt,A\nx\n,B\n1.txt,C\n"),
        ("1.txt", "one"),
        ("b/manifest.csv", "file,outlet\n2.txt,A\n"),
        ("b/2.txt", "two"),
    ]);
    let (_, told, _) = tree.walk("", &Options::default());
    assert_eq!(
        told,
        [
            "!manifest.csv: line 3: has 1 field where the header has 2",
            "!manifest.csv: line 4: has no `path`",
            "!b/manifest.csv: is no manifest: it has no column `path`",
            "~manifest.csv: line 2: names `none.txt`, which does not exist",
        ]
    );
}

#[test]
fn a_manifest_may_name_records_of_a_file() {
    let tree = Tree::new(&[
        ("manifest.csv", "path,id,outlet,title\na.jsonl,2,Only two,T\na.jsonl,,All,no title for all\n"),
        ("a.jsonl", "{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":\"b\"}\n"),
    ]);
    assert_eq!(
        tree.read(&Options::default()),
        ["a.jsonl: 1|a|!Outlet=All", "a.jsonl: 2|b|!Outlet=Only two|!Title=T|!Outlet=All",]
    );
}

#[test]
fn of_rows_that_name_the_same_the_later_counts_and_it_is_told() {
    let tree = Tree::new(&[
        (
            "manifest.csv",
            "path,id,outlet,date\n1.txt,,First,2020\n./1.txt,,Second,\n2.txt,,Once,\n\
             a.jsonl,1,Old,\na.jsonl,2,Two,\na.jsonl,,All,\na.jsonl,1,New,\n",
        ),
        ("1.txt", "one"),
        ("2.txt", "two"),
        ("a.jsonl", "{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":\"b\"}\n"),
    ]);
    assert_eq!(
        tree.read(&Options::default()),
        [
            "~manifest.csv: line 3: names `1.txt` as line 2 does; what the later one says counts",
            "~manifest.csv: line 8: names `a.jsonl` as line 5 does; what the later one says counts",
            "1.txt: -|one|!Outlet=Second|!Outlet=First|!Date=2020",
            "2.txt: -|two|!Outlet=Once",
            "a.jsonl: 1|a|!Outlet=New|!Outlet=All|!Outlet=Old",
            "a.jsonl: 2|b|!Outlet=Two|!Outlet=All",
        ]
    );
}
