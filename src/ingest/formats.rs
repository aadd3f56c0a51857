//! The table of formats, and how a file is opened and handed to its reader.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use super::compressed::{self, Codec};
use super::encoding::Unmarked;
use super::run::{About, Run, Stop, Wanted, WantedRecord};
use super::{Item, Known, Options, ReadSummary, SourceFile};
use super::{container, csv, document, exports, json, jsonl, markdown, text, web_page};

/// A format: which files have it, and what reads them.
pub(super) struct Format {
    /// The endings of file names, lower case, without the point.
    endings: &'static [&'static str],
    read: Reads,
}

/// What reads a format.
enum Reads {
    /// Reads a stream without compression and byte order mark, in UTF-8 or an unknown encoding
    /// that shares ASCII with it.
    Text(fn(&mut Run<'_>, &mut dyn Read) -> Result<(), Stop>),
    /// Reads a stream of bytes as they are.
    Bytes(fn(&mut Run<'_>, &mut dyn Read) -> Result<(), Stop>),
}

/// Every format, in the order in which help texts name them.
const FORMATS: &[Format] = &[
    Format { endings: &["txt", "text"], read: Reads::Text(text::read) },
    Format { endings: &["md", "markdown"], read: Reads::Text(markdown::read) },
    Format { endings: &["html", "htm", "xhtml"], read: Reads::Text(web_page::read) },
    Format { endings: &["mhtml", "mht"], read: Reads::Text(web_page::read_mhtml) },
    Format { endings: &["json"], read: Reads::Text(json::read) },
    Format { endings: &["jsonl", "ndjson"], read: Reads::Text(jsonl::read) },
    Format { endings: &["csv"], read: Reads::Text(csv::read_comma) },
    Format { endings: &["tsv", "tab"], read: Reads::Text(csv::read_tab) },
    Format { endings: &["ris"], read: Reads::Text(exports::read_ris) },
    Format { endings: &["bib"], read: Reads::Text(exports::read_bibtex) },
    Format { endings: &["xml", "nitf", "newsml", "rss"], read: Reads::Bytes(exports::read_xml) },
    Format { endings: &["pdf"], read: Reads::Bytes(document::read_pdf) },
    Format { endings: &["docx"], read: Reads::Bytes(document::read_docx) },
    Format { endings: &["rtf"], read: Reads::Bytes(document::read_rtf) },
    Format { endings: &["epub"], read: Reads::Bytes(document::read_epub) },
    Format { endings: &["eml"], read: Reads::Bytes(document::read_eml) },
    Format { endings: &["mbox", "mbx"], read: Reads::Bytes(document::read_mbox) },
    Format { endings: &["zip"], read: Reads::Bytes(container::zip::read) },
    Format { endings: &["tar"], read: Reads::Bytes(container::tar::read) },
    Format { endings: &["warc"], read: Reads::Bytes(container::warc::read) },
];

/// The endings of the files that are read, each also with `.gz` or `.zst` behind it.
pub fn extensions() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().flat_map(|format| format.endings.iter().copied())
}

/// What the name of a file tells about its content.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    format: &'static Format,
    codec: Codec,
    /// Length in bytes of the name without the endings, such as 3 for `foo.txt.gz`.
    pub stem_length: usize,
}

impl Kind {
    /// The kind of a file by its name; `None` if no format has its ending.
    pub fn of(name: &str) -> Option<Kind> {
        let (rest, codec) = compressed::split_codec(name);
        let (stem, ending) = rest.rsplit_once('.')?;
        // Two endings in one.
        let (ending, codec) = match codec {
            Codec::None if ending.eq_ignore_ascii_case("tgz") => ("tar", Codec::Gzip),
            Codec::None if ending.eq_ignore_ascii_case("tzst") => ("tar", Codec::Zstd),
            codec => (ending, codec),
        };
        let format = FORMATS.iter().find(|format| format.endings.iter().any(|one| ending.eq_ignore_ascii_case(one)))?;
        Some(Kind { format, codec, stem_length: stem.len() })
    }

    /// The kind of a file that the user named although its name has no ending: text.
    pub fn plain_text(name: &str) -> Kind {
        Kind { format: &FORMATS[0], codec: Codec::None, stem_length: name.len() }
    }

    /// The kind of a file that is to be read: by its name, else text.
    fn of_file(path: &str) -> Kind {
        let name = path.rsplit('/').next().unwrap_or(path);
        Kind::of(name).unwrap_or_else(|| Kind::plain_text(name))
    }
}

/// Reads one file, streaming: calls `sink` for each article, warning and failure in order.
///
/// A bad record is an [`Item::Failure`] with its place, and reading goes on. `known` tells which
/// records came in an earlier run and need not be parsed: an appended line of a large file costs
/// the hashing of the others. When `sink` breaks, reading stops.
pub fn read(
    file: &SourceFile,
    options: &Options,
    known: Option<Known<'_>>,
    sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> ReadSummary {
    let about = About {
        path: &file.path,
        shown: &file.real_path,
        options,
        rows: file.rows(),
        named: &file.named,
        context: file.context_hash(options),
        member: "",
        depth: 0,
        file: Some(&file.real_path),
        wanted: None,
    };
    let mut run = Run::new(about, known, sink);
    let outcome = match File::open(&file.real_path) {
        Ok(input) => {
            let size = input.metadata().map_or(0, |metadata| metadata.len());
            let mut input = Counted { input, count: &options.bytes_read, left: size.saturating_add(MAX_GROWTH_BYTES) };
            read_stream(&mut run, Kind::of_file(&file.path), &mut input)
        }
        Err(error) => Err(Stop::Io(error)),
    };
    conclude(run, outcome)
}

/// Reads bytes as the file `path` would be read, by its ending; a name without one means text.
///
/// `path` becomes the path of the articles. No manifest applies.
pub fn read_bytes(
    path: &str,
    input: &mut dyn Read,
    options: &Options,
    known: Option<Known<'_>>,
    sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> ReadSummary {
    let named = options.path_pattern.as_ref().map_or_else(Vec::new, |pattern| pattern.read(path));
    let context = super::walk::context_hash(&[], &named, options);
    let shown = Path::new(path);
    let about = About {
        path,
        shown,
        options,
        rows: &[],
        named: &named,
        context,
        member: "",
        depth: 0,
        file: None,
        wanted: None,
    };
    let mut run = Run::new(about, known, sink);
    let outcome = read_stream(&mut run, Kind::of_file(path), input);
    conclude(run, outcome)
}

/// Returns the bytes of a member of a container as they lie in it, at most `most` of them; `None` if there is no
/// such member, or the container's kind has none that are files.
///
/// `shown` is the container's path below its source, `member` that of the member, which begins with it.
pub fn read_member(container: &Path, shown: &str, member: &str, most: u64) -> Option<Vec<u8>> {
    let kind = Kind::of_file(shown);
    let holds_files = ["zip", "tar"];
    if !kind.format.endings.iter().any(|ending| holds_files.contains(ending)) {
        return None;
    }
    let wanted = Wanted { path: member, most, bytes: RefCell::default(), record: None };
    find(container, shown, &Options::default(), wanted)
}

/// Returns the bytes of one record of a file as they lie in it, at most `most` of them: of a web archive the page that
/// was sent. `None` if the file has no such record, or none any more.
///
/// `shown` is the path below its source of the file on the disk, `path` that of the file with the record: the same, or
/// that of a member of it. `options` are those that the file was indexed with.
pub fn read_record(
    file: &Path,
    (shown, path): (&str, &str),
    record: &WantedRecord<'_>,
    options: &Options,
    most: u64,
) -> Option<Vec<u8>> {
    let wanted = Wanted { path, most, bytes: RefCell::default(), record: Some(record) };
    find(file, shown, options, wanted)
}

/// Reads a file for what is wanted of it.
fn find(file: &Path, shown: &str, options: &Options, wanted: Wanted<'_>) -> Option<Vec<u8>> {
    let about = About {
        path: shown,
        shown: file,
        options,
        rows: &[],
        named: &[],
        context: wanted.record.map_or(0, |record| record.context),
        member: "",
        depth: 0,
        file: Some(file),
        wanted: Some(&wanted),
    };
    let mut sink = |_| ControlFlow::Continue(());
    let mut run = Run::new(about, None, &mut sink);
    let mut input = File::open(file).ok()?;
    // How the reading ends is of no interest once it is there.
    let _ = read_stream(&mut run, Kind::of_file(shown), &mut input);
    drop(run);
    wanted.bytes.into_inner()
}

/// Reads one plain text, such as standard input; its path is `-`.
pub fn read_text(
    input: &mut dyn Read,
    options: &Options,
    sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> ReadSummary {
    read_bytes("-", input, options, None, sink)
}

/// How much longer than when it was opened a file may turn out to be: one that grows as fast as
/// it is read would never end.
const MAX_GROWTH_BYTES: u64 = if cfg!(test) { 1 << 20 } else { 64 << 20 };

/// A file that counts what is read of it.
struct Counted<'c> {
    input: File,
    count: &'c AtomicU64,
    left: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            let what = "grows while it is read; what came later is read at the next run";
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, what));
        }
        let most = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let n_read = self.input.read(&mut buffer[..most])?;
        self.left -= n_read as u64;
        self.count.fetch_add(n_read as u64, Ordering::Relaxed);
        Ok(n_read)
    }
}

/// Reads what is in a file or in a member of a container.
pub(super) fn read_stream(run: &mut Run<'_>, kind: Kind, input: &mut dyn Read) -> Result<(), Stop> {
    if kind.codec != Codec::None {
        // The file as it lies there is not what its reader sees.
        run.about.file = None;
    }
    let mut plain = compressed::open(kind.codec, input)?;
    let outcome = match kind.format.read {
        Reads::Text(read) => Unmarked::new(&mut *plain).map_err(Stop::Io).and_then(|mut stream| read(run, &mut stream)),
        Reads::Bytes(read) => read(run, &mut *plain),
    };
    match outcome {
        Err(Stop::Io(error)) if error.raw_os_error().is_none() => {
            Err(Stop::Failed(compressed::explain(kind.codec, &error)))
        }
        Ok(()) if run.is_empty() => Err(Stop::Failed("is empty".to_owned())),
        other => other,
    }
}

fn conclude(mut run: Run<'_>, outcome: Result<(), Stop>) -> ReadSummary {
    // The caller may break at this failure too; there is nothing left to stop.
    let _ = run.end(outcome);
    run.summary
}

/// An I/O error as a short clause, without the system's number.
pub(super) fn reason_of(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::QuotaExceeded {
        return error.to_string();
    }
    let text = error.to_string();
    let plain = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = plain.chars();
    match letters.next() {
        Some(first) => format!("cannot be read: {}{}", first.to_lowercase(), letters.as_str()),
        None => "cannot be read".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_the_ending_of_the_name() {
        let stem = |name: &str| Kind::of(name).map(|kind| name[..kind.stem_length].to_owned());
        assert_eq!(stem("a.txt").as_deref(), Some("a"));
        assert_eq!(stem("2020.03.04.JSONL.GZ").as_deref(), Some("2020.03.04"));
        assert_eq!(stem("a.csv.zst").as_deref(), Some("a"));
        for none in ["a", "a.gz", "a.png", "txt", "a.txt.bz2", ""] {
            assert_eq!(stem(none), None, "{none}");
        }
    }
}
