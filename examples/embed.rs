//! A program with the search inside: it keeps articles of its own in an index, asks for what
//! was said about a subject, and prints who said it where.
//!
//! ```sh
//! cargo run --example embed -- FOLDER "said:dam"
//! ```
//!
//! FOLDER becomes an index, or is one already. Run it twice: the articles are replaced, not
//! doubled.

use std::error::Error;
use std::path::Path;

use news_search::index::Lookup;
use news_search::{Date, Facet, Field, Index, ParseContext, RawArticle, SearchRequest, parse};

/// What a program might have in a database: an id, what it knows, and the text.
const ARTICLES: [(&str, &str, &str, &str); 3] = [
    (
        "1",
        "The Gazette",
        "2020-03-02",
        "“The dam will hold,” Mayor Ann Lee said on Monday.\n\nNobody asked the engineers.",
    ),
    (
        "2",
        "Valley Post",
        "2020-03-03",
        "Engineers doubt the dam. “It was built for another river,” said John Poe, who drew it.",
    ),
    ("3", "Valley Post", "2020-03-05", "The dam broke on Thursday. Lee, the mayor, did not answer calls."),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(asked)) = (arguments.next(), arguments.next()) else {
        return Err("usage: embed FOLDER QUERY".into());
    };
    let folder = Path::new(&folder);
    // The library reads no clock; a program that runs every day asks its own.
    let today = Date::new(2020, 3, 6).ok_or("no such day")?;

    let mut writer = Index::create(folder)?;
    writer.set_today(today);
    for (id, outlet, date, text) in ARTICLES {
        writer.add(RawArticle::new(id, text).with(Field::Outlet, outlet).with(Field::Date, date))?;
    }
    writer.commit()?;
    drop(writer); // another process may write now

    let parsed = parse(&asked, &ParseContext::new(today));
    for diagnostic in &parsed.diagnostics {
        say(format_args!("note: {}", diagnostic.message));
    }
    let index = Index::open(folder)?;
    let request = SearchRequest { facets: vec![Facet::Outlet], ..SearchRequest::new(parsed.query) };
    let response = index.search(&request)?;
    for hit in &response.hits {
        let date = hit.date.map_or("no date".to_owned(), |(date, _)| date.to_string());
        say(format_args!("{date}  {}  {}", hit.outlet.as_deref().unwrap_or("no outlet"), hit.id));
        for passage in &hit.passages {
            say(format_args!("    {}", marked(passage)));
        }
        let Lookup::Found(stored) = index.article(&hit.id)? else { continue };
        for (quote, person) in stored.article.quotes.iter().zip(&stored.people) {
            let words = quote.words.of_text(&stored.article.text);
            say(format_args!("    {}: {words}", person.as_deref().unwrap_or("somebody")));
        }
    }
    say(format_args!("{} of {} articles", response.total, response.articles));
    for count in response.facets.outlet.unwrap_or_default() {
        say(format_args!("{:>6}  {}", count.count, count.value.as_deref().unwrap_or("unknown")));
    }
    Ok(())
}

/// The passage with brackets around what matched. Highlights are bytes of its text.
fn marked(passage: &news_search::engine::Passage) -> String {
    let mut shown = String::new();
    let mut at = 0;
    for span in &passage.highlights {
        shown.push_str(&passage.text[at..span.start()]);
        shown.push('[');
        shown.push_str(span.of_text(&passage.text));
        shown.push(']');
        at = span.end();
    }
    shown + &passage.text[at..]
}

#[expect(clippy::print_stdout, reason = "printing is what this program is for")]
fn say(line: std::fmt::Arguments<'_>) {
    println!("{line}");
}
