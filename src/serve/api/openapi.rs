//! `/openapi.json`: the description of the API, made of the shapes that answers are written from.

use std::sync::{Arc, LazyLock};

use axum::body::Body;
use axum::extract::{RawQuery, State as Shared};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};
use utoipa::openapi::path::{HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{AllOfBuilder, ArrayBuilder, ComponentsBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::{
    Content, HeaderBuilder, InfoBuilder, License, OpenApiBuilder, PathItem, PathsBuilder, Ref, RefOr, Required,
    ResponseBuilder,
};
use utoipa::{PartialSchema, ToSchema};

use super::{Answered, params};
use crate::query::dates;
use crate::render::json::shapes;
use crate::serve::problem::ProblemRecord;
use crate::serve::state::matches;
use crate::serve::{Limits, State};

/// Serves the description.
pub async fn openapi(Shared(_): Shared<Arc<State>>, RawQuery(text): RawQuery, headers: HeaderMap) -> Answered {
    static TEXT: LazyLock<(Vec<u8>, String)> = LazyLock::new(|| {
        let text = serde_json::to_vec(&description()).unwrap_or_default();
        let tag = format!("\"{:x}\"", xxhash_rust::xxh3::xxh3_64(&text));
        (text, tag)
    });
    params(text, |_| Ok(()))?;
    let (text, tag) = &*TEXT;
    let is_known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| matches(known, tag));
    let mut response = Response::new(if is_known { Body::empty() } else { Body::from(text.as_slice()) });
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    if let Ok(tag) = HeaderValue::try_from(tag.as_str()) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// Keys that an answer may lack, as `Shape.key`; all others are always there.
const OPTIONAL: &[&str] = &[
    "ArticleRecord.copies",
    "ArticleRecord.other_paths",
    "BesideRecord.notes",
    "BesideRecord.undated",
    "BesideRecord.warnings",
    "ConcordanceRecord.collocates",
    "ConcordanceRecord.groups",
    "ConcordanceRecord.lines",
    "FacetsRecord.author",
    "FacetsRecord.date",
    "FacetsRecord.language",
    "FacetsRecord.outlet",
    "FacetsRecord.speaker",
    "Head.articles",
    "Head.distinct",
    "Head.qid",
    "ProblemRecord.advice",
    "ProblemRecord.candidates",
    "ProblemRecord.parameter",
];

/// The whole description.
pub fn description() -> Value {
    let mut schemas = Schemas::default();
    let problem = schemas.add::<ProblemRecord<'_>>();
    let mut paths = PathsBuilder::new();
    for endpoint in endpoints(&mut schemas) {
        paths = paths.path(endpoint.path, PathItem::new(HttpMethod::Get, endpoint.operation(&problem)));
    }
    let mut components = ComponentsBuilder::new();
    for (name, schema) in schemas.0 {
        components = components.schema(name, schema);
    }
    let info = InfoBuilder::new()
        .title("search serve")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Full-text search over the news articles of one archive: who said what, in which words, in which \
             outlet. The parameters mean what the options of the command line mean, the answers are those of \
             `--format json`. Offsets count Unicode code points.",
        ))
        .license(Some(License::new("MIT OR Apache-2.0")))
        .build();
    let api = OpenApiBuilder::new().info(info).paths(paths).components(Some(components.build())).build();
    let mut description = serde_json::to_value(api).unwrap_or_default();
    if let Some(schemas) = description.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        for (name, schema) in schemas {
            complete(name, schema);
        }
    }
    description
}

/// Says which keys of a shape are always there, and that there are no others.
fn complete(name: &str, schema: &mut Value) {
    let Some(members) = schema.as_object_mut() else { return };
    for part in members.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
        complete(name, part);
    }
    let Some(properties) = members.get_mut("properties").and_then(Value::as_object_mut) else { return };
    let mut required = Vec::new();
    for (key, property) in properties {
        if OPTIONAL.contains(&format!("{name}.{key}").as_str()) {
            not_null(property);
        } else {
            required.push(Value::from(key.as_str()));
        }
    }
    members.insert("required".to_owned(), Value::from(required));
}

/// What may be missing is never null.
fn not_null(property: &mut Value) {
    let Some(members) = property.as_object_mut() else { return };
    let is_null = |value: &Value| value == "null" || value["type"] == "null";
    if let Some(types) = members.get_mut("type").and_then(Value::as_array_mut) {
        types.retain(|known| !is_null(known));
    }
    if let Some(one_of) = members.get_mut("oneOf").and_then(Value::as_array_mut) {
        one_of.retain(|known| !is_null(known));
    }
}

/// The shapes, with all that they are made of.
#[derive(Default)]
struct Schemas(Vec<(String, RefOr<Schema>)>);

impl Schemas {
    fn add<T: ToSchema>(&mut self) -> Ref {
        self.0.push((T::name().into(), <T as PartialSchema>::schema()));
        T::schemas(&mut self.0);
        Ref::from_schema_name(T::name())
    }

    /// A shape that is written with the version in front.
    fn add_versioned<T: ToSchema>(&mut self) -> Ref {
        let shape = self.add::<T>();
        let name = format!("Versioned{}", T::name());
        let version = ObjectBuilder::new().property("version", integer(1, Some(1)));
        let schema = AllOfBuilder::new().item(version).item(shape).build();
        self.0.push((name.clone(), Schema::AllOf(schema).into()));
        Ref::from_schema_name(name)
    }
}

/// What is said of an endpoint.
struct Endpoint {
    path: &'static str,
    name: &'static str,
    about: &'static str,
    parameters: Vec<Parameter>,
    /// Types of content with their schemas.
    answers: Vec<(&'static str, RefOr<Schema>)>,
    /// Statuses besides those that every endpoint may have.
    further: &'static [(&'static str, &'static str)],
    has_etag: bool,
}

impl Endpoint {
    fn operation(self, problem: &Ref) -> Operation {
        let etag = HeaderBuilder::new()
            .schema(Some(string(None)))
            .description(Some("Changes with each commit of the index; send it as If-None-Match."))
            .build();
        let mut found = ResponseBuilder::new().description("The answer");
        for (content_type, schema) in self.answers {
            found = found.content(content_type, Content::new(Some(schema)));
        }
        if self.has_etag {
            found = found.header("ETag", etag);
        }
        let usual = [
            ("400", "A parameter cannot be read, or there is none of that name"),
            ("403", "The request comes from a page of another site, or by a name that is not this server's"),
            ("413", "The request has a body"),
            ("414", "The address is too long"),
            ("422", "It can be read but not answered"),
            ("500", "The server failed"),
            ("503", "There is no index, too many questions at once, or the question takes too long"),
        ];
        let mut operation = OperationBuilder::new()
            .operation_id(Some(self.name))
            .summary(Some(self.about))
            .parameters(Some(self.parameters))
            .response("200", found.build())
            .response("304", ResponseBuilder::new().description("The one who asks has this answer already").build());
        for (status, about) in usual.iter().chain(self.further) {
            let content = Content::new(Some(RefOr::<Schema>::Ref(problem.clone())));
            let response = ResponseBuilder::new().description(*about).content("application/problem+json", content);
            operation = operation.response(*status, response.build());
        }
        operation.build()
    }
}

fn endpoints(schemas: &mut Schemas) -> Vec<Endpoint> {
    let json = |shape: Ref| vec![("application/json", RefOr::Ref(shape))];
    let limits = Limits::default();
    let page = |what: &str| {
        vec![
            query("limit", integer(0, Some(limits.hits)), &format!("Return at most this many {what} (10)")),
            query("offset", integer(0, Some(limits.offset)), "Leave out this many before them"),
            query("page", integer(1, Some(limits.offset)), "Instead of `offset`: the page of `limit`, from 1"),
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
    let needed = |name: &str, about: &str| {
        let schema = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).pattern(Some("\\S"));
        ParameterBuilder::from(query(name, schema, about)).required(Required::True).build()
    };
    let all = |parts: Vec<Vec<Parameter>>| parts.into_iter().flatten().collect();
    let versioned_facets = schemas.add_versioned::<shapes::FacetsAnswer<'_>>();
    let versioned_speakers = schemas.add_versioned::<shapes::SpeakersRecord<'_>>();
    let article = schemas.add::<shapes::ArticleRecord<'_>>();
    vec![
        Endpoint {
            path: "/api/v1/query",
            name: "query",
            about: "Ranked articles with the passages that matched",
            parameters: all(vec![vec![q()], filters(), vec![sort()], page("hits"), facets()]),
            answers: json(schemas.add::<shapes::ResponseRecord<'_>>()),
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
                        ObjectBuilder::new().schema_type(Type::Number).minimum(Some(0.0)).maximum(Some(1.0)),
                        "Keep quotations whose speaker is at least that likely; above 0 only those with a speaker",
                    ),
                ],
                page("quotations"),
                facets(),
            ]),
            answers: json(schemas.add::<shapes::QuotesRecord<'_>>()),
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
                    query("width", integer(0, Some(1000)), "Most characters on either side (40)"),
                    query("group", choice(&["left", "right"]), "Count what stands on this side of the matches"),
                    query("group_words", integer(1, Some(20)), "Count groups of this many words; needs `group`"),
                    query("collocates", integer(0, Some(1000)), "Count the words at most this far from a match"),
                    query("measure", choice(&["log-likelihood", "log-dice"]), "Order of collocates"),
                    query("min_count", integer(0, Some(1_000_000)), "Leave out collocates that are rarer (2)"),
                ],
                page("lines, groups or collocates"),
            ]),
            answers: json(schemas.add::<shapes::ConcordanceRecord<'_>>()),
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
                    query("in", choice(&["text", "said", "narration"]), "Compare these words (text)"),
                    query("min_count", integer(0, Some(1_000_000)), "Leave out words that are rarer in both (2)"),
                    query("min_articles", integer(0, Some(1_000_000)), "Leave out quotations of fewer articles (2)"),
                    query("limit", integer(0, Some(limits.hits)), "Most words and quotations of each side (10)"),
                ],
            ]),
            answers: json(schemas.add::<shapes::ComparisonRecord<'_>>()),
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/article/{id}",
            name: "article",
            about: "One article with its text, where each value came from, and its quotations",
            parameters: vec![
                ParameterBuilder::new()
                    .name("id")
                    .parameter_in(ParameterIn::Path)
                    .required(Required::True)
                    .schema(Some(ObjectBuilder::new().schema_type(Type::String).min_length(Some(1))))
                    .description(Some("Any unambiguous form of its id, percent-encoded"))
                    .build(),
            ],
            answers: json(article.clone()),
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
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/stats",
            name: "stats",
            about: "Size and content of the index",
            parameters: Vec::new(),
            answers: json(schemas.add::<shapes::StatsRecord<'_>>()),
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/explain",
            name: "explain",
            about: "How a query is understood, what was not, and what its words and names mean in this index",
            parameters: all(vec![vec![q()], filters()]),
            answers: json(schemas.add::<shapes::ExplanationRecord<'_>>()),
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/export",
            name: "export",
            about: "Every matching article, whole, in order of id, as a stream without a ceiling",
            parameters: all(vec![
                vec![q()],
                filters(),
                vec![
                    query("format", choice(&["jsonl", "csv"]), "One JSON object a line, or a table (jsonl)"),
                    query("limit", integer(0, None), "Return at most this many articles (all)"),
                    query("offset", integer(0, None), "Leave out this many before them"),
                ],
            ]),
            answers: vec![("application/x-ndjson", string(None).into()), ("text/csv", string(None).into())],
            further: &[],
            has_etag: true,
        },
        Endpoint {
            path: "/api/v1/openapi.json",
            name: "openapi",
            about: "This description",
            parameters: Vec::new(),
            answers: vec![("application/json", ObjectBuilder::new().schema_type(Type::Object).into())],
            further: &[],
            has_etag: true,
        },
    ]
}

fn filters() -> Vec<Parameter> {
    let name = "several: any of them. A name that equals a name or an alias means just that one, else every name \
                with these words; `=NAME` exactly that one, `?` what is not known";
    let date = format!("one of {}", dates::EXAMPLES);
    let switch = || ObjectBuilder::new().schema_type(Type::Boolean);
    vec![
        query("outlet", strings("Fox News"), &format!("Keep articles of this outlet; {name}")),
        query("speaker", strings("sessions"), &format!("Keep what quotes this person; {name}")),
        query("author", strings("Ben Sellers"), &format!("Keep articles by this author; {name}")),
        query("lang", strings("en"), "Keep articles in this language; several: any of them; `?` for unknown"),
        query("from", string(Some("2020-03")), &format!("Keep articles from this day on: {date}")),
        query(
            "to",
            string(Some("2020-07")),
            &format!("Keep articles up to this day, a partial date to its end: {date}"),
        ),
        query("date", choice(&["?"]), "Keep also what has no date, or only that if there is no other limit"),
        query("any", switch(), "Articles with any of the words, not all"),
        query("distinct", switch(), "Count reprints once, each group as its earliest article"),
        query("plain", switch(), "Read the query as words only: no operator, field, mark or prefix"),
        query("syntax", choice(&["own", "nexis", "lucene"]), "Syntax that the query is written in"),
    ]
}

fn query(name: &str, schema: impl Into<RefOr<Schema>>, about: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .schema(Some(schema))
        .description(Some(about))
        .build()
}

fn string(example: Option<&str>) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).examples(example)
}

fn strings(example: &str) -> ArrayBuilder {
    ArrayBuilder::new().items(RefOr::from(string(None))).examples([json!([example])])
}

fn integer(least: usize, most: Option<usize>) -> ObjectBuilder {
    let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(least));
    number.maximum(most)
}

fn choice(values: &[&str]) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(values.iter().copied()))
}
