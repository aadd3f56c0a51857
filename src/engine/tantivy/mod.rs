//! The embedded engine: one tantivy index in a folder.
//!
//! **Invariant:** tantivy's types stay inside this folder.

mod directory;
mod schema;
mod split;
mod stored;
