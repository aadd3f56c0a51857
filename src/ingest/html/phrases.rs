//! Lines that sites print between the paragraphs of an article: invitations to read, follow,
//! share, subscribe. In many languages, and only where the line is short.

/// Longest such line, in bytes.
const LONGEST: usize = 220;

/// Beginnings, in lower case.
#[rustfmt::skip]
const STARTS: &[&str] = &[
    "read more", "read also", "also read", "read next", "read:", "related:", "see also", "more on this", "more from",
    "sign up", "subscribe", "follow us", "share this", "advertisement", "story continues below",
    "article continues", "continue reading", "image credit", "photo credit", "(image credit", "(photo", "recommended",
    "most read", "don't miss", "don’t miss", "watch:", "listen:", "get the latest", "download the", "join our",
    "lesen sie auch", "lesen sie hier", "lesen sie mehr", "lesen sie weiter", "lesetipp", "mehr zum thema", "mehr dazu", "mehr zu:",
    "weiterlesen", "auch interessant", "auch lesen", "das könnte sie", "passend dazu", "anzeige", "foto:", "fotos:",
    "bild:", "bilder:", "quelle:", "zum thema", "hier geht es", "hier geht's", "hier finden sie", "jetzt abonnieren", "abonnieren sie", "newsletter", "folgen sie", "teilen sie",
    "empfohlener redaktioneller inhalt", "externer inhalt", "werbung", "kommentare", "siehe auch", "interessant",
    "lire aussi", "à lire aussi", "a lire aussi", "voir aussi", "publicité", "abonnez", "lire la suite", "sur le même sujet",
    "leggi anche", "leggi tutto", "pubblicità", "iscriviti", "lee también", "leer más", "lea también", "le puede interesar", "te puede interesar", "publicidad", "suscríbete", "más información", "noticia relacionada",
    "leia também", "leia mais", "veja também", "saiba mais", "publicidade", "czytaj więcej", "czytaj także", "czytaj też", "zobacz też", "przeczytaj", "lees ook", "lees meer", "les også", "läs mer", "läs också", "læs også",
    "читайте также", "читать далее", "number of shares", "tags:", "tag:", "schlagworte", "schlagwörter", "kategorie", "categories", "filed under",
    "image 1 of", "image 2 of", "image 3 of", "image 4 of", "image 5 of",
];

/// Words of an offer and of the invitation to take it: a line that has both is none of the
/// article's.
const OFFERS: &[&str] = &[
    "newsletter",
    "whatsapp-kanal",
    "whatsapp channel",
    "push-nachricht",
    "e-paper",
    "telegram",
    "youtube-kanal",
    "podcast",
];
const INVITATIONS: &[&str] = &[
    "anmeld",
    "abonnier",
    "sign up",
    "subscribe",
    "kostenlos",
    "bestellen",
    "inscri",
    "suscríb",
    "iscriv",
    "hier geht",
    "postfach",
    "inbox",
    "follow us",
    "folge uns",
    "folgen sie",
    "abonnez",
    "assine",
    "zapisz",
    "download",
];

/// True for such a line.
pub(super) fn is_phrase(text: &str) -> bool {
    if text.len() < 400 {
        let lower = text.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        if has(OFFERS) && has(INVITATIONS) {
            return true;
        }
    }
    if text.len() > LONGEST {
        return false;
    }
    let lower =
        text.trim_start_matches(['»', '>', '▶', '►', '+', '*', '[', '→', '-', '–', '•', ' ', '(']).to_lowercase();
    if lower.is_empty() {
        return false;
    }
    let is_end = |rest: &str| rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    let found =
        STARTS.iter().find_map(|start| lower.strip_prefix(start).filter(|rest| is_end(rest) || start.ends_with(':')));
    // A whole sentence that happens to begin so is text, unless it is an address to the reader.
    found.is_some_and(|rest| rest.len() < 120 && !(rest.len() > 60 && rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: bool) {
        assert_eq!(is_phrase(text), want, "{text:?}");
    }

    #[test]
    fn invitations_are_phrases() {
        check("Read more: The dam and its makers", true);
        check("Lesen Sie auch", true);
        check("» Mehr zum Thema", true);
        check("Advertisement", true);
        check("(Image credit: Jane Roe)", true);
    }

    #[test]
    fn sentences_are_none() {
        check("Read more than one book a year, the mayor told the pupils of the school on Monday.", false);
        check("Advertisements were banned.", false);
        check("Subscribers left.", false);
        check("", false);
    }
}
