//! Byte offsets to code points, in one pass per text.

use crate::model::Span;

/// Bytes between two checkpoints: a lookup counts at most that many bytes.
const STEP: usize = 64;

/// Converts byte offsets of one text to code points.
///
/// Made in one pass over the text; each lookup then takes constant time, in any order.
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before each multiple of [`STEP`]; empty for an ASCII text, where both agree.
    checkpoints: Vec<u32>,
}

impl<'t> CodePoints<'t> {
    /// Prepares the conversion for `text`.
    pub fn of(text: &'t str) -> CodePoints<'t> {
        let mut checkpoints = Vec::new();
        if !text.is_ascii() {
            checkpoints.reserve_exact(text.len() / STEP + 1);
            let mut before = 0u32;
            for block in text.as_bytes().chunks(STEP) {
                checkpoints.push(before);
                before += count(block);
            }
        }
        CodePoints { text, checkpoints }
    }

    /// The number of code points before byte `at`; an offset past the end counts as the end.
    pub fn at(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let Some(&before) = self.checkpoints.get(at / STEP) else {
            // ASCII, or the end of a text whose length is a multiple of the step.
            return if self.checkpoints.is_empty() { at } else { self.text.chars().count() };
        };
        before as usize + count(&self.text.as_bytes()[at / STEP * STEP..at]) as usize
    }

    /// A span as `[start, end]` in code points.
    pub fn span(&self, span: Span) -> [usize; 2] {
        [self.at(span.start()), self.at(span.end())]
    }
}

/// Code points that begin in `bytes`: all bytes but continuation bytes.
fn count(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str) {
        let points = CodePoints::of(text);
        let mut want = 0;
        for (at, _) in text.char_indices() {
            assert_eq!(points.at(at), want, "byte {at} of {text:?}");
            want += 1;
        }
        assert_eq!(points.at(text.len()), want, "end of {text:?}");
        assert_eq!(points.at(text.len() + 9), want, "past the end of {text:?}");
    }

    #[test]
    fn every_offset_agrees_with_counting() {
        check("");
        check("plain words");
        check("“Kein Zurück”, sagte sie – 谁说的? 👩‍🚀");
        check(&"é".repeat(STEP * 2));
        check(&"añ€👍".repeat(STEP));
        check(&format!("{}é", "a".repeat(STEP - 2)));
    }
}
