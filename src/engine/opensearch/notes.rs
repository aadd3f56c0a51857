//! Notes of files, written while a run is at work, so that one that is killed has not read in vain.
//!
//! The note of a file says which articles it gave and of which version of it. Two rules keep a note true whenever a run
//! ends. **Before** anything of a file goes to the cluster, or is taken out of it, its note says that nothing of it is to be
//! taken for known ([`Notes::write_ahead`]); a file without a note needs none, since what is not noted is read. **After**
//! all of it has been acknowledged, and what was to go is gone, its note says what there is ([`Notes::keep`]), its own last
//! and those of a container's members before. So a run that is killed leaves each file with a note that holds, with one that has it read
//! again, or with none; and articles of files without a note, if these are gone by then, are found by the sweep (`marks`).
//!
//! With **several runs at once** a note may be true of what its own run did while another one wrote over it. A note that
//! changed under a run is therefore never replaced by that run's (`state::write_files`): the two become one that has the
//! file read again. What is left are notes that did not change: a run may write articles and be killed while the other, which had
//! said ahead of the same file the same as it, takes note of its own. So whoever reads a source together with others
//! says so in its mark, and the next run begins by distrusting all notes of that source ([`distrust`]).
//! The next run that nobody disturbs reads these files, writes all of their articles, takes out what none of them
//! has, and so ends with what one run over the same files would have given. Until then an article whose file changed between
//! the two runs may be in the version of either, or be missing; files that both saw alike are whole.
//!
//! Not covered: a request that a node holds back for longer than its sender lives and carries out after the next run has
//! ended; `verify` shows what that takes out.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::client::Client;
use super::marks::Mark;
use super::schema::Names;
use super::state;
use crate::error::Result;
use crate::index::{FileState, State};

/// What a note has in the place of the version of extraction if nothing of its file is to be taken for known.
pub const DISTRUSTED: u64 = 0;

/// Taking note takes at most this part of a run's time.
const PART: u32 = 20;

/// The notes of a run.
pub struct Notes<'m> {
    client: &'m Client,
    names: Names,
    mark: &'m Mark<'m>,
    /// What they say, as far as this run has read and written them.
    known: Mutex<State>,
    /// Files that are about to be touched, by source and path.
    opened: Mutex<Vec<(String, String)>>,
    /// How often files are taken note of before the end; `None` for never.
    every: Option<Duration>,
    next: Mutex<Instant>,
}

impl<'m> Notes<'m> {
    /// The notes as they were read. `every`: how often files are taken note of before the end.
    pub fn new(
        client: &'m Client,
        names: Names,
        mark: &'m Mark<'m>,
        known: State,
        every: Option<Duration>,
    ) -> Notes<'m> {
        let next = Mutex::new(Instant::now() + every.unwrap_or_default());
        Notes { client, names, mark, known: Mutex::new(known), opened: Mutex::default(), every, next }
    }

    /// Hears that something of a file is about to be handed on or taken out.
    pub fn open(&self, source: &str, path: &str) {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let is_trusted = known
            .sources
            .get(source)
            .and_then(|source| source.files.get(path))
            .is_some_and(|file| file.extraction != DISTRUSTED);
        drop(known);
        if is_trusted {
            self.opened.lock().unwrap_or_else(PoisonError::into_inner).push((source.to_owned(), path.to_owned()));
        }
    }

    /// Notes of the opened files that nothing of them is to be taken for known. To be called before anything of
    /// them is sent.
    ///
    /// # Errors
    /// Those of the cluster; then it is to be called again.
    pub fn write_ahead(&self) -> Result<()> {
        // Held until all is written: what other threads send may be of the same files.
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if opened.is_empty() {
            return Ok(());
        }
        self.mark.check()?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut before: BTreeMap<&str, Files> = BTreeMap::new();
        for (source, path) in opened.iter() {
            if let Some(file) = known.sources.get(source).and_then(|source| source.files.get(path)) {
                before.entry(source).or_default().insert(path.clone(), file.clone());
            }
        }
        for (source, before) in before {
            let after: Files = before.iter().map(|(path, file)| (path.clone(), distrusted(file))).collect();
            state::write_files(self.client, &self.names, source, &before, &after)?;
            if let Some(source) = known.sources.get_mut(source) {
                source.files.extend(after);
            }
        }
        opened.clear();
        Ok(())
    }

    /// True if it is time to take note of what was read so far.
    pub fn is_due(&self) -> bool {
        self.every.is_some() && Instant::now() >= *self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of the files of a source, all of whose articles have been acknowledged, and what was to go is gone.
    ///
    /// # Errors
    /// Those of the cluster, and [`crate::Error::Unsupported`] if another run took this one for dead.
    pub fn keep(&self, source: &str, files: &Files) -> Result<()> {
        let begun = Instant::now();
        self.mark.check()?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = &mut known.sources.entry(source.to_owned()).or_default().files;
        state::write_files(self.client, &self.names, source, known, files)?;
        known.retain(|path, _| files.contains_key(path));
        for (path, file) in files {
            if known.get(path) != Some(file) {
                known.insert(path.clone(), file.clone());
            }
        }
        let every = self.every.unwrap_or_default();
        let pause = if every.is_zero() { every } else { every.max(begun.elapsed() * PART) };
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now() + pause;
        Ok(())
    }

    /// True if they do not say what this does.
    pub fn differ_from(&self, state: &State) -> bool {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) != *state
    }

    /// What the notes say now.
    pub fn into_known(self) -> State {
        self.known.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Notes by the paths of their files.
type Files = BTreeMap<String, FileState>;

/// The same articles, none of which is to be taken for known.
fn distrusted(file: &FileState) -> FileState {
    FileState { extraction: DISTRUSTED, ..file.clone() }
}

/// Sources whose notes are not to be trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Doubt {
    /// None.
    #[default]
    Nothing,
    /// Those of these names.
    Sources(Vec<String>),
    /// All.
    Everything,
}

impl Doubt {
    /// What one doubts and what the other does.
    pub fn and(self, other: Doubt) -> Doubt {
        match (self, other) {
            (Doubt::Everything, _) | (_, Doubt::Everything) => Doubt::Everything,
            (one, Doubt::Nothing) => one,
            (Doubt::Nothing, other) => other,
            (Doubt::Sources(mut one), Doubt::Sources(other)) => {
                one.extend(other);
                Doubt::Sources(one)
            }
        }
    }

    fn has(&self, source: &String) -> bool {
        match self {
            Doubt::Nothing => false,
            Doubt::Sources(sources) => sources.contains(source),
            Doubt::Everything => true,
        }
    }
}

/// Takes nothing of the doubted sources for known but whose articles there are.
pub fn distrust(known: &mut State, doubt: &Doubt) {
    for (_, source) in known.sources.iter_mut().filter(|(name, _)| doubt.has(name)) {
        source.files.values_mut().for_each(|file| file.extraction = DISTRUSTED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::SourceState;

    #[test]
    fn what_is_in_doubt_keeps_its_articles_and_counts_as_read_no_more() {
        let file =
            FileState { size: 7, extraction: 3, records: [(1, 2)].into_iter().collect(), ..FileState::default() };
        let source = SourceState { files: [("f".to_owned(), file.clone())].into(), ..SourceState::default() };
        let known = State { sources: ["a", "b"].map(|name| (name.to_owned(), source.clone())).into() };
        let check = |doubt: Doubt, expected: [u64; 2]| {
            let mut state = known.clone();
            distrust(&mut state, &doubt);
            let of = |name: &str| state.sources[name].files["f"].clone();
            assert_eq!([of("a").extraction, of("b").extraction], expected, "{doubt:?}");
            assert_eq!(of("a").records, file.records);
        };
        check(Doubt::Nothing, [3, 3]);
        check(Doubt::Sources(vec!["b".to_owned()]), [3, DISTRUSTED]);
        check(Doubt::Everything, [DISTRUSTED, DISTRUSTED]);
    }
}
