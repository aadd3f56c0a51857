//! Web pages: from the bytes of a page to the parts of its article.
//!
//! [`read`] is a pure function, so that whatever holds pages (files, mails, web archives, books)
//! can call it. A page is parsed once; every pass over it is linear.

use crate::model::Given;

/// The article of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    /// The main text, without the title; a blank line between paragraphs. Empty if the page has none.
    pub text: String,
    /// Title, outlet, date, authors, url and language with where each was read, at most one
    /// value a field except for authors.
    pub given: Vec<Given>,
    /// What to tell the user about the encoding, if anything.
    pub warning: Option<&'static str>,
}

/// Reads a page from its bytes.
///
/// `charset_hint` is what stands outside of the page, such as the header of a response; a byte
/// order mark wins over it. `url` is the page's address where that is known; it wins over what
/// the page says.
pub(crate) fn read(bytes: &[u8], charset_hint: Option<&str>, url: Option<&str>) -> Page {
    let _ = charset_hint;
    read_str(&String::from_utf8_lossy(bytes), url)
}

/// Reads a page that is decoded already.
pub(crate) fn read_str(html: &str, url: Option<&str>) -> Page {
    let _ = (html, url);
    Page::default()
}
