//! An API whose tests ask the question that matters: may that page do this?
//!
//! `cargo test --example tested_api` runs the suite; `cargo run --example tested_api` prints what a
//! foreign page's console would say.

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

/// The application, as `main` would serve it and as the tests below meet it.
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
            Ok(seen) => println!("shared: {}", seen.url()),
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

    // The whole suite of a small API: one test for each thing that a page must or must not do.

    #[actix_web::test]
    async fn any_page_may_list_and_count() -> Result<(), Blocked> {
        let app = test::init_service(app()).await;
        let page = Browser::at("https://anyone.example");
        let seen = page.fetch(&app, TestRequest::get().uri("/books")).await?;
        assert_eq!(seen.status(), 200);
        assert_eq!(seen.header("x-total-count"), Some("2"));
        assert_eq!(seen.header("x-cache"), None, "sent, but not exposed");
        Ok(())
    }

    #[actix_web::test]
    async fn our_app_replaces_a_book_and_asks_once_in_ten_minutes() -> Result<(), Blocked> {
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
        let no = page.fetch(&app, delete).await.unwrap_err();
        assert!(matches!(no, Blocked::PreflightOrigin { .. }), "{no}");
    }
}
