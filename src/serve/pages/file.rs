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
use crate::ingest::read_member;
use crate::serve::Problem;

/// Largest file that is handed over; of a larger one the page names the place.
const MOST_BYTES: u64 = 32 << 20;

/// How much of a file is looked at to tell text from other things.
const SAMPLE: usize = 64 << 10;

/// The bytes of the file.
///
/// # Errors
/// 404 if the article came from no file (a program, a record of a web archive), or if the file is gone; 422 if it is
/// too large.
pub fn bytes(index: &Index, stored: &StoredArticle) -> Result<Vec<u8>, Problem> {
    let gone = || {
        Problem::not_found("the file of this article cannot be read")
            .advising("it may lie in a web archive, or have gone since it was indexed; its text is kept in the index")
    };
    let sources = index.sources()?;
    let source = sources.iter().find(|source| source.name == stored.source).filter(|source| !source.root.is_empty());
    let root = Path::new(&source.ok_or_else(gone)?.root);
    let is_below = stored.article.path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if !is_below {
        return Err(gone());
    }
    // One byte more tells a file that grows from one that fits.
    let bytes = whole(root, &stored.article.path, MOST_BYTES + 1).ok_or_else(gone)?;
    if bytes.len() as u64 > MOST_BYTES {
        let most = MOST_BYTES >> 20;
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, format!("the file has more than {most} MiB")));
    }
    Ok(bytes)
}

/// At most `most` bytes of the file at a path below a root, or of the member of a container that it means; a source
/// may be a single file, whose name is its path then.
fn whole(root: &Path, path: &str, most: u64) -> Option<Vec<u8>> {
    let on_disk = |below: &str| match root.is_file() {
        true => (!below.contains('/')).then(|| root.to_owned()),
        false => Some(root.join(below)).filter(|path| path.is_file()),
    };
    if let Some(file) = on_disk(path) {
        let mut bytes = Vec::new();
        File::open(file).ok()?.take(most).read_to_end(&mut bytes).ok()?;
        return Some(bytes);
    }
    // The container is the longest part of the path that is a file.
    let (container, shown) = path.rmatch_indices('/').find_map(|(end, _)| {
        let shown = path.get(..end)?;
        Some((on_disk(shown)?, shown))
    })?;
    read_member(&container, shown, path, most)
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
