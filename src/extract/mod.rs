//! What a text tells of itself: outlet, date, authors, title, language, boilerplate,
//! quotations and their speakers.
//!
//! Pure functions over text. **Invariant:** no I/O, no clock (today comes in with [`Context`]),
//! no engine, and no failure: extraction returns what it found, and every value says where it
//! stood and how sure that makes us.

use crate::model::{Article, Date, RawArticle};

pub mod boilerplate;
pub mod language;
pub mod metadata;
pub mod quotes;
mod speakers;

/// Raised with every change that makes extraction find other things, or words and sentences end elsewhere
/// (their places are indexed), so that the next run reads all texts out anew.
pub const VERSION: u32 = 7;

/// True if a folded word is a first name of the bundled table.
pub(crate) fn is_first_name(word: &str) -> bool {
    speakers::names::is_first_name(speakers::tokens::hash_word(word))
}

/// Reads an article out of its file's text and metadata.
pub fn article(raw: RawArticle, context: &Context) -> Article {
    let found = metadata::read(&raw, context);
    let about = quotes::QuoteContext { language: found.language.as_deref(), boilerplate: &found.boilerplate };
    let quoted = quotes::quotes(&raw.text, &about);
    Article {
        path: raw.path,
        record: raw.record,
        title: found.title,
        outlet: found.outlet,
        date: found.date,
        date_not_before: found.date_not_before,
        rejected_dates: found.rejected_dates,
        authors: found.authors,
        contributors: found.contributors,
        url: found.url,
        language: found.language,
        text: raw.text,
        boilerplate: found.boilerplate,
        quotes: quoted.quotes,
        aliases: quoted.aliases,
    }
}

/// Reads an article out of a plain text, of which nothing else is known.
///
/// Outlets are those of the bundled table. There is no clock, so no date is too late to be
/// believed; who knows which day it is uses [`article`].
///
/// ```
/// let found = news_search::extract("By Jane Roe\n\n“The dam will hold,” Mayor Ann Lee said.");
/// assert_eq!(found.authors[0].value, "Jane Roe");
/// let quote = &found.quotes[0];
/// assert_eq!(quote.words.of_text(&found.text), "The dam will hold,");
/// assert_eq!(quote.speaker.as_ref().map(|speaker| speaker.name.as_str()), Some("Ann Lee"));
/// ```
pub fn text(text: &str) -> Article {
    let raw = RawArticle { text: crate::text::normalise(text.into()), ..RawArticle::default() };
    article(raw, &Context { today: Date::MAX, outlets: metadata::Outlets::bundled() })
}

/// What extraction may know besides the text.
#[derive(Clone, Debug)]
pub struct Context {
    /// The day of the run: dates more than a day later are not believed.
    pub today: Date,
    /// Outlets by web domain and alias: the bundled table and the user's `outlets.toml`.
    pub outlets: metadata::Outlets,
}
