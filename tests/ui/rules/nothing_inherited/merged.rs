use actix_web::{App, put};
use cors_runtime::{Policy, cors, policy};

const PARTNERS: Policy = policy!(origins = dynamic(|origin, _| origin.host() == "partner.example"));

#[cors(policy = PARTNERS, origins = ["https://app.example.com", ..], methods = [.., PUT])]
#[put("/books")]
async fn replace() -> &'static str {
    ""
}

fn main() {
    let _ = App::new().service(replace);
}
