//! JSON lines: each line an object, each object an article.
//!
//! Lines are found in a window over the stream and parsed in place. A line that is too long is
//! passed over without being held, and the next one is read.

use std::io::Read;

use super::MAX_RECORD_BYTES;
use super::encoding;
use super::object::{look_for_attachment, parse_record};
use super::run::{Place, Run, Stop};
use super::window::Window;

/// Reads a file of JSON lines.
pub(super) fn read(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    let mut window = Window::new(input);
    let mut line_number = 0u64;
    let mut record_number = 0u32;
    each_line(&mut window, MAX_RECORD_BYTES, |line| {
        line_number += 1;
        let place = Place::Line(line_number);
        let Some(line) = line else {
            record_number = record_number.saturating_add(1);
            let number = Some(record_number);
            return run.fail_record(number, place, format!("the line is longer than {} MiB", MAX_RECORD_BYTES >> 20));
        };
        if line_number == 1
            && let Some(why) = encoding::why_binary(&line[..line.len().min(64 << 10)])
        {
            return Err(Stop::Failed(why));
        }
        let line = line.trim_ascii();
        if line.is_empty() {
            return Ok(());
        }
        record_number = record_number.saturating_add(1);
        look_for_attachment(run, line);
        run.record(line, record_number, place, |run| parse_record(run, line, place))
    })
}

/// Calls `sink` with every line of the stream, without its `\n`; with `None` for one that is
/// longer than `limit`.
///
/// When the stream fails, the line that it breaks off in is not handed on.
pub(super) fn each_line(
    window: &mut Window<'_>,
    limit: usize,
    mut sink: impl FnMut(Option<&[u8]>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    // Bytes at the window's start that hold no line end.
    let mut searched = 0;
    let mut is_too_long = false;
    loop {
        let bytes = window.bytes();
        if let Some(found) = memchr::memchr(b'\n', &bytes[searched..]) {
            let end = searched + found;
            let line = (!is_too_long && end <= limit).then(|| &bytes[..end]);
            sink(line)?;
            window.consume(end + 1);
            (searched, is_too_long) = (0, false);
            continue;
        }
        searched = bytes.len();
        if searched > limit {
            is_too_long = true;
        }
        if is_too_long {
            window.consume(searched);
            searched = 0;
        }
        if !window.fill()? {
            break;
        }
    }
    if is_too_long {
        return sink(None);
    }
    if window.bytes().is_empty() { Ok(()) } else { sink(Some(window.bytes())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, limit: usize, want: &[Option<&str>]) {
        let mut input = text.as_bytes();
        let mut lines = Vec::new();
        each_line(&mut Window::new(&mut input), limit, |line| {
            lines.push(line.map(|line| String::from_utf8_lossy(line).into_owned()));
            Ok(())
        })
        .unwrap();
        let got: Vec<Option<&str>> = lines.iter().map(Option::as_deref).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn lines_end_at_line_feeds() {
        check("", 9, &[]);
        check("a\n\nb", 9, &[Some("a"), Some(""), Some("b")]);
        check("a\n", 9, &[Some("a")]);
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        check("aaaa\nbb\ncccc", 3, &[None, Some("bb"), None]);
        let long = "x".repeat(3 << 20);
        check(&format!("a\n{long}\nb"), 1 << 20, &[Some("a"), None, Some("b")]);
        check(&format!("{long}\nb"), 4 << 20, &[Some(&long), Some("b")]);
    }
}
