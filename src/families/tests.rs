//! Grouping, on archives of a few lines.

use super::store::NO_DAY;
use super::words::words;
use super::*;

/// An archive under test: articles of quotations `speaker: words`; a fragment has no speaker.
#[derive(Default)]
struct Archive {
    store: Store,
    texts: Vec<Vec<String>>,
}

fn speaker(name: &str) -> u32 {
    speakers::number(name, false)
}

impl Archive {
    fn of(articles: &[(i32, &[&str])]) -> Archive {
        let mut archive = Archive::default();
        archive.add(articles);
        archive
    }

    /// Adds articles of a day, with what they quote.
    fn add(&mut self, articles: &[(i32, &[&str])]) {
        let store = std::mem::take(&mut self.store);
        let moved: Vec<_> = store.articles.iter().map(|article| Some(article.address)).collect();
        let mut update = Update::new(store, &moved);
        for (day, quotes) in articles {
            let number = self.texts.len() as u32;
            let row = ArticleRow {
                key: u64::from(number) + 1,
                content: 0,
                address: (0, number),
                day: *day,
                outlet: number + 1,
                first: 0,
                count: 0,
            };
            let items = quotes.iter().enumerate().map(|(at, line)| {
                let (name, text) = line.split_once(": ").unwrap_or(("", line));
                NewItem {
                    words: words(text).iter().map(|word| word.token).collect(),
                    speaker: speaker(name),
                    number: at as u16,
                    paragraph: 0,
                    is_fragment: name.is_empty(),
                    carries_on: false,
                    is_bracketed: false,
                    inner: (0, 0),
                }
            });
            update.add(row, items.collect());
            self.texts.push(quotes.iter().map(|line| line.to_string()).collect());
        }
        self.store = update.finish();
    }

    fn without(&mut self, number: u32) {
        let store = std::mem::take(&mut self.store);
        let moved: Vec<_> = store.articles.iter().map(|row| (row.address.1 != number).then_some(row.address)).collect();
        self.store = Update::new(store, &moved).finish();
    }

    /// Families as lists of `article.quotation`.
    fn families(&self) -> Vec<String> {
        let mut found = vec![Vec::new(); self.store.families.len()];
        for article in &self.store.articles {
            for item in self.store.items_of(article) {
                if let Some(list) = found.get_mut(item.family as usize) {
                    list.push(format!("{}.{}", article.address.1, item.number));
                }
            }
        }
        let mut found: Vec<String> = found.into_iter().map(|list| list.join(" ")).collect();
        found.sort();
        found
    }
}

#[track_caller]
fn check(articles: &[(i32, &[&str])], want: &[&str]) {
    let archive = Archive::of(articles);
    assert_eq!(archive.families(), want, "{articles:?}");
    let again = Store::from_bytes(&archive.store.to_bytes()).unwrap();
    assert_eq!((again.items, again.families), (archive.store.items, archive.store.families));
}

const DAM: &str = "Roe: The dam will hold, and the engineers checked every gate of it in the spring.";

#[test]
fn one_utterance_in_many_wordings_is_one_family() {
    for other in [
        DAM,
        "Roe: the dam will hold, and the engineers checked every gate of it in the Spring",
        "Roe: The dam will hold, and the engineers checked every gate",
        "Roe: engineers checked every gate of it in the spring.",
        "Roe: The dam will hold … every gate of it in the spring.",
        "Roe: The dam will hold, and [the builders] checked every gate of it in the spring.",
        "Roe: The dam shall hold, and our engineers looked at every gate of it in spring.",
        ": The dam will hold, and the engineers checked every gate of it in the spring.",
    ] {
        check(&[(0, &[DAM]), (1, &[other])], &["0.0 1.0"]);
    }
}

#[test]
fn what_has_only_phrases_in_common_stays_apart() {
    for other in [
        "Roe: The flood came in the night, and the engineers were asleep at home.",
        "Lane: I think the dam will hold in the spring.",
        "Lane: We checked everything in the spring and then some more.",
        "Roe: No comment.",
        "",
    ] {
        check(&[(0, &[DAM]), (900, &[other])], &[]);
    }
}

#[test]
fn what_another_denies_is_another_utterance() {
    let denied = "The dam will not hold, and the engineers never checked every gate of it in the spring.";
    check(&[(0, &[DAM]), (1, &[&format!("Lane: {denied}")])], &[]);
    // An outlet that lost a word quotes the same; so does one that has another name for the speaker, word for word.
    check(&[(0, &[DAM]), (1, &[&format!("Roe: {denied}")])], &["0.0 1.0"]);
    check(&[(0, &[DAM]), (1, &[&DAM.replace("Roe", "Lane")])], &["0.0 1.0"]);
}

#[test]
fn few_words_need_more_than_themselves() {
    // Said by many.
    check(&[(0, &["Roe: No comment."]), (0, &["Lane: No comment."]), (400, &["Roe: No comment."])], &[]);
    // In the one fuller quotation of the same article, and a word beside it.
    check(&[(0, &[DAM, ": every gate", ": engineers"])], &["0.0 0.1 0.2"]);
    check(&[(0, &[DAM, ": engineers"])], &[]);
    // In two of them.
    check(&[(0, &[DAM, "Roe: Every gate will be opened when the rain has come.", ": every gate"])], &[]);
    // In an article that shares another utterance.
    let other = "Lane: Nobody asked the farmers whether they wanted to leave the valley.";
    check(&[(0, &[DAM, other]), (2, &[other, ": every gate"])], &["0.0 1.1", "0.1 1.0"]);
    check(&[(0, &[DAM]), (2, &[": every gate"])], &[]);
}

#[test]
fn a_formula_is_no_utterance_in_any_language() {
    for words in ["no further comment today", "spillway gates matter", "kein weiterer Kommentar heute"] {
        let said = |who: &str| format!("{who}: {words}");
        let (roe, lane, lee) = (said("Roe"), said("Lane"), said("Ann Lee"));
        let (roe, lane, lee) = ([roe.as_str()], [lane.as_str()], [lee.as_str()]);
        check(&[(0, &roe), (1, &roe)], &["0.0 1.0"]);
        // Said by many, and by one again and again.
        check(&[(0, &roe), (1, &roe), (0, &lane), (300, &lee)], &[]);
        check(&[(0, &roe), (1, &roe), (60, &roe), (120, &roe)], &[]);
    }
}

#[test]
fn what_a_quotation_quotes_is_no_part_of_it() {
    let text = "“Despite the promise of ‘nobody will lose the house in the valley,’ many are losing it,” Roe said.\n\n\
        “Nobody will lose the house in the valley,” Lane said.\n\n“Many are losing it,” Roe said.";
    let items = utterances::items(&crate::extract::text(text));
    let words = |item: &NewItem| item.words.len();
    assert_eq!(items.iter().map(words).collect::<Vec<_>>(), [16, 8, 4]);
    assert_eq!(items[0].inner, (4, 12));
    let mut update = Update::new(Store::default(), &[]);
    update.add(ArticleRow { key: 1, content: 1, address: (0, 0), day: 0, outlet: 1, first: 0, count: 0 }, items);
    let store = update.finish();
    let families: Vec<bool> = store.items.iter().map(|item| item.family != NONE).collect();
    assert_eq!(families, [true, false, true]);
}

#[test]
fn a_last_name_in_common_makes_no_speaker() {
    let said = |one: &str, other: &str, want: &[&str]| {
        let (one, other) = (format!("{one}: spillway gates failed"), format!("{other}: Spillway gates failed."));
        check(&[(0, &[one.as_str()]), (1, &[other.as_str()])], want);
    };
    said("Ann Lee", "Lee", &["0.0 1.0"]);
    said("Ann Lee", "Ann Lee", &["0.0 1.0"]);
    said("Ann Lee", "Bob Lee", &[]);
    said("Ann Lee Jr.", "Bob Roe Jr.", &[]);
}

#[test]
fn a_family_is_what_is_like_its_fullest_form_and_no_chain() {
    let a = "Roe: alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima";
    let b = "Roe: india juliet kilo lima mike november oscar papa quebec romeo sierra";
    let c = "Roe: papa quebec romeo sierra tango uniform victor whiskey xray yankee";
    check(&[(0, &[a]), (0, &[b]), (0, &[c])], &[]);
}

#[test]
fn an_id_stays_when_more_comes_and_when_the_fullest_form_goes() {
    let mut archive = Archive::of(&[
        (0, &["Roe: The dam will hold, and the engineers checked every gate"]),
        (1, &["Roe: the dam will hold, and the engineers checked every gate."]),
    ]);
    let id = archive.store.families[0].id;
    archive.add(&[(2, &[DAM])]);
    assert_eq!(archive.families(), ["0.0 1.0 2.0"]);
    assert_eq!(archive.store.families[0].id, id);
    assert_eq!(archive.store.forms.tokens(archive.store.families[0].head).len(), words(DAM).len() - 1);
    archive.without(2);
    assert_eq!((archive.families(), archive.store.families[0].id), (vec!["0.0 1.0".to_owned()], id));
    archive.without(1);
    assert_eq!(archive.families(), Vec::<String>::new());
    archive.add(&[(3, &[DAM])]);
    assert_eq!(archive.families(), ["0.0 3.0"]);
}

#[test]
fn many_copies_and_many_alike_take_no_time() {
    let copies: Vec<(i32, &[&str])> = (0..20_000).map(|_| (0, &[DAM, "Roe: No comment."] as &[&str])).collect();
    let archive = Archive::of(&copies);
    assert_eq!(archive.store.families.len(), 2);
    let lines: Vec<String> =
        (0..5_000).map(|number| format!("Roe: Number {number} is the number of the gate that we opened.")).collect();
    let quotes: Vec<[&str; 1]> = lines.iter().map(|line| [line.as_str()]).collect();
    let alike: Vec<(i32, &[&str])> = quotes.iter().map(|quotes| (NO_DAY, quotes.as_slice())).collect();
    assert!(Archive::of(&alike).store.families.len() < 10);
}

#[test]
fn damaged_bytes_are_no_store() {
    let bytes = Archive::of(&[(0, &[DAM]), (1, &[DAM])]).store.to_bytes();
    for length in 0..bytes.len() {
        assert!(Store::from_bytes(&bytes[..length]).is_none(), "{length}");
    }
}
