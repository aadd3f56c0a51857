//! Tar archives: POSIX (`ustar`, pax), GNU long names, and the old form.
//!
//! Read by rules of our own: a member's name may be a member itself (GNU, pax), and the crate for
//! tar holds such a name whole however long it claims to be.

use std::io::{self, Read};

use super::super::run::{Run, Stop};
use super::{Member, Members};

const BLOCK: usize = 512;

/// Longest name, or list of pax attributes, in bytes.
const MAX_NAME_BYTES: u64 = 64 << 10;

/// Reads an archive.
pub(in super::super) fn read(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    let mut members = Members::new(run)?;
    let mut long_name: Option<Vec<u8>> = None;
    let mut pax_size: Option<u64> = None;
    let mut is_first = true;
    loop {
        let mut header = [0u8; BLOCK];
        match fill(input, &mut header)? {
            0 => break,
            BLOCK => {}
            _ => return Err(cut()),
        }
        if header.iter().all(|byte| *byte == 0) {
            break;
        }
        if !has_right_sum(&header) {
            let reason = if is_first { "is no tar archive" } else { "is damaged; what came before was read" };
            return Err(Stop::Failed(reason.to_owned()));
        }
        is_first = false;
        let Some(header_size) = number(&header[124..136]) else {
            return Err(Stop::Failed("is damaged; what came before was read".to_owned()));
        };
        let kind = header[156];
        let size = if matches!(kind, b'L' | b'K' | b'x' | b'g') {
            header_size
        } else {
            pax_size.take().unwrap_or(header_size)
        };
        let Some(padding) = size.checked_next_multiple_of(BLOCK as u64).map(|padded| padded - size) else {
            return Err(Stop::Failed("is damaged; what came before was read".to_owned()));
        };
        let mut content = input.take(size);
        match kind {
            b'L' | b'x' => {
                let mut bytes = Vec::new();
                (&mut content).take(MAX_NAME_BYTES).read_to_end(&mut bytes)?;
                if kind == b'L' {
                    bytes.truncate(bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len()));
                    long_name = Some(bytes);
                } else {
                    for (key, value) in pax(&bytes) {
                        match key {
                            b"path" => long_name = Some(value.to_vec()),
                            b"size" => pax_size = std::str::from_utf8(value).ok().and_then(|size| size.parse().ok()),
                            _ => {}
                        }
                    }
                }
            }
            b'0' | b'7' | 0 => {
                let name = long_name.take().unwrap_or_else(|| short_name(&header));
                match members.look(run, &name)? {
                    Member::File(path, kind) => members.read(run, &path, kind, &mut content)?,
                    Member::Manifest(folder) => members.manifest(run, folder, &mut content)?,
                    Member::Other => {}
                }
            }
            // GNU's files with holes have their content in an order of their own.
            b'S' => {
                let name = long_name.take().unwrap_or_else(|| short_name(&header));
                if let Member::File(path, _) = members.look(run, &name)? {
                    run.fail_member(&path, "is stored with holes, which is not read".to_owned())?;
                }
            }
            _ => long_name = None,
        }
        // What the reader left, and the padding.
        let left = content.limit();
        let skipped = io::copy(&mut content, &mut io::sink())?;
        let mut rest = input.take(padding);
        let padded = io::copy(&mut rest, &mut io::sink())?;
        if skipped < left || padded < padding {
            return Err(cut());
        }
    }
    members.end(run)
}

fn cut() -> Stop {
    Stop::Failed("is cut short; what came before the cut was read".to_owned())
}

/// Reads as much of `buffer` as there is.
fn fill(input: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match input.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The sum of a header's bytes, those of the sum itself taken as blanks, stands in the header.
fn has_right_sum(header: &[u8; BLOCK]) -> bool {
    let sum: u64 = header
        .iter()
        .enumerate()
        .map(|(at, byte)| u64::from(if (148..156).contains(&at) { b' ' } else { *byte }))
        .sum();
    number(&header[148..156]) == Some(sum)
}

/// A number in octal digits, or in bytes if the first bit is set.
fn number(field: &[u8]) -> Option<u64> {
    if field.first()? & 0x80 != 0 {
        let mut value = u64::from(field[0] & 0x7F);
        for byte in &field[1..] {
            value = value.checked_mul(256)?.checked_add(u64::from(*byte))?;
        }
        return Some(value);
    }
    let digits = field.iter().copied().skip_while(|byte| *byte == b' ').take_while(|byte| !matches!(byte, 0 | b' '));
    let mut value = 0u64;
    for digit in digits {
        if !(b'0'..=b'7').contains(&digit) {
            return None;
        }
        value = value.checked_mul(8)?.checked_add(u64::from(digit - b'0'))?;
    }
    Some(value)
}

fn short_name(header: &[u8; BLOCK]) -> Vec<u8> {
    let text = |field: &[u8]| field.iter().copied().take_while(|byte| *byte != 0).collect::<Vec<u8>>();
    let name = text(&header[..100]);
    let prefix = if &header[257..262] == b"ustar" { text(&header[345..500]) } else { Vec::new() };
    // GNU uses the place of the prefix for times.
    if prefix.is_empty() || &header[257..264] == b"ustar  " {
        return name;
    }
    [prefix, b"/".to_vec(), name].concat()
}

/// The attributes of a pax header: `LENGTH KEY=VALUE\n` each.
fn pax(mut bytes: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut found = Vec::new();
    while let Some(blank) = bytes.iter().position(|byte| *byte == b' ') {
        let length = std::str::from_utf8(&bytes[..blank]).ok().and_then(|digits| digits.parse::<usize>().ok());
        let Some((line, rest)) = length.filter(|length| *length > blank + 1).and_then(|at| bytes.split_at_checked(at))
        else {
            break;
        };
        let line = line[blank + 1..].strip_suffix(b"\n").unwrap_or(&line[blank + 1..]);
        if let Some(equals) = line.iter().position(|byte| *byte == b'=') {
            found.push((&line[..equals], &line[equals + 1..]));
        }
        bytes = rest;
    }
    found
}
