//! `ExceptPreflights` is no open door: whatever is sent without a login, however it is written and
//! whatever else is wrapped, no handler runs.

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
    /// How many handlers ran.
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
#[get("/asked")]
async fn asked() -> &'static str {
    ran().await
}

#[options("/me")]
async fn options_of_me() -> &'static str {
    ran().await
}

/// Annotated handlers, and others at every place where a preflight may come by.
fn services(config: &mut ServiceConfig) {
    let inner = web::scope("/layer").wrap(Cors::new(OPEN)).route("/me", web::to(ran));
    config
        .service(web::scope("/admin").service(index).route("/reset", web::to(ran)))
        .service(
            web::scope("/other")
                .route("/me", web::to(ran))
                .route("/asked", web::method(Method::OPTIONS).to(ran))
                .default_service(web::to(ran)),
        )
        .service(inner)
        .service(options_of_me)
        .service(me)
        .service(asked)
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
    "/asked",
    "/a/b/own",
    "/admin",
    "/admin/",
    "/admin/reset",
    "/admin//reset/",
    "/other/me",
    "/other/asked",
    "/layer/me",
    "/nowhere",
];

/// Heads of requests without a login: the method, and what is sent with it.
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
async fn none_runs<S, B>(app: &S)
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let mut taken = 0;
    for path in PATHS {
        for (method, headers) in HEADS {
            let lines: Vec<String> = [format!("{method} {path}")]
                .into_iter()
                .chain(headers.iter().map(|&line| line.to_owned()))
                .collect();
            let answer = send(app, &lines).await;
            assert_eq!(RAN.get(), 0, "a handler ran for {lines:?}");
            assert!(matches!(answer.status(), "204" | "401" | "403"), "{lines:?}: {answer:?}");
            taken += usize::from(answer.status() == "204");
        }
    }
    assert!(taken > 0, "some preflights are let past");
    // With a login, all of this is served.
    send(app, &["PUT /me", "authorization: Bearer 1"]).await;
    assert_eq!(RAN.take(), 1);
}

#[actix_web::test]
async fn alone() {
    let app = App::new().configure(services).wrap(ExceptPreflights::new(from_fn(login)));
    none_runs(&init_service(app).await).await;
}

#[actix_web::test]
async fn around_what_routes_at_once() {
    let app = App::new()
        .configure(services)
        .wrap(NormalizePath::trim())
        .wrap(Compress::default())
        .wrap(Condition::new(true, Logger::default()))
        .wrap(ErrorHandlers::new())
        .wrap(ExceptPreflights::new(from_fn(login)));
    none_runs(&init_service(app).await).await;
}

#[actix_web::test]
async fn inside_of_what_routes_at_once() {
    let app = App::new()
        .configure(services)
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(ErrorHandlers::new())
        .wrap(Condition::new(true, Logger::default()))
        .wrap(Compress::default())
        .wrap(NormalizePath::trim());
    none_runs(&init_service(app).await).await;
}

#[actix_web::test]
async fn twice_and_in_a_layer() {
    let app = App::new()
        .configure(services)
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(Cors::new(OPEN));
    none_runs(&init_service(app).await).await;
}

#[actix_web::test]
async fn around_a_layer() {
    let app = App::new()
        .configure(services)
        .wrap(Cors::new(OPEN))
        .wrap(ExceptPreflights::new(from_fn(login)));
    none_runs(&init_service(app).await).await;
}

#[actix_web::test]
async fn on_a_scope() {
    let scope = web::scope("").configure(services).wrap(ExceptPreflights::new(from_fn(login)));
    none_runs(&init_service(App::new().service(scope)).await).await;
}
