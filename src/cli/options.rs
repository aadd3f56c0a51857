//! Search options that several subcommands share.

use clap::{Args, ValueEnum};
use news_search::engine::{By, Facet, Preference, SearchRequest, Sort};
use news_search::model::Date;
use news_search::query::{Name, Named, Query, Syntax, dates};

use super::outcome::Failed;

/// The words of a query as the shell hands them over.
#[derive(Args, Clone, Debug, Default)]
pub struct QueryWords {
    /// What to look for; several plain words in one argument are a phrase
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Words of the query that may begin with a dash
    #[arg(last = true, value_name = "QUERY", hide = true)]
    pub literal: Vec<String>,
}

impl QueryWords {
    /// All words with blanks between.
    pub fn text(&self) -> String {
        let words: Vec<&str> = self.query.iter().chain(&self.literal).map(String::as_str).collect();
        words.join(" ")
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.query.is_empty() && self.literal.is_empty()
    }
}

/// Which articles to keep, and how to read a query.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Search options")]
pub struct Filters {
    /// Keep articles of this outlet (repeatable: any of them); `=NAME` for exactly that one, `?` for none known
    ///
    /// Otherwise every outlet whose name has these words, unless one is named so. Holds for `--speaker` and `--author`
    /// as well.
    #[arg(long, value_name = "NAME")]
    pub outlet: Vec<String>,
    /// Keep articles that quote this person (repeatable: any of them)
    #[arg(long, value_name = "NAME")]
    pub speaker: Vec<String>,
    /// Keep articles by this author (repeatable: any of them)
    #[arg(long, value_name = "NAME")]
    pub author: Vec<String>,
    /// Keep articles from this day on: 2020, 2020-03, 2020-03-04, today, 7d
    ///
    /// `7d` is seven days ago. Articles without a date never match a limit.
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Keep articles up to this day, which counts; a year or month runs to its end
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Find articles with any of the words, not all
    #[arg(long)]
    pub any: bool,
    /// Read the query as words only: no operator, field, mark or prefix
    #[arg(long)]
    pub plain: bool,
    /// Syntax that the query is written in; what cannot be translated is told
    #[arg(long, value_enum, value_name = "NAME", default_value_t, conflicts_with_all = ["any", "plain"])]
    pub syntax: SyntaxName,
    /// Count reprints once: copies, wire stories with small edits, excerpts; see `search reprints`
    ///
    /// A group of reprints counts once in every total, histogram and value of a facet that one of its matching
    /// articles has, and is shown as one of them, the earliest. Of quotations, those of one article of a group
    /// count, the one with most that match.
    #[arg(long)]
    pub distinct: bool,
    #[command(flatten)]
    pub chosen: Chosen,
    /// Print the query as understood with what its words mean, and search nothing
    #[arg(long)]
    pub explain: bool,
}

/// Which article stands for a group of reprints.
#[derive(Args, Clone, Debug, Default)]
pub struct Chosen {
    /// Let an article of this outlet stand for its reprints (repeatable, in order of preference)
    #[arg(long, value_name = "OUTLET")]
    prefer: Vec<String>,
    /// Let the longest article stand for its reprints, not the earliest
    #[arg(long)]
    longest: bool,
}

impl Chosen {
    /// The same for the library.
    pub fn preference(&self) -> Result<Preference, Failed> {
        Ok(Preference { outlets: preferred(&self.prefer)?, longest: self.longest })
    }

    /// True if anything is asked for.
    fn is_given(&self) -> bool {
        self.longest || !self.prefer.is_empty()
    }
}

/// What to search, and what to return.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Search options")]
pub struct SearchOptions {
    #[command(flatten)]
    pub filters: Filters,
    /// Order of the hits
    #[arg(long, value_enum, value_name = "ORDER", default_value_t)]
    pub sort: SortOrder,
    /// Return at most this many [default: 10 hits, 10 values of a facet, all articles of an export]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Leave out this many before them
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Count the articles found by outlet, date, speaker, author, language
    #[arg(long, value_enum, value_name = "LIST", value_delimiter = ',')]
    pub facets: Vec<FacetName>,
    /// Count dates by this unit [default: month]
    #[arg(long, value_enum, value_name = "UNIT")]
    pub by: Option<Unit>,
}

/// Syntax of a query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SyntaxName {
    /// Ours; see docs/QUERY.md
    #[default]
    Own,
    /// Terms and connectors of Nexis: w/5 pre/5 /s /p hlead() atleast5() !
    Nexis,
    /// Query strings of Lucene: field:term AND "x y"~5 [a TO b]
    Lucene,
}

impl SyntaxName {
    /// The same for the library.
    pub fn syntax(self) -> Syntax {
        match self {
            SyntaxName::Own => Syntax::Own,
            SyntaxName::Nexis => Syntax::Nexis,
            SyntaxName::Lucene => Syntax::Lucene,
        }
    }
}

/// Order of the hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SortOrder {
    /// Best match first
    #[default]
    Relevance,
    /// Latest first, unknown dates last
    Newest,
    /// Earliest first, unknown dates last
    Oldest,
}

/// What to count by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FacetName {
    /// Outlet
    Outlet,
    /// Date of publication
    Date,
    /// Who is quoted
    Speaker,
    /// Author
    Author,
    /// Language
    #[value(alias = "lang")]
    Language,
}

/// Unit of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Unit {
    /// `2020`
    Year,
    /// `2020-07`
    Month,
    /// `2020-07-11`
    Day,
}

impl Filters {
    /// True if reprints count once.
    pub fn counts_groups(&self) -> bool {
        self.distinct || self.chosen.is_given()
    }

    /// The request for `query` with these filters, for ten hits.
    pub fn request(&self, query: Query, today: Date) -> Result<SearchRequest, Failed> {
        let mut request = SearchRequest::new(query);
        let unknown = &mut request.unknown;
        request.outlets = names("--outlet", &self.outlet, Facet::Outlet, unknown)?;
        request.speakers = names("--speaker", &self.speaker, Facet::Speaker, unknown)?;
        request.authors = names("--author", &self.author, Facet::Author, unknown)?;
        request.dates = dates::parse_range(self.from.as_deref(), self.to.as_deref(), today).map_err(|message| {
            Failed::Usage { message, hint: Some(format!("a date is one of {}", dates::EXAMPLES)) }
        })?;
        if self.counts_groups() {
            request.distinct = Some(self.chosen.preference()?);
        }
        Ok(request)
    }
}

impl SearchOptions {
    /// The request for `query` with these filters; the facets as asked for, ten hits if no
    /// limit is set.
    pub fn request(&self, query: Query, today: Date) -> Result<SearchRequest, Failed> {
        let mut request = self.filters.request(query, today)?;
        request.sort = match self.sort {
            SortOrder::Relevance => Sort::Relevance,
            SortOrder::Newest => Sort::Newest,
            SortOrder::Oldest => Sort::Oldest,
        };
        request.limit = self.limit.unwrap_or(request.limit);
        request.offset = self.offset;
        request.facets = self.facet_list();
        request.by = match self.by {
            Some(Unit::Year) => By::Year,
            Some(Unit::Month) | None => By::Month,
            Some(Unit::Day) => By::Day,
        };
        Ok(request)
    }

    /// The facets asked for, each once; `--by` alone asks for dates.
    fn facet_list(&self) -> Vec<Facet> {
        let mut facets = Vec::new();
        for name in &self.facets {
            let facet = match name {
                FacetName::Outlet => Facet::Outlet,
                FacetName::Date => Facet::Date,
                FacetName::Speaker => Facet::Speaker,
                FacetName::Author => Facet::Author,
                FacetName::Language => Facet::Language,
            };
            if !facets.contains(&facet) {
                facets.push(facet);
            }
        }
        if facets.is_empty() && self.by.is_some() {
            facets.push(Facet::Date);
        }
        facets
    }
}

/// The names of a filter; `?` puts the facet among those of which what is not known is kept.
fn names(option: &str, values: &[String], facet: Facet, unknown: &mut Vec<Facet>) -> Result<Vec<Name>, Failed> {
    let mut names = Vec::with_capacity(values.len());
    for value in values {
        match Named::read(value) {
            Some(Named::Name(name)) => names.push(name),
            Some(Named::Unknown) if unknown.contains(&facet) => {}
            Some(Named::Unknown) => unknown.push(facet),
            None => return Err(no_name(option, value)),
        }
    }
    Ok(names)
}

fn preferred(outlets: &[String]) -> Result<Vec<Name>, Failed> {
    outlets.iter().map(|text| Name::typed(text).ok_or_else(|| no_name("--prefer", text))).collect()
}

fn no_name(option: &str, value: &str) -> Failed {
    Failed::usage(format!("`{option}` needs a name, not `{value}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        Date::new(2020, 7, 20).expect("a day of the calendar")
    }

    #[test]
    fn dates_run_to_the_end_of_what_is_named() {
        let options = Filters { from: Some("2020-03".into()), to: Some("2020-03".into()), ..Filters::default() };
        let request = options.request(Query::All, today()).unwrap();
        assert_eq!(request.dates.from, Date::new(2020, 3, 1));
        assert_eq!(request.dates.to, Date::new(2020, 3, 31));
    }

    #[test]
    fn from_after_to_is_an_error() {
        let options = Filters { from: Some("2021".into()), to: Some("2020".into()), ..Filters::default() };
        assert!(options.request(Query::All, today()).is_err());
    }

    #[test]
    fn a_name_needs_a_letter() {
        let options = Filters { outlet: vec![" ".into()], ..Filters::default() };
        let failed = options.request(Query::All, today()).unwrap_err();
        assert_eq!(failed.lines(), ["`--outlet` needs a name, not ` `"]);
    }

    #[test]
    fn a_name_may_be_exact_or_unknown() {
        let options = Filters { outlet: vec!["=Fox News".into(), "?".into(), "?".into()], ..Filters::default() };
        let request = options.request(Query::All, today()).unwrap();
        assert_eq!(request.outlets, [Name { text: "Fox News".into(), exact: true }]);
        assert_eq!(request.unknown, [Facet::Outlet]);
    }

    #[test]
    fn a_unit_alone_asks_for_dates() {
        let options = SearchOptions { by: Some(Unit::Year), ..SearchOptions::default() };
        assert_eq!(options.request(Query::All, today()).unwrap().facets, [Facet::Date]);
        let options = SearchOptions { facets: vec![FacetName::Outlet, FacetName::Outlet], ..options };
        assert_eq!(options.request(Query::All, today()).unwrap().facets, [Facet::Outlet]);
    }
}
