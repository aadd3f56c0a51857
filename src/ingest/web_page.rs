//! Files of web pages, and pages saved in one file with all that they show (MHTML).

use std::borrow::Cow;
use std::io::Read;

use super::exports;
use super::fields::Fields;
use super::html::{self, Page};
use super::run::{Place, Run, Stop};
use super::text::read_whole;
use crate::model::{Field, Source};

/// Reads a page.
pub(super) fn read(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    let bytes = read_whole(input)?;
    if let Some((text, export)) = exports::of_page(&bytes) {
        return exports::hand_on(run, &text, export);
    }
    run.whole(&bytes, Source::Text, |run| {
        let page = html::read(&bytes, None, address(run));
        fields(run, page).map(Ok)
    })
}

/// Reads a page in MHTML.
pub(super) fn read_mhtml(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    let bytes = read_whole(input)?;
    run.whole(&bytes, Source::Text, |run| {
        let Some(saved) = html::unpack(&bytes) else {
            return Ok(Err("is not MHTML, or has no page in it".to_owned()));
        };
        let address = address(run).or(saved.url.as_deref());
        let page = html::read(&saved.html, saved.charset.as_deref(), address);
        fields(run, page).map(Ok)
    })
}

/// The address that a manifest gives for the page.
fn address<'r>(run: &Run<'r>) -> Option<&'r str> {
    let given = run.about.rows.iter().flat_map(|row| &row.given).chain(run.about.named);
    given.filter(|one| one.field == Field::Url).map(|one| one.value.as_str()).next()
}

fn fields(run: &mut Run<'_>, page: Page) -> Result<Fields<'static>, Stop> {
    if let Some(warning) = page.warning {
        run.warn(Place::File, warning.to_owned())?;
    }
    let mut fields = Fields::default();
    fields.set_text(Cow::Owned(page.text));
    fields.state(page.given);
    Ok(fields)
}
