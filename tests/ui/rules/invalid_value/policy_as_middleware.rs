//! The argument of `wrap` must be middleware, but is a policy. `Cors::new` makes middleware of a policy.

use actix_web::{App, web};
use cors_runtime::{Policy, policy};

const SHARED: Policy = policy!(origins = "*");

fn main() {
    let _ = App::new().service(web::resource("/").wrap(SHARED));
}
