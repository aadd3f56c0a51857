use super::*;
use crate::model::{Article, Quote, QuoteKind, Span};

/// `n` words that no other seed has.
fn prose(seed: usize, n: usize) -> String {
    let word = |at: usize| format!("w{seed}x{at}");
    (0..n).map(word).collect::<Vec<_>>().join(" ")
}

fn article(text: &str, quoted: Option<&str>) -> Article {
    let quote = |words: &str| {
        let start = text.find(words).expect("in the text");
        Quote {
            words: Span::of(start, start + words.len()),
            kind: QuoteKind::Direct,
            speaker: None,
            mention: None,
            cue: None,
            probability: 0.0,
            reason: String::new(),
        }
    };
    Article { text: text.to_owned(), quotes: quoted.map(quote).into_iter().collect(), ..Article::default() }
}

/// The groups of texts, as numbers of the first text of each.
fn groups_of(articles: &[Article]) -> Vec<usize> {
    let mut sketches = Sketches::default();
    for (key, article) in articles.iter().enumerate() {
        sketches.push(key as u64, 0, &sketch(article));
    }
    assert_eq!(Sketches::from_bytes(&sketches.to_bytes()).as_ref(), Some(&sketches));
    let members = group(&sketches);
    let first = |leader: u32| members.iter().position(|member| member.leader == leader).expect("itself");
    members.iter().map(|member| first(member.leader)).collect()
}

#[track_caller]
fn check(texts: &[&str], want: &[usize]) {
    let articles: Vec<Article> = texts.iter().map(|text| article(text, None)).collect();
    assert_eq!(groups_of(&articles), want);
}

#[test]
fn copies_edits_and_excerpts_are_one_piece() {
    let whole = prose(1, 300);
    let edited = whole.replacen("w1x9 ", "changed ", 1) + " This article was provided by the agency.";
    let cut: String = whole.split(' ').take(120).collect::<Vec<_>>().join(" ");
    check(&[&whole, &edited, &cut, &prose(2, 300), &whole], &[0, 0, 0, 3, 0]);
    // Whichever comes first.
    check(&[&cut, &prose(2, 300), &edited, &whole], &[0, 1, 0, 0]);
}

#[test]
fn short_texts_are_told_apart() {
    let brief = prose(3, 40);
    let edited = brief.clone() + " and more";
    check(
        &[&brief, &edited, &prose(4, 40), "One word.", "One word.", "Other word.", "", ""],
        &[0, 0, 2, 3, 3, 5, 6, 7],
    );
}

#[test]
fn what_both_quote_does_not_make_them_one() {
    let speech = prose(5, 150);
    let (one, other) = (format!("{} {speech}", prose(6, 100)), format!("{} {speech}", prose(7, 100)));
    let articles = [article(&one, Some(&speech)), article(&other, Some(&speech))];
    assert_eq!(groups_of(&articles), [0, 1]);
    // The same speech whole, with hardly a word around it, is.
    let (one, other) = (format!("He: {speech}"), format!("She said: {speech} then"));
    let articles = [article(&one, Some(&speech)), article(&other, Some(&speech))];
    assert_eq!(groups_of(&articles), [0, 0]);
}

#[test]
fn a_footer_of_many_does_not_glue() {
    let footer = prose(8, 80);
    let texts: Vec<String> = (0..60).map(|n| format!("{} {footer}", prose(100 + n, 70 + n * 3))).collect();
    let articles: Vec<Article> = texts.iter().map(|text| article(text, None)).collect();
    let groups = groups_of(&articles);
    assert_eq!(groups, (0..60).collect::<Vec<_>>());
}

#[test]
fn a_story_that_many_have_in_theirs_is_still_one_piece() {
    let wire = prose(7, 150);
    // Each outlet adds as much again; ten print the story as it came, with a word changed.
    let longer: Vec<String> = (0..18).map(|number| format!("{} {wire}", prose(100 + number, 200))).collect();
    let copies: Vec<String> = (0..10).map(|number| format!("{wire} by{number}")).collect();
    let articles: Vec<Article> = longer.iter().chain(&copies).map(|text| article(text, None)).collect();
    let groups = groups_of(&articles);
    let of_first = groups[18];
    assert!(groups[18..].iter().all(|group| *group == of_first), "{groups:?}");
    // Pages that are little more than the footer of many are no reprints of those.
    let footer = prose(9, 60);
    let mut texts: Vec<String> = (0..20).map(|number| format!("{} {footer}", prose(200 + number, 400))).collect();
    texts.push(format!("{} {footer}", prose(300, 5)));
    let articles: Vec<Article> = texts.iter().map(|text| article(text, None)).collect();
    assert_eq!(groups_of(&articles), (0..21).collect::<Vec<_>>());
}

#[test]
fn thousands_of_near_copies_take_no_long_time() {
    let whole = prose(9, 200);
    let articles: Vec<Article> = (0..2_000).map(|n| article(&format!("{whole} copy {n}"), None)).collect();
    assert!(groups_of(&articles).iter().all(|first| *first == 0));
}

#[test]
fn groups_read_back_and_are_found_by_place() {
    let articles = [article(&prose(1, 50), None), article(&prose(2, 50), None), article(&prose(1, 50), None)];
    let mut sketches = Sketches::default();
    for (key, article) in articles.iter().enumerate() {
        sketches.push(key as u64, 0, &sketch(article));
    }
    let groups = Groups::of(&sketches, &group(&sketches), &[(0, 4, 0), (0, 9, 20200304), (1, 2, 20200305)]);
    assert_eq!(Groups::from_bytes(&groups.to_bytes()).as_ref(), Some(&groups));
    assert_eq!((groups.len(), groups.group(0).len(), groups.group(1).len()), (1, 2, 0));
    assert_eq!(groups.find(1, 2).map(|member| (member.group, member.date)), Some((0, 20200305)));
    assert!(groups.find(0, 9).is_none());
    assert_eq!(groups.of_segment(1).count(), 1);
    assert!(Groups::from_bytes(&[1]).is_none() && Sketches::from_bytes(&[1; 9]).is_none());
}
