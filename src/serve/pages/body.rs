//! The text of an article with matches and quotations marked.
//!
//! Both may overlap in any way: the text is cut wherever one of them begins or ends, and each
//! piece stands in the marks that cover it.

use maud::{Markup, html};

use super::address::quotes_of;
use super::parts::clipped;
use crate::model::{Article, Quote, Span};
use crate::text::paragraphs;

/// The text, a paragraph each; `people`: who said each quotation, named as in the whole archive.
pub fn body(article: &Article, people: &[Option<String>], matches: &[Span]) -> Markup {
    let mut next = Next::default();
    let places = code_points(&article.text, matches);
    html! {
        div.text lang=[article.language.as_deref()] dir="auto" {
            @for paragraph in paragraphs(&article.text) {
                @let is_site = article.boilerplate.iter().any(|site| site.contains(paragraph));
                p class=[is_site.then_some("site")] dir="auto" {
                    @for piece in pieces(article, paragraph, matches, &mut next) { (show(article, people, &places, &piece)) }
                }
            }
        }
    }
}

/// Where spans begin in a text, in code points: the anchor of a match is its place, which lists know that lead to
/// it.
pub fn code_points(text: &str, spans: &[Span]) -> Vec<usize> {
    let (mut at, mut count) = (0, 0);
    let mut places = Vec::with_capacity(spans.len());
    for span in spans {
        count += text.get(at..span.start()).unwrap_or_default().chars().count();
        at = span.start();
        places.push(count);
    }
    places
}

/// How far the text has been read: quotations and matches before are done.
#[derive(Default)]
struct Next {
    quote: usize,
    matched: usize,
}

/// A stretch of one paragraph that lies in one quotation, or in none.
struct Piece {
    /// Number of the quotation, from 0.
    quote: Option<usize>,
    /// True if the quotation begins here; its anchor stands here.
    begins: bool,
    /// Number of the quotation that ends here, its closing mark included; who said it stands behind.
    note: Option<usize>,
    /// Stretches with the number of the match they are part of, from 1, and whether it begins there.
    parts: Vec<(Span, Option<(usize, bool)>)>,
}

fn pieces(article: &Article, paragraph: Span, matches: &[Span], next: &mut Next) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut at = paragraph.start();
    while at < paragraph.end() {
        while article.quotes.get(next.quote).is_some_and(|quote| quote.words.end() <= at) {
            next.quote += 1;
        }
        let quote = article.quotes.get(next.quote).map(|quote| quote.words);
        let (end, number) = match quote {
            Some(words) if words.start() <= at => (words.end().min(paragraph.end()), Some(next.quote)),
            Some(words) => (words.start().min(paragraph.end()), None),
            None => (paragraph.end(), None),
        };
        let words = quote.filter(|_| number.is_some());
        let is_over = words.is_some_and(|words| words.end() == end);
        let closing = if is_over { closing_mark(article, Span::of(end, paragraph.end())) } else { None };
        found.push(Piece {
            quote: number,
            begins: words.is_some_and(|words| words.start() == at || before(article, words, at)),
            note: number.filter(|_| is_over && closing.is_none()),
            parts: parts(Span::of(at, end), matches, next),
        });
        at = end;
        if let Some(mark) = closing {
            let parts = parts(mark, matches, next);
            found.push(Piece { quote: None, begins: false, note: number, parts });
            at = mark.end();
        }
    }
    found
}

/// The mark that a stretch begins with, if it is one that closes quotations.
fn closing_mark(article: &Article, behind: Span) -> Option<Span> {
    let mark = behind.of_text(&article.text).chars().next()?;
    let closes = matches!(mark, '"' | '”' | '“' | '’' | '\'' | '»' | '«' | '›' | '」' | '』');
    closes.then(|| Span::of(behind.start(), behind.start() + mark.len_utf8()))
}

/// True if nothing but white space of a quotation stands before this place, in a paragraph before.
fn before(article: &Article, words: Span, at: usize) -> bool {
    words.start() < at && article.text.get(words.start()..at).is_some_and(|text| text.trim().is_empty())
}

fn parts(piece: Span, matches: &[Span], next: &mut Next) -> Vec<(Span, Option<(usize, bool)>)> {
    let mut found = Vec::new();
    let mut at = piece.start();
    while at < piece.end() {
        while matches.get(next.matched).is_some_and(|matched| matched.end() <= at) {
            next.matched += 1;
        }
        match matches.get(next.matched) {
            Some(matched) if matched.start() <= at => {
                let end = matched.end().min(piece.end());
                found.push((Span::of(at, end), Some((next.matched + 1, matched.start() == at))));
                at = end;
            }
            other => {
                let end = other.map_or(piece.end(), |matched| matched.start().min(piece.end()));
                found.push((Span::of(at, end), None));
                at = end;
            }
        }
    }
    found
}

fn show(article: &Article, people: &[Option<String>], places: &[usize], piece: &Piece) -> Markup {
    let text = html! {
        @for (span, matched) in &piece.parts {
            @match matched {
                Some((number, begins)) => {
                    @let place = places.get(number - 1).filter(|_| *begins);
                    mark id=[place.map(|place| format!("m{place}"))] { (span.of_text(&article.text)) }
                }
                None => (span.of_text(&article.text)),
            }
        }
    };
    let said_by = piece.note.and_then(|number| Some((number, article.quotes.get(number)?)));
    html! {
        @match piece.quote {
            Some(number) => span.said id=[piece.begins.then(|| format!("q{}", number + 1))] { (text) },
            None => (text),
        }
        @if let Some((number, quote)) = said_by {
            (note(quote, people.get(number).and_then(|person| person.as_deref())))
        }
    }
}

/// Who said a quotation, beside it.
fn note(quote: &Quote, person: Option<&str>) -> Markup {
    let local = quote.speaker.as_ref().map(|speaker| speaker.name.as_str());
    html! {
        span.said-note {
            @match person.or(local) {
                Some(name) => {
                    a href=(quotes_of(name)) { bdi { (clipped(name, 80)) } }
                    span.said-why { " " ((quote.probability.clamp(0.0, 1.0) * 100.0).round()) " % sure · " (quote.reason) }
                }
                None => span { "speaker not known" },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{QuoteKind, SpeakerName};

    fn article(text: &str, quoted: &[&str]) -> Article {
        let quote = |words: &&str| {
            let start = text.find(words).expect("the words are there");
            Quote {
                words: Span::of(start, start + words.len()),
                kind: QuoteKind::Direct,
                speaker: Some(SpeakerName { name: "Ann Lee".into(), gender: None, organisation: false }),
                mention: None,
                cue: None,
                probability: 0.9,
                reason: "said".into(),
            }
        };
        Article { text: text.to_owned(), quotes: quoted.iter().map(quote).collect(), ..Article::default() }
    }

    /// The body with tags of marks only, notes left out.
    #[track_caller]
    fn check(text: &str, quoted: &[&str], matched: &[&str], want: &str) {
        let spans: Vec<Span> = matched
            .iter()
            .map(|words| text.find(words).map(|at| Span::of(at, at + words.len())).expect("the words are there"))
            .collect();
        let mut shown = body(&article(text, quoted), &[], &spans).into_string();
        while let Some(at) = shown.find(r#"<span class="said-note">"#) {
            let end = at + shown[at..].find("said</span></span>").expect("its end") + "said</span></span>".len();
            shown.replace_range(at..end, "");
        }
        let inner = shown.split_once('>').and_then(|(_, rest)| rest.strip_suffix("</div>")).expect("a div");
        assert_eq!(inner.replace(r#" dir="auto""#, ""), want);
    }

    #[test]
    fn matches_lie_within_over_and_across_quotations() {
        check(
            "The “witch hunt” ended.",
            &["witch hunt"],
            &["witch hunt"],
            r#"<p>The “<span class="said" id="q1"><mark id="m5">witch hunt</mark></span>” ended.</p>"#,
        );
        check(
            "A “big hunt” began.",
            &["big hunt"],
            &["hunt” began"],
            r#"<p>A “<span class="said" id="q1">big <mark id="m7">hunt</mark></span><mark>”</mark><mark> began</mark>.</p>"#,
        );
    }

    #[test]
    fn a_quotation_over_paragraphs_is_marked_in_each_and_has_one_anchor() {
        check(
            "“One.\n\n“Two,” she said.",
            &["One.\n\n“Two,"],
            &[],
            r#"<p>“<span class="said" id="q1">One.</span></p><p><span class="said">“Two,</span>” she said.</p>"#,
        );
    }

    #[test]
    fn everything_is_escaped() {
        check(
            "<é script>é</script>",
            &[],
            &["script"],
            r#"<p>&lt;é <mark id="m3">script</mark>&gt;é&lt;/script&gt;</p>"#,
        );
    }

    #[test]
    fn who_said_it_stands_behind_its_end_by_the_name_of_the_archive() {
        let shown = body(&article("“No,” she said.", &["No,"]), &[Some("Ann B. Lee".into())], &[]).into_string();
        assert_eq!(shown.matches("said-note").count(), 1);
        assert!(
            shown.contains(r#"<a href="/quotes?speaker=%3DAnn+B.+Lee">"#) && shown.contains("90 % sure"),
            "{shown}"
        );
    }
}
