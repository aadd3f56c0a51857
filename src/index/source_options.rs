//! The options that a source is read with, and those of parts of it.
//!
//! What is given for a path within a source holds for what lies there, and is remembered with that part. Of several
//! parts that a file lies in the innermost wins, option by option, and over the source's own.

use std::collections::BTreeMap;

/// The options of a source, or of a part of one, as typed.
///
/// Of a part, a value that is there and empty means that what is given for the whole does not hold for it; of
/// `map` the value ``, before others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "opensearch", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct SourceOptions {
    /// `--map` values.
    pub map: Vec<String>,
    /// Real path of the manifest.
    pub manifest: Option<String>,
    /// `--path-pattern`.
    pub path_pattern: Option<String>,
    /// `--outlet`.
    pub outlet: Option<String>,
    /// `--date`.
    pub date: Option<String>,
    /// `--follow`.
    pub follow: bool,
    /// Only the files that were named belong to it; its root is not walked (`--files-from`).
    pub listed: bool,
    /// Those of parts, by path below the root; parts have none themselves.
    #[cfg_attr(feature = "opensearch", serde(skip_serializing_if = "BTreeMap::is_empty"))]
    pub parts: BTreeMap<String, SourceOptions>,
}

/// The field of a `--map` value.
fn field(map: &str) -> String {
    map.split_once('=').map_or(String::new(), |(name, _)| name.trim().to_lowercase())
}

/// Takes `--map` values in: an empty one forgets what was there, the others replace those of their fields.
pub fn take_map(known: &mut Vec<String>, given: &[String]) {
    if given.iter().any(String::is_empty) {
        known.clear();
    }
    let fields: Vec<String> = given.iter().map(|map| field(map)).collect();
    known.retain(|map| map.is_empty() || !fields.contains(&field(map)));
    known.extend(given.iter().filter(|map| !map.is_empty()).cloned());
}

impl SourceOptions {
    /// The options that hold for a path below the root; they have no parts.
    pub fn of_path(&self, path: &str) -> SourceOptions {
        let mut all = SourceOptions { parts: BTreeMap::new(), ..self.clone() };
        for part in starts(path).filter_map(|start| self.parts.get(start)) {
            take_map(&mut all.map, &part.map);
            for (known, given) in all.values_mut().into_iter().zip(part.values()) {
                if let Some(value) = given {
                    *known = Some(value.clone()).filter(|value| !value.is_empty());
                }
            }
            all.follow |= part.follow;
        }
        all
    }

    /// Manifest, path pattern, outlet, date.
    pub fn values(&self) -> [&Option<String>; 4] {
        [&self.manifest, &self.path_pattern, &self.outlet, &self.date]
    }

    /// The same, to be changed.
    pub fn values_mut(&mut self) -> [&mut Option<String>; 4] {
        [&mut self.manifest, &mut self.path_pattern, &mut self.outlet, &mut self.date]
    }

    /// The options as one types them; those of a part behind its path.
    pub fn typed(&self) -> Vec<String> {
        let mut typed: Vec<String> = self.map.iter().map(|map| format!("--map {map}")).collect();
        let names = ["manifest", "path-pattern", "outlet", "date"];
        let given = names.into_iter().zip(self.values());
        typed.extend(given.filter_map(|(name, value)| Some(format!("--{name} {}", value.as_ref()?))));
        typed.extend(self.follow.then(|| "--follow".to_owned()));
        for option in typed.iter_mut().filter(|option| option.ends_with(' ')) {
            option.push_str("''");
        }
        typed.extend(self.parts.iter().map(|(path, part)| format!("({path}: {})", part.typed().join(" "))));
        typed
    }
}

/// A path's beginnings that end at the end of a folder's or file's name, the shortest first.
pub fn starts(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at]).chain([path])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_part_wins_option_by_option() {
        let text = |text: &str| Some(text.to_owned());
        let part = |outlet: Option<&str>, date: Option<&str>, map: &[&str]| SourceOptions {
            outlet: outlet.map(str::to_owned),
            date: date.map(str::to_owned),
            map: map.iter().map(|map| map.to_string()).collect(),
            ..SourceOptions::default()
        };
        let parts = [
            ("a", part(Some("Herald"), None, &["title=kop"])),
            ("a/b", part(None, Some("2020-01-02"), &["", "text=inhoud"])),
            ("a/none", part(Some(""), None, &[])),
        ];
        let parts = parts.into_iter().map(|(path, part)| (path.to_owned(), part)).collect();
        let all = SourceOptions { parts, ..part(Some("Gazette"), None, &["title=titel", "date=dag"]) };
        let check = |path: &str, outlet: Option<String>, date: Option<String>, map: &[&str]| {
            let found = all.of_path(path);
            assert_eq!((found.outlet, found.date), (outlet, date), "{path}");
            assert_eq!(found.map, map, "{path}");
        };
        let (whole, of_a) = (&["title=titel", "date=dag"], &["date=dag", "title=kop"]);
        check("x.txt", text("Gazette"), None, whole);
        check("a", text("Herald"), None, of_a);
        check("a/x.txt", text("Herald"), None, of_a);
        check("a/b/x.txt", text("Herald"), text("2020-01-02"), &["text=inhoud"]);
        check("a/none/x.txt", None, None, of_a);
        // Not below it.
        check("ab/x.txt", text("Gazette"), None, whole);
        check("a/bc.txt", text("Herald"), None, of_a);
        check("x/a/x.txt", text("Gazette"), None, whole);
        let typed = all.typed();
        assert_eq!(typed[2..4], ["--outlet Gazette", "(a: --map title=kop --outlet Herald)"]);
        assert_eq!(typed[5], "(a/none: --outlet '')");
    }
}
