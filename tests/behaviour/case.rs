//! Test cases, which are written as tables of text. Each case has a fact, a request and the expected response.

use std::collections::BTreeMap;

use actix_http::Request;
use actix_web::{
    App, Error,
    body::{self, MessageBody},
    dev::{Service, ServiceResponse},
    http::{
        Method,
        header::{HeaderName, HeaderValue},
    },
    test::{TestRequest, init_service},
    web::ServiceConfig,
};

pub const VARY_ON_PREFLIGHT: &str =
    "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

/// A request and its expected response.
pub struct Case {
    /// A sentence that states what the case proves.
    pub fact: String,
    /// The request line and the header lines. Each character is one byte.
    pub request: Vec<String>,
    /// The lines of a [`Response`].
    pub response: Vec<String>,
}

/// Returns the cases of a table. Each case has a line with the fact. The request and the response follow on two lines,
/// or on one line with `=>` between them.
///
/// ```text
/// an allowed origin gets its own name back
///     preflight PUT /books/1 from https://app.example | host: api.example
///     204 | allow-methods: PUT | allow-origin: https://app.example | vary: preflight
/// any other origin is rejected
///     preflight PUT /books/1 from https://evil.example => 403 | vary: preflight
/// ```
///
/// `from` precedes the `Origin`. `preflight PUT` is the `OPTIONS` request that asks for `PUT`. Response headers are
/// written without `access-control-`, and `vary: preflight` is the `Vary` of every preflight response. A line that
/// begins with `|` continues the previous line.
pub fn table(text: &str) -> Vec<Case> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match lines.last_mut() {
            Some(last) if line.starts_with('|') => *last += &format!(" {line}"),
            _ => lines.extend(line.split(" => ").map(str::to_owned)),
        }
    }
    let (cases, rest) = lines.as_chunks::<3>();
    assert!(
        !cases.is_empty() && rest.is_empty(),
        "a fact, a request and a response for each case: {rest:?}"
    );
    cases
        .iter()
        .map(|[fact, request, response]| Case {
            fact: fact.clone(),
            request: request_lines(request),
            response: response_lines(response),
        })
        .collect()
}

fn request_lines(line: &str) -> Vec<String> {
    let mut parts = line.split(" |").map(str::trim);
    let (request, origin) = split_once(parts.next().unwrap_or_default(), " from ");
    let origin = origin.map(|origin| format!("origin: {origin}"));
    let lines = match request.strip_prefix("preflight ") {
        Some(asked) => {
            let (method, path) = split(asked, " ");
            let asked = format!("access-control-request-method: {method}");
            vec![Some(format!("OPTIONS {path}")), origin, Some(asked)]
        }
        None => vec![Some(request.to_owned()), origin],
    };
    lines.into_iter().flatten().chain(parts.map(header)).collect()
}

fn response_lines(line: &str) -> Vec<String> {
    let mut parts = line.split(" |").map(str::trim);
    let status = parts.next().unwrap_or_default().to_owned();
    let headers = parts.map(|part| match part {
        "vary: preflight" => VARY_ON_PREFLIGHT.to_owned(),
        _ if part.starts_with("vary:") => part.to_owned(),
        _ => format!("access-control-{part}"),
    });
    [status].into_iter().chain(headers).collect()
}

/// Converts `name: value` to a header line. The value may be empty.
fn header(part: &str) -> String {
    let (name, value) = split(part, ":");
    format!("{name}: {}", value.trim())
}

fn split_once<'a>(line: &'a str, separator: &str) -> (&'a str, Option<&'a str>) {
    line.split_once(separator).map_or((line, None), |(before, after)| (before, Some(after)))
}

/// A response as it was received. Each character is one byte.
pub struct Received {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Received {
    pub fn new<'a>(
        status: u16,
        headers: impl IntoIterator<Item = (&'a str, &'a [u8])>,
        body: &[u8],
    ) -> Self {
        let headers = headers.into_iter();
        let headers = headers.map(|(name, value)| (name.to_lowercase(), latin1(value))).collect();
        Self { status, headers, body: latin1(body) }
    }

    pub async fn read<B: MessageBody>(response: ServiceResponse<B>) -> Self {
        let (_, response) = response.into_parts();
        let (response, body) = response.into_parts();
        let body = body::to_bytes(body).await.unwrap_or_else(|_| panic!("the body ends early"));
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| (name.as_str(), value.as_bytes()));
        Self::new(response.status().as_u16(), headers, &body)
    }
}

/// A response in the notation of a case: `200 the body`, then the `Vary` and `Access-Control-*` headers in the order of
/// their names. The lines of one header are joined.
#[derive(Debug, PartialEq, Eq)]
pub struct Response(pub Vec<String>);

impl From<Received> for Response {
    fn from(received: Received) -> Self {
        let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, value) in &received.headers {
            if name == "vary" || name.starts_with("access-control-") {
                by_name.entry(name).or_default().push(value);
            }
        }
        let status = format!("{} {}", received.status, received.body).trim_end().to_owned();
        let lines =
            by_name.into_iter().map(|(name, lines)| format!("{name}: {}", lines.join(", ")));
        Self([status].into_iter().chain(lines).collect())
    }
}

impl Response {
    pub fn status(&self) -> &str {
        self.0[0].split(' ').next().unwrap_or_default()
    }
}

impl PartialEq<&[&str]> for Response {
    fn eq(&self, expected: &&[&str]) -> bool {
        self.0 == *expected
    }
}

/// Collects every case that fails, so that the first failure does not hide the others.
#[derive(Default)]
pub struct Failures(Vec<String>);

impl Failures {
    pub fn compare(&mut self, fact: &str, expected: &[impl AsRef<str>], got: &Response) {
        let expected: Vec<&str> = expected.iter().map(AsRef::as_ref).collect();
        if got.0 != expected {
            self.0.push(format!(
                "{fact}:\n  expected {}\n  got      {}",
                expected.join(" | "),
                got.0.join(" | ")
            ));
        }
    }

    #[track_caller]
    pub fn report(self) {
        assert!(self.0.is_empty(), "{} cases fail\n{}", self.0.len(), self.0.join("\n"));
    }
}

/// Sends every case to an application with the given services, and compares the responses.
pub async fn check(services: impl FnOnce(&mut ServiceConfig), cases: &str) {
    check_app(&init_service(App::new().configure(services)).await, cases).await;
}

/// Sends every case to an application, and compares the responses.
pub async fn check_app<S, B>(app: &S, cases: &str)
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let mut failures = Failures::default();
    for case in table(cases) {
        failures.compare(&case.fact, &case.response, &send(app, &case.request).await);
    }
    failures.report();
}

/// Sends the request that the lines of a [`Case`] describe, and returns the response.
pub async fn send<S, B>(app: &S, lines: &[impl AsRef<str>]) -> Response
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    match app.call(request(lines)).await {
        Ok(response) => Received::read(response).await.into(),
        // The HTTP server of actix-web also converts an error to a response if no middleware has handled the error.
        Err(error) => {
            let request = TestRequest::default().to_http_request();
            Received::read(ServiceResponse::new(request, error.error_response())).await.into()
        }
    }
}

/// Returns the request that the lines of a [`Case`] describe.
pub fn request(lines: &[impl AsRef<str>]) -> Request {
    let mut lines = lines.iter().map(AsRef::as_ref);
    let (method, uri) = split(lines.next().expect("a request line"), " ");
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let mut request = TestRequest::with_uri(uri).method(method);
    for line in lines {
        let (name, value) = split(line, ": ");
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
        let value = HeaderValue::from_bytes(&bytes(value)).expect("a header's value");
        request = request.append_header((name, value));
    }
    request.to_request()
}

/// Splits a line at the first separator. The text after the separator may be empty.
pub fn split<'a>(line: &'a str, separator: &str) -> (&'a str, &'a str) {
    line.split_once(separator).unwrap_or_else(|| panic!("`{line}` has no `{separator}`"))
}

pub fn bytes(text: &str) -> Vec<u8> {
    text.chars().map(|character| u8::try_from(character).expect("latin-1")).collect()
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}
