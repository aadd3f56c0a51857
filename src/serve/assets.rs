//! Styles, scripts and icons, which are part of the program.
//!
//! The style sheet stands in each page: a browser paints nothing before it has the sheet, and would wait for one
//! more answer each time.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

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
        path: "/assets/page.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("assets/page.js"),
    },
    Asset { path: "/assets/icon.svg", content_type: "image/svg+xml", bytes: include_bytes!("assets/icon.svg") },
    // What a browser asks for beside a file, which has no head that names an icon.
    Asset { path: "/favicon.ico", content_type: "image/svg+xml", bytes: include_bytes!("assets/icon.svg") },
];

/// The style sheet without comments and indents.
pub fn style() -> &'static str {
    static STYLE: LazyLock<String> = LazyLock::new(|| compact(include_str!("assets/style.css")));
    &STYLE
}

/// The hash by which a policy tells the style sheet, as `sha256-…`.
pub fn style_hash() -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(style().as_bytes())))
}

fn compact(sheet: &str) -> String {
    let mut parts = sheet.split("/*");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    bare.extend(parts.map(|part| part.split_once("*/").map_or("", |(_, behind)| behind)));
    let lines: Vec<&str> = bare.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_loses_its_comments_and_nothing_else() {
        assert_eq!(compact("/* a */\na {\n  b: c; /* d */\n}\n\n"), "a {\nb: c;\n}");
        assert!(!style().contains("/*") && !style().contains("</"), "it ends with its element");
        assert_eq!(style().matches('{').count(), style().matches('}').count());
    }
}
