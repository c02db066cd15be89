//! `Cors` middleware: a policy for what cannot be annotated.

use actix_web::{
    App, Error, HttpRequest, HttpResponse,
    body::MessageBody,
    delete,
    dev::{
        AppService, HttpServiceFactory, ResourceDef, ServiceRequest, ServiceResponse, fn_service,
    },
    error::ErrorInternalServerError,
    get,
    http::{Method, header::VARY},
    middleware::{Next, from_fn},
    put,
    test::init_service,
    web::{self, ServiceConfig},
};
use cors_runtime::{Cors, OriginBuf, Policy, cors, policy};

use crate::case::{check, check_app};

const APP_ONLY: Policy = policy!(
    origins = "https://app.example",
    allow_headers = "content-type",
    expose_headers = "x-a",
    allow_credentials,
    max_age = 60,
);

/// Files, as a third party's service serves them.
struct Files;

impl HttpServiceFactory for Files {
    fn register(self, config: &mut AppService) {
        let serve = |request: ServiceRequest| async {
            if request.method() != Method::GET {
                return Err(ErrorInternalServerError("files are only read"));
            }
            let name = request.match_info().unprocessed().to_owned();
            Ok(request.into_response(HttpResponse::Ok().insert_header((VARY, "Accept")).body(name)))
        };
        let path = ResourceDef::root_prefix("/files");
        config.register_service(path, None, fn_service(serve), None);
    }
}

const FILES: &str = "
a file is shared
    GET /static/files/a.woff2 from https://app.example
    200 /a.woff2 | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-a | vary: Accept, Origin
a file is not shared with others
    GET /static/files/a.woff2 from https://evil.example
    200 /a.woff2 | vary: Accept, Origin
the service's error is shared
    POST /static/files/a.woff2 from https://app.example
    500 files are only read | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-a | vary: Origin
a preflight is answered with the methods that need none for themselves
    preflight GET /static/files/a.woff2 from https://app.example
    204 | allow-credentials: true | allow-headers: content-type | allow-methods: GET, HEAD, POST
        | allow-origin: https://app.example | max-age: 60 | vary: preflight
a preflight of another origin is refused
    preflight GET /static/files/a.woff2 from https://evil.example
    403 | vary: preflight
a preflight is answered before anything is routed, to nowhere too
    preflight HEAD /static/nowhere from https://app.example
    204 | allow-credentials: true | allow-headers: content-type | allow-methods: GET, HEAD, POST
        | allow-origin: https://app.example | max-age: 60 | vary: preflight
a preflight of a method that is not allowed is refused
    preflight PUT /static/nowhere from https://app.example
    403 | vary: preflight
what is no preflight is routed on
    OPTIONS /static/nowhere from https://app.example | access-control-request-method: GET
        | access-control-request-method: GET
    404 | allow-credentials: true | allow-origin: https://app.example | expose-headers: x-a
        | vary: Origin
outside of the scope there is no policy
    GET /elsewhere from https://app.example
    404
";

#[actix_web::test]
async fn a_scope_of_files_has_a_policy() {
    let services = |config: &mut ServiceConfig| {
        config.service(web::scope("/static").wrap(Cors::new(APP_ONLY)).service(Files));
    };
    check(services, FILES).await;
}

const WHOLE_APPLICATION: &str = "
a response of a service
    GET /files/a from https://app.example
    200 /a | allow-credentials: true | allow-origin: https://app.example | expose-headers: x-a
        | vary: Accept, Origin
a response of the router
    GET /elsewhere from https://app.example
    404 | allow-credentials: true | allow-origin: https://app.example | expose-headers: x-a
        | vary: Origin
an error of middleware further in
    GET /files/a?fail from https://app.example
    500 failed | allow-credentials: true | allow-origin: https://app.example | expose-headers: x-a
        | vary: Origin
a preflight
    preflight POST /files/a?fail from https://app.example
    204 | allow-credentials: true | allow-headers: content-type | allow-methods: GET, HEAD, POST
        | allow-origin: https://app.example | max-age: 60 | vary: preflight
";

async fn fails_on_demand(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.query_string() == "fail" {
        return Err(ErrorInternalServerError("failed"));
    }
    next.call(request).await
}

#[actix_web::test]
async fn an_application_has_a_policy() {
    let app = App::new().service(Files).wrap(from_fn(fails_on_demand)).wrap(Cors::new(APP_ONLY));
    check_app(&init_service(app).await, WHOLE_APPLICATION).await;
}

const OPEN: Policy =
    policy!(origins = "*", methods = "*", allow_headers = "*", expose_headers = "*");
const OPEN_METHODS: Policy = policy!(policy = APP_ONLY, methods = "*", allow_headers = "*");
const SOME_METHODS: Policy = policy!(policy = APP_ONLY, methods = [PUT, "PURGE"], enforce);

const RESOURCES: &str = "
without credentials, a star is every method
    preflight PURGE /open from https://any.example | access-control-request-headers: x-b
    204 | allow-headers: * | allow-methods: * | allow-origin: * | vary: preflight
with credentials, the method that was asked for stands for the star
    preflight PURGE /open-methods from https://app.example | access-control-request-headers: x-b
    204 | allow-credentials: true | allow-headers: x-b | allow-methods: PURGE
        | allow-origin: https://app.example | max-age: 60 | vary: preflight
methods are those that are listed, whatever the resource serves
    preflight PURGE /some-methods from https://app.example
    204 | allow-credentials: true | allow-headers: content-type | allow-methods: PUT, PURGE
        | allow-origin: https://app.example | max-age: 60 | vary: preflight
a method that is not listed is refused
    preflight PUT /open-options from https://app.example
    403 | vary: preflight
where everyone is allowed, every response says so
    GET /open
    200 GET | allow-origin: * | expose-headers: *
enforcement refuses who is not allowed
    PUT /some-methods from https://evil.example
    403 | vary: Origin
enforcement lets in who is allowed
    PUT /some-methods from https://app.example
    200 PUT | allow-credentials: true | allow-origin: https://app.example | expose-headers: x-a
        | vary: Origin
";

#[actix_web::test]
async fn a_resource_has_a_policy() {
    let resource = |path: &str, policy: Policy| {
        let answer = |request: HttpRequest| async move { request.method().to_string() };
        web::resource(path).wrap(Cors::new(policy)).to(answer)
    };
    let services = |config: &mut ServiceConfig| {
        config
            .service(resource("/open", OPEN))
            .service(resource("/open-methods", OPEN_METHODS))
            .service(resource("/open-options", APP_ONLY))
            .service(resource("/some-methods", SOME_METHODS));
    };
    check(services, RESOURCES).await;
}

const PARTNERS: Policy =
    policy!(origins = dynamic(|origin, _| origin.host().ends_with(".partner.example")));

const TENANTS: Policy = policy!(
    origins = dynamic_async(|origin: OriginBuf, request: HttpRequest| async move {
        request.path().starts_with("/in-a-while") && origin.host() == "tenant.example"
    }),
);

const AT_RUN_TIME: &str = "
a function allows
    GET /now/files/a from https://a.partner.example
    200 /a | allow-origin: https://a.partner.example | vary: Accept, Origin
a function does not allow
    GET /now/files/a from https://partner.example
    200 /a | vary: Accept, Origin
a future allows
    preflight GET /in-a-while from https://tenant.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://tenant.example | vary: preflight
a future does not allow
    GET /in-a-while/files/a from https://evil.example
    200 /a | vary: Accept, Origin
";

#[actix_web::test]
async fn a_layer_takes_origins_known_only_at_run_time() {
    let services = |config: &mut ServiceConfig| {
        config
            .service(web::scope("/now").wrap(Cors::new(PARTNERS)).service(Files))
            .service(web::scope("/in-a-while").wrap(Cors::new(TENANTS)).service(Files));
    };
    check(services, AT_RUN_TIME).await;
}

#[actix_web::test]
#[should_panic = "rule: cors::missing_origins"]
async fn a_layer_without_origins_stops_the_start() {
    const NOBODY: Policy = policy!(max_age = 1);
    init_service(App::new().wrap(Cors::new(NOBODY))).await;
}

#[cors(origins = "https://inner.example", expose_headers = "x-inner")]
#[get("/annotated")]
async fn read() -> HttpResponse {
    HttpResponse::Ok().insert_header(("access-control-allow-origin", "*")).body("ran")
}

#[cors(origins = "https://inner.example", methods = DELETE)]
#[actix_web::route("/annotated", method = "DELETE", method = "PATCH")]
async fn change() -> &'static str {
    "ran"
}

#[cors(origins = "*")]
#[put("/annotated")]
async fn open() -> &'static str {
    "ran"
}

#[cors(origins = dynamic_async(|origin, _| async move { origin.host() == "inner.example" }))]
#[get("/annotated-in-a-while")]
async fn in_a_while() -> &'static str {
    "ran"
}

#[delete("/plain")]
async fn plain() -> &'static str {
    "ran"
}

const OUTER: Policy = policy!(
    origins = ["https://outer.example", "https://inner.example"],
    methods = "*",
    allow_credentials,
    expose_headers = "x-outer",
);

const INSIDE: &str = "
the handler answers its preflight
    preflight DELETE /annotated from https://outer.example
    403 | vary: preflight
the handler's own policy governs the response
    GET /annotated from https://inner.example
    200 ran | allow-origin: https://inner.example | expose-headers: x-inner | vary: Origin
so it does where a future has decided
    GET /annotated-in-a-while from https://inner.example
    200 ran | allow-origin: https://inner.example | vary: Origin
what the layer alone allows is refused, since the layer may have answered its preflight
    DELETE /annotated from https://outer.example | sec-fetch-site: cross-site
        | sec-fetch-mode: cors
    403 | vary: Origin
so it is where a future has decided
    GET /annotated-in-a-while from https://outer.example | content-type: application/json
        | sec-fetch-site: cross-site | sec-fetch-mode: cors
    403 | vary: Origin
a method that the handler's policy allows runs
    DELETE /annotated from https://inner.example
    200 ran | allow-origin: https://inner.example | vary: Origin
a method that only the layer allows is refused
    PATCH /annotated from https://inner.example | sec-fetch-site: cross-site
        | sec-fetch-mode: cors
    403 | vary: Origin
a method that only the layer allows runs for the server's own pages
    PATCH /annotated from https://inner.example | host: inner.example
    200 ran | allow-origin: https://inner.example | vary: Origin
a page of the server's own runs it, and its response is not shared
    GET /annotated from https://api.example | sec-fetch-site: same-origin
    200 ran | vary: Origin
a request without an origin runs
    DELETE /annotated
    200 ran | vary: Origin
where everyone is allowed, the layer's credentials are not added
    PUT /annotated from https://outer.example
    200 ran | allow-origin: *
a handler without a policy has the layer's
    DELETE /plain from https://outer.example
    200 ran | allow-credentials: true | allow-origin: https://outer.example
        | expose-headers: x-outer | vary: Origin
";

#[actix_web::test]
async fn an_annotated_handler_inside_a_layer_allows_no_more_than_its_own_policy() {
    let services = |config: &mut ServiceConfig| {
        config.service(read).service(change).service(open).service(in_a_while).service(plain);
    };
    let app = App::new().configure(services).wrap(Cors::new(OUTER));
    check_app(&init_service(app).await, INSIDE).await;
}

#[actix_web::test]
async fn an_annotated_handler_beside_a_layer_does_not_feel_it() {
    let services = |config: &mut ServiceConfig| {
        config.service(web::scope("/static").wrap(Cors::new(OUTER)).service(Files)).service(change);
    };
    let cases = "
its preflight is its own
    preflight DELETE /annotated from https://outer.example
    403 | vary: preflight
an origin that is not allowed is served
    DELETE /annotated from https://outer.example
    200 ran | vary: Origin
";
    check(services, cases).await;
}
