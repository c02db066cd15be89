use actix_web::{App, put};
use cors_runtime::cors;

const SHOP: cors_runtime::Policy = cors_runtime::policy!(origins = "*");

#[cors(SHOP)]
#[put("/books")]
async fn replace() -> &'static str {
    ""
}

fn main() {
    let _ = App::new().service(replace);
}
