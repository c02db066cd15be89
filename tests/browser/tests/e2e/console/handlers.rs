//! Two handlers for each console message that a server can cause: one before and one after the edit that fixes the
//! error. The table of messages in `cors-browser` contains the policies and the responses.

use actix_web::{
    HttpResponse, Route,
    http::{StatusCode, header::HeaderName},
    web,
};
use cors_browser::{console_messages::ConsoleMessage, each_console_message};

/// The origin of the page. Origins below `localhost` count as secure, so a policy with credentials needs no `danger_`
/// key.
const APP: &str = "http://app.localhost:*";

pub(crate) struct Case {
    pub(crate) message: ConsoleMessage,
    /// The second argument of `fetch` in the script of the page.
    pub(crate) call: &'static str,
}

macro_rules! handlers {
    ($(
        $message:ident $name:ident
        chromium[$($chromium:literal)*]
        firefox[$($firefox:literal)*]
        safari[$([$($safari:literal)*])*]
        response[$response:literal]
        key[$key:literal]
        edit[$edit:literal]
        call[$call:literal]
        before[$($before:tt)*]
        after[$($after:tt)*]
    )*) => {
        $(mod $name {
            before!($($before)*);
            after!($($after)*);
        })*

        const ALL: &[Case] =
            &[$(Case { message: ConsoleMessage::$message, call: $call }),*];

        pub(crate) fn routes(api: &mut web::ServiceConfig) {
            $(
                let path = concat!("/console/", stringify!($name));
                api.service(web::scope(path).configure($name::before).configure($name::after));
            )*
        }
    };
}

macro_rules! before {
    () => {
        pub(super) fn before(_: &mut actix_web::web::ServiceConfig) {}
    };
    (policy $($keys:tt)*) => {
        pub(super) fn before(api: &mut actix_web::web::ServiceConfig) {
            use cors_runtime::cors;
            #[allow(unused_imports, reason = "some policies do not use it")]
            use super::APP;

            #[cors($($keys)*)]
            #[actix_web::route("/before", method = "GET", method = "PUT")]
            async fn handler() -> &'static str {
                "ran"
            }

            api.service(handler);
        }
    };
    (answer $status:literal $($line:literal)*) => {
        pub(super) fn before(api: &mut actix_web::web::ServiceConfig) {
            api.route("/before", super::response($status, &[$($line),*]));
        }
    };
}

macro_rules! after {
    () => {
        pub(super) fn after(_: &mut actix_web::web::ServiceConfig) {}
    };
    ($($keys:tt)*) => {
        pub(super) fn after(api: &mut actix_web::web::ServiceConfig) {
            use super::APP;
            use cors_runtime::cors;

            #[cors($($keys)*)]
            #[actix_web::route("/after", method = "GET", method = "PUT")]
            async fn handler() -> &'static str {
                "ran"
            }

            api.service(handler);
        }
    };
}

each_console_message!(handlers);

/// Returns a route that responds with the headers `lines`, as if another component set them: a gateway, another
/// middleware, or the handler itself.
fn response(status: u16, lines: &'static [&'static str]) -> Route {
    web::route().to(move || {
        let mut response = HttpResponse::new(StatusCode::from_u16(status).expect("a status"));
        for line in lines {
            let (name, value) = line.split_once(": ").expect("a header");
            let name = HeaderName::from_static(name);
            response.headers_mut().append(name, value.parse().expect("a header's value"));
        }
        async { response }
    })
}

/// Returns the cases of the messages that a server can cause. The page or the browser causes the other messages.
pub(crate) fn cases() -> impl Iterator<Item = &'static Case> {
    ALL.iter().filter(|case| !case.call.is_empty())
}
