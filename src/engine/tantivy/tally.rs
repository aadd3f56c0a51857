//! Facets of the matches of one segment, counted by the numbers of its columns.

use rustc_hash::FxHashMap;
use tantivy::DocId;
use tantivy::columnar::StrColumn;

use super::collect::Passes;
use super::segment::{NOBODY, Segment, texts_of};
use super::spoken::for_each_person;
use crate::engine::{By, Facet, SearchRequest};
use crate::error::Result;
use crate::people::People;

/// Counts by value; the empty text and 0 stand for unknown.
#[derive(Default)]
pub struct FacetCounts {
    pub outlets: FxHashMap<String, u64>,
    pub languages: FxHashMap<String, u64>,
    pub authors: FxHashMap<String, u64>,
    pub people: FxHashMap<u32, u64>,
    pub dates: FxHashMap<u32, u64>,
}

/// Counts dates, years by their number and what is finer in a table.
struct Dates {
    divisor: u32,
    years: Vec<u32>,
    finer: FxHashMap<u32, u64>,
    /// The last date and its count, as neighbours in an archive are often of one day.
    last: (u32, u64),
}

impl Dates {
    fn new(by: By) -> Dates {
        let divisor = match by {
            By::Year => 10_000,
            By::Month => 100,
            By::Day => 1,
        };
        let years = if by == By::Year { vec![0; 10_000] } else { Vec::new() };
        Dates { divisor, years, finer: FxHashMap::default(), last: (0, 0) }
    }

    #[inline]
    fn add(&mut self, date: u32) {
        let bucket = date / self.divisor;
        if let Some(slot) = self.years.get_mut(bucket as usize) {
            *slot += 1;
        } else if bucket == self.last.0 {
            self.last.1 += 1;
        } else {
            self.settle();
            self.last = (bucket, 1);
        }
    }

    fn settle(&mut self) {
        if self.last.1 > 0 {
            *self.finer.entry(self.last.0).or_default() += self.last.1;
        }
        self.last = (0, 0);
    }

    fn finish(mut self) -> FxHashMap<u32, u64> {
        self.settle();
        let years = self.years.iter().enumerate().filter(|(_, count)| **count > 0);
        self.finer.extend(years.map(|(year, count)| (year as u32, u64::from(*count))));
        self.finer
    }
}

/// Counts facets by the numbers of one segment; names come at the end.
pub struct Tally<'s> {
    segment: &'s Segment,
    people_table: &'s People,
    outlets: Option<Vec<u32>>,
    languages: Option<Vec<u32>>,
    authors: Option<(Vec<u32>, u64)>,
    people: Option<Vec<u32>>,
    nobody: u64,
    lookups: u64,
    dates: Option<Dates>,
    scratch: Vec<u32>,
    /// Documents that pass all filters and are not counted yet: of a column that is read for many at once, the encoding
    /// is looked at once. Neither has room if nothing is counted.
    batch: Vec<DocId>,
    values: Vec<Option<u64>>,
}

/// Documents that are counted at once.
const BATCH: usize = 1024;

impl<'s> Tally<'s> {
    /// Nothing counted yet.
    pub fn new(segment: &'s Segment, request: &SearchRequest, people: &'s People) -> Result<Tally<'s>> {
        let wants = |facet: Facet| request.facets.contains(&facet);
        let size = if request.facets.is_empty() { 0 } else { BATCH };
        let slots = |column: &Option<StrColumn>| vec![0; column.as_ref().map_or(0, |column| column.num_terms())];
        Ok(Tally {
            segment,
            people_table: people,
            outlets: wants(Facet::Outlet).then(|| slots(&segment.outlet)),
            languages: wants(Facet::Language).then(|| slots(&segment.language)),
            authors: wants(Facet::Author).then(|| (slots(&segment.author), 0)),
            people: wants(Facet::Speaker).then(|| vec![0; people.len()]),
            nobody: 0,
            lookups: 0,
            dates: wants(Facet::Date).then(|| Dates::new(request.by)),
            scratch: Vec::new(),
            batch: Vec::with_capacity(size),
            values: vec![None; size],
        })
    }

    /// Counts a document in each facet whose own filter is the only one it may fail.
    #[inline]
    pub fn count(&mut self, doc: DocId, passes: &Passes) {
        if self.values.is_empty() {
            return;
        }
        if passes.fails > 0 {
            return self.count_one(doc, passes);
        }
        self.batch.push(doc);
        if self.batch.len() == BATCH {
            self.count_batch();
        }
    }

    fn count_batch(&mut self) {
        let values = &mut self.values[..self.batch.len()];
        for (column, counts) in
            [(&self.segment.outlet, &mut self.outlets), (&self.segment.language, &mut self.languages)]
        {
            if let (Some(column), Some(counts)) = (column, counts) {
                // Documents without a value are left as they are.
                values.fill(None);
                column.ords().first_vals(&self.batch, values);
                for ord in values.iter().flatten() {
                    if let Some(slot) = counts.get_mut(*ord as usize) {
                        *slot += 1;
                    }
                }
            }
        }
        if let Some(dates) = &mut self.dates {
            values.fill(None);
            self.segment.date.first_vals(&self.batch, values);
            for date in &*values {
                dates.add(date.unwrap_or(0) as u32);
            }
        }
        if self.authors.is_some() || self.people.is_some() {
            for at in 0..self.batch.len() {
                self.count_names(self.batch[at], true, true);
            }
        }
        self.batch.clear();
    }

    /// Counts a document that fails one filter, in the facet of that one.
    fn count_one(&mut self, doc: DocId, passes: &Passes) {
        let others = |own: bool| !own;
        let first = |column: &Option<StrColumn>| column.as_ref().and_then(|column| column.ords().first(doc));
        if let Some(counts) = &mut self.outlets
            && others(passes.outlet)
            && let Some(slot) = first(&self.segment.outlet).and_then(|ord| counts.get_mut(ord as usize))
        {
            *slot += 1;
        }
        if let Some(counts) = &mut self.languages
            && others(passes.language)
            && let Some(slot) = first(&self.segment.language).and_then(|ord| counts.get_mut(ord as usize))
        {
            *slot += 1;
        }
        if let Some(dates) = &mut self.dates
            && others(passes.date)
        {
            let date = self.segment.date.first(doc).unwrap_or(0) as u32;
            dates.add(date);
        }
        self.count_names(doc, others(passes.author), others(passes.people));
    }

    /// Counts a document by its authors, and by the people it quotes.
    fn count_names(&mut self, doc: DocId, by_author: bool, by_person: bool) {
        if let Some((counts, unknown)) = &mut self.authors
            && by_author
        {
            self.scratch.clear();
            if let Some(column) = &self.segment.author {
                self.scratch.extend(column.term_ords(self.segment.article_of(doc)).map(|ord| ord as u32));
            }
            self.scratch.sort_unstable();
            self.scratch.dedup();
            *unknown += u64::from(self.scratch.is_empty());
            for ord in &self.scratch {
                if let Some(slot) = counts.get_mut(*ord as usize) {
                    *slot += 1;
                }
            }
        }
        if let Some(counts) = &mut self.people
            && by_person
        {
            let (scratch, segment) = (&mut self.scratch, self.segment);
            let here = match segment.spoken.of(doc) {
                Some(here) => here,
                None => {
                    self.lookups += 1;
                    scratch.clear();
                    for_each_person(segment, self.people_table, doc, |person| {
                        if !scratch.contains(&person) {
                            scratch.push(person);
                        }
                    });
                    scratch
                }
            };
            self.nobody += u64::from(here.is_empty());
            for person in here {
                if let Some(slot) = counts.get_mut(*person as usize) {
                    *slot += 1;
                }
            }
        }
    }

    /// Puts names to the numbers.
    pub fn finish(mut self) -> Result<FacetCounts> {
        self.count_batch();
        if self.lookups > 0 {
            self.segment.spoken.looked_up(self.lookups, self.segment, self.people_table);
        }
        let mut facets = FacetCounts::default();
        if let Some(dates) = self.dates {
            facets.dates = dates.finish();
        }
        let name = |column: &Option<StrColumn>, counts: Vec<u32>, into: &mut FxHashMap<String, u64>| -> Result<()> {
            let counted: Vec<u64> = (0..).zip(&counts).filter(|(_, count)| **count > 0).map(|(ord, _)| ord).collect();
            into.reserve(counted.len());
            for (name, count) in texts_of(column, &counted)?.into_iter().zip(counts.iter().filter(|count| **count > 0))
            {
                *into.entry(name).or_default() += u64::from(*count);
            }
            Ok(())
        };
        name(&self.segment.outlet, self.outlets.unwrap_or_default(), &mut facets.outlets)?;
        name(&self.segment.language, self.languages.unwrap_or_default(), &mut facets.languages)?;
        if let Some((counts, unknown)) = self.authors {
            name(&self.segment.author, counts, &mut facets.authors)?;
            if unknown > 0 {
                *facets.authors.entry(String::new()).or_default() += unknown;
            }
        }
        for (person, count) in self.people.unwrap_or_default().into_iter().enumerate().filter(|(_, count)| *count > 0) {
            facets.people.insert(person as u32, u64::from(count));
        }
        if self.nobody > 0 {
            facets.people.insert(NOBODY, self.nobody);
        }
        Ok(facets)
    }
}
