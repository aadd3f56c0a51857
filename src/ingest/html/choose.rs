//! The choice between what a page says of its article in several places.

use super::blocks::Blocks;
use super::dom::Dom;
use super::head::Head;
use crate::model::{Field, Given, Source};

/// The values that are believed, in order of precedence.
pub(super) fn given(dom: &Dom<'_>, head: &Head, blocks: &Blocks, url: Option<&str>) -> Vec<Given> {
    let mut given = Vec::new();
    let mut put = |field, value: String, source| given.push(Given { field, value, source });
    if let Some(title) = head.meta_value(&["og:title"]) {
        put(Field::Title, title.to_owned(), Source::MetaTag);
    }
    let _ = (dom, blocks, url);
    given
}
