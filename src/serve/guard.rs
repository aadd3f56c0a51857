//! Who may ask, and what every answer carries.
//!
//! A page of the open web must not reach the server of the one who looks at it. Its scripts cannot
//! read answers, as nothing here allows other origins (no CORS); what they could still do is told
//! by three headers that they cannot forge:
//!
//! - `Host`: a name that was made to point at this machine (DNS rebinding) is not one of ours.
//! - `Origin`: what a page of another origin sends names that origin.
//! - `Sec-Fetch-Site`: images, styles and scripts of other sites are refused; a link that somebody
//!   follows is not.
//!
//! Without a token the server listens on this machine alone. With a token, whoever asks must show
//! it: as `Authorization: Bearer`, or once as `?token=`, which sets a cookie. `Host` is checked then as
//! well, for the names that the server was told to answer to; an address made of numbers cannot be bent.
//! A browser that the program itself opens is given a code that works once, as the command line of a running
//! program can be read by others.

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};

use super::params::Params;
use super::{Problem, State, assets, pages};

/// What a page may load: what comes from this server, and of what is written into the page itself nothing but the style
/// sheet of the program, which is told by its hash.
pub fn content_security_policy() -> &'static HeaderValue {
    static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
        let policy = format!(
            "default-src 'none'; script-src 'self'; style-src '{}'; img-src 'self'; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            assets::style_hash()
        );
        HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
    });
    &POLICY
}

/// Shortest token, in bytes: as base 64, these are 96 random bits.
pub const SHORTEST_TOKEN: usize = 16;

const HEADERS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Other sites are told nothing. Without it at all a form would come from no origin, and be refused.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
];

/// The address that a text is sent to by programs, which is all that it is good for.
const TAKES_TEXT_ALONE: &str = "/api/v1/check";

/// The page whose form sends a text to it.
const TAKES_TEXT: &str = "/check";

/// How long a code is good for that a browser is opened with.
const CODE_TIME: Duration = Duration::from_secs(60);

/// Who may ask.
#[derive(Clone, Debug)]
pub struct Access {
    port: u16,
    /// `None`: only this machine is listened to.
    token: Option<String>,
    /// Names that it answers to, besides those of this machine and addresses made of numbers.
    names: Vec<String>,
    /// Stands for the token once, until then.
    code: Arc<Mutex<Option<(String, Instant)>>>,
}

impl Access {
    /// Whoever is on this machine, by the names that this machine has for itself.
    pub fn local(port: u16) -> Access {
        Access { port, token: None, names: Vec::new(), code: Arc::default() }
    }

    /// Whoever shows the token, from anywhere.
    ///
    /// # Errors
    /// A message if the token is too short, or could not stand in a header.
    pub fn token(port: u16, token: &str) -> Result<Access, String> {
        let is_plain = token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte));
        if token.len() < SHORTEST_TOKEN || !is_plain {
            return Err(format!(
                "a token has {SHORTEST_TOKEN} or more characters, of letters, digits and - . _ ~ + / ="
            ));
        }
        Ok(Access { token: Some(token.to_owned()), ..Access::local(port) })
    }

    /// The same answering to further names: that of this machine in its network, or that of a proxy before it.
    pub fn answering_to(mut self, names: impl IntoIterator<Item = String>) -> Access {
        self.names.extend(names);
        self
    }

    /// True if nobody but this machine is answered.
    pub fn is_local(&self) -> bool {
        self.token.is_none()
    }

    /// A code that stands for the token once, in `?code=`, within a minute; a later one replaces it.
    pub fn code(&self) -> String {
        // Hashes under keys of the system's randomness.
        let code: String = (0..2).map(|part| format!("{:016x}", RandomState::new().hash_one(part))).collect();
        let until = Instant::now() + CODE_TIME;
        *self.code.lock().unwrap_or_else(PoisonError::into_inner) = Some((code.clone(), until));
        code
    }

    /// True if that is the code, which is used up by it.
    fn takes_code(&self, shown: &str) -> bool {
        let mut code = self.code.lock().unwrap_or_else(PoisonError::into_inner);
        let is_good = code.as_ref().is_some_and(|(code, until)| is_same(shown, code) && Instant::now() < *until);
        if is_good {
            *code = None;
        }
        is_good
    }

    /// The name of the cookie with the token. Cookies know no ports, so its name does.
    fn cookie(&self) -> String {
        format!("search-{}", self.port)
    }

    fn is_ours(&self, host: &str) -> bool {
        let (name, port) = split_port(host);
        if !self.is_local() {
            // A proxy may have another port.
            let name = name.trim_end_matches('.');
            return is_of_this_machine(name)
                || bare(name).parse::<IpAddr>().is_ok()
                || self.names.iter().any(|known| known.eq_ignore_ascii_case(name));
        }
        if port.is_some_and(|port| port.parse() != Ok(self.port)) || (port.is_none() && self.port != 80) {
            return false;
        }
        is_of_this_machine(name)
    }

    /// Looks at where a request comes from.
    fn check(&self, headers: &HeaderMap, method: &Method, uri: &Uri) -> Result<(), Problem> {
        let forbidden = |detail: &str| Problem::new(StatusCode::FORBIDDEN, detail);
        let host = match headers.get(header::HOST) {
            Some(host) => host.to_str().map_err(|_| forbidden("the Host header cannot be read"))?,
            None => uri.authority().map(|authority| authority.as_str()).unwrap_or_default(),
        };
        if !self.is_ours(host) {
            let advice = match self.is_local() {
                true => format!("ask for http://127.0.0.1:{}/", self.port),
                false => "ask for its address in numbers, or start it with `--allow-host NAME`".to_owned(),
            };
            return Err(forbidden("this server does not answer to that name").advising(advice));
        }
        if let Some(origin) = headers.get(header::ORIGIN) {
            let same = origin.to_str().is_ok_and(|origin| {
                let name = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
                name.is_some_and(|name| name.eq_ignore_ascii_case(host))
            });
            if !same {
                return Err(forbidden("pages of other sites are not answered"));
            }
        }
        let told = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let is_foreign = matches!(told("sec-fetch-site"), Some("cross-site" | "same-site"));
        let is_followed = *method == Method::GET
            && told("sec-fetch-mode") == Some("navigate")
            && matches!(told("sec-fetch-dest"), None | Some("document"));
        if is_foreign && !is_followed {
            return Err(forbidden("pages of other sites are not answered"));
        }
        Ok(())
    }

    /// True if the request shows the token, or none is asked for.
    fn is_shown(&self, headers: &HeaderMap) -> bool {
        let Some(token) = &self.token else { return true };
        let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let bearer = bearer.and_then(|value| value.split_once(' ')).filter(|(scheme, _)| {
            // RFC 9110: schemes are compared without case.
            scheme.eq_ignore_ascii_case("bearer")
        });
        if bearer.is_some_and(|(_, shown)| is_same(shown.trim(), token)) {
            return true;
        }
        let name = self.cookie();
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(cookie, shown)| cookie == name && is_same(shown, token))
    }

    /// The token in the address: taken out of it again, so that nobody copies it along.
    fn hand_over(&self, uri: &Uri) -> Option<Response> {
        let token = self.token.as_ref()?;
        let mut params = Params::of(uri.query()).ok()?;
        let shown = params.take("token").ok().flatten();
        let code = params.take("code").ok().flatten();
        let is_shown = shown.is_some_and(|shown| is_same(&shown, token));
        if !is_shown && !code.is_some_and(|code| self.takes_code(&code)) {
            return None;
        }
        // A path of two slashes would lead to another machine.
        let path = format!("/{}", uri.path().trim_start_matches(['/', '\\']));
        let location = HeaderValue::try_from(params.address(&path)).ok()?;
        let cookie = format!("{}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000", self.cookie());
        let mut response = StatusCode::SEE_OTHER.into_response();
        response.headers_mut().insert(header::LOCATION, location);
        response.headers_mut().insert(header::SET_COOKIE, HeaderValue::try_from(cookie).ok()?);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Some(response)
    }
}

/// Takes as long for any text of that length.
fn is_same(shown: &str, token: &str) -> bool {
    let differing = shown.bytes().zip(token.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    shown.len() == token.len() && differing == 0
}

/// True of the names that a machine has for itself.
fn is_of_this_machine(name: &str) -> bool {
    let is_loopback = bare(name).parse().is_ok_and(|address: IpAddr| address.is_loopback());
    name.eq_ignore_ascii_case("localhost") || is_loopback
}

/// `[::1]` to `::1`.
fn bare(name: &str) -> &str {
    name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name)
}

/// `[::1]:80` to `[::1]` and `80`.
fn split_port(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !name.is_empty() && !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    }
}

/// Puts the guard around everything that is served.
pub fn around(router: Router<Arc<State>>, state: Arc<State>) -> Router {
    router
        .fallback(async || Problem::not_found("there is nothing at this address"))
        .layer(from_fn_with_state(state.clone(), guard))
        .with_state(state)
}

async fn guard(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let allowed = match request.uri().path() {
        TAKES_TEXT_ALONE => "POST",
        TAKES_TEXT => "GET, HEAD, POST",
        _ => "GET, HEAD",
    };
    let is_head = *request.method() == Method::HEAD;
    let response = match admit(&state, &request) {
        Ok(None) => next.run(request).await,
        Ok(Some(response)) => response,
        Err(problem) => problem.into_response(),
    };
    let mut response = dress(response, is_api, is_head);
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    }
    response
}

/// What is answered without asking anybody, if anything is.
fn admit(state: &State, request: &Request) -> Result<Option<Response>, Problem> {
    let (headers, uri) = (request.headers(), request.uri());
    state.access().check(headers, request.method(), uri)?;
    // Styles and scripts are those of the program; the page that asks for the token has them too.
    let is_open = uri.path().starts_with("/assets/") || uri.path() == "/favicon.ico";
    if !is_open && !state.access().is_shown(headers) {
        if let Some(response) = state.access().hand_over(uri) {
            return Ok(Some(response));
        }
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "this server asks for its token")
            .advising("whoever started it has the token: in `$SEARCH_TOKEN` or in the file of `--token-file`; programs send `Authorization: Bearer TOKEN`"));
    }
    // The two addresses that take a text; they look to its length.
    let takes_text = *request.method() == Method::POST && matches!(uri.path(), TAKES_TEXT | TAKES_TEXT_ALONE);
    let not_allowed = |detail: &str| Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail));
    if uri.path() == TAKES_TEXT_ALONE && !takes_text {
        return not_allowed("the text to be checked is sent with POST");
    }
    if !takes_text && !matches!(*request.method(), Method::GET | Method::HEAD) {
        return not_allowed("only GET and HEAD are answered");
    }
    let n_bytes = uri.path_and_query().map_or(0, |text| text.as_str().len());
    if n_bytes > state.limits().address {
        let most = state.limits().address;
        return Err(Problem::new(StatusCode::URI_TOO_LONG, format!("an address has at most {most} bytes")));
    }
    let has_body = headers.contains_key(header::TRANSFER_ENCODING)
        || headers.get(header::CONTENT_LENGTH).is_some_and(|length| length != "0");
    if has_body && !takes_text {
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "a request has no body here"));
    }
    Ok(None)
}

/// Gives an answer the headers that all have, and a problem the form in which it can be read.
fn dress(mut response: Response, is_api: bool, is_head: bool) -> Response {
    if response.status() == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if !is_api && let Some(problem) = response.extensions().get::<Problem>() {
        let page = pages::problem(problem).into_string();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        response.headers_mut().remove(header::CONTENT_LENGTH);
        *response.body_mut() = if is_head { Body::empty() } else { Body::from(page) };
    }
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, content_security_policy().clone());
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
