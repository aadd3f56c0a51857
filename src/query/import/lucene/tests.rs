//! What each form of Lucene becomes.

use crate::model::Date;
use crate::query::ParseContext;
use crate::query::import::{Syntax, import};

/// `want`: as our printer has it. `notes`: what each note is about.
#[track_caller]
fn check(text: &str, want: &str, notes: &[&str]) {
    let imported = import(text, Syntax::Lucene, &ParseContext::new(Date::new(2020, 3, 4).unwrap()));
    assert_eq!(imported.query.to_string(), want, "{text}");
    let got: Vec<&str> = imported.untranslated.iter().map(|found| found.span.of_text(text)).collect();
    assert_eq!(got, notes, "{text}: {:?}", imported.untranslated);
}

#[test]
fn clauses_are_alternatives_unless_they_are_required() {
    check("a b", "a OR b", &[]);
    check("a AND b", "a b", &[]);
    check("a b AND c", "b c", &["a b AND c"]);
    check("a AND b c", "a b", &["a AND b c"]);
    check("a AND NOT b", "a NOT b", &[]);
    check("a -b", "a NOT b", &[]);
    check("!a", "NOT a", &[]);
    check("+a +b -c", "a b NOT c", &[]);
    check("+a b", "a", &["+a b"]);
    check("(a OR b) AND c", "(a OR b) c", &[]);
    check("", "*", &[]);
    check("*:*", "*", &[]);
}

#[test]
fn and_and_or_have_no_precedence() {
    // As in the classic parser: AND requires both its sides, OR neither.
    check("a OR b AND c", "b c", &["a OR b AND c"]);
    check("a AND b OR c", "a b", &["a AND b OR c"]);
    check("a && b || c", "a b", &["a && b || c"]);
    check("a AND b OR c AND d", "a b c d", &["a AND b OR c AND d"]);
    check("a OR NOT b AND c", "c NOT b", &["a OR NOT b AND c"]);
    check("NOT a OR b", "b NOT a", &[]);
    check("(a AND b) OR c", "a b OR c", &[]);
    check("a OR (b AND c)", "a OR b c", &[]);
}

#[test]
fn a_field_may_stand_apart_from_its_value() {
    check("title: hunt", "title:hunt", &[]);
    check("outlet:  \"Fox News\" AND a", "outlet:\"Fox News\" a", &[]);
    check("date: [2020-01 TO 2020-03]", "date:>=2020-01-01 date:<=2020-03-31", &[]);
    check("date: 2020", "date:2020", &[]);
    check("a AND title:", "a", &["title:"]);
    check("(title: ) b", "b", &["title:"]);
}

#[test]
fn phrases_with_words_between() {
    check("\"witch hunt\"", "\"witch hunt\"", &[]);
    check("\"a b\"~1", "\"a b\"~1", &[]);
    check("\"a b\"~5", "\"a b\"~5 OR \"b a\"~3", &[]);
    check("\"a b\"~2", "\"a b\"~2 OR \"b a\"", &[]);
    check("\"a b c\"~5", "\"a b c\"~5", &["\"a b c\"~5"]);
}

#[test]
fn wildcards_and_distances() {
    check("elect*", "elect*", &[]);
    check("wom?n", "/wom.n/", &[]);
    check("*gate", "/.*gate/", &[]);
    check("tubervile~", "tubervile~2", &[]);
    check("tubervile~1", "tubervile~1", &[]);
    check("roam~0.8", "roam~2", &["roam~0.8"]);
    check("/recus(e|al)/", "/recus(e|al)/", &[]);
    check("C\\+\\+", "\"C++\"", &[]);
    check("don't~1", "don't~1", &[]);
    check("run-off~", "run-off~2", &[]);
    check("run-off*", "run-off*", &[]);
    check("U.S.*", "U.S.*", &[]);
    check("a\\:b*", "\"a:b\"", &["a\\:b*"]);
    check("what\\?", "\"what?\"", &[]);
}

#[test]
fn regular_expressions_that_cannot_be_read_are_told() {
    check("/a(b/ OR c", "\"a b\" OR c", &["/a(b/"]);
    check("/a b/", "\"a b\"", &["/a b/"]);
    let many = "/ab/ ".repeat(33);
    let imported = import(&many, Syntax::Lucene, &ParseContext::new(Date::new(2020, 3, 4).unwrap()));
    let told: Vec<&str> = imported.untranslated.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(told, ["more than 32 regular expressions; read as words"]);
    assert!(imported.query.to_string().ends_with("/ab/ OR ab"), "{}", imported.query);
}

#[test]
fn fields() {
    check("title:hunt AND body:x", "title:hunt x", &["body:"]);
    check("title:(a AND b)", "title:a title:b", &[]);
    check("title:\"witch hunt\"", "title:\"witch hunt\"", &[]);
    check("source:\"Fox News\"", "outlet:\"Fox News\"", &[]);
    check("outlet:(fox OR nbc)", "outlet:fox OR outlet:nbc", &[]);
    check("author:roe", "author:roe", &[]);
    check("xyz:a", "a", &["xyz:"]);
    check("_exists_:date", "NOT date:?", &[]);
    check("outlet:*", "NOT outlet:?", &[]);
    for name in ["pubdate", "date_publish", "published"] {
        check(&format!("_exists_:{name}"), "NOT date:?", &[]);
        check(&format!("{name}:*"), "NOT date:?", &[]);
    }
    check("_exists_:head AND _exists_:site_name", "NOT title:? NOT outlet:?", &[]);
    check("a AND _exists_:body", "a", &["_exists_:body"]);
}

#[test]
fn names_take_no_wildcards() {
    check("outlet:Fox*", "outlet:Fox", &["Fox*"]);
    check("a AND author:Smi?h", "a author:\"Smi h\"", &["Smi?h"]);
    check("outlet:Foks~ AND a", "outlet:Foks a", &["Foks~"]);
    check("outlet:(Fox* OR nbc)", "outlet:Fox OR outlet:nbc", &["Fox*"]);
    check("speaker:/tru.*/ AND a", "speaker:tru a", &["/tru.*/"]);
    check("a AND speaker:/.*/", "a", &["/.*/", "/.*/"]);
    check("a AND date:/2020.*/", "a date:2020", &["/2020.*/"]);
    check("outlet:what\\?", "outlet:\"what?\"", &[]);
}

#[test]
fn dates_and_ranges() {
    check("date:[2020-01-01 TO 2020-03-31]", "date:>=2020-01-01 date:<=2020-03-31", &[]);
    check("date:{2020-01 TO *]", "date:>=2020-02-01", &[]);
    check("date:>=2020-03", "date:>=2020-03-01", &[]);
    check("date:[now-7d/d TO now]", "date:>=2020-02-26 date:<=2020-03-04", &[]);
    check("date:2020", "date:2020", &[]);
    check("a AND price:[1 TO 5]", "a", &["price:", "[1 TO 5]"]);
    check("[a TO b]", "NOT *", &["[a TO b]", "[a TO b]"]);
}

#[test]
fn what_is_broken_is_told_and_read_as_far_as_it_goes() {
    check("a^2 AND b", "a b", &["^2"]);
    check("(a", "a", &["("]);
    check("a) b", "a OR b", &[")"]);
    check("AND a", "a", &["AND"]);
    check("\"a b", "\"a b\"", &[]);
}
