//! The expected responses of the examples on the guide's page about moving from actix-cors to this library.

/// Expected responses of the example with actix-cors around an application that has one handler.
pub const BEFORE: &str = "
a preflight of another origin
    preflight POST /user/info from https://evil.example
    400 Origin is not allowed to make this request
a preflight for another method
    preflight PUT /user/info from http://localhost:8081
    400 Requested method is not allowed
a preflight for a header that is not listed
    preflight POST /user/info from http://localhost:8081 | access-control-request-headers: x-other
    400 One or more request headers are not allowed
a request of an allowed origin
    POST /user/info from http://localhost:8081 | content-type: application/json
    400 Json deserialize error: EOF while parsing a value at line 1 column 0
        | allow-credentials: true | allow-origin: http://localhost:8081
        | vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers
JSON from a page of another site
    POST /user/info from https://evil.example | content-type: application/json
        | sec-fetch-site: cross-site | sec-fetch-mode: cors
    400 Json deserialize error: EOF while parsing a value at line 1 column 0
        | allow-credentials: true
        | vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers
the router's 404
    GET /nowhere from http://localhost:8081
    404 | allow-credentials: true | allow-origin: http://localhost:8081
        | vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers
";

/// Expected responses of the example with a layer that has the same policy as the example of `BEFORE`.
pub const LAYER: &str = "
a preflight
    preflight POST /user/info from http://localhost:8081
    204 | allow-credentials: true | allow-headers: authorization, content-type
        | allow-methods: GET, HEAD, POST | allow-origin: http://localhost:8081 | max-age: 3600
        | vary: preflight
a preflight of another origin
    preflight POST /user/info from https://evil.example
    403 | vary: preflight
a preflight for another method
    preflight PUT /user/info from http://localhost:8081
    403 | vary: preflight
a preflight for a header that is not listed
    preflight POST /user/info from http://localhost:8081 | access-control-request-headers: x-other
    204 | allow-credentials: true | allow-headers: authorization, content-type
        | allow-methods: GET, HEAD, POST | allow-origin: http://localhost:8081 | max-age: 3600
        | vary: preflight
a preflight for an unknown path
    preflight POST /nowhere from http://localhost:8081
    204 | allow-credentials: true | allow-headers: authorization, content-type
        | allow-methods: GET, HEAD, POST | allow-origin: http://localhost:8081 | max-age: 3600
        | vary: preflight
a request of an allowed origin
    POST /user/info from http://localhost:8081 | content-type: application/json
    400 Json deserialize error: EOF while parsing a value at line 1 column 0
        | allow-credentials: true | allow-origin: http://localhost:8081 | vary: Origin
JSON from a page of another site
    POST /user/info from https://evil.example | content-type: application/json
        | sec-fetch-site: cross-site | sec-fetch-mode: cors
    403 | vary: Origin
the router's 404
    GET /nowhere from http://localhost:8081
    404 | allow-credentials: true | allow-origin: http://localhost:8081 | vary: Origin
";

/// Expected responses of the example with an annotated handler and without a layer.
pub const HANDLER: &str = "
a preflight
    preflight POST /user/info from http://localhost:8081
    204 | allow-credentials: true | allow-headers: authorization, content-type
        | allow-methods: POST | allow-origin: http://localhost:8081 | max-age: 3600
        | vary: preflight
a preflight of another origin
    preflight POST /user/info from https://evil.example
    403 | vary: preflight
a preflight for another method
    preflight PUT /user/info from http://localhost:8081
    404
a preflight for an unknown path
    preflight POST /nowhere from http://localhost:8081
    404
a request of an allowed origin
    POST /user/info from http://localhost:8081 | content-type: application/json
    400 Json deserialize error: EOF while parsing a value at line 1 column 0
        | allow-credentials: true | allow-origin: http://localhost:8081 | vary: Origin
JSON from a page of another site
    POST /user/info from https://evil.example | content-type: application/json
        | sec-fetch-site: cross-site | sec-fetch-mode: cors
    403 | vary: Origin
the router's 404
    GET /nowhere from http://localhost:8081
    404
";

/// Expected responses of the annotated handler in the example of `HANDLER`, with a layer around it.
pub const HANDLER_IN_LAYER: &str = "
the handler answers its preflight
    preflight POST /user/info from http://localhost:8081
    204 | allow-credentials: true | allow-headers: authorization, content-type
        | allow-methods: POST | allow-origin: http://localhost:8081 | max-age: 3600
        | vary: preflight
the layer applies to the router's 404
    GET /nowhere from http://localhost:8081
    404 | allow-credentials: true | allow-origin: http://localhost:8081 | vary: Origin
";

/// Expected responses of the example with actix-cors around annotated handlers.
pub const ACTIX_CORS_AROUND: &str = "
actix-cors answers the preflight, without the policy of the handler
    preflight PUT /books/1 from https://new.example
    400 Origin is not allowed to make this request
the handler rejects a preflight bypass
    PUT /books/1 from https://old.example | sec-fetch-site: cross-site | sec-fetch-mode: cors
    403 | allow-credentials: true | allow-origin: https://old.example
        | vary: Origin, Origin, Access-Control-Request-Method, Access-Control-Request-Headers
actix-cors replaces `*` by the origin
    GET /books from https://old.example
    200 [] | allow-credentials: true | allow-origin: https://old.example
        | vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers
actix-cors adds credentials beside `*`
    GET /books from https://new.example
    200 [] | allow-credentials: true | allow-origin: *
        | vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers
";

/// Expected responses of the example with actix-cors on a scope inside a layer.
pub const ACTIX_CORS_INSIDE: &str = "
the layer answers the preflights
    preflight GET /old/x from https://old.example
    403 | vary: preflight
the layer sets the final headers for an origin that only actix-cors allows
    GET /old/x from https://old.example
    200 x | vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers
a page of an origin that the layer allows may read
    GET /old/x from https://new.example
    200 x | allow-origin: https://new.example
        | vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers
";
