//! Which leaves of a query a word of a text satisfies.

use rustc_hash::FxHashMap;

use crate::query::pattern::{Leaf, is_tag, regex};
use crate::text::Stemmer;

/// Most terms remembered; the vocabulary of a few dozen articles.
const MAX_MEMO: usize = 20_000;

/// With more stems than this a word is stemmed at once rather than compared with the beginnings of
/// all. Not tuned.
const MAX_STEMS_TRIED: usize = 32;

/// Leaves by term, so that a word is stemmed once for all articles of an answer.
pub(super) type Memo = FxHashMap<String, Vec<usize>>;

/// The leaves of a query, by number, ready to be looked up by term.
#[derive(Default)]
pub(super) struct Terms {
    leaves: FxHashMap<(Leaf, Option<String>), usize>,
    literals: Vec<Option<String>>,
    forms: FxHashMap<String, Vec<usize>>,
    /// Per language: leaves by stem.
    stems: Vec<FxHashMap<String, Vec<usize>>>,
    /// First letters of words and prefixes, sorted; a bit set for ASCII.
    firsts: Vec<char>,
    ascii_firsts: u128,
    /// True if a leaf may be satisfied by words with another first letter.
    is_open: bool,
    prefixes: Vec<(String, usize)>,
    fuzzy: Vec<Fuzzy>,
    regexes: Vec<(tantivy_fst::Regex, bool, usize)>,
}

struct Fuzzy {
    word: String,
    length: usize,
    distance: usize,
    leaf: usize,
}

impl Terms {
    /// Number of leaves.
    pub fn len(&self) -> usize {
        self.literals.len()
    }

    /// What the text must say letter for letter where this leaf matches.
    pub fn literal(&self, leaf: usize) -> Option<&str> {
        self.literals.get(leaf)?.as_deref()
    }

    /// The number of a leaf, the same for equal ones.
    pub fn add(&mut self, leaf: &Leaf, literal: Option<&String>, languages: &[Stemmer]) -> usize {
        let key = (leaf.clone(), literal.cloned());
        if let Some(known) = self.leaves.get(&key) {
            return *known;
        }
        let number = self.literals.len();
        self.literals.push(literal.cloned());
        match leaf {
            Leaf::Form(form) => {
                self.forms.entry(form.clone()).or_default().push(number);
                self.add_first(form);
            }
            Leaf::Stem(word) => {
                self.is_open |= !languages.iter().all(Stemmer::keeps_first);
                self.forms.entry(word.clone()).or_default().push(number);
                self.stems.resize_with(languages.len(), FxHashMap::default);
                for (stems, stemmer) in self.stems.iter_mut().zip(languages) {
                    stems.entry(stemmer.stem(word).into_owned()).or_default().push(number);
                }
                self.add_first(word);
            }
            Leaf::Prefix(prefix) => {
                self.prefixes.push((prefix.clone(), number));
                self.add_first(prefix);
            }
            Leaf::Fuzzy { word, distance } => {
                self.is_open = true;
                let length = word.chars().count();
                self.fuzzy.push(Fuzzy { word: word.clone(), length, distance: usize::from(*distance), leaf: number });
            }
            Leaf::Regex(pattern) => {
                self.is_open = true;
                // One that cannot be compiled matches nothing; the parser has said so.
                if let Ok(compiled) = regex(pattern) {
                    self.regexes.push((compiled, is_tag(pattern), number));
                }
            }
        }
        self.leaves.insert(key, number);
        number
    }

    fn add_first(&mut self, word: &str) {
        let Some(first) = word.chars().next() else { return };
        if first.is_ascii() {
            self.ascii_firsts |= 1 << (first as u32);
        } else if let Err(at) = self.firsts.binary_search(&first) {
            self.firsts.insert(at, first);
        }
    }

    /// Like [`Terms::look_up`], with the answers for terms that were looked up before.
    pub fn recall(&self, term: &str, languages: &[Stemmer], memo: &mut Memo, mut found: impl FnMut(usize)) {
        if !self.is_open && !self.is_first(term) {
            return;
        }
        if let Some(leaves) = memo.get(term) {
            return leaves.iter().for_each(|leaf| found(*leaf));
        }
        let mut leaves = Vec::new();
        self.look_up(term, languages, |leaf| leaves.push(leaf));
        leaves.iter().for_each(|leaf| found(*leaf));
        if memo.len() < MAX_MEMO {
            memo.insert(term.to_owned(), leaves);
        }
    }

    /// Calls `found` with every leaf that `term`, without its width suffix, satisfies; with one
    /// leaf perhaps more than once.
    fn look_up(&self, term: &str, languages: &[Stemmer], mut found: impl FnMut(usize)) {
        let is_first = self.is_first(term);
        if !is_first && !self.is_open {
            return;
        }
        if let Some(leaves) = self.forms.get(term) {
            leaves.iter().for_each(|leaf| found(*leaf));
        }
        for (stems, stemmer) in self.stems.iter().zip(languages) {
            let may_reduce = stems.len() > MAX_STEMS_TRIED || stems.keys().any(|stem| stemmer.may_reduce(term, stem));
            if stemmer.keeps_first() && !is_first || !may_reduce {
                continue;
            }
            if let Some(leaves) = stems.get(stemmer.stem(term).as_ref()) {
                leaves.iter().for_each(|leaf| found(*leaf));
            }
        }
        for (prefix, leaf) in &self.prefixes {
            if term.starts_with(prefix.as_str()) {
                found(*leaf);
            }
        }
        for fuzzy in &self.fuzzy {
            if fuzzy.accepts(term) {
                found(fuzzy.leaf);
            }
        }
        for (regex, for_tags, leaf) in &self.regexes {
            if is_tag(term) == *for_tags && matches_regex(regex, term) {
                found(*leaf);
            }
        }
    }

    fn is_first(&self, term: &str) -> bool {
        match term.as_bytes().first() {
            Some(byte) if byte.is_ascii() => self.ascii_firsts >> byte & 1 == 1,
            Some(_) => term.chars().next().is_some_and(|first| self.firsts.binary_search(&first).is_ok()),
            None => false,
        }
    }
}

impl Fuzzy {
    fn accepts(&self, term: &str) -> bool {
        // A character is at most four bytes, so this never counts characters in vain.
        let is_near_length =
            term.len() + self.distance >= self.length && term.len() <= (self.length + self.distance) * 4;
        is_near_length
            && is_tag(term) == is_tag(&self.word)
            && term.chars().count().abs_diff(self.length) <= self.distance
            && strsim::osa_distance(term, &self.word) <= self.distance
    }
}

/// True if the automaton accepts the whole term.
fn matches_regex(regex: &tantivy_fst::Regex, term: &str) -> bool {
    use tantivy_fst::Automaton;
    let mut state = regex.start();
    for byte in term.bytes() {
        if !regex.can_match(&state) {
            return false;
        }
        state = regex.accept(&state, byte);
    }
    regex.is_match(&state)
}
