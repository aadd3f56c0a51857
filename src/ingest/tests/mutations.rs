//! The stored samples, damaged by chance: no panic, no hang, and articles that keep their promises.
//!
//! The same as the fuzz target `ingest_file`, without a fuzzer, so that it runs everywhere;
//! `NEWS_SEARCH_FUZZ_SECONDS` says for how long each sample is damaged.

use std::time::{Duration, Instant};

use super::*;
use crate::extract::{Context, article, metadata::Outlets};
use crate::model::Date;

/// A generator of numbers, the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

/// Damages bytes in one of the ways in which files are damaged.
fn damage(bytes: &[u8], other: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..1 + chance.below(6) {
        if bytes.is_empty() {
            return bytes;
        }
        let at = chance.below(bytes.len());
        let length = chance.below(bytes.len() - at).min(1 + chance.below(64));
        match chance.below(7) {
            0 => bytes[at] ^= 1 << chance.below(8),
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..at + length)),
            3 => {
                let piece = bytes[at..at + length].to_vec();
                let to = chance.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            4 => {
                let from = chance.below(other.len());
                let piece = other[from..(from + length).min(other.len())].to_vec();
                bytes.splice(at..at, piece);
            }
            5 => bytes[at] = chance.below(256) as u8,
            _ => {
                // Numbers in heads are what readers trust.
                let digit = b"0123456789-"[chance.below(11)];
                if let Some(found) = bytes[at..].iter().position(u8::is_ascii_digit) {
                    bytes[at + found] = digit;
                }
            }
        }
    }
    bytes
}

fn check_promises(name: &str, bytes: &[u8], context: &Context) {
    let start = Instant::now();
    let (items, summary) = read_all(name, bytes, &Options::default());
    assert!(!items.is_empty(), "nothing was told of {name}");
    let failures = items.iter().filter(|item| matches!(item, Item::Failure(_))).count();
    assert_eq!(failures as u64, summary.failures, "{name}");
    assert!(summary.complete || failures > 0, "{name}");
    for item in items {
        if let Item::Article { article: raw, .. } = item {
            assert!(!raw.text.contains(['\0', '\r']), "{name}");
            assert!(raw.given.iter().all(|given| !given.value.trim().is_empty()), "{name}");
            let text = raw.text.clone();
            let found = article(raw, context);
            assert!(found.quotes.iter().all(|quote| text.get(quote.words.range()).is_some()), "{name}");
        }
    }
    assert!(start.elapsed() < Duration::from_secs(20), "{name} took {:?}", start.elapsed());
}

#[test]
fn damaged_samples_are_read_or_refused() {
    let seconds = std::env::var("NEWS_SEARCH_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse::<u64>().ok());
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut samples: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    samples.sort();
    assert!(samples.len() > 25);
    let context = Context { today: Date::new(2026, 1, 1).unwrap(), outlets: Outlets::bundled() };
    let mut chance = Chance(17);
    for at in 0..samples.len() {
        let start = Instant::now();
        let mut count = 0;
        let goes_on = |count: u32| seconds.map_or(count < 40, |seconds| start.elapsed() < Duration::from_secs(seconds));
        while goes_on(count) {
            let other = chance.below(samples.len());
            let bytes = damage(&samples[at].1, &samples[other].1, &mut chance);
            check_promises(&samples[at].0, &bytes, &context);
            count += 1;
        }
    }
}
