//! From the address of a page to the page: what is read, what is asked, and what is shown of it.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{RawQuery, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;

use super::address::Address;
use super::facets::MOST_VALUES;
use super::kwic::Shown;
use super::{article as one_article, compare as comparison, file as original, kwic as concordance, overview as whole};
use super::{families as utterances, quotes as quotation_list, search as article_list, stories as events};
use crate::engine::{By, Facet, FamilyRequest, SearchRequest, StoryRequest};
use crate::index::{Advice, Index, Lookup};
use crate::model::DateRange;
use crate::query::Query;
use crate::serve::params::{Compare, Filters, Kwic, Params, Quotes, Search};
use crate::serve::state::Answer;
use crate::serve::{Problem, State};

/// Wordings of an utterance, and articles of a story, on a page.
const VARIANTS: usize = 50;

/// Articles that are like the one shown.
const SIMILAR: usize = 5;

/// Lines of a concordance on a page.
const LINES: usize = 50;

/// Characters on either side of a match; a wide screen shows about so many.
const WIDTH: usize = 90;

/// Words and quotations of each side of a comparison.
const KEY_WORDS: usize = 25;

/// Most outlets and people that the overview counts.
const OVERVIEW_VALUES: usize = 500;

type Page = Result<Response, Problem>;

/// Articles that match.
pub async fn search(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/", raw.as_deref())?;
    let search = Search::take(&mut params, state.limits())?;
    let is_stacked = params.take_named("stack", &[("outlet", ())])?.is_some();
    params.finish()?;
    state
        .answer(&headers, move |snapshot| {
            let start = Instant::now();
            let index = &snapshot.index;
            let asked = search.filters.asked(snapshot.today);
            let (filters, wrong_dates) = with_dates(&search.filters, snapshot.today)?;
            let mut request = Search { filters, ..search }.request(asked.query.clone(), snapshot.today)?;
            count_all(&mut request);
            let response = index.search(&request)?;
            let layers =
                if is_stacked { article_list::layers(index, &request, &response)? } else { Default::default() };
            let advice = advice(index, &request, response.total)?;
            let view = article_list::SearchView {
                address: &address,
                diagnostics: &asked.diagnostics,
                wrong_dates: wrong_dates.as_deref(),
                response: &response,
                dates: request.dates,
                layers: &layers,
                advice: advice.as_ref(),
                offset: request.offset,
                per_page: request.limit,
                took: start.elapsed(),
            };
            Ok(Answer::html(article_list::page(&view)))
        })
        .await
}

/// Quotations that match.
pub async fn quotes(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/quotes", raw.as_deref())?;
    let asked_for = Quotes::take(&mut params, state.limits())?;
    let by_speaker = params.take_named("group", &[("speaker", true), ("article", false)])?.unwrap_or_default();
    params.finish()?;
    state
        .answer(&headers, move |snapshot| {
            let start = Instant::now();
            let index = &snapshot.index;
            let asked = asked_for.search.filters.asked(snapshot.today);
            let (filters, wrong_dates) = with_dates(&asked_for.search.filters, snapshot.today)?;
            let asked_for = Quotes { search: Search { filters, ..asked_for.search }, ..asked_for };
            let mut request = asked_for.request(asked.query.clone(), snapshot.today)?;
            count_all(&mut request.search);
            let response = index.quotes(&request)?;
            let groups =
                if by_speaker { quotation_list::groups(index, &request, &response)? } else { Default::default() };
            let advice = advice(index, &request.search, response.total)?;
            let view = quotation_list::QuotesView {
                address: &address,
                diagnostics: &asked.diagnostics,
                wrong_dates: wrong_dates.as_deref(),
                response: &response,
                dates: request.search.dates,
                groups: &groups,
                advice: advice.as_ref(),
                offset: request.search.offset,
                per_page: request.search.limit,
                took: start.elapsed(),
            };
            Ok(Answer::html(quotation_list::page(&view)))
        })
        .await
}

/// One article.
pub async fn article(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/article", raw.as_deref())?;
    let search = Search::take(&mut params, state.limits())?;
    let id = params.take("id")?.unwrap_or_default();
    let rank = params.take_number("rank", 1, usize::MAX / 2)?;
    // The list it was opened from may have been shown in other ways.
    params.take("stack")?;
    params.finish()?;
    state
        .answer(&headers, move |snapshot| {
            let index = &snapshot.index;
            let stored = match index.article(&id)? {
                Lookup::Found(stored) => stored,
                Lookup::Ambiguous(ids) => return Ok(Answer::html(one_article::several(&address, &id, &ids))),
                Lookup::Unknown => return Err(Problem::not_found("no article has this id")),
            };
            let asked = search.filters.asked(snapshot.today);
            let (filters, _) = with_dates(&search.filters, snapshot.today)?;
            let request = Search { filters, ..search }.request(asked.query.clone(), snapshot.today)?;
            let (title, text) = index.marks(&asked.query, &stored);
            let neighbours = match rank {
                Some(rank) => one_article::neighbours(index, &request, rank)?,
                None => Default::default(),
            };
            let similar = index.similar(&stored.id, SIMILAR)?.unwrap_or_default();
            let view = one_article::ArticleView {
                address: &address,
                stored: &stored,
                marks: (&title, &text),
                neighbours,
                similar: &similar.hits,
            };
            Ok(Answer::html(one_article::page(&view)))
        })
        .await
}

/// The file of an article.
pub async fn file(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery) -> Page {
    let mut params = Params::of(raw.as_deref())?;
    let id = params.take("id")?.unwrap_or_default();
    params.finish()?;
    let bytes = state
        .ask(move |snapshot| match snapshot.index.article(&id)? {
            Lookup::Found(stored) => original::bytes(&snapshot.index, &stored),
            Lookup::Ambiguous(_) | Lookup::Unknown => Err(Problem::not_found("no article has this id")),
        })
        .await?;
    Ok(original::response(bytes))
}

/// What the archive holds.
pub async fn overview(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/overview", raw.as_deref())?;
    // What is asked on other pages is carried along, so that one gets back to it.
    Filters::take(&mut params)?;
    params.finish()?;
    state
        .answer(&headers, move |snapshot| {
            let index = &snapshot.index;
            let mut request = SearchRequest::new(Query::All);
            count_all(&mut request);
            request.facet_limit = OVERVIEW_VALUES;
            let facets = index.facets(&request)?;
            let outlets = whole::outlets_over_time(index, &facets)?;
            let view = whole::OverviewView {
                address: &address,
                stats: snapshot.stats()?,
                sources: &index.sources()?,
                failures: &index.failures()?,
                facets: &facets,
                outlets: &outlets,
            };
            Ok(Answer::html(whole::page(&view)))
        })
        .await
}

/// Utterances that match: quotations of the same words.
pub async fn families(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/families", raw.as_deref())?;
    let search = Search::take(&mut params, state.limits())?;
    params.finish()?;
    state
        .answer(&headers, move |snapshot| {
            let start = Instant::now();
            let asked = search.filters.asked(snapshot.today);
            let request = search.request(asked.query.clone(), snapshot.today)?;
            let (offset, per_page) = (request.offset, request.limit);
            let request = FamilyRequest { least_outlets: 2, ..FamilyRequest::new(request) };
            let response = snapshot.index.family_list(&request, &mut |_, _| {})?;
            let view = utterances::FamiliesView {
                address: &address,
                diagnostics: &asked.diagnostics,
                response: &response,
                offset,
                per_page,
                took: start.elapsed(),
            };
            Ok(Answer::html(utterances::list(&view)))
        })
        .await
}

/// One utterance in all its wordings.
pub async fn family(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/family", raw.as_deref())?;
    let search = Search::take(&mut params, state.limits())?;
    let id = params.take("id")?.unwrap_or_default();
    params.finish()?;
    state
        .answer(&headers, move |snapshot| {
            let limit = search.limit.unwrap_or(VARIANTS);
            match snapshot.index.family_detail(&id, search.offset, limit, &mut |_, _| {})? {
                Some(detail) => Ok(Answer::html(utterances::one(&address, &detail, search.offset, limit))),
                None => Err(Problem::not_found("no utterance has this id")),
            }
        })
        .await
}

/// Stories that match: articles about one event.
pub async fn stories(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/stories", raw.as_deref())?;
    let search = Search::take(&mut params, state.limits())?;
    params.finish()?;
    state
        .answer(&headers, move |snapshot| {
            let start = Instant::now();
            let asked = search.filters.asked(snapshot.today);
            let request = search.request(asked.query.clone(), snapshot.today)?;
            let (offset, per_page) = (request.offset, request.limit);
            let response = snapshot.index.story_list(&StoryRequest::new(request), &mut |_, _| {})?;
            let view = events::StoriesView {
                address: &address,
                diagnostics: &asked.diagnostics,
                response: &response,
                offset,
                per_page,
                took: start.elapsed(),
            };
            Ok(Answer::html(events::list(&view)))
        })
        .await
}

/// One story.
pub async fn story(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/story", raw.as_deref())?;
    let search = Search::take(&mut params, state.limits())?;
    let id = params.take("id")?.unwrap_or_default();
    params.finish()?;
    state
        .answer(&headers, move |snapshot| {
            let limit = search.limit.unwrap_or(VARIANTS);
            match snapshot.index.story_detail(&id, (search.offset, limit), None, &mut |_, _| {})? {
                Some(detail) => Ok(Answer::html(events::one(&address, &detail, search.offset, limit))),
                None => Err(Problem::not_found("no story has this id")),
            }
        })
        .await
}

/// Matches in their surroundings.
pub async fn kwic(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/kwic", raw.as_deref())?;
    let kwic = Kwic::take(&mut params, state.limits())?;
    params.finish()?;
    state
        .answer(&headers, move |snapshot| {
            let start = Instant::now();
            let index = &snapshot.index;
            let asked = kwic.filters.asked(snapshot.today);
            let mut request = kwic.request(asked.query.clone(), snapshot.today)?;
            if address.get("limit").is_none() {
                request.search.limit = LINES;
            }
            if address.get("width").is_none() {
                request.width = WIDTH;
            }
            let response = if asked.query.asks_words() { Some(index.concordance(&request)?) } else { None };
            let total = response.as_ref().map_or(1, |response| response.total);
            let advice = advice(index, &request.search, total)?;
            let view = concordance::KwicView {
                address: &address,
                diagnostics: &asked.diagnostics,
                shown: Shown::of(&request),
                response: response.as_ref(),
                advice: advice.as_ref(),
                offset: request.search.offset,
                per_page: request.search.limit,
                took: start.elapsed(),
            };
            Ok(Answer::html(concordance::page(&view)))
        })
        .await
}

/// Two sets of articles.
pub async fn compare(Shared(state): Shared<Arc<State>>, RawQuery(raw): RawQuery, headers: HeaderMap) -> Page {
    let (address, mut params) = read("/compare", raw.as_deref())?;
    let compare = Compare::take(&mut params, state.limits())?;
    params.finish()?;
    state
        .answer(&headers, move |snapshot| {
            let start = Instant::now();
            let (a, b, mut request) = compare.request(snapshot.today)?;
            if address.get("limit").is_none() {
                request.limit = KEY_WORDS;
            }
            let has_both = !compare.a.trim().is_empty() && !compare.b.trim().is_empty();
            let response = if has_both { Some(snapshot.index.compare(&request)?) } else { None };
            let examples = match has_both {
                true => Vec::new(),
                false => comparison::examples(&snapshot.index, snapshot.stats()?.dates)?,
            };
            let view = comparison::CompareView {
                address: &address,
                diagnostics: [&a.diagnostics, &b.diagnostics],
                response: response.as_ref(),
                examples: &examples,
                took: start.elapsed(),
            };
            Ok(Answer::html(comparison::page(&view)))
        })
        .await
}

/// The address as its page shows and changes it, and its parameters.
fn read(path: &str, raw: Option<&str>) -> Result<(Address, Params), Problem> {
    let params = Params::of(raw)?;
    let address = Address::of(path, params.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())));
    Ok((address, params))
}

/// The filters, and why their dates are left out where these are wrong: the page says so beside them,
/// and shows what there is without.
fn with_dates(filters: &Filters, today: crate::model::Date) -> Result<(Filters, Option<String>), Problem> {
    match filters.request(Query::All, today) {
        Ok(_) => Ok((filters.clone(), None)),
        Err(problem) if matches!(problem.parameter.as_deref(), Some("from" | "to")) => {
            Ok((Filters { from: None, to: None, ..filters.clone() }, Some(problem.detail)))
        }
        Err(problem) => Err(problem),
    }
}

/// Asks for everything that a page counts beside its results.
fn count_all(request: &mut SearchRequest) {
    request.facets = Facet::ALL.to_vec();
    request.by = By::Day;
    request.facet_limit = MOST_VALUES;
}

fn advice(index: &Index, request: &SearchRequest, total: u64) -> Result<Option<Advice>, Problem> {
    if total > 0 {
        return Ok(None);
    }
    // A request that nothing limits but its dates has nothing to be advised of.
    let is_open = request.query == Query::All && request.dates != DateRange::default();
    Ok(if is_open { None } else { Some(index.advise(request)?) })
}
