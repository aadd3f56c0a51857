//! Compressed files: `.gz`, of one or several members, and `.zst`.

use std::io::{self, Read};

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

/// A stream of what is inside.
pub(super) fn open<'r>(codec: Codec, input: &'r mut dyn Read) -> Result<Box<dyn Read + 'r>, Stop> {
    Ok(match codec {
        Codec::None => Box::new(input),
        Codec::Gzip => Box::new(MultiGzDecoder::new(input)),
        Codec::Zstd => Box::new(zstd::stream::read::Decoder::new(input)?),
    })
}

/// Says what an error of the decoder means.
pub(super) fn explain(codec: Codec, error: &io::Error) -> String {
    let name = match codec {
        Codec::None => return super::formats::reason_of(error),
        Codec::Gzip => "gzip",
        Codec::Zstd => "zstd",
    };
    match error.kind() {
        io::ErrorKind::UnexpectedEof => format!("the {name} data is cut short; what came before the cut was read"),
        _ => format!("the {name} data is damaged ({error})"),
    }
}
