//! Stories.

use std::io::{self, Write};

use serde::Serialize;

use super::hits::{Asked, Head};
use super::{write_alone, write_line};
use crate::engine::{Story, StoryArticle, StoryDetail, StoryResponse};
use crate::render::Style;

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct StoriesRecord<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    stories: Vec<StoryRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct CountRecord<'a> {
    value: &'a str,
    count: u64,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct StoryRecord<'a> {
    rank: usize,
    id: &'a str,
    title: Option<&'a str>,
    article: &'a str,
    articles: u64,
    matching: u64,
    outlets: Vec<CountRecord<'a>>,
    without_outlet: u64,
    first_date: Option<String>,
    last_date: Option<String>,
    speakers: Vec<CountRecord<'a>>,
    utterances: u64,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    members: &'a [String],
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = StoryDetailRecord))]
pub(crate) struct DetailRecord<'a> {
    story: StoryRecord<'a>,
    timeline: Vec<ArticleRecord<'a>>,
    absent: Vec<AbsentRecord<'a>>,
    matrix: MatrixRecord<'a>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = StoryArticleRecord))]
pub(crate) struct ArticleRecord<'a> {
    id: &'a str,
    title: Option<&'a str>,
    outlet: Option<&'a str>,
    date: Option<String>,
    date_certainty: Option<&'static str>,
    url: Option<&'a str>,
    utterances: u64,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct AbsentRecord<'a> {
    outlet: &'a str,
    articles: Option<u64>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct MatrixRecord<'a> {
    outlets: Vec<Option<&'a str>>,
    utterances: Vec<RowRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct RowRecord<'a> {
    family: &'a str,
    text: &'a str,
    speaker: Option<&'a str>,
    cells: Vec<CellRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct CellRecord<'a> {
    quotations: u64,
    quote: Option<&'a str>,
    fidelity: Option<&'static str>,
    differs: bool,
}

/// Writes a list of stories as one line of JSON.
pub fn stories(out: &mut dyn Write, style: &Style, asked: &Asked<'_>, response: &StoryResponse) -> io::Result<()> {
    let stories = response.hits.iter().map(story_record).collect();
    write_line(out, style, &StoriesRecord { head: asked.head(response.total, None), stories })
}

/// Writes stories alone, one line of JSON each.
pub fn story_lines(out: &mut dyn Write, style: &Style, stories: &[Story]) -> io::Result<()> {
    stories.iter().try_for_each(|story| write_alone(out, style, &story_record(story)))
}

/// Writes a story with its timeline and matrix as one line of JSON.
pub fn story(out: &mut dyn Write, style: &Style, detail: &StoryDetail) -> io::Result<()> {
    let rows = detail.utterances.iter().map(|row| RowRecord {
        family: &row.family,
        text: &row.text,
        speaker: row.speaker.as_deref(),
        cells: row
            .cells
            .iter()
            .map(|cell| CellRecord {
                quotations: cell.as_ref().map_or(0, |cell| cell.quotations),
                quote: cell.as_ref().map(|cell| cell.quote.as_str()),
                fidelity: cell.as_ref().map(|cell| cell.fidelity.name()),
                differs: cell.as_ref().is_some_and(|cell| cell.differs),
            })
            .collect(),
    });
    let record = DetailRecord {
        story: story_record(&detail.story),
        timeline: detail.timeline.iter().map(article_record).collect(),
        absent: detail
            .absent
            .iter()
            .map(|(outlet, articles)| AbsentRecord { outlet, articles: detail.story.dates.map(|_| *articles) })
            .collect(),
        matrix: MatrixRecord {
            outlets: detail.columns.iter().map(Option::as_deref).collect(),
            utterances: rows.collect(),
        },
    };
    write_alone(out, style, &record)
}

fn counts(counts: &[(String, u64)]) -> Vec<CountRecord<'_>> {
    counts.iter().map(|(value, count)| CountRecord { value, count: *count }).collect()
}

fn story_record(story: &Story) -> StoryRecord<'_> {
    StoryRecord {
        rank: story.rank,
        id: &story.id,
        title: story.title.as_deref(),
        article: &story.article,
        articles: story.articles,
        matching: story.matching,
        outlets: counts(&story.outlets),
        without_outlet: story.without_outlet,
        first_date: story.dates.map(|(first, _)| first.to_string()),
        last_date: story.dates.map(|(_, last)| last.to_string()),
        speakers: counts(&story.speakers),
        utterances: story.utterances,
        members: &story.members,
    }
}

fn article_record(article: &StoryArticle) -> ArticleRecord<'_> {
    ArticleRecord {
        id: &article.id,
        title: article.title.as_deref(),
        outlet: article.outlet.as_deref(),
        date: article.date.map(|(date, _)| date.to_string()),
        date_certainty: article.date.map(|(_, certainty)| certainty.name()),
        url: article.url.as_deref(),
        utterances: article.utterances,
    }
}
