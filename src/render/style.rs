//! Who reads the output, and the escape sequences that follow from it.

use std::borrow::Cow;

use super::sanitize::sanitize;

/// How text output is to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Mark by colour and weight.
    pub color: bool,
    /// A person reads it on a terminal: control characters are shown, bars are drawn.
    pub terminal: bool,
    /// Columns to wrap at; `None` for one line each, as a program wants it.
    pub width: Option<usize>,
}

/// What a stretch of output is, which decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// What matched.
    Match,
    /// A headline, or the name of a section.
    Heading,
    /// A date or an outlet.
    Meta,
    /// A name of a person.
    Person,
    /// What only the first of two texts has.
    Removed,
    /// What only the second of two texts has.
    Added,
    /// What matters less: ids, labels, sources.
    Faint,
}

impl Style {
    /// `text`, harmless on a terminal, with line ends and runs of blanks as one blank.
    pub fn line(&self, text: &str) -> String {
        let mut line = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&self.safe(word));
        }
        line
    }

    /// `text`, harmless on a terminal, as it is elsewhere.
    pub(super) fn safe<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.terminal || self.color { sanitize(text) } else { Cow::Borrowed(text) }
    }

    /// The sequence that switches a role on; empty without colour.
    pub(super) fn on(&self, role: Role) -> &'static str {
        match role {
            _ if !self.color => "",
            Role::Match => "\x1b[1;31m",
            Role::Heading => "\x1b[1m",
            Role::Meta => "\x1b[36m",
            Role::Person => "\x1b[35m",
            Role::Removed => "\x1b[9;31m",
            Role::Added => "\x1b[4;32m",
            Role::Faint => "\x1b[2m",
        }
    }

    /// The sequence that switches every role off; empty without colour.
    pub(super) fn off(&self) -> &'static str {
        if self.color { "\x1b[0m" } else { "" }
    }

    /// `text` as one line in a role.
    pub(super) fn paint(&self, role: Role, text: &str) -> String {
        format!("{}{}{}", self.on(role), self.line(text), self.off())
    }
}
