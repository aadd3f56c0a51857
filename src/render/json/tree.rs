//! The syntax tree of a query as JSON.

use serde_json::{Value, json};

use crate::model::DateRange;
use crate::query::{Form, Name, Query, Word};

/// The tree of a query. Every node has a `type`; names of operators and fields are those of the
/// query language.
pub fn tree(query: &Query) -> Value {
    match query {
        Query::All => json!({"type": "all"}),
        Query::Word(word) => json!({"type": "word", "text": word.text, "form": form(word)}),
        Query::Phrase { words, slop } => {
            let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            json!({"type": "phrase", "words": texts, "form": words.first().map(form), "slop": slop})
        }
        Query::Prefix(text) => json!({"type": "prefix", "text": text}),
        Query::Fuzzy { word, distance } => json!({"type": "fuzzy", "text": word, "distance": distance}),
        Query::Regex(pattern) => json!({"type": "regex", "pattern": pattern}),
        Query::And(parts) => json!({"type": "and", "parts": trees(parts)}),
        Query::Or(parts) => json!({"type": "or", "parts": trees(parts)}),
        Query::Not(inner) => json!({"type": "not", "part": tree(inner)}),
        Query::Near { left, near, right } => {
            json!({"type": "near", "operator": near.to_string(), "left": tree(left), "right": tree(right)})
        }
        Query::AtLeast { count, query } => json!({"type": "at least", "count": count, "part": tree(query)}),
        Query::In { scope, query, speakers } => {
            let speakers: Vec<Value> = speakers.iter().map(name).collect();
            json!({"type": "in", "field": scope.to_string(), "part": tree(query), "speakers": speakers})
        }
        Query::Outlet(wanted) => json!({"type": "filter", "field": "outlet", "name": name(wanted)}),
        Query::Author(wanted) => json!({"type": "filter", "field": "author", "name": name(wanted)}),
        Query::Speaker(wanted) => json!({"type": "filter", "field": "speaker", "name": name(wanted)}),
        Query::Language(code) => json!({"type": "filter", "field": "lang", "code": code}),
        Query::Date(DateRange { from, to }) => {
            let day = |date: &Option<crate::model::Date>| date.map(|date| date.to_string());
            json!({"type": "filter", "field": "date", "from": day(from), "to": day(to)})
        }
        Query::Unknown(field) => json!({"type": "unknown", "field": field.to_string()}),
    }
}

fn trees(parts: &[Query]) -> Vec<Value> {
    parts.iter().map(tree).collect()
}

fn name(name: &Name) -> Value {
    json!({"text": name.text, "exact": name.exact})
}

fn form(word: &Word) -> &'static str {
    match word.form {
        Form::Inflected => "inflected",
        Form::Folded => "folded",
        Form::Literal => "literal",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;
    use crate::query::{ParseContext, parse};

    #[track_caller]
    fn check(query: &str, want: Value) {
        let context = ParseContext::new(Date::new(2020, 3, 4).unwrap());
        assert_eq!(tree(&parse(query, &context).query), want, "{query}");
    }

    #[test]
    fn every_node_says_what_it_is() {
        let word = |text: &str| json!({"type": "word", "text": text, "form": "inflected"});
        check("", json!({"type": "all"}));
        check("a W/5 b", json!({"type": "near", "operator": "W/5", "left": word("a"), "right": word("b")}));
        check(
            "said:(a OR b) @=\"Jo Roe\"",
            json!({"type": "in", "field": "said", "part": {"type": "or", "parts": [word("a"), word("b")]},
                "speakers": [{"text": "Jo Roe", "exact": true}]}),
        );
        check("=\"a b\"~2", json!({"type": "phrase", "words": ["a", "b"], "form": "folded", "slop": 2}));
        check(
            "NOT date:2020-03",
            json!({"type": "not", "part": {"type": "filter", "field": "date", "from": "2020-03-01", "to": "2020-03-31"}}),
        );
    }
}
