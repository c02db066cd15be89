//! What a server with these policies does: a file for each table of the contract, and for each topic beyond them.

mod actual;
mod case;
mod dynamic;
mod enforce;
mod errors;
mod except_preflights;
<<<<<<< HEAD
mod functions;
=======
mod hosts;
>>>>>>> b222ee0 (What an attacker tries is a package of tests: a model of the contract and a million requests, agreement of preflights, other libraries, growth, a soak)
mod http1;
mod http2;
mod hundred;
mod inherited;
mod layer;
mod live;
mod modules;
mod nesting;
mod open_door;
mod preflight;
mod refusal;
mod routed;
mod routing;
mod sets;
mod sharing;
mod vary;
mod wire;
