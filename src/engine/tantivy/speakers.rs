//! Who is quoted, counted over the columns of all quotations.

use tantivy::{DocSet, TERMINATED};

use super::encode::QUOTE;
use super::reader::Reader;
use super::segment::NOBODY;
use crate::engine::Speaker;
use crate::error::Result;
use crate::model::Date;
use crate::query::Name;

/// What was counted of a person so far.
#[derive(Clone, Default)]
struct Counted {
    articles: u64,
    quotations: u64,
    first: u32,
    last: u32,
    /// The article counted last, by segment and document: its quotations stand together.
    article: Option<(usize, u32)>,
}

impl Reader {
    /// Everyone who is quoted, or those whom a name means; most quoted first.
    pub fn speakers(&self, pattern: Option<&str>) -> Result<Vec<Speaker>> {
        let wanted = pattern.map(|text| {
            let found = self.people.find(&Name { text: text.trim().to_owned(), exact: false });
            let mut wanted = vec![false; self.people.len()];
            for person in found.people {
                if let Some(slot) = wanted.get_mut(person as usize) {
                    *slot = true;
                }
            }
            wanted
        });
        let mut counted = vec![Counted::default(); self.people.len()];
        for (number, segment) in self.segments.iter().enumerate() {
            let (Some(column), Some(mut quotations)) = (&segment.speaker, segment.of_kind(QUOTE)?) else { continue };
            let mut doc = quotations.doc();
            while doc != TERMINATED {
                if !segment.is_deleted(doc)
                    && let Some(person) = column.ords().first(doc).map(|ord| segment.person(ord, &self.people))
                    && person != NOBODY
                    && let Some(slot) = counted.get_mut(person as usize)
                {
                    slot.quotations += 1;
                    let article = Some((number, segment.article_of(doc)));
                    if slot.article != article {
                        slot.article = article;
                        slot.articles += 1;
                        slot.saw(segment.date.first(doc).unwrap_or(0) as u32);
                    }
                }
                doc = quotations.advance();
            }
        }
        let mut speakers: Vec<Speaker> = (0u32..)
            .zip(counted)
            .filter(|(person, counted)| {
                let is_wanted = wanted.as_ref().is_none_or(|wanted| wanted.get(*person as usize) == Some(&true));
                is_wanted && counted.quotations > 0
            })
            .filter_map(|(person, counted)| {
                let known = self.people.person(person)?;
                Some(Speaker {
                    name: known.name,
                    aliases: known.aliases,
                    articles: counted.articles,
                    quotations: counted.quotations,
                    dates: Date::from_number(counted.first).zip(Date::from_number(counted.last)),
                })
            })
            .collect();
        speakers.sort_by(|a, b| {
            (b.quotations, b.articles).cmp(&(a.quotations, a.articles)).then_with(|| a.name.cmp(&b.name))
        });
        Ok(speakers)
    }
}

impl Counted {
    /// Takes in a day, as `yyyymmdd`; 0 is unknown.
    fn saw(&mut self, date: u32) {
        if date != 0 {
            self.first = if self.first == 0 { date } else { self.first.min(date) };
            self.last = self.last.max(date);
        }
    }
}
