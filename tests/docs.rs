//! What the documents say of the code is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Files below a folder of the project, with `/` between their parts.
fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).expect("a folder of the project") {
            let entry = entry.expect("an entry of a folder");
            let path = folder.join(entry.file_name());
            if entry.file_type().expect("a type of an entry").is_dir() {
                folders.push(path);
            } else {
                found.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found
}

/// What stands between backticks, outside of blocks of code.
fn quoted(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (number, block) in text.split("```").enumerate() {
        if number % 2 == 0 {
            found.extend(block.split('`').skip(1).step_by(2));
        }
    }
    found
}

#[test]
fn every_file_that_the_architecture_names_exists() {
    // Files of the sections on where new things go, which somebody is still to write.
    const TO_COME: [&str; 7] = [
        "src/ingest/odt.rs",
        "src/render/bibtex.rs",
        "src/serve/pages/NAME.rs",
        "src/cli/NAME.rs",
        "src/query/import/westlaw.rs",
        "tests/it/NAME.rs",
        "src/engine/opensearch/",
    ];
    let text = read("docs/ARCHITECTURE.md");
    let files: Vec<String> = ["src", "tests", "examples", "docs", "seeds"].into_iter().flat_map(files).collect();
    let mut n_checked = 0;
    for name in quoted(&text) {
        let name = name.split("::").next().unwrap_or(name);
        let is_file = [".rs", ".tsv", ".txt"].iter().any(|ending| name.ends_with(ending));
        let is_folder = name.ends_with('/') && name.starts_with("src/");
        if !(is_file || is_folder) || TO_COME.contains(&name) || name.contains(['*', ' ']) || name.contains("-N") {
            continue;
        }
        let exists = match is_folder {
            true => files.iter().any(|file| file.starts_with(name)),
            false => files.iter().any(|file| file == name || file.ends_with(&format!("/{name}"))),
        };
        assert!(exists, "docs/ARCHITECTURE.md names `{name}`");
        n_checked += 1;
    }
    assert!(n_checked > 50, "only {n_checked} names were checked");
}

#[test]
fn every_folder_of_the_library_has_its_invariant() {
    let text = read("docs/ARCHITECTURE.md");
    let entries = fs::read_dir(root().join("src")).expect("the sources");
    let mut wanted: BTreeSet<String> = entries
        .map(|entry| entry.expect("an entry of the sources"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| format!("### `src/{}/`", entry.file_name().to_string_lossy()))
        .collect();
    wanted.insert("### `src/engine/tantivy/`".to_owned());
    for heading in wanted {
        let section = text.split(&heading).nth(1).unwrap_or_else(|| panic!("{heading} is missing"));
        let section = section.split("\n### ").next().unwrap_or(section);
        assert!(section.contains("**Invariant:**"), "{heading} has no invariant");
    }
}

#[test]
fn every_key_of_the_json_is_described() {
    let text = read("docs/OUTPUT.md");
    let described: BTreeSet<&str> =
        quoted(&text).into_iter().flat_map(|quoted| quoted.split(|c: char| !c.is_alphanumeric() && c != '_')).collect();
    let mut n_checked = 0;
    for file in files("src/render/json") {
        let source = read(&file);
        for shape in source.split("#[derive(Serialize)]").skip(1) {
            let body = shape.split("\n}").next().unwrap_or(shape);
            let is_flattened = |at: usize| body[..at].trim_end().ends_with("#[serde(flatten)]");
            for line in body.lines().skip(1) {
                let Some((key, _)) = line.strip_prefix("    ").and_then(|line| line.split_once(": ")) else { continue };
                let is_key = key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
                let at = line.as_ptr() as usize - body.as_ptr() as usize;
                if !is_key || is_flattened(at) {
                    continue;
                }
                assert!(described.contains(key), "docs/OUTPUT.md does not describe `{key}` of {file}");
                n_checked += 1;
            }
        }
    }
    assert!(n_checked > 50, "only {n_checked} keys were checked");
}

#[test]
fn every_column_of_the_tables_is_described() {
    let text = read("docs/OUTPUT.md");
    let tables = text.split("## CSV").nth(1).expect("a section on CSV");
    let described: BTreeSet<&str> = quoted(tables).into_iter().collect();
    let mut n_checked = 0;
    for file in files("src/render/csv").into_iter().chain(["src/render/csv.rs".to_owned()]) {
        let source = read(&file);
        let source = source.split("#[cfg(test)]").next().expect("the code before its tests");
        for line in source.lines().filter(|line| line.contains("header") || line.contains("table.row(&[\"")) {
            for column in line.split('"').skip(1).step_by(2) {
                assert!(described.contains(column), "docs/OUTPUT.md does not describe the column `{column}`");
                n_checked += 1;
            }
        }
    }
    assert!(n_checked > 20, "only {n_checked} columns were checked");
}
