//! Tools for developing and testing an application with [`cors-runtime`](https://docs.rs/cors-runtime). They explain
//! why a page was blocked, and show which access a policy change opens.
//!
//! | for | see |
//! | --- | --- |
//! | a test that fails: what a page would see, step by step | [`explain`] |
//! | a page of the running application, in debug builds: policies, example requests, console messages | [`Explorer`] |
//! | policies in a pull request | [`Snapshot`] |
//! | every route and the policy that answers its preflights | `routes`, with the feature of that name |
//! | policies as filters of a Kubernetes gateway | [`http_cors_filters`] |
//!
//! This crate uses only the public API of `cors-runtime`. Add it as a dependency if the application serves the
//! [`Explorer`], and as a development dependency otherwise.

#![cfg_attr(docsrs, feature(doc_cfg))]
// The Explorer reads requests from the network, which must not cause a panic.
#![warn(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

#[cfg(any(debug_assertions, feature = "routes"))]
#[cfg_attr(not(debug_assertions), allow(dead_code, reason = "the Explorer needs the rest"))]
mod example;
mod explain;
mod explorer;
mod facts;
mod gateway;
#[cfg(feature = "routes")]
mod routes;
mod snapshot;

pub use explain::{Exchange, Explanation, explain};
pub use explorer::Explorer;
pub use gateway::{GatewayError, GatewayRule, HttpCorsFilter, http_cors_filters};
#[cfg(feature = "routes")]
pub use routes::{PolicySource, RegisteredRoute, Routes, routes};
pub use snapshot::{Change, Effect, ParseSnapshotError, Snapshot};

/// Compiles and runs the examples in the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
