//! Records of which one file has several: the last one counts.
//!
//! That a record comes again is only known when it does, and by then the first one has been
//! handed on and counted. So the later ones are passed over, and the file, which is rarely of
//! that kind, is read a second time for the last of each.

use std::ops::ControlFlow;

use rustc_hash::FxHashMap;

use super::pipeline::Feed;
use super::sources::Run;
use super::work::Work;
use crate::extract;
use crate::index::speakers::{Removed, keys_to_be};
use crate::ingest::{self, Item, SourceFile, record_key};

/// A record of a file: the number of its path and the hash of its identity.
pub type Place = (u32, u64);

/// The records of one file that came more than once.
pub struct Repeats<'k> {
    pub places: FxHashMap<Place, Repeated>,
    /// What the index had before this run: places by the hashes of records; `None` if all is read anew.
    known: Option<&'k FxHashMap<u64, Place>>,
}

/// A record that came more than once.
pub struct Repeated {
    /// Hash of the first, which the index has.
    first: u64,
    /// True if the index had it before this run.
    is_unchanged: bool,
    /// How many are still to come at the second reading.
    left: u32,
    /// What was counted of the first.
    counted: Vec<String>,
}

fn is_in(known: Option<&FxHashMap<u64, Place>>, place: Place, hash: u64) -> bool {
    known.is_some_and(|known| known.get(&hash) == Some(&place))
}

impl<'k> Repeats<'k> {
    /// None so far. `known`: the records that are told as unchanged.
    pub fn new(known: Option<&'k FxHashMap<u64, Place>>) -> Repeats<'k> {
        Repeats { places: FxHashMap::default(), known }
    }

    /// Takes note of a record that came again. `before`: hash of the one before.
    pub fn saw(&mut self, place: Place, before: u64) {
        let is_unchanged = is_in(self.known, place, before);
        let new = Repeated { first: before, is_unchanged, left: 1, counted: Vec::new() };
        self.places.entry(place).or_insert(new).left += 1;
    }

    /// Reads the file again and hands on the last record of each place in the stead of the first.
    ///
    /// Returns the places of which that one did not come, as the file has changed since, with the
    /// hash of the one that the index has.
    pub fn settle(
        mut self,
        work: &Work,
        file: &SourceFile,
        number: &mut dyn FnMut(&str) -> u32,
        run: &mut Run<'_>,
        feed: &mut Feed<'_>,
        removed: &mut Vec<Removed>,
    ) -> Vec<(Place, u64)> {
        let known = self.known;
        ingest::read(file, work.ways.of(&file.path), None, &mut |item| {
            let Item::Article { article, hash } = item else { return ControlFlow::Continue(()) };
            let place = (number(&article.path), record_key(article.record.as_ref()));
            let Some(repeated) = self.places.get_mut(&place) else { return ControlFlow::Continue(()) };
            repeated.left -= 1;
            if repeated.left > 0 {
                if hash == repeated.first && repeated.counted.is_empty() && !repeated.is_unchanged {
                    repeated.counted = keys_to_be(extract::article(article, run.context));
                }
                return ControlFlow::Continue(());
            }
            if hash != repeated.first {
                if repeated.is_unchanged {
                    removed.push((work.source.to_string(), article.path.clone(), place.1));
                    run.summary.unchanged = run.summary.unchanged.saturating_sub(1);
                    run.summary.changed += 1;
                } else {
                    run.superseded.take_back(std::mem::take(&mut repeated.counted));
                    if is_in(known, place, hash) {
                        // The first one took its place for a while.
                        run.summary.changed = run.summary.changed.saturating_sub(1);
                        run.summary.unchanged += 1;
                    }
                }
                feed.article(article, &work.source, hash, true);
            }
            self.places.remove(&place);
            if self.places.is_empty() || feed.has_failed() {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        self.places.into_iter().map(|(place, repeated)| (place, repeated.first)).collect()
    }
}
