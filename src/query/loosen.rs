//! A query with the order of its phrases given up: what somebody may want whose phrase stands nowhere.

use super::Query;
use crate::text::Words;

impl Query {
    /// The query with all words of each phrase in place of the phrase, wherever in the article they stand; `None`
    /// if it has no phrase whose words may stand apart. Phrases under `NOT`, and those whose distance or number is
    /// asked for, stay as they are.
    #[must_use]
    pub fn loosened(&self) -> Option<Query> {
        let of_all = |parts: &[Query]| {
            let loosened: Vec<Option<Query>> = parts.iter().map(Query::loosened).collect();
            let changed = loosened.iter().any(Option::is_some);
            changed.then(|| parts.iter().zip(loosened).map(|(part, loose)| loose.unwrap_or(part.clone())).collect())
        };
        match self {
            Query::Phrase { words, .. } => {
                // `&` in `"AT & T"` is no word, and by itself would be found nowhere.
                let words = words.iter().filter(|word| !Words::of(&word.text).is_empty());
                let words: Vec<Query> = words.cloned().map(Query::Word).collect();
                (words.len() > 1).then_some(Query::And(words))
            }
            Query::And(parts) => {
                let parts: Vec<Query> = of_all(parts)?;
                // `a ("b" "c")` is one list of words.
                let flat = parts.into_iter().flat_map(|part| match part {
                    Query::And(inner) => inner,
                    part => vec![part],
                });
                Some(Query::And(flat.collect()))
            }
            Query::Or(parts) => of_all(parts).map(Query::Or),
            Query::In { scope, query, speakers } => {
                let query = Box::new(query.loosened()?);
                Some(Query::In { scope: *scope, query, speakers: speakers.clone() })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Date;
    use crate::query::parse::{ParseContext, parse};

    #[track_caller]
    fn check(typed: &str, want: Option<&str>) {
        let query = parse(typed, &ParseContext::new(Date::new(2020, 3, 4).unwrap())).query;
        let loosened = query.loosened().map(|query| query.to_string());
        assert_eq!(loosened.as_deref(), want, "{typed}");
    }

    #[test]
    fn the_words_of_a_phrase_may_stand_apart() {
        check("\"witch hunt\"", Some("witch hunt"));
        check("mayor \"witch hunt\"", Some("mayor witch hunt"));
        check("\"witch hunt\"~3 OR hoax", Some("witch hunt OR hoax"));
        check("said:\"witch hunt\" @trump", Some("said:(witch hunt) @trump"));
        check("\"AT & T\"", Some("AT T"));
        check("\"AT &\"", None);
        check("=\"Witch Hunt\"", Some("=Witch =Hunt"));
        check("mayor NOT \"witch hunt\"", None);
        check("\"witch hunt\" W/5 mayor", None);
        check("ATLEAST2(\"witch hunt\")", None);
        check("witch hunt", None);
        check("\"witch\"", None);
    }
}
