//! The families of quotations of an index: brought up to date at first need, asked for by list or
//! by id.

use std::collections::hash_map::Entry as Entries;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::Index;
use super::derived::Kind;
use crate::engine::SearchRequest;
use crate::engine::families::{AlteredResponse, Family, FamilyDetail, FamilyRequest, FamilyResponse, Variant};
use crate::engine::tantivy::{Address, Entry, in_two};
use crate::error::Result;
use crate::families::labels::compare;
use crate::families::{self, ArticleRow, Item, NO_DAY, NONE, NewItem, Store, Update, utterances};
use crate::model::{Article, Date};
use crate::query::Query;

/// Articles that are read before the next are.
const CHUNK: usize = 4096;

/// Wordings that the fullest one is compared with.
const MAX_OTHERS: usize = 4;

/// How far bringing up to date has come: articles read, and how many there are to read.
pub type FamilyProgress<'p> = &'p mut dyn FnMut(u64, u64);

/// The families of a commit.
pub struct Families {
    pub(super) store: Store,
    /// The article of each item.
    pub(super) article: Vec<u32>,
    /// Where the items of each family begin in `members`.
    starts: Vec<u32>,
    members: Vec<u32>,
}

/// How far a family has spread, by which families are ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Spread {
    outlets: u32,
    articles: u32,
    last: i32,
    items: u32,
}

impl Families {
    fn new(store: Store) -> Families {
        let mut article = Vec::with_capacity(store.items.len());
        for (number, row) in store.articles.iter().enumerate() {
            article.extend(std::iter::repeat_n(number as u32, row.count as usize));
        }
        let mut starts = vec![0u32; store.families.len() + 1];
        let family = |item: &Item| (item.family != NONE).then_some(item.family as usize);
        store.items.iter().filter_map(family).for_each(|family| starts[family + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut members = vec![0u32; starts.last().copied().unwrap_or(0) as usize];
        for (number, item) in store.items.iter().enumerate() {
            if let Some(family) = family(item) {
                members[next[family] as usize] = number as u32;
                next[family] += 1;
            }
        }
        Families { store, article, starts, members }
    }

    /// Number of families.
    pub fn len(&self) -> usize {
        self.store.families.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.store.families.is_empty()
    }

    /// The items of a family.
    pub(super) fn members(&self, family: usize) -> &[u32] {
        &self.members[self.starts[family] as usize..self.starts[family + 1] as usize]
    }

    pub(super) fn row(&self, item: u32) -> &ArticleRow {
        &self.store.articles[self.article[item as usize] as usize]
    }

    fn spread(&self, family: usize) -> Spread {
        let members = self.members(family);
        let mut outlets: Vec<u32> = members.iter().map(|item| self.row(*item).outlet).collect();
        outlets.retain(|outlet| *outlet != 0);
        outlets.sort_unstable();
        outlets.dedup();
        let mut articles: Vec<u32> = members.iter().map(|item| self.article[*item as usize]).collect();
        articles.dedup();
        let last = members.iter().map(|item| self.row(*item).day).max().unwrap_or(NO_DAY);
        Spread { outlets: outlets.len() as u32, articles: articles.len() as u32, last, items: members.len() as u32 }
    }

    fn form(&self, item: u32) -> u32 {
        self.store.items[item as usize].form
    }

    /// The known outlets that have each wording of a family.
    fn outlets_by_form(&self, family: usize) -> FxHashMap<u32, Vec<u32>> {
        let mut outlets: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for number in self.members(family) {
            let known = outlets.entry(self.form(*number)).or_default();
            let outlet = self.row(*number).outlet;
            if outlet != 0 && !known.contains(&outlet) {
                known.push(outlet);
            }
        }
        outlets
    }

    /// The wording that most outlets have, the fullest of several; `None` if none has more than one. A few
    /// words out of it, which may well have more, are no measure for the rest: half of the fullest is.
    fn usual(&self, family: usize, outlets: &FxHashMap<u32, Vec<u32>>) -> Option<u32> {
        let length = |form: u32| self.store.forms.tokens(form).len();
        let least = length(self.store.families[family].head).div_ceil(2);
        let several = outlets.iter().filter(|(form, known)| known.len() > 1 && length(**form) >= least);
        let most = several.max_by_key(|(form, known)| (known.len(), length(**form), std::cmp::Reverse(**form)));
        most.map(|(form, _)| *form)
    }

    /// What a wording of a family is compared with where no wording is the usual one: the fullest, and this
    /// one with the next fullest.
    fn others(&self, family: usize, form: u32) -> Vec<u32> {
        let head = self.store.families[family].head;
        if form != head {
            return vec![head];
        }
        let mut others: Vec<u32> = self.members(family).iter().map(|item| self.form(*item)).collect();
        others.sort_by_key(|form| (std::cmp::Reverse(self.store.forms.tokens(*form).len()), *form));
        others.dedup();
        others.retain(|other| *other != head);
        others.truncate(MAX_OTHERS);
        others
    }

    /// The items of a family, the oldest first, those without a date last.
    fn by_age(&self, family: usize) -> Vec<u32> {
        let mut members = self.members(family).to_vec();
        members.sort_by_key(|item| {
            let day = self.row(*item).day;
            (if day == NO_DAY { i32::MAX } else { day }, *item)
        });
        members
    }

    fn find(&self, id: &str) -> Option<usize> {
        let id = parse_id(id)?;
        self.store.families.iter().position(|family| family.id == id)
    }
}

const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// An id as shown.
pub(super) fn shown_id(id: u64) -> String {
    (0..8).rev().map(|at| char::from(LETTERS[(id >> (at * 5) & 31) as usize])).collect()
}

pub(super) fn parse_id(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.len() != 8 {
        return None;
    }
    text.bytes().try_fold(0, |id, byte| {
        let digit = LETTERS.iter().position(|letter| *letter == byte.to_ascii_lowercase())?;
        Some(id << 5 | digit as u64)
    })
}

/// Days since 1970-01-01; after Hinnant, "chrono-compatible low-level date algorithms".
pub(super) fn day_number(date: Date) -> i32 {
    let (year, month, day) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The row of an article that is new.
fn row(entry: &Entry, article: &Article) -> ArticleRow {
    let outlet = article.outlet.as_ref().map_or(0, |outlet| (xxh3_64(outlet.value.as_bytes()) as u32).max(1));
    ArticleRow {
        key: entry.key,
        content: entry.content,
        address: (entry.address.segment as u32, entry.address.doc),
        day: article.date.as_ref().map_or(NO_DAY, |date| day_number(date.value)),
        outlet,
        first: 0,
        count: 0,
    }
}

pub(super) fn address(row: &ArticleRow) -> Address {
    Address { segment: row.address.0 as usize, doc: row.address.1 }
}

impl Index {
    /// The families of quotations of this commit. What is new since they were last made is read
    /// and grouped first, and kept in the index folder if that can be written.
    ///
    /// `progress` is called now and then with the number of articles read and of those to read.
    pub fn families(&self, progress: FamilyProgress<'_>) -> Result<Arc<Families>> {
        let mut slot = self.families.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(families) = slot.as_ref() {
            return Ok(families.clone());
        }
        let families = Arc::new(Families::new(self.families_up_to_date(progress)?));
        *slot = Some(families.clone());
        Ok(families)
    }

    fn families_up_to_date(&self, progress: FamilyProgress<'_>) -> Result<Store> {
        let kept = self.kept(Kind::Families, families::VERSION);
        let is_current = kept.as_ref().is_some_and(|kept| kept.is_current);
        let store = kept.and_then(|kept| Store::from_bytes(&kept.bytes));
        let store = match store {
            Some(store) if is_current => return Ok(store),
            store => store.unwrap_or_default(),
        };
        let changes = self.changes(store.articles.iter().map(|row| (row.key, row.content)))?;
        let moved: Vec<Option<(u32, u32)>> =
            changes.moved.iter().map(|to| to.map(|to| (to.segment as u32, to.doc))).collect();
        let mut update = Update::new(store, &moved);
        let mut new: Vec<Entry> = Vec::with_capacity(changes.added());
        new.extend(changes.articles.iter().filter(|(_, known)| known.is_none()).map(|(entry, _)| *entry));
        let mut done = 0;
        for chunk in new.chunks(CHUNK) {
            let read = |part: &[Entry]| -> Result<Vec<(ArticleRow, Vec<NewItem>)>> {
                let mut rows = Vec::with_capacity(part.len());
                for entry in part {
                    let (article, _) = self.reader.stored(entry.address)?;
                    rows.push((row(entry, &article), utterances::items(&article)));
                }
                Ok(rows)
            };
            for (row, items) in in_two(chunk, read)?.into_iter().flatten() {
                update.add(row, items);
            }
            done += chunk.len() as u64;
            progress(done, new.len() as u64);
        }
        let store = update.finish();
        self.keep(Kind::Families, families::VERSION, &store.to_bytes());
        Ok(store)
    }

    /// Returns families, those that have spread most first.
    pub fn family_list(&self, request: &FamilyRequest, progress: FamilyProgress<'_>) -> Result<FamilyResponse> {
        let families = self.families(progress)?;
        let (chosen, notes) = self.chosen(&families, request)?;
        let mut response = FamilyResponse {
            total: chosen.len() as u64,
            families: families.len() as u64,
            notes,
            ..FamilyResponse::default()
        };
        let page = chosen.iter().enumerate().skip(request.search.offset).take(request.search.limit);
        for (at, family) in page {
            let mut hit = self.family(&families, *family)?;
            hit.rank = at + 1;
            if request.members {
                for item in families.by_age(*family) {
                    hit.members.push(self.item_id(&families, item)?);
                }
            }
            response.hits.push(hit);
        }
        Ok(response)
    }

    /// The families that a request means, in order, and what to tell the user.
    fn chosen(&self, families: &Families, request: &FamilyRequest) -> Result<(Vec<usize>, Vec<String>)> {
        let (matched, notes) = if is_everything(&request.search) {
            (None, Vec::new())
        } else {
            let (matched, notes) = self.reader.matched_quotations(&request.search)?;
            (Some(matched), notes)
        };
        let has_match = |family: usize, matched: &FxHashSet<(u32, u32)>| {
            families.members(family).iter().any(|number| {
                let (item, row) = (&families.store.items[*number as usize], families.row(*number));
                let doc = row.address.1.saturating_add(u32::from(item.number) + 1);
                !item.is_fragment && matched.contains(&(row.address.0, doc))
            })
        };
        let mut chosen: Vec<(Spread, usize)> = (0..families.len())
            .filter(|family| matched.as_ref().is_none_or(|matched| has_match(*family, matched)))
            .map(|family| (families.spread(family), family))
            .filter(|(spread, _)| spread.outlets >= request.least_outlets)
            .collect();
        chosen.sort_by_key(|(spread, family)| (std::cmp::Reverse(*spread), families.store.families[*family].id));
        Ok((chosen.into_iter().map(|(_, family)| family).collect(), notes))
    }

    /// Returns a family with its wordings beside the fullest one, `offset..offset + limit` of them; `None`
    /// if no family has the id.
    pub fn family_detail(
        &self,
        id: &str,
        offset: usize,
        limit: usize,
        progress: FamilyProgress<'_>,
    ) -> Result<Option<FamilyDetail>> {
        let families = self.families(progress)?;
        let Some(number) = families.find(id) else { return Ok(None) };
        let mut detail = FamilyDetail { family: self.family(&families, number)?, variants: Vec::new() };
        detail.family.rank = 1;
        for item in families.by_age(number).into_iter().skip(offset).take(limit) {
            detail.variants.extend(self.variant(&families, item, &detail.family)?);
        }
        Ok(Some(detail))
    }

    /// Returns wordings that one outlet alone has in quotation marks, each beside the one that most outlets
    /// have: words differ, and no ellipsis or bracket says so. Where no wording has more than one outlet, all
    /// that differ are returned, the fullest as well.
    pub fn altered(&self, request: &FamilyRequest, progress: FamilyProgress<'_>) -> Result<AlteredResponse> {
        let families = self.families(progress)?;
        let least = FamilyRequest { least_outlets: request.least_outlets.max(2), ..request.clone() };
        let (chosen, notes) = self.chosen(&families, &least)?;
        let mut response = AlteredResponse { notes, ..AlteredResponse::default() };
        let skip = request.search.offset as u64;
        let end = skip.saturating_add(request.search.limit as u64);
        for family in chosen {
            let outlets = families.outlets_by_form(family);
            let usual = families.usual(family, &outlets);
            let mut shown: Option<Family> = None;
            let mut texts: FxHashMap<u32, String> = FxHashMap::default();
            let mut told: FxHashSet<u32> = FxHashSet::default();
            for item in families.by_age(family) {
                let form = families.store.items[item as usize].form;
                let is_alone = outlets.get(&form).is_some_and(|known| known.len() == 1);
                if !is_alone || told.contains(&form) {
                    continue;
                }
                let mut beside = match &shown {
                    Some(shown) => shown.clone(),
                    None => shown.insert(self.family(&families, family)?).clone(),
                };
                // Where no wording has more outlets than one, the fullest has others beside it in its turn.
                let others = match usual {
                    Some(usual) if usual == form => continue,
                    Some(usual) => vec![usual],
                    None => families.others(family, form),
                };
                for other in others {
                    let text = match texts.entry(other) {
                        Entries::Occupied(known) => known.into_mut(),
                        Entries::Vacant(slot) => {
                            let first = families.by_age(family).into_iter().find(|item| families.form(*item) == other);
                            slot.insert(first.map_or(Ok(String::new()), |item| self.full_text(&families, item))?)
                        }
                    };
                    beside.text.clone_from(text);
                    if let Some(variant) = self.variant(&families, item, &beside)?
                        && variant.fidelity.differs()
                    {
                        if (skip..end).contains(&response.total) {
                            response.variants.push(variant);
                        }
                        response.total += 1;
                        told.insert(form);
                        break;
                    }
                }
            }
        }
        Ok(response)
    }

    /// What is shown of a family.
    pub(super) fn family(&self, families: &Families, number: usize) -> Result<Family> {
        let row = &families.store.families[number];
        let mut family = Family { id: shown_id(row.id), ..Family::default() };
        let mut outlets: FxHashMap<String, u64> = FxHashMap::default();
        let mut speakers: FxHashMap<String, u64> = FxHashMap::default();
        let mut forms: FxHashSet<u32> = FxHashSet::default();
        let mut last_article = NONE;
        let mut glance = (None, None);
        for number in families.members(number) {
            let item = &families.store.items[*number as usize];
            let article = families.article[*number as usize];
            let at = address(families.row(*number));
            if article != last_article {
                glance = self.reader.glance(at)?;
                family.articles += 1;
                last_article = article;
                if let Some(date) = glance.1 {
                    let (first, last) = family.dates.unwrap_or((date, date));
                    family.dates = Some((first.min(date), last.max(date)));
                }
            }
            family.quotations += 1;
            forms.insert(item.form);
            match &glance.0 {
                Some(outlet) => *outlets.entry(outlet.clone()).or_default() += 1,
                None => family.without_outlet += 1,
            }
            if !item.is_fragment
                && let Some(speaker) = self.reader.speaker_at(at, usize::from(item.number))
            {
                *speakers.entry(speaker).or_default() += 1;
            }
        }
        family.wordings = forms.len() as u64;
        family.outlets = counted(outlets);
        family.speakers = counted(speakers);
        family.speakers_disagree = family.speakers.len() > 1;
        let of_head = |item: &&u32| families.store.items[**item as usize].form == row.head;
        let by_age = families.by_age(number);
        if let Some(item) = by_age.iter().find(of_head).or(by_age.first()) {
            family.quote = self.item_id(families, *item)?;
            family.text = self.full_text(families, *item)?;
        }
        Ok(family)
    }

    /// The words of an item, with all parts of a sentence that a cue interrupts.
    fn full_text(&self, families: &Families, number: u32) -> Result<String> {
        let item = &families.store.items[number as usize];
        let (article, _) = self.reader.stored(address(families.row(number)))?;
        let all = utterances::utterances(&article);
        let is_it = |one: &utterances::Utterance| one.number == item.number && one.is_fragment == item.is_fragment;
        let Some(at) = all.iter().position(is_it) else { return Ok(String::new()) };
        let first = (0..=at).rev().find(|at| !all[*at].carries_on).unwrap_or(at);
        let parts = all[first..].iter().enumerate().take_while(|(at, one)| *at == 0 || one.carries_on);
        let parts: Vec<&str> = parts.map(|(_, one)| one.span.of_text(&article.text).trim()).collect();
        Ok(parts.join(" "))
    }

    /// The id of an item: of its article, and its number there.
    pub(super) fn item_id(&self, families: &Families, number: u32) -> Result<String> {
        let item = &families.store.items[number as usize];
        let id = self.reader.shown_id_at(address(families.row(number)))?;
        Ok(format!("{id}#{}{}", if item.is_fragment { 'f' } else { 'q' }, item.number + 1))
    }

    fn variant(&self, families: &Families, number: u32, family: &Family) -> Result<Option<Variant>> {
        let item = &families.store.items[number as usize];
        let stored = self.stored(address(families.row(number)))?;
        let article = &stored.article;
        let all = utterances::utterances(article);
        let Some(one) = all.iter().find(|one| one.number == item.number && one.is_fragment == item.is_fragment) else {
            return Ok(None);
        };
        let text = one.span.of_text(&article.text).to_owned();
        let comparison = compare(&family.text, &text);
        let quote = article.quotes.get(usize::from(one.number)).filter(|_| !one.is_fragment);
        let points = |to: usize| article.text.get(..to).map_or(0, |before| before.chars().count());
        Ok(Some(Variant {
            family: family.id.clone(),
            id: self.item_id(families, number)?,
            article: stored.id.clone(),
            title: article.title.as_ref().map(|title| title.value.clone()),
            outlet: article.outlet.as_ref().map(|outlet| outlet.value.clone()),
            date: article.date.as_ref().map(|date| (date.value, date.certainty)),
            url: article.url.as_ref().map(|url| url.value.clone()),
            kind: quote.map_or("fragment", |quote| quote.kind.name()),
            speaker: quote.and_then(|_| stored.people.get(usize::from(one.number)).cloned().flatten()),
            text,
            start: points(one.span.start()),
            end: points(one.span.end()),
            fidelity: comparison.fidelity,
            score: comparison.score,
            segments: comparison.segments,
            full: family.text.clone(),
        }))
    }
}

/// Names with their counts, the most frequent first.
pub(super) fn counted(counts: FxHashMap<String, u64>) -> Vec<(String, u64)> {
    let mut counted: Vec<(String, u64)> = counts.into_iter().collect();
    counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counted
}

/// True if a request leaves nothing out.
pub(super) fn is_everything(search: &SearchRequest) -> bool {
    let SearchRequest { query, outlets, speakers, authors, dates, .. } = search;
    *query == Query::All && outlets.is_empty() && speakers.is_empty() && authors.is_empty() && dates.is_open()
}
