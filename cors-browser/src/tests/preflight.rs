//! Tests of preflights: the requests that need a preflight, the headers of a preflight, and the checks of the response.

use actix_web::test::TestRequest;

use super::{
    ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN, ALLOWED, APP, Header, Received, SHARED_WITH_APP,
    app_page, outcome, request, respond, scripted, server,
};
use crate::{Blocked, Browser};

/// Returns a handler whose responses allow [`APP`] with credentials. The response to a preflight also has `status` and
/// `headers`.
fn allowing(
    status: u16,
    headers: &[Header],
) -> impl Fn(&Received) -> actix_web::HttpResponse + Clone + 'static {
    scripted(status, [&SHARED_WITH_APP, headers].concat(), SHARED_WITH_APP.to_vec())
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
        let allowed = [
            (ALLOW_METHODS, "PUT, DELETE, PATCH, OPTIONS, CHICKEN"),
            (ALLOW_HEADERS, "content-type, authorization"),
        ];
        let (app, log) = server(allowing(204, &allowed)).await;
        let page = Browser::at(APP);
        let mut request = request(method, "/");
        if let Some(header) = header {
            request = request.insert_header(header);
        }
        page.fetch(&app, request).await.expect("allowed");
        assert_eq!(log.all().len(), 1 + usize::from(preflighted), "{method} {header:?}");
        assert_eq!(page.preflights(), usize::from(preflighted), "{method} {header:?}");
    }
}

#[actix_web::test]
async fn a_preflight_announces_the_request_and_has_no_credentials() {
    let allowed = [(ALLOW_METHODS, "PUT"), (ALLOW_HEADERS, "X-B, authorization, content-type")];
    let (app, log) = server(allowing(200, &allowed)).await;
    let request = request("put", "/books/1?draft")
        .insert_header(("x-b", "1"))
        .insert_header(("content-type", "application/json"))
        .insert_header(("authorization", "secret"))
        .insert_header(("accept-language", "en"))
        .insert_header(("cookie", "a=1"))
        .set_payload("{}");
    Browser::at(APP).with_credentials().fetch(&app, request).await.expect("allowed");
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
    let (app, log) = server(allowing(204, &[(ALLOW_METHODS, "PUT")])).await;
    Browser::at(APP).fetch(&app, request("PUT", "/")).await.expect("allowed");
    assert_eq!(log.all()[0].header("access-control-request-headers"), None);
}

/// A case: the method, the names of the request's headers, the lists of the preflight response, and the outcome.
type Row = (&'static str, &'static [&'static str], &'static [Header], &'static str);

const METHOD: &str = "PreflightMethod";
const HEADER: &str = "PreflightHeader";
const SYNTAX: &str = "PreflightSyntax";

/// Includes the cases of the web-platform-tests `fetch/api/cors/cors-preflight-star.any.js` and
/// `fetch/api/cors/cors-preflight-response-validation.any.js`, and most cases of
/// `fetch/api/cors/cors-preflight.any.js`.
#[actix_web::test]
async fn a_preflight_allows_the_listed_methods_and_headers() {
    let without_credentials: [Row; 31] = [
        ("PUT", &[], &[(ALLOW_METHODS, "GET, PUT")], ALLOWED),
        ("PUT", &[], &[(ALLOW_METHODS, "GET"), (ALLOW_METHODS, "PUT")], ALLOWED),
        ("PUT", &[], &[(ALLOW_METHODS, "*")], ALLOWED),
        ("PATCH", &[], &[(ALLOW_METHODS, "PATCH")], ALLOWED),
        ("NEW", &[], &[(ALLOW_METHODS, "NEW")], ALLOWED),
        ("PUT", &[], &[(ALLOW_METHODS, "GET")], METHOD),
        ("PUT", &[], &[], METHOD),
        ("PUT", &[], &[(ALLOW_METHODS, "")], METHOD),
        ("PUT", &[], &[(ALLOW_METHODS, "put")], METHOD),
        ("PATCH", &[], &[(ALLOW_METHODS, "patch")], METHOD),
        // Fetch does not convert `patch` to upper case.
        ("patch", &[], &[(ALLOW_METHODS, "PATCH")], METHOD),
        ("PUT", &["x-a"], &[], METHOD),
        ("PUT", &[], &[(ALLOW_METHODS, "PUT;GET PUT")], SYNTAX),
        ("GET", &["x-a"], &[(ALLOW_METHODS, "Bad method name"), (ALLOW_HEADERS, "x-a")], SYNTAX),
        ("PUT", &[], &[(ALLOW_METHODS, "PUT"), (ALLOW_HEADERS, "a b")], SYNTAX),
        ("GET", &["x-a"], &[(ALLOW_HEADERS, "x-a,header name with space")], SYNTAX),
        // A safelisted method need not be listed.
        ("POST", &["x-a"], &[(ALLOW_METHODS, "GET"), (ALLOW_HEADERS, "x-a")], ALLOWED),
        ("GET", &["x-test"], &[(ALLOW_METHODS, "get"), (ALLOW_HEADERS, "x-test")], ALLOWED),
        ("GET", &["x-a", "x-b"], &[(ALLOW_HEADERS, "X-B,x-A")], ALLOWED),
        ("GET", &["x-a", "x-b"], &[(ALLOW_HEADERS, "x-a")], HEADER),
        ("GET", &["x-a"], &[], HEADER),
        ("GET", &["x-a"], &[(ALLOW_HEADERS, "x-ab")], HEADER),
        ("GET", &["x-a"], &[(ALLOW_HEADERS, "*")], ALLOWED),
        ("GET", &["x-a"], &[(ALLOW_HEADERS, "*, authorization")], ALLOWED),
        ("SUPER", &["X-Test"], &[(ALLOW_METHODS, "*"), (ALLOW_HEADERS, "x-test")], ALLOWED),
        ("OK", &["x-test"], &[(ALLOW_METHODS, "*"), (ALLOW_HEADERS, "*")], ALLOWED),
        ("GET", &["authorization"], &[(ALLOW_METHODS, "*"), (ALLOW_HEADERS, "*")], HEADER),
        ("GET", &["authorization", "x-a"], &[(ALLOW_HEADERS, "*, Authorization")], ALLOWED),
        ("DELETE", &[], &[(ALLOW_METHODS, "DELETE"), (ALLOW_HEADERS, "")], ALLOWED),
        ("DELETE", &[], &[(ALLOW_METHODS, "PUT"), (ALLOW_HEADERS, "")], METHOD),
        ("PUT", &[], &[(ALLOW_METHODS, "put"), (ALLOW_HEADERS, "*")], METHOD),
    ];
    // With credentials, `*` is a literal name.
    let with_credentials: [Row; 11] = [
        ("PUT", &["x-a"], &[(ALLOW_METHODS, "PUT"), (ALLOW_HEADERS, "x-a")], ALLOWED),
        ("GET", &["authorization"], &[(ALLOW_HEADERS, "authorization")], ALLOWED),
        ("PUT", &[], &[(ALLOW_METHODS, "*, PUT")], ALLOWED),
        ("PUT", &[], &[(ALLOW_METHODS, "PUT"), (ALLOW_HEADERS, "*")], ALLOWED),
        ("*", &["*"], &[(ALLOW_METHODS, "*"), (ALLOW_HEADERS, "*")], ALLOWED),
        ("PUT", &[], &[(ALLOW_METHODS, "*")], METHOD),
        ("PUT", &[], &[(ALLOW_METHODS, "put"), (ALLOW_HEADERS, "*")], METHOD),
        ("OK", &["x-test"], &[(ALLOW_METHODS, "*"), (ALLOW_HEADERS, "*")], METHOD),
        ("GET", &["x-a"], &[(ALLOW_HEADERS, "*")], HEADER),
        ("GET", &["x-test"], &[(ALLOW_METHODS, "get"), (ALLOW_HEADERS, "*")], HEADER),
        ("GET", &["x-test"], &[(ALLOW_METHODS, "*"), (ALLOW_HEADERS, "*")], HEADER),
    ];
    let rows = without_credentials.map(|row| (false, row)).into_iter();
    for (include, row) in rows.chain(with_credentials.map(|row| (true, row))) {
        let (method, names, lists, expected) = row;
        let (app, log) = server(allowing(204, lists)).await;
        let request = names
            .iter()
            .fold(request(method, "/"), |request, name| request.insert_header((*name, "1")));
        let result = app_page(include).fetch(&app, request).await;
        assert_eq!(outcome(&result), expected, "{include} {row:?}");
        // No request follows a failed preflight.
        assert_eq!(log.all().len(), if expected == ALLOWED { 2 } else { 1 }, "{include} {row:?}");
        if let Err(Blocked::PreflightSyntax { header, .. }) = result {
            // In a row with `SYNTAX`, only the invalid list contains a space. The error must name the header with this
            // list.
            assert!(lists.iter().any(|(name, list)| *name == header && list.contains(' ')));
        }
    }
}

/// Includes the cases of the web-platform-tests `fetch/api/cors/cors-preflight-status.any.js` and
/// `cors/preflight-failure.htm`.
#[actix_web::test]
async fn a_preflight_needs_an_ok_status_and_follows_no_redirect() {
    let allowed = [(ALLOW_METHODS, "PUT"), ("location", "/elsewhere")];
    for status in [100, 199]
        .into_iter()
        .chain(200..=206)
        .chain([299])
        .chain(300..=308)
        .chain([400, 401, 402, 403, 404, 405, 418, 500, 501, 502, 503, 504, 505])
    {
        let (app, log) = server(allowing(status, &allowed)).await;
        match Browser::at(APP).fetch(&app, request("PUT", "/")).await {
            Ok(_) => assert!((200..300).contains(&status), "{status}"),
            Err(Blocked::PreflightStatus { status: reported_status, .. }) => {
                assert!(reported_status == status && !(200..300).contains(&status), "{status}");
                assert_eq!(log.all().len(), 1);
            }
            Err(other) => panic!("{status}: {other}"),
        }
    }
}

#[actix_web::test]
async fn a_preflight_is_checked_by_the_credentials_mode_of_the_request() {
    let shared = vec![(ALLOW_ORIGIN, APP), (ALLOW_METHODS, "PUT")];
    let (app, _) = server(scripted(204, shared.clone(), shared)).await;
    for (include, expected) in [(false, ALLOWED), (true, "PreflightCredentials")] {
        let result = app_page(include).fetch(&app, request("PUT", "/")).await;
        assert_eq!(outcome(&result), expected);
    }
}

#[actix_web::test]
async fn a_preflight_without_allow_origin_is_reported_with_its_status() {
    let (app, _) = server(|_| respond(404, &[])).await;
    let result = Browser::at(APP).fetch(&app, request("DELETE", "/books/1")).await;
    assert_eq!(outcome(&result), "PreflightOrigin");
    let text = result.unwrap_err().to_string();
    assert!(text.contains("(404) has no `Access-Control-Allow-Origin`"), "{text}");
}

#[actix_web::test]
async fn the_text_explains_a_near_miss() {
    let get = |name| TestRequest::get().insert_header((name, "x"));
    let rows: [(TestRequest, bool, &[Header], &str); 4] = [
        (
            request("patch", "/"),
            false,
            &[(ALLOW_METHODS, "PATCH")],
            "the preflight allows the methods `PATCH`, and `patch` is not among them \
             (methods are case-sensitive)",
        ),
        (
            request("PUT", "/"),
            true,
            &[(ALLOW_METHODS, "*")],
            "(`*` is a literal name for a request with credentials)",
        ),
        (
            get("authorization"),
            false,
            &[(ALLOW_HEADERS, "*")],
            "(`*` never covers `authorization`)",
        ),
        (
            get("x-a"),
            false,
            &[],
            "has no `Access-Control-Allow-Headers`, and the request header `x-a` needs one",
        ),
    ];
    for (request, include, lists, expected) in rows {
        let (app, _) = server(allowing(204, lists)).await;
        let text = app_page(include).fetch(&app, request).await.unwrap_err().to_string();
        assert!(text.contains(expected), "{text}");
    }
}
