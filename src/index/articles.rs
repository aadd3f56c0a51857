//! Articles of an index: one by its id, all of a query, those like another, those that hold a text's quotations.

use std::ops::ControlFlow;

use crate::check::{self, Checked};
use crate::engine::tantivy::{Address, key_term};
use crate::engine::{SearchRequest, SimilarResponse};
use crate::error::Result;
use crate::ingest::{KeyMap, Options, PathPattern, record_key};

use super::{Index, Lookup, RecordMarks, StoredArticle, commit, state};

impl Index {
    /// Finds an article by any unambiguous form of its id: the record's own id, or its path
    /// below the source, with the source's name before it where needed.
    pub fn article(&self, id: &str) -> Result<Lookup> {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.article(id);
        }
        let found = self.reader.named(id)?;
        Ok(match found.as_slice() {
            [] => match self.first_of(id)? {
                Some((source, path)) => match self.reader.keyed(&key_term(&source, &path, 0))? {
                    Some(first) => Lookup::Found(Box::new(self.with_copies(first)?)),
                    None => Lookup::Unknown,
                },
                None => Lookup::Unknown,
            },
            [only] => Lookup::Found(Box::new(self.with_copies(*only)?)),
            several => {
                let mut ids = Vec::new();
                for address in several {
                    ids.push(self.stored(*address)?.id);
                }
                ids.sort();
                Lookup::Ambiguous(ids)
            }
        })
    }

    pub(crate) fn stored(&self, address: Address) -> Result<StoredArticle> {
        let (article, source) = self.reader.stored(address)?;
        let id = self.reader.shown_id(&article, &source)?;
        let people = self.reader.people_of(&article);
        Ok(StoredArticle { id, source, article, people, paths: Vec::new(), copies: Vec::new() })
    }

    /// The same with its other paths and its copies.
    fn with_copies(&self, address: Address) -> Result<StoredArticle> {
        let mut stored = self.stored(address)?;
        for copy in self.reader.copies(address)? {
            stored.copies.push(self.stored(copy)?.id);
        }
        stored.copies.sort();
        if self.payload.same > 0 && stored.article.record.is_none() {
            let state = commit::read_state(&self.folder, &self.payload)?;
            if let Some(source) = state.sources.get(&stored.source) {
                let same = |file: &state::FileState| {
                    file.same_as.as_ref().is_some_and(|(first, _)| *first == stored.article.path)
                };
                stored.paths =
                    source.files.iter().filter(|(_, file)| same(file)).map(|(path, _)| path.clone()).collect();
            }
        }
        Ok(stored)
    }

    /// By what the record of an article is told from the others of its file; `None` if the article is no record, or
    /// nothing is known of its file.
    pub fn record_marks(&self, stored: &StoredArticle) -> Result<Option<RecordMarks>> {
        let Some(record) = &stored.article.record else { return Ok(None) };
        let state = self.state()?;
        let Some(source) = state.sources.get(&stored.source) else { return Ok(None) };
        let Some(file) = source.files.get(&stored.article.path) else { return Ok(None) };
        let key = record_key(Some(record));
        let hashes = file.records.iter().filter(|(_, identity)| **identity == key).map(|(hash, _)| *hash).collect();
        let known = source.options.of_path(&stored.article.path);
        let options = Options {
            keys: KeyMap::parse(&known.map)?,
            path_pattern: known.path_pattern.as_deref().map(PathPattern::parse).transpose()?,
            outlet: known.outlet.clone(),
            date: known.date.clone(),
            ..Options::default()
        };
        // A member is read with what was added to its container.
        let on_disk = file.container.as_ref().and_then(|container| source.files.get(container)).unwrap_or(file);
        Ok(Some(RecordMarks { context: on_disk.context, hashes, options }))
    }

    /// The article, by source and path, that the file of that path is one with.
    fn first_of(&self, id: &str) -> Result<Option<(String, String)>> {
        if self.payload.same == 0 {
            return Ok(None);
        }
        Ok(commit::read_state(&self.folder, &self.payload)?.first_of(id))
    }

    /// Where the articles of a request are, best first, and how many match in all.
    pub(crate) fn best_places(&self, request: &SearchRequest) -> Result<(u64, Vec<Address>)> {
        let (total, best) = self.reader.best(request)?;
        Ok((total, best.into_iter().map(|(_, address)| address).collect()))
    }

    /// Looks every quotation of a text up in the archive: verbatim there, different, or not found.
    ///
    /// At most `most_places` places of each are told. See [`crate::check`].
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use news_search::check::Verdict;
    /// use news_search::{Index, RawArticle};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let mut writer = Index::create(folder.path())?;
    /// writer.add(RawArticle::new("a", "“The otters came back to the river,” Ann Lee said."))?;
    /// writer.commit()?;
    ///
    /// let draft = "Lee: “The otters came back.” And: “The otters never came back to the river.” “No seals.”";
    /// let checked = Index::open(folder.path())?.check(draft, 3)?;
    /// let verdicts: Vec<Verdict> = checked.iter().map(|one| one.verdict).collect();
    /// assert_eq!(verdicts, [Verdict::Verbatim, Verdict::Differs, Verdict::NotFound]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn check(&self, text: &str, most_places: usize) -> Result<Vec<Checked>> {
        let mut all = Vec::new();
        self.check_each(text, most_places, &mut |_, checked| {
            all.push(checked);
            Ok(())
        })?;
        Ok(all)
    }

    /// The same, and calls `found` with each quotation as soon as it is looked up, and with the number of all.
    ///
    /// # Errors
    /// Also the one that `found` returns, which ends it.
    pub fn check_each(
        &self,
        text: &str,
        most_places: usize,
        found: &mut dyn FnMut(usize, Checked) -> Result<()>,
    ) -> Result<()> {
        self.only_in_folder("checking quotations of a text")?;
        check::check(self, text, most_places, found)
    }

    /// Returns the articles that are most like the one of an id, at most `most`, with the words and
    /// quotations that they share; `None` if no article has the id, or several may be meant.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use news_search::{Index, RawArticle};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let mut writer = Index::create(folder.path())?;
    /// for (path, text) in [
    ///     ("a", "Otters came back to the river."),
    ///     ("b", "Nine otters were seen in the river Elbe."),
    ///     ("c", "Parliament votes on taxes."),
    /// ] {
    ///     writer.add(RawArticle::new(path, text))?;
    /// }
    /// writer.commit()?;
    /// let index = Index::open(folder.path())?;
    /// let similar = index.similar("a", 10)?.unwrap_or_default();
    /// let ids: Vec<&str> = similar.hits.iter().map(|like| like.hit.id.as_str()).collect();
    /// assert_eq!((ids, similar.hits[0].terms.len()), (vec!["b"], 2));
    /// # Ok(())
    /// # }
    /// ```
    pub fn similar(&self, id: &str, most: usize) -> Result<Option<SimilarResponse>> {
        self.only_in_folder("finding similar articles")?;
        match self.reader.named(id)?.as_slice() {
            [only] => Ok(Some(self.reader.similar(*only, most)?)),
            _ => Ok(None),
        }
    }

    /// Hands every matching article to `sink`, in order of id, until it breaks; returns how many.
    ///
    /// Limit, offset, order, facets and passages of the request are not regarded.
    pub fn export(
        &self,
        request: &SearchRequest,
        sink: &mut dyn FnMut(StoredArticle) -> ControlFlow<()>,
    ) -> Result<u64> {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.export(request, sink);
        }
        self.know_groups(request)?;
        let mut count = 0;
        for address in self.reader.matches(request)? {
            count += 1;
            if sink(self.stored(address)?).is_break() {
                break;
            }
        }
        Ok(count)
    }

    /// Hands the quotations of every matching article to `sink`, in order of the articles' ids, until
    /// it breaks: the article, and the numbers of those of its quotations that match, from 0, in
    /// order. What matches is what [`Index::quotes`] says; returns how many quotations.
    ///
    /// Limit, offset, order and facets of the request are not regarded.
    pub fn export_quotes(
        &self,
        request: &SearchRequest,
        sink: &mut dyn FnMut(StoredArticle, &[usize]) -> ControlFlow<()>,
    ) -> Result<u64> {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.export_quotes(request, sink);
        }
        self.know_groups(request)?;
        let mut count = 0;
        for (address, numbers) in self.reader.quote_matches(request)? {
            count += numbers.len() as u64;
            if sink(self.stored(address)?, &numbers).is_break() {
                break;
            }
        }
        Ok(count)
    }
}
