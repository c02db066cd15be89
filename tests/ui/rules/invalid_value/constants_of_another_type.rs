//! A constant of another type: one error, at the value.

use std::{sync::LazyLock, time::Duration};

use actix_web::{get, http::header::CONTENT_TYPE};
use cors_runtime::cors;

const SECONDS: u64 = 60;
const HOUR: Duration = Duration::from_secs(3600);
const NAME: &str = "https://app.example.com";
static LIST: LazyLock<String> = LazyLock::new(String::new);

#[cors(origins = "*", max_age = SECONDS)]
#[get("/1")]
async fn h1() -> &'static str {
    ""
}

#[cors(origins = "*", max_age = HOUR)]
#[get("/2")]
async fn h2() -> &'static str {
    ""
}

#[cors(origins = "*", max_age = HOUR.as_secs())]
#[get("/3")]
async fn h3() -> &'static str {
    ""
}

#[cors(policy = NAME)]
#[get("/4")]
async fn h4() -> &'static str {
    ""
}

#[cors(origins = &*LIST)]
#[get("/5")]
async fn h5() -> &'static str {
    ""
}

#[cors(origins = "*", allow_headers = CONTENT_TYPE)]
#[get("/6")]
async fn h6() -> &'static str {
    ""
}

fn main() {}
