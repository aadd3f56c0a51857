//! Web pages: from the bytes of a page to the parts of its article.
//!
//! [`read`] is a pure function, so that whatever holds pages (files, mails, web archives, books)
//! can call it. A page is parsed once; every pass over it is linear.

mod blocks;
mod body;
mod brief;
mod bylines;
mod captions;
mod charset;
mod choose;
mod comments;
mod dates;
mod dom;
mod edges;
mod entities;
mod finds;
mod head;
mod headline;
mod json_ld;
mod linked;
mod mhtml;
mod notices;
mod people;
mod phrases;
mod places;
mod publisher;
mod regions;
mod roles;
mod saved;
mod shingles;
mod signed;
mod tag;
mod title;
mod works;

use blocks::Blocks;
use dom::Dom;
use head::Head;
use roles::Roles;

pub(crate) use mhtml::unpack;

use crate::model::{Field, Given};

/// The article of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    /// The main text, without the title; a blank line between paragraphs. Empty if the page has none.
    pub text: String,
    /// Title, outlet, date, authors, url and language with where each was read, at most one
    /// value a field except for authors.
    pub given: Vec<Given>,
    /// What to tell the user about the encoding or a text that is missing, if anything.
    pub warning: Option<&'static str>,
}

/// Reads a page from its bytes.
///
/// `charset_hint` is what stands outside of the page, such as the header of a response; a byte
/// order mark wins over it. `url` is the page's address where that is known; it wins over what
/// the page says.
pub(crate) fn read(bytes: &[u8], charset_hint: Option<&str>, url: Option<&str>) -> Page {
    let (html, warning) = charset::decode(bytes, charset_hint);
    let mut page = read_str(&html, url);
    // What has no title either is a failure of its own.
    let is_bare = page.text.is_empty() && page.given.iter().any(|one| one.field == Field::Title);
    let bare = is_bare.then_some("has no text that could be told from what surrounds it; only its metadata are read");
    page.warning = page.warning.or(warning).or(bare);
    page
}

/// Text with its character references replaced.
pub(crate) fn plain(raw: &str) -> String {
    entities::decode(raw)
}

/// Reads a page that is decoded already.
pub(crate) fn read_str(html: &str, url: Option<&str>) -> Page {
    let dom = Dom::parse(html);
    let roles = Roles::of(&dom);
    let mut head = Head::collect(&dom);
    works::keep_own(&mut head, url);
    let blocks = Blocks::of(&dom, &roles);
    let choice = choose::choose(&dom, &roles, &head, &blocks, url);
    let text = body::main_text(&dom, &roles, &blocks, &hints(&head, &choice));
    let warning = dom.is_cut.then_some("is larger than is read; its end was left out");
    if notices::is_notice(&text) {
        let notice = "shows a notice of its site (a check of the browser, a wall before consent) and no article";
        return Page { text: String::new(), given: choice.given, warning: warning.or(Some(notice)) };
    }
    Page { text, given: choice.given, warning }
}

/// What the head of the page tells that helps to find its text.
fn hints<'h>(head: &'h Head, choice: &'h choose::Choice) -> body::Hints<'h> {
    let stated = head.json_ld.works.iter().filter(|work| work.rank >= 3).find_map(|work| work.body.as_deref());
    let mut descriptions: Vec<&str> =
        head.json_ld.works.iter().filter_map(|work| work.description.as_deref()).collect();
    descriptions.truncate(5);
    descriptions.extend(
        ["og:description", "description", "twitter:description"].iter().filter_map(|name| head.meta_value(&[name])),
    );
    body::Hints { title: choice.title.as_deref(), heading: choice.heading, stated, descriptions }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_fields;
#[cfg(test)]
mod tests_own;
#[cfg(test)]
mod tests_places;
#[cfg(test)]
mod tests_text;
