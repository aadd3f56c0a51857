//! Files that hold a text in a form of their own: what comes out of each is a [`Document`].
//!
//! Pure functions from bytes to a text and what is stated of it; nothing here knows files. What a
//! crate of others reads (PDF, mail) is read in a thread with a time limit, and a panic there
//! costs the one file.

mod docx;
mod epub;
#[cfg(any(feature = "pdf", feature = "mail"))]
mod guard;
mod mail;
mod pdf;
mod rtf;

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::Encoding;

use super::exports;
use super::fields::Fields;
use super::jsonl::each_line;
use super::run::{Place, Run, Stop};
use super::window::Window;
use super::{MAX_RECORD_BYTES, encoding, html};
use crate::model::{Field, Given, Source};
use crate::text::normalise;

/// The name of threads in which a panic is expected of what is not ours, and becomes a failure of the file: a panic
/// hook may pass over it.
pub const GUARDED_THREAD: &str = "guarded reader";

/// A text with what is stated of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Document {
    pub text: String,
    pub given: Vec<Given>,
    pub warning: Option<String>,
}

impl Document {
    /// Decodes text whose encoding may be named outside of it; a byte order mark wins.
    pub fn decode(bytes: &[u8], charset: Option<&str>) -> String {
        if let Some((encoding, length)) = Encoding::for_bom(bytes) {
            return encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned();
        }
        match charset.and_then(|name| Encoding::for_label(name.as_bytes())) {
            Some(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            None => encoding::decode(bytes).text.into_owned(),
        }
    }

    fn state(&mut self, field: Field, value: impl Into<String>, source: Source) {
        let value: String = value.into();
        if !value.trim().is_empty() {
            self.given.push(Given { field, value: value.trim().to_owned(), source });
        }
    }

    fn into_fields(self) -> Fields<'static> {
        let mut fields = Fields::default();
        fields.set_text(Cow::Owned(self.text));
        fields.state(self.given);
        fields
    }
}

/// Reads the bytes of a file by its ending; `None` if no reader here knows it.
pub(super) fn of_ending(ending: &str, bytes: &[u8]) -> Option<Result<Document, String>> {
    Some(match ending.to_ascii_lowercase().as_str() {
        "txt" | "text" => Ok(Document { text: Document::decode(bytes, None), ..Document::default() }),
        "html" | "htm" | "xhtml" => {
            let page = html::read(bytes, None, None);
            Ok(Document { text: page.text, given: page.given, warning: page.warning.map(str::to_owned) })
        }
        "pdf" => pdf::read(bytes),
        "docx" => docx::read(bytes),
        "rtf" => rtf::read(bytes),
        "epub" => epub::read(bytes),
        "eml" => mail::read(bytes),
        _ => return None,
    })
}

/// Reads a PDF.
pub(super) fn read_pdf(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    read_as(run, input, "pdf")
}

/// Reads a DOCX, which may be an export.
pub(super) fn read_docx(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    read_as(run, input, "docx")
}

/// Reads an RTF, which may be an export.
pub(super) fn read_rtf(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    read_as(run, input, "rtf")
}

/// Reads an EPUB.
pub(super) fn read_epub(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    read_as(run, input, "epub")
}

/// Reads a mail.
pub(super) fn read_eml(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    read_as(run, input, "eml")
}

fn read_as(run: &mut Run<'_>, input: &mut dyn Read, ending: &str) -> Result<(), Stop> {
    let mut bytes = Vec::new();
    input.take(MAX_RECORD_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_RECORD_BYTES {
        return Err(Stop::Failed(format!("is longer than {} MiB", MAX_RECORD_BYTES >> 20)));
    }
    if bytes.is_empty() {
        return Err(Stop::Failed("is empty".to_owned()));
    }
    let parse = |bytes: &[u8]| of_ending(ending, bytes).unwrap_or_else(|| Err("cannot be read".to_owned()));
    if matches!(ending, "docx" | "rtf") {
        let document = parse(&bytes).map_err(Stop::Failed)?;
        let text = normalise(Cow::Borrowed(document.text.as_str()));
        if exports::may_be_export(text.as_bytes())
            && let Some(export) = exports::of_text(&text)
        {
            return exports::hand_on(run, &text, export);
        }
        return whole(run, &bytes, |_| Ok(document));
    }
    whole(run, &bytes, parse)
}

fn whole(run: &mut Run<'_>, bytes: &[u8], parse: impl FnOnce(&[u8]) -> Result<Document, String>) -> Result<(), Stop> {
    run.whole(bytes, Source::Text, |run| match parse(bytes) {
        Ok(mut document) => {
            if let Some(warning) = document.warning.take() {
                run.warn(Place::File, warning)?;
            }
            Ok(Ok(document.into_fields()))
        }
        Err(reason) => Ok(Err(reason)),
    })
}

/// Whether a line has a time of day and a year, as those between messages do: `From a@b.example Fri Mar  5 10:00:00 2021`.
fn has_time(line: &[u8]) -> bool {
    let words = || line.split(u8::is_ascii_whitespace);
    let is_number = |word: &[u8]| word.iter().all(u8::is_ascii_digit);
    let is_time = |word: &[u8]| word.contains(&b':') && word.iter().all(|byte| byte.is_ascii_digit() || *byte == b':');
    words().any(|word| word.len() >= 4 && is_time(word)) && words().any(|word| word.len() == 4 && is_number(word))
}

/// Reads a mailbox: messages one after the other, each behind a line `From …`.
pub(super) fn read_mbox(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    let mut message: Vec<u8> = Vec::new();
    let (mut number, mut is_too_long, mut is_after_blank) = (0u32, false, true);
    let mut hand_on = |run: &mut Run<'_>, message: &mut Vec<u8>, is_too_long: bool| {
        let bytes = std::mem::take(message);
        if number == 0 || (bytes.iter().all(u8::is_ascii_whitespace) && !is_too_long) {
            number += 1;
            return Ok(());
        }
        let place = Place::Record(number);
        number = number.saturating_add(1);
        if is_too_long {
            return run.fail(place, format!("the message is longer than {} MiB", MAX_RECORD_BYTES >> 20));
        }
        run.record(&bytes, number - 1, place, |run| match mail::read(&bytes) {
            Ok(mut document) => {
                if let Some(warning) = document.warning.take() {
                    run.warn(place, warning)?;
                }
                Ok(Ok(document.into_fields()))
            }
            Err(reason) => Ok(Err(reason)),
        })
    };
    let (mut is_first, mut is_dated) = (true, false);
    each_line(&mut Window::new(input), MAX_RECORD_BYTES, |line| {
        let Some(line) = line else {
            is_too_long = true;
            return Ok(());
        };
        if std::mem::take(&mut is_first) {
            if !line.starts_with(b"From ") {
                return Err(Stop::Failed("is no mailbox: it does not begin with `From `".to_owned()));
            }
            is_dated = has_time(line);
        }
        // Prose may begin a paragraph with that word.
        if is_after_blank && line.starts_with(b"From ") && (!is_dated || has_time(line)) {
            hand_on(run, &mut message, std::mem::take(&mut is_too_long))?;
        } else if message.len() + line.len() > MAX_RECORD_BYTES {
            is_too_long = true;
        } else if !is_too_long {
            // Lines of a text that begin like that were marked.
            let marks = line.iter().take_while(|byte| **byte == b'>').count();
            let is_marked = marks > 0 && line[marks..].starts_with(b"From ");
            message.extend_from_slice(if is_marked { &line[1..] } else { line });
            message.push(b'\n');
        }
        is_after_blank = line.trim_ascii().is_empty();
        Ok(())
    })?;
    hand_on(run, &mut message, is_too_long)
}
