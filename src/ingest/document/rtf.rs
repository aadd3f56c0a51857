//! RTF: text between control words, read by rules of our own; linear, without recursion.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::Document;

/// Groups within groups; deeper ones are damage.
const MAX_DEPTH: usize = 10_000;

/// What a group inherits.
#[derive(Clone, Copy)]
struct State {
    /// Nothing of it is text.
    is_hidden: bool,
    /// Bytes that follow a `\u` for programs that do not know it.
    skip: usize,
}

/// Reads a document.
pub fn read(bytes: &[u8]) -> Result<Document, String> {
    if !bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        return Err("is no RTF".to_owned());
    }
    let mut out = Out { text: String::new(), pending: Vec::new(), encoding: WINDOWS_1252 };
    let mut stack: Vec<State> = Vec::new();
    let mut state = State { is_hidden: false, skip: 1 };
    let (mut at, mut to_skip) = (0, 0usize);
    let mut high: Option<u32> = None;
    while at < bytes.len() {
        let byte = bytes[at];
        at += 1;
        match byte {
            b'{' => {
                if stack.len() >= MAX_DEPTH {
                    return Err("is nested too deep".to_owned());
                }
                stack.push(state);
                to_skip = 0;
            }
            b'}' => {
                state = stack.pop().unwrap_or(state);
                to_skip = 0;
                if stack.is_empty() {
                    break;
                }
            }
            b'\r' | b'\n' => {}
            b'\\' => {
                let Some(next) = bytes.get(at).copied() else { break };
                if next == b'\'' {
                    let digits = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
                    at += 3;
                    if to_skip > 0 {
                        to_skip -= 1;
                    } else if let Some(value) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok())
                        && !state.is_hidden
                    {
                        out.pending.push(value);
                    }
                    continue;
                }
                if !next.is_ascii_alphabetic() {
                    at += 1;
                    match next {
                        b'*' => state.is_hidden = true,
                        _ if state.is_hidden => {}
                        b'~' => out.push(' '),
                        b'_' => out.push('-'),
                        b'\\' | b'{' | b'}' => out.push(char::from(next)),
                        b'\n' | b'\r' => out.line(),
                        _ => {}
                    }
                    continue;
                }
                let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
                let word = &bytes[at..at + length];
                at += length;
                let digits = bytes[at..]
                    .iter()
                    .enumerate()
                    .take_while(|(index, byte)| byte.is_ascii_digit() || (*index == 0 && **byte == b'-'))
                    .count();
                let number =
                    std::str::from_utf8(&bytes[at..at + digits]).ok().and_then(|digits| digits.parse::<i64>().ok());
                at += digits;
                if bytes.get(at) == Some(&b' ') {
                    at += 1;
                }
                match word {
                    b"ansicpg" => {
                        let label = format!("windows-{}", number.unwrap_or(1252));
                        out.encoding = Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252);
                    }
                    b"uc" => state.skip = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16),
                    b"bin" => at = at.saturating_add(usize::try_from(number.unwrap_or(0)).unwrap_or(0)),
                    b"fonttbl" | b"colortbl" | b"stylesheet" | b"info" | b"pict" | b"object" | b"header"
                    | b"footer" | b"headerl" | b"headerr" | b"headerf" | b"footerl" | b"footerr" | b"footerf"
                    | b"fldinst" | b"listtable" | b"listoverridetable" | b"revtbl" | b"rsidtbl" | b"themedata"
                    | b"datastore" | b"xmlnstbl" | b"generator" | b"bkmkstart" | b"bkmkend" | b"nonshppict" => {
                        state.is_hidden = true
                    }
                    _ if state.is_hidden => {}
                    b"u" => {
                        let code = number.unwrap_or(0);
                        let unit = u32::from((code & 0xFFFF) as u16);
                        to_skip = state.skip;
                        match (high.take(), unit) {
                            (_, 0xD800..=0xDBFF) => high = Some(unit),
                            (Some(first), 0xDC00..=0xDFFF) => {
                                let code = 0x10000 + ((first - 0xD800) << 10) + (unit - 0xDC00);
                                out.push(char::from_u32(code).unwrap_or('\u{FFFD}'));
                            }
                            _ => out.push(char::from_u32(unit).unwrap_or('\u{FFFD}')),
                        }
                        continue;
                    }
                    b"par" | b"sect" | b"page" | b"row" => out.paragraph(),
                    b"line" => out.line(),
                    b"tab" | b"cell" => out.push('\t'),
                    b"emdash" => out.push('—'),
                    b"endash" => out.push('–'),
                    b"lquote" => out.push('‘'),
                    b"rquote" => out.push('’'),
                    b"ldblquote" => out.push('“'),
                    b"rdblquote" => out.push('”'),
                    b"bullet" => out.push('•'),
                    b"emspace" | b"enspace" | b"qmspace" => out.push(' '),
                    _ => {}
                }
            }
            _ if to_skip > 0 => to_skip -= 1,
            _ if state.is_hidden => {}
            other => out.pending.push(other),
        }
    }
    out.flush();
    if out.text.trim().is_empty() {
        return Err("is empty".to_owned());
    }
    let warning = (!stack.is_empty()).then(|| "is cut short; what came before the cut was read".to_owned());
    Ok(Document { text: out.text.trim().to_owned(), warning, ..Document::default() })
}

/// The text so far, with bytes that are not decoded yet.
struct Out {
    text: String,
    pending: Vec<u8>,
    encoding: &'static Encoding,
}

impl Out {
    fn flush(&mut self) {
        if !self.pending.is_empty() {
            self.text.push_str(&self.encoding.decode_without_bom_handling(&self.pending).0);
            self.pending.clear();
        }
    }

    fn push(&mut self, c: char) {
        self.flush();
        self.text.push(c);
    }

    fn line(&mut self) {
        self.flush();
        self.text.push('\n');
    }

    fn paragraph(&mut self) {
        self.line();
        if !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }
}
