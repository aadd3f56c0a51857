//! Groups of reprints of a commit: made at first need, kept beside the index.
//!
//! Sketches are what costs: the text of every article is read once for its sketch, and that is kept under the
//! article's identity, so the next commit reads only what came or changed. The groups are then made anew from all
//! sketches, some microseconds an article, so that they are the same however the articles came.

use super::Index;
use super::derived::Kind;
use crate::engine::SearchRequest;
use crate::engine::reprints::{Preference, ReprintGroup, ReprintKind, ReprintMember, ReprintRequest, ReprintResponse};
use crate::engine::tantivy::{Address, Entry, in_two};
use crate::error::Result;
use crate::model::Certainty;
use crate::reprints::{GROUP_VERSION, Grouped, Groups, SKETCH_VERSION, Sketch, Sketches, group, sketch};

impl Index {
    /// True if the groups of reprints of this commit are at hand; else the first question that needs them takes some
    /// seconds for every 100,000 articles.
    pub fn has_reprints(&self) -> bool {
        self.reader.groups().is_some() || self.kept(Kind::Reprints, GROUP_VERSION).is_some_and(|kept| kept.is_current)
    }

    /// Makes sure that the groups of reprints are known to the engine if a request counts them.
    pub(super) fn know_groups(&self, request: &SearchRequest) -> Result<()> {
        if request.distinct.is_some() {
            self.groups()?;
        }
        Ok(())
    }

    /// The groups of reprints of this commit.
    pub(crate) fn groups(&self) -> Result<&Groups> {
        if let Some(groups) = self.reader.groups() {
            return Ok(groups);
        }
        let kept = self.kept(Kind::Reprints, GROUP_VERSION).filter(|kept| kept.is_current);
        let groups = match kept.and_then(|kept| Groups::from_bytes(&kept.bytes)) {
            Some(groups) => groups,
            None => self.make_groups()?,
        };
        Ok(self.reader.set_groups(groups))
    }

    fn make_groups(&self) -> Result<Groups> {
        let known = self.kept(Kind::Sketches, SKETCH_VERSION).and_then(|kept| Sketches::from_bytes(&kept.bytes));
        let known = known.unwrap_or_default();
        let changes = self.changes(known.rows.iter().map(|row| (row.key, row.content)))?;
        let added: Vec<Entry> =
            changes.articles.iter().filter(|(_, place)| place.is_none()).map(|(entry, _)| *entry).collect();
        let read = |part: &[Entry]| -> Result<Vec<Sketch>> {
            part.iter().map(|entry| Ok(sketch(&self.reader.stored(entry.address)?.0))).collect()
        };
        let mut fresh = in_two(&added, read)?.into_iter().flatten();
        let mut sketches = Sketches::default();
        let mut places = Vec::with_capacity(changes.articles.len());
        for (entry, place) in &changes.articles {
            match place.and_then(|place| known.rows.get(place as usize)) {
                Some(row) => sketches.copy(&known, row),
                None => sketches.push(entry.key, entry.content, &fresh.next().unwrap_or_default()),
            }
            let Address { segment, doc } = entry.address;
            places.push((segment as u32, doc, self.reader.day(entry.address)));
        }
        drop(known);
        let groups = Groups::of(&sketches, &group(&sketches), &places);
        // Who may not write makes them again the next time.
        if !added.is_empty() || changes.moved.iter().any(Option::is_none) {
            self.keep(Kind::Sketches, SKETCH_VERSION, &sketches.to_bytes());
        }
        self.keep(Kind::Reprints, GROUP_VERSION, &groups.to_bytes());
        Ok(groups)
    }

    /// Lists groups of reprints, the largest first; or the one that an article is in.
    ///
    /// The first time after a commit this reads every article that is new, see [`Index::has_reprints`].
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use news_search::engine::ReprintRequest;
    /// use news_search::{Index, RawArticle};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let mut writer = Index::create(folder.path())?;
    /// for path in ["a", "b"] {
    ///     writer.add(RawArticle::new(path, "Otters came back to the river, and nobody had expected them."))?;
    /// }
    /// writer.add(RawArticle::new("c", "Parliament votes on taxes."))?;
    /// writer.commit()?;
    /// let found = Index::open(folder.path())?.reprints(&ReprintRequest::default())?;
    /// assert_eq!((found.total, found.articles, found.groups[0].members.len()), (1, 2, 2));
    /// # Ok(())
    /// # }
    /// ```
    pub fn reprints(&self, request: &ReprintRequest) -> Result<ReprintResponse> {
        let groups = self.groups()?;
        let mut response = ReprintResponse::default();
        let mut chosen: Vec<usize> = Vec::new();
        match &request.article {
            Some(id) => {
                let found = match self.reader.named(id)?.as_slice() {
                    [only] => groups.find(only.segment as u32, only.doc),
                    _ => None,
                };
                chosen.extend(found.map(|member| member.group as usize));
            }
            None => chosen.extend(0..groups.len()),
        }
        response.total = chosen.len() as u64;
        response.articles = chosen.iter().map(|number| groups.group(*number).len() as u64).sum();
        let preference = self.reader.preference(&request.preference)?;
        for number in chosen.into_iter().skip(request.offset).take(request.limit) {
            let mut members = self.reader.in_order(&preference, groups.group(number));
            let Some(first) = members.first().copied() else { continue };
            let all = members.len() as u64;
            if request.members > 0 {
                members.truncate(request.members);
            }
            let members = members.into_iter().map(|member| self.member(member, first)).collect::<Result<_>>()?;
            response.groups.push(ReprintGroup { size: all, members });
        }
        Ok(response)
    }

    fn member(&self, member: &Grouped, first: &Grouped) -> Result<ReprintMember> {
        let address = Address { segment: member.segment as usize, doc: member.doc };
        let (article, source) = self.reader.stored(address)?;
        let kind = match member {
            _ if std::ptr::eq(member, first) => ReprintKind::Representative,
            _ if member.text == first.text => ReprintKind::Exact,
            // A third is more than one cuts without cutting the story.
            _ if member.words.saturating_mul(3) < first.words.saturating_mul(2) => ReprintKind::Excerpt,
            _ if first.words.saturating_mul(3) < member.words.saturating_mul(2) => ReprintKind::Longer,
            _ => ReprintKind::Edited,
        };
        Ok(ReprintMember {
            id: self.reader.shown_id(&article, &source)?,
            kind,
            title: article.title.map(|title| title.value),
            outlet: article.outlet.map(|outlet| outlet.value),
            date: article.date.map(|date| (date.value, date.certainty as Certainty)),
            url: article.url.map(|url| url.value),
            words: member.words,
        })
    }
}

impl Default for ReprintRequest {
    /// The ten largest groups, with all their articles, the earliest first.
    fn default() -> ReprintRequest {
        ReprintRequest { article: None, preference: Preference::default(), limit: 10, offset: 0, members: 0 }
    }
}
