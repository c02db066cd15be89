//! CORS policies and CSRF protection for actix-web, one attribute above each handler, checked by the
//! compiler.
//!
//! [`#[cors(…)]`](macro@cors) goes above a route attribute of actix-web. The attribute names the origins whose pages
//! may call that handler. Registering the handler also registers its preflight. A policy that breaks one of the
//! [rules](mod@rules) fails the build, for example because browsers would reject the policy. Most errors contain the
//! code to write instead.
//!
//! ```no_run
//! use actix_web::{App, HttpServer, Responder, get, put, web};
//! use cors_runtime::{Policy, cors, policy};
//!
//! const STAFF: &str = "https://staff.example.com";
//!
//! /// Browser apps that we ship ourselves.
//! pub const FIRST_PARTY: Policy = policy!(
//!     origins = ["https://app.example.com", STAFF],
//!     debug_origins = ["http://localhost:*"], // debug builds only
//!     allow_credentials,
//!     max_age = "10m",
//! );
//!
//! #[cors(origins = "*", expose_headers = ["x-total-count"])]
//! #[get("/books")]
//! async fn list() -> impl Responder {
//!     "[]"
//! }
//!
//! #[cors(policy = FIRST_PARTY, allow_headers = ["content-type", "x-request-id"])]
//! #[put("/books/{id}")]
//! async fn replace(id: web::Path<u64>) -> impl Responder {
//!     id.to_string()
//! }
//!
//! #[actix_web::main]
//! async fn main() -> std::io::Result<()> {
//!     HttpServer::new(|| App::new().service(list).service(replace))
//!         .bind(("127.0.0.1", 8080))?
//!         .run()
//!         .await
//! }
//! ```
//!
//! # Where to look
//!
//! | for | see |
//! | --- | --- |
//! | a first policy, logins, CSRF, several servers, moving over from actix-cors | [`guide`] |
//! | every key and every response | [`#[cors]`](macro@cors) |
//! | a policy that handlers share | [`policy!`], [`Policy`] |
//! | a policy from run-time values, a file or the environment | [`Policy::builder`] |
//! | origins known only at run time | [`Origins`], [`LiveOrigins`], [`AllowOrigin`], [`AllowOriginAsync`] |
//! | the default of an application, static files, services of other crates | [`Cors`] |
//! | a login or a rate limit on the whole application | [`ExceptPreflights`] |
//! | the list of the handlers with `#[cors]`, and their policies | [`policies()`] |
//! | why a request was rejected | [`Refusal`], and the events of target `cors_runtime` |
//! | the `rule:` of an error | [`rules`], [`Rule`] |
//! | tests of an application | `testing`, with the feature of that name |
//! | development: the Explorer, `explain`, snapshots | [`cors-devtools`](https://docs.rs/cors-devtools) |
//! | a deployed server | [`cors-check`](https://crates.io/crates/cors-check) |
//!
//! # Features
//!
//! No feature is on by default.
//!
//! - `experimental-introspection`: the introspection of actix-web lists annotated handlers. actix-web calls its
//!   introspection experimental.
//! - `serde`: [`Policy`] can be read from a file; [`Policy`], [`Policies`] and [`Refusal`] can be serialized.
//! - `testing`: a simulated page in a browser, for an application's own tests.
//!
//! Standard: the [CORS protocol](https://fetch.spec.whatwg.org/#http-cors-protocol).

// On docs.rs, each item shows the feature that it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]
// Much of this code runs while the server handles a request, so the code must not panic.
#![warn(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod actix;
mod compiled_policy;
mod decision;
mod handlers;
mod methods;
mod origins;
mod pages;
mod policy;
mod policy_owner;
mod refusal;
mod request;
mod response;

#[doc(hidden)]
#[allow(missing_docs, reason = "named by expansions only")]
#[allow(clippy::indexing_slicing, clippy::panic, reason = "run at compile time")]
#[path = "private/mod.rs"]
pub mod __private_0_1_0;

/// A simulated page in a browser, for an application's own tests: the crate `cors-browser`.
#[cfg(feature = "testing")]
pub mod testing {
    #[doc(inline)]
    pub use cors_browser::*;
}

pub use actix::{Cors, ExceptPreflights};
#[doc = include_str!("../docs/links.md")]
#[doc = include_str!("../docs/cors.md")]
pub use cors_macros::cors;
pub use cors_rules::{
    Rule,
    enforce::Enforce,
    origin::{Origin, OriginBuf},
    public_suffix::RELEASE as PUBLIC_SUFFIX_LIST_VERSION,
};
pub use decision::is_cross_origin;
pub use handlers::{Handler, HandlerRoute, Policies, policies};
pub use origins::{
    AllowOrigin, AllowOriginAsync, AppData, LiveOrigins, Origins, OriginsBuilder, PolicyTerms,
    VerdictFuture, app_data,
};
#[cfg(not(doctest))]
pub use pages::guide;
pub use pages::rules;
pub use policy::{List, Policy, PolicyBuilder, PolicyError, PolicyErrors};
pub use refusal::{Difference, Nearest, Reason, Refusal, RefusalTap, Step};

#[doc = include_str!("../docs/links.md")]
#[doc = include_str!("../docs/policy.md")]
#[macro_export]
macro_rules! policy {
    ($($keys:tt)*) => {
        $crate::__private_0_1_0::policy!($crate; $($keys)*)
    };
}

/// Includes the README, so that `cargo test` runs its examples as doc tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
