//! Checksums of all files of a commit, so that damage is found before it is believed.
//!
//! One line a file: hash, size, name, set apart by blanks; the last line is a hash of the lines
//! before. Written when a commit has been tidied up; a commit without it was interrupted there,
//! and the next run makes up for it. Files of the engine never change once they are written, so
//! those that the commit before had are not read again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

const HEADER: &str = "news-search sums 1\n";

/// Size and hash of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    pub size: u64,
    pub hash: u128,
}

impl Sum {
    /// Reads a file through.
    pub fn of(path: &Path) -> io::Result<Sum> {
        let mut file = File::open(path)?;
        let mut hash = Xxh3::new();
        let mut size = 0;
        let mut buffer = vec![0; 1 << 18];
        loop {
            match file.read(&mut buffer) {
                Ok(0) => return Ok(Sum { size, hash: hash.digest128() }),
                Ok(count) => {
                    hash.update(&buffer[..count]);
                    size += count as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// The files of a commit by their paths below the index folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub files: BTreeMap<String, Sum>,
}

impl Sums {
    /// Name of the file with the sums of a commit.
    pub fn name(generation: u64) -> String {
        format!("sums-{generation}.txt")
    }

    /// As stored.
    pub fn text(&self) -> String {
        let mut text = HEADER.to_owned();
        for (name, sum) in &self.files {
            let _ = writeln!(text, "{:032x} {} {name}", sum.hash, sum.size);
        }
        let hash = xxh3_64(text.as_bytes());
        let _ = writeln!(text, "{hash:016x}");
        text
    }

    /// Reads stored sums; `None` if they are damaged.
    pub fn read(bytes: &[u8]) -> Option<Sums> {
        let text = std::str::from_utf8(bytes).ok()?;
        let lines = text.strip_suffix('\n')?;
        let (content, last) = lines.split_at(lines.rfind('\n')? + 1);
        if last != format!("{:016x}", xxh3_64(content.as_bytes())) {
            return None;
        }
        let mut files = BTreeMap::new();
        for line in content.strip_prefix(HEADER)?.lines() {
            let mut parts = line.splitn(3, ' ');
            let hash = u128::from_str_radix(parts.next()?, 16).ok()?;
            let size = parts.next()?.parse().ok()?;
            files.insert(parts.next()?.to_owned(), Sum { size, hash });
        }
        Some(Sums { files })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_come_back_and_every_flipped_bit_in_them_is_seen() {
        let mut sums = Sums::default();
        sums.files.insert("engine-1/a b.store".into(), Sum { size: 5, hash: 1 << 100 });
        sums.files.insert("state-1.bin".into(), Sum { size: 0, hash: 7 });
        let text = sums.text().into_bytes();
        assert_eq!(Sums::read(&text), Some(sums));
        for at in 0..text.len() * 8 {
            let mut damaged = text.clone();
            damaged[at / 8] ^= 1 << (at % 8);
            assert_eq!(Sums::read(&damaged), None, "bit {at}");
        }
        for length in 0..text.len() {
            assert_eq!(Sums::read(&text[..length]), None, "{length} bytes");
        }
    }
}
