//! An API, and tests of the requests that a page of a given origin can make.
//!
//! `cargo test --example tested_api` runs the tests. `cargo run --example tested_api` prints why a browser blocks the
//! calls of a page whose origin no policy lists.

use actix_web::{
    App, Error, HttpResponse, Responder,
    body::MessageBody,
    delete,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    get, put,
    test::{self, TestRequest},
    web,
};
use cors_runtime::{cors, testing::Browser};

#[cors(origins = "*", expose_headers = ["x-total-count"])]
#[get("/books")]
async fn list() -> impl Responder {
    HttpResponse::Ok()
        .insert_header(("x-total-count", "2"))
        .insert_header(("x-cache", "hit"))
        .body("[]")
}

#[cors(
    origins = "https://app.example.com",
    allow_headers = ["content-type"],
    allow_credentials,
    max_age = "10m"
)]
#[put("/books/{id}")]
async fn replace(id: web::Path<u64>) -> impl Responder {
    id.to_string()
}

#[cors(origins = "https://staff.example.com", allow_credentials)]
#[delete("/books/{id}")]
async fn remove(_id: web::Path<u64>) -> impl Responder {
    HttpResponse::NoContent()
}

/// Returns the application as the `main` function of a server would create it.
fn app() -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new().service(list).service(replace).service(remove)
}

#[actix_web::main]
async fn main() {
    let app = test::init_service(app()).await;
    let page = Browser::at("https://evil.example").with_credentials();
    for request in [
        TestRequest::get().uri("/books"),
        TestRequest::put().uri("/books/1"),
        TestRequest::delete().uri("/books/1"),
    ] {
        match page.fetch(&app, request).await {
            Ok(response) => println!("allowed: {}", response.url()),
            Err(blocked) => println!("{blocked}\n"),
        }
    }
}

#[cfg(test)]
mod tests {
    use cors_runtime::testing::Blocked;

    use super::*;

    fn json(request: TestRequest) -> TestRequest {
        request.insert_header(("content-type", "application/json"))
    }

    // Each test is about one action of a page. It expects either that the action succeeds, or that the browser blocks
    // it.

    #[actix_web::test]
    async fn any_page_reads_the_list_and_the_count() -> Result<(), Blocked> {
        let app = test::init_service(app()).await;
        let page = Browser::at("https://anyone.example");
        let response = page.fetch(&app, TestRequest::get().uri("/books")).await?;
        assert_eq!(response.status(), 200);
        assert_eq!(response.header("x-total-count"), Some("2"));
        assert_eq!(response.header("x-cache"), None, "the server sends it, but does not expose it");
        Ok(())
    }

    #[actix_web::test]
    async fn our_app_sends_one_preflight_for_two_replacements() -> Result<(), Blocked> {
        let app = test::init_service(app()).await;
        let page = Browser::at("https://app.example.com").with_credentials();
        for _ in 0..2 {
            page.fetch(&app, json(TestRequest::put().uri("/books/1"))).await?;
        }
        assert_eq!(page.preflights(), 1);
        Ok(())
    }

    #[actix_web::test]
    async fn our_app_cannot_delete_a_book() {
        let app = test::init_service(app()).await;
        let page = Browser::at("https://app.example.com").with_credentials();
        let delete = TestRequest::delete().uri("/books/1");
        let blocked = page.fetch(&app, delete).await.unwrap_err();
        assert!(matches!(blocked, Blocked::PreflightOrigin { .. }), "{blocked}");
    }
}
