//! What the names of folders and files state: `--path-pattern '{outlet}/{*}/{date}*'`.
//!
//! A pattern has as many parts, set apart by `/`, as the paths it is for. In a part, `{field}`
//! takes a field's value, `*` and `{*}` stand for anything, all else for itself, and a part
//! `**` stands for any number of folders. A field takes as little as lets the rest match, all
//! that is left if nothing but `*` follows; a date takes what looks like one.

use crate::error::{Error, Result};
use crate::model::{Field, Given, Source};

use super::formats::Kind;
use super::keys::{FIELD_NAMES, field_of_name};

/// A pattern for paths below a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathPattern {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// `**`
    Folders,
    One(Vec<Piece>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Any,
    Field(Field),
}

/// Most pieces of a part and most parts; the search for a match grows with them.
const MAX_PIECES: usize = 16;

impl PathPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// [`Error::Invalid`] if a brace is not closed, a field is unknown or stands twice, or there
    /// are over sixteen parts or pieces of a part.
    pub fn parse(text: &str) -> Result<PathPattern> {
        let invalid = |what: String| Error::Invalid(format!("path pattern `{text}`: {what}"));
        let mut parts = Vec::new();
        let mut seen = Vec::new();
        for part in text.trim_matches('/').split('/') {
            if part == "**" {
                parts.push(Part::Folders);
                continue;
            }
            let mut pieces: Vec<Piece> = Vec::new();
            let mut rest = part;
            while let Some(first) = rest.chars().next() {
                let piece = if first == '*' {
                    rest = &rest[1..];
                    Piece::Any
                } else if first == '{' {
                    let Some(end) = rest.find('}') else {
                        return Err(invalid("`{` is not closed".to_owned()));
                    };
                    let name = &rest[1..end];
                    rest = &rest[end + 1..];
                    if name == "*" {
                        Piece::Any
                    } else {
                        let field = field_of_name(name).filter(|field| *field != Field::Text);
                        let Some(field) = field else {
                            let known = FIELD_NAMES.replace(" text,", "");
                            return Err(invalid(format!("no field is called `{name}`; there are {known} and *")));
                        };
                        if seen.contains(&field) {
                            return Err(invalid(format!("`{{{name}}}` stands twice")));
                        }
                        seen.push(field);
                        Piece::Field(field)
                    }
                } else {
                    let end = rest.find(['*', '{']).unwrap_or(rest.len());
                    let (literal, after) = rest.split_at(end);
                    rest = after;
                    Piece::Literal(literal.to_owned())
                };
                if piece != Piece::Any || pieces.last() != Some(&Piece::Any) {
                    pieces.push(piece);
                }
            }
            if pieces.is_empty() {
                return Err(invalid("a part between `/` is empty".to_owned()));
            }
            parts.push(Part::One(pieces));
        }
        let is_too_long = parts.len() > MAX_PIECES
            || parts.iter().any(|part| matches!(part, Part::One(pieces) if pieces.len() > MAX_PIECES));
        if is_too_long {
            return Err(invalid(format!("has over {MAX_PIECES} parts or pieces of a part")));
        }
        Ok(PathPattern { parts })
    }

    /// What a path below the source states; empty if the pattern does not match it.
    ///
    /// The endings of the file's name (`.txt`, `.jsonl.gz`) need not stand in the pattern.
    pub fn read(&self, path: &str) -> Vec<Given> {
        let names: Vec<&str> = path.split('/').collect();
        let last = names.last().copied().unwrap_or("");
        let stem = Kind::of(last).map_or(last, |kind| &last[..kind.stem_length]);
        for last in [stem, last] {
            let mut names = names.clone();
            if let Some(name) = names.last_mut() {
                *name = last;
            }
            let mut given = Vec::new();
            if match_parts(&self.parts, &names, &mut given) {
                return given;
            }
        }
        Vec::new()
    }
}

fn match_parts(parts: &[Part], names: &[&str], given: &mut Vec<Given>) -> bool {
    let Some((part, parts_after)) = parts.split_first() else { return names.is_empty() };
    let before = given.len();
    match part {
        Part::Folders => {
            // At most one name fewer: the file's own name is no folder.
            for skip in 0..names.len() {
                if match_parts(parts_after, &names[skip..], given) {
                    return true;
                }
                given.truncate(before);
            }
            parts_after.is_empty()
        }
        Part::One(pieces) => {
            let Some((name, names_after)) = names.split_first() else { return false };
            let source = if names_after.is_empty() { Source::FileName } else { Source::Folder };
            let mut steps = MAX_STEPS;
            let matches =
                match_pieces(pieces, name, source, given, &mut steps) && match_parts(parts_after, names_after, given);
            if !matches {
                given.truncate(before);
            }
            matches
        }
    }
}

/// Most steps of the search within one name; ordinary names need fewer than a hundred.
const MAX_STEPS: u32 = 20_000;

fn match_pieces(pieces: &[Piece], name: &str, source: Source, given: &mut Vec<Given>, steps: &mut u32) -> bool {
    *steps = steps.saturating_sub(1);
    if *steps == 0 {
        return false;
    }
    let Some((piece, after)) = pieces.split_first() else { return name.is_empty() };
    let before = given.len();
    match piece {
        Piece::Literal(literal) => {
            name.strip_prefix(literal.as_str()).is_some_and(|rest| match_pieces(after, rest, source, given, steps))
        }
        Piece::Any => {
            after.is_empty() || boundaries(name).any(|at| match_pieces(after, &name[at..], source, given, steps))
        }
        Piece::Field(field) => {
            let takes_rest = after.iter().all(|piece| *piece == Piece::Any);
            let lengths: Vec<usize> = match field {
                Field::Date if after.is_empty() => date_lengths(name).chain([name.len()]).collect(),
                Field::Date if after[0] == Piece::Any => date_lengths(name).collect(),
                Field::Date => date_lengths(name).chain(boundaries(name)).collect(),
                _ if takes_rest => vec![name.len()],
                _ => boundaries(name).collect(),
            };
            for length in lengths.into_iter().filter(|length| *length > 0) {
                let (value, rest) = name.split_at(length);
                given.push(Given { field: *field, value: value.to_owned(), source });
                if match_pieces(after, rest, source, given, steps) {
                    return true;
                }
                given.truncate(before);
            }
            false
        }
    }
}

/// Where a name may be cut.
fn boundaries(name: &str) -> impl Iterator<Item = usize> + '_ {
    name.char_indices().map(|(at, _)| at).chain([name.len()])
}

/// Lengths of the stretches at the start of `name` that look like a date, the longest first:
/// `20200304`, `2020-03-04`, `4.3.2020`, `2020_03`, `2020`.
fn date_lengths(name: &str) -> impl Iterator<Item = usize> {
    let bytes = name.as_bytes();
    let mut lengths = Vec::new();
    let mut at = 0;
    let mut first_digits = 0;
    for group in 0..3 {
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let has_date_length = match group {
            0 => matches!(digits, 1 | 2 | 4 | 6 | 8),
            // A year stands first or last.
            1 => digits == 1 || digits == 2,
            _ => (1..=2).contains(&digits) || (digits == 4 && first_digits <= 2),
        };
        if !has_date_length {
            break;
        }
        at += digits;
        if group == 0 {
            first_digits = digits;
        }
        // A day and a month alone are no date.
        if first_digits >= 4 || group == 2 {
            lengths.push(at);
        }
        let goes_on = first_digits <= 4 && matches!(bytes.get(at), Some(b'-' | b'_' | b'.'));
        if !goes_on {
            break;
        }
        at += 1;
    }
    lengths.into_iter().rev()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, path: &str, want: &[(Field, &str, Source)]) {
        let given = PathPattern::parse(pattern).unwrap().read(path);
        let got: Vec<_> = given.iter().map(|one| (one.field, one.value.as_str(), one.source)).collect();
        assert_eq!(got, want, "{pattern} on {path}");
    }

    use Field::{Author, Date, Outlet, Title};
    use Source::{FileName, Folder};

    #[test]
    fn folders_and_file_names_state_fields() {
        let want = [(Outlet, "Fox News", Folder), (Date, "2020-03-04", FileName)];
        check("{outlet}/{*}/{date}*", "Fox News/politics/2020-03-04-senate.txt", &want);
        check("{outlet}/*/{date}", "Fox News/politics/2020-03-04.jsonl.gz", &want);
        check("{outlet}/{*}/{date}.txt", "Fox News/x/2020-03-04.txt", &want);
        check("{outlet}/**/{date}_*", "Fox News/2020-03-04_x.txt", &want);
        check("{outlet}/**/{date}_*", "Fox News/a/b/2020-03-04_x.txt", &want);
        check("/{outlet}/", "a.b.txt", &[(Outlet, "a.b", FileName)]);
    }

    #[test]
    fn a_path_of_another_form_states_nothing() {
        check("{outlet}/{date}*", "Fox/a/2020.txt", &[]);
        check("{outlet}/{date}*", "2020.txt", &[]);
        check("{outlet}/{date}*", "Fox/senate.txt", &[]);
        check("news-{outlet}/*", "Fox/senate.txt", &[]);
        check("**/{outlet}-x", "", &[]);
    }

    #[test]
    fn dates_take_what_looks_like_one() {
        let date = |name: &str| {
            let given = PathPattern::parse("{date}*").unwrap().read(name);
            given.first().map(|one| one.value.clone()).unwrap_or_default()
        };
        assert_eq!(date("20200304_12345.txt"), "20200304");
        assert_eq!(date("2020-03-smith.txt"), "2020-03");
        assert_eq!(date("2020-123456.txt"), "2020");
        assert_eq!(date("4.3.2020 Senat.txt"), "4.3.2020");
        assert_eq!(date("2020_03_04_05.txt"), "2020_03_04");
        assert_eq!(date("123456789.txt"), "");
        assert_eq!(date("4-3-senate.txt"), "");
    }

    #[test]
    fn fields_end_where_the_next_literal_begins() {
        check(
            "{outlet}_{date}_{author} - {title}",
            "wapo_March 4, 2020_Jane Roe - No - deal.txt",
            &[
                (Outlet, "wapo", FileName),
                (Date, "March 4, 2020", FileName),
                (Author, "Jane Roe", FileName),
                (Title, "No - deal", FileName),
            ],
        );
        check("é{title}ü*", "éöüx.txt", &[(Title, "ö", FileName)]);
    }

    #[test]
    fn wrong_patterns_say_what_would_be_right() {
        let message = |text: &str| PathPattern::parse(text).unwrap_err().to_string();
        assert!(message("{outlet").contains("not closed"));
        assert!(message("{paper}").contains("there are id, title, outlet"));
        assert!(message("{date}/{date}").contains("twice"));
        assert!(message("a//b").contains("empty"));
        assert!(message(&"*/".repeat(20)).contains("sixteen") || message(&"*/".repeat(20)).contains("16"));
    }

    #[test]
    fn hard_patterns_end_soon() {
        let pattern = PathPattern::parse("*a*a*a*a*a*a*a*b").unwrap();
        assert!(pattern.read(&"a".repeat(200)).is_empty());
    }
}
