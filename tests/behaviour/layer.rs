//! `Cors` middleware: a policy for services that cannot be annotated.

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

/// A third-party service that serves files.
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
an allowed origin can read a file
    GET /static/files/a.woff2 from https://app.example
    200 /a.woff2 | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-a | vary: Accept, Origin
any other origin cannot read a file
    GET /static/files/a.woff2 from https://evil.example
    200 /a.woff2 | vary: Accept, Origin
an allowed origin can read the error of the service
    POST /static/files/a.woff2 from https://app.example
    500 files are only read | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-a | vary: Origin
a preflight gets the default methods of a layer
    preflight GET /static/files/a.woff2 from https://app.example
    204 | allow-credentials: true | allow-headers: content-type | allow-methods: GET, HEAD, POST
        | allow-origin: https://app.example | max-age: 60 | vary: preflight
a preflight of an origin that is not allowed is rejected
    preflight GET /static/files/a.woff2 from https://evil.example
    403 | vary: preflight
a preflight for a path of no service is answered before routing
    preflight HEAD /static/nowhere from https://app.example
    204 | allow-credentials: true | allow-headers: content-type | allow-methods: GET, HEAD, POST
        | allow-origin: https://app.example | max-age: 60 | vary: preflight
a preflight for a method that is not allowed is rejected
    preflight PUT /static/nowhere from https://app.example
    403 | vary: preflight
an `OPTIONS` request that is not a preflight is routed
    OPTIONS /static/nowhere from https://app.example | access-control-request-method: GET
        | access-control-request-method: GET
    404 | allow-credentials: true | allow-origin: https://app.example | expose-headers: x-a
        | vary: Origin
the policy does not apply outside of the scope
    GET /elsewhere from https://app.example
    404
";

#[actix_web::test]
async fn a_layer_on_a_scope_covers_a_service_of_files() {
    let services = |config: &mut ServiceConfig| {
        config.service(web::scope("/static").wrap(Cors::new(APP_ONLY)).service(Files));
    };
    check(services, FILES).await;
}

const WHOLE_APPLICATION: &str = "
an allowed origin can read the response of a service
    GET /files/a from https://app.example
    200 /a | allow-credentials: true | allow-origin: https://app.example | expose-headers: x-a
        | vary: Accept, Origin
an allowed origin can read the router's 404
    GET /elsewhere from https://app.example
    404 | allow-credentials: true | allow-origin: https://app.example | expose-headers: x-a
        | vary: Origin
an allowed origin can read the error of inner middleware
    GET /files/a?fail from https://app.example
    500 failed | allow-credentials: true | allow-origin: https://app.example | expose-headers: x-a
        | vary: Origin
a preflight does not reach the inner middleware
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
async fn a_layer_on_the_application_covers_every_response() {
    let app = App::new().service(Files).wrap(from_fn(fails_on_demand)).wrap(Cors::new(APP_ONLY));
    check_app(&init_service(app).await, WHOLE_APPLICATION).await;
}

const OPEN: Policy =
    policy!(origins = "*", methods = "*", allow_headers = "*", expose_headers = "*");
const OPEN_METHODS: Policy = policy!(policy = APP_ONLY, methods = "*", allow_headers = "*");
const SOME_METHODS: Policy = policy!(policy = APP_ONLY, methods = [PUT, "PURGE"], enforce);

const RESOURCES: &str = "
without credentials, any method is sent as a star
    preflight PURGE /open from https://any.example | access-control-request-headers: x-b
    204 | allow-headers: * | allow-methods: * | allow-origin: * | vary: preflight
with credentials, the requested method is sent instead of a star
    preflight PURGE /open-methods from https://app.example | access-control-request-headers: x-b
    204 | allow-credentials: true | allow-headers: x-b | allow-methods: PURGE
        | allow-origin: https://app.example | max-age: 60 | vary: preflight
the listed methods are sent, independently of the resource
    preflight PURGE /some-methods from https://app.example
    204 | allow-credentials: true | allow-headers: content-type | allow-methods: PUT, PURGE
        | allow-origin: https://app.example | max-age: 60 | vary: preflight
a preflight for a method that is not listed is rejected
    preflight PUT /open-options from https://app.example
    403 | vary: preflight
a layer of every origin sends a star without an origin
    GET /open
    200 GET | allow-origin: * | expose-headers: *
enforcement rejects an origin that is not allowed
    PUT /some-methods from https://evil.example
    403 | vary: Origin
enforcement passes an allowed origin
    PUT /some-methods from https://app.example
    200 PUT | allow-credentials: true | allow-origin: https://app.example | expose-headers: x-a
        | vary: Origin
";

#[actix_web::test]
async fn a_layer_on_a_resource_uses_the_methods_of_the_policy() {
    let resource = |path: &str, policy: Policy| {
        let handler = |request: HttpRequest| async move { request.method().to_string() };
        web::resource(path).wrap(Cors::new(policy)).to(handler)
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
        request.path().starts_with("/async") && origin.host() == "tenant.example"
    }),
);

const DYNAMIC_CASES: &str = "
the function of a layer allows an origin
    GET /sync/files/a from https://a.partner.example
    200 /a | allow-origin: https://a.partner.example | vary: Accept, Origin
the function of a layer does not allow an origin
    GET /sync/files/a from https://partner.example
    200 /a | vary: Accept, Origin
the future of a layer allows an origin
    preflight GET /async from https://tenant.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://tenant.example | vary: preflight
the future of a layer does not allow an origin
    GET /async/files/a from https://evil.example
    200 /a | vary: Accept, Origin
";

#[actix_web::test]
async fn a_layer_accepts_dynamic_origins() {
    let services = |config: &mut ServiceConfig| {
        config
            .service(web::scope("/sync").wrap(Cors::new(PARTNERS)).service(Files))
            .service(web::scope("/async").wrap(Cors::new(TENANTS)).service(Files));
    };
    check(services, DYNAMIC_CASES).await;
}

#[actix_web::test]
#[should_panic = "`Cors` has no origins\nhelp: list `origins` in its policy, or call `.origins(…)`"]
async fn a_layer_without_origins_stops_the_start() {
    const WITHOUT_ORIGINS: Policy = policy!(max_age = 1);
    init_service(App::new().wrap(Cors::new(WITHOUT_ORIGINS))).await;
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
#[get("/annotated-async")]
async fn async_origins() -> &'static str {
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
a handler's future decides about the response
    GET /annotated-async from https://inner.example
    200 ran | allow-origin: https://inner.example | vary: Origin
an origin of the layer only is rejected, since the layer may have answered its preflight
    DELETE /annotated from https://outer.example | sec-fetch-site: cross-site
        | sec-fetch-mode: cors
    403 | vary: Origin
an origin that a handler's future does not allow is rejected likewise
    GET /annotated-async from https://outer.example | content-type: application/json
        | sec-fetch-site: cross-site | sec-fetch-mode: cors
    403 | vary: Origin
the handler runs for a method that its policy allows
    DELETE /annotated from https://inner.example
    200 ran | allow-origin: https://inner.example | vary: Origin
a method of the layer only is rejected
    PATCH /annotated from https://inner.example | sec-fetch-site: cross-site
        | sec-fetch-mode: cors
    403 | vary: Origin
a method of the layer only is allowed for same-origin pages
    PATCH /annotated from https://inner.example | host: inner.example
    200 ran | allow-origin: https://inner.example | vary: Origin
a same-origin page gets no CORS header
    GET /annotated from https://api.example | sec-fetch-site: same-origin
    200 ran | vary: Origin
the handler runs for a request without an origin
    DELETE /annotated
    200 ran | vary: Origin
a handler of every origin does not get the layer's credentials
    PUT /annotated from https://outer.example
    200 ran | allow-origin: *
the layer's policy applies to a handler without a policy
    DELETE /plain from https://outer.example
    200 ran | allow-credentials: true | allow-origin: https://outer.example
        | expose-headers: x-outer | vary: Origin
";

#[actix_web::test]
async fn a_layer_adds_nothing_to_the_policy_of_an_inner_handler() {
    let services = |config: &mut ServiceConfig| {
        config.service(read).service(change).service(open).service(async_origins).service(plain);
    };
    let app = App::new().configure(services).wrap(Cors::new(OUTER));
    check_app(&init_service(app).await, INSIDE).await;
}

#[actix_web::test]
async fn a_layer_does_not_affect_an_annotated_handler_beside_it() {
    let services = |config: &mut ServiceConfig| {
        config.service(web::scope("/static").wrap(Cors::new(OUTER)).service(Files)).service(change);
    };
    let cases = "
the handler's policy responds to its preflight
    preflight DELETE /annotated from https://outer.example
    403 | vary: preflight
the handler runs for an origin that is not allowed
    DELETE /annotated from https://outer.example
    200 ran | vary: Origin
";
    check(services, cases).await;
}
