//! Queries in the syntax of other systems, read as ours.
//!
//! An importer writes what it understands in our own syntax and hands that to [`parse()`], so what
//! comes out is a tree like any other and prints as one. What has no translation is reported with
//! its place in the text that was given; words are never left out silently.

mod lucene;
mod nexis;
mod piece;
mod scan;

use super::parse::Diagnostic;
use super::{ParseContext, Parsed, Query, parse};
use crate::model::Span;

/// The syntax that a query is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Syntax {
    /// Ours.
    #[default]
    Own,
    /// Terms and connectors of Nexis: `w/5 pre/5 /s /p hlead() atleast5() !`.
    Nexis,
    /// Query strings of Lucene and what is built on it: `field:term AND "x y"~5 [a TO b]`.
    Lucene,
}

/// A query read from another syntax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The query in our syntax, as it was written for the parser.
    pub text: String,
    /// The tree.
    pub query: Query,
    /// What could not be translated, or means something slightly else here: each with its place in
    /// the text that was given, in order.
    pub untranslated: Vec<Diagnostic>,
}

impl Syntax {
    /// Every syntax by its name in options and addresses.
    pub const NAMED: [(&'static str, Syntax); 3] =
        [("own", Syntax::Own), ("nexis", Syntax::Nexis), ("lucene", Syntax::Lucene)];
}

/// Reads a query as typed, in whichever syntax. `context.any` and `context.plain` belong to ours.
pub fn read(text: &str, syntax: Syntax, context: &ParseContext) -> Parsed {
    if syntax == Syntax::Own {
        return parse(text, context);
    }
    let imported = import(text, syntax, context);
    Parsed { query: imported.query, diagnostics: imported.untranslated }
}

/// Reads a query in another syntax.
///
/// `context`: the day that relative dates count from; its other fields are not regarded. Linear in
/// the text, but for groups in groups, which are bounded.
pub fn import(text: &str, syntax: Syntax, context: &ParseContext) -> Imported {
    let context = ParseContext::new(context.today);
    let (mut ours, mut notes) = match syntax {
        Syntax::Own => (text.to_owned(), Notes::default()),
        Syntax::Nexis => nexis::translate(text, &context),
        Syntax::Lucene => lucene::translate(text, &context),
    };
    if syntax != Syntax::Own && ours.is_empty() && !text.trim().is_empty() {
        // An empty query would find everything.
        ours = "NOT *".to_owned();
        notes.add_last(0, text.len(), "nothing of this could be translated, so it finds nothing");
    }
    let parsed = parse(&ours, &context);
    if syntax == Syntax::Own {
        return Imported { text: ours, query: parsed.query, untranslated: parsed.diagnostics };
    }
    for found in parsed.diagnostics {
        // Its place is in our text, not in what was given.
        notes.add(0, text.len(), format!("in the translation: {}", found.message), None);
    }
    notes.found.sort_by_key(|found| found.span);
    if notes.n_more > 0 {
        let more = format!("and {} more", notes.n_more);
        notes.add_last(text.len(), text.len(), &more);
    }
    Imported { text: ours, query: parsed.query, untranslated: notes.found }
}

/// Most notes of one query; how many more there are is told.
const MOST_NOTES: usize = 20;

/// What could not be translated.
#[derive(Debug, Default)]
struct Notes {
    found: Vec<Diagnostic>,
    /// How many were left out.
    n_more: usize,
}

impl Notes {
    fn add(&mut self, start: usize, end: usize, message: impl Into<String>, hint: Option<&str>) {
        if self.found.len() < MOST_NOTES {
            let hint = hint.map(str::to_owned);
            self.found.push(Diagnostic { span: Span::of(start, end), message: message.into(), hint });
        } else {
            self.n_more += 1;
        }
    }

    /// Number of all notes, those left out with them.
    fn len(&self) -> usize {
        self.found.len() + self.n_more
    }

    /// Adds what is told in any case.
    fn add_last(&mut self, start: usize, end: usize, message: &str) {
        self.found.push(Diagnostic { span: Span::of(start, end), message: message.to_owned(), hint: None });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Date;

    fn context() -> ParseContext {
        ParseContext::new(Date::new(2020, 3, 4).unwrap())
    }

    /// What stands between backticks.
    fn examples(cell: &str) -> Vec<&str> {
        cell.split('`').skip(1).step_by(2).collect()
    }

    #[test]
    fn every_row_of_the_reference_holds() {
        let reference = include_str!("../../../docs/QUERY.md");
        let mut n_checked = 0;
        for (head, syntax) in [("| Nexis |", Syntax::Nexis), ("| Lucene |", Syntax::Lucene)] {
            let table = reference.lines().skip_while(|line| !line.starts_with(head)).skip(2);
            for row in table.take_while(|line| line.starts_with('|')) {
                let cells: Vec<&str> = row.split('|').map(str::trim).collect();
                let [_, theirs, ours, note, _] = cells.as_slice() else { panic!("{row}") };
                let (theirs, ours) = (examples(theirs), examples(ours));
                assert!(ours.len() == theirs.len() || ours.len() == 1, "{row}");
                for (at, text) in theirs.iter().enumerate() {
                    let imported = import(text, syntax, &context());
                    let want = parse(ours.get(at).unwrap_or(&ours[0]), &context());
                    assert_eq!((imported.query, want.diagnostics), (want.query, vec![]), "{text} in {row}");
                    assert_eq!(!imported.untranslated.is_empty(), note.starts_with("told"), "{text} in {row}");
                    n_checked += 1;
                }
            }
        }
        assert!(n_checked > 50, "only {n_checked} examples were found");
    }

    proptest! {
        #[test]
        fn anything_is_translated_and_prints_as_the_same_tree(
            text in prop_oneof![
                "\\PC{0,40}",
                "([a-c\\*!?~/()\"+^:\\[\\]{}\\\\=<>,.-]| |AND|OR|NOT|w/3|/s|pre/2|TO|title:|date:|date |hlead|atleast2|2020){0,24}",
            ],
            is_nexis in any::<bool>(),
        ) {
            let syntax = if is_nexis { Syntax::Nexis } else { Syntax::Lucene };
            let imported = import(&text, syntax, &context());
            let printed = imported.query.to_string();
            prop_assert_eq!(&parse(&printed, &context()).query, &imported.query, "{} as {}", text, printed);
            for found in &imported.untranslated {
                prop_assert!(text.get(found.span.range()).is_some(), "{:?} of {:?}", found, text);
            }
        }
    }

    #[test]
    fn deep_and_long_queries_do_no_harm() {
        for syntax in [Syntax::Nexis, Syntax::Lucene] {
            for text in [
                "(",
                "a(",
                "\"",
                "a w/3 ",
                "a AND NOT ",
                "title:",
                "said:",
                "-",
                "not ",
                "title:(",
                "atleast2(",
                "+",
                "[",
                "a\\",
                "date(",
            ] {
                import(&text.repeat(10_000), syntax, &context());
            }
        }
    }
}
