use actix_web::{App, put};
use cors_runtime::cors;

const SHOP: cors_runtime::Policy =
    cors_runtime::policy!(origins = "https://shop.example.com", enforce);

#[cors(policy = SHOP, origins = "*")]
#[put("/books")]
async fn replace() -> &'static str {
    ""
}

fn main() {
    let _ = App::new().service(replace);
}
