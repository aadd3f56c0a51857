//! What stands around every page: its head, the names of the pages, the box to ask in.
//!
//! The style sheet stands in the page, so that it is painted as soon as it is there; the script comes behind it.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::address::Address;
use crate::serve::assets::style;

/// A page of its own name in the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Articles that match.
    Search,
    /// Quotations that match.
    Quotes,
    /// Matches in their surroundings.
    Concordance,
    /// Two sets of articles side by side.
    Compare,
    /// Quotations of a text, looked up.
    Check,
    /// What the archive holds.
    Overview,
    /// One article, or a message.
    Other,
}

impl Page {
    /// The pages that the head names.
    const NAMED: [(Page, &'static str, &'static str); 6] = [
        (Page::Search, "/", "Articles"),
        (Page::Quotes, "/quotes", "Quotations"),
        (Page::Concordance, "/kwic", "In context"),
        (Page::Compare, "/compare", "Compare"),
        (Page::Check, "/check", "Check"),
        (Page::Overview, "/overview", "Overview"),
    ];
}

/// A whole page. `address` is its own, which the links to other pages carry on.
pub fn layout(title: &str, page: Page, address: &Address, body: Markup) -> Markup {
    refreshed(title, page, address, None, body)
}

/// What stands around the answer of a page, and is known before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What the page begins with: its head and what stands above the answer.
    pub before: String,
    /// What it ends with.
    pub behind: String,
}

impl Frame {
    /// That of a page; `above` stands between its head and the answer.
    pub fn new(title: &str, page: Page, address: &Address, above: Markup) -> Frame {
        const END: &str = "</main>";
        let page = layout(title, page, address, above).into_string();
        // What is shown of others is escaped: this can be nothing but the end of the one element of that name.
        let (before, behind) = page.split_at(page.rfind(END).unwrap_or(page.len()));
        Frame { before: before.to_owned(), behind: behind.to_owned() }
    }

    /// The page with its answer in place.
    pub fn around(&self, answer: &Markup) -> String {
        [&self.before, &answer.0, &self.behind].map(String::as_str).concat()
    }
}

/// A page that asks for itself again after some seconds.
pub fn refreshed(title: &str, page: Page, address: &Address, seconds: Option<u32>, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="same-origin";
                @if let Some(seconds) = seconds { meta http-equiv="refresh" content=(seconds); }
                title { (title) " – news-search" }
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                style { (PreEscaped(style())) }
                script defer src="/assets/page.js" {}
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    div.wrap {
                        a.brand href="/" { "news-search" }
                        nav #pages .pages aria-label="Pages" {
                            @for (named, path, name) in Page::NAMED {
                                a href=(address.elsewhere(path)) aria-current=[(named == page).then_some("page")] { (name) }
                            }
                        }
                    }
                }
                main #main { (body) }
                footer.foot {
                    div.wrap {
                        span { "Everything stays on this machine." }
                        span { kbd { "/" } " search " kbd { "n" } " " kbd { "p" } " next, previous" }
                        a href="/api/v1/openapi.json" { "API" }
                    }
                }
            }
        }
    }
}

/// The box to ask in, with the help for what one can type, and what else the page asks for.
pub fn ask(address: &Address, placeholder: &str, options: Option<Markup>) -> Markup {
    let field = if address.path() == "/compare" { "a" } else { "q" };
    html! {
        form #ask class=(if options.is_some() { "ask two wrap" } else { "ask wrap" }) action=(address.path()) method="get" role="search" data-live {
            div.ask-row {
                input type="search" name=(field) value=(address.get(field).unwrap_or_default()) placeholder=(placeholder)
                    aria-label=(placeholder) autocomplete="off" autocapitalize="none" spellcheck="false" dir="auto"
                    enterkeyhint="search";
                button type="submit" { "Search" }
            }
            @if let Some(options) = options { (options) }
            (help(address, field))
        }
        p #status .unseen role="status" {}
    }
}

/// The fields of an address that a form must send along, as hidden inputs of the form `form`.
pub fn carried(address: &Address, form: &str, but: &[&str]) -> Markup {
    html! {
        @for (name, value) in address.fields().filter(|(name, _)| !["offset", "page"].contains(name) && !but.contains(name)) {
            input type="hidden" form=(form) name=(name) value=(value);
        }
    }
}

/// What can be typed, each form a link that tries it.
fn help(address: &Address, field: &str) -> Markup {
    const FORMS: [(&str, &str); 14] = [
        ("senate race", "both words, with their inflections"),
        ("\"witch hunt\"", "side by side, in this order"),
        ("hoax OR scam", "any of them"),
        ("sessions NOT court", "without it"),
        ("elect*", "words that begin so"),
        ("tubervile~1", "spelt nearly so"),
        ("=hunting", "this form only; ==Hunting letter for letter"),
        ("recusal W/5 law", "at most 5 words apart; PRE/5 in this order"),
        ("trump W/S sessions", "in one sentence; W/P in one paragraph"),
        ("said:\"witch hunt\"", "inside a quotation"),
        ("said:\"witch hunt\" @trump", "inside a quotation of that person"),
        ("narration:hoax", "outside of all quotations"),
        ("title:endorse*", "in the headline; also outlet: author: speaker: date: lang:"),
        ("date:2020-03..2020-07", "published then; outlet:? for what is not known"),
    ];
    html! {
        details.help {
            summary { "What can I type?" }
            div.help-grid {
                @for (form, what) in FORMS {
                    div {
                        a href=(Address::new(address.path()).with(field, form)) { code { (form) } }
                        span.soft { (what) }
                    }
                }
            }
        }
    }
}
