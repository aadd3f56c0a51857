//! What families of quotations need of a reader: which quotations match, and what columns know of
//! a quotation.

use rustc_hash::FxHashSet;

use super::collect::collect;
use super::lower::Lowering;
use super::reader::{Address, Reader};
use super::schema::UNKNOWN;
use super::search::{FilterNames, distinct};
use super::segment::{NOBODY, text_of};
use crate::engine::{SearchRequest, Sort};
use crate::error::{Error, Result};
use crate::model::Date;
use crate::stories::{Frequencies, term_of};

/// Segments and documents, and what to tell the user.
type Matched = (FxHashSet<(u32, u32)>, Vec<String>);

impl Reader {
    /// The quotations that match: the addresses of their documents, and what to tell the user.
    pub fn matched_quotations(&self, search: &SearchRequest) -> Result<Matched> {
        self.matched(search, || Lowering::of_quotations(self))
    }

    /// The articles that match, by their addresses, and what to tell the user.
    pub fn matched_articles(&self, search: &SearchRequest) -> Result<Matched> {
        self.matched(search, || Ok(Lowering::new(self)))
    }

    fn matched<'r>(
        &'r self,
        search: &SearchRequest,
        lowering: impl Fn() -> Result<Lowering<'r>> + Sync,
    ) -> Result<Matched> {
        let all =
            SearchRequest { sort: Sort::Newest, offset: 0, limit: usize::MAX, facets: Vec::new(), ..search.clone() };
        let mut names = self.resolver();
        let filters = FilterNames::of(&all, &mut names)?;
        let (parts, further) = self.on_segments(lowering, |lowering, number| {
            let segment = &self.segments[number];
            let mut root = lowering.root(number, &all.query)?;
            let filters = filters.on(segment)?;
            let part = collect(segment, root.as_mut(), None, &all, &filters, &self.people, usize::MAX)?;
            Ok(part.best.into_iter().map(|kept| kept.doc.0).collect::<Vec<u32>>())
        })?;
        let mut found = FxHashSet::default();
        for (number, docs) in parts.into_iter().enumerate() {
            found.extend(docs.into_iter().map(|doc| (number as u32, doc)));
        }
        Ok((found, distinct(names.notes, further)))
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
