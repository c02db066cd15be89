//! What a server with these policies does: a file for each table of the contract, and for each topic beyond them.

mod actual;
mod case;
mod dynamic;
mod enforce;
mod errors;
mod http1;
mod http2;
mod hundred;
mod inherited;
mod layer;
mod live;
mod modules;
mod preflight;
mod routing;
mod sharing;
mod vary;
mod wire;
