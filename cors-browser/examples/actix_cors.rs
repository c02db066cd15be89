//! An API that uses actix-cors, and tests of the requests that each page can make.
//!
//! `cargo test -p cors-browser --example actix_cors` runs the tests.
//! `cargo run -p cors-browser --example actix_cors` prints the result for each page.

use actix_cors::Cors;
use actix_web::{
    App, HttpResponse, Responder, delete, get, put,
    test::{TestRequest, init_service},
    web::{self, ServiceConfig},
};
use cors_browser::Browser;

const APP: &str = "https://app.example.com";
const EVIL: &str = "https://evil.example";

fn cors() -> Cors {
    Cors::default()
        .allowed_origin(APP)
        .allowed_methods(["GET", "PUT"])
        .allowed_header("content-type")
        .expose_headers(["x-total-count"])
        .supports_credentials()
        .max_age(600)
}

fn routes(api: &mut ServiceConfig) {
    api.service(list).service(replace).service(remove);
}

/// Returns all books.
#[get("/books")]
async fn list() -> impl Responder {
    HttpResponse::Ok()
        .insert_header(("x-total-count", "2"))
        .insert_header(("x-cache", "hit"))
        .body("[]")
}

/// Replaces a book.
#[put("/books/{id}")]
async fn replace(id: web::Path<u64>) -> impl Responder {
    id.to_string()
}

/// Removes a book.
#[delete("/books/{id}")]
async fn remove(_id: web::Path<u64>) -> impl Responder {
    HttpResponse::NoContent()
}

#[actix_web::main]
async fn main() {
    let app = init_service(App::new().wrap(cors()).configure(routes)).await;
    for page in [Browser::at(APP), Browser::at(EVIL)] {
        for request in [
            TestRequest::get().uri("/books"),
            TestRequest::put().uri("/books/1"),
            TestRequest::delete().uri("/books/1"),
        ] {
            match page.with_credentials().fetch(&app, request).await {
                Ok(seen) => println!("allowed: {}\n", seen.url()),
                Err(blocked) => println!("{blocked}\n"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use cors_browser::Blocked;

    use super::*;

    #[actix_web::test]
    async fn our_app_lists_books_and_reads_their_number() -> Result<(), Blocked> {
        let app = init_service(App::new().wrap(cors()).configure(routes)).await;
        let page = Browser::at(APP).with_credentials();
        let seen = page.fetch(&app, TestRequest::get().uri("/books")).await?;
        assert_eq!(seen.header("x-total-count"), Some("2"));
        assert_eq!(seen.header("x-cache"), None, "sent, but not exposed");
        Ok(())
    }

    #[actix_web::test]
    async fn our_app_replaces_books_but_cannot_remove_them() -> Result<(), Blocked> {
        let app = init_service(App::new().wrap(cors()).configure(routes)).await;
        let page = Browser::at(APP).with_credentials();
        page.fetch(&app, TestRequest::put().uri("/books/1")).await?;
        let blocked = page.fetch(&app, TestRequest::delete().uri("/books/1")).await.unwrap_err();
        // The response in which actix-cors rejects the method has no CORS headers. The browser thus reports that
        // `Access-Control-Allow-Origin` is missing.
        assert!(matches!(blocked, Blocked::PreflightOrigin { .. }), "{blocked}");
        Ok(())
    }

    #[actix_web::test]
    async fn another_page_reads_nothing() {
        let app = init_service(App::new().wrap(cors()).configure(routes)).await;
        let blocked =
            Browser::at(EVIL).fetch(&app, TestRequest::get().uri("/books")).await.unwrap_err();
        assert!(matches!(blocked, Blocked::Origin { .. }), "{blocked}");
    }

    /// actix-cors accepts this origin without an error, but no browser sends it.
    #[actix_web::test]
    async fn an_origin_with_a_slash_matches_no_page() {
        let cors =
            Cors::default().allowed_origin("https://app.example.com/").allowed_methods(["GET"]);
        let app = init_service(App::new().wrap(cors).configure(routes)).await;
        let blocked =
            Browser::at(APP).fetch(&app, TestRequest::get().uri("/books")).await.unwrap_err();
        assert!(matches!(blocked, Blocked::Origin { .. }), "{blocked}");
    }
}
