//! What the recipes of the page on logins and middleware answer.

use actix_web::{
    Error,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::StatusCode,
    middleware::Next,
};

/// A login of bearer tokens, of which `1` is good.
pub const BEARER: &str = "
the preflight needs no login
    preflight GET /me from https://app.example
    204 | allow-headers: authorization | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
with a login the request goes in
    GET /me from https://app.example | authorization: Bearer 1
    200 me | allow-origin: https://app.example | vary: Origin
without one, the page reads the 401
    GET /me from https://app.example
    401 | allow-origin: https://app.example | vary: Origin
and what the validator says of another token
    GET /me from https://app.example | authorization: Bearer 2
    403 another's token | allow-origin: https://app.example | vary: Origin
the login stands in front of the router
    GET /nowhere from https://app.example
    401 | allow-origin: https://app.example | vary: Origin
whose 404 the page reads too
    GET /nowhere from https://app.example | authorization: Bearer 1
    404 | allow-origin: https://app.example | vary: Origin
";

/// The same login with nothing around it and nothing in it.
pub const BEARER_ALONE: &str = "
the login refuses the preflight, so that a browser sends no request
    preflight GET /me from https://app.example
    401
and no page can read its 401
    GET /me from https://app.example
    401
";

/// A login of the application's own.
pub const OWN_LOGIN: &str = "
the preflight needs no login
    preflight GET /me from https://app.example
    204 | allow-headers: authorization | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
with a login the request goes in
    GET /me from https://app.example | authorization: Bearer 1
    200 me | allow-origin: https://app.example | vary: Origin
without one, the page reads the 401
    GET /me from https://app.example
    401 log in | allow-origin: https://app.example | vary: Origin
no other handler runs without it
    OPTIONS /me from https://app.example
    401 log in | allow-origin: https://app.example | vary: Origin
";

/// A login by session, without one.
pub const SESSION: &str = "
the preflight has no cookie, and needs no login
    preflight GET /me from https://app.example
    204 | allow-credentials: true | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
without a session the page reads the 401
    GET /me from https://app.example
    401 log in | allow-credentials: true | allow-origin: https://app.example | vary: Origin
";

/// A login by session, with one.
pub const SESSION_LOGGED_IN: &str = "
with a session the request goes in
    GET /me from https://app.example | THE-COOKIE
    200 me | allow-credentials: true | allow-origin: https://app.example | vary: Origin
";

/// The session further in than `ExceptPreflights`.
pub const SESSION_INSIDE: &str = "
it has not routed when the preflight has to be taken
    preflight GET /me from https://app.example
    403 | vary: preflight
";

/// An identity, without a login.
pub const IDENTITY: &str = "
the preflight needs no login
    preflight GET /me from https://app.example
    204 | allow-credentials: true | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
without one, the page reads the 401
    GET /me from https://app.example
    401 | allow-credentials: true | allow-origin: https://app.example | vary: Origin
";

/// An identity, with a login.
pub const IDENTITY_LOGGED_IN: &str = "
with one, the request goes in
    GET /me from https://app.example | THE-COOKIE
    200 ada | allow-credentials: true | allow-origin: https://app.example | vary: Origin
";

/// A limit of one request.
pub const LIMITED: &str = "
a preflight is not counted
    preflight GET /me from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
the one request of this hour
    GET /me from https://app.example
    200 me | allow-origin: https://app.example | vary: Origin
the page reads that it was too many
    GET /me from https://app.example
    429 | allow-origin: https://app.example | vary: Origin
and preflights are still answered
    preflight GET /me from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
";

/// Leaves the body of a 429 out: it counts the seconds, and no table can say how many.
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

/// Grants by role.
pub const GRANTS: &str = "
the preflight needs no grant
    preflight GET /admin from https://app.example
    204 | allow-headers: authorization | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
who has it goes in
    GET /admin from https://app.example | authorization: ADMIN
    200 admin | allow-origin: https://app.example | vary: Origin
who has another is refused by the handler
    GET /admin from https://app.example | authorization: GUEST
    403 | allow-origin: https://app.example | vary: Origin
who has no login, by the extractor
    GET /admin from https://app.example
    401 log in | allow-origin: https://app.example | vary: Origin
";

/// Files, of which one is this.
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

/// An upload.
pub const UPLOAD: &str = "
a form's own type needs no preflight, and a header of the page's does
    preflight POST /upload from https://app.example | access-control-request-headers: x-upload-id
    204 | allow-headers: x-upload-id | allow-methods: POST | allow-origin: https://app.example
        | vary: preflight
the upload
    POST /upload from https://app.example | content-type: multipart/form-data; boundary=b
    200 uploaded | allow-origin: https://app.example | vary: Origin
another method is the router's 404, because a macro's route is one of its method
    GET /upload from https://app.example
    404 | allow-origin: https://app.example | vary: Origin
";

/// One handler `GET /me` behind middleware that answers nothing itself, in a layer.
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

/// `GET /me` under a path that is not as it was registered.
pub const NORMALIZED: &str = "
the preflight
    preflight GET //me/ from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
the request
    GET //me/ from https://app.example
    200 me | allow-origin: https://app.example | vary: Origin
";

/// A page in place of an error's body.
pub const ERROR_PAGE: &str = "
the page in place of the router's 404
    GET /nowhere from https://app.example
    404 a page of errors | allow-origin: https://app.example | vary: Origin
the handler's own answer
    GET /me from https://app.example
    200 me | allow-origin: https://app.example | vary: Origin
";

/// `GET /me` without the layer.
pub const NO_LAYER: &str = "
the handler keeps its policy
    GET /me from https://app.example
    200 me | allow-origin: https://app.example | vary: Origin
the router's 404 has none
    GET /nowhere from https://app.example
    404
";
