//! How a request fails: problem details of RFC 9457 for programs, the same as a page for people.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::error::Error;

/// Why a request is not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Status of the response.
    pub status: StatusCode,
    /// What is wrong with this request.
    pub detail: String,
    /// The parameter that is wrong.
    pub parameter: Option<String>,
    /// What to do instead.
    pub advice: Option<String>,
    /// Seconds after which it is worth trying again.
    pub retry_after: Option<u32>,
    /// It is being prepared, and there in a moment.
    pub is_preparing: bool,
    /// What may have been meant, such as the full ids of an ambiguous one.
    pub candidates: Vec<String>,
}

/// The members of a problem; absent where they have no value.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct ProblemRecord<'a> {
    /// Always `about:blank`: the status says what kind of problem it is.
    r#type: &'static str,
    /// The name of the status.
    title: &'a str,
    /// The status.
    status: u16,
    /// What is wrong with this request.
    detail: &'a str,
    /// The parameter that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'a str>,
    /// What to do instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<&'a str>,
    /// What may have been meant.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    candidates: &'a [String],
}

impl Problem {
    /// A problem with nothing but a status and what is wrong.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem {
            status,
            detail: detail.into(),
            parameter: None,
            advice: None,
            retry_after: None,
            is_preparing: false,
            candidates: Vec::new(),
        }
    }

    /// The address cannot be read: 400.
    pub fn parameter(name: &str, detail: impl Into<String>) -> Problem {
        Problem { parameter: Some(name.to_owned()), ..Problem::new(StatusCode::BAD_REQUEST, detail) }
    }

    /// What is asked for can be read, but makes no sense or is too much: 422.
    pub fn senseless(name: &str, detail: impl Into<String>) -> Problem {
        Problem { parameter: Some(name.to_owned()), ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail) }
    }

    /// There is no such thing: 404.
    pub fn not_found(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::NOT_FOUND, detail)
    }

    /// It cannot be answered now: 503.
    pub fn busy(detail: impl Into<String>) -> Problem {
        Problem { retry_after: Some(1), ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail) }
    }

    /// The same with advice.
    pub fn advising(mut self, advice: impl Into<String>) -> Problem {
        self.advice = Some(advice.into());
        self
    }

    /// The name of the status.
    pub fn title(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Problem")
    }

    /// The problem as JSON.
    pub fn json(&self) -> Vec<u8> {
        let record = ProblemRecord {
            r#type: "about:blank",
            title: self.title(),
            status: self.status.as_u16(),
            detail: &self.detail,
            parameter: self.parameter.as_deref(),
            advice: self.advice.as_deref(),
            candidates: &self.candidates,
        };
        serde_json::to_vec(&record).unwrap_or_default()
    }
}

/// Failures of the library. What the index says of its folder names no path here: who asks over
/// the network need not know it.
impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        let unavailable = |detail: String| Problem { retry_after: Some(5), ..Problem::busy(detail) };
        match error {
            Error::NothingIndexed { .. } => unavailable("no articles are indexed yet".to_owned())
                .advising("run `search index PATH` with the same index folder; this server sees it by itself"),
            Error::OtherFormat { found, expected, .. } => {
                unavailable(format!("the index has format {found}, this program reads format {expected}"))
                    .advising("run `search index --rebuild`, or start the version that wrote it")
            }
            Error::ForeignFolder { .. } => unavailable("the folder is not an index of this program".to_owned())
                .advising("start `search serve` with another --index"),
            Error::Invalid(message) | Error::Unsupported(message) => {
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, message)
            }
            Error::Stopped => Problem::busy("the question takes too long"),
            Error::Read { .. } | Error::Malformed { .. } => {
                unavailable("the index could not be read".to_owned()).advising("run `search verify`")
            }
            other => {
                let mut detail = other.to_string();
                let mut cause = std::error::Error::source(&other);
                while let Some(below) = cause {
                    detail.push_str(": ");
                    detail.push_str(&below.to_string());
                    cause = below.source();
                }
                Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
            }
        }
    }
}

/// As JSON; [`super::guard`] makes a page of it where a page was asked for.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.json()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_has_the_members_of_the_standard() {
        let problem = Problem::parameter("limit", "`x` is not a number").advising("a number from 1 on");
        let want = concat!(
            r#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"`x` is not a number","#,
            r#""parameter":"limit","advice":"a number from 1 on"}"#
        );
        assert_eq!(String::from_utf8(problem.json()).unwrap(), want);
        assert_eq!(problem.into_response().headers()[header::CONTENT_TYPE], "application/problem+json");
    }

    #[test]
    fn a_problem_names_no_path_of_this_machine() {
        let problem = Problem::from(Error::NothingIndexed { path: "/home/jane/index".into() });
        assert_eq!(problem.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(!String::from_utf8(problem.json()).unwrap().contains("jane"));
    }
}
