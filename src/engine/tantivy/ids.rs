//! Ids of articles that are not at hand, and orders by them.
//!
//! Two sources may have the same path, two files a record of the same id. The column of ids knows
//! nothing of that, so here its values are told apart; articles are read only where they must be.

use std::rc::Rc;

use super::reader::{Address, Reader};
use crate::engine::{SearchRequest, Sort};
use crate::error::{Error, Result};

impl Reader {
    /// The id to show; the article is read only if others may be asked for by its plain id.
    pub fn shown_id_at(&self, address: Address) -> Result<String> {
        let plain = self.plain_id(address)?;
        if self.named(&plain)?.len() <= 1 {
            return Ok(plain);
        }
        let (article, source) = self.stored(address)?;
        self.shown_id(&article, &source)
    }

    /// The addresses of all matches, in order of the ids to show.
    pub fn matches(&self, request: &SearchRequest) -> Result<Vec<Address>> {
        let mut found: Vec<(String, Address)> = Vec::new();
        let unfaceted = SearchRequest { facets: Vec::new(), sort: Sort::Newest, ..request.clone() };
        let (parts, _) = self.collect_all(&unfaceted, usize::MAX)?;
        for (number, part) in parts.into_iter().enumerate() {
            // What was stored together is unpacked once.
            let mut docs: Vec<u32> = part.best.iter().map(|kept| kept.doc.0).collect();
            docs.sort_unstable();
            for doc in docs {
                let address = Address { segment: number, doc };
                found.push((self.shown_id_at(address)?, address));
            }
        }
        self.keep_preferred(request, &mut found, |(_, address)| *address)?;
        found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| place(a.1).cmp(&place(b.1))));
        Ok(found.into_iter().map(|(_, address)| address).collect())
    }

    /// All matching quotations: articles in order of the ids to show, each with the numbers of its
    /// quotations that match, from 0.
    pub fn quote_matches(&self, request: &SearchRequest) -> Result<Vec<(Address, Vec<usize>)>> {
        let mut found: Vec<(String, Address, Vec<usize>)> = Vec::new();
        for (number, (segment, docs)) in self.segments.iter().zip(self.all_quotations(request)?.0).enumerate() {
            for doc in docs {
                let address = Address { segment: number, doc: segment.article_of(doc) };
                let quotation = (segment.ordinal(doc) as usize).saturating_sub(1);
                match found.last_mut() {
                    Some((_, last, numbers)) if *last == address => numbers.push(quotation),
                    _ => found.push((self.shown_id_at(address)?, address, vec![quotation])),
                }
            }
        }
        self.keep_preferred(request, &mut found, |(_, address, _)| *address)?;
        found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| place(a.1).cmp(&place(b.1))));
        Ok(found.into_iter().map(|(_, address, numbers)| (address, numbers)).collect())
    }

    /// The plain ids of many articles, or of quotations' articles, in their order: each stretch of the
    /// list of ids is unpacked once, and not for every id in it.
    pub fn plain_ids(&self, addresses: &[Address]) -> Result<Vec<String>> {
        let mut ids = vec![String::new(); addresses.len()];
        let mut wanted: Vec<Vec<(u64, usize)>> = vec![Vec::new(); self.segments.len()];
        for (at, Address { segment, doc }) in addresses.iter().enumerate() {
            let column = self.segments[*segment].id.as_ref();
            let ordinal = column.and_then(|ids| ids.ords().first(self.segments[*segment].article_of(*doc)));
            wanted[*segment].extend(ordinal.map(|ordinal| (ordinal, at)));
        }
        for (segment, mut wanted) in self.segments.iter().zip(wanted) {
            let Some(column) = &segment.id else { continue };
            wanted.sort_unstable();
            let ordinals: Vec<u64> = wanted.iter().map(|(ordinal, _)| *ordinal).collect();
            let mut slots = wanted.iter();
            let keep = |id: &[u8]| {
                if let Some((_, at)) = slots.next() {
                    ids[*at] = String::from_utf8_lossy(id).into_owned();
                }
            };
            column.dictionary().sorted_ords_to_term_cb(&ordinals, keep).map_err(Error::engine("reading ids"))?;
        }
        Ok(ids)
    }

    /// Puts articles, or quotations by their articles, in order of their plain ids, which are given,
    /// and those of one id in order of source and path, however their segments were merged; the latter
    /// among the first `n_needed`, as it reads them.
    pub fn sort_by_id<T: Copy>(
        &self,
        entries: &mut [T],
        ids: impl IntoIterator<Item = String>,
        address_of: impl Fn(&T) -> Address,
        n_needed: usize,
    ) -> Result<()> {
        let mut named: Vec<(String, T)> = ids.into_iter().zip(entries.iter().copied()).collect();
        named.sort_by(|(a, one), (b, other)| {
            a.cmp(b).then_with(|| place(address_of(one)).cmp(&place(address_of(other))))
        });
        let mut start = 0;
        while start < named.len().min(n_needed) {
            let end = start + named[start..].partition_point(|(id, _)| *id <= named[start].0);
            let article_of = |entry: &T| {
                let Address { segment, doc } = address_of(entry);
                Address { segment, doc: self.segments[segment].article_of(doc) }
            };
            let first = article_of(&named[start].1);
            if named[start..end].iter().any(|(_, entry)| article_of(entry) != first) {
                let mut placed: Vec<(Rc<(String, String)>, T)> = Vec::with_capacity(end - start);
                let mut last: Option<(Address, Rc<(String, String)>)> = None;
                for (_, entry) in &named[start..end] {
                    let address = article_of(entry);
                    let origin = match &last {
                        Some((known, origin)) if *known == address => origin.clone(),
                        _ => {
                            let (article, source) = self.stored(address)?;
                            Rc::new((source, article.path))
                        }
                    };
                    last = Some((address, origin.clone()));
                    placed.push((origin, *entry));
                }
                placed.sort_by(|(a, _), (b, _)| a.cmp(b));
                for (slot, (_, entry)) in named[start..end].iter_mut().zip(placed) {
                    slot.1 = entry;
                }
            }
            start = end;
        }
        for (slot, (_, entry)) in entries.iter_mut().zip(named) {
            *slot = entry;
        }
        Ok(())
    }
}

fn place(address: Address) -> (usize, u32) {
    (address.segment, address.doc)
}
