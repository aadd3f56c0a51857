//! Outlet, date, authors, title, url and language, each with its source and certainty.

/// Outlets by web domain and by alias.
#[derive(Clone, Debug, Default)]
pub struct Outlets {}
