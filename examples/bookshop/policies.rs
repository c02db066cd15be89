//! What several handlers share. A policy that only one handler has is written on that handler.

use cors_runtime::{Policy, policy};

/// Where customers shop.
pub const SHOP: &str = "https://bookshop.example";

/// Where the shop's own people work.
pub const STAFF: &str = "https://staff.bookshop.example";

/// The pages that we ship ourselves. The `debug_origins` are for developing on one's own machine:
/// a release build does not contain them.
pub const FIRST_PARTY: Policy = policy!(
    origins = [SHOP, STAFF],
    debug_origins = ["http://localhost:*", "http://staff.localhost:*"],
    allow_headers = "content-type",
    max_age = "10m",
);

/// Our pages again, with the visitor's cookie: the browser then wants to hear that it is welcome.
pub const SIGNED_IN: Policy = policy!(policy = FIRST_PARTY, allow_credentials);
