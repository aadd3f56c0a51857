//! Sentences of an article of which most is a link: `He <a>resigned in 2019</a>.`
//!
//! Between the paragraphs of an article stand links to others as well. Those have no full stop, or a label
//! before them.

use std::ops::Range;

use super::blocks::{Block, Blocks};
use super::body::Verdict;
use super::dom::Dom;
use super::phrases;
use super::tag::Tag;

/// Words of a sentence that is a link as a whole, at least.
const MIN_WORDS: usize = 6;

/// Takes back in what is a sentence and stands beside a paragraph of the article; `prose` is from the first
/// paragraph to the last.
pub(super) fn take_sentences(dom: &Dom<'_>, blocks: &Blocks, prose: Range<usize>, verdicts: &mut [Verdict]) {
    let holder = |block: &Block| {
        let parent = dom.nodes[block.node].parent as usize;
        // Of a list, what it stands in.
        if block.tag == Tag::Li { dom.nodes[parent].parent as usize } else { parent }
    };
    let mut last_holder = None;
    for index in prose {
        let (Some(block), Some(verdict)) = (blocks.list.get(index), verdicts.get_mut(index)) else { return };
        match verdict {
            Verdict::Kept if block.tag == Tag::P => last_holder = Some(holder(block)),
            Verdict::Linked if last_holder == Some(holder(block)) && is_sentence(block, blocks.text_of(block)) => {
                *verdict = Verdict::Kept;
            }
            _ => {}
        }
    }
}

/// True for a sentence that asks readers to go elsewhere.
fn invites(text: &str) -> bool {
    #[rustfmt::skip]
    const STARTS: &[&str] = &[
        "follow", "click", "subscribe", "sign", "read", "watch", "listen", "see", "learn", "find", "check", "visit", "buy", "donate", "contact",
        "download", "get", "join", "support", "help", "here", "more", "hier", "mehr", "weitere", "weiteres", "lesen", "lies", "folgen", "folge",
        "klicken", "klick", "abonnieren", "jetzt", "kontaktiere", "kontaktieren", "besuchen", "spenden", "ihnen", "suivez", "lisez", "cliquez",
        "retrouvez", "découvrez", "abonnez", "sigue", "lee", "lea", "siga", "leia", "saiba", "segui", "leggi", "scopri", "clicca", "lees", "volg",
    ];
    const PLACES: &[&str] = &[
        "facebook",
        "twitter",
        "instagram",
        "youtube",
        "vimeo",
        "tiktok",
        "telegram",
        "whatsapp",
        "newsletter",
        "podcast",
        "live blog",
        "liveblog",
    ];
    let lower = text.to_lowercase();
    let first = lower.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or("");
    STARTS.contains(&first) || PLACES.iter().any(|place| lower.contains(place))
}

fn is_sentence(block: &Block, text: &str) -> bool {
    const CLOSING: [char; 7] = ['"', '”', '’', '\'', '»', '“', ')'];
    if !matches!(block.tag, Tag::P | Tag::Li) || (block.tag == Tag::P && block.in_list) || phrases::is_phrase(text) {
        return false;
    }
    if invites(text) {
        return false;
    }
    let begins = text.starts_with(|c: char| {
        c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '“' | '„' | '«' | '»' | '‘' | '\'')
    });
    let bare = text.trim_end_matches(CLOSING);
    // `MORE: The dam holds.`
    let is_labelled = text.split_once(':').is_some_and(|(label, rest)| {
        label.split_whitespace().count() <= 4 && !rest.trim_start().starts_with(['"', '“', '„', '«', '‘'])
    });
    let is_part = block.n_linked < block.n_letters && block.tag == Tag::P;
    let ends = if is_part { bare.ends_with(['.', '!', '?', '…']) } else { bare.ends_with('.') };
    begins && ends && !is_labelled && (is_part || text.split_whitespace().count() >= MIN_WORDS)
}
