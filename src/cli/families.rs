//! `search quotes --families` and `--altered`: quotations by utterance.

use news_search::Index;
use news_search::engine::{AlteredResponse, FamilyRequest, FamilyResponse};
use news_search::render::{csv, json, plain};

use super::ask::Asked;
use super::format::ListFormat;
use super::groups::{self, Listed};
use super::outcome::{Failed, Status};
use super::ui::Ui;

/// Lists families.
pub fn list(
    index: &Index,
    asked: &Asked,
    mut request: FamilyRequest,
    format: ListFormat,
    ui: &Ui,
) -> Result<Status, Failed> {
    let (offset, style) = (request.search.offset, ui.style());
    let (status, _) = groups::list(
        asked,
        offset,
        ui,
        |query, progress| {
            request.search.query = query.clone();
            index.family_list(&request, progress)
        },
        |FamilyResponse { total, notes, hits, .. }| {
            let nouns = ("family", "families");
            Listed { total: *total, notes, shown: hits.len(), nouns }
        },
        |out, answer| {
            let response = &answer.response;
            match format {
                ListFormat::Text => plain::families(out, style, &response.hits),
                ListFormat::Json => json::families(out, style, &answer.told(None, asked), response),
                ListFormat::Jsonl => json::family_lines(out, style, &response.hits),
                ListFormat::Csv => csv::families(out, style, &response.hits),
            }
        },
    )?;
    Ok(status)
}

/// Lists wordings that one outlet alone has.
pub fn altered(
    index: &Index,
    asked: &Asked,
    mut request: FamilyRequest,
    format: ListFormat,
    ui: &Ui,
) -> Result<Status, Failed> {
    let (offset, style) = (request.search.offset, ui.style());
    let (status, _) = groups::list(
        asked,
        offset,
        ui,
        |query, progress| {
            request.search.query = query.clone();
            index.altered(&request, progress)
        },
        |AlteredResponse { total, notes, variants, .. }| {
            let nouns = ("wording that differs", "wordings that differ");
            Listed { total: *total, notes, shown: variants.len(), nouns }
        },
        |out, answer| {
            let response = &answer.response;
            match format {
                ListFormat::Text => plain::altered(out, style, &response.variants),
                ListFormat::Json => json::altered(out, style, &answer.told(None, asked), response),
                ListFormat::Jsonl => json::variant_lines(out, style, &response.variants),
                ListFormat::Csv => csv::variants(out, style, &response.variants),
            }
        },
    )?;
    Ok(status)
}
