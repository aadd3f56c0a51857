//! The language of a text.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use whatlang::{Detector, Lang};

/// Bytes of text that are looked at.
const SAMPLE_BYTES: usize = 2048;

/// Fewest letters from which a language is told.
const MIN_LETTERS: usize = 40;

/// Returns the ISO 639-1 code of the language of `text`; `None` if the text is too short or
/// the language not clear.
pub fn detect(text: &str) -> Option<&'static str> {
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    if let Some(language) = by_function_words(sample).or_else(|| of_a_few_words(sample)) {
        return Some(language);
    }
    if sample.chars().filter(|c| c.is_alphabetic()).take(MIN_LETTERS).count() < MIN_LETTERS {
        return None;
    }
    let info = Detector::new().detect(sample)?;
    let language = code(info.lang()).filter(|_| info.is_reliable() || info.confidence() > 0.5)?;
    (!is_contradicted(sample, language, info.is_reliable())).then_some(language)
}

/// True if a short text has more function words of another language than of the one that its
/// trigrams tell: names outweigh words there (`Republicans challenge Clinton claims on budget cut`).
fn is_contradicted(sample: &str, language: &str, is_reliable: bool) -> bool {
    let words = sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.take(SHORT + 1).map(str::to_lowercase).collect();
    if words.len() > SHORT {
        return false;
    }
    let mut counts = [0u32; LANGUAGES.len()];
    for word in words.iter().filter(|word| word.len() > 1) {
        let mask = languages_of(word);
        counts.iter_mut().enumerate().for_each(|(language, count)| *count += mask >> language & 1);
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    match LANGUAGES.iter().position(|known| *known == language) {
        Some(own) => counts[own] < most,
        None => most > 0 && !is_reliable,
    }
}

/// Words of a text whose trigrams alone are not to be believed.
const SHORT: usize = 30;

/// Languages told by their function words; bit n of a mask stands for the n-th.
const LANGUAGES: [&str; 20] = [
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "pl", "tr", "id", "fi", "ro", "cs", "hu", "ru", "uk",
    "bg",
];

/// Words looked at.
const MAX_WORDS: u32 = 120;

/// Tells the language by its function words, the few that make up a third of any text.
///
/// A fraction of the cost of comparing trigrams, and surer where it answers at all: one
/// language must have a sixth of the words, and clearly more of them than any other.
fn by_function_words(sample: &str) -> Option<&'static str> {
    let mut counts = [0u32; LANGUAGES.len()];
    let mut n_words = 0;
    for word in sample.split(|c: char| c.is_whitespace()) {
        if word.is_empty() {
            continue;
        }
        n_words += 1;
        let mut mask = languages_of(word);
        while mask != 0 {
            counts[mask.trailing_zeros() as usize] += 1;
            mask &= mask - 1;
        }
        // Most texts are clear long before the end of the sample.
        if n_words % 30 == 0
            && let Some(language) = clear(&counts, n_words)
        {
            return Some(language);
        }
        if n_words == MAX_WORDS {
            return None;
        }
    }
    clear(&counts, n_words)
}

/// The language that stands out, if one does.
fn clear(counts: &[u32; LANGUAGES.len()], n_words: u32) -> Option<&'static str> {
    let best = (0..counts.len()).max_by_key(|index| counts[*index])?;
    let next = (0..counts.len()).filter(|index| *index != best).map(|index| counts[index]).max()?;
    let is_clear = n_words >= 8
        && counts[best] * 6 >= n_words
        && counts[best] >= 4
        && counts[best] >= next + 2
        && counts[best] * 4 >= next * 5;
    is_clear.then(|| LANGUAGES[best])
}

/// Fewest and most words of a text that is told by what few of them are telling.
const A_FEW: std::ops::RangeInclusive<usize> = 4..=14;

/// Tells the language of a headline or a note, if it has a verb of quotations and a function word, or
/// three function words, and hardly one of another language: `„Wir bleiben hier“, sagte der Minister.`
fn of_a_few_words(sample: &str) -> Option<&'static str> {
    let mut words: Vec<String> = Vec::with_capacity(*A_FEW.end());
    for word in sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        if words.len() == *A_FEW.end() {
            return None;
        }
        words.push(word.to_lowercase());
    }
    if !A_FEW.contains(&words.len()) {
        return None;
    }
    let mut counts = [0u32; LANGUAGES.len()];
    for (_, word) in words.iter().enumerate().filter(|(at, word)| !words[..*at].contains(word)) {
        let verb = SPEECH.iter().position(|verbs| verbs.split(' ').any(|verb| verb == word));
        for (language, count) in counts.iter_mut().enumerate() {
            // One letter may be part of `Trump’s` or `U.S.` as well.
            *count += if word.len() > 1 { languages_of(word) >> language & 1 } else { 0 };
            *count += if verb == Some(language) { 2 } else { 0 };
        }
    }
    let best = (0..counts.len()).max_by_key(|index| counts[*index])?;
    let next = (0..counts.len()).filter(|index| *index != best).map(|index| counts[index]).max()?;
    let is_clear = counts[best] >= 3 && counts[best] >= next + 2 && counts[best] as usize * 4 >= words.len();
    is_clear.then(|| LANGUAGES[best])
}

/// Verbs that stand by quotations in the first of [`LANGUAGES`], and in no other of them.
#[rustfmt::skip]
const SPEECH: [&str; 7] = [
    "said says told",
    "sagte sagt sagten erklärte erklärt betonte meinte antwortete berichtete",
    "dit déclaré expliqué affirmé répondu annoncé souligné indiqué assuré",
    "dijo afirmó explicó señaló respondió anunció subrayó aseguró declaró indicó",
    "detto dichiarato spiegato affermato",
    "disse afirmou explicou declarou respondeu anunciou",
    "zei zegt vertelde aldus",
];

/// The languages of which `word` is a function word, as a mask.
fn languages_of(word: &str) -> u32 {
    static MASKS: OnceLock<FxHashMap<&'static str, u32>> = OnceLock::new();
    let masks = MASKS.get_or_init(|| {
        let mut masks = FxHashMap::default();
        for (index, words) in FUNCTION_WORDS.iter().enumerate() {
            for word in words.split(' ') {
                *masks.entry(word).or_insert(0) |= 1 << index;
            }
        }
        masks
    });
    if word.len() > 14 { 0 } else { masks.get(word).copied().unwrap_or(0) }
}

/// Words of each of [`LANGUAGES`] that stand in nearly every text.
#[rustfmt::skip]
const FUNCTION_WORDS: [&str; LANGUAGES.len()] = [
    // en
    "the of and to that for with was his by from have which this is are were has it he she they not at on be an as",
    // de
    "der die das und ist nicht den dem ein eine einer im von mit für auf sich auch des als wird sind hat dass bei nach am zu es er sie werden um aus wie noch nur oder aber haben wurde",
    // fr
    "le la les des et est une un dans pour que qui du sur pas par au avec plus ce il sont ne se cette aux été ont mais ses son leur a de en elle ces",
    // es
    "el la los las de del y que en un una por con para su no al lo se más como es fue ha pero sus este ha sobre entre esta también desde han hasta",
    // it
    "il la di che e un una per non del della in con sono le i dei al è da alla più si gli nel ha ma anche come delle lo nella dal questo stato suo degli",
    // pt
    "o a os as de do da e que em um uma para com não por dos das no na se mais ao foi como mas ele pelo sua são à seu também pela até nos está",
    // nl
    "de het een van en in is dat op te zijn voor met niet aan die er om ook als maar bij door naar hij heeft worden nog uit wordt werd over dan ze",
    // sv
    "och att det som en på är av för med till den har inte ett om de var men sig från kan han vi också efter ska när vid under mot",
    // da
    "og at det er en til af for på den med har de ikke som et der var han om men fra kan vil så efter også skal blev ved bliver",
    // no
    "og det er en til av for på som den med har de ikke et at var han om men fra kan vil så etter også skal ble ved blir",
    // pl
    "i w na z się do nie że to o jest jak po przez co dla od za ale był są jego już tym ma tego przed oraz został",
    // tr
    "ve bir bu da de için ile olarak çok daha en olan gibi kadar sonra ne var ise ya değil ancak olduğunu",
    // id
    "yang dan di dengan untuk pada dari ini dalam tidak itu akan oleh ke juga adalah telah bisa mereka sudah kata ada karena tersebut",
    // fi
    "ja on ei että se oli ovat hän mutta joka myös kun kuin sen mukaan ole jo tai sekä hänen olisi",
    // ro
    "și de în a la cu pe că din care pentru nu este un o au fost mai al prin după sunt lui dar sau fi",
    // cs
    "a v se na je že s z do o to i ve k pro za by si po jako podle ale jsou které který už jeho také od",
    // hu
    "a az és hogy nem is egy ez meg de már csak volt azt még mint el vagy szerint ki lesz után",
    // ru
    "и в не на что с по как это из к у за от его для о но же был он она бы до во их также после которые со",
    // uk
    "і в не на що з у як це та до за від його для про але був він вона або є й із щоб після які також",
    // bg
    "и в на не да за се от с че по като са е беше но до при си ще това към след които също",
];

fn code(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Ita => "it",
        Lang::Por => "pt",
        Lang::Nld => "nl",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "no",
        Lang::Fin => "fi",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Bul => "bg",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Pes => "fa",
        Lang::Urd => "ur",
        Lang::Hin => "hi",
        Lang::Ben => "bn",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Mar => "mr",
        Lang::Guj => "gu",
        Lang::Kan => "kn",
        Lang::Mal => "ml",
        Lang::Pan => "pa",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Vie => "vi",
        Lang::Tha => "th",
        Lang::Ind => "id",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Slv => "sl",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Cat => "ca",
        Lang::Afr => "af",
        Lang::Kat => "ka",
        Lang::Hye => "hy",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Mkd => "mk",
        Lang::Khm => "km",
        Lang::Mya => "my",
        Lang::Sin => "si",
        Lang::Amh => "am",
        Lang::Yid => "yi",
        Lang::Nep => "ne",
        Lang::Jav => "jv",
        Lang::Tgl => "tl",
        Lang::Uzb => "uz",
        Lang::Tuk => "tk",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Epo => "eo",
        Lang::Lat => "la",
        Lang::Ori => "or",
        Lang::Aka => "ak",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: Option<&str>) {
        assert_eq!(detect(text), want, "{text:?}");
    }

    #[test]
    fn languages() {
        check(
            "The president said on Tuesday that the senate would vote on the bill and that he was glad of it.",
            Some("en"),
        );
        check(
            "Der Bundestag hat am Dienstag über das Gesetz abgestimmt, das die Regierung im März vorgelegt hatte.",
            Some("de"),
        );
        check(
            "Le président a déclaré mardi que le Sénat se prononcerait sur la loi avant la fin de la semaine.",
            Some("fr"),
        );
        check(
            "El presidente dijo el martes que el Senado votaría la ley antes de que terminara la semana.",
            Some("es"),
        );
        check("Президент заявил во вторник, что сенат проголосует за закон до конца недели.", Some("ru"));
        check(
            "大統領は火曜日、上院が今週末までにこの法案を採決すると述べた。関係者は会見で詳しい説明をしなかった。",
            Some("ja"),
        );
    }

    #[test]
    fn too_short_to_tell() {
        check("", None);
        check("Trump", None);
        check("123 456 — 789", None);
        check("Republicans challenge Clinton claims on budget cut", None);
        for text in ["she said", "sagte sie", "Die Hard", "La La Land", "No, no, no, no", "Non, non, non, non"] {
            check(text, None);
        }
        check("Der Spiegel said so", None);
        check("El Paso police said", None);
    }

    #[test]
    fn a_few_words_suffice_if_they_are_telling() {
        check("„Wir bleiben hier“, sagte der Minister.", Some("de"));
        check("Der Minister sagte: „Wir bleiben hier.“", Some("de"));
        check("« C’est faux », a déclaré Anne Roux.", Some("fr"));
        check("El alcalde dijo: «Nos quedamos aquí».", Some("es"));
        check("“That is wrong,” said Ann Roe.", Some("en"));
        check("“Das ist falsch,” said Ann Roe of the town.", Some("en"));
    }
}
