//! Patterns of words: phrases, distances, and what lies in a part of the article.

use tantivy::Term;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};

use super::Lowering;
use super::shape::leaves_of;
use super::within::Room;
use crate::engine::tantivy::encode::{PARAGRAPH, SENTENCE, pair_term};
use crate::engine::tantivy::nearby::{Nearby, Stretches};
use crate::engine::tantivy::positional::{Alternatives, Marks, Positional, Rigid, Sequence};
use crate::engine::tantivy::postings::Union;
use crate::engine::tantivy::sweep::Lists;
use crate::error::{Error, Result};
use crate::query::pattern::{Leaf, Pattern};
use crate::query::{Near, Scope};
use crate::text::is_function_word;

impl<'r> Lowering<'r> {
    /// The places of a pattern in a field, or `None` if it cannot occur.
    pub(super) fn positional(
        &self,
        segment: usize,
        field: Field,
        pattern: &Pattern,
        room: Room,
    ) -> Result<Option<Box<dyn Positional>>> {
        let marks = |kind: &str| -> Result<Option<Marks>> {
            let has_marks = field == self.reader.fields.body;
            Ok(if has_marks { Some(Marks::new(self.segment(segment).marks(kind)?)) } else { None })
        };
        let placed = |found: Box<dyn Positional>| match room {
            Room::Narration => self.narrated(segment, found),
            Room::Whole | Room::Quote => Ok(found),
        };
        Ok(match pattern {
            Pattern::Leaf { leaf, .. } => {
                let union = self.union(segment, field, leaf, IndexRecordOption::WithFreqsAndPositions)?;
                if union.cost() > 0 { Some(placed(Box::new(union))?) } else { None }
            }
            Pattern::Any(parts) => {
                let mut found = Vec::new();
                for part in parts {
                    found.extend(self.positional(segment, field, part, room)?);
                }
                any_of(found)
            }
            Pattern::Seq { parts, slop } => {
                if *slop == 0
                    && let Some(leaves) = leaves_of(parts)
                {
                    return self.phrase(segment, field, &leaves)?.map(placed).transpose();
                }
                let mut found = Vec::new();
                for part in parts {
                    match self.positional(segment, field, part, room)? {
                        Some(part) => found.push(part),
                        None => return Ok(None),
                    }
                }
                Some(Box::new(Sequence::new(found, *slop, marks(PARAGRAPH)?)))
            }
            Pattern::Near { left, near, right } => {
                let Some(left) = self.positional(segment, field, left, room)? else { return Ok(None) };
                let right = match (self.positional(segment, field, right, room)?, near) {
                    (Some(right), _) => right,
                    (None, Near::NotWithin(_)) => return Ok(Some(left)),
                    (None, _) => return Ok(None),
                };
                let starts = match near {
                    Near::Sentence => marks(SENTENCE)?,
                    Near::Paragraph => marks(PARAGRAPH)?,
                    _ => None,
                };
                let stretches = match (starts, near) {
                    (Some(starts), _) => Stretches::Starts(starts),
                    (None, Near::NotWithin(_)) if room == Room::Quote => {
                        let (firsts, ends) = self.quotations(segment)?;
                        Stretches::Quotes(firsts, ends)
                    }
                    _ => Stretches::Whole,
                };
                Some(Box::new(Nearby::new(left, right, *near, stretches)))
            }
            Pattern::In { scope: Scope::Title, pattern, .. } if field == self.reader.fields.title => {
                self.positional(segment, field, pattern, room)?
            }
            Pattern::In { scope: Scope::Narration, pattern, .. } if field == self.reader.fields.body => match room {
                Room::Whole | Room::Narration => self.positional(segment, field, pattern, Room::Narration)?,
                Room::Quote => None,
            },
            Pattern::In { scope: Scope::Said, pattern, .. } if field == self.reader.fields.said => {
                self.positional(segment, field, pattern, room)?
            }
            Pattern::In { scope: Scope::Said, pattern, speakers } if field == self.reader.fields.body => {
                if room == Room::Narration {
                    return Ok(None);
                }
                match self.positional(segment, field, pattern, Room::Quote)? {
                    Some(inner) => Some(self.quoted(segment, inner, &[speakers])?),
                    None => None,
                }
            }
            Pattern::In { .. } => None,
        })
    }

    /// A phrase of words; `None` if it cannot occur.
    ///
    /// Nearly all words are one place wide. Forms that stand for several (`runoff` for `run-off`)
    /// are rare, and looked for beside.
    pub(super) fn phrase(&self, segment: usize, field: Field, leaves: &[&Leaf]) -> Result<Option<Box<dyn Positional>>> {
        const OPTION: IndexRecordOption = IndexRecordOption::WithFreqsAndPositions;
        let mut found: Vec<Box<dyn Positional>> = Vec::new();
        found.extend(self.rigid(segment, field, leaves)?.map(|rigid| Box::new(rigid) as Box<dyn Positional>));
        for (wide, leaf) in leaves.iter().enumerate() {
            if self.forms(segment, field, leaf)?.iter().all(|form| form.width == 1) {
                continue;
            }
            let mut parts: Vec<Box<dyn Positional>> = Vec::new();
            for (at, leaf) in leaves.iter().enumerate() {
                let is_kept = |width: u32| at != wide || width > 1;
                let union = self.union_of(segment, field, leaf, OPTION, is_kept)?;
                if union.cost() == 0 {
                    parts.clear();
                    break;
                }
                parts.push(Box::new(union));
            }
            if !parts.is_empty() {
                found.push(Box::new(Sequence::new(parts, 0, self.paragraphs(segment, field)?)));
            }
        }
        Ok(any_of(found))
    }

    pub(super) fn paragraphs(&self, segment: usize, field: Field) -> Result<Option<Marks>> {
        let has_marks = field == self.reader.fields.body;
        Ok(if has_marks { Some(Marks::new(self.segment(segment).marks(PARAGRAPH)?)) } else { None })
    }

    /// A phrase of words of one place each, with pairs of function words where the index has
    /// them; `None` if it cannot occur.
    pub(super) fn rigid(&self, segment: usize, field: Field, leaves: &[&Leaf]) -> Result<Option<Rigid>> {
        let frequent: Vec<Option<&str>> = leaves
            .iter()
            .map(|leaf| match leaf {
                Leaf::Form(word) if is_function_word(word) => Some(word.as_str()),
                _ => None,
            })
            .collect();
        let mut words = Vec::new();
        let mut covered = vec![false; leaves.len()];
        let in_title = field == self.reader.fields.title;
        if in_title || field == self.reader.fields.body {
            for at in 1..leaves.len() {
                let (Some(left), Some(right)) = (frequent[at - 1], frequent[at]) else { continue };
                let term = pair_term(left, right, in_title);
                let pairs = self.reader.fields.pairs;
                let inverted = self.segment(segment).inverted(pairs)?;
                let doing = "looking a pair up";
                let info =
                    inverted.get_term_info(&Term::from_field_text(pairs, &term)).map_err(Error::engine(doing))?;
                let Some(info) = info else { return Ok(None) };
                covered[at - 1] = true;
                covered[at] = true;
                words.push(self.word_of_phrase(segment, pairs, vec![info], at as u32 - 1)?);
            }
        }
        for (at, leaf) in leaves.iter().enumerate().filter(|(at, _)| !covered[*at]) {
            let forms = self.forms(segment, field, leaf)?;
            let infos: Vec<TermInfo> =
                forms.iter().filter(|form| form.width == 1).map(|form| form.info.clone()).collect();
            if infos.is_empty() {
                return Ok(None);
            }
            words.push(self.word_of_phrase(segment, field, infos, at as u32)?);
        }
        // Pairs do not run over the end of a paragraph.
        let is_all_pairs = in_title || frequent.iter().all(Option::is_some);
        let paragraphs = if is_all_pairs { None } else { self.paragraphs(segment, field)? };
        Ok(Some(Rigid::new(words, leaves.len() as u32, paragraphs)))
    }

    /// One word of a phrase in the forms it has in a field, `offset` words behind the start.
    fn word_of_phrase(
        &self,
        segment: usize,
        field: Field,
        infos: Vec<TermInfo>,
        offset: u32,
    ) -> Result<(Union, Lists)> {
        let segment = self.segment(segment);
        let inverted = segment.inverted(field)?;
        let mut lists = Vec::with_capacity(infos.len());
        for info in &infos {
            let postings = inverted
                .read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)
                .map_err(Error::engine("reading postings"))?;
            lists.push((postings, 1));
        }
        Ok((Union::new(lists), Lists { inverted, positions: segment.positions(field)?, infos, offset }))
    }

    /// The postings of a term of the field `pairs`.
    fn pair(&self, segment: usize, term: &str, option: IndexRecordOption) -> Result<Option<Union>> {
        let inverted = self.segment(segment).inverted(self.reader.fields.pairs)?;
        let term = Term::from_field_text(self.reader.fields.pairs, term);
        let postings = inverted.read_postings(&term, option).map_err(Error::engine("reading postings"))?;
        Ok(postings.map(|postings| Union::new([(postings, 1)])))
    }

    /// The postings of a phrase that is a pair of function words, without positions: as fast as
    /// a word. `None` if the phrase is no such pair.
    pub(super) fn whole_pair(&self, segment: usize, field: Field, pattern: &Pattern) -> Result<Option<Union>> {
        let in_title = field == self.reader.fields.title;
        let Pattern::Seq { parts, slop: 0 } = pattern else { return Ok(None) };
        let [
            Pattern::Leaf { leaf: Leaf::Form(left), literal: None },
            Pattern::Leaf { leaf: Leaf::Form(right), literal: None },
        ] = parts.as_slice()
        else {
            return Ok(None);
        };
        let has_pairs = in_title || field == self.reader.fields.body;
        if !has_pairs || !is_function_word(left) || !is_function_word(right) {
            return Ok(None);
        }
        let found = self.pair(segment, &pair_term(left, right, in_title), IndexRecordOption::WithFreqs)?;
        Ok(Some(found.unwrap_or_else(|| Union::new([]))))
    }
}

/// Any of what was found.
fn any_of(mut found: Vec<Box<dyn Positional>>) -> Option<Box<dyn Positional>> {
    match found.len() {
        0 | 1 => found.pop(),
        _ => Some(Box::new(Alternatives::new(found))),
    }
}
