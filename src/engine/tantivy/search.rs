//! Answering a request: every segment is gone over, and what they give is put together.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::collect::{Collected, Filters, Kept, collect, score_of};
use super::cursor::Cursor;
use super::distinct::{Distinct, join};
use super::lower::Lowering;
use super::names::ordinals;
use super::prepared::Prepared;
use super::reader::{Address, Reader};
use super::schema::UNKNOWN;
use super::segment::{NOBODY, Segment};
use super::tally::FacetCounts;
use crate::engine::{
    Count, DateBucket, Facet, Facets, Hit, IdForm, SearchRequest, SearchResponse, Sort, stop, undated,
};
use crate::error::{Error, Result};
use crate::query::{Query, Word};

/// Most hits that can be asked for at once, offset included.
const MAX_KEPT: usize = 1_000_000;

/// What some of the segments gave, by their numbers, and what to tell the user.
type Share<T> = (Vec<(usize, T)>, Vec<String>);

/// From this size of an index on its segments are gone over by two threads.
const MANY_ARTICLES: u64 = if cfg!(test) { 3 } else { 20_000 };

/// Unpacking an article takes some tenths of a millisecond, starting a thread a twentieth.
const WORTH_A_THREAD: usize = 4;

impl Reader {
    /// Answers a request.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse> {
        let by_group = self.distinct(request)?;
        let (mut parts, notes) =
            self.collect_by(request, check_page(request, "hits", "`export` lists all")?, by_group.as_ref())?;
        let of_groups = by_group.map(|_| join(self, &mut parts));
        let mut response = SearchResponse {
            total: parts.iter().map(|part| part.total).sum(),
            undated: self.undated(request, &parts)?,
            articles: self.counts()?.0,
            notes,
            ..SearchResponse::default()
        };
        let best = self.merge(&mut parts, request)?;
        response.hits = self.hits(&best, request)?;
        response.facets = self.facets(parts.into_iter().map(|part| part.facets).chain(of_groups), request);
        Ok(response)
    }

    /// How many articles a date leaves out because they have none.
    pub fn undated(&self, request: &SearchRequest, parts: &[Collected]) -> Result<u64> {
        match undated(request) {
            Some(of_query) => Ok(self.search(&of_query)?.total),
            None => Ok(parts.iter().map(|part| part.undated).sum()),
        }
    }

    /// The articles of a request, best first, and how many there are in all; no passages, no facets.
    pub fn best(&self, request: &SearchRequest) -> Result<(u64, Vec<(f32, Address)>)> {
        let request = &SearchRequest { facets: Vec::new(), passages: 0, ..request.clone() };
        let (mut parts, _) = self.collect_all(request, check_page(request, "hits", "`export` lists all")?)?;
        let total = parts.iter().map(|part| part.total).sum();
        let best = self.merge(&mut parts, request)?;
        Ok((total, best.into_iter().map(|(kept, address)| (score_of(kept.rank), address)).collect()))
    }

    /// The matches of each segment, the best `keep` of them kept, and what to tell the user of names.
    /// Each article counts, whatever the request says of reprints.
    pub fn collect_all(&self, request: &SearchRequest, keep: usize) -> Result<(Vec<Collected>, Vec<String>)> {
        self.collect_by(request, keep, None)
    }

    fn collect_by(
        &self,
        request: &SearchRequest,
        keep: usize,
        by_group: Option<&Distinct<'_>>,
    ) -> Result<(Vec<Collected>, Vec<String>)> {
        let mut names = self.resolver();
        let filters = FilterNames::of(request, &mut names)?;
        let phrase = (request.sort == Sort::Relevance).then(|| phrase_of(&request.query)).flatten();
        let (parts, further) = self.on_segments(
            || Ok(Lowering::new(self)),
            |lowering, number| {
                let segment = &self.segments[number];
                let mut root = lowering.root(number, &request.query)?;
                let mut first = phrase.as_ref().map(|phrase| lowering.root(number, phrase)).transpose()?;
                let first = first.as_mut().map(|first| first.as_mut() as &mut dyn Cursor);
                let (root, filters) = (root.as_mut(), filters.on(segment)?);
                match by_group {
                    None => collect(segment, root, first, request, &filters, &self.people, keep),
                    Some(by_group) => by_group.collect(number, root, first, request, &filters, &self.people, keep),
                }
            },
        )?;
        Ok((parts, distinct(names.notes, further)))
    }

    /// Does the work of every segment, by two threads where there is much; returns what each
    /// gave, in order, and what to tell the user of names.
    pub fn on_segments<'r, T: Send>(
        &'r self,
        lowering: impl Fn() -> Result<Lowering<'r>> + Sync,
        work: impl Fn(&Lowering<'r>, usize) -> Result<T> + Sync,
    ) -> Result<(Vec<T>, Vec<String>)> {
        let run = |numbers: &[usize]| -> Result<Share<T>> {
            let lowering = lowering()?;
            let mut done = Vec::with_capacity(numbers.len());
            for number in numbers {
                done.push((*number, work(&lowering, *number)?));
            }
            Ok((done, lowering.finish()?))
        };
        let mut numbers: Vec<usize> = (0..self.segments.len()).collect();
        if self.articles < MANY_ARTICLES || numbers.len() < 2 {
            let (done, notes) = run(&numbers)?;
            return Ok((done.into_iter().map(|(_, part)| part).collect(), notes));
        }
        // The largest first, each to whom has less.
        numbers.sort_by_key(|number| std::cmp::Reverse(self.segments[*number].reader.max_doc()));
        let (mut here, mut there) = ((Vec::new(), 0), (Vec::new(), 0));
        for number in numbers {
            let less = if here.1 <= there.1 { &mut here } else { &mut there };
            less.0.push(number);
            less.1 += u64::from(self.segments[number].reader.max_doc());
        }
        let wished = stop::current();
        let (first, second) = std::thread::scope(|scope| {
            let other = scope.spawn(|| stop::within(wished, || run(&there.0)));
            let first = run(&here.0);
            (first, other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        let ((mut done, notes), (others, further)) = (first?, second?);
        done.extend(others);
        done.sort_by_key(|(number, _)| *number);
        Ok((done.into_iter().map(|(_, part)| part).collect(), distinct(notes, further)))
    }

    /// The hits asked for, over all segments, best first; equals in order of id.
    pub fn merge(&self, parts: &mut [Collected], request: &SearchRequest) -> Result<Vec<(Kept, Address)>> {
        let mut all: Vec<(Kept, Address)> = Vec::new();
        for (segment, part) in parts.iter_mut().enumerate() {
            all.extend(part.best.drain(..).map(|kept| (kept, Address { segment, doc: kept.doc.0 })));
        }
        all.sort_by_key(|(kept, _)| std::cmp::Reverse(kept.rank));
        // Ids of different segments can only be compared as texts; needed for equal ranks alone.
        let n_shown = request.offset.saturating_add(request.limit);
        let mut equals: Vec<Range<usize>> = Vec::new();
        let mut start = 0;
        while start < all.len().min(n_shown) {
            let rank = all[start].0.rank;
            let end = start + all[start..].partition_point(|(kept, _)| kept.rank >= rank);
            if end - start > 1 {
                equals.push(start..end);
            }
            start = end;
        }
        let addresses: Vec<Address> = equals.iter().flat_map(|range| &all[range.clone()]).map(|one| one.1).collect();
        let mut ids = self.plain_ids(&addresses)?.into_iter();
        for range in equals {
            let n_needed = n_shown - range.start;
            self.sort_by_id(
                &mut all[range.clone()],
                ids.by_ref().take(range.len()),
                |(_, address)| *address,
                n_needed,
            )?;
        }
        Ok(all.into_iter().skip(request.offset).take(request.limit).collect())
    }

    fn hits(&self, best: &[(Kept, Address)], request: &SearchRequest) -> Result<Vec<Hit>> {
        let score = |kept: &Kept| if request.sort == Sort::Relevance { score_of(kept.rank) } else { 0.0 };
        let mut hits = Vec::with_capacity(best.len());
        if let Some(form) = request.ids_only {
            for (at, (kept, address)) in best.iter().enumerate() {
                let id = match form {
                    IdForm::Plain => self.plain_id(*address)?,
                    IdForm::Shown => self.shown_id_at(*address)?,
                };
                hits.push(Hit { rank: request.offset + at + 1, score: score(kept), id, ..Hit::default() });
            }
            return Ok(hits);
        }
        // Articles that were stored together are unpacked once: each thread takes a run of them.
        let mut order: Vec<usize> = (0..best.len()).collect();
        order.sort_by_key(|at| (best[*at].1.segment, best[*at].1.doc));
        let query = (request.passages > 0).then(|| self.resolved(&request.query)).transpose()?;
        let read = |part: &[usize]| -> Result<Vec<(usize, Hit)>> {
            let query = query.as_ref().map(|query| self.prepared(query));
            part.iter().map(|at| Ok((*at, self.hit(best[*at].1, query.as_ref(), request.passages)?))).collect()
        };
        let mut read_hits: Vec<(usize, Hit)> = in_two(&order, read)?.into_iter().flatten().collect();
        read_hits.sort_by_key(|(at, _)| *at);
        for ((at, mut hit), (kept, _)) in read_hits.into_iter().zip(best) {
            hit.rank = request.offset + at + 1;
            hit.score = score(kept);
            hits.push(hit);
        }
        Ok(hits)
    }

    /// Reads what is shown of an article; rank and score are left to the caller.
    fn hit(&self, address: Address, query: Option<&Prepared<'_>>, most_passages: usize) -> Result<Hit> {
        let (article, source) = self.stored(address)?;
        let passages = query.map_or_else(Vec::new, |query| self.passages(query, &article, most_passages));
        let mut speakers: Vec<String> = Vec::new();
        for person in self.people_of(&article).into_iter().flatten() {
            if !speakers.contains(&person) {
                speakers.push(person);
            }
        }
        Ok(Hit {
            id: self.shown_id(&article, &source)?,
            title: article.title.map(|title| title.value),
            outlet: article.outlet.map(|outlet| outlet.value),
            date: article.date.map(|date| (date.value, date.certainty)),
            authors: article.authors.into_iter().map(|author| author.value).collect(),
            url: article.url.map(|url| url.value),
            path: article.path,
            speakers,
            passages,
            ..Hit::default()
        })
    }

    pub fn facets(&self, parts: impl Iterator<Item = FacetCounts>, request: &SearchRequest) -> Facets {
        let mut all = FacetCounts::default();
        for part in parts {
            add(&mut all.outlets, part.outlets);
            add(&mut all.languages, part.languages);
            add(&mut all.authors, part.authors);
            add(&mut all.people, part.people);
            add(&mut all.dates, part.dates);
        }
        let most = request.facet_limit;
        let named = |counts: FxHashMap<String, u64>| {
            ranked(counts.into_iter().map(|(value, count)| ((!value.is_empty()).then_some(value), count)), most)
        };
        let wants = |facet: Facet| request.facets.contains(&facet);
        Facets {
            outlet: wants(Facet::Outlet).then(|| named(all.outlets)),
            language: wants(Facet::Language).then(|| named(all.languages)),
            author: wants(Facet::Author).then(|| named(all.authors)),
            speaker: wants(Facet::Speaker).then(|| {
                let name = |person: u32| (person != NOBODY).then(|| self.people.name(person).to_owned());
                ranked(all.people.into_iter().map(|(person, count)| (name(person), count)), most)
            }),
            date: wants(Facet::Date).then(|| dates(all.dates)),
        }
    }
}

/// Runs `read` over both halves, each on a thread of its own where that is worth it.
pub fn in_two<T: Sync, R: Send>(all: &[T], read: impl Fn(&[T]) -> Result<R> + Sync) -> Result<Vec<R>> {
    if all.len() < WORTH_A_THREAD {
        return Ok(vec![read(all)?]);
    }
    let (here, there) = all.split_at(all.len() / 2);
    let wished = stop::current();
    let (first, second) = std::thread::scope(|scope| {
        let other = scope.spawn(|| stop::within(wished, || read(there)));
        let first = read(here);
        (first, other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    Ok(vec![first?, second?])
}

/// How many hits each segment keeps, the offset included.
///
/// `what` is listed, and `instead` says what to do for more.
pub fn check_page(request: &SearchRequest, what: &str, instead: &str) -> Result<usize> {
    let keep = request.offset.saturating_add(request.limit);
    if keep > MAX_KEPT {
        return Err(Error::Invalid(format!("at most {MAX_KEPT} {what} can be listed; {instead}")));
    }
    Ok(keep)
}

/// Both lists, without repeats.
pub fn distinct(mut notes: Vec<String>, further: Vec<String>) -> Vec<String> {
    for note in further {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}

fn add<K: std::hash::Hash + Eq>(all: &mut FxHashMap<K, u64>, part: FxHashMap<K, u64>) {
    for (value, count) in part {
        *all.entry(value).or_default() += count;
    }
}

/// Most frequent first, then by name, unknown last among equals.
fn ranked(counts: impl Iterator<Item = (Option<String>, u64)>, most: usize) -> Vec<Count> {
    let mut counts: Vec<Count> = counts.map(|(value, count)| Count { value, count }).collect();
    if most > 0 && most < counts.len() {
        // Names are compared only among those that could be listed.
        let (_, last, _) = counts.select_nth_unstable_by_key(most - 1, |one| std::cmp::Reverse(one.count));
        let least = last.count;
        counts.retain(|one| one.count >= least);
    }
    counts.sort_by(|a, b| {
        b.count.cmp(&a.count).then(a.value.is_none().cmp(&b.value.is_none())).then(a.value.cmp(&b.value))
    });
    counts.truncate(most);
    counts
}

/// In order of time, unknown last. Keys are `yyyy`, `yyyymm` or `yyyymmdd`.
fn dates(counts: FxHashMap<u32, u64>) -> Vec<DateBucket> {
    let mut counts: Vec<(u32, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(date, _)| if *date == 0 { u32::MAX } else { *date });
    let text = |date: u32| match date {
        0 => None,
        1..=9_999 => Some(format!("{date:04}")),
        10_000..=999_999 => Some(format!("{:04}-{:02}", date / 100, date % 100)),
        _ => Some(format!("{:04}-{:02}-{:02}", date / 10_000, date / 100 % 100, date % 100)),
    };
    counts.into_iter().map(|(date, count)| DateBucket { value: text(date), count }).collect()
}

/// For a query of several plain words: those words as a phrase, which ranks first.
pub fn phrase_of(query: &Query) -> Option<Query> {
    let Query::And(operands) = query else { return None };
    let mut words: Vec<Word> = Vec::new();
    for operand in operands {
        match operand {
            Query::Word(word) => words.push(word.clone()),
            // Filters beside the words change nothing about their order.
            Query::Outlet(_)
            | Query::Author(_)
            | Query::Speaker(_)
            | Query::Language(_)
            | Query::Date(_)
            | Query::Unknown(_) => {}
            _ => return None,
        }
    }
    (words.len() >= 2).then_some(Query::Phrase { words, slop: 0 })
}

/// The filters of a request as names of the index.
pub struct FilterNames {
    outlets: Option<Vec<String>>,
    authors: Option<Vec<String>>,
    no_author: bool,
    languages: Option<Vec<String>>,
    people: Option<Vec<bool>>,
    nobody: bool,
    dates: Option<(u64, u64)>,
    no_date: bool,
}

impl FilterNames {
    /// Finds what the names mean.
    pub fn of(request: &SearchRequest, names: &mut super::names::Resolver<'_>) -> Result<FilterNames> {
        let keeps_unknown = |facet: Facet| request.unknown.contains(&facet);
        // Columns of one value hold an empty text where it is unknown.
        let unknown = |facet: Facet| keeps_unknown(facet).then(|| UNKNOWN.to_owned());
        let mut outlets: Vec<String> = unknown(Facet::Outlet).into_iter().collect();
        for name in &request.outlets {
            outlets.extend(names.outlets(name)?);
        }
        let mut authors = Vec::new();
        for name in &request.authors {
            authors.extend(names.authors(name)?);
        }
        let mut languages: Vec<String> = unknown(Facet::Language).into_iter().collect();
        languages.extend(request.languages.iter().cloned());
        let (no_author, nobody) = (keeps_unknown(Facet::Author), keeps_unknown(Facet::Speaker));
        let people = (nobody || !request.speakers.is_empty()).then(|| names.people(&request.speakers));
        let no_date = keeps_unknown(Facet::Date);
        let dates = match request.dates {
            range if range.is_open() => no_date.then_some((u64::MAX, 0)),
            range => {
                let from = range.from.map_or(1, |date| u64::from(date.number()));
                let to = range.to.map_or(u64::MAX, |date| u64::from(date.number()));
                Some((from, to))
            }
        };
        Ok(FilterNames {
            outlets: (keeps_unknown(Facet::Outlet) || !request.outlets.is_empty()).then_some(outlets),
            authors: (no_author || !request.authors.is_empty()).then_some(authors),
            no_author,
            languages: (!languages.is_empty()).then_some(languages),
            people,
            nobody,
            dates,
            no_date,
        })
    }

    /// The same as numbers of one segment.
    pub fn on<'r>(&self, segment: &Segment) -> Result<Filters<'r>> {
        let ordinals_of = |values: &Option<Vec<String>>, column| -> Result<Option<Vec<bool>>> {
            values.as_ref().map(|values| ordinals(column, values)).transpose()
        };
        Ok(Filters {
            outlets: ordinals_of(&self.outlets, &segment.outlet)?,
            authors: ordinals_of(&self.authors, &segment.author)?,
            no_author: self.no_author,
            languages: ordinals_of(&self.languages, &segment.language)?,
            people: self.people.clone(),
            nobody: self.nobody,
            dates: self.dates,
            no_date: self.no_date,
            confirm: None,
        })
    }
}
