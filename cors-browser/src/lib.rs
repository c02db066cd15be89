//! A simulated browser for tests. The tests show whether a page can call a server, and which parts of the response the
//! page can read.
//!
//! [`Browser`] is a client that runs the CORS protocol of [Fetch](https://fetch.spec.whatwg.org/#http-cors-protocol).
//! Like a browser, it sends CORS-preflight requests, has a CORS-preflight cache, runs the CORS check, and hides the
//! response headers that are not exposed. A blocked request returns a [`Blocked`] error, whose message names the header
//! and the rule. The client does not depend on the code of the server, so it works the same with `cors-runtime`,
//! actix-cors and handwritten headers. `cors_runtime::testing` re-exports this crate.
//!
//! ```
//! use actix_cors::Cors;
//! use actix_web::{App, HttpResponse, Responder, put, test::{self, TestRequest}};
//! use cors_browser::{Blocked, Browser};
//!
//! #[put("/books/1")]
//! async fn replace() -> impl Responder {
//!     HttpResponse::Ok().insert_header(("x-total-count", "1")).finish()
//! }
//!
//! # #[actix_web::main]
//! # async fn main() -> Result<(), Blocked> {
//! let cors = Cors::default()
//!     .allowed_origin("https://app.example.com")
//!     .allowed_methods(["PUT"])
//!     .allowed_header("content-type");
//! let app = test::init_service(App::new().wrap(cors).service(replace)).await;
//! let put = || TestRequest::put().uri("/books/1").insert_header(("content-type", "application/json"));
//!
//! let response = Browser::at("https://app.example.com").fetch(&app, put()).await?;
//! assert_eq!(response.status(), 200);
//! assert_eq!(response.header("x-total-count"), None); // sent, but not exposed to the page
//!
//! let blocked = Browser::at("https://evil.example").fetch(&app, put()).await.unwrap_err();
//! assert!(matches!(blocked, Blocked::PreflightOrigin { .. }), "{blocked}");
//! # Ok(())
//! # }
//! ```
//!
//! # Transports
//!
//! The implementation of Fetch does no I/O. A [`Transport`] sends each request and returns the response:
//!
//! | transport | feature | use |
//! | --- | --- | --- |
//! | `TestService` | `actix-web` (default) | an application's own tests, in-process |
//! | `HttpClient` | `http` | a running server: smoke tests, tools |
//!
//! [`Browser::trace`] works with every transport, and returns each exchange and each check. `Browser::fetch` is the
//! short form for a test service. The command [`cors-check`](https://docs.rs/crate/cors-check) checks a deployed
//! server through `HttpClient`.
//!
//! # Requests
//!
//! A `TestRequest` or a [`PageRequest`] describes the request of the page's script.
//!
//! - **URL.** A path such as `/books/1` goes to `http://localhost:8080`, or to the server that
//!   [`Browser::with_server`] or a `Host` header names. An absolute URL names its own server. A test service answers
//!   for every host.
//! - **Headers.** A header that a page cannot set is dropped, as in a browser: `Origin`, `Sec-Fetch-Site`,
//!   `Access-Control-Request-Method`, … `Host` and `Cookie` have a special meaning. The browser adds `Host`. Where the
//!   standard requires them, the browser also adds `Accept`, `Origin`, `Content-Length`, `Sec-Fetch-Dest`,
//!   `Sec-Fetch-Mode` and `Sec-Fetch-Site`. The browser adds no `Accept-Encoding`, `Accept-Language`, `Referer` or
//!   `User-Agent`.
//! - **Cookies.** The `Cookie` header of the request holds the cookies that the browser has stored for the host of the
//!   URL. The client ignores `SameSite` and `Secure`, so in a fetch only the credentials mode decides whether this host
//!   receives the cookies. The browser does not store cookies from `Set-Cookie`.
//! - **Body.** The browser adds no `Content-Type` for a body. In a real page, `fetch()` adds one for a string.
//!
//! # Limits
//!
//! The client implements CORS and the parts of Fetch that CORS needs. These features of browsers are ignored: mixed
//! content, Content Security Policy, blocked ports, `Cross-Origin-Resource-Policy`, `SameSite` cookies, service
//! workers, the HTTP cache, and permission prompts for local networks. The client sends no "no-cors" requests, such as
//! those of `<img>`.
//!
//! Tests share no state: each [`Browser::at`] has its own cache and its own clock, which only [`Browser::advance`]
//! advances.
//!
//! # Differences between browsers
//!
//! The client follows the standard. Two differences are deliberate. The response to a preflight is not cached if its
//! `Access-Control-Max-Age` is negative or invalid; the standard caches it for 5 s. A page cannot set
//! `Access-Control-Request-Private-Network`, a header of Chromium.
//!
//! [`Browser::with_engine`] simulates the three differences that [`Engine`] lists. Browsers have more differences,
//! which no `Engine` simulates. In Chromium:
//!
//! - A preflight response replaces the whole cache entry, and the age of the entry starts again. In the standard,
//!   each method and header name has its own entry, which keeps the time at which it was stored.
//! - A response that fails the CORS check does not change the cache. In the standard, such a response removes the
//!   entries of its URL if the request needed a preflight.
//!
//! In Firefox:
//!
//! - A request that needed a preflight gets another preflight after a redirect, even if the redirect changed it to a
//!   `GET`.
//! - After a redirect, `Sec-Fetch-Site` is `cross-site` even if all origins belong to one site.

#![warn(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used)]
#![allow(clippy::panic, reason = "an invalid page or server is an error in the test")]

#[cfg(feature = "actix-web")]
mod actix;
mod blocked;
mod browser;
mod cache;
pub mod console_messages;
mod cors_check;
mod engine;
mod header_list;
#[cfg(feature = "http")]
mod http_client;
mod http_url;
mod main_fetch;
mod origin;
mod outgoing;
mod page_request;
mod preflight;
mod reason;
mod request;
mod safelist;
mod seen;
mod server_note;
#[cfg(test)]
mod tests;
mod trace;
mod transport;

#[cfg(feature = "actix-web")]
pub use actix::TestService;
pub use blocked::{Attempt, Blocked};
pub use browser::{Browser, ParsePageError};
pub use bytes::Bytes;
pub use engine::Engine;
pub use http;
#[cfg(feature = "http")]
pub use http_client::{HttpClient, HttpError};
pub use page_request::PageRequest;
pub use preflight::DEFAULT_MAX_AGE;
pub use seen::{ResponseType, Seen};
pub use server_note::ServerNote;
pub use trace::{Check, Exchange, FetchError, RequestReason, Trace};
pub use transport::{Body, LocalBoxFuture, Transport};

/// Compiles and runs the examples in the README.
#[cfg(all(doctest, feature = "actix-web", feature = "http"))]
#[doc = include_str!("../README.md")]
struct Readme;
