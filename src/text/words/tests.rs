use super::*;

/// `want`: terms by place, blanks between places, `+` between terms of one place,
/// `*n` behind a term that spans n places.
#[track_caller]
fn check(text: &str, want: &str) {
    let words = Words::of(text);
    let mut places = vec![Vec::new(); words.len() as usize];
    for token in words.iter() {
        assert!(Span::new(text, token.span.range()).is_some(), "{token:?} in {text:?}");
        let width = if token.width > 1 { format!("*{}", token.width) } else { String::new() };
        places[token.position as usize].push(format!("{}{width}", token.term));
    }
    for place in &mut places {
        place.sort();
    }
    let got: Vec<String> = places.iter().map(|terms| terms.join("+")).collect();
    assert_eq!(got.join(" "), want, "{text:?}");
}

#[test]
fn plain_words_and_case() {
    check("The witch-free Hunt, began.", "the witch+witchfree*2 free hunt began");
    check("browser.Andrew Harrer / Bloomberg", "browser andrew harrer bloomberg");
    check("", "");
    check("— … !", "");
}

#[test]
fn apostrophes() {
    check("Trump’s Trump's dogs' James’", "trump trump dogs james");
    check("don’t don't we'll", "don't don't we'll");
    check("O’Brien", "o'brien+obrien");
    check("l’homme d'Arc qu’il", "l homme d arc qu il");
    check("rock 'n' roll", "rock n roll");
}

#[test]
fn compounds() {
    check("run-off", "run+runoff*2 off");
    check("covid-19 F-16s 2020-21", "covid+covid19*2 19 f+f16s*2 16s 2020 21");
    check("covid19 covid-19-style 19-year-old", "covid19 covid 19 style 19 year old");
    check("run-offs mother-in-law", "run+runoffs*2 offs mother+motherinlaw*3 in law");
    check("a-b-c-d", "a b c d");
    check("2020-07-11 53-47", "2020 07 11 53 47");
    check("votes—or", "votes or");
    check("run-", "run");
}

#[test]
fn words_parted_at_the_end_of_a_line() {
    check("a struc-\nture here", "a struc+structure*2 ture here");
    check("the com-\n  mon-\nwealth", "the com+commonwealth*3 mon wealth");
    check("Ann-\nLee he-\n\nshe 20-\n30", "ann lee he she 20 30");
}

#[test]
fn acronyms() {
    check("the U.S. Senate", "the u.s. senate");
    check("in the US today", "in the u.s.+us today");
    check("LET US GO", "let us go");
    check("F.B.I. agents, at 5 a.m. daily", "f.b.i.+fbi agents at 5 a.m. daily");
    check("U.S.'s role", "u.s. role");
    check("J.K. Rowling, Robert E. Lee", "j.k.+jk rowling robert e lee");
    check("e.g.this", "e g this");
}

#[test]
fn tags_handles_and_slashes() {
    check("#MAGA @real_Trump", "#maga+maga @real_trump*2+real trump");
    check("MAGA/KAG MAGA / KAG", "maga kag maga kag");
    check("mail me@site.org", "mail me site org");
    check("https://t.co/2jGn", "https t co 2jgn");
}

#[test]
fn numbers() {
    check("50,000 1,234,567 3.5 33% $12.", "50000 1234567 3.5 33 12");
    check("1,2,3 2017.Andrew v1.2b", "1 2 3 2017 andrew v1 2b");
}

#[test]
fn other_scripts() {
    check("ﬁnal ÉCOLE Škoda", "final ecole skoda");
    check("東京タワー news", "東 京 タ ワ ー news");
    check("اَلْعَرَبِيَّة", "العربية");
    check("हिन्दी समाचार", "हिन्दी समाचार");
}

#[test]
fn terms_are_bounded() {
    let long = "x".repeat(5000);
    assert_eq!(Words::of(&long).iter().map(|token| token.term.len()).collect::<Vec<_>>(), [MAX_TERM_BYTES]);
    let long = "é".repeat(5000);
    assert!(Words::of(&long).iter().all(|token| token.term.len() <= MAX_TERM_BYTES));
}
