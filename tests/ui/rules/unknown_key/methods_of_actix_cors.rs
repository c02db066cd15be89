use actix_web::App;
use cors_runtime::{Cors, Policy, policy};

const POLICY: Policy = policy!(origins = "https://app.example.com");

fn main() {
    let _ = App::new().wrap(Cors::new(POLICY).supports_credentials().allowed_headers(["content-type"]));
    let _ = App::new().wrap(Cors::permissive());
    let _ = App::new().wrap(Cors::default().allowed_origin("https://app.example.com").max_age(3600));
}
