//! RTF: text between control words, read by rules of our own; linear, without recursion.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};
use rustc_hash::FxHashMap;

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
    /// In the list of fonts.
    is_in_fonts: bool,
    /// What the font's bytes mean; `None` as in the document at large.
    encoding: Option<&'static Encoding>,
}

/// The encoding of a code page of Windows; `None` if it is not known.
fn code_page(number: i64) -> Option<&'static Encoding> {
    let label = match number {
        866 => "ibm866".to_owned(),
        874 => "windows-874".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10000 => "macintosh".to_owned(),
        10007 => "x-mac-cyrillic".to_owned(),
        20127 => "windows-1252".to_owned(),
        20866 => "koi8-r".to_owned(),
        21866 => "koi8-u".to_owned(),
        28591..=28606 => format!("iso-8859-{}", number - 28590),
        54936 => "gb18030".to_owned(),
        65001 => "utf-8".to_owned(),
        other => format!("windows-{other}"),
    };
    Encoding::for_label(label.as_bytes())
}

/// The encoding of a font by its character set; `None` for those of the document.
fn of_charset(number: i64) -> Option<&'static Encoding> {
    code_page(match number {
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

/// Reads a document.
pub fn read(bytes: &[u8]) -> Result<Document, String> {
    if !bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        return Err("is no RTF".to_owned());
    }
    let mut out = Out { text: String::new(), pending: Vec::new(), encoding: WINDOWS_1252 };
    let mut document_encoding = WINDOWS_1252;
    let mut fonts: FxHashMap<i64, &'static Encoding> = FxHashMap::default();
    let mut font = 0;
    let mut unknown_page = None;
    let mut stack: Vec<State> = Vec::new();
    let mut state = State { is_hidden: false, skip: 1, is_in_fonts: false, encoding: None };
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
                        out.byte(value, state.encoding.unwrap_or(document_encoding));
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
                    b"ansicpg" => match code_page(number.unwrap_or(1252)) {
                        Some(known) => document_encoding = known,
                        None => unknown_page = number,
                    },
                    b"mac" => document_encoding = MACINTOSH,
                    b"f" if state.is_in_fonts => font = number.unwrap_or(0),
                    b"fcharset" if state.is_in_fonts => {
                        fonts.extend(of_charset(number.unwrap_or(0)).map(|known| (font, known)));
                    }
                    b"cpg" if state.is_in_fonts => {
                        fonts.extend(code_page(number.unwrap_or(0)).map(|known| (font, known)));
                    }
                    b"f" => state.encoding = fonts.get(&number.unwrap_or(0)).copied(),
                    b"plain" => state.encoding = None,
                    b"fonttbl" => (state.is_hidden, state.is_in_fonts) = (true, true),
                    b"uc" => state.skip = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16),
                    b"bin" => at = at.saturating_add(usize::try_from(number.unwrap_or(0)).unwrap_or(0)),
                    b"colortbl" | b"stylesheet" | b"info" | b"pict" | b"object" | b"header" | b"footer"
                    | b"headerl" | b"headerr" | b"headerf" | b"footerl" | b"footerr" | b"footerf" | b"fldinst"
                    | b"listtable" | b"listoverridetable" | b"revtbl" | b"rsidtbl" | b"themedata" | b"datastore"
                    | b"xmlnstbl" | b"generator" | b"bkmkstart" | b"bkmkend" | b"nonshppict" => state.is_hidden = true,
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
            other => out.byte(other, state.encoding.unwrap_or(document_encoding)),
        }
    }
    out.flush();
    if out.text.trim().is_empty() {
        return Err("is empty".to_owned());
    }
    let cut = (!stack.is_empty()).then(|| "is cut short; what came before the cut was read".to_owned());
    let page = || unknown_page.map(|page| format!("is in code page {page}, which is not known; read as Windows-1252"));
    let warning = cut.or_else(page);
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

    fn byte(&mut self, byte: u8, encoding: &'static Encoding) {
        if self.encoding != encoding {
            self.flush();
            self.encoding = encoding;
        }
        self.pending.push(byte);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rtf: &str, want: &str) {
        assert_eq!(read(rtf.as_bytes()).unwrap().text, want, "{rtf}");
    }

    #[test]
    fn bytes_are_read_in_the_code_page_of_the_document_or_of_their_font() {
        check(r"{\rtf1\ansi caf\'e9}", "café");
        check(r"{\rtf1\ansi\ansicpg1251 \'cc\'e8\'f0}", "Мир");
        check(r"{\rtf1\ansi\ansicpg932 \'93\'fa\'96\'7b}", "日本");
        check(r"{\rtf1\ansi\ansicpg936 \'d6\'d0}", "中");
        check(r"{\rtf1\mac caf\'8e}", "café");
        let fonts = r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fnil\cpg1253 Greek;}}";
        check(
            &format!(r"{{\rtf1\ansi{fonts}\f0 caf\'e9 {{\f1 \'cc\'e8\'f0}} \'e9 \f2 \'e1\plain \'e9}}"),
            "café Мир é αé",
        );
        let unknown = read(br"{\rtf1\ansi\ansicpg437 x}").unwrap();
        assert_eq!(unknown.warning.as_deref(), Some("is in code page 437, which is not known; read as Windows-1252"));
    }
}
