//! `search extract`: what one would index, without an index.

use std::io::{BufWriter, StdoutLock, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock};

use news_search::Error;
use news_search::extract::{Context, article, metadata::Outlets};
use news_search::ingest::{Failure, Found, Item, KeyMap, Manifest, Options, PathPattern, read, read_text, walk};
use news_search::model::RawArticle;
use news_search::render::{json, plain};

use super::outcome::{Failed, Status};
use super::sources::{SourceOptions, given};
use super::today::today;
use super::ui::Ui;

/// Print what would be indexed, as JSON lines, without an index
///
/// Each article becomes one line: metadata with source and certainty, the text, its quotations
/// with their speakers, named as within the article. Offsets count Unicode code points.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Files and folders of articles; - reads one text from standard input
    ///
    /// Without a PATH, the folder `seeds` if there is one.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    source: SourceOptions,
}

const EXAMPLES: &str = "\
Examples:
  search extract article.txt | jq '.quotes[] | {speaker, text}'
  pbpaste | search extract -
  search extract dump.jsonl.gz --map title=kop > articles.jsonl";

/// Most articles read before they are extracted, on all cores, and printed in order.
const MAX_WAITING: usize = 256;

/// Most bytes of their texts.
const MAX_WAITING_BYTES: usize = 16 << 20;

/// Runs the command.
pub fn run(args: &Args, ui: &Ui) -> Result<Status, Failed> {
    // A text may be typed in, and to be done with it is no accident.
    if let Err(error) = ctrlc::set_handler(|| std::process::exit(Status::Interrupted.code())) {
        ui.detail(format_args!("an interrupt will end the run by its signal: {error}"));
    }
    let options = read_options(&args.source)?;
    let context = Context { today: today(), outlets: outlets(given(args.source.outlets.as_ref()))? };
    let mut printer = Printer {
        out: ui.out(),
        ui,
        context,
        waiting: Vec::new(),
        waiting_bytes: 0,
        n_articles: 0,
        n_failures: 0,
        outcome: Ok(()),
    };
    for problem in options.manifest.iter().flat_map(|manifest| manifest.problems()) {
        printer.failed(problem);
    }
    for repeat in options.manifest.iter().flat_map(|manifest| manifest.repeats()) {
        ui.warn(repeat);
    }
    let mut paths = args.paths.clone();
    if paths.is_empty() {
        if !Path::new("seeds").is_dir() {
            return Err(Failed::Usage {
                message: "no source is named".to_owned(),
                hint: Some("name files or folders of articles, or `-` for standard input".to_owned()),
            });
        }
        paths.push(PathBuf::from("seeds"));
    }
    for path in &paths {
        printer.extract(path, &options)?;
    }
    printer.print_waiting();
    printer.outcome?;
    printer.out.flush()?;
    let articles = plain::plural(printer.n_articles, "article", "articles");
    ui.note(format_args!("{articles}, {} failed", plain::grouped(printer.n_failures)));
    Ok(if printer.n_failures > 0 { Status::Error } else { Status::found(printer.n_articles > 0) })
}

/// Prints articles as they are read, and tells what could not be read.
struct Printer<'a> {
    out: BufWriter<StdoutLock<'static>>,
    ui: &'a Ui,
    context: Context,
    waiting: Vec<RawArticle>,
    waiting_bytes: usize,
    n_articles: u64,
    n_failures: u64,
    outcome: std::io::Result<()>,
}

impl Printer<'_> {
    fn extract(&mut self, path: &Path, options: &Options) -> Result<(), Failed> {
        if path == Path::new("-") {
            read_text(&mut std::io::stdin().lock(), options, &mut |item| self.item(item));
        } else {
            let walked = walk(path, options, &mut |found| match found {
                Found::File(file) => {
                    read(&file, options, None, &mut |item| self.item(item));
                    self.go_on()
                }
                Found::Warning(warning) => {
                    self.ui.warn(warning);
                    ControlFlow::Continue(())
                }
                Found::Failure(failure) => {
                    self.failed(&failure);
                    ControlFlow::Continue(())
                }
            });
            match walked {
                Ok(_) => {}
                // A path that is not there is told, and the others are read.
                Err(Error::Read { path, source }) => {
                    self.failed(&Failure { path, place: String::new(), reason: source.to_string() });
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(std::mem::replace(&mut self.outcome, Ok(()))?)
    }

    fn item(&mut self, item: Item) -> ControlFlow<()> {
        match item {
            Item::Article { article, .. } => return self.article(article),
            Item::Unchanged { .. } | Item::Unread { .. } => {}
            Item::Warning(warning) => self.ui.warn(warning),
            Item::Failure(failure) => self.failed(&failure),
        }
        ControlFlow::Continue(())
    }

    fn article(&mut self, raw: RawArticle) -> ControlFlow<()> {
        self.n_articles += 1;
        self.waiting_bytes += raw.text.len();
        self.waiting.push(raw);
        if self.waiting.len() >= MAX_WAITING || self.waiting_bytes >= MAX_WAITING_BYTES {
            self.print_waiting();
        }
        self.go_on()
    }

    /// Extracts the articles that wait, on all cores, and prints them in order.
    fn print_waiting(&mut self) {
        self.waiting_bytes = 0;
        let waiting: Vec<Mutex<Option<RawArticle>>> =
            std::mem::take(&mut self.waiting).into_iter().map(|raw| Mutex::new(Some(raw))).collect();
        let lines: Vec<OnceLock<std::io::Result<Vec<u8>>>> = waiting.iter().map(|_| OnceLock::new()).collect();
        let next = AtomicUsize::new(0);
        let (context, style) = (&self.context, self.ui.style());
        let work = || {
            loop {
                let at = next.fetch_add(1, Relaxed);
                let (Some(slot), Some(line)) = (waiting.get(at), lines.get(at)) else { break };
                let Some(raw) = slot.lock().ok().and_then(|mut raw| raw.take()) else { continue };
                let mut bytes = Vec::new();
                let written = json::article(&mut bytes, style, &article(raw, context));
                let _ = line.set(written.map(|()| bytes));
            }
        };
        let threads = std::thread::available_parallelism().map_or(1, |count| count.get()).min(waiting.len());
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(work);
            }
            work();
        });
        for line in lines.into_iter().filter_map(OnceLock::into_inner) {
            if self.outcome.is_ok() {
                self.outcome = line.and_then(|line| self.out.write_all(&line));
            }
        }
    }

    fn failed(&mut self, failure: &Failure) {
        self.n_failures += 1;
        self.ui.error(failure);
    }

    /// Goes on as long as results can be written.
    fn go_on(&self) -> ControlFlow<()> {
        if self.outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

fn read_options(source: &SourceOptions) -> Result<Options, Failed> {
    let keys = KeyMap::parse(&source.map)?;
    let manifest = given(source.manifest.as_ref());
    let loaded = manifest.map(|path| Manifest::load(path, &keys)).transpose()?;
    Ok(Options {
        manifest: loaded.map(Arc::new),
        // Its rows are no articles.
        exclude: manifest.map(Path::to_path_buf).into_iter().collect(),
        path_pattern: source.path_pattern.as_deref().map(PathPattern::parse).transpose()?,
        follow: source.follow,
        outlet: source.outlet.clone(),
        date: source.date.clone(),
        keys,
        ..Options::default()
    })
}

/// The bundled table of outlets, with the user's if there is one.
fn outlets(path: Option<&Path>) -> Result<Outlets, Failed> {
    let Some(path) = path else { return Ok(Outlets::bundled()) };
    let text = std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let table = Outlets::with_user_table(&text);
    Ok(table.map_err(|what| Error::Malformed { path: path.to_owned(), what })?)
}
