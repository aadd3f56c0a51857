//! The parser: text in, a tree and diagnostics out. It never fails.
//!
//! ```text
//! query     = or
//! or        = and { "OR" and }
//! and       = near { [ "AND" ] near }                    juxtaposition means AND (--any: OR)
//! near      = operand { distance operand }               left to right
//! distance  = [ "NOT" ] "W/" number | "PRE/" number | "W/S" | "W/P"
//! operand   = ( "NOT" | "-" | "=" | "==" ) operand
//!           | field ":" ( "?" | period | operand )
//!           | "said:" operand { "@" name }
//!           | "quote(" or ")" | "ATLEAST" number "(" or ")"
//!           | "(" or ")" | phrase | regex | word
//! phrase    = mark { word } mark [ "~" number ]
//! regex     = "/" characters "/"
//! word      = characters [ "*" | "~1" | "~2" ]
//! field     = "title" | "outlet" | "author" | "speaker" | "date" | "lang" | "said" | "narration"
//! ```
//!
//! Operators are in capitals. An operator without its operand, an unknown field and anything
//! else that is not understood is reported with its position and read as the words it is
//! written with. Nesting is bounded by [`MAX_DEPTH`], so neither reading nor dropping a tree
//! can overflow the stack; time and memory are linear in the text.

mod combine;
mod diagnostic;
mod field;
mod leaf;
pub(super) mod lex;
mod unknown;

pub use diagnostic::Diagnostic;

use self::combine::{Part, join_and, join_any, join_or};
use self::diagnostic::Diagnostics;
use self::field::Field;
use self::lex::{Cursor, is_infix, is_mark, is_operator, proximity};
use super::{Form, Near, Query, Word};
use crate::model::{Date, Span};
use crate::text::Words;

/// Deepest nesting of parentheses and prefixes, and greatest height of a tree.
///
/// Deeper than anything written by hand, and shallow enough for the smallest stacks in use
/// (2 MiB for threads of a debug build).
pub const MAX_DEPTH: u32 = 100;

/// What the reading of a query depends on besides its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseContext {
    /// The day that `today` and `7d` count from.
    pub today: Date,
    /// Juxtaposed words mean any of them instead of all (`--any`).
    pub any: bool,
    /// The text is words only: no operator, field, mark or prefix is read (`--plain`).
    pub plain: bool,
}

impl ParseContext {
    /// The query language as it is, on this day.
    pub fn new(today: Date) -> ParseContext {
        ParseContext { today, any: false, plain: false }
    }
}

/// A query as read, with what was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The tree; [`Query::All`] for an empty text or one of blanks.
    pub query: Query,
    /// What was not understood, in order of position; empty for most queries.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a query.
pub fn parse(text: &str, context: &ParseContext) -> Parsed {
    if context.plain {
        return plain(text, context.any);
    }
    let mut parser = Parser {
        cursor: Cursor::new(text, 0),
        context: *context,
        diagnostics: Diagnostics::default(),
        form: Form::Inflected,
        field: None,
        depth: 0,
        ignored_parens: 0,
        regexes: 0,
    };
    let mut parts = Vec::new();
    loop {
        parts.extend(parser.or());
        // Only a parenthesis that nothing opened ends the text early.
        let at = parser.cursor.at;
        if !parser.cursor.eat(')') {
            break;
        }
        parser.report(at..at + 1, || "nothing opens this parenthesis; it was left out".into(), None);
    }
    let is_empty = text.trim().is_empty();
    if parts.is_empty() && !is_empty {
        parser.report(0..text.len(), || "this holds no word and finds nothing".into(), None);
    }
    let nothing_read = if is_empty { Query::All } else { Query::nothing() };
    let query = join_and(parts).map_or(nothing_read, |part| part.query);
    let mut diagnostics = parser.diagnostics.finish();
    diagnostics.sort_by_key(|diagnostic| (diagnostic.message.starts_with("and "), diagnostic.span));
    Parsed { query, diagnostics }
}

/// Reads words and nothing else.
fn plain(text: &str, any: bool) -> Parsed {
    let mut parts = Vec::new();
    let mut push = |text: &str| {
        let word = Word { text: text.to_owned(), form: Form::Inflected };
        parts.push(Part::leaf(Query::Word(word)));
    };
    for run in text.split(|c: char| c.is_whitespace() || is_mark(c)) {
        let words = Words::of(run);
        if words.len() > 1 && any {
            // In a bag of words the parts of a compound count as well as the whole.
            let mut end = 0;
            for token in words.iter().filter(|token| token.width == 1) {
                if token.span.start() >= end {
                    push(token.span.of_text(run));
                    end = token.span.end();
                }
            }
        }
        if !words.is_empty() {
            push(run);
        }
    }
    let joined = if any { join_or(parts) } else { join_and(parts) };
    if joined.is_none() && !text.trim().is_empty() {
        let mut diagnostics = Diagnostics::default();
        diagnostics.add(Span::of(0, text.len()), || "this holds no word and finds nothing".into(), None);
        return Parsed { query: Query::nothing(), diagnostics: diagnostics.finish() };
    }
    Parsed { query: joined.map_or(Query::All, |part| part.query), diagnostics: Vec::new() }
}

struct Parser<'t> {
    cursor: Cursor<'t>,
    context: ParseContext,
    diagnostics: Diagnostics,
    /// How the words being read are compared.
    form: Form,
    /// The field whose values are being read; `None` for words of the text.
    field: Option<Field>,
    depth: u32,
    /// Open parentheses that were too deep to count.
    ignored_parens: usize,
    regexes: usize,
}

impl<'t> Parser<'t> {
    fn or(&mut self) -> Option<Part> {
        let mut parts = Vec::new();
        loop {
            parts.extend(self.and());
            if self.cursor.run() != "OR" {
                break;
            }
            self.cursor.at += "OR".len();
        }
        join_or(parts)
    }

    /// Reads operands up to an `OR` that joins, a closing parenthesis or the end.
    fn and(&mut self) -> Option<Part> {
        // Operands between two `AND`s, for `--any` means something else by juxtaposition.
        let mut groups: Vec<Vec<Part>> = vec![Vec::new()];
        let mut has_operand = false;
        loop {
            self.cursor.skip_blanks();
            match self.cursor.peek() {
                None => break,
                Some(')') if self.ignored_parens > 0 => {
                    self.ignored_parens -= 1;
                    self.cursor.at += 1;
                    continue;
                }
                Some(')') => break,
                Some(_) => {}
            }
            let run = self.cursor.run();
            let joins = has_operand && is_infix(run) && self.operand_follows(run.len());
            if joins && run == "OR" {
                break;
            }
            if joins && run == "AND" {
                self.cursor.at += run.len();
                groups.push(Vec::new());
                continue;
            }
            let start = self.cursor.at;
            if let Some(part) = self.near() {
                has_operand = true;
                if let Some(group) = groups.last_mut() {
                    group.push(part);
                }
            }
            if self.cursor.at == start {
                // Nothing here reads no character; should it ever, the text still ends.
                self.cursor.at += self.cursor.peek().map_or(0, char::len_utf8);
            }
        }
        let any = self.context.any;
        let joined = groups.into_iter().filter_map(|group| if any { join_any(group) } else { join_and(group) });
        join_and(joined.collect())
    }

    fn near(&mut self) -> Option<Part> {
        self.cursor.skip_blanks();
        let begin = self.cursor.at;
        let mut left = self.operand();
        loop {
            self.cursor.skip_blanks();
            let start = self.cursor.at;
            let Some((near, end)) = self.distance() else { return left };
            if left.is_none() && start > begin && self.operand_follows(end - start) {
                // What stands before has no place in a text; so goes what joins it.
                self.report(start..end, || "nothing is left for this to join; left out".into(), None);
                self.cursor.at = end;
                self.cursor.skip_blanks();
                left = self.operand();
                continue;
            }
            if left.is_none() || !self.operand_follows(end - start) {
                return left;
            }
            self.cursor.at = end;
            self.cursor.skip_blanks();
            if let Near::Within(0) | Near::Before(0) = near.kind {
                self.report(start..end, || "words are at least 1 apart; this matches nothing".into(), None);
            }
            let too_high = left.as_ref().is_some_and(|left| left.height >= MAX_DEPTH);
            if too_high {
                let message = || format!("more than {MAX_DEPTH} distances in a row; read as AND from here");
                self.report(start..end, message, None);
                return left; // what follows is read as the next operand of an AND
            }
            let right = self.operand().unwrap_or_else(|| Part::leaf(Query::nothing()));
            let left_part = left.take()?;
            let joined = combine::join_near(left_part, near, right);
            if let Some(trouble) = joined.trouble {
                self.report(start..end, || trouble.message.into(), Some(trouble.hint));
            }
            left = joined.part;
        }
    }

    /// The distance that stands here, if one does, and where it ends.
    fn distance(&self) -> Option<(Distance, usize)> {
        let run = self.cursor.run();
        if let Some(kind) = proximity(run) {
            return Some((Distance { kind, negated: false }, self.cursor.at + run.len()));
        }
        if run != "NOT" {
            return None;
        }
        let (next, at) = self.cursor.run_after(run.len());
        let kind = proximity(next)?;
        Some((Distance { kind, negated: true }, at + next.len()))
    }

    /// True if an operand can begin behind the next `skipped` bytes.
    fn operand_follows(&self, skipped: usize) -> bool {
        let (run, at) = self.cursor.run_after(skipped);
        let next = self.cursor.text.get(at..).and_then(|rest| rest.chars().next());
        !is_infix(run) && next.is_some_and(|next| next != ')')
    }

    /// Reads one operand and moves on by at least one character, unless at the end.
    ///
    /// `None` at the end, or if what stood before it was left out; it has been reported then.
    fn operand(&mut self) -> Option<Part> {
        loop {
            self.cursor.skip_blanks();
            let start = self.cursor.at;
            let is_bounded = self.depth < MAX_DEPTH;
            match self.cursor.peek()? {
                '(' if !is_bounded => {
                    self.too_deep();
                    self.ignored_parens += 1;
                    self.cursor.at += 1;
                    continue;
                }
                '(' => return self.group(),
                ')' => return None,
                '-' if self.is_prefix(1) => {
                    self.cursor.at += 1;
                    if !is_bounded {
                        self.too_deep();
                        continue;
                    }
                    return Some(combine::negate(self.own_operand()));
                }
                '=' => {
                    let form = if self.cursor.rest().starts_with("==") { Form::Literal } else { Form::Folded };
                    let width = if form == Form::Literal { 2 } else { 1 };
                    if self.is_prefix(width) {
                        self.cursor.at += width;
                        if !is_bounded {
                            self.too_deep();
                            continue;
                        }
                        let outer = std::mem::replace(&mut self.form, form);
                        let part = self.own_operand();
                        self.form = outer;
                        return Some(part);
                    }
                }
                '/' => {
                    if let Some(pattern) = self.cursor.regex() {
                        return self.regex(start, pattern);
                    }
                    if let Some(torn) = self.cursor.torn_regex() {
                        let message = || format!("a regular expression is of one word; `/{torn}/` was read as text");
                        self.report(
                            start..start + torn.len() + 2,
                            message,
                            Some("a phrase stands between quotation marks"),
                        );
                    }
                }
                mark if is_mark(mark) => {
                    if let Some(quoted) = self.cursor.quoted() {
                        if !quoted.is_closed {
                            self.report_unclosed(start);
                        }
                        return self.quoted(start, quoted.inner);
                    }
                    self.cursor.at += mark.len_utf8();
                    self.report(
                        start..self.cursor.at,
                        || "nothing opens this quotation mark; it was left out".into(),
                        None,
                    );
                    continue;
                }
                _ => {}
            }
            let run = self.cursor.run();
            if run == "NOT" && self.operand_follows(run.len()) {
                self.cursor.at += run.len();
                if !is_bounded {
                    self.too_deep();
                    continue;
                }
                return Some(combine::negate(self.own_operand()));
            }
            if !is_bounded && Field::split(run).is_some() {
                self.too_deep();
                // All of them at once: the run may be as long as the text.
                let mut rest = run;
                while Field::split(rest).is_some() {
                    rest = rest.split_once(':').map_or("", |(_, behind)| behind);
                }
                self.cursor.at += run.len() - rest.len();
                continue;
            }
            return self.run(run);
        }
    }

    /// The operand of what stands before it; if only signs stand there that were left out, what
    /// matches nothing.
    fn own_operand(&mut self) -> Part {
        self.deeper(Parser::operand).unwrap_or_else(|| Part::leaf(Query::nothing()))
    }

    /// Runs `read` one level deeper.
    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Option<Part>) -> Option<Part> {
        self.depth += 1;
        let part = read(self);
        self.depth -= 1;
        part
    }

    /// True if something other than a blank or an end follows `width` bytes from here.
    fn is_prefix(&self, width: usize) -> bool {
        let next = self.cursor.rest().get(width..).and_then(|rest| rest.chars().next());
        next.is_some_and(|next| !next.is_whitespace() && next != ')')
    }

    fn too_deep(&mut self) {
        let at = self.cursor.at;
        let width = self.cursor.peek().map_or(0, char::len_utf8);
        let message = || format!("this nests deeper than {MAX_DEPTH}; what goes deeper was left out");
        self.report(at..at + width, message, None);
    }

    fn group(&mut self) -> Option<Part> {
        let open = self.cursor.at;
        self.cursor.at += 1;
        let part = self.deeper(Parser::or);
        if !self.cursor.eat(')') {
            self.report(open..open + 1, || "this parenthesis is never closed; read to the end".into(), None);
        } else if part.is_none() {
            self.report(open..self.cursor.at, || "nothing to look for between the parentheses".into(), None);
        }
        Some(part.unwrap_or_else(|| Part::leaf(Query::nothing())))
    }

    /// Reads what begins with a run of characters that is neither mark nor parenthesis.
    fn run(&mut self, run: &'t str) -> Option<Part> {
        let start = self.cursor.at;
        let opens = self.cursor.rest()[run.len()..].starts_with('(');
        let is_bounded = self.depth < MAX_DEPTH;
        if opens && is_bounded {
            if let Some(count) = run.strip_prefix("ATLEAST").and_then(lex::to_number) {
                self.cursor.at += run.len();
                return self.at_least(start, count);
            }
            if run == "quote" && self.field.is_none() {
                self.cursor.at += run.len();
                return self.quote(start);
            }
        }
        if let Some((field, width)) = Field::split(run) {
            return self.field(field, width);
        }
        if let Some(part) = self.unknown_field(run) {
            return Some(part);
        }
        if self.field == Some(Field::Date) {
            return self.date(run);
        }
        self.cursor.at += run.len();
        let end = self.cursor.at;
        if is_operator(run) {
            let message = || format!("`{run}` has nothing to join here; read as a word");
            self.report(start..end, message, None);
            return self.leaf(start, run);
        }
        self.warn_of_near_misses(start, run);
        if let Some(field) = self.field {
            return self.value(field, start, run, true);
        }
        self.word(start, run)
    }

    fn at_least(&mut self, start: usize, count: u32) -> Option<Part> {
        let end = self.cursor.at;
        if count == 0 {
            self.report(start..end, || "the least count is 1".into(), None);
        }
        let part = self.group()?;
        Some(Part::above(part.height, Query::AtLeast { count: count.max(1), query: Box::new(part.query) }))
    }

    /// Reads `quote(speaker:… said:…)`: one quotation for which all of it holds.
    fn quote(&mut self, start: usize) -> Option<Part> {
        let part = self.group()?;
        let end = self.cursor.at;
        let (part, trouble) = combine::same_quotation(part);
        if let Some(trouble) = trouble {
            self.report(start..end, || trouble.message.into(), Some(trouble.hint));
        }
        Some(part)
    }

    /// Says so where text looks like an operator that it is not.
    fn warn_of_near_misses(&mut self, start: usize, run: &str) {
        let end = start + run.len();
        let is_lower_distance = run.len() < 16 && run.contains('/') && proximity(&run.to_uppercase()).is_some();
        if is_lower_distance {
            let hint = format!("write `{}`", run.to_uppercase());
            self.report(start..end, || format!("operators are in capitals; `{run}` was read as text"), Some(&hint));
        }
        if matches!(run, "W/" | "PRE/") {
            let hint = format!("write `{run}5`");
            self.report(
                start..end,
                || format!("a distance takes a number of words; `{run}` was read as text"),
                Some(&hint),
            );
        }
        if run == "ATLEAST" && self.cursor.peek() == Some('(') {
            let message = || "`ATLEAST` takes a number; it was read as text".to_owned();
            self.report(start..end, message, Some("write `ATLEAST3(…)`"));
        }
        if let Some(name) = unknown::before_word(run) {
            let message = || format!("there is no field `{name}`; `{run}` was read as text");
            self.report(start..start + name.len(), message, unknown::advice(name).as_deref());
        }
    }

    /// Tells of the quotation mark at `at`.
    fn report_unclosed(&mut self, at: usize) {
        let width = self.cursor.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.report(at..at + width, || "this quotation mark is never closed; read to the end".into(), None);
    }

    fn report(&mut self, range: std::ops::Range<usize>, message: impl FnOnce() -> String, hint: Option<&str>) {
        self.diagnostics.add(Span::of(range.start, range.end), message, hint);
    }
}

/// A distance between operands, as written.
#[derive(Clone, Copy)]
struct Distance {
    kind: Near,
    negated: bool,
}

/// True for a run of characters that begins with the name of a field and a colon.
pub(super) fn is_field(run: &str) -> bool {
    Field::split(run).is_some()
}

#[cfg(test)]
mod tests;
