//! Tests of routing to annotated handlers. Paths, guards, middleware, names, methods and scopes have the same meaning
//! as for other handlers of actix-web.

use actix_web::{
    guard::GuardContext,
    http::{Method, header::HeaderValue},
    routes,
};

use crate::prelude::*;

const APP: Policy = policy!(origins = "https://app.example");

mod one_path {
    handlers! {
        get("/books"): cors(origins = "*", expose_headers = "x-total-count");
        post("/books"): cors(origins = "https://app.example");
        delete("/books"): cors(origins = "https://staff.example", allow_credentials, max_age = 60);
    }
}

const ONE_PATH: &str = "
the preflight of the first handler has its policy
    preflight GET /books from https://evil.example => 204 | allow-methods: GET | allow-origin: * | vary: preflight
the preflight of the second handler has its policy
    preflight POST /books from https://app.example
    204 | allow-methods: POST | allow-origin: https://app.example | vary: preflight
the preflight of the third handler has its policy
    preflight DELETE /books from https://staff.example
    204 | allow-credentials: true | allow-methods: DELETE | allow-origin: https://staff.example
        | max-age: 60 | vary: preflight
an origin of one handler is not allowed by another
    preflight DELETE /books from https://app.example => 403 | vary: preflight
each handler responds with its own policy
    DELETE /books from https://app.example => 200 ran | vary: Origin
a handler without a policy has no headers
    PUT /books from https://app.example => 200 plain
a handler without a policy has no preflight
    preflight PUT /books from https://app.example => 200 options
a preflight for a method of no handler is routed as any other request
    preflight PATCH /books from https://app.example => 200 options
an `OPTIONS` request that is not a preflight reaches the handler of `OPTIONS`
    OPTIONS /books from https://app.example => 200 options
a request for a method of no handler reaches the default service
    PATCH /books from https://app.example => 418 default
a preflight for a path of no handler reaches the default service
    preflight GET /elsewhere from https://app.example => 418 default
the prefix of a scope is part of the path of a preflight
    preflight POST /api/books from https://app.example
    204 | allow-methods: POST | allow-origin: https://app.example | vary: preflight
";

#[actix_web::test]
async fn handlers_with_different_policies_share_a_path_and_can_be_registered_twice() {
    let app = App::new()
        .configure(one_path::services)
        .service(web::scope("/api").configure(one_path::services))
        .route("/books", web::put().to(|| async { "plain" }))
        .route("/books", web::method(Method::OPTIONS).to(|| async { "options" }))
        .default_service(web::to(|| async { HttpResponse::ImATeapot().body("default") }));
    check_app(&init_service(app).await, ONE_PATH).await;
}

fn is_json(context: &GuardContext<'_>) -> bool {
    let value = context.head().headers().get("content-type");
    value.is_some_and(|value| value == "application/json")
}

fn has_key(context: &GuardContext<'_>) -> bool {
    context.head().headers().contains_key("x-key")
}

mod guarded {
    use super::*;

    handlers! {
        post("/guarded", guard = "is_json"): cors(origins = "https://app.example");
        get("/guarded", guard = "is_json", guard = "has_key"): cors(origins = "https://app.example");
        get("/guarded"): cors(origins = "https://other.example");
    }
}

const GUARDED: &str = "
guards do not apply to a preflight
    preflight POST /guarded from https://app.example
    204 | allow-methods: POST | allow-origin: https://app.example | vary: preflight
an actual request that matches the guard reaches the handler
    POST /guarded from https://app.example | content-type: application/json
    200 ran | allow-origin: https://app.example | vary: Origin
an actual request that does not match the guard does not reach the handler
    POST /guarded from https://app.example => 404
every one of several guards is checked
    GET /guarded from https://app.example | content-type: application/json | x-key: 1
    200 ran | allow-origin: https://app.example | vary: Origin
the next handler's policy applies if the first of several guards does not match
    GET /guarded from https://app.example | x-key: 1 => 200 ran | vary: Origin
the next handler's policy applies if the last of several guards does not match
    GET /guarded from https://other.example | content-type: application/json
    200 ran | allow-origin: https://other.example | vary: Origin
";

#[actix_web::test]
async fn guards_select_only_actual_requests() {
    check(guarded::services, GUARDED).await;
}

/// Appends a name to `Vary`, and sets a header that the policy removes.
async fn mark(
    name: &'static str,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    headers.append("vary".parse().unwrap(), HeaderValue::from_static(name));
    headers.insert("access-control-max-age".parse().unwrap(), HeaderValue::from_static("9"));
    Ok(response)
}

mod wrapped {
    use super::*;

    handlers! {
        get(
            "/wrapped",
            wrap = "from_fn(|request, next| mark(\"first\", request, next))",
            wrap = "from_fn(|request, next| mark(\"second\", request, next))"
        ): cors(policy = APP, enforce);
    }
}

const WRAPPED: &str = "
every middleware of the route sees the actual request, and the last one is outermost
    GET /wrapped from https://app.example => 200 ran | allow-origin: https://app.example | vary: first, second, Origin
no middleware of the route sees a preflight
    preflight GET /wrapped from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
no middleware of the route sees a rejected preflight
    preflight GET /wrapped from https://evil.example => 403 | vary: preflight
no middleware of the route sees a rejected request
    GET /wrapped from https://evil.example => 403 | vary: Origin
";

#[actix_web::test]
async fn the_policy_applies_outside_of_the_routes_middleware() {
    check(wrapped::services, WRAPPED).await;
}

fn urls(request: &HttpRequest, names: &[&str]) -> String {
    let url = |name: &&str| match request.url_for(name, ["7"]) {
        Ok(url) => url.path().to_owned(),
        Err(error) => error.to_string(),
    };
    names.iter().map(url).collect::<Vec<_>>().join(" ")
}

#[cors(policy = APP)]
#[get("/named/{id}", name = "book")]
async fn by_name(request: HttpRequest) -> String {
    urls(&request, &["book", "by_function", "page-a", "page-b"])
}

#[cors(policy = APP)]
#[get("/functions/{id}")]
async fn by_function(request: HttpRequest) -> String {
    urls(&request, &["by_function"])
}

#[cors(policy = APP)]
#[routes]
#[get("/a/{id}", name = "page-a")]
#[get("/b/{id}", name = "page-b")]
async fn pages(request: HttpRequest) -> String {
    urls(&request, &["page-b", "page-a"])
}

#[actix_web::test]
async fn urls_are_generated_by_name() {
    let services = |config: &mut ServiceConfig| {
        _ = config.service(by_name).service(by_function).service(pages)
    };
    let cases = "
a URL is generated by the name of a route, of a function, and of each of several routes
    GET /named/1 => 200 /named/7 /functions/7 /a/7 /b/7 | vary: Origin
a handler without a route name generates its own URL
    GET /functions/1 => 200 /functions/7 | vary: Origin
a handler of several routes generates their URLs
    GET /b/1 => 200 /b/7 /a/7 | vary: Origin
";
    check(services, cases).await;
}

mod methods {
    use super::*;

    #[cors(policy = APP, methods = [PUT, DELETE])]
    #[actix_web::routes]
    #[get("/new/{id}")]
    #[put("/new/{id}")]
    #[delete("/old/{id}")]
    pub async fn several(request: HttpRequest, id: web::Path<String>) -> String {
        format!("{} {id}", request.method())
    }
}

const METHODS: &str = "
the first of several routes has a preflight for its methods
    preflight PUT /new/1 from https://app.example
    204 | allow-methods: PUT | allow-origin: https://app.example | vary: preflight
the first of several routes has no preflight for the method of another
    preflight DELETE /new/1 from https://app.example => 404
one of several routes rejects a preflight for a method that the policy does not list
    preflight GET /new/1 from https://app.example => 403 | vary: preflight
the last of several routes has a preflight for its method
    preflight DELETE /old/1 from https://app.example
    204 | allow-methods: DELETE | allow-origin: https://app.example | vary: preflight
each of several routes reaches the handler
    DELETE /old/2 from https://app.example => 200 DELETE 2 | allow-origin: https://app.example | vary: Origin
the handler runs for the route that the policy does not list
    GET /new/3 from https://app.example => 200 GET 3 | allow-origin: https://app.example | vary: Origin
";

#[actix_web::test]
async fn every_form_of_a_route_attribute_has_its_methods() {
    check(|config| _ = config.service(methods::several), METHODS).await;
}

#[actix_web::scope("/v1/{tenant}")]
mod scoped {
    use actix_web::{get, web};
    use cors_runtime::cors;

    #[cors(origins = "https://app.example")]
    #[get("/books")]
    pub async fn books(tenant: web::Path<String>) -> String {
        tenant.into_inner()
    }
}

#[actix_web::test]
async fn the_prefix_of_a_scope_attribute_is_part_of_the_path() {
    let cases = "
a request below the prefix reaches the handler
    GET /v1/acme/books from https://app.example => 200 acme | allow-origin: https://app.example | vary: Origin
a preflight below the prefix has the policy of the handler
    preflight GET /v1/acme/books from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
";
    check(|config| _ = config.service(scoped::books), cases).await;
}
