//! Middleware that preflights go past, and no handler with them.

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
    /// How many handlers ran that should have seen a login first.
    static RAN: Cell<usize> = const { Cell::new(0) };
    /// How many requests a login has seen.
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

async fn waits(
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

/// Its path matches the end of every other.
#[cors(policy = APP)]
#[get("")]
async fn index() -> &'static str {
    "index"
}

#[cors(origins = dynamic_async(|origin: OriginBuf, _| async move {
    sleep(Duration::ZERO).await;
    origin.host() == "app.example"
}))]
#[get("/in-a-while")]
async fn in_a_while() -> &'static str {
    "in a while"
}

const LOGGED_IN: &str = "
the preflight goes past the login
    preflight GET /me from https://app.example
    204 | allow-headers: authorization | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
one that the policy refuses goes past it too
    preflight GET /me from https://evil.example
    403 | vary: preflight
so does one whose policy has to ask
    preflight GET /in-a-while from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
";

const NOT_LOGGED_IN: &str = "
the request does not
    GET /me from https://app.example
    401 log in
nor does what only looks like a preflight
    OPTIONS /me from https://app.example | access-control-request-method: GET
        | access-control-request-method: GET
    401 log in
nor the preflight of a method that no annotated handler serves
    preflight DELETE /me from https://app.example
    401 log in
nor a preflight to nowhere
    preflight GET /nowhere from https://app.example
    401 log in
with a login it goes in
    GET /me from https://app.example | authorization: Bearer 1
    200 me | allow-origin: https://app.example | vary: Origin
";

#[actix_web::test]
async fn preflights_go_past_a_login_on_the_application() {
    let app =
        App::new().service(me).service(in_a_while).wrap(ExceptPreflights::new(from_fn(login)));
    let app = init_service(app).await;
    check_app(&app, LOGGED_IN).await;
    assert_eq!(SEEN.take(), 0, "the login has seen a preflight");
    check_app(&app, NOT_LOGGED_IN).await;
    assert_eq!(SEEN.take(), 5);
}

#[actix_web::test]
async fn preflights_go_past_a_login_on_a_scope() {
    let scope =
        web::scope("").service(me).service(in_a_while).wrap(ExceptPreflights::new(from_fn(login)));
    let app = init_service(App::new().service(scope)).await;
    check_app(&app, LOGGED_IN).await;
    assert_eq!(SEEN.take(), 0, "the login has seen a preflight");
}

/// With a default service of its own, so that nothing in it knows the application's.
#[actix_web::test]
async fn preflights_go_past_a_login_on_a_scope_of_its_own() {
    let app = || {
        let scope = web::scope("").service(me).service(in_a_while);
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
a handler of every method
    preflight GET /admin/reset from https://app.example
    403 | vary: preflight
a handler of `OPTIONS`
    preflight GET /admin/options from https://app.example
    403 | vary: preflight
another scope's handler under the same relative path
    preflight GET /other/me from https://app.example
    403 | vary: preflight
a scope's default service
    preflight GET /waits/anything from https://app.example
    403 | vary: preflight
the application's
    preflight GET /anything/me from https://app.example
    403 | vary: preflight
a method in another case
    preflight get /admin/reset from https://app.example
    401 log in
a repeated header
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
async fn what_is_awaited_before_routing_takes_no_preflight() {
    let app = App::new()
        .service(me)
        .route("/me/reset", web::to(reset))
        .wrap(from_fn(waits))
        .wrap(ExceptPreflights::new(from_fn(login)));
    let cases = "
not even that of an annotated handler
    preflight GET /me from https://app.example
    403 | vary: preflight
";
    check_app(&init_service(app).await, cases).await;

    let app =
        App::new().service(me).wrap(ExceptPreflights::new(from_fn(login))).wrap(from_fn(waits));
    let cases = "
outside of it, it may
    preflight GET /me from https://app.example
    204 | allow-headers: authorization | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
";
    check_app(&init_service(app).await, cases).await;
    assert_eq!(RAN.take(), 0);
}

#[actix_web::test]
async fn a_layer_around_marks_what_the_login_answers_and_routes_preflights_through_it() {
    const LAYER: Policy = policy!(origins = "https://layer.example");
    let app = App::new()
        .service(me)
        .route("/reset/me", web::to(reset))
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(Cors::new(LAYER));
    let cases = "
the handler's preflight
    preflight GET /me from https://app.example
    204 | allow-headers: authorization | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
the login's 401 can be read by the layer's origins
    GET /me from https://layer.example
    401 log in | allow-origin: https://layer.example | vary: Origin
a preflight that no policy takes is the layer's
    preflight GET /reset/me from https://layer.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://layer.example | vary: preflight
";
    check_app(&init_service(app).await, cases).await;
    assert_eq!(RAN.take(), 0, "a handler ran without its login");
}

#[actix_web::test]
async fn a_layer_inside_takes_the_preflights_that_it_answers_itself_only() {
    const LAYER: Policy = policy!(origins = dynamic_async(|_, _| async { true }), methods = "*");
    let inside = web::scope("/a")
        .service(web::scope("/b").service(me))
        .route("/c/me", web::to(reset))
        .wrap(Cors::new(LAYER));
    let app = App::new().service(inside).wrap(ExceptPreflights::new(from_fn(login)));
    let cases = "
a preflight that it would have to ask for and then route is not taken
    preflight GET /a/b/me from https://app.example
    403 | vary: preflight
nor one that would reach a handler
    preflight GET /a/c/me from https://app.example
    403 | vary: preflight
";
    check_app(&init_service(app).await, cases).await;
    assert_eq!(RAN.take(), 0, "a handler ran without its login");
}

#[actix_web::test]
async fn on_a_resource_every_request_passes_through() {
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
a preflight
    preflight GET /r from https://app.example
    401 log in
";
    check_app(&init_service(app).await, cases).await;
    assert_eq!(RAN.take(), 0);
}
