//! A query and the filters beside it, which every kind of request has.

use axum::http::StatusCode;

use super::{Address, Params, Problem, name_of};
use crate::engine::{Facet, Preference, SearchRequest};
use crate::model::Date;
use crate::query::{Diagnostic, Name, Named, ParseContext, Query, Syntax, dates, language_code, languages, read};
use crate::serve::Groups;

/// A query and the filters beside it, as they stand in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// The query as typed.
    pub q: String,
    /// Any of the words, not all.
    pub any: bool,
    /// Words only.
    pub plain: bool,
    /// What the query is written in.
    pub syntax: Syntax,
    /// Reprints count once.
    pub distinct: bool,
    /// Outlets: any of them.
    pub outlets: Vec<String>,
    /// Who is quoted: any of them.
    pub speakers: Vec<String>,
    /// Authors: any of them.
    pub authors: Vec<String>,
    /// Languages: any of them.
    pub languages: Vec<String>,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// Keep what has no date (`date=?`): beside a range, or alone.
    pub undated: bool,
}

/// Dates of an address that cannot be read or make no sense.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrongDates {
    /// What is wrong with them.
    pub messages: Vec<String>,
    /// The parameters, `from` and `to`.
    pub fields: Vec<&'static str>,
}

/// A query that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// As typed.
    pub text: String,
    /// As understood.
    pub query: Query,
    /// The same, as the query language has it.
    pub searched: String,
    /// What was not understood, with its place in the text.
    pub diagnostics: Vec<Diagnostic>,
    /// Reprints count once.
    pub distinct: bool,
}

impl Filters {
    /// Takes query and filters out of the parameters.
    pub fn take(params: &mut Params) -> Result<Filters, Problem> {
        let q = params.take("q")?.unwrap_or_default();
        Ok(Filters { q, ..Filters::take_beside(params)? })
    }

    /// Takes query and filters where reprints cannot count once.
    pub fn take_counting_each(params: &mut Params) -> Result<Filters, Problem> {
        let q = params.take("q")?.unwrap_or_default();
        Ok(Filters { q, ..Filters::take_without_distinct(params)? })
    }

    /// Takes the filters alone: where there are several queries.
    pub fn take_beside(params: &mut Params) -> Result<Filters, Problem> {
        let distinct = params.take_switch("distinct")?;
        Ok(Filters { distinct, ..Filters::take_without_distinct(params)? })
    }

    fn take_without_distinct(params: &mut Params) -> Result<Filters, Problem> {
        let filters = Filters {
            q: String::new(),
            any: params.take_switch("any")?,
            plain: params.take_switch("plain")?,
            syntax: params.take_named("syntax", &Syntax::NAMED)?.unwrap_or_default(),
            distinct: false,
            outlets: params.take_all("outlet"),
            speakers: params.take_all("speaker"),
            authors: params.take_all("author"),
            languages: params.take_all("lang"),
            from: params.take("from")?,
            to: params.take("to")?,
            undated: params.take_named("date", &[("?", ())])?.is_some(),
        };
        if filters.syntax != Syntax::Own && (filters.any || filters.plain) {
            return Err(Problem::parameter("syntax", "`any` and `plain` belong to the syntax `own`"));
        }
        Ok(filters)
    }

    /// The same with each reprint counted.
    pub fn counting_each(self) -> Filters {
        Filters { distinct: false, ..self }
    }

    /// The same without dates that cannot be read or make no sense, and which these are: a page says so beside
    /// them, and shows what there is without.
    ///
    /// # Errors
    /// As for [`Filters::request`] where something else is wrong.
    pub fn with_valid_dates(&self, today: Date) -> Result<(Filters, Option<WrongDates>), Problem> {
        let (mut kept, mut wrong) = (self.clone(), None);
        loop {
            let problem = match kept.request(Query::All, today) {
                Ok(_) => return Ok((kept, wrong)),
                Err(problem) => problem,
            };
            // A range that ends before it starts names its start; either may be meant.
            let is_range = problem.status == StatusCode::UNPROCESSABLE_ENTITY;
            let fields: &[&'static str] = match problem.parameter.as_deref() {
                Some("from" | "to") if is_range => &["from", "to"],
                Some("from") if kept.from.is_some() => &["from"],
                Some("to") if kept.to.is_some() => &["to"],
                _ => return Err(problem),
            };
            let wrong = wrong.get_or_insert_with(WrongDates::default);
            wrong.messages.push(problem.detail);
            for field in fields {
                wrong.fields.push(field);
                *(if *field == "from" { &mut kept.from } else { &mut kept.to }) = None;
            }
        }
    }

    /// The groups of all articles that these filters count by.
    pub fn needs(&self) -> &'static [Groups] {
        if self.distinct { &[Groups::Reprints] } else { &[] }
    }

    /// Reads the query.
    pub fn asked(&self, today: Date) -> Asked {
        self.read(&self.q, today)
    }

    /// Reads another text as these parameters say.
    pub fn read(&self, text: &str, today: Date) -> Asked {
        let context = ParseContext { today, any: self.any, plain: self.plain };
        let parsed = read(text, self.syntax, &context);
        let searched = parsed.query.to_string();
        let diagnostics = parsed.diagnostics;
        Asked { text: text.to_owned(), query: parsed.query, searched, diagnostics, distinct: self.distinct }
    }

    /// The request for `query` with these filters, for ten hits.
    ///
    /// # Errors
    /// 400 for a name without a letter or digit, for what is no language and for what is no date, 422 for a range that ends
    /// before it starts.
    pub fn request(&self, query: Query, today: Date) -> Result<SearchRequest, Problem> {
        let mut request = SearchRequest::new(query);
        request.distinct = self.distinct.then(Preference::default);
        let unknown = &mut request.unknown;
        request.outlets = names("outlet", &self.outlets, Facet::Outlet, unknown)?;
        request.speakers = names("speaker", &self.speakers, Facet::Speaker, unknown)?;
        request.authors = names("author", &self.authors, Facet::Author, unknown)?;
        for name in names("lang", &self.languages, Facet::Language, unknown)? {
            let message =
                || Problem::parameter("lang", format!("`{}` is no language", name.text)).advising(languages::ADVICE);
            request.languages.push(language_code(&name.text).ok_or_else(message)?);
        }
        if self.undated {
            unknown.push(Facet::Date);
        }
        for (name, text) in [("from", &self.from), ("to", &self.to)] {
            if let Some(text) = text {
                dates::parse_from(text, today).map_err(|message| {
                    Problem::parameter(name, message).advising(format!("a date is one of {}", dates::EXAMPLES))
                })?;
            }
        }
        request.dates = dates::parse_range(self.from.as_deref(), self.to.as_deref(), today)
            .map_err(|message| Problem::senseless("from", message))?;
        Ok(request)
    }

    /// Adds them to an address.
    pub fn write(&self, address: &mut Address) {
        for (name, value) in [("q", &self.q)] {
            if !value.is_empty() {
                address.add(name, value);
            }
        }
        for (name, is_on) in [("any", self.any), ("plain", self.plain), ("distinct", self.distinct)] {
            if is_on {
                address.add(name, "true");
            }
        }
        if self.syntax != Syntax::default() {
            address.add("syntax", name_of(&Syntax::NAMED, self.syntax));
        }
        let lists = [
            ("outlet", &self.outlets),
            ("speaker", &self.speakers),
            ("author", &self.authors),
            ("lang", &self.languages),
        ];
        for (name, values) in lists {
            for value in values {
                address.add(name, value);
            }
        }
        for (name, value) in [("from", &self.from), ("to", &self.to)] {
            if let Some(value) = value {
                address.add(name, value);
            }
        }
        if self.undated {
            address.add("date", "?");
        }
    }

    /// True if nothing is filtered and nothing is asked for.
    pub fn is_empty(&self) -> bool {
        *self == Filters::default()
    }

    /// The values of a facet's filter, as they stand in the address; `None` for dates, which are
    /// limited by a range.
    pub fn values_mut(&mut self, facet: Facet) -> Option<&mut Vec<String>> {
        match facet {
            Facet::Outlet => Some(&mut self.outlets),
            Facet::Speaker => Some(&mut self.speakers),
            Facet::Author => Some(&mut self.authors),
            Facet::Language => Some(&mut self.languages),
            Facet::Date => None,
        }
    }
}

/// The value of a filter that keeps exactly what a row of a facet counts: `=NAME`, or `?` for what
/// is not known. Languages are codes, which need no mark.
pub fn value_of(facet: Facet, value: Option<&str>) -> String {
    match (value, facet) {
        (None, _) => "?".to_owned(),
        (Some(code), Facet::Language) => code.to_owned(),
        (Some(name), _) => format!("={name}"),
    }
}

/// The names of a filter; `?` puts the facet among those of which what is not known is kept.
pub(super) fn names(
    parameter: &'static str,
    values: &[String],
    facet: Facet,
    unknown: &mut Vec<Facet>,
) -> Result<Vec<Name>, Problem> {
    let mut names = Vec::new();
    for value in values {
        match Named::read(value) {
            Some(Named::Name(name)) => names.push(name),
            Some(Named::Unknown) if unknown.contains(&facet) => {}
            Some(Named::Unknown) => unknown.push(facet),
            None => {
                return Err(Problem::parameter(parameter, format!("`{parameter}` needs a name, not `{value}`"))
                    .advising("`?` stands for what is not known"));
            }
        }
    }
    Ok(names)
}
