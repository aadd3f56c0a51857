//! `search check`: are the quotations of a text in the archive as they stand?

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use news_search::Error;
use news_search::check::{Checked, Draft, Verdict, read_draft};
use news_search::render::{json, plain};

use super::Global;
use super::format::ReportFormat;
use super::outcome::{Failed, Status};
use super::ui::{Ui, shown_duration};

/// Look the quotations of a text up: verbatim in the archive, different, or not found
///
/// Every stretch between quotation marks of any language, double or single, is looked at, and every block whose
/// lines begin with `>`. Case, accents and typography make no difference. A quotation is `verbatim` if an article has the
/// same words side by side; `shortened` if what is missing is marked (by an ellipsis or square brackets) or
/// is the reporter's own words in between; it `differs` if an article has near words; else it is `not found`.
/// Where the text names the speaker and an article another, the place says so; it fails if all do.
///
/// In what differs, [-words-] stand in the text only and {+words+} in the article only.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// A file of any format that is indexed (- for a text from standard input)
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Fail for shortened quotations as well
    #[arg(long)]
    strict: bool,
    /// Tell at most this many places of each quotation
    #[arg(long, value_name = "N", default_value_t = 3)]
    limit: usize,
    /// Print in this format
    #[arg(long, value_enum, default_value_t)]
    format: ReportFormat,
}

const EXAMPLES: &str = "\
Examples:
  search check draft.md
  search check draft.txt --quiet && echo 'every quotation is in the archive'
  search check - --format json < draft.txt | jq '.quotes[] | select(.verdict != \"verbatim\")'

Exit status: 0 if every quotation is verbatim or shortened (with --strict: verbatim), 1 if one differs,
is not found, is in no article as a quotation, or is somebody else's in every article that has it, 2 after an error. 1 also if the text has no quotation at all.";

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let start = std::time::Instant::now();
    let draft = read(&args.file)?;
    let shown = ui.error_style().line(&args.file.to_string_lossy());
    for problem in &draft.problems {
        ui.warn(format_args!("{shown}: {}", ui.error_style().line(problem)));
    }
    let index = global.open_index()?;
    let (mut out, style) = (ui.out(), ui.style());
    let bar = bar(ui);
    let mut checked: Vec<Checked> = Vec::new();
    let mut failed: io::Result<()> = Ok(());
    let looked_up = index.check_each(&draft.text, args.limit, &mut |all, mut one| {
        bar.set_length(all as u64);
        bar.inc(1);
        if args.format == ReportFormat::Text {
            // Each is told as soon as it is known.
            let is_first = checked.is_empty();
            failed = bar.suspend(|| plain::checked_one(&mut out, style, &one, is_first).and_then(|()| out.flush()));
            // Only what is counted is needed any longer.
            one.places = Vec::new();
        }
        checked.push(one);
        if failed.is_err() { Err(Error::Invalid("the output is closed".to_owned())) } else { Ok(()) }
    });
    bar.finish_and_clear();
    failed?;
    looked_up?;
    if args.format == ReportFormat::Json {
        json::checked(&mut out, style, &draft.text, &checked)?;
    }
    out.flush()?;
    if checked.is_empty() {
        let name = if args.file == Path::new("-") { "standard input" } else { &*shown };
        ui.warn(format_args!("no quotation found in {name}"));
        return Ok(Status::NothingFound);
    }
    let verdicts = [Verdict::Verbatim, Verdict::Shortened, Verdict::Narration, Verdict::Differs, Verdict::NotFound];
    let mut counts: Vec<String> = verdicts
        .into_iter()
        .map(|verdict| (verdict, checked.iter().filter(|one| one.verdict == verdict).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| format!("{count} {}", verdict.name()))
        .collect();
    let n_others = checked.iter().filter(|one| one.other_speaker).count();
    if n_others > 0 {
        counts.push(format!("{n_others} said there by somebody else"));
    }
    let all = plain::plural(checked.len() as u64, "quotation", "quotations");
    ui.note(format_args!("{all}: {}; {}", counts.join(", "), shown_duration(start.elapsed())));
    let most = if args.strict { Verdict::Verbatim } else { Verdict::Shortened };
    Ok(Status::found(checked.iter().all(|one| one.verdict <= most && !one.other_speaker)))
}

/// A bar on a terminal, after a moment.
fn bar(ui: &Ui) -> ProgressBar {
    let bar = ProgressBar::hidden();
    if ui.may_animate() {
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(4));
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos} of {len} quotations looked up") {
            bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏ "));
        }
    }
    bar
}

fn read(file: &Path) -> Result<Draft, Failed> {
    if file == Path::new("-") {
        return Ok(read_draft(file, &mut std::io::stdin().lock())?);
    }
    let mut input = File::open(file).map_err(|source| Error::Read { path: file.to_owned(), source })?;
    Ok(read_draft(file, &mut input)?)
}
