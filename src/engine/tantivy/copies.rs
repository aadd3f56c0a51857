//! Articles with the same text: a hash of it stands in a column.

use tantivy::{DocSet, TERMINATED};
use xxhash_rust::xxh3::xxh3_64;

use super::encode::ARTICLE;
use super::reader::{Address, Reader};
use crate::error::{Error, Result};

/// Hash of a text without the white space around it; 0 of an empty one, which is no copy.
pub fn hash(text: &str) -> u64 {
    let text = text.trim();
    if text.is_empty() { 0 } else { xxh3_64(text.as_bytes()).max(1) }
}

impl Reader {
    /// Calls `sink` with the place and the text's hash of every live article that has a text.
    fn each_hash(&self, mut sink: impl FnMut(Address, u64)) -> Result<()> {
        let doing = "comparing texts";
        for (number, segment) in self.segments.iter().enumerate() {
            let hashes = segment.reader.fast_fields().u64("twin").map_err(Error::engine(doing))?;
            let Some(mut docs) = segment.of_kind(ARTICLE)? else { continue };
            let mut doc = docs.doc();
            while doc != TERMINATED {
                let hash = hashes.first(doc).unwrap_or(0);
                if hash != 0 && !segment.is_deleted(doc) {
                    sink(Address { segment: number, doc }, hash);
                }
                doc = docs.advance();
            }
        }
        Ok(())
    }

    /// Number of articles whose text an earlier one has too.
    pub fn count_copies(&self) -> Result<u64> {
        let mut hashes = Vec::new();
        self.each_hash(|_, hash| hashes.push(hash))?;
        hashes.sort_unstable();
        Ok(hashes.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64)
    }

    /// The other articles that have the text of this one.
    pub fn copies(&self, address: Address) -> Result<Vec<Address>> {
        let column = self.segments[address.segment].reader.fast_fields().u64("twin");
        let own = column.map_err(Error::engine("comparing texts"))?.first(address.doc).unwrap_or(0);
        let mut found = Vec::new();
        self.each_hash(|other, hash| {
            if hash == own && other != address {
                found.push(other);
            }
        })?;
        Ok(found)
    }
}
