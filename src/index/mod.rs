//! An index folder: opening it, asking it, and bringing it up to date with its sources.
//!
//! This is what most users of the library need: [`Index`] answers, [`update()`] reads sources
//! into the folder, [`Writer`] adds articles that come from elsewhere.
//!
//! **Invariant:** what is not committed does not exist. Whatever stops a writer, the folder
//! holds the last commit whole, and a reader sees one commit and nothing else.

mod commit;
mod derived;
mod families;
mod folder;
mod gc;
mod place;
mod remove;
mod reprints;
mod speakers;
mod state;
mod stories;
mod sums;
mod tables;
mod trace;
mod update;
mod verify;
mod writer;

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex};

use crate::check::{self, Checked};
#[cfg(feature = "opensearch")]
use crate::engine::opensearch::{ClusterOptions, collection::Collection};
use crate::engine::tantivy::{Address, Reader, key_term, quote_hit};
use crate::engine::{
    ComparisonRequest, ComparisonResponse, ConcordanceRequest, ConcordanceResponse, Engine, Explanation, Facet, Facets,
    QuoteHit, QuoteRequest, QuoteResponse, SearchRequest, SearchResponse, SimilarResponse, Speaker,
};
use crate::error::{Error, Result};
use crate::ingest::Failure;
use crate::model::{Article, Span};
use crate::query::Query;

#[cfg(test)]
mod tests;

use folder::{Folder, Payload};
pub(crate) use state::SourceState;
use trace::{Joins, Trace};

pub use families::{Families, FamilyProgress};
pub use gc::{Reclaimed, gc};
pub use place::Place;
#[cfg(feature = "opensearch")]
pub(crate) use place::not_on_a_cluster;
pub use remove::Removal;
#[cfg(feature = "opensearch")]
pub(crate) use state::{FileState, SourceOptions, State};
pub use stories::Stories;
#[cfg(feature = "opensearch")]
pub use update::update_cluster;
pub use update::{FileChange, Progress, Silent, Summary, UpdateOptions, update};
pub use verify::{Fault, Verification, verify};
pub use writer::Writer;

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

/// An article of the index, with what only the index knows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredArticle {
    /// The id to show.
    pub id: String,
    /// Name of the source it came from.
    pub source: String,
    /// The article as extraction left it; speakers named as within the article.
    pub article: Article,
    /// For each of the article's quotations, in order, who said it, named as in the whole
    /// archive.
    pub people: Vec<Option<String>>,
    /// Other files of the source that have the same bytes and are this article too. Only
    /// [`Index::article`] looks for them.
    pub paths: Vec<String>,
    /// Ids of other articles with the same text. Only [`Index::article`] looks for them.
    pub copies: Vec<String>,
}

impl StoredArticle {
    /// Some of the article's quotations as hits, by their numbers from 0; ranks and scores are 0.
    pub fn quotations(&self, numbers: &[usize]) -> Vec<QuoteHit> {
        // Code points are counted once over the text, from quotation to quotation.
        let text = &self.article.text;
        let (mut at, mut count) = (0, 0);
        let mut points = |to: usize| {
            if to < at {
                (at, count) = (0, 0);
            }
            count += text.get(at..to).map_or(0, |between| between.chars().count());
            at = to;
            count
        };
        let hit = |number: &usize| {
            let words = self.article.quotes.get(*number)?.words;
            let place = (points(words.start()), points(words.end()));
            quote_hit(&self.id, &self.article, *number, self.people.get(*number).cloned().flatten(), place)
        };
        numbers.iter().filter_map(hit).collect()
    }
}

/// What [`Index::article`] found for an id.
#[derive(Clone, Debug, PartialEq)]
pub enum Lookup {
    /// One article.
    Found(Box<StoredArticle>),
    /// The id may mean several; their full ids, in order.
    Ambiguous(Vec<String>),
    /// No article has it.
    Unknown,
}

/// What to tell a user whose query found nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// Parts of the query that match nothing by themselves, as typed.
    pub empty_parts: Vec<String>,
    /// Words that do not occur, with the nearest spelling that does.
    pub spellings: Vec<(String, String)>,
    /// Names that do not occur (`outlet`, name as typed), with the nearest ones that do.
    pub names: Vec<(&'static str, String, Vec<String>)>,
}

impl Advice {
    /// The same in sentences for whoever asked.
    pub fn hints(&self) -> Vec<String> {
        let Advice { empty_parts, spellings, names } = self;
        let mut hints = Vec::new();
        for (word, nearest) in spellings {
            hints.push(format!("`{word}` does not occur; did you mean `{nearest}`?"));
        }
        for (field, name, nearest) in names {
            let nearest: Vec<String> = nearest.iter().map(|name| format!("`{name}`")).collect();
            if nearest.is_empty() {
                hints.push(format!("there is no {field} `{name}`"));
            } else {
                hints.push(format!("there is no {field} `{name}`; the nearest: {}", nearest.join(", ")));
            }
        }
        // A part that is a misspelt word has been told already.
        for part in empty_parts.iter().filter(|part| spellings.iter().all(|(word, _)| word != *part)) {
            hints.push(format!("nothing matches `{part}` by itself"));
        }
        hints
    }
}

/// A source of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceInfo {
    /// Short name.
    pub name: String,
    /// Real path; empty for articles that a program added.
    pub root: String,
    /// Articles.
    pub articles: u64,
    /// Files, a container counted as one.
    pub files: u64,
    /// Files and records that could not be read.
    pub failures: u64,
    /// True if only the files that were named belong to it, and not all below its root.
    pub is_listed: bool,
    /// Options that it is read with, as one types them.
    pub options: Vec<String>,
}

impl From<(String, SourceState)> for SourceInfo {
    fn from((name, source): (String, SourceState)) -> SourceInfo {
        let options = &source.options;
        let mut shown: Vec<String> = options.map.iter().map(|map| format!("--map {map}")).collect();
        for (name, value) in [
            ("manifest", &options.manifest),
            ("path-pattern", &options.path_pattern),
            ("outlet", &options.outlet),
            ("date", &options.date),
        ] {
            shown.extend(value.iter().map(|value| format!("--{name} {value}")));
        }
        shown.extend(options.follow.then(|| "--follow".to_owned()));
        SourceInfo {
            articles: source.articles(),
            files: source.files.values().filter(|file| file.container.is_none()).count() as u64,
            failures: source.files.values().map(|file| file.failures.len() as u64).sum(),
            is_listed: options.listed,
            options: shown,
            name,
            root: source.root,
        }
    }
}

/// Size and content of an index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stats {
    /// Articles.
    pub articles: u64,
    /// Quotations.
    pub quotations: u64,
    /// People and organisations that are quoted.
    pub speakers: u64,
    /// Outlets.
    pub outlets: u64,
    /// Articles whose outlet is unknown.
    pub without_outlet: u64,
    /// Articles whose date is unknown.
    pub without_date: u64,
    /// First and last date.
    pub dates: Option<(crate::model::Date, crate::model::Date)>,
    /// Articles whose text another one has too, beyond the first of each text.
    pub copies: u64,
    /// Files that have the same bytes as another file of their source and are one article with it.
    pub same_files: u64,
    /// Bytes of text of all articles.
    pub bytes_text: u64,
    /// Bytes of the index folder.
    pub bytes_index: u64,
    /// Segments of the search engine.
    pub segments: u64,
    /// Sources: name, real path (empty for articles that a program added), articles.
    pub sources: Vec<(String, String, u64)>,
    /// Files and records that could not be read.
    pub failures: u64,
    /// Number of the commit, from 1.
    pub generation: u64,
    /// Languages with the number of their articles, most frequent first.
    pub languages: Vec<(Option<String>, u64)>,
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
        let people = commit::read_people(&folder, &payload)?;
        let mut reader = Reader::open(&engine, Arc::new(people))?;
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
    /// Questions that need an index folder (families, stories, reprints, comparisons …) are refused with
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

    /// Returns the hits of a request, best first; see [`SearchResponse`].
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse> {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.articles(request);
        }
        self.know_groups(request)?;
        self.reader.search(request)
    }

    /// Returns the quotations of a request, best first; see [`QuoteResponse`].
    pub fn quotes(&self, request: &QuoteRequest) -> Result<QuoteResponse> {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.quotations(request);
        }
        self.know_groups(&request.search)?;
        self.reader.quotes(request)
    }

    /// Returns the matches of a request with what stands around them; see [`ConcordanceResponse`].
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use news_search::engine::{ConcordanceRequest, LineOrder};
    /// use news_search::{Date, Index, ParseContext, RawArticle, SearchRequest, parse};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let mut writer = Index::create(folder.path())?;
    /// writer.add(RawArticle::new("a", "The otter swims. An otter, it is said, sleeps afloat."))?;
    /// writer.commit()?;
    ///
    /// let today = Date::new(2020, 3, 4).expect("a day of the calendar");
    /// let query = parse("otter", &ParseContext::new(today)).query;
    /// let request = ConcordanceRequest {
    ///     width: 10,
    ///     order: LineOrder::Right,
    ///     ..ConcordanceRequest::new(SearchRequest::new(query))
    /// };
    /// let lines = Index::open(folder.path())?.concordance(&request)?.lines;
    /// let shown: Vec<String> = lines.iter().map(|line| format!("{}[{}]{}", line.left, line.text, line.right)).collect();
    /// assert_eq!(shown, ["swims. An [otter], it is", "The [otter] swims. An"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn concordance(&self, request: &ConcordanceRequest) -> Result<ConcordanceResponse> {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.concordance(request);
        }
        self.know_groups(&request.search)?;
        self.reader.concordance(request)
    }

    /// Compares two sets of articles: which words and quotations one uses more than the other.
    pub fn compare(&self, request: &ComparisonRequest) -> Result<ComparisonResponse> {
        self.only_in_folder("comparing sets of articles")?;
        self.know_groups(&request.a)?;
        self.know_groups(&request.b)?;
        self.reader.compare(request)
    }

    /// Returns those whom a name of all these words means; if there are none, those whom each of
    /// the words means by itself. Everyone if there is no word. The most quoted first.
    pub fn speakers_named(&self, words: &[String]) -> Result<Vec<Speaker>> {
        let joined = words.join(" ");
        let mut speakers = self.speakers((!words.is_empty()).then_some(joined.as_str()))?;
        if speakers.is_empty() && words.len() > 1 {
            for word in words {
                for speaker in self.speakers(Some(word))? {
                    if !speakers.contains(&speaker) {
                        speakers.push(speaker);
                    }
                }
            }
            speakers.sort_by_key(|speaker| std::cmp::Reverse(speaker.quotations));
        }
        Ok(speakers)
    }

    /// Returns everyone who is quoted, most quoted first.
    ///
    /// `pattern`: only those whom a name means, as in [`SearchRequest::speakers`]: those whose
    /// name or alias it is, else all whose names have its words.
    pub fn speakers(&self, pattern: Option<&str>) -> Result<Vec<Speaker>> {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.speakers(pattern);
        }
        self.reader.speakers(pattern)
    }

    /// Counts all matching articles by the facets of the request, by every facet if it names none.
    ///
    /// Limit, offset, order and passages of the request are not regarded.
    pub fn facets(&self, request: &SearchRequest) -> Result<Facets> {
        let mut request = SearchRequest { limit: 0, offset: 0, passages: 0, ..request.clone() };
        if request.facets.is_empty() {
            request.facets = Facet::ALL.to_vec();
        }
        Ok(self.search(&request)?.facets)
    }

    /// Says what the words and names of a query stand for, with the number of their articles.
    pub fn explain(&self, query: &Query) -> Result<Explanation> {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.explain(query);
        }
        self.reader.explain(query)
    }

    /// A hash of what is indexed, as 32 hexadecimal digits: of every record that was read, where it
    /// stood and how it was read. The same articles give the same, whatever commits led to them.
    pub fn content_hash(&self) -> Result<String> {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return Ok(format!("{:032x}", cluster.state()?.content_hash()));
        }
        Ok(format!("{:032x}", commit::read_state(&self.folder, &self.payload)?.content_hash()))
    }

    /// Says which parts of a request match nothing, and what comes near them.
    pub fn advise(&self, request: &SearchRequest) -> Result<Advice> {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.advise(request);
        }
        self.reader.advise(request)
    }

    /// Says what a query matches in an article: stretches of its headline, and of its text, in bytes,
    /// in order, disjoint. Nothing if the article does not match; filters are taken to hold.
    pub fn marks(&self, query: &Query, stored: &StoredArticle) -> (Vec<Span>, Vec<Span>) {
        self.reader.marks(query, &stored.article)
    }

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

impl Engine for Index {
    fn search(&self, request: &SearchRequest) -> Result<SearchResponse> {
        Index::search(self, request)
    }
}
