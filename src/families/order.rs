//! Families do not depend on how the articles came: in batches, with some taken out or changed again, or at once.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::words::words;
use super::*;

/// An article: its day and what it quotes, as speaker and words.
type Text = (i32, Vec<(usize, Vec<u8>)>);

const SPEAKERS: [&str; 5] = ["", "Ann Roe", "Roe", "Bob Lane", "Ann Lee"];

/// Sentences that others are made of.
const LENGTH: usize = 14;

fn words_of(numbers: &[u8]) -> String {
    // Some words are frequent in English, one is an ellipsis.
    let word = |number: &u8| match number % 40 {
        0 => "…".to_owned(),
        1..=5 => ["the", "of", "and", "to", "in"][usize::from(number % 40) - 1].to_owned(),
        other => format!("word{other}"),
    };
    numbers.iter().map(word).collect::<Vec<_>>().join(" ")
}

fn articles() -> impl Strategy<Value = Vec<Text>> {
    let bases = prop::collection::vec(prop::collection::vec(0u8..40, LENGTH), 1..5);
    bases.prop_flat_map(|bases| {
        let change = prop::collection::vec((0..LENGTH, 0u8..40), 0..4);
        let quote = (0..SPEAKERS.len(), prop::sample::select(bases), 0..LENGTH, 1..=LENGTH, change);
        let quote = quote.prop_map(|(speaker, mut words, from, length, changes)| {
            changes.into_iter().for_each(|(at, word)| words[at] = word);
            (speaker, words[from.min(LENGTH - 1)..(from + length).min(LENGTH)].to_vec())
        });
        let day = prop_oneof![1 => Just(NO_DAY), 9 => 0..50i32];
        prop::collection::vec((day, prop::collection::vec(quote, 0..4)), 1..14)
    })
}

/// What is done to an archive: for each article of a round, which text it has from now on, or that it goes.
type Round = Vec<(u32, Option<usize>)>;

fn update(store: Store, round: &BTreeMap<u32, Option<usize>>, texts: &[Text], max_share: f64) -> Store {
    let stays = |row: &ArticleRow| !round.contains_key(&row.address.1);
    let moved: Vec<_> = store.articles.iter().map(|row| stays(row).then_some(row.address)).collect();
    let mut update = Update::new(store, &moved);
    // Few words are frequent in so few articles otherwise.
    update.settings.added = 5;
    update.settings.max_share = max_share;
    for (number, text) in round {
        let Some((day, quotes)) = text.and_then(|text| texts.get(text)) else { continue };
        let row = ArticleRow {
            key: mix(u64::from(*number)),
            content: mix(text.unwrap_or_default() as u64),
            address: (0, *number),
            day: *day,
            outlet: *number,
            first: 0,
            count: 0,
        };
        let items = quotes.iter().enumerate().map(|(at, (speaker, numbers))| NewItem {
            words: words(&words_of(numbers)).iter().map(|word| word.token).collect(),
            speaker: speakers::number(SPEAKERS[*speaker], false),
            number: at as u16,
            paragraph: at as u16 / 2,
            is_fragment: *speaker == 0,
            carries_on: false,
            is_bracketed: false,
            inner: (0, 0),
        });
        update.add(row, items.filter(|item| !item.words.is_empty()).collect());
    }
    update.finish()
}

/// All but the ids: forms, items, which of them are families, and their heads.
fn shown(store: &Store) -> impl PartialEq + std::fmt::Debug + use<> {
    let heads: Vec<u32> = store.families.iter().map(|family| family.head).collect();
    (store.articles.clone(), store.items.clone(), store.forms.clone(), heads, store.decisions.clone())
}

proptest! {
    #[test]
    fn families_do_not_depend_on_how_the_articles_came(
        texts in articles(),
        rounds in prop::collection::vec(prop::collection::vec((0u32..12, prop::option::weighted(0.8, 0usize..14)), 1..6), 1..6),
        max_share in prop_oneof![Just(0.5), Just(f64::INFINITY)],
    ) {
        let rounds: Vec<Round> = rounds;
        let mut store = Store::default();
        let mut all: BTreeMap<u32, Option<usize>> = BTreeMap::new();
        for round in &rounds {
            let round: BTreeMap<u32, Option<usize>> = round.iter().map(|(number, text)| (*number, text.map(|text| text % texts.len()))).collect();
            store = update(store, &round, &texts, max_share);
            prop_assert_eq!(Store::from_bytes(&store.to_bytes()).map(|store| shown(&store)), Some(shown(&store)));
            all.extend(round);
        }
        let at_once = update(Store::default(), &all, &texts, 0.0);
        prop_assert_eq!(shown(&store), shown(&at_once));
        let mut ids: Vec<u64> = store.families.iter().map(|family| family.id).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), store.families.len());
    }
}
