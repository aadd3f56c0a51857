//! Which person each speaker key of each segment means, worked out once for each commit.
//!
//! The table of people answers that too, but one key at a time, and a query that counts
//! speakers needs thousands. The file is a help only: without it, or with one of another
//! commit, answers are the same and come later.
//!
//! Form: for each segment its id (32 letters), the number of keys, and a person for each key in
//! order; numbers as four bytes, least first. At the end a hash of all that stands before: a run
//! may be killed while it writes the file.

use xxhash_rust::xxh3::xxh3_64;

use super::reader::Reader;
use crate::error::Result;

/// Letters of a segment's id.
const ID_BYTES: usize = 32;

impl Reader {
    /// Works out the joins of all segments.
    pub fn joins(&self) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        for segment in &self.segments {
            let people = segment.all_people(&self.people)?;
            out.extend_from_slice(segment.reader.segment_id().uuid_string().as_bytes());
            out.extend_from_slice(&(people.len() as u32).to_le_bytes());
            for person in people {
                out.extend_from_slice(&person.to_le_bytes());
            }
        }
        let hash = xxh3_64(&out);
        out.extend_from_slice(&hash.to_le_bytes());
        Ok(out)
    }

    /// Takes joins worked out before; those of segments that are not open are passed over, and so
    /// is a damaged file.
    pub fn set_joins(&self, bytes: &[u8]) {
        let Some((mut bytes, hash)) = bytes.split_last_chunk::<8>() else { return };
        if u64::from_le_bytes(*hash) != xxh3_64(bytes) {
            return;
        }
        while let Some((id, rest)) = bytes.split_at_checked(ID_BYTES) {
            let Some((count, rest)) = rest.split_first_chunk::<4>() else { return };
            let length = u32::from_le_bytes(*count) as usize * 4;
            let Some((people, rest)) = rest.split_at_checked(length) else { return };
            bytes = rest;
            let segment =
                self.segments.iter().find(|segment| segment.reader.segment_id().uuid_string().as_bytes() == id);
            if let Some(segment) = segment {
                let (numbers, _) = people.as_chunks::<4>();
                segment.set_people(numbers.iter().map(|number| u32::from_le_bytes(*number)));
            }
        }
    }
}
