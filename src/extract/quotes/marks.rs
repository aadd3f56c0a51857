//! Stretches between quotation marks.
//!
//! Marks are paired within a paragraph and forgotten at its end, so that one mistyped mark
//! spoils one paragraph and never the rest of the text. A stretch left open runs to the end of
//! its paragraph. Straight and curly marks, two apostrophes, guillemets and the low marks of
//! other languages are read; single marks in texts that quote with them (see [`uses_single_marks`]),
//! and in others where what stands between them is clearly an utterance ([`lone_singles`]). Linear in the
//! length of the text.

use crate::model::Span;

/// A stretch between marks, within one paragraph.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// First byte of the opening mark.
    pub open: u32,
    /// First byte of the words.
    pub start: u32,
    /// One past the last byte of the words.
    pub end: u32,
    /// One past the closing mark; `end` if it is missing.
    pub close: u32,
    /// Number of the paragraph.
    pub paragraph: u32,
    /// Number of words, counted up to 40.
    pub words: u8,
    /// False if the closing mark is missing.
    pub closed: bool,
    /// True for single marks.
    pub single: bool,
    /// True for single marks in a text that quotes with double ones: only a verb of speech makes it a quotation.
    pub lone: bool,
    /// True if the words begin with their speaker's label, as in `“LEE: We go.`
    pub labelled: bool,
    /// True if it goes on in the next paragraph, which opens with a mark.
    pub goes_on: bool,
}

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

/// Finds the stretches of `text`, whose paragraphs are given, in order.
pub fn stretches(text: &str, paragraphs: &[Span]) -> Vec<Stretch> {
    find(text, paragraphs, |stretch| {
        // Apostrophes abound: an utterance has some words, a comma or point before its closing mark, and is no
        // heading.
        let ends = text.as_bytes().get((stretch.end as usize).wrapping_sub(1));
        let whole = paragraphs.get(stretch.paragraph as usize).is_none_or(|paragraph| {
            paragraph.start() == stretch.open as usize && paragraph.end() == stretch.close as usize
        });
        stretch.words >= 3 && matches!(ends, Some(b',' | b'.' | b'!' | b'?')) && !whole
    })
}

/// The same, with all that stands between single marks outside of double ones.
pub fn all_stretches(text: &str, paragraphs: &[Span]) -> Vec<Stretch> {
    find(text, paragraphs, |_| true)
}

fn find(text: &str, paragraphs: &[Span], is_wanted: impl Fn(&Stretch) -> bool) -> Vec<Stretch> {
    let mut double = pair_all(text, paragraphs, false);
    let quoted = double.iter().filter(|stretch| stretch.words >= 3).count();
    if uses_single_marks(text, paragraphs, quoted) {
        return pair_all(text, paragraphs, true);
    }
    let mut singles = lone_singles(text, paragraphs, &double);
    singles.retain(is_wanted);
    singles.iter_mut().for_each(|single| single.lone = true);
    if let Some(headline) = single_headline(text, paragraphs, &double) {
        singles.retain(|single| single.open >= headline.close);
        singles.insert(0, headline);
    }
    if !singles.is_empty() {
        double.append(&mut singles);
        double.sort_by_key(|stretch| stretch.open);
    }
    double
}

/// What stands between single marks outside of the double ones and is closed, in order.
fn lone_singles(text: &str, paragraphs: &[Span], double: &[Stretch]) -> Vec<Stretch> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let may_open =
        ["‘", " '", "\n'", "('", "—'", "–'"].iter().any(|open| memchr::memmem::find(bytes, open.as_bytes()).is_some());
    if !may_open && bytes.first() != Some(&b'\'') {
        return found;
    }
    let mut tags = Tags { next_close: 0 };
    let style = Style { single: true, is_plain: is_plain(bytes) };
    let mut next = double.iter().peekable();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let mut at = paragraph.start();
        while at < paragraph.end() {
            let stretch = next.next_if(|stretch| (stretch.open as usize) < paragraph.end());
            let end = stretch.map_or(paragraph.end(), |stretch| stretch.open as usize);
            // `“Witch hunt”'s`: behind a mark nothing opens.
            let rest = text.get(at..end).unwrap_or("");
            let is_first = at == paragraph.start();
            let start = if is_first { at } else { end - rest.trim_start_matches(['\'', '’', '‘']).len() };
            if start < end {
                pair(text, Span::of(start, end), number as u32, style, &mut tags, &mut found);
            }
            at = stretch.map_or(end, |stretch| stretch.close as usize);
        }
    }
    found.retain(|stretch| stretch.closed && stretch.single);
    found
}

/// A first paragraph wholly between single marks: a headline that quotes.
fn single_headline(text: &str, paragraphs: &[Span], double: &[Stretch]) -> Option<Stretch> {
    let first = *paragraphs.first()?;
    let words = first.of_text(text);
    let inner = words.strip_prefix('‘').and_then(|rest| rest.strip_suffix('’'));
    let inner = inner.or_else(|| words.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')))?;
    let is_plain = !inner.is_empty() && !inner.starts_with(['\'', ' ']) && !inner.contains('‘') && paragraphs.len() > 1;
    let start = first.start() + (words.len() - inner.len()) / 2;
    let free = double.first().is_none_or(|stretch| stretch.open as usize >= first.end());
    (is_plain && free).then_some(Stretch {
        open: first.start() as u32,
        start: start as u32,
        end: (start + inner.len()) as u32,
        close: first.end() as u32,
        paragraph: 0,
        words: count_words(inner),
        closed: true,
        single: true,
        lone: false,
        labelled: false,
        goes_on: false,
    })
}

/// True if a text quotes with single marks, as British papers do: it has at least twice as many
/// stretches that open with a single mark and close behind a point or comma as double ones.
fn uses_single_marks(text: &str, paragraphs: &[Span], quoted: usize) -> bool {
    let bytes = text.as_bytes();
    let mut closings = 0usize;
    for at in memchr::memmem::find_iter(bytes, "’")
        .map(|at| (at, 3))
        .chain(memchr::memchr_iter(b'\'', bytes).map(|at| (at, 1)))
    {
        let (at, width) = at;
        let behind_point = at > 0 && matches!(bytes[at - 1], b',' | b'.' | b'!' | b'?');
        let before_blank = bytes.get(at + width).is_none_or(u8::is_ascii_whitespace);
        closings += usize::from(behind_point && before_blank);
    }
    if closings == 0 || closings < quoted * 2 {
        return false;
    }
    let single = pair_all(text, paragraphs, true);
    let with_point = single
        .iter()
        .filter(|s| s.single && s.closed && s.end > 0)
        .filter(|s| s.words >= 3 || is_clause(text.get(s.start as usize..s.end as usize).unwrap_or("")))
        .filter(|s| matches!(bytes[s.end as usize - 1], b',' | b'.' | b'!' | b'?'))
        .count();
    with_point >= 1 && with_point >= quoted * 2
}

fn pair_all(text: &str, paragraphs: &[Span], single: bool) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut tags = Tags { next_close: 0 };
    let is_plain = is_plain(text.as_bytes());
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let before = found.len();
        pair(text, *paragraph, number as u32, Style { single, is_plain }, &mut tags, &mut found);
        // A paragraph that opens with a mark carries on what the one before left open.
        let carries_on = found.get(before).is_some_and(|first| first.open as usize == paragraph.start());
        if carries_on && before > 0 {
            let last = &mut found[before - 1];
            if !last.closed && last.paragraph + 1 == number as u32 {
                last.goes_on = true;
            }
        }
    }
    found
}

/// True if only the common marks occur.
fn is_plain(bytes: &[u8]) -> bool {
    memchr::memchr3(b'`', b'<', 0xE3, bytes).is_none() && memchr::memchr(0xC2, bytes).is_none()
}

/// Where the next `>` stands, so that looking for the ends of tags stays linear.
struct Tags {
    next_close: usize,
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
struct Style {
    /// Single marks count.
    single: bool,
    /// Only the common marks occur, so that they can be looked for together.
    is_plain: bool,
}

struct Open {
    mark: Mark,
    at: usize,
    start: usize,
    nested: bool,
}

fn pair(text: &str, paragraph: Span, number: u32, style: Style, tags: &mut Tags, found: &mut Vec<Stretch>) {
    let Style { single, is_plain } = style;
    let bytes = text.as_bytes();
    let limit = paragraph.end().min(bytes.len());
    let mut open: Option<Open> = None;
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
        let is_running = single && from_start && next_opens(text, limit);
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
    let (before, rest) = (&bytes[before], &bytes[rest]);
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

/// True if a word of these is a subject and its verb, or a verb denied: `She’s lying`, `Don’t`.
pub fn is_clause(words: &str) -> bool {
    words.split_whitespace().take(4).any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let Some((head, tail)) = word.split_once(['\'', '’']) else { return false };
        match tail {
            "t" => head.ends_with('n'),
            "re" | "ve" | "ll" | "m" | "d" => true,
            "s" => ["he", "she", "it", "that", "there", "what", "who", "here", "where", "let"]
                .iter()
                .any(|subject| head.eq_ignore_ascii_case(subject)),
            _ => false,
        }
    })
}

/// Words counted at most; more make no difference.
const MAX_WORDS: u8 = 40;

/// Number of words: runs of letters and digits, or single characters of scripts without blanks.
fn count_words(text: &str) -> u8 {
    let mut words = 0u8;
    let mut inside = false;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() && words < MAX_WORDS {
        let byte = bytes[at];
        if byte < 0x80 {
            let is_word = byte.is_ascii_alphanumeric();
            words += u8::from(is_word && !inside);
            // An apostrophe or hyphen within a word does not part it.
            inside = is_word || (inside && matches!(byte, b'\'' | b'-' | b'.' | b'&'));
            at += 1;
            continue;
        }
        let Some(character) = text[at..].chars().next() else { break };
        if character >= '\u{2E80}' && character.is_alphanumeric() {
            words += 1;
            inside = false;
        } else {
            let is_word = character.is_alphanumeric();
            words += u8::from(is_word && !inside);
            inside = is_word || (inside && character == '’');
        }
        at += character.len_utf8();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let found = stretches(text, &text::paragraphs(text));
        let got: Vec<&str> = found.iter().map(|s| &text[s.start as usize..s.end as usize]).collect();
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn marks_of_all_kinds_pair_up() {
        check("“No deal,” she said. “None.”", &["No deal,", "None."]);
        check("\"No deal,\" she said. \"None.\"", &["No deal,", "None."]);
        check("''No deal,'' she said. ''He said 'go away'''", &["No deal,", "He said 'go away'"]);
        check("„Kein Wort“, sagte er. »Nie«, sagte sie.", &["Kein Wort", "Nie"]);
        check("« Jamais », dit-il.", &["Jamais"]);
        check("“Our roads are potholed,\" she said.", &["Our roads are potholed,"]);
        check("彼は「行かない」と言った", &["行かない"]);
    }

    #[test]
    fn a_wrong_mark_spoils_one_paragraph_only() {
        check("“I was there. “\n\n“And then,” he said.", &["I was there.", "And then,"]);
        check("“Not even once. ”", &["Not even once."]);
        check("She said, “I left\n\nHe came.", &["I left"]);
        check("”No,” he said.", &["No,"]);
        check("“a “b “c", &["a", "b", "c"]);
        check("no,” he said. ”", &[]);
        check("The 6'5\" guard said \"yes\".", &["yes"]);
    }

    #[test]
    fn nested_marks_belong_to_the_outer_stretch() {
        check("“He told me \"go away\" twice,” she said.", &["He told me \"go away\" twice,"]);
        check("“They say ‘never’ a lot.”", &["They say ‘never’ a lot."]);
    }

    #[test]
    fn single_marks_count_where_a_text_quotes_with_them() {
        check(
            "‘It’s the dogs’ dinner,’ said Ann. ‘He said “never” to us.’",
            &["It’s the dogs’ dinner,", "He said “never” to us."],
        );
        check("'We don't know yet,' he said.", &["We don't know yet,"]);
        check(
            "The plan is 'ridiculous' and dead. Ann Lee said: 'It is a farce.' It was 'lies' by all. 'No, it was not,' she said.",
            &["ridiculous", "It is a farce.", "lies", "No, it was not,"],
        );
        check("'The dogs' owners' house is big,' said Ann.", &["The dogs' owners' house is big,"]);
        check("The teachers’ union said so. It’s Bill’s.", &[]);
    }

    #[test]
    fn single_marks_beside_double_ones_count_where_they_hold_an_utterance() {
        check("“One two three,” he said. ‘Four five six,’ said Ann.", &["One two three,", "Four five six,"]);
        check("\"One two three,\" he said.\n\n'Four five six,' said Ann.", &["One two three,", "Four five six,"]);
        check("“One ‘two three four.’ Five,” he said.", &["One ‘two three four.’ Five,"]);
        check("“One two three,” he said of ‘dogs’ and 'cats'.", &["One two three,"]);
        check("“One two three”'s author is Bill's. “Four's is not,” he said.", &["One two three", "Four's is not,"]);
        check("\"One,\" said Ann of the '90s and the dogs' owners.", &["One,"]);
        let text = "“One two three,” he said of ‘dogs’ and 'cats'.";
        let all = all_stretches(text, &text::paragraphs(text));
        assert_eq!(all.iter().filter(|stretch| stretch.single).count(), 2);
    }

    #[test]
    fn a_plural_possessive_does_not_end_a_running_quotation() {
        check(
            "'We closed the gate,' said Ann.\n\n'Then we closed the yard and the lodgers' hall.\n\n'It was late.'",
            &["We closed the gate,", "Then we closed the yard and the lodgers' hall.", "It was late."],
        );
        check(
            "'We closed the gate,' said Ann.\n\n'lies' by all.\n\n'It was late.'",
            &["We closed the gate,", "lies", "It was late."],
        );
    }

    #[test]
    fn marks_in_tags_are_none() {
        check("<a href=\"x y\">Go “on then” now</a>", &["on then"]);
    }
}
