//! What is shown of families and of their quotations.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Families, address, counted, shown_id};
use crate::engine::families::{Family, Variant};
use crate::error::Result;
use crate::families::labels::compare;
use crate::families::utterances::{self, Utterance};
use crate::families::{Item, NONE};
use crate::index::Index;
use crate::model::Article;

impl Index {
    /// What is shown of a family.
    pub(in crate::index) fn family(&self, families: &Families, number: usize) -> Result<Family> {
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
            forms.insert(item.form);
            family.parts += 1;
            if families.carries_on(*number) {
                continue;
            }
            family.quotations += 1;
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
    pub(super) fn full_text(&self, families: &Families, number: u32) -> Result<String> {
        let (article, _) = self.reader.stored(address(families.row(number)))?;
        Ok(full_text(&article, &utterances::utterances(&article), &families.store.items[number as usize]))
    }

    /// The id of an item: of its article, and its number there.
    pub(in crate::index) fn item_id(&self, families: &Families, number: u32) -> Result<String> {
        let item = &families.store.items[number as usize];
        let id = self.reader.shown_id_at(address(families.row(number)))?;
        Ok(format!("{id}#{}{}", if item.is_fragment { 'f' } else { 'q' }, item.number + 1))
    }

    /// An item of a family beside a wording of it.
    pub(super) fn variant(
        &self,
        families: &Families,
        number: u32,
        (family, full): (usize, &str),
    ) -> Result<Option<Variant>> {
        let item = &families.store.items[number as usize];
        let stored = self.stored(address(families.row(number)))?;
        let article = &stored.article;
        let all = utterances::utterances(article);
        let Some(one) = all.iter().find(|one| one.number == item.number && one.is_fragment == item.is_fragment) else {
            return Ok(None);
        };
        let text = one.span.of_text(&article.text).to_owned();
        let comparison = compare(full, &text);
        let quote = article.quotes.get(usize::from(one.number)).filter(|_| !one.is_fragment);
        let points = |to: usize| article.text.get(..to).map_or(0, |before| before.chars().count());
        Ok(Some(Variant {
            family: shown_id(families.store.families[family].id),
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
            full: full.to_owned(),
        }))
    }
}

/// The words of an item of an article, with all parts of its sentence.
pub(in crate::index) fn full_text(article: &Article, all: &[Utterance], item: &Item) -> String {
    let is_it = |one: &Utterance| one.number == item.number && one.is_fragment == item.is_fragment;
    let Some(at) = all.iter().position(is_it) else { return String::new() };
    let first = (0..=at).rev().find(|at| !all[*at].carries_on).unwrap_or(at);
    let parts = all[first..].iter().enumerate().take_while(|(at, one)| *at == 0 || one.carries_on);
    let parts: Vec<&str> = parts.map(|(_, one)| one.span.of_text(&article.text).trim()).collect();
    parts.join(" ")
}
