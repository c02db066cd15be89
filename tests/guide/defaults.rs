//! The expected responses of the examples on the guide's pages about defaults and exceptions, CSRF protection, and
//! local servers.

/// Expected responses of the example with a layer and three exceptions: a public handler, a handler that extends the
/// default, and an excluded handler.
pub const EXCEPTIONS: &str = "
every page may read the prices
    GET /prices from https://any.example
    200 [] | allow-origin: *
the application's page may read the prices
    GET /prices from https://app.example.com
    200 [] | allow-origin: *
a handler that extends the default answers its preflights itself
    preflight GET /orders from https://app.example.com
    204 | allow-credentials: true | allow-headers: x-request-id | allow-methods: GET
        | allow-origin: https://app.example.com | vary: preflight
this handler rejects the preflight of another origin
    preflight GET /orders from https://any.example
    403 | vary: preflight
an excluded handler sends no headers
    GET /health from https://app.example.com
    200 ok
an excluded handler allows no preflight
    preflight GET /health from https://app.example.com
    403 | vary: preflight
an unannotated handler has the default
    GET /stock from https://app.example.com
    200 [] | allow-credentials: true | allow-origin: https://app.example.com | vary: Origin
the default of an unannotated handler allows no other origin
    GET /stock from https://any.example
    200 [] | vary: Origin
the default applies to the router's 404
    GET /nowhere from https://app.example.com
    404 | allow-credentials: true | allow-origin: https://app.example.com | vary: Origin
the default of the router's 404 allows no other origin
    GET /nowhere from https://any.example
    404 | vary: Origin
";

/// Expected responses of the example with a layer on a scope, inside the layer of the application.
pub const SCOPES: &str = "
in the scope, its own layer applies
    GET /public/fonts from https://any.example
    200 font | allow-origin: *
the layer of the scope answers the preflights
    preflight GET /public/fonts from https://any.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: * | max-age: 86400 | vary: preflight
outside of the scope, the default applies
    GET /stock from https://any.example
    200 [] | vary: Origin
";

/// Expected response of the example with `enforce` on a layer around a public handler.
pub const ENFORCED_AROUND: &str = "
a script of another page is rejected before the router selects a handler
    GET /prices from https://any.example
    403 | vary: Origin
";

/// Expected responses of the example with `enforce` on only one of two handlers.
pub const ENFORCED_INSIDE: &str = "
the public handler is public
    GET /prices from https://any.example
    200 [] | allow-origin: *
the handler with `enforce` rejects another origin
    POST /orders from https://any.example
    403 | vary: Origin
";

/// Expected responses of the example with `enforce` and without `allow_credentials`.
pub const COOKIES: &str = "
an allowed origin can post anonymously
    POST /feedback from https://partner.example | sec-fetch-site: cross-site
    200 thanks | allow-origin: https://partner.example | vary: Origin
an allowed origin cannot post with the cookies of the user
    POST /feedback from https://partner.example | sec-fetch-site: cross-site | cookie: session=1
    403 | vary: Origin
a form of another site is rejected
    POST /feedback from https://evil.example | sec-fetch-site: cross-site
    403 | vary: Origin
";

/// Expected responses of the example of a server on a developer's machine.
pub const LOCAL: &str = "
a listed page is allowed
    POST /tools from http://localhost:5173 | host: localhost:8080 | content-type: application/json
        | sec-fetch-site: same-site | sec-fetch-mode: cors
    200 {} | allow-origin: http://localhost:5173 | vary: Origin
a name that DNS rebinding points to the server is rejected
    POST /tools from http://evil.example:8080 | host: evil.example:8080 | sec-fetch-site: same-origin
    403 | vary: Origin
a form of another page is rejected
    POST /tools from https://evil.example | host: localhost:8080 | sec-fetch-site: cross-site
    403 | vary: Origin
";

/// Expected responses of the example of an MCP server.
pub const MCP: &str = "
a listed page may send the headers of the protocol
    preflight POST /mcp from https://inspector.example.com | host: localhost:8080
    204 | allow-headers: authorization, content-type, last-event-id, mcp-protocol-version, mcp-session-id
        | allow-methods: GET, POST, DELETE | allow-origin: https://inspector.example.com
        | max-age: 600 | vary: preflight
a listed page may read the session id
    POST /mcp from https://inspector.example.com | host: localhost:8080 | sec-fetch-site: cross-site
    200 | allow-origin: https://inspector.example.com | expose-headers: mcp-session-id | vary: Origin
a client that is not a browser passes
    POST /mcp | host: localhost:8080
    200 | vary: Origin
an origin that is not listed gets 403, as the specification of MCP requires
    POST /mcp from https://evil.example | host: localhost:8080 | sec-fetch-site: cross-site
    403 | vary: Origin
";
