//! The one reading of an address: what pages, forms, links and programs ask for.
//!
//! The address is the state: every search can be bookmarked and shared, and "back" works. What the
//! parameters mean is what the options of the command line of the same name mean. Text is read as
//! typed; that several plain words are a phrase is a rule of the shell alone.
//!
//! In a filter, `NAME` is a name as typed, `=NAME` exactly that one, and `?` what is not known.

mod compare;
mod export;
mod filters;
mod groups;
mod kwic;
mod quotes;
mod search;
#[cfg(test)]
mod tests;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{Limits, Problem};

pub use compare::Compare;
pub use export::{Export, ExportFormat};
pub use filters::{Asked, Filters, WrongDates, value_of};
pub use groups::{Grouped, Part, Reprints};
pub use kwic::{Kwic, ListFormat};
pub use quotes::Quotes;
pub use search::Search;

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
                let problem = Problem::parameter(&shown, format!("there is no parameter `{shown}` here"));
                Err(match self.known.as_slice() {
                    [] => problem.advising("this address has no parameters"),
                    known => problem.advising(format!("the parameters are {}", known.join(", "))),
                })
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

fn name_of<T: PartialEq>(table: &[(&'static str, T)], value: T) -> &'static str {
    table.iter().find(|(_, known)| *known == value).map_or("", |(name, _)| name)
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
