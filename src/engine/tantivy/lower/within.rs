//! Which words of an article a part of a query looks at.

use crate::query::{Name, Query, Scope};

/// Which words of the article a condition looks at, as [`crate::query::matching`] means it.
#[derive(Clone)]
pub(super) struct Within<'q> {
    pub(super) title: bool,
    pub(super) text: bool,
    pub(super) window: Window<'q>,
    /// The clauses around it, outermost first.
    pub(super) clauses: Vec<(Scope, &'q [Name])>,
}

/// Which words of the text may be used.
#[derive(Clone)]
pub(super) enum Window<'q> {
    /// All.
    Whole,
    /// Those outside all quotations.
    Narration,
    /// Those of one quotation, whichever, that somebody of each of the lists has said. What is
    /// lowered with it means that there is such a quotation in which it holds.
    Quote(Vec<&'q [Name]>),
    /// None.
    Nothing,
}

impl<'q> Within<'q> {
    pub(super) fn whole() -> Within<'q> {
        Within { title: true, text: true, window: Window::Whole, clauses: Vec::new() }
    }

    /// Within a clause in here.
    pub(super) fn narrowed(&self, scope: Scope, speakers: &'q [Name]) -> Within<'q> {
        let mut within = self.clone();
        within.clauses.push((scope, speakers));
        match scope {
            Scope::Title => within.text = false,
            Scope::Narration => {
                within.title = false;
                within.window = match &self.window {
                    Window::Whole | Window::Narration => Window::Narration,
                    Window::Quote(_) | Window::Nothing => Window::Nothing,
                };
            }
            Scope::Said => {
                within.title = false;
                within.window = match &self.window {
                    _ if !self.text => Window::Nothing,
                    Window::Whole => Window::Quote(vec![speakers]),
                    Window::Quote(outer) => Window::Quote([outer.as_slice(), &[speakers]].concat()),
                    Window::Narration | Window::Nothing => Window::Nothing,
                };
            }
        }
        within
    }

    /// The query with the clauses around it, so that it means the same by itself.
    pub(super) fn wrap(&self, query: &Query) -> Query {
        self.clauses.iter().rev().fold(query.clone(), |query, (scope, speakers)| Query::In {
            scope: *scope,
            query: Box::new(query),
            speakers: speakers.to_vec(),
        })
    }
}

/// Where the words of a pattern may stand, as far as that changes what its parts find.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// Anywhere.
    Whole,
    /// Outside all quotations, each word for itself.
    Narration,
    /// In one quotation; the whole pattern is compared with its borders afterwards.
    Quote,
}
