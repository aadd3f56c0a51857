//! Titles of works in quotation marks: `wrote “The Long Road Home”`, `starred in “…”`, `a talk titled “…”`, `her film,
//! “…,”`. Nobody says them.

use super::marks::Stretch;
use super::reading::Reading;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::mentions::NONE;
use crate::extract::speakers::tokens::{Kind, Token, hash_word, hash_words};
use crate::extract::speakers::verbs::is_be;

/// What is done to a work.
const MAKES: [u32; 39] = hash_words([
    "wrote",
    "writes",
    "write",
    "written",
    "writing",
    "authored",
    "authors",
    "penned",
    "directed",
    "directs",
    "directing",
    "produced",
    "produces",
    "composed",
    "composes",
    "published",
    "publishes",
    "publishing",
    "recorded",
    "records",
    "sang",
    "sings",
    "sing",
    "sung",
    "singing",
    "performed",
    "performs",
    "performing",
    "hummed",
    "painted",
    "released",
    "filmed",
    "co-wrote",
    "co-authored",
    "edited",
    "translated",
    "illustrated",
    "narrated",
    "adapted",
]);

/// The same, with `in` behind.
const PLAYS: [u32; 12] = hash_words([
    "starred",
    "stars",
    "starring",
    "appeared",
    "appears",
    "appearing",
    "acted",
    "played",
    "plays",
    "featured",
    "sang",
    "danced",
]);

/// Nouns for what has a title; not for what has words of its own, such as a letter or a slogan.
const WORKS: [u32; 97] = hash_words([
    "film",
    "films",
    "movie",
    "movies",
    "documentary",
    "book",
    "books",
    "novel",
    "novels",
    "novella",
    "memoir",
    "memoirs",
    "autobiography",
    "biography",
    "textbook",
    "anthology",
    "trilogy",
    "sequel",
    "prequel",
    "thriller",
    "bestseller",
    "best-seller",
    "drama",
    "comedy",
    "sitcom",
    "cartoon",
    "musical",
    "opera",
    "ballet",
    "play",
    "plays",
    "show",
    "shows",
    "series",
    "podcast",
    "programme",
    "program",
    "song",
    "songs",
    "single",
    "ballad",
    "anthem",
    "hymn",
    "album",
    "albums",
    "ep",
    "mixtape",
    "track",
    "tracks",
    "hit",
    "hits",
    "tune",
    "poem",
    "poems",
    "sonnet",
    "essay",
    "essays",
    "op-ed",
    "editorial",
    "column",
    "article",
    "paper",
    "thesis",
    "dissertation",
    "lecture",
    "talk",
    "sermon",
    "seminar",
    "painting",
    "sculpture",
    "exhibition",
    "exhibit",
    "installation",
    "mural",
    "video-game",
    "game",
    "musicals",
    "sketch",
    "episode",
    "episodes",
    "chapter",
    "screenplay",
    "script",
    "bill",
    "act",
    "scheme",
    "initiative",
    "tour",
    "concert",
    "festival",
    "workshop",
    "course",
    "blog",
    "newsletter",
    "magazine",
    "pamphlet",
    "booklet",
]);

/// Who makes a work, with `of` behind: `author of “…”`.
const MAKERS: [u32; 20] = hash_words([
    "author",
    "co-author",
    "authors",
    "writer",
    "co-writer",
    "director",
    "star",
    "stars",
    "creator",
    "co-creator",
    "composer",
    "editor",
    "host",
    "co-host",
    "producer",
    "presenter",
    "translator",
    "narrator",
    "publisher",
    "choreographer",
]);

/// What stands above a text; its words are those of no sentence, whatever their letters.
const HEADED: [u32; 5] = hash_words(["titled", "entitled", "subtitled", "headlined", "retitled"]);

/// What gives a name, as a participle: `a scheme called “…”`.
const CALLED: [u32; 7] = hash_words(["called", "dubbed", "named", "nicknamed", "christened", "known", "renamed"]);

const HASH_AS: u32 = hash_word("as");
const HASH_OF: u32 = hash_word("of");
const HASH_IN: u32 = hash_word("in");
const HASH_ON: u32 = hash_word("on");
const HASH_TOLD: u32 = hash_word("told");

/// Works named in a row that are looked back over.
const ROW: usize = 6;

/// True if the words are the title of a work: one that somebody makes or plays in, or that is named as one.
pub fn is_work(reading: &Reading, number: usize) -> bool {
    if is_titled(reading, number) {
        return true;
    }
    let mut number = number;
    for _ in 0..ROW {
        let place = reading.places[number];
        if place == NONE || !is_title(words(reading, &reading.stretches[number])) {
            return false;
        }
        let place = place as usize;
        let before = |back: usize| {
            let token = place.checked_sub(back).map(|at| &reading.tokens[at]);
            token.filter(|token| token.sentence == reading.tokens[place].sentence)
        };
        let Some(last) = before(1) else { return false };
        if MAKES.contains(&last.hash) && last.kind == Kind::Lower {
            // `wrote “…” on the wall`
            return reading.tokens.get(place + 1).is_none_or(|next| next.hash != HASH_ON);
        }
        if is_aired(last, before(2)) {
            return true;
        }
        if last.hash == HASH_IN {
            return before(2).is_some_and(|verb| PLAYS.contains(&verb.hash));
        }
        // `wrote “…” and “…”`
        let skip = if last.is(class::CONJ) { 1 } else { 0 };
        let is_row = last.is(class::CONJ) || last.kind == Kind::Comma;
        let joined = before(1 + skip).is_some_and(|token| token.kind == Kind::Quote)
            || before(2).is_some_and(|t| t.kind == Kind::Quote);
        if !is_row || !joined || number == 0 {
            return false;
        }
        number -= 1;
    }
    false
}

/// A programme: `said on “The Morning Hour”`, `told “Valley at Nine”`, `KTN’s “County Tonight”`.
fn is_aired(last: &Token, owner: Option<&Token>) -> bool {
    match last.kind {
        Kind::Lower => matches!(last.hash, HASH_ON | HASH_TOLD),
        Kind::Possessive => owner.is_some_and(|owner| owner.kind == Kind::Capitals || owner.is(class::ORG)),
        _ => false,
    }
}

/// `a talk titled “…”`, `a scheme called “…”`, `her film, “…,”`, `author of “…”`
fn is_titled(reading: &Reading, number: usize) -> bool {
    let place = reading.places[number];
    if place == NONE {
        return false;
    }
    let (tokens, place) = (&reading.tokens, place as usize);
    let sentence = tokens[place].sentence;
    let before = |back: usize| {
        place
            .checked_sub(back)
            .map(|at| &tokens[at])
            .filter(|token| token.sentence == sentence && token.kind != Kind::Quote)
    };
    let has_comma = before(1).is_some_and(|last| last.kind == Kind::Comma);
    let skip = usize::from(has_comma) + 1;
    let Some(last) = before(skip).filter(|last| last.kind == Kind::Lower) else { return false };
    if HEADED.contains(&last.hash) {
        return true;
    }
    let title = words(reading, &reading.stretches[number]);
    // `the bill, dubbed “the Winter Act”`
    let bare = ["the ", "a ", "an "].iter().find_map(|article| title.strip_prefix(article)).unwrap_or(title);
    if !has_comma
        && (CALLED.contains(&last.hash)
            || last.hash == HASH_AS && before(2).is_some_and(|verb| CALLED.contains(&verb.hash)))
    {
        // `what Lee called “A Day of Shame”` has a subject.
        let verb = skip + usize::from(last.hash == HASH_AS);
        let is_participle = before(verb + 1).is_none_or(|subject| {
            subject.kind == Kind::Comma
                || is_be(subject)
                || subject.kind == Kind::Lower && !subject.is(class::BREAK | class::PERSON | class::GROUP)
        });
        return is_participle && is_title(bare);
    }
    let is_maker =
        last.hash == HASH_OF && !has_comma && before(skip + 1).is_some_and(|maker| MAKERS.contains(&maker.hash));
    (is_maker || WORKS.contains(&last.hash)) && is_title(title)
}

fn words<'t>(reading: &Reading<'t>, stretch: &Stretch) -> &'t str {
    reading.text.get(stretch.start as usize..stretch.end as usize).unwrap_or("")
}

/// True if all words but small ones begin with a capital, the first and the last among them, and not all are
/// capitals throughout.
fn is_title(words: &str) -> bool {
    let words = words.trim_end_matches([',', '.', ';']);
    if words.ends_with(['!', '…']) || words.len() > 120 {
        return false;
    }
    let mut count = 0;
    let mut capitals = 0;
    let mut last = false;
    for word in words.split_whitespace() {
        let is_capital = word.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric());
        if !is_capital && (count == 0 || word.chars().count() > 4) || word.ends_with([',', '.']) {
            return false;
        }
        count += 1;
        capitals += usize::from(is_capital);
        last = is_capital;
    }
    let shouts = !words.chars().any(char::is_lowercase);
    count >= 2 && capitals * 2 >= count && capitals >= 2 && last && !shouts
}
