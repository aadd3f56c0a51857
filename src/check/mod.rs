//! Quotations of a text looked up in the archive: verbatim there, different, or not found.
//!
//! For the fact-checker who has a draft and asks whether it quotes as the archive does. Every stretch
//! between quotation marks is looked at, whether extraction takes it for someone's words or not. A phrase
//! search finds what is verbatim, and words that are the reporter's own are told apart; otherwise articles that share
//! its words are aligned with it, word by word. `find` lists the quotations, `lookup` asks for articles (`query`),
//! `reading` reads them, each once, and `compare` sets a quotation beside one.
//!
//! **Invariant:** says what the archive has and never what is true: a wording that differs may be the
//! right one. Reads no more articles than a bounded number for each quotation.

mod compare;
mod draft;
mod find;
mod lookup;
mod query;
mod reading;
mod speaker;
mod words;

use crate::error::Result;
use crate::index::Index;
use crate::model::{Certainty, Date};

pub use compare::{Change, Piece};
pub(crate) use compare::{pieces, whole_pieces};
pub use draft::{Draft, read_draft};
pub use find::{Quotation, quotations};
use lookup::Checker;
pub use speaker::Agreement;

/// What the archive has of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The same words in the same order; case, accents and typography are not looked at.
    Verbatim,
    /// The same words but for what is left out at an ellipsis, put into square brackets, or said by the
    /// reporter in between (`“A,” he said, “B”`).
    Shortened,
    /// The same words or those of a shortened one, but nowhere as a quotation: they are the reporter's own.
    Narration,
    /// Near words.
    Differs,
    /// Nothing near it.
    NotFound,
}

impl Verdict {
    /// The name used in output.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Verbatim => "verbatim",
            Verdict::Shortened => "shortened",
            Verdict::Narration => "narration",
            Verdict::Differs => "differs",
            Verdict::NotFound => "not found",
        }
    }
}

/// A quotation and what the archive has of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// As it stands in the text.
    pub quotation: Quotation,
    /// What the archive has.
    pub verdict: Verdict,
    /// How many articles have its words side by side if it is verbatim, else 0.
    pub articles: u64,
    /// Where, those within a quotation before others, the earliest first; where nothing is verbatim, the
    /// nearest first.
    pub places: Vec<FoundPlace>,
    /// True if the text names a speaker, and every place that was compared names another.
    pub other_speaker: bool,
}

/// Where an article has a quotation or something near it.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPlace {
    /// The article's id.
    pub article: String,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Date of publication and how sure it is.
    pub date: Option<(Date, Certainty)>,
    /// The words there, a verbatim slice of the article's text, or of its headline.
    pub text: String,
    /// Where they start in it, in code points.
    pub start: usize,
    /// Where they end in it, in code points.
    pub end: usize,
    /// True if they stand between quotation marks there; of near words, if some do.
    pub is_quoted: bool,
    /// True if they are the whole headline.
    pub is_headline: bool,
    /// True if they stand in the headline, and not in the text: the offsets are in the headline.
    pub in_headline: bool,
    /// Who said it there, named as in the whole archive.
    pub speaker: Option<String>,
    /// Whether that is the speaker whom the checked text names.
    pub speaker_agrees: Agreement,
    /// Share of the words that are the same, by weight, from 0 to 1.
    pub likeness: f32,
    /// The two wordings side by side: left is the checked one, right that of the article, in bytes of
    /// their texts.
    pub pieces: Vec<Piece>,
}

impl FoundPlace {
    /// The words of a piece there.
    pub fn right_of(&self, piece: &Piece) -> &str {
        // Pieces count from the start of the article's text, and the first begins where `text` does.
        let from = self.pieces.first().map_or(0, |first| first.right.start());
        let range = piece.right.start().saturating_sub(from)..piece.right.end().saturating_sub(from);
        self.text.get(range).unwrap_or("")
    }
}

/// Looks every quotation of a text up and calls `found` with each in its turn, and with the number of all; at most
/// `most_places` places of each are told.
pub(crate) fn check(
    index: &Index,
    text: &str,
    most_places: usize,
    found: &mut dyn FnMut(usize, Checked) -> Result<()>,
) -> Result<()> {
    let mut checker = Checker::new(index, most_places);
    let quotations = quotations(text);
    let all = quotations.len();
    for quotation in quotations {
        found(all, checker.check(quotation)?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
