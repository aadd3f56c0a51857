//! Styles, scripts and icons, which are part of the program.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;

use super::State;
use super::state::matches;

/// A file of the pages.
struct Asset {
    /// Where it is served.
    path: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
}

const ASSETS: &[Asset] = &[
    Asset {
        path: "/assets/style.css",
        content_type: "text/css; charset=utf-8",
        bytes: include_bytes!("assets/style.css"),
    },
    Asset {
        path: "/assets/page.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("assets/page.js"),
    },
    Asset { path: "/assets/icon.svg", content_type: "image/svg+xml", bytes: include_bytes!("assets/icon.svg") },
    // What a browser asks for beside a file, which has no head that names an icon.
    Asset { path: "/favicon.ico", content_type: "image/svg+xml", bytes: include_bytes!("assets/icon.svg") },
];

/// One route for each.
pub fn router() -> Router<Arc<State>> {
    ASSETS.iter().fold(Router::new(), |router, asset| {
        router.route(asset.path, get(async move |headers: HeaderMap| response(asset, &headers)))
    })
}

fn response(asset: &'static Asset, headers: &HeaderMap) -> Response {
    let tag = format!("\"{:x}\"", xxhash_rust::xxh3::xxh3_64(asset.bytes));
    let is_known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| matches(known, &tag));
    let mut response = Response::new(if is_known { Body::empty() } else { Body::from(asset.bytes) });
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    }
    // Asked again each time, as another version of the program may have others.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
