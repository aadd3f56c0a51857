//! Words that stand on something: `held a sign saying “…”`, `received a letter that read: “…”`. They are
//! not those of who holds, finds or receives it, but of who wrote or sent it.

use super::{Source, described, goes_on, mention_ending, name_at};
use crate::extract::quotes::reading::Reading;
use crate::extract::speakers::lexicon::class;
use crate::extract::speakers::tokens::{Kind, Token, hash_word, hash_words};

const HASH_BY: u32 = hash_word("by");
const HASH_FROM: u32 = hash_word("from");
const HASH_WITH: u32 = hash_word("with");

/// Things with words on them, which hardly are their bearer’s.
const THINGS: [u32; 57] = hash_words([
    "sign",
    "signs",
    "slip",
    "slips",
    "plate",
    "wristband",
    "keyring",
    "banner",
    "banners",
    "placard",
    "placards",
    "poster",
    "posters",
    "shirt",
    "shirts",
    "t-shirt",
    "t-shirts",
    "tee-shirt",
    "hat",
    "hats",
    "cap",
    "caps",
    "badge",
    "badges",
    "button",
    "buttons",
    "sticker",
    "stickers",
    "plaque",
    "tombstone",
    "tombstones",
    "gravestone",
    "gravestones",
    "headstone",
    "epitaph",
    "tattoo",
    "envelope",
    "envelopes",
    "label",
    "labels",
    "billboard",
    "billboards",
    "sweatshirt",
    "hoodie",
    "jacket",
    "flag",
    "flags",
    "inscription",
    "graffiti",
    "screen",
    "meme",
    "memes",
    "bracelet",
    "board",
    "leaflet",
    "leaflets",
    "stone",
]);

/// Writings, which are somebody’s: of who writes, sends or issues them.
const PAPERS: [u32; 28] = hash_words([
    "letter",
    "letters",
    "note",
    "notes",
    "message",
    "messages",
    "email",
    "emails",
    "e-mail",
    "e-mails",
    "text",
    "texts",
    "post",
    "posts",
    "tweet",
    "tweets",
    "card",
    "cards",
    "memo",
    "telegram",
    "voicemail",
    "reply",
    "comment",
    "article",
    "leaflet",
    "flyer",
    "flier",
    "fax",
]);

/// What is done to a writing by another than who wrote it.
const RECEIVES: [u32; 65] = hash_words([
    "receive",
    "receives",
    "received",
    "receiving",
    "get",
    "gets",
    "got",
    "getting",
    "open",
    "opens",
    "opened",
    "opening",
    "find",
    "finds",
    "found",
    "finding",
    "see",
    "sees",
    "saw",
    "seen",
    "share",
    "shares",
    "shared",
    "sharing",
    "retweet",
    "retweets",
    "retweeted",
    "retweeting",
    "repost",
    "reposts",
    "reposted",
    "reposting",
    "forwarded",
    "forwards",
    "liked",
    "likes",
    "handed",
    "given",
    "showed",
    "shows",
    "shown",
    "obtained",
    "leaked",
    "spotted",
    "noticed",
    "discovered",
    "held",
    "holds",
    "holding",
    "deleted",
    "passed",
    "quoted",
    "unearthed",
    "returned",
    "reviewed",
    "intercepted",
    "describe",
    "describes",
    "described",
    "describing",
    "recall",
    "recalls",
    "recalled",
    "remembers",
    "remembered",
]);

/// Who does this to a thing may well have put the words on it.
const WRITES: [u32; 17] = hash_words([
    "wrote", "writes", "writing", "written", "painted", "paints", "posted", "posts", "sent", "sends", "issued",
    "tweeted", "designed", "made", "scrawled", "unveiled", "put",
]);

/// Behind a thing with words on it.
const BEARS: [u32; 26] = hash_words([
    "saying",
    "says",
    "said",
    "say",
    "reading",
    "reads",
    "read",
    "stating",
    "stated",
    "declaring",
    "declared",
    "proclaiming",
    "proclaimed",
    "warning",
    "warned",
    "telling",
    "told",
    "demanding",
    "calling",
    "urging",
    "asking",
    "asked",
    "announcing",
    "announced",
    "suggesting",
    "promising",
]);

/// Participles of what is written on.
const MARKED: [u32; 16] = hash_words([
    "marked",
    "labelled",
    "labeled",
    "inscribed",
    "emblazoned",
    "stamped",
    "headed",
    "titled",
    "addressed",
    "printed",
    "scrawled",
    "daubed",
    "painted",
    "spray-painted",
    "pinned",
    "stencilled",
]);

/// Words between the thing and the words on it: `a banner on the wall that read`.
const NEAR: usize = 9;

pub(super) fn source(reading: &Reading, place: usize) -> Option<Source> {
    // `His T-shirt` is no name.
    let is_thing = |index: u32| reading.mentions[index as usize].form.is_name();
    Some(match words_on(reading, place)? {
        Source::Noun(index) if is_thing(index) => Source::Unnamed,
        source => source,
    })
}

fn words_on(reading: &Reading, place: usize) -> Option<Source> {
    let tokens = &reading.tokens;
    let mut bears = false;
    let end = before_aside(tokens, place);
    let before = (end.saturating_sub(NEAR)..end).rev().take_while(|at| goes_on(tokens, *at, place));
    for at in before {
        let token = &tokens[at];
        let is_writing = THINGS.contains(&token.hash) || PAPERS.contains(&token.hash);
        // `T-shirt` has a capital of its own.
        if is_writing && (token.kind == Kind::Lower || T_SHIRTS.contains(&token.hash)) {
            return (bears && is_noun(tokens, at)).then(|| whose(reading, at)).flatten();
        }
        let is_marked = MARKED.contains(&token.hash) && end - at <= 6;
        let has_words = end - at <= 4 && (BEARS.contains(&token.hash) || is_words(token)) || is_marked;
        if has_words && (at < 1 || tokens[at - 1].kind != Kind::Comma) {
            // `board chair Ann Lee said`
            let name = mention_ending(reading, at).filter(|(_, name)| name.form.is_name() && name.preposition == 0);
            if !T_SHIRTS.contains(&tokens[at.saturating_sub(1)].hash) && name.is_some() {
                return None;
            }
            bears = true;
        } else if token.kind == Kind::Comma || token.is(class::SPEECH | class::CONJ) && !has_words {
            return None;
        } else if bears && token.is(class::SUBJECT) && token.hash != hash_word("who") {
            // `a letter he said was “…”`
            return None;
        }
    }
    None
}

const T_SHIRTS: [u32; 2] = hash_words(["t-shirt", "t-shirts"]);

/// Words of an aside between a verb and the quotation: `read, in full, “…”`.
const ASIDE: usize = 3;

/// Where what leads to the quotation ends: at it, or at the comma or aside before it.
fn before_aside(tokens: &[Token], place: usize) -> usize {
    let is_comma = |at: usize| tokens[at].kind == Kind::Comma && tokens[at].sentence == tokens[place].sentence;
    let Some(comma) = place.checked_sub(1).filter(|at| is_comma(*at)) else { return place };
    let words = tokens[..comma].iter().rev().take(ASIDE).take_while(|token| token.kind == Kind::Lower).count();
    let is_aside = words > 0 && !tokens[comma - words..comma].iter().any(|token| token.is(class::SPEECH));
    comma.checked_sub(words + 1).filter(|at| is_aside && is_comma(*at)).unwrap_or(comma)
}

/// True for `words` in `with the words “…”`.
fn is_words(token: &Token) -> bool {
    const WORDS: [u32; 6] = hash_words(["words", "message", "slogan", "inscription", "legend", "caption"]);
    WORDS.contains(&token.hash)
}

/// True for a noun and no verb: `a letter`, `letters`, not `she notes`.
fn is_noun(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|at| &tokens[at]) else { return true };
    tokens[at].first
        || before.kind == Kind::Possessive
        || before.is(class::DET | class::POSSESSIVE | class::PREP | class::SPEECH | class::VERB | class::CONJ)
        || RECEIVES.contains(&before.hash)
        || before.kind == Kind::Lower && !before.is(class::BREAK)
}

/// Whose the words on the thing at `noun` are.
fn whose(reading: &Reading, noun: usize) -> Option<Source> {
    let tokens = &reading.tokens;
    let sentence = tokens[noun].sentence;
    // `a post by Lee that read`, `an email sent by Lee said`
    let link = noun + 1 + usize::from(WRITES.contains(&tokens[noun + 1].hash));
    if matches!(tokens.get(link)?.hash, HASH_BY | HASH_FROM) {
        return name_at(reading, link + 1).map(|(index, _)| Source::Mention(index));
    }
    let is_thing = THINGS.contains(&tokens[noun].hash);
    let words = tokens[..noun].iter().rev().take(3).take_while(|token| is_adjective(token)).count();
    let opener = noun.checked_sub(words + 1).filter(|at| tokens[*at].sentence == sentence);
    let Some(opener) = opener else { return Some(described(reading, noun)) };
    if tokens[opener].kind == Kind::Possessive {
        return is_thing.then(|| described(reading, noun));
    }
    let verb = match tokens[opener].is(class::DET | class::POSSESSIVE) {
        true => opener.checked_sub(1).filter(|at| tokens[*at].sentence == sentence),
        false => Some(opener),
    };
    // `A letter to Brown said: “…”`
    let Some(verb) = verb else { return Some(described(reading, noun)) };
    let near = (verb.saturating_sub(2)..=verb).rev().take_while(|at| {
        tokens[*at].sentence == sentence && tokens[*at].is_word() && !tokens[*at].is(class::SUBJECT | class::CONJ)
    });
    let near: Vec<u32> = near.map(|at| tokens[at].hash).collect();
    let does = |verbs: &[u32]| near.iter().any(|hash| verbs.contains(hash));
    let is_received = if is_thing { !does(&WRITES) } else { does(&RECEIVES) };
    (is_received && (is_thing || tokens[noun + 1].hash != HASH_WITH)).then(|| described(reading, noun))
}

fn is_adjective(token: &Token) -> bool {
    token.kind != Kind::Possessive
        && token.is_word()
        && !token.is(class::BREAK | class::DET | class::POSSESSIVE)
        && !RECEIVES.contains(&token.hash)
        && !WRITES.contains(&token.hash)
}
