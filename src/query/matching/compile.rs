//! A query made ready for matching: words looked up once, operands numbered.

use super::terms::Terms;
use crate::query::pattern::Pattern;
use crate::query::{Name, Near, Query, Scope};
use crate::text::Stemmer;

/// A condition on an article.
pub(super) enum Node {
    All,
    /// A filter, which the article answers.
    Filter(Query),
    /// Something that occurs at places.
    Placed(Placed),
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    AtLeast(u32, Box<Node>),
    Title(Box<Node>),
    Narration(Box<Node>),
    Said(Box<Node>, Vec<Name>),
}

/// Something that occurs at places of a text.
pub(super) enum Placed {
    /// A leaf, by number.
    Leaf(usize),
    /// What stands for one operand of the query, by number in reading order.
    Operand(u32, Box<Placed>),
    Any(Vec<Placed>),
    /// Any of them, if all of them occur: for trees that no parser makes.
    Every(Vec<Placed>),
    Seq {
        parts: Vec<Placed>,
        slop: u32,
    },
    Near {
        left: Box<Placed>,
        near: Near,
        right: Box<Placed>,
    },
    /// Within the title or the narration.
    In {
        scope: Scope,
        placed: Box<Placed>,
    },
    /// Within a quotation.
    Said {
        placed: Box<Placed>,
        speakers: Vec<Name>,
    },
}

/// Numbers leaves and operands.
pub(super) struct Compiler<'l> {
    pub terms: Terms,
    pub languages: &'l [Stemmer],
    pub n_operands: u32,
    /// True if ends of sentences matter.
    pub asks_sentences: bool,
}

impl Compiler<'_> {
    pub fn node(&mut self, query: &Query) -> Node {
        match query {
            Query::All => Node::All,
            Query::And(parts) => Node::And(parts.iter().map(|part| self.node(part)).collect()),
            Query::Or(parts) => Node::Or(parts.iter().map(|part| self.node(part)).collect()),
            Query::Not(inner) => {
                // What must not occur is no operand to mark.
                let n_operands = self.n_operands;
                let node = Node::Not(Box::new(self.node(inner)));
                self.n_operands = n_operands;
                node
            }
            Query::AtLeast { count, query } => Node::AtLeast(*count, Box::new(self.node(query))),
            Query::In { scope, query, speakers } => {
                let inner = Box::new(self.node(query));
                match scope {
                    Scope::Title => Node::Title(inner),
                    Scope::Narration => Node::Narration(inner),
                    Scope::Said => Node::Said(inner, speakers.clone()),
                }
            }
            Query::Outlet(_)
            | Query::Author(_)
            | Query::Speaker(_)
            | Query::Language(_)
            | Query::Date(_)
            | Query::Unknown(_) => Node::Filter(query.clone()),
            Query::Word(_)
            | Query::Phrase { .. }
            | Query::Prefix(_)
            | Query::Fuzzy { .. }
            | Query::Regex(_)
            | Query::Near { .. } => Node::Placed(self.placed(query)),
        }
    }

    fn placed(&mut self, query: &Query) -> Placed {
        match query {
            Query::Near { left, near, right } => {
                self.asks_sentences |= *near == Near::Sentence;
                Placed::Near { left: Box::new(self.placed(left)), near: *near, right: Box::new(self.placed(right)) }
            }
            Query::Or(parts) => Placed::Any(parts.iter().map(|part| self.placed(part)).collect()),
            Query::And(parts) => Placed::Every(parts.iter().map(|part| self.placed(part)).collect()),
            Query::In { scope: Scope::Said, query, speakers } => {
                Placed::Said { placed: Box::new(self.placed(query)), speakers: speakers.clone() }
            }
            Query::In { scope, query, .. } => Placed::In { scope: *scope, placed: Box::new(self.placed(query)) },
            Query::AtLeast { query, .. } => self.placed(query),
            _ => match Pattern::of(query) {
                Some(pattern) => {
                    let number = self.n_operands;
                    self.n_operands += 1;
                    Placed::Operand(number, Box::new(self.pattern(&pattern)))
                }
                None => Placed::Any(Vec::new()),
            },
        }
    }

    fn pattern(&mut self, pattern: &Pattern) -> Placed {
        let mut all = |parts: &[Pattern]| parts.iter().map(|part| self.pattern(part)).collect();
        match pattern {
            Pattern::Leaf { leaf, literal } => Placed::Leaf(self.terms.add(leaf, literal.as_ref(), self.languages)),
            Pattern::Seq { parts, slop } => Placed::Seq { parts: all(parts), slop: *slop },
            Pattern::Any(parts) => Placed::Any(all(parts)),
            Pattern::Near { left, near, right } => {
                self.asks_sentences |= *near == Near::Sentence;
                Placed::Near { left: Box::new(self.pattern(left)), near: *near, right: Box::new(self.pattern(right)) }
            }
            Pattern::In { scope: Scope::Said, pattern, speakers } => {
                Placed::Said { placed: Box::new(self.pattern(pattern)), speakers: speakers.clone() }
            }
            Pattern::In { scope, pattern, .. } => Placed::In { scope: *scope, placed: Box::new(self.pattern(pattern)) },
        }
    }
}
