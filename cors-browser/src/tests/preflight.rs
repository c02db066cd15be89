//! Preflights: when they are sent, their headers, and the checks of the response.

use actix_web::test::TestRequest;

use super::{APP, Received, request, respond, server};
use crate::{Blocked, Browser};

/// Allows the page. The response to a preflight has `status` and `headers` too.
fn allowing(
    status: u16,
    headers: &'static [(&str, &str)],
) -> impl Fn(&Received) -> actix_web::HttpResponse + Clone {
    move |received| {
        let mut all = vec![
            ("access-control-allow-origin", APP),
            ("access-control-allow-credentials", "true"),
        ];
        if received.is_preflight() {
            all.extend_from_slice(headers);
            return respond(status, &all);
        }
        respond(200, &all)
    }
}

#[actix_web::test]
async fn a_preflight_is_sent_for_what_a_form_cannot_send() {
    for (method, header, preflighted) in [
        ("GET", None, false),
        ("HEAD", None, false),
        ("POST", None, false),
        ("get", None, false),
        ("PUT", None, true),
        ("DELETE", None, true),
        ("PATCH", None, true),
        ("OPTIONS", None, true),
        ("CHICKEN", None, true),
        ("POST", Some(("content-type", "text/plain")), false),
        ("POST", Some(("content-type", "application/json")), true),
        ("GET", Some(("authorization", "x")), true),
        ("GET", Some(("range", "bytes=0-9")), false),
        ("GET", Some(("origin", "https://other.example")), false),
        ("GET", Some(("cookie", "a=1")), false),
    ] {
        let (app, log) = server(allowing(
            204,
            &[
                ("access-control-allow-methods", "PUT, DELETE, PATCH, OPTIONS, CHICKEN"),
                ("access-control-allow-headers", "content-type, authorization"),
            ],
        ))
        .await;
        let page = Browser::at(APP);
        let mut asked = request(method, "/");
        if let Some(header) = header {
            asked = asked.insert_header(header);
        }
        page.fetch(&app, asked).await.expect("allowed");
        assert_eq!(log.all().len(), 1 + usize::from(preflighted), "{method} {header:?}");
        assert_eq!(page.preflights(), usize::from(preflighted), "{method} {header:?}");
    }
}

#[actix_web::test]
async fn a_preflight_announces_the_request_and_has_no_credentials() {
    let (app, log) = server(allowing(
        200,
        &[
            ("access-control-allow-methods", "PUT"),
            ("access-control-allow-headers", "X-B, authorization, content-type"),
        ],
    ))
    .await;
    let asked = request("put", "/books/1?draft")
        .insert_header(("x-b", "1"))
        .insert_header(("content-type", "application/json"))
        .insert_header(("authorization", "secret"))
        .insert_header(("accept-language", "en"))
        .insert_header(("cookie", "a=1"))
        .set_payload("{}");
    Browser::at(APP).with_credentials().fetch(&app, asked).await.expect("allowed");
    let [preflight, actual] = &log.all()[..] else {
        panic!("{:?}", log.lines());
    };
    assert_eq!(preflight.method, "OPTIONS");
    assert_eq!(preflight.path, "/books/1?draft");
    for (name, value) in [
        ("accept", Some("*/*")),
        ("access-control-request-method", Some("PUT")),
        ("access-control-request-headers", Some("authorization,content-type,x-b")),
        ("origin", Some(APP)),
        ("sec-fetch-mode", Some("cors")),
        ("cookie", None),
        ("authorization", None),
        ("content-length", None),
    ] {
        assert_eq!(preflight.header(name), value, "{name}");
    }
    assert_eq!(actual.method, "PUT");
    assert_eq!(actual.body, "{}");
    for (name, value) in [
        ("authorization", Some("secret")),
        ("cookie", Some("a=1")),
        ("content-length", Some("2")),
        ("access-control-request-method", None),
    ] {
        assert_eq!(actual.header(name), value, "{name}");
    }
}

#[actix_web::test]
async fn a_preflight_without_unsafe_headers_has_no_list_of_headers() {
    let (app, log) = server(allowing(204, &[("access-control-allow-methods", "PUT")])).await;
    Browser::at(APP).fetch(&app, request("PUT", "/")).await.expect("allowed");
    assert_eq!(log.all()[0].header("access-control-request-headers"), None);
}

type IsExpected = fn(&Blocked) -> bool;
type Lists = &'static [(&'static str, &'static str)];
/// A name, whether there are credentials, the method, the request headers, the lists of the preflight
/// response, and the expected error.
type Row = (&'static str, bool, &'static str, &'static [&'static str], Lists, Option<IsExpected>);

#[actix_web::test]
async fn a_preflight_allows_methods_and_headers_by_its_lists() {
    let shared: Option<IsExpected> = None;
    let method: Option<IsExpected> =
        Some(|blocked| matches!(blocked, Blocked::PreflightMethod { .. }));
    let header: Option<IsExpected> =
        Some(|blocked| matches!(blocked, Blocked::PreflightHeader { .. }));
    let syntax: Option<IsExpected> =
        Some(|blocked| matches!(blocked, Blocked::PreflightSyntax { .. }));
    const METHODS: &str = "access-control-allow-methods";
    const HEADERS: &str = "access-control-allow-headers";
    let rows: [Row; 24] = [
        ("listed", false, "PUT", &[], &[(METHODS, "GET, PUT")], shared),
        (
            "listed on another line",
            false,
            "PUT",
            &[],
            &[(METHODS, "GET"), (METHODS, "PUT")],
            shared,
        ),
        ("not listed", false, "PUT", &[], &[(METHODS, "GET")], method),
        ("no list", false, "PUT", &[], &[], method),
        ("empty list", false, "PUT", &[], &[(METHODS, "")], method),
        ("other case", false, "PATCH", &[], &[(METHODS, "patch")], method),
        ("not normalized", false, "patch", &[], &[(METHODS, "PATCH")], method),
        ("wildcard", false, "PUT", &[], &[(METHODS, "*")], shared),
        ("wildcard, credentials", true, "PUT", &[], &[(METHODS, "*")], method),
        (
            "safelisted, not listed",
            false,
            "POST",
            &["x-a"],
            &[(METHODS, "GET"), (HEADERS, "x-a")],
            shared,
        ),
        ("not a list of names: methods", false, "PUT", &[], &[(METHODS, "PUT;GET PUT")], syntax),
        (
            "not a list of names: headers",
            false,
            "PUT",
            &[],
            &[(METHODS, "PUT"), (HEADERS, "a b")],
            syntax,
        ),
        ("headers listed", false, "GET", &["x-a", "x-b"], &[(HEADERS, "X-B,x-A")], shared),
        ("one header listed", false, "GET", &["x-a", "x-b"], &[(HEADERS, "x-a")], header),
        ("no headers listed", false, "GET", &["x-a"], &[], header),
        ("prefix of a name", false, "GET", &["x-a"], &[(HEADERS, "x-ab")], header),
        ("any header", false, "GET", &["x-a"], &[(HEADERS, "*")], shared),
        ("any header, credentials", true, "GET", &["x-a"], &[(HEADERS, "*")], header),
        (
            "any header is not authorization",
            false,
            "GET",
            &["authorization"],
            &[(HEADERS, "*")],
            header,
        ),
        (
            "authorization beside any",
            false,
            "GET",
            &["authorization", "x-a"],
            &[(HEADERS, "*, Authorization")],
            shared,
        ),
        (
            "authorization listed",
            true,
            "GET",
            &["authorization"],
            &[(HEADERS, "authorization")],
            shared,
        ),
        ("method before headers", false, "PUT", &["x-a"], &[], method),
        (
            "listed, credentials",
            true,
            "PUT",
            &["x-a"],
            &[(METHODS, "PUT"), (HEADERS, "x-a")],
            shared,
        ),
        ("wildcard and listed, credentials", true, "PUT", &[], &[(METHODS, "*, PUT")], shared),
    ];
    for (name, include, verb, names, lists, expected) in rows {
        let (app, log) = server(allowing(204, lists)).await;
        let page = Browser::at(APP);
        let page = if include { page.with_credentials() } else { page };
        let mut asked = request(verb, "/");
        for header in names {
            asked = asked.insert_header((*header, "1"));
        }
        match (page.fetch(&app, asked).await, expected) {
            (Ok(_), None) => assert_eq!(log.all().len(), 2, "{name}"),
            (Err(blocked), Some(is_expected)) => {
                assert!(is_expected(&blocked), "{name}: {blocked}");
                assert_eq!(log.all().len(), 1, "{name}: nothing follows a failed preflight");
            }
            (outcome, _) => panic!("{name}: {outcome:?}"),
        }
    }
}

#[actix_web::test]
async fn a_preflight_needs_an_ok_status_and_follows_no_redirect() {
    for status in [100, 199, 200, 204, 299, 301, 304, 307, 400, 401, 403, 404, 405, 500] {
        let (app, log) = server(allowing(
            status,
            &[("access-control-allow-methods", "PUT"), ("location", "/elsewhere")],
        ))
        .await;
        let outcome = Browser::at(APP).fetch(&app, request("PUT", "/")).await;
        if (200..300).contains(&status) {
            assert!(outcome.is_ok(), "{status}");
        } else {
            let blocked = outcome.unwrap_err();
            assert!(
                matches!(blocked, Blocked::PreflightStatus { status: own, .. } if own == status),
                "{status}: {blocked}"
            );
            assert_eq!(log.all().len(), 1);
        }
    }
}

#[actix_web::test]
async fn a_preflight_is_checked_by_the_credentials_mode_of_the_request() {
    let (app, _) = server(|received| {
        respond(
            if received.is_preflight() { 204 } else { 200 },
            &[("access-control-allow-origin", APP), ("access-control-allow-methods", "PUT")],
        )
    })
    .await;
    let page = Browser::at(APP);
    page.fetch(&app, request("PUT", "/")).await.expect("allowed");
    let blocked = page.with_credentials().fetch(&app, request("PUT", "/")).await.unwrap_err();
    assert!(
        matches!(blocked, Blocked::PreflightCredentials { allow_credentials: None, .. }),
        "{blocked}"
    );
}

#[actix_web::test]
async fn a_preflight_without_allow_origin_is_reported_with_its_status() {
    let (app, _) = server(|_| respond(404, &[])).await;
    let blocked = Browser::at("https://evil.example")
        .fetch(&app, request("DELETE", "/books/1"))
        .await
        .unwrap_err();
    assert!(matches!(blocked, Blocked::PreflightOrigin { allow_origin: None, .. }), "{blocked}");
    assert!(
        blocked.to_string().contains("(404) has no `Access-Control-Allow-Origin`"),
        "{blocked}"
    );
}

#[actix_web::test]
async fn the_text_explains_a_near_miss() {
    let rows: [(TestRequest, bool, Lists, &str); 4] = [
        (
            request("patch", "/"),
            false,
            &[("access-control-allow-methods", "PATCH")],
            "the preflight allows the methods `PATCH`, and `patch` is not among them \
             (methods are case-sensitive)",
        ),
        (
            request("PUT", "/"),
            true,
            &[("access-control-allow-methods", "*")],
            "(`*` is a literal name for a request with credentials)",
        ),
        (
            TestRequest::get().insert_header(("authorization", "x")),
            false,
            &[("access-control-allow-headers", "*")],
            "(`*` never covers `authorization`)",
        ),
        (
            TestRequest::get().insert_header(("x-a", "x")),
            false,
            &[],
            "has no `Access-Control-Allow-Headers`, and the request header `x-a` needs one",
        ),
    ];
    for (asked, include, lists, expected) in rows {
        let (app, _) = server(allowing(204, lists)).await;
        let page = Browser::at(APP);
        let page = if include { page.with_credentials() } else { page };
        let text = page.fetch(&app, asked).await.unwrap_err().to_string();
        assert!(text.contains(expected), "{text}");
    }
}
