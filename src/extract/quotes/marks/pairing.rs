//! Pairing the marks of one paragraph: which mark opens, closes, nests, or is an apostrophe.

use super::{Stretch, count_words};
use crate::model::Span;

/// What a mark may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// `“` `‟` and doubled grave accents: opens; in German, closes.
    CurlyOpen,
    /// `”`
    CurlyClose,
    /// `„`
    Low,
    /// `"`, `''`
    Straight,
    /// `«`
    AngleLeft,
    /// `»`
    AngleRight,
    /// `「` `『`
    CornerOpen,
    /// `」` `』`
    CornerClose,
    /// `‘`
    SingleOpen,
    /// `’`
    SingleClose,
    /// `'`
    Apostrophe,
}

/// True if only the common marks occur.
pub fn is_plain(bytes: &[u8]) -> bool {
    memchr::memchr3(b'`', b'<', 0xE3, bytes).is_none() && memchr::memchr(0xC2, bytes).is_none()
}

/// Where the next `>` stands, so that looking for the ends of tags stays linear.
pub struct Tags {
    pub next_close: usize,
}

impl Tags {
    /// If a tag such as `<b>` begins at `at`, returns where it ends.
    fn end(&mut self, bytes: &[u8], at: usize, limit: usize) -> Option<usize> {
        if !bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/' || *b == b'!') {
            return None;
        }
        if self.next_close <= at {
            self.next_close = memchr::memchr(b'>', &bytes[at..]).map_or(bytes.len(), |offset| at + offset);
        }
        (self.next_close < limit && self.next_close - at < 2000).then_some(self.next_close + 1)
    }
}

/// How a text is read.
#[derive(Clone, Copy)]
pub struct Style {
    /// Single marks count.
    pub single: bool,
    /// Only the common marks occur, so that they can be looked for together.
    pub is_plain: bool,
}

struct Open {
    mark: Mark,
    at: usize,
    start: usize,
    nested: bool,
}

/// Appends the stretches of one paragraph.
pub fn pair(text: &str, paragraph: Span, number: u32, style: Style, tags: &mut Tags, found: &mut Vec<Stretch>) {
    let Style { single, is_plain } = style;
    let bytes = text.as_bytes();
    let limit = paragraph.end().min(bytes.len());
    let mut open: Option<Open> = None;
    let mut is_followed: Option<bool> = None;
    let mut at = paragraph.start();
    let mut push = |open: &Open, end: usize, close: usize, closed: bool| {
        let words = text.get(open.start..end).unwrap_or("");
        let from = open.start + (words.len() - words.trim_start().len());
        let to = from + words.trim().len();
        if to > from {
            let is_single = matches!(open.mark, Mark::SingleOpen | Mark::Apostrophe | Mark::SingleClose);
            found.push(Stretch {
                open: open.at as u32,
                start: from as u32,
                end: to as u32,
                close: close as u32,
                paragraph: number,
                words: count_words(&text[from..to]),
                closed,
                single: is_single,
                lone: false,
                partial: false,
                labelled: false,
                goes_on: false,
            });
        }
    };
    while at < limit {
        if is_plain {
            let Some(offset) = memchr::memchr3(b'"', b'\'', 0xE2, &bytes[at..limit]) else { break };
            at += offset;
        } else if !IS_MARK[usize::from(bytes[at])] {
            at += 1;
            continue;
        }
        if bytes[at] == b'<' {
            at = tags.end(bytes, at, limit).unwrap_or(at + 1);
            continue;
        }
        let Some((mark, width)) = mark_at(bytes, at, single, open.is_some()) else {
            at += 1;
            continue;
        };
        let after = at + width;
        let blank_before = at == paragraph.start() || is_blank_or_open(text, at);
        let blank_after = after >= limit || is_blank(bytes, after);
        let from_start = open.as_ref().is_some_and(|open| open.at == paragraph.start());
        // Looked for once: blanks behind the paragraph may be many, and so may marks in it.
        let is_running = single && from_start && *is_followed.get_or_insert_with(|| next_opens(text, limit));
        let met = Met { mark, bytes, at, after, limit, blank_before, blank_after, is_running };
        match &mut open {
            None => {
                if opens(met) {
                    open = Some(Open { mark, at, start: after, nested: false });
                }
            }
            Some(current) => match ends(current, met) {
                Act::Close => {
                    push(current, at, after, true);
                    open = None;
                }
                Act::Reopen => {
                    push(current, at, at, false);
                    open = Some(Open { mark, at, start: after, nested: false });
                }
                Act::Nest => current.nested = true,
                Act::Unnest => current.nested = false,
                Act::Nothing => {}
            },
        }
        at = after;
    }
    if let Some(open) = open {
        push(&open, limit, limit, false);
    }
}

/// A mark with its surroundings.
#[derive(Clone, Copy)]
struct Met<'t> {
    mark: Mark,
    bytes: &'t [u8],
    /// First byte of the mark.
    at: usize,
    /// One past it.
    after: usize,
    /// End of the paragraph.
    limit: usize,
    /// White space, a bracket or a dash stands before it.
    blank_before: bool,
    /// White space or the paragraph's end stands behind it.
    blank_after: bool,
    /// What is open began with the paragraph, and the next one begins with a single mark as well.
    is_running: bool,
}

enum Act {
    Close,
    Reopen,
    Nest,
    Unnest,
    Nothing,
}

/// True if a mark met outside a stretch opens one.
fn opens(met: Met) -> bool {
    let Met { mark, bytes, at, after, limit, blank_before, blank_after, .. } = met;
    match mark {
        Mark::CurlyOpen | Mark::Low | Mark::AngleLeft | Mark::CornerOpen => {
            !blank_after || (after < limit && blank_before)
        }
        // Mistyped, or the other way round as in Danish: `»so«`.
        Mark::CurlyClose | Mark::AngleRight => blank_before && !blank_after,
        Mark::CornerClose | Mark::SingleClose => false,
        Mark::Straight => {
            let is_inch =
                at > 0 && bytes[at - 1].is_ascii_digit() && !bytes.get(after).is_some_and(u8::is_ascii_alphanumeric);
            if blank_after {
                blank_before && after < limit
            } else {
                !is_inch && (blank_before || bytes[after].is_ascii_alphanumeric() || bytes[after] >= 0x80)
            }
        }
        Mark::SingleOpen => !blank_after && blank_before,
        Mark::Apostrophe => blank_before && !blank_after && !is_elision(&bytes[after..limit]),
    }
}

fn ends(open: &Open, met: Met) -> Act {
    let Met { mark, bytes, at, after, limit, blank_before, blank_after, .. } = met;
    let looks_opening = blank_before && !blank_after;
    match (open.mark, mark) {
        (Mark::SingleOpen | Mark::Apostrophe, Mark::SingleClose | Mark::Apostrophe) => {
            let word_after = bytes.get(after).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0xC3);
            if word_after || blank_before {
                return Act::Nothing;
            }
            // `the dogs’ owner`: a closing mark behind an s, with a small letter behind the blank.
            let may_be_plural = bytes[at - 1] == b's' && bytes.get(after) == Some(&b' ');
            let plural = may_be_plural
                && (closes_later(bytes, after, limit)
                    || met.is_running && stays_open(bytes, open.start..at, after..limit));
            if plural { Act::Nothing } else { Act::Close }
        }
        (Mark::SingleOpen | Mark::Apostrophe, _) => Act::Nothing,
        (_, Mark::SingleOpen | Mark::SingleClose | Mark::Apostrophe) => Act::Nothing,
        (Mark::Low, Mark::CurlyOpen | Mark::CurlyClose | Mark::Straight) => Act::Close,
        (Mark::Low, _) => Act::Nothing,
        (Mark::AngleLeft, Mark::AngleRight) | (Mark::AngleRight, Mark::AngleLeft) => Act::Close,
        (Mark::AngleLeft, Mark::AngleLeft) | (Mark::AngleRight, Mark::AngleRight) if looks_opening => Act::Reopen,
        (Mark::AngleLeft | Mark::AngleRight, _) => Act::Nothing,
        (Mark::CornerOpen, Mark::CornerClose) => Act::Close,
        (Mark::CornerOpen, _) => Act::Nothing,
        (_, Mark::AngleLeft | Mark::AngleRight | Mark::CornerOpen | Mark::CornerClose) => Act::Nothing,
        (Mark::Straight, Mark::Straight) => {
            if looks_opening && at > open.start {
                Act::Reopen
            } else {
                Act::Close
            }
        }
        (Mark::CurlyOpen | Mark::CurlyClose, Mark::Straight) => {
            if open.nested {
                Act::Unnest
            } else if looks_opening
                && memchr::memmem::find(&bytes[after..limit.min(after + 2000)], "”".as_bytes()).is_some()
            {
                Act::Nest
            } else {
                Act::Close
            }
        }
        (_, Mark::CurlyClose) => Act::Close,
        (_, Mark::CurlyOpen) => {
            // `support. “`: the wrong mark at the end.
            if blank_after || !blank_before && !bytes.get(after).is_some_and(u8::is_ascii_alphanumeric) {
                Act::Close
            } else {
                Act::Reopen
            }
        }
        (_, Mark::Low) => Act::Reopen,
        (Mark::CornerClose | Mark::SingleClose, _) => Act::Close,
    }
}

/// True if the paragraph behind the one that ends at `limit` begins with a single mark.
fn next_opens(text: &str, limit: usize) -> bool {
    text.get(limit..).is_some_and(|rest| rest.trim_start().starts_with(['\'', '‘']))
}

/// True if a quotation that goes on in the next paragraph, and so is not closed, has the plural possessive that was
/// met: it has some words before it, and goes on in small letters without another mark.
fn stays_open(bytes: &[u8], before: std::ops::Range<usize>, rest: std::ops::Range<usize>) -> bool {
    // A window keeps a paragraph with many of them linear.
    let window = |range: std::ops::Range<usize>| &bytes[range.start..range.end.min(range.start + 2000)];
    let (before, rest) = (window(before), window(rest));
    let n_words = before.split(u8::is_ascii_whitespace).take(5).count();
    let is_small = rest.iter().find(|byte| **byte != b' ').is_some_and(u8::is_ascii_lowercase);
    let marks = memchr::memchr(b'\'', rest).is_some() || memchr::memmem::find(rest, "’".as_bytes()).is_some();
    n_words >= 5 && is_small && !marks
}

/// True if a single mark behind a point or comma follows within 300 bytes, before another opens.
fn closes_later(bytes: &[u8], from: usize, limit: usize) -> bool {
    let window = &bytes[from..limit.min(from + 300)];
    let mut at = 0;
    while at < window.len() {
        let width = match window[at] {
            // `'lies' by MPs. 'It is …'`: another one opens.
            b'\''
                if at > 0
                    && (window[at - 1].is_ascii_whitespace() || matches!(window[at - 1], b'(' | b':'))
                    && window.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
                    && !is_elision(&window[at + 1..]) =>
            {
                return false;
            }
            b'\'' => 1,
            0xE2 if window[at..].starts_with("’".as_bytes()) => 3,
            0xE2 if window[at..].starts_with("‘".as_bytes()) => return false,
            _ => {
                at += 1;
                continue;
            }
        };
        if at > 0 && matches!(window[at - 1], b',' | b'.' | b'!' | b'?') {
            return true;
        }
        at += width;
    }
    false
}

/// `'em`, `'til`, `'90s`, `'tis`: an apostrophe for letters left out.
fn is_elision(rest: &[u8]) -> bool {
    if rest.first().is_some_and(u8::is_ascii_digit) {
        return true;
    }
    let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    matches!(
        &rest[..letters.min(5)],
        b"em" | b"til" | b"tis" | b"twas" | b"n" | b"cause" | b"bout" | b"round" | b"Til" | b"Tis"
    )
}

static IS_MARK: [bool; 256] = {
    let mut table = [false; 256];
    table[b'"' as usize] = true;
    table[b'\'' as usize] = true;
    table[b'`' as usize] = true;
    table[b'<' as usize] = true;
    table[0xE2] = true;
    table[0xC2] = true;
    table[0xE3] = true;
    table
};

fn mark_at(bytes: &[u8], at: usize, single: bool, inside: bool) -> Option<(Mark, usize)> {
    let rest = &bytes[at..];
    match rest[0] {
        b'"' => Some((Mark::Straight, 1)),
        b'`' if rest.get(1) == Some(&b'`') => Some((Mark::CurlyOpen, 2)),
        b'\'' if rest.get(1) == Some(&b'\'') => {
            // `go away'''`: the first closes what is nested.
            if inside && rest.get(2) == Some(&b'\'') { None } else { Some((Mark::Straight, 2)) }
        }
        b'\'' if single => Some((Mark::Apostrophe, 1)),
        0xE2 if rest.len() >= 3 && rest[1] == 0x80 => match rest[2] {
            0x9C | 0x9F => Some((Mark::CurlyOpen, 3)),
            0x9D => Some((Mark::CurlyClose, 3)),
            0x9E => Some((Mark::Low, 3)),
            0x98 if single => Some((Mark::SingleOpen, 3)),
            0x99 if single => Some((Mark::SingleClose, 3)),
            _ => None,
        },
        0xC2 if rest.len() >= 2 => match rest[1] {
            0xAB => Some((Mark::AngleLeft, 2)),
            0xBB => Some((Mark::AngleRight, 2)),
            _ => None,
        },
        0xE3 if rest.len() >= 3 && rest[1] == 0x80 => match rest[2] {
            0x8C | 0x8E => Some((Mark::CornerOpen, 3)),
            0x8D | 0x8F => Some((Mark::CornerClose, 3)),
            _ => None,
        },
        _ => None,
    }
}

fn is_blank(bytes: &[u8], at: usize) -> bool {
    bytes[at].is_ascii_whitespace() || bytes[at..].starts_with(&[0xC2, 0xA0])
}

/// True if white space or an opening bracket or dash stands before `at`.
fn is_blank_or_open(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_none_or(|before| {
        before.is_whitespace() || matches!(before, '(' | '[' | '-' | '–' | '—' | '―' | '/' | '‘' | '\u{200B}' | '>')
    })
}
