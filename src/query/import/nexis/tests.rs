//! What each form of Nexis becomes.

use crate::model::Date;
use crate::query::ParseContext;
use crate::query::import::{Syntax, import};

/// `want`: as our printer has it. `notes`: what each note is about.
#[track_caller]
fn check(text: &str, want: &str, notes: &[&str]) {
    let imported = import(text, Syntax::Nexis, &ParseContext::new(Date::new(2020, 3, 4).unwrap()));
    assert_eq!(imported.query.to_string(), want, "{text}");
    let got: Vec<&str> = imported.untranslated.iter().map(|found| found.span.of_text(text)).collect();
    assert_eq!(got, notes, "{text}: {:?}", imported.untranslated);
}

#[test]
fn words_side_by_side_are_a_phrase() {
    check("witch hunt", "\"witch hunt\"", &[]);
    check("witch hunt OR hoax", "\"witch hunt\" OR hoax", &[]);
    check("\"witch hunt\" and hoax", "\"witch hunt\" hoax", &[]);
    check("united nat! assembly", "united PRE/1 nat* PRE/1 assembly", &[]);
    check("", "*", &[]);
}

#[test]
fn connectors_bind_as_there() {
    check("a w/5 b", "a W/5 b", &[]);
    check("a /5 b", "a W/5 b", &[]);
    check("a PRE/5 b", "a PRE/5 b", &[]);
    check("a +5 b", "a PRE/5 b", &[]);
    check("a /s b /p c", "a W/S b W/P c", &[]);
    check("a /p b /s c", "a W/P (b W/S c)", &[]);
    check("a w/10 b w/3 c", "a W/10 (b W/3 c)", &[]);
    check("a or b w/3 c", "(a OR b) W/3 c", &[]);
    check("a and b or c", "a (b OR c)", &[]);
    check("a and b and c", "a b c", &[]);
    check("a not w/5 b", "a NOT W/5 b", &[]);
    check("a and not b or c", "a NOT (b OR c)", &[]);
    check("a not b", "a NOT b", &[]);
    check("not a", "NOT a", &[]);
    check("(a or b) and (c w/2 d)", "(a OR b) c W/2 d", &[]);
}

#[test]
fn wildcards_are_beginnings_and_patterns() {
    check("elect! w/5 fraud", "elect* W/5 fraud", &[]);
    check("wom*n", "/wom.n/", &[]);
    check("wom?n!", "/wom.n.*/", &[]);
    check("!", "NOT *", &["!", "!"]);
}

#[test]
fn counts_forms_and_segments() {
    check("atleast5(hoax)", "ATLEAST5(hoax)", &[]);
    check("ATLEAST2(hoax or scam)", "ATLEAST2(hoax OR scam)", &[]);
    check("headline(witch hunt) and trump", "title:\"witch hunt\" trump", &[]);
    check("hlead(a or b)", "a OR b", &["hlead"]);
    check("publication(New York Times or Fox News)", "outlet:\"New York Times\" OR outlet:\"Fox News\"", &[]);
    check("byline(Jane Roe)", "author:\"Jane Roe\"", &[]);
    check("language(english)", "lang:en", &[]);
    check("subject(taxes) w/5 a", "taxes W/5 a", &["subject"]);
    check("allcaps(aids)", "==AIDS", &[]);
    check("singular(hunt)", "=hunt", &[]);
    check("plural(hunts)", "hunts", &["plural"]);
    check("singular(hunt or hoax) w/3 a", "(=hunt OR =hoax) W/3 a", &[]);
    check("allcaps(aids and nato) or b", "==AIDS ==NATO OR b", &[]);
    check("singular(witch hunt) and hunt", "=\"witch hunt\" hunt", &[]);
    check("run-off!", "run-off*", &[]);
}

#[test]
fn lengths_cannot_be_asked_for() {
    check("tax cut and length > 100", "\"tax cut\"", &["length > 100"]);
    check("length>=100 and tax", "tax", &["length>=100"]);
    check("tax length > 100 or levy", "tax OR levy", &["length > 100"]);
    check("length(> 100) and tax", "tax", &["length(> 100)"]);
    check("length > 100", "NOT *", &["length > 100", "length > 100"]);
    check("length of the bridge", "\"length of the bridge\"", &[]);
}

#[test]
fn how_many_notes_are_left_out_is_told() {
    let imported = import(&"subject(a) ".repeat(25), Syntax::Nexis, &ParseContext::new(Date::new(2020, 3, 4).unwrap()));
    assert_eq!(imported.untranslated.len(), 21);
    assert_eq!(imported.untranslated[20].message, "and 5 more");
}

#[test]
fn dates() {
    check("a and date(aft 1/31/2020)", "a date:>=2020-02-01", &[]);
    check("a and date aft 1/31/2020", "a date:>=2020-02-01", &[]);
    check("a and date aft January 31, 2020", "a date:>=2020-02-01", &[]);
    check("a and date(aft 31 january 2020)", "a date:>=2020-02-01", &[]);
    check("a and date = march 5, 2020 and b", "a date:2020-03-05 b", &[]);
    check("date is march 2020 and a", "date:2020-03 a", &[]);
    check("date between march 2, 2020 and april 2020", "date:>=2020-03-02 date:<=2020-04-30", &[]);
    check("date(geq (3/1/2020) and leq (3/31/2020))", "date:>=2020-03-01 date:<=2020-03-31", &[]);
    check("date is 2020", "date:2020", &[]);
    check("a and date(between 1/1/2020 and 3/1/2020)", "a date:>=2020-01-01 date:<=2020-03-01", &[]);
    check(
        "date(bet (1/2020) and (3/2020) and aft 2/1/2020)",
        "date:>=2020-01-01 date:<=2020-03-31 date:>=2020-02-02",
        &[],
    );
    check("a and date between 1/1/2020 and 3/1/2020", "a date:>=2020-01-01 date:<=2020-03-01", &[]);
    check("date between friends", "\"date between friends\"", &[]);
    check("a and date(between 1/1/2020 and soon)", "a", &["date(between 1/1/2020 and soon)"]);
    check("date(sometime)", "NOT *", &["date(sometime)", "date(sometime)"]);
    check("a and date>1/31/2020", "a date:>=2020-02-01", &[]);
    check("date palm", "\"date palm\"", &[]);
    check("a and date aft sometime", "a", &["date aft sometime"]);
    check("a and date > sometime", "a", &["date > sometime"]);
    check("a and date after dinner time", "a \"date after dinner time\"", &[]);
}

#[test]
fn what_is_broken_is_told_and_read_as_far_as_it_goes() {
    check("a and", "a", &["and"]);
    check("(a or b", "a OR b", &["("]);
    check("a) b", "a b", &[")"]);
    check("a w/seg b", "a W/1000 b", &["w/seg"]);
    check("a pre/s b", "a W/S b", &["pre/s"]);
    check("or a", "a", &["or"]);
}
