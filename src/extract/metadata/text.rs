//! The walk over the text: header lines and title above it, datelines at its start, credits at
//! its end.

use super::aliases;
use super::byline;
use super::credits;
use super::dateline::{self, Dateline};
use super::found::Found;
use super::header;
use super::jobs;
use super::lines::Line;
use super::names;
use super::outlets::Outlets;
use super::title;
use super::url::PathDate;
use crate::extract::boilerplate::Kind;
use crate::extract::speakers::names::is_first_name;
use crate::extract::speakers::tokens::hash_word;
use crate::model::{Certainty, Date, Field, RawArticle, Source, Sourced};

/// Header lines stand among the first lines of a text.
const MAX_HEADER_LINES: usize = 24;

/// From this length on a line is a paragraph of the article and ends the header, in bytes.
const BODY_BYTES: usize = 220;

/// Words of a text, in small letters, among which those of a headline are looked for.
const SMALL_WORDS: usize = 1000;

/// Takes in what the text tells; returns the dateline, whose day may lack its year.
pub(super) fn take<'o>(
    raw: &RawArticle,
    outlets: &'o Outlets,
    lines: &[Line<'_>],
    kinds: &[Option<Kind>],
    found: &mut Found,
) -> Option<Dateline<'o>> {
    // The lines of the article itself, without header and site text.
    let mut body: Vec<&Line<'_>> = Vec::new();
    let mut n_header = 0;
    let mut heading = None;
    // Of an article's first line, if a byline stands right below it.
    let mut is_title_above = false;
    // Lines of the article that stand above its byline; the first may be a headline that speaks of a paper.
    let mut n_above_byline = None;
    for (line, kind) in lines.iter().zip(kinds).take(MAX_HEADER_LINES) {
        if kind.is_some() {
            continue;
        }
        if body.is_empty()
            && heading.is_none()
            && let Some(title) = title::markdown(line)
        {
            heading = Some(title);
            found.titles.push(Sourced::new(title.to_owned(), Source::FirstHeading, Certainty::Exact));
            continue;
        }
        // A line of `=` below makes a heading of the line above.
        if body.len() == 1 && heading.is_none() && line.text.len() >= 3 && line.text.bytes().all(|byte| byte == b'=') {
            heading = body.pop().map(|line| line.text);
            let title = heading.unwrap_or_default().to_owned();
            found.titles.push(Sourced::new(title, Source::FirstHeading, Certainty::Exact));
            continue;
        }
        // What the author is, and where, stands right below the byline.
        if found.authors.iter().any(|author| author.source == Source::Byline)
            && body.len() == n_above_byline.unwrap_or(body.len())
            && let Some(job) = jobs::read(outlets, line.text)
        {
            if let Some(outlet) = job.outlet {
                let certainty = if job.is_sure { Certainty::Likely } else { Certainty::Inferred };
                found.outlet(&outlet.name, Source::Byline, certainty);
            }
            n_header += 1;
            continue;
        }
        let is_open = body.iter().filter(|line| line.text.len() > BODY_BYTES).count() < 1 && body.len() < 6;
        if is_open && line.text.len() < 600 && header::take(outlets, line.text, found) {
            n_header += 1;
            if body.len() > n_above_byline.unwrap_or(1) {
                take_outlet_above(&mut body, outlets, found);
            }
            let has_title = heading.is_some() || is_titled(raw);
            take_people_above(&mut body, has_title, &raw.text, found);
            if found.authors.iter().any(|author| author.source == Source::Byline) {
                n_above_byline.get_or_insert(body.len());
            }
            if n_header == 1 && body.len() == 1 {
                is_title_above = byline::read(outlets, line.text).is_some_and(|byline| !byline.authors.is_empty());
            }
            continue;
        }
        body.push(line);
    }
    let has_title = heading.is_some() || is_titled(raw);
    let rest = body.get(1..).unwrap_or(&[]);
    let is_nobody = |line: &Line<'_>| found.authors.iter().all(|author| !author.value.eq_ignore_ascii_case(line.text));
    if !has_title
        && let Some(first) = body.first()
        && (title::is_heading(first, rest)
            || (is_title_above && is_nobody(first) && title::is_above_byline(first, rest)))
    {
        // Standing between other parts of a page makes a heading of it; alone it may be a subtitle.
        let is_framed = n_header > 0 || kinds.first().is_some_and(Option::is_some);
        let certainty = if is_framed { Certainty::Likely } else { Certainty::Inferred };
        found.titles.push(Sourced::new(first.text.to_owned(), Source::FirstHeading, certainty));
    }
    for line in body.iter().take(3) {
        if let Some(byline) = byline::read_bracketed(outlets, line.text) {
            for name in byline.authors {
                found.author(name, Source::Byline, Certainty::Likely);
            }
            if let Some(outlet) = byline.outlet {
                found.outlet(&outlet, Source::Byline, Certainty::Likely);
            }
            break;
        }
    }
    let dateline =
        body.iter().take(4).filter(|line| line.text.len() > 60).find_map(|line| dateline::read(outlets, line.text));
    if let Some(Dateline { outlet: Some(named), .. }) = &dateline {
        // A wire's report may stand in any paper; another outlet prints its own name only.
        let certainty = if named.outlet.is_wire { Certainty::Inferred } else { Certainty::Likely };
        found.outlet(&named.outlet.name, Source::Dateline, certainty);
    }
    take_credits(raw, outlets, lines, found);
    if n_header == 0 {
        take_footer(outlets, lines, kinds, found);
    }
    dateline
}

/// Takes the last line of `body` for that of the paper if it is the name of one and nothing else:
/// it stands right above a line of metadata.
fn take_outlet_above(body: &mut Vec<&Line<'_>>, outlets: &Outlets, found: &mut Found) {
    let is_name = |line: &&&Line<'_>| {
        line.text.len() <= 60 && byline::is_outlet_like(line.text) && jobs::read(outlets, line.text).is_none()
    };
    if let Some(line) = body.last().filter(is_name) {
        found.outlet(&outlets.resolve(line.text), Source::HeaderLine, Certainty::Inferred);
        body.pop();
    }
}

/// Takes the last line of `body` for a byline if it is but names: it stands right above a line
/// of metadata, such as that of the outlet.
///
/// `Summer Rain` may be a headline: alone at the top of a text without a title the line needs a first name.
fn take_people_above(body: &mut Vec<&Line<'_>>, has_title: bool, text: &str, found: &mut Found) {
    // Who has a byline stands in no line of names besides.
    if found.authors.iter().any(|author| author.source == Source::Byline) {
        return;
    }
    let Some(line) = body.last().filter(|line| line.text.len() <= 120) else { return };
    let people: Option<Vec<String>> = names::split_list(line.text).map(names::person).collect();
    if let Some(people) = people.filter(|people| !people.is_empty()) {
        if let [name] = people.as_slice() {
            let needs_both = body.len() == 1 && !has_title;
            let has_first_name = name.split(' ').next().is_some_and(|first| is_first_name(hash_word(first)));
            let is_one = if needs_both {
                has_first_name && !has_small_word(text, name)
            } else {
                has_first_name || !has_small_word(text, name)
            };
            if !is_one {
                return;
            }
        }
        for name in people {
            found.author(name, Source::Byline, Certainty::Likely);
        }
        body.pop();
    }
}

fn is_titled(raw: &RawArticle) -> bool {
    raw.given.iter().any(|given| given.field == Field::Title)
}

/// True if the beginning of the text has a word of the name in small letters: `the heaviest rain`.
fn has_small_word(text: &str, name: &str) -> bool {
    let folded: Vec<String> = name.split(' ').map(str::to_lowercase).filter(|word| word.len() > 3).collect();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.starts_with(char::is_lowercase));
    words.take(SMALL_WORDS).any(|word| folded.iter().any(|own| own == word))
}

/// Takes in the day of a dateline; one without a year only if an address tells year and month.
pub(super) fn take_day(dateline: &Dateline<'_>, hint: PathDate, found: &mut Found) {
    if let Some(printed) = dateline.date {
        found.date(Some(printed), "dateline", Source::Dateline, Certainty::Likely);
    } else if let (Some((month, day)), Some((year, url_month))) = (dateline.day, hint.month)
        && month == url_month
        && let Some(date) = Date::new(year, month, day)
    {
        found.day(date, Source::Dateline, Certainty::Inferred);
    }
}

fn take_credits(raw: &RawArticle, outlets: &Outlets, lines: &[Line<'_>], found: &mut Found) {
    let credits = credits::read(outlets, &raw.text, lines);
    for name in credits.contributors {
        found.contributor(name, Source::CreditLine, Certainty::Likely);
    }
    for name in credits.reporters {
        found.author(name, Source::CreditLine, Certainty::Likely);
    }
    if let Some(outlet) = credits.outlet {
        found.outlet(&outlet, Source::CreditLine, Certainty::Likely);
    }
}

/// Takes in `Source: …`, `URL: …` and the owner of a copyright line at the end of a text.
fn take_footer(outlets: &Outlets, lines: &[Line<'_>], kinds: &[Option<Kind>], found: &mut Found) {
    let from = lines.len().saturating_sub(6);
    for (line, kind) in lines[from..].iter().zip(&kinds[from..]) {
        if *kind == Some(Kind::Copyright) {
            let mut owner = None;
            aliases::within(outlets, line.text, |named| owner = owner.or(Some(named)));
            if let Some(named) = owner.filter(|named| !named.outlet.is_wire) {
                found.outlet(&named.outlet.name, Source::CreditLine, Certainty::Likely);
            }
        }
    }
}
