//! The pages: HTML made by functions, in which text is escaped.
//!
//! `handlers/` reads addresses and asks the index; every other file here makes markup of answers and
//! knows nothing of requests. What pages link to is an `address::Address` of their own with a little
//! changed. They work wholly without a script; `assets/page.js` asks for the same pages and puts
//! their parts in place.
//!
//! **Invariant:** no `PreEscaped` text, no style and no script in a page but for the one sheet of the program, whose
//! hash the policy of [`super::guard`] has (it would not apply another), and nothing from an article becomes an address: articles
//! and people are linked to by their names on this server.

mod address;
mod article;
mod body;
mod check;
mod compare;
mod facets;
mod families;
mod file;
mod framed;
mod handlers;
mod kwic;
mod layout;
mod list;
mod origin;
mod overview;
mod parts;
mod quotes;
mod search;
mod stories;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use maud::Markup;

use super::{Problem, State};

/// All pages.
pub fn router() -> Router<Arc<State>> {
    Router::new()
        .route("/", get(handlers::search))
        .route("/quotes", get(handlers::quotes))
        .route("/article", get(handlers::article))
        .route("/file", get(handlers::file))
        .route("/overview", get(handlers::overview))
        .route("/families", get(handlers::families))
        .route("/family", get(handlers::family))
        .route("/stories", get(handlers::stories))
        .route("/story", get(handlers::story))
        .route("/kwic", get(handlers::kwic))
        .route("/compare", get(handlers::compare))
        .route("/check", get(handlers::check).post(handlers::checked))
}

/// A problem as a page.
pub fn problem(problem: &Problem) -> Markup {
    article::message(problem)
}
