//! A page in a browser, for tests: may this page call that server?
//!
//! [`Browser`] runs the CORS protocol of [Fetch](https://fetch.spec.whatwg.org/#http-cors-protocol). It
//! sends a CORS-preflight request exactly when a browser does, keeps a CORS-preflight cache, runs the CORS
//! check, and hides the response headers that are not exposed. A blocked request returns a [`Blocked`],
//! whose text names the header and the rule. The client knows only the standard. It treats
//! `cors-runtime`, actix-cors and headers written by hand alike. `cors_runtime::testing` re-exports this
//! crate.
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
//! let seen = Browser::at("https://app.example.com").fetch(&app, put()).await?;
//! assert_eq!(seen.status(), 200);
//! assert_eq!(seen.header("x-total-count"), None); // sent, but not exposed to the page
//!
//! let no = Browser::at("https://evil.example").fetch(&app, put()).await.unwrap_err();
//! assert!(matches!(no, Blocked::PreflightOrigin { .. }), "{no}");
//! # Ok(())
//! # }
//! ```
//!
//! # Transports
//!
//! The rules of Fetch do no I/O. A [`Transport`] sends a request and returns the response:
//!
//! | transport | feature | use |
//! | --- | --- | --- |
//! | `TestService` | `actix-web` (default) | an application's own tests, in-process |
//! | `HttpClient` | `http` | a server that runs: smoke tests, tools |
//!
//! [`Browser::trace`] works with each transport, and returns every exchange and every check.
//! `Browser::fetch` is the short form for a test service. The command
//! [`cors-check`](https://docs.rs/crate/cors-check) asks a deployed server with `HttpClient`.
//!
//! # Requests
//!
//! A `TestRequest` or a [`PageRequest`] is what the script of the page asks for.
//!
//! - **URL.** `/books/1` is on `http://localhost:8080`, or on the server that [`Browser::with_server`] or
//!   a `Host` header names. An absolute URL names its own server. A test service is the server of every
//!   host.
//! - **Headers.** A header that a page cannot set is dropped, as in a browser: `Origin`, `Sec-Fetch-Site`,
//!   `Access-Control-Request-Method`, … The browser adds `Accept`, `Origin`, `Content-Length`, `Host`, and
//!   `Sec-Fetch-Dest`, `-Mode` and `-Site`. It adds no `Accept-Encoding`, `Accept-Language`, `Referer` or
//!   `User-Agent`.
//! - **Cookies** of the request are those that the browser has for the host of the URL. Each counts as
//!   `SameSite=None; Secure`, so the credentials mode alone decides whether they are sent. `Set-Cookie` is
//!   not kept.
//! - **Body.** A body has no `Content-Type` unless the request has one (JavaScript adds one to a string).
//!
//! # Limits
//!
//! Rules of browsers other than CORS are not applied: mixed content, Content Security Policy, blocked
//! ports, `Cross-Origin-Resource-Policy`, `SameSite` cookies, service workers, the HTTP cache, and
//! permission prompts for local networks. "no-cors" requests (`<img>`) are not sent.
//!
//! Tests share no state: the clock is [`Browser::advance`], and each [`Browser::at`] has its own cache.
//!
//! # Differences between browsers
//!
//! The client follows the standard, with two exceptions. The response to a preflight is not kept if its
//! `Access-Control-Max-Age` is negative or unreadable; the standard keeps it for 5 s. A page cannot set
//! `Access-Control-Request-Private-Network`, a header of Chromium.
//!
//! [`Browser::with_engine`] follows a browser in three points, which [`Engine`] lists. Browsers differ in
//! more, which no `Engine` simulates. In Chromium:
//!
//! - The response to a preflight replaces the entry in the cache as a whole, and its age starts again. In
//!   the standard, each method and header name is an entry of its own, which keeps its start.
//! - A response that fails the CORS check leaves the cache as it is. In the standard, the entries of its
//!   URL are removed if a preflight was needed.
//!
//! In Firefox:
//!
//! - A request that needed a preflight is preflighted again after a redirect, even if it has become a `GET`.
//! - After a redirect, `Sec-Fetch-Site` is `cross-site` also between origins of one site.

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
pub use trace::{Check, Exchange, FetchError, Trace, Why};
pub use transport::{Body, LocalBoxFuture, Transport};

/// Compiles and runs the example of the README.
#[cfg(all(doctest, feature = "actix-web", feature = "http"))]
#[doc = include_str!("../README.md")]
struct Readme;
