//! What each form of the language reads as, by the syntax it prints.

mod misread;

use proptest::prelude::*;

use super::leaf::has_word;
use super::*;
use crate::model::DateRange;
use crate::query::ast::{Name, Scope, UnknownField};

const WORDLESS: &str = "left out beside words, found nowhere by itself";

fn context() -> ParseContext {
    ParseContext::new(Date::new(2020, 3, 31).unwrap())
}

/// Reads `text`, which must be understood, and compares what it prints.
#[track_caller]
fn check(text: &str, want: &str) {
    let parsed = parse(text, &context());
    assert_eq!(parsed.diagnostics, [], "{text:?}");
    assert_eq!(parsed.query.to_string(), want, "{text:?}");
    assert_eq!(parse(want, &context()).query, parsed.query, "{want:?} reads back");
}

/// Reads `text`, which must not be understood at `at`, and compares message and reading.
#[track_caller]
fn check_trouble(text: &str, at: &str, message: &str, want: &str) {
    let parsed = parse(text, &context());
    let Some(diagnostic) = parsed.diagnostics.first() else { panic!("no diagnostic for {text:?}") };
    assert_eq!(diagnostic.message, message, "{text:?}");
    assert_eq!(diagnostic.span.of_text(text), at, "{text:?}");
    assert_eq!(parsed.query.to_string(), want, "{text:?}");
    assert_eq!(parse(want, &context()).query, parsed.query, "{want:?} reads back");
}

#[test]
fn words_and_phrases() {
    check("senate race", "senate race");
    check("  senate\n race ", "senate race");
    check("", "*");
    check("*", "*");
    check("“witch hunt”", "\"witch hunt\"");
    check("„witch hunt“", "\"witch hunt\"");
    check("«witch hunt»", "\"witch hunt\"");
    check("\"Hoax\"", "Hoax");
    check("don’t MAGA/KAG U.S. 50,000", "don’t MAGA/KAG U.S. 50,000");
    check("who said that?", "who said \"that?\"");
    check("and or not w", "and or not w");
    check("\"AND\" \"W/5\"", "\"AND\" \"W/5\"");
    check("foo\"bar baz\"qux(a)", "foo \"bar baz\" qux a");
}

#[test]
fn forms() {
    check("=hunting", "=hunting");
    check("=\"Witch Hunt\"", "=\"Witch Hunt\"");
    check("==\"Witch Hunt\"", "==\"Witch Hunt\"");
    check("=(a OR b) c", "(=a OR =b) c");
    check("title:=\"Witch Hunt\"", "title:=\"Witch Hunt\"");
    let exact = Query::Word(Word { text: "Hunting".into(), form: Form::Literal });
    assert_eq!(parse("==Hunting", &context()).query, exact);
}

#[test]
fn boolean_operators_bind_as_promised() {
    check("a b OR c d", "a b OR c d");
    check("a AND b OR c", "a b OR c");
    check("(a OR b) AND c", "(a OR b) c");
    check("a -b", "a NOT b");
    check("NOT a b", "NOT a b");
    check("NOT (a OR b)", "NOT (a OR b)");
    check("--a", "NOT NOT a");
    check("a (b c) d", "a b c d");
    check("a OR (b OR c)", "a OR b OR c");
    check("-\"a b\"", "NOT \"a b\"");
    check("run-off", "run-off");
}

#[test]
fn prefixes_fuzzy_words_expressions() {
    check("elect*", "elect*");
    check("tubervile~1 x~2", "tubervile~1 x~2");
    check("/recus(e|al)/", "/recus(e|al)/");
    check(r"/a\/b/ (/x/)", r"/a\/b/ /x/");
    check("km/h /usr/bin", "km/h \"/usr/bin\"");
    check("@real*", "(@real*)");
}

#[test]
fn proximity() {
    check("a W/5 b", "a W/5 b");
    check("a PRE/5 b", "a PRE/5 b");
    check("a NOT W/5 b", "a NOT W/5 b");
    check("a W/S b W/P c", "a W/S b W/P c");
    check("a W/5 (b W/3 c)", "a W/5 (b W/3 c)");
    check("(a W/5 b) W/3 c", "a W/5 b W/3 c");
    check("\"a b\"~3", "\"a b\"~3");
    check("a b W/5 c d", "a b W/5 c d");
    check("a W/5 b OR c", "a W/5 b OR c");
    check("(a OR b) W/5 elect*", "(a OR b) W/5 elect*");
    check("said:a W/5 b", "said:a W/5 b");
    let tree = parse("a b W/5 c", &context()).query;
    assert!(matches!(tree, Query::And(parts) if matches!(parts[..], [Query::Word(_), Query::Near { .. }])));
    check("ATLEAST3(hoax)", "ATLEAST3(hoax)");
    check("ATLEAST2(a W/5 b) c", "ATLEAST2(a W/5 b) c");
}

#[test]
fn fields() {
    check("title:a b", "title:a b");
    check("title:(a b)", "title:(a b)");
    check("title:\"a b\"~2", "title:\"a b\"~2");
    check("Outlet: \"Fox News\"", "outlet:\"Fox News\"");
    check("outlet:=\"Fox News\"", "outlet:=\"Fox News\"");
    check("outlet:(fox OR =nbc)", "outlet:fox OR outlet:=nbc");
    check("outlet:(fox news)", "outlet:fox outlet:news");
    check("-outlet:fox", "NOT outlet:fox");
    check("author:O’Brien speaker:@realDonaldTrump", "author:O’Brien speaker:\"@realDonaldTrump\"");
    check("speaker:sessions", "speaker:sessions");
    check("lang:EN language:german", "lang:en lang:de");
    for (text, field) in [
        ("title:?", UnknownField::Title),
        ("outlet:?", UnknownField::Outlet),
        ("author:?", UnknownField::Author),
        ("speaker:?", UnknownField::Speaker),
        ("date:?", UnknownField::Date),
        ("lang:?", UnknownField::Language),
    ] {
        check(text, text);
        assert_eq!(parse(text, &context()).query, Query::Unknown(field));
    }
    check("outlet:\"?\"", "outlet:\"?\"");
    check("10:30 https://example.org/a", "\"10:30\" \"https://example.org/a\"");
    check("narration:x", "narration:x");
}

#[test]
fn dates() {
    check("date:2020", "date:2020");
    check("date:2020-03", "date:2020-03");
    check("date:2020-03-04", "date:2020-03-04");
    check("date:2020-03..2020-07", "date:2020-03-01..2020-07-31");
    check("date:>=2020-03-01", "date:>=2020-03-01");
    check("date:>= 2020 x", "date:>=2020-01-01 x");
    check("date:<2020", "date:<=2019-12-31");
    check("date:last week x", "date:2020-03-23..2020-03-29 x");
    check("date:\"last month\"", "date:2020-02");
    check("date:last-month date:today", "date:2020-02 date:2020-03-31");
    check("date:(2018 OR 2020)", "date:2018 OR date:2020");
    check("date:..", "date:..");
    assert_eq!(parse("date:..", &context()).query, Query::Date(DateRange::default()));
}

#[test]
fn quotations_and_who_said_them() {
    check("said:\"witch hunt\"", "said:\"witch hunt\"");
    check("said:(recusal W/5 law)", "said:(recusal W/5 law)");
    check("said:\"witch hunt\" @trump", "said:\"witch hunt\" @trump");
    check("said:x @\"Jeff Sessions\" y", "said:x @\"Jeff Sessions\" y");
    check("said:x @=\"Jeff Sessions\"", "said:x @=\"Jeff Sessions\"");
    check("said:x (@trump)", "said:x \"@trump\"");
    check("@trump said:x", "\"@trump\" said:x");
    check("NOT said:x @trump", "NOT said:x @trump");
    check("said:* @trump", "said:* @trump");
    check("quote(speaker:trump said:\"witch hunt\")", "said:\"witch hunt\" @trump");
    check("quote(speaker:(trump OR pence) said:(a OR b))", "said:(a OR b) @trump @pence");
    check("quote(speaker:trump hoax -russia)", "said:(hoax NOT russia) @trump");
    check("quote(speaker:trump)", "said:* @trump");
    check("quote(speaker:-)", "said:* @\"-\"");
    check("said:* @\"-\"", "said:* @\"-\"");
    check("quote(speaker:a said:x OR speaker:b said:y)", "said:x @a OR said:y @b");
    check("quote x", "quote x");
    let name = Name { text: "trump".into(), exact: false };
    let same = parse("said:hoax @trump", &context()).query;
    assert!(matches!(same, Query::In { speakers, .. } if speakers == [name]));
}

#[test]
fn any_changes_what_juxtaposition_of_words_means() {
    let any = ParseContext { any: true, ..context() };
    let read = |text| parse(text, &any).query.to_string();
    assert_eq!(read("a b c"), "a OR b OR c");
    assert_eq!(read("a b AND c"), "(a OR b) c");
    assert_eq!(read("a b outlet:fox -c"), "(a OR b) outlet:fox NOT c");
    assert_eq!(read("title:(a b)"), "title:(a OR b)");
    assert_eq!(read("a OR b"), "a OR b");
}

#[test]
fn plain_reads_words_only() {
    let plain = ParseContext { plain: true, ..context() };
    let words = |text, any| match parse(text, &ParseContext { any, ..plain }).query {
        Query::And(parts) | Query::Or(parts) => parts
            .into_iter()
            .map(|part| match part {
                Query::Word(word) => word.text,
                other => panic!("{other:?}"),
            })
            .collect(),
        Query::Word(word) => vec![word.text],
        other => panic!("{other:?}"),
    };
    assert_eq!(words("NOT title:a \"b c\" (d) -", false), ["NOT", "title:a", "b", "c", "(d)"]);
    assert_eq!(words("a AND a", true), ["a", "AND", "a"]);
    assert_eq!(words("boundary-layer O'Brien U.S.", true), ["boundary", "layer", "boundary-layer", "O'Brien", "U.S."]);
    assert_eq!(parse(" - ", &plain).query, Query::nothing());
    assert_eq!(parse(" ", &plain).query, Query::All);
}

#[test]
fn dangling_operators_are_words() {
    let joins = |run: &str| format!("`{run}` has nothing to join here; read as a word");
    check_trouble("a AND", "AND", &joins("AND"), "a \"AND\"");
    check_trouble("OR a", "OR", &joins("OR"), "\"OR\" a");
    check_trouble("W/5 b", "W/5", &joins("W/5"), "\"W/5\" b");
    check_trouble("a NOT", "NOT", &joins("NOT"), "a \"NOT\"");
    check_trouble("(a OR) b", "OR", &joins("OR"), "a \"OR\" b");
    check_trouble("a AND OR b", "AND", &joins("AND"), "a \"AND\" OR b");
}

#[test]
fn marks_and_parentheses_that_do_not_pair() {
    check_trouble("\"witch hunt", "\"", "this quotation mark is never closed; read to the end", "\"witch hunt\"");
    check_trouble("a” b", "”", "nothing opens this quotation mark; it was left out", "a b");
    check_trouble("(a b", "(", "this parenthesis is never closed; read to the end", "a b");
    check_trouble("a) b", ")", "nothing opens this parenthesis; it was left out", "a b");
    check_trouble("a ()", "()", "nothing to look for between the parentheses", "a");
    check_trouble("a \"\" b", "\"\"", &format!("no word between these quotation marks: {WORDLESS}"), "a b");
}

#[test]
fn what_has_no_place_near_anything_gets_the_nearest_reading() {
    let read = |text: &str| {
        let parsed = parse(text, &context());
        assert_eq!(parsed.diagnostics.len(), 1, "{text:?}");
        let printed = parsed.query.to_string();
        assert_eq!(parse(&printed, &context()).query, parsed.query, "{printed:?} reads back");
        printed
    };
    assert_eq!(read("(a AND b) W/5 c"), "a W/5 b W/5 c");
    assert_eq!(read("a PRE/5 (b c d)"), "a PRE/5 (b W/5 c W/5 d)");
    assert_eq!(read("a W/5 outlet:fox"), "a outlet:fox");
    assert_eq!(read("(a outlet:fox) W/5 b"), "a W/5 b outlet:fox");
    assert_eq!(read("a W/5 NOT b"), "a NOT W/5 b");
    assert_eq!(read("NOT a W/5 b"), "NOT (a W/5 b)");
    assert_eq!(read("a NOT W/S b"), "a NOT (a W/S b)");
    for diagnostic in &parse("a /)(’/ b", &context()).diagnostics {
        assert!("a /)(’/ b".get(diagnostic.span.range()).is_some(), "{diagnostic:?}");
    }
    let message = "only `NOT W/5` looks at each place; read as `a AND NOT (a W/P b)`";
    check_trouble("a NOT W/P b", "NOT W/P", message, "a NOT (a W/P b)");
    assert_eq!(read("ATLEAST2(a) W/5 b"), "a W/5 b");
}

#[test]
fn depth_is_bounded() {
    for (text, is_reported) in [
        ("(".repeat(10_000) + "a" + &")".repeat(10_000), true),
        ("(".repeat(10_000) + "a", true),
        ("NOT ".repeat(10_000) + "a", true),
        ("-".repeat(10_000) + "a", true),
        ("=".repeat(10_000) + "a", true),
        ("title:".repeat(10_000) + "a", true),
        ("ATLEAST2(".repeat(10_000) + "a", true),
        ("a W/5 ".repeat(10_000) + "a", true),
        ("a OR (b ".repeat(10_000), true),
        ("a NOT W/5 (b ".repeat(10_000), true),
        ("quote(said:(".repeat(10_000) + "a", true),
        ("(".repeat(50) + "a" + &")".repeat(50), false),
    ] {
        let parsed = parse(&text, &context());
        assert_eq!(!parsed.diagnostics.is_empty(), is_reported, "{}", &text[..20]);
        assert!(parsed.diagnostics.len() < 30);
        let printed = parsed.query.to_string();
        assert!(printed.contains('a'));
    }
    let deep = "(".repeat(10_000) + "a" + &")".repeat(10_000) + " b";
    assert_eq!(parse(&deep, &context()).query.to_string(), "a b");
}

#[test]
fn a_megabyte_is_read_in_linear_time() {
    for piece in [
        "word ",
        "( ",
        ") ",
        "\" ",
        "“",
        "” ",
        "» ",
        "a OR ",
        "/(",
        "-",
        "W/5 ",
        "x:y ",
        "a W/5 b ",
        "@a ",
        "said:a @b ",
    ] {
        let text = piece.repeat(60_000 / piece.len());
        let parsed = parse(&text, &context());
        assert!(parsed.diagnostics.len() < 30, "{piece:?}");
    }
}

fn word() -> impl Strategy<Value = Word> {
    let text = prop_oneof![
        "[a-z]{1,4}",
        "[A-Z]{2,3}",
        "[a-z]-[a-z]",
        "@[a-z]{2}",
        "#[a-z]",
        "AND|OR|NOT|W/5|title:|a:b|=x|-x|x\\*|é’s|\\?a|last|ATLEAST2"
    ];
    (text, prop_oneof![Just(Form::Inflected), Just(Form::Folded), Just(Form::Literal)])
        .prop_map(|(text, form)| Word { text, form })
}

fn name() -> impl Strategy<Value = Name> {
    ("[a-zA-Z@?=]{1,3}( [a-zA-Z*]{1,3})?", any::<bool>())
        .prop_map(|(text, exact)| Name { text, exact })
        .prop_filter("a name has a word", |name| has_word(&name.text))
}

fn placed() -> impl Strategy<Value = Query> {
    prop_oneof![
        4 => word().prop_map(Query::Word),
        2 => (prop::collection::vec(word(), 2..4), 0u32..3).prop_map(|(mut words, slop)| {
            let form = words[0].form;
            words.iter_mut().for_each(|word| word.form = form);
            Query::Phrase { words, slop }
        }),
        1 => "@?[a-z]{1,4}".prop_map(Query::Prefix),
        1 => ("@?[a-z]{1,4}", 1u8..3).prop_map(|(word, distance)| Query::Fuzzy { word, distance }),
        1 => "[a-z(]?\\[ab\\]".prop_filter("well-formed", |pattern| super::super::pattern::regex(pattern).is_ok()).prop_map(Query::Regex),
    ]
    .prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(flat_or),
            (inner.clone(), near(), inner.clone()).prop_map(|(left, near, right)| Query::Near {
                left: Box::new(left),
                near,
                right: Box::new(right)
            }),
            (scope(), inner).prop_map(|(scope, query)| Query::In { scope, query: Box::new(query), speakers: Vec::new() }),
        ]
    })
}

fn near() -> impl Strategy<Value = Near> {
    prop_oneof![
        (0u32..9).prop_map(Near::Within),
        (0u32..9).prop_map(Near::Before),
        (0u32..9).prop_map(Near::NotWithin),
        Just(Near::Sentence),
        Just(Near::Paragraph),
    ]
}

fn scope() -> impl Strategy<Value = Scope> {
    prop_oneof![Just(Scope::Title), Just(Scope::Said), Just(Scope::Narration)]
}

fn flat_or(parts: Vec<Query>) -> Query {
    Query::Or(parts.into_iter().flat_map(|part| if let Query::Or(inner) = part { inner } else { vec![part] }).collect())
}

fn flat_and(parts: Vec<Query>) -> Query {
    Query::And(
        parts.into_iter().flat_map(|part| if let Query::And(inner) = part { inner } else { vec![part] }).collect(),
    )
}

fn date() -> impl Strategy<Value = Option<Date>> {
    prop::option::of(
        (2018i16..2021, 1u8..13, 1u8..29).prop_map(|(year, month, day)| Date::new(year, month, day).unwrap()),
    )
}

fn tree() -> impl Strategy<Value = Query> {
    let leaf = prop_oneof![
        6 => placed(),
        1 => Just(Query::All),
        1 => name().prop_map(Query::Outlet),
        1 => name().prop_map(Query::Author),
        1 => name().prop_map(Query::Speaker),
        1 => "[a-z]{2}".prop_map(Query::Language),
        1 => (date(), date()).prop_map(|(from, to)| Query::Date(DateRange { from, to })),
        1 => Just(Query::Unknown(UnknownField::Outlet)),
    ];
    leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(flat_and),
            prop::collection::vec(inner.clone(), 2..4).prop_map(flat_or),
            inner.clone().prop_map(|query| Query::Not(Box::new(query))),
            (1u32..5, inner.clone()).prop_map(|(count, query)| Query::AtLeast { count, query: Box::new(query) }),
            (scope(), inner.clone(), prop::collection::vec(name(), 0..3)).prop_map(|(scope, query, speakers)| {
                Query::In {
                    scope,
                    query: Box::new(query),
                    speakers: if scope == Scope::Said { speakers } else { Vec::new() },
                }
            }),
        ]
    })
}

proptest! {
    #[test]
    fn printed_trees_read_back(query in tree()) {
        let printed = query.to_string();
        prop_assert_eq!(&parse(&printed, &context()).query, &query, "{}", printed);
    }

    #[test]
    fn any_text_reads_and_prints_back(text in "\\PC{0,60}") {
        let query = parse(&text, &context()).query;
        let printed = query.to_string();
        prop_assert_eq!(&parse(&printed, &context()).query, &query, "{}", printed);
    }

    #[test]
    fn any_syntax_reads_and_prints_back(
        pieces in prop::collection::vec(prop_oneof![
            "[ab]", "[ ()\"“”=@*~/?:…-]", " ", "AND |OR |NOT |W/2 |PRE/1 |W/S |NOT W/3 |NOT W/P",
            "title:|said:|outlet:|date:|speaker:|lang:|foo:", "quote\\(|ATLEAST2\\(|2020|last week|~2|\\*|@b |en"
        ], 0..20),
        any in any::<bool>(),
        plain in any::<bool>(),
    ) {
        let text = pieces.concat();
        let parsed = parse(&text, &ParseContext { any, plain, ..context() });
        for diagnostic in &parsed.diagnostics {
            prop_assert!(text.get(diagnostic.span.range()).is_some());
        }
        let printed = parsed.query.to_string();
        prop_assert_eq!(&parse(&printed, &context()).query, &parsed.query, "{} -> {}", text, printed);
    }
}

// Each of these once took seconds: the run up to the next blank was looked at again for every
// field in it. A test of time would fail on a busy machine; this one would not end.
#[test]
fn fields_in_fields_take_time_in_their_length() {
    for piece in ["said:", "date:", "title:", "said:-", "said:=", "said:("] {
        let query = parse(&piece.repeat((1 << 18) / piece.len()), &ParseContext::new(Date::new(2020, 3, 4).unwrap()));
        assert!(!query.diagnostics.is_empty(), "{piece}");
    }
}

#[test]
fn what_goes_too_deep_is_told_with_its_place() {
    let deep = "(".repeat(super::MAX_DEPTH as usize);
    for (behind, at) in [("-é", "é"), ("=é", "é"), ("(a", "("), ("title:ü", "t"), ("said:“ü”", "s")] {
        let text = format!("{deep}{behind}");
        let parsed = parse(&text, &context());
        let told: Vec<_> = parsed.diagnostics.iter().filter(|one| one.message.contains("nests deeper")).collect();
        for one in &parsed.diagnostics {
            assert!(text.get(one.span.range()).is_some(), "{behind:?}: {one:?}");
        }
        assert_eq!(told.first().map(|one| one.span.of_text(&text)), Some(at), "{behind:?}");
    }
}
