//! Names in the scope of a handler do not change the meaning of its policy.

use actix_web::{App, get, post};
use cors_runtime::{Policy, cors, policy};

const AGE: core::primitive::u32 = 60;
const ORIGINS: &[&core::primitive::str] = &["https://a.example"];
const BASE: Policy = policy!(origins = ORIGINS, max_age = AGE);

mod types {
    #![allow(dead_code, non_camel_case_types)]

    use super::{AGE, BASE, ORIGINS};
    use ::actix_web::get;
    use ::cors_runtime::cors;

    pub struct bool;
    pub struct str;
    pub struct usize;
    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Policy;
    pub struct List;
    pub mod core {}
    pub mod cors_runtime {}

    #[cors(policy = BASE, origins = [.., "https://b.example"], max_age = AGE)]
    #[get("/list")]
    pub async fn list() -> &'static ::core::primitive::str {
        ""
    }

    #[cors(origins = ORIGINS, max_age = AGE + 1)]
    #[get("/u32")]
    pub async fn u32() -> &'static ::core::primitive::str {
        ""
    }
}

#[cors(origins = [ORIGINS, "https://b.example"], max_age = AGE)]
#[get("/config", wrap = "actix_web::middleware::NormalizePath::trim()")]
async fn __config() -> &'static str {
    ""
}

#[cors(origins = "*")]
#[post("/cors")]
async fn __cors() -> &'static str {
    ""
}

#[cors(origins = "*")]
#[get("/resource", wrap = "actix_web::middleware::NormalizePath::trim()")]
async fn __resource() -> &'static str {
    ""
}

#[test]
fn names_of_the_language_are_free() {
    let _ = App::new()
        .service(types::list)
        .service(types::u32)
        .service(__config)
        .service(__cors)
        .service(__resource);
}
