//! Which of several articles in JSON-LD is the page's own.
//!
//! Pages describe teasers and earlier articles as they describe their own, and not behind it. Its own
//! has the address of the page, or the title that heading or head print.

use super::head::Head;
use super::title::key;
use crate::extract::metadata::url::original;

/// Headings and articles that are compared.
const MAX_COMPARED: usize = 20;

/// Shortest title, in bytes of its key, that may be told from what stands behind it in `<title>`.
const MIN_KEY: usize = 12;

/// Leaves of the articles in JSON-LD those that are the page's own, where any is known to be; `url`
/// is the address of the page where that is known.
pub(super) fn keep_own(head: &mut Head, url: Option<&str>) {
    let n_articles = head.json_ld.works.iter().filter(|work| work.rank >= 3).count();
    if n_articles < 2 {
        return;
    }
    let addresses: Vec<String> = [url, head.canonical.as_deref(), head.meta_value(&["og:url"])]
        .into_iter()
        .flatten()
        .filter_map(bare_address)
        .collect();
    let titles = ["og:title", "twitter:title"].into_iter().filter_map(|name| head.meta_value(&[name]));
    let headings = head.headings.iter().filter(|(level, ..)| *level == 1).map(|(.., text)| text.as_str());
    let titles: Vec<String> = titles.chain(head.title.as_deref()).chain(headings).take(MAX_COMPARED).map(key).collect();
    let is_own: Vec<bool> = head
        .json_ld
        .works
        .iter()
        .map(|work| {
            let has_address = [&work.url, &work.page]
                .into_iter()
                .flatten()
                .filter_map(|address| bare_address(address))
                .any(|address| addresses.contains(&address));
            let title = work.title.as_deref().map(|title| key(&super::entities::decode(title))).unwrap_or_default();
            let has_title = !title.is_empty()
                && titles.iter().any(|one| *one == title || (title.len() >= MIN_KEY && one.starts_with(&title)));
            has_address || has_title
        })
        .collect();
    let mut is_article_own =
        is_own.iter().zip(&head.json_ld.works).filter(|(_, work)| work.rank >= 3).map(|(own, _)| *own);
    if is_article_own.any(|is_own| is_own) {
        let mut is_own = is_own.into_iter();
        head.json_ld.works.retain(|work| is_own.next().unwrap_or(true) || work.rank < 3);
    }
}

/// What is compared of an address: host and path; `None` for that of a first page.
fn bare_address(address: &str) -> Option<String> {
    let (_, rest) = original(address.trim()).split_once("://")?;
    let rest = rest.split(['?', '#']).next()?.trim_end_matches('/');
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.contains('/').then(|| rest.to_lowercase())
}
