//! Tests of `ExceptPreflights`: preflights skip the wrapped middleware, and no handler runs for a request that skipped
//! that middleware.

use std::{cell::Cell, time::Duration};

use actix_http::Request;
use actix_web::{
    error::ErrorUnauthorized,
    http::{Method, StatusCode, header::AUTHORIZATION},
    middleware::{Compress, Condition, ErrorHandlers, Logger, NormalizePath},
    route,
    rt::time::sleep,
};
use cors_runtime::{ExceptPreflights, OriginBuf};

use crate::{prelude::*, wire::check_both};

thread_local! {
    /// The number of requests that reached the middleware `login`.
    static SEEN: Cell<usize> = const { Cell::new(0) };
}

middleware! {
    pub fn login(request, next) {
        SEEN.set(SEEN.get() + 1);
        if request.headers().contains_key(AUTHORIZATION) {
            return Ok(next.call(request).await?.map_into_boxed_body());
        }
        Ok(request.into_response(HttpResponse::Unauthorized().body("log in")))
    }

    fn awaits_first(request, next) {
        sleep(Duration::ZERO).await;
        Ok(next.call(request).await?.map_into_boxed_body())
    }
}

const APP: Policy = policy!(origins = "https://app.example");

#[cors(policy = APP)]
#[get("/me")]
async fn me() -> &'static str {
    ran().await
}

#[cors(origins = dynamic_async(|origin: OriginBuf, _| async move {
    sleep(Duration::ZERO).await;
    origin.host() == "app.example"
}))]
#[get("/async")]
async fn async_origins() -> &'static str {
    ran().await
}

/// A handler whose path is empty, and thus a suffix of every other path.
#[cors(policy = APP)]
#[get("")]
async fn index() -> &'static str {
    ran().await
}

#[cors(policy = APP)]
#[route("/{any:.*}/own", method = "OPTIONS", method = "GET")]
async fn own_options() -> &'static str {
    ran().await
}

const SKIPPED: &str = "
a preflight skips the login
    preflight GET /me from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
a preflight that the policy rejects skips the login
    preflight GET /me from https://evil.example => 403 | vary: preflight
a preflight whose policy awaits a future skips the login
    preflight GET /async from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
";

const NOT_SKIPPED: &str = "
an actual request reaches the login
    GET /me from https://app.example => 401 log in
an `OPTIONS` request that is not a preflight reaches the login
    OPTIONS /me from https://app.example | access-control-request-method: GET
        | access-control-request-method: GET
    401 log in
a preflight for a method of no annotated handler reaches the login
    preflight DELETE /me from https://app.example => 401 log in
a preflight for a path of no handler reaches the login
    preflight GET /nowhere from https://app.example => 401 log in
a request with a login reaches the handler
    GET /me from https://app.example | authorization: Bearer 1
    200 ran | allow-origin: https://app.example | vary: Origin
";

#[actix_web::test]
async fn preflights_skip_a_login_on_an_application_or_a_scope() {
    let login = || ExceptPreflights::new(from_fn(login));
    let app = App::new().service(me).service(async_origins).wrap(login());
    let app = init_service(app).await;
    check_app(&app, SKIPPED).await;
    assert_eq!(SEEN.take(), 0, "a preflight reached the login");
    check_app(&app, NOT_SKIPPED).await;
    assert_eq!(SEEN.take(), 5);

    let scope = || web::scope("").service(me).service(async_origins);
    let app = init_service(App::new().service(scope().wrap(login()))).await;
    check_app(&app, SKIPPED).await;
    assert_eq!(SEEN.take(), 0, "a preflight reached the login");

    // A scope with its own default service does not use the application's default service, so this is another case.
    let with_default =
        move || App::new().service(scope().default_service(web::to(ran)).wrap(login()));
    check_both(with_default, SKIPPED).await;
}

#[actix_web::test]
async fn on_a_resource_every_request_reaches_the_middleware() {
    let rejects = |request: ServiceRequest, _: Next<BoxBody>| async move {
        drop(request);
        Err::<ServiceResponse<BoxBody>, Error>(ErrorUnauthorized("log in"))
    };
    let resource = web::resource("/r").wrap(ExceptPreflights::new(from_fn(rejects))).to(ran);
    let case = "
a preflight reaches the middleware
    preflight GET /r from https://app.example => 401 log in
";
    check_app(&init_service(App::new().service(resource)).await, case).await;
}

const REJECTED: &str = "
a preflight to which no policy responds at once is rejected
    preflight GET /me from https://app.example => 403 | vary: preflight
";

#[actix_web::test]
async fn a_preflight_is_rejected_if_inner_middleware_awaits_before_it_routes() {
    let inside = App::new()
        .service(me)
        .wrap(from_fn(awaits_first))
        .wrap(ExceptPreflights::new(from_fn(login)));
    let inside = init_service(inside).await;
    check_app(&inside, REJECTED).await;
    let preflight =
        ["OPTIONS /me", "origin: https://app.example", "access-control-request-method: GET"];
    let error = inside.call(request(&preflight)).await.expect_err("outer middleware gets an error");
    assert_eq!(error.as_response_error().status_code(), StatusCode::FORBIDDEN);

    let outside = App::new()
        .service(me)
        .service(async_origins)
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(from_fn(awaits_first));
    check_app(&init_service(outside).await, SKIPPED).await;
}

#[actix_web::test]
async fn an_inner_layer_that_routes_a_preflight_after_an_await_does_not_skip_the_login() {
    const LAYER: Policy = policy!(origins = dynamic_async(|_, _| async { true }), methods = "*");
    let inside = web::scope("").service(web::scope("").service(me)).wrap(Cors::new(LAYER));
    let app = App::new().service(inside).wrap(ExceptPreflights::new(from_fn(login)));
    check_app(&init_service(app).await, REJECTED).await;
}

#[actix_web::test]
async fn an_outer_layer_adds_headers_to_the_response_of_the_login() {
    const LAYER: Policy = policy!(origins = "https://layer.example");
    let app = App::new()
        .service(me)
        .route("/reset/me", web::to(ran))
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(Cors::new(LAYER));
    let cases = "
the handler's policy responds to its preflight
    preflight GET /me from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
an origin of the layer can read the login's 401
    GET /me from https://layer.example => 401 log in | allow-origin: https://layer.example | vary: Origin
the layer responds to a preflight that reaches no policy
    preflight GET /reset/me from https://layer.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://layer.example | vary: preflight
";
    check_app(&init_service(app).await, cases).await;
    assert_eq!(RAN.take(), 0, "a handler ran without its login");
}

/// Registers annotated handlers, and unannotated handlers on paths, in scopes and as default services that a preflight
/// could reach.
fn services(config: &mut ServiceConfig) {
    let options = || web::method(Method::OPTIONS).to(ran);
    config
        .service(
            web::scope("/admin")
                .service(index)
                .route("/reset", web::to(ran))
                .route("/options", options()),
        )
        .service(
            web::scope("/other")
                .route("/me", web::to(ran))
                .route("/async", options())
                .default_service(web::to(ran)),
        )
        .service(web::scope("/layer").wrap(Cors::new(APP)).route("/me", web::to(ran)))
        .route("/before/own", options())
        .service(me)
        .service(async_origins)
        .service(own_options)
        .route("/{tail:.*}", web::to(ran))
        .default_service(web::to(ran));
}

const UNANNOTATED: &str = "
a handler of every method does not run for a preflight
    preflight GET /admin/reset from https://app.example => 403 | vary: preflight
a handler of `OPTIONS` does not run for a preflight
    preflight GET /admin/options from https://app.example => 403 | vary: preflight
an unannotated handler of the same path in another scope does not run
    preflight GET /other/me from https://app.example => 403 | vary: preflight
the default service of a scope does not run
    preflight GET /other/anything from https://app.example => 403 | vary: preflight
an unannotated handler of any path does not run
    preflight GET /anything/me from https://app.example => 403 | vary: preflight
a method in another case reaches the login
    preflight get /admin/reset from https://app.example => 401 log in
an annotated handler beside unannotated ones responds
    preflight GET /admin from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
";

const PATHS: &str = "/ /me /me/ //me /%6De /me?a /ME /./me /async /before/own /a/b/own /admin \
                     /admin//reset/ /admin/options /other/me /other/async /layer/me /nowhere";

/// Requests without a login: the method, and the header lines that follow the `Origin` line.
const METHODS_AND_HEADERS: [(&str, &[&str]); 9] = [
    ("OPTIONS", &["access-control-request-method: GET"]),
    ("OPTIONS", &["access-control-request-method: PUT"]),
    ("OPTIONS", &["access-control-request-method: OPTIONS"]),
    ("OPTIONS", &["access-control-request-method: get"]),
    ("OPTIONS", &["access-control-request-method: "]),
    ("OPTIONS", &["access-control-request-method: GET", "access-control-request-method: PUT"]),
    ("OPTIONS", &["access-control-request-method: GET", "origin: https://app.example"]),
    ("OPTIONS", &[]),
    ("GET", &["access-control-request-method: GET"]),
];

/// Sends each row of `METHODS_AND_HEADERS` to each of `PATHS`, with and without an `Origin`, and checks that no handler
/// runs.
async fn assert_no_handler_runs<S, B>(app: &S)
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let mut allowed = 0;
    for path in PATHS.split(' ') {
        for (method, headers) in METHODS_AND_HEADERS {
            for origin in ["origin: https://app.example", "origin: null", "accept: */*"] {
                let request_line = format!("{method} {path}");
                let lines: Vec<&str> =
                    [&*request_line, origin].into_iter().chain(headers.iter().copied()).collect();
                let response = send(app, &lines).await;
                assert_eq!(RAN.get(), 0, "a handler ran for {lines:?}");
                let status = response.status();
                assert!(matches!(status, "204" | "401" | "403"), "{lines:?}: {response:?}");
                allowed += usize::from(status == "204");
            }
        }
    }
    assert!(allowed > 0, "no preflight skipped the login");
    // This request has a login, so a handler runs. The assertion shows that `RAN` counts the handler's calls.
    send(app, &["GET /me", "authorization: Bearer 1"]).await;
    assert_eq!(RAN.take(), 1);
}

#[actix_web::test]
async fn no_handler_runs_without_its_login() {
    let app = App::new().configure(services).wrap(ExceptPreflights::new(from_fn(login)));
    let app = init_service(app).await;
    check_app(&app, UNANNOTATED).await;
    assert_no_handler_runs(&app).await;
}

#[actix_web::test]
async fn no_handler_runs_without_its_login_among_other_middleware() {
    let scope = web::scope("").configure(services).wrap(ExceptPreflights::new(from_fn(login)));
    assert_no_handler_runs(&init_service(App::new().service(scope)).await).await;

    let inner = App::new()
        .configure(services)
        .wrap(NormalizePath::trim())
        .wrap(Compress::default())
        .wrap(Condition::new(true, Logger::default()))
        .wrap(ErrorHandlers::new())
        .wrap(ExceptPreflights::new(from_fn(login)));
    assert_no_handler_runs(&init_service(inner).await).await;

    let outer = App::new()
        .configure(services)
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(ErrorHandlers::new())
        .wrap(Condition::new(true, Logger::default()))
        .wrap(Compress::default())
        .wrap(NormalizePath::trim());
    assert_no_handler_runs(&init_service(outer).await).await;

    let two = App::new()
        .configure(services)
        .wrap(Cors::new(APP))
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(Cors::new(APP));
    assert_no_handler_runs(&init_service(two).await).await;
}
