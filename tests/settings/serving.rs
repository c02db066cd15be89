//! A policy that was read, as middleware.

use actix_web::{
    App, HttpResponse,
    test::{self, TestRequest},
    web,
};
use cors_runtime::{
    Cors,
    testing::{Blocked, Browser},
};
use serde_json::json;

use super::policy;

/// A third party's service inside a layer with that policy.
macro_rules! served {
    ($policy:tt) => {{
        let third_party = web::resource("/files").to(|| async {
            HttpResponse::Ok()
                .insert_header(("etag", "1"))
                .insert_header(("x-cache", "hit"))
                .body("a")
        });
        let layer = web::scope("").wrap(Cors::new(policy(json!($policy)))).service(third_party);
        test::init_service(App::new().service(layer)).await
    }};
}

#[actix_web::test]
async fn each_key_of_a_file_has_an_effect() -> Result<(), Blocked> {
    let app = served!({
        "origins": ["https://app.example.com", "https://*.example.org"],
        "methods": "GET, PUT",
        "allow_headers": "x-request-id",
        "expose_headers": "etag",
        "allow_credentials": "true",
        "max_age": "10m",
    });
    for origin in ["https://app.example.com", "https://eu.example.org"] {
        let page = Browser::at(origin).with_credentials();
        let put = || TestRequest::put().uri("/files").insert_header(("x-request-id", "1"));
        let seen = page.fetch(&app, put()).await?;
        assert_eq!(seen.header("etag"), Some("1"));
        assert_eq!(seen.header("x-cache"), None, "not exposed");
        page.fetch(&app, put()).await?;
        assert_eq!(page.preflights(), 1, "kept for ten minutes");
    }
    let page = Browser::at("https://app.example.com");
    let method = page.fetch(&app, TestRequest::delete().uri("/files")).await;
    assert!(method.is_err(), "a method that is not listed");
    let header = TestRequest::put().uri("/files").insert_header(("x-other", "1"));
    assert!(page.fetch(&app, header).await.is_err(), "a header that is not listed");
    let page = Browser::at("https://example.org");
    let origin = page.fetch(&app, TestRequest::get().uri("/files")).await;
    assert!(origin.is_err(), "an origin that is not listed");
    Ok(())
}

#[actix_web::test]
async fn credentials_need_a_key_of_the_file() {
    let app = served!({"origins": "https://app.example.com"});
    let page = Browser::at("https://app.example.com");
    assert!(page.fetch(&app, TestRequest::get().uri("/files")).await.is_ok());
    let credentials = page.with_credentials();
    assert!(credentials.fetch(&app, TestRequest::get().uri("/files")).await.is_err());
}

#[actix_web::test]
async fn only_debug_builds_allow_debug_origins() {
    let app = served!({
        "origins": "https://app.example.com",
        "debug_origins": "http://localhost:*",
        "allow_credentials": true,
    });
    let page = Browser::at("http://localhost:5173").with_credentials();
    let seen = page.fetch(&app, TestRequest::get().uri("/files")).await;
    assert_eq!(seen.is_ok(), cfg!(debug_assertions));
}

#[actix_web::test]
async fn enforce_rejects_a_request_before_the_service_is_called() {
    for (enforce, status) in [("true", 403), ("false", 200)] {
        let app = served!({"origins": "https://app.example.com", "enforce": enforce});
        let request =
            TestRequest::get().uri("/files").insert_header(("origin", "https://b.example"));
        let response = test::call_service(&app, request.to_request()).await;
        assert_eq!(response.status(), status, "enforce = {enforce}");
    }
}
