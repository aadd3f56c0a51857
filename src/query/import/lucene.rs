//! Query strings of Lucene, Elasticsearch and Solr.
//!
//! ```text
//! a b, a OR b, a || b        any of them
//! a AND b, a && b, +a +b     all; `+a b`: a, and b only ranks
//! NOT a, -a, !a              not
//! "x y", "x y"~5             phrase; with other words between
//! te?t te* /te.t/ word~1     wildcards, regular expression, edit distance
//! field:x field:(x y) field:[a TO b] field:>=a _exists_:field
//! ```
//!
//! Source: *Query string query*, reference of Elasticsearch. `AND` binds tighter than `OR`, which
//! the classic parser leaves undefined; a query that mixes them without parentheses is noted.

use super::Notes;
use super::piece::{Piece, is_simple};
use crate::query::dates::parse_period;
use crate::query::parse::MAX_DEPTH;
use crate::query::{Form, ParseContext, pattern};

/// Writes a query in our syntax.
pub fn translate(text: &str, context: &ParseContext) -> (String, Notes) {
    let mut reader = Reader {
        text,
        at: 0,
        depth: 0,
        notes: Notes::default(),
        context: *context,
        no_range_ends: false,
        n_regexes: 0,
    };
    let mut parts = Vec::new();
    loop {
        parts.extend(reader.clauses(Field::Anywhere));
        if reader.at >= text.len() {
            break;
        }
        reader.notes.add(reader.at, reader.at + 1, "nothing opens this parenthesis; it was left out", None);
        reader.at += 1;
    }
    let ours = Piece::any(parts).map_or(String::new(), |piece| piece.text);
    (ours, reader.notes)
}

/// Where a value is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Anywhere,
    /// A part of the article, by our name.
    Within(&'static str),
    /// A name, by our field.
    Name(&'static str),
    Date,
}

/// How a clause counts among its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Occur {
    Must,
    Should,
    MustNot,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: u32,
    notes: Notes,
    context: ParseContext,
    /// True if no `]` or `}` follows, so that nobody looks for one again.
    no_range_ends: bool,
    n_regexes: usize,
}

/// Most regular expressions of one query.
const MOST_REGEXES: usize = 32;

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, wanted: &str) -> bool {
        let is_next = self.rest().starts_with(wanted);
        self.at += if is_next { wanted.len() } else { 0 };
        is_next
    }

    /// Reads an operator that stands for itself: a word behind which it ends, or signs.
    fn operator(&mut self, word: &str, signs: &str) -> bool {
        if !signs.is_empty() && self.eat(signs) {
            return true;
        }
        let rest = self.rest();
        let ends = rest.get(word.len()..).is_some_and(|behind| {
            behind.chars().next().is_none_or(|next| next.is_whitespace() || matches!(next, '(' | ')' | '"'))
        });
        rest.starts_with(word) && ends && self.eat(word)
    }

    /// Reads clauses up to a closing parenthesis or the end.
    fn clauses(&mut self, field: Field) -> Option<Piece> {
        let start = self.at;
        // Alternatives, each of clauses joined by AND.
        let mut groups: Vec<Vec<(Occur, Piece)>> = Vec::new();
        let mut joins_last = false;
        let (mut has_and, mut has_or) = (false, false);
        loop {
            self.skip_blanks();
            match self.peek() {
                None | Some(')') => break,
                Some(_) => {}
            }
            let at = self.at;
            if self.operator("AND", "&&") {
                if groups.is_empty() {
                    self.notes.add(at, self.at, "nothing to join here", None);
                }
                joins_last = !groups.is_empty();
                has_and |= joins_last;
                continue;
            }
            if self.operator("OR", "||") {
                if groups.is_empty() {
                    self.notes.add(at, self.at, "nothing to join here", None);
                }
                has_or = true;
                joins_last = false;
                continue;
            }
            let mut occur = Occur::Should;
            while let Some(sign) = self.sign() {
                occur = sign;
                self.skip_blanks();
            }
            let clause = self.clause(field);
            if self.at == at {
                self.at += self.peek().map_or(1, char::len_utf8);
            }
            let Some(clause) = clause else {
                continue;
            };
            match groups.last_mut() {
                Some(group) if joins_last => group.push((occur, clause)),
                _ => groups.push(vec![(occur, clause)]),
            }
            joins_last = false;
        }
        if has_and && has_or {
            let message = "AND and OR are mixed without parentheses; AND was read as the tighter one";
            self.notes.add(start, self.at, message, None);
        }
        self.together(start, groups)
    }

    fn sign(&mut self) -> Option<Occur> {
        let follows = |reader: &Self| {
            let next = reader.rest().chars().nth(1);
            next.is_some_and(|next| !next.is_whitespace() && next != ')')
        };
        match self.peek()? {
            '+' if follows(self) => {
                self.at += 1;
                Some(Occur::Must)
            }
            '-' | '!' if follows(self) => {
                self.at += 1;
                Some(Occur::MustNot)
            }
            _ if self.operator("NOT", "") => Some(Occur::MustNot),
            _ => None,
        }
    }

    /// Joins clauses: alternatives of what is joined by AND; required and excluded ones apply to
    /// all.
    fn together(&mut self, start: usize, groups: Vec<Vec<(Occur, Piece)>>) -> Option<Piece> {
        let mut required: Vec<Piece> = Vec::new();
        let mut excluded: Vec<Piece> = Vec::new();
        let mut alternatives: Vec<Piece> = Vec::new();
        for mut group in groups {
            if group.len() == 1 {
                let Some((occur, piece)) = group.pop() else { continue };
                match occur {
                    Occur::Must => required.push(piece),
                    Occur::MustNot => excluded.push(piece.negated()),
                    Occur::Should => alternatives.push(piece),
                }
                continue;
            }
            let parts =
                group.into_iter().map(|(occur, piece)| if occur == Occur::MustNot { piece.negated() } else { piece });
            alternatives.extend(Piece::all(parts.collect()));
        }
        if !required.is_empty() && !alternatives.is_empty() {
            self.notes.add(
                start,
                self.at,
                "beside words with `+` the others only rank there; they were left out",
                Some("join the words by AND or OR"),
            );
            alternatives.clear();
        }
        let parts = required.into_iter().chain(Piece::any(alternatives)).chain(excluded).collect();
        Piece::all(parts)
    }

    fn clause(&mut self, field: Field) -> Option<Piece> {
        let start = self.at;
        let piece = match self.peek()? {
            '(' => self.group(field),
            '"' => self.quoted(field),
            '[' | '{' => self.range(field),
            '/' => match self.regex(field) {
                Some(piece) => Some(piece),
                // Read, but nothing is left of it.
                None if self.at > start => None,
                None => self.term(field),
            },
            _ => self.term(field),
        };
        if self.peek() == Some('^') {
            let from = self.at;
            self.at += 1;
            let rest = self.rest();
            self.at += rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            self.notes.add(from, self.at, "weights are not translated", None);
        }
        if self.at == start {
            self.at += self.peek().map_or(0, char::len_utf8);
        }
        piece
    }

    fn group(&mut self, field: Field) -> Option<Piece> {
        let open = self.at;
        self.at += 1;
        if self.depth >= MAX_DEPTH {
            self.notes.add(
                open,
                open + 1,
                format!("this nests deeper than {MAX_DEPTH}; the parenthesis was left out"),
                None,
            );
            return None;
        }
        self.depth += 1;
        let piece = self.clauses(field);
        self.depth -= 1;
        if !self.eat(")") {
            self.notes.add(open, open + 1, "this parenthesis is never closed; read to the end", None);
        }
        piece
    }

    fn quoted(&mut self, field: Field) -> Option<Piece> {
        let start = self.at;
        let inner = &self.rest()[1..];
        let mut is_escaped = false;
        let close = inner.char_indices().find(|(_, character)| {
            let is_end = *character == '"' && !is_escaped;
            is_escaped = *character == '\\' && !is_escaped;
            is_end
        });
        let length = close.map_or(inner.len(), |(at, _)| at);
        self.at += 1 + length + usize::from(close.is_some());
        let text = unescaped(&inner[..length]);
        let slop = self.slop();
        let piece = match slop {
            Some(slop) if slop > 0 && matches!(field, Field::Anywhere | Field::Within(_)) => {
                self.sloppy(start, &text, slop)
            }
            _ => return self.value(start, &text, field),
        };
        piece.map(|piece| placed(piece, field))
    }

    fn slop(&mut self) -> Option<u32> {
        let digits = self.rest().strip_prefix('~')?;
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        self.at += 1 + end;
        digits[..end.min(6)].parse().ok()
    }

    /// Words with others between. There, a pair may also stand the other way round, which costs two.
    fn sloppy(&mut self, start: usize, text: &str, slop: u32) -> Option<Piece> {
        let words: Vec<&str> =
            text.split_whitespace().filter(|word| Piece::words(word, Form::Inflected).is_some()).collect();
        let phrase = Piece::words(&words.join(" "), Form::Inflected)?;
        let [first, second] = words.as_slice() else {
            if words.len() > 2 {
                self.notes.add(start, self.at, "read in this order; there the words may also change places", None);
                return Some(Piece::operand(format!("{}~{slop}", phrase.text)));
            }
            return Some(phrase);
        };
        let in_order = Piece::operand(format!("{}~{slop}", phrase.text));
        if slop < 2 {
            return Some(in_order);
        }
        let turned = Piece::words(&format!("{second} {first}"), Form::Inflected)?;
        let turned = if slop > 2 { Piece::operand(format!("{}~{}", turned.text, slop - 2)) } else { turned };
        Piece::any(vec![in_order, turned])
    }

    fn regex(&mut self, field: Field) -> Option<Piece> {
        let start = self.at;
        let inner = &self.rest()[1..];
        let mut is_escaped = false;
        let (length, _) = inner.char_indices().find(|(_, character)| {
            let is_end = *character == '/' && !is_escaped;
            is_escaped = *character == '\\' && !is_escaped;
            is_end
        })?;
        let expression = &inner[..length];
        if matches!(field, Field::Name(_)) {
            self.at += length + 2;
            self.notes.add(start, self.at, "names take no patterns; read as words", None);
            return self.value(start, &expression.replace(|c: char| !c.is_alphanumeric(), " "), field);
        }
        let is_plain = !expression.is_empty() && !expression.contains(char::is_whitespace);
        // Compiling one takes its time; the parser takes no more either.
        self.n_regexes += 1;
        if self.n_regexes > MOST_REGEXES {
            return None;
        }
        if !is_plain || pattern::regex(expression).is_err() || field == Field::Date {
            return None;
        }
        self.at += length + 2;
        self.notes.found.retain(|note| note.span.start() < start);
        Some(placed(Piece::operand(format!("/{expression}/")), field))
    }

    /// Reads `[a TO b]`.
    fn range(&mut self, field: Field) -> Option<Piece> {
        let start = self.at;
        let rest = self.rest();
        let length = if self.no_range_ends { None } else { rest.find([']', '}']) };
        let Some(length) = length else {
            self.no_range_ends = true;
            self.at += 1;
            self.notes.add(start, self.at, "this range is never closed", None);
            return None;
        };
        self.at += length + 1;
        let ends = rest[1..length].split_once(" TO ");
        let (Some((from, to)), Field::Date) = (ends, field) else {
            self.notes.add(
                start,
                self.at,
                "ranges are read of dates only; left out",
                Some("write `date:2020-03..2020-07`"),
            );
            return None;
        };
        let mut parts = Vec::new();
        let signs = [
            (from, if rest.starts_with('{') { ">" } else { ">=" }),
            (to, if rest[length..].starts_with('}') { "<" } else { "<=" }),
        ];
        for (end, sign) in signs {
            let end = unescaped(end.trim().trim_matches('"'));
            if end == "*" {
                continue;
            }
            parts.extend(self.date(start, &format!("{sign}{end}")));
        }
        Piece::all(parts)
    }

    /// A condition on the date: `2020-03`, `>=2020-03-04`, `>now-7d/d`.
    fn date(&mut self, start: usize, text: &str) -> Option<Piece> {
        let day = text.trim_start_matches(['<', '>', '=']);
        let sign = &text[..text.len() - day.len()];
        let ours = match day.strip_prefix("now") {
            Some(rest) => {
                let rest = rest.split('/').next().unwrap_or("");
                if rest.is_empty() { "today".to_owned() } else { rest.trim_start_matches('-').replace('M', "m") }
            }
            // A time of day is not regarded.
            None => day.split(['T', '|']).next().unwrap_or(day).to_owned(),
        };
        let period = format!("{sign}{ours}");
        let is_simple = ours.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
        if is_simple && parse_period(&period, self.context.today).is_ok() {
            return Some(Piece::operand(format!("date:{period}")));
        }
        self.notes.add(start, self.at, format!("the date `{text}` cannot be read and was left out"), None);
        None
    }

    /// Reads a word, perhaps behind a field.
    fn term(&mut self, field: Field) -> Option<Piece> {
        let start = self.at;
        let rest = self.rest();
        let mut is_escaped = false;
        let mut colon = None;
        let mut end = rest.len();
        for (at, character) in rest.char_indices() {
            if is_escaped {
                is_escaped = false;
                continue;
            }
            match character {
                '\\' => is_escaped = true,
                ':' if colon.is_none() && at > 0 => {
                    colon = Some(at);
                    // What follows a field is read by itself.
                    let name = &rest[..at];
                    if name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '*' | '-')) {
                        end = at;
                        break;
                    }
                }
                '(' | ')' | '"' | '^' | '[' | ']' | '{' | '}' => {
                    end = at;
                    break;
                }
                _ if character.is_whitespace() => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        let run = &rest[..end];
        self.at += end;
        if run.is_empty() {
            return None;
        }
        if self.rest().starts_with(':') {
            self.at += 1;
            if self.depth >= MAX_DEPTH {
                self.notes.add(
                    start,
                    self.at,
                    format!("this nests deeper than {MAX_DEPTH}; the field was left out"),
                    None,
                );
                return None;
            }
            self.depth += 1;
            let piece = self.field(start, run);
            self.depth -= 1;
            return piece;
        }
        self.word(start, run, field)
    }

    fn field(&mut self, start: usize, name: &str) -> Option<Piece> {
        let lower = name.to_ascii_lowercase();
        let end = self.at;
        let field = match lower.as_str() {
            "*" => {
                self.eat("*");
                return Some(Piece::operand("*".to_owned()));
            }
            "_exists_" => {
                let rest = self.rest();
                let length = rest.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(rest.len());
                self.at += length;
                return self.exists(start, &rest[..length]);
            }
            "title" | "headline" | "head" => Field::Within("title"),
            "outlet" | "source" | "publisher" | "publication" | "site_name" => Field::Name("outlet"),
            "author" | "authors" | "byline" => Field::Name("author"),
            "speaker" => Field::Name("speaker"),
            "lang" | "language" => Field::Name("lang"),
            "date" | "published" | "pubdate" | "publication_date" | "date_publish" => Field::Date,
            "said" | "quote" | "quotes" | "quotation" => Field::Within("said"),
            "text" | "body" | "content" | "article" | "maintext" => {
                self.notes.add(start, end, "headline and text are not told apart; looked for in both", None);
                Field::Anywhere
            }
            _ => {
                self.notes.add(start, end, format!("there is no field `{name}` here; looked for everywhere"), None);
                Field::Anywhere
            }
        };
        if self.rest() == "*" || self.rest().starts_with("* ") || self.rest().starts_with("*)") {
            self.at += 1;
            return self.exists(start, &lower);
        }
        if field == Field::Date {
            let rest = self.rest();
            if !rest.starts_with(['[', '{', '(', '"']) {
                let length = rest.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(rest.len());
                self.at += length;
                return self.date(start, &unescaped(&rest[..length]));
            }
        }
        self.clause(field)
    }

    fn exists(&mut self, start: usize, name: &str) -> Option<Piece> {
        let ours = match name.to_ascii_lowercase().as_str() {
            "title" | "headline" => "title",
            "outlet" | "source" | "publisher" | "publication" => "outlet",
            "author" | "authors" | "byline" => "author",
            "speaker" => "speaker",
            "date" | "published" => "date",
            "lang" | "language" => "lang",
            _ => {
                self.notes.add(start, self.at, format!("whether `{name}` is known cannot be asked; left out"), None);
                return None;
            }
        };
        Some(Piece::operand(format!("NOT {ours}:?")))
    }

    /// A word with its wildcards and its edit distance.
    fn word(&mut self, start: usize, run: &str, field: Field) -> Option<Piece> {
        let end = self.at;
        if matches!(field, Field::Name(_)) {
            let name = without_wildcards(run);
            if name != unescaped(run) {
                let note = "names take no wildcards and no edit distance; read without them";
                self.notes.add(start, end, note, None);
            }
            return self.value(start, &name, field);
        }
        if field == Field::Date {
            return self.value(start, &unescaped(run), field);
        }
        if let Some((stem, digits)) = run.rsplit_once('~')
            && is_simple(stem)
        {
            let distance = match digits {
                "" | "2" => 2,
                "1" => 1,
                "0" => return self.value(start, stem, field),
                _ => {
                    self.notes.add(start, end, "an edit distance is 1 or 2; read as 2", None);
                    2
                }
            };
            return Some(placed(Piece::operand(format!("{stem}~{distance}")), field));
        }
        if run == "*" {
            return Some(Piece::operand("*".to_owned()));
        }
        if let Some(stem) = run.strip_suffix('*')
            && is_simple(stem)
        {
            return Piece::prefix(stem).map(|piece| placed(piece, field));
        }
        let has_wildcards =
            run.contains(['*', '?']) && !run.contains('\\') && run.trim_end_matches('?').contains(['*', '?']);
        if has_wildcards || run.ends_with('?') && is_simple(run.trim_end_matches('?')) {
            if let Some(piece) = Piece::wildcards(run, &['?'], Some('*')) {
                return Some(placed(piece, field));
            }
            self.notes.add(start, end, format!("the wildcards of `{run}` cannot be read; read as words"), None);
            return self.value(start, &run.replace(['*', '?'], " "), field);
        }
        self.value(start, &unescaped(run), field)
    }

    /// Words or a name, where they are looked for.
    fn value(&mut self, start: usize, text: &str, field: Field) -> Option<Piece> {
        let piece = match field {
            Field::Anywhere | Field::Within(_) => Piece::words(text, Form::Inflected).map(|piece| placed(piece, field)),
            Field::Name(name) => Piece::filter(name, text),
            Field::Date => return self.date(start, text.trim()),
        };
        if piece.is_none() {
            self.notes.add(start, self.at, "holds no word and was left out", None);
        }
        piece
    }
}

fn placed(piece: Piece, field: Field) -> Piece {
    match field {
        Field::Within(name) => piece.within(name),
        _ => piece,
    }
}

/// A name with blanks instead of wildcards, without an edit distance and without the backslashes
/// before signs.
fn without_wildcards(run: &str) -> String {
    let is_distance = |digits: &str| digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    let run = match run.rsplit_once('~') {
        Some((name, digits)) if is_distance(digits) && !name.ends_with('\\') => name,
        _ => run,
    };
    let mut plain = String::with_capacity(run.len());
    let mut is_escaped = false;
    for character in run.chars() {
        if character == '\\' && !is_escaped {
            is_escaped = true;
            continue;
        }
        let is_wildcard = matches!(character, '*' | '?') && !is_escaped;
        plain.push(if is_wildcard { ' ' } else { character });
        is_escaped = false;
    }
    plain
}

/// Without the backslashes before signs.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut is_escaped = false;
    for character in text.chars() {
        if character == '\\' && !is_escaped {
            is_escaped = true;
            continue;
        }
        is_escaped = false;
        plain.push(character);
    }
    plain
}

#[cfg(test)]
mod tests;
