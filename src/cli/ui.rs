//! Streams, colour, width: everything that depends on who reads.
//!
//! Standard output carries results and nothing else. Counts, hints and errors go to standard
//! error, through here, harmless for a terminal.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use clap::ValueEnum;
use news_search::render::{Style, sanitize::sanitize};

use super::outcome::Failed;

/// Widest column that text is wrapped to: longer lines are hard to read.
const MAX_WIDTH: usize = 100;

/// Width of a terminal that does not tell.
const USUAL_WIDTH: usize = 80;

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Who reads, and how much they want to hear.
pub struct Ui {
    style: Style,
    error_color: bool,
    error_terminal: bool,
    quiet: bool,
    verbose: bool,
}

impl Ui {
    /// Looks at the streams and the environment.
    pub fn new(color: ColorChoice, quiet: bool, verbose: bool) -> Ui {
        let terminal = io::stdout().is_terminal();
        let error_terminal = io::stderr().is_terminal();
        let colored = |is_terminal: bool| match color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => is_terminal && environment_allows_color(),
        };
        let style = Style { color: colored(terminal), terminal, width: width(terminal) };
        Ui { style, error_color: colored(error_terminal), error_terminal, quiet, verbose }
    }

    /// The defaults, for what goes wrong before the options are known.
    pub fn plain() -> Ui {
        Ui::new(ColorChoice::Auto, false, false)
    }

    /// How results are to look.
    pub fn style(&self) -> &Style {
        &self.style
    }

    /// How what is said on standard error is to look.
    pub fn error_style(&self) -> Style {
        Style { color: self.error_color, terminal: self.error_terminal, width: None }
    }

    /// Standard output, buffered: flush it at the end.
    pub fn out(&self) -> BufWriter<StdoutLock<'static>> {
        BufWriter::with_capacity(1 << 16, io::stdout().lock())
    }

    /// True if a progress bar may be drawn.
    pub fn may_animate(&self) -> bool {
        self.error_terminal && !self.quiet
    }

    /// Says how it went: counts, times, what was left out.
    pub fn note(&self, message: impl Display) {
        if !self.quiet {
            self.say("", "", message);
        }
    }

    /// Says what only who wants to know more wants to know.
    pub fn detail(&self, message: impl Display) {
        if self.verbose {
            self.say("", "", message);
        }
    }

    /// Says what the user might do next.
    pub fn hint(&self, message: impl Display) {
        if !self.quiet {
            self.say("\x1b[1;36m", "hint: ", message);
        }
    }

    /// Warns of what did no harm yet.
    pub fn warn(&self, message: impl Display) {
        if !self.quiet {
            self.say("\x1b[1;33m", "warning: ", message);
        }
    }

    /// Tells an error.
    pub fn error(&self, message: impl Display) {
        self.say("\x1b[1;31m", "error: ", message);
    }

    /// Tells why a command failed, one line for each cause.
    pub fn report(&self, failed: &Failed) {
        for (depth, line) in failed.lines().iter().enumerate() {
            if depth == 0 {
                self.error(line);
            } else {
                self.say("", "  because: ", line);
            }
        }
        if let Some(hint) = failed.hint() {
            self.hint(hint);
        }
    }

    /// Shows lines that a renderer made with [`Ui::error_style`].
    pub fn block(&self, lines: &[u8]) {
        if !self.quiet {
            // Whoever closed standard error does not want to hear of it.
            let _ = io::stderr().lock().write_all(lines);
        }
    }

    fn say(&self, color: &str, label: &str, message: impl Display) {
        let message = message.to_string();
        let message = if self.error_terminal { sanitize(&message) } else { Cow::Borrowed(message.as_str()) };
        let (on, off) = if self.error_color && !label.is_empty() { (color, "\x1b[0m") } else { ("", "") };
        let _ = write_line(&mut io::stderr().lock(), format_args!("{on}{label}{off}{message}"));
    }
}

/// Writes a line in one go, so that lines of several threads do not mix.
fn write_line(stream: &mut dyn Write, line: fmt::Arguments<'_>) -> io::Result<()> {
    stream.write_all(format!("{line}\n").as_bytes())
}

fn environment_allows_color() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// Columns to wrap at: `COLUMNS` if set, else the terminal's, none in a pipe.
fn width(is_terminal: bool) -> Option<usize> {
    let from_environment = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let from_terminal = || {
        let size = terminal_size::terminal_size_of(io::stdout());
        Some(size.map_or(USUAL_WIDTH, |(columns, _)| usize::from(columns.0)))
    };
    let columns: Option<usize> = match from_environment {
        Some(columns) => Some(columns),
        None if is_terminal => from_terminal(),
        None => None,
    };
    columns.filter(|&columns| columns > 0).map(|columns| columns.min(MAX_WIDTH))
}

/// A duration as people say it: `1.2 ms`, `0.3 s`, `2 min 5 s`.
pub fn shown_duration(duration: std::time::Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 0.1 {
        format!("{:.1} ms", seconds * 1000.0)
    } else if seconds < 100.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{} min {} s", duration.as_secs() / 60, duration.as_secs() % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn durations_are_readable() {
        assert_eq!(shown_duration(Duration::from_micros(1234)), "1.2 ms");
        assert_eq!(shown_duration(Duration::from_millis(340)), "0.3 s");
        assert_eq!(shown_duration(Duration::from_secs(125)), "2 min 5 s");
    }
}
