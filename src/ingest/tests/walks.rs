//! Folders: which files are found, and how they are named.

use super::*;

#[test]
fn a_walk_finds_files_in_order() {
    let tree = Tree::new(&[
        ("b/2.txt", "x"),
        ("b/1.md", "x"),
        ("a.jsonl.gz", "x"),
        ("c.png", "x"),
        (".hidden/a.txt", "x"),
        (".a.txt", "x"),
        ("index/x.json", "x"),
        ("é/ü.txt", "x"),
    ]);
    let options = Options { exclude: vec![tree.0.path().join("index")], ..Options::default() };
    assert_eq!(tree.paths(&options), ["a.jsonl.gz", "b/1.md", "b/2.txt", "é/ü.txt"]);
    let (files, told, summary) = tree.walk("", &options);
    assert_eq!((summary.files, summary.bytes, summary.other_kinds, summary.complete), (4, 4, 1, true));
    assert!(told.is_empty());
    assert!(files.iter().all(|file| file.size == 1 && file.modified_ns > 0));
}

#[test]
fn a_source_may_be_a_file_or_a_part() {
    let tree = Tree::new(&[("a/b/1.txt", "x"), ("a/2.txt", "y"), ("notes", "z"), ("x.png", "z")]);
    let at =
        |below: &str| tree.walk(below, &Options::default()).0.into_iter().map(|file| file.path).collect::<Vec<_>>();
    assert_eq!(at("a/b"), ["a/b/1.txt"]);
    assert_eq!(at("a/2.txt"), ["a/2.txt"]);
    let of_root = |name: &str| {
        let mut paths = Vec::new();
        walk(&tree.0.path().join(name), &Options::default(), &mut |found| {
            if let Found::File(file) = found {
                paths.push(file.path);
            }
            ControlFlow::Continue(())
        })
        .map(|_| paths)
        .map_err(|error| error.to_string())
    };
    assert_eq!(of_root("a/2.txt").unwrap(), ["2.txt"]);
    assert_eq!(of_root("notes").unwrap(), ["notes"]);
    assert!(of_root("x.png").unwrap_err().contains("an ending that no reader knows; there are .txt, "));
    assert!(of_root("none").unwrap_err().starts_with("could not read `"));
}

#[cfg(unix)]
#[test]
fn special_files_are_not_opened() {
    let tree = Tree::new(&[("a.txt", "x")]);
    let _socket = std::os::unix::net::UnixListener::bind(tree.0.path().join("s.txt")).unwrap();
    let fifo = tree.0.path().join("p.txt");
    let has_fifo = std::process::Command::new("mkfifo").arg(&fifo).status().is_ok_and(|status| status.success());
    let mut want = vec!["!s.txt: is a socket; it was not opened"];
    if has_fifo {
        want.insert(0, "!p.txt: is a named pipe (FIFO); it was not opened");
    }
    let (files, told, _) = tree.walk("", &Options::default());
    assert_eq!(told, want);
    assert_eq!(files.len(), 1);
}

#[cfg(unix)]
#[test]
fn links_to_files_are_followed_and_to_folders_on_demand() {
    use std::os::unix::fs::symlink;
    let tree = Tree::new(&[("a/1.txt", "x"), ("b/2.txt", "x")]);
    let root = tree.0.path();
    symlink(root.join("a/1.txt"), root.join("b/link.txt")).unwrap();
    symlink(root.join("a"), root.join("b/linked")).unwrap();
    symlink(root.join("gone"), root.join("dead.txt")).unwrap();
    symlink(root, root.join("a/loop")).unwrap();
    let (files, told, summary) = tree.walk("", &Options::default());
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["a/1.txt", "b/2.txt", "b/link.txt"]);
    assert_eq!(told, ["!dead.txt: is a symbolic link to nothing"]);
    assert_eq!(summary.links, 2);
    let follow = Options { follow: true, ..Options::default() };
    let (files, told, _) = tree.walk("", &follow);
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["a/1.txt", "b/2.txt", "b/link.txt", "b/linked/1.txt"]);
    assert!(
        told.contains(&"!a/loop: is a symbolic link to a folder above it; it was not followed".to_owned()),
        "{told:?}"
    );
    assert!(told.contains(&"!dead.txt: is a symbolic link to nothing".to_owned()), "{told:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_read() {
    use std::os::unix::ffi::OsStrExt;
    let tree = Tree::new(&[]);
    fs::write(tree.0.path().join(std::ffi::OsStr::from_bytes(b"100% caf\xE9.txt")), "x").unwrap();
    fs::write(tree.0.path().join("50%.txt"), "y").unwrap();
    assert_eq!(tree.read(&Options::default()), ["100%25 caf%E9.txt: -|x", "50%.txt: -|y"]);
}

#[test]
fn a_file_that_cannot_be_opened_is_a_failure() {
    let tree = Tree::new(&[("a.txt", "x")]);
    let (files, ..) = tree.walk("", &Options::default());
    fs::remove_file(tree.0.path().join("a.txt")).unwrap();
    let mut items = Vec::new();
    let summary = read(&files[0], &Options::default(), None, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    assert_eq!(lines(&items), ["!file: cannot be read: no such file or directory"]);
    assert_eq!((summary.complete, summary.failures), (false, 1));
}
