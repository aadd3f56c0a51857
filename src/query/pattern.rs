//! What the words of a query stand for, in terms of the words of a text.
//!
//! A typed word is not yet a term: `run-off` stands for `run` followed by `off` or for
//! `runoff`, `U.S.` for one term only, `@handle` for a tag. [`Pattern`] says so once, and
//! engines and the matcher work from it.
//!
//! Indexed terms that span several places carry a suffix of [`JOINED`]; [`plain_term`] takes
//! it off before a leaf looks at a term, and its width says where a sequence goes on.

use super::{Form, Name, Near, Query, Scope, Word};
use crate::text::{JOINED, MAX_TERM_BYTES, Stemmer, Token, Words, fold, is_function_word};

/// Terms that a word of a query stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Leaf {
    /// Every folded form that has the same stem as this one, in a language of the index; see
    /// [`same_stem`].
    Stem(String),
    /// This folded form.
    Form(String),
    /// Every folded form that begins so.
    Prefix(String),
    /// Every folded form within this edit distance, a swap of neighbours counting as one.
    Fuzzy {
        /// The folded word.
        word: String,
        /// 1 or 2.
        distance: u8,
    },
    /// Every folded form that this regular expression, made by [`regex`], matches from end to
    /// end.
    Regex(String),
}

/// What is looked for at places of a text.
///
/// Each match covers one or more places that lie side by side or, with a distance, apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// One term, of any width.
    Leaf {
        /// Which terms.
        leaf: Leaf,
        /// What the text must say there letter for letter, apart from the kind of apostrophe.
        literal: Option<String>,
    },
    /// One after the other within a paragraph, with at most `slop` other words between in all.
    Seq {
        /// The parts, two or more, in order.
        parts: Vec<Pattern>,
        /// Number of other words, 0 for side by side.
        slop: u32,
    },
    /// Any of them; of none, nothing.
    Any(Vec<Pattern>),
    /// Two patterns near each other.
    Near {
        /// Left operand.
        left: Box<Pattern>,
        /// How near, and in which order.
        near: Near,
        /// Right operand.
        right: Box<Pattern>,
    },
    /// Matches that lie in a part of the article.
    In {
        /// Which part.
        scope: Scope,
        /// What is looked for there.
        pattern: Box<Pattern>,
        /// Who must have said it; empty for anyone.
        speakers: Vec<Name>,
    },
}

impl Pattern {
    /// What a query looks for at places of the text.
    ///
    /// `None` for queries that have no place in it: filters, `AND`, `NOT`, `ATLEAST`, and what
    /// holds one of them.
    pub fn of(query: &Query) -> Option<Pattern> {
        Some(match query {
            Query::Word(word) => Pattern::of_word(word),
            Query::Phrase { words, slop } => Pattern::of_phrase(words, *slop),
            Query::Prefix(text) => of_last(text, Leaf::Prefix),
            Query::Fuzzy { word, distance } => of_last(word, |word| Leaf::Fuzzy { word, distance: *distance }),
            Query::Regex(pattern) => leaf(Leaf::Regex(pattern.clone())),
            Query::Or(parts) => any(parts.iter().map(Pattern::of).collect::<Option<_>>()?),
            Query::Near { left, near, right } => {
                Pattern::Near { left: Box::new(Pattern::of(left)?), near: *near, right: Box::new(Pattern::of(right)?) }
            }
            Query::In { scope, query, speakers } => {
                Pattern::In { scope: *scope, pattern: Box::new(Pattern::of(query)?), speakers: speakers.clone() }
            }
            _ => return None,
        })
    }

    /// What one typed word stands for; `Any` of nothing if it holds no word.
    pub fn of_word(word: &Word) -> Pattern {
        sequence(parts_of(word), 0)
    }

    /// What words between quotation marks stand for.
    pub fn of_phrase(words: &[Word], slop: u32) -> Pattern {
        let parts = if slop == 0 {
            words.iter().flat_map(parts_of).collect()
        } else {
            // The parts of one typed word stay side by side.
            words.iter().map(Pattern::of_word).filter(|part| !part.is_nothing()).collect()
        };
        sequence(parts, slop)
    }

    /// True if it can match nothing, since no word was left of what was typed.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Pattern::Any(parts) if parts.is_empty())
    }

    /// True if a part of it is to be compared letter for letter.
    pub fn has_literal(&self) -> bool {
        match self {
            Pattern::Leaf { literal, .. } => literal.is_some(),
            Pattern::Seq { parts, .. } | Pattern::Any(parts) => parts.iter().any(Pattern::has_literal),
            Pattern::Near { left, right, .. } => left.has_literal() || right.has_literal(),
            Pattern::In { pattern, .. } => pattern.has_literal(),
        }
    }

    /// Calls `visit` with every leaf, in order of reading.
    pub fn leaves<'p>(&'p self, visit: &mut impl FnMut(&'p Leaf)) {
        match self {
            Pattern::Leaf { leaf, .. } => visit(leaf),
            Pattern::Seq { parts, .. } | Pattern::Any(parts) => parts.iter().for_each(|part| part.leaves(visit)),
            Pattern::Near { left, right, .. } => {
                left.leaves(visit);
                right.leaves(visit);
            }
            Pattern::In { pattern, .. } => pattern.leaves(visit),
        }
    }
}

/// An indexed term without the suffix that tells its width, and the width.
pub fn plain_term(term: &str) -> (&str, u32) {
    match term.strip_suffix(JOINED[0]) {
        Some(plain) => (plain, 2),
        None => term.strip_suffix(JOINED[1]).map_or((term, 1), |plain| (plain, 3)),
    }
}

/// True if a folded form has the stem of `word` in one of the languages, or is `word`.
pub fn same_stem(word: &str, form: &str, languages: &[Stemmer]) -> bool {
    word == form || languages.iter().any(|stemmer| stemmer.stem(word) == stemmer.stem(form))
}

/// True for `#maga` and `@handle`, which stand beside their words at the same place.
///
/// Prefixes, fuzzy words and regular expressions do not look at them unless they begin so.
pub fn is_tag(term: &str) -> bool {
    term.starts_with(['#', '@'])
}

/// Compiles a regular expression on folded words; its letters are folded first.
///
/// # Errors
///
/// A message if the expression is malformed, needs too many states, or uses what does not
/// apply to whole words (`^`, `$`, `\b`).
pub fn regex(pattern: &str) -> Result<tantivy_fst::Regex, String> {
    let folded = fold_pattern(pattern);
    tantivy_fst::Regex::new(&folded).map_err(|err| {
        if asserts(&folded) {
            return "a regular expression covers the whole word, so it takes no `^`, `$` or `\\b`".to_owned();
        }
        let message = err.to_string();
        let line = message.lines().last().unwrap_or("").trim();
        format!("this regular expression cannot be used ({})", line.trim_start_matches("error: ").trim_end_matches('.'))
    })
}

/// True if a well-formed pattern asks where a word begins or ends.
fn asserts(pattern: &str) -> bool {
    use tantivy_fst::Regex;
    let mut is_class = false;
    let mut is_escaped = false;
    let mut without = String::with_capacity(pattern.len());
    for character in pattern.chars() {
        if is_escaped {
            is_escaped = false;
            if matches!(character, 'b' | 'B' | 'A' | 'z') && !is_class {
                without.pop();
                continue;
            }
        } else if !is_class && matches!(character, '^' | '$') {
            continue;
        } else {
            is_escaped = character == '\\';
            is_class = character == '[' || is_class && character != ']';
        }
        without.push(character);
    }
    without.len() < pattern.len() && Regex::new(&without).is_ok()
}

/// A pattern without the `^` before it and the `$` behind it, as one that covers whole words: what
/// was not anchored may be anything. `None` if that would not mean the same.
pub(super) fn unanchored(pattern: &str) -> Option<String> {
    let (from_start, rest) = pattern.strip_prefix('^').map_or((false, pattern), |rest| (true, rest));
    let (to_end, inner) = match rest.strip_suffix('$') {
        Some(inner) if !inner.ends_with('\\') => (true, inner),
        _ => (false, rest),
    };
    let is_plain = (from_start || to_end) && !inner.is_empty() && !inner.contains('|');
    let any = |is_anchored: bool| if is_anchored { "" } else { ".*" };
    let whole = format!("{}{inner}{}", any(from_start), any(to_end));
    (is_plain && regex(&whole).is_ok()).then_some(whole)
}

/// Folds the letters of a pattern but not those of its escapes (`\S`, `\p{Lu}`).
fn fold_pattern(pattern: &str) -> String {
    let mut folded = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(at) = rest.find('\\') {
        folded.push_str(&fold(&rest[..at]));
        let escape = &rest[at..];
        let mut characters = escape.chars().skip(1);
        let class = characters.next();
        let is_braced = matches!(class, Some('p' | 'P' | 'x' | 'u' | 'U')) && characters.next() == Some('{');
        let end = match (is_braced, escape.find('}')) {
            (true, Some(close)) => close + 1,
            _ => 1 + class.map_or(0, char::len_utf8),
        };
        folded.push_str(&escape[..end]);
        rest = &escape[end..];
    }
    folded.push_str(&fold(rest));
    folded
}

fn leaf(leaf: Leaf) -> Pattern {
    Pattern::Leaf { leaf, literal: None }
}

fn sequence(mut parts: Vec<Pattern>, slop: u32) -> Pattern {
    match parts.len() {
        0 => Pattern::Any(Vec::new()),
        1 => parts.swap_remove(0),
        _ => Pattern::Seq { parts, slop },
    }
}

fn any(mut parts: Vec<Pattern>) -> Pattern {
    if parts.len() == 1 { parts.swap_remove(0) } else { Pattern::Any(parts) }
}

/// What stands at each place of a typed word.
fn parts_of(word: &Word) -> Vec<Pattern> {
    let words = Words::of(&word.text);
    let mut places: Vec<Vec<Token<'_>>> = vec![Vec::new(); words.len() as usize];
    for token in words.iter() {
        if let Some(place) = places.get_mut(token.position as usize) {
            place.push(token);
        }
    }
    let mut parts = Vec::new();
    let mut position = 0;
    while position < places.len() {
        let place = &places[position];
        if let Some(tag) = place.iter().find(|token| is_tag(token.term)) {
            parts.push(term(tag, Leaf::Form(tag.term.to_owned()), word));
            // A longer tag than the index tells widths for still covers all its words.
            position += places[position..].iter().take_while(|place| starts_within(place, tag)).count().max(1);
            continue;
        }
        let joined = place.iter().find(|token| token.width > 1);
        let Some(joined) = joined else {
            parts.extend(place_of(place, word));
            position += 1;
            continue;
        };
        let end = (position + joined.width as usize).min(places.len());
        if word.form == Form::Literal {
            // Written as typed, hyphens and all.
            parts.push(term(joined, Leaf::Form(joined.term.to_owned()), word));
            position = end;
            continue;
        }
        let apart: Vec<Pattern> = places[position..end].iter().flat_map(|place| place_of(place, word)).collect();
        let together = term(joined, unless_plain(joined.term, word.form), word);
        parts.push(Pattern::Any(vec![sequence(apart, 0), together]));
        position = end;
    }
    parts
}

fn starts_within(place: &[Token<'_>], tag: &Token<'_>) -> bool {
    place.iter().all(|token| tag.span.contains(token.span))
}

/// What stands for the terms of one place that are one place wide.
fn place_of(place: &[Token<'_>], word: &Word) -> Option<Pattern> {
    let written = place.iter().rfind(|token| token.width == 1)?;
    let dotted = place.iter().find(|token| token.width == 1 && is_dotted(token.term));
    if word.form == Form::Inflected {
        // `O'Brien` and `F.B.I.` are indexed as `obrien` and `fbi` too, which finds every spelling.
        let other = place.iter().find(|token| token.width == 1 && !token.term.contains(['\'', '.']));
        let chosen = other.unwrap_or(written);
        let is_acronym = dotted.is_some();
        let leaf = if is_acronym { Leaf::Form(chosen.term.to_owned()) } else { unless_plain(chosen.term, word.form) };
        return Some(term(chosen, leaf, word));
    }
    let written = dotted.unwrap_or(written);
    let exact = term(written, Leaf::Form(written.term.to_owned()), word);
    let slice = written.span.of_text(&word.text);
    let is_capitals = (2..=4).contains(&slice.len()) && slice.bytes().all(|byte| byte.is_ascii_uppercase());
    if word.form == Form::Folded && is_capitals {
        // `=US` means the acronym, with points and without.
        let points: String = slice.chars().flat_map(|letter| [letter.to_ascii_lowercase(), '.']).collect();
        return Some(Pattern::Any(vec![exact, leaf(Leaf::Form(points))]));
    }
    Some(exact)
}

/// The leaf for one token of a typed word.
fn term(token: &Token<'_>, leaf: Leaf, word: &Word) -> Pattern {
    let literal = (word.form == Form::Literal).then(|| {
        let behind = word.text.get(token.span.end()..).unwrap_or("");
        let possessive = ["'s", "’s", "'S", "’S"].into_iter().find(|ending| behind.starts_with(ending));
        let mut literal = token.span.of_text(&word.text).replace('’', "'");
        if possessive.is_some() {
            literal.push('\'');
            literal.extend(behind.chars().nth(1));
        }
        literal
    });
    Pattern::Leaf { leaf, literal }
}

/// Inflections of words that have some; numbers and acronyms have none.
fn unless_plain(term: &str, form: Form) -> Leaf {
    // Function words do not inflect (`ons` is no form of `on`), and their pairs are indexed as
    // such, which needs each of them to stand for one form.
    let has_inflections =
        form == Form::Inflected && term.starts_with(char::is_alphabetic) && !is_dotted(term) && !is_function_word(term);
    if has_inflections { Leaf::Stem(term.to_owned()) } else { Leaf::Form(term.to_owned()) }
}

/// True for acronyms written with points.
fn is_dotted(term: &str) -> bool {
    term.len() > 2 && term.ends_with('.')
}

/// What a typed word stands for whose last part is incomplete or misspelt.
fn of_last(text: &str, last: impl Fn(String) -> Leaf) -> Pattern {
    let pattern = Pattern::of_word(&Word { text: text.to_owned(), form: Form::Folded });
    let apart = replace_last(pattern, &last);
    match begun_number(text) {
        // `50,0` is the beginning of `50,000`, which is one word, and else two words.
        Some(number) => Pattern::Any(vec![apart, leaf(last(number))]),
        None => apart,
    }
}

/// The digits of a number whose last group of three is not complete.
fn begun_number(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let last = groups.next_back()?;
    let are_digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let is_begun = are_digits(first)
        && groups.all(|group| group.len() == 3 && are_digits(group))
        && last.len() < 3
        && are_digits(last)
        && text.len() <= MAX_TERM_BYTES;
    is_begun.then(|| text.replace(',', ""))
}

fn replace_last(pattern: Pattern, last: &impl Fn(String) -> Leaf) -> Pattern {
    match pattern {
        Pattern::Leaf { leaf: Leaf::Form(term), .. } => leaf(last(term)),
        Pattern::Seq { mut parts, slop } => {
            let end = parts.pop().map(|part| replace_last(part, last));
            parts.extend(end);
            Pattern::Seq { parts, slop }
        }
        Pattern::Any(parts) => Pattern::Any(parts.into_iter().map(|part| replace_last(part, last)).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Prints a pattern: `stem`, `=form`, `pre*`, `a+b` in sequence, `{a|b}` any.
    fn show(pattern: &Pattern) -> String {
        let all = |parts: &[Pattern], between: &str| parts.iter().map(show).collect::<Vec<_>>().join(between);
        match pattern {
            Pattern::Leaf { leaf, literal } => {
                let literal = literal.as_ref().map_or(String::new(), |literal| format!("({literal})"));
                let term = match leaf {
                    Leaf::Stem(word) => word.clone(),
                    Leaf::Form(form) => format!("={form}"),
                    Leaf::Prefix(prefix) => format!("{prefix}*"),
                    Leaf::Fuzzy { word, distance } => format!("{word}~{distance}"),
                    Leaf::Regex(regex) => format!("/{regex}/"),
                };
                term + &literal
            }
            Pattern::Seq { parts, slop: 0 } => all(parts, "+"),
            Pattern::Seq { parts, slop } => format!("[{}]~{slop}", all(parts, "+")),
            Pattern::Any(parts) => format!("{{{}}}", all(parts, "|")),
            Pattern::Near { left, near, right } => format!("({} {near} {})", show(left), show(right)),
            Pattern::In { scope, pattern, .. } => format!("{scope}:{}", show(pattern)),
        }
    }

    #[track_caller]
    fn check(text: &str, want: &str) {
        let context = crate::query::ParseContext::new(crate::model::Date::new(2020, 3, 4).unwrap());
        let query = crate::query::parse(text, &context).query;
        let got = Pattern::of(&query).map_or("none".to_owned(), |pattern| show(&pattern));
        assert_eq!(got, want, "{text:?}");
    }

    #[test]
    fn typed_words_stand_for_the_spellings_of_the_contract() {
        check("Trump’s", "trump");
        check("Élection", "election");
        check("don’t", "don't");
        check("O’Brien", "obrien");
        check("run-off", "{run+off|runoff}");
        check("MI-5", "{mi+=5|mi5}");
        check("2020-21", "=2020+=21");
        check("mother-in-law", "{mother+=in+law|motherinlaw}");
        check("a-b-c-d", "=a+b+c+d");
        check("U.S.", "=u.s.");
        check("u.s.", "=u.s.");
        check("us", "us");
        check("US", "us");
        check("=US", "{=us|=u.s.}");
        check("50,0*", "{=50+0*|500*}");
        check("1,234,5*", "{=1234+5*|12345*}");
        check("50,00~1", "{=50+00~1|5000~1}");
        check("50,000*", "50000*");
        check("50,*", "50*");
        check("5,00,0*", "=5+=00+0*");
        check("a,0*", "=a+0*");
        check("F.B.I.", "=fbi");
        check("=F.B.I.", "=f.b.i.");
        check("@handle #MAGA", "none");
        check("\"@handle\"", "=@handle");
        check("#MAGA", "=#maga");
        check("\"@real_Trump said\"", "=@real_trump+=said");
        check("MAGA/KAG", "maga+kag");
        check("50,000", "=50000");
        check("東京", "東+京");
    }

    #[test]
    fn forms_and_letters() {
        check("=Hunting", "=hunting");
        check("==Hunting", "=hunting(Hunting)");
        check("==Trump’s", "=trump(Trump's)");
        check("==run-off", "=runoff(run-off)");
        check("==\"Witch Hunt\"", "=witch(Witch)+=hunt(Hunt)");
        check("==US", "=us(US)");
        check("==U.S.", "=u.s.(U.S.)");
    }

    #[test]
    fn phrases_take_words_apart() {
        check("\"witch hunt\"", "witch+hunt");
        check("\"the run-off election\"", "=the+{run+off|runoff}+election");
        check("\"AT & T\"", "=at+t");
        check("\"MAGA/KAG hats\"~3", "[maga+kag+hats]~3");
    }

    #[test]
    fn prefixes_fuzzy_words_and_expressions() {
        check("Elect*", "elect*");
        check("run-o*", "{=run+o*|runo*}");
        check("@real*", "@real*");
        check("Tubervile~1", "tubervile~1");
        check("/Recus(e|al)/", "/Recus(e|al)/");
        check("elect* W/5 (fraud OR said:hoax)", "(elect* W/5 {fraud|said:hoax})");
        check("a b", "none");
        check("outlet:fox", "none");
    }

    #[test]
    fn expressions_are_folded_but_not_their_classes() {
        assert_eq!(fold_pattern(r"Éx\S+\p{Lu}\W"), r"ex\S+\p{Lu}\W");
        assert_eq!(fold_pattern("\\"), "\\");
        for good in ["recus(e|al)", r"\d+", "[a-z]+", "É"] {
            assert!(regex(good).is_ok(), "{good}");
        }
        for bad in ["(", "^a$", r"\bx", "[", "((a{100}){100}){100}"] {
            assert!(regex(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn joined_terms_tell_their_width() {
        assert_eq!(plain_term("runoff\u{1}"), ("runoff", 2));
        assert_eq!(plain_term("motherinlaw\u{2}"), ("motherinlaw", 3));
        assert_eq!(plain_term("run"), ("run", 1));
    }
}
