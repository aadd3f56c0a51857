//! What matches, shown by marks in the text; and the same found by trying everything.

use proptest::prelude::*;

use super::naive::{Naive, cases, placed, quotes_of, text, tree};
use super::*;
use crate::model::Date;
use crate::query::{ParseContext, parse};
use crate::text::Words;

/// Compares a query with an article whose quotations stand between curly marks; the first is
/// said by `a`, the second by `b`. Returns title and text with `[ ]` around what matched.
fn marked(query: &str, title: &str, text: &str) -> Option<String> {
    let parsed = parse(query, &ParseContext::new(Date::new(2020, 3, 4).unwrap()));
    assert_eq!(parsed.diagnostics, [], "{query:?}");
    let languages = [Stemmer::of("en").unwrap(), Stemmer::of("de").unwrap()];
    let quotes = quotes_of(text);
    let said_by = |quote: usize, names: &[Name]| names.iter().any(|name| name.text == ["a", "b"][quote.min(1)]);
    let holds = |filter: &Query| matches!(filter, Query::Outlet(name) if name.text == "fox");
    let view = ArticleView { quotes: &quotes, said_by: &said_by, holds: &holds, ..ArticleView::new(title, text) };
    let found = Matcher::new(&parsed.query, &languages).matches(&view)?;
    let mark = |place: Place, text: &str| {
        let mut out = text.to_owned();
        let spans = found.iter().filter(|found| found.place == place).map(|found| found.span);
        let mut ends: Vec<(usize, char)> = spans.flat_map(|span| [(span.start(), '['), (span.end(), ']')]).collect();
        ends.sort_by_key(|(at, mark)| std::cmp::Reverse((*at, *mark == '[')));
        ends.dedup();
        ends.into_iter().for_each(|(at, mark)| out.insert(at, mark));
        out
    };
    let title = mark(Place::Title, title);
    let text = mark(Place::Text, text);
    Some(if title.is_empty() { text } else { format!("{title} / {text}") })
}

#[track_caller]
fn check(query: &str, text: &str) {
    let plain = text.replace(['[', ']'], "");
    assert_eq!(marked(query, "", &plain).as_deref(), Some(text), "{query:?}");
}

#[track_caller]
fn check_none(query: &str, text: &str) {
    assert_eq!(marked(query, "", text), None, "{query:?}");
}

#[test]
fn without_a_word_asked_for_nothing_is_marked() {
    for (query, want) in [
        ("outlet:fox -hoax", false),
        ("said:* @a", false),
        ("*", false),
        ("outlet:fox OR title:hoax", true),
        ("ATLEAST2(recus*)", true),
        ("NOT outlet:fox a W/3 b", true),
    ] {
        let parsed = parse(query, &ParseContext::new(Date::new(2020, 3, 4).unwrap())).query;
        assert_eq!(parsed.asks_words(), want, "{query}");
        if !want && let Some(text) = marked(query, "", "“A,” said B.") {
            assert_eq!(text, "“A,” said B.", "{query}");
        }
    }
}

#[test]
fn words_meet_their_inflections() {
    check("hunt", "They [hunted] in [hunts].");
    check("=hunt", "They hunted a [Hunt].");
    check("==Hunt", "They hunt a [Hunt].");
    check("haus", "Die [Häuser] am [Haus]");
    check("trump", "[Trump]’s man");
    check("don't", "They [don’t].");
    check("recus*", "a [recusal], [recused]");
    check("tubervile~1", "Tommy [Tuberville]");
    check("/recus(e|al)/", "[recusal] recused [recuse]");
    check("/Recus.*/", "[recusal]");
    check_none("recuse~1", "rescued");
}

#[test]
fn spellings_of_the_contract() {
    for query in ["run-off", "\"run off\"", "runoff"] {
        check(query, "a [run-off] b");
    }
    check("run-off", "a [run off] b");
    check("run-off", "a [runoff] b");
    check("runoff", "a [run-off] b");
    check_none("runoff", "a run off b");
    check("\"run-off election\"", "the [run-off election]");
    check("\"run-off election\"", "the [runoff election]");
    check("U.S.", "the [U.S.] told us");
    check("u.s.", "the [US] told us");
    check("us", "the U.S. told [us]");
    check("=US", "the [U.S.] told [us]");
    check("maga", "#[MAGA] and [MAGA]");
    check("#maga", "[#MAGA] and MAGA");
    check("handle", "@[handle]");
    check("\"@handle\"", "[@handle] handle");
    check("kag", "MAGA/[KAG]");
    check("MAGA/KAG", "[MAGA/KAG] maga");
    check("50000", "[50,000]");
    check("50,0*", "[50,000], [500], [50,0]");
    check("==run-off", "[run-off] Run-off run off");
    check("==Trump’s", "[Trump]'s Trump");
}

#[test]
fn a_letter_with_its_accent_apart_is_the_same_letter() {
    for (query, text) in [
        ("==café", "a [cafe\u{301}] cafe Café"),
        ("==cafe\u{301}", "a [café] cafe Café"),
        ("==\"café of Zürich\"", "the [cafe\u{301} of Zu\u{308}rich]"),
        ("==café’s", "the [cafe\u{301}]'s end, the cafe\u{301}"),
        ("==ệ", "[e\u{302}\u{323}] [e\u{323}\u{302}] e\u{323}"),
    ] {
        check(query, text);
    }
    check_none("==café", "cafe Cafe\u{301} café\u{323}");
    check_none("==cafe", "café cafe\u{301}");
    check_none("==ﬁne", "fine");
}

#[test]
fn what_holds_no_word_is_a_word_that_does_not_occur() {
    let matches = |query: &str| {
        let parsed = parse(query, &ParseContext::new(Date::new(2020, 3, 4).unwrap()));
        assert!(!parsed.diagnostics.is_empty(), "{query}");
        let text = "A … dam & “…”";
        let view = ArticleView { quotes: &quotes_of(text), ..ArticleView::new("", text) };
        Matcher::new(&parsed.query, &[]).matches(&view).map(|found| found.len())
    };
    for query in ["…", "said:…", "dam W/5 …", "… PRE/5 dam", "ATLEAST1(…)", "title:…", "\"… &\"", "… outlet:herald"]
    {
        assert_eq!(matches(query), None, "{query}");
    }
    assert_eq!(matches("NOT …"), Some(0));
    for query in ["dam NOT W/5 …", "dam OR …", "dam …", "dam NOT said:…"] {
        assert_eq!(matches(query), Some(1), "{query}");
    }
}

#[test]
fn phrases_stand_in_order_within_a_paragraph() {
    check("\"witch hunt\"", "A [witch hunt], a [Witch-Hunt], a hunt, a witch.");
    check("\"witch hunt\"", "a [witch. Hunts] it");
    check_none("\"witch hunt\"", "a witch\n\nhunt");
    check_none("\"witch hunt\"", "hunt witch");
    check("==\"Witch Hunt\"", "witch hunt [Witch Hunt]");
    check("=\"witch hunt\"", "witch hunts [Witch Hunt]");
    check("\"a b\"~1", "[a] x [b]");
    check_none("\"a b\"~1", "a x x b");
    check_none("\"a b\"~1", "b a");
    check("\"a b c\"~2", "[a] x [b] x [c]");
    check_none("\"a b c\"~2", "a x x b x c");
    check("\"a b\"~9", "[a] [a] x [b]");
    check("\"run-off vote\"~1", "a [run-off] x [vote]");
}

#[test]
fn boolean_operators_ask_for_articles() {
    check("senate race", "[race] to the [senate]");
    check_none("senate race", "senate");
    check("senate OR race", "[race]");
    check("race NOT senate", "[race]");
    check_none("race NOT senate", "race senate");
    check("NOT senate", "race");
    check("outlet:fox race", "[race]");
    check_none("outlet:nbc race", "race");
    check("ATLEAST2(hoax)", "[hoax] [hoaxes]");
    check_none("ATLEAST3(hoax)", "hoax hoax");
    check_none("ATLEAST2(a W/2 b)", "a b a");
    check("ATLEAST2(a W/2 b)", "[a] [b] [a] [b]");
    check("*", "x");
}

#[test]
fn distances_count_words() {
    check("a W/2 b", "[a] x [b]");
    check("a W/2 b", "[b] x [a]");
    check_none("a W/2 b", "a x x b");
    check("a PRE/2 b", "[a] x [b] x");
    check_none("a PRE/2 b", "b x a");
    check("a W/3 b", "[a].\n\nx. [B]");
    check("\"a b\" W/1 c", "[a b] [c]");
    check("\"a b\" W/1 c", "[c] [a b]");
    check_none("\"a b\" W/1 b", "a b");
    check("\"a b\" W/1 b", "[a b] [b]");
    check("(a W/2 b) W/2 c", "[a] x [b] x [c]");
    check("a W/2 (b W/2 c)", "[b] x [c] x [a]");
    check("(a OR b) W/1 c", "[b] [c] x a");
    check("elect* W/1 fraud", "[election] [fraud] x election");
    check("a W/1 a", "[a] [a] x a");
    check_none("a W/5 b", "a");
}

#[test]
fn distances_by_sentence_and_paragraph() {
    check("a W/S b", "[a] x [b]. A x. B.");
    check_none("a W/S b", "A x. B x.");
    check("a W/P b", "[A]. X [b].");
    check_none("a W/P b", "A.\n\nB.");
    check_none("\"yes a\" W/S b", "Yes. A b.");
}

#[test]
fn not_within_looks_at_each_place() {
    check("a NOT W/2 b", "a b x x x [a]");
    check_none("a NOT W/2 b", "a x b");
    check("a NOT W/2 b", "[a] x x b");
    check("a NOT W/2 b", "[a]");
    check("hunt NOT W/1 \"witch hunt\"", "[hunt] x x witch hunt");
    check("a NOT W/2 a", "a a x x x [a]");
}

#[test]
fn scopes() {
    check("said:witch", "witch “a [witch]” witch");
    check("narration:witch", "[witch] “a witch” [witch]");
    check_none("narration:witch", "“witch”");
    check("said:(a b)", "“[a] x [b]” a");
    check_none("said:(a b)", "“a” “b”");
    check("said:a said:b", "“[a]” “[b]”");
    check("said:a W/3 b", "“[a]” [b]");
    check("said:(x NOT y)", "“x y” “[x]”");
    check("said:x @a", "“[x]” “x”");
    check("said:x @b", "“x” “[x]”");
    check("said:x @a @b", "“[x]” “[x]”");
    check_none("said:y @a", "“x” “y”");
    check("said:ATLEAST2(x)", "“x” “[x] [x]”");
    check("ATLEAST2(said:x)", "“[x]” x “[x]”");
    check("\"a b\"", "“[a” b]");
    check_none("said:\"a b\"", "“a” b");
    check("narration:(a W/5 b)", "[a] “b” [b]");
    check_none("said:narration:a", "“a” a");
}

#[test]
fn title_and_text_are_apart() {
    assert_eq!(marked("witch", "A witch", "Two witches").as_deref(), Some("A [witch] / Two [witches]"));
    assert_eq!(marked("witch hunt", "A witch", "Two hunts").as_deref(), Some("A [witch] / Two [hunts]"));
    assert_eq!(marked("\"witch hunt\"", "witch", "hunt"), None);
    assert_eq!(marked("witch W/5 hunt", "witch", "hunt"), None);
    assert_eq!(marked("title:witch", "A witch", "Two witches").as_deref(), Some("A [witch] / Two witches"));
    assert_eq!(marked("title:hunt", "A witch", "hunt"), None);
    assert_eq!(marked("narration:witch", "A witch", "hunt"), None);
    assert_eq!(marked("title:(a W/2 b)", "b a", "a b").as_deref(), Some("[b] [a] / a b"));
}

#[test]
fn words_of_boilerplate_do_not_match() {
    let query = parse("app", &ParseContext::new(Date::new(2020, 3, 4).unwrap())).query;
    let text = "Get the app.\n\nIt works.";
    let skipped = [Span::of(0, 12)];
    let view = ArticleView { boilerplate: &skipped, ..ArticleView::new("", text) };
    assert_eq!(Matcher::new(&query, &[]).matches(&view), None);
    assert!(Matcher::new(&query, &[]).matches(&ArticleView::new("", text)).is_some());
}

#[test]
fn many_pairs_stay_bounded() {
    let text = "a b ".repeat(20_000);
    for query in ["a W/50000 b", "(a W/50000 b) W/50000 a", "a W/S b", "a NOT W/50000 b", "\"a a\"~50000"] {
        let query = parse(query, &ParseContext::new(Date::new(2020, 3, 4).unwrap())).query;
        Matcher::new(&query, &[]).matches(&ArticleView::new("", &text));
    }
    let view = ArticleView::new("", &text);
    let query = parse("a W/50000 b", &ParseContext::new(Date::new(2020, 3, 4).unwrap())).query;
    assert_eq!(Matcher::new(&query, &[]).matches(&view).map(|found| found.len()), Some(40_000));
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn matching_agrees_with_trying_everything(query in tree(), text in text()) {
        let quotes = quotes_of(&text);
        let view = ArticleView { quotes: &quotes, ..ArticleView::new("", &text) };
        let got = Matcher::new(&query, &[]).matches(&view);
        let want = Naive::of(&text).holds(&query, &|_| true);
        prop_assert_eq!(got.is_some(), want, "{} in {:?}", query, text);
        for found in got.unwrap_or_default() {
            prop_assert!(text.get(found.span.range()).is_some());
        }
    }

    #[test]
    fn as_many_matches_are_told_as_fit(query in placed(), text in text()) {
        let quotes = quotes_of(&text);
        let view = ArticleView { quotes: &quotes, ..ArticleView::new("", &text) };
        let (told, layout) = Matcher::new(&query, &[]).whole_matches(&view).unwrap_or_default();
        let naive = Naive::of(&text);
        let extents = naive.extents(&query, &|_| true);
        prop_assert_eq!(told.len(), naive.most_apart(&query, &|_| true), "{} in {:?}", query, text);
        for one in &told {
            let (first, end) = (one.words.0 as usize, one.words.1 as usize);
            prop_assert!(extents.contains(&(first, end - 1)), "{} in {:?}", query, text);
            prop_assert_eq!(one.span.start(), layout.starts[first] as usize);
            prop_assert!(one.marks.iter().all(|mark| one.span.contains(*mark)));
        }
        prop_assert!(told.windows(2).all(|pair| pair[0].words.1 <= pair[1].words.0), "{} in {:?}", query, text);
    }

    #[test]
    fn marks_are_what_the_occurrences_cover(query in placed(), text in text()) {
        let quotes = quotes_of(&text);
        let view = ArticleView { quotes: &quotes, ..ArticleView::new("", &text) };
        let found = Matcher::new(&query, &[]).matches(&view).unwrap_or_default();
        let extents = Naive::of(&text).extents(&query, &|_| true);
        let words: Vec<Span> = Words::of(&text).iter().map(|token| token.span).collect();
        // Every mark lies in an occurrence, and every occurrence begins and ends with a mark.
        for mark in &found {
            let covers = |(first, last): &(usize, usize)| words[*first].start() <= mark.span.start() && mark.span.end() <= words[*last].end();
            prop_assert!(extents.iter().any(covers), "{} in {:?}", query, text);
        }
        for (first, last) in extents {
            prop_assert!(found.iter().any(|mark| mark.span.start() == words[first].start()), "{} in {:?}", query, text);
            prop_assert!(found.iter().any(|mark| mark.span.end() == words[last].end()), "{} in {:?}", query, text);
        }
    }

    #[test]
    fn nothing_panics(query in "\\PC{0,40}", text in "\\PC{0,80}", title in "\\PC{0,20}", cuts in prop::collection::vec((0usize..90, 0usize..30), 0..4)) {
        let mut spans: Vec<Span> = cuts.iter().map(|(start, len)| Span::of(*start, start + len)).collect();
        spans.sort();
        let query = parse(&query, &ParseContext::new(Date::new(2020, 3, 4).unwrap())).query;
        let view = ArticleView { quotes: &spans, boilerplate: &spans, ..ArticleView::new(&title, &text) };
        let languages = [Stemmer::of("en").unwrap()];
        for found in Matcher::new(&query, &languages).matches(&view).unwrap_or_default() {
            let source = if found.place == Place::Title { &title } else { &text };
            prop_assert!(source.get(found.span.range()).is_some());
        }
    }
}
