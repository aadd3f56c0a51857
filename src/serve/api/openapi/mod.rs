//! `/openapi.json`: the description of the API, made of the shapes that answers are written from.

mod endpoints;
mod parameters;

use std::sync::{Arc, LazyLock};

use axum::body::Body;
use axum::extract::{RawQuery, State as Shared};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::Value;
use utoipa::openapi::path::{HttpMethod, Operation, OperationBuilder, Parameter};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{AllOfBuilder, ComponentsBuilder, ObjectBuilder, Schema, SchemaType};
use utoipa::openapi::{
    Content, HeaderBuilder, InfoBuilder, License, OpenApiBuilder, PathItem, PathsBuilder, Ref, RefOr, Required,
    ResponseBuilder,
};
use utoipa::{PartialSchema, ToSchema};

use self::parameters::{integer, string};
use super::{Answered, params};
use crate::serve::State;
use crate::serve::problem::ProblemRecord;
use crate::serve::state::matches;

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
    "FamilyRecord.members",
    "HitRecord.reprints",
    "StoryRecord.members",
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
    for endpoint in endpoints::endpoints(&mut schemas) {
        let method = if endpoint.takes_text { HttpMethod::Post } else { HttpMethod::Get };
        paths = paths.path(endpoint.path, PathItem::new(method, endpoint.operation(&problem)));
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
    /// True if a text is sent to it.
    takes_text: bool,
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
            ("401", "The server was started with a token, and none was shown"),
            ("403", "The request comes from a page of another site, or by a name that is not this server's"),
            ("413", "The request has a body, or too long a one"),
            ("414", "The address is too long"),
            ("422", "It can be read but not answered"),
            ("500", "The server failed"),
            (
                "503",
                "There is no index, too many questions at once, the question takes too long, or groups are being prepared",
            ),
        ];
        let mut operation = OperationBuilder::new()
            .operation_id(Some(self.name))
            .summary(Some(self.about))
            .parameters(Some(self.parameters))
            .response("200", found.build())
            .response("304", ResponseBuilder::new().description("The one who asks has this answer already").build());
        if self.takes_text {
            // Whatever comes is a text.
            let text = || Content::new(Some(RefOr::from(ObjectBuilder::new().schema_type(SchemaType::AnyValue))));
            let body = RequestBodyBuilder::new().description(Some("The text")).required(Some(Required::True));
            let body = body.content("text/plain", text()).content("text/markdown", text()).content("text/html", text());
            operation = operation.request_body(Some(body.build()));
        }
        for (status, about) in usual.iter().chain(self.further) {
            let content = Content::new(Some(RefOr::<Schema>::Ref(problem.clone())));
            let response = ResponseBuilder::new().description(*about).content("application/problem+json", content);
            operation = operation.response(*status, response.build());
        }
        operation.build()
    }
}
