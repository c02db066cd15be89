//! Tests of preflights that a `Cors` layer routes to a handler, and of the policy that responds to them.

use actix_web::{
    error::ErrorImATeapot,
    middleware::{NormalizePath, TrailingSlash},
};

use crate::{
    nesting::{INNER, OUTER, respond},
    prelude::*,
};

handlers! {
    route("/items/{id:[0-9]+}", method = "DELETE", method = "PUT"): cors(policy = INNER);
    route("/folders/{id:[0-9]+}/", method = "DELETE", method = "PUT"): cors(policy = INNER);
    put("/open"): cors(origins = "*");
}

const ROUTED: &str = "
a handler in a scope responds to its preflight
    preflight PUT /api/items/1 from https://inner.example
    204 | allow-methods: DELETE, PUT | allow-origin: https://inner.example | vary: preflight
the layer does not allow a preflight that the handler rejects
    preflight PUT /api/items/1 from https://outer.example => 403 | vary: preflight
the layer responds to a preflight for another method of the path
    preflight GET /api/items/1 from https://outer.example
    204 | allow-credentials: true | allow-methods: GET, HEAD, POST
        | allow-origin: https://outer.example | vary: preflight
the layer rejects a preflight for a method that it does not allow
    preflight PATCH /api/items/1 from https://outer.example => 403 | vary: preflight
the layer responds to a preflight for a path with the same suffix
    preflight PUT /elsewhere/items/1 from https://inner.example => 403 | vary: preflight
the layer responds to a preflight for a path of no service
    preflight GET /nowhere from https://outer.example
    204 | allow-credentials: true | allow-methods: GET, HEAD, POST
        | allow-origin: https://outer.example | vary: preflight
the router's 404 has the headers of the layer
    GET /nowhere from https://outer.example
    404 | allow-credentials: true | allow-origin: https://outer.example | expose-headers: x-outer
        | vary: Origin
an origin of the handler only is not rejected as a preflight bypass
    PUT /api/items/1 from https://inner.example | sec-fetch-site: cross-site
        | sec-fetch-mode: cors
    200 ran | allow-origin: https://inner.example | expose-headers: x-inner | vary: Origin
an origin of the layer only is rejected as a preflight bypass
    PUT /api/items/1 from https://outer.example | sec-fetch-site: cross-site
        | sec-fetch-mode: cors
    403 | vary: Origin
a handler of every origin does not get the layer's credentials
    PUT /api/open from https://outer.example => 200 ran | allow-origin: *
";

#[actix_web::test]
async fn a_preflight_is_routed_to_the_handler_that_serves_its_method() {
    let scope = web::scope("/api").configure(services);
    let app = App::new().service(scope).wrap(Cors::new(OUTER));
    check_app(&init_service(app).await, ROUTED).await;
}

#[actix_web::test]
async fn a_layer_does_not_affect_a_handler_beside_it() {
    let layer = web::scope("/static").wrap(Cors::new(OUTER)).route("/x", web::to(respond));
    let app = App::new().service(layer).configure(services);
    let cases = "
the handler's policy responds to its preflight
    preflight PUT /items/1 from https://outer.example => 403 | vary: preflight
the handler runs for an origin that is not allowed
    PUT /items/1 from https://outer.example => 200 ran | vary: Origin
";
    check_app(&init_service(app).await, cases).await;
}

#[actix_web::test]
async fn a_preflight_is_routed_by_the_path_that_inner_middleware_normalizes() {
    for (mode, path) in [
        (TrailingSlash::Trim, "/api//items/1/"),
        (TrailingSlash::Trim, "/api/items/1/"),
        (TrailingSlash::MergeOnly, "//api/items///1"),
        (TrailingSlash::Always, "/api/folders/1"),
        (TrailingSlash::Always, "/api//folders/1"),
    ] {
        let app = App::new()
            .service(web::scope("/api").configure(services))
            .wrap(NormalizePath::new(mode))
            .wrap(Cors::new(OUTER));
        let case = format!(
            "{path}\n preflight PUT {path} from https://inner.example\n 204 | \
             allow-methods: DELETE, PUT | allow-origin: https://inner.example | vary: preflight\n"
        );
        check_app(&init_service(app).await, &case).await;
    }
}

#[actix_web::test]
async fn the_innermost_of_three_layers_applies() {
    const MIDDLE: Policy = policy!(origins = "https://middle.example", enforce);
    let innermost = web::scope("/b").wrap(Cors::new(INNER)).route("/x", web::to(respond));
    let middle =
        web::scope("/a").service(innermost).route("/y", web::to(respond)).wrap(Cors::new(MIDDLE));
    let app = App::new().service(middle).wrap(Cors::new(OUTER));
    let cases = "
the innermost layer responds to a preflight inside of it
    preflight GET /a/b/x from https://inner.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://inner.example | vary: preflight
the middle layer responds to a preflight inside of it
    preflight GET /a/y from https://middle.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://middle.example | vary: preflight
the middle layer rejects an origin of the inner layer only
    preflight GET /a/y from https://inner.example => 403 | vary: preflight
the enforcement of the middle layer applies to every inner service
    GET /a/b/x from https://inner.example => 403 | vary: Origin
an origin that passes the enforcement reaches the handler
    GET /a/b/x from https://middle.example => 200 ran | vary: Origin
the outermost layer applies outside of the middle layer
    GET /nowhere from https://both.example
    404 | allow-credentials: true | allow-origin: https://both.example | expose-headers: x-outer
        | vary: Origin
";
    check_app(&init_service(app).await, cases).await;
}

#[actix_web::test]
async fn a_layer_with_hosts_routes_a_preflight_for_a_listed_host() {
    const NAMED: Policy = policy!(policy = OUTER, hosts = "api.example");
    let app = App::new().configure(services).wrap(Cors::new(NAMED));
    let cases = "
the handler responds to a preflight for a listed host
    preflight PUT /items/1 from https://inner.example | host: api.example
    204 | allow-methods: DELETE, PUT | allow-origin: https://inner.example | vary: preflight
";
    check_app(&init_service(app).await, cases).await;
}

/// Each application has its own clone of the layer. A clone routes a preflight only to layers and annotated handlers of
/// its own application.
#[actix_web::test]
async fn a_preflight_for_no_annotated_handler_reaches_no_handler() {
    let layer = Cors::new(OUTER);
    let (one, two) = (layer.clone(), layer.clone());
    let one = App::new().configure(services).route("/plain", web::to(ran)).wrap(one);
    let two = App::new().route("/items/{id}", web::to(ran)).wrap(two);
    let (one, two) = (init_service(one).await, init_service(two).await);
    let response = "204 | allow-credentials: true | allow-methods: GET, HEAD, POST \
                    | allow-origin: https://outer.example | vary: preflight";
    let case = |path: &str| {
        format!("{path}\n preflight GET {path} from https://outer.example\n {response}")
    };
    check_app(&one, &case("/plain")).await;
    check_app(&two, &case("/items/1")).await;
    assert_eq!(RAN.get(), 0);
}

/// The router selects the handler without a policy, because the annotated handler is registered later on the same path.
#[actix_web::test]
async fn the_response_of_a_handler_that_a_routed_preflight_reaches_is_dropped() {
    const OPEN: Policy = policy!(policy = OUTER, methods = "*");
    let fails = || async { Err::<&str, _>(ErrorImATeapot("failed")) };
    let app = App::new()
        .route("/items/{id}", web::to(respond))
        .route("/folders/{id}/", web::to(fails))
        .configure(services);
    let cases = "
the layer replaces the response of a handler without a policy
    preflight PUT /items/1 from https://outer.example
    204 | allow-credentials: true | allow-methods: PUT | allow-origin: https://outer.example
        | vary: preflight
the layer replaces the error of a handler without a policy
    preflight PUT /folders/1/ from https://outer.example
    204 | allow-credentials: true | allow-methods: PUT | allow-origin: https://outer.example
        | vary: preflight
the layer rejects an origin that it does not allow
    preflight PUT /items/1 from https://inner.example => 403 | vary: preflight
";
    check_app(&init_service(app.wrap(Cors::new(OPEN))).await, cases).await;
}
