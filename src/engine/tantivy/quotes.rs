//! Answering a request for quotations.
//!
//! The way is that of articles (`search`), over the other kind of documents; what is shown of a
//! quotation is read from its stored article.

use std::cell::RefCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::collect::{Kept, collect, score_of};
use super::cursor::{Check, Cursor};
use super::lower::Lowering;
use super::reader::{Address, Reader};
use super::search::{FilterNames, check_page, distinct, phrase_of};
use super::view::{Unread, said};
use crate::engine::quotes::{QuoteHit, QuoteRequest, QuoteResponse};
use crate::engine::{SearchRequest, Sort, undated};
use crate::error::Result;
use crate::model::{Article, Span};
use crate::query::{Query, Scope};

impl Reader {
    /// Answers a request for quotations.
    pub fn quotes(&self, request: &QuoteRequest) -> Result<QuoteResponse> {
        let search = &request.search;
        let keep = check_page(search, "quotations", "filters such as `--speaker` leave fewer")?;
        let mut names = self.resolver();
        let filters = FilterNames::of(search, &mut names)?;
        let phrase = (search.sort == Sort::Relevance).then(|| phrase_of(&search.query)).flatten();
        let left_out = self.quoted_elsewhere(search)?;
        let (mut parts, further) = self.on_segments(
            || Lowering::of_quotations(self),
            |lowering, number| {
                let segment = &self.segments[number];
                let mut root = lowering.root(number, &search.query)?;
                let mut first = phrase.as_ref().map(|phrase| lowering.root(number, phrase)).transpose()?;
                let first = first.as_mut().map(|first| first.as_mut() as &mut dyn Cursor);
                let mut filters = filters.on(segment)?;
                filters.confirm = (request.min_probability > 0.0)
                    .then(|| self.probability_check(number, request.min_probability, lowering.unread.clone()));
                if !left_out.is_empty() {
                    let (left_out, likely) = (&left_out, filters.confirm.take());
                    filters.confirm = Some(Box::new(move |doc| {
                        !left_out.contains(&(number, segment.article_of(doc)))
                            && likely.as_ref().is_none_or(|likely| likely(doc))
                    }));
                }
                collect(segment, root.as_mut(), first, search, &filters, &self.people, keep)
            },
        )?;
        let notes = distinct(names.notes, further);
        let undated = match undated(search) {
            Some(search) => self.quotes(&QuoteRequest { search, ..*request })?.total,
            None => parts.iter().map(|part| part.undated).sum(),
        };
        let mut response = QuoteResponse {
            total: parts.iter().map(|part| part.total).sum(),
            undated,
            quotations: self.counts()?.1,
            notes,
            ..QuoteResponse::default()
        };
        let best = self.merge(&mut parts, search)?;
        response.hits = self.quote_hits(&best, search)?;
        response.facets = self.facets(parts.into_iter().map(|part| part.facets), search);
        Ok(response)
    }

    /// All quotations that match, by segment and in order of their documents, and what to tell the user of names.
    pub fn all_quotations(&self, search: &SearchRequest) -> Result<(Vec<Vec<u32>>, Vec<String>)> {
        let all =
            SearchRequest { facets: Vec::new(), sort: Sort::Newest, offset: 0, limit: usize::MAX, ..search.clone() };
        let mut names = self.resolver();
        let filters = FilterNames::of(&all, &mut names)?;
        let (parts, further) = self.on_segments(
            || Lowering::of_quotations(self),
            |lowering, number| {
                let segment = &self.segments[number];
                let mut root = lowering.root(number, &all.query)?;
                let filters = filters.on(segment)?;
                let part = collect(segment, root.as_mut(), None, &all, &filters, &self.people, usize::MAX)?;
                let mut docs: Vec<u32> = part.best.into_iter().map(|kept| kept.doc.0).collect();
                docs.sort_unstable();
                Ok(docs)
            },
        )?;
        Ok((parts, distinct(names.notes, further)))
    }

    /// The articles whose quotations are not counted because a reprint of them stands for them: the one of the group
    /// with most quotations that match.
    fn quoted_elsewhere(&self, search: &SearchRequest) -> Result<FxHashSet<(usize, u32)>> {
        let mut left_out = FxHashSet::default();
        if search.distinct.is_none() {
            return Ok(left_out);
        }
        let mut counts: FxHashMap<(usize, u32), u32> = FxHashMap::default();
        for (number, (segment, docs)) in self.segments.iter().zip(self.all_quotations(search)?.0).enumerate() {
            for doc in docs {
                *counts.entry((number, segment.article_of(doc))).or_default() += 1;
            }
        }
        let mut kept: Vec<(u32, Address)> =
            counts.into_iter().map(|((segment, doc), count)| (count, Address { segment, doc })).collect();
        let all: Vec<Address> = kept.iter().map(|(_, address)| *address).collect();
        self.keep_most(search, &mut kept)?;
        left_out.extend(all.into_iter().map(|address| (address.segment, address.doc)));
        kept.iter().for_each(|(_, address)| {
            left_out.remove(&(address.segment, address.doc));
        });
        Ok(left_out)
    }

    /// A check of quotations of one segment: is the speaker that likely? Each article is read
    /// once, as its quotations stand together.
    fn probability_check(&self, segment: usize, least: f32, unread: Unread) -> Check<'_> {
        let last: RefCell<(Option<u32>, Vec<f32>)> = RefCell::default();
        Box::new(move |doc| {
            let (Some(opened), Ok(mut last)) = (self.segments.get(segment), last.try_borrow_mut()) else {
                return false;
            };
            let (article, ordinal) = (opened.article_of(doc), opened.ordinal(doc) as usize);
            if last.0 != Some(article) {
                let stored = unread.note(self.stored(Address { segment, doc: article }));
                let quotes = stored.map(|(article, _)| article.quotes).unwrap_or_default();
                *last = (Some(article), quotes.into_iter().map(|quote| quote.probability).collect());
            }
            last.1.get(ordinal.wrapping_sub(1)).is_some_and(|probability| *probability >= least)
        })
    }

    fn quote_hits(&self, best: &[(Kept, Address)], request: &SearchRequest) -> Result<Vec<QuoteHit>> {
        let words = words_of(&request.query).map(said);
        let words = words.as_ref().map(|words| self.prepared(words));
        // Articles that were stored together are unpacked once.
        let mut order: Vec<usize> = (0..best.len()).collect();
        order.sort_by_key(|at| (best[*at].1.segment, best[*at].1.doc));
        let mut hits: Vec<Option<QuoteHit>> = vec![None; best.len()];
        let mut last: Option<(Address, Opened)> = None;
        for at in order {
            let (kept, Address { segment, doc }) = &best[at];
            let opened = &self.segments[*segment];
            let address = Address { segment: *segment, doc: opened.article_of(*doc) };
            if last.as_ref().is_none_or(|(known, _)| *known != address) {
                last = Some((address, self.open_quotations(address)?));
            }
            let Some((_, opened_article)) = &last else { continue };
            let number = (opened.ordinal(*doc) as usize).wrapping_sub(1);
            let Some(mut hit) = opened_article.hit(number) else { continue };
            hit.rank = request.offset + at + 1;
            hit.score = if request.sort == Sort::Relevance { score_of(kept.rank) } else { 0.0 };
            if let Some(words) = &words {
                hit.highlights = self.quote_marks(words, &opened_article.article, number);
            }
            hits[at] = Some(hit);
        }
        Ok(hits.into_iter().flatten().collect())
    }

    fn open_quotations(&self, address: Address) -> Result<Opened> {
        let (article, source) = self.stored(address)?;
        let id = self.shown_id(&article, &source)?;
        Ok(self.opened(article, id))
    }

    /// An article with what is shown of its quotations.
    pub fn opened(&self, article: Article, id: String) -> Opened {
        let people = self.people_of(&article);
        // Code points are counted once over the text, from quotation to quotation.
        let (mut at, mut count) = (0, 0);
        let mut points = |to: usize| {
            count += article.text.get(at..to).map_or(0, |between| between.chars().count());
            at = to;
            count
        };
        let places =
            article.quotes.iter().map(|quote| (points(quote.words.start()), points(quote.words.end()))).collect();
        Opened { id, people, places, article }
    }
}

/// An article with what is shown of its quotations.
pub struct Opened {
    id: String,
    people: Vec<Option<String>>,
    /// First and last code point of each quotation.
    places: Vec<(usize, usize)>,
    /// The article.
    pub article: Article,
}

impl Opened {
    /// A quotation by its number from 0; rank, score and highlights are left to the caller.
    pub fn hit(&self, number: usize) -> Option<QuoteHit> {
        let speaker = self.people.get(number).cloned().flatten();
        quote_hit(&self.id, &self.article, number, speaker, *self.places.get(number)?)
    }
}

/// What is shown of a quotation of an article; `number` from 0, `place` in code points.
pub fn quote_hit(
    id: &str,
    article: &Article,
    number: usize,
    speaker: Option<String>,
    place: (usize, usize),
) -> Option<QuoteHit> {
    let quote = article.quotes.get(number)?;
    let as_printed = |span: Option<Span>| span.map(|span| span.of_text(&article.text).to_owned());
    Some(QuoteHit {
        rank: 0,
        score: 0.0,
        id: format!("{id}#q{}", number + 1),
        article: id.to_owned(),
        title: article.title.as_ref().map(|title| title.value.clone()),
        outlet: article.outlet.as_ref().map(|outlet| outlet.value.clone()),
        date: article.date.as_ref().map(|date| (date.value, date.certainty)),
        url: article.url.as_ref().map(|url| url.value.clone()),
        kind: quote.kind,
        speaker,
        mention: as_printed(quote.mention),
        cue: as_printed(quote.cue),
        text: quote.words.of_text(&article.text).to_owned(),
        start: place.0,
        end: place.1,
        probability: quote.probability,
        reason: quote.reason.clone(),
        highlights: Vec::new(),
    })
}

/// The part of a query that words of a quotation can make hold; `None` if there is none.
pub fn words_of(query: &Query) -> Option<Query> {
    let all = |parts: &[Query], join: fn(Vec<Query>) -> Query| {
        let mut parts: Vec<Query> = parts.iter().filter_map(words_of).collect();
        if parts.len() > 1 { Some(join(parts)) } else { parts.pop() }
    };
    match query {
        Query::All
        | Query::Not(_)
        | Query::Outlet(_)
        | Query::Author(_)
        | Query::Speaker(_)
        | Query::Language(_)
        | Query::Date(_)
        | Query::Unknown(_)
        | Query::In { scope: Scope::Title | Scope::Narration, .. } => None,
        Query::And(parts) => all(parts, Query::And),
        Query::Or(parts) => all(parts, Query::Or),
        Query::In { scope: Scope::Said, query, speakers } => words_of(query).map(|query| Query::In {
            scope: Scope::Said,
            query: Box::new(query),
            speakers: speakers.clone(),
        }),
        Query::AtLeast { count, query } => {
            words_of(query).map(|query| Query::AtLeast { count: *count, query: Box::new(query) })
        }
        other => Some(other.clone()),
    }
}
