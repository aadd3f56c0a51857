//! Articles by the ids that a user types.

use news_search::Index;
use news_search::index::{Lookup, StoredArticle};

use super::outcome::{Failed, Status};
use super::ui::Ui;

/// Most candidates listed for an id that may mean several articles.
const MAX_CANDIDATES: usize = 20;

/// The article of an id; else says why there is none, and how the command then ends.
pub fn one_article(index: &Index, id: &str, ui: &Ui) -> Result<Result<Box<StoredArticle>, Status>, Failed> {
    Ok(match index.article(id)? {
        Lookup::Found(article) => Ok(article),
        Lookup::Ambiguous(candidates) => {
            ui.error(format_args!("`{id}` may mean {} articles", candidates.len()));
            for candidate in candidates.iter().take(MAX_CANDIDATES) {
                ui.note(format_args!("  {candidate}"));
            }
            if candidates.len() > MAX_CANDIDATES {
                ui.note(format_args!("  and {} more", candidates.len() - MAX_CANDIDATES));
            }
            Err(Status::Error)
        }
        Lookup::Unknown => {
            ui.error(format_args!("there is no article `{id}`"));
            Err(Status::NothingFound)
        }
    })
}
