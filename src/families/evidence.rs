//! What besides the words speaks for one utterance, and when words and evidence suffice.
//!
//! The thresholds were set on generated archives and read over on real news (docs/EVALUATION.md).

use std::ops::Range;

use super::align::{Aligner, Alignment, FULL};
use super::frequencies::{Frequencies, LEAST};
use super::negation;
use super::speakers::{self, Speakers};
use super::store::{Item, NO_DAY};
use super::words::{GAP, Token, is_frequent};

/// Speakers that are remembered of a family.
const MAX_SPEAKERS: usize = 6;

/// Who said something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    first: i32,
    last: i32,
    speakers: [u32; MAX_SPEAKERS],
}

impl Default for Evidence {
    fn default() -> Evidence {
        Evidence { first: i32::MAX, last: i32::MIN, speakers: [0; MAX_SPEAKERS] }
    }
}

impl Evidence {
    /// Takes in an occurrence.
    pub fn add(&mut self, item: &Item, day: i32) {
        self.add_speaker(item.speaker);
        self.add_days(day, day);
    }

    /// Takes in all that is known of another wording.
    pub fn join(&mut self, other: &Evidence) {
        other.speakers.iter().for_each(|speaker| self.add_speaker(*speaker));
        self.add_days(other.first, other.last);
    }

    fn add_speaker(&mut self, speaker: u32) {
        if speaker != 0
            && !self.speakers.contains(&speaker)
            && let Some(slot) = self.speakers.iter_mut().find(|slot| **slot == 0)
        {
            *slot = speaker;
        }
    }

    fn add_days(&mut self, first: i32, last: i32) {
        if first <= last && first != NO_DAY {
            self.first = self.first.min(first);
            self.last = self.last.max(last);
        }
    }

    /// The speakers, 0 for none.
    pub fn speakers(&self) -> impl Iterator<Item = u32> {
        self.speakers.into_iter().filter(|speaker| *speaker != 0)
    }

    /// Compares the speakers.
    pub fn compare(&self, other: &Evidence) -> Speakers {
        if self.speakers[0] == 0 || other.speakers[0] == 0 {
            return Speakers::Unknown;
        }
        let mut found = Speakers::Differ;
        for speaker in self.speakers() {
            for one in other.speakers() {
                match speakers::compare(speaker, one) {
                    Speakers::Same => return Speakers::Same,
                    Speakers::Unknown => found = Speakers::Unknown,
                    Speakers::Differ => {}
                }
            }
        }
        found
    }

    /// Days between the two; `None` if a date is unknown.
    pub fn days_to(&self, other: &Evidence) -> Option<i32> {
        if self.first > self.last || other.first > other.last {
            return None;
        }
        Some((other.first.saturating_sub(self.last)).max(self.first.saturating_sub(other.last)).max(0))
    }
}

/// Days that make a difference between two wordings, see [`Likeness::suffices`].
const LIMITS: [i32; 7] = [3, 7, 14, 30, 60, 365, 1_000];

/// How near two wordings are in time, as far as it makes a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nearness(Option<usize>);

impl Nearness {
    /// Of so many days between; `None` if a date is unknown.
    pub fn of(days: Option<i32>) -> Nearness {
        Nearness(days.map(|days| LIMITS.iter().filter(|limit| days > **limit).count()))
    }
}

/// How the words of a wording stand to those of a longer one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Likeness {
    /// True if all words are there, in one piece.
    pub is_part: bool,
    /// Share of the shorter one's weight that is in the longer one.
    pub coverage: f32,
    /// Share of the weight of the stretches that were matched which is the same in both.
    pub density: f32,
    /// Weight that is the same, in words of full weight.
    pub weight: f32,
    /// Words that are the same.
    pub words: usize,
    /// Longest run of them.
    pub run: usize,
    /// True if one of them has a negation more.
    pub is_contrary: bool,
}

/// What a word weighs that is not frequent in the archive.
fn full_weight(token: Token) -> i32 {
    match token {
        GAP => 0,
        _ if is_frequent(token) => LEAST,
        _ => FULL,
    }
}

impl Likeness {
    /// Compares two wordings, the longer one of which quotes its words `inner` itself.
    pub fn of(
        aligner: &mut Aligner,
        short: &[Token],
        (long, inner): (&[Token], Range<usize>),
        frequencies: &Frequencies,
    ) -> Likeness {
        let total = frequencies.total(short).max(1);
        let is_within = |place: Range<usize>| inner.start <= place.start && place.end <= inner.end;
        if let Some(at) = Aligner::find(short, long) {
            if is_within(at..at + short.len()) {
                return Likeness::default();
            }
            let weight = total as f32 / FULL as f32;
            let words = short.len();
            return Likeness {
                is_part: true,
                coverage: 1.0,
                density: 1.0,
                weight,
                words,
                run: words,
                is_contrary: false,
            };
        }
        let alignment = aligner.align(short, long, |token| frequencies.weight(token));
        if is_within(alignment.right()) {
            return Likeness::default();
        }
        Likeness::measured(&alignment, short, long, total, frequencies)
    }

    fn measured(found: &Alignment, short: &[Token], long: &[Token], total: i32, frequencies: &Frequencies) -> Likeness {
        let (left, right) = (&short[found.left()], &long[found.right()]);
        // What an ellipsis stands for is not counted as different.
        let elided = left.contains(&GAP) || right.contains(&GAP);
        // Words that only the longer one has count in full, however frequent they are in the archive: what is found
        // hangs on the weights of the shorter one's words alone.
        let others: i32 = right.iter().map(|token| full_weight(*token)).sum();
        let same = found.pairs.iter().filter_map(|(_, at)| long.get(*at as usize));
        let beyond = found.weight + others - same.map(|token| full_weight(*token)).sum::<i32>();
        let within = frequencies.total(left);
        let around = if elided { found.weight.max(within.min(beyond)) } else { within.max(beyond) };
        Likeness {
            is_part: false,
            coverage: found.weight as f32 / total as f32,
            density: found.weight as f32 / around.max(1) as f32,
            weight: found.weight as f32 / FULL as f32,
            words: found.pairs.len(),
            run: found.run,
            is_contrary: negation::count(short.iter().copied()) != negation::count(right.iter().copied()),
        }
    }

    /// True if the words suffice, given who said them and how many days lie between.
    ///
    /// What somebody else denies is another utterance; a `not` that an outlet lost is said by the same.
    /// A few words with a wide currency (`on the wrong side of history`) need a speaker or a day in common;
    /// where no day is known, none is.
    pub fn suffices(&self, speakers: Speakers, days: Option<i32>) -> bool {
        let Likeness { coverage, density, weight, words, run, .. } = *self;
        if self.is_contrary && speakers == Speakers::Differ {
            return false;
        }
        let within = |most: i32| days.is_none_or(|days| days <= most);
        let near = |most: i32| days.is_some_and(|days| days <= most);
        let is_same = speakers == Speakers::Same;
        let may_be = speakers != Speakers::Differ;
        if self.is_part {
            return is_same && within(1_000)
                || may_be && (near(60) || weight >= 4.0)
                || near(30) && weight >= 3.0
                || weight >= 5.0;
        }
        if words < 4 || weight < 2.0 {
            return false;
        }
        if coverage >= 0.85 && density >= 0.65 {
            return is_same && within(1_000)
                || may_be && (near(60) || weight >= 5.0)
                || near(14) && weight >= 3.0
                || weight >= 6.0;
        }
        if coverage >= 0.65 && density >= 0.5 {
            return is_same && within(365) || may_be && near(30) && weight >= 2.5 || near(7) && weight >= 3.5;
        }
        if coverage >= 0.5 && density >= 0.45 && run >= 2 {
            return is_same && within(30) && weight >= 2.5 || may_be && near(7) && weight >= 3.5;
        }
        // The end of the one is the beginning of the other.
        run >= 8 && weight >= 5.0 && (is_same && within(60) || near(3))
    }

    /// True if the words would do with the evidence of other utterances that the two articles
    /// share: reworded, or translated back.
    pub fn may_suffice(&self) -> bool {
        self.coverage >= 0.3 && self.weight >= 1.5 && self.words >= 3 && self.density >= 0.3
    }

    /// True if no evidence whatever would do.
    pub fn is_hopeless(&self) -> bool {
        !self.may_suffice() && !self.suffices(Speakers::Same, Some(0))
    }

    /// The better of two candidates has more of this.
    pub fn rank(&self) -> f32 {
        self.coverage * 2.0 + self.density + if self.is_part { 1.0 } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_suffices_hangs_on_no_other_days_than_the_limits() {
        let likeness = |number: u32| Likeness {
            is_part: number.is_multiple_of(5),
            coverage: (number % 7) as f32 / 6.0,
            density: (number % 11) as f32 / 10.0,
            weight: (number % 13) as f32 / 2.0,
            words: (number % 17) as usize,
            run: (number % 12) as usize,
            is_contrary: number.is_multiple_of(3),
        };
        for number in (0..4_000).step_by(7) {
            for speakers in [Speakers::Same, Speakers::Unknown, Speakers::Differ] {
                let suffices = |days| likeness(number).suffices(speakers, Some(days));
                let best = likeness(number).suffices(Speakers::Same, Some(0));
                assert!(best || !likeness(number).suffices(speakers, None), "{:?}", likeness(number));
                for days in 0..1_100 {
                    assert!(best || !suffices(days), "{days} {:?}", likeness(number));
                    let is_alike = Nearness::of(Some(days)) == Nearness::of(Some(days + 1));
                    assert!(!is_alike || suffices(days) == suffices(days + 1), "{days} {:?}", likeness(number));
                }
            }
        }
    }
}
