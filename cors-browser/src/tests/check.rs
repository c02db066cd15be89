//! The CORS check of a response, by the table of
//! <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>.

use actix_web::{
    App, HttpResponse,
    dev::{Service, ServiceResponse},
    error::ErrorUnauthorized,
    http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue},
    test::{TestRequest, init_service},
};

use super::{APP, request, respond, server};
use crate::{Blocked, Browser, ResponseType};

#[actix_web::test]
async fn two_headers_decide_the_cors_check() {
    type Header<'a> = Option<&'a str>;
    const OK: &str = "allowed";
    const ORIGIN: &str = "origin";
    const CREDENTIALS: &str = "credentials";
    let rows: [(bool, Header<'static>, Header<'static>, &str); 15] = [
        (false, Some("*"), None, OK),
        (false, Some("*"), Some("true"), OK),
        (true, Some("*"), Some("true"), ORIGIN),
        (false, Some(APP), None, OK),
        (true, Some(APP), None, CREDENTIALS),
        (true, Some(APP), Some("true"), OK),
        (true, Some(APP), Some("True"), CREDENTIALS),
        (true, Some(APP), Some("true, true"), CREDENTIALS),
        (false, None, None, ORIGIN),
        (false, Some("https://app.example.com/"), None, ORIGIN),
        (false, Some("https://APP.example.com"), None, ORIGIN),
        (false, Some("https://app.example.com, https://app.example.com"), None, ORIGIN),
        (false, Some("*, *"), None, ORIGIN),
        (false, Some("null"), None, ORIGIN),
        (false, Some("https://*.example.com"), None, ORIGIN),
    ];
    for (include, allow_origin, allow_credentials, expected) in rows {
        let (app, _) = server(move |_| {
            let mut response = HttpResponse::Ok();
            if let Some(value) = allow_origin {
                response.append_header(("access-control-allow-origin", value));
            }
            if let Some(value) = allow_credentials {
                response.append_header(("access-control-allow-credentials", value));
            }
            response.finish()
        })
        .await;
        let page = Browser::at(APP);
        let page = if include { page.with_credentials() } else { page };
        let found = match page.fetch(&app, TestRequest::get()).await {
            Ok(_) => OK,
            Err(Blocked::Origin { .. }) => ORIGIN,
            Err(Blocked::Credentials { .. }) => CREDENTIALS,
            Err(other) => panic!("{other}"),
        };
        assert_eq!(found, expected, "{include} {allow_origin:?} {allow_credentials:?}");
    }
}

#[actix_web::test]
async fn two_lines_of_allow_origin_are_one_invalid_value() {
    let (app, _) = server(|_| {
        respond(200, &[("access-control-allow-origin", APP), ("access-control-allow-origin", APP)])
    })
    .await;
    let blocked = Browser::at(APP).fetch(&app, TestRequest::get()).await.unwrap_err();
    assert!(
        matches!(&blocked, Blocked::Origin { allow_origin: Some(both), .. } if both.contains(", ")),
        "{blocked}"
    );
}

#[actix_web::test]
async fn a_same_origin_response_needs_no_header() {
    let (app, log) = server(|_| respond(200, &[])).await;
    for (page, uri) in [
        (Browser::at("http://localhost:8080"), "/"),
        (Browser::at(APP).with_server(APP), "/"),
        (Browser::at("https://app.example.com:443/a/page?q"), "https://app.example.com/"),
    ] {
        let seen = page.with_credentials().fetch(&app, request("DELETE", uri)).await;
        assert_eq!(seen.expect("allowed").response_type(), ResponseType::Basic);
    }
    assert_eq!(log.all().len(), 3, "no preflight");
}

#[actix_web::test]
async fn a_sandboxed_page_has_the_origin_null() {
    let (app, log) = server(|_| respond(200, &[("access-control-allow-origin", "null")])).await;
    Browser::sandboxed().fetch(&app, TestRequest::get()).await.expect("allowed");
    assert_eq!(log.last().header("origin"), Some("null"));
    assert_eq!(log.last().header("sec-fetch-site"), Some("cross-site"));
    let blocked = Browser::at(APP).fetch(&app, TestRequest::get()).await.unwrap_err();
    assert!(matches!(blocked, Blocked::Origin { .. }), "{blocked}");
}

#[actix_web::test]
async fn a_page_can_have_a_custom_scheme() {
    let (app, _) =
        server(|_| respond(200, &[("access-control-allow-origin", "tauri://localhost")])).await;
    let page = Browser::at("tauri://localhost");
    assert_eq!(page.fetch(&app, TestRequest::get()).await.expect("allowed").status(), 200);
}

#[actix_web::test]
async fn an_error_without_cors_headers_is_blocked() {
    let login = |_, _: &_| async { Err::<ServiceResponse, _>(ErrorUnauthorized("log in")) };
    let app = init_service(App::new().wrap_fn(login)).await;
    let blocked = Browser::at(APP).fetch(&app, TestRequest::get()).await.unwrap_err();
    assert!(matches!(blocked, Blocked::Origin { status, .. } if status == 401), "{blocked}");
}

/// A server sends `Error::error_response`, which runs the response mappers that middleware adds.
#[actix_web::test]
async fn an_error_has_the_headers_that_an_outer_middleware_adds() {
    let login = |_, _: &_| async { Err::<ServiceResponse, _>(ErrorUnauthorized("log in")) };
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
    let seen = Browser::at(APP).fetch(&app, TestRequest::get()).await.expect("allowed");
    assert_eq!(seen.status(), 401);
    assert_eq!(seen.text().await.expect("a body"), "log in");
}

#[actix_web::test]
async fn the_text_names_the_page_the_header_and_the_rule() {
    let (app, _) = server(|_| respond(200, &[("access-control-allow-origin", "*")])).await;
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
