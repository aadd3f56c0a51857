//! An index folder: opening it, asking it, and bringing it up to date with its sources.
//!
//! This is what most users of the library need: [`Index`] answers, [`update()`] reads sources
//! into the folder, [`Writer`] adds articles that come from elsewhere.
//!
//! **Invariant:** what is not committed does not exist. Whatever stops a writer, the folder
//! holds the last commit whole, and a reader sees one commit and nothing else.

mod answers;
mod articles;
mod ask;
mod commit;
mod derived;
mod families;
mod folder;
mod gc;
mod place;
mod remove;
mod reprints;
mod source_options;
mod speakers;
mod state;
mod stories;
mod sums;
mod tables;
#[cfg(feature = "opensearch")]
mod take_out;
mod trace;
mod update;
mod verify;
mod writer;

use std::path::Path;
use std::sync::{Arc, Mutex};

#[cfg(feature = "opensearch")]
use crate::engine::opensearch::{ClusterOptions, collection::Collection};
use crate::engine::tantivy::Reader;
use crate::engine::{Engine, SearchRequest, SearchResponse};
use crate::error::{Error, Result};
use crate::ingest::Failure;

#[cfg(test)]
mod tests;

use folder::{Folder, Payload};
use trace::{Joins, Trace};

pub use answers::{Advice, Lookup, RecordMarks, SourceInfo, Stats, StoredArticle};
pub use families::{Families, FamilyProgress};
pub use gc::{Reclaimed, gc};
pub use place::Place;
#[cfg(feature = "opensearch")]
pub(crate) use place::not_on_a_cluster;
pub use remove::Removal;
#[cfg(feature = "opensearch")]
pub(crate) use state::{FileState, SourceOptions, SourceState, State};
pub use stories::Stories;
#[cfg(feature = "opensearch")]
pub use update::update_cluster;
pub use update::{FileChange, Progress, Silent, Summary, UpdateOptions, update};
pub use verify::{Fault, Verification, verify};
pub use writer::Writer;

/// From this size of the table of people on, in bytes, it is read while the segments are opened. Not tuned: of half a
/// million articles it has 1.4 MiB, whose reading was a tenth of the work of a fresh query.
const MANY_PEOPLE: u64 = if cfg!(test) { 1 } else { 128 << 10 };

/// True if the index in `folder` knows sources, so that [`update()`] has something to do without paths.
///
/// Asks no more than the folder's marker, so it can tell of an index that is damaged or of another
/// format, too.
///
/// # Errors
/// [`Error::ForeignFolder`] if the folder holds something else, [`Error::Malformed`] if the marker is
/// damaged and nothing else tells of sources.
pub fn knows_sources(folder: &Path) -> Result<bool> {
    let marker = Folder::new(folder).marker_to_rebuild()?;
    Ok(marker.is_some_and(|marker| marker.sources.iter().any(|(_, root)| !root.as_os_str().is_empty())))
}

/// An index folder opened for reading, as of one commit.
///
/// `Send + Sync`: share it between threads. It needs no write access to the folder. What
/// another process commits later is seen by [`Index::open`]ing again.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use news_search::engine::{Count, Facet};
/// use news_search::index::Lookup;
/// use news_search::{Field, Index, Query, RawArticle, SearchRequest};
///
/// let folder = tempfile::tempdir()?;
/// let mut writer = Index::create(folder.path())?;
/// for (path, outlet) in [("a", "The Gazette"), ("b", "The Gazette"), ("c", "Valley Post")] {
///     writer.add(RawArticle::new(path, "Otters are back.").with(Field::Outlet, outlet))?;
/// }
/// writer.commit()?;
///
/// let index = Index::open(folder.path())?;
/// let request = SearchRequest { facets: vec![Facet::Outlet], ..SearchRequest::new(Query::All) };
/// let outlets = index.facets(&request)?.outlet.unwrap_or_default();
/// assert_eq!(outlets[0], Count { value: Some("The Gazette".into()), count: 2 });
///
/// let Lookup::Found(stored) = index.article("c")? else { panic!("c is there") };
/// assert_eq!(stored.article.text, "Otters are back.");
/// assert_eq!((index.article("d")?, index.generation()), (Lookup::Unknown, 1));
/// # Ok(())
/// # }
/// ```
pub struct Index {
    folder: Folder,
    payload: Payload,
    reader: Reader,
    trace: Trace,
    families: Mutex<Option<Arc<Families>>>,
    stories: Mutex<Option<Arc<Stories>>>,
    /// Answers instead of all these, if the articles are on a cluster.
    #[cfg(feature = "opensearch")]
    cluster: Option<Box<Collection>>,
}

impl Index {
    /// Opens the index in `folder` for adding articles, creating it if there is none.
    ///
    /// The same as [`Writer::open`] with 512 MiB.
    ///
    /// # Errors
    /// As for [`Writer::open`].
    pub fn create(folder: &Path) -> Result<Writer> {
        Writer::open(folder, 512 << 20)
    }

    /// Opens the index in `folder` as of its last commit.
    ///
    /// # Errors
    /// [`Error::NothingIndexed`] if there is no commit yet, [`Error::ForeignFolder`] if the folder
    /// holds something else, [`Error::OtherFormat`] if another version wrote it.
    pub fn open(folder: &Path) -> Result<Index> {
        // A writer may remove the files of the commit that is just being opened.
        let mut outcome = Index::open_once(folder);
        for _ in 0..3 {
            if !matches!(outcome, Err(Error::Read { .. } | Error::Engine { .. })) {
                break;
            }
            outcome = Index::open_once(folder);
        }
        outcome.map_err(|error| Folder::new(folder).cannot_open(error))
    }

    fn open_once(path: &Path) -> Result<Index> {
        let folder = Folder::new(path);
        let nothing = || Error::NothingIndexed { path: path.to_owned() };
        // Taken before anything is read: what changes meanwhile is seen by the next look.
        let trace = Trace::of(&folder);
        let marker = folder.marker()?.ok_or_else(nothing)?;
        folder.check_format(&marker)?;
        let opened = Reader::payload(&folder.file(&marker.engine));
        if opened.is_err() && marker.sources.is_empty() {
            // The first run has only begun.
            return Err(nothing());
        }
        let (engine, payload) = opened?;
        let payload: Payload =
            serde_json::from_str(&payload.ok_or_else(nothing)?).map_err(Error::engine("reading the last commit"))?;
        let (people, reader) = beside_each_other(
            folder.file(&payload.people).metadata().is_ok_and(|file| file.len() >= MANY_PEOPLE),
            || commit::read_people(&folder, &payload),
            || Reader::open(&engine, Arc::default()),
        );
        let (people, mut reader) = (people?, reader?);
        reader.people = Arc::new(people);
        let joins = match folder.read(&commit::joins_name(payload.generation)) {
            Ok(joins) => {
                reader.set_joins(&joins);
                Joins::Read
            }
            Err(_) => Joins::Missing(payload.generation),
        };
        let trace = trace.opened(&folder, &marker, joins);
        if let Some(name) = &payload.outlets {
            reader.set_outlets(&String::from_utf8_lossy(&folder.read(name)?));
        }
        Ok(Index {
            folder,
            payload,
            reader,
            trace,
            families: Mutex::default(),
            stories: Mutex::default(),
            #[cfg(feature = "opensearch")]
            cluster: None,
        })
    }

    /// Opens a collection on a cluster, as of its last run.
    ///
    /// Questions that need an index folder (families, stories, reprints …) are refused with
    /// [`Error::Unsupported`]; which ones stands in docs/ENGINES.md.
    ///
    /// # Errors
    /// [`Error::NoCollection`] if nothing was indexed in it yet, [`Error::ClusterFormat`] if it is not ours, and
    /// [`Error::Cluster`] if the cluster cannot be reached or refuses.
    #[cfg(feature = "opensearch")]
    pub fn connect(options: &ClusterOptions) -> Result<Index> {
        let cluster = Collection::open(options)?;
        let folder = Folder::new(Path::new(""));
        let trace = Trace::of(&folder);
        let reader = Reader::without_articles(cluster.people.clone(), cluster.matcher.stemmers.clone(), None)?;
        let (families, stories) = (Mutex::default(), Mutex::default());
        let payload = Payload::default();
        Ok(Index { folder, payload, reader, trace, families, stories, cluster: Some(Box::new(cluster)) })
    }

    /// The collection on a cluster that this is.
    #[cfg(feature = "opensearch")]
    fn on_cluster(&self) -> Option<&Collection> {
        self.cluster.as_deref()
    }

    /// Refuses what is done in an index folder alone.
    pub(crate) fn only_in_folder(&self, what: &str) -> Result<()> {
        #[cfg(feature = "opensearch")]
        if self.cluster.is_some() {
            return Err(not_on_a_cluster(what));
        }
        let _ = what;
        Ok(())
    }

    /// True for a collection on a cluster, which others may change while it is open; an index folder stays as it was
    /// opened.
    pub fn is_on_cluster(&self) -> bool {
        #[cfg(feature = "opensearch")]
        return self.on_cluster().is_some();
        #[cfg(not(feature = "opensearch"))]
        false
    }

    /// True if a part of a collection did not answer some question, so that answers may lack something. Never of an
    /// index folder.
    pub fn was_partial(&self) -> bool {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.was_partial();
        }
        false
    }

    /// Checks that a collection is whole; of an index folder, [`verify()`] does.
    #[cfg(feature = "opensearch")]
    fn verify_cluster(&self) -> Result<Verification> {
        match self.on_cluster() {
            Some(cluster) => cluster.verify(),
            None => verify(self.folder.path()),
        }
    }

    /// Returns size and content.
    pub fn stats(&self) -> Result<Stats> {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.stats();
        }
        let mut stats = self.reader.stats()?;
        let state = commit::read_state(&self.folder, &self.payload)?;
        stats.sources =
            state.sources.iter().map(|(name, source)| (name.clone(), source.root.clone(), source.articles())).collect();
        stats.failures = state
            .sources
            .values()
            .flat_map(|source| source.files.values())
            .map(|file| file.failures.len() as u64)
            .sum();
        stats.same_files = state.same_files();
        stats.bytes_index = self.folder.bytes();
        stats.generation = self.payload.generation;
        Ok(stats)
    }

    /// Returns the sources, in order of their names.
    pub fn sources(&self) -> Result<Vec<SourceInfo>> {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.sources();
        }
        let state = commit::read_state(&self.folder, &self.payload)?;
        Ok(state.sources.into_iter().map(SourceInfo::from).collect())
    }

    fn state(&self) -> Result<state::State> {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.state();
        }
        commit::read_state(&self.folder, &self.payload)
    }

    /// Returns what could not be read at the last runs, in order of path.
    pub fn failures(&self) -> Result<Vec<Failure>> {
        let state = self.state()?;
        let mut failures = Vec::new();
        for source in state.sources.values() {
            let root = Path::new(&source.root);
            for (path, file) in &source.files {
                let path = if root.is_file() { root.to_owned() } else { root.join(path) };
                failures.extend(file.failures.iter().map(|(place, reason)| Failure {
                    path: path.clone(),
                    place: place.clone(),
                    reason: reason.clone(),
                }));
            }
        }
        Ok(failures)
    }

    /// True if nothing was committed since this was opened and the folder is still there; takes
    /// some microseconds. Otherwise [`Index::open`] again.
    pub fn is_current(&self) -> bool {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.is_current();
        }
        self.trace.is_current(&self.folder)
    }

    /// Number of the commit this is, from 1.
    pub fn generation(&self) -> u64 {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.current.generation;
        }
        self.payload.generation
    }
}

/// Does two things, at the same time where that is worth a thread.
fn beside_each_other<A: Send, B>(
    is_worth_it: bool,
    other: impl FnOnce() -> A + Send,
    here: impl FnOnce() -> B,
) -> (A, B) {
    if !is_worth_it {
        return (other(), here());
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(other);
        let here = here();
        (other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), here)
    })
}

impl Engine for Index {
    fn search(&self, request: &SearchRequest) -> Result<SearchResponse> {
        Index::search(self, request)
    }
}
