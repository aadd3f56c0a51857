//! By which ids articles are asked for, and which of them are shown.
//!
//! The index has several names of each article, from its record's own id to source, path and record. In a file of
//! which only some records have an id, the id of one may be the number of another: then `list.csv#2` is the record
//! with the number, and `list.csv#id=2` the one with the id.

use rustc_hash::FxHashSet;
use tantivy::Term;

use super::encode::{names, plain_id};
use super::reader::{Address, Reader};
use crate::error::Result;
use crate::model::{Article, Record};

/// Between a path and a record's own id, where its number would do as well.
const OWN_ID: &str = "#id=";

impl Reader {
    /// Live articles that may be asked for by `name`.
    pub fn named(&self, name: &str) -> Result<Vec<Address>> {
        let found = self.with_name(name)?;
        if found.len() > 1 && ends_in_number(name) {
            return self.numbered_first(name, found);
        }
        match name.rsplit_once(OWN_ID) {
            Some((path, id)) if found.is_empty() => self.with_own_id(path, id),
            _ => Ok(found),
        }
    }

    fn with_name(&self, name: &str) -> Result<Vec<Address>> {
        self.with_term(Term::from_field_text(self.fields.name, name))
    }

    /// Leaves out the records that have the name for their id if another of the same file has it for its number.
    fn numbered_first(&self, name: &str, found: Vec<Address>) -> Result<Vec<Address>> {
        let mut numbered = FxHashSet::default();
        let mut by_id = Vec::new();
        for address in &found {
            let (article, source) = self.stored(*address)?;
            match article.record {
                Some(Record::Number(_)) => drop(numbered.insert((source, article.path))),
                Some(Record::Id(id)) if id != name => by_id.push((*address, (source, article.path))),
                _ => {}
            }
        }
        by_id.retain(|(_, file)| numbered.contains(file));
        Ok(found.into_iter().filter(|address| !by_id.iter().any(|(other, _)| other == address)).collect())
    }

    /// The articles of a file, given by its path with or without the source's name, whose records have that id.
    fn with_own_id(&self, path: &str, id: &str) -> Result<Vec<Address>> {
        let mut found = self.with_name(&format!("{path}#{id}"))?;
        let mut error = None;
        found.retain(|address| match self.stored(*address) {
            Ok((article, source)) => {
                let is_file = article.path == path || format!("{source}/{}", article.path) == path;
                is_file && matches!(article.record, Some(Record::Id(own)) if own == id)
            }
            Err(failure) => {
                error = Some(failure);
                false
            }
        });
        error.map_or(Ok(found), Err)
    }

    /// The shortest form of an article's id that no other article has.
    pub fn shown_id(&self, article: &Article, source: &str) -> Result<String> {
        self.shortest_id(&article.path, article.record.as_ref(), source)
    }

    /// The same, of an article that is no longer at hand.
    pub fn shortest_id(&self, path: &str, record: Option<&Record>, source: &str) -> Result<String> {
        let forms = names(source, path, record);
        for form in &forms {
            // A number comes before an id that reads the same.
            let is_number = matches!(record, Some(Record::Number(_)));
            let count = if is_number { self.named(form)?.len() } else { self.with_name(form)?.len() };
            if count <= 1 {
                return Ok(form.clone());
            }
        }
        if let Some(Record::Id(id)) = record
            && ends_in_number(&format!("#{id}"))
        {
            let short = format!("{path}{OWN_ID}{id}");
            let is_own = self.named(&short)?.len() <= 1;
            return Ok(if is_own { short } else { format!("{source}/{short}") });
        }
        Ok(forms.into_iter().next_back().unwrap_or_else(|| plain_id(path, record)))
    }
}

/// True for a name that may end in the number of a record.
fn ends_in_number(name: &str) -> bool {
    let number = name.rsplit_once('#').map_or("", |(_, number)| number);
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}
