//! Taking the options of a run into those that are remembered of a source, or of a part of it.

use super::options::UpdateOptions;
use crate::error::{Error, Result};
use crate::extract::metadata::dates;
use crate::index::source_options::{SourceOptions, take_map};

/// Takes the options of this run in for what lies `below` the root; `` is the whole. What is not given stays as it
/// is; what is given empty is forgotten, and of a part what holds for the whole does not hold there.
///
/// # Errors
/// [`Error::Invalid`] for a date that is no day, [`Error::Read`] for a manifest that is not there.
pub fn take_options(known: &mut SourceOptions, below: &str, given: &UpdateOptions) -> Result<()> {
    if let Some(date) = given.date.as_deref().filter(|date| !date.trim().is_empty())
        && !matches!(dates::read_value(date), Some(dates::Printed::Day(_)))
    {
        return Err(Error::Invalid(format!("`--date {date}` is not a day: write it as 2020-03-04")));
    }
    let manifest = match &given.manifest {
        Some(path) if !path.as_os_str().is_empty() => {
            let real = path.canonicalize().map_err(|source| Error::Read { path: path.clone(), source })?;
            Some(real.to_string_lossy().into_owned())
        }
        other => other.as_ref().map(|_| String::new()),
    };
    let values = [manifest, given.path_pattern.clone(), given.outlet.clone(), given.date.clone()];
    if below.is_empty() {
        take(known, &SourceOptions::default(), values, given);
        return Ok(());
    }
    let mut part = known.parts.remove(below).unwrap_or_default();
    // What holds there without the part's own.
    take(&mut part, &known.of_path(below), values, given);
    if part != SourceOptions::default() {
        known.parts.insert(below.to_owned(), part);
    }
    Ok(())
}

fn take(known: &mut SourceOptions, outer: &SourceOptions, values: [Option<String>; 4], given: &UpdateOptions) {
    take_map(&mut known.map, &given.map);
    if given.map.iter().any(String::is_empty) && !outer.map.is_empty() {
        known.map.insert(0, String::new());
    }
    for ((known, value), outer) in known.values_mut().into_iter().zip(values).zip(outer.values()) {
        match value {
            None => {}
            Some(value) if !value.trim().is_empty() => *known = Some(value),
            Some(_) => *known = outer.as_ref().map(|_| String::new()),
        }
    }
    known.follow |= given.follow;
}
