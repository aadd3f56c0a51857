//! Sweeping against looking at every word of every document.

use tantivy::directory::CompositeFile;
use tantivy::index::SegmentComponent;
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, TantivyDocument, Term};

use super::*;

#[track_caller]
fn check(starts: &[u32], offset: u32, positions: &[u32], want: &[bool]) {
    let mut last = 0;
    let differences: Vec<u32> =
        positions.iter().map(|position| position - std::mem::replace(&mut last, *position)).collect();
    let mut is_followed = vec![false; starts.len()];
    mark_followed(starts, offset, &differences, &mut is_followed);
    assert_eq!(is_followed, want, "{starts:?} {offset} {positions:?}");
}

#[test]
fn starts_are_followed_at_their_distance() {
    check(&[4], 1, &[0, 3, 5], &[true]);
    check(&[4], 1, &[0, 3, 6], &[false]);
    check(&[4, 9], 0, &[4, 9], &[true, true]);
    check(&[4, 9], 2, &[0, 11, 12], &[false, true]);
    check(&[1, 4, 9, 20], 2, &[3, 4, 11, 12, 23], &[true, false, true, false]);
    check(&[1, 4, 9], 2, &[], &[false, false, false]);
    check(&[], 2, &[1], &[]);
}

#[test]
fn repeats_are_left_out() {
    let mut sorted = [1, 1, 2, 5, 5, 5, 7];
    assert_eq!(dedup(&mut sorted), 4);
    assert_eq!(sorted[..4], [1, 2, 5, 7]);
    assert_eq!(dedup(&mut []), 0);
}

/// Chance with a fixed seed: a linear congruential generator (Knuth's MMIX).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Documents of more than two windows: of few words and of many, some without any that is asked for.
fn documents(chance: &mut Chance) -> Vec<Vec<&'static str>> {
    let words = ["a", "a", "a", "b", "b", "c", "d", "e", "f", "g"];
    (0..10_000)
        .map(|number| {
            let length = match number % 100 {
                0 => 400,
                1..=20 => 1,
                _ => chance.below(30),
            };
            // For a stretch of documents there is no `b`, longer than a window.
            let is_bare = (3_000..8_000).contains(&number);
            let word = |chance: &mut Chance| words[chance.below(words.len() as u64) as usize];
            (0..length).map(|_| word(chance)).map(|word| if is_bare && word == "b" { "x" } else { word }).collect()
        })
        .collect()
}

#[test]
fn a_sweep_finds_what_looking_at_every_word_finds() {
    let mut chance = Chance(7);
    let documents = documents(&mut chance);
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let field = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    let index = Index::create_in_ram(schema.build());
    let mut writer = index.writer_with_num_threads(1, 50_000_000).unwrap();
    for words in &documents {
        let mut document = TantivyDocument::new();
        document.add_text(field, words.join(" "));
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    let searcher = index.reader().unwrap().searcher();
    assert_eq!(searcher.segment_readers().len(), 1);
    let segment = &searcher.segment_readers()[0];
    let inverted = segment.inverted_index(field).unwrap();
    let positions = CompositeFile::open(&segment.open_read(SegmentComponent::Positions).unwrap()).unwrap();

    // Each word in one form or in several; the first is not always the first of the phrase.
    let phrases: [&[(&[&str], u32)]; 6] = [
        &[(&["b"], 0), (&["a"], 1)],
        &[(&["b"], 1), (&["a"], 0)],
        &[(&["c", "d"], 0), (&["a", "e"], 1)],
        &[(&["b"], 2), (&["a"], 0), (&["a"], 1)],
        &[(&["g"], 0), (&["f", "d", "e"], 1), (&["c"], 2), (&["a", "b"], 3)],
        &[(&["b", "x"], 0), (&["b"], 3)],
    ];
    for phrase in phrases {
        let lists: Vec<Lists> = phrase
            .iter()
            .map(|(forms, offset)| Lists {
                inverted: inverted.clone(),
                positions: positions.open_read(field).unwrap(),
                infos: forms
                    .iter()
                    .map(|form| inverted.get_term_info(&Term::from_field_text(field, form)).unwrap().unwrap())
                    .collect(),
                offset: *offset,
            })
            .collect();
        let width = phrase.iter().map(|(_, offset)| offset + 1).max().unwrap() as usize;
        let holds = |words: &[&str], start: usize| {
            phrase
                .iter()
                .all(|(forms, offset)| words.get(start + *offset as usize).is_some_and(|word| forms.contains(word)))
        };
        let wanted: Vec<(DocId, Vec<u32>)> = (0..)
            .zip(&documents)
            .map(|(doc, words)| {
                let starts = 0..words.len().saturating_sub(width - 1);
                (doc, starts.filter(|start| holds(words, *start)).map(|start| start as u32).collect())
            })
            .filter(|(_, starts): &(DocId, Vec<u32>)| !starts.is_empty())
            .collect();
        assert!(wanted.len() > 20, "{phrase:?}: {}", wanted.len());
        // From the start window by window, and by leaps that leave documents out.
        for step in [0, 777, 5_000] {
            let mut sweep = Sweep::new(&lists).unwrap();
            let mut found = Vec::new();
            let (mut from, mut gone_over) = (0, Vec::new());
            while from < documents.len() as DocId {
                let end = from + WINDOW as DocId;
                sweep.find(from, end, |doc, starts| found.push((doc, starts.to_vec())));
                assert!(sweep.next() >= end, "{} is behind {end}", sweep.next());
                gone_over.push(from..end);
                from = end + step;
            }
            let is_gone_over = |doc: DocId| gone_over.iter().any(|range| range.contains(&doc));
            let wanted: Vec<_> = wanted.iter().filter(|(doc, _)| is_gone_over(*doc)).cloned().collect();
            assert_eq!(found, wanted, "{phrase:?}, {step}");
        }
    }
}
