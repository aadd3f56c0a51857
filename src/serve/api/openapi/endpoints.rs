//! The row of each endpoint.

use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr};

use super::parameters::{
    choice, filters, filters_counting_each, id, integer, needed, query, share, string, strings, switch,
};
use super::{Endpoint, Schemas};
use crate::render::json::shapes;
use crate::serve::Limits;
use crate::serve::params::ExportFormat;

/// All of them.
pub fn endpoints(schemas: &mut Schemas) -> Vec<Endpoint> {
    let json = |shape: Ref| vec![("application/json", RefOr::Ref(shape))];
    let list = |shape: Ref| {
        let text = |content_type: &'static str| (content_type, string(None).into());
        vec![("application/json", RefOr::Ref(shape)), text("application/x-ndjson"), text("text/csv")]
    };
    let bare = |content_type: &'static str| content_type.split(';').next().unwrap_or(content_type);
    let formats = ExportFormat::NAMED.map(|(name, _)| name);
    let limits = Limits::default();
    let page = |what: &str| {
        vec![
            query("limit", integer(0, Some(limits.hits)), &format!("Return at most this many {what} (10)")),
            query("offset", integer(0, Some(limits.offset)), "Leave out this many before them"),
            query("page", integer(1, Some(limits.offset)), "Instead of `offset`: the page of `limit`, from 1"),
        ]
    };
    let file_page = || {
        let mut page = page("lines, groups or collocates");
        let most = integer(0, Some(limits.lines));
        let about = format!("Return at most this many lines, groups or collocates (10); {} as JSON", limits.hits);
        page[0] = query("limit", most, &about);
        page
    };
    let group_page = |what: &str| {
        let mut page = page(what);
        page[0] = query("limit", integer(0, Some(limits.hits)), &format!("Return at most this many {what} (100)"));
        page
    };
    let preferred = || {
        let longest = "Let the longest article stand for its reprints, not the earliest";
        vec![
            query(
                "prefer",
                strings("Associated Press"),
                "Let an article of this outlet stand for its reprints; several: in this order",
            ),
            query("longest", switch(), longest),
        ]
    };
    let sort = || query("sort", choice(&["relevance", "newest", "oldest"]), "Order; unknown dates come last");
    let facets = || {
        let names = "outlet, date, speaker, author, language";
        vec![
            query("facets", string(Some("outlet,date")), &format!("Count by these, with commas between: {names}")),
            query("by", choice(&["year", "month", "day"]), "Unit of dates (month); alone it asks for dates"),
        ]
    };
    let q = || query("q", string(Some("\"witch hunt\"")), "The query, read as typed; without one, everything");
    let all = |parts: Vec<Vec<Parameter>>| parts.into_iter().flatten().collect();
    let versioned_facets = schemas.add_versioned::<shapes::FacetsAnswer<'_>>();
    let versioned_speakers = schemas.add_versioned::<shapes::SpeakersRecord<'_>>();
    let reprints = schemas.add_versioned::<shapes::ReprintsRecord<'_>>();
    let article = schemas.add::<shapes::ArticleRecord<'_>>();
    vec![
        Endpoint {
            path: "/api/v1/query",
            name: "query",
            about: "Ranked articles with the passages that matched",
            parameters: all(vec![vec![q()], filters(), vec![sort()], page("hits"), facets()]),
            answers: json(schemas.add::<shapes::ResponseRecord<'_>>()),
            takes_text: false,
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/quotes",
            name: "quotes",
            about: "Quotations: who said what, where. Facets count quotations",
            parameters: all(vec![
                vec![q()],
                filters(),
                vec![
                    sort(),
                    query(
                        "min_probability",
                        share(),
                        "Keep quotations whose speaker is at least that likely; above 0 only those with a speaker",
                    ),
                ],
                page("quotations"),
                facets(),
            ]),
            answers: json(schemas.add::<shapes::QuotesRecord<'_>>()),
            takes_text: false,
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/facets",
            name: "facets",
            about: "Counts of matching articles; a facet's counts leave out the filter on that same facet",
            parameters: all(vec![
                vec![q()],
                filters(),
                facets(),
                vec![query("limit", integer(0, None), "Most values of each facet (10), 0 for all; dates come whole")],
            ]),
            answers: json(versioned_facets),
            takes_text: false,
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/kwic",
            name: "kwic",
            about: "Concordance: every match with what stands around it, or what stands beside or near matches, counted",
            parameters: all(vec![
                vec![needed("q", "The query, read as typed")],
                filters(),
                vec![
                    query(
                        "sort",
                        choice(&["relevance", "newest", "oldest", "date", "right", "left", "outlet"]),
                        "Order of lines: by article, or by the words beside the match",
                    ),
                    query(
                        "format",
                        choice(&["json", "jsonl", "csv"]),
                        "One JSON object, one a line, or a table (json)",
                    ),
                    query("width", integer(0, Some(1000)), "Most characters on either side (40)"),
                    query("group", choice(&["left", "right"]), "Count what stands on this side of the matches"),
                    query("group_words", integer(1, Some(20)), "Count groups of this many words; needs `group`"),
                    query("collocates", integer(0, Some(1000)), "Count the words at most this far from a match"),
                    query("measure", choice(&["log-likelihood", "log-dice"]), "Order of collocates"),
                    query("min_count", integer(0, Some(1_000_000)), "Leave out collocates that are rarer (2)"),
                ],
                file_page(),
            ]),
            answers: list(schemas.add::<shapes::ConcordanceRecord<'_>>()),
            takes_text: false,
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/compare",
            name: "compare",
            about: "What the articles of one query use more than those of another (keyness)",
            parameters: all(vec![
                vec![needed("a", "Which articles are A"), needed("b", "Which articles are B")],
                filters(),
                vec![
                    query(
                        "format",
                        choice(&["json", "jsonl", "csv"]),
                        "One JSON object, one a line, or a table (json)",
                    ),
                    query("in", choice(&["text", "said", "narration"]), "Compare these words (text)"),
                    query("min_count", integer(0, Some(1_000_000)), "Leave out words that are rarer in both (2)"),
                    query("min_articles", integer(0, Some(1_000_000)), "Leave out quotations of fewer articles (2)"),
                    query("limit", integer(0, Some(limits.hits)), "Most words and quotations of each side (10)"),
                ],
            ]),
            answers: list(schemas.add::<shapes::ComparisonRecord<'_>>()),
            takes_text: false,
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/article/{id}",
            name: "article",
            about: "One article with its text, where each value came from, and its quotations",
            parameters: vec![id("Any unambiguous form of its id, percent-encoded")],
            answers: json(article),
            takes_text: false,
            further: &[("404", "No article has that id")],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/similar/{id}",
            name: "similar",
            about: "Articles about what one article is about, with the words and quotations that they share",
            parameters: vec![
                id("Any unambiguous form of its id, percent-encoded"),
                query("limit", integer(0, Some(limits.hits)), "Return at most this many (10)"),
            ],
            answers: json(schemas.add_versioned::<shapes::SimilarRecord<'_>>()),
            takes_text: false,
            further: &[("404", "No article has that id")],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/diff",
            name: "diff",
            about: "What one article has cut, added and changed of another",
            parameters: vec![needed("a", "Id of an article"), needed("b", "Id of the other")],
            answers: json(schemas.add_versioned::<shapes::DiffRecord<'_>>()),
            takes_text: false,
            further: &[("404", "No article has that id")],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/check",
            name: "check",
            about: "Are the quotations of a text in the archive: verbatim, shortened, different, not found. The text is \
                    kept nowhere",
            parameters: vec![query(
                "limit",
                integer(0, Some(limits.hits)),
                "Name at most this many places of each (3)",
            )],
            answers: json(schemas.add_versioned::<shapes::CheckRecord<'_>>()),
            takes_text: true,
            further: &[("408", "The text did not come")],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/families",
            name: "families",
            about: "Utterances: quotations of the same words, those of most outlets first; or with `altered` wordings \
                    that one outlet alone has",
            parameters: all(vec![
                vec![q()],
                filters_counting_each(),
                vec![
                    query("min_outlets", integer(0, Some(1_000_000)), "Keep those in at least this many outlets (1)"),
                    query("members", switch(), "Also list the ids of all quotations"),
                    query("altered", switch(), "Wordings of one outlet alone beside the one that most have"),
                ],
                page("utterances or wordings"),
            ]),
            answers: {
                let either = OneOfBuilder::new()
                    .item(schemas.add::<shapes::FamiliesRecord<'_>>())
                    .item(schemas.add::<shapes::AlteredRecord<'_>>());
                vec![("application/json", Schema::OneOf(either.build()).into())]
            },
            takes_text: false,
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/family/{id}",
            name: "family",
            about: "One utterance in all its wordings, the oldest first, each beside the fullest",
            parameters: all(vec![vec![id("Its id, from /families")], group_page("wordings")]),
            answers: json(schemas.add_versioned::<shapes::FamilyDetailRecord<'_>>()),
            takes_text: false,
            further: &[("404", "No utterance has that id")],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/stories",
            name: "stories",
            about: "Stories: articles about one event, those with most articles that match first",
            parameters: all(vec![
                vec![q()],
                filters_counting_each(),
                vec![
                    query("min_articles", integer(0, Some(1_000_000)), "Keep those of at least this many articles (2)"),
                    query("members", switch(), "Also list the ids of all articles"),
                ],
                page("stories"),
            ]),
            answers: json(schemas.add::<shapes::StoriesRecord<'_>>()),
            takes_text: false,
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/story/{id}",
            name: "story",
            about: "One story: its articles, the oldest first, and which outlet carried which words",
            parameters: all(vec![
                vec![id("Its id, from /stories")],
                group_page("articles"),
                vec![query("utterances", integer(0, Some(limits.hits)), "Most utterances of the matrix (30)")],
            ]),
            answers: json(schemas.add_versioned::<shapes::StoryDetailRecord<'_>>()),
            takes_text: false,
            further: &[("404", "No story has that id")],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/reprints",
            name: "reprints",
            about: "Articles that are the same piece, the largest groups first",
            parameters: all(vec![preferred(), page("groups")]),
            answers: json(reprints.clone()),
            takes_text: false,
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/reprints/{id}",
            name: "reprintsOf",
            about: "The reprints of one article",
            parameters: all(vec![vec![id("Any unambiguous form of the article's id, percent-encoded")], preferred()]),
            answers: json(reprints),
            takes_text: false,
            further: &[("404", "No article has that id")],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/speakers",
            name: "speakers",
            about: "Who is quoted: names, aliases, counts, first and last date; the most quoted first",
            parameters: vec![
                query("name", strings("sessions"), "Only those whom this name means, or its words"),
                query("limit", integer(0, Some(limits.hits)), &format!("Return at most this many ({})", limits.hits)),
                query("offset", integer(0, None), "Leave out this many before them"),
            ],
            answers: json(versioned_speakers),
            takes_text: false,
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/stats",
            name: "stats",
            about: "Size and content of the index",
            parameters: Vec::new(),
            answers: json(schemas.add::<shapes::StatsRecord<'_>>()),
            takes_text: false,
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/explain",
            name: "explain",
            about: "How a query is understood, what was not, and what its words and names mean in this index",
            parameters: all(vec![vec![q()], filters()]),
            answers: json(schemas.add::<shapes::ExplanationRecord<'_>>()),
            takes_text: false,
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/export",
            name: "export",
            about: "Every matching article, whole, or quotation, in order of id, as a stream without a ceiling",
            parameters: all(vec![
                vec![q()],
                filters(),
                vec![
                    query(
                        "of",
                        choice(&["articles", "quotes"]),
                        "Export articles, or quotations, of which q says what it says to /quotes",
                    ),
                    query(
                        "min_probability",
                        share(),
                        "Of quotations: keep those whose speaker is at least that likely",
                    ),
                    query("format", choice(&formats), "JSON lines, a table, or citations (jsonl)"),
                    query("limit", integer(0, None), "Return at most this many (all)"),
                    query("offset", integer(0, None), "Leave out this many before them"),
                ],
            ]),
            answers: ExportFormat::NAMED.map(|(_, format)| (bare(format.content_type().0), string(None).into())).into(),
            takes_text: false,
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/openapi.json",
            name: "openapi",
            about: "This description",
            parameters: Vec::new(),
            answers: vec![("application/json", ObjectBuilder::new().schema_type(Type::Object).into())],
            takes_text: false,
            further: &[],
            has_etag: true,
        },
    ]
}
