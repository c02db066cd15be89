//! `ExceptPreflights`: preflights bypass the wrapped middleware, and no handler runs without it.

use std::{cell::Cell, time::Duration};

use actix_web::{
    App, Error, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::ErrorUnauthorized,
    get,
    http::header::AUTHORIZATION,
    middleware::{Next, from_fn},
    rt::time::sleep,
    test::init_service,
    web,
};
use cors_runtime::{Cors, ExceptPreflights, OriginBuf, Policy, cors, policy};

use crate::{case::check_app, wire::check_both};

thread_local! {
    /// Number of unannotated handlers that ran.
    static RAN: Cell<usize> = const { Cell::new(0) };
    /// Number of requests that reached the login.
    static SEEN: Cell<usize> = const { Cell::new(0) };
}

async fn login(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    SEEN.set(SEEN.get() + 1);
    if request.headers().contains_key(AUTHORIZATION) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    Ok(request.into_response(HttpResponse::Unauthorized().body("log in")))
}

async fn awaits_first(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    sleep(Duration::ZERO).await;
    next.call(request).await
}

async fn reset() -> &'static str {
    RAN.set(RAN.get() + 1);
    "reset"
}

const APP: Policy = policy!(origins = "https://app.example", allow_headers = "authorization");

#[cors(policy = APP)]
#[get("/me")]
async fn me() -> &'static str {
    "me"
}

/// A handler whose path is a suffix of every other path.
#[cors(policy = APP)]
#[get("")]
async fn index() -> &'static str {
    "index"
}

#[cors(origins = dynamic_async(|origin: OriginBuf, _| async move {
    sleep(Duration::ZERO).await;
    origin.host() == "app.example"
}))]
#[get("/async")]
async fn async_origins() -> &'static str {
    "async"
}

const LOGGED_IN: &str = "
a preflight bypasses the login
    preflight GET /me from https://app.example
    204 | allow-headers: authorization | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
a preflight that the policy rejects bypasses the login
    preflight GET /me from https://evil.example
    403 | vary: preflight
a preflight whose policy awaits a future bypasses the login
    preflight GET /async from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
";

const NOT_LOGGED_IN: &str = "
an actual request reaches the login
    GET /me from https://app.example
    401 log in
an `OPTIONS` request that is not a preflight reaches the login
    OPTIONS /me from https://app.example | access-control-request-method: GET
        | access-control-request-method: GET
    401 log in
a preflight for a method of no annotated handler reaches the login
    preflight DELETE /me from https://app.example
    401 log in
a preflight for a path of no handler reaches the login
    preflight GET /nowhere from https://app.example
    401 log in
a request with a login reaches the handler
    GET /me from https://app.example | authorization: Bearer 1
    200 me | allow-origin: https://app.example | vary: Origin
";

#[actix_web::test]
async fn preflights_bypass_a_login_on_the_application() {
    let app =
        App::new().service(me).service(async_origins).wrap(ExceptPreflights::new(from_fn(login)));
    let app = init_service(app).await;
    check_app(&app, LOGGED_IN).await;
    assert_eq!(SEEN.take(), 0, "a preflight reached the login");
    check_app(&app, NOT_LOGGED_IN).await;
    assert_eq!(SEEN.take(), 5);
}

#[actix_web::test]
async fn preflights_bypass_a_login_on_a_scope() {
    let scope = web::scope("")
        .service(me)
        .service(async_origins)
        .wrap(ExceptPreflights::new(from_fn(login)));
    let app = init_service(App::new().service(scope)).await;
    check_app(&app, LOGGED_IN).await;
    assert_eq!(SEEN.take(), 0, "a preflight reached the login");
}

/// A scope with a default service does not use that of the application.
#[actix_web::test]
async fn preflights_bypass_a_login_on_a_scope_with_a_default_service() {
    let app = || {
        let scope = web::scope("").service(me).service(async_origins);
        let scope = scope.default_service(web::to(reset));
        App::new().service(scope.wrap(ExceptPreflights::new(from_fn(login))))
    };
    check_both(app, LOGGED_IN).await;
}

#[actix_web::test]
async fn no_handler_runs_without_its_login() {
    let app = App::new()
        .service(
            web::scope("/admin")
                .service(index)
                .route("/reset", web::to(reset))
                .route("/options", web::method(actix_web::http::Method::OPTIONS).to(reset)),
        )
        .service(web::scope("/other").route("/me", web::to(reset)))
        .service(web::scope("/waits").service(index).default_service(web::to(reset)))
        .service(me)
        .default_service(web::to(reset))
        .wrap(ExceptPreflights::new(from_fn(login)));
    let app = init_service(app).await;
    let cases = "
a handler of every method does not run for a preflight
    preflight GET /admin/reset from https://app.example
    403 | vary: preflight
a handler of `OPTIONS` does not run for a preflight
    preflight GET /admin/options from https://app.example
    403 | vary: preflight
an unannotated handler of the same path in another scope does not run
    preflight GET /other/me from https://app.example
    403 | vary: preflight
the default service of a scope does not run
    preflight GET /waits/anything from https://app.example
    403 | vary: preflight
the default service of the application does not run
    preflight GET /anything/me from https://app.example
    403 | vary: preflight
a method in another case reaches the login
    preflight get /admin/reset from https://app.example
    401 log in
a request with a repeated header reaches the login
    OPTIONS /admin/reset from https://app.example | origin: https://app.example
        | access-control-request-method: GET
    401 log in
the annotated one is still asked
    preflight GET /admin from https://app.example
    204 | allow-headers: authorization | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
";
    check_app(&app, cases).await;
    assert_eq!(RAN.take(), 0, "a handler ran without its login");
}

#[actix_web::test]
async fn a_preflight_is_rejected_if_inner_middleware_awaits_before_it_routes() {
    let app = App::new()
        .service(me)
        .route("/me/reset", web::to(reset))
        .wrap(from_fn(awaits_first))
        .wrap(ExceptPreflights::new(from_fn(login)));
    let cases = "
inner middleware that awaits first blocks the preflight of an annotated handler
    preflight GET /me from https://app.example
    403 | vary: preflight
";
    check_app(&init_service(app).await, cases).await;

    let app = App::new()
        .service(me)
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(from_fn(awaits_first));
    let cases = "
outer middleware that awaits first does not
    preflight GET /me from https://app.example
    204 | allow-headers: authorization | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
";
    check_app(&init_service(app).await, cases).await;
    assert_eq!(RAN.take(), 0);
}

#[actix_web::test]
async fn an_outer_layer_adds_headers_to_the_response_of_the_login_and_routes_preflights_past_it() {
    const LAYER: Policy = policy!(origins = "https://layer.example");
    let app = App::new()
        .service(me)
        .route("/reset/me", web::to(reset))
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(Cors::new(LAYER));
    let cases = "
the handler's policy responds to its preflight
    preflight GET /me from https://app.example
    204 | allow-headers: authorization | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
an origin of the layer can read the login's 401
    GET /me from https://layer.example
    401 log in | allow-origin: https://layer.example | vary: Origin
the layer responds to a preflight that reaches no policy
    preflight GET /reset/me from https://layer.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://layer.example | vary: preflight
";
    check_app(&init_service(app).await, cases).await;
    assert_eq!(RAN.take(), 0, "a handler ran without its login");
}

#[actix_web::test]
async fn an_inner_layer_that_routes_a_preflight_to_no_policy_does_not_bypass_the_login() {
    const LAYER: Policy = policy!(origins = dynamic_async(|_, _| async { true }), methods = "*");
    let inside = web::scope("/a")
        .service(web::scope("/b").service(me))
        .route("/c/me", web::to(reset))
        .wrap(Cors::new(LAYER));
    let app = App::new().service(inside).wrap(ExceptPreflights::new(from_fn(login)));
    let cases = "
a preflight that an asynchronous layer would route is rejected
    preflight GET /a/b/me from https://app.example
    403 | vary: preflight
a preflight that would reach an unannotated handler is rejected
    preflight GET /a/c/me from https://app.example
    403 | vary: preflight
";
    check_app(&init_service(app).await, cases).await;
    assert_eq!(RAN.take(), 0, "a handler ran without its login");
}

#[actix_web::test]
async fn on_a_resource_every_request_reaches_the_middleware() {
    let resource = web::resource("/r")
        .wrap(ExceptPreflights::new(from_fn(
            |request: ServiceRequest, _: Next<BoxBody>| async move {
                let _ = request;
                Err::<ServiceResponse<BoxBody>, Error>(ErrorUnauthorized("log in"))
            },
        )))
        .to(reset);
    let app = App::new().service(resource);
    let cases = "
a preflight reaches the middleware
    preflight GET /r from https://app.example
    401 log in
";
    check_app(&init_service(app).await, cases).await;
    assert_eq!(RAN.take(), 0);
}
