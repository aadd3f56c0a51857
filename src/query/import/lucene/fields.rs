//! Fields of Lucene, which are what the index of another system was given, and what they are here.

use super::Reader;
use super::terms::unescaped;
use crate::query::dates::parse_period;
use crate::query::import::piece::Piece;

/// Where a value is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Anywhere,
    /// A part of the article, by our name.
    Within(&'static str),
    /// A name, by our field.
    Name(&'static str),
    Date,
}

/// Fields by the names that they commonly have.
fn known(name: &str) -> Option<Field> {
    Some(match name {
        "title" | "headline" | "head" => Field::Within("title"),
        "outlet" | "source" | "publisher" | "publication" | "site_name" => Field::Name("outlet"),
        "author" | "authors" | "byline" => Field::Name("author"),
        "speaker" => Field::Name("speaker"),
        "lang" | "language" => Field::Name("lang"),
        "date" | "published" | "pubdate" | "publication_date" | "date_publish" => Field::Date,
        "said" | "quote" | "quotes" | "quotation" => Field::Within("said"),
        "text" | "body" | "content" | "article" | "maintext" => Field::Anywhere,
        _ => return None,
    })
}

impl Field {
    /// Our field of which can be asked whether it is known.
    fn of_exists(self) -> Option<&'static str> {
        match self {
            Field::Within("title") => Some("title"),
            Field::Name(name) => Some(name),
            Field::Date => Some("date"),
            _ => None,
        }
    }
}

impl Reader<'_> {
    /// Reads what stands behind a field, the colon read.
    pub fn field(&mut self, start: usize, name: &str) -> Option<Piece> {
        let lower = name.to_ascii_lowercase();
        let end = self.scan.at;
        self.scan.skip_blanks();
        if self.scan.peek().is_none_or(|next| next == ')') {
            self.scan.notes.add(start, end, format!("nothing follows `{name}:`; it was left out"), None);
            return None;
        }
        match lower.as_str() {
            "*" => {
                self.scan.eat("*");
                return Some(Piece::operand("*".to_owned()));
            }
            "_exists_" => {
                let length = self.up_to_blank();
                let asked = &self.scan.rest()[..length];
                self.scan.at += length;
                return self.exists(start, asked);
            }
            _ => {}
        }
        if self.scan.rest().starts_with('*') && self.up_to_blank() == 1 {
            self.scan.at += 1;
            return self.exists(start, name);
        }
        let field = known(&lower);
        match field {
            Some(Field::Anywhere) => {
                let message = "headline and text are not told apart; looked for in both";
                self.scan.notes.add(start, end, message, None);
            }
            None => {
                let message = format!("there is no field `{name}` here; looked for everywhere");
                self.scan.notes.add(start, end, message, None);
            }
            _ => {}
        }
        let field = field.unwrap_or(Field::Anywhere);
        if field == Field::Date && !self.scan.rest().starts_with(['[', '{', '(', '"', '/']) {
            let length = self.up_to_blank();
            let day = unescaped(&self.scan.rest()[..length]);
            self.scan.at += length;
            return self.date(start, &day);
        }
        self.clause(field)
    }

    fn up_to_blank(&self) -> usize {
        let rest = self.scan.rest();
        rest.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(rest.len())
    }

    fn exists(&mut self, start: usize, name: &str) -> Option<Piece> {
        let ours = known(&name.to_ascii_lowercase()).and_then(Field::of_exists);
        if ours.is_none() {
            self.scan.note(start, format!("whether `{name}` is known cannot be asked; left out"));
        }
        Some(Piece::operand(format!("NOT {}:?", ours?)))
    }

    /// Reads `[a TO b]`.
    pub fn range(&mut self, field: Field) -> Option<Piece> {
        let start = self.scan.at;
        let rest = self.scan.rest();
        let length = if self.no_range_ends { None } else { rest.find([']', '}']) };
        let Some(length) = length else {
            self.no_range_ends = true;
            self.scan.at += 1;
            self.scan.note(start, "this range is never closed");
            return None;
        };
        self.scan.at += length + 1;
        let ends = rest[1..length].split_once(" TO ");
        let (Some((from, to)), Field::Date) = (ends, field) else {
            let hint = "write `date:2020-03..2020-07`";
            self.scan.notes.add(start, self.scan.at, "ranges are read of dates only; left out", Some(hint));
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
    pub fn date(&mut self, start: usize, text: &str) -> Option<Piece> {
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
        self.scan.note(start, format!("the date `{text}` cannot be read and was left out"));
        None
    }
}
