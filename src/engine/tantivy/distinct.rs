//! Counting groups of reprints instead of articles.
//!
//! A group counts once, however many of its articles match: in the total, as a hit, and for each value of a facet
//! that one of them has. A hit is the one of the matching articles that is preferred. Groups lie across segments, so
//! what each segment saw of them is put together at the end.

use std::iter::Peekable;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, TERMINATED};

use super::collect::{Collected, Filters, Kept, Passes, rank};
use super::cursor::Cursor;
use super::reader::{Address, Reader};
use super::segment::{NOBODY, Segment, text_of};
use super::spoken::for_each_person;
use super::tally::{FacetCounts, Tally};
use super::window::Window;
use crate::engine::reprints::Preference;
use crate::engine::{By, Facet, SearchRequest};
use crate::error::{Error, Result};
use crate::people::People;
use crate::reprints::{Grouped, Groups};

/// A preference, as numbers of each segment: the rank of each outlet by its ordinal.
pub struct Preferred {
    ranks: Vec<FxHashMap<u64, u32>>,
    n_outlets: u32,
    longest: bool,
}

/// What articles of a group are ordered by, the smallest stands for it; of equal ones that whose id comes first.
/// Ids are looked up only for these, which takes longer than all the rest.
pub type PreferenceKey = (u32, u32, u32);

/// What a request counts once.
pub struct Distinct<'r> {
    reader: &'r Reader,
    groups: &'r Groups,
    preferred: Preferred,
}

/// What a segment has of groups.
#[derive(Default)]
pub struct Repeats {
    /// The preferred of the matching articles of each group. Ids of one segment are ordered as their numbers.
    best: FxHashMap<u32, ((PreferenceKey, u64), Kept)>,
    undated: FxHashSet<u32>,
    outlets: FxHashMap<String, Vec<u32>>,
    languages: FxHashMap<String, Vec<u32>>,
    authors: FxHashMap<String, Vec<u32>>,
    people: Vec<(u32, u32)>,
    dates: Vec<(u32, u32)>,
}

impl Reader {
    /// The groups of reprints, if they were set.
    pub fn groups(&self) -> Option<&Groups> {
        self.groups.get()
    }

    /// Sets the groups of reprints; the first ones stay.
    pub fn set_groups(&self, groups: Groups) -> &Groups {
        self.groups.get_or_init(|| groups)
    }

    /// The day of an article as `yyyymmdd`, 0 if unknown.
    pub fn day(&self, address: Address) -> u32 {
        self.segments.get(address.segment).and_then(|segment| segment.date.first(address.doc)).unwrap_or(0) as u32
    }

    /// What a request counts once, if it does; its groups must have been set.
    pub fn distinct(&self, request: &SearchRequest) -> Result<Option<Distinct<'_>>> {
        let Some(preference) = &request.distinct else { return Ok(None) };
        let groups = self.groups.get().ok_or_else(|| Error::Invalid("the reprints are not known yet".to_owned()))?;
        Ok(Some(Distinct { reader: self, groups, preferred: self.preference(preference)? }))
    }

    /// Finds the outlets of a preference.
    pub fn preference(&self, preference: &Preference) -> Result<Preferred> {
        let mut resolver = self.resolver();
        let mut ranks: Vec<FxHashMap<u64, u32>> = vec![FxHashMap::default(); self.segments.len()];
        for (rank, name) in (0u32..).zip(&preference.outlets) {
            let outlets = resolver.outlets(name)?;
            for (segment, ranks) in self.segments.iter().zip(&mut ranks) {
                let kept = super::names::ordinals(&segment.outlet, &outlets)?;
                for (ord, _) in kept.iter().enumerate().filter(|(_, is_kept)| **is_kept) {
                    ranks.entry(ord as u64).or_insert(rank);
                }
            }
        }
        Ok(Preferred { ranks, n_outlets: preference.outlets.len() as u32, longest: preference.longest })
    }

    /// What an article of a group is ordered by.
    pub fn preferred(&self, preferred: &Preferred, member: &Grouped) -> PreferenceKey {
        let address = Address { segment: member.segment as usize, doc: member.doc };
        let outlet =
            self.segments.get(address.segment).and_then(|segment| segment.outlet.as_ref()?.ords().first(member.doc));
        let ranks = preferred.ranks.get(address.segment);
        let rank = outlet.and_then(|ord| ranks?.get(&ord).copied()).unwrap_or(preferred.n_outlets);
        let date = if member.date == 0 { u32::MAX } else { member.date };
        let shorter = u32::MAX - member.words;
        let (first, second) = if preferred.longest { (shorter, date) } else { (date, shorter) };
        (rank, first, second)
    }

    /// True if an article is preferred to another, given what they are ordered by.
    fn is_before<K: Ord>(&self, one: (&K, Address), other: (&K, Address)) -> bool {
        let id = |address| self.plain_id(address).unwrap_or_default();
        one.0.cmp(other.0).then_with(|| id(one.1).cmp(&id(other.1))).is_lt()
    }

    /// The articles of a group, the preferred one first.
    pub fn in_order<'g>(&self, preferred: &Preferred, group: &'g [Grouped]) -> Vec<&'g Grouped> {
        let mut members: Vec<(PreferenceKey, &Grouped)> =
            group.iter().map(|member| (self.preferred(preferred, member), member)).collect();
        members.sort_by_key(|(key, _)| *key);
        let id = |member: &Grouped| self.plain_id(Address { segment: member.segment as usize, doc: member.doc });
        for equal in members.chunk_by_mut(|one, other| one.0 == other.0) {
            if equal.len() > 1 {
                equal.sort_by_cached_key(|(_, member)| id(member).unwrap_or_default());
            }
        }
        members.into_iter().map(|(_, member)| member).collect()
    }

    /// Takes out of articles those for which another of them stands.
    pub fn keep_preferred<T>(
        &self,
        request: &SearchRequest,
        articles: &mut Vec<T>,
        address_of: impl Fn(&T) -> Address,
    ) -> Result<()> {
        self.keep_best(request, articles, address_of, |_| 0)
    }

    /// The same, that with the largest number before the preferred one.
    pub fn keep_most(&self, request: &SearchRequest, articles: &mut Vec<(u32, Address)>) -> Result<()> {
        self.keep_best(request, articles, |(_, address)| *address, |(count, _)| u32::MAX - count)
    }

    fn keep_best<T>(
        &self,
        request: &SearchRequest,
        articles: &mut Vec<T>,
        address_of: impl Fn(&T) -> Address,
        before: impl Fn(&T) -> u32,
    ) -> Result<()> {
        let Some(distinct) = self.distinct(request)? else { return Ok(()) };
        let mut best: FxHashMap<u32, ((u32, PreferenceKey), Address)> = FxHashMap::default();
        let find = |address: Address| distinct.groups.find(address.segment as u32, address.doc);
        for article in articles.iter() {
            let address = address_of(article);
            let Some(member) = find(address) else { continue };
            let key = (before(article), self.preferred(&distinct.preferred, member));
            if best.get(&member.group).is_none_or(|known| self.is_before((&key, address), (&known.0, known.1))) {
                best.insert(member.group, (key, address));
            }
        }
        articles.retain(|article| {
            let address = address_of(article);
            find(address).is_none_or(|member| best.get(&member.group).is_some_and(|(_, kept)| *kept == address))
        });
        Ok(())
    }
}

impl Distinct<'_> {
    /// Goes over all matches of `root` as `collect` does, groups apart.
    #[expect(clippy::too_many_arguments, reason = "those of `collect`")]
    pub fn collect(
        &self,
        number: usize,
        root: &mut dyn Cursor,
        mut first: Option<&mut dyn Cursor>,
        request: &SearchRequest,
        filters: &Filters<'_>,
        people: &People,
        keep: usize,
    ) -> Result<Collected> {
        let segment = &self.reader.segments[number];
        let mut collected = Collected::default();
        let mut seen = Seen::new(request);
        let mut repeats = Repeats::default();
        let mut tally = Tally::new(segment, request, people)?;
        let mut members = self.groups.of_segment(number as u32).peekable();
        let has_deletes = segment.reader.has_deletes();
        let mut window = Window::new();
        while root.doc() != TERMINATED {
            window.move_to(root.doc());
            root.fill(&mut window);
            for doc in window.docs() {
                if has_deletes && segment.is_deleted(doc) {
                    continue;
                }
                let passes = Passes::of(segment, filters, people, doc);
                let member = member_at(&mut members, doc);
                if passes.fails <= 1 {
                    match member {
                        None => tally.count(doc, &passes),
                        Some(member) => seen.count(segment, people, doc, member.group, &passes),
                    }
                }
                if passes.fails == 1 && passes.is_undated {
                    match member {
                        None => collected.undated += 1,
                        Some(member) => {
                            repeats.undated.insert(member.group);
                        }
                    }
                }
                if passes.fails > 0 {
                    continue;
                }
                let is_first = first.as_mut().is_some_and(|first| first.seek(doc) == doc);
                let id = segment.id.as_ref().and_then(|ids| ids.ords().first(doc)).unwrap_or(0);
                let rank = rank(segment, request.sort, doc, window.score(doc), is_first);
                let kept = Kept { rank, id: std::cmp::Reverse(id), doc: std::cmp::Reverse(doc) };
                match member {
                    None => {
                        collected.total += 1;
                        collected.best.push(kept);
                        // Twice as many as are kept are sorted out at once.
                        if keep < usize::MAX / 2 && collected.best.len() >= keep * 2 + 1024 {
                            sort_out(&mut collected.best, keep);
                        }
                    }
                    Some(member) => {
                        let key = (self.reader.preferred(&self.preferred, member), id);
                        if repeats.best.get(&member.group).is_none_or(|(known, _)| key < *known) {
                            repeats.best.insert(member.group, (key, kept));
                        }
                    }
                }
            }
        }
        sort_out(&mut collected.best, keep);
        collected.facets = tally.finish()?;
        seen.name(segment, &mut repeats)?;
        collected.repeats = Some(repeats);
        Ok(collected)
    }
}

/// The member of a group that a document is, of those that come in order.
fn member_at<'g>(members: &mut Peekable<impl Iterator<Item = &'g Grouped>>, doc: DocId) -> Option<&'g Grouped> {
    while members.next_if(|member| member.doc < doc).is_some() {}
    members.peek().copied().filter(|member| member.doc == doc)
}

fn sort_out(best: &mut Vec<Kept>, keep: usize) {
    best.sort_unstable_by(|a, b| b.cmp(a));
    best.truncate(keep);
}

/// Puts what the segments saw of groups together: each counts once. Returns what the groups add to the facets.
pub fn join(reader: &Reader, parts: &mut [Collected]) -> FacetCounts {
    let mut best: FxHashMap<u32, (PreferenceKey, usize, Kept)> = FxHashMap::default();
    let at = |segment: usize, kept: &Kept| Address { segment, doc: kept.doc.0 };
    let mut all = Repeats::default();
    for (number, part) in parts.iter_mut().enumerate() {
        let Some(repeats) = part.repeats.take() else { continue };
        for (group, ((key, _), kept)) in repeats.best {
            let is_before = |(known, there, other): &(PreferenceKey, usize, Kept)| {
                reader.is_before((&key, at(number, &kept)), (known, at(*there, other)))
            };
            if best.get(&group).is_none_or(is_before) {
                best.insert(group, (key, number, kept));
            }
        }
        all.undated.extend(repeats.undated);
        for (all, part) in [
            (&mut all.outlets, repeats.outlets),
            (&mut all.languages, repeats.languages),
            (&mut all.authors, repeats.authors),
        ] {
            for (value, groups) in part {
                all.entry(value).or_default().extend(groups);
            }
        }
        all.people.extend(repeats.people);
        all.dates.extend(repeats.dates);
    }
    for (_, number, kept) in best.into_values() {
        if let Some(part) = parts.get_mut(number) {
            part.total += 1;
            part.best.push(kept);
        }
    }
    if let Some(part) = parts.first_mut() {
        part.undated += all.undated.len() as u64;
    }
    let sizes = |values: FxHashMap<String, Vec<u32>>| {
        let size = |mut groups: Vec<u32>| {
            groups.sort_unstable();
            groups.dedup();
            groups.len() as u64
        };
        values.into_iter().map(|(value, groups)| (value, size(groups))).collect()
    };
    let count = |mut pairs: Vec<(u32, u32)>| {
        pairs.sort_unstable();
        pairs.dedup();
        let mut counts: FxHashMap<u32, u64> = FxHashMap::default();
        pairs.into_iter().for_each(|(value, _)| *counts.entry(value).or_default() += 1);
        counts
    };
    FacetCounts {
        outlets: sizes(all.outlets),
        languages: sizes(all.languages),
        authors: sizes(all.authors),
        people: count(all.people),
        dates: count(all.dates),
    }
}

/// Values of facets with the groups that have them, by the numbers of one segment. No author: the largest number.
struct Seen<'r> {
    request: &'r SearchRequest,
    outlets: Pairs<u64>,
    languages: Pairs<u64>,
    authors: Pairs<u64>,
    people: Pairs<u32>,
    dates: Pairs<u32>,
}

/// Different pairs of a value and a group. They are put in order now and then, which is less work than looking for
/// each whether it is known.
struct Pairs<V> {
    pairs: Vec<(V, u32)>,
    /// How many there may be before they are put in order.
    room: usize,
}

impl<V: Ord + Copy> Pairs<V> {
    fn new() -> Pairs<V> {
        Pairs { pairs: Vec::new(), room: 4096 }
    }

    fn insert(&mut self, pair: (V, u32)) {
        if self.pairs.last() != Some(&pair) {
            self.pairs.push(pair);
            if self.pairs.len() >= self.room {
                self.settle();
                self.room = self.pairs.len() * 2 + 4096;
            }
        }
    }

    fn settle(&mut self) {
        self.pairs.sort_unstable();
        self.pairs.dedup();
    }

    fn finish(mut self) -> Vec<(V, u32)> {
        self.settle();
        self.pairs
    }
}

const NO_AUTHOR: u64 = u64::MAX;

impl<'r> Seen<'r> {
    fn new(request: &'r SearchRequest) -> Seen<'r> {
        Seen {
            request,
            outlets: Pairs::new(),
            languages: Pairs::new(),
            authors: Pairs::new(),
            people: Pairs::new(),
            dates: Pairs::new(),
        }
    }

    /// As `Tally::count`: in each facet whose own filter is the only one the document may fail.
    fn count(&mut self, segment: &Segment, people: &People, doc: DocId, group: u32, passes: &Passes) {
        let others = |own: bool| passes.fails == 0 || !own;
        let wants = |facet: Facet| self.request.facets.contains(&facet);
        let first = |column: &Option<StrColumn>| column.as_ref().and_then(|column| column.ords().first(doc));
        if wants(Facet::Outlet) && others(passes.outlet) {
            first(&segment.outlet).into_iter().for_each(|ord| self.outlets.insert((ord, group)));
        }
        if wants(Facet::Language) && others(true) {
            first(&segment.language).into_iter().for_each(|ord| self.languages.insert((ord, group)));
        }
        if wants(Facet::Date) && others(passes.date) {
            let divisor = match self.request.by {
                By::Year => 10_000,
                By::Month => 100,
                By::Day => 1,
            };
            self.dates.insert((segment.date.first(doc).unwrap_or(0) as u32 / divisor, group));
        }
        if wants(Facet::Author) && others(passes.author) {
            let mut has_author = false;
            for ord in segment.author.iter().flat_map(|column| column.term_ords(doc)) {
                has_author = true;
                self.authors.insert((ord, group));
            }
            if !has_author {
                self.authors.insert((NO_AUTHOR, group));
            }
        }
        if wants(Facet::Speaker) && others(passes.people) {
            let mut is_anybody = false;
            for_each_person(segment, people, doc, |person| {
                is_anybody = true;
                self.people.insert((person, group));
            });
            if !is_anybody {
                self.people.insert((NOBODY, group));
            }
        }
    }

    /// Puts names to the numbers.
    fn name(self, segment: &Segment, repeats: &mut Repeats) -> Result<()> {
        for (column, pairs, into) in [
            (&segment.outlet, self.outlets, &mut repeats.outlets),
            (&segment.language, self.languages, &mut repeats.languages),
            (&segment.author, self.authors, &mut repeats.authors),
        ] {
            for same in pairs.finish().chunk_by(|one, other| one.0 == other.0) {
                let ord = same[0].0;
                let name = if ord == NO_AUTHOR { String::new() } else { text_of(column, ord)? };
                into.entry(name).or_default().extend(same.iter().map(|(_, group)| *group));
            }
        }
        repeats.people = self.people.finish();
        repeats.dates = self.dates.finish();
        Ok(())
    }
}
