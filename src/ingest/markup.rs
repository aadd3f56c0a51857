//! Texts of records that are HTML: what content systems and databases put into a field.
//!
//! Only where that is certain: several character references and no bare `&`, or tags in pairs and none that HTML does
//! not have. A text that mentions `<p>` or `&amp;` once is one about HTML, and stays.

use super::html;
use super::xml::Xml;

/// Elements that a text in HTML may have.
const KNOWN: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "div",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "iframe",
    "img",
    "li",
    "main",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
];

/// Elements that only whole pages have, or that hold no text.
const OF_PAGES: &[&str] = &["html", "head", "body", "meta", "link", "title", "script", "style", "noscript"];

/// The text that a record's field stands for.
pub(super) fn plain(text: String) -> String {
    let text = match without_tags(&text) {
        Some(plain) => plain,
        None if is_escaped(&text) => {
            let decoded = html::plain(&text);
            // `&lt;p&gt;`: escaped twice.
            without_tags(&decoded).unwrap_or(decoded)
        }
        None => text,
    };
    if has_doubled_marks(&text) { text.replace("\"\"", "\"") } else { text }
}

/// True if all `&` of a text begin a character reference, and there are several.
fn is_escaped(text: &str) -> bool {
    let mut references = 0;
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        let length =
            text[at + 1..].bytes().take(12).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
        let reference = text.get(at..at + length + 2).unwrap_or("");
        if length == 0 || !reference.ends_with(';') || html::plain(reference) == reference {
            return false;
        }
        references += 1;
    }
    references >= 2
}

/// The paragraphs of a text in HTML; `None` if it is none.
fn without_tags(text: &str) -> Option<String> {
    let tags = Tags::of(text)?;
    let is_html = tags.pairs + tags.breaks >= if tags.is_whole { 1 } else { 2 };
    if !is_html {
        return None;
    }
    if tags.of_pages {
        let page = html::read_str(text, None).text;
        return (!page.trim().is_empty()).then_some(page);
    }
    // Some systems mark paragraphs by blank lines, and tags stand only within them.
    let mut parted = String::with_capacity(text.len() + 64);
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            parted.push_str(if line.trim().is_empty() { "\n<p></p>" } else { "\n" });
        }
        parted.push_str(line);
    }
    Some(Xml::parse(&format!("<all>{parted}</all>")).paragraphs_of(0))
}

/// What the tags of a text tell.
#[derive(Default)]
struct Tags<'t> {
    /// Opened, and closed later.
    pairs: usize,
    /// `<br>`, `<hr>`
    breaks: usize,
    /// The text begins and ends with a tag.
    is_whole: bool,
    /// One that only pages have.
    of_pages: bool,
    open: Vec<&'t str>,
}

impl<'t> Tags<'t> {
    /// `None` if there is none, or one that HTML does not have.
    fn of(text: &'t str) -> Option<Tags<'t>> {
        let mut tags = Tags::default();
        let mut at = 0;
        while let Some(offset) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
            at += offset + 1;
            let rest = &text[at..];
            if rest.starts_with("!--") {
                continue;
            }
            let is_end = rest.starts_with('/');
            let rest = rest.strip_prefix('/').unwrap_or(rest);
            let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            if length == 0 || !rest.as_bytes()[0].is_ascii_alphabetic() {
                continue; // `<3`, `a < b`
            }
            let name = rest.get(..length)?;
            let close = memchr::memchr2(b'>', b'<', &rest.as_bytes()[length..])? + length;
            let inner = rest.get(length..close)?;
            let is_closed = rest.as_bytes()[close] == b'>'
                && (inner.is_empty() || inner.starts_with([' ', '/', '\n']) && !inner.contains('”'));
            let is_one_of = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
            tags.of_pages |= is_one_of(OF_PAGES);
            if !is_closed || !(is_one_of(KNOWN) || is_one_of(OF_PAGES)) {
                return None;
            }
            if is_one_of(&["br", "hr"]) {
                tags.breaks += 1;
            } else if !is_end {
                tags.open.push(name);
            } else if let Some(open) = tags.open.iter().rev().take(64).position(|open| open.eq_ignore_ascii_case(name))
            {
                tags.pairs += 1;
                tags.open.truncate(tags.open.len() - 1 - open);
            }
        }
        let trimmed = text.trim();
        tags.is_whole = trimmed.starts_with('<') && trimmed.ends_with('>');
        Some(tags).filter(|tags| tags.pairs + tags.breaks > 0)
    }
}

/// True if quotation marks stand doubled all through a text, as a program leaves them that writes CSV and
/// does not read it.
fn has_doubled_marks(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut runs = 0;
    let mut at = 0;
    while let Some(offset) = memchr::memchr(b'"', &bytes[at..]) {
        let start = at + offset;
        let length = bytes[start..].iter().take_while(|byte| **byte == b'"').count();
        let before = start.checked_sub(1).and_then(|before| bytes.get(before)).is_none_or(u8::is_ascii_whitespace);
        at = start + length;
        // The first opens: a blank before it and none behind; the next one closes.
        let opens = runs % 2 == 0;
        let behind = bytes.get(at).is_none_or(u8::is_ascii_whitespace);
        if length != 2 || (opens && behind) || (!opens && before) {
            return false;
        }
        runs += 1;
    }
    runs >= 2 && runs % 2 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &str) {
        assert_eq!(plain(text.to_owned()), want, "{text:?}");
    }

    #[test]
    fn escaped_texts_become_plain() {
        check(
            "&quot;We go,&quot; Ann Lee said.\n\nShe left &amp; wept.",
            "\"We go,\" Ann Lee said.\n\nShe left & wept.",
        );
        check("&#8220;We go,&#8221; she said.", "“We go,” she said.");
        check("&lt;p&gt;One &amp;amp; two.&lt;/p&gt;&lt;p&gt;Three.&lt;/p&gt;", "One & two.\n\nThree.");
    }

    #[test]
    fn texts_in_html_become_plain() {
        check("<p>&ldquo;We go,&rdquo; Ann Lee said.</p><p>He left.</p>", "“We go,” Ann Lee said.\n\nHe left.");
        check("<p class=\"lead\">We go.</p>", "We go.");
        check("We go.<br />\nNow.<br><br>He left.", "We go.\nNow.\n\nHe left.");
        check("We <em>go</em>.\n\nShe <b>left</b> &amp; wept.", "We go.\n\nShe left & wept.");
        check("We <a href=\"/x\">go</a> now. <i>She</i> left.", "We go now. She left.");
        check(
            "<html><body><p>We all go to the river now.</p><script>x < y</script></body></html>",
            "We all go to the river now.",
        );
    }

    #[test]
    fn texts_about_html_stay() {
        for text in [
            "Put a <p> before it.",
            "Put <p> before and </p> behind it.",
            "Write &amp; for an ampersand.",
            "AT&T and R&amp;D and &lt;.",
            "A list<String> of <b>x</b> and <i>y</i>.",
            "5 < 6 and 7 > 3, I <3 you",
            "Use <br> here.",
            "We <a href=\"/x\">go</a> now.",
            "We <a href=”/x”>go</a> now, and <b class=”y”>now</b>.",
            "<Ann> we go <Bob> no",
            "",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn doubled_marks_become_single() {
        check("\"\"We go,\"\" she said. \"\"Now.\"\"", "\"We go,\" she said. \"Now.\"");
        for text in ["\"We go,\" she said. \"\"", "it is \"\" or \"\" here", "\"\"a\"\" \"b\"", "\"\"a"] {
            check(text, text);
        }
    }

    #[test]
    fn odd_tags_are_read_in_linear_time() {
        let start = std::time::Instant::now();
        for part in ["<", "<p ", "<p>", "</p>", "<p></b>", "&#", "&amp;", "\"\"", "<a href=", "<!--"] {
            plain(part.repeat(200_000));
        }
        assert!(start.elapsed() < std::time::Duration::from_secs(20), "{:?}", start.elapsed());
    }
}
