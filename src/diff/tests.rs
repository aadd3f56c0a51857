use super::*;

/// `=` the same, `-` cut, `+` added, `~` changed with `[-cut-]{+added+}`; `>` behind a mark: moved.
fn shown(left: &str, right: &str) -> Vec<String> {
    let found = diff(left, right, [&[], &[]]);
    let line = |sentence: &Sentence| {
        let mark = match sentence.change {
            Change::Same => "=",
            Change::Changed => "~",
            Change::Removed => "-",
            Change::Added => "+",
        };
        let one = sentence.left.map_or("", |span| span.of_text(left));
        let other = sentence.right.map_or("", |span| span.of_text(right));
        let mut text = format!("{mark}{}", if sentence.is_moved { ">" } else { "" });
        if sentence.change != Change::Changed {
            return text + if one.is_empty() { other } else { one };
        }
        let lefts: String = sentence.pieces.iter().map(|piece| piece.left.of_text(one)).collect();
        let rights: String = sentence.pieces.iter().map(|piece| piece.right.of_text(other)).collect();
        assert_eq!((lefts.as_str(), rights.as_str()), (one, other), "pieces cover both");
        for piece in &sentence.pieces {
            let (one, other) = (piece.left.of_text(one), piece.right.of_text(other));
            match piece.change {
                Change::Same => text += other,
                _ => text += &format!("[-{one}-]{{+{other}+}}"),
            }
        }
        text
    };
    found.sentences.iter().map(line).collect()
}

#[test]
fn sentences_are_cut_added_and_changed() {
    let left = "The dam held on Monday. Nobody was hurt in the flood.\n\nThe mayor, Ann Lee, was glad. It rained on.";
    let right = "The dam held on Tuesday. Nobody was hurt in the flood.\n\nIt rained on. Experts had warned of it.";
    let want = [
        "~The dam held on [-Monday.-]{+Tuesday.+}",
        "=Nobody was hurt in the flood.",
        "-The mayor, Ann Lee, was glad.",
        "=It rained on.",
        "+Experts had warned of it.",
    ];
    assert_eq!(shown(left, right), want);
    let found = diff(left, right, [&[], &[]]);
    assert_eq!((found.left_words, found.right_words, found.same_words), (20, 19, 13));
    assert_eq!(found.sentences[3].right_paragraph, Some(1));
}

#[test]
fn typography_is_no_difference_and_moves_are_told() {
    assert_eq!(shown("“It’s over,” she said.", "\"It's over,\" she said."), ["=“It’s over,” she said."]);
    let want = ["->The dam held on for one more day.", "=Nobody was hurt.", "+>The dam held on for one more day."];
    assert_eq!(
        shown(
            "The dam held on for one more day. Nobody was hurt.",
            "Nobody was hurt. The dam held on for one more day."
        ),
        want
    );
}

#[test]
fn odd_texts_do_no_harm() {
    assert!(shown("", "").is_empty());
    assert_eq!(shown("", "One."), ["+One."]);
    let long = "Same words again and again. ".repeat(5_000);
    let other = "Other words now and then. ".repeat(5_000);
    assert_eq!(diff(&long, &other, [&[], &[]]).left_words, 25_000);
    assert_eq!(diff(&long, &long, [&[], &[]]).same_words, 25_000);
}

#[test]
fn boilerplate_is_passed_over() {
    let left = "Share this.\n\nThe dam held.";
    assert_eq!(diff(left, "The dam held.", [&[Span::of(0, 11)], &[]]).sentences.len(), 1);
}
