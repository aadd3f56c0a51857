//! What to tell a user whose query found nothing, and what an index holds.

use rustc_hash::FxHashMap;
use tantivy::TERMINATED;

use super::encode::ARTICLE;
use super::forms;
use super::lower::Lowering;
use super::names::{nearest, values};
use super::reader::Reader;
use crate::engine::{Facet, SearchRequest};
use crate::error::{Error, Result};
use crate::index::{Advice, Stats};
use crate::model::Date;
use crate::query::pattern::{Leaf, Pattern};
use crate::query::{Name, Query};

/// Words shorter than this have too many neighbours for one to be meant.
const SHORTEST_CORRECTED: usize = 4;

impl Reader {
    /// Says which parts of a request match nothing, and what comes near them.
    pub fn advise(&self, request: &SearchRequest) -> Result<Advice> {
        let mut advice = Advice::default();
        self.advise_on(&request.query, &mut advice)?;
        let kinds: [(&'static str, &Vec<Name>); 3] =
            [("outlet", &request.outlets), ("author", &request.authors), ("speaker", &request.speakers)];
        for (kind, names) in kinds {
            for name in names {
                self.advise_name(kind, name, &mut advice)?;
            }
        }
        Ok(advice)
    }

    fn advise_on(&self, query: &Query, advice: &mut Advice) -> Result<()> {
        match query {
            Query::And(operands) => {
                for operand in operands.iter().filter(|operand| !matches!(operand, Query::Not(_))) {
                    if self.is_empty(operand)? {
                        advice.empty_parts.push(operand.to_string());
                        self.advise_on(operand, advice)?;
                    }
                }
            }
            Query::Or(operands) => {
                for operand in operands {
                    self.advise_on(operand, advice)?;
                }
            }
            Query::Not(_) => {}
            Query::AtLeast { query, .. } => self.advise_on(query, advice)?,
            Query::In { query, speakers, .. } => {
                for name in speakers {
                    self.advise_name("speaker", name, advice)?;
                }
                self.advise_on(query, advice)?;
            }
            Query::Outlet(name) => self.advise_name("outlet", name, advice)?,
            Query::Author(name) => self.advise_name("author", name, advice)?,
            Query::Speaker(name) => self.advise_name("speaker", name, advice)?,
            other => {
                if let Some(pattern) = Pattern::of(other) {
                    let mut words: Vec<&str> = Vec::new();
                    pattern.leaves(&mut |leaf| match leaf {
                        Leaf::Stem(word) | Leaf::Form(word) => words.push(word),
                        _ => {}
                    });
                    for word in words {
                        self.advise_word(word, advice)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn is_empty(&self, query: &Query) -> Result<bool> {
        let lowering = Lowering::new(self);
        for (number, segment) in self.segments.iter().enumerate() {
            let mut root = lowering.root(number, query)?;
            while root.doc() != TERMINATED {
                if !segment.is_deleted(root.doc()) {
                    return Ok(false);
                }
                root.advance();
            }
        }
        Ok(true)
    }

    /// The most frequent word one letter away, else two.
    fn advise_word(&self, word: &str, advice: &mut Advice) -> Result<()> {
        let known = |leaf: &Leaf| -> Result<FxHashMap<String, u64>> {
            let mut found: FxHashMap<String, u64> = FxHashMap::default();
            let mut shared = forms::Shared::default();
            for segment in &self.segments {
                for field in [self.fields.body, self.fields.title] {
                    let inverted = segment.inverted(field)?;
                    forms::expand(inverted.terms(), leaf, &self.stemmers, &mut shared, &mut |form| {
                        *found.entry(form.form).or_default() += u64::from(form.info.doc_freq);
                    })?;
                }
            }
            Ok(found)
        };
        let is_long = word.chars().count() >= SHORTEST_CORRECTED;
        let is_listed = advice.spellings.iter().any(|(known, _)| known == word);
        if !is_long || is_listed || !known(&Leaf::Stem(word.to_owned()))?.is_empty() {
            return Ok(());
        }
        // Two letters are half of a short word: whatever is that near is another word.
        let farthest = if word.chars().count() <= 5 { 1 } else { 2 };
        for distance in 1..=farthest {
            let near = known(&Leaf::Fuzzy { word: word.to_owned(), distance })?;
            let best = near.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
            if let Some((best, _)) = best {
                advice.spellings.push((word.to_owned(), best));
                break;
            }
        }
        Ok(())
    }

    fn advise_name(&self, kind: &'static str, name: &Name, advice: &mut Advice) -> Result<()> {
        let mut resolver = self.resolver();
        let (is_known, known) = match kind {
            "outlet" => (!resolver.outlets(name)?.is_empty(), values(&self.segments, |segment| &segment.outlet)?),
            "author" => (!resolver.authors(name)?.is_empty(), values(&self.segments, |segment| &segment.author)?),
            _ => {
                let found = self.people.find(name);
                let names = (0..self.people.len() as u32).map(|person| self.people.name(person).to_owned()).collect();
                (!found.people.is_empty(), names)
            }
        };
        if !is_known {
            advice.names.push((kind, name.text.clone(), nearest(&name.text, known)));
        }
        Ok(())
    }

    /// Content of the index as far as the engine knows it.
    pub fn stats(&self) -> Result<Stats> {
        let (articles, quotations) = self.counts()?;
        let mut stats = Stats {
            articles,
            quotations,
            speakers: self.people.len() as u64,
            segments: self.segments.len() as u64,
            copies: self.count_copies()?,
            ..Stats::default()
        };
        let mut request = SearchRequest::new(Query::All);
        request.facets = vec![Facet::Outlet, Facet::Language];
        request.limit = 0;
        request.facet_limit = usize::MAX;
        let facets = self.search(&request)?.facets;
        for outlet in facets.outlet.unwrap_or_default() {
            match outlet.value {
                Some(_) => stats.outlets += 1,
                None => stats.without_outlet = outlet.count,
            }
        }
        stats.languages =
            facets.language.unwrap_or_default().into_iter().map(|count| (count.value, count.count)).collect();
        let mut dates: Option<(u64, u64)> = None;
        for segment in &self.segments {
            let bytes =
                segment.reader.fast_fields().u64("bytes").map_err(Error::engine("reading the lengths of texts"))?;
            let Some(mut docs) = segment.of_kind(ARTICLE)? else { continue };
            use tantivy::DocSet;
            let mut doc = docs.doc();
            while doc != TERMINATED {
                if !segment.is_deleted(doc) {
                    stats.bytes_text += bytes.first(doc).unwrap_or(0);
                    match segment.date.first(doc).unwrap_or(0) {
                        0 => stats.without_date += 1,
                        date => {
                            let (first, last) = dates.unwrap_or((date, date));
                            dates = Some((first.min(date), last.max(date)));
                        }
                    }
                }
                doc = docs.advance();
            }
        }
        stats.dates = dates.and_then(|(first, last)| {
            Some((Date::from_number(u32::try_from(first).ok()?)?, Date::from_number(u32::try_from(last).ok()?)?))
        });
        Ok(stats)
    }
}
