//! The behavior of a server with annotated handlers and layers, a file for each topic.
//! `tests/conformance/behaviour.json` has the cases of one policy and one request.

mod actual;
mod case;
mod dynamic;
mod enforce;
mod errors;
mod except_preflights;
#[cfg(debug_assertions)]
mod explorer;
mod functions;
mod hosts;
mod http1;
mod http2;
mod hundred_handlers;
mod inherited;
mod layer;
mod live;
mod modules;
mod nesting;
mod no_login_bypass;
mod policies;
mod preflight;
mod refusal;
#[cfg(not(debug_assertions))]
mod release_build;
mod routed_preflights;
mod routing;
mod sets;
mod sharing;
mod two_dispatches;
mod vary;
mod wire;
