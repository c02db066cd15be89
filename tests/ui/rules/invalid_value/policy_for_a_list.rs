use std::sync::LazyLock;

use actix_web::{App, get, put};
use cors_runtime::{Origins, Policy, cors, policy};

const FIRST_PARTY: Policy = policy!(origins = "https://app.example.com");

static PARTNERS: LazyLock<Origins> =
    LazyLock::new(|| Origins::parse(["https://partner.example.com"]).unwrap());

#[cors(origins = FIRST_PARTY)]
#[get("/books")]
async fn list() -> &'static str {
    ""
}

#[cors(origins = ["https://app.example.com", &PARTNERS])]
#[put("/books")]
async fn replace() -> &'static str {
    ""
}

fn main() {
    let _ = App::new().service(list).service(replace);
}
