//! Addresses of pages: the whole state of a page is in its address.
//!
//! An address is a path and fields in order, as a form sends them. What a page links to is its own
//! address with a little changed, so nothing that somebody chose is lost on the way.

use std::fmt::{self, Write};

/// Fields that mean the same on every page: what is asked, and which articles count.
pub const SHARED: [&str; 12] =
    ["q", "any", "plain", "syntax", "distinct", "outlet", "speaker", "author", "lang", "from", "to", "date"];

/// Fields that keep some articles only.
pub const FILTERS: [&str; 7] = ["outlet", "speaker", "author", "lang", "from", "to", "date"];

/// The address of a page on this server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    path: String,
    fields: Vec<(String, String)>,
}

impl Address {
    /// A page without fields.
    pub fn new(path: &str) -> Address {
        Address { path: path.to_owned(), fields: Vec::new() }
    }

    /// A page with the fields of a request, in order; empty ones are left out.
    pub fn of(path: &str, fields: impl IntoIterator<Item = (String, String)>) -> Address {
        let fields = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        Address { path: path.to_owned(), fields }
    }

    /// The page's path.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// All fields, in order.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The first value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// All values of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields().filter(move |(other, _)| *other == name).map(|(_, value)| value)
    }

    /// True if a field has this value.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|other| other == value)
    }

    /// Another page with the fields that all pages share.
    pub fn elsewhere(&self, path: &str) -> Address {
        // What is compared is asked for by other names than what is searched.
        let asked = |path: &str| if path == "/compare" { "a" } else { "q" };
        let (here, there) = (asked(&self.path), asked(path));
        let fields = self.fields.iter().filter_map(|(name, value)| match name.as_str() {
            name if name == here => Some((there.to_owned(), value.clone())),
            name if SHARED.contains(&name) => Some((name.to_owned(), value.clone())),
            _ => None,
        });
        Address { path: path.to_owned(), fields: fields.collect() }
    }

    /// The same fields on another page.
    pub fn at(&self, path: &str) -> Address {
        Address { path: path.to_owned(), fields: self.fields.clone() }
    }

    /// The same without a field, on the first page of its results.
    pub fn without(&self, name: &str) -> Address {
        let is_kept = |other: &str| other != name && !["offset", "page", "rank"].contains(&other);
        let kept = self.fields.iter().filter(|(other, _)| is_kept(other));
        Address { path: self.path.clone(), fields: kept.cloned().collect() }
    }

    /// The same without a field, on the same page of its results.
    pub fn but(&self, name: &str) -> Address {
        let kept = self.fields.iter().filter(|(other, _)| other != name);
        Address { path: self.path.clone(), fields: kept.cloned().collect() }
    }

    /// The same with one value of a field and no other, on the same page of its results.
    pub fn also(&self, name: &str, value: &str) -> Address {
        let mut address = self.but(name);
        address.fields.push((name.to_owned(), value.to_owned()));
        address
    }

    /// True if something is asked for beside the query.
    pub fn has_filters(&self) -> bool {
        FILTERS.iter().any(|name| self.get(name).is_some())
    }

    /// The same without all filters.
    pub fn without_filters(&self) -> Address {
        FILTERS.iter().fold(self.clone(), |address, name| address.without(name))
    }

    /// The same with one value of a field and no other; without it if the value is empty.
    pub fn with(&self, name: &str, value: impl Into<String>) -> Address {
        let mut address = self.without(name);
        let value = value.into();
        if !value.is_empty() {
            address.fields.push((name.to_owned(), value));
        }
        address
    }

    /// The same with one value more.
    pub fn and(&self, name: &str, value: &str) -> Address {
        let mut address = self.without("");
        address.fields.push((name.to_owned(), value.to_owned()));
        address
    }

    /// The same with a value taken out if it is there, and put in if it is not.
    pub fn toggled(&self, name: &str, value: &str) -> Address {
        if !self.has(name, value) {
            return self.and(name, value);
        }
        let mut address = self.without("");
        address.fields.retain(|(other, set)| !(other == name && set == value));
        address
    }
}

/// The page of a person's quotations.
pub fn quotes_of(person: &str) -> Address {
    Address::new("/quotes").with("speaker", format!("={person}"))
}

/// The page of an author's articles.
pub fn articles_by(author: &str) -> Address {
    Address::new("/").with("author", format!("={author}"))
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        for (at, (name, value)) in self.fields.iter().enumerate() {
            f.write_char(if at == 0 { '?' } else { '&' })?;
            encode(f, name)?;
            f.write_char('=')?;
            encode(f, value)?;
        }
        Ok(())
    }
}

/// Writes a field as a form sends it.
fn encode(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' => f.write_char(byte as char)?,
            b' ' => f.write_char('+')?,
            _ => write!(f, "%{byte:02X}")?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> Address {
        let fields = [("q", "a & b"), ("outlet", "Fox News"), ("outlet", "?"), ("offset", "20"), ("to", "")];
        Address::of("/", fields.map(|(name, value)| (name.to_owned(), value.to_owned())))
    }

    #[test]
    fn fields_are_written_as_forms_send_them() {
        assert_eq!(address().to_string(), "/?q=a+%26+b&outlet=Fox+News&outlet=%3F&offset=20");
        assert_eq!(Address::new("/").with("q", "é\"<").to_string(), "/?q=%C3%A9%22%3C");
    }

    #[test]
    fn what_changes_begins_at_the_first_page() {
        assert_eq!(address().toggled("outlet", "?").to_string(), "/?q=a+%26+b&outlet=Fox+News");
        assert_eq!(address().toggled("outlet", "X").to_string(), "/?q=a+%26+b&outlet=Fox+News&outlet=%3F&outlet=X");
        assert_eq!(address().with("q", "").to_string(), "/?outlet=Fox+News&outlet=%3F");
        assert_eq!(address().with("offset", "30").get("offset"), Some("30"));
    }

    #[test]
    fn other_pages_keep_what_is_asked() {
        let address = address().with("sort", "newest").elsewhere("/quotes");
        assert_eq!(address.to_string(), "/quotes?q=a+%26+b&outlet=Fox+News&outlet=%3F");
        assert_eq!(address.without_filters().to_string(), "/quotes?q=a+%26+b");
    }
}
