//! The language of a text.

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
    if let Some(language) = by_function_words(sample) {
        return Some(language);
    }
    if sample.chars().filter(|c| c.is_alphabetic()).take(MIN_LETTERS).count() < MIN_LETTERS {
        return None;
    }
    let info = Detector::new().detect(sample)?;
    (info.is_reliable() || info.confidence() > 0.5).then(|| code(info.lang())).flatten()
}

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
/// language must have a quarter of the words, and clearly more of them than any other.
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
        if n_words == MAX_WORDS {
            break;
        }
    }
    let best = (0..counts.len()).max_by_key(|index| counts[*index])?;
    let next = (0..counts.len()).filter(|index| *index != best).map(|index| counts[index]).max()?;
    let is_clear = n_words >= 8
        && counts[best] * 4 >= n_words
        && counts[best] >= 4
        && counts[best] >= next + 2
        && counts[best] * 4 >= next * 5;
    is_clear.then(|| LANGUAGES[best])
}

/// The languages of which `word` is a function word.
fn languages_of(word: &str) -> u32 {
    if word.len() > 14 {
        return 0;
    }
    match word {
        // en
        "an" | "and" | "are" | "be" | "from" | "has" | "have" | "he" | "his" | "it" | "not" | "of" | "she" | "that"
        | "the" | "they" | "this" | "was" | "were" | "which" | "with" => 0x1,
        // de
        "aber" | "am" | "auch" | "auf" | "aus" | "bei" | "dass" | "dem" | "ein" | "eine" | "einer" | "für"
        | "haben" | "hat" | "im" | "ist" | "mit" | "nach" | "nicht" | "noch" | "nur" | "oder" | "sich" | "sie"
        | "sind" | "und" | "von" | "werden" | "wie" | "wird" | "wurde" | "zu" => 0x2,
        // fr
        "aux" | "avec" | "ce" | "ces" | "cette" | "dans" | "du" | "elle" | "est" | "les" | "leur" | "ont" | "par"
        | "pas" | "plus" | "pour" | "qui" | "ses" | "son" | "sont" | "sur" | "une" | "été" => 0x4,
        // de fr
        "des" => 0x6,
        // es
        "desde" | "entre" | "esta" | "fue" | "hasta" | "las" | "los" | "más" | "pero" | "sobre" | "su" | "sus"
        | "también" | "y" => 0x8,
        // de es
        "es" => 0xa,
        // it
        "alla" | "anche" | "che" | "come" | "dal" | "degli" | "dei" | "della" | "delle" | "gli" | "nel" | "nella"
        | "non" | "per" | "più" | "questo" | "sono" | "stato" | "suo" | "è" => 0x10,
        // fr it
        "il" | "le" => 0x14,
        // es it
        "con" | "del" | "ha" | "lo" | "una" => 0x18,
        // pt
        "ao" | "até" | "com" | "dos" | "ele" | "em" | "está" | "foi" | "mas" | "nos" | "não" | "os" | "pela"
        | "pelo" | "seu" | "sua" | "são" | "também" | "uma" | "à" => 0x20,
        // en pt
        "as" => 0x21,
        // de pt
        "das" | "um" => 0x22,
        // fr pt
        "mais" => 0x24,
        // es pt
        "como" | "no" | "para" | "por" => 0x28,
        // fr es pt
        "que" => 0x2c,
        // it pt
        "e" => 0x30,
        // nl
        "aan" | "bij" | "dat" | "door" | "een" | "heeft" | "het" | "hij" | "maar" | "met" | "naar" | "niet" | "nog"
        | "ook" | "op" | "over" | "te" | "uit" | "van" | "voor" | "werd" | "worden" | "wordt" | "ze" | "zijn" => 0x40,
        // de nl
        "als" | "die" => 0x42,
        // it nl
        "in" => 0x50,
        // sv
        "att" | "ett" | "från" | "för" | "inte" | "mot" | "när" | "och" | "också" | "sig" | "ska" | "till"
        | "under" | "vi" | "vid" | "är" => 0x80,
        // da
        "af" | "blev" | "bliver" => 0x100,
        // de da
        "der" => 0x102,
        // sv da
        "efter" => 0x180,
        // no
        "ble" | "blir" | "etter" => 0x200,
        // sv no
        "av" => 0x280,
        // da no
        "fra" | "ikke" | "og" | "også" | "skal" | "så" | "til" | "ved" | "vil" => 0x300,
        // en da no
        "at" | "for" => 0x301,
        // fr da no
        "et" => 0x304,
        // de nl da no
        "er" => 0x342,
        // sv da no
        "det" | "har" | "kan" | "med" | "men" | "på" | "som" => 0x380,
        // de sv da no
        "den" => 0x382,
        // es sv da no
        "han" => 0x388,
        // nl sv da no
        "om" => 0x3c0,
        // pl
        "był" | "co" | "dla" | "jak" | "jego" | "jest" | "już" | "nie" | "oraz" | "przed" | "przez" | "się" | "są"
        | "tego" | "tym" | "w" | "został" | "że" => 0x400,
        // it pl
        "ma" => 0x410,
        // tr
        "ancak" | "bir" | "bu" | "daha" | "değil" | "gibi" | "ile" | "ise" | "için" | "kadar" | "olan" | "olarak"
        | "olduğunu" | "sonra" | "ya" | "çok" => 0x800,
        // fr tr
        "ne" => 0x804,
        // it pt tr
        "da" => 0x830,
        // sv da no tr
        "var" => 0xb80,
        // fr es nl sv da no tr
        "en" => 0xbcc,
        // id
        "ada" | "adalah" | "akan" | "bisa" | "dalam" | "dari" | "dengan" | "ini" | "itu" | "juga" | "karena"
        | "kata" | "ke" | "mereka" | "oleh" | "pada" | "sudah" | "telah" | "tersebut" | "tidak" | "untuk" | "yang" => {
            0x1000
        }
        // it id
        "di" => 0x1010,
        // nl id
        "dan" => 0x1040,
        // fi
        "ei" | "että" | "hän" | "hänen" | "ja" | "jo" | "joka" | "kuin" | "kun" | "mukaan" | "mutta" | "myös"
        | "ole" | "oli" | "olisi" | "ovat" | "sekä" | "sen" | "tai" => 0x2000,
        // en fi
        "on" => 0x2001,
        // ro
        "care" | "cu" | "că" | "dar" | "din" | "după" | "fi" | "fost" | "lui" | "mai" | "nu" | "pe" | "pentru"
        | "prin" | "sau" | "sunt" | "în" | "și" => 0x4000,
        // fr ro
        "au" => 0x4004,
        // es ro
        "este" => 0x4008,
        // es it ro
        "al" => 0x4018,
        // fr es it ro
        "la" | "un" => 0x401c,
        // cs
        "jako" | "je" | "jeho" | "jsou" | "k" | "které" | "který" | "podle" | "pro" | "s" | "také" | "už" | "v"
        | "že" => 0x8000,
        // en cs
        "by" => 0x8001,
        // it cs
        "si" => 0x8010,
        // pl cs
        "ale" | "od" | "po" | "z" | "za" => 0x8400,
        // en pl cs
        "to" => 0x8401,
        // it pl cs
        "i" => 0x8410,
        // pt pl cs
        "do" | "na" => 0x8420,
        // tr cs
        "ve" => 0x8800,
        // fr es pt fi cs
        "se" => 0xa02c,
        // pt pl ro cs
        "o" => 0xc420,
        // hu
        "az" | "azt" | "csak" | "egy" | "ez" | "hogy" | "ki" | "lesz" | "meg" | "mint" | "már" | "még" | "nem"
        | "szerint" | "után" | "vagy" | "volt" | "és" => 0x10000,
        // es hu
        "el" => 0x10008,
        // en nl hu
        "is" => 0x10041,
        // fr es pt nl sv da no tr ro hu
        "de" => 0x14bec,
        // fr pt ro cs hu
        "a" => 0x1c024,
        // ru
        "бы" | "был" | "во" | "его" | "же" | "из" | "их" | "к" | "как" | "которые" | "о" | "он" | "она" | "после"
        | "со" | "также" | "что" | "это" => 0x20000,
        // uk
        "або" | "але" | "був" | "вона" | "від" | "він" | "з" | "й" | "його" | "про" | "після" | "та" | "також"
        | "це" | "що" | "щоб" | "як" | "які" | "є" | "і" | "із" => 0x40000,
        // ru uk
        "для" | "у" => 0x60000,
        // bg
        "беше" | "да" | "е" | "като" | "които" | "към" | "при" | "са" | "се" | "си" | "след" | "също" | "това"
        | "че" | "ще" => 0x80000,
        // ru bg
        "и" | "но" | "от" | "по" | "с" => 0xa0000,
        // ru uk bg
        "в" | "до" | "за" | "на" | "не" => 0xe0000,
        _ => 0,
    }
}

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
    }
}
