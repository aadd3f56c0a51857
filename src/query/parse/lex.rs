//! The characters of a query: blanks, marks, runs, and the few words that are operators.

use std::cell::Cell;

use crate::query::Near;

/// A place in the text of a query.
pub(super) struct Cursor<'t> {
    pub text: &'t str,
    pub at: usize,
    /// Where the last run that was looked at begins and ends: one may be as long as the text, and
    /// is looked at again for every sign in it.
    run: Cell<(usize, usize)>,
}

/// What stands between quotation marks.
pub(super) struct Quoted<'t> {
    pub inner: &'t str,
    pub is_closed: bool,
}

impl<'t> Cursor<'t> {
    pub fn new(text: &'t str, at: usize) -> Cursor<'t> {
        Cursor { text, at, run: Cell::default() }
    }

    pub fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Goes on if the next character is `wanted`.
    pub fn eat(&mut self, wanted: char) -> bool {
        let is_next = self.peek() == Some(wanted);
        if is_next {
            self.at += wanted.len_utf8();
        }
        is_next
    }

    /// The characters up to the next blank, parenthesis or quotation mark.
    pub fn run(&self) -> &'t str {
        let rest = self.rest();
        let (start, end) = self.run.get();
        if (start..end).contains(&self.at) {
            return rest.get(..end - self.at).unwrap_or(rest);
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')') || is_mark(c)).unwrap_or(rest.len());
        self.run.set((self.at, self.at + end));
        &rest[..end]
    }

    /// The run that follows `skipped` bytes and blanks after them, and where it starts.
    pub fn run_after(&self, skipped: usize) -> (&'t str, usize) {
        let mut ahead = Cursor::new(self.text, self.at + skipped);
        ahead.skip_blanks();
        (ahead.run(), ahead.at)
    }

    /// Reads from an opening mark to what closes it, or to the end.
    ///
    /// Returns `None` without moving if no mark stands here, or if it is one that usually
    /// closes and nothing follows that it would open.
    pub fn quoted(&mut self) -> Option<Quoted<'t>> {
        let open = self.peek()?;
        let closes: &[char] = match open {
            '"' | '“' | '‟' => &['"', '”'],
            '„' => &['“', '”', '"'],
            '”' => &['”'],
            '«' => &['»'],
            '»' => &['»', '«'],
            '＂' => &['＂'],
            _ => return None,
        };
        let from = self.at + open.len_utf8();
        let inner = &self.text[from..];
        if let Some(end) = inner.find(closes) {
            let close = inner[end..].chars().next().map_or(1, char::len_utf8);
            self.at = from + end + close;
            return Some(Quoted { inner: &inner[..end], is_closed: true });
        }
        if matches!(open, '”' | '»') {
            return None;
        }
        self.at = self.text.len();
        Some(Quoted { inner, is_closed: false })
    }

    /// Reads `/…/`, if it ends before a blank and nothing is joined to it.
    pub fn regex(&mut self) -> Option<&'t str> {
        let inner = self.rest().strip_prefix('/')?;
        let mut is_escaped = false;
        for (at, character) in inner.char_indices() {
            match character {
                // Also behind a backslash: no word has a blank.
                _ if character.is_whitespace() => return None,
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '/' => {
                    let ends = inner[at + 1..].chars().next().is_none_or(|c| c.is_whitespace() || c == ')');
                    if at == 0 || !ends {
                        return None;
                    }
                    self.at += at + 2;
                    return Some(&inner[..at]);
                }
                _ => {}
            }
        }
        None
    }

    /// What stands between the slash here and the next, if that ends a word and a blank is between them: meant as a
    /// regular expression, and none. Does not move.
    pub fn torn_regex(&self) -> Option<&'t str> {
        let inner = self.rest().strip_prefix('/')?;
        let inner = &inner[..inner.find('/')?];
        let behind = self.rest()[inner.len() + 2..].chars().next();
        let is_joined = behind.is_some_and(|c| !c.is_whitespace() && c != ')');
        let is_apart = inner.starts_with(char::is_whitespace) || inner.ends_with(char::is_whitespace);
        (!is_joined && !is_apart && inner.contains(char::is_whitespace)).then_some(inner)
    }

    /// Reads digits; `None` without moving if there are none.
    pub fn number(&mut self) -> Option<u32> {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let number = to_number(self.rest().get(..digits)?);
        self.at += digits;
        number
    }
}

/// The number that digits write, at most `u32::MAX`; `None` for anything but digits.
pub(super) fn to_number(digits: &str) -> Option<u32> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u32::MAX))
}

/// True for double quotation marks of any kind.
pub(in crate::query) fn is_mark(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// Reads `W/5`, `PRE/5`, `W/S` and `W/P`.
pub(super) fn proximity(run: &str) -> Option<Near> {
    if let Some(distance) = run.strip_prefix("W/") {
        return match distance {
            "S" => Some(Near::Sentence),
            "P" => Some(Near::Paragraph),
            _ => to_number(distance).map(Near::Within),
        };
    }
    to_number(run.strip_prefix("PRE/")?).map(Near::Before)
}

/// True for words that stand between operands.
pub(super) fn is_infix(run: &str) -> bool {
    matches!(run, "AND" | "OR") || proximity(run).is_some()
}

/// True for a word that has a meaning of its own when it stands alone.
pub(in crate::query) fn is_operator(run: &str) -> bool {
    run == "NOT" || is_infix(run)
}
