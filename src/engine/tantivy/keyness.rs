//! Answering a comparison of two sets of articles.

use super::reader::{Address, Reader};
use super::search::{distinct, in_two};
use crate::concordance::counts::WordCounts;
use crate::concordance::quotations::{Quoted, Sides};
use crate::concordance::statistics;
use crate::engine::concordance::LineOrder;
use crate::engine::keyness::{ComparisonRequest, ComparisonResponse, KeyQuotation, KeyWord, Keyness, SetSize};
use crate::error::Result;
use crate::model::{Article, Span};

/// Less is what rounding leaves of no difference.
const LEAST_LIKELIHOOD: f64 = 1e-6;

/// Of quotations, of which a side seldom has more than a few, less is what one article more or less makes: one on each
/// of two sides of unlike size says nothing, one against none (1.4) may.
const LEAST_OF_QUOTATIONS: f64 = 1.0;

/// What was read of some of the articles.
#[derive(Default)]
pub(super) struct Part {
    words: WordCounts,
    quoted: Quoted,
    n_quotations: [u64; 2],
}

impl Reader {
    /// Answers a comparison.
    pub fn compare(&self, request: &ComparisonRequest) -> Result<ComparisonResponse> {
        let a = self.matching(&request.a, LineOrder::Left)?;
        let b = self.matching(&request.b, LineOrder::Left)?;
        let articles = united(&a.articles, &b.articles);
        let parts = in_two(&articles, |part: &[(Address, Sides)]| {
            let mut read = Part::default();
            for (address, sides) in part {
                self.read_article(*address, *sides, request, &mut read)?;
            }
            Ok(read)
        })?;
        let mut all = Part::default();
        for part in parts {
            all.words.join(part.words);
            all.quoted.join(part.quoted);
            all.n_quotations[0] += part.n_quotations[0];
            all.n_quotations[1] += part.n_quotations[1];
        }
        let n_both = articles.iter().filter(|(_, sides)| *sides == [true, true]).count() as u64;
        let mut response = answer(all, [a.articles.len() as u64, b.articles.len() as u64], n_both, request);
        (response.a.undated, response.b.undated) = (a.undated, b.undated);
        response.notes = distinct(a.notes, b.notes);
        Ok(response)
    }

    fn read_article(&self, address: Address, sides: Sides, request: &ComparisonRequest, read: &mut Part) -> Result<()> {
        let (article, _) = self.stored(address)?;
        self.compare_article(&article, sides, request, read);
        Ok(())
    }

    /// Takes in an article, which need not be one of this index.
    pub(super) fn compare_article(
        &self,
        article: &Article,
        sides: Sides,
        request: &ComparisonRequest,
        read: &mut Part,
    ) {
        let spans: Vec<Span> = article.quotes.iter().map(|quote| quote.words).collect();
        read.words.add(sides, &article.text, &article.boilerplate, &spans, request.within);
        let people = self.people_of(article);
        let quotations = spans.iter().zip(people).map(|(span, person)| (span.of_text(&article.text), person));
        read.quoted.add(sides, quotations);
        for (count, is_in) in read.n_quotations.iter_mut().zip(sides) {
            *count += if is_in { spans.len() as u64 } else { 0 };
        }
    }
}

/// The comparison of what was read of sets of that many articles.
pub(super) fn answer(all: Part, n_articles: [u64; 2], n_both: u64, request: &ComparisonRequest) -> ComparisonResponse {
    let size = |side: usize| SetSize {
        articles: n_articles[side],
        words: all.words.totals[side],
        quotations: all.n_quotations[side],
        undated: 0,
    };
    ComparisonResponse {
        a: size(0),
        b: size(1),
        both: n_both,
        words: key_words(all.words, request),
        quotations: key_quotations(all.quoted, n_articles, request),
        notes: Vec::new(),
    }
}

/// The articles of two sets in the order in which they are stored, each once.
fn united(a: &[(Address, u32)], b: &[(Address, u32)]) -> Vec<(Address, Sides)> {
    let place = |address: &Address| (address.segment, address.doc);
    let tagged = |set: &[(Address, u32)], sides: Sides| -> Vec<(Address, Sides)> {
        set.iter().map(|(address, _)| (*address, sides)).collect()
    };
    let mut all = tagged(a, [true, false]);
    all.extend(tagged(b, [false, true]));
    all.sort_by_key(|(address, _)| place(address));
    all.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.1 = [true, true];
        }
        is_same
    });
    all
}

fn key_words(counts: WordCounts, request: &ComparisonRequest) -> Vec<KeyWord> {
    let totals = counts.totals;
    let mut found: Vec<KeyWord> = Vec::new();
    if totals.contains(&0) {
        // With nothing there is nothing to compare.
        return found;
    }
    for (word, count) in counts.words {
        let [a, b] = count.counts;
        if a + b < request.least_count {
            continue;
        }
        let per_million = |side: usize| count.counts[side] as f64 * 1e6 / totals[side].max(1) as f64;
        let keyness = keyness(count.counts, totals);
        let per_million = [per_million(0), per_million(1)];
        found.push(KeyWord { word, counts: count.counts, articles: count.articles, per_million, keyness });
    }
    strongest(found, request.limit, |one| one.keyness, |one| &one.word)
}

fn key_quotations(quoted: Quoted, totals: [u64; 2], request: &ComparisonRequest) -> Vec<KeyQuotation> {
    let mut found: Vec<KeyQuotation> = Vec::new();
    if totals.contains(&0) {
        return found;
    }
    for wording in quoted.count() {
        let [a, b] = wording.articles;
        if a + b >= request.least_articles {
            let keyness = keyness(wording.articles, totals);
            if keyness.log_likelihood.abs() < LEAST_OF_QUOTATIONS {
                continue;
            }
            found.push(KeyQuotation {
                text: wording.text,
                speaker: wording.speaker,
                articles: wording.articles,
                keyness,
            });
        }
    }
    strongest(found, request.limit, |one| one.keyness, |one| &one.text)
}

fn keyness([a, b]: [u64; 2], [total_a, total_b]: [u64; 2]) -> Keyness {
    Keyness {
        log_likelihood: statistics::log_likelihood(a, total_a, b, total_b),
        log_ratio: statistics::log_ratio(a, total_a, b, total_b),
    }
}

/// The surest of the first side, then those of the second; what both use alike is left out.
fn strongest<T>(
    mut all: Vec<T>,
    limit: usize,
    keyness: impl Fn(&T) -> Keyness,
    name: impl Fn(&T) -> &String,
) -> Vec<T> {
    all.retain(|one| keyness(one).log_likelihood.abs() >= LEAST_LIKELIHOOD);
    all.sort_by(|one, other| {
        keyness(other).log_likelihood.total_cmp(&keyness(one).log_likelihood).then_with(|| name(one).cmp(name(other)))
    });
    let n_first = all.partition_point(|one| keyness(one).is_of_first());
    let mut second = all.split_off(n_first);
    second.sort_by(|one, other| {
        keyness(one).log_likelihood.total_cmp(&keyness(other).log_likelihood).then_with(|| name(one).cmp(name(other)))
    });
    all.truncate(limit);
    second.truncate(limit);
    all.extend(second);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_sides_use_alike_is_left_out_and_what_differs_stays() {
        let counted = |counts: [u64; 2], totals: [u64; 2]| -> usize {
            strongest(vec!["word".to_owned()], 10, |_| keyness(counts, totals), |word| word).len()
        };
        for count in 1..3_000 {
            for total in [12_345, 99_999_999] {
                assert_eq!(counted([count, count], [total, total]), 0, "{count} of {total}");
            }
            assert_eq!(counted([count * 1_001, count * 3_003], [10_000_007, 30_000_021]), 0, "{count}");
        }
        assert_eq!(counted([2, 1], [1_000, 1_000]), 1);
        assert_eq!(counted([1_000_100, 1_000_000], [99_999_999, 99_999_999]), 1);
    }
}
