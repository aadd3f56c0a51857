//! Terms and connectors of Nexis.
//!
//! ```text
//! words side by side         a phrase: witch hunt
//! w/5 /5, pre/5 +5, not w/5  distances; w/s /s, w/p /p for sentence and paragraph
//! and, or, and not           in any case
//! elect!, wom*n              a beginning; one character
//! atleast5(…), allcaps(…), singular(…)
//! headline(…), hlead(…), byline(…), publication(…), language(…), date(…), date aft 1/31/2020
//! ```
//!
//! Binding as there, tightest first: `or`; distances, the smaller first; `/s`; `/p`; `w/seg`; `and`;
//! `and not`. Source: *Search connectors*, help of Nexis Uni.

mod values;

use self::values::{Comparison, after_between, between, comparison, distance, period, spelled_date, split_and};
use super::Notes;
use super::piece::Piece;
use super::scan::Scan;
use crate::query::parse::lex::is_mark;
use crate::query::{Form, ParseContext};

/// Writes a query in our syntax.
pub fn translate(text: &str, context: &ParseContext) -> (String, Notes) {
    let mut reader = Reader { scan: Scan::new(text), context: *context, form: Form::Inflected };
    let mut parts = Vec::new();
    loop {
        parts.extend(reader.group(None));
        // Only a parenthesis that nothing opened ends the text early.
        if !reader.scan.skip_stray() {
            break;
        }
    }
    let ours = Piece::all(parts).map_or(String::new(), |piece| piece.text);
    (ours, reader.scan.notes)
}

/// What stands between two operands; the smaller number binds tighter.
#[derive(Clone, Debug, PartialEq)]
enum Connector {
    /// Nothing: words side by side.
    Beside,
    Or,
    Near(String, u32),
    And,
    AndNot,
}

impl Connector {
    fn looseness(&self) -> u64 {
        match self {
            Connector::Beside => 0,
            Connector::Or => 1,
            Connector::Near(_, distance) => 2 + u64::from(*distance),
            Connector::And => u64::MAX - 1,
            Connector::AndNot => u64::MAX,
        }
    }
}

struct Reader<'t> {
    scan: Scan<'t>,
    context: ParseContext,
    /// How words are meant where the text stands: those in `singular(…)` and `allcaps(…)` in one form.
    form: Form,
}

/// Operands and connectors of a group that is being read; see Dijkstra's shunting yard.
#[derive(Default)]
struct Yard {
    operands: Vec<Vec<Piece>>,
    connectors: Vec<Connector>,
}

impl Yard {
    /// Adds a connector, after joining what binds at least as tightly before it.
    fn connect(&mut self, connector: Connector) {
        while self.connectors.last().is_some_and(|last| last.looseness() <= connector.looseness()) {
            // Alternatives are joined at once.
            if self.connectors.last() == Some(&connector) && matches!(connector, Connector::Or | Connector::And) {
                break;
            }
            self.join();
        }
        self.connectors.push(connector);
    }

    fn join(&mut self) {
        let Some(connector) = self.connectors.pop() else { return };
        let mut n_operands = 2;
        if matches!(connector, Connector::Or | Connector::And) {
            while self.connectors.last() == Some(&connector) {
                self.connectors.pop();
                n_operands += 1;
            }
        }
        let from = self.operands.len().saturating_sub(n_operands);
        let parts: Vec<Piece> = self.operands.drain(from..).flatten().collect();
        let joined = match connector {
            Connector::Or => Piece::any(parts),
            Connector::And => Piece::all(parts),
            Connector::Beside => fold(parts, "PRE/1"),
            Connector::Near(operator, _) => fold(parts, &operator),
            Connector::AndNot => {
                let mut parts = parts.into_iter();
                let first = parts.next();
                Piece::all(first.into_iter().chain(parts.map(Piece::negated)).collect())
            }
        };
        self.operands.push(joined.into_iter().collect());
    }

    fn finish(mut self) -> Option<Piece> {
        while !self.connectors.is_empty() {
            self.join();
        }
        self.operands.pop().and_then(|mut parts| parts.pop())
    }
}

fn fold(parts: Vec<Piece>, operator: &str) -> Option<Piece> {
    parts.into_iter().reduce(|left, right| Piece::near(left, operator, right))
}

impl<'t> Reader<'t> {
    /// Reads up to a closing parenthesis or the end. `field`: names are read, of this filter.
    fn group(&mut self, field: Option<&'static str>) -> Option<Piece> {
        let mut yard = Yard::default();
        let mut is_connected = true;
        loop {
            self.scan.skip_blanks();
            let start = self.scan.at;
            let Some(next) = self.scan.rest().chars().next() else { break };
            if next == ')' {
                break;
            }
            let connector = self.connector();
            if let Some(connector) = connector {
                let is_first = yard.operands.is_empty();
                if connector == Connector::AndNot && is_first {
                    self.scan.skip_blanks();
                    let negated = self.operand(field).map(Piece::negated);
                    yard.operands.push(negated.into_iter().collect());
                    is_connected = false;
                } else if is_connected || self.ends() {
                    let run = &self.scan.text[start..self.scan.at];
                    self.scan.note(start, format!("`{}` has nothing to join here", run.trim()));
                } else {
                    yard.connect(connector);
                    is_connected = true;
                }
                continue;
            }
            let operand = self.operand(field);
            if !is_connected {
                yard.connect(if field.is_some() { Connector::And } else { Connector::Beside });
            }
            yard.operands.push(operand.into_iter().collect());
            is_connected = false;
        }
        if is_connected && !yard.connectors.is_empty() {
            yard.operands.push(Vec::new());
        }
        yard.finish()
    }

    fn ends(&self) -> bool {
        let rest = self.scan.rest().trim_start();
        rest.is_empty() || rest.starts_with(')')
    }

    /// The characters up to a blank, parenthesis or quotation mark.
    fn run(&self) -> &'t str {
        let rest = self.scan.rest();
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')') || is_mark(c)).unwrap_or(rest.len());
        &rest[..end]
    }

    /// Reads a connector if one stands here.
    fn connector(&mut self) -> Option<Connector> {
        let start = self.scan.at;
        let run = self.run();
        if run.len() > 24 {
            return None;
        }
        let lower = run.to_ascii_lowercase();
        match lower.as_str() {
            "or" => {
                self.scan.at += run.len();
                return Some(Connector::Or);
            }
            "and" | "&" => {
                self.scan.at += run.len();
                let before = self.scan.at;
                self.scan.skip_blanks();
                if self.run().eq_ignore_ascii_case("not") {
                    self.scan.at += "not".len();
                    return Some(Connector::AndNot);
                }
                self.scan.at = before;
                return Some(Connector::And);
            }
            "not" => {
                self.scan.at += run.len();
                let before = self.scan.at;
                self.scan.skip_blanks();
                let next = self.run().to_ascii_lowercase();
                return Some(match distance(&next) {
                    Some((operator, distance)) if self.run().len() < 24 => {
                        self.scan.at += next.len();
                        self.note_distance(start, &next);
                        Connector::Near(format!("NOT {operator}"), distance)
                    }
                    _ => {
                        self.scan.at = before;
                        Connector::AndNot
                    }
                });
            }
            _ => {}
        }
        let (operator, distance) = distance(&lower)?;
        self.scan.at += run.len();
        self.note_distance(start, &lower);
        Some(Connector::Near(operator, distance))
    }

    fn note_distance(&mut self, start: usize, run: &str) {
        if run.ends_with("seg") {
            self.scan.note(start, "segments are not told apart; read as W/1000");
        } else if (run.starts_with("pre/") || run.starts_with('+')) && run.ends_with(['s', 'p']) {
            self.scan.note(start, "the order within a sentence or paragraph is not regarded");
        }
    }

    fn operand(&mut self, field: Option<&'static str>) -> Option<Piece> {
        let start = self.scan.at;
        let next = self.scan.rest().chars().next()?;
        if next == '(' {
            self.scan.at += 1;
            return self.inside(start, field);
        }
        if is_mark(next) {
            return self.quoted(field);
        }
        let run = self.run();
        if run.is_empty() {
            self.scan.at += next.len_utf8();
            return None;
        }
        if self.scan.rest()[run.len()..].starts_with('(') && run.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        {
            return self.function(run);
        }
        if run.eq_ignore_ascii_case("date") && field.is_none() {
            let (from, n_notes) = (self.scan.at, self.scan.notes.len());
            let piece = self.bare_date(from + run.len());
            if piece.is_some() || self.scan.notes.len() > n_notes {
                return piece;
            }
            self.scan.at = from;
        }
        if field.is_none()
            && let Some(found) = comparison(self.scan.rest())
        {
            return self.compared(&found);
        }
        self.words(field)
    }

    /// Reads what an open parenthesis holds, and its end.
    fn inside(&mut self, start: usize, field: Option<&'static str>) -> Option<Piece> {
        if !self.scan.enter(start, "the parenthesis") {
            return None;
        }
        let piece = self.group(field);
        self.scan.leave();
        self.scan.close(start);
        piece
    }

    fn quoted(&mut self, field: Option<&'static str>) -> Option<Piece> {
        let rest = self.scan.rest();
        let open = rest.chars().next().map_or(0, char::len_utf8);
        let inner = &rest[open..];
        let (length, close) = match inner.char_indices().find(|(_, c)| is_mark(*c)) {
            Some((at, mark)) => (at, mark.len_utf8()),
            None => (inner.len(), 0),
        };
        let start = self.scan.at;
        self.scan.at += open + length + close;
        self.leaf(start, &inner[..length], field)
    }

    /// Words side by side up to a connector: a phrase, with distances where one is a beginning.
    fn words(&mut self, field: Option<&'static str>) -> Option<Piece> {
        let start = self.scan.at;
        let mut end = start;
        // Plain words are one phrase.
        loop {
            let run = self.run();
            let is_plain =
                !run.is_empty() && !run.contains(['!', '*', '?']) && !self.scan.rest()[run.len()..].starts_with('(');
            let ends =
                end > start && (self.is_connector() || field.is_none() && comparison(self.scan.rest()).is_some());
            if !is_plain || ends {
                break;
            }
            self.scan.at += run.len();
            end = self.scan.at;
            self.scan.skip_blanks();
        }
        if end > start {
            self.scan.at = end;
            return self.leaf(start, &self.scan.text[start..end], field);
        }
        let run = self.run();
        self.scan.at += run.len();
        self.wildcards(start, run, field)
    }

    fn is_connector(&mut self) -> bool {
        let (at, n_notes, n_more) = (self.scan.at, self.scan.notes.found.len(), self.scan.notes.n_more);
        let is_one = self.connector().is_some();
        self.scan.at = at;
        self.scan.notes.found.truncate(n_notes);
        self.scan.notes.n_more = n_more;
        is_one
    }

    fn wildcards(&mut self, start: usize, run: &str, field: Option<&'static str>) -> Option<Piece> {
        let end = start + run.len();
        if field.is_some() {
            self.scan.notes.add(start, end, "names take no wildcards; read without them", None);
            return self.leaf(start, &run.replace(['!', '*', '?'], " "), field);
        }
        if let Some(stem) = run.strip_suffix('!')
            && !stem.contains(['!', '*', '?'])
        {
            let piece = Piece::prefix(stem);
            if piece.is_none() {
                self.scan.notes.add(start, end, format!("`{run}` holds no word and was left out"), None);
            }
            return piece;
        }
        let (stem, is_open) = match run.strip_suffix('!') {
            Some(stem) => (stem, true),
            None => (run, false),
        };
        let pattern = if is_open { format!("{stem}!") } else { stem.to_owned() };
        Piece::wildcards(&pattern, &['*', '?'], Some('!')).or_else(|| {
            self.scan.notes.add(start, end, format!("the wildcards of `{run}` cannot be read; read as words"), None);
            self.leaf(start, &run.replace(['!', '*', '?'], " "), None)
        })
    }

    /// A word, phrase or name.
    fn leaf(&mut self, start: usize, text: &str, field: Option<&'static str>) -> Option<Piece> {
        let piece = match field {
            Some(field) => Piece::filter(field, text),
            None if self.form == Form::Literal => Piece::words(&text.to_uppercase(), Form::Literal),
            None => Piece::words(text, self.form),
        };
        if piece.is_none() && !text.trim().is_empty() {
            self.scan.note(start, format!("`{}` holds no word and was left out", text.trim()));
        }
        piece
    }

    /// Reads `name(…)`.
    fn function(&mut self, name: &'t str) -> Option<Piece> {
        let start = self.scan.at;
        self.scan.at += name.len();
        let open = self.scan.at;
        let lower = name.to_ascii_lowercase();
        if let Some(count) = lower.strip_prefix("atleast").and_then(|digits| digits.parse::<u32>().ok()) {
            self.scan.at += 1;
            return self
                .inside(open, None)
                .map(|piece| Piece::operand(format!("ATLEAST{}({})", count.max(1), piece.text)));
        }
        let translated = |reader: &mut Self, field: Option<&'static str>, note: Option<&str>| {
            reader.scan.at += 1;
            let piece = reader.inside(open, field);
            if let Some(note) = note {
                reader.scan.notes.add(start, start + name.len(), note, None);
            }
            piece
        };
        match lower.as_str() {
            "headline" | "head" | "title" => translated(self, None, None).map(|piece| piece.within("title")),
            "hlead" => {
                translated(self, None, Some("the first paragraphs are not told apart; looked for in headline and text"))
            }
            "lead" => {
                translated(self, None, Some("the first paragraphs are not told apart; looked for in the whole article"))
            }
            "body" | "text" => translated(self, None, Some("headline and text are not told apart; looked for in both")),
            "publication" | "pub" | "source" => translated(self, Some("outlet"), None),
            "byline" | "author" => translated(self, Some("author"), None),
            "language" | "lang" => translated(self, Some("lang"), None),
            "date" => self.dates_in(start, open),
            "length" => {
                let (_, end) = self.content(open);
                self.scan.at = end;
                self.scan.notes.add(start, end, "lengths cannot be asked for; left out", None);
                None
            }
            "singular" => self.form_of(open, Form::Folded),
            "allcaps" => self.form_of(open, Form::Literal),
            "plural" => translated(self, None, Some("one form alone can be asked for as `=word`; all forms are found")),
            "caps" | "nocaps" => {
                translated(self, None, Some("letters can be asked for one by one as `==Word`; all are found"))
            }
            _ => {
                let note = format!("there is no segment `{name}` here; looked for in the whole article");
                translated(self, None, Some(&note))
            }
        }
    }

    /// Reads a group whose words are asked for in one form.
    fn form_of(&mut self, open: usize, form: Form) -> Option<Piece> {
        let outer = std::mem::replace(&mut self.form, form);
        self.scan.at += 1;
        let piece = self.inside(open, None);
        self.form = outer;
        piece
    }

    /// What stands between the parenthesis at `open` and the next closing one, and where it ends.
    fn content(&self, open: usize) -> (&'t str, usize) {
        let inner = self.scan.text.get(open + 1..).unwrap_or("");
        // `date(geq (1/1/2020))` has one more pair.
        let mut depth = 0;
        for (at, character) in inner.char_indices() {
            match character {
                '(' => depth += 1,
                ')' if depth == 0 => return (&inner[..at], open + 1 + at + 1),
                ')' => depth -= 1,
                _ => {}
            }
        }
        (inner, self.scan.text.len())
    }

    /// Reads `date(aft 1/1/2020 and bef 2/1/2020)`.
    fn dates_in(&mut self, start: usize, open: usize) -> Option<Piece> {
        let (content, end) = self.content(open);
        self.scan.at = end;
        let plain = content.replace(['(', ')'], " ");
        let mut parts = Vec::new();
        let mut conditions = split_and(&plain).into_iter();
        while let Some(condition) = conditions.next() {
            let periods = match after_between(&condition) {
                Some(first) => {
                    let last = conditions.next().unwrap_or_default();
                    let periods = between(first, &last, &self.context);
                    if periods.is_none() {
                        self.unread_date(start, &format!("{condition} and {last}"));
                    }
                    periods
                }
                None => {
                    let period = period(&condition, &self.context);
                    if period.is_none() {
                        self.unread_date(start, &condition);
                    }
                    period.map(|period| vec![period])
                }
            };
            parts.extend(periods.unwrap_or_default().into_iter().map(dated));
        }
        Piece::all(parts)
    }

    /// Reads `length > 100`: of such, only dates can be asked for.
    fn compared(&mut self, found: &Comparison<'_>) -> Option<Piece> {
        let start = self.scan.at;
        self.scan.at += found.length;
        if found.name.eq_ignore_ascii_case("date") {
            let period = period(&format!("{} {}", found.sign, found.value), &self.context);
            if period.is_none() {
                self.unread_date(start, found.value);
            }
            return Some(Piece::operand(format!("date:{}", period?)));
        }
        let message = format!("`{}` cannot be compared with anything here; left out", found.name);
        self.scan.note(start, message);
        None
    }

    /// Reads `date aft 1/1/2020` behind its first word.
    fn bare_date(&mut self, end: usize) -> Option<Piece> {
        let start = self.scan.at;
        self.scan.at = end;
        self.scan.skip_blanks();
        let operator = self.run();
        if after_between(&format!("{operator} ")).is_some() {
            self.scan.at += operator.len();
            return self.bare_between();
        }
        let is_operator = matches!(
            operator.to_ascii_lowercase().as_str(),
            "is" | "=" | "aft" | "after" | "bef" | "before" | ">" | "<" | ">=" | "<=" | "geq" | "leq"
        );
        if !is_operator {
            return None;
        }
        self.scan.at += operator.len();
        self.scan.skip_blanks();
        let day = self.day();
        if let Some(period) = period(&format!("{operator} {day}"), &self.context) {
            self.scan.at += day.len();
            return Some(Piece::operand(format!("date:{period}")));
        }
        // `date after dinner` is a phrase, but nobody writes these in one.
        if !matches!(operator.to_ascii_lowercase().as_str(), "is" | "after" | "before") {
            self.scan.at += day.len();
            self.unread_date(start, day);
        }
        None
    }

    /// Reads `date between 1/1/2020 and 3/1/2020` behind its second word; `None` if it is a phrase of other words.
    fn bare_between(&mut self) -> Option<Piece> {
        let mut next = |is_day: bool| {
            self.scan.skip_blanks();
            let word = if is_day { self.day() } else { self.run() };
            self.scan.at += word.len();
            word
        };
        let (first, and, last) = (next(true), next(false), next(true));
        let periods = between(first, last, &self.context).filter(|_| and.eq_ignore_ascii_case("and"))?;
        Piece::all(periods.into_iter().map(dated).collect())
    }

    /// The day that stands here, of several words if need be.
    fn day(&mut self) -> &'t str {
        match spelled_date(self.scan.rest()) {
            Some(day) => day,
            None => self.run(),
        }
    }

    /// Takes note of a date that cannot be read, in what stands from `start` to here.
    fn unread_date(&mut self, start: usize, day: &str) {
        let message = format!("the date `{}` cannot be read and was left out", day.trim());
        let hint = "write `date(aft 1/31/2020)`, or `date:2020-03..2020-07`";
        self.scan.notes.add(start, self.scan.at, message, Some(hint));
    }
}

fn dated(period: String) -> Piece {
    Piece::operand(format!("date:{period}"))
}

#[cfg(test)]
mod tests;
