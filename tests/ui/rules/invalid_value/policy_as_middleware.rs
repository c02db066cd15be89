//! The application wraps a resource with a policy itself. It must call `Cors::new`, which makes middleware of a policy.

use actix_web::{App, web};
use cors_runtime::{Policy, policy};

const SHARED: Policy = policy!(origins = "*");

fn main() {
    let _ = App::new().service(web::resource("/").wrap(SHARED));
}
