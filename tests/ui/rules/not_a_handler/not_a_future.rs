//! These functions are not `async`, which is an error. The expansion still defines their names to avoid a second error.

use actix_web::{App, HttpResponse, get};
use cors_runtime::cors;

#[cors(origins = "*")]
#[get("/1")]
fn nothing() {}

#[cors(origins = "*")]
#[get("/2")]
fn response() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[cors(origins = "*")]
#[get("/3")]
fn number() -> u32 {
    5
}

fn main() {
    let _ = App::new().service(nothing).service(response).service(number);
}
