//! What cannot be understood: what is told of it, and what it reads as.

use super::*;

#[test]
fn what_holds_no_word_is_left_out_beside_words() {
    let told = |run: &str| format!("`{run}` holds no word: {WORDLESS}");
    check_trouble("AT & T", "&", &told("&"), "AT T");
    check_trouble("a AND 🌧", "🌧", &told("🌧"), "a");
    check_trouble("a (🌧 …)", "🌧", &told("🌧"), "a");
    check_trouble("a said:b …", "…", &told("…"), "a said:b");
    check_trouble("a outlet:herald …", "…", &told("…"), "a outlet:herald");
    check_trouble("title:(a – b)", "–", &told("–"), "title:(a b)");
    check_trouble("\"a\" ()", "()", "nothing to look for between the parentheses", "a");
    let any = ParseContext { any: true, ..context() };
    assert_eq!(parse("a & b", &any).query.to_string(), "a OR b");
    check("\"AT & T\"", "\"AT & T\"");
}

#[test]
fn what_holds_no_word_and_stands_alone_is_found_nowhere() {
    let told = |run: &str| format!("`{run}` holds no word: {WORDLESS}");
    check_trouble("🌧", "🌧", &told("🌧"), "\"🌧\"");
    check_trouble("NOT 🌧", "🌧", &told("🌧"), "NOT \"🌧\"");
    check_trouble("a -🌧", "🌧", &told("🌧"), "a NOT \"🌧\"");
    check_trouble("said:… a", "…", &told("…"), "said:\"…\" a");
    check_trouble("… @roe", "…", &told("…"), "\"@roe\"");
    check_trouble("a W/5 -", "-", &told("-"), "a W/5 \"-\"");
    check_trouble("a NOT W/5 …", "…", &told("…"), "a NOT W/5 \"…\"");
    check_trouble("… OR a", "…", &told("…"), "\"…\" OR a");
    check_trouble("… &", "…", &told("…"), "\"…\" \"&\"");
    check_trouble("… outlet:herald", "…", &told("…"), "\"…\" outlet:herald");
    check_trouble("… -a", "…", &told("…"), "\"…\" NOT a");
    check_trouble("ATLEAST2(…)", "…", &told("…"), "ATLEAST2(\"…\")");
    check_trouble("quote(speaker:roe …)", "…", &told("…"), "said:\"…\" @roe");
    check_trouble("=…", "…", &told("…"), "=\"…\"");
    let between = format!("no word between these quotation marks: {WORDLESS}");
    check_trouble("\"…\"", "\"…\"", &between, "\"…\"");
    check_trouble("\"… &\"~2", "\"… &\"~2", &between, "\"… &\"~2");
    check_trouble("==\"\"", "\"\"", &between, "==\"\"");
    check_trouble("NOT ()", "()", "nothing to look for between the parentheses", "NOT \"\"");
    check_trouble("a NOT ”", "”", "nothing opens this quotation mark; it was left out", "a NOT \"\"");
    check_trouble(")", ")", "nothing opens this parenthesis; it was left out", "\"\"");
    let last = &parse(")", &context()).diagnostics[1];
    assert_eq!(last.message, "this holds no word and finds nothing");
    check_trouble("outlet:\"\" a", "\"\"", "`outlet:` without a name matches nothing", "NOT * a");
    check_trouble("said:? a", "said:?", "`said:` is never unknown; this matches nothing", "NOT * a");
    let plain = parse("… ”", &ParseContext { plain: true, ..context() });
    assert_eq!((plain.query, plain.diagnostics.len()), (Query::nothing(), 1));
    check(" \t", "*");
}

#[test]
fn unknown_fields_are_one_with_their_operand() {
    let told =
        |name: &str| format!("there is no field `{name}`; it was read as text, together with what it stands before");
    let text = "words without a field are looked for in headline and text";
    for (query, name, hint, want) in [
        ("text:\"red barn\"", "text", Some(text), "\"text: red barn\""),
        ("NOT text:\"red barn\" a", "text", Some(text), "NOT \"text: red barn\" a"),
        ("-body:(red barn)", "body", Some(text), "NOT (\"body:\" red barn)"),
        ("body:(red barn) a", "body", Some(text), "\"body:\" red barn a"),
        ("a OR -x:(red OR barn)", "x", None, "a OR NOT (\"x:\" (red OR barn))"),
        ("byline:“Jane Roe”", "byline", Some("did you mean `author:`?"), "\"byline: Jane Roe\""),
        ("byline:(roe)", "byline", Some("did you mean `author:`?"), "\"byline:\" roe"),
        ("site_name:\"Herald\"", "site_name", Some("did you mean `outlet:`?"), "\"site_name: Herald\""),
        ("outlte:(a OR b)", "outlte", Some("did you mean `outlet:`?"), "\"outlte:\" (a OR b)"),
        ("said:(source:(a OR b))", "source", Some("did you mean `outlet:`?"), "said:(\"source:\" (a OR b))"),
        ("title:source:(a OR b) c", "source", Some("did you mean `outlet:`?"), "title:(\"source:\" (a OR b)) c"),
        ("title:-zone:\"a b\"", "zone", None, "title:NOT \"zone: a b\""),
        ("zone:\"a b\"~3 c", "zone", None, "\"zone: a b\"~3 c"),
        ("zone:\"a\"", "zone", None, "\"zone: a\""),
        ("zone:=\"A B\" c", "zone", None, "=\"zone: A B\" c"),
        ("zone:==\"A B\"", "zone", None, "==\"zone: A B\""),
        ("==zone:\"A B\"", "zone", None, "==\"zone: A B\""),
        ("zone:=(a b)", "zone", None, "=\"zone:\" =a =b"),
        ("zone:@\"a b\"", "zone", None, "\"zone:@ a b\""),
        ("NOT zone:/recus(e|al)/ a", "zone", None, "NOT \"zone:/recuse|al/\" a"),
        ("a W/5 zone:\"b c\"", "zone", None, "a W/5 \"zone: b c\""),
        ("zone:() a", "zone", None, "\"zone:\" a"),
        ("zone:\"\"", "zone", None, "\"zone:\""),
        ("outlet:zone:\"b c\"", "zone", None, "outlet:\"zone: b c\""),
        ("meta.zone:\"b c\"", "meta.zone", None, "\"meta.zone: b c\""),
    ] {
        check_trouble(query, name, &told(name), want);
        assert_eq!(parse(query, &context()).diagnostics[0].hint.as_deref(), hint, "{query}");
    }
    // A blank behind it, or no name before it: text as anyone writes it.
    check("Exclusive: \"no deal\"", "\"Exclusive:\" \"no deal\"");
    check("10:\"a b\"", "\"10:\" \"a b\"");
    check("https://example.org/(a)", "\"https://example.org/\" a");
    check("a:/b/c", "\"a:/b/c\"");
    check("zone(a b)", "zone a b");
    check("zone:", "\"zone:\"");
    // One word already, and told as such.
    check_trouble("zone:=a", "zone", "there is no field `zone`; `zone:=a` was read as text", "\"zone:=a\"");
    check_trouble("text:hunt*", "text", "there is no field `text`; `text:hunt*` was read as text", "text:hunt*");
}

#[test]
fn anchors_of_expressions_are_superfluous() {
    let check = |text: &str, hint: Option<&str>| {
        let message = format!(
            "a regular expression covers the whole word, so it takes no `^`, `$` or `\\b`; `{text}` was read as text"
        );
        let parsed = parse(text, &context());
        assert_eq!(parsed.diagnostics[0].message, message);
        assert_eq!(parsed.diagnostics[0].hint.as_deref(), hint, "{text}");
    };
    check("/^dam$/", Some("write `/dam/`"));
    check("/^brid/", Some("write `/brid.*/`"));
    check("/gate$/", Some("write `/.*gate/`"));
    check("/^(dam|lock)$/", None);
    check("/da^m/", None);
    check(r"/\bdam\b/", None);
    check("/^/", None);
    for text in [r"/a\^b/", r"/a\$/", "/[^a]b/", "/[$a]b/"] {
        assert_eq!(parse(text, &context()).diagnostics, [], "{text}");
    }
    let broken = parse("/^a(/", &context()).diagnostics;
    assert!(broken[0].message.contains("unclosed group"), "{broken:?}");
}

#[test]
fn unknown_fields_are_text() {
    check_trouble(
        "outlte:fox",
        "outlte",
        "there is no field `outlte`; `outlte:fox` was read as text",
        "\"outlte:fox\"",
    );
    assert_eq!(parse("outlte:fox", &context()).diagnostics[0].hint.as_deref(), Some("did you mean `outlet:`?"));
    check_trouble("title:", "title:", "nothing follows `title:`; read as text", "\"title:\"");
    check_trouble(
        "date:2020-13-45",
        "2020-13-45",
        "`2020-13-45` is not a date; `date:2020-13-45` was read as text",
        "\"date:2020-13-45\"",
    );
    check_trouble(
        "/witch hunt/",
        "/witch hunt/",
        "a regular expression is of one word; `/witch hunt/` was read as text",
        "\"/witch\" hunt/",
    );
    check_trouble(
        "/witch\\ hunt(/",
        "/witch\\ hunt(/",
        "a regular expression is of one word; `/witch\\ hunt(/` was read as text",
        "\"/witch\\\" hunt",
    );
    check_trouble(
        "lang:klingon",
        "klingon",
        "`klingon` is no language; `lang:klingon` was read as text",
        "\"lang:klingon\"",
    );
    check_trouble(
        "date:2020..2018",
        "2020..2018",
        "`2020..2018` ends before it starts; no article matches",
        "date:2020-01-01..2018-12-31",
    );
    check_trouble("date:7d", "7d", "`date:7d` is that one day", "date:2020-03-24");
}

#[test]
fn near_misses_are_named() {
    check_trouble("a w/5 b", "w/5", "operators are in capitals; `w/5` was read as text", "a w/5 b");
    check_trouble("a W/ b", "W/", "a distance takes a number of words; `W/` was read as text", "a W/ b");
    check_trouble("ATLEAST(hoax)", "ATLEAST", "`ATLEAST` takes a number; it was read as text", "ATLEAST hoax");
    check_trouble(
        "wom*n",
        "wom*n",
        "`*` has a meaning only at the end of a word; `wom*n` was read as text",
        "\"wom*n\"",
    );
    check_trouble("word~", "word~", "`~` takes a distance of 1 or 2; `word~` was read as text", "\"word~\"");
    check_trouble("word~7", "word~7", "an edit distance is 1 or 2; `word~7` was read with 2", "word~2");
    check_trouble(
        "/a(/",
        "/a(/",
        "this regular expression cannot be used (unclosed group); `/a(/` was read as text",
        "\"/a/\"",
    );
    check_trouble("a W/0 b", "W/0", "words are at least 1 apart; this matches nothing", "a W/0 b");
}
