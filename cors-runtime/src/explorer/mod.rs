//! The explorer: a page of the running application, for whoever develops it.

#[cfg(debug_assertions)]
mod access;
#[cfg(debug_assertions)]
mod loopback;
#[cfg(debug_assertions)]
mod page;
#[cfg(debug_assertions)]
mod question;

use actix_web::dev::{AppService, HttpServiceFactory};

/// A page of the running application that shows every policy and tells why a page was blocked.
///
/// Want it while you develop: open it in a browser under the server's loopback name,
/// `http://localhost:8080/__cors`. It has
///
/// - every annotated handler with its policy, file and line;
/// - a form (a page's origin, a method, a URL, headers, credentials) whose answer is that of
///   `testing::explain`, step by step, with the edit to make. What is asked is asked over
///   loopback of this very server, so **the handler runs**;
/// - a field for a message of Chromium's or Firefox's console: what it means, and which key it is about.
///
/// It is in builds with `debug_assertions` only. In others it registers nothing, and its path is
/// whatever the router says, a 404. It sends nothing elsewhere and loads nothing from elsewhere, and it
/// answers only this machine's requests, same-origin, for a loopback host: a request that came by way of a
/// proxy is not one. A server that speaks TLS or a Unix socket cannot be asked, and the page says so: bind
/// it to a plain port too.
///
/// ```
/// use actix_web::{App, get};
/// use cors_runtime::{Explorer, cors};
///
/// #[cors(origins = "https://app.example.com")]
/// #[get("/me")]
/// async fn me() -> &'static str { "{}" }
///
/// let app = App::new().service(me).service(Explorer::at("/__cors"));
/// ```
///
/// Standard: [fetching](https://fetch.spec.whatwg.org/#fetching), as far as CORS goes.
#[derive(Clone, Debug)]
pub struct Explorer {
    #[cfg_attr(not(debug_assertions), allow(dead_code, reason = "it registers nothing"))]
    path: String,
}

impl Explorer {
    /// The explorer at that path, of the application or of the scope that it is a service of.
    #[must_use]
    pub fn at(path: impl Into<String>) -> Self {
        Self { path: path.into() }
    }
}

impl HttpServiceFactory for Explorer {
    #[cfg(debug_assertions)]
    fn register(self, config: &mut AppService) {
        page::register(&self.path, config);
    }

    #[cfg(not(debug_assertions))]
    fn register(self, _: &mut AppService) {}
}
