//! Quotations and the people they are attributed to.

use super::Span;

/// A quotation in an article, with who said it and why we think so.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// The words, without the marks around them.
    pub words: Span,
    /// What kind of quotation it is.
    pub kind: QuoteKind,
    /// Who said it, as named within the article; `None` where the article does not tell.
    pub speaker: Option<SpeakerName>,
    /// The mention nearest to the words (`he`, `Mr. Trump`).
    pub mention: Option<Span>,
    /// The word or words that attribute it (`said`, `according to`).
    pub cue: Option<Span>,
    /// How likely `speaker` is right, from 0 to 1; 0 where there is none.
    pub probability: f32,
    /// Why, in words a reader understands, such as `said + full name after the quote`.
    pub reason: String,
}

/// What kind of quotation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuoteKind {
    /// Between quotation marks.
    Direct,
    /// A block of text set off without marks.
    Block,
    /// An embedded post of a social network.
    Post,
    /// A headline in quotation marks.
    Headline,
}

impl QuoteKind {
    /// The name used in output.
    pub fn name(self) -> &'static str {
        match self {
            QuoteKind::Direct => "direct",
            QuoteKind::Block => "block",
            QuoteKind::Post => "post",
            QuoteKind::Headline => "headline",
        }
    }

    /// The kind of that name, the inverse of [`QuoteKind::name`].
    pub fn from_name(name: &str) -> Option<QuoteKind> {
        [QuoteKind::Direct, QuoteKind::Block, QuoteKind::Post, QuoteKind::Headline]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// A person or organisation, named as fully as one article names it.
///
/// This is the article's local key. Which person of the archive it means (`Trump` in one
/// article, `Donald Trump` in the next) is decided at query time by the table of people, so
/// that no stored article changes when another one tells us more.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SpeakerName {
    /// The fullest form of the name in the article, without titles: `Donald Trump`, `Trump`.
    pub name: String,
    /// What the article tells of the gender, by title, first name or pronoun.
    pub gender: Option<Gender>,
    /// True for an organisation.
    pub organisation: bool,
}

/// Gender as far as titles, first names and pronouns of an article tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gender {
    /// She.
    Female,
    /// He.
    Male,
}

/// Another name that an article gives for a speaker, such as a post's handle.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Alias {
    /// The speaker's name as in [`SpeakerName::name`].
    pub name: String,
    /// The other name, such as `@realDonaldTrump`.
    pub alias: String,
}
