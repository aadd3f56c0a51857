//! The words of any text lie in it, and the boundaries between them are ordered, whatever
//! stretches are left out or quoted.
#![no_main]

use libfuzzer_sys::fuzz_target;
use news_search::model::Span;
use news_search::text::Layout;

fuzz_target!(|input: (&str, Vec<(u8, u8)>)| {
    let (text, cuts) = input;
    let mut spans: Vec<Span> = cuts
        .iter()
        .map(|(start, length)| Span::of(usize::from(*start), usize::from(*start) + usize::from(*length)))
        .collect();
    spans.sort();
    let mut count = 0;
    let layout = Layout::of(text, &spans, &spans, |token| {
        count = count.max(token.position + 1);
        assert!(text.get(token.span.range()).is_some(), "{token:?}");
    });
    assert_eq!(count, layout.len());
    assert!(layout.starts.is_sorted());
    for bounds in [&layout.sentences, &layout.paragraphs] {
        assert!(bounds.windows(2).all(|pair| pair[0] < pair[1]), "{bounds:?}");
        assert_eq!(bounds.first().copied(), (count > 0).then_some(0));
        assert!(bounds.last().is_none_or(|last| *last < count), "{bounds:?}");
    }
    assert!(layout.paragraphs.iter().all(|first| layout.sentences.contains(first)));
});
