//! The file that an article was read from, as it lies there.
//!
//! What is asked for is an article, by its id; the index says which file that is. What comes back can
//! do nothing in a browser: text of any kind is shown as plain text, everything else is saved.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::index::{Index, StoredArticle};
use crate::serve::Problem;

/// Largest file that is handed over; of a larger one the page names the place.
const MOST_BYTES: u64 = 32 << 20;

/// How much of a file is looked at to tell text from other things.
const SAMPLE: usize = 64 << 10;

/// The bytes of the file.
///
/// # Errors
/// 404 if the article came from no file of its own (a member of a container, a program), or if the
/// file is gone; 422 if it is too large.
pub fn bytes(index: &Index, stored: &StoredArticle) -> Result<Vec<u8>, Problem> {
    let gone = || {
        Problem::not_found("the file of this article cannot be read")
            .advising("it may lie in a container, or have gone since it was indexed; its text is kept in the index")
    };
    let sources = index.sources()?;
    let source = sources.iter().find(|source| source.name == stored.source).filter(|source| !source.root.is_empty());
    let root = Path::new(&source.ok_or_else(gone)?.root);
    let is_below = stored.article.path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    let path = if root.is_file() { root.to_owned() } else { root.join(&stored.article.path) };
    if !is_below || !path.is_file() {
        return Err(gone());
    }
    let file = File::open(&path).map_err(|_| gone())?;
    let mut bytes = Vec::new();
    // One byte more tells a file that grows from one that fits.
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|_| gone())?;
    if bytes.len() as u64 > MOST_BYTES {
        let most = MOST_BYTES >> 20;
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, format!("the file has more than {most} MiB")));
    }
    Ok(bytes)
}

/// The bytes as an answer that a browser shows as text or saves.
pub fn response(bytes: Vec<u8>) -> Response {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let is_text = !sample.contains(&0)
        && match std::str::from_utf8(sample) {
            Ok(_) => true,
            // The sample may end within a character.
            Err(error) => error.error_len().is_none(),
        };
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if is_text {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    } else {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
        headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], want: &str, is_saved: bool) {
        let response = response(bytes.to_vec());
        assert_eq!(response.headers()[header::CONTENT_TYPE], want);
        assert_eq!(response.headers().contains_key(header::CONTENT_DISPOSITION), is_saved);
    }

    #[test]
    fn a_page_is_shown_as_its_text_and_nothing_runs() {
        check(b"<script>alert(1)</script>", "text/plain; charset=utf-8", false);
        check("é".repeat(SAMPLE).as_bytes(), "text/plain; charset=utf-8", false);
        check(&[b"a".as_slice(), "é".repeat(SAMPLE).as_bytes()].concat(), "text/plain; charset=utf-8", false);
    }

    #[test]
    fn what_is_no_text_is_saved() {
        check(b"%PDF-1.7\0", "application/octet-stream", true);
        check(&[0xff, 0xfe, b'a', 0], "application/octet-stream", true);
        check(&[0xe9, b' ', b'a'], "application/octet-stream", true);
    }
}
