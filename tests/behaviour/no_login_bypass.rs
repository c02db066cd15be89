//! No handler behind `ExceptPreflights` runs without its login: for many paths and heads, and with other
//! middleware inside and outside.

use std::cell::Cell;

use actix_http::Request;
use actix_web::{
    App, Error, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse},
    get,
    http::{Method, header::AUTHORIZATION},
    middleware::{Compress, Condition, ErrorHandlers, Logger, Next, NormalizePath, from_fn},
    options, put, route,
    test::init_service,
    web::{self, ServiceConfig},
};
use cors_runtime::{Cors, ExceptPreflights, Policy, cors, policy};

use crate::case::send;

thread_local! {
    /// Number of handlers that ran.
    static RAN: Cell<usize> = const { Cell::new(0) };
}

async fn ran() -> &'static str {
    RAN.set(RAN.get() + 1);
    "ran"
}

async fn login(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if request.headers().contains_key(AUTHORIZATION) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    Ok(request.into_response(HttpResponse::Unauthorized()))
}

const OPEN: Policy = policy!(origins = "*", allow_headers = ["*", "authorization"]);

#[cors(policy = OPEN)]
#[get("")]
async fn index() -> &'static str {
    ran().await
}

#[cors(policy = OPEN)]
#[put("/me")]
async fn me() -> &'static str {
    ran().await
}

#[cors(policy = OPEN)]
#[route("/{any:.*}/own", method = "OPTIONS", method = "GET")]
async fn own_options() -> &'static str {
    ran().await
}

#[cors(origins = dynamic_async(|_, _| async { true }))]
#[get("/async")]
async fn async_origins() -> &'static str {
    ran().await
}

#[options("/me")]
async fn options_of_me() -> &'static str {
    ran().await
}

/// Annotated handlers, and unannotated ones in every place that a preflight can reach.
fn services(config: &mut ServiceConfig) {
    let inner = web::scope("/layer").wrap(Cors::new(OPEN)).route("/me", web::to(ran));
    config
        .service(web::scope("/admin").service(index).route("/reset", web::to(ran)))
        .service(
            web::scope("/other")
                .route("/me", web::to(ran))
                .route("/async", web::method(Method::OPTIONS).to(ran))
                .default_service(web::to(ran)),
        )
        .service(inner)
        .service(options_of_me)
        .service(me)
        .service(async_origins)
        .service(own_options)
        .route("/{tail:.*}", web::to(ran))
        .default_service(web::to(ran));
}

const PATHS: [&str; 18] = [
    "/",
    "/me",
    "/me/",
    "//me",
    "/%6De",
    "/me?a",
    "/ME",
    "/./me",
    "/async",
    "/a/b/own",
    "/admin",
    "/admin/",
    "/admin/reset",
    "/admin//reset/",
    "/other/me",
    "/other/async",
    "/layer/me",
    "/nowhere",
];

/// Heads of requests without a login: the method and the header lines.
const HEADS: [(&str, &[&str]); 10] = [
    ("OPTIONS", &["origin: https://a.example", "access-control-request-method: GET"]),
    ("OPTIONS", &["origin: https://a.example", "access-control-request-method: PUT"]),
    ("OPTIONS", &["origin: https://a.example", "access-control-request-method: OPTIONS"]),
    ("OPTIONS", &["origin: https://a.example", "access-control-request-method: get"]),
    ("OPTIONS", &["origin: null", "access-control-request-method: DELETE"]),
    ("OPTIONS", &["origin: https://a.example", "access-control-request-method: "]),
    ("OPTIONS", &["access-control-request-method: GET"]),
    (
        "OPTIONS",
        &[
            "origin: https://a.example",
            "origin: https://a.example",
            "access-control-request-method: GET",
        ],
    ),
    (
        "OPTIONS",
        &[
            "origin: https://a.example",
            "access-control-request-method: GET",
            "access-control-request-method: PUT",
        ],
    ),
    ("PUT", &["origin: https://a.example", "access-control-request-method: PUT"]),
];

/// Sends every head to every path.
async fn assert_no_handler_runs<S, B>(app: &S)
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let mut allowed = 0;
    for path in PATHS {
        for (method, headers) in HEADS {
            let lines: Vec<String> = [format!("{method} {path}")]
                .into_iter()
                .chain(headers.iter().map(|&line| line.to_owned()))
                .collect();
            let response = send(app, &lines).await;
            assert_eq!(RAN.get(), 0, "a handler ran for {lines:?}");
            assert!(matches!(response.status(), "204" | "401" | "403"), "{lines:?}: {response:?}");
            allowed += usize::from(response.status() == "204");
        }
    }
    assert!(allowed > 0, "no preflight bypassed the login");
    // A handler runs with a login.
    send(app, &["PUT /me", "authorization: Bearer 1"]).await;
    assert_eq!(RAN.take(), 1);
}

#[actix_web::test]
async fn no_handler_runs_without_other_middleware() {
    let app = App::new().configure(services).wrap(ExceptPreflights::new(from_fn(login)));
    assert_no_handler_runs(&init_service(app).await).await;
}

#[actix_web::test]
async fn no_handler_runs_with_inner_middleware() {
    let app = App::new()
        .configure(services)
        .wrap(NormalizePath::trim())
        .wrap(Compress::default())
        .wrap(Condition::new(true, Logger::default()))
        .wrap(ErrorHandlers::new())
        .wrap(ExceptPreflights::new(from_fn(login)));
    assert_no_handler_runs(&init_service(app).await).await;
}

#[actix_web::test]
async fn no_handler_runs_with_outer_middleware() {
    let app = App::new()
        .configure(services)
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(ErrorHandlers::new())
        .wrap(Condition::new(true, Logger::default()))
        .wrap(Compress::default())
        .wrap(NormalizePath::trim());
    assert_no_handler_runs(&init_service(app).await).await;
}

#[actix_web::test]
async fn no_handler_runs_with_two_logins_in_a_layer() {
    let app = App::new()
        .configure(services)
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(Cors::new(OPEN));
    assert_no_handler_runs(&init_service(app).await).await;
}

#[actix_web::test]
async fn no_handler_runs_with_an_inner_layer() {
    let app = App::new()
        .configure(services)
        .wrap(Cors::new(OPEN))
        .wrap(ExceptPreflights::new(from_fn(login)));
    assert_no_handler_runs(&init_service(app).await).await;
}

#[actix_web::test]
async fn no_handler_runs_behind_a_scope() {
    let scope = web::scope("").configure(services).wrap(ExceptPreflights::new(from_fn(login)));
    assert_no_handler_runs(&init_service(App::new().service(scope)).await).await;
}
