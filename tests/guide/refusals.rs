//! Responses of the examples of the page on logs, metrics and traces.

/// Two rejections by one handler for the same reason.
pub const LOGGED_TWICE: &str = "
the first
    GET /prices from https://www.app.example.com
    200 [] | vary: Origin
the second
    GET /prices from https://www.app.example.com
    200 [] | vary: Origin
";

/// One rejection.
pub const LOGGED_ONCE: &str = "
an origin that is not allowed
    GET /prices from https://other.example
    200 [] | vary: Origin
";

/// One allowed request, two rejected ones.
pub const COUNTED: &str = "
an allowed request is not counted
    GET /sales from https://app.example.com
    200 [] | allow-origin: https://app.example.com | vary: Origin
the first rejected one
    GET /sales from https://a.example
    403 | vary: Origin
the second
    GET /sales from https://b.example
    403 | vary: Origin
";

/// One allowed request, and one rejected request with a reason.
pub const TRACED: &str = "
an allowed request has no reason
    GET /sales from https://app.example.com
    200 [] | allow-origin: https://app.example.com | vary: Origin
an origin that is not allowed is the reason
    GET /sales from https://other.example
    200 [] | vary: Origin
";
