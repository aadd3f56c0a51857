//! An index in memory of a few articles of another engine, to which it lends its judgement.
//!
//! Who people are, which languages there are and what outlets are called is told from outside, as a few articles do not say
//! it; whoever asks gives a query whose names are those of the whole archive.

use std::sync::Arc;

use tantivy::directory::RamDirectory;
use tantivy::{IndexWriter, TantivyDocument};

use super::encode::ArticleEncoder;
use super::reader::Reader;
use super::schema;
use crate::error::{Error, Result};
use crate::model::Article;
use crate::people::People;
use crate::text::Stemmer;

/// Bytes of words held before they are written out; more than a request may read.
const MEMORY_BYTES: usize = 128 << 20;

impl Reader {
    /// An index without articles, for comparing texts with queries.
    ///
    /// # Errors
    /// [`Error::Engine`] if it cannot be made.
    pub fn without_articles(people: Arc<People>, stemmers: Vec<Stemmer>, outlets: Option<&str>) -> Result<Reader> {
        let index = schema::create(RamDirectory::create()).map_err(Error::engine("making an index in memory"))?;
        told(Reader::open(&index, people)?, stemmers, outlets)
    }

    /// An index of some articles, with the names of their sources.
    ///
    /// # Errors
    /// [`Error::Engine`] if it cannot be made.
    pub fn of_articles(
        articles: Vec<(Article, String)>,
        people: Arc<People>,
        stemmers: Vec<Stemmer>,
        outlets: Option<&str>,
    ) -> Result<Reader> {
        let doing = "making an index in memory";
        let index = schema::create(RamDirectory::create()).map_err(Error::engine(doing))?;
        let fields = schema::schema().1;
        let mut writer: IndexWriter<TantivyDocument> =
            index.writer_with_num_threads(1, MEMORY_BYTES).map_err(Error::engine(doing))?;
        let mut encoder = ArticleEncoder::new(fields);
        let mut documents = Vec::new();
        for (mut article, source) in articles {
            encoder.encode(&mut article, &source, &mut documents)?;
            let operations = documents.drain(..).map(tantivy::indexer::UserOperation::Add).collect::<Vec<_>>();
            writer.run(operations).map_err(Error::engine(doing))?;
        }
        writer.commit().map_err(Error::engine(doing))?;
        writer.wait_merging_threads().map_err(Error::engine(doing))?;
        told(Reader::open(&index, people)?, stemmers, outlets)
    }
}

fn told(mut reader: Reader, stemmers: Vec<Stemmer>, outlets: Option<&str>) -> Result<Reader> {
    reader.stemmers = stemmers;
    if let Some(table) = outlets {
        reader.set_outlets(table);
    }
    Ok(reader)
}
