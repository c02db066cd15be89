//! The guide's examples, compiled and run with the crates that they name. A recipe ends in a hidden
//! line that sends it the requests of a table in here.

#[allow(dead_code, reason = "the notation of another suite, which uses the rest")]
#[path = "../behaviour/case.rs"]
mod case;
pub mod defaults;
/// The guide itself, as `cors-runtime` has it.
#[cfg(doctest)]
#[path = "../../cors-runtime/src/guide_pages.rs"]
mod guide;
pub mod moving;
pub mod recipes;
mod written;

use actix_http::Request;
use actix_web::{
    App, Error,
    body::MessageBody,
    cookie::Cookie,
    dev::{Service, ServiceFactory, ServiceRequest, ServiceResponse},
    test::{TestRequest, call_service, init_service},
};

pub use written::Written;

/// Starts a recipe's application, and sends it every request of a table.
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

/// Logs in at `/login`, and sends every request of a table with the cookie that this gave.
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
