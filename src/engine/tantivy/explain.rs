//! Saying what the words and names of a query stand for.

use std::collections::BTreeMap;

use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};

use super::reader::Reader;
use crate::engine::explain::{Explanation, NameMeaning, TermKind, TermMeaning};
use crate::error::{Error, Result};
use crate::query::pattern::{Leaf, Pattern};
use crate::query::{Name, Query};

/// Where the postings of a form are: segment, field, term.
type Lists = Vec<(usize, Field, TermInfo)>;

impl Reader {
    /// Says what the words and names of a query stand for.
    pub fn explain(&self, query: &Query) -> Result<Explanation> {
        let mut explanation = Explanation::default();
        let mut known = Vec::new();
        self.explain_part(query, &mut known, &mut explanation)?;
        Ok(explanation)
    }

    fn explain_part(&self, query: &Query, known: &mut Vec<Leaf>, into: &mut Explanation) -> Result<()> {
        match query {
            Query::And(parts) | Query::Or(parts) => {
                for part in parts {
                    self.explain_part(part, known, into)?;
                }
            }
            Query::Not(inner) | Query::AtLeast { query: inner, .. } => self.explain_part(inner, known, into)?,
            Query::Near { left, right, .. } => {
                self.explain_part(left, known, into)?;
                self.explain_part(right, known, into)?;
            }
            Query::In { query, speakers, .. } => {
                self.explain_part(query, known, into)?;
                for name in speakers {
                    self.explain_name("speaker", name, into)?;
                }
            }
            Query::Outlet(name) => self.explain_name("outlet", name, into)?,
            Query::Author(name) => self.explain_name("author", name, into)?,
            Query::Speaker(name) => self.explain_name("speaker", name, into)?,
            other => {
                let mut leaves: Vec<Leaf> = Vec::new();
                if let Some(pattern) = Pattern::of(other) {
                    pattern.leaves(&mut |leaf| leaves.push(leaf.clone()));
                }
                for leaf in leaves {
                    if !known.contains(&leaf) {
                        into.terms.push(self.term(&leaf)?);
                        known.push(leaf);
                    }
                }
            }
        }
        Ok(())
    }

    fn explain_name(&self, field: &'static str, name: &Name, into: &mut Explanation) -> Result<()> {
        let mut resolver = self.resolver();
        let means = match field {
            "outlet" => resolver.outlets(name)?,
            "author" => resolver.authors(name)?,
            _ => {
                let kept = resolver.people(std::slice::from_ref(name));
                let people = kept.iter().enumerate().filter(|(_, is_kept)| **is_kept);
                people.map(|(person, _)| self.people.name(person as u32).to_owned()).collect()
            }
        };
        let meaning = NameMeaning { field, name: name.text.clone(), means };
        if !into.names.contains(&meaning) {
            into.names.push(meaning);
        }
        Ok(())
    }

    fn term(&self, leaf: &Leaf) -> Result<TermMeaning> {
        let mut lists: BTreeMap<String, Lists> = BTreeMap::new();
        for number in 0..self.segments.len() {
            for field in [self.fields.title, self.fields.body] {
                for found in self.forms(number, field, leaf)?.iter() {
                    lists.entry(found.form.clone()).or_default().push((number, field, found.info.clone()));
                }
            }
        }
        let n_forms = lists.len() as u64;
        let articles = self.articles_with(lists.values().flatten())?;
        let mut by_size: Vec<(String, Lists)> = lists.into_iter().collect();
        by_size.sort_by_key(|(_, lists)| {
            std::cmp::Reverse(lists.iter().map(|list| u64::from(list.2.doc_freq)).sum::<u64>())
        });
        by_size.truncate(TermMeaning::MOST_FORMS);
        let mut forms = Vec::with_capacity(by_size.len());
        for (form, lists) in by_size {
            let count = self.articles_with(lists.iter())?;
            // A form of deleted articles alone no longer occurs.
            if count > 0 {
                forms.push((form, count));
            }
        }
        forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let (term, kind) = match leaf {
            Leaf::Stem(word) => (word.clone(), TermKind::Inflections),
            Leaf::Form(form) => (form.clone(), TermKind::Form),
            Leaf::Prefix(prefix) => (format!("{prefix}*"), TermKind::Prefix),
            Leaf::Fuzzy { word, distance } => (format!("{word}~{distance}"), TermKind::Fuzzy),
            Leaf::Regex(pattern) => (format!("/{pattern}/"), TermKind::Regex),
        };
        Ok(TermMeaning { term, kind, articles, n_forms, forms })
    }

    /// How many articles that are not deleted stand in any of these lists.
    fn articles_with<'l>(&self, lists: impl Iterator<Item = &'l (usize, Field, TermInfo)>) -> Result<u64> {
        let mut seen: Vec<Vec<u64>> = vec![Vec::new(); self.segments.len()];
        for (number, field, info) in lists {
            let segment = &self.segments[*number];
            let seen = &mut seen[*number];
            seen.resize(segment.reader.max_doc() as usize / 64 + 1, 0);
            let mut block = segment
                .inverted(*field)?
                .read_block_postings_from_terminfo(info, IndexRecordOption::Basic)
                .map_err(Error::engine("counting articles"))?;
            while !block.docs().is_empty() {
                for doc in block.docs() {
                    seen[*doc as usize / 64] |= 1 << (doc % 64);
                }
                block.advance();
            }
        }
        let mut count = 0;
        for (segment, seen) in self.segments.iter().zip(seen) {
            for (at, mut bits) in seen.into_iter().enumerate() {
                if !segment.reader.has_deletes() {
                    count += u64::from(bits.count_ones());
                    continue;
                }
                while bits != 0 {
                    let doc = at as u32 * 64 + bits.trailing_zeros();
                    count += u64::from(!segment.is_deleted(doc));
                    bits &= bits - 1;
                }
            }
        }
        Ok(count)
    }
}
