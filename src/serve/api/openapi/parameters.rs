//! Parameters of endpoints, and what they take.

use serde_json::json;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::{RefOr, Required};

use crate::query::dates;

/// Query and filters of a search.
pub fn filters() -> Vec<Parameter> {
    let mut all = filters_counting_each();
    all.push(query("distinct", switch(), "Count reprints once, each group as its earliest article"));
    all
}

/// Filters where reprints cannot count once.
pub fn filters_counting_each() -> Vec<Parameter> {
    let name = "several: any of them. A name that equals a name or an alias means just that one, else every name \
                with these words; `=NAME` exactly that one, `?` what is not known";
    let date = format!("one of {}", dates::EXAMPLES);
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
        query("plain", switch(), "Read the query as words only: no operator, field, mark or prefix"),
        query("syntax", choice(&["own", "nexis", "lucene"]), "Syntax that the query is written in"),
    ]
}

/// A parameter of the query part that may be left out.
pub fn query(name: &str, schema: impl Into<RefOr<Schema>>, about: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .schema(Some(schema))
        .description(Some(about))
        .build()
}

/// Any text.
pub fn string(example: Option<&str>) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).examples(example)
}

/// Several texts, each in a parameter of its own.
pub fn strings(example: &str) -> ArrayBuilder {
    ArrayBuilder::new().items(RefOr::from(string(None))).examples([json!([example])])
}

/// A number in bounds.
pub fn integer(least: usize, most: Option<usize>) -> ObjectBuilder {
    let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(least));
    number.maximum(most)
}

/// One of some words.
pub fn choice(values: &[&str]) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(values.iter().copied()))
}

/// Yes or no.
pub fn switch() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Boolean)
}

/// A number from 0 to 1.
pub fn share() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Number).minimum(Some(0.0)).maximum(Some(1.0))
}

/// A parameter that must be there and hold something.
pub fn needed(name: &str, about: &str) -> Parameter {
    let schema = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).pattern(Some("\\S"));
    ParameterBuilder::from(query(name, schema, about)).required(Required::True).build()
}

/// An id in the path.
pub fn id(about: &str) -> Parameter {
    ParameterBuilder::new()
        .name("id")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).min_length(Some(1))))
        .description(Some(about))
        .build()
}
