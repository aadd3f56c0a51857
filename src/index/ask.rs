//! Questions to an index: which articles, quotations, matches, people.

use crate::engine::{
    ComparisonRequest, ComparisonResponse, ConcordanceRequest, ConcordanceResponse, Explanation, Facet, Facets,
    QuoteRequest, QuoteResponse, SearchRequest, SearchResponse, Speaker,
};
use crate::error::Result;
use crate::model::Span;
use crate::query::Query;

use super::{Advice, Index, StoredArticle, commit};

impl Index {
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
    ///
    /// Of a query that asks for no words, such as `outlet:cnn`, there are no lines; a note says so if articles match.
    pub fn concordance(&self, request: &ConcordanceRequest) -> Result<ConcordanceResponse> {
        let mut response = self.lines(request)?;
        if response.total == 0 {
            let articles = self.search(&request.search.count_only())?.total;
            let verb = if articles == 1 { "article does" } else { "articles do" };
            if articles > 0 {
                let note =
                    format!("{articles} {verb} match, but for no words that could be shown; name a word to look for");
                response.notes.push(note);
            }
        }
        Ok(response)
    }

    fn lines(&self, request: &ConcordanceRequest) -> Result<ConcordanceResponse> {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.concordance(request);
        }
        self.know_groups(&request.search)?;
        self.reader.concordance(request)
    }

    /// Compares two sets of articles: which words and quotations one uses more than the other.
    pub fn compare(&self, request: &ComparisonRequest) -> Result<ComparisonResponse> {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.compare(request);
        }
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

    /// Says which parts of a request match nothing, what comes near them, and whether the words of a phrase
    /// occur apart.
    pub fn advise(&self, request: &SearchRequest) -> Result<Advice> {
        let mut advice = self.advise_on_parts(request)?;
        if let Some(query) = request.query.loosened() {
            let text = query.to_string();
            let total = self.search(&SearchRequest { query, ..request.count_only() })?.total;
            advice.apart = (total > 0).then_some((text, total));
        }
        Ok(advice)
    }

    fn advise_on_parts(&self, request: &SearchRequest) -> Result<Advice> {
        #[cfg(feature = "opensearch")]
        if let Some(cluster) = self.on_cluster() {
            return cluster.advise(request);
        }
        self.reader.advise(request)
    }

    /// Says what a query matches in an article: stretches of its headline, and of its text, in bytes,
    /// in order, disjoint. Nothing if the article does not match.
    ///
    /// # Errors
    /// Those of reading which names the archive has.
    pub fn marks(&self, query: &Query, stored: &StoredArticle) -> Result<(Vec<Span>, Vec<Span>)> {
        #[cfg(feature = "opensearch")]
        let query = match self.on_cluster() {
            Some(cluster) => cluster.resolved(query)?,
            None => self.reader.resolved(query)?,
        };
        #[cfg(not(feature = "opensearch"))]
        let query = self.reader.resolved(query)?;
        Ok(self.reader.marks(&self.reader.prepared(&query), &stored.article))
    }
}
