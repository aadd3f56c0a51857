//! The title, where the text sets one as a heading.
//!
//! A title is never invented: a first sentence, a quotation or a line of metadata is none.

use super::byline;
use super::lines::Line;
use super::names;

/// The heading of a Markdown text: `# Title` as its first line.
pub(super) fn markdown<'t>(line: &Line<'t>) -> Option<&'t str> {
    let title = line.text.strip_prefix("# ")?.trim().trim_end_matches('#').trim();
    (!title.is_empty() && title.len() <= 400).then_some(title)
}

/// True if `line` is set as a heading: it stands alone, is short, is no sentence, and `body`,
/// what follows, begins with paragraphs of prose.
pub(super) fn is_heading(line: &Line<'_>, body: &[&Line<'_>]) -> bool {
    let text = line.text;
    let n_words = text.split_whitespace().count();
    let n_chars = text.chars().count();
    if !line.is_set_off || !(4..=24).contains(&n_words) || !(18..=110).contains(&n_chars) {
        return false;
    }
    let unquoted = text.trim_end_matches(['”', '"', '’', '\'', '»']);
    let ends_as_sentence = unquoted.ends_with(['.', ':', ';', ',', '…', '-', '—', ')', ']']) && !text.ends_with("U.S.");
    let is_quotation =
        text.starts_with(['“', '‘', '"', '\'', '„', '«', '‚']) && text.ends_with(['”', '’', '"', '\'', '“', '»', '‘']);
    let begins_as_text = text
        .starts_with(|c: char| c.is_lowercase() || matches!(c, '-' | '•' | '*' | '(' | '[' | '—' | '–' | '@' | '|'));
    if ends_as_sentence || is_quotation || begins_as_text || text.contains("://") || text.contains(" | ") {
        return false;
    }
    // A dateline, or a question with which an article opens.
    if text.contains(") —") || text.contains(") -") || text.ends_with('?') {
        return false;
    }
    let is_people = names::split_list(text).all(|part| names::person(part).is_some());
    if is_people || is_section_mark(text) {
        return false;
    }
    // More than one sentence in the line.
    let has_inner_end = [". ", "! ", ".” ", ".\" "].iter().any(|end| {
        text.match_indices(end).any(|(at, _)| {
            let word = text[..at].rsplit(' ').next().unwrap_or("");
            // `Sen. Roe` and `J. Roe` go on; a word in small letters ends its sentence.
            word.chars().count() > 5 || word.starts_with(char::is_lowercase)
        })
    });
    if has_inner_end {
        return false;
    }
    let is_prose = |line: &&&Line<'_>| {
        line.text.len() >= 60
            && line.text.trim_end_matches(['”', '"', '’', '\'', ')', '»']).ends_with(['.', '!', '?', '…'])
    };
    body.iter().take(6).filter(is_prose).count() >= 1 && body.iter().filter(is_prose).take(2).count() >= 2
}

/// True if the first line of an article can be its title where a byline stands right below it:
/// shorter than [`is_heading`] asks, and with less prose behind it.
pub(super) fn is_above_byline(line: &Line<'_>, body: &[&Line<'_>]) -> bool {
    let text = line.text;
    let n_words = text.split_whitespace().count();
    let is_short = (2..=24).contains(&n_words) && (6..=160).contains(&text.chars().count());
    let begins = text.starts_with(|c: char| {
        c.is_uppercase() || c.is_numeric() || matches!(c, '“' | '"' | '„' | '«' | '¿' | '¡' | '‘')
    });
    let ends_as_sentence = text.ends_with(['.', ':', ';', ',', '…', '-', '—', ')', ']']) && !text.ends_with("U.S.");
    is_short
        && begins
        && !ends_as_sentence
        && (n_words > 3 || !byline::is_outlet_like(text))
        && !is_section_mark(text)
        && !text.contains("://")
        && !text.contains(" | ")
        && body.iter().take(3).any(|line| {
            line.text.len() >= 30
                && line.text.trim_end_matches(['”', '"', '’', '\'', ')', '»']).ends_with(['.', '!', '?', '…'])
        })
}

/// Headings of parts of a page, not of the article.
fn is_section_mark(text: &str) -> bool {
    #[rustfmt::skip]
    const STARTS: &[&str] = &[
        "story highlights", "key points", "highlights", "media playback", "listen to", "in this article",
        "what you need to know", "animation by", "editor's note", "editor’s note", "this article", "this story",
        "this is a rush transcript", "series:", "close ", "chat with us", "skip to", "illustration",
        "photo illustration", "graphic by", "updated ", "published ", "from the ", "courtesy of", "correction",
        "clarification",
    ];
    let lower: String = text.chars().take(40).collect::<String>().to_lowercase();
    STARTS.iter().any(|start| lower.starts_with(start))
}
