//! A place in a text of another system, and what has been noted so far.

use super::Notes;
use crate::query::parse::MAX_DEPTH;

/// A text that is being read.
pub struct Scan<'t> {
    pub text: &'t str,
    pub at: usize,
    pub notes: Notes,
    depth: u32,
}

impl<'t> Scan<'t> {
    pub fn new(text: &'t str) -> Scan<'t> {
        Scan { text, at: 0, notes: Notes::default(), depth: 0 }
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

    pub fn eat(&mut self, wanted: &str) -> bool {
        let is_next = self.rest().starts_with(wanted);
        self.at += if is_next { wanted.len() } else { 0 };
        is_next
    }

    /// Takes note of what stands from `start` to here.
    pub fn note(&mut self, start: usize, message: impl Into<String>) {
        self.notes.add(start, self.at, message, None);
    }

    /// Goes a level deeper, for what begins at `start` (`the parenthesis`); false, with a note, if
    /// that is too deep.
    pub fn enter(&mut self, start: usize, what: &str) -> bool {
        if self.depth >= MAX_DEPTH {
            self.note(start, format!("this nests deeper than {MAX_DEPTH}; {what} was left out"));
            return false;
        }
        self.depth += 1;
        true
    }

    pub fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Leaves out a parenthesis that nothing opens; false at the end of the text.
    pub fn skip_stray(&mut self) -> bool {
        if self.at >= self.text.len() {
            return false;
        }
        self.at += 1;
        self.note(self.at - 1, "nothing opens this parenthesis; it was left out");
        true
    }

    /// Reads the end of what the parenthesis at `open` opened.
    pub fn close(&mut self, open: usize) {
        if !self.eat(")") {
            self.notes.add(open, open + 1, "this parenthesis is never closed; read to the end", None);
        }
    }
}
