//! What to answer, before a header is written: a table of the contract each.
//!
//! Nothing here knows actix-web. Whether an origin is allowed comes in as an answer, since finding
//! that out may take a look-up, a user's function or a future.

mod actual;
mod enforce;
mod preflight;

pub(crate) use actual::{Actual, actual};
pub(crate) use enforce::{Destination, is_same_origin};
pub(crate) use preflight::{PreflightAnswer, preflight};
