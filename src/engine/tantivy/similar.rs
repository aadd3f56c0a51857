//! Articles like one: by the words that say most of what it is about, and by what both quote.
//!
//! The words are those that are frequent in the article and rare in the archive (tf-idf); the articles that
//! have them are found by a query of these words, those with its quotations by a query of phrases. Both lists are
//! short; their articles are read and compared.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::Term;

use super::reader::{Address, Reader};
use crate::engine::similar::{SharedQuotation, SimilarHit, SimilarResponse};
use crate::engine::{Hit, SearchRequest};
use crate::error::{Error, Result};
use crate::families::align::Aligner;
use crate::families::words::{GAP, Token, is_frequent, words as tokens_of};
use crate::model::Article;
use crate::query::{Form, Query, Scope, Word};
use crate::text::{Stemmer, is_stop_word, words};

/// Words that say what an article is about.
const TERMS: usize = 30;

/// Articles found by these words that are compared, per article asked for and at least.
const CANDIDATES: usize = 40;

/// Words that more of all articles have than this say nothing.
const TOO_FREQUENT: f64 = 0.2;

/// Quotations that are looked for, the longest ones.
const QUOTATIONS: usize = 12;

/// Words of the phrases by which they are looked for.
const PHRASE: usize = 4;

/// Words of a quotation that must be alike, by weight, as a share of the shorter one.
const LEAST_ALIKE: f32 = 0.7;

/// Shorter quotations are shared by chance.
const LEAST_WORDS: usize = 4;

/// What a shared quotation leaves of unlikeness.
const UNLIKE: f32 = 0.75;

/// A word of the article with its weight.
struct Weighed {
    /// As the article has it first.
    text: String,
    stem: String,
    weight: f32,
    articles: u64,
}

/// An article's words by their stems, with how often it has them.
type Counts = FxHashMap<String, (u32, String)>;

impl Reader {
    /// In how many articles a folded word occurs, deleted ones included.
    pub fn document_frequency(&self, term: &str) -> Result<u64> {
        let term = Term::from_field_text(self.fields.body, term);
        let mut count = 0;
        for segment in &self.segments {
            let body = segment.inverted(self.fields.body)?;
            count += u64::from(body.doc_freq(&term).map_err(Error::engine("counting a word"))?);
        }
        Ok(count)
    }

    /// The articles that are most like the one at `address`, at most `most`.
    pub fn similar(&self, address: Address, most: usize) -> Result<SimilarResponse> {
        let (article, _) = self.stored(address)?;
        let stemmer = article.language.as_deref().and_then(Stemmer::of).or_else(|| Stemmer::of("en"));
        let own = counts(&article, stemmer.as_ref());
        let terms = self.telling(&own)?;
        let mut found: Vec<Address> = Vec::new();
        let mut take = |query: Query| -> Result<()> {
            let limit = (most * 2).clamp(CANDIDATES, 1_000);
            let (_, best) = self.best(&SearchRequest { limit, ..SearchRequest::new(query) })?;
            found.extend(best.into_iter().map(|(_, other)| other));
            Ok(())
        };
        if !terms.is_empty() {
            let word = |term: &Weighed| Query::Word(Word { text: term.text.clone(), form: Form::Inflected });
            take(any(terms.iter().map(word).collect()))?;
        }
        let phrases = phrases(&article);
        if !phrases.is_empty() {
            take(any(phrases))?;
        }
        found.sort_by_key(|other| (other.segment, other.doc));
        found.dedup();
        found.retain(|other| *other != address);

        let quotations = quotations(&article);
        let known: FxHashSet<Token> = quotations.iter().flat_map(|(_, tokens)| tokens.iter().copied()).collect();
        let all: f32 = terms.iter().map(|term| term.weight * saturated(own.get(&term.stem))).sum();
        let mut aligner = Aligner::default();
        let mut likes: Vec<(f32, Address, SimilarHit)> = Vec::new();
        for other in found {
            let (candidate, source) = self.stored(other)?;
            let theirs = counts(&candidate, stemmer.as_ref());
            let mut like = SimilarHit::default();
            let mut shared = 0.0;
            for term in &terms {
                if let Some(count) = theirs.get(&term.stem) {
                    shared += term.weight * saturated(Some(count)).min(saturated(own.get(&term.stem)));
                    like.terms.push(term.text.clone());
                }
            }
            like.quotations = shared_quotations(&mut aligner, (&article, &quotations), &candidate, &known);
            let by_words = if all > 0.0 { shared / all } else { 0.0 };
            let unlike = UNLIKE.powi(i32::try_from(like.quotations.len()).unwrap_or(i32::MAX));
            let likeness = 1.0 - (1.0 - by_words.clamp(0.0, 1.0)) * unlike;
            if likeness > 0.0 {
                like.hit = self.plain_hit(candidate, &source)?;
                like.hit.score = likeness;
                likes.push((likeness, other, like));
            }
        }
        likes.sort_by(|(a, _, one), (b, _, other)| b.total_cmp(a).then_with(|| one.hit.id.cmp(&other.hit.id)));
        likes.truncate(most);
        let hits = likes.into_iter().zip(1..).map(|((_, _, mut like), rank)| {
            like.hit.rank = rank;
            like
        });
        Ok(SimilarResponse {
            hits: hits.collect(),
            terms: terms.into_iter().map(|term| (term.text, term.articles)).collect(),
        })
    }

    /// The words of an article that say most, weightiest first.
    fn telling(&self, own: &Counts) -> Result<Vec<Weighed>> {
        let all = self.articles.max(1) as f64;
        let mut terms = Vec::new();
        for (stem, (count, text)) in own {
            let articles = self.document_frequency(text)?;
            let share = articles as f64 / all;
            // What occurs nowhere else finds nothing, what occurs everywhere too much. In a small archive every
            // word is frequent.
            if articles < 2 || (share > TOO_FREQUENT && all > 50.0) {
                continue;
            }
            let idf = (1.0 + all / articles as f64).ln();
            let weight = (f64::from(*count).ln() + 1.0) * idf;
            terms.push(Weighed { text: text.clone(), stem: stem.clone(), weight: weight as f32, articles });
        }
        terms.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.text.cmp(&b.text)));
        terms.truncate(TERMS);
        Ok(terms)
    }

    fn plain_hit(&self, article: Article, source: &str) -> Result<Hit> {
        let mut speakers: Vec<String> = Vec::new();
        for person in self.people_of(&article).into_iter().flatten() {
            if !speakers.contains(&person) {
                speakers.push(person);
            }
        }
        Ok(Hit {
            id: self.shown_id(&article, source)?,
            title: article.title.map(|title| title.value),
            outlet: article.outlet.map(|outlet| outlet.value),
            date: article.date.map(|date| (date.value, date.certainty)),
            authors: article.authors.into_iter().map(|author| author.value).collect(),
            url: article.url.map(|url| url.value),
            path: article.path,
            speakers,
            ..Hit::default()
        })
    }
}

fn any(mut queries: Vec<Query>) -> Query {
    if queries.len() == 1 { queries.swap_remove(0) } else { Query::Or(queries) }
}

/// More of one word says less and less more.
fn saturated(count: Option<&(u32, String)>) -> f32 {
    let count = count.map_or(0.0, |(count, _)| *count as f32);
    count / (count + 1.2)
}

/// The words of headline and text by their stems. Words of the headline count twice.
fn counts(article: &Article, stemmer: Option<&Stemmer>) -> Counts {
    let mut counts = Counts::default();
    let mut add = |term: &str, weight: u32| {
        let is_word = term.chars().count() > 1 && term.chars().any(char::is_alphabetic);
        // What is left of addresses.
        let is_address = matches!(term, "http" | "https" | "www" | "com" | "co" | "html");
        if !is_word
            || is_address
            || term.ends_with(crate::text::JOINED)
            || term.starts_with(['#', '@'])
            || is_stop_word(term)
        {
            return;
        }
        let stem = stemmer.map_or_else(|| term.into(), |stemmer| stemmer.stem(term));
        match counts.get_mut(stem.as_ref()) {
            Some((count, _)) => *count += weight,
            None => {
                counts.insert(stem.into_owned(), (weight, term.to_owned()));
            }
        }
    };
    if let Some(title) = &article.title {
        words(&title.value, |token| {
            if token.plain {
                add(token.term, 2);
            }
        });
    }
    let mut skipped = article.boilerplate.iter().peekable();
    words(&article.text, |token| {
        while skipped.next_if(|span| span.end() <= token.span.start()).is_some() {}
        let is_skipped = skipped.peek().is_some_and(|span| span.start() <= token.span.start());
        if token.plain && !is_skipped {
            add(token.term, 1);
        }
    });
    counts
}

/// The quotations of an article that are long enough to tell, as words; their numbers from 0.
fn quotations(article: &Article) -> Vec<(usize, Vec<Token>)> {
    let read = |(number, quote): (usize, &crate::model::Quote)| {
        let tokens: Vec<Token> = tokens_of(quote.words.of_text(&article.text)).iter().map(|word| word.token).collect();
        let telling = tokens.iter().filter(|token| !is_frequent(**token)).count();
        (tokens.len() >= LEAST_WORDS && telling >= 2).then_some((number, tokens))
    };
    article.quotes.iter().enumerate().filter_map(read).collect()
}

/// Phrases out of the longest quotations, to be looked for in quotations.
fn phrases(article: &Article) -> Vec<Query> {
    let mut longest: Vec<&str> = article.quotes.iter().map(|quote| quote.words.of_text(&article.text)).collect();
    longest.sort_by_key(|text| std::cmp::Reverse(text.len()));
    let mut phrases = Vec::new();
    for text in longest.into_iter().take(QUOTATIONS) {
        let all = crate::text::Words::of(text);
        let typed: Vec<Word> = all
            .iter()
            .filter(|token| token.plain)
            .map(|token| Word { text: token.span.of_text(text).to_owned(), form: Form::Folded })
            .collect();
        if typed.len() < LEAST_WORDS {
            continue;
        }
        // Where wordings differ, two of three still agree.
        let last = typed.len() - PHRASE.min(typed.len());
        for start in FxHashSet::from_iter([0, last / 2, last]) {
            if let Some(words) = typed.get(start..start + PHRASE) {
                let phrase = Query::Phrase { words: words.to_vec(), slop: 0 };
                phrases.push(Query::In { scope: Scope::Said, query: Box::new(phrase), speakers: Vec::new() });
            }
        }
    }
    phrases
}

fn shared_quotations(
    aligner: &mut Aligner,
    (article, own): (&Article, &[(usize, Vec<Token>)]),
    other: &Article,
    known: &FxHashSet<Token>,
) -> Vec<SharedQuotation> {
    let weight_of = |token: Token| match token {
        GAP => 0,
        _ if is_frequent(token) => 25,
        _ => 100,
    };
    let weight = |tokens: &[Token]| tokens.iter().map(|token| weight_of(*token)).sum::<i32>();
    let mut shared: Vec<SharedQuotation> = Vec::new();
    for (other_number, theirs) in quotations(other) {
        let common: i32 = theirs.iter().filter(|token| known.contains(token)).map(|token| weight_of(*token)).sum();
        if (common as f32) < LEAST_ALIKE * 0.5 * weight(&theirs) as f32 && common < 300 {
            continue;
        }
        let mut best: Option<(i32, usize)> = None;
        for (at, (_, tokens)) in own.iter().enumerate() {
            let alignment = aligner.align(tokens, &theirs, weight_of);
            let shorter = weight(tokens).min(weight(&theirs)).max(1);
            let is_alike = alignment.weight as f32 >= LEAST_ALIKE * shorter as f32 && alignment.run >= LEAST_WORDS;
            if is_alike && best.is_none_or(|(weight, _)| alignment.weight > weight) {
                best = Some((alignment.weight, at));
            }
        }
        let Some((number, _)) = best.and_then(|(_, at)| own.get(at)) else { continue };
        let (Some(quote), Some(other_quote)) = (article.quotes.get(*number), other.quotes.get(other_number)) else {
            continue;
        };
        if shared.iter().all(|known| known.number != number + 1) {
            shared.push(SharedQuotation {
                text: quote.words.of_text(&article.text).to_owned(),
                other_text: other_quote.words.of_text(&other.text).to_owned(),
                number: number + 1,
                other_number: other_number + 1,
            });
        }
    }
    shared
}
