use actix_web::{App, put};
use cors_runtime::{Policy, cors, policy};

#[cors(origins = "*", allow_headers = [.., "x-request-id"])]
#[put("/authors")]
async fn without_a_policy() -> &'static str {
    ""
}

const PARTNERS: Policy = policy!(origins = dynamic(|origin, _| origin.host() == "partner.example"));

#[cors(policy = PARTNERS, origins = ["https://app.example.com", ..], methods = [.., PUT])]
#[put("/books")]
async fn without_lists_in_the_policy() -> &'static str {
    ""
}

fn main() {
    let _ = App::new().service(without_a_policy).service(without_lists_in_the_policy);
}
