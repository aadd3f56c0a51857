//! Outlet, date, authors, title, url and language, each with its source and certainty.

/// Outlets by web domain and by alias.
#[derive(Clone, Debug, Default)]
pub struct Outlets {}

impl Outlets {
    /// The bundled table.
    pub fn bundled() -> Outlets {
        Outlets {}
    }
    /// stub
    pub fn with_user_table(_: &str) -> Result<Outlets, String> {
        Ok(Outlets {})
    }
    /// Canonical name.
    pub fn resolve(&self, name: &str) -> String {
        name.to_owned()
    }
}
