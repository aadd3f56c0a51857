//! What a date asked for in the query leaves out because it has no date.
//!
//! A limit beside the query is counted as matches are gone over. In a query a date may stand
//! anywhere, so what it leaves out is a question of its own: that is made here, for every engine.

use super::SearchRequest;
use crate::model::DateRange;
use crate::query::Query;
use crate::query::ast::UnknownField;

/// The request that counts what has no date, does not match, and would if every date asked for were
/// that of its article; `None` if the query asks for no date.
pub(crate) fn undated(request: &SearchRequest) -> Option<SearchRequest> {
    if !asks_date(&request.query, true) {
        return None;
    }
    let would_match = with_dates(&request.query, &|is_asked| is_asked, true);
    let matches = with_dates(&request.query, &|_| false, true);
    let query = Query::And(vec![would_match, Query::Unknown(UnknownField::Date), Query::Not(Box::new(matches))]);
    Some(SearchRequest {
        outlets: request.outlets.clone(),
        speakers: request.speakers.clone(),
        authors: request.authors.clone(),
        languages: request.languages.clone(),
        dates: DateRange::default(),
        unknown: request.unknown.clone(),
        limit: 0,
        passages: 0,
        distinct: request.distinct.clone(),
        sort: super::Sort::Newest,
        ..SearchRequest::new(query)
    })
}

/// True if a date stands where no negation turns it round.
fn asks_date(query: &Query, is_asked: bool) -> bool {
    match query {
        Query::Date(_) => is_asked,
        Query::And(parts) | Query::Or(parts) => parts.iter().any(|part| asks_date(part, is_asked)),
        Query::Not(inner) => asks_date(inner, !is_asked),
        Query::AtLeast { query, .. } | Query::In { query, .. } => asks_date(query, is_asked),
        _ => false,
    }
}

/// The query with what `holds` says for each date: of one that is asked for, and of one that is not
/// to be.
fn with_dates(query: &Query, holds: &dyn Fn(bool) -> bool, is_asked: bool) -> Query {
    let all = |parts: &[Query]| parts.iter().map(|part| with_dates(part, holds, is_asked)).collect();
    let inside = |inner: &Query| Box::new(with_dates(inner, holds, is_asked));
    match query {
        Query::Date(_) if holds(is_asked) => Query::All,
        Query::Date(_) => Query::Not(Box::new(Query::All)),
        Query::And(parts) => Query::And(all(parts)),
        Query::Or(parts) => Query::Or(all(parts)),
        Query::Not(inner) => Query::Not(Box::new(with_dates(inner, holds, !is_asked))),
        Query::AtLeast { count, query } => Query::AtLeast { count: *count, query: inside(query) },
        Query::In { scope, query, speakers } => {
            Query::In { scope: *scope, query: inside(query), speakers: speakers.clone() }
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;
    use crate::query::{ParseContext, parse};

    #[track_caller]
    fn check(query: &str, want: Option<&str>) {
        let query = parse(query, &ParseContext::new(Date::new(2020, 3, 4).unwrap())).query;
        let request = undated(&SearchRequest::new(query));
        assert_eq!(request.as_ref().map(|request| request.query.to_string()).as_deref(), want);
        assert!(request.is_none_or(|request| undated(&request).is_none()));
    }

    #[test]
    fn a_date_that_is_asked_for_is_taken_as_met() {
        check("date:2020", Some("* date:? NOT NOT *"));
        check("dam date:2020", Some("(dam *) date:? NOT (dam NOT *)"));
        check("dam OR date:2020", Some("(dam OR *) date:? NOT (dam OR NOT *)"));
        check("date:2020 NOT date:2020-03", Some("(* NOT NOT *) date:? NOT (NOT * NOT NOT *)"));
        check("NOT (dam NOT date:2020)", Some("NOT (dam NOT *) date:? NOT NOT (dam NOT NOT *)"));
    }

    #[test]
    fn a_query_without_a_date_asks_for_none() {
        check("dam", None);
        check("date:?", None);
        check("dam NOT date:2020", None);
    }
}
