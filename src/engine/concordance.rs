//! Concordances: what is asked and answered.

use super::request::SearchRequest;
use crate::model::{Certainty, Date, Span};
use crate::query::Place;

/// A search for matches instead of articles: each becomes a line with what stands around it.
#[derive(Clone, Debug, PartialEq)]
pub struct ConcordanceRequest {
    /// What to look for, in which articles. `limit` and `offset` count lines (or groups, or
    /// collocates); `sort`, facets and passages are not regarded.
    pub search: SearchRequest,
    /// Most characters of context on either side of a match.
    pub width: usize,
    /// Order of the lines.
    pub order: LineOrder,
    /// Count the lines by what stands beside the match, instead of listing them.
    pub group: Option<Grouping>,
    /// Count the words that stand within so many places of a match, instead of listing lines.
    pub collocates: Option<Collocation>,
}

impl ConcordanceRequest {
    /// A request for ten lines of forty characters on either side, from the best articles first.
    pub fn new(search: SearchRequest) -> ConcordanceRequest {
        ConcordanceRequest { search, width: 40, order: LineOrder::Relevance, group: None, collocates: None }
    }
}

/// Order of the lines; lines that are equal in it stand in the order of their articles, and
/// those of one article in that of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineOrder {
    /// Best article first.
    #[default]
    Relevance,
    /// Latest article first, unknown dates last.
    Newest,
    /// Earliest article first, unknown dates last.
    Oldest,
    /// By outlet, unknown last, each from its earliest article on.
    Outlet,
    /// By the words before the match, the last of them first.
    Left,
    /// By the words behind the match.
    Right,
}

/// Which words beside a match are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// Before or behind it.
    pub side: Side,
    /// How many, at least 1.
    pub n_words: usize,
}

/// One of the sides of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Before it.
    Left,
    /// Behind it.
    Right,
}

/// Which words near a match are counted, and in which order they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collocation {
    /// Words whose positions differ from the match's nearest word by at most this, as in `W/n`.
    pub distance: u32,
    /// Leave out words that stand near a match less often than this.
    pub least_count: u64,
    /// What the list is ordered by, highest first.
    pub measure: Association,
}

/// How strongly a word and a match go together; see [`crate::concordance::statistics`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Association {
    /// How sure it is that they do.
    #[default]
    LogLikelihood,
    /// How exclusively they do.
    LogDice,
}

/// The answer: totals, and lines, groups or collocates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConcordanceResponse {
    /// Number of matches, exact; none overlaps another.
    pub total: u64,
    /// Number of articles they stand in.
    pub articles: u64,
    /// Articles that match all but a date limit because they have no date.
    pub undated: u64,
    /// The lines asked for, in order; empty if groups or collocates were asked for.
    pub lines: Vec<Line>,
    /// What stands beside the matches, most frequent first, if asked for.
    pub groups: Vec<Group>,
    /// The words near the matches, the strongest first, if asked for.
    pub collocates: Vec<Collocate>,
    /// What to tell the user: names that were widened to several.
    pub notes: Vec<String>,
}

/// A match with what stands around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Number of the line, from 1.
    pub rank: usize,
    /// The article's id, which `Index::article` takes.
    pub article: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its date of publication and how sure that is.
    pub date: Option<(Date, Certainty)>,
    /// Its address.
    pub url: Option<String>,
    /// Whether it stands in the headline or in the text.
    pub place: Place,
    /// What stands before it, a verbatim slice that ends where the match begins; whole words.
    pub left: String,
    /// The match, from its first word to its last.
    pub text: String,
    /// What stands behind it, a verbatim slice that begins where the match ends; whole words.
    pub right: String,
    /// Where the match starts in headline or text, in code points.
    pub start: usize,
    /// Where it ends, in code points.
    pub end: usize,
    /// What matched, in bytes of `text`, in order, disjoint: all of it but for distances.
    pub highlights: Vec<Span>,
    /// Whether it lies in a quotation.
    pub quoted: bool,
    /// Who said that quotation, named as in the whole archive; `None` where that is not known.
    pub speaker: Option<String>,
}

/// Words beside matches, and how often they stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The words, folded, with blanks between; empty where the text begins or ends.
    pub words: String,
    /// Number of matches.
    pub count: u64,
    /// Number of articles.
    pub articles: u64,
}

/// A word near matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Collocate {
    /// The word, folded.
    pub word: String,
    /// How often it stands near a match; a word near two matches counts once.
    pub count: u64,
    /// How often on the left of its match, or of the one before it.
    pub left: u64,
    /// How often it occurs in the texts of the archive.
    pub frequency: u64,
    /// How often it would stand near a match by chance.
    pub expected: f64,
    /// Dunning's log-likelihood, above 0 for a word that is near more often than by chance and
    /// below for one that is so less often.
    pub log_likelihood: f64,
    /// Rychlý's logDice, at most about 14.
    pub log_dice: f64,
}
