//! What programs that keep pages write into them: the address a page was saved from.
//!
//! A saved page often states no address of its own. Browsers and their add-ons name it in a comment
//! (`saved from url=(0038)https://…`, `Page saved with SingleFile … url: https://…`), others in an
//! attribute or a meta tag of their own, an archive in the script that rewrites its links. What is
//! left is `<base href>`, where that is the address of a page and not of a folder.

use memchr::memmem;

use super::dom::Dom;
use super::head::Head;
use super::tag::Tag;

/// How far into a page the comment of the program that saved it begins, in bytes.
const HEAD_BYTES: usize = 8 << 10;

/// Longest such comment, and longest address, in bytes.
const MAX_BYTES: usize = 4 << 10;

/// Bytes between the mark of an archive and the address behind it: ` value="`.
const MAX_BETWEEN: usize = 24;

/// Beginnings of what programs say of a page before its address, in lower case.
const SAID: &[&str] =
    &["saved from", "page saved with", "archive processed by", "mirrored from", "saved by", "snapshot of"];

/// What stands before the address of a page in those of web archives.
const ARCHIVED: &[&str] = &["__wm.wombat(", "id=\"wmtbURL\"", "The Wayback Machine - "];

/// The address a page was saved from, as it is written there; that of an archive may hold another.
pub(super) fn address(dom: &Dom<'_>, head: &Head) -> Option<String> {
    let html = dom.html();
    let said = comments(html).find_map(of_comment);
    let said =
        said.or_else(|| head.meta_value(&["savepage-url", "savepage-canonical"]).and_then(whole).map(str::to_owned));
    let said = said.or_else(|| {
        let marked = (1..dom.nodes.len().min(64)).find(|index| dom.nodes[*index].tag == Tag::Html)?;
        dom.attribute(marked, "data-scrapbook-source").and_then(whole).map(str::to_owned)
    });
    said.or_else(|| ARCHIVED.iter().find_map(|mark| behind(html, mark)).map(str::to_owned))
        .or_else(|| head.base.as_deref().filter(|base| is_page(base)).map(str::to_owned))
        .map(|address| super::entities::decode(&address))
}

/// The comments at the start of a page.
fn comments(html: &str) -> impl Iterator<Item = &str> {
    let mut end = html.len().min(HEAD_BYTES);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let starts = memmem::find_iter(&html.as_bytes()[..end], b"<!--");
    starts.take(16).filter_map(move |at| {
        let rest = &html[at + 4..];
        let mut limit = rest.len().min(MAX_BYTES);
        while !rest.is_char_boundary(limit) {
            limit -= 1;
        }
        rest[..limit].split_once("-->").map(|(comment, _)| comment.trim())
    })
}

/// The address that the comment of a program gives for the page.
fn of_comment(comment: &str) -> Option<String> {
    let lower = comment.get(..comment.len().min(40)).map_or_else(|| comment.to_lowercase(), str::to_lowercase);
    let said = SAID.iter().find(|said| lower.starts_with(**said))?;
    if let Some(address) = first_address(comment) {
        return Some(address.to_owned());
    }
    // HTTrack leaves the scheme out: `Mirrored from www.ledger.example/dam.html by HTTrack …`.
    let rest = comment.get(said.len()..)?.trim_start();
    let address = rest.split_whitespace().next()?;
    let host = address.split('/').next().unwrap_or("");
    let is_host = host.len() >= 4
        && host.contains('.')
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    (*said == "mirrored from" && is_host).then(|| format!("http://{address}"))
}

/// The address right behind a mark, at its first place in a page.
fn behind<'h>(html: &'h str, mark: &str) -> Option<&'h str> {
    let at = memmem::find(html.as_bytes(), mark.as_bytes())? + mark.len();
    let rest = &html[at..];
    let from = memmem::find(&rest.as_bytes()[..rest.len().min(MAX_BETWEEN)], b"http")?;
    let between = rest.get(..from)?.trim_start_matches(['"', '\'', ' ']);
    if !between.starts_with("value=") && between.contains(char::is_alphanumeric) {
        return None;
    }
    let mut end = rest.len().min(from + MAX_BYTES);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    first_address(&rest[from..end])
}

/// The first address of a text.
fn first_address(text: &str) -> Option<&str> {
    let at = memmem::find_iter(text.as_bytes(), b"http")
        .find(|at| text[*at..].starts_with("http://") || text[*at..].starts_with("https://"))?;
    let end =
        text[at..].find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>')).unwrap_or(text.len() - at);
    whole(&text[at..at + end])
}

/// An address with a host.
fn whole(address: &str) -> Option<&str> {
    let address = address.trim();
    let rest = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"))?;
    (rest.len() >= 4 && rest.contains('.') && address.len() <= MAX_BYTES).then_some(address)
}

/// True for the address of a page: with a path that is no folder, or one named after a headline.
fn is_page(address: &str) -> bool {
    let Some(path) = whole(address).and_then(|address| address.splitn(4, '/').nth(3)) else { return false };
    let path = path.split(['?', '#']).next().unwrap_or("");
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    !last.is_empty()
        && (!path.ends_with('/') || last.matches('-').count() >= 2)
        && !matches!(last, "index.html" | "index.php" | "index.htm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, want: Option<&str>) {
        let dom = Dom::parse(html);
        assert_eq!(address(&dom, &Head::collect(&dom)).as_deref(), want, "{html:?}");
    }

    #[test]
    fn programs_that_save_pages_name_the_address() {
        const PAGE: Option<&str> = Some("https://ledger.example/dam-holds");
        check(
            "<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: https://ledger.example/dam-holds \n saved date: Thu Mar 04 2021\n--><p>a",
            PAGE,
        );
        check("<!doctype html>\n<!-- saved from url=(0032)https://ledger.example/dam-holds -->\n<html><p>a", PAGE);
        check(
            "<!-- Saved from https://ledger.example/dam-holds at 2021-03-04T10:00:00Z using monolith v2.4.0 --><p>a",
            PAGE,
        );
        check(
            "<html><!-- Mirrored from ledger.example/dam.html by HTTrack Website Copier/3.x, Thu, 04 Mar 2021 --><p>a",
            Some("http://ledger.example/dam.html"),
        );
        check("<html data-scrapbook-source='https://ledger.example/dam-holds'><p>a", PAGE);
        check("<html><meta name=savepage-url content='https://ledger.example/dam-holds'><p>a", PAGE);
        check("<html><base href='https://ledger.example/dam-holds'><p>a", PAGE);
        check(
            "<html><base href='https://ledger.example/the-dam-holds-again/'><p>a",
            Some("https://ledger.example/the-dam-holds-again/"),
        );
    }

    #[test]
    fn archives_name_the_address() {
        const PAGE: Option<&str> = Some("http://ledger.example/story.asp?id=7");
        check("<script>__wm.wombat(\"http://ledger.example/story.asp?id=7\",\"20060812192211\");</script><p>a", PAGE);
        check("<input name=url id=\"wmtbURL\" value=\"http://ledger.example/story.asp?id=7\"><p>a", PAGE);
        check(
            "<div>The Wayback Machine - https://web.archive.org/web/2006/http://ledger.example/a.html</div>",
            Some("https://web.archive.org/web/2006/http://ledger.example/a.html"),
        );
    }

    #[test]
    fn other_comments_and_bases_are_no_address() {
        check("<!-- see https://ledger.example/dam-holds --><p>a", None);
        check("<!-- saved from url=(0014)about:internet --><p>a", None);
        check("<!-- Mirrored from the west --><p>a", None);
        check("<base href='https://ledger.example/'><p>a", None);
        check("<base href='https://ledger.example/news/'><p>a", None);
        check("<base href='/news/a-b-c'><p>a", None);
        check("<p>The Wayback Machine - a history. See https://ledger.example/dam-holds</p>", None);
    }
}
