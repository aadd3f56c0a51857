//! How a command ends: its status, or why it failed.

use std::error::Error as _;
use std::io;

use news_search::Error;

/// How a command ended; the exit status as in `grep`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Something was found, or done, or nothing was to do.
    Done,
    /// Nothing was found, or an id is unknown.
    NothingFound,
    /// Something went wrong, though the rest was done.
    Error,
    /// The user interrupted it.
    Interrupted,
}

impl Status {
    /// [`Status::Done`] if something was found.
    pub fn found(is_found: bool) -> Status {
        if is_found { Status::Done } else { Status::NothingFound }
    }

    /// The status for the system.
    pub fn code(self) -> i32 {
        match self {
            Status::Done => 0,
            Status::NothingFound => 1,
            Status::Error => 2,
            Status::Interrupted => 130,
        }
    }
}

/// Why a command could not go on.
#[derive(Debug)]
pub enum Failed {
    /// The library says why.
    Library(Error),
    /// The results could not be written.
    Output(io::Error),
    /// What was asked for makes no sense.
    Usage {
        /// What is wrong.
        message: String,
        /// What to do instead.
        hint: Option<String>,
    },
}

impl Failed {
    /// A wrong use of the program, in a message without a hint.
    pub fn usage(message: impl Into<String>) -> Failed {
        Failed::Usage { message: message.into(), hint: None }
    }

    /// True if whoever read our results has closed the pipe.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Failed::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The message, then one line for each cause below it.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Failed::Usage { message, .. } => vec![message.clone()],
            Failed::Output(error) => vec!["could not write the results".to_owned(), error.to_string()],
            Failed::Library(error) => {
                let mut lines = vec![error.to_string()];
                let mut cause = error.source();
                while let Some(below) = cause {
                    let line = below.to_string();
                    // Some causes repeat what stands above them.
                    if lines.last() != Some(&line) {
                        lines.push(line);
                    }
                    cause = below.source();
                }
                lines
            }
        }
    }

    /// What to do about it, where we know.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Failed::Usage { hint, .. } => hint.as_deref(),
            _ => None,
        }
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        Failed::Library(error)
    }
}

/// Every `io::Error` that commands pass on with `?` comes from writing results; files are read by
/// the library, which names them.
impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Failed {
        Failed::Output(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_told_with_its_causes() {
        let source = io::Error::other("disk on fire");
        let failed = Failed::from(Error::Read { path: "a.toml".into(), source });
        assert_eq!(failed.lines(), ["could not read `a.toml`", "disk on fire"]);
    }

    #[test]
    fn only_a_closed_pipe_of_results_is_no_error() {
        let closed = || io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(Failed::from(closed()).is_broken_pipe());
        assert!(!Failed::from(Error::Read { path: "pipe".into(), source: closed() }).is_broken_pipe());
    }
}
