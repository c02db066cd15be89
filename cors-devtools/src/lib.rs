#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
// The Explorer reads requests from the network. Such a request must not cause a panic.
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
