//! Compressed files: `.gz`, of one or several members, and `.zst`.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;

use super::run::Stop;

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Codec {
    None,
    Gzip,
    Zstd,
}

/// Endings of names, lower case, with the codec that each means.
const ENDINGS: &[(&str, Codec)] = &[(".gz", Codec::Gzip), (".zst", Codec::Zstd)];

/// Splits the ending of a codec off a file name.
pub(super) fn split_codec(name: &str) -> (&str, Codec) {
    for (ending, codec) in ENDINGS {
        let at = name.len().saturating_sub(ending.len());
        if let (Some(rest), Some(tail)) = (name.get(..at), name.get(at..))
            && tail.eq_ignore_ascii_case(ending)
        {
            return (rest, *codec);
        }
    }
    (name, Codec::None)
}

/// A stream of what is inside; it fails when it is plainly a bomb.
pub(super) fn open<'r>(codec: Codec, input: &'r mut dyn Read) -> Result<Box<dyn Read + 'r>, Stop> {
    let packed = Rc::new(Cell::new(0));
    let counted = Counted { input, count: packed.clone() };
    let inner: Box<dyn Read + 'r> = match codec {
        Codec::None => return Ok(Box::new(counted.input)),
        Codec::Gzip => Box::new(MultiGzDecoder::new(counted)),
        Codec::Zstd => Box::new(zstd::stream::read::Decoder::new(counted)?),
    };
    Ok(Box::new(Unpacked { inner, packed, unpacked: 0 }))
}

/// Bytes that may come out of a file whatever it was packed from.
pub(super) const FREE_BYTES: u64 = 256 << 20;

/// Beyond [`FREE_BYTES`], most bytes that may come out for one byte that went in: far more than
/// texts, even those that repeat themselves, are packed smaller.
pub(super) const MAX_RATIO: u64 = 250;

/// True if so much cannot have been packed into so little but to do harm.
pub(super) fn is_bomb(packed: u64, unpacked: u64) -> bool {
    unpacked > FREE_BYTES && unpacked / MAX_RATIO > packed
}

/// What is said of such a file.
pub(super) fn bomb() -> io::Error {
    let free = FREE_BYTES >> 20;
    let what = format!("unpacks to over {MAX_RATIO} times its size and over {free} MiB; the rest was not read");
    io::Error::new(io::ErrorKind::QuotaExceeded, what)
}

struct Counted<'r> {
    input: &'r mut dyn Read,
    count: Rc<Cell<u64>>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.count.set(self.count.get() + count as u64);
        Ok(count)
    }
}

struct Unpacked<'r> {
    inner: Box<dyn Read + 'r>,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
}

impl Read for Unpacked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.unpacked += count as u64;
        if is_bomb(self.packed.get(), self.unpacked) {
            return Err(bomb());
        }
        Ok(count)
    }
}

/// Says what an error of the decoder means.
pub(super) fn explain(codec: Codec, error: &io::Error) -> String {
    let name = match codec {
        Codec::None if error.kind() == io::ErrorKind::QuotaExceeded => return error.to_string(),
        Codec::None => return super::formats::reason_of(error),
        Codec::Gzip => "gzip",
        Codec::Zstd => "zstd",
    };
    match error.kind() {
        io::ErrorKind::QuotaExceeded => error.to_string(),
        io::ErrorKind::UnexpectedEof => format!("the {name} data is cut short; what came before the cut was read"),
        _ => format!("the {name} data is damaged ({error})"),
    }
}
