//! The file that an article was read from, or its record in a file of many, as it lies there.
//!
//! What is asked for is an article, by its id; the index says which file that is, and by which hash its record is
//! found in it: what comes back is what was indexed, or nothing. It can do nothing in a browser: text of any kind is
//! shown as plain text, a page of a web archive as well, and everything else is saved.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::engine::stop;
use crate::index::{Index, StoredArticle};
use crate::ingest::{MAX_RECORD_BYTES, WantedRecord, read_member, read_record};
use crate::serve::Problem;

/// Largest file that is handed over: the largest that can be one article. Of a larger one a record can be had.
const MOST_BYTES: u64 = MAX_RECORD_BYTES as u64;

/// What of a file is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The article: its record, where the file has several, else the file.
    #[default]
    Article,
    /// The file.
    Whole,
}

impl Part {
    /// Names of the parts in addresses.
    pub const NAMED: [(&str, Part); 2] = [("article", Part::Article), ("file", Part::Whole)];
}

/// How much of a file is looked at to tell text from other things.
const SAMPLE: usize = 64 << 10;

/// The bytes of the file, or of the record.
///
/// # Errors
/// 404 if the article came from no file but a program, or if the file is gone or changed; 422 if it is too large.
pub fn bytes(index: &Index, stored: &StoredArticle, part: Part) -> Result<Vec<u8>, Problem> {
    let gone = || {
        Problem::not_found("the file of this article cannot be read")
            .advising("it may have gone or changed since it was indexed; its text is kept in the index")
    };
    let sources = index.sources()?;
    let source = sources.iter().find(|source| source.name == stored.source).filter(|source| !source.root.is_empty());
    let root = Path::new(&source.ok_or_else(gone)?.root);
    let is_below = stored.article.path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if !is_below {
        return Err(gone());
    }
    let path = &stored.article.path;
    let (file, shown) = on_disk(root, path).ok_or_else(gone)?;
    if part == Part::Article && stored.article.record.is_some() {
        let marks = index.record_marks(stored)?.ok_or_else(gone)?;
        let is_over = || stop::check().is_err();
        let wanted = WantedRecord { context: marks.context, hashes: &marks.hashes, is_over: &is_over };
        return read_record(&file, (shown, path), &wanted, &marks.options, MOST_BYTES).ok_or_else(gone);
    }
    // One byte more tells a file that grows from one that fits.
    let bytes = whole(&file, (shown, path), MOST_BYTES + 1).ok_or_else(gone)?;
    if bytes.len() as u64 > MOST_BYTES {
        let most = MOST_BYTES >> 20;
        let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, format!("the file has more than {most} MiB"));
        return Err(problem.advising("the record of this article can be opened by itself"));
    }
    Ok(bytes)
}

/// The file on the disk at a path below a root, or that which contains it, and its own path below the root; a source
/// may be a single file, whose name is its path then.
fn on_disk<'p>(root: &Path, path: &'p str) -> Option<(PathBuf, &'p str)> {
    let file_at = |below: &str| match root.is_file() {
        true => (!below.contains('/')).then(|| root.to_owned()),
        false => Some(root.join(below)).filter(|path| path.is_file()),
    };
    // A container is the longest part of the path that is a file.
    let ends = std::iter::once(path.len()).chain(path.rmatch_indices('/').map(|(end, _)| end));
    ends.filter_map(|end| path.get(..end)).find_map(|shown| Some((file_at(shown)?, shown)))
}

/// At most `most` bytes of a file, or of the member of it that the path means.
fn whole(file: &Path, (shown, path): (&str, &str), most: u64) -> Option<Vec<u8>> {
    if shown != path {
        return read_member(file, shown, path, most);
    }
    let mut bytes = Vec::new();
    File::open(file).ok()?.take(most).read_to_end(&mut bytes).ok()?;
    Some(bytes)
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
