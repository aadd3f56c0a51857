//! A window over a stream, in which readers find the ends of records.
//!
//! Records that lie in the window are read in place, without copying. The window grows with a
//! long record up to the caller's limit and shrinks again behind it.

use std::io::{self, Read};

/// Bytes asked of the stream at once: large enough that system calls do not count, small
/// enough to stay in the cache (256 KiB, measured best of 64 KiB to 4 MiB).
const CHUNK: usize = 256 << 10;

/// The part of a stream that is in memory.
pub(super) struct Window<'r> {
    input: &'r mut dyn Read,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
}

impl<'r> Window<'r> {
    /// A window at the start of `input`, still empty.
    pub fn new(input: &'r mut dyn Read) -> Window<'r> {
        Window { input, buffer: vec![0; CHUNK], start: 0, end: 0 }
    }

    /// What was read and not consumed.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Drops the first `count` of [`Window::bytes`].
    pub fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }

    /// Reads on, behind what is there; false at the end of the stream.
    pub fn fill(&mut self) -> io::Result<bool> {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
            if self.buffer.len() > 4 * CHUNK {
                self.buffer = vec![0; CHUNK];
            }
        } else if self.start > 0 && self.buffer.len() - self.end < CHUNK / 2 {
            let left = self.end - self.start;
            if self.buffer.len() > 4 * CHUNK && left < CHUNK / 2 {
                let mut smaller = vec![0; CHUNK];
                smaller[..left].copy_from_slice(&self.buffer[self.start..self.end]);
                self.buffer = smaller;
            } else {
                self.buffer.copy_within(self.start..self.end, 0);
            }
            (self.start, self.end) = (0, left);
        }
        if self.end == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.end..]) {
                Ok(count) => {
                    self.end += count;
                    return Ok(count > 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_shrinks_behind_a_long_record() {
        let mut input = io::repeat(b'x').take(40 * CHUNK as u64);
        let mut window = Window::new(&mut input);
        while window.bytes().len() < 20 * CHUNK && window.fill().unwrap() {}
        assert!(window.buffer.len() >= 20 * CHUNK);
        loop {
            window.consume(window.bytes().len().saturating_sub(10));
            if !window.fill().unwrap() {
                break;
            }
        }
        assert!(window.buffer.len() <= 4 * CHUNK);
    }

    #[test]
    fn a_window_moves_and_grows_without_losing_a_byte() {
        let all: Vec<u8> = (0..3 * CHUNK + 17).map(|at| (at % 251) as u8).collect();
        let mut input = &all[..];
        let mut window = Window::new(&mut input);
        let mut seen = Vec::new();
        for step in 1.. {
            let more = window.fill().unwrap();
            if step % 3 == 0 || !more {
                let count = if more { window.bytes().len() / 2 } else { window.bytes().len() };
                seen.extend_from_slice(&window.bytes()[..count]);
                window.consume(count);
            }
            if !more {
                break;
            }
        }
        assert!(seen == all);
    }
}
