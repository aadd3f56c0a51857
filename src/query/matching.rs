//! What a query means for one article, word by word.
//!
//! Engines must agree with this module, and highlights are drawn from it. Title and text are
//! two spaces of positions: an unscoped word may stand in either, two operands of a distance
//! stand in the same. `said:` looks into one quotation of the text at a time, `narration:` at
//! the words of the text outside all of them.
//!
//! A match of a distance covers everything from its first word to its last, and that is what
//! counts when it is an operand itself. An occurrence of `a` in `a NOT W/5 b` is left out if a
//! `b` overlaps it, unless both are the very same words.

mod compile;
mod places;
mod space;
mod terms;
mod whole;

use std::sync::Mutex;

use rustc_hash::FxHashSet;

use self::compile::{Compiler, Node};
use self::places::{Occurrence, Piece, Places, Window};
use self::space::Space;
use self::terms::{Memo, Terms};

use super::{Name, Query};
use crate::model::Span;
use crate::text::{Layout, Stemmer};

pub use self::whole::WholeMatch;

/// An article as a query sees it.
#[derive(Clone, Copy)]
pub struct ArticleView<'a> {
    /// Headline; empty if there is none.
    pub title: &'a str,
    /// The text.
    pub text: &'a str,
    /// Stretches of the text that do not count, in order.
    pub boilerplate: &'a [Span],
    /// The words of each quotation, in order.
    pub quotes: &'a [Span],
    /// True if one of these names means who said the quotation of that number.
    pub said_by: &'a dyn Fn(usize, &[Name]) -> bool,
    /// Answers filters: [`Query::Outlet`], `Author`, `Speaker`, `Language`, `Date`, `Unknown`.
    pub holds: &'a dyn Fn(&Query) -> bool,
}

impl<'a> ArticleView<'a> {
    /// An article of which nothing but title and text is known; every filter holds, and anyone
    /// said any quotation.
    pub fn new(title: &'a str, text: &'a str) -> ArticleView<'a> {
        ArticleView { title, text, boilerplate: &[], quotes: &[], said_by: &|_, _| true, holds: &|_| true }
    }
}

/// Where a match stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In the headline.
    Title,
    /// In the text.
    Text,
}

/// A stretch that matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// In title or text.
    pub place: Place,
    /// The words, in bytes of title or text: a phrase whole, the operands of a distance and the
    /// words of a loose phrase each for itself.
    pub span: Span,
    /// Which operand of the query it stands for, from 0 in reading order.
    pub operand: u32,
}

/// A query made ready to be compared with articles.
pub struct Matcher<'l> {
    node: Node,
    terms: Terms,
    asks_sentences: bool,
    languages: &'l [Stemmer],
    memo: Mutex<Memo>,
}

impl<'l> Matcher<'l> {
    /// Makes a query ready; words meet their inflections in each of `languages`.
    pub fn new(query: &Query, languages: &'l [Stemmer]) -> Matcher<'l> {
        let mut compiler = Compiler { terms: Terms::default(), languages, n_operands: 0, asks_sentences: false };
        let node = compiler.node(query);
        Matcher {
            node,
            terms: compiler.terms,
            asks_sentences: compiler.asks_sentences,
            languages,
            memo: Mutex::default(),
        }
    }

    /// Compares with one article.
    ///
    /// `None` if the article does not match; otherwise everything in it that made it match, in
    /// order of place and start, each once. Empty if only filters and negations did.
    pub fn matches(&self, article: &ArticleView<'_>) -> Option<Vec<Match>> {
        self.read(article).map(|(matches, _)| matches)
    }

    /// Like [`Matcher::matches`], with the layout of the text.
    pub(crate) fn read(&self, article: &ArticleView<'_>) -> Option<(Vec<Match>, Layout)> {
        self.compare(article, |reading| {
            let mut matches = Vec::new();
            for (place, places) in [(Place::Title, &reading.title), (Place::Text, &reading.text)] {
                let marks = reading.marks.iter().filter(|mark| mark.0 == place).map(|mark| mark.1.piece);
                gather(&places.pieces, marks, place, &mut matches);
            }
            matches.sort_by_key(|found| (found.place, found.span.start(), found.span.end(), found.operand));
            matches.dedup();
            matches
        })
    }

    /// Compares with one article; if it matches, hands what was read to `gather`, whose answer is
    /// returned with the layout of the text.
    fn compare<T>(&self, article: &ArticleView<'_>, gather: impl FnOnce(&Reading<'_>) -> T) -> Option<(T, Layout)> {
        // A second thread goes without, rather than wait.
        let mut memo = self.memo.try_lock();
        let mut own = Memo::default();
        let memo = memo.as_deref_mut().unwrap_or(&mut own);
        let mut title = Space::read(article.title, &[], &[], &self.terms, self.languages, memo, false);
        title.is_title = true;
        // A headline is one sentence: a full stop in it (`U.S. v. Roe`) seldom ends anything, and
        // indexes know no boundaries in it.
        title.layout.sentences.truncate(1);
        title.layout.paragraphs.truncate(1);
        let text = Space::read(
            article.text,
            article.boilerplate,
            article.quotes,
            &self.terms,
            self.languages,
            memo,
            self.asks_sentences,
        );
        let mut reading = Reading {
            title: Places { space: &title, said_by: article.said_by, pieces: Vec::new() },
            text: Places { space: &text, said_by: article.said_by, pieces: Vec::new() },
            holds: article.holds,
            marks: Vec::new(),
        };
        if !reading.holds(&self.node, View { title: true, text: true, window: Window::Whole }) {
            return None;
        }
        let gathered = gather(&reading);
        drop(reading);
        Some((gathered, text.layout))
    }
}

/// Turns pieces into matches, each pair once; a stretch that several pairs share may come several
/// times.
///
/// Takes time by the pieces it comes to, however many others there are: it is asked for each match
/// of a concordance.
fn gather(pieces: &[Piece], roots: impl Iterator<Item = u32>, place: Place, matches: &mut Vec<Match>) {
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    let mut stack: Vec<u32> = roots.collect();
    while let Some(number) = stack.pop() {
        match pieces[number as usize] {
            Piece::Text { start, end, operand } => {
                matches.push(Match { place, span: Span::of(start as usize, end as usize), operand });
            }
            Piece::Pair(left, right) => {
                if seen.insert(number) {
                    stack.extend([left, right]);
                }
            }
        }
    }
}

/// Which words a condition looks at.
#[derive(Clone, Copy)]
struct View {
    title: bool,
    text: bool,
    window: Window,
}

struct Reading<'a> {
    title: Places<'a>,
    text: Places<'a>,
    holds: &'a dyn Fn(&Query) -> bool,
    /// What made the conditions hold so far.
    marks: Vec<(Place, Occurrence)>,
}

impl Reading<'_> {
    /// True if the condition holds; then what made it hold is among the marks.
    fn holds(&mut self, node: &Node, view: View) -> bool {
        let n_marks = self.marks.len();
        let holds = match node {
            Node::All => true,
            Node::Filter(filter) => (self.holds)(filter),
            Node::Placed(placed) => {
                if view.title {
                    let found = self.title.find(placed, view.window, 0);
                    self.marks.extend(found.into_iter().map(|occurrence| (Place::Title, occurrence)));
                }
                if view.text {
                    let found = self.text.find(placed, view.window, 0);
                    self.marks.extend(found.into_iter().map(|occurrence| (Place::Text, occurrence)));
                }
                self.marks.len() > n_marks
            }
            Node::And(parts) => parts.iter().all(|part| self.holds(part, view)),
            Node::Or(parts) => {
                let mut any = false;
                for part in parts {
                    any |= self.holds(part, view);
                }
                any
            }
            Node::Not(inner) => {
                let holds = self.holds(inner, view);
                self.marks.truncate(n_marks);
                !holds
            }
            Node::AtLeast(count, inner) => {
                self.holds(inner, view) && whole::apart(&self.marks[n_marks..]).len() >= *count as usize
            }
            Node::Title(inner) => self.holds(inner, View { text: false, ..view }),
            Node::Narration(inner) => {
                let window = match view.window {
                    Window::Whole | Window::Narration => Window::Narration,
                    Window::Quote(_) | Window::Nothing => Window::Nothing,
                };
                self.holds(inner, View { title: false, window, ..view })
            }
            Node::Said(inner, speakers) => {
                let quotes = if view.text { self.text.quotes(view.window, speakers) } else { Vec::new() };
                let mut any = false;
                for quote in quotes {
                    any |= self.holds(inner, View { title: false, text: true, window: Window::Quote(quote) });
                }
                any
            }
        };
        if !holds {
            self.marks.truncate(n_marks);
        }
        holds
    }
}

#[cfg(test)]
pub(crate) mod naive;
#[cfg(test)]
mod tests;
