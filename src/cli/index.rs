//! `search index`: reads sources into the index.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Instant;

use news_search::index::{self, Place, Summary, UpdateOptions};
use news_search::{Error, render::plain};

use super::Global;
use super::groups::Telling;
use super::outcome::{Failed, Status};
use super::pages;
use super::progress::Told;
use super::sources::{SourceOptions, path_or_empty};
use super::today::today;
use super::ui::{Ui, shown_duration};

/// Read articles from files and folders into the index
///
/// Reads text, Markdown with front matter, web pages, JSON, JSON lines, CSV and TSV, exports of
/// Nexis, Factiva and ProQuest, RIS, BibTeX, NewsML and NITF, PDF, DOCX, RTF, EPUB, mail, all of
/// them also compressed (.gz, .zst) or in .zip, .tar and .warc. A second run reads only what has
/// changed, and takes out what has gone. Without a PATH, the sources that the index knows; in a new index, the folder `seeds` if there is one.
///
/// What could not be read is told with the reason, and the rest is indexed; the exit status is
/// then 2. An interrupt (Ctrl-C) keeps what was read so far.
///
/// The source options are remembered for later runs. One that is given replaces what is remembered of
/// it, and no other; given empty (--outlet '') it is forgotten. Those given for a PATH within a known source
/// hold for that part of it; of several parts the innermost counts.
///
/// With --files-from, single files are read as well: those of a known source are refreshed, the
/// others become one source together, of which later runs look at no other files. A name that is
/// neither there nor known is a failure.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Files and folders of articles
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    source: SourceOptions,
    /// Your own people, kept in the index: a table of `[[speaker]]` with `name`, `aliases`, `handles`
    #[arg(long, value_name = "FILE", value_parser = path_or_empty())]
    speakers: Option<PathBuf>,
    /// Memory that the indexer may use: 64MiB, 2GB
    #[arg(long, value_name = "SIZE", default_value = "512MiB", value_parser = parse_size)]
    memory: usize,
    /// Read the files listed in FILE, one a line or set apart by NUL; - reads standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// Change nothing; print which files would be read or are gone, and what would come of it
    #[arg(long)]
    dry_run: bool,
    /// Stop at the first file that cannot be read, and leave the index as it was
    #[arg(long)]
    strict: bool,
    /// Go on: follow the sources and read what changes in them, until interrupted
    #[cfg(feature = "watch")]
    #[arg(long, conflicts_with_all = ["dry_run", "files_from", "rebuild", "strict"])]
    watch: bool,
    /// List the sources that the index knows, and read nothing
    #[arg(long, exclusive = true)]
    sources: bool,
    /// Take out the articles of a source that is missing or suddenly empty
    #[arg(long)]
    allow_empty: bool,
    /// Then group what is new into families of quotations, which is else done when first asked for
    #[arg(long, conflicts_with = "dry_run")]
    families: bool,
    /// The same for stories, which need the families
    #[arg(long, conflicts_with = "dry_run")]
    stories: bool,
    /// Read everything again, or the PATHs, into a new index
    ///
    /// What is not named, or cannot be read today, comes over from the old index as it is kept there.
    #[arg(long)]
    rebuild: bool,
    /// With --rebuild: from the texts kept in the index, not from the sources
    #[arg(long, requires = "rebuild")]
    from_index: bool,
}

const EXAMPLES: &str = "\
Examples:
  search index ~/articles
  search index dump.jsonl.zst --map title=kop --outlet 'De Krant'
  search index archive --path-pattern '{outlet}/{*}/{date}*'
  search index                                refresh what is known
  find . -name '*.html' -mmin -60 -print0 | search index --files-from -
  search index --watch                        keep up with what is known";

/// Set by the first interrupt: what was read so far is to be committed.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let place = global.place()?;
    if args.sources {
        return list_sources(global, ui);
    }
    let mut options = UpdateOptions::new(today());
    options.paths = args.paths.clone();
    options.files = args.files_from.as_deref().map(read_list).transpose()?;
    options.dry_run = args.dry_run;
    options.strict = args.strict;
    if options.paths.is_empty() && options.files.is_none() && !knows_sources(&place)? {
        let seeds = Path::new("seeds");
        if !seeds.is_dir() {
            return Err(Failed::Usage {
                message: format!("{place} knows no sources yet"),
                hint: Some("name files or folders of articles: `search index PATH`".to_owned()),
            });
        }
        options.paths.push(seeds.to_owned());
    }
    options.memory_bytes = args.memory;
    options.allow_empty = args.allow_empty;
    options.rebuild = args.rebuild;
    options.from_index = args.from_index;
    options.follow = args.source.follow;
    options.map = args.source.map.clone();
    options.manifest = args.source.manifest.clone();
    options.path_pattern = args.source.path_pattern.clone();
    options.outlet = args.source.outlet.clone();
    options.date = args.source.date.clone();
    options.outlets = args.source.outlets.clone();
    options.speakers = args.speakers.clone();

    catch_interrupts(ui);
    let (status, _) = run_once(&place, &options, ui)?;
    if status != Status::Interrupted && (args.families || args.stories) {
        let index = place.open()?;
        let telling = Telling::new(ui);
        match args.stories {
            true => index.stories(&mut |done, total| telling.advanced(done, total)).map(drop)?,
            false => index.families(&mut |done, total| telling.advanced(done, total)).map(drop)?,
        }
        telling.finish();
    }
    #[cfg(feature = "watch")]
    if args.watch && status != Status::Interrupted {
        return super::watch::run(&place, options, ui, &INTERRUPTED);
    }
    Ok(status)
}

/// Brings the index up to date and tells how it went; true if what was not read this time is to be read again.
pub fn run_once(place: &Place, options: &UpdateOptions, ui: &Ui) -> Result<(Status, bool), Failed> {
    pages::ask_for_huge();
    let start = Instant::now();
    let told = Told::new(ui, &INTERRUPTED, options.dry_run);
    let outcome = place.update(options, &told);
    told.finish();
    let tell = |summary: &Summary| {
        let what = if options.dry_run { "would be: " } else { "" };
        ui.note(format_args!("{what}{} in {}", line(summary), shown_duration(start.elapsed())));
    };
    if let Some(summary) = told.of_others() {
        tell(summary);
    }
    let summary = outcome?;
    tell(&summary);
    if summary.same > 0 {
        let files = plain::plural(summary.same, "file has", "files have");
        ui.note(format_args!("{files} the same bytes as another and became one article with it"));
    }
    if summary.failed_before > 0 {
        let failures = plain::plural(summary.failed_before, "failure", "failures");
        let remain = if summary.failed_before == 1 { "remains" } else { "remain" };
        ui.hint(format_args!("{failures} of earlier runs {remain}; see `search failures`"));
    }
    if summary.cancelled {
        ui.note("interrupted: what was read so far is in the index");
        return Ok((Status::Interrupted, summary.is_in_doubt));
    }
    Ok((if summary.failed > 0 { Status::Error } else { Status::Done }, summary.is_in_doubt))
}

/// True if a run without paths has something to read.
fn knows_sources(place: &Place) -> Result<bool, Failed> {
    match place.folder("") {
        Ok(folder) => Ok(index::knows_sources(folder)?),
        Err(_) => match place.open() {
            Ok(index) => Ok(index.sources()?.iter().any(|source| !source.root.is_empty())),
            #[cfg(feature = "opensearch")]
            Err(Error::NoCollection { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        },
    }
}

fn list_sources(global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let sources = global.open_index()?.sources()?;
    let mut out = ui.out();
    plain::sources(&mut out, ui.style(), &sources)?;
    out.flush()?;
    Ok(Status::found(!sources.is_empty()))
}

/// Reads a list of paths, set apart by NUL if it has one, else one a line.
fn read_list(path: &Path) -> Result<Vec<PathBuf>, Failed> {
    let read = || -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match path == Path::new("-") {
            true => std::io::stdin().lock().read_to_end(&mut bytes)?,
            false => std::fs::File::open(path)?.read_to_end(&mut bytes)?,
        };
        Ok(bytes)
    };
    let bytes = read().map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let mark = if bytes.contains(&0) { 0 } else { b'\n' };
    let names = bytes.split(|byte| *byte == mark);
    let names = names.map(|name| if mark == 0 { name } else { name.strip_suffix(b"\r").unwrap_or(name) });
    Ok(names.filter(|name| !name.is_empty()).map(path_of).collect())
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// Lets the first interrupt end the run in order and the second end it at once.
fn catch_interrupts(ui: &Ui) {
    let caught = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Relaxed) {
            std::process::exit(Status::Interrupted.code());
        }
    });
    if let Err(error) = caught {
        ui.detail(format_args!("an interrupt will end the run at once: {error}"));
    }
}

/// The summary of a run in one line.
fn line(summary: &Summary) -> String {
    use plain::grouped;
    let Summary { added, changed, unchanged, removed, failed, .. } = summary;
    format!(
        "{} added, {} changed, {} unchanged, {} removed, {} failed; {}",
        grouped(*added),
        grouped(*changed),
        grouped(*unchanged),
        grouped(*removed),
        grouped(*failed),
        plain::plural(summary.articles, "article", "articles"),
    )
}

/// Reads a number of bytes: `64MiB`, `2GB`, `1048576`.
fn parse_size(text: &str) -> Result<usize, String> {
    let wrong = || format!("`{text}` is not a size such as 64MiB or 2GB");
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let number: usize = number.parse().map_err(|_| wrong())?;
    let factor: usize = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kib" => 1 << 10,
        "kb" => 1000,
        "m" | "mib" => 1 << 20,
        "mb" => 1_000_000,
        "g" | "gib" => 1 << 30,
        "gb" => 1_000_000_000,
        _ => return Err(wrong()),
    };
    number.checked_mul(factor).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!(parse_size("64MiB"), Ok(64 << 20));
        assert_eq!(parse_size("2 gb"), Ok(2_000_000_000));
        assert_eq!(parse_size("1048576"), Ok(1 << 20));
        for bad in ["", "MiB", "-1", "1.5GB", "9x", "99999999999GiB", "é"] {
            assert!(parse_size(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_summary_is_one_line() {
        let summary = Summary { added: 1200, failed: 1, articles: 1, ..Summary::default() };
        assert_eq!(line(&summary), "1,200 added, 0 changed, 0 unchanged, 0 removed, 1 failed; 1 article");
    }
}
