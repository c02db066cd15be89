//! Tests of the CORS check of a response, with the cases of the table in
//! <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>.

use actix_web::{
    App,
    dev::{Service, ServiceResponse},
    error::ErrorUnauthorized,
    http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue},
    test::{TestRequest, init_service},
};

use super::{
    ALLOW_CREDENTIALS, ALLOW_ORIGIN, ALLOWED, APP, SHARED, app_page, outcome, request, respond,
    scripted, server,
};
use crate::{Blocked, Browser, ResponseType};

/// Includes the cases of the web-platform-test `cors/credentials-flag.htm`.
#[actix_web::test]
async fn two_headers_decide_the_cors_check() {
    const ORIGIN: &str = "Origin";
    const CREDENTIALS: &str = "Credentials";
    let with_credentials = ["True", "TRUE", "\"true\"", "false", "1", "0", "", "true, true"]
        .map(|value| (true, Some(APP), Some(value), CREDENTIALS));
    let rows = [
        (false, Some("*"), None, ALLOWED),
        (false, Some("*"), Some("true"), ALLOWED),
        (true, Some("*"), Some("true"), ORIGIN),
        (false, Some(APP), None, ALLOWED),
        (true, Some(APP), None, CREDENTIALS),
        (true, Some(APP), Some("true"), ALLOWED),
        (false, None, None, ORIGIN),
    ];
    for (include, allow_origin, allow_credentials, expected) in
        rows.into_iter().chain(with_credentials)
    {
        let allow_origin = allow_origin.map(|value| (ALLOW_ORIGIN, value));
        let allow_credentials = allow_credentials.map(|value| (ALLOW_CREDENTIALS, value));
        let headers: Vec<_> = allow_origin.into_iter().chain(allow_credentials).collect();
        let (app, _) = server(scripted(200, Vec::new(), headers.clone())).await;
        let result = app_page(include).fetch(&app, TestRequest::get()).await;
        assert_eq!(outcome(&result), expected, "{include} {headers:?}");
    }
}

/// Includes the cases of the web-platform-tests `cors/origin.htm` and
/// `fetch/api/cors/cors-multiple-origins.sub.any.js`, except those with a NUL byte, which a `HeaderValue` cannot
/// contain.
#[actix_web::test]
async fn only_the_origin_of_the_page_and_the_wildcard_pass_the_check() {
    const PAGE: &str = "http://web-platform.test:8000";
    const ALLOWED_VALUES: [&str; 7] = [
        "*",
        " *  ",
        "\t*",
        PAGE,
        " http://web-platform.test:8000",
        " http://web-platform.test:8000   \t ",
        "\thttp://web-platform.test:8000",
    ];
    const OTHER_VALUES: [&str; 41] = [
        "http://www1.web-platform.test:8000",
        "//web-platform.test:8000",
        "://web-platform.test:8000",
        "ftp://web-platform.test:8000",
        "http:://web-platform.test:8000",
        "http:/web-platform.test:8000",
        "http:web-platform.test:8000",
        "web-platform.test:8000",
        "http://web-platform.test:8000?",
        "http://web-platform.test:8000/",
        "http://web-platform.test:8000 /",
        "http://web-platform.test:8000#",
        "http://web-platform.test:8000%23",
        "http://web-platform.test:8000:80",
        "http://web-platform.test:8000, *",
        "HTTP://WEB-PLATFORM.TEST:8000",
        "HTTP://web-platform.test:8000",
        "-",
        "**",
        "'*'",
        "\"*\"",
        "* *",
        "* null",
        "*http://*",
        "*http://web-platform.test:8000",
        "* http://web-platform.test:8000",
        "*, http://web-platform.test:8000",
        "null http://web-platform.test:8000",
        "http://example.net",
        "null",
        "null *",
        "",
        "http://web-platform.test:8000/cors/origin.htm",
        "http://web-platform.test:8000/cors/",
        "test:8000",
        ".test:8000",
        "*.test:8000",
        "http://test:8000",
        "http://.test:8000",
        "http://*.test:8000",
        "https://web-platform.test:8000",
    ];
    const TWO_LINES: [[&str; 2]; 7] = [
        ["", "*"],
        ["*", ""],
        ["*", "*"],
        ["", PAGE],
        ["*", PAGE],
        [PAGE, PAGE],
        [PAGE, "http://example.com"],
    ];
    let one_line = |value, expected| (vec![(ALLOW_ORIGIN, value)], expected);
    let two_lines =
        |lines: [&'static str; 2]| (lines.map(|value| (ALLOW_ORIGIN, value)).to_vec(), "Origin");
    let rows = ALLOWED_VALUES
        .map(|value| one_line(value, ALLOWED))
        .into_iter()
        .chain(OTHER_VALUES.map(|value| one_line(value, "Origin")))
        .chain(TWO_LINES.map(two_lines));
    for (headers, expected) in rows {
        let (app, log) = server(scripted(200, Vec::new(), headers.clone())).await;
        let result = Browser::at(PAGE).fetch(&app, request("GET", "http://other.test/")).await;
        assert_eq!(outcome(&result), expected, "{headers:?}");
        assert_eq!(log.last().header("origin"), Some(PAGE));
        if let Err(Blocked::Origin { allow_origin, .. }) = result {
            let values: Vec<_> = headers.iter().map(|(_, value)| value.trim()).collect();
            assert_eq!(allow_origin, Some(values.join(", ")), "the lines are one value");
        }
    }
}

#[actix_web::test]
async fn a_same_origin_response_needs_no_header() {
    let (app, log) = server(|_| respond(200, &[])).await;
    for (page, uri) in [
        (Browser::at("http://localhost:8080"), "/"),
        (Browser::at(APP).with_server(APP), "/"),
        (Browser::at("https://app.example.com:443/a/page?q"), "https://app.example.com/"),
    ] {
        let response = page.with_credentials().fetch(&app, request("DELETE", uri)).await;
        assert_eq!(response.expect("allowed").response_type(), ResponseType::Basic);
    }
    assert_eq!(log.all().len(), 3, "no preflight");
}

#[actix_web::test]
async fn a_sandboxed_page_has_the_origin_null() {
    let (app, log) = server(|_| respond(200, &[(ALLOW_ORIGIN, "null")])).await;
    Browser::sandboxed().fetch(&app, TestRequest::get()).await.expect("allowed");
    assert_eq!(log.last().header("origin"), Some("null"));
    assert_eq!(log.last().header("sec-fetch-site"), Some("cross-site"));
}

#[actix_web::test]
async fn a_page_can_have_a_custom_scheme() {
    let (app, _) = server(|_| respond(200, &[(ALLOW_ORIGIN, "tauri://localhost")])).await;
    Browser::at("tauri://localhost").fetch(&app, TestRequest::get()).await.expect("allowed");
}

/// The HTTP server of actix-web converts an error with `Error::error_response`, which applies the changes that
/// middleware registered with `add_response_mapper`. `Browser` must convert the errors of the application `app` in the
/// same way.
#[actix_web::test]
async fn an_error_has_only_the_headers_that_an_outer_middleware_adds() {
    let login = |_, _: &_| async { Err::<ServiceResponse, _>(ErrorUnauthorized("log in")) };
    let app = init_service(App::new().wrap_fn(login)).await;
    let blocked = Browser::at(APP).fetch(&app, TestRequest::get()).await.unwrap_err();
    assert!(matches!(blocked, Blocked::Origin { status, .. } if status == 401), "{blocked}");

    let app = init_service(App::new().wrap_fn(login).wrap_fn(|request, service| {
        let response = service.call(request);
        async {
            response.await.map_err(|mut error| {
                error.add_response_mapper(|mut response| {
                    let any = HeaderValue::from_static("*");
                    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, any);
                    response
                });
                error
            })
        }
    }))
    .await;
    let response = Browser::at(APP).fetch(&app, TestRequest::get()).await.expect("allowed");
    assert_eq!(response.status(), 401);
    assert_eq!(response.text().await.expect("a body"), "log in");
}

#[actix_web::test]
async fn the_text_names_the_page_the_header_and_the_rule() {
    let (app, _) = server(|_| respond(200, SHARED)).await;
    let page = Browser::at(APP).with_credentials();
    let blocked = page.fetch(&app, request("GET", "/me?x=1")).await.unwrap_err();
    assert_eq!(
        blocked.to_string(),
        "blocked: `GET http://localhost:8080/me?x=1` from `https://app.example.com`:\n         \
         the response (200) has `Access-Control-Allow-Origin: *`, which does not allow a \
         request with credentials; only `https://app.example.com` does\n   \
         rule: https://fetch.spec.whatwg.org/#concept-cors-check\n    \
         see: https://docs.rs/cors-browser/latest/cors_browser/console_messages/\
         wildcard_origin_not_allowed/"
    );
}
