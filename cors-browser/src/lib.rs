//! A page in a browser, for an application's own tests: may that page do this?
//!
//! [`Browser`] runs [Fetch](https://fetch.spec.whatwg.org/#http-cors-protocol)'s CORS protocol
//! in-process against an actix-web test service. It sends the CORS-preflight request exactly when a
//! browser does, keeps a CORS-preflight cache, runs the CORS check, hides from the page the response
//! headers that are not exposed, and answers a refusal with a [`Blocked`], whose text says which
//! rule of which header it was. It knows the standard, and nothing of how the application decides:
//! so it judges `cors-runtime`, actix-cors and headers written by hand alike, by what a page can do.
//! `cors_runtime::testing` is this crate.
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
//! # What a request is made of
//!
//! The [`TestRequest`](actix_web::test::TestRequest) is what the page's script asks for.
//!
//! - **URL.** `/books/1` is on `http://localhost:8080`, or on the server that
//!   [`Browser::with_server`] or a `Host` header names; a URL in full names its own. The application
//!   answers for every host, other sites' included, and is called with `Host` and a path, as over
//!   HTTP/1.1.
//! - **Headers.** What a page cannot set is dropped silently, as browsers do: `Origin`,
//!   `Sec-Fetch-Site`, `Access-Control-Request-Method`, … The browser's own are added: `Accept`,
//!   `Origin`, `Content-Length`, `Host`, and `Sec-Fetch-Dest`, `-Mode` and `-Site`. There is no
//!   `Accept-Encoding`, `Accept-Language`, `Referer` or `User-Agent`.
//! - **Cookies** of the `TestRequest` are those that the browser has for the URL's host,
//!   `SameSite=None; Secure` all of them: they are sent exactly when the credentials mode says so.
//!   `Set-Cookie` is not kept.
//! - **Body.** Bytes, which have no `Content-Type` unless one is given (JavaScript adds one to a
//!   string).
//!
//! # What is not judged
//!
//! Rules of browsers besides CORS: mixed content, Content Security Policy, blocked ports,
//! `Cross-Origin-Resource-Policy`, `SameSite` cookies, service workers, the HTTP cache, and
//! permission prompts for local networks. "no-cors" requests (`<img>`) are not sent.
//!
//! A site (the value `same-site` of `Sec-Fetch-Site`) is computed with the
//! [public suffix list](https://publicsuffix.org).
//!
//! # Where browsers depart from the standard
//!
//! This client follows the standard, but for an `Access-Control-Max-Age` that cannot be read, and for
//! `Access-Control-Request-Private-Network`, a header name of Chromium's that pages cannot set.
//! Chromium differs in these points:
//!
//! - `Access-Control-Allow-Headers: *` covers `Authorization` too, with a warning in the console.
//! - An `Access-Control-Max-Age` over two hours counts as two hours. The standard leaves the limit
//!   open; [`MAX_AGE_LIMIT`] is Chromium's. Firefox has a day.
//! - An `Access-Control-Max-Age` that is not a number counts as 5 s, as in the standard. This client
//!   does not keep such an answer at all, nor does Chromium one whose age is negative.
//! - A preflight's answer replaces the one in the cache as a whole, and its age starts anew. In the
//!   standard each method and header name is an entry of its own, which keeps its start.
//! - A response that the CORS check refuses leaves the cache as it is. In the standard the entries
//!   for its URL are cleared where a preflight was needed.
//!
//! Everything is a value of the test's own: there is no global state, no clock but
//! [`Browser::advance`], and no network.

#![warn(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used)]
#![allow(clippy::panic, reason = "a page that cannot be is a mistake of the test")]

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
mod profile;
mod reason;
mod request;
mod response;
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
pub use http_client::{HttpClient, HttpError, HttpErrorKind};
pub use page_request::PageRequest;
pub use preflight::DEFAULT_MAX_AGE;
pub use seen::{ResponseType, Seen};
pub use server_note::ServerNote;
pub use trace::{Check, Exchange, FetchError, Trace, Why};
pub use transport::{Body, LocalBoxFuture, Transport};

/// What the registry's page shows.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
