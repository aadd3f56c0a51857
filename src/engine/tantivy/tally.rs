//! Facets of the matches of one segment, counted by the numbers of its columns.

use rustc_hash::FxHashMap;
use tantivy::DocId;
use tantivy::columnar::StrColumn;

use super::collect::Passes;
use super::segment::{NOBODY, Segment};
use super::spoken::for_each_person;
use crate::engine::{By, Facet, SearchRequest};
use crate::error::{Error, Result};
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
}

impl<'s> Tally<'s> {
    /// Nothing counted yet.
    pub fn new(segment: &'s Segment, request: &SearchRequest, people: &'s People) -> Result<Tally<'s>> {
        let wants = |facet: Facet| request.facets.contains(&facet);
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
        })
    }

    /// Counts a document in each facet whose own filter is the only one it may fail.
    #[inline]
    pub fn count(&mut self, doc: DocId, passes: &Passes) {
        let others = |own: bool| passes.fails == 0 || !own;
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
        if let Some((counts, unknown)) = &mut self.authors
            && others(passes.author)
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
            && others(passes.people)
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
    pub fn finish(self) -> Result<FacetCounts> {
        if self.lookups > 0 {
            self.segment.spoken.looked_up(self.lookups, self.segment, self.people_table);
        }
        let mut facets = FacetCounts::default();
        if let Some(dates) = self.dates {
            facets.dates = dates.finish();
        }
        let name = |column: &Option<StrColumn>, counts: Vec<u32>, into: &mut FxHashMap<String, u64>| -> Result<()> {
            let Some(column) = column else { return Ok(()) };
            let counted = || counts.iter().enumerate().filter(|(_, count)| **count > 0);
            // In one walk through the dictionary: each look-up by itself unpacks a block of it.
            let ords: Vec<u64> = counted().map(|(ord, _)| ord as u64).collect();
            let mut of_ords = counted().map(|(_, count)| u64::from(*count));
            let found = column.dictionary().sorted_ords_to_term_cb(&ords, |name| {
                let name = String::from_utf8_lossy(name).into_owned();
                *into.entry(name).or_default() += of_ords.next().unwrap_or(0);
            });
            found.map(|_| ()).map_err(Error::engine("reading a column"))
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
