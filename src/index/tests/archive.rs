//! A small archive made by chance from a fixed seed, and what a query means for it by the
//! matcher alone.

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::sync::OnceLock;

use super::*;
use crate::engine::SearchResponse;
use crate::model::Span;
use crate::query::ast::UnknownField;
use crate::query::matching::{ArticleView, Matcher};
use crate::query::{Name, Query};
use crate::text::fold;

pub const OUTLETS: [&str; 3] = ["Zorblatt", "Zorblatt Evening", "Quibbler"];
pub const PEOPLE: [&str; 3] = ["Jane Roe", "Mark Lane", "Ada Poe"];
/// Words of the texts; the same few again and again, so that they stand in every relation.
pub const WORDS: [&str; 33] = [
    "election",
    "elections",
    "recount",
    "runoff",
    "run-off",
    "run",
    "off",
    "the",
    "of",
    "said",
    "senate",
    "Senate",
    "U.S.",
    "US",
    "us",
    "F.B.I.",
    "#maga",
    "maga",
    "to",
    "be",
    "in-to",
    "into",
    "die",
    "dying",
    "mother-in-law",
    "O'Brien",
    "recounted",
    "the",
    "of",
    "50,000",
    "covid19",
    "covid19s",
    "it",
];

/// A generator of numbers, the same on every machine.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

fn words(chance: &mut Chance, most: usize) -> String {
    let count = 1 + chance.below(most);
    (0..count).map(|_| chance.pick(&WORDS)).collect::<Vec<_>>().join(" ")
}

fn text(chance: &mut Chance) -> String {
    let mut text = String::new();
    for paragraph in 0..1 + chance.below(4) {
        if paragraph > 0 {
            text.push_str("\n\n");
        }
        for _ in 0..1 + chance.below(3) {
            match chance.below(3) {
                0 => {
                    let person = chance.pick(&PEOPLE);
                    text.push_str(&format!("“We {},” said {person}. ", words(chance, 7)));
                }
                1 => text.push_str(&format!(
                    "It {} “{} recount” {}. ",
                    words(chance, 4),
                    words(chance, 3),
                    words(chance, 4)
                )),
                _ => text.push_str(&format!("They {}. ", words(chance, 9))),
            }
        }
    }
    text
}

/// One record in JSON lines.
fn record(id: usize, chance: &mut Chance) -> String {
    let mut record = serde_json::json!({ "id": format!("n{id:03}"), "text": text(chance) });
    let mut set = |key: &str, value: String| record[key] = value.into();
    if chance.below(2) == 0 {
        let stop = if chance.below(2) == 0 { ". " } else { " " };
        set("title", format!("{}{stop}{}", words(chance, 3), words(chance, 3)));
    }
    if chance.below(3) > 0 {
        set("outlet", chance.pick(&OUTLETS).to_owned());
    }
    if chance.below(3) > 0 {
        set("date", format!("2020-0{}-1{}", 1 + chance.below(3), chance.below(3)));
    }
    if chance.below(2) == 0 {
        set("author", ["Kim Day", "Lee Night"][chance.below(2)].to_owned());
    }
    match chance.below(3) {
        0 => set("language", "en".to_owned()),
        1 => set("language", "de".to_owned()),
        _ => {}
    }
    record.to_string()
}

/// Writes the archive's files and has them read: in one run, or (`is_worn`) in three that change and remove articles.
pub fn fill(source: &std::path::Path, is_worn: bool, read: &mut dyn FnMut()) {
    let mut chance = Chance(7);
    let mut records: Vec<String> = (0..60).map(|id| record(id, &mut chance)).collect();
    let mut run = |records: &[String]| {
        for (number, part) in records.chunks(20).enumerate() {
            fs::write(source.join(format!("{number}.jsonl")), part.join("\n")).unwrap();
        }
        read();
    };
    run(&records);
    if is_worn {
        for at in [3, 17, 21, 40, 41] {
            records[at] = record(at, &mut chance);
        }
        run(&records);
        records.truncate(50);
        records.drain(5..9);
        records.extend((60..75).map(|id| record(id, &mut chance)));
        run(&records);
    }
}

/// The archive after one run (`false`), or after three runs that changed and removed articles.
pub fn archive(is_worn: bool) -> &'static Archive {
    static ARCHIVES: [OnceLock<Archive>; 2] = [OnceLock::new(), OnceLock::new()];
    ARCHIVES[usize::from(is_worn)].get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let source = tempfile::tempdir().unwrap();
        fill(source.path(), is_worn, &mut || {
            update(folder.path(), &options(&[source.path()]), &Silent).unwrap();
        });
        Archive::open((folder, source))
    })
}

/// An index, with its articles as stored.
pub struct Archive {
    pub index: Index,
    pub articles: Vec<StoredArticle>,
    _folders: (tempfile::TempDir, tempfile::TempDir),
}

impl Archive {
    pub fn open(folders: (tempfile::TempDir, tempfile::TempDir)) -> Archive {
        let index = Index::open(folders.0.path()).unwrap();
        let mut articles = Vec::new();
        index
            .export(&SearchRequest::new(Query::All), &mut |article| {
                articles.push(article);
                ControlFlow::Continue(())
            })
            .unwrap();
        Archive { index, articles, _folders: folders }
    }

    /// The ids of the articles that the matcher lets match.
    pub fn meant(&self, query: &Query) -> BTreeSet<String> {
        let matcher = Matcher::new(query, &self.index.reader.stemmers);
        let matches = |stored: &&StoredArticle| {
            let article = &stored.article;
            let quotes: Vec<Span> = article.quotes.iter().map(|quote| quote.words).collect();
            let said_by = |quote: usize, names: &[Name]| {
                stored.people[quote].as_ref().is_some_and(|person| names.iter().any(|name| is_person(name, person)))
            };
            let view = ArticleView {
                title: article.title.as_ref().map_or("", |title| &title.value),
                text: &article.text,
                boilerplate: &article.boilerplate,
                quotes: &quotes,
                said_by: &said_by,
                holds: &|filter| holds(stored, filter),
            };
            matcher.matches(&view).is_some()
        };
        self.articles.iter().filter(matches).map(|stored| stored.id.clone()).collect()
    }

    /// The answer of the engine, with all its hits.
    pub fn answer(&self, query: &Query) -> SearchResponse {
        let mut request = SearchRequest::new(query.clone());
        request.limit = 1000;
        request.passages = 0;
        request.facets = vec![Facet::Outlet, Facet::Date, Facet::Language, Facet::Author, Facet::Speaker];
        self.index.search(&request).unwrap()
    }
}

fn has_words(text: &str, name: &Name) -> bool {
    let text = fold(text);
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    fold(&name.text).split_whitespace().all(|word| words.contains(&word))
}

pub fn is_person(name: &Name, person: &str) -> bool {
    if name.exact { fold(&name.text) == fold(person) } else { has_words(person, name) }
}

/// What a filter says of an article, as plainly as can be.
pub fn holds(stored: &StoredArticle, filter: &Query) -> bool {
    let article = &stored.article;
    let outlet = article.outlet.as_ref().map(|outlet| outlet.value.as_str());
    let date = article.date.as_ref().map(|date| date.value);
    match filter {
        Query::Outlet(name) => outlet.is_some_and(|outlet| {
            let is_whole_name = OUTLETS.iter().any(|known| fold(known) == fold(&name.text));
            if name.exact || is_whole_name { fold(outlet) == fold(&name.text) } else { has_words(outlet, name) }
        }),
        Query::Author(name) => article.authors.iter().any(|author| has_words(&author.value, name)),
        Query::Speaker(name) => stored.people.iter().flatten().any(|person| is_person(name, person)),
        Query::Language(code) => article.language.as_deref() == Some(code),
        Query::Date(range) => date.is_some_and(|date| range.contains(date)),
        Query::Unknown(field) => match field {
            UnknownField::Title => article.title.is_none(),
            UnknownField::Outlet => outlet.is_none(),
            UnknownField::Author => article.authors.is_empty(),
            UnknownField::Speaker => stored.people.iter().flatten().next().is_none(),
            UnknownField::Date => date.is_none(),
            UnknownField::Language => article.language.is_none(),
        },
        other => panic!("{other} is no filter"),
    }
}
