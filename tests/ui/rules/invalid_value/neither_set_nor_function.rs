//! A value in `dynamic(…)` that is neither a set nor a function: one error, at the value.

use std::sync::LazyLock;

use actix_web::{HttpRequest, get};
use cors_runtime::{Origin, OriginBuf, Origins, app_data, cors};

static PARTNERS: LazyLock<Origins> = LazyLock::new(|| Origins::from_env("PARTNERS").unwrap());

#[cors(origins = dynamic("https://app.example.com"))]
#[get("/1")]
async fn h1() -> &'static str {
    ""
}

#[cors(origins = dynamic(Origins::from_env("PARTNERS")))]
#[get("/2")]
async fn h2() -> &'static str {
    ""
}

#[cors(origins = dynamic(PARTNERS))]
#[get("/3")]
async fn h3() -> &'static str {
    ""
}

#[cors(origins = dynamic(app_data::<String>()))]
#[get("/4")]
async fn h4() -> &'static str {
    ""
}

#[cors(origins = dynamic_async(|origin, _| origin.scheme() == "https"))]
#[get("/5")]
async fn h5() -> &'static str {
    ""
}

fn is_partner(origin: OriginBuf, _: HttpRequest) -> bool {
    origin.scheme() == "https"
}

#[cors(origins = dynamic(is_partner))]
#[get("/6")]
async fn h6() -> &'static str {
    ""
}

fn is_tenant(origin: &Origin<'_>, _: &HttpRequest) -> bool {
    origin.scheme() == "https"
}

#[cors(origins = dynamic_async(is_tenant))]
#[get("/7")]
async fn h7() -> &'static str {
    ""
}

fn main() {}
