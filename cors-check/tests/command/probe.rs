//! Tests that `cors-check probe` reports findings for misconfigured servers, and no finding for correct servers.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering},
};

use actix_cors::Cors;
use actix_web::{
    App, HttpRequest, HttpResponse,
    http::header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, HeaderName,
        HeaderValue, VARY,
    },
    web,
};
use cors_runtime::{cors, policy};

use crate::{APP, is_preflight, request_header, results, serve, serve_responses};

/// Responds with CORS headers if `allows` returns true for the origin.
fn respond(request: &HttpRequest, allows: impl Fn(&str) -> bool) -> HttpResponse {
    let origin = request_header(request, "origin");
    let mut response = HttpResponse::Ok();
    response.insert_header(("vary", "Origin"));
    if !origin.is_empty() && allows(origin) {
        response.insert_header(("access-control-allow-origin", origin));
        response.insert_header(("access-control-allow-credentials", "true"));
        if is_preflight(request) {
            response.insert_header(("access-control-allow-methods", "GET, POST"));
            response.insert_header(("access-control-allow-headers", "content-type"));
        }
    }
    response.finish()
}

/// Responds as [`respond`] does, but leaves the header `name` out.
fn respond_without(
    name: HeaderName,
    request: &HttpRequest,
    allows: impl Fn(&str) -> bool,
) -> HttpResponse {
    let mut response = respond(request, allows);
    response.headers_mut().remove(name);
    response
}

fn probe(address: SocketAddr, from: &str) -> (Option<i32>, String) {
    let (status, stdout, stderr) =
        results(&["probe", &format!("http://{address}/books"), "--from", from]);
    assert_eq!(stderr, "");
    (status, stdout)
}

/// Returns the title lines of the findings and notes.
fn titles(stdout: &str) -> Vec<&str> {
    let severities = ["HIGH", "MEDIUM", "LOW", "NOTE"];
    let is_title = |line: &&str| severities.iter().any(|severity| line.starts_with(severity));
    stdout.lines().filter(is_title).collect()
}

/// Probes the server, and checks the titles in the output, the exit status, and the last line of the output.
fn assert_titles(address: SocketAddr, from: &str, expected: &[&str]) {
    let (status, stdout) = probe(address, from);
    assert_eq!(titles(&stdout), expected, "{stdout}");
    let findings = expected.iter().filter(|title| !title.starts_with("NOTE")).count();
    assert_eq!(status, Some(i32::from(findings > 0)), "{stdout}");
    let noun = if findings == 1 { "finding" } else { "findings" };
    assert!(stdout.ends_with(&format!("{findings} {noun}\n")), "{stdout}");
}

#[test]
#[rustfmt::skip]
fn a_server_that_allows_too_many_origins_has_a_finding() {
    const GITHUB: &str = "https://octocat.github.io";
    type Allows = fn(&str) -> bool;
    let cases: [(&str, Allows, &[&str]); 10] = [
        (APP, |_| true, &["HIGH  Any origin is allowed with credentials"]),
        (APP, |origin| origin == APP || origin == "null", &[
            "HIGH  `null`, the origin of a frame with `sandbox` and without `allow-same-origin`, is allowed with credentials",
        ]),
        (APP, |origin| origin.starts_with(APP), &[
            "HIGH  `https://app.example.com.cors-check.example`, which begins like the allowed origin, is allowed with credentials",
            "LOW  `https://app.example.com:8443`, another port, is allowed with credentials",
        ]),
        (APP, |origin| origin.ends_with("example.com"), &[
            "HIGH  `https://cors-check-example.com`, which ends like the allowed domain, is allowed with credentials",
            "HIGH  `https://appxexample.com`, which has another character in place of a dot, is allowed with credentials",
            "MEDIUM  `http://app.example.com`, which is not encrypted, is allowed with credentials",
            "NOTE  `https://cors-check.app.example.com`, another domain of the same owner, is allowed with credentials",
            "NOTE  `https://cors-check.example.com`, another domain of the same owner, is allowed with credentials",
        ]),
        (APP, |origin| origin.strip_prefix("https://app").is_some_and(|rest| rest.get(1..) == Some("example.com")), &[
            "HIGH  `https://appxexample.com`, which has another character in place of a dot, is allowed with credentials",
        ]),
        (APP, |origin| origin.split_once("://").is_some_and(|(_, host)| host == "app.example.com"), &[
            "MEDIUM  `http://app.example.com`, which is not encrypted, is allowed with credentials",
        ]),
        (APP, |origin| origin.strip_suffix(":8443").unwrap_or(origin) == APP, &[
            "LOW  `https://app.example.com:8443`, another port, is allowed with credentials",
        ]),
        (GITHUB, |origin| origin.starts_with("https://") && origin.ends_with(".github.io"), &[
            "HIGH  `https://cors-check-octocat.github.io`, which ends like the allowed domain, is allowed with credentials",
            "HIGH  `https://cors-check.github.io`, a domain of another owner, is allowed with credentials",
            "NOTE  `https://cors-check.octocat.github.io`, another domain of the same owner, is allowed with credentials",
        ]),
        (APP, |origin| origin.eq_ignore_ascii_case(APP), &[
            "NOTE  `https://APP.EXAMPLE.COM`, in upper case, is allowed with credentials",
        ]),
        ("https://typo.example.com", |origin| origin == APP, &[
            "NOTE  The server does not allow `https://typo.example.com` itself",
        ]),
    ];
    for (from, allows, expected) in cases {
        assert_titles(serve_responses(move |request| respond(request, allows)), from, expected);
    }
}

#[test]
#[rustfmt::skip]
fn another_misconfiguration_has_a_finding_or_a_note() {
    type Server = fn(&HttpRequest) -> HttpResponse;
    let cases: [(Server, &str); 8] = [
        (|request| respond_without(ACCESS_CONTROL_ALLOW_CREDENTIALS, request, |origin| origin == APP || origin == "null"),
            "NOTE  `null`, the origin of a frame with `sandbox` and without `allow-same-origin`, is allowed without credentials"),
        (|request| respond_without(VARY, request, |origin| origin == APP),
            "LOW  The response differs by `Origin`, but `Vary` does not list it"),
        (|request| match request_header(request, "origin") {
            "" => HttpResponse::Ok().finish(),
            origin => HttpResponse::Ok().insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, origin)).finish(),
        }, "LOW  The response differs by `Origin`, but `Vary` does not list it"),
        // The preflight allows any origin, but the response to `GET` does not.
        (|request| respond(request, |origin| is_preflight(request) || origin == APP),
            "MEDIUM  Any origin is allowed with credentials"),
        (|_| HttpResponse::Ok()
            .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .insert_header((ACCESS_CONTROL_ALLOW_CREDENTIALS, "true"))
            .finish(),
            "NOTE  `*` is sent together with `Access-Control-Allow-Credentials: true`"),
        // The response has `Access-Control-Allow-Origin` twice, as if an application and a proxy both added it.
        (|request| {
            let mut response = respond(request, |origin| origin == APP);
            response.headers_mut().append(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static(APP));
            response
        }, "NOTE  `Access-Control-Allow-Origin` is sent 2 times, so no page has access"),
        (|request| match is_preflight(request) {
            true => HttpResponse::Unauthorized().finish(),
            false => respond(request, |origin| origin == APP),
        }, "NOTE  The preflight gets 401, so no page can send `POST` with JSON"),
        (|request| match is_preflight(request) {
            true => HttpResponse::MovedPermanently().finish(),
            false => respond(request, |origin| origin == APP),
        }, "NOTE  The preflight gets 301, so no page can send `POST` with JSON"),
    ];
    for (server, expected) in cases {
        assert_titles(serve_responses(server), APP, &[expected]);
    }
}

const SHOP: cors_runtime::Policy = policy!(origins = "https://app.example.com", allow_credentials);

#[cors(policy = SHOP, allow_headers = ["content-type"], max_age = "10m")]
#[actix_web::route("/books", method = "GET", method = "POST")]
async fn books() -> &'static str {
    "[]"
}

#[test]
#[rustfmt::skip]
fn a_correct_server_has_no_finding() {
    const GITHUB: &str = "https://octocat.github.io";
    const LOCAL: &str = "http://localhost:3000";
    let actix_cors = || {
        Cors::default().allowed_methods(["GET", "POST"]).allowed_header("content-type").supports_credentials()
    };
    let public = || Cors::default().send_wildcard().allow_any_origin();
    let ok = || web::to(HttpResponse::Ok);
    let every_subdomain = |origin: &str| origin.starts_with("https://") && origin.ends_with(".example.com");
    for (name, from, address) in [
        ("cors-runtime", APP, serve!(App::new().service(books))),
        ("actix-cors", APP, serve!(App::new().wrap(actix_cors().allowed_origin(APP)).default_service(ok()))),
        ("actix-cors, any", APP, serve!(App::new().wrap(public()).default_service(ok()))),
        ("one origin", APP, serve_responses(|_| HttpResponse::Ok()
            .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, APP))
            .insert_header((ACCESS_CONTROL_ALLOW_CREDENTIALS, "true"))
            .finish())),
        ("by hand", APP, serve_responses(|request| respond(request, |origin| origin == APP))),
        ("every subdomain", APP, serve_responses(move |request| respond(request, every_subdomain))),
        ("any, without credentials", APP, serve_responses(|request| {
            respond_without(ACCESS_CONTROL_ALLOW_CREDENTIALS, request, |_| true)
        })),
        ("no CORS", APP, serve_responses(|_| HttpResponse::Ok().finish())),
        ("not cached", APP, serve_responses(|request| {
            let mut response = respond_without(VARY, request, |origin| origin == APP);
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        })),
        ("cached for no time", APP, serve_responses(|request| {
            let mut response = respond_without(VARY, request, |origin| origin == APP);
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, Max-Age=0"));
            response
        })),
        ("every local port", LOCAL, serve_responses(|request| {
            respond(request, |origin| origin.starts_with("http://localhost:"))
        })),
        ("a public suffix, without credentials", GITHUB, serve_responses(|request| {
            respond_without(ACCESS_CONTROL_ALLOW_CREDENTIALS, request, |origin| origin.ends_with(".github.io"))
        })),
    ] {
        let (status, stdout) = probe(address, from);
        assert!(stdout.ends_with("\n0 findings\n"), "{name}: {stdout}");
        assert_eq!(status, Some(0), "{name}");
    }
}

#[test]
fn the_probe_announces_its_requests_and_sends_them_to_one_url() {
    static REQUESTS: AtomicUsize = AtomicUsize::new(0);
    let address = serve_responses(|request| {
        REQUESTS.fetch_add(1, Ordering::Relaxed);
        assert_eq!(request.uri(), "/books");
        assert!(request_header(request, "user-agent").starts_with("cors-check/"));
        assert!(!request.headers().contains_key("cookie"));
        HttpResponse::Found().insert_header(("location", "/elsewhere")).finish()
    });
    let (_, stdout) = probe(address, APP);
    let sent = REQUESTS.load(Ordering::Relaxed);
    assert!(sent <= 60);
    let announced = format!("sends {sent} requests to http://{address}/books, one after the other");
    assert!(stdout.starts_with("cors-check/"), "{stdout}");
    assert!(stdout.contains(&announced), "{stdout}");
}

#[test]
fn the_probe_stops_if_the_server_limits_requests() {
    static REQUESTS: AtomicUsize = AtomicUsize::new(0);
    let address = serve_responses(|_| {
        REQUESTS.fetch_add(1, Ordering::Relaxed);
        HttpResponse::TooManyRequests().finish()
    });
    let url = format!("http://{address}/");
    let (status, _, stderr) = results(&["probe", &url, "--from", APP]);
    assert_eq!(status, Some(2));
    assert_eq!(
        stderr,
        format!("error: `{url}` responds with 429: it limits requests; try later\n")
    );
    assert_eq!(REQUESTS.load(Ordering::Relaxed), 1);
}
