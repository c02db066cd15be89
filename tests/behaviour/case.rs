//! Cases as data: what is sent, what comes back, and a sentence that says why.

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

/// One exchange.
pub struct Case {
    pub says: &'static str,
    /// The request line, then header lines; each character is one byte.
    pub sends: &'static [&'static str],
    /// The status and the body; then what a cache and a browser read of CORS: see [`Answer`].
    pub gets: &'static [&'static str],
}

/// What came back, as a case writes it: `200 the body`, then the `Vary` and `Access-Control-*`
/// headers in the order of their names, each with its lines joined.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer(pub Vec<String>);

impl Answer {
    pub fn new<'a>(
        status: u16,
        body: &[u8],
        headers: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    ) -> Self {
        let mut judged: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in headers {
            let name = name.to_lowercase();
            if name == "vary" || name.starts_with("access-control-") {
                judged.entry(name).or_default().push(latin1(value));
            }
        }
        let status = format!("{status} {}", latin1(body)).trim_end().to_owned();
        let lines = judged.into_iter().map(|(name, lines)| format!("{name}: {}", lines.join(", ")));
        Self([status].into_iter().chain(lines).collect())
    }

    async fn read<B: MessageBody>(response: ServiceResponse<B>) -> Self {
        let (_, response) = response.into_parts();
        let (response, body) = response.into_parts();
        let body = body::to_bytes(body).await.unwrap_or_else(|_| panic!("the body breaks off"));
        let headers = response.headers().iter();
        Self::new(
            response.status().as_u16(),
            &body,
            headers.map(|(name, value)| (name.as_str(), value.as_bytes())),
        )
    }

    pub fn status(&self) -> &str {
        self.0[0].split(' ').next().unwrap_or_default()
    }
}

impl PartialEq<&[&str]> for Answer {
    fn eq(&self, expected: &&[&str]) -> bool {
        self.0 == *expected
    }
}

/// Collects every case that fails, so that the first does not hide the rest.
#[derive(Default)]
pub struct Failures(Vec<String>);

impl Failures {
    pub fn compare(&mut self, says: &str, expected: &[&str], got: &Answer) {
        if *got != expected {
            self.0.push(format!(
                "{says}:\n  expected {}\n  got      {}",
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

/// Sends every case to an application of those services.
pub async fn check(services: impl FnOnce(&mut ServiceConfig), cases: &[Case]) {
    check_app(&init_service(App::new().configure(services)).await, cases).await;
}

/// Sends every case to that application.
pub async fn check_app<S, B>(app: &S, cases: &[Case])
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    assert!(!cases.is_empty(), "there are no cases");
    let mut failures = Failures::default();
    for case in cases {
        failures.compare(case.says, case.gets, &send(app, case.sends).await);
    }
    failures.report();
}

/// Sends one request, written as in a [`Case`].
pub async fn send<S, B>(app: &S, lines: &[impl AsRef<str>]) -> Answer
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    match app.call(request(lines)).await {
        Ok(response) => Answer::read(response).await,
        // As the HTTP server does with what no middleware answered.
        Err(error) => {
            let request = TestRequest::default().to_http_request();
            Answer::read(ServiceResponse::new(request, error.error_response())).await
        }
    }
}

fn request(lines: &[impl AsRef<str>]) -> Request {
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

/// Both sides of the first separator; a value may be empty.
pub fn split<'a>(line: &'a str, separator: &str) -> (&'a str, &'a str) {
    line.split_once(separator).unwrap_or_else(|| panic!("`{line}` has no `{separator}`"))
}

pub fn bytes(text: &str) -> Vec<u8> {
    text.chars().map(|character| u8::try_from(character).expect("latin-1")).collect()
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}
