//! Names that most files of the suite use.

use std::cell::Cell;

pub use actix_web::{
    App, Error, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse},
    get,
    middleware::{Next, from_fn},
    test::init_service,
    web::{self, ServiceConfig},
};
pub use cors_runtime::{Cors, Policy, cors, policies, policy};

pub use crate::case::{check, check_app, request, send};

/// Defines middleware for `from_fn`: functions that take a request and the next service.
macro_rules! middleware {
    ($($(#[$doc:meta])* $access:vis fn $name:ident($request:pat, $next:pat_param) $body:block)*) => {$(
        $(#[$doc])*
        $access async fn $name(
            $request: actix_web::dev::ServiceRequest,
            $next: actix_web::middleware::Next<impl actix_web::body::MessageBody + 'static>,
        ) -> Result<actix_web::dev::ServiceResponse, actix_web::Error> $body
    )*};
}

thread_local! {
    /// The number of calls of [`ran`] on this thread. Each test runs on its own thread.
    pub static RAN: Cell<usize> = const { Cell::new(0) };
}

/// A handler that counts its calls in [`RAN`].
pub async fn ran() -> &'static str {
    RAN.set(RAN.get() + 1);
    "ran"
}
