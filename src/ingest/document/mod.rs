//! Files that hold a text in a form of their own: what comes out of each is a [`Document`].
//!
//! Pure functions from bytes to a text and what is stated of it; no reader here knows files.

use encoding_rs::Encoding;

use super::encoding;
use crate::model::Given;

/// A text with what is stated of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Document {
    pub text: String,
    pub given: Vec<Given>,
    pub warning: Option<&'static str>,
}

impl Document {
    /// Decodes text whose encoding may be named outside of it; a byte order mark wins.
    pub fn decode(bytes: &[u8], charset: Option<&str>) -> String {
        if let Some((encoding, length)) = Encoding::for_bom(bytes) {
            return encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned();
        }
        match charset.and_then(|name| Encoding::for_label(name.as_bytes())) {
            Some(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            None => encoding::decode(bytes).text.into_owned(),
        }
    }
}
