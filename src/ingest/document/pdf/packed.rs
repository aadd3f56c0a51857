//! How much the packed parts of a PDF hold, found out before anything holds it.
//!
//! `lopdf` unpacks a part into memory as a whole, packed once or many times, and takes the length of a row that a part
//! states for true: a file of 4 KB can ask for more memory than there is. So parts are measured first: those that list
//! other objects while the file is opened ([`load`]), all others behind it ([`empty_large_parts`]). Encrypted lists
//! are unpacked by `lopdf` as soon as they are decrypted, so these are not measured.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;
use std::io::{self, Read, Write};

use flate2::read::DeflateDecoder;
use memchr::memmem;
use pdf_extract::{Document, LoadOptions, Object, ObjectId, Stream};
use weezl::BitOrder;
use weezl::decode::Decoder;

/// How much one part of a file may hold.
const MAX_PART_BYTES: u64 = 64 << 20;

/// How much all parts that list objects may hold, and what one page draws. As values they take some twenty times as
/// much memory.
pub const MAX_LISTED_BYTES: u64 = 16 << 20;

/// How much all parts of a file may hold that are no pictures.
const MAX_FILE_BYTES: u64 = 512 << 20;

/// How often one part may be packed.
const MAX_FILTERS: usize = 4;

/// How much a part may hold that is unpacked before it is known what it is; pictures are large.
const MAX_UNKNOWN_BYTES: u64 = 256 << 20;

/// Longest row of a part, in values, of which each has at most so many bits in so many colours.
const MAX_COLUMNS: u64 = 200_000;
const MAX_IN_COLUMN: u64 = 32;

/// How far apart names may stand that are taken for those of one part, in bytes.
const SAME_PART: usize = 1_000;

thread_local! {
    /// What the parts that list objects may still hold; the file is opened in one thread.
    static LEFT: Cell<Option<u64>> = const { Cell::new(None) };
}

/// Opens a file.
///
/// # Errors
/// What is wrong with it: damaged, or too large when it is unpacked.
pub fn load(bytes: &[u8], explain: fn(&pdf_extract::Error) -> String) -> Result<Document, String> {
    check_names(bytes)?;
    check_tables(bytes)?;
    LEFT.set(Some(MAX_LISTED_BYTES));
    let options = LoadOptions { filter: Some(empty_large_list), ..LoadOptions::default() };
    let file = Document::load_mem_with_options(bytes, options);
    if LEFT.get().is_none() {
        return Err(too_much(MAX_LISTED_BYTES));
    }
    file.map_err(|error| explain(&error))
}

fn too_much(bytes: u64) -> String {
    format!("has a part that unpacks to more than {} MiB", bytes >> 20)
}

/// Empties a part that lists more objects than may be, before it is unpacked.
fn empty_large_list(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    if let Object::Stream(stream) = object
        && stream.dict.has_type(b"ObjStm")
    {
        let left = LEFT.get().and_then(|left| left.checked_sub(unpacked_length(stream, left)?));
        LEFT.set(left);
        if left.is_none() {
            stream.content = Vec::new();
        }
    }
    // What is listed is taken from here. A part is never listed; of it counts only that there is something.
    let listed = if object.as_stream().is_ok() { Object::Null } else { object.clone() };
    Some((id, listed))
}

/// Refuses a file that states longer rows than there are, for as much memory is asked for, or that packs a part in a
/// way that is not measured. Where this is stated, it is never packed itself.
fn check_names(bytes: &[u8]) -> Result<(), String> {
    let (mut filters, mut last_table, mut last_lzw) = (0, None, None);
    let is_near = |last: Option<usize>, at: usize| last.is_some_and(|last| at - last <= SAME_PART);
    for at in memchr::memchr_iter(b'/', bytes) {
        let rest = &bytes[at + 1..];
        let (name, length) = name(rest);
        filters = if name.ends_with(b"Decode") { filters + 1 } else { 0 };
        let most = match &name[..] {
            b"Columns" => MAX_COLUMNS,
            b"Colors" | b"BitsPerComponent" => MAX_IN_COLUMN,
            b"XRef" | b"ObjStm" => {
                last_table = Some(at);
                u64::MAX
            }
            b"LZWDecode" => {
                last_lzw = Some(at);
                u64::MAX
            }
            _ => u64::MAX,
        };
        if number(&rest[length..]) > most {
            return Err(format!(
                "states rows that no page has: {} {}",
                String::from_utf8_lossy(&name),
                number(&rest[length..])
            ));
        }
        let is_odd_table = is_near(last_table, at) && is_near(last_lzw, at);
        if filters > MAX_FILTERS || is_odd_table {
            return Err("is packed in a way that no program is known to use".to_owned());
        }
    }
    Ok(())
}

/// The name at the start of this, as far as those looked for are long, with `#43` read as `C`; and its length here.
fn name(bytes: &[u8]) -> (Vec<u8>, usize) {
    const LONGEST: usize = b"BitsPerComponent".len();
    let (mut name, mut at) = (Vec::new(), 0);
    while name.len() <= LONGEST {
        let digits = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        match (bytes.get(at), digits.and_then(|digits| u8::from_str_radix(digits, 16).ok())) {
            (Some(b'#'), Some(byte)) => {
                name.push(byte);
                at += 3;
            }
            (Some(byte), _) if byte.is_ascii_alphanumeric() => {
                name.push(*byte);
                at += 1;
            }
            _ => break,
        }
    }
    (name, at)
}

/// The number behind blanks at the start of this; 0 if there is none.
fn number(bytes: &[u8]) -> u64 {
    let bytes = bytes.trim_ascii_start();
    let digits = bytes.strip_prefix(b"+").unwrap_or(bytes).iter().take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |value, digit| value.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

/// Refuses a file with a part that holds too much to be unpacked before it is known what it is, as its tables are, and
/// the lists of objects of an encrypted file.
fn check_tables(bytes: &[u8]) -> Result<(), String> {
    let mut rest = bytes;
    while let Some(at) = memmem::find(rest, b"stream") {
        rest = &rest[at + b"stream".len()..];
        let packed = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        // What is not packed, or damaged, ends at once; up to its damage it counts.
        for depth in 1..=MAX_FILTERS {
            let mut part: Box<dyn Read + '_> = Box::new(packed);
            for _ in 0..depth {
                part = Box::new(Inflated::new(part));
            }
            match length_of(part, MAX_UNKNOWN_BYTES) {
                None => return Err(too_much(MAX_UNKNOWN_BYTES)),
                Some(0) => break,
                Some(_) => {}
            }
        }
    }
    Ok(())
}

/// Empties the parts that hold more than one may, and those from where the file as a whole holds too much; pictures
/// are not looked at, as they are not drawn. Which parts were emptied.
pub fn empty_large_parts(document: &mut Document) -> HashSet<ObjectId> {
    let mut left = MAX_FILE_BYTES;
    let mut emptied = HashSet::new();
    for (id, object) in &mut document.objects {
        let Object::Stream(stream) = object else { continue };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Image") {
            continue;
        }
        match unpacked_length(stream, left.min(MAX_PART_BYTES)) {
            Some(length) => left -= length,
            None => {
                stream.dict.remove(b"Filter");
                stream.set_content(Vec::new());
                emptied.insert(*id);
            }
        }
    }
    emptied
}

/// Whether all that a page or form draws may be taken in.
pub fn is_drawable<'d>(parts: impl Iterator<Item = &'d Stream>) -> bool {
    let mut left = MAX_LISTED_BYTES;
    for part in parts {
        match unpacked_length(part, left) {
            Some(length) => left -= length,
            None => return false,
        }
    }
    true
}

/// How many bytes a part holds as `lopdf` unpacks it, or at most on the way; `None` if more than `most`.
fn unpacked_length(stream: &Stream, most: u64) -> Option<u64> {
    let mut longest = within(stream.content.len() as u64, most)?;
    let mut content = Cow::Borrowed(&stream.content[..]);
    for filter in stream.filters().unwrap_or_default() {
        let mut unpacked = Bounded { bytes: Vec::new(), most };
        // What is damaged counts up to its damage.
        let is_within = match filter {
            b"FlateDecode" => !is_full(io::copy(&mut Inflated::new(&content[..]), &mut unpacked).err()),
            b"LZWDecode" => {
                let mut decoder = Decoder::with_tiff_size_switch(BitOrder::Msb, 8);
                !is_full(decoder.into_stream(&mut unpacked).decode_all(&content[..]).status.err())
            }
            // Four bytes for five, or for one `z`.
            b"ASCII85Decode" => !is_full(unpacked.write_all(&vec![0; 4 * content.len()]).err()),
            _ => return Some(longest),
        };
        if !is_within {
            return None;
        }
        longest = longest.max(unpacked.bytes.len() as u64);
        content = Cow::Owned(unpacked.bytes);
    }
    Some(longest)
}

fn within(length: u64, most: u64) -> Option<u64> {
    (length <= most).then_some(length)
}

fn is_full(error: Option<io::Error>) -> bool {
    error.is_some_and(|error| error.kind() == io::ErrorKind::StorageFull)
}

/// Bytes, up to a number of them.
struct Bounded {
    bytes: Vec<u8>,
    most: u64,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if (self.bytes.len() + bytes.len()) as u64 > self.most {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a deflated part holds. Its first two bytes are passed over, whatever they are: `lopdf` does so if they are not
/// what they should be.
struct Inflated<R> {
    is_begun: bool,
    decoder: DeflateDecoder<R>,
}

impl<R: Read> Inflated<R> {
    fn new(packed: R) -> Inflated<R> {
        Inflated { is_begun: false, decoder: DeflateDecoder::new(packed) }
    }
}

impl<R: Read> Read for Inflated<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.is_begun {
            self.is_begun = true;
            // Nothing was asked of the decoder yet, so it holds nothing back.
            let mut header = [0; 2];
            self.decoder.get_mut().read_exact(&mut header)?;
        }
        self.decoder.read(buffer)
    }
}

/// How many bytes there are to read, up to an error; `None` if more than `most`.
fn length_of(mut part: impl Read, most: u64) -> Option<u64> {
    let mut length = 0u64;
    let mut buffer = [0; 16 << 10];
    while let Ok(read @ 1..) = part.read(&mut buffer) {
        length = within(length + read as u64, most)?;
    }
    Some(length)
}
