//! Languages as people name them.

/// The code of a language that is given by its code of two letters (ISO 639-1) or by its English name, in any case;
/// `None` if it is neither.
pub fn language_code(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let is_code = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase());
    match NAMES.iter().find(|(_, name)| *name == text) {
        Some((code, _)) => Some((*code).to_owned()),
        None => is_code(&text).then_some(text),
    }
}

/// What is said where a language is not understood.
pub const ADVICE: &str = "languages are given by two letters (`en`) or by their English names";

/// All languages that are told apart when articles are read.
#[rustfmt::skip]
const NAMES: &[(&str, &str)] = &[
    ("af", "afrikaans"), ("ak", "akan"), ("am", "amharic"), ("ar", "arabic"), ("az", "azerbaijani"),
    ("be", "belarusian"), ("bg", "bulgarian"), ("bn", "bengali"), ("ca", "catalan"), ("cs", "czech"), ("da", "danish"),
    ("de", "german"), ("el", "greek"), ("en", "english"), ("eo", "esperanto"), ("es", "spanish"), ("et", "estonian"),
    ("fa", "persian"), ("fi", "finnish"), ("fr", "french"), ("gu", "gujarati"), ("he", "hebrew"), ("hi", "hindi"),
    ("hr", "croatian"), ("hu", "hungarian"), ("hy", "armenian"), ("id", "indonesian"), ("it", "italian"),
    ("ja", "japanese"), ("jv", "javanese"), ("ka", "georgian"), ("km", "khmer"), ("kn", "kannada"), ("ko", "korean"),
    ("la", "latin"), ("lt", "lithuanian"), ("lv", "latvian"), ("mk", "macedonian"), ("ml", "malayalam"),
    ("mr", "marathi"), ("my", "burmese"), ("ne", "nepali"), ("nl", "dutch"), ("no", "norwegian"), ("or", "odia"),
    ("pa", "punjabi"), ("pl", "polish"), ("pt", "portuguese"), ("ro", "romanian"), ("ru", "russian"),
    ("si", "sinhala"), ("sk", "slovak"), ("sl", "slovenian"), ("sn", "shona"), ("sr", "serbian"), ("sv", "swedish"),
    ("ta", "tamil"), ("te", "telugu"), ("th", "thai"), ("tk", "turkmen"), ("tl", "tagalog"), ("tr", "turkish"),
    ("uk", "ukrainian"), ("ur", "urdu"), ("uz", "uzbek"), ("vi", "vietnamese"), ("yi", "yiddish"), ("zh", "chinese"),
    ("zu", "zulu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: Option<&str>) {
        assert_eq!(language_code(text).as_deref(), want, "{text}");
    }

    #[test]
    fn a_language_is_a_code_or_a_name() {
        check("de", Some("de"));
        check("EN", Some("en"));
        check(" Hungarian ", Some("hu"));
        check("xx", Some("xx"));
        check("klingon", None);
        check("de-AT", None);
        check("", None);
    }
}
