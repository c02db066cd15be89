//! An application as a new user writes it, with the packed crates as dependencies.

use actix_web::{App, HttpServer, Responder, get, put, web};
use cors_runtime::{Policy, cors, policies, policy};

const FIRST_PARTY: Policy = policy!(
    origins = ["https://app.example.com", "https://*.shop.example.com"],
    debug_origins = "http://localhost:*",
    allow_credentials,
    max_age = "2h",
);

#[cors(origins = "*")]
#[get("/books")]
async fn list() -> impl Responder {
    "[]"
}

#[cors(policy = FIRST_PARTY, allow_headers = "content-type")]
#[put("/books/{id}")]
async fn replace(id: web::Path<u64>, _book: web::Json<String>) -> impl Responder {
    id.to_string()
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    println!("{}", policies());
    HttpServer::new(|| App::new().service(list).service(replace))
        .bind(("127.0.0.1", 8080))?
        .run()
        .await
}

#[cfg(test)]
mod tests {
    use actix_web::test::{TestRequest, init_service};
    use cors_devtools::Snapshot;
    use cors_runtime::testing::{Blocked, Browser};

    use super::*;

    #[actix_web::test]
    async fn only_a_listed_page_can_replace_a_book() -> Result<(), Blocked> {
        let app = init_service(App::new().service(list).service(replace)).await;
        let put = || TestRequest::put().uri("/books/1").set_json("");
        let page = Browser::at("https://eu.shop.example.com").with_credentials();
        assert_eq!(page.fetch(&app, put()).await?.status(), 200);
        let other_page = Browser::at("https://evil.example");
        let blocked = other_page.fetch(&app, put()).await.unwrap_err();
        assert!(matches!(blocked, Blocked::PreflightOrigin { .. }), "{blocked}");
        Ok(())
    }

    #[test]
    fn each_crate_and_feature_works() {
        assert_eq!(policies().len(), 2);
        assert_eq!(serde_json::to_value(policies()).unwrap()[0]["name"], "list");
        let invalid = serde_json::from_str::<Policy>(r#"{ "origins": "https://a.example/" }"#);
        assert!(invalid.unwrap_err().to_string().contains("cors::invalid_origin"));
        let _: cors_browser::Browser = Browser::sandboxed();
        assert!(Snapshot::current().to_string().contains("GET /books  packed::list"));
    }
}
