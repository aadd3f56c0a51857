//! Two texts compared: what one has and the other has not, by sentences and within them by words.
//!
//! Sentences that are the same anchor the comparison; between them those that resemble each other are
//! paired; what is left was cut or added. A pair that differs is compared word by word. Case, accents and
//! typography make no difference.
//!
//! **Invariant:** pure; offsets are bytes; time is linear but for stretches of bounded size.

mod common;
mod pairs;

use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

use crate::check::{Change, Piece, whole_pieces};
use crate::families::words::{GAP, Token, Word, words};
use crate::model::Span;
use crate::text::{paragraphs, sentences};

use common::common;

/// Shorter sentences are not looked for elsewhere.
const LEAST_MOVED: usize = 5;

/// What two texts have in common and what not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Sentences of both texts, in an order that keeps both: removed ones before added ones.
    pub sentences: Vec<Sentence>,
    /// Words of the left text.
    pub left_words: usize,
    /// Words of the right text.
    pub right_words: usize,
    /// Words that both have, in the same order.
    pub same_words: usize,
}

/// A sentence of one text or of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// How the two texts stand to each other here.
    pub change: Change,
    /// In the left text.
    pub left: Option<Span>,
    /// In the right text.
    pub right: Option<Span>,
    /// Number of its paragraph, from 0, in the left text.
    pub left_paragraph: Option<usize>,
    /// Number of its paragraph, from 0, in the right text.
    pub right_paragraph: Option<usize>,
    /// True if it is removed or added here and the same sentence was added or removed elsewhere.
    pub is_moved: bool,
    /// The two wordings of a changed sentence; spans count from the start of the sentence.
    pub pieces: Vec<Piece>,
    /// Words: of the left sentence, or of the right one if it was added.
    pub words: usize,
}

/// A text taken apart.
struct Text<'t> {
    text: &'t str,
    units: Vec<Unit>,
}

struct Unit {
    span: Span,
    paragraph: usize,
    words: Vec<Word>,
    /// Equal for sentences of the same words.
    number: u32,
}

impl Unit {
    fn tokens(&self) -> Vec<Token> {
        self.words.iter().map(|word| word.token).collect()
    }
}

impl<'t> Text<'t> {
    fn of(text: &'t str, skipped: &[Span], numbers: &mut FxHashMap<(u64, usize), u32>) -> Text<'t> {
        let mut units = Vec::new();
        let mut spans = Vec::new();
        let mut number_of_paragraph = 0;
        for paragraph in paragraphs(text) {
            if skipped.iter().any(|skipped| skipped.contains(paragraph)) {
                continue;
            }
            spans.clear();
            sentences(text, paragraph, &mut spans);
            let before = units.len();
            for span in &spans {
                let words = words(span.of_text(text));
                if words.is_empty() {
                    continue;
                }
                let mut hash = FxHasher::default();
                words.iter().filter(|word| word.token != GAP).for_each(|word| hash.write_u32(word.token));
                let next = numbers.len() as u32;
                // What is cut off of very long ones is told apart by their length.
                let number =
                    *numbers.entry((hash.finish(), if words.len() < 2_000 { 0 } else { span.len() })).or_insert(next);
                units.push(Unit { span: *span, paragraph: number_of_paragraph, words, number });
            }
            number_of_paragraph += usize::from(units.len() > before);
        }
        Text { text, units }
    }

    fn words(&self) -> usize {
        self.units.iter().map(|unit| unit.words.len()).sum()
    }
}

/// Compares two texts; stretches of `skipped` (site boilerplate) are passed over, those of the left text
/// first.
pub fn diff(left: &str, right: &str, skipped: [&[Span]; 2]) -> Difference {
    let mut numbers = FxHashMap::default();
    let left = Text::of(left, skipped[0], &mut numbers);
    let right = Text::of(right, skipped[1], &mut numbers);
    let ids = |text: &Text<'_>| text.units.iter().map(|unit| unit.number).collect::<Vec<u32>>();
    let same = common(&ids(&left), &ids(&right));
    let mut all = Difference { left_words: left.words(), right_words: right.words(), ..Difference::default() };
    let (mut own, mut their) = (0, 0);
    for (next_own, next_their) in same.iter().copied().chain([(left.units.len(), right.units.len())]) {
        between(&left, &right, own..next_own, their..next_their, &mut all);
        if let (Some(one), Some(other)) = (left.units.get(next_own), right.units.get(next_their)) {
            all.same_words += one.words.len();
            all.sentences.push(sentence(Change::Same, Some(one), Some(other)));
        }
        (own, their) = (next_own + 1, next_their + 1);
    }
    mark_moved(&left, &right, &mut all.sentences);
    all
}

fn sentence(change: Change, left: Option<&Unit>, right: Option<&Unit>) -> Sentence {
    Sentence {
        change,
        left: left.map(|unit| unit.span),
        right: right.map(|unit| unit.span),
        left_paragraph: left.map(|unit| unit.paragraph),
        right_paragraph: right.map(|unit| unit.paragraph),
        is_moved: false,
        pieces: Vec::new(),
        words: left.or(right).map_or(0, |unit| unit.words.len()),
    }
}

/// Sentences between two that are the same.
fn between(
    left: &Text<'_>,
    right: &Text<'_>,
    own: std::ops::Range<usize>,
    their: std::ops::Range<usize>,
    all: &mut Difference,
) {
    let (Some(lefts), Some(rights)) = (left.units.get(own), right.units.get(their)) else { return };
    let tokens = |units: &[Unit]| units.iter().map(Unit::tokens).collect::<Vec<_>>();
    let paired = pairs::pairs(&tokens(lefts), &tokens(rights));
    let (mut at, mut other_at) = (0, 0);
    for (next, other_next) in paired.into_iter().chain([(lefts.len(), rights.len())]) {
        for unit in lefts.get(at..next).unwrap_or_default() {
            all.sentences.push(sentence(Change::Removed, Some(unit), None));
        }
        for unit in rights.get(other_at..other_next).unwrap_or_default() {
            all.sentences.push(sentence(Change::Added, None, Some(unit)));
        }
        if let (Some(one), Some(other)) = (lefts.get(next), rights.get(other_next)) {
            let shared = common(&one.tokens(), &other.tokens());
            all.same_words += shared.len();
            let mut changed = sentence(Change::Changed, Some(one), Some(other));
            let side = |text: &Text<'_>, unit: &Unit| unit.span.of_text(text.text).to_owned();
            let (one_text, other_text) = (side(left, one), side(right, other));
            changed.pieces = whole_pieces((&one_text, &one.words), (&other_text, &other.words), &shared);
            all.sentences.push(changed);
        }
        (at, other_at) = (next + 1, other_next + 1);
    }
}

fn mark_moved(left: &Text<'_>, right: &Text<'_>, sentences: &mut [Sentence]) {
    let number_at = |units: &[Unit], span: Option<Span>| -> Option<u32> {
        let at = units.binary_search_by_key(&span?.start(), |unit| unit.span.start()).ok()?;
        units.get(at).filter(|unit| unit.words.len() >= LEAST_MOVED).map(|unit| unit.number)
    };
    let number = |sentence: &Sentence| match sentence.change {
        Change::Removed => number_at(&left.units, sentence.left).map(|number| (true, number)),
        Change::Added => number_at(&right.units, sentence.right).map(|number| (false, number)),
        _ => None,
    };
    let found: rustc_hash::FxHashSet<(bool, u32)> = sentences.iter().filter_map(number).collect();
    for sentence in sentences.iter_mut() {
        sentence.is_moved = number(sentence).is_some_and(|(is_left, number)| found.contains(&(!is_left, number)));
    }
}

#[cfg(test)]
mod tests;
