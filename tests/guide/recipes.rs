//! The expected responses of the examples on the guide's pages about logins and other middleware.

use actix_web::{
    Error,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::StatusCode,
    middleware::Next,
};

/// Expected responses of the example with a login by bearer tokens. The token `1` is valid.
pub const BEARER: &str = "
the preflight needs no login
    preflight GET /me from https://app.example
    204 | allow-headers: authorization | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
with a login, the request passes
    GET /me from https://app.example | authorization: Bearer 1
    200 me | allow-origin: https://app.example | vary: Origin
without a login, the page reads the 401
    GET /me from https://app.example
    401 | allow-origin: https://app.example | vary: Origin
the page reads the response of the validator to another token
    GET /me from https://app.example | authorization: Bearer 2
    403 another's token | allow-origin: https://app.example | vary: Origin
the login rejects a request before the router's 404
    GET /nowhere from https://app.example
    401 | allow-origin: https://app.example | vary: Origin
with a login, the page reads the router's 404
    GET /nowhere from https://app.example | authorization: Bearer 1
    404 | allow-origin: https://app.example | vary: Origin
";

/// Expected responses of the example with the login of `BEARER`, without `ExceptPreflights` and without `Cors`.
pub const BEARER_ALONE: &str = "
the login rejects the preflight, so a browser sends no request
    preflight GET /me from https://app.example
    401
no page can read the 401 of the login
    GET /me from https://app.example
    401
";

/// Expected responses of the example with its own middleware that checks the login.
pub const OWN_LOGIN: &str = "
the preflight needs no login
    preflight GET /me from https://app.example
    204 | allow-headers: authorization | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
with a login, the request passes
    GET /me from https://app.example | authorization: Bearer 1
    200 me | allow-origin: https://app.example | vary: Origin
without a login, the page reads the 401
    GET /me from https://app.example
    401 log in | allow-origin: https://app.example | vary: Origin
without a login, no `OPTIONS` handler runs
    OPTIONS /me from https://app.example
    401 log in | allow-origin: https://app.example | vary: Origin
";

/// Expected responses of the example with a login by session. These requests have no session.
pub const SESSION: &str = "
the preflight has no cookie, and needs no login
    preflight GET /me from https://app.example
    204 | allow-credentials: true | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
without a session the page reads the 401
    GET /me from https://app.example
    401 log in | allow-credentials: true | allow-origin: https://app.example | vary: Origin
";

/// Expected response of the example of `SESSION` to a request that has a session.
pub const SESSION_LOGGED_IN: &str = "
with a session, the request passes
    GET /me from https://app.example | THE-COOKIE
    200 me | allow-credentials: true | allow-origin: https://app.example | vary: Origin
";

/// Expected response of the example with `SessionMiddleware` inside `ExceptPreflights`. The guide advises against this
/// order, because the preflight is rejected.
pub const SESSION_INSIDE: &str = "
no policy answers the preflight, because the router has not selected a handler
    preflight GET /me from https://app.example
    403 | vary: preflight
";

/// Expected responses of the example with `actix-identity`. These requests have no identity.
pub const IDENTITY: &str = "
the preflight needs no login
    preflight GET /me from https://app.example
    204 | allow-credentials: true | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
without a login, the page reads the 401
    GET /me from https://app.example
    401 | allow-credentials: true | allow-origin: https://app.example | vary: Origin
";

/// Expected response of the example of `IDENTITY` to a request that has an identity.
pub const IDENTITY_LOGGED_IN: &str = "
with an identity, the request passes
    GET /me from https://app.example | THE-COOKIE
    200 ada | allow-credentials: true | allow-origin: https://app.example | vary: Origin
";

/// Expected responses of the examples with a limit of one request per hour.
pub const LIMITED: &str = "
a preflight is not counted
    preflight GET /me from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
the first request is within the limit
    GET /me from https://app.example
    200 me | allow-origin: https://app.example | vary: Origin
the page reads the 429 of the second request
    GET /me from https://app.example
    429 | allow-origin: https://app.example | vary: Origin
over the limit, preflights are still answered
    preflight GET /me from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
";

/// Drops the body of a 429, because the body contains a number of seconds, which differs in each run.
pub async fn without_the_seconds(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = next.call(request).await?;
    Ok(match response.status() {
        StatusCode::TOO_MANY_REQUESTS => response.map_body(|_, _| BoxBody::new(())),
        _ => response.map_into_boxed_body(),
    })
}

/// Expected responses of the example that checks the role of the user with `actix-web-grants`.
pub const GRANTS: &str = "
the preflight needs no grant
    preflight GET /admin from https://app.example
    204 | allow-headers: authorization | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
a request with the grant passes
    GET /admin from https://app.example | authorization: ADMIN
    200 admin | allow-origin: https://app.example | vary: Origin
the handler rejects another grant
    GET /admin from https://app.example | authorization: GUEST
    403 | allow-origin: https://app.example | vary: Origin
the extractor rejects a request without a login
    GET /admin from https://app.example
    401 log in | allow-origin: https://app.example | vary: Origin
";

/// Expected responses of the example that serves a folder. In this test, the folder contains one file.
pub const FILES: &str = "
the preflight
    preflight GET /files/about.txt from https://app.example
    204 | allow-methods: GET, HEAD | allow-origin: https://app.example | vary: preflight
a file
    GET /files/about.txt from https://app.example
    200 A file that the guide's recipe serves.\u{a} | allow-origin: https://app.example
        | vary: Origin
no file
    GET /files/nothing from https://app.example
    404 | allow-origin: https://app.example | vary: Origin
another method
    POST /files/about.txt from https://app.example
    405 Request did not meet this resource's requirements. | allow-origin: https://app.example
        | vary: Origin
another origin
    GET /files/nothing from https://evil.example
    404 | vary: Origin
";

/// Expected responses of the example that accepts an upload.
pub const UPLOAD: &str = "
a header of the page needs a preflight
    preflight POST /upload from https://app.example | access-control-request-headers: x-upload-id
    204 | allow-headers: x-upload-id | allow-methods: POST | allow-origin: https://app.example
        | vary: preflight
the upload
    POST /upload from https://app.example | content-type: multipart/form-data; boundary=b
    200 uploaded | allow-origin: https://app.example | vary: Origin
another method is the router's 404
    GET /upload from https://app.example
    404 | allow-origin: https://app.example | vary: Origin
";

/// Expected responses of the examples with `GET /me` in a layer, behind middleware that does not respond itself.
pub const ME: &str = "
the preflight
    preflight GET /me from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
the request
    GET /me from https://app.example
    200 me | allow-origin: https://app.example | vary: Origin
the router's 404
    GET /nowhere from https://app.example
    404 | allow-origin: https://app.example | vary: Origin
";

/// Expected responses of the example that rewrites `//me/` to `/me` with `NormalizePath`.
pub const NORMALIZED: &str = "
the preflight
    preflight GET //me/ from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
the request
    GET //me/ from https://app.example
    200 me | allow-origin: https://app.example | vary: Origin
";

/// Expected responses of the example with an error page, which replaces the body of an error.
pub const ERROR_PAGE: &str = "
the error page replaces the body of the router's 404
    GET /nowhere from https://app.example
    404 a page of errors | allow-origin: https://app.example | vary: Origin
the response of the handler is unchanged
    GET /me from https://app.example
    200 me | allow-origin: https://app.example | vary: Origin
";

/// Expected responses of the example with `GET /me` in a layer that `Condition` turns off.
pub const NO_LAYER: &str = "
the handler keeps its policy
    GET /me from https://app.example
    200 me | allow-origin: https://app.example | vary: Origin
the router's 404 has no policy
    GET /nowhere from https://app.example
    404
";
