//! What the words and names of a query stand for in an index.

/// The meaning of a query's words and names; see `Index::explain`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// Its words in order of reading, equal ones once.
    pub terms: Vec<TermMeaning>,
    /// Its names of outlets, authors and speakers in order of reading.
    pub names: Vec<NameMeaning>,
}

/// The indexed words that one word of a query stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermMeaning {
    /// The word folded, or the pattern; a typed word may hold several (`run-off`).
    pub term: String,
    /// How it is compared.
    pub kind: TermKind,
    /// In how many articles it occurs in any of its forms, in the headline or the text.
    pub articles: u64,
    /// How many different forms occur.
    pub n_forms: u64,
    /// The forms with the number of their articles, most frequent first; at most
    /// [`TermMeaning::MOST_FORMS`].
    pub forms: Vec<(String, u64)>,
}

impl TermMeaning {
    /// Most forms told of a word.
    pub const MOST_FORMS: usize = 1000;
}

/// How a word of a query is compared with indexed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermKind {
    /// All forms of its stem.
    Inflections,
    /// This form.
    Form,
    /// All words that begin so.
    Prefix,
    /// All words within an edit distance.
    Fuzzy,
    /// All words that a regular expression matches.
    Regex,
}

impl TermKind {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            TermKind::Inflections => "inflections",
            TermKind::Form => "form",
            TermKind::Prefix => "prefix",
            TermKind::Fuzzy => "fuzzy",
            TermKind::Regex => "regex",
        }
    }
}

/// What a name of a query means in an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameMeaning {
    /// `outlet`, `author` or `speaker`.
    pub field: &'static str,
    /// The name as typed.
    pub name: String,
    /// The outlets, authors or people it means, in order; empty if there is none.
    pub means: Vec<String>,
}
