//! A macro cannot evaluate a `#[cfg]` on a value.

use actix_web::{Responder, get};
use cors_runtime::{Policy, cors, policy};

const BASE: Policy = policy!(
    origins = ["https://a.example", #[cfg(debug_assertions)] "http://localhost:3000"],
    allow_credentials = #[cfg(any())] true,
);

#[cors(
    policy = BASE,
    origins = [#[cfg(any())] .., "https://b.example"],
    allow_headers = [
        /// Identifies the request in our logs.
        "x-request-id",
    ],
)]
#[get("/")]
async fn list() -> impl Responder {
    ""
}

#[cors(origins = dynamic(#[cfg(any())] |_, _| true))]
#[get("/")]
async fn search() -> impl Responder {
    ""
}

fn main() {
    let _ = (list, search);
}
