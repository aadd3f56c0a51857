//! What the user says about people: `speakers.toml`.
//!
//! ```toml
//! [[speaker]]
//! name = "Hillary Clinton"
//! aliases = ["Secretary Clinton", "HRC"]
//! handles = ["@HillaryClinton"]
//! ```

use serde::Deserialize;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_are_read_and_typing_errors_named() {
        let pins = parse_pins("[[speaker]]\nname = \"Ann Roe\"\naliases = [\"Roe\"]\n").unwrap();
        assert_eq!(pins, [Pin { name: "Ann Roe".into(), aliases: vec!["Roe".into()], handles: vec![] }]);
        assert!(parse_pins("[[speaker]]\nnmae = \"Ann\"\n").unwrap_err().contains("nmae"));
    }
}
