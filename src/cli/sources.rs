//! Options that say how sources are read, for `index` and `extract`.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{OsStringValueParser, TypedValueParser};

/// How sources are read.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Source options")]
pub struct SourceOptions {
    /// Read a field from another key of records (repeatable): title=kop
    ///
    /// Fields: id, title, text, outlet, date, author, url, language.
    #[arg(long, value_name = "FIELD=KEY")]
    pub map: Vec<String>,
    /// A table of metadata, CSV or JSON lines, with a column `path`
    ///
    /// Paths are relative to the manifest's folder. What it says wins over what the text says.
    #[arg(long, value_name = "FILE", value_parser = path_or_empty())]
    pub manifest: Option<PathBuf>,
    /// Read metadata from folder and file names: '{outlet}/{*}/{date}*'
    #[arg(long, value_name = "PATTERN")]
    pub path_pattern: Option<String>,
    /// Outlet of articles that name none
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// Date of articles that name none
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// Your own outlets, beside those known: a table of `[[outlet]]` with `name`, `aliases`, `domains`
    #[arg(long, value_name = "FILE", value_parser = path_or_empty())]
    pub outlets: Option<PathBuf>,
    /// Follow symbolic links to folders
    #[arg(long)]
    pub follow: bool,
}

/// Takes a path, or nothing: what is remembered is then forgotten.
pub fn path_or_empty() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

/// A file that was given, if it was not given empty.
pub fn given(path: Option<&PathBuf>) -> Option<&Path> {
    path.map(PathBuf::as_path).filter(|path| !path.as_os_str().is_empty())
}
