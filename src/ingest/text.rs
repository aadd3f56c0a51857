//! Plain text: the file is the article's text, or an export of many.

use std::borrow::Cow;
use std::io::Read;

use super::MAX_RECORD_BYTES;
use super::encoding;
use super::exports;
use super::fields::Fields;
use super::run::{Place, Run, Stop};
use crate::model::Source;
use crate::text::normalise;

/// Reads a text file.
pub(super) fn read(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    let bytes = read_whole(input)?;
    if exports::may_be_export(&bytes) {
        let text = normalise(decode_whole(run, &bytes)?);
        if let Some(export) = exports::of_text(&text) {
            return exports::hand_on(run, &text, export);
        }
    }
    run.whole(&bytes, Source::Text, |run| {
        let mut fields = Fields::default();
        fields.set_text(decode_whole(run, &bytes)?);
        Ok(Ok(fields))
    })
}

/// Reads a file that is one record into memory.
pub(super) fn read_whole(input: &mut dyn Read) -> Result<Vec<u8>, Stop> {
    let mut bytes = Vec::new();
    input.take(MAX_RECORD_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_RECORD_BYTES {
        return Err(Stop::Failed(format!("is longer than {} MiB", MAX_RECORD_BYTES >> 20)));
    }
    if let Some(why) = encoding::why_binary(&bytes) {
        return Err(Stop::Failed(why));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Stop::Failed("is empty".to_owned()));
    }
    Ok(bytes)
}

/// Decodes such a file.
pub(super) fn decode_whole<'t>(run: &mut Run<'_>, bytes: &'t [u8]) -> Result<Cow<'t, str>, Stop> {
    run.decode(bytes, Place::File)
}
