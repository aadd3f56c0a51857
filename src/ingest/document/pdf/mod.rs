//! PDF: the text that it holds as text. What was scanned has none, and says so.

#[cfg(feature = "pdf")]
mod furniture;
#[cfg(feature = "pdf")]
mod harmless;
#[cfg(feature = "pdf")]
mod lines;
#[cfg(feature = "pdf")]
mod packed;
#[cfg(feature = "pdf")]
mod paragraphs;
#[cfg(feature = "pdf")]
mod widths;

#[cfg(feature = "pdf")]
use std::collections::HashSet;

#[cfg(feature = "pdf")]
use pdf_extract::{Object, ObjectId};

use super::Document;

/// Reads the text layer.
#[cfg(feature = "pdf")]
pub fn read(bytes: &[u8]) -> Result<Document, String> {
    use crate::model::{Field, Source};
    if memchr::memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_none() {
        return Err("is no PDF".to_owned());
    }
    let (pages, title) = super::guard::run(bytes, |bytes| {
        let mut file = packed::load(bytes, explain)?;
        if file.is_encrypted() {
            // Many are encrypted so that they cannot be changed, and open without a password.
            file.decrypt("").map_err(|error| explain(&error))?;
        }
        let emptied = packed::empty_large_parts(&mut file);
        harmless::make_harmless(&mut file);
        widths::spell_out(&mut file);
        let pages = file.get_pages();
        let read = |(number, id): (&u32, &ObjectId)| is_readable(&file, *id, &emptied).then(|| page(&file, *number));
        Ok((pages.iter().map(|page| read(page).flatten()).collect::<Vec<_>>(), title(&file)))
    })?;
    let unread: Vec<usize> = (1..).zip(&pages).filter(|(_, page)| page.is_none()).map(|(number, _)| number).collect();
    let n_pages = pages.len();
    let mut pages: Vec<_> = pages.into_iter().map(Option::unwrap_or_default).collect();
    let address = furniture::take_out(&mut pages, title.as_deref());
    let text = paragraphs::joined(pages);
    if text.trim().is_empty() {
        return Err(if unread.is_empty() {
            "has no text: it is a scan or a picture, which a program for that (OCR) would have to read first".to_owned()
        } else {
            "is damaged, or made in a way that cannot be read".to_owned()
        });
    }
    let mut document = Document { text, ..Document::default() };
    if !unread.is_empty() {
        document.warning = Some(format!("{} could not be read", named(&unread, n_pages)));
    }
    if let Some(address) = address {
        document.state(Field::Url, address, Source::HeaderLine);
    }
    if let Some(title) = title.filter(|title| !is_made_up(title)) {
        document.state(Field::Title, title, Source::MetaTag);
    }
    Ok(document)
}

/// Whether a page draws no more than may be taken in.
#[cfg(feature = "pdf")]
fn is_readable(file: &pdf_extract::Document, page: ObjectId, emptied: &HashSet<ObjectId>) -> bool {
    let contents = file.get_page_contents(page);
    let parts = contents.iter().filter_map(|id| file.get_object(*id).and_then(Object::as_stream).ok());
    !contents.iter().any(|id| emptied.contains(id)) && packed::is_drawable(parts)
}

/// The lines of a page, counted from 1; `None` if it cannot be read, which leaves the others.
#[cfg(feature = "pdf")]
fn page(file: &pdf_extract::Document, number: u32) -> Option<Vec<lines::Line>> {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    let read = || {
        let mut output = lines::Lines::default();
        pdf_extract::output_doc_page(file, &mut output, number).is_ok().then(|| output.finish())
    };
    catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}

/// Which pages: `page 3 of 12`, `pages 3, 4, 7 of 12`; of many the first.
#[cfg(feature = "pdf")]
fn named(pages: &[usize], n_pages: usize) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = pages.iter().take(SHOWN).map(usize::to_string).collect();
    let (word, shown) = (if pages.len() == 1 { "page" } else { "pages" }, shown.join(", "));
    match pages.len().saturating_sub(SHOWN) {
        0 => format!("{word} {shown} of {n_pages}"),
        more => format!("{word} {shown} and {more} more of {n_pages}"),
    }
}

/// Reads nothing: there is no reader in this program.
#[cfg(not(feature = "pdf"))]
pub fn read(_: &[u8]) -> Result<Document, String> {
    Err("is a PDF, and this program was built without the feature `pdf`".to_owned())
}

#[cfg(feature = "pdf")]
fn explain(error: &pdf_extract::Error) -> String {
    let error = error.to_string();
    let lower = error.to_lowercase();
    if lower.contains("encrypt") || lower.contains("password") || lower.contains("decrypt") {
        return "is protected by a password".to_owned();
    }
    let short: String = error.chars().take(120).map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("is damaged or no PDF ({short})")
}

/// The title that the file states.
#[cfg(feature = "pdf")]
fn title(document: &pdf_extract::Document) -> Option<String> {
    let info = document.trailer.get(b"Info").ok()?;
    let info = match info {
        Object::Reference(id) => document.get_object(*id).ok()?.as_dict().ok()?,
        other => other.as_dict().ok()?,
    };
    let raw = info.get(b"Title").ok()?.as_str().ok()?;
    let title = Document::decode(raw, Some("windows-1252"));
    let title = title.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

/// Whether a program made this title up of a file's name.
#[cfg(feature = "pdf")]
fn is_made_up(title: &str) -> bool {
    let lower = title.to_lowercase();
    lower.starts_with("microsoft word")
        || lower.starts_with("untitled")
        || [".doc", ".docx", ".pdf", ".indd", ".qxd", ".rtf", ".txt"].iter().any(|ending| lower.ends_with(ending))
        || !title.contains(' ')
}

#[cfg(all(test, feature = "pdf"))]
mod tests;
