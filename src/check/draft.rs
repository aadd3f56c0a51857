//! The text that is to be checked, out of a file of any format that is read.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;

use crate::error::{Error, Result};
use crate::ingest::{self, Item, Options};

/// References that stand for quotation marks in a text which was copied out of a page.
const MARKS: [&str; 10] =
    ["&quot;", "&ldquo;", "&bdquo;", "&laquo;", "&lsquo;", "&#34;", "&#8220;", "&#8222;", "&#171;", "&#x201c;"];

/// A text that is to be checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Of a file of several articles all of them, with blank lines between.
    pub text: String,
    /// What could not be read, or was guessed, such as an encoding.
    pub problems: Vec<String>,
}

/// Reads a draft by the ending of its name; `-`, a text and a name without an ending are read as a text, with
/// all that stands in it.
///
/// # Errors
/// [`Error::Read`] if it cannot be read, or is not a text, such as a picture.
pub fn read_draft(path: &Path, input: &mut dyn Read) -> Result<Draft> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(failed)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Draft::default());
    }
    let name = path.file_name().map_or_else(|| "-".into(), |name| name.to_string_lossy());
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    // Front matter may quote as well, and a place is told in the text as it stands.
    let is_text = matches!(ending.as_deref(), None | Some("txt" | "text" | "md" | "markdown"));
    let name = if is_text { "-" } else { &*name };
    let mut draft = Draft::default();
    let mut articles = 0;
    ingest::read_bytes(name, &mut bytes.as_slice(), &Options::default(), None, &mut |item| {
        match item {
            Item::Article { article, .. } => {
                if articles > 0 {
                    draft.text.push_str("\n\n");
                }
                draft.text.push_str(&article.text);
                articles += 1;
            }
            Item::Warning(failure) | Item::Failure(failure) => {
                let place = if failure.place.is_empty() { String::new() } else { format!("{}: ", failure.place) };
                draft.problems.push(format!("{place}{}", failure.reason));
            }
            Item::Unchanged { .. } | Item::Unread { .. } => {}
        }
        ControlFlow::Continue(())
    });
    if articles == 0 {
        let reason = draft.problems.pop().unwrap_or_else(|| "has no text".to_owned());
        return Err(failed(io::Error::new(io::ErrorKind::InvalidData, reason)));
    }
    let small = draft.text.to_ascii_lowercase();
    if MARKS.iter().any(|mark| small.contains(mark)) {
        draft.text = ingest::html::plain(&draft.text);
    }
    Ok(draft)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, bytes: &[u8], want: &str) {
        assert_eq!(read_draft(Path::new(name), &mut &*bytes).unwrap().text.trim(), want, "{name}");
    }

    #[test]
    fn any_encoding_and_format_is_read() {
        let utf16: Vec<u8> = "\u{FEFF}“We go”".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check("a.txt", &utf16, "“We go”");
        check("-", b"\x93We go\x94", "“We go”");
        check("a.md", b"&ldquo;We go&rdquo; &amp; come", "“We go” & come");
        check("a.jsonl", b"{\"text\": \"\\\"We go\\\"\"}\n{\"text\": \"now\"}\n", "\"We go\"\n\nnow");
        check("a", b" \n", "");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for name in ["a.txt", "-", "a.docx", "a.png"] {
            assert!(read_draft(Path::new(name), &mut &b"PK\x03\x04\x00\x00\x00\x01\x02"[..]).is_err(), "{name}");
        }
    }
}
