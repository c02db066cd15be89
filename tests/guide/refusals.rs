//! The expected responses of the examples on the guide's page about logs, metrics and traces.

/// Expected responses to two requests from an origin that the handler does not allow.
pub const LOGGED_TWICE: &str = "
the first
    GET /prices from https://www.app.example.com
    200 [] | vary: Origin
the second
    GET /prices from https://www.app.example.com
    200 [] | vary: Origin
";

/// Expected response to a request from an origin that the handler does not allow.
pub const LOGGED_ONCE: &str = "
an origin that is not allowed
    GET /prices from https://other.example
    200 [] | vary: Origin
";

/// Expected responses of one handler to an allowed request and two rejected requests.
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

/// Expected responses of one handler to an allowed request, and to a request from an origin that is not allowed. The
/// trace of the second request contains the reason.
pub const TRACED: &str = "
an allowed request has no reason
    GET /sales from https://app.example.com
    200 [] | allow-origin: https://app.example.com | vary: Origin
an origin that is not allowed is the reason
    GET /sales from https://other.example
    200 [] | vary: Origin
";
