//! Answering a request for a concordance.
//!
//! The index says which articles match; their texts say where. Texts are read in the order in
//! which they are stored, by two threads, so that what was packed together is unpacked once, and of
//! the lines no more are kept than are asked for.
//!
//! Lines in an order of articles need the texts of the first articles alone, if the index can tell how many matches
//! each of the others has (`lower/counts.rs`). What is ordered or counted by words beside the matches needs all.

mod found;
mod lines;

use rustc_hash::FxHashMap;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

pub(super) use self::found::Found;
use self::found::Shared;
#[cfg(feature = "opensearch")]
pub(super) use self::found::{Ids, Occurrences};
use self::lines::leave_out_repeats;
use super::lower::Lowering;
use super::lower::counts::patterns_of;
use super::prepared::Prepared;
use super::reader::{Address, Reader};
use super::search::{check_page, in_two};
use super::segment::text_of;
use crate::engine::concordance::{ConcordanceRequest, ConcordanceResponse, LineOrder};
use crate::engine::{SearchRequest, Sort, stop};
use crate::error::{Error, Result};
use crate::model::{Article, Source};
use crate::query::Query;
use crate::query::pattern::Pattern;

/// Articles whose matches are counted before one looks whether the answer is still wanted.
const STRIDE: usize = 1024;

/// The matching articles of a request, with the place of each in its order.
pub struct Matching {
    /// In the order in which they are stored.
    pub articles: Vec<(Address, u32)>,
    pub undated: u64,
    pub notes: Vec<String>,
}

impl Reader {
    /// Answers a request for a concordance.
    pub fn concordance(&self, request: &ConcordanceRequest) -> Result<ConcordanceResponse> {
        check_page(&request.search, "lines", "`--group` and `--collocates` count all of them")?;
        let is_listed = request.group.is_none() && request.collocates.is_none();
        // What is counted, or ordered by words, needs no order of articles.
        let order = if is_listed { request.order } else { LineOrder::Left };
        let mut matching = self.matching(&request.search, order)?;
        if !request.search.query.asks_words() {
            // No text needs to be read to know that nothing in it can be shown.
            matching.articles.clear();
        }
        let is_by_words = matches!(order, LineOrder::Left | LineOrder::Right);
        if let Some(patterns) = patterns_of(&request.search.query).filter(|_| !is_by_words) {
            return self.first_lines(request, matching, &patterns);
        }
        let response = self.answered(self.read_all(&matching.articles, request)?, request)?;
        Ok(ConcordanceResponse { undated: matching.undated, notes: matching.notes, ..response })
    }

    /// What was asked for of the matches that were found.
    fn answered(&self, found: Found, request: &ConcordanceRequest) -> Result<ConcordanceResponse> {
        // Each article once, on two threads: an id is looked up in every segment.
        let name = |part: &[&Shared]| -> Result<Vec<String>> {
            part.iter().map(|one| self.shortest_id(&one.path, one.record.as_ref(), &one.source)).collect()
        };
        let ids = |articles: &[&Shared]| Ok(in_two(articles, name)?.into_iter().flatten().collect());
        let occurrences = |words: &[String]| {
            let counts = words.iter().map(|word| self.occurrences_of(word)).collect::<Result<Vec<u64>>>()?;
            Ok((counts, self.n_words()?))
        };
        found.answer(request, &ids, &occurrences)
    }

    /// Reads these articles, which stand in the order in which they are stored.
    fn read_all(&self, articles: &[(Address, u32)], request: &ConcordanceRequest) -> Result<Found> {
        let query = self.resolved(&request.search.query)?;
        let read = |part: &[(Address, u32)]| -> Result<Found> {
            let mut found = Found::default();
            let query = self.prepared(&query);
            for (address, rank) in part {
                self.read_matches(*address, *rank, &query, request, &mut found)?;
            }
            Ok(found)
        };
        let mut all = Found::default();
        for part in in_two(articles, read)? {
            all.join(part, request);
        }
        Ok(all)
    }

    /// Answers with lines in an order of articles: all matches are counted, and the texts of those articles are read
    /// whose lines are asked for.
    fn first_lines(
        &self,
        request: &ConcordanceRequest,
        matching: Matching,
        patterns: &[Pattern],
    ) -> Result<ConcordanceResponse> {
        let query = self.resolved(&request.search.query)?;
        let counts = self.count_matches(&matching.articles, patterns, &query)?;
        let (offset, limit) = (request.search.offset, request.search.limit);
        let mut in_order: Vec<((Address, u32), u64)> =
            matching.articles.into_iter().zip(counts.iter().copied()).collect();
        in_order.sort_unstable_by_key(|((_, rank), _)| *rank);
        // Lines of articles before the first that is read, and of those before the next.
        let (mut n_before, mut n_lines) = (0, 0);
        let mut shown: Vec<(Address, u32)> = Vec::new();
        for (article, count) in in_order {
            if n_lines >= offset.saturating_add(limit) {
                break;
            }
            n_lines = n_lines.saturating_add(usize::try_from(count).unwrap_or(usize::MAX));
            if n_lines <= offset {
                n_before = n_lines;
            } else if count > 0 {
                shown.push(article);
            }
        }
        shown.sort_unstable_by_key(|(address, _)| (address.segment, address.doc));
        let offset = offset - n_before.min(offset);
        let of_shown =
            ConcordanceRequest { search: SearchRequest { offset, ..request.search.clone() }, ..request.clone() };
        let mut response = self.answered(self.read_all(&shown, &of_shown)?, &of_shown)?;
        response.lines.iter_mut().for_each(|line| line.rank += n_before);
        Ok(ConcordanceResponse {
            total: counts.iter().sum(),
            articles: counts.iter().filter(|count| **count > 0).count() as u64,
            undated: matching.undated,
            notes: matching.notes,
            ..response
        })
    }

    /// How many lines each of these articles, which stand in the order in which they are stored, has.
    fn count_matches(&self, articles: &[(Address, u32)], patterns: &[Pattern], query: &Query) -> Result<Vec<u64>> {
        let (parts, _) = self.on_segments(
            || Ok(Lowering::new(self)),
            |lowering, segment| {
                let from = articles.partition_point(|(address, _)| address.segment < segment);
                let to = articles.partition_point(|(address, _)| address.segment <= segment);
                let here = articles.get(from..to).unwrap_or_default();
                let mut counts = Vec::with_capacity(here.len());
                if here.is_empty() {
                    return Ok(counts);
                }
                let mut counted = lowering.counts(segment, patterns)?;
                let query = self.prepared(query);
                for (number, (address, _)) in here.iter().enumerate() {
                    if number % STRIDE == 0 {
                        stop::check()?;
                    }
                    let (in_title, in_text) = counted.of(address.doc);
                    // The same words once; few headlines have them, and only what is stored says where one was read.
                    let count = if in_title > 0 { self.count_stored(*address, &query)? } else { None };
                    counts.push(count.unwrap_or(in_title + in_text));
                }
                Ok(counts)
            },
        )?;
        Ok(parts.into_iter().flatten().collect())
    }

    /// How many lines an article has whose headline was read out of its text; `None` for any other.
    fn count_stored(&self, address: Address, query: &Prepared<'_>) -> Result<Option<u64>> {
        let (article, _) = self.stored(address)?;
        if !is_title_in_text(&article) {
            return Ok(None);
        }
        let found = self.view(&article, query, |view| query.matcher.whole_matches(view));
        let mut matches = found.map(|(matches, _)| matches).unwrap_or_default();
        leave_out_repeats(&article, &mut matches);
        Ok(Some(matches.len() as u64))
    }

    /// The articles that a request finds; its limit, order and facets are not regarded.
    pub fn matching(&self, search: &SearchRequest, order: LineOrder) -> Result<Matching> {
        let sort = match order {
            LineOrder::Relevance => Sort::Relevance,
            LineOrder::Oldest | LineOrder::Outlet => Sort::Oldest,
            LineOrder::Newest | LineOrder::Left | LineOrder::Right => Sort::Newest,
        };
        let all = SearchRequest { sort, offset: 0, limit: usize::MAX, facets: Vec::new(), ..search.clone() };
        let (mut parts, notes) = self.collect_all(&all, usize::MAX)?;
        let undated = self.undated(search, &parts)?;
        if search.distinct.is_some() {
            let mut all: Vec<(usize, super::collect::Kept)> = Vec::new();
            for (number, part) in parts.iter_mut().enumerate() {
                all.extend(part.best.drain(..).map(|kept| (number, kept)));
            }
            self.keep_preferred(search, &mut all, |(segment, kept)| Address { segment: *segment, doc: kept.doc.0 })?;
            for (number, kept) in all {
                if let Some(part) = parts.get_mut(number) {
                    part.best.push(kept);
                }
            }
        }
        let mut articles: Vec<(Address, u32)> = match order {
            LineOrder::Left | LineOrder::Right => {
                let documents = parts.iter().enumerate().flat_map(|(segment, part)| {
                    part.best.iter().map(move |kept| (Address { segment, doc: kept.doc.0 }, 0))
                });
                documents.collect()
            }
            _ => {
                let mut ordered: Vec<Address> =
                    self.merge(&mut parts, &all)?.into_iter().map(|(_, address)| address).collect();
                if order == LineOrder::Outlet {
                    self.sort_by_outlet(&mut ordered)?;
                }
                ordered.into_iter().enumerate().map(|(rank, address)| (address, rank as u32)).collect()
            }
        };
        articles.sort_unstable_by_key(|(address, _)| (address.segment, address.doc));
        if matches!(order, LineOrder::Left | LineOrder::Right) {
            articles.iter_mut().enumerate().for_each(|(number, (_, rank))| *rank = number as u32);
        }
        Ok(Matching { articles, undated, notes })
    }

    /// Sorts by the name of the outlet, unknown last; those of one outlet keep their order.
    fn sort_by_outlet(&self, articles: &mut [Address]) -> Result<()> {
        let mut known: FxHashMap<(usize, u64), String> = FxHashMap::default();
        let mut ordinal = |address: &Address| -> Result<(usize, u64)> {
            let column = &self.segments[address.segment].outlet;
            let ordinal = column.as_ref().and_then(|column| column.ords().first(address.doc)).unwrap_or(u64::MAX);
            let key = (address.segment, ordinal);
            if ordinal != u64::MAX && !known.contains_key(&key) {
                known.insert(key, text_of(column, ordinal)?);
            }
            Ok(key)
        };
        let mut keyed = Vec::with_capacity(articles.len());
        for address in articles.iter() {
            keyed.push((ordinal(address)?, *address));
        }
        let name = |key: &(usize, u64)| known.get(key).filter(|name| !name.is_empty());
        keyed.sort_by(|(a, _), (b, _)| (name(a).is_none(), name(a)).cmp(&(name(b).is_none(), name(b))));
        for (slot, (_, address)) in articles.iter_mut().zip(keyed) {
            *slot = address;
        }
        Ok(())
    }

    fn read_matches(
        &self,
        address: Address,
        rank: u32,
        query: &Prepared<'_>,
        request: &ConcordanceRequest,
        found: &mut Found,
    ) -> Result<()> {
        let (article, source) = self.stored(address)?;
        self.matches_of(&article, source, rank, query, request, found);
        Ok(())
    }

    /// How often a folded word occurs in the texts of the archive.
    fn occurrences_of(&self, word: &str) -> Result<u64> {
        let doing = "counting a word";
        let term = Term::from_field_text(self.fields.body, word);
        let mut count = 0;
        for segment in &self.segments {
            let inverted = segment.inverted(self.fields.body)?;
            let Some(mut postings) =
                inverted.read_postings(&term, IndexRecordOption::WithFreqs).map_err(Error::engine(doing))?
            else {
                continue;
            };
            let has_deletes = segment.reader.has_deletes();
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if !(has_deletes && segment.is_deleted(doc)) {
                    count += u64::from(postings.term_freq());
                }
                doc = postings.advance();
            }
        }
        Ok(count)
    }

    /// Number of words in the texts of the archive; articles deleted by a later commit count until
    /// their segment is merged away.
    fn n_words(&self) -> Result<u64> {
        let mut count = 0;
        for segment in &self.segments {
            count += segment.inverted(self.fields.body)?.total_num_tokens();
        }
        Ok(count)
    }
}

/// True if the headline was read out of the text, so that its words stand there as well.
fn is_title_in_text(article: &Article) -> bool {
    article.title.as_ref().is_some_and(|title| matches!(title.source, Source::FirstHeading | Source::Text))
}
