//! Stories, on archives of a few articles.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::families::mix;

fn article(number: u32, day: i32, text: &str, families: &[u64]) -> NewArticle {
    let mut frequencies = Frequencies { counts: FxHashMap::default(), articles: 1000 };
    words(text, |token| {
        frequencies.counts.insert(term_of(token.term.as_bytes()), 5);
    });
    NewArticle {
        row: ArticleRow { key: u64::from(number) + 1, content: 0, address: (0, number), day, story: 0, carried: 0 },
        terms: terms("", text, &frequencies),
        families: families.to_vec(),
    }
}

fn update(store: Store, articles: Vec<NewArticle>) -> Store {
    let moved: Vec<_> = store.articles.iter().map(|row| Some(row.address)).collect();
    let mut update = Update::new(store, &moved, |_| Vec::new());
    articles.into_iter().for_each(|article| update.add(article));
    update.finish()
}

#[track_caller]
fn check(articles: Vec<NewArticle>, want: &[&[u32]]) {
    let store = update(Store::default(), articles);
    assert_eq!(groups(&store), want);
    assert_eq!(Store::from_bytes(&store.to_bytes()), Some(store));
}

fn groups(store: &Store) -> Vec<Vec<u32>> {
    let mut groups = vec![Vec::new(); store.stories.len()];
    store.articles.iter().for_each(|row| groups[row.story as usize].push(row.address.1));
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups.sort();
    groups
}

const FLOOD: &str = "flood valley farmers evacuated reservoir engineers spillway sandbags";
const TRIAL: &str = "jury verdict defendant embezzlement courtroom prosecutor accountant";

#[test]
fn articles_of_one_event_and_its_days_are_a_story() {
    check(vec![article(0, 0, FLOOD, &[]), article(1, 3, FLOOD, &[]), article(2, 3, TRIAL, &[])], &[&[0, 1], &[2]]);
    // The same words, a year later.
    check(vec![article(0, 0, FLOOD, &[]), article(1, 365, FLOOD, &[])], &[&[0], &[1]]);
    // Other words, the same utterance.
    check(vec![article(0, 0, FLOOD, &[7]), article(1, 3, TRIAL, &[7])], &[&[0, 1]]);
    check(vec![article(0, 0, FLOOD, &[7]), article(1, NO_DAY, FLOOD, &[7])], &[&[0, 1]]);
    check(vec![article(0, 0, FLOOD, &[7]), article(1, NO_DAY, TRIAL, &[7])], &[&[0], &[1]]);
    check(vec![article(0, NO_DAY, FLOOD, &[]), article(1, 0, "", &[])], &[&[0], &[1]]);
}

#[test]
fn what_comes_later_joins_and_the_id_stays() {
    let first = update(Store::default(), vec![article(0, 5, FLOOD, &[])]);
    let second = update(first.clone(), vec![article(1, 1, FLOOD, &[]), article(2, 6, TRIAL, &[])]);
    assert_eq!(groups(&second), [vec![0, 1], vec![2]]);
    assert_eq!((second.stories[0].id, second.stories[0].days), (first.stories[0].id, (1, 5)));
    let moved = [None, Some((1, 9)), None];
    let third = Update::new(second.clone(), &moved, |_| Vec::new()).finish();
    assert_eq!((third.stories.len(), third.stories[0].id, third.articles[0].address), (1, first.stories[0].id, (1, 9)));
}

#[test]
fn a_story_that_lost_an_article_has_the_days_and_words_of_the_others() {
    let first = article(0, 5, FLOOD, &[]);
    let other = article(1, 20, &format!("{FLOOD} {TRIAL}"), &[]);
    let alone = update(Store::default(), vec![first.clone()]);
    let both = update(alone.clone(), vec![other]);
    assert_eq!((both.stories.len(), both.stories[0].days), (1, (5, 20)));
    let without = Update::new(both, &[Some((0, 0)), None], |_| Vec::new()).finish();
    assert_eq!(without, alone);
}

proptest! {
    #[test]
    fn stories_do_not_depend_on_how_the_articles_came(
        texts in prop::collection::vec(
            (prop_oneof![1 => Just(NO_DAY), 6 => 0..120i32], prop::collection::vec(0usize..14, 1..8), prop::collection::vec(0u64..6, 0..3)),
            1..10,
        ),
        rounds in prop::collection::vec(prop::collection::vec((0u32..16, prop::option::weighted(0.8, 0usize..10)), 1..7), 1..6),
    ) {
        const WORDS: [&str; 14] = ["flood", "valley", "farmers", "reservoir", "engineers", "spillway", "sandbags",
            "jury", "verdict", "defendant", "courtroom", "prosecutor", "accountant", "embezzlement"];
        let of = |number: u32, text: usize| {
            let (day, words, families) = &texts[text % texts.len()];
            let words: Vec<&str> = words.iter().map(|word| WORDS[*word]).collect();
            let mut made = article(number, *day, &words.join(" "), families);
            made.row.content = mix((text % texts.len()) as u64);
            made
        };
        let utterances = |row: &ArticleRow| {
            let at = (0..texts.len()).find(|at| mix(*at as u64) == row.content);
            at.map_or_else(Vec::new, |at| texts[at].2.clone())
        };
        let grouped = |mut store: Store| {
            store.stories.iter_mut().for_each(|story| story.id = 0);
            store
        };
        let mut store = Store::default();
        let mut all: BTreeMap<u32, Option<usize>> = BTreeMap::new();
        for round in &rounds {
            let round: BTreeMap<u32, Option<usize>> = round.iter().copied().collect();
            let stays = |row: &ArticleRow| (!round.contains_key(&row.address.1)).then_some(row.address);
            let moved: Vec<_> = store.articles.iter().map(stays).collect();
            let mut update = Update::new(store, &moved, utterances);
            round.iter().filter_map(|(number, text)| Some(of(*number, (*text)?))).for_each(|article| update.add(article));
            store = update.finish();
            prop_assert_eq!(Store::from_bytes(&store.to_bytes()), Some(store.clone()));
            all.extend(round);
        }
        let mut at_once = Update::new(Store::default(), &[], utterances);
        all.iter().filter_map(|(number, text)| Some(of(*number, (*text)?))).for_each(|article| at_once.add(article));
        prop_assert_eq!(grouped(store), grouped(at_once.finish()));
    }
}

#[test]
fn damaged_bytes_are_no_store() {
    let bytes = update(Store::default(), vec![article(0, 5, FLOOD, &[]), article(1, 5, TRIAL, &[])]).to_bytes();
    for length in 0..bytes.len() {
        assert_eq!(Store::from_bytes(&bytes[..length]), None, "{length}");
    }
}
