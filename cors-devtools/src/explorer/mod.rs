//! The Explorer, a page of the running application for its developers.

#[cfg(debug_assertions)]
mod page;
#[cfg(debug_assertions)]
mod token;

use actix_web::dev::{AppService, HttpServiceFactory};
#[cfg(all(debug_assertions, feature = "routes"))]
pub(crate) use token::token;

/// A page of the running application that shows the policies of handlers and explains why a browser blocks a request.
///
/// Use the Explorer while you develop. The page has
///
/// - every handler with `#[cors]`, and its policy, file and line. With the feature `routes`, the page also has
///   the routes without a known policy;
/// - a form for a page's origin, a method, a URL, headers and credentials. The Explorer shows the result of
///   [`explain`](crate::explain()), with the edit that fixes a refusal. The Explorer sends the request to this server
///   over loopback, so **the handler runs**;
/// - a field for a message from the console of Chromium, Firefox or Safari. The Explorer shows the meaning of the
///   message and the related key of `#[cors]`.
///
/// The path contains a token that is random for each process. Print [`path`](Self::path) when the application starts,
/// and open this path under a loopback name of the server, such as `http://localhost:8080`. The Explorer also logs the
/// path with `tracing` at level `INFO`.
///
/// ```
/// use actix_web::{App, HttpServer, get};
/// use cors_devtools::Explorer;
/// use cors_runtime::cors;
///
/// #[cors(origins = "https://app.example.com")]
/// #[get("/me")]
/// async fn me() -> &'static str { "{}" }
///
/// let explorer = Explorer::at("/__cors");
/// println!("Explorer: http://localhost:8080{}", explorer.path());
/// let server = HttpServer::new(move || App::new().service(me).service(explorer.clone()));
/// ```
///
/// # Who can use it
///
/// - The Explorer exists only in builds with `debug_assertions`. In other builds, its path returns 404.
/// - The Explorer answers only under its token. A wrong or missing token returns 404.
/// - The Explorer answers only same-origin requests for a loopback host, sent from this machine without a proxy.
/// - The Explorer sends no data to other servers, and loads no files from them.
///
/// The Explorer cannot send requests to a server that uses TLS or a Unix socket. Bind such a server to a plain
/// loopback port too.
///
/// Standard: [fetching](https://fetch.spec.whatwg.org/#fetching), as far as CORS is concerned.
#[derive(Clone, Debug)]
pub struct Explorer {
    path: String,
}

impl Explorer {
    /// Creates an Explorer below `path`, relative to the application or the scope that registers the Explorer.
    ///
    /// # Panics
    /// In builds with `debug_assertions`, if the operating system provides no random bytes for the token.
    #[must_use]
    pub fn at(path: impl AsRef<str>) -> Self {
        let path = path.as_ref().trim_end_matches('/');
        #[cfg(debug_assertions)]
        let path = format!("{path}/{}/", token::token());
        #[cfg(not(debug_assertions))]
        let path = format!("{path}/");
        Self { path }
    }

    /// Returns the path with the token: `/__cors/<32 hex digits>/` for `Explorer::at("/__cors")`. The path of an outer
    /// scope is not included.
    ///
    /// In builds without `debug_assertions`, the path has no token and returns 404.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl HttpServiceFactory for Explorer {
    #[cfg(debug_assertions)]
    fn register(self, config: &mut AppService) {
        token::log_path(&self.path);
        page::register(&self.path, config);
    }

    #[cfg(not(debug_assertions))]
    fn register(self, _: &mut AppService) {}
}
