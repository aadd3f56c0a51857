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
//! Source: *Query string query*, reference of Elasticsearch, and `addClause` of Lucene's classic
//! `QueryParserBase`: AND makes what stands beside it required, OR changes nothing, so that in
//! `a OR b AND c` the first only ranks. What only ranks is left out, with a note.

mod fields;
mod terms;

use self::fields::Field;
use self::terms::{placed, unescaped};
use super::Notes;
use super::piece::Piece;
use super::scan::Scan;
use crate::query::{Form, ParseContext};

/// Writes a query in our syntax.
pub fn translate(text: &str, context: &ParseContext) -> (String, Notes) {
    let mut reader = Reader { scan: Scan::new(text), context: *context, no_range_ends: false, n_regexes: 0 };
    let mut parts = Vec::new();
    loop {
        parts.extend(reader.clauses(Field::Anywhere));
        if !reader.scan.skip_stray() {
            break;
        }
    }
    let ours = Piece::any(parts).map_or(String::new(), |piece| piece.text);
    (ours, reader.scan.notes)
}

/// How a clause counts among its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Occur {
    Must,
    Should,
    MustNot,
}

struct Reader<'t> {
    scan: Scan<'t>,
    context: ParseContext,
    /// True if no `]` or `}` follows, so that nobody looks for one again.
    no_range_ends: bool,
    n_regexes: usize,
}

impl Reader<'_> {
    /// Reads an operator that stands for itself: a word behind which it ends, or signs.
    fn operator(&mut self, word: &str, signs: &str) -> bool {
        if !signs.is_empty() && self.scan.eat(signs) {
            return true;
        }
        let rest = self.scan.rest();
        let ends = rest.get(word.len()..).is_some_and(|behind| {
            behind.chars().next().is_none_or(|next| next.is_whitespace() || matches!(next, '(' | ')' | '"'))
        });
        rest.starts_with(word) && ends && self.scan.eat(word)
    }

    /// Reads clauses up to a closing parenthesis or the end.
    fn clauses(&mut self, field: Field) -> Option<Piece> {
        let start = self.scan.at;
        let mut clauses: Vec<(Occur, Piece)> = Vec::new();
        let mut is_joined = false;
        let (mut has_and, mut has_or) = (false, false);
        loop {
            self.scan.skip_blanks();
            if matches!(self.scan.peek(), None | Some(')')) {
                break;
            }
            let at = self.scan.at;
            let is_and = self.operator("AND", "&&");
            if is_and || self.operator("OR", "||") {
                if clauses.is_empty() {
                    self.scan.note(at, "nothing to join here");
                } else {
                    is_joined = is_and;
                    has_and |= is_and;
                    has_or |= !is_and;
                }
                continue;
            }
            let mut sign = None;
            while let Some(next) = self.sign() {
                sign = Some(next);
                self.scan.skip_blanks();
            }
            let clause = self.clause(field);
            if self.scan.at == at {
                self.scan.at += self.scan.peek().map_or(1, char::len_utf8);
            }
            let Some(clause) = clause else { continue };
            if is_joined
                && let Some(before) = clauses.last_mut()
                && before.0 == Occur::Should
            {
                before.0 = Occur::Must;
            }
            clauses.push((sign.unwrap_or(if is_joined { Occur::Must } else { Occur::Should }), clause));
            is_joined = false;
        }
        self.together(start, clauses, has_and && has_or)
    }

    fn sign(&mut self) -> Option<Occur> {
        let next = self.scan.rest().chars().nth(1);
        let follows = next.is_some_and(|next| !next.is_whitespace() && next != ')');
        match self.scan.peek()? {
            '+' if follows => {
                self.scan.at += 1;
                Some(Occur::Must)
            }
            '-' | '!' if follows => {
                self.scan.at += 1;
                Some(Occur::MustNot)
            }
            _ if self.operator("NOT", "") => Some(Occur::MustNot),
            _ => None,
        }
    }

    /// Joins clauses: what is required, or else any of them, without what is excluded.
    fn together(&mut self, start: usize, clauses: Vec<(Occur, Piece)>, is_mixed: bool) -> Option<Piece> {
        let mut required: Vec<Piece> = Vec::new();
        let mut excluded: Vec<Piece> = Vec::new();
        let mut others: Vec<Piece> = Vec::new();
        for (occur, piece) in clauses {
            match occur {
                Occur::Must => required.push(piece),
                Occur::MustNot => excluded.push(piece.negated()),
                Occur::Should => others.push(piece),
            }
        }
        let only_ranks = !required.is_empty() && !others.is_empty();
        if only_ranks {
            others.clear();
        }
        if is_mixed || only_ranks {
            let message = match (is_mixed, only_ranks) {
                (true, true) => {
                    "AND and OR are mixed: as there, what stands beside AND is required, and the rest, which only \
                     ranks there, was left out"
                }
                (true, false) => "AND and OR are mixed: as there, what stands beside AND is required",
                _ => "beside words that are required the others only rank there; they were left out",
            };
            let end = self.scan.at;
            self.scan.notes.add(start, end, message, Some("set parentheses around what is joined by AND, or by OR"));
        }
        Piece::all(required.into_iter().chain(Piece::any(others)).chain(excluded).collect())
    }

    fn clause(&mut self, field: Field) -> Option<Piece> {
        let start = self.scan.at;
        let piece = match self.scan.peek()? {
            '(' => self.group(field),
            '"' => self.quoted(field),
            '[' | '{' => self.range(field),
            '/' => match self.regex(field) {
                Some(piece) => Some(piece),
                // Read, but nothing is left of it.
                None if self.scan.at > start => None,
                None => self.term(field),
            },
            _ => self.term(field),
        };
        if self.scan.peek() == Some('^') {
            let from = self.scan.at;
            self.scan.at += 1;
            let rest = self.scan.rest();
            self.scan.at += rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            self.scan.note(from, "weights are not translated");
        }
        if self.scan.at == start {
            self.scan.at += self.scan.peek().map_or(0, char::len_utf8);
        }
        piece
    }

    fn group(&mut self, field: Field) -> Option<Piece> {
        let open = self.scan.at;
        self.scan.at += 1;
        if !self.scan.enter(open, "the parenthesis") {
            return None;
        }
        let piece = self.clauses(field);
        self.scan.leave();
        self.scan.close(open);
        piece
    }

    fn quoted(&mut self, field: Field) -> Option<Piece> {
        let start = self.scan.at;
        let inner = &self.scan.rest()[1..];
        let mut is_escaped = false;
        let close = inner.char_indices().find(|(_, character)| {
            let is_end = *character == '"' && !is_escaped;
            is_escaped = *character == '\\' && !is_escaped;
            is_end
        });
        let length = close.map_or(inner.len(), |(at, _)| at);
        self.scan.at += 1 + length + usize::from(close.is_some());
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
        let digits = self.scan.rest().strip_prefix('~')?;
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        self.scan.at += 1 + end;
        digits[..end.min(6)].parse().ok()
    }

    /// Words with others between. There, a pair may also stand the other way round, which costs two.
    fn sloppy(&mut self, start: usize, text: &str, slop: u32) -> Option<Piece> {
        let words: Vec<&str> =
            text.split_whitespace().filter(|word| Piece::words(word, Form::Inflected).is_some()).collect();
        let phrase = Piece::words(&words.join(" "), Form::Inflected)?;
        let [first, second] = words.as_slice() else {
            if words.len() > 2 {
                self.scan.note(start, "read in this order; there the words may also change places");
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
}

#[cfg(test)]
mod tests;
