//! Bytes to characters.
//!
//! UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252, which has a
//! character for every byte. Streams in UTF-16 are turned into UTF-8 before they are cut into
//! records, so that readers of records see one encoding.

use std::borrow::Cow;
use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, WINDOWS_1252};

/// Decoded text, with what to tell the user.
pub(super) struct Decoded<'t> {
    pub text: Cow<'t, str>,
    pub warning: Option<&'static str>,
}

/// Decodes bytes without a byte order mark.
///
/// Text that is plainly UTF-8 but for a few bytes (cut in the middle of a character, or pasted
/// together) keeps its good characters: read as Windows-1252 all of them would be lost. One
/// damaged place to four good multi-byte characters is the limit; Windows-1252 text almost never
/// has even one sequence that is valid UTF-8.
pub(super) fn decode(bytes: &[u8]) -> Decoded<'_> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), warning: None },
        Err(_) if is_damaged_utf8(bytes) => Decoded {
            text: String::from_utf8_lossy(bytes),
            warning: Some("is UTF-8 with damaged characters; they were replaced"),
        },
        Err(_) => Decoded {
            text: WINDOWS_1252.decode_without_bom_handling(bytes).0,
            warning: Some("is not UTF-8; read as Windows-1252"),
        },
    }
}

fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let mut good = 0usize;
    let mut bad = 0usize;
    for chunk in bytes.utf8_chunks() {
        // A lead byte stands for each character of several bytes.
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 0 && good >= 4 * bad
}

/// Returns why `bytes` are not text: a NUL, or more than 1 % control characters.
///
/// Tab, line feed, vertical tab, form feed and carriage return are not counted as such.
pub(super) fn why_binary(bytes: &[u8]) -> Option<String> {
    if memchr::memchr(0, bytes).is_some() {
        return Some("is binary (it has NUL bytes)".to_owned());
    }
    let is_control = |byte: u8| (byte < 0x20 && !(9..=13).contains(&byte)) || byte == 0x7F;
    let controls = bytes.iter().filter(|byte| is_control(**byte)).count();
    (controls * 100 > bytes.len()).then(|| "is binary (over 1 % of it are control characters)".to_owned())
}

/// A stream in UTF-8, or in an unknown encoding that shares ASCII with it; the byte order mark
/// is gone, and UTF-16 is turned into UTF-8.
pub(super) struct Unmarked<'r> {
    input: &'r mut dyn Read,
    /// Bytes read while looking for the mark, or decoded and not yet handed on.
    ready: Vec<u8>,
    ready_at: usize,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    is_done: bool,
    failed: Option<io::Error>,
}

impl<'r> Unmarked<'r> {
    /// Looks for a byte order mark at the start of `input`.
    pub fn new(input: &'r mut dyn Read) -> io::Result<Unmarked<'r>> {
        let mut head = Vec::with_capacity(3);
        (&mut *input).take(3).read_to_end(&mut head)?;
        let mut decoder = None;
        if let Some((encoding, length)) = Encoding::for_bom(&head) {
            head.drain(..length);
            if encoding != UTF_8 {
                decoder = Some(encoding.new_decoder_without_bom_handling());
            }
        }
        let mut stream =
            Unmarked { input, ready: Vec::new(), ready_at: 0, decoder, raw: Vec::new(), is_done: false, failed: None };
        if stream.decoder.is_some() {
            stream.raw = head;
        } else {
            stream.ready = head;
        }
        Ok(stream)
    }

    /// Decodes another stretch of UTF-16 into `ready`.
    fn decode_more(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        while self.ready.is_empty() && !self.is_done {
            let had = self.raw.len();
            self.raw.resize(had + (64 << 10), 0);
            let count = self.input.read(&mut self.raw[had..]);
            self.raw.truncate(had + *count.as_ref().unwrap_or(&0));
            let count = match count {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            self.is_done = count == 0;
            let mut text = String::with_capacity(
                decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(self.raw.len() * 3 + 16),
            );
            let (result, _, _) = decoder.decode_to_string(&self.raw, &mut text, self.is_done);
            debug_assert_eq!(result, CoderResult::InputEmpty);
            self.raw.clear();
            self.ready = text.into_bytes();
            self.ready_at = 0;
        }
        Ok(())
    }
}

impl Read for Unmarked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(error) = self.failed.take_if(|_| self.ready_at == self.ready.len()) {
            return Err(error);
        }
        if self.ready_at == self.ready.len() {
            self.ready.clear();
            self.ready_at = 0;
            match self.decoder {
                None => return self.input.read(buffer),
                Some(_) => self.decode_more()?,
            }
        }
        let count = buffer.len().min(self.ready.len() - self.ready_at);
        let (head, rest) = buffer.split_at_mut(count);
        head.copy_from_slice(&self.ready[self.ready_at..self.ready_at + count]);
        self.ready_at += count;
        if self.decoder.is_some() || rest.is_empty() {
            return Ok(count);
        }
        // Readers judge a file by its first stretch, so that is more than the three bytes in
        // which the mark was sought. An error comes with the next call.
        match self.input.read(rest) {
            Ok(more) => Ok(count + more),
            Err(error) => {
                self.failed = Some(error);
                Ok(count)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], want: &str, want_warning: bool) {
        let mut input = bytes;
        let mut all = Vec::new();
        Unmarked::new(&mut input).unwrap().read_to_end(&mut all).unwrap();
        let decoded = decode(&all);
        assert_eq!((&*decoded.text, decoded.warning.is_some()), (want, want_warning), "{bytes:?}");
    }

    #[test]
    fn encodings_are_told_apart() {
        check(b"", "", false);
        check("caf\u{e9}".as_bytes(), "café", false);
        check(b"\xEF\xBB\xBFcaf\xC3\xA9", "café", false);
        check(b"\xFF\xFEc\0\xE9\0", "cé", false);
        check(b"\xFE\xFF\0c\0\xE9", "cé", false);
        check(b"\xFF\xFE", "", false);
        check(b"caf\xE9 \x93hunt\x94", "café “hunt”", true);
        check(b"a", "a", false);
    }

    #[test]
    fn a_pair_of_surrogates_may_lie_across_reads() {
        let text = "😀".repeat(70_000);
        let bytes: Vec<u8> = std::iter::once(0xFEFFu16).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        check(&bytes, &text, false);
    }

    #[test]
    fn damaged_utf8_keeps_its_good_characters() {
        check(b"\xE2\x80\x9Ca\xE2\x80\x9D \xE2\x80\x9Cb\xE2\x80\x9D \xE2\x80", "“a” “b” \u{FFFD}", true);
    }

    #[test]
    fn binary_is_told_from_text() {
        assert!(why_binary(b"a\0b").is_some());
        assert!(why_binary(b"\x01\x02abc").is_some());
        assert!(why_binary(&[b"x".repeat(1000).as_slice(), b"\x1b"].concat()).is_none());
        assert!(why_binary(b"tabs\tand\r\nlines\x0C").is_none());
        assert!(why_binary(b"").is_none());
    }
}
