//! Reprints: what is asked and answered.

use crate::model::{Certainty, Date};
use crate::query::Name;

/// Which article stands for a group of reprints.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preference {
    /// Outlets to prefer, in this order; those of no named outlet come after them.
    pub outlets: Vec<Name>,
    /// Among equals the longest; else the earliest, unknown dates last.
    pub longest: bool,
}

/// A question for groups of reprints.
#[derive(Clone, Debug, PartialEq)]
pub struct ReprintRequest {
    /// Only the group that the article of this id is in.
    pub article: Option<String>,
    /// Which article stands first in a group.
    pub preference: Preference,
    /// Number of groups to return.
    pub limit: usize,
    /// Number of groups to leave out before them.
    pub offset: usize,
    /// Most articles to return of a group; 0 for all.
    pub members: usize,
}

/// Groups of reprints, those of most articles first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReprintResponse {
    /// Number of groups of two or more articles.
    pub total: u64,
    /// Number of articles in them.
    pub articles: u64,
    /// The groups asked for.
    pub groups: Vec<ReprintGroup>,
}

/// Articles that are the same piece.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReprintGroup {
    /// How many articles.
    pub size: u64,
    /// The articles, the one that stands for the group first.
    pub members: Vec<ReprintMember>,
}

/// An article of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReprintMember {
    /// Its id.
    pub id: String,
    /// How it stands to the first of the group.
    pub kind: ReprintKind,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Date of publication and how sure it is.
    pub date: Option<(Date, Certainty)>,
    /// Address.
    pub url: Option<String>,
    /// Number of words.
    pub words: u32,
}

/// How an article stands to the one that stands for its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReprintKind {
    /// It is that one.
    Representative,
    /// The same text.
    Exact,
    /// About as long, with edits.
    Edited,
    /// Less than two thirds as long.
    Excerpt,
    /// More than half as long again.
    Longer,
}

impl ReprintKind {
    /// The name used in output.
    pub fn name(self) -> &'static str {
        match self {
            ReprintKind::Representative => "representative",
            ReprintKind::Exact => "exact",
            ReprintKind::Edited => "edited",
            ReprintKind::Excerpt => "excerpt",
            ReprintKind::Longer => "longer",
        }
    }
}
