//! `wrap` is called with a policy, but expects middleware. `Cors::new` creates middleware from a policy.

use actix_web::{App, web};
use cors_runtime::{Policy, policy};

const SHARED: Policy = policy!(origins = "*");

fn main() {
    let _ = App::new().service(web::resource("/").wrap(SHARED));
}
