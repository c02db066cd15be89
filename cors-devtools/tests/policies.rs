//! A test that fails if a policy below differs from the snapshot file. The test prints each change that allows pages to
//! do more.

use std::fs;

use actix_web::get;
#[allow(unused_imports, reason = "below `#[routes]`, an attribute is read and not expanded")]
use actix_web::put;
use cors_devtools::{Effect, Snapshot};
use cors_runtime::{Policy, cors, policy};

const STAFF: Policy = policy!(
    origins = ["https://app.example.com", "https://staff.example.com"],
    allow_credentials,
    max_age = "2h",
    enforce = "isolate",
);

#[cors(origins = "*", expose_headers = ["x-total-count"])]
#[get("/books")]
async fn list() -> &'static str {
    ""
}

#[cors(policy = STAFF, debug_origins = "http://localhost:*", allow_headers = "content-type")]
#[actix_web::routes]
#[put("/books/{id}")]
#[get("/books/{id}")]
#[get("/titles/{id}")]
async fn replace() -> &'static str {
    ""
}

#[cors(none)]
#[get("/internal")]
async fn internal() -> &'static str {
    ""
}

#[cors(
    origins = ["http://legacy.example.com", "https://*.github.io", "null"],
    allow_credentials,
    danger_allow_insecure_origins,
    danger_allow_public_suffixes,
    danger_allow_null_origin,
    hosts = "api.example.com"
)]
#[get("/legacy")]
async fn legacy() -> &'static str {
    ""
}

#[cors(origins = dynamic(|origin, _| origin.is_subdomain_of("tenants.example")), enforce)]
#[get("/tenants")]
async fn tenants() -> &'static str {
    ""
}

#[test]
fn policies_are_approved() -> Result<(), Box<dyn std::error::Error>> {
    let approved =
        fs::read_to_string("tests/snapshots/policies__policies.snap").unwrap_or_default();
    let current = Snapshot::current();
    let opened: Vec<String> = current
        .changes_since(&approved.parse()?)
        .iter()
        .filter(|change| change.effect() == Effect::Opens)
        .map(ToString::to_string)
        .collect();
    if !opened.is_empty() {
        eprintln!("pages can do more than the approved policies allow:\n{}", opened.join("\n"));
        eprintln!("if this is intended, run `cargo insta accept`");
    }
    insta::assert_snapshot!("policies", current);
    Ok(())
}
