//! Writing to the index: changes of many threads, one commit.

use std::path::Path;

use tantivy::directory::MmapDirectory;
use tantivy::directory::error::LockError;
use tantivy::indexer::{NoMergePolicy, UserOperation};
use tantivy::{IndexWriter, TantivyDocument, TantivyError, Term};

use super::encode::{ArticleEncoder, key_term};
use super::schema::{self, Fields};
use crate::error::{Error, Result};
use crate::model::Article;

/// Most segments after a commit. Each costs page faults when an index is opened cold (forty
/// segments 168 ms, two 45 ms), and merging all into one a third of the indexing time.
const MAX_SEGMENTS: usize = 4;

/// A segment with a greater share of deleted documents is written anew: an index grown over many
/// updates is to stay within 1.3 times the size of a fresh one, and 1 / (1 - 0.2) is 1.25.
const MAX_DELETED_SHARE: f64 = 0.2;

/// The writer of an index; there is one at a time.
pub struct EngineWriter {
    index: tantivy::Index,
    writer: IndexWriter,
    fields: Fields,
}

/// A change of one article.
pub struct Change<'a> {
    /// The article, without quotations that hold no word after [`EngineWriter::apply`].
    pub article: &'a mut Article,
    /// Name of its source.
    pub source: &'a str,
    /// True if the index may hold an earlier version, which is to go.
    pub replaces: bool,
}

impl EngineWriter {
    /// Opens the index in `folder`, creating it if it is empty.
    ///
    /// `memory_bytes` bounds the words held before they are written out.
    pub fn open(folder: &Path, memory_bytes: usize, threads: usize) -> Result<EngineWriter> {
        let doing = "opening the index for writing";
        std::fs::create_dir_all(folder).map_err(|source| Error::Write { path: folder.to_owned(), source })?;
        let directory = MmapDirectory::open(folder).map_err(Error::engine(doing))?;
        let exists = tantivy::Index::exists(&directory).map_err(Error::engine(doing))?;
        #[cfg(test)]
        let directory = super::failing::FailingDirectory::new(directory, folder);
        let index =
            if exists { schema::open(directory) } else { schema::create(directory) }.map_err(Error::engine(doing))?;
        const LEAST_PER_THREAD: usize = 15_000_000;
        let threads = threads.clamp(1, (memory_bytes / LEAST_PER_THREAD).max(1));
        let memory_bytes = memory_bytes.max(threads * (LEAST_PER_THREAD + 1_000_000));
        let writer = index.writer_with_num_threads(threads, memory_bytes).map_err(|error| match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Error::Locked { path: folder.to_owned() },
            other => Error::engine(doing)(other),
        })?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(EngineWriter { index, writer, fields: schema::schema().1 })
    }

    /// The index, for reading what is committed.
    pub fn index(&self) -> &tantivy::Index {
        &self.index
    }

    /// The payload of the last commit.
    pub fn payload(&self) -> Result<Option<String>> {
        Ok(self.index.load_metas().map_err(Error::engine("reading the last commit"))?.payload)
    }

    /// An encoder, one for each thread.
    pub fn encoder(&self) -> ArticleEncoder {
        ArticleEncoder::new(self.fields)
    }

    /// Adds or replaces an article with its quotations. May be called from many threads.
    pub fn apply(&self, encoder: &mut ArticleEncoder, change: Change<'_>) -> Result<()> {
        let mut documents: Vec<TantivyDocument> = Vec::with_capacity(change.article.quotes.len() + 1);
        encoder.encode(change.article, change.source, &mut documents)?;
        let mut operations: Vec<UserOperation> = Vec::with_capacity(documents.len() + 1);
        if change.replaces {
            operations.push(UserOperation::Delete(self.key(change.source, &change.article.path, {
                crate::ingest::record_key(change.article.record.as_ref())
            })));
        }
        operations.extend(documents.into_iter().map(UserOperation::Add));
        self.writer.run(operations).map_err(Error::engine("adding an article"))?;
        Ok(())
    }

    /// Takes an article and its quotations out, by source, path and hash of the record's identity.
    pub fn remove(&self, source: &str, path: &str, record: u64) {
        self.writer.delete_term(self.key(source, path, record));
    }

    fn key(&self, source: &str, path: &str, record: u64) -> Term {
        Term::from_field_text(self.fields.key, &key_term(source, path, record))
    }

    /// Makes all changes visible at once, with a payload for the reader.
    pub fn commit(&mut self, payload: &str) -> Result<()> {
        let doing = "committing";
        let mut commit = self.writer.prepare_commit().map_err(Error::engine(doing))?;
        commit.set_payload(payload);
        commit.commit().map_err(Error::engine(doing))?;
        Ok(())
    }

    /// Merges the smallest segments until few are left, and rewrites those with many deletions.
    pub fn tidy(&mut self, payload: &str) -> Result<()> {
        let mut segments = self.index.searchable_segment_metas().map_err(Error::engine("merging segments"))?;
        segments.sort_by_key(|segment| segment.num_docs());
        let mut merges: Vec<Vec<tantivy::index::SegmentId>> = Vec::new();
        if segments.len() > MAX_SEGMENTS {
            let small = segments.len() - MAX_SEGMENTS + 1;
            merges.push(segments.drain(..small).map(|segment| segment.id()).collect());
        }
        for segment in segments {
            let share = f64::from(segment.num_deleted_docs()) / f64::from(segment.max_doc().max(1));
            if share > MAX_DELETED_SHARE {
                merges.push(vec![segment.id()]);
            }
        }
        self.merge(merges, payload)
    }

    /// Rewrites every segment that holds deleted documents, so that nothing of them is left in
    /// the files.
    pub fn purge(&mut self, payload: &str) -> Result<()> {
        let segments = self.index.searchable_segment_metas().map_err(Error::engine("merging segments"))?;
        let worn = segments.iter().filter(|segment| segment.num_deleted_docs() > 0);
        let merges = worn.map(|segment| vec![segment.id()]).collect();
        self.merge(merges, payload)
    }

    fn merge(&mut self, merges: Vec<Vec<tantivy::index::SegmentId>>, payload: &str) -> Result<()> {
        let doing = "merging segments";
        if merges.is_empty() {
            return Ok(());
        }
        for ids in merges {
            self.writer.merge(&ids).wait().map_err(Error::engine(doing))?;
        }
        // A merge keeps the payload of the commit it works on, but a rewritten meta file may not.
        if self.payload()?.as_deref() != Some(payload) {
            self.commit(payload)?;
        }
        self.writer.garbage_collect_files().wait().map_err(Error::engine(doing))?;
        Ok(())
    }

    /// Why a change was refused: the threads that write have ended, and know the reason.
    pub fn why_failed(mut self) -> Option<Error> {
        // Nothing is committed by preparing it.
        self.writer.prepare_commit().map(drop).err().map(Error::engine("writing the index"))
    }

    /// Waits for what runs in the background and lets go of the folder.
    pub fn close(self) -> Result<()> {
        self.writer.wait_merging_threads().map_err(Error::engine("closing the index"))
    }
}
