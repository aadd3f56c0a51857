//! JSON: one object, an array of objects, an object around such an array, or objects one after
//! the other.
//!
//! Elements are cut out of the stream by their brackets, one at a time, and each is parsed for
//! itself, so that an array of any length is streamed and a bad element costs only itself.

use std::io::Read;

use super::MAX_RECORD_BYTES;
use super::encoding;
use super::object::{look_for_attachment, parse_record, wrapped};
use super::run::{Place, Run, Stop};
use super::window::Window;
use crate::model::Source;

/// Reads a JSON file.
pub(super) fn read(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    let mut window = Window::new(input);
    let mut number = 0u32;
    let mut is_array = false;
    let mut is_first = true;
    while let Some(byte) = next_byte(&mut window)? {
        if std::mem::take(&mut is_first) {
            let head = window.bytes();
            if let Some(why) = encoding::why_binary(&head[..head.len().min(64 << 10)]) {
                return Err(Stop::Failed(why));
            }
            if byte == b'[' {
                is_array = true;
                window.consume(1);
                continue;
            }
        }
        match byte {
            b',' => {
                window.consume(1);
                continue;
            }
            b']' if is_array => {
                window.consume(1);
                is_array = false;
                continue;
            }
            _ => {}
        }
        number = number.saturating_add(1);
        let place = Place::Record(number);
        let element = element(&mut window)?;
        let Some(length) = element.length else {
            run.fail_record(Some(number), place, format!("the record is longer than {} MiB", MAX_RECORD_BYTES >> 20))?;
            continue;
        };
        if !element.is_closed && is_array {
            let kept = if number > 1 { "; the records before it were read" } else { "" };
            return Err(Stop::Failed(format!("ends within record {number}{kept}")));
        }
        // A single object is the file's article; whether it is single the next byte tells.
        let is_single = number == 1 && !is_array && is_last(&mut window, length)?;
        let raw = &window.bytes()[..length];
        if is_single {
            if let Some(list) = std::str::from_utf8(raw).ok().and_then(|text| wrapped(text, run)) {
                let list = list.to_owned();
                return read(run, &mut list.as_bytes());
            }
            look_for_attachment(run, raw);
            run.whole(raw, Source::Record, |run| parse_record(run, raw, Place::File))?;
        } else {
            look_for_attachment(run, raw);
            run.record(raw, number, place, |run| parse_record(run, raw, place))?;
        }
        window.consume(length);
    }
    if is_array {
        return Err(Stop::Failed("the array has no end (`]` is missing); its records were read".to_owned()));
    }
    if number == 0 && !is_first {
        return run.warn(Place::File, "the array is empty".to_owned());
    }
    Ok(())
}

/// The next byte that is not white space, left in the window.
fn next_byte(window: &mut Window<'_>) -> Result<Option<u8>, Stop> {
    loop {
        let bytes = window.bytes();
        match bytes.iter().position(|byte| !byte.is_ascii_whitespace()) {
            Some(at) => {
                let byte = bytes[at];
                window.consume(at);
                return Ok(Some(byte));
            }
            None => {
                let length = bytes.len();
                window.consume(length);
                if !window.fill()? {
                    return Ok(None);
                }
            }
        }
    }
}

/// True if nothing but white space follows the first `length` bytes of the window.
fn is_last(window: &mut Window<'_>, length: usize) -> Result<bool, Stop> {
    let mut at = length;
    loop {
        let bytes = window.bytes();
        if bytes[at..].iter().any(|byte| !byte.is_ascii_whitespace()) {
            return Ok(false);
        }
        at = bytes.len();
        if at - length > MAX_RECORD_BYTES || !window.fill()? {
            return Ok(true);
        }
    }
}

/// An element at the start of the window.
struct Element {
    /// Its length in bytes; `None` if it is longer than the limit, and then it is consumed.
    length: Option<usize>,
    /// False if the stream ends within it.
    is_closed: bool,
}

/// Finds the end of the element at the start of the window.
///
/// An object or array ends with its bracket, anything else before `,`, `]` or a line end.
fn element(window: &mut Window<'_>) -> Result<Element, Stop> {
    let mut at = 0;
    let mut depth = 0usize;
    let mut in_string = false;
    let mut is_too_long = false;
    loop {
        let bytes = window.bytes();
        while at < bytes.len() {
            if in_string {
                match memchr::memchr2(b'"', b'\\', &bytes[at..]) {
                    None => at = bytes.len(),
                    Some(found) if bytes[at + found] == b'"' => {
                        in_string = false;
                        at += found + 1;
                    }
                    // The byte after the backslash is passed over, be it in the window or not.
                    Some(found) => at += found + 2,
                }
                continue;
            }
            match bytes[at] {
                b'"' => in_string = true,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    if depth <= 1 {
                        let end = if depth == 1 { at + 1 } else { at.max(1) };
                        return Ok(finish(window, end, is_too_long));
                    }
                    depth -= 1;
                }
                b',' | b'\n' if depth == 0 && at > 0 => return Ok(finish(window, at, is_too_long)),
                _ => {}
            }
            at += 1;
        }
        let length = bytes.len();
        if is_too_long || length > MAX_RECORD_BYTES {
            is_too_long = true;
            window.consume(length);
            at -= length;
        }
        if !window.fill()? {
            let length = window.bytes().len();
            let is_closed = depth == 0 && !in_string;
            return Ok(Element { length: (!is_too_long).then_some(length), is_closed });
        }
    }
}

fn finish(window: &mut Window<'_>, end: usize, is_too_long: bool) -> Element {
    if is_too_long || end > MAX_RECORD_BYTES {
        window.consume(end);
        return Element { length: None, is_closed: true };
    }
    Element { length: Some(end), is_closed: true }
}
