//! Findings for misconfigured servers, and none for correct servers.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering},
};

use actix_cors::Cors;
use actix_web::{
    App, HttpRequest, HttpResponse,
    http::{StatusCode, header::ACCESS_CONTROL_ALLOW_ORIGIN},
    web,
};
use cors_runtime::{cors, policy};

use crate::{APP, by_hand, is_preflight, request_header, results, serve};

/// Responds with CORS headers if `allows` returns true for the origin.
fn respond(
    request: &HttpRequest,
    credentials: bool,
    vary: bool,
    allows: impl Fn(&str) -> bool,
) -> HttpResponse {
    let origin = request_header(request, "origin");
    let mut response = HttpResponse::Ok();
    if vary {
        response.insert_header(("vary", "Origin"));
    }
    if !origin.is_empty() && allows(origin) {
        response.insert_header(("access-control-allow-origin", origin));
        if credentials {
            response.insert_header(("access-control-allow-credentials", "true"));
        }
        if is_preflight(request) {
            response.insert_header(("access-control-allow-methods", "GET, POST"));
            response.insert_header(("access-control-allow-headers", "content-type"));
        }
    }
    response.finish()
}

fn probe(address: SocketAddr, from: &str) -> (Option<i32>, String) {
    let (status, stdout, stderr) =
        results(&["probe", &format!("http://{address}/books"), "--from", from]);
    assert_eq!(stderr, "");
    (status, stdout)
}

/// Returns the first lines of the findings and notes.
fn titles(stdout: &str) -> Vec<&str> {
    let severities = ["HIGH", "MEDIUM", "LOW", "NOTE"];
    let is_title = |line: &&str| severities.iter().any(|severity| line.starts_with(severity));
    stdout.lines().filter(is_title).collect()
}

#[test]
fn a_misconfigured_server_has_a_finding() {
    type Server = fn(&HttpRequest) -> HttpResponse;
    let cases: [(&str, Server, &[&str]); 18] = [
        (
            APP,
            |request| respond(request, true, true, |_| true),
            &["HIGH  Any origin is allowed with credentials"],
        ),
        (
            APP,
            |request| respond(request, true, true, |origin| origin == APP || origin == "null"),
            &[
                "HIGH  `null`, the origin of a frame with `sandbox` and without `allow-same-origin`, is \
                 allowed with credentials",
            ],
        ),
        (
            APP,
            |request| respond(request, false, true, |origin| origin == APP || origin == "null"),
            &[
                "NOTE  `null`, the origin of a frame with `sandbox` and without `allow-same-origin`, is \
                 allowed without credentials",
            ],
        ),
        (
            APP,
            |request| respond(request, true, true, |origin| origin.starts_with(APP)),
            &[
                "HIGH  `https://app.example.com.cors-check.example`, which begins like the allowed \
                 origin, is allowed with credentials",
                "LOW  `https://app.example.com:8443`, another port, is allowed with credentials",
            ],
        ),
        (
            APP,
            |request| respond(request, true, true, |origin| origin.ends_with("example.com")),
            &[
                "HIGH  `https://cors-check-example.com`, which ends like the allowed domain, is allowed \
                 with credentials",
                "HIGH  `https://appxexample.com`, which has another character in place of a dot, is allowed with \
                 credentials",
                "MEDIUM  `http://app.example.com`, which is not encrypted, is allowed with credentials",
                "NOTE  `https://cors-check.app.example.com`, another domain of the same owner, is \
                 allowed with credentials",
                "NOTE  `https://cors-check.example.com`, another domain of the same owner, is allowed \
                 with credentials",
            ],
        ),
        (
            APP,
            |request| {
                respond(request, true, true, |origin| {
                    let middle = origin.strip_prefix("https://app");
                    middle.and_then(|rest| rest.get(1..)).is_some_and(|rest| rest == "example.com")
                })
            },
            &[
                "HIGH  `https://appxexample.com`, which has another character in place of a dot, is allowed with \
               credentials",
            ],
        ),
        (
            APP,
            |request| {
                respond(request, true, true, |origin| {
                    origin.split_once("://").is_some_and(|(_, host)| host == "app.example.com")
                })
            },
            &[
                "MEDIUM  `http://app.example.com`, which is not encrypted, is allowed with credentials",
            ],
        ),
        (
            APP,
            |request| {
                respond(request, true, true, |origin| {
                    origin.strip_suffix(":8443").unwrap_or(origin) == APP
                })
            },
            &["LOW  `https://app.example.com:8443`, another port, is allowed with credentials"],
        ),
        (
            "https://octocat.github.io",
            |request| {
                respond(request, true, true, |origin| {
                    origin.starts_with("https://") && origin.ends_with(".github.io")
                })
            },
            &[
                "HIGH  `https://cors-check-octocat.github.io`, which ends like the allowed domain, is \
                 allowed with credentials",
                "HIGH  `https://cors-check.github.io`, a domain of another owner, is allowed with \
                 credentials",
                "NOTE  `https://cors-check.octocat.github.io`, another domain of the same owner, is \
                 allowed with credentials",
            ],
        ),
        (
            APP,
            |request| respond(request, true, true, |origin| origin.eq_ignore_ascii_case(APP)),
            &["NOTE  `https://APP.EXAMPLE.COM`, in upper case, is allowed with credentials"],
        ),
        (
            APP,
            |request| respond(request, true, false, |origin| origin == APP),
            &["LOW  The response differs by `Origin`, but `Vary` does not list it"],
        ),
        (
            APP,
            |request| respond(request, false, false, |_| true),
            &["LOW  The response differs by `Origin`, but `Vary` does not list it"],
        ),
        // The preflight allows any origin, and the response to `GET` does not.
        (
            APP,
            |request| {
                let is_preflight = is_preflight(request);
                respond(request, true, true, |origin| is_preflight || origin == APP)
            },
            &["MEDIUM  Any origin is allowed with credentials"],
        ),
        (
            APP,
            |_| {
                HttpResponse::Ok()
                    .insert_header(("access-control-allow-origin", "*"))
                    .insert_header(("access-control-allow-credentials", "true"))
                    .finish()
            },
            &["NOTE  `*` is sent together with `Access-Control-Allow-Credentials: true`"],
        ),
        // An application and a proxy both add the header.
        (
            APP,
            |request| {
                let mut response = respond(request, true, true, |origin| origin == APP);
                let value = actix_web::http::header::HeaderValue::from_static(APP);
                response.headers_mut().append(ACCESS_CONTROL_ALLOW_ORIGIN, value);
                response
            },
            &["NOTE  `Access-Control-Allow-Origin` is sent 2 times, so no page has access"],
        ),
        (
            APP,
            |request| {
                let mut response = respond(request, true, true, |origin| origin == APP);
                if is_preflight(request) {
                    *response.status_mut() = StatusCode::UNAUTHORIZED;
                }
                response
            },
            &["NOTE  The preflight gets 401, so no page can send `POST` with JSON"],
        ),
        (
            APP,
            |request| match is_preflight(request) {
                true => HttpResponse::MovedPermanently().finish(),
                false => respond(request, true, true, |origin| origin == APP),
            },
            &["NOTE  The preflight gets 301, so no page can send `POST` with JSON"],
        ),
        (
            "https://typo.example.com",
            |request| respond(request, true, true, |origin| origin == APP),
            &["NOTE  The server does not allow `https://typo.example.com` itself"],
        ),
    ];
    for (from, server, expected) in cases {
        let (status, stdout) = probe(by_hand(server), from);
        assert_eq!(titles(&stdout), expected, "{stdout}");
        let findings = expected.iter().filter(|title| !title.starts_with("NOTE")).count();
        assert_eq!(status, Some(i32::from(findings > 0)), "{stdout}");
        let noun = if findings == 1 { "finding" } else { "findings" };
        assert!(stdout.ends_with(&format!("{findings} {noun}\n")), "{stdout}");
    }
}

const SHOP: cors_runtime::Policy = policy!(origins = "https://app.example.com", allow_credentials);

#[cors(policy = SHOP, allow_headers = ["content-type"], max_age = "10m")]
#[actix_web::route("/books", method = "GET", method = "POST")]
async fn books() -> &'static str {
    "[]"
}

#[test]
fn a_correct_server_has_no_finding() {
    let actix_cors = || {
        let cors = Cors::default().allowed_methods(["GET", "POST"]).allowed_header("content-type");
        cors.supports_credentials()
    };
    let ok = || web::to(HttpResponse::Ok);
    let servers = [
        ("cors-runtime", serve!(App::new().service(books))),
        (
            "actix-cors",
            serve!(App::new().wrap(actix_cors().allowed_origin(APP)).default_service(ok())),
        ),
        (
            "actix-cors, any",
            serve!(
                App::new()
                    .wrap(Cors::default().send_wildcard().allow_any_origin())
                    .default_service(ok())
            ),
        ),
        (
            "one origin",
            by_hand(|_| {
                HttpResponse::Ok()
                    .insert_header(("access-control-allow-origin", APP))
                    .insert_header(("access-control-allow-credentials", "true"))
                    .finish()
            }),
        ),
        ("by hand", by_hand(|request| respond(request, true, true, |origin| origin == APP))),
        (
            "every subdomain",
            by_hand(|request| {
                respond(request, true, true, |origin| {
                    origin.starts_with("https://") && origin.ends_with(".example.com")
                })
            }),
        ),
        ("any, without credentials", by_hand(|request| respond(request, false, true, |_| true))),
        ("no CORS", by_hand(|_| HttpResponse::Ok().finish())),
        (
            "not cached",
            by_hand(|request| {
                let mut response = respond(request, true, false, |origin| origin == APP);
                let no_store = actix_web::http::header::HeaderValue::from_static("no-store");
                response.headers_mut().insert(actix_web::http::header::CACHE_CONTROL, no_store);
                response
            }),
        ),
    ];
    for (name, address) in servers {
        let (status, stdout) = probe(address, APP);
        assert!(stdout.ends_with("\n0 findings\n"), "{name}: {stdout}");
        assert_eq!(status, Some(0), "{name}");
    }
    let local = by_hand(|request| {
        respond(request, true, true, |origin| origin.starts_with("http://localhost:"))
    });
    assert_eq!(probe(local, "http://localhost:3000").0, Some(0));
    let public =
        by_hand(|request| respond(request, false, true, |origin| origin.ends_with(".github.io")));
    assert_eq!(probe(public, "https://octocat.github.io").0, Some(0));
}

#[test]
fn the_probe_announces_its_requests_and_sends_them_to_one_url() {
    static REQUESTS: AtomicUsize = AtomicUsize::new(0);
    let address = by_hand(|request| {
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
    let address = by_hand(|_| {
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
