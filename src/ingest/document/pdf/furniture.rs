//! What a program that prints puts at the edges of every page: date, title, address, number of the page.

use std::collections::HashMap;

use super::lines::Line;

/// Lines at the upper and at the lower edge of a page that are looked at.
const AT_EDGE: usize = 3;

/// How far two lines may stand from the same place, in points.
const SAME_PLACE: f64 = 2.0;

/// Takes these lines out of the pages and returns the address of a page on the web that stands in one.
pub fn take_out(pages: &mut [Vec<Line>], title: Option<&str>) -> Option<String> {
    let edges: Vec<Vec<usize>> = pages.iter().map(|page| at_edges(page)).collect();
    let mut is_repeated = repeated(pages, &edges);
    for (number, (page, edges)) in (1..).zip(pages.iter().zip(&edges)) {
        for at in printed(page, edges, number, pages.len(), title) {
            is_repeated[number - 1][at] = true;
        }
    }
    if is_repeated.iter().flatten().all(|is_taken_out| *is_taken_out) {
        // A text that repeats itself is one all the same.
        return None;
    }
    let mut address = None;
    for (page, is_repeated) in pages.iter_mut().zip(is_repeated) {
        let mut lines = is_repeated.into_iter();
        page.retain(|line| {
            let is_taken_out = lines.next().unwrap_or(false);
            if is_taken_out && address.is_none() {
                address = web_address(&line.text);
            }
            !is_taken_out
        });
    }
    address
}

/// The lines of a page that stand highest and lowest.
fn at_edges(page: &[Line]) -> Vec<usize> {
    let mut upright: Vec<usize> = (0..page.len()).filter(|at| page[*at].turn == 0).collect();
    upright.sort_by(|one, other| page[*one].y.total_cmp(&page[*other].y));
    if upright.len() > 2 * AT_EDGE {
        upright.drain(AT_EDGE..upright.len() - AT_EDGE);
    }
    upright
}

/// Which lines stand at the same place of several pages, the number of the page apart.
fn repeated(pages: &[Vec<Line>], edges: &[Vec<usize>]) -> Vec<Vec<bool>> {
    let mut is_repeated: Vec<Vec<bool>> = pages.iter().map(|page| vec![false; page.len()]).collect();
    let mut alike: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
    for (page, at) in edges.iter().enumerate().flat_map(|(page, edges)| edges.iter().map(move |at| (page, *at))) {
        alike.entry(without_numbers(&pages[page][at].text)).or_default().push((page, at));
    }
    for (shape, mut places) in alike {
        let line = |place: &(usize, usize)| &pages[place.0][place.1];
        places.sort_by(|one, other| line(one).y.total_cmp(&line(other).y).then(one.cmp(other)));
        let of_same_place = places.chunk_by(|one, other| (line(one).y - line(other).y).abs() <= SAME_PLACE);
        for group in of_same_place {
            // Left and right pages may have their own, and each part of a long text.
            let n_needed = pages.len().div_ceil(3).clamp(2, 3);
            let counts_up = || {
                let mut group = group.to_vec();
                group.sort_unstable();
                let is_even = |number: fn(&str) -> Option<i64>| {
                    let number = |place: &(usize, usize)| number(&line(place).text).map(|n| n - place.0 as i64);
                    group.iter().all(|place| number(place).is_some() && number(place) == number(&group[0]))
                };
                group.len() > 1 && (is_even(first_number) || is_even(last_number))
            };
            let has_letters = shape.chars().any(char::is_alphabetic);
            if (group.len() >= n_needed && has_letters) || counts_up() {
                group.iter().for_each(|(page, at)| is_repeated[*page][*at] = true);
            }
        }
    }
    is_repeated
}

/// A line with every number as `#`.
fn without_numbers(text: &str) -> String {
    let mut shape = String::new();
    for letter in text.chars() {
        match letter.is_ascii_digit() {
            true if shape.ends_with('#') => {}
            true => shape.push('#'),
            false => shape.push(letter),
        }
    }
    shape
}

fn first_number(text: &str) -> Option<i64> {
    text.split(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty())?.parse().ok()
}

fn last_number(text: &str) -> Option<i64> {
    text.rsplit(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty())?.parse().ok()
}

/// The lines of a browser's print, which needs but one page: the outermost line, if beside an address it holds
/// nothing but the title, the time, and which page of how many this is; and the one at the other edge, if it is of this
/// kind as well.
fn printed(page: &[Line], edges: &[usize], number: usize, n_pages: usize, title: Option<&str>) -> Vec<usize> {
    let (Some(first), Some(last)) = (edges.first(), edges.last()) else { return Vec::new() };
    let is_bare = |at: &usize| is_time_and_title(&page[*at].text, title);
    let count = [format!("{number}/{n_pages}"), format!("{number} of {n_pages}")];
    let is_print = |at: &usize| {
        let text = &page[*at].text;
        let counts = count.iter().any(|count| text.ends_with(count.as_str()));
        address(text).is_some() && is_bare(at) && (counts || web_address(text).is_some() && text.contains(' '))
    };
    if first == last || !(is_print(first) || is_print(last)) {
        return Vec::new();
    }
    [*first, *last].into_iter().filter(|at| is_print(at) || is_bare(at)).collect()
}

/// The longest line that is looked at, in bytes.
const MAX_PRINTED: usize = 1_000;

/// What is left of a title that is cut, at least, in bytes.
const MIN_CUT_TITLE: usize = 20;

/// Whether a line has no word beside the title, an address, a time and `page 1 of 2`.
fn is_time_and_title(text: &str, title: Option<&str>) -> bool {
    if text.len() > MAX_PRINTED {
        return false;
    }
    // A long title is cut.
    let cut = text.strip_suffix('…').and_then(|text| {
        let common = |at: usize| title.is_some_and(|title| at < text.len() && title.starts_with(&text[at..]));
        text.char_indices().map(|(at, _)| at).find(|at| text.len() - at >= MIN_CUT_TITLE && common(*at))
    });
    let rest = match (title.and_then(|title| text.split_once(title)), cut) {
        (Some((before, after)), _) => format!("{before} {after}"),
        (None, Some(at)) => text[..at].to_owned(),
        (None, None) => text.to_owned(),
    };
    rest.split_whitespace().filter(|word| address(word).is_none()).all(|word| {
        let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
        !letters.chars().any(char::is_alphabetic)
            || ["am", "pm", "page", "of"].iter().any(|known| letters.eq_ignore_ascii_case(known))
    })
}

/// The first word that is an address.
fn address(text: &str) -> Option<&str> {
    text.split_whitespace().find(|word| {
        word.split_once("://").is_some_and(|(scheme, rest)| {
            !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_lowercase()) && !rest.is_empty()
        })
    })
}

/// The address of a page on the web, if it stands there whole.
fn web_address(text: &str) -> Option<String> {
    let word = address(text)?;
    let is_web = word.starts_with("https://") || word.starts_with("http://");
    (is_web && !word.ends_with(['…']) && !word.ends_with("...")).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of pages whose lines stand at these heights, and the address.
    #[track_caller]
    fn check(pages: &[&[(f64, &str)]], expected: &[&str], address: Option<&str>) {
        let line = |(y, text): &(f64, &str)| Line { text: (*text).to_owned(), y: *y, size: 10.0, ..Line::default() };
        let mut pages: Vec<Vec<Line>> = pages.iter().map(|page| page.iter().map(line).collect()).collect();
        let found = take_out(&mut pages, Some("The lock | Harbor Post"));
        let left: Vec<&str> = pages.iter().flatten().map(|line| line.text.as_str()).collect();
        assert_eq!((&left[..], found.as_deref()), (expected, address));
    }

    #[test]
    fn what_stands_at_the_edge_of_several_pages_is_no_text() {
        let url = "https://harborpost.example/lock";
        let (first, last) = (format!("{url} 1/2"), format!("{url} 2/2"));
        let head = "3/4/20, 8:24 AM The lock | Harbor Post";
        let text = ["The board met.", "It left."];
        check(
            &[&[(50.0, text[0]), (10.0, head), (90.0, &first)], &[(50.0, text[1]), (10.0, head), (90.5, &last)]],
            &text,
            Some(url),
        );
        // Of an odd and an even page; numbers of pages alone.
        let pages: [&[(f64, &str)]; 4] = [
            &[(10.0, "HARBOR POST"), (50.0, "One."), (90.0, "7")],
            &[(10.0, "March 4"), (50.0, "Two."), (90.0, "8")],
            &[(10.0, "HARBOR POST"), (50.0, "Three."), (90.0, "9")],
            &[(10.0, "March 4"), (50.0, "Four."), (90.0, "10")],
        ];
        check(&pages, &["One.", "Two.", "Three.", "Four."], None);
        // A part of two pages in a long text.
        let text = ["One.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven."];
        let mut long: Vec<Vec<(f64, &str)>> = text.iter().map(|text| vec![(50.0, *text)]).collect();
        long[3].push((10.0, "Part 2: Locks 4"));
        long[4].push((10.0, "Part 2: Locks 5"));
        check(&long.iter().map(|page| &page[..]).collect::<Vec<_>>(), &text, None);
        // The same words at another place, in the middle of long pages, and figures that do not count up.
        check(
            &[&[(10.0, "He left."), (20.0, "One.")], &[(30.0, "He left."), (40.0, "Two.")]],
            &["He left.", "One.", "He left.", "Two."],
            None,
        );
        let long: Vec<(f64, &str)> = ["a", "b", "c", "He left.", "d", "e", "f"]
            .into_iter()
            .enumerate()
            .map(|(at, text)| (10.0 * at as f64, text))
            .collect();
        let other: Vec<(f64, &str)> = ["g", "h", "i", "He left.", "j", "k", "l"]
            .into_iter()
            .enumerate()
            .map(|(at, text)| (10.0 * at as f64, text))
            .collect();
        check(
            &[&long, &other],
            &["a", "b", "c", "He left.", "d", "e", "f", "g", "h", "i", "He left.", "j", "k", "l"],
            None,
        );
        check(&[&[(10.0, "12 30")], &[(10.0, "17 20")]], &["12 30", "17 20"], None);
        check(&[&[]], &[], None);
        // Pages of which nothing would be left.
        check(&[&[(50.0, "Good.")], &[(50.0, "Good.")]], &["Good.", "Good."], None);
    }

    #[test]
    fn one_page_is_enough_for_the_print_of_a_browser() {
        let url = "https://harborpost.example/lock";
        let check = |first: &str, last: &str, expected: &[&str], address: Option<&str>| {
            check(&[&[(10.0, first), (50.0, "The board met."), (90.0, last)]], expected, address);
        };
        let head = "3/4/20, 8:24 AM The lock | Harbor Post";
        check(head, &format!("{url} 1/1"), &["The board met."], Some(url));
        check(head, "file:///home/lock.html 1/1", &["The board met."], None);
        check(head, "https://harborpost.example/lo… 1/1", &["The board met."], None);
        check(&format!("The lock | Harbor Post {url}"), "1 of 1 3/4/20, 8:24 AM", &["The board met."], Some(url));
        let long = "The old lock of Eastwick, which has leaked since the flood of last spring, closes in June";
        let pages = || {
            [
                (50.0, "It met.".to_owned()),
                (10.0, "8:24 AM The old lock of Eastwick, which ha…".to_owned()),
                (90.0, format!("{url} 1/1")),
            ]
        };
        let line = |(y, text): (f64, String)| Line { text, y, size: 10.0, ..Line::default() };
        let mut cut = [pages().map(line).to_vec()];
        assert_eq!((take_out(&mut cut, Some(long)).as_deref(), cut[0].len()), (Some(url), 1));
        let mut other = [pages().map(line).to_vec()];
        assert_eq!((take_out(&mut other, Some("The lock")).as_deref(), other[0].len()), (Some(url), 2));
        // An address that the article ends with, a sentence that has one, and a first line with words.
        check("The lock", url, &["The lock", "The board met.", url], None);
        let source = format!("Source: {url} 1/1");
        check(head, &source, &[head, "The board met.", &source], None);
        check("By Ann Lee", &format!("{url} 1/1"), &["By Ann Lee", "The board met."], Some(url));
    }
}
