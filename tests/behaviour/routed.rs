//! Where a layer routes a preflight, and who answers it then.

use actix_web::{App, error::ErrorImATeapot, get, test::init_service, web};
use cors_runtime::{Cors, Policy, cors, policy};

use crate::{
    case::check_app,
    nesting::{INNER, OUTER, answer},
};

#[get("/items/{id}/")]
async fn item() -> &'static str {
    "ran"
}

#[cors(policy = INNER)]
#[actix_web::route("/items/{id:[0-9]+}", method = "DELETE", method = "PUT")]
async fn change() -> &'static str {
    "ran"
}

#[cors(policy = INNER)]
#[actix_web::route("/folders/{id}/", method = "DELETE", method = "PUT")]
async fn change_folder() -> &'static str {
    "ran"
}

const ROUTED: &str = "
the handler's preflight is its own, below a scope too
    preflight PUT /api/items/1 from https://inner.example
    204 | allow-methods: DELETE, PUT | allow-origin: https://inner.example | max-age: 1
        | vary: preflight
so is one that it refuses
    preflight PUT /api/items/1 from https://outer.example
    403 | vary: preflight
another method on its path is the layer's
    preflight GET /api/items/1 from https://outer.example
    204 | allow-credentials: true | allow-methods: GET, HEAD, POST
        | allow-origin: https://outer.example | vary: preflight
a method that the layer does not allow is refused
    preflight PATCH /api/items/1 from https://outer.example
    403 | vary: preflight
a path that only looks like the handler's is the layer's
    preflight PUT /elsewhere/items/1 from https://inner.example
    403 | vary: preflight
to nowhere
    preflight GET /nowhere from https://outer.example
    204 | allow-credentials: true | allow-methods: GET, HEAD, POST
        | allow-origin: https://outer.example | vary: preflight
the router's 404
    GET /nowhere from https://outer.example
    404 | allow-credentials: true | allow-origin: https://outer.example | expose-headers: x-outer
        | vary: Origin
what the handler alone allows is not refused as taken on another's preflight
    PUT /api/items/1 from https://inner.example | sec-fetch-site: cross-site
        | sec-fetch-mode: cors
    200 ran | allow-origin: https://inner.example | expose-headers: x-inner | vary: Origin
what only the layer allows is
    PUT /api/items/1 from https://outer.example | sec-fetch-site: cross-site
        | sec-fetch-mode: cors
    403 | vary: Origin
";

#[actix_web::test]
async fn a_preflight_is_routed_to_the_handler_that_serves_its_method() {
    let scope = web::scope("/api").service(change).service(item);
    let app = App::new().service(scope).wrap(Cors::new(OUTER));
    check_app(&init_service(app).await, ROUTED).await;
}

#[actix_web::test]
async fn a_preflight_is_routed_as_normalized_further_in() {
    use actix_web::middleware::{NormalizePath, TrailingSlash};

    for (mode, path) in [
        (TrailingSlash::Trim, "/api//items/1/"),
        (TrailingSlash::Trim, "/api/items/1/"),
        (TrailingSlash::MergeOnly, "//api/items///1"),
        (TrailingSlash::Always, "/api/folders/1"),
        (TrailingSlash::Always, "/api//folders/1"),
    ] {
        let app = App::new()
            .service(web::scope("/api").service(change).service(change_folder))
            .wrap(NormalizePath::new(mode))
            .wrap(Cors::new(OUTER));
        let case = format!(
            "{path}\n preflight PUT {path} from https://inner.example\n 204 | \
             allow-methods: DELETE, PUT | allow-origin: https://inner.example | max-age: 1 \
             | vary: preflight\n"
        );
        check_app(&init_service(app).await, &case).await;
    }
}

#[actix_web::test]
async fn of_three_layers_the_innermost_governs() {
    const MIDDLE: Policy = policy!(origins = "https://middle.example", enforce);
    let innermost = web::scope("/b").wrap(Cors::new(INNER)).route("/x", web::to(answer));
    let middle =
        web::scope("/a").service(innermost).route("/y", web::to(answer)).wrap(Cors::new(MIDDLE));
    let app = App::new().service(middle).wrap(Cors::new(OUTER));
    let cases = "
the innermost
    preflight GET /a/b/x from https://inner.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://inner.example | max-age: 1
        | vary: preflight
the one in the middle
    preflight GET /a/y from https://middle.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://middle.example | vary: preflight
the one in the middle refuses
    preflight GET /a/y from https://inner.example
    403 | vary: preflight
enforcement stands in front of all that is inside
    GET /a/b/x from https://inner.example
    403 | vary: Origin
who is allowed by all goes in
    GET /a/b/x from https://middle.example
    200 ran | vary: Origin
outside of it the outermost governs
    GET /nowhere from https://both.example
    404 | allow-credentials: true | allow-origin: https://both.example | expose-headers: x-outer
        | vary: Origin
";
    check_app(&init_service(app).await, cases).await;
}

#[actix_web::test]
async fn the_hosts_of_a_layer_are_asked_before_a_preflight_is_routed() {
    const NAMED: Policy = policy!(policy = OUTER, hosts = "api.example");
    let app = App::new().service(change).wrap(Cors::new(NAMED));
    let cases = "
another name
    preflight PUT /items/1 from https://inner.example | host: evil.example
    403 | vary: preflight
the server's
    preflight PUT /items/1 from https://inner.example | host: api.example
    204 | allow-methods: DELETE, PUT | allow-origin: https://inner.example | max-age: 1
        | vary: preflight
";
    check_app(&init_service(app).await, cases).await;
}

#[actix_web::test]
async fn the_answer_of_a_handler_that_a_routed_preflight_reaches_is_dropped() {
    // `change` stands behind it on the same path.
    let app =
        App::new().route("/items/{id}", web::to(answer)).service(change).wrap(Cors::new(OUTER));
    let cases = "
nobody takes it, so the layer answers
    preflight PUT /items/1 from https://outer.example
    403 | vary: preflight
";
    check_app(&init_service(app).await, cases).await;

    const OPEN: Policy = policy!(policy = OUTER, methods = "*");
    let app = App::new()
        .route("/items/{id}", web::to(|| async { Err::<&str, _>(ErrorImATeapot("failed")) }))
        .service(change)
        .wrap(Cors::new(OPEN));
    let cases = "
its error too
    preflight PUT /items/1 from https://outer.example
    204 | allow-credentials: true | allow-methods: PUT | allow-origin: https://outer.example
        | vary: preflight
";
    check_app(&init_service(app).await, cases).await;
}
