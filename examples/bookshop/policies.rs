//! The policies that several handlers share. A policy for one handler is written on that handler.

use cors_runtime::{Policy, policy};

/// The origin of the page for customers.
pub const SHOP: &str = "https://bookshop.example";

/// The origin of the page for the staff of the shop.
pub const STAFF: &str = "https://staff.bookshop.example";

/// The policy for the pages that we publish ourselves. The `debug_origins` are for development on a
/// local machine: a release build does not contain them.
pub const FIRST_PARTY: Policy = policy!(
    origins = [SHOP, STAFF],
    debug_origins = ["http://localhost:*", "http://staff.localhost:*"],
    allow_headers = "content-type",
    max_age = "10m",
);

/// The policy for requests that our pages send with the visitor's cookie. Such requests need `allow_credentials`.
pub const SIGNED_IN: Policy = policy!(policy = FIRST_PARTY, allow_credentials);
