//! What a query goes over: articles, or quotations.
//!
//! Both are documents of one index. A query of quotations looks for its words in the field
//! `said`, with the statistics of quotations; its filters ask the quotation's own columns, which
//! repeat those of its article, and its own speaker. Only titles and authors are looked up at
//! the article, which stands `ordinal` documents before.

use tantivy::Term;
use tantivy::schema::Field;

use super::within::Within;
use super::{Lowered, Lowering};
use crate::engine::tantivy::cursor::{Cursor, OfArticles};
use crate::engine::tantivy::encode::{ARTICLE, QUOTE};
use crate::engine::tantivy::reader::Reader;
use crate::engine::tantivy::score::FieldStats;
use crate::error::{Error, Result};
use crate::query::{Name, Query, Scope};

/// The kind of documents that a query goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Articles.
    Articles,
    /// Quotations.
    Quotations,
}

impl Target {
    /// The term of the field `kind`.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Target::Articles => ARTICLE,
            Target::Quotations => QUOTE,
        }
    }
}

impl<'r> Lowering<'r> {
    /// Prepares a request for quotations.
    pub fn of_quotations(reader: &'r Reader) -> Result<Lowering<'r>> {
        let kind = Term::from_field_text(reader.fields.kind, QUOTE);
        let (mut quotations, mut words) = (0, 0);
        for segment in &reader.segments {
            let kinds = segment.inverted(reader.fields.kind)?;
            quotations += u64::from(kinds.doc_freq(&kind).map_err(Error::engine("counting quotations"))?);
            words += segment.inverted(reader.fields.said)?.total_num_tokens();
        }
        let stats = FieldStats { mean_length: words as f32 / quotations.max(1) as f32 };
        Ok(Lowering::over(reader, Target::Quotations, quotations, stats))
    }

    /// The field of the text, and that of the title where words may stand there as well.
    pub(super) fn text_fields(&self) -> (Field, Option<Field>) {
        let fields = self.reader.fields;
        match self.target {
            Target::Articles => (fields.body, Some(fields.title)),
            Target::Quotations => (fields.said, None),
        }
    }

    /// A part of a query of quotations that has a scope of its own: a quotation is said, never
    /// narrated, and its title is that of its article.
    pub(super) fn in_quotation<'q>(
        &self,
        segment: usize,
        scope: Scope,
        query: &'q Query,
        speakers: &[Name],
        (within, weight): (&Within<'q>, f32),
    ) -> Result<Lowered<'r>> {
        match scope {
            Scope::Narration => Ok(Lowered::Nothing),
            Scope::Said => {
                let inner = self.lower(segment, query, within, weight)?;
                if speakers.is_empty() {
                    return Ok(inner);
                }
                let people = self.names.borrow_mut().people(speakers);
                let said_by = self.speaker_check(segment, &people);
                self.all_of(segment, [(inner, false), (said_by, false)].into_iter())
            }
            Scope::Title => {
                let articles = self.of_articles.get_or_init(|| Box::new(Lowering::new(self.reader)));
                let titles = Within::whole().narrowed(Scope::Title, &[]);
                let articles = match articles.lower(segment, query, &titles, weight)? {
                    Lowered::Nothing => return Ok(Lowered::Nothing),
                    lowered => articles.cursor(segment, lowered)?,
                };
                let quotations: Box<dyn Cursor + 'r> = self.all(segment)?;
                Ok(Lowered::Cursor(Box::new(OfArticles::new(quotations, articles, self.segment(segment)))))
            }
        }
    }
}
