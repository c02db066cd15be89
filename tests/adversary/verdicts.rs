//! Test of the tables on the guide's page about CSRF protection. The tables show the requests that Go's
//! `CrossOriginProtection`, .NET's `DefaultCsrfProtection` and `enforce` allow.
//!
//! The test compares the columns of Go and .NET with reimplementations of the two algorithms, and the column of
//! `enforce` with the library.

use actix_web::{
    App, HttpResponse,
    dev::Service,
    http::Method,
    route,
    test::{TestRequest, init_service},
};
use adversary_tests::served::at_once;
use cors_runtime::cors;

const PAGE: &str = include_str!("../../cors-runtime/docs/guide/csrf_protection.md");
const TRUSTED: &str = "https://trusted.example";

#[cors(origins = TRUSTED, allow_credentials, enforce)]
#[route(
    "/",
    method = "GET",
    method = "HEAD",
    method = "OPTIONS",
    method = "POST",
    method = "PUT",
    method = "QUERY"
)]
async fn handler() -> HttpResponse {
    HttpResponse::Ok().finish()
}

struct Row {
    request: Request,
    go: bool,
    dotnet: bool,
    ours: bool,
}

#[derive(Debug)]
struct Request {
    method: &'static str,
    host: &'static str,
    headers: Vec<(&'static str, &'static str)>,
}

/// Reads the tables of the page, and returns the rows whose first cell is a request.
fn rows() -> Vec<Row> {
    let is_allowed = |cell: &str| match cell {
        "allowed" => true,
        "denied" => false,
        cell => panic!("`{cell}` is not a verdict"),
    };
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|line| {
        let mut cells = line.split(" | ").map(|cell| cell.trim_end_matches(" |"));
        let request = Request::read(cells.next()?)?;
        let mut verdict = || cells.next().map(is_allowed);
        Some(Row { request, go: verdict()?, dotnet: verdict()?, ours: verdict()? })
    })
    .collect()
}

impl Request {
    /// Reads a cell with a method and the headers after it. Returns `None` if the cell is not a request.
    fn read(cell: &'static str) -> Option<Self> {
        let mut parts = cell.trim_end_matches('`').split("`, `");
        let method = parts.next().filter(|it| it.chars().all(|it| it.is_ascii_uppercase()))?;
        let mut request = Self { method, host: "example.com", headers: Vec::new() };
        for part in parts {
            match part.split_once(':')? {
                ("Host", host) => request.host = host.trim(),
                (name, value) => request.headers.push((name, value.trim())),
            }
        }
        Some(request)
    }

    fn all(&self, name: &str) -> Vec<&str> {
        let lines = self.headers.iter().filter(|(sent, _)| *sent == name);
        lines.map(|(_, value)| *value).collect()
    }
}

/// Returns whether Go's `CrossOriginProtection.Check` allows a request:
/// <https://pkg.go.dev/net/http#CrossOriginProtection>.
fn go(request: &Request) -> bool {
    let first = |name| request.all(name).first().copied().unwrap_or_default();
    let (site, origin) = (first("Sec-Fetch-Site"), first("Origin"));
    let names_host = || origin.split_once("://").is_some_and(|(_, host)| host == request.host);
    match (request.method, site) {
        ("GET" | "HEAD" | "OPTIONS", _) | (_, "same-origin" | "none") => true,
        (_, "") if origin.is_empty() || names_host() => true,
        _ => origin == TRUSTED,
    }
}

/// Returns whether .NET's `DefaultCsrfProtection.ValidateAsync` allows a request over TLS:
/// <https://learn.microsoft.com/aspnet/core/security/csrf-protection>.
fn dotnet(request: &Request) -> bool {
    let joined = |name| request.all(name).join(",");
    let (site, origin) = (joined("Sec-Fetch-Site"), joined("Origin"));
    match (request.method, site.as_str()) {
        ("GET" | "HEAD" | "OPTIONS" | "TRACE" | "QUERY", _) | (_, "same-origin" | "none") => true,
        _ if origin == TRUSTED => true,
        (_, "") => {
            origin.is_empty() || origin.eq_ignore_ascii_case(&format!("https://{}", request.host))
        }
        _ => false,
    }
}

#[test]
fn the_tables_of_the_guide_are_true() {
    let app = actix_web::rt::System::new().block_on(init_service(App::new().service(handler)));
    let rows = rows();
    assert_eq!(rows.len(), 33, "the rows of both tables");
    for Row { request, go: in_go, dotnet: in_dotnet, ours } in rows {
        let method = Method::from_bytes(request.method.as_bytes()).expect("a method");
        let mut sent =
            TestRequest::with_uri("/").method(method).insert_header(("host", request.host));
        for header in &request.headers {
            sent = sent.append_header(*header);
        }
        let answer = at_once(app.call(sent.to_request())).expect("an answer");
        let got = (go(&request), dotnet(&request), answer.status() == 200);
        assert_eq!(got, (in_go, in_dotnet, ours), "{request:?}");
    }
}
