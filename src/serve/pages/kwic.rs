//! The page of matches in their surroundings: lines, or what stands beside and near them, counted.

use maud::{Markup, html};

use super::address::Address;
use super::layout::{Frame, Page, ask};
use super::list::{Length, List, pager};
use super::origin::to_article;
use super::parts::{choice, clipped, marked, nothing, reprints};
use super::search::milliseconds;
use crate::engine::{Collocate, ConcordanceRequest, ConcordanceResponse, Group, Line, Side};
use crate::index::Advice;
use crate::query::Place;
use crate::serve::charts::bars::bar;
use crate::serve::charts::calendar::medium;
use crate::serve::charts::{counted, grouped};

/// How far from a match words are counted.
const NEAR: u32 = 5;

/// Lines that come as a file.
const MOST_SAVED: u64 = 100_000;

/// Fields that a file is made by.
const SAVED: [&str; 7] = ["sort", "group", "group_words", "collocates", "measure", "min_count", "width"];

/// What of the matches is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Each in a line.
    #[default]
    Lines,
    /// The words before them.
    Before,
    /// The words behind them.
    Behind,
    /// The words near them.
    Near,
}

impl Shown {
    /// What a request asks for.
    pub fn of(request: &ConcordanceRequest) -> Shown {
        match (&request.collocates, &request.group) {
            (Some(_), _) => Shown::Near,
            (None, Some(group)) if group.side == Side::Left => Shown::Before,
            (None, Some(_)) => Shown::Behind,
            (None, None) => Shown::Lines,
        }
    }
}

/// What the page shows.
pub struct KwicView<'a> {
    /// What was asked for.
    pub list: List<'a>,
    /// What of the matches is shown.
    pub shown: Shown,
    /// The answer; `None` if nothing is asked for.
    pub response: Option<&'a ConcordanceResponse>,
    /// What to do if nothing was found.
    pub advice: Option<&'a Advice>,
}

/// What stands around the answer.
pub fn frame(address: &Address) -> Frame {
    let query = address.get("q").unwrap_or_default();
    let name =
        if query.is_empty() { "Concordance".to_owned() } else { format!("{} – concordance", clipped(query, 80)) };
    Frame::new(&name, Page::Concordance, address, ask(address, "A word or phrase to see in context", None))
}

/// The part that changes with the query.
pub fn answer(view: &KwicView<'_>) -> Markup {
    html! {
        div #answer .wrap {
            @match view.response {
                Some(response) => {
                    (view.list.above(&response.notes, response.undated, ("article", "articles")))
                    div.columns { section.results aria-label="Matches" { (found(view, response)) } }
                }
                None => {
                    (view.list.above(&[], 0, ("article", "articles")))
                    div.empty {
                        h1 { "Every match in its context" }
                        p { "Type a word or a phrase: each place where it stands becomes a line, with what comes before and behind it." }
                    }
                }
            }
        }
    }
}

fn found(view: &KwicView<'_>, response: &ConcordanceResponse) -> Markup {
    let address = view.list.address;
    let shown = view.shown;
    let sorts = [
        ("", "best match"),
        ("left", "words before"),
        ("right", "words behind"),
        ("oldest", "oldest"),
        ("newest", "newest"),
        ("outlet", "outlet"),
    ];
    html! {
        div.bar-row {
            h1 {
                (counted(response.total, "match", "matches")) " "
                span.soft { "in " (counted(response.articles, "article", "articles")) " · " (milliseconds(view.list.took())) }
            }
            @if response.total > 0 {
                @let label = if response.total > MOST_SAVED { "Save the first 100,000 as" } else { "Save all as" };
                (view.list.save(label, "kwic", &SAVED, &[("limit", "100000")]))
            }
        }
        div.choices {
            (show(address, shown))
            @if shown == Shown::Lines { (choice("Sort by", address, "sort", address.get("sort").unwrap_or_default(), &sorts)) }
            (reprints(address))
        }
        @if response.total == 0 {
            @if let Some(advice) = view.advice { (nothing(address, "matches", advice)) }
        } @else {
            @match shown {
                Shown::Lines => {
                    (lines(address, &response.lines))
                    (pager(address, view.list.paging, response.lines.len(), response.total))
                }
                Shown::Before => (counted_words(view, &response.groups, |shown| groups("before the match", shown))),
                Shown::Behind => (counted_words(view, &response.groups, |shown| groups("behind the match", shown))),
                Shown::Near => (counted_words(view, &response.collocates, collocates)),
            }
        }
    }
}

/// A page of what was counted, of which one more was asked for than is shown.
fn counted_words<T>(view: &KwicView<'_>, counted: &[T], show: impl Fn(&[T]) -> Markup) -> Markup {
    let paging = view.list.paging;
    let shown = &counted[..counted.len().min(paging.per_page)];
    html! {
        @if shown.is_empty() { p.soft { "There is nothing to count here." } } @else { (show(shown)) }
        (pager(view.list.address, paging, shown.len(), Length::HasMore(counted.len() > shown.len())))
    }
}

/// Links to the other things that matches can be shown as.
fn show(address: &Address, shown: Shown) -> Markup {
    let lines = address.without("group").without("collocates");
    let kinds = [
        (Shown::Lines, "lines", lines.clone()),
        (Shown::Before, "words before", lines.without("sort").with("group", "left")),
        (Shown::Behind, "words behind", lines.without("sort").with("group", "right")),
        (Shown::Near, "words near", lines.without("sort").with("collocates", NEAR.to_string())),
    ];
    html! {
        div.choice {
            span.label { "Show" }
            @for (kind, name, link) in &kinds {
                a href=(link) aria-current=[(*kind == shown).then_some("true")] data-key=(format!("show-{name}")) { (name) }
            }
        }
    }
}

fn lines(address: &Address, lines: &[Line]) -> Markup {
    html! {
        table.lines {
            caption.unseen { "Matches with what stands before and behind them" }
            colgroup { col.col-left; col; col.col-place; }
            thead.unseen { tr {
                th scope="col" { "Before" } th scope="col" { "Match and what stands behind" } th scope="col" { "Where" }
            } }
            tbody {
                @for line in lines {
                    tr class=[line.quoted.then_some("is-quoted")] {
                        td.left { bdi { (before(&line.left)) } }
                        td.match {
                            span { (marked(&one_line(&line.text), &line.highlights)) }
                            bdi { (one_line(&line.right)) }
                        }
                        td.place { (place(address, line)) }
                    }
                }
            }
        }
    }
}

fn place(address: &Address, line: &Line) -> Markup {
    let article = format!("{}{}", to_article(address, &line.article), anchor(line));
    let outlet = line.outlet.as_deref().map_or_else(|| "outlet unknown".to_owned(), |outlet| clipped(outlet, 60));
    let date = line.date.map_or_else(|| "no date".to_owned(), |(date, _)| medium(date));
    let said = match (&line.speaker, line.quoted) {
        (Some(speaker), _) => format!("said by {}", clipped(speaker, 60)),
        (None, true) => "in a quotation".to_owned(),
        (None, false) if line.place == Place::Title => "in the headline".to_owned(),
        _ => String::new(),
    };
    html! {
        a.to-article href=(article) title=(line.title.as_deref().map_or_else(String::new, |title| clipped(title, 200))) { bdi { (outlet) } ", " (date) }
        @if !said.is_empty() { " · " bdi { (said) } }
    }
}

/// The anchor of a line's match in the page of its article: the place where it begins, in code points.
fn anchor(line: &Line) -> String {
    let first = line.highlights.first().map_or(0, |span| span.start());
    let start = line.start + line.text.get(..first).unwrap_or_default().chars().count();
    let kind = if line.place == Place::Title { 't' } else { 'm' };
    format!("#{kind}{start}")
}

/// What stands before a match; the blank at its end must not hang.
fn before(text: &str) -> String {
    let text = one_line(text);
    match text.strip_suffix(' ') {
        Some(text) => format!("{text}\u{a0}"),
        None => text,
    }
}

/// Line ends as blanks, since a line stands in one.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\t'], " ")
}

fn groups(place: &str, groups: &[Group]) -> Markup {
    let most = groups.iter().map(|group| group.count).max().unwrap_or(0);
    html! {
        table.bars {
            thead { tr {
                th scope="col" { "Words " (place) }
                th.number scope="col" { "matches" }
                th.number scope="col" { "articles" }
                th.for-bar scope="col" { span.unseen { "as a bar" } }
            } }
            tbody {
                @for group in groups {
                    tr {
                        th scope="row" {
                            @if group.words.is_empty() { span.soft { "nothing: the text begins or ends" } } @else { bdi { (group.words) } }
                        }
                        td.number { (grouped(group.count)) }
                        td.number { (grouped(group.articles)) }
                        td.for-bar { (bar(group.count, most)) }
                    }
                }
            }
        }
    }
}

fn collocates(words: &[Collocate]) -> Markup {
    let most = words.iter().map(|word| word.log_likelihood.max(0.0)).fold(0.0, f64::max);
    html! {
        p.small.soft {
            "Words near a match, the surest first. From 15.13 on, chance explains less than "
            "one such difference in ten thousand; logDice says how exclusively two words go together, at most about 14."
        }
        div.scroll tabindex="0" role="region" aria-label="Words near the matches" {
            table.wide {
                thead { tr {
                    th scope="col" { "Word" }
                    th.number scope="col" { "near" }
                    th.number scope="col" { "before" }
                    th.number scope="col" { "behind" }
                    th.number scope="col" { "in all" }
                    th.number scope="col" { "by chance" }
                    th.number scope="col" { "log-likelihood" }
                    th.number scope="col" { "logDice" }
                    th scope="col" { span.unseen { "as a bar" } }
                } }
                tbody {
                    @for word in words {
                        tr {
                            th scope="row" { bdi { (word.word) } }
                            td.number { (grouped(word.count)) }
                            td.number { (grouped(word.left)) }
                            td.number { (grouped(word.count - word.left.min(word.count))) }
                            td.number { (grouped(word.frequency)) }
                            td.number { (format!("{:.1}", word.expected)) }
                            td.number { (format!("{:.1}", word.log_likelihood)) }
                            td.number { (format!("{:.1}", word.log_dice)) }
                            td.for-bar { (bar(word.log_likelihood.max(0.0) as u64, most as u64)) }
                        }
                    }
                }
            }
        }
    }
}
