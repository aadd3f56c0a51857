//! What a query says that could not be understood as it stands.

use crate::model::Span;

/// Most diagnostics of one query; the rest is counted in a last one.
const MAX_DIAGNOSTICS: usize = 20;

/// Something in a query that was not understood, or not as its author may expect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where, in bytes of the input; may be empty.
    pub span: Span,
    /// What, and how it was read instead: lower case, no final period.
    pub message: String,
    /// What to write, where we know it.
    pub hint: Option<String>,
}

/// Collects diagnostics up to a bound, so that a megabyte of errors stays readable.
#[derive(Default)]
pub(super) struct Diagnostics {
    pub found: Vec<Diagnostic>,
    left_out: usize,
}

impl Diagnostics {
    /// Adds one; `message` is only made if there is room.
    pub fn add(&mut self, span: Span, message: impl FnOnce() -> String, hint: Option<&str>) {
        if self.found.len() < MAX_DIAGNOSTICS {
            self.found.push(Diagnostic { span, message: message(), hint: hint.map(str::to_owned) });
        } else {
            self.left_out += 1;
        }
    }

    pub fn finish(mut self) -> Vec<Diagnostic> {
        if self.left_out > 0 {
            let message = format!("and {} more of the kind", self.left_out);
            self.found.push(Diagnostic { span: Span::of(0, 0), message, hint: None });
        }
        self.found
    }
}
