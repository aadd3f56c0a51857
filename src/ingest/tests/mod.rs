//! Files as they come: formats, encodings, and all that can be wrong with them.
//!
//! An item is shown as one line, so that a test is a row: what is read, what comes out.

mod any_bytes;
mod bad_input;
mod containers;
mod formats;
mod hostile;
mod manifests;
mod mutations;
mod second_run;
mod walks;

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;

use flate2::Compression;
use flate2::write::GzEncoder;
use rustc_hash::FxHashMap;
use tempfile::TempDir;

use super::*;
use crate::model::{Field, Given, Record, Source};

/// One line for each item: `record | title | text | other fields`, warnings as `~place: reason`,
/// failures as `!place: reason`.
fn lines(items: &[Item]) -> Vec<String> {
    let tell = |mark: char, failure: &Failure| {
        let place = if failure.place.is_empty() { "file" } else { &failure.place };
        format!("{mark}{place}: {}", failure.reason)
    };
    items
        .iter()
        .map(|item| match item {
            Item::Article { article, .. } => line(article),
            Item::Unread { .. } => String::new(),
            Item::Unchanged { .. } => "=".to_owned(),
            Item::Warning(warning) => tell('~', warning),
            Item::Failure(failure) => tell('!', failure),
        })
        .filter(|line| !line.is_empty())
        .collect()
}

fn line(article: &RawArticle) -> String {
    let record = match &article.record {
        None => "-".to_owned(),
        Some(Record::Id(id)) => id.clone(),
        Some(Record::Number(number)) => format!("#{number}"),
    };
    let mut line = format!("{record}|{}", article.text);
    for Given { field, value, source } in &article.given {
        let mark = match source {
            Source::Manifest => "!",
            Source::Option => "?",
            Source::Folder | Source::FileName => "/",
            _ => "",
        };
        line.push_str(&format!("|{mark}{field:?}={value}"));
    }
    line
}

fn read_all(name: &str, bytes: &[u8], options: &Options) -> (Vec<Item>, ReadSummary) {
    let mut items = Vec::new();
    let summary = read_bytes(name, &mut &bytes[..], options, None, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    (items, summary)
}

#[track_caller]
fn check(name: &str, bytes: impl AsRef<[u8]>, want: &[&str]) {
    let (items, _) = read_all(name, bytes.as_ref(), &Options::default());
    assert_eq!(lines(&items), want, "{name}");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// The hashes of a reading, as a caller keeps them for the next one.
fn remember(items: &[Item]) -> FxHashMap<u64, u64> {
    let mut last: FxHashMap<u64, u64> = FxHashMap::default();
    for item in items {
        if let Item::Article { article, hash } = item {
            last.insert(record_key(article.record.as_ref()), *hash);
        }
    }
    last.into_iter().map(|(key, hash)| (hash, key)).collect()
}

/// A folder of files, its walk, and the reading of all it finds.
struct Tree(pub TempDir);

impl Tree {
    pub fn new(files: &[(&str, &str)]) -> Tree {
        let tree = Tree(TempDir::new().unwrap());
        for (path, content) in files {
            tree.write(path, content);
        }
        tree
    }

    pub fn write(&self, path: &str, content: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn walk(&self, below: &str, options: &Options) -> (Vec<SourceFile>, Vec<String>, WalkSummary) {
        let mut files = Vec::new();
        let mut told = Vec::new();
        let summary = walk_part(self.0.path(), below, options, &mut |found| {
            let name = |failure: &Failure| {
                let name = failure.path.strip_prefix(self.0.path()).unwrap_or(&failure.path).display().to_string();
                let place = if failure.place.is_empty() { String::new() } else { format!("{}: ", failure.place) };
                let reason =
                    failure.reason.replace(&format!("{}/", self.0.path().canonicalize().unwrap().display()), "");
                format!("{name}: {place}{reason}")
            };
            match found {
                Found::File(file) => files.push(file),
                Found::Warning(warning) => told.push(format!("~{}", name(&warning))),
                Found::Failure(failure) => told.push(format!("!{}", name(&failure))),
            }
            ControlFlow::Continue(())
        })
        .unwrap();
        (files, told, summary)
    }

    pub fn paths(&self, options: &Options) -> Vec<String> {
        self.walk("", options).0.into_iter().map(|file| file.path).collect()
    }

    /// `path: line` for each article, and all that is told.
    pub fn read(&self, options: &Options) -> Vec<String> {
        let (files, mut told, _) = self.walk("", options);
        for file in &files {
            read(file, options, None, &mut |item| {
                told.extend(lines(&[item]).into_iter().map(|line| format!("{}: {line}", file.path)));
                ControlFlow::Continue(())
            });
        }
        told
    }
}
