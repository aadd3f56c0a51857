//! The pages: HTML made by functions, in which text is escaped.
//!
//! **Invariant:** no `PreEscaped` text that did not come from this file's own constants, no style and
//! no script in a page (the policy of [`super::guard`] would not run them), and every address from
//! an article is looked at before it becomes a link.

use std::sync::Arc;

use axum::Router;
use axum::extract::{RawQuery, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use maud::{DOCTYPE, Markup, html};

use super::params::{Params, Search};
use super::state::Answer;
use super::{Problem, State};

/// All pages.
pub fn router() -> Router<Arc<State>> {
    Router::new().route("/", get(home))
}

/// What every page has around it.
pub fn layout(title: &str, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/assets/style.css";
                script src="/assets/page.js" defer {}
            }
            body { (body) }
        }
    }
}

/// A problem as a page.
pub fn problem(problem: &Problem) -> Markup {
    let body = html! {
        main {
            h1 { (problem.title()) }
            p { (problem.detail) }
            @if let Some(advice) = &problem.advice {
                p { (advice) }
            }
            p { a href="/" { "Search" } }
        }
    };
    layout(problem.title(), body)
}

async fn home(
    Shared(state): Shared<Arc<State>>,
    RawQuery(params): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut params = Params::of(params.as_deref())?;
    let search = Search::take(&mut params, state.limits())?;
    params.finish()?;
    state
        .answer(&headers, move |snapshot| {
            let asked = search.filters.asked(snapshot.today);
            let response = snapshot.index.search(&search.request(asked.query.clone(), snapshot.today)?)?;
            let body = html! {
                main {
                    form action="/" {
                        input type="search" name="q" value=(search.filters.q) aria-label="Search";
                        button { "Search" }
                    }
                    p { (response.total) " of " (response.articles) " articles" }
                    ol {
                        @for hit in &response.hits {
                            li { (hit.title.as_deref().unwrap_or(&hit.id)) }
                        }
                    }
                }
            };
            Ok(Answer::html(layout("Search", body)))
        })
        .await
}
