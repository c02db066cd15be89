use actix_web::{App, get, post};
use cors_runtime::{Policy, cors, policy};

const PARTNER: &str = "http://partner.example.com";

const SHARED: Policy = policy!(origins = PARTNER, allow_credentials);

#[cors(policy = SHARED)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

#[cors(policy = SHARED, max_age = "1h")]
#[post("/books")]
async fn add() -> &'static str {
    ""
}

const WITHOUT_CREDENTIALS: Policy = policy!(origins = PARTNER);

// `WITHOUT_CREDENTIALS` alone is valid. Its origin violates the rule only together with `allow_credentials` here.
#[cors(policy = WITHOUT_CREDENTIALS, allow_credentials)]
#[get("/me")]
async fn me() -> &'static str {
    "{}"
}

#[cors(origins = PARTNER, allow_credentials)]
mod partners {
    use super::*;

    #[get("/orders")]
    async fn list() -> &'static str {
        "[]"
    }

    #[cors(max_age = "1h")]
    #[post("/orders")]
    async fn add() -> &'static str {
        ""
    }
}

fn main() {
    let _ = App::new().service(list).service(add).service(me);
}
