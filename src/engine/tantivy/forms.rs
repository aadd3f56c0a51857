//! The indexed forms that one word of a query stands for.
//!
//! Articles are indexed unstemmed. A query word stands for the forms that share its stem in one
//! of the index's languages; a prefix, a fuzzy word or a regular expression for all words that
//! fit, never for the first so many.

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};
use rustc_hash::FxHashMap;
use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionary;
use tantivy_fst::Automaton;

use crate::error::{Error, Result};
use crate::query::pattern::{self, Leaf};
use crate::text::{JOINED, Stemmer, shortened};

/// One form as it stands in a dictionary.
#[derive(Clone, Debug)]
pub struct TermForm {
    /// The form, without the mark of a joined one.
    pub form: String,
    /// How many places it spans, 1 to 3.
    pub width: u32,
    /// Where its postings are.
    pub info: TermInfo,
}

/// Which forms share their stem with a word, as far as asked. The dictionaries of an index
/// have most of their words in common, and stemming in all languages is what takes time.
pub type Shared = FxHashMap<Box<str>, bool>;

/// Calls `sink` with every form in `dictionary` that `leaf` stands for, in their order.
///
/// `shared`: what is known of the forms of this leaf from other dictionaries.
pub fn expand(
    dictionary: &TermDictionary,
    leaf: &Leaf,
    stemmers: &[Stemmer],
    shared: &mut Shared,
    sink: &mut dyn FnMut(TermForm),
) -> Result<()> {
    match leaf {
        Leaf::Form(form) => exact(dictionary, form, sink),
        Leaf::Stem(word) => inflections(dictionary, word, stemmers, shared, sink),
        Leaf::Prefix(prefix) => range(dictionary, prefix, &mut |form, width, info| {
            sink(TermForm { form: form.to_owned(), width, info: info.clone() });
        }),
        Leaf::Fuzzy { word, distance } => {
            let builder = LevenshteinAutomatonBuilder::new(*distance, true);
            search(dictionary, Fuzzy(builder.build_dfa(word)), pattern::is_tag(word), sink)
        }
        Leaf::Regex(pattern) => {
            let regex = pattern::regex(pattern).map_err(|what| Error::Invalid(format!("`/{pattern}/`: {what}")))?;
            search(dictionary, regex, pattern::is_tag(pattern), sink)
        }
    }
}

fn exact(dictionary: &TermDictionary, form: &str, sink: &mut dyn FnMut(TermForm)) -> Result<()> {
    let mut term = form.to_owned();
    for width in 1..=3 {
        if width > 1 {
            term.truncate(form.len());
            term.push(JOINED[width - 2]);
        }
        if let Some(info) = dictionary.get(&term).map_err(Error::engine("looking a word up"))? {
            sink(TermForm { form: form.to_owned(), width: width as u32, info });
        }
    }
    Ok(())
}

/// Forms that share a stem begin like the stem, but for its last letter (`happi` for `happy`).
/// The word itself is looked up besides.
fn inflections(
    dictionary: &TermDictionary,
    word: &str,
    stemmers: &[Stemmer],
    shared: &mut Shared,
    sink: &mut dyn FnMut(TermForm),
) -> Result<()> {
    let stems: Vec<String> = stemmers.iter().map(|stemmer| stemmer.stem(word).into_owned()).collect();
    let mut prefixes: Vec<&str> = stems.iter().map(|stem| shortened(stem)).collect();
    // A shorter prefix covers the longer ones that begin with it.
    prefixes.sort_unstable();
    prefixes.dedup_by(|longer, shorter| longer.starts_with(&**shorter));
    let mut shares_stem = |form: &str| {
        if let Some(known) = shared.get(form) {
            return *known;
        }
        let mut stems = stemmers.iter().zip(&stems);
        let shares =
            form == word || stems.any(|(stemmer, stem)| stemmer.may_reduce(form, stem) && stemmer.stem(form) == *stem);
        shared.insert(form.into(), shares);
        shares
    };
    // Languages that put letters before a stem: all words of the same script are looked at.
    let is_open = !word.is_ascii() && !stemmers.iter().all(Stemmer::keeps_first);
    let script = word.chars().next().map_or(0, |first| u32::from(first) & !0xff);
    if let (true, Some(first), Some(last)) = (is_open, char::from_u32(script), char::from_u32(script + 0xff)) {
        return between(dictionary, &first.to_string(), &last.to_string(), &mut |form, width, info| {
            if shares_stem(form) {
                sink(TermForm { form: form.to_owned(), width, info: info.clone() });
            }
        });
    }
    let mut has_itself = false;
    for prefix in &prefixes {
        range(dictionary, prefix, &mut |form, width, info| {
            if shares_stem(form) {
                has_itself |= form == word;
                sink(TermForm { form: form.to_owned(), width, info: info.clone() });
            }
        })?;
    }
    if !has_itself {
        exact(dictionary, word, sink)?;
    }
    // `dying` is the one kind of form that begins otherwise than its stem `die`.
    for stem in &stems {
        let Some(beginning) = stem.strip_suffix("ie") else { continue };
        let form = format!("{beginning}ying");
        let is_new = form != word && !prefixes.iter().any(|prefix| form.starts_with(prefix));
        if is_new && shares_stem(&form) {
            return exact(dictionary, &form, sink);
        }
    }
    Ok(())
}

/// Calls `sink` with every term that begins with `prefix`.
fn range(dictionary: &TermDictionary, prefix: &str, sink: &mut dyn FnMut(&str, u32, &TermInfo)) -> Result<()> {
    between(dictionary, prefix, prefix, sink)
}

/// Calls `sink` with every term from `first` on up to those that begin with `last`.
fn between(
    dictionary: &TermDictionary,
    first: &str,
    last: &str,
    sink: &mut dyn FnMut(&str, u32, &TermInfo),
) -> Result<()> {
    let mut end = last.as_bytes().to_vec();
    end.push(0xff); // no byte of UTF-8
    let mut stream =
        dictionary.range().ge(first).lt(end).into_stream().map_err(Error::engine("listing the forms of a word"))?;
    while let Some((term, info)) = stream.next() {
        let (form, width) = unmarked(term);
        sink(form, width, info);
    }
    Ok(())
}

/// Calls `sink` with every term that `automaton` accepts: tags if `tags` are asked for, else words.
fn search<A>(dictionary: &TermDictionary, automaton: A, tags: bool, sink: &mut dyn FnMut(TermForm)) -> Result<()>
where
    A: Automaton,
    A::State: Clone,
{
    let mut stream =
        dictionary.search(Unmarked(automaton)).into_stream().map_err(Error::engine("listing the forms of a word"))?;
    while let Some((term, info)) = stream.next() {
        let (form, width) = unmarked(term);
        if tags == pattern::is_tag(form) {
            sink(TermForm { form: form.to_owned(), width, info: info.clone() });
        }
    }
    Ok(())
}

/// A term without the mark of a joined one, and how many places it spans.
fn unmarked(term: &[u8]) -> (&str, u32) {
    let text = std::str::from_utf8(term).unwrap_or("");
    for (at, mark) in JOINED.into_iter().enumerate() {
        if let Some(form) = text.strip_suffix(mark) {
            return (form, at as u32 + 2);
        }
    }
    (text, 1)
}

/// An automaton that reads over the marks of joined terms.
struct Unmarked<A>(A);

impl<A> Automaton for Unmarked<A>
where
    A: Automaton,
    A::State: Clone,
{
    type State = A::State;

    fn start(&self) -> A::State {
        self.0.start()
    }

    fn is_match(&self, state: &A::State) -> bool {
        self.0.is_match(state)
    }

    fn can_match(&self, state: &A::State) -> bool {
        self.0.can_match(state)
    }

    fn accept(&self, state: &A::State, byte: u8) -> A::State {
        if byte <= 2 { state.clone() } else { self.0.accept(state, byte) }
    }
}

struct Fuzzy(DFA);

impl Automaton for Fuzzy {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != levenshtein_automata::SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use tantivy::TantivyDocument;
    use tantivy::directory::RamDirectory;

    use super::*;
    use crate::engine::tantivy::schema;
    use crate::query::pattern::same_stem;

    /// Words that share stems, and some that only look so.
    const WORDS: &str = "die died dies dying diet lie lying lied dye dyed tie tying sky skies ski skis happy happier \
        happiness news newly run running ran runner covid19 covid19s g20 hop hopping hope hoping us use used using \
        general generally generate institution institutional institutionalizations international internal be being \
        haus hauses hauser cheval chevaux frequence frequent maan manen schoonheid schoonheden boom bomen \
        говорить говорил говорившимися говорившая книга книгами كتاب الكتاب والكتاب كتب talo talossa taloissansa";

    #[test]
    fn a_word_stands_for_all_forms_of_its_stem() {
        let index = schema::create(RamDirectory::create()).unwrap();
        let fields = schema::schema().1;
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 20_000_000).unwrap();
        let mut document = TantivyDocument::new();
        document.add_text(fields.title, WORDS.split_whitespace().map(|word| format!("{word}\n")).collect::<String>());
        writer.add_document(document).unwrap();
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let inverted = searcher.segment_reader(0).inverted_index(fields.title).unwrap();
        for languages in [&["en"][..], &["en", "de", "ru"], &["fr", "nl", "fi"], &["ar", "en"], &[]] {
            let stemmers: Vec<Stemmer> = languages.iter().filter_map(|language| Stemmer::of(language)).collect();
            for word in WORDS.split_whitespace() {
                let mut found = Vec::new();
                let leaf = Leaf::Stem(word.to_owned());
                let mut shared = Shared::default();
                expand(inverted.terms(), &leaf, &stemmers, &mut shared, &mut |form| found.push(form.form)).unwrap();
                let count = found.len();
                let found: BTreeSet<String> = found.into_iter().collect();
                let meant = WORDS.split_whitespace().filter(|form| same_stem(word, form, &stemmers));
                assert_eq!(found, meant.map(str::to_owned).collect(), "{word:?} in {languages:?}");
                assert_eq!(found.len(), count, "{word:?} in {languages:?}");
            }
        }
    }
}
