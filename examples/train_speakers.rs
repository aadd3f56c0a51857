//! Learns the weights that choose speakers, from articles with known quotations.
//!
//! ```text
//! cargo run --release --example train_speakers -- FILE [--out WEIGHTS] [--predictions FILE]
//! ```
//!
//! FILE has one JSON object a line: `id`, `text`, `ignore` (`[[start, end], …]`) and `quotes`,
//! each with `inner_start`, `inner_end`, `source_heads`, `source_start`, `source_kind`,
//! `speaker` and `speaker_guess`; offsets count code points. Two conditional log-linear models
//! are fitted by L-BFGS with an L2 penalty, codes seen fewer than `CUT` times left out, weights
//! rounded to 1/32. Prints accuracy and calibration by five-fold cross-validation over
//! articles, then writes the weights learned from all. The same input gives the same bytes.
//! `--predictions` writes what the held-out models say, one line an article.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{env, fs};

use news_search::extract::quotes::training::{Constants, Gold, Item, Truth, UNIT, Weights, items, quotes_with};
use news_search::extract::quotes::{Found, QuoteContext};
use news_search::model::Span;
use serde_json::{Value, json};

const FOLDS: usize = 5;
/// Codes seen in fewer answers than this carry no weight.
const CUT: u32 = 40;
const CUT_PRONOUNS: u32 = 20;
/// Strength of the L2 penalty.
const PENALTY: f64 = 12.0;
const PENALTY_PRONOUNS: f64 = 8.0;
/// How much a guessed antecedent counts beside a certain one.
const GUESS_WEIGHT: f32 = 0.2;

struct Article {
    id: String,
    text: String,
    quotes: Vec<GoldQuote>,
    ignore: Vec<Span>,
}

struct GoldQuote {
    words: Span,
    heads: Vec<Span>,
    source: Option<usize>,
    is_pronoun: bool,
    speaker: Option<String>,
    guess: Option<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args: Vec<String> = env::args().skip(1).collect();
    let mut option = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        let value = args.get(at + 1).cloned();
        args.drain(at..(at + 2).min(args.len()));
        value
    };
    let out = option("--out").unwrap_or_else(|| "src/extract/speakers/weights.txt".to_string());
    let predictions = option("--predictions");
    let [file] = args.as_slice() else {
        return Err("usage: train_speakers FILE [--out FILE] [--predictions FILE]".into());
    };
    let articles = load(&fs::read_to_string(file)?)?;
    println!("{} articles, {} quotations", articles.len(), articles.iter().map(|a| a.quotes.len()).sum::<usize>());

    let all: Vec<&Article> = articles.iter().collect();
    let mut folds = Vec::new();
    for fold in 0..FOLDS {
        let in_fold = |number: usize| number % FOLDS == fold;
        let rest: Vec<&Article> = numbered(&all, |number| !in_fold(number));
        folds.push((numbered(&all, in_fold), train(&rest)));
    }
    let constants = fit_constants(&folds);
    println!("{constants:?}");
    let mut outcomes = Vec::new();
    let mut lines = String::new();
    for (held, pairs) in &folds {
        let weights = Weights::new(pairs, constants);
        for article in held {
            let found = quotes_with(&article.text, &QuoteContext::default(), &weights);
            judge(article, &found, &mut outcomes);
            if predictions.is_some() {
                writeln!(lines, "{}", prediction(article, &found))?;
            }
        }
    }
    report(&outcomes);
    if let Some(path) = predictions {
        fs::write(path, lines)?;
    }
    let learned = train(&all);
    fs::write(&out, print(&learned, &constants))?;
    println!("{} weights written to {out}", learned.len());
    Ok(())
}

fn numbered<'a>(articles: &[&'a Article], wanted: impl Fn(usize) -> bool) -> Vec<&'a Article> {
    articles.iter().enumerate().filter(|(number, _)| wanted(*number)).map(|(_, article)| *article).collect()
}

/// A fold: the articles held out and the weights learned from the others.
type Fold<'a> = (Vec<&'a Article>, Vec<(u32, i32)>);

/// Fits the constants that make probabilities of scores, one after the other, to the held-out
/// answers (least logarithmic loss).
fn fit_constants(folds: &[Fold]) -> Constants {
    let mut best = Constants::default();
    let mut least = held_out_loss(folds, best);
    for field in [0, 1, 2, 3, 0, 1] {
        let start = best;
        for step in 0..6 {
            let mut tried = start;
            let temperature = [0.5, 0.6, 0.7, 0.8, 0.9, 1.1][step];
            match field {
                0 => tried.mention_temperature = temperature,
                1 => tried.pronoun_temperature = temperature,
                2 => tried.name_link = [0.95, 0.96, 0.97, 0.98, 0.985, 0.99][step],
                _ => tried.role_link = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9][step],
            }
            let loss = held_out_loss(folds, tried);
            if loss < least {
                (best, least) = (tried, loss);
            }
        }
    }
    best
}

fn held_out_loss(folds: &[Fold], constants: Constants) -> f64 {
    let mut outcomes = Vec::new();
    for (held, pairs) in folds {
        let weights = Weights::new(pairs, constants);
        for article in held {
            judge(article, &quotes_with(&article.text, &QuoteContext::default(), &weights), &mut outcomes);
        }
    }
    let answers = outcomes.iter().filter(|outcome| outcome.answered);
    let losses = answers.filter_map(|outcome| {
        let p = f64::from(outcome.probability).clamp(0.001, 0.999);
        outcome.entity.map(|right| if right { -p.ln() } else { -(1.0 - p).ln() })
    });
    losses.sum()
}

fn print(weights: &[(u32, i32)], constants: &Constants) -> String {
    let mut text = String::from(HEADER);
    let _ = writeln!(text, "mention_temperature {}", constants.mention_temperature);
    let _ = writeln!(text, "pronoun_temperature {}", constants.pronoun_temperature);
    let _ = writeln!(text, "name_link {}", constants.name_link);
    let _ = writeln!(text, "role_link {}", constants.role_link);
    for (code, weight) in weights {
        let _ = writeln!(text, "{code:x} {weight}");
    }
    text
}

const HEADER: &str = "\
# Learned weights for choosing who said a quotation, and who `he` and `she` are.
# Written by `cargo run --release --example train_speakers`; do not edit by hand.
#
# Learned from the training part of PolNeAR 1.0 (Newell, Margolin, Ruths, LREC 2018): 840 news
# articles of seven US outlets, November 2015 to September 2016, with hand-annotated
# attributions. The weights are statistics of positions, punctuation and function words; no
# text of the articles is part of this project.
#
# A line is a feature code (hexadecimal; question in the upper six bits, answer below, see
# `src/extract/quotes/features.rs` and `pronouns.rs`) and its weight in units of 1/32.
";

// ---- gold ----

fn load(text: &str) -> Result<Vec<Article>, Box<dyn std::error::Error>> {
    let mut articles = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let value: Value = serde_json::from_str(line)?;
        let text = value["text"].as_str().unwrap_or("").to_string();
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let at = |value: &Value| value.as_u64().and_then(|n| bytes.get(n as usize).copied());
        let span = |a: &Value, b: &Value| Some(Span::of(at(a)?, at(b)?));
        let pairs = |value: &Value| -> Vec<Span> {
            value.as_array().into_iter().flatten().filter_map(|pair| span(&pair[0], &pair[1])).collect()
        };
        let name = |value: &Value| value.as_str().map(str::to_string);
        let quotes = value["quotes"].as_array().into_iter().flatten().filter_map(|quote| {
            Some(GoldQuote {
                words: span(&quote["inner_start"], &quote["inner_end"])?,
                heads: pairs(&quote["source_heads"]),
                source: at(&quote["source_start"]),
                is_pronoun: quote["source_kind"] == "pron",
                speaker: name(&quote["speaker"]),
                guess: name(&quote["speaker_guess"]),
            })
        });
        let quotes = quotes.collect();
        let ignore = pairs(&value["ignore"]);
        articles.push(Article { id: value["id"].as_str().unwrap_or("").to_string(), text, quotes, ignore });
    }
    Ok(articles)
}

impl Article {
    fn quote(&self, words: Span) -> Option<&GoldQuote> {
        let after = self.quotes.partition_point(|quote| quote.words.end() <= words.start());
        let quote = self.quotes.get(after)?;
        let shared = quote.words.end().min(words.end()).saturating_sub(quote.words.start().max(words.start()));
        (shared * 10 >= quote.words.len().max(words.len()) * 7).then_some(quote)
    }
}

impl Gold for Article {
    fn stretch(&self, words: Span) -> Truth {
        match self.quote(words) {
            Some(quote) if quote.heads.is_empty() => Truth::Unknown,
            Some(quote) => Truth::Heads(quote.heads.clone()),
            None if self.ignore.iter().any(|span| span.overlaps(words)) => Truth::Unknown,
            None if words.of_text(&self.text).split_whitespace().count() < 3 => Truth::Unknown,
            None => Truth::Nobody,
        }
    }

    fn pronoun(&self, at: usize) -> Option<(&str, f32)> {
        let quote = self.quotes.iter().find(|quote| quote.is_pronoun && quote.source == Some(at))?;
        match (&quote.speaker, &quote.guess) {
            (Some(name), _) => Some((name, 1.0)),
            (None, Some(name)) => Some((name, GUESS_WEIGHT)),
            (None, None) => None,
        }
    }

    fn same(&self, ours: &str, gold: &str) -> bool {
        same_name(ours, gold)
    }
}

fn same_name(ours: &str, gold: &str) -> bool {
    let parts = |name: &str| -> Vec<String> {
        name.to_lowercase()
            .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\'' || c == '’'))
            .filter(|part| !part.is_empty() && !matches!(*part, "the" | "jr" | "sr"))
            .map(str::to_string)
            .collect()
    };
    let (ours, gold) = (parts(ours), parts(gold));
    let (Some(a), Some(b)) = (ours.last(), gold.last()) else { return false };
    if ours.len() == 1 || gold.len() == 1 {
        return a == b || ours.first() == gold.first();
    }
    let (first, other) = (&ours[0], &gold[0]);
    a == b
        && (first.starts_with(other.as_str())
            || other.starts_with(first.as_str())
            || first.len() <= 2
            || other.len() <= 2)
}

// ---- learning ----

fn train(articles: &[&Article]) -> Vec<(u32, i32)> {
    let mut pronoun_weights = Vec::new();
    let mut mention_items = Vec::new();
    // The chain of pronouns depends on the weights: once with none, then with the first ones.
    for round in 0..2 {
        let weights = Weights::new(&pronoun_weights, Constants::default());
        let mut pronoun_items = Vec::new();
        mention_items.clear();
        for article in articles {
            let (mentions, pronouns) = items(&article.text, *article, &weights);
            mention_items.extend(mentions);
            pronoun_items.extend(pronouns);
        }
        pronoun_weights = fit(&pronoun_items, CUT_PRONOUNS, PENALTY_PRONOUNS);
        let _ = round;
    }
    let mut weights = fit(&mention_items, CUT, PENALTY);
    weights.extend(pronoun_weights);
    weights.sort_unstable();
    weights
}

/// Items with codes replaced by indices, flat.
struct Flat {
    codes: Vec<u32>,
    /// End of each answer's codes.
    ends: Vec<u32>,
    /// First answer of each item.
    starts: Vec<u32>,
    right: Vec<bool>,
    weights: Vec<f32>,
}

fn fit(items: &[Item], cut: u32, penalty: f64) -> Vec<(u32, i32)> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for code in items.iter().flat_map(|item| item.answers.iter().flatten()) {
        *counts.entry(*code).or_default() += 1;
    }
    let known: Vec<u32> = counts.iter().filter(|(_, count)| **count >= cut).map(|(code, _)| *code).collect();
    let mut flat = Flat { codes: vec![], ends: vec![], starts: vec![0], right: vec![], weights: vec![] };
    for item in items {
        for (number, answer) in item.answers.iter().enumerate() {
            flat.codes
                .extend(answer.iter().filter_map(|code| known.binary_search(code).ok()).map(|index| index as u32));
            flat.ends.push(flat.codes.len() as u32);
            flat.right.push(item.right.contains(&number));
        }
        flat.starts.push(flat.ends.len() as u32);
        flat.weights.push(item.weight);
    }
    // The few codes of the answers `unnamed` and `nobody` are bound less.
    let penalties: Vec<f64> =
        known.iter().map(|code| if code >> 26 >= 50 && cut == CUT { penalty / 5.0 } else { penalty }).collect();
    let best = minimise(known.len(), |point, gradient| loss(&flat, &penalties, point, gradient));
    known
        .iter()
        .zip(best)
        .map(|(code, weight)| (*code, (weight / f64::from(UNIT)).round() as i32))
        .filter(|(_, weight)| *weight != 0)
        .collect()
}

/// Negative log-likelihood of the right answers, with penalty; writes its gradient.
fn loss(flat: &Flat, penalties: &[f64], point: &[f64], gradient: &mut [f64]) -> f64 {
    let mut total = 0.0;
    for ((slot, value), penalty) in gradient.iter_mut().zip(point).zip(penalties) {
        *slot = penalty * value;
        total += 0.5 * penalty * value * value;
    }
    let mut scores = Vec::new();
    for (item, weight) in flat.weights.iter().enumerate() {
        let (from, to) = (flat.starts[item] as usize, flat.starts[item + 1] as usize);
        let codes = |answer: usize| {
            let start = if answer == 0 { 0 } else { flat.ends[answer - 1] as usize };
            &flat.codes[start..flat.ends[answer] as usize]
        };
        scores.clear();
        scores.extend((from..to).map(|answer| codes(answer).iter().map(|code| point[*code as usize]).sum::<f64>()));
        let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (mut all, mut right) = (0.0, 0.0);
        for (offset, score) in scores.iter_mut().enumerate() {
            *score = (*score - top).exp();
            all += *score;
            if flat.right[from + offset] {
                right += *score;
            }
        }
        let weight = f64::from(*weight);
        total -= weight * (right / all).max(1e-300).ln();
        for (offset, score) in scores.iter().enumerate() {
            let wanted = if flat.right[from + offset] { score / right } else { 0.0 };
            let slope = weight * (score / all - wanted);
            for code in codes(from + offset) {
                gradient[*code as usize] += slope;
            }
        }
    }
    total
}

/// L-BFGS with ten pairs and backtracking (Nocedal and Wright, algorithm 7.5).
fn minimise(size: usize, mut function: impl FnMut(&[f64], &mut [f64]) -> f64) -> Vec<f64> {
    let mut point = vec![0.0; size];
    let mut gradient = vec![0.0; size];
    let mut value = function(&point, &mut gradient);
    let mut pairs: Vec<(Vec<f64>, Vec<f64>, f64)> = Vec::new();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    for _ in 0..120 {
        let mut direction: Vec<f64> = gradient.iter().map(|slope| -slope).collect();
        let mut factors = Vec::new();
        for (step, change, inverse) in pairs.iter().rev() {
            let factor = inverse * dot(step, &direction);
            direction.iter_mut().zip(change).for_each(|(d, c)| *d -= factor * c);
            factors.push(factor);
        }
        if let Some((step, change, _)) = pairs.last() {
            let scale = dot(step, change) / dot(change, change);
            direction.iter_mut().for_each(|d| *d *= scale);
        }
        for ((step, change, inverse), factor) in pairs.iter().zip(factors.iter().rev()) {
            let other = inverse * dot(change, &direction);
            direction.iter_mut().zip(step).for_each(|(d, s)| *d += (factor - other) * s);
        }
        let slope = dot(&gradient, &direction);
        let mut length = if pairs.is_empty() { 1.0 / dot(&gradient, &gradient).sqrt().max(1.0) } else { 1.0 };
        let mut next_gradient = vec![0.0; size];
        let mut accepted = false;
        for _ in 0..25 {
            let next: Vec<f64> = point.iter().zip(&direction).map(|(p, d)| p + length * d).collect();
            let next_value = function(&next, &mut next_gradient);
            if next_value <= value + 1e-4 * length * slope {
                let step: Vec<f64> = next.iter().zip(&point).map(|(a, b)| a - b).collect();
                let change: Vec<f64> = next_gradient.iter().zip(&gradient).map(|(a, b)| a - b).collect();
                let curvature = dot(&step, &change);
                if curvature > 1e-12 {
                    pairs.push((step, change, 1.0 / curvature));
                    if pairs.len() > 10 {
                        pairs.remove(0);
                    }
                }
                let gain = value - next_value;
                (point, value) = (next, next_value);
                gradient.copy_from_slice(&next_gradient);
                accepted = gain > 1e-5 * value.abs();
                break;
            }
            length *= 0.5;
        }
        if !accepted {
            break;
        }
    }
    point
}

// ---- judging ----

/// What came of one gold quotation.
struct Outcome {
    found: bool,
    mention: Option<bool>,
    entity: Option<bool>,
    is_pronoun: bool,
    probability: f32,
    answered: bool,
}

fn judge(article: &Article, found: &Found, outcomes: &mut Vec<Outcome>) {
    for quote in &article.quotes {
        let ours = found.quotes.iter().find(|ours| {
            let words = ours.words;
            let shared = quote.words.end().min(words.end()).saturating_sub(quote.words.start().max(words.start()));
            shared * 10 >= quote.words.len().max(words.len()) * 7
        });
        let mention = (!quote.heads.is_empty()).then(|| {
            let at = ours.and_then(|ours| ours.mention);
            at.is_some_and(|at| quote.heads.iter().any(|head| head.overlaps(at)))
        });
        let name = ours.and_then(|ours| ours.speaker.as_ref());
        let entity = quote.speaker.as_ref().map(|gold| name.is_some_and(|name| same_name(&name.name, gold)));
        outcomes.push(Outcome {
            found: ours.is_some(),
            mention,
            entity,
            is_pronoun: quote.is_pronoun,
            probability: ours.map_or(0.0, |ours| ours.probability),
            answered: name.is_some(),
        });
    }
}

fn report(outcomes: &[Outcome]) {
    let share = |right: usize, all: usize| 100.0 * right as f64 / all.max(1) as f64;
    let rate = |values: Vec<bool>| share(values.iter().filter(|right| **right).count(), values.len());
    println!("found     {:.1} %", rate(outcomes.iter().map(|o| o.found).collect()));
    println!("mention   {:.2} %", rate(outcomes.iter().filter_map(|o| o.mention).collect()));
    println!("entity    {:.2} %", rate(outcomes.iter().filter_map(|o| o.entity).collect()));
    println!("pronouns  {:.2} %", rate(outcomes.iter().filter(|o| o.is_pronoun).filter_map(|o| o.entity).collect()));
    let answers: Vec<(f32, bool)> =
        outcomes.iter().filter(|o| o.answered).filter_map(|o| o.entity.map(|right| (o.probability, right))).collect();
    let mut error = 0.0;
    for tenth in 0..10 {
        let low = tenth as f32 / 10.0;
        let bin: Vec<_> = answers.iter().filter(|(p, _)| *p >= low && (*p < low + 0.1 || tenth == 9)).collect();
        let right = bin.iter().filter(|(_, right)| *right).count();
        let said: f64 = bin.iter().map(|(p, _)| f64::from(*p)).sum();
        error += (said - right as f64).abs();
        println!(
            "  p {low:.1}  {:5} answers, {:5.1} % right, said {:.1} %",
            bin.len(),
            share(right, bin.len()),
            100.0 * said / bin.len().max(1) as f64
        );
    }
    println!("calibration error {:.2} %", 100.0 * error / answers.len().max(1) as f64);
    let sure: Vec<bool> = answers.iter().filter(|(p, _)| *p >= 0.9).map(|(_, right)| *right).collect();
    println!("at 0.9 or above: {:.1} % of the answers, {:.1} % right", share(sure.len(), answers.len()), rate(sure));
}

fn prediction(article: &Article, found: &Found) -> Value {
    let mut points = vec![0u32; article.text.len() + 1];
    let mut count = 0;
    for (at, slot) in points.iter_mut().enumerate() {
        *slot = count;
        count += u32::from(article.text.is_char_boundary(at + 1) || at + 1 == article.text.len());
    }
    let quotes: Vec<Value> = found
        .quotes
        .iter()
        .map(|quote| {
            json!({
                "start": points[quote.words.start()], "end": points[quote.words.end()],
                "speaker": quote.speaker.as_ref().map(|speaker| &speaker.name),
                "speaker_start": quote.mention.map(|span| points[span.start()]),
                "speaker_end": quote.mention.map(|span| points[span.end()]),
                "cue": quote.cue.map(|span| span.of_text(&article.text)),
                "probability": quote.probability, "reason": quote.reason,
            })
        })
        .collect();
    json!({ "id": article.id, "quotes": quotes })
}
