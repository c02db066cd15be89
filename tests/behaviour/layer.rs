//! Tests of the middleware `Cors`, which the comments call a layer: the requests to which the policy of a layer
//! applies. `nesting.rs` tests the services and policies inside of a layer.

use actix_web::error::ErrorInternalServerError;
use cors_runtime::OriginBuf;

use crate::prelude::*;

const APP: Policy = policy!(origins = "https://app.example");

const SCOPE: &str = "
a preflight for a path of no service is answered before routing, with the default methods of a layer
    preflight HEAD /static/nowhere from https://app.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://app.example | vary: preflight
a preflight for a method that is not allowed is rejected
    preflight PUT /static/nowhere from https://app.example => 403 | vary: preflight
an `OPTIONS` request that is not a preflight is routed
    OPTIONS /static/nowhere from https://app.example | access-control-request-method: GET
        | access-control-request-method: GET
    404 | allow-origin: https://app.example | vary: Origin
a request without an origin is not a preflight
    OPTIONS /static/nowhere | access-control-request-method: GET => 404 | vary: Origin
a method that is not allowed is a preflight bypass
    PUT /static/nowhere from https://app.example | sec-fetch-site: cross-site | sec-fetch-mode: cors
    403 | vary: Origin
the policy does not apply outside of the scope
    GET /elsewhere from https://app.example => 404
";

#[actix_web::test]
async fn a_layer_on_a_scope_covers_every_path_below_it() {
    check(|config| _ = config.service(web::scope("/static").wrap(Cors::new(APP))), SCOPE).await;
}

middleware! {
    fn fails_on_demand(request, next) {
        if request.query_string() == "fail" {
            return Err(ErrorInternalServerError("failed"));
        }
        Ok(next.call(request).await?.map_into_boxed_body())
    }
}

#[actix_web::test]
async fn a_layer_on_the_application_covers_the_router_and_inner_middleware() {
    let app = App::new().wrap(from_fn(fails_on_demand)).wrap(Cors::new(APP));
    let cases = "
an allowed origin can read the router's 404
    GET /elsewhere from https://app.example => 404 | allow-origin: https://app.example | vary: Origin
an allowed origin can read the error of inner middleware
    GET /elsewhere?fail from https://app.example => 500 failed | allow-origin: https://app.example | vary: Origin
a preflight does not reach the inner middleware
    preflight POST /elsewhere?fail from https://app.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://app.example | vary: preflight
";
    check_app(&init_service(app).await, cases).await;
}

const PARTNERS: Policy =
    policy!(origins = dynamic(|origin, _| origin.host().ends_with(".partner.example")));
const TENANTS: Policy = policy!(
    origins = dynamic_async(|origin: OriginBuf, request: HttpRequest| async move {
        request.path() == "/tenants" && origin.host() == "tenant.example"
    }),
);

const DYNAMIC: &str = "
the function of a layer allows an origin
    GET /partners from https://a.partner.example => 200 GET | allow-origin: https://a.partner.example | vary: Origin
the function of a layer does not allow an origin
    GET /partners from https://partner.example => 200 GET | vary: Origin
the future of a layer allows an origin
    preflight GET /tenants from https://tenant.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://tenant.example | vary: preflight
the future of a layer does not allow an origin
    GET /tenants from https://evil.example => 200 GET | vary: Origin
";

#[actix_web::test]
async fn a_layer_on_a_resource_calls_the_function_or_the_future_of_its_policy() {
    let services = |config: &mut ServiceConfig| {
        for (path, policy) in [("/partners", PARTNERS), ("/tenants", TENANTS)] {
            let handler = |request: HttpRequest| async move { request.method().to_string() };
            config.service(web::resource(path).wrap(Cors::new(policy)).to(handler));
        }
    };
    check(services, DYNAMIC).await;
}

#[actix_web::test]
#[should_panic = "`Cors` has no origins\nhelp: list `origins` in its policy, or call `.origins(…)`"]
async fn a_layer_without_origins_stops_the_start() {
    const WITHOUT_ORIGINS: Policy = policy!(max_age = 1);
    init_service(App::new().wrap(Cors::new(WITHOUT_ORIGINS))).await;
}
