//! How an update goes on: a bar on a terminal, failures and warnings everywhere.

use std::io::Write;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use news_search::index::{FileChange, Progress, Summary};
use news_search::ingest::Failure;
use news_search::render::plain::grouped;

use super::ui::Ui;

/// Most failures told one by one; `search failures` lists all.
const MAX_FAILURES: u64 = 1000;

/// Most warnings told one by one.
const MAX_WARNINGS: u64 = 100;

/// Milliseconds between two looks at the bar.
const REFRESH_MS: u64 = 100;

/// Tells of an update as it goes on.
pub struct Told<'a> {
    ui: &'a Ui,
    bar: ProgressBar,
    start: Instant,
    refreshed_ms: AtomicU64,
    n_articles: AtomicU64,
    n_bytes: AtomicU64,
    /// Bytes of the files of all sources that have been walked; each tells its own.
    total_bytes: AtomicU64,
    n_failures: AtomicU64,
    n_warnings: AtomicU64,
    interrupted: &'a AtomicBool,
    /// Print which files change, as a result.
    prints_files: bool,
    /// What was done, if a source was gone.
    of_others: OnceLock<Summary>,
}

impl<'a> Told<'a> {
    /// Draws a bar if standard error is a terminal; stops when `interrupted` is set.
    pub fn new(ui: &'a Ui, interrupted: &'a AtomicBool, prints_files: bool) -> Told<'a> {
        let bar = if ui.may_animate() {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
                bar.set_style(style);
            }
            bar.set_message("looking for articles");
            bar.enable_steady_tick(Duration::from_millis(REFRESH_MS));
            bar
        } else {
            ProgressBar::hidden()
        };
        Told {
            ui,
            bar,
            start: Instant::now(),
            refreshed_ms: AtomicU64::new(0),
            n_articles: AtomicU64::new(0),
            n_bytes: AtomicU64::new(0),
            total_bytes: AtomicU64::new(0),
            n_failures: AtomicU64::new(0),
            n_warnings: AtomicU64::new(0),
            interrupted,
            prints_files,
            of_others: OnceLock::new(),
        }
    }

    /// What was done with the other sources, if one was gone.
    pub fn of_others(&self) -> Option<&Summary> {
        self.of_others.get()
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
        let untold = |count: &AtomicU64, most| count.load(Relaxed).saturating_sub(most);
        match untold(&self.n_failures, MAX_FAILURES) {
            0 => {}
            more => self.ui.error(format_args!("and {more} more; `search failures` lists all")),
        }
        match untold(&self.n_warnings, MAX_WARNINGS) {
            0 => {}
            more => self.ui.warn(format_args!("and {more} more")),
        }
    }

    /// True once in [`REFRESH_MS`], for one thread.
    fn is_time(&self) -> bool {
        let now = self.start.elapsed().as_millis() as u64;
        let before = self.refreshed_ms.load(Relaxed);
        now >= before + REFRESH_MS && self.refreshed_ms.compare_exchange(before, now, Relaxed, Relaxed).is_ok()
    }
}

impl Progress for Told<'_> {
    fn done_but_for_a_source(&self, summary: &Summary) {
        let _ = self.of_others.set(summary.clone());
    }

    fn found(&self, files: u64, bytes: u64, done: bool) {
        if self.bar.is_hidden() {
            return;
        }
        if done {
            self.bar.set_length(self.total_bytes.fetch_add(bytes, Relaxed) + bytes);
            let template = "{bar:24} {percent:>3} %  {msg}  {decimal_bytes_per_sec}  {eta} left";
            if let Ok(style) = ProgressStyle::with_template(template) {
                self.bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏ "));
            }
        } else if self.is_time() {
            self.bar.set_message(format!("looking for articles: {} files", grouped(files)));
        }
    }

    fn advanced(&self, articles: u64, bytes: u64) {
        let articles = self.n_articles.fetch_add(articles, Relaxed) + articles;
        let bytes = self.n_bytes.fetch_add(bytes, Relaxed) + bytes;
        let is_read = self.bar.length().is_some_and(|length| bytes >= length);
        if self.bar.is_hidden() || !(is_read || self.is_time()) {
            return;
        }
        if is_read {
            self.bar.set_position(bytes);
            self.bar.set_message(format!("{} articles, writing the index", grouped(articles)));
            return;
        }
        let seconds = self.start.elapsed().as_secs_f64().max(0.001);
        let rate = (articles as f64 / seconds) as u64;
        self.bar.set_position(bytes);
        self.bar.set_message(format!("{} articles  {} articles/s", grouped(articles), grouped(rate)));
    }

    fn file(&self, change: FileChange, path: &Path) {
        let mark = match change {
            FileChange::New => '+',
            FileChange::Changed => '~',
            FileChange::Gone => '-',
        };
        let line = format!("{mark} {}", path.display());
        if self.prints_files {
            self.bar.suspend(|| {
                let mut out = self.ui.out();
                // Who closed standard output has seen enough; nothing depends on it.
                let _ = writeln!(out, "{}", self.ui.style().line(&line)).and_then(|()| out.flush());
            });
        } else {
            self.bar.suspend(|| self.ui.detail(&line));
        }
    }

    fn failed(&self, failure: &Failure) {
        if self.n_failures.fetch_add(1, Relaxed) < MAX_FAILURES {
            self.bar.suspend(|| self.ui.error(failure));
        }
    }

    fn warned(&self, warning: &Failure) {
        if self.n_warnings.fetch_add(1, Relaxed) < MAX_WARNINGS {
            self.bar.suspend(|| self.ui.warn(warning));
        }
    }

    fn is_cancelled(&self) -> bool {
        self.interrupted.load(Relaxed)
    }
}
