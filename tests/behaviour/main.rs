//! Tests of the behavior of a server with annotated handlers and layers. Each file has one topic.
//! `tests/conformance/behaviour.json` contains most of the cases with one policy and one request.

#[macro_use]
mod handlers;
#[macro_use]
mod prelude;

mod attributes;
mod case;
mod dynamic;
mod errors;
#[cfg(debug_assertions)]
mod explorer;
mod http1;
mod http2;
mod inheritance;
mod layer;
mod logins;
mod nesting;
mod policies;
mod refusal;
#[cfg(not(debug_assertions))]
mod release_build;
mod responses;
mod routed_preflights;
mod routing;
mod server;
mod sets;
mod two_dispatches;
mod wire;
