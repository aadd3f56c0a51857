//! The people quoted in each document of a segment, read out of their column once.
//!
//! The column holds keys of speakers, several for an article, in an encoding that is small and
//! slow to read one by one. A facet over many articles looks each of them up; after about as
//! many look-ups as there are documents the whole is laid out in memory, four bytes for each
//! document and person.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::DocId;

use super::segment::{NOBODY, Segment};
use crate::people::People;

/// People by document, once that is worth it.
#[derive(Default)]
pub struct Spoken {
    table: OnceLock<Table>,
    lookups: AtomicU64,
}

/// The people of all documents, one after the other.
struct Table {
    /// Where the people of each document end.
    ends: Vec<u32>,
    people: Vec<u32>,
}

impl Spoken {
    /// The people of a document, each once; `None` as long as they are not laid out.
    #[inline]
    pub fn of(&self, doc: DocId) -> Option<&[u32]> {
        let table = self.table.get()?;
        let at = doc as usize;
        let start = at.checked_sub(1).map_or(0, |before| table.ends[before]) as usize;
        Some(&table.people[start..table.ends[at] as usize])
    }

    /// Takes note of look-ups in the column; lays the table out if there were many.
    pub fn looked_up(&self, count: u64, segment: &Segment, people: &People) {
        let before = self.lookups.fetch_add(count, Ordering::Relaxed);
        let many = u64::from(segment.reader.max_doc());
        if before + count >= many && self.table.get().is_none() {
            self.table.get_or_init(|| Table::read(segment, people));
        }
    }
}

impl Table {
    fn read(segment: &Segment, people: &People) -> Table {
        let count = segment.reader.max_doc();
        let mut table = Table { ends: Vec::with_capacity(count as usize), people: Vec::new() };
        for doc in 0..count {
            let start = table.people.len();
            for_each_person(segment, people, doc, |person| {
                if !table.people[start..].contains(&person) {
                    table.people.push(person);
                }
            });
            table.ends.push(table.people.len() as u32);
        }
        table
    }
}

/// Calls `sink` with the person of each quotation of a document that has one.
pub fn for_each_person(segment: &Segment, people: &People, doc: DocId, mut sink: impl FnMut(u32)) {
    let Some(column) = &segment.speaker else { return };
    for ord in column.term_ords(doc) {
        let person = segment.person(ord, people);
        if person != NOBODY {
            sink(person);
        }
    }
}
