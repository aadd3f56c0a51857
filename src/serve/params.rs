//! The one reading of an address: what pages, forms, links and programs ask for.
//!
//! The address is the state: every search can be bookmarked and shared, and "back" works. What the
//! parameters mean is what the options of the command line of the same name mean. Text is read as
//! typed; that several plain words are a phrase is a rule of the shell alone.
//!
//! In a filter, `NAME` is a name as typed, `=NAME` exactly that one, and `?` what is not known.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{Limits, Problem};
use crate::engine::{
    Association, By, Collocation, ComparisonRequest, ConcordanceRequest, Facet, Grouping, LineOrder, Preference,
    QuoteRequest, SearchRequest, Side, Sort, Within,
};
use crate::model::Date;
use crate::query::{Diagnostic, Name, ParseContext, Query, Syntax, dates, read};

/// Most parameters of one address.
const MAX_PARAMETERS: usize = 500;

/// What stands for itself in an address (RFC 3986, unreserved).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Text as a part of an address: a value of a parameter, or one segment of a path.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// The parameters of an address, taken out one by one; what is left over at the end was not
/// understood. Of a page, an empty value is as good as none: forms send all their fields. Of the API it is
/// a value: a program whose variable is empty would otherwise find everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params {
    pairs: Vec<(String, String)>,
    known: Vec<&'static str>,
    /// Empty values are values.
    is_strict: bool,
}

impl Params {
    /// The same for which empty values are values.
    pub fn strict(self) -> Params {
        Params { is_strict: true, ..self }
    }

    /// Reads what stands behind the `?`.
    ///
    /// # Errors
    /// 400 if it is not UTF-8 or has very many parameters.
    pub fn of(query: Option<&str>) -> Result<Params, Problem> {
        let mut pairs = Vec::new();
        for pair in query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode(name).ok_or_else(|| Problem::parameter(name, "a parameter's name is not UTF-8"))?;
            let value = decode(value).ok_or_else(|| Problem::parameter(&name, format!("`{name}` is not UTF-8")))?;
            if pairs.len() == MAX_PARAMETERS {
                return Err(Problem::parameter(&name, format!("an address has at most {MAX_PARAMETERS} parameters")));
            }
            if !value.trim().is_empty() {
                pairs.push((name, value));
            } else if !pairs.iter().any(|(known, _)| *known == name) {
                pairs.push((name, String::new()));
            }
        }
        Ok(Params { pairs, ..Params::default() })
    }

    /// All values of a parameter, in order, but for empty ones.
    pub fn take_all(&mut self, name: &'static str) -> Vec<String> {
        self.known.push(name);
        let mut values = Vec::new();
        let is_strict = self.is_strict;
        self.pairs.retain_mut(|(key, value)| {
            if *key == name && (is_strict || !value.is_empty()) {
                values.push(std::mem::take(value));
            }
            *key != name
        });
        values
    }

    /// The value of a parameter that has one.
    pub fn take(&mut self, name: &'static str) -> Result<Option<String>, Problem> {
        let mut values = self.take_all(name);
        if values.len() > 1 {
            return Err(Problem::parameter(name, format!("`{name}` is given {} times", values.len())));
        }
        Ok(values.pop())
    }

    /// A value that has a name in `table`.
    pub fn take_named<T: Copy>(
        &mut self,
        name: &'static str,
        table: &[(&'static str, T)],
    ) -> Result<Option<T>, Problem> {
        self.take(name)?.map(|text| named(name, &text, table)).transpose()
    }

    /// A number.
    pub fn take_number<T: std::str::FromStr + PartialOrd + std::fmt::Display>(
        &mut self,
        name: &'static str,
        least: T,
        most: T,
    ) -> Result<Option<T>, Problem> {
        let Some(text) = self.take(name)? else { return Ok(None) };
        let number: Option<T> = text.trim().parse().ok();
        match number {
            Some(number) if number >= least && number <= most => Ok(Some(number)),
            _ => Err(Problem::parameter(name, format!("`{name}` is a number from {least} to {most}, not `{text}`"))),
        }
    }

    /// A switch: `true` or `1` (or `on`, as forms send it), `false` or `0`.
    pub fn take_switch(&mut self, name: &'static str) -> Result<bool, Problem> {
        const SWITCHES: [(&str, bool); 5] = [("true", true), ("false", false), ("1", true), ("0", false), ("on", true)];
        Ok(self.take_named(name, &SWITCHES)?.unwrap_or(false))
    }

    /// Names and values of what is left, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Names of parameters that were asked for so far.
    pub fn known(&self) -> &[&'static str] {
        &self.known
    }

    /// Checks that nothing is left over.
    ///
    /// # Errors
    /// 400 that names the first parameter nobody has asked for, and those that there are.
    pub fn finish(self) -> Result<(), Problem> {
        match self.pairs.first() {
            None => Ok(()),
            Some((name, _)) => {
                let shown: String = name.chars().take(60).collect();
                Err(Problem::parameter(&shown, format!("there is no parameter `{shown}` here"))
                    .advising(format!("the parameters are {}", self.known.join(", "))))
            }
        }
    }

    /// The address with what is left.
    pub fn address(&self, path: &str) -> String {
        let mut address = Address::new(path);
        for (name, value) in &self.pairs {
            address.add(name, value);
        }
        address.finish()
    }
}

fn decode(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8().ok().map(|text| text.into_owned())
}

fn named<T: Copy>(name: &'static str, text: &str, table: &[(&'static str, T)]) -> Result<T, Problem> {
    table.iter().find(|(known, _)| *known == text.trim()).map(|(_, value)| *value).ok_or_else(|| {
        let known: Vec<&str> = table.iter().map(|(known, _)| *known).collect();
        let shown: String = text.chars().take(60).collect();
        Problem::parameter(name, format!("`{name}` is one of {}, not `{shown}`", known.join(", ")))
    })
}

/// An address being put together.
#[derive(Clone, Debug)]
pub struct Address {
    text: String,
    has_any: bool,
}

impl Address {
    /// One without parameters; `path` is taken as it is.
    pub fn new(path: &str) -> Address {
        Address { text: path.to_owned(), has_any: path.contains('?') }
    }

    /// Adds a parameter.
    pub fn add(&mut self, name: &str, value: &str) {
        self.text.push(if self.has_any { '&' } else { '?' });
        self.has_any = true;
        self.text.push_str(&encode(name));
        self.text.push('=');
        self.text.push_str(&encode(value));
    }

    /// The address.
    pub fn finish(self) -> String {
        self.text
    }
}

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

    /// Takes the filters alone: where there are several queries.
    pub fn take_beside(params: &mut Params) -> Result<Filters, Problem> {
        let filters = Filters {
            q: String::new(),
            any: params.take_switch("any")?,
            plain: params.take_switch("plain")?,
            syntax: params.take_named("syntax", &Syntax::NAMED)?.unwrap_or_default(),
            distinct: params.take_switch("distinct")?,
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
    /// 400 for a name without a letter or digit and for what is no date, 422 for a range that ends
    /// before it starts.
    pub fn request(&self, query: Query, today: Date) -> Result<SearchRequest, Problem> {
        let mut request = SearchRequest::new(query);
        request.distinct = self.distinct.then(Preference::default);
        let unknown = &mut request.unknown;
        request.outlets = names("outlet", &self.outlets, Facet::Outlet, unknown)?;
        request.speakers = names("speaker", &self.speakers, Facet::Speaker, unknown)?;
        request.authors = names("author", &self.authors, Facet::Author, unknown)?;
        for name in names("lang", &self.languages, Facet::Language, unknown)? {
            request.languages.push(name.text.to_ascii_lowercase());
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

fn names(
    parameter: &'static str,
    values: &[String],
    facet: Facet,
    unknown: &mut Vec<Facet>,
) -> Result<Vec<Name>, Problem> {
    let mut names = Vec::new();
    for value in values {
        let (text, exact) = match value.trim().strip_prefix('=') {
            Some(text) => (text, true),
            None => (value.trim(), false),
        };
        if text == "?" && !exact {
            if !unknown.contains(&facet) {
                unknown.push(facet);
            }
            continue;
        }
        match Name::typed(text) {
            Some(name) => names.push(Name { exact, ..name }),
            // A name that an article has may be of signs alone.
            None if exact && !text.trim().is_empty() => names.push(Name { text: text.trim().to_owned(), exact }),
            None => {
                return Err(Problem::parameter(parameter, format!("`{parameter}` needs a name, not `{value}`"))
                    .advising("`?` stands for what is not known"));
            }
        }
    }
    Ok(names)
}

fn name_of<T: PartialEq>(table: &[(&'static str, T)], value: T) -> &'static str {
    table.iter().find(|(_, known)| *known == value).map_or("", |(name, _)| name)
}

/// A search as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Query and filters.
    pub filters: Filters,
    /// Order of the hits.
    pub sort: Sort,
    /// Hits to return, if the address says.
    pub limit: Option<usize>,
    /// Hits to leave out before them.
    pub offset: usize,
    /// Facets to count, if the address says.
    pub facets: Vec<Facet>,
    /// Unit of the date facet, if the address says.
    pub by: Option<By>,
}

impl Search {
    /// Takes a search out of the parameters.
    pub fn take(params: &mut Params, limits: &Limits) -> Result<Search, Problem> {
        let sort = params.take_named("sort", &Sort::NAMED)?.unwrap_or_default();
        let (limit, offset) = take_page(params, limits)?;
        Ok(Search { sort, limit, offset, ..Search::take_facets(params)? })
    }

    /// Takes a search that only counts; its limit is that of the values of each facet.
    pub fn take_counts(params: &mut Params) -> Result<Search, Problem> {
        let limit = params.take_number("limit", 0, usize::MAX)?;
        Ok(Search { limit, ..Search::take_facets(params)? })
    }

    fn take_facets(params: &mut Params) -> Result<Search, Problem> {
        let filters = Filters::take(params)?;
        let mut facets = Vec::new();
        for list in params.take_all("facets") {
            for name in list.split(',').filter(|name| !name.trim().is_empty()) {
                let facet = named("facets", name, &Facet::NAMED)?;
                if !facets.contains(&facet) {
                    facets.push(facet);
                }
            }
        }
        let by = params.take_named("by", &By::NAMED)?;
        Ok(Search { filters, facets, by, ..Search::default() })
    }

    /// The request for a query that was read; a unit alone asks for dates.
    pub fn request(&self, query: Query, today: Date) -> Result<SearchRequest, Problem> {
        let mut request = self.filters.request(query, today)?;
        request.sort = self.sort;
        request.limit = self.limit.unwrap_or(request.limit);
        request.offset = self.offset;
        request.facets = self.facets.clone();
        if request.facets.is_empty() && self.by.is_some() {
            request.facets.push(Facet::Date);
        }
        request.by = self.by.unwrap_or_default();
        Ok(request)
    }

    /// The address of this search at `path`.
    pub fn address(&self, path: &str) -> String {
        let mut address = Address::new(path);
        self.write(&mut address);
        address.finish()
    }

    /// Adds it to an address.
    pub fn write(&self, address: &mut Address) {
        self.filters.write(address);
        if self.sort != Sort::default() {
            address.add("sort", name_of(&Sort::NAMED, self.sort));
        }
        if let Some(limit) = self.limit {
            address.add("limit", &limit.to_string());
        }
        if self.offset > 0 {
            address.add("offset", &self.offset.to_string());
        }
        if !self.facets.is_empty() {
            let names: Vec<&str> = self.facets.iter().map(|facet| name_of(&Facet::NAMED, *facet)).collect();
            address.add("facets", &names.join(","));
        }
        if let Some(by) = self.by {
            address.add("by", name_of(&By::NAMED, by));
        }
    }
}

/// `limit`, and `offset` or the `page`, counted from 1.
fn take_page(params: &mut Params, limits: &Limits) -> Result<(Option<usize>, usize), Problem> {
    let limit = params.take_number("limit", 0, limits.hits)?;
    let offset = params.take_number("offset", 0, limits.offset)?;
    let page = params.take_number("page", 1, limits.offset)?;
    match (offset, page) {
        (Some(_), Some(_)) => Err(Problem::parameter("page", "`page` and `offset` exclude each other")),
        (offset, None) => Ok((limit, offset.unwrap_or(0))),
        (None, Some(page)) => Ok((limit, (page - 1usize).saturating_mul(limit.unwrap_or(10)).min(limits.offset))),
    }
}

/// A search for quotations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quotes {
    /// Query, filters, page.
    pub search: Search,
    /// How likely the speaker must be right.
    pub min_probability: f32,
}

impl Quotes {
    /// Takes it out of the parameters.
    pub fn take(params: &mut Params, limits: &Limits) -> Result<Quotes, Problem> {
        let search = Search::take(params, limits)?;
        let min_probability = params.take_number("min_probability", 0.0, 1.0)?.unwrap_or(0.0);
        Ok(Quotes { search, min_probability })
    }

    /// The request for a query that was read.
    pub fn request(&self, query: Query, today: Date) -> Result<QuoteRequest, Problem> {
        Ok(QuoteRequest { search: self.search.request(query, today)?, min_probability: self.min_probability })
    }
}

/// A concordance.
#[derive(Clone, Debug, PartialEq)]
pub struct Kwic {
    /// Query and filters.
    pub filters: Filters,
    /// What to list; its search is a search for everything.
    request: ConcordanceRequest,
}

impl Kwic {
    const ORDERS: [(&'static str, LineOrder); 7] = [
        ("relevance", LineOrder::Relevance),
        ("newest", LineOrder::Newest),
        ("oldest", LineOrder::Oldest),
        ("date", LineOrder::Oldest),
        ("right", LineOrder::Right),
        ("left", LineOrder::Left),
        ("outlet", LineOrder::Outlet),
    ];
    const SIDES: [(&'static str, Side); 2] = [("left", Side::Left), ("right", Side::Right)];
    const MEASURES: [(&'static str, Association); 2] =
        [("log-likelihood", Association::LogLikelihood), ("log-dice", Association::LogDice)];

    /// Takes it out of the parameters.
    pub fn take(params: &mut Params, limits: &Limits) -> Result<Kwic, Problem> {
        let filters = Filters::take(params)?;
        let (limit, offset) = take_page(params, limits)?;
        let mut search = SearchRequest::new(Query::All);
        search.limit = limit.unwrap_or(search.limit);
        search.offset = offset;
        let mut request = ConcordanceRequest::new(search);
        request.width = params.take_number("width", 0, 1000)?.unwrap_or(request.width);
        request.order = params.take_named("sort", &Kwic::ORDERS)?.unwrap_or_default();
        let n_words = params.take_number("group_words", 1, 20)?;
        request.group =
            params.take_named("group", &Kwic::SIDES)?.map(|side| Grouping { side, n_words: n_words.unwrap_or(1) });
        let least_count = params.take_number("min_count", 0, 1_000_000)?;
        let measure = params.take_named("measure", &Kwic::MEASURES)?;
        let distance = params.take_number("collocates", 0, 1000)?;
        request.collocates = distance.map(|distance| Collocation {
            distance,
            least_count: least_count.unwrap_or(2),
            measure: measure.unwrap_or_default(),
        });
        let excluded = |name: &str, other: &str| {
            Err(Problem::parameter(name, format!("`{name}` and `{other}` exclude each other")))
        };
        let alone = |name: &str, other: &str| Err(Problem::parameter(name, format!("`{name}` needs `{other}`")));
        match (&request.group, &request.collocates) {
            (Some(_), Some(_)) => excluded("group", "collocates"),
            (None, _) if n_words.is_some() => alone("group_words", "group"),
            (_, None) if least_count.is_some() => alone("min_count", "collocates"),
            (_, None) if measure.is_some() => alone("measure", "collocates"),
            _ => Ok(Kwic { filters, request }),
        }
    }

    /// The request for a query that was read.
    pub fn request(&self, query: Query, today: Date) -> Result<ConcordanceRequest, Problem> {
        let page = &self.request.search;
        let search = SearchRequest { limit: page.limit, offset: page.offset, ..self.filters.request(query, today)? };
        Ok(ConcordanceRequest { search, ..self.request.clone() })
    }
}

/// How an export is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportFormat {
    /// One JSON object a line.
    #[default]
    Jsonl,
    /// A table with a header.
    Csv,
}

/// An export of articles, in order of id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    /// Query and filters.
    pub filters: Filters,
    /// How it is written.
    pub format: ExportFormat,
    /// Articles to return; all if the address does not say.
    pub limit: Option<usize>,
    /// Articles to leave out before them.
    pub offset: usize,
}

impl Export {
    const FORMATS: [(&'static str, ExportFormat); 2] = [("jsonl", ExportFormat::Jsonl), ("csv", ExportFormat::Csv)];

    /// Takes it out of the parameters.
    pub fn take(params: &mut Params) -> Result<Export, Problem> {
        Ok(Export {
            filters: Filters::take(params)?,
            format: params.take_named("format", &Export::FORMATS)?.unwrap_or_default(),
            limit: params.take_number("limit", 0, usize::MAX)?,
            offset: params.take_number("offset", 0, usize::MAX)?.unwrap_or(0),
        })
    }
}

/// A comparison of the articles of two queries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compare {
    /// The first query.
    pub a: String,
    /// The second query.
    pub b: String,
    /// Filters of both.
    pub filters: Filters,
    within: Within,
    least_count: u64,
    least_articles: u64,
    limit: usize,
}

impl Compare {
    const PLACES: [(&'static str, Within); 3] =
        [("text", Within::Text), ("said", Within::Said), ("narration", Within::Narration)];

    /// Takes it out of the parameters.
    pub fn take(params: &mut Params, limits: &Limits) -> Result<Compare, Problem> {
        Ok(Compare {
            a: params.take("a")?.unwrap_or_default(),
            b: params.take("b")?.unwrap_or_default(),
            filters: Filters::take_beside(params)?,
            within: params.take_named("in", &Compare::PLACES)?.unwrap_or_default(),
            least_count: params.take_number("min_count", 0, 1_000_000)?.unwrap_or(2),
            least_articles: params.take_number("min_articles", 0, 1_000_000)?.unwrap_or(2),
            limit: params.take_number("limit", 0, limits.hits)?.unwrap_or(10),
        })
    }

    /// Both queries as understood, and the request.
    pub fn request(&self, today: Date) -> Result<(Asked, Asked, ComparisonRequest), Problem> {
        let (a, b) = (self.filters.read(&self.a, today), self.filters.read(&self.b, today));
        let request = ComparisonRequest {
            within: self.within,
            least_count: self.least_count,
            least_articles: self.least_articles,
            limit: self.limit,
            ..ComparisonRequest::new(
                self.filters.request(a.query.clone(), today)?,
                self.filters.request(b.query.clone(), today)?,
            )
        };
        Ok((a, b, request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        Date::new(2020, 7, 20).unwrap()
    }

    fn search(query: &str) -> Result<Search, Problem> {
        let mut params = Params::of(Some(query))?;
        let search = Search::take(&mut params, &Limits::default())?;
        params.finish()?;
        Ok(search)
    }

    /// The status and the parameter of what is wrong.
    #[track_caller]
    fn check_wrong(query: &str, status: u16, parameter: &str) {
        let read = |query: &str| {
            let search = search(query)?;
            search.request(Query::All, today())
        };
        let problem = read(query).unwrap_err();
        assert_eq!((problem.status.as_u16(), problem.parameter.as_deref()), (status, Some(parameter)), "{query}");
    }

    #[test]
    fn an_address_that_makes_no_sense_names_the_parameter() {
        check_wrong("limit=x", 400, "limit");
        check_wrong("limit=-1", 400, "limit");
        check_wrong("limit=1001", 400, "limit");
        check_wrong("limit=99999999999999999999999", 400, "limit");
        check_wrong("limit=1&limit=2", 400, "limit");
        check_wrong("sort=best", 400, "sort");
        check_wrong("facets=outlet,colour", 400, "facets");
        check_wrong("outlets=fox", 400, "outlets");
        check_wrong("outlet=--", 400, "outlet");
        check_wrong("from=2020-13-45", 400, "from");
        check_wrong("to=soon", 400, "to");
        check_wrong("from=2021&to=2020", 422, "from");
        check_wrong("q=%FF", 400, "q");
        check_wrong("any=maybe", 400, "any");
        check_wrong("date=2020", 400, "date");
        check_wrong("page=2&offset=3", 400, "page");
        check_wrong("syntax=nexis&any=true", 400, "syntax");
        check_wrong(&"q=a&".repeat(501), 400, "q");
    }

    #[test]
    fn a_search_is_its_address() {
        for query in [
            "",
            "q=a",
            "q=%22witch%20hunt%22%20%26%20%E2%80%9Cx%E2%80%9D%20%2B1&any=true&outlet=%3DFox%20News&outlet=%3F&speaker=a\
             &author=b&lang=en&from=2020&to=7d&date=%3F&sort=newest&limit=20&offset=40&facets=outlet,date&by=year",
        ] {
            let read = search(query).unwrap();
            let address = read.address("/");
            assert_eq!(address.replace("%2C", ","), if query.is_empty() { "/".into() } else { format!("/?{query}") });
            assert_eq!(search(address.trim_start_matches(['/', '?'])).unwrap(), read);
        }
    }

    #[test]
    fn empty_fields_of_a_form_are_none() {
        let read = search("q=&outlet=&from=&to=&sort=&limit=&any=&date=").unwrap();
        assert_eq!(read, Search::default());
        assert!(read.filters.is_empty());
        assert_eq!(search("q=a+b&q=").unwrap().filters.q, "a b");
    }

    #[test]
    fn a_page_is_an_offset() {
        assert_eq!(search("page=3").unwrap().offset, 20);
        assert_eq!(search("page=3&limit=50").unwrap().offset, 100);
        assert_eq!(search("page=1").unwrap().offset, 0);
    }

    #[test]
    fn names_are_typed_exact_or_unknown() {
        let read = search("outlet=fox&outlet=%3DFox+News&outlet=%3F&lang=EN&lang=%3F&date=%3F").unwrap();
        let request = read.request(Query::All, today()).unwrap();
        let name = |text: &str, exact| Name { text: text.to_owned(), exact };
        assert_eq!(request.outlets, [name("fox", false), name("Fox News", true)]);
        assert_eq!(request.languages, ["en"]);
        assert_eq!(request.unknown, [Facet::Outlet, Facet::Language, Facet::Date]);
        assert_eq!(value_of(Facet::Speaker, Some("Jeff Sessions")), "=Jeff Sessions");
        assert_eq!((value_of(Facet::Outlet, None), value_of(Facet::Language, Some("en"))), ("?".into(), "en".into()));
    }

    #[test]
    fn text_is_read_as_typed() {
        let asked = search("q=witch+hunt").unwrap().filters.asked(today());
        assert_eq!(asked.searched, "witch hunt");
        let asked = search("q=hlead(a)&syntax=nexis").unwrap().filters.asked(today());
        assert_ne!(asked.searched, "hlead(a)");
    }

    #[test]
    fn parts_of_a_concordance_need_each_other() {
        let wrong = |query: &str| {
            let mut params = Params::of(Some(query)).unwrap();
            Kwic::take(&mut params, &Limits::default()).unwrap_err().parameter.unwrap()
        };
        assert_eq!(wrong("group=left&collocates=2"), "group");
        assert_eq!(wrong("group_words=2"), "group_words");
        assert_eq!(wrong("group_words=0&group=left"), "group_words");
        assert_eq!(wrong("measure=log-dice"), "measure");
        assert_eq!(wrong("width=5000"), "width");
    }
}
