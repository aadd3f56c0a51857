//! Groups of all articles: utterances, stories, reprints.

use super::{Filters, Limits, Params, Problem, filters, take_page};
use crate::engine::{Facet, FamilyRequest, Preference, ReprintRequest, SearchRequest, StoryRequest};
use crate::model::Date;
use crate::query::Query;

/// Most outlets or articles that may be asked for as the least.
const MOST: u32 = 1_000_000;

/// A page of a list: most entries, if the address says, and those left out before them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Entries to return, if the address says.
    pub limit: Option<usize>,
    /// Entries to leave out before them.
    pub offset: usize,
}

impl Part {
    /// Takes it out of the parameters.
    pub fn take(params: &mut Params, limits: &Limits) -> Result<Part, Problem> {
        let (limit, offset) = take_page(params, limits)?;
        Ok(Part { limit, offset })
    }
}

/// Groups that have something that matches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grouped {
    /// Query and filters.
    pub filters: Filters,
    part: Part,
    least: Option<u32>,
    members: bool,
    /// Wordings of one outlet alone instead of utterances.
    pub altered: bool,
}

impl Grouped {
    /// Takes a search for utterances out of the parameters.
    pub fn take_families(params: &mut Params, limits: &Limits) -> Result<Grouped, Problem> {
        let altered = params.take_switch("altered")?;
        let grouped = Grouped::take(params, limits, "min_outlets")?;
        if altered && grouped.members {
            return Err(Problem::parameter("members", "`members` and `altered` exclude each other"));
        }
        Ok(Grouped { altered, ..grouped })
    }

    /// Takes a search for stories out of the parameters.
    pub fn take_stories(params: &mut Params, limits: &Limits) -> Result<Grouped, Problem> {
        Grouped::take(params, limits, "min_articles")
    }

    fn take(params: &mut Params, limits: &Limits, least: &'static str) -> Result<Grouped, Problem> {
        Ok(Grouped {
            filters: Filters::take_counting_each(params)?,
            part: Part::take(params, limits)?,
            least: params.take_number(least, 0, MOST)?,
            members: params.take_switch("members")?,
            altered: false,
        })
    }

    fn search(&self, query: Query, today: Date) -> Result<SearchRequest, Problem> {
        let search = self.filters.request(query, today)?;
        Ok(SearchRequest { limit: self.part.limit.unwrap_or(search.limit), offset: self.part.offset, ..search })
    }

    /// The request for utterances.
    pub fn families(&self, query: Query, today: Date) -> Result<FamilyRequest, Problem> {
        let request = FamilyRequest::new(self.search(query, today)?);
        let least_outlets = self.least.unwrap_or(request.least_outlets);
        Ok(FamilyRequest { least_outlets, members: self.members, ..request })
    }

    /// The request for stories.
    pub fn stories(&self, query: Query, today: Date) -> Result<StoryRequest, Problem> {
        let request = StoryRequest::new(self.search(query, today)?);
        let least_articles = self.least.unwrap_or(request.least_articles);
        Ok(StoryRequest { least_articles, members: self.members, ..request })
    }
}

/// Groups of reprints.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reprints {
    preference: Preference,
    part: Part,
}

impl Reprints {
    /// Takes it out of the parameters.
    pub fn take(params: &mut Params, limits: &Limits) -> Result<Reprints, Problem> {
        let part = Part::take(params, limits)?;
        Ok(Reprints { preference: Reprints::preference(params)?, part })
    }

    /// Takes what is asked about the group of one article.
    pub fn take_one(params: &mut Params) -> Result<Reprints, Problem> {
        Ok(Reprints { preference: Reprints::preference(params)?, part: Part::default() })
    }

    fn preference(params: &mut Params) -> Result<Preference, Problem> {
        let preferred = params.take_all("prefer");
        let mut unknown = Vec::new();
        let outlets = filters::names("prefer", &preferred, Facet::Outlet, &mut unknown)?;
        if !unknown.is_empty() {
            return Err(Problem::parameter("prefer", "`prefer` needs the name of an outlet"));
        }
        Ok(Preference { outlets, longest: params.take_switch("longest")? })
    }

    /// The request; `article`: for the group of that one alone.
    pub fn request(&self, article: Option<String>) -> ReprintRequest {
        let request = ReprintRequest::default();
        ReprintRequest {
            article,
            preference: self.preference.clone(),
            limit: self.part.limit.unwrap_or(request.limit),
            offset: self.part.offset,
            ..request
        }
    }
}
