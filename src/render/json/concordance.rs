//! Concordances: lines, groups and collocates.

use std::io::{self, Write};

use serde::Serialize;

use super::hits::{Asked, Head};
use super::{finite_wide, write_alone, write_line};
use crate::engine::{Collocate, ConcordanceResponse, Group, Line};
use crate::query::Place;
use crate::render::{CodePoints, Style};

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct ConcordanceRecord<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Vec<LineRecord<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<GroupRecord<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collocates: Option<Vec<CollocateRecord<'a>>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct LineRecord<'a> {
    rank: usize,
    article: &'a str,
    title: Option<&'a str>,
    outlet: Option<&'a str>,
    date: Option<String>,
    date_certainty: Option<&'static str>,
    url: Option<&'a str>,
    place: &'static str,
    left: &'a str,
    text: &'a str,
    right: &'a str,
    start: usize,
    end: usize,
    highlights: Vec<[usize; 2]>,
    quoted: bool,
    speaker: Option<&'a str>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct GroupRecord<'a> {
    words: &'a str,
    count: u64,
    articles: u64,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct CollocateRecord<'a> {
    word: &'a str,
    count: u64,
    left: u64,
    right: u64,
    frequency: u64,
    expected: f64,
    log_likelihood: f64,
    log_dice: f64,
}

/// Which of the lists of a concordance were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// The lines.
    Lines,
    /// What stands beside the matches.
    Groups,
    /// The words near the matches.
    Collocates,
}

/// Writes a whole concordance as one line of JSON, with the list that was asked for.
pub fn concordance(
    out: &mut dyn Write,
    style: &Style,
    asked: &Asked<'_>,
    response: &ConcordanceResponse,
    listed: Listed,
) -> io::Result<()> {
    let record = ConcordanceRecord {
        head: asked.head(response.total, Some(response.articles)),
        lines: (listed == Listed::Lines).then(|| response.lines.iter().map(line).collect()),
        groups: (listed == Listed::Groups).then(|| response.groups.iter().map(group).collect()),
        collocates: (listed == Listed::Collocates).then(|| response.collocates.iter().map(collocate).collect()),
    };
    write_line(out, style, &record)
}

/// Writes the lists of a concordance alone, one line of JSON for each element.
pub fn concordance_lines(out: &mut dyn Write, style: &Style, response: &ConcordanceResponse) -> io::Result<()> {
    for record in response.lines.iter().map(line) {
        write_alone(out, style, &record)?;
    }
    for record in response.groups.iter().map(group) {
        write_alone(out, style, &record)?;
    }
    for record in response.collocates.iter().map(collocate) {
        write_alone(out, style, &record)?;
    }
    Ok(())
}

fn line(line: &Line) -> LineRecord<'_> {
    let points = CodePoints::of(&line.text);
    LineRecord {
        rank: line.rank,
        article: &line.article,
        title: line.title.as_deref(),
        outlet: line.outlet.as_deref(),
        date: line.date.map(|(date, _)| date.to_string()),
        date_certainty: line.date.map(|(_, certainty)| certainty.name()),
        url: line.url.as_deref(),
        place: place_name(line.place),
        left: &line.left,
        text: &line.text,
        right: &line.right,
        start: line.start,
        end: line.end,
        highlights: line.highlights.iter().map(|&span| points.span(span)).collect(),
        quoted: line.quoted,
        speaker: line.speaker.as_deref(),
    }
}

/// `title` or `text`.
pub(in crate::render) fn place_name(place: Place) -> &'static str {
    match place {
        Place::Title => "title",
        Place::Text => "text",
    }
}

fn group(group: &Group) -> GroupRecord<'_> {
    GroupRecord { words: &group.words, count: group.count, articles: group.articles }
}

fn collocate(found: &Collocate) -> CollocateRecord<'_> {
    CollocateRecord {
        word: &found.word,
        count: found.count,
        left: found.left,
        right: found.count - found.left,
        frequency: found.frequency,
        expected: finite_wide(found.expected),
        log_likelihood: finite_wide(found.log_likelihood),
        log_dice: finite_wide(found.log_dice),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Certainty, Date, Span};

    fn sample() -> ConcordanceResponse {
        ConcordanceResponse {
            total: 7,
            articles: 2,
            lines: vec![Line {
                rank: 1,
                article: "a.txt".to_owned(),
                title: None,
                outlet: Some("Gazette".to_owned()),
                date: Date::new(2020, 7, 11).map(|date| (date, Certainty::Likely)),
                url: None,
                place: Place::Text,
                left: "the “".to_owned(),
                text: "élan of a vital".to_owned(),
                right: "”".to_owned(),
                start: 5,
                end: 20,
                highlights: vec![Span::of(0, 5), Span::of(11, 16)],
                quoted: true,
                speaker: Some("Jane Roe".to_owned()),
            }],
            ..ConcordanceResponse::default()
        }
    }

    const LINE: &str = concat!(
        r#""rank":1,"article":"a.txt","title":null,"outlet":"Gazette","date":"2020-07-11","date_certainty":"likely","#,
        r#""url":null,"place":"text","left":"the “","text":"élan of a vital","right":"”","start":5,"end":20,"#,
        r#""highlights":[[0,4],[10,15]],"quoted":true,"speaker":"Jane Roe""#,
    );

    #[test]
    fn lines_have_their_keys_in_order_and_count_code_points() {
        let mut out = Vec::new();
        concordance_lines(&mut out, &Style::default(), &sample()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("{{\"version\":1,{LINE}}}\n"));
    }

    #[test]
    fn an_answer_has_the_list_that_was_asked_for() {
        let asked = Asked { query: "elan", searched: "elan", took_ms: 1.0, ..Asked::default() };
        let mut out = Vec::new();
        concordance(&mut out, &Style::default(), &asked, &sample(), Listed::Lines).unwrap();
        let head =
            r#"{"version":1,"query":"elan","searched":"elan","relaxed":false,"total":7,"articles":2,"took_ms":1.0"#;
        assert_eq!(String::from_utf8(out).unwrap(), format!("{head},\"lines\":[{{{LINE}}}]}}\n"));

        let groups = vec![Group { words: "hunt".to_owned(), count: 3, articles: 2 }];
        let mut out = Vec::new();
        let response = ConcordanceResponse { groups, lines: Vec::new(), ..sample() };
        concordance(&mut out, &Style::default(), &asked, &response, Listed::Groups).unwrap();
        let want = format!("{head},\"groups\":[{{\"words\":\"hunt\",\"count\":3,\"articles\":2}}]}}\n");
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }
}
