use std::time::Duration;

use http::header::HeaderValue;

use super::{
    super::{Received, request, server},
    PAGE, scripted,
};
use crate::{Blocked, Browser};

/// `cors/cors-safelisted-request-header.any.js`, `cors/simple-requests.htm`,
/// `fetch/api/cors/cors-preflight-not-cors-safelisted.any.js`, `cors-no-preflight.any.js`. Values
/// with control bytes are left out, since no `HeaderValue` can have them.
#[actix_web::test]
async fn a_header_that_is_not_safelisted_needs_a_preflight() {
    let long = "0".repeat(129);
    let parameter = format!("text/plain; long={}", "0".repeat(112));
    let range = format!("bytes=1{0}-2{0}", "0".repeat(60));
    for (name, value, preflighted) in [
        ("accept", "test", false),
        ("accept", "*", false),
        ("accept", "\"", true),
        ("accept", &long, true),
        ("accept-language", "nn-NO,nn,en", false),
        ("accept-language", "nn_NO,nn,en", true),
        ("accept-language", "@", true),
        ("content-language", "eu", false),
        ("content-language", "@", true),
        ("content-type", "application/x-www-form-urlencoded", false),
        ("content-type", "multipart/form-data", false),
        ("content-type", "text/plain", false),
        ("content-type", "text/plain; parameter=whatever", false),
        ("content-type", "text/plain;", false),
        ("content-type", "text/plain;garbage", false),
        ("content-type", "text /plain", true),
        ("content-type", "text\t/\tplain", true),
        ("content-type", "text/plain,", true),
        ("content-type", ",text/plain", true),
        ("content-type", "text/plain,text/plain", true),
        ("content-type", "text/plain,x/x", true),
        ("content-type", "application/www-form-urlencoded", true),
        ("content-type", "multipart/form-data;\"", true),
        ("content-type", "text/html", true),
        ("content-type", &parameter, true),
        ("range", "bytes=100-200", false),
        ("range", "bytes=200-", false),
        ("range", "100-200", true),
        ("range", "MB=100-200", true),
        ("range", "bytes =100-200", true),
        ("range", "bytes\t=100-200", true),
        ("range", "bytes=  100-200", true),
        ("range", "bytes=\t\t100-200", true),
        ("range", "bytes=100 -200", true),
        ("range", "bytes=100- 200", true),
        ("range", "bytes=100-200hello", true),
        ("range", "bytes=abc-def", true),
        ("range", "bytes=100-200,300-400", true),
        ("range", "bytes=-200", true),
        ("range", "bytes=200-100", true),
        ("range", &range, true),
        ("range", "bytes 100-200", true),
        ("range", "bytes 0-", true),
        ("range", "bytes = 100-200", true),
        ("range", ",bytes=100-200", true),
        ("range", "bytes=,100-200", true),
        ("authorization", "basics", true),
        ("test", "hi", true),
    ] {
        let shared = vec![("access-control-allow-origin", "*")];
        let (app, log) = server(scripted(200, shared.clone(), shared)).await;
        let value = HeaderValue::from_str(value).expect("a value");
        let post = request("POST", "http://other.test/").insert_header((name, value.clone()));
        let outcome = Browser::at(PAGE).fetch(&app, post).await;
        assert_eq!(outcome.is_err(), preflighted, "{name}: {value:?}");
        assert_eq!(log.all().iter().any(Received::is_preflight), preflighted, "{name}: {value:?}");
    }
}

/// `fetch/api/cors/cors-preflight-star.any.js`, `cors-preflight.any.js`
#[actix_web::test]
async fn a_wildcard_counts_only_without_credentials() {
    for (include, allow_methods, allow_headers, method, header, allowed) in [
        (false, "get", "x-test", "GET", Some("x-test"), true),
        (false, "*", "x-test", "SUPER", Some("X-Test"), true),
        (false, "*", "*", "OK", Some("x-test"), true),
        (true, "*", "*", "OK", Some("x-test"), false),
        (true, "*", "", "PUT", None, false),
        (true, "PUT", "*", "PUT", None, true),
        (true, "get", "*", "GET", Some("x-test"), false),
        (true, "*", "*", "GET", Some("x-test"), false),
        (true, "*", "*", "*", Some("*"), true),
        (true, "put", "*", "PUT", None, false),
        (false, "put", "*", "PUT", None, false),
        (false, "*", "*", "GET", Some("authorization"), false),
        (false, "*", "*, Authorization", "GET", Some("authorization"), true),
        (false, "DELETE", "", "DELETE", None, true),
        (false, "PUT", "", "DELETE", None, false),
        (false, "PATCH", "", "PATCH", None, true),
        (false, "patch", "", "PATCH", None, false),
        (false, "NEW", "", "NEW", None, true),
    ] {
        let origin = vec![
            ("access-control-allow-origin", PAGE),
            ("access-control-allow-credentials", "true"),
        ];
        let mut preflight = origin.clone();
        preflight.push(("access-control-allow-methods", allow_methods));
        preflight.push(("access-control-allow-headers", allow_headers));
        let (app, _) = server(scripted(200, preflight, origin)).await;
        let page = Browser::at(PAGE);
        let page = if include { page.with_credentials() } else { page };
        let mut asked = request(method, "http://other.test/");
        if let Some(name) = header {
            asked = asked.insert_header((name, "1"));
        }
        let outcome = page.fetch(&app, asked).await;
        let what = format!("{include} {method} ({allow_methods}) {header:?} ({allow_headers})");
        assert_eq!(outcome.is_ok(), allowed, "{what}");
    }
}

/// `fetch/api/cors/cors-preflight-status.any.js`, `cors/preflight-failure.htm`
#[actix_web::test]
async fn a_preflight_response_needs_a_status_between_200_and_299() {
    let allow = vec![
        ("access-control-allow-origin", "*"),
        ("access-control-allow-headers", "x-force-preflight"),
    ];
    for status in [
        200, 201, 202, 203, 204, 205, 206, 299, 300, 301, 302, 303, 304, 305, 306, 307, 308, 400,
        401, 402, 403, 404, 405, 418, 500, 501, 502, 503, 504, 505,
    ] {
        let (app, log) = server(scripted(status, allow.clone(), allow.clone())).await;
        let asked = request("GET", "http://other.test/").insert_header(("x-force-preflight", ""));
        let outcome = Browser::at(PAGE).fetch(&app, asked).await;
        assert_eq!(outcome.is_ok(), status < 300, "{status}");
        assert_eq!(log.all().len(), if status < 300 { 2 } else { 1 }, "{status}");
    }
}

/// `fetch/api/cors/cors-preflight-response-validation.any.js`
#[actix_web::test]
async fn an_invalid_list_allows_nothing() {
    for (name, value) in [
        ("access-control-allow-headers", "x-force-preflight,header name with space"),
        ("access-control-allow-methods", "Bad method name"),
    ] {
        let allow = vec![
            ("access-control-allow-origin", "*"),
            ("access-control-allow-headers", "x-force-preflight"),
            (name, value),
        ];
        let (app, _) = server(scripted(200, allow.clone(), allow)).await;
        let asked = request("GET", "http://other.test/").insert_header(("x-force-preflight", ""));
        let blocked = Browser::at(PAGE).fetch(&app, asked).await.unwrap_err();
        assert!(
            matches!(&blocked, Blocked::PreflightSyntax { header, .. } if *header == name),
            "{blocked}"
        );
    }
}

/// `cors/preflight-cache.htm`, `fetch/api/cors/cors-preflight-cache.any.js`. They
/// expect that a response with a negative age is not kept. In the standard, it is kept for the default of
/// five seconds.
#[actix_web::test]
async fn a_preflight_is_sent_again_after_its_max_age() {
    for (max_age, after, preflights) in [
        (None, 1, 1),
        (Some("0"), 0, 2),
        (Some("-1"), 0, 2),
        (Some("1"), 0, 1),
        (Some("1"), 2, 2),
        (Some("12000"), 7000, 1),
    ] {
        let mut allow =
            vec![("access-control-allow-origin", "*"), ("access-control-allow-headers", "x-print")];
        allow.extend(max_age.map(|age| ("access-control-max-age", age)));
        let (app, _) = server(scripted(200, allow.clone(), allow)).await;
        let page = Browser::at(PAGE);
        let asked = || request("GET", "http://other.test/").insert_header(("x-print", "unicorn"));
        page.fetch(&app, asked()).await.expect("allowed");
        page.advance(Duration::from_secs(after));
        page.fetch(&app, asked()).await.expect("allowed");
        assert_eq!(page.preflights(), preflights, "{max_age:?} after {after} s");
    }
}
