//! Compiles and runs the examples of the guide, with the crates that the examples use. The tag of an example selects
//! the check that follows the example, as `build.rs` describes.

#[allow(dead_code, reason = "the notation of another suite, which uses the rest")]
#[path = "../behaviour/case.rs"]
mod case;
mod defaults;
#[cfg(doctest)]
mod pages {
    include!(concat!(env!("OUT_DIR"), "/pages.rs"));
}
mod log_buffer;
mod moving;
mod recipes;
mod refusals;

use actix_http::Request;
use actix_web::{
    App, Error,
    body::MessageBody,
    cookie::Cookie,
    dev::{Service, ServiceFactory, ServiceRequest, ServiceResponse},
    test::{TestRequest, call_service, init_service},
};

pub use log_buffer::LogBuffer;
pub use recipes::without_the_seconds;

/// The tables of requests and expected responses. An example in the guide with the tag `NAME` uses the table `NAME`,
/// unless the file `checks/NAME.rs` exists. `build.rs` describes the tags.
pub mod answers {
    pub use crate::{defaults::*, moving::*, recipes::*, refusals::*};
}

/// Starts the application of an example, sends every request of a table, and compares the responses.
pub async fn check<T, B>(
    app: App<T>,
    cases: &str,
) -> impl Service<Request, Response = ServiceResponse<B>, Error = Error> + use<T, B>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
            Future: 'static,
        > + 'static,
    B: MessageBody,
{
    let app = init_service(app).await;
    case::check_app(&app, cases).await;
    app
}

/// Logs in at `/login`, and sends every request of a table. The cookie of the login replaces `THE-COOKIE` in the table.
pub async fn check_logged_in<S, B>(app: &S, cases: &str)
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let response = call_service(app, TestRequest::post().uri("/login").to_request()).await;
    let session: Cookie<'_> = response.response().cookies().next().expect("a session");
    let cookie = format!("cookie: {}={}", session.name(), session.value());
    case::check_app(app, &cases.replace("THE-COOKIE", &cookie)).await;
}
