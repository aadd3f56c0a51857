//! What the user says about people: `speakers.toml`.
//!
//! ```toml
//! [[speaker]]
//! name = "Hillary Clinton"
//! aliases = ["Secretary Clinton", "HRC"]
//! handles = ["@HillaryClinton"]
//! ```

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::text::fold;

/// A person as the user pins it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// The name to show.
    pub name: String,
    /// Names in articles that mean this person.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Handles in social networks, with or without `@`.
    #[serde(default)]
    pub handles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    speaker: Vec<Pin>,
}

/// Reads a `speakers.toml`; the error says what is wrong and where.
pub fn parse_pins(text: &str) -> Result<Vec<Pin>, String> {
    toml::from_str::<File>(text).map(|file| file.speaker).map_err(|error| error.to_string())
}

/// Says what is wrong with the entries of a table: a name or an alias that is empty, or given to two people, which
/// only one of them would get; a handle that is none.
pub fn check_pins(pins: &[Pin]) -> Result<(), String> {
    let mut owners: FxHashMap<String, usize> = FxHashMap::default();
    for (at, pin) in pins.iter().enumerate() {
        let entry = |at: usize, pin: &Pin| format!("entry {} (`{}`)", at + 1, pin.name);
        let names = std::iter::once(("name", &pin.name)).chain(pin.aliases.iter().map(|alias| ("alias", alias)));
        for (kind, name) in names {
            if name.trim().is_empty() {
                return Err(format!("{}: the {kind} is empty", entry(at, pin)));
            }
            let owner = *owners.entry(fold(name.trim())).or_insert(at);
            if let Some(other) = pins.get(owner).filter(|_| owner != at) {
                let (one, other) = (entry(at, pin), entry(owner, other));
                return Err(format!("{one}: the {kind} `{name}` is that of {other} already"));
            }
        }
        for handle in &pin.handles {
            let bare = handle.strip_prefix('@').unwrap_or(handle);
            let is_handle = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@' | ':');
            if bare.is_empty() || !bare.chars().all(is_handle) {
                return Err(format!("{}: `{handle}` is no handle", entry(at, pin)));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_are_read_and_typing_errors_named() {
        let pins = parse_pins("[[speaker]]\nname = \"Ann Roe\"\naliases = [\"Roe\"]\n").unwrap();
        assert_eq!(pins, [Pin { name: "Ann Roe".into(), aliases: vec!["Roe".into()], handles: vec![] }]);
        assert!(parse_pins("[[speaker]]\nnmae = \"Ann\"\n").unwrap_err().contains("nmae"));
    }

    #[test]
    fn entries_that_cannot_hold_are_named() {
        for (text, want) in [
            ("name = \"Ann Roe\"\naliases = [\"Roe\", \"roe\"]\nhandles = [\"@a_roe\", \"a.roe@b.example\"]", ""),
            ("name = \"\"\naliases = [\"Roe\"]", "entry 1 (``): the name is empty"),
            ("name = \"Ann Roe\"\naliases = [\" \"]", "entry 1 (`Ann Roe`): the alias is empty"),
            ("name = \"Ann Roe\"\nhandles = [\"not one\"]", "entry 1 (`Ann Roe`): `not one` is no handle"),
            (
                "name = \"Ann Roe\"\naliases = [\"Lee\"]\n[[speaker]]\nname = \"Bob Ray\"\naliases = [\"LEE\"]",
                "entry 2 (`Bob Ray`): the alias `LEE` is that of entry 1 (`Ann Roe`) already",
            ),
        ] {
            let pins = parse_pins(&format!("[[speaker]]\n{text}\n")).unwrap();
            assert_eq!(check_pins(&pins).err().unwrap_or_default(), want, "{text}");
        }
    }
}
