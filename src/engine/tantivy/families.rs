//! What families of quotations need of a reader: which quotations match, and what columns know of
//! a quotation.

use rustc_hash::FxHashSet;

use super::reader::{Address, Reader};
use super::schema::UNKNOWN;
use super::segment::{NOBODY, text_of};
use crate::engine::{SearchRequest, Sort};
use crate::error::{Error, Result};
use crate::model::Date;
use crate::stories::{Frequencies, term_of};

/// Documents by segment and number, and what to tell the user of names.
type Matched = (FxHashSet<(u32, u32)>, Vec<String>);

impl Reader {
    /// The quotations that match: the addresses of their documents, and what to tell the user.
    pub fn matched_quotations(&self, search: &SearchRequest) -> Result<Matched> {
        let (parts, notes) = self.all_quotations(search)?;
        Ok((addresses(parts), notes))
    }

    /// The articles that match, by their addresses, and what to tell the user.
    pub fn matched_articles(&self, search: &SearchRequest) -> Result<Matched> {
        let all =
            SearchRequest { sort: Sort::Newest, offset: 0, limit: usize::MAX, facets: Vec::new(), ..search.clone() };
        let (parts, notes) = self.collect_all(&all, usize::MAX)?;
        let docs = parts.into_iter().map(|part| part.best.into_iter().map(|kept| kept.doc.0).collect());
        Ok((addresses(docs.collect()), notes))
    }

    /// How many articles have each word, deleted ones included.
    pub fn body_frequencies(&self) -> Result<Frequencies> {
        let mut frequencies = Frequencies { articles: self.articles, ..Frequencies::default() };
        for segment in &self.segments {
            let inverted = segment.inverted(self.fields.body)?;
            let mut stream = inverted.terms().stream().map_err(Error::engine("listing the words"))?;
            while stream.advance() {
                *frequencies.counts.entry(term_of(stream.key())).or_default() += stream.value().doc_freq;
            }
        }
        Ok(frequencies)
    }

    /// Outlet and date of an article, from columns.
    pub fn glance(&self, address: Address) -> Result<(Option<String>, Option<Date>)> {
        let segment = &self.segments[address.segment];
        let ord = segment.outlet.as_ref().and_then(|outlets| outlets.ords().first(address.doc));
        let outlet = match ord {
            Some(ord) => Some(text_of(&segment.outlet, ord)?).filter(|outlet| outlet != UNKNOWN),
            None => None,
        };
        let date = segment.date.first(address.doc).and_then(|number| Date::from_number(number as u32));
        Ok((outlet, date))
    }

    /// Who said a quotation of an article, from 0, named as in the whole archive.
    pub fn speaker_at(&self, article: Address, number: usize) -> Option<String> {
        let segment = self.segments.get(article.segment)?;
        let doc = article.doc.checked_add(number as u32 + 1)?;
        let ord = segment.speaker.as_ref()?.ords().first(doc)?;
        match segment.person(ord, &self.people) {
            NOBODY => None,
            person => Some(self.people.name(person).to_owned()),
        }
    }
}

fn addresses(parts: Vec<Vec<u32>>) -> FxHashSet<(u32, u32)> {
    let numbered = (0u32..).zip(parts);
    numbered.flat_map(|(segment, docs)| docs.into_iter().map(move |doc| (segment, doc))).collect()
}
