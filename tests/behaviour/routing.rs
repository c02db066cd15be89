//! Routing to annotated handlers: paths, guards, middleware, names, methods and scopes keep their meaning
//! in actix-web.

use actix_web::{
    App, Error, HttpRequest, HttpResponse,
    body::MessageBody,
    delete,
    dev::{ServiceRequest, ServiceResponse},
    get,
    guard::GuardContext,
    http::header::HeaderValue,
    middleware::{Next, from_fn},
    post, put, route, routes, scope,
    test::init_service,
    web::{self, ServiceConfig},
};
use cors_runtime::cors;

use crate::case::{check, check_app};

mod one_path {
    use super::*;

    #[cors(origins = "*", expose_headers = "x-total-count")]
    #[get("/books")]
    pub async fn list() -> &'static str {
        "list"
    }

    #[cors(origins = "https://app.example", allow_headers = "content-type")]
    #[post("/books")]
    pub async fn create() -> &'static str {
        "create"
    }

    #[cors(origins = "https://staff.example", allow_credentials, max_age = 60)]
    #[delete("/books")]
    pub async fn clear() -> &'static str {
        "clear"
    }

    /// A handler without a policy.
    #[put("/books")]
    pub async fn replace() -> &'static str {
        "replace"
    }

    pub const CASES: &str = "
the preflight of the first handler has its policy
    preflight GET /books from https://evil.example
    204 | allow-methods: GET | allow-origin: * | vary: preflight
the preflight of the second handler has its policy
    preflight POST /books from https://app.example
    204 | allow-headers: content-type | allow-methods: POST | allow-origin: https://app.example
        | vary: preflight
the preflight of the third handler has its policy
    preflight DELETE /books from https://staff.example
    204 | allow-credentials: true | allow-methods: DELETE | allow-origin: https://staff.example
        | max-age: 60 | vary: preflight
an origin of one handler is not allowed by another
    preflight DELETE /books from https://app.example
    403 | vary: preflight
a handler without a policy has no preflight
    preflight PUT /books from https://app.example
    404
a handler without a policy has no headers
    PUT /books from https://app.example
    200 replace
the first handler responds with its own policy
    GET /books from https://app.example
    200 list | allow-origin: * | expose-headers: x-total-count
the second handler responds with its own policy
    POST /books from https://app.example
    200 create | allow-origin: https://app.example | vary: Origin
the third handler responds with its own policy
    DELETE /books from https://app.example
    200 clear | vary: Origin
a method of no handler gets the router's 404
    PATCH /books from https://app.example
    404
";
}

#[actix_web::test]
async fn handlers_with_different_policies_share_a_path() {
    let services = |config: &mut ServiceConfig| {
        config
            .service(one_path::list)
            .service(one_path::create)
            .service(one_path::clear)
            .service(one_path::replace);
    };
    check(services, one_path::CASES).await;
}

mod guarded {
    use super::*;

    fn is_json(context: &GuardContext<'_>) -> bool {
        context
            .head()
            .headers()
            .get("content-type")
            .is_some_and(|value| value == "application/json")
    }

    fn has_key(context: &GuardContext<'_>) -> bool {
        context.head().headers().contains_key("x-key")
    }

    #[cors(origins = "https://app.example", allow_headers = "content-type")]
    #[post("/guarded", guard = "is_json")]
    pub async fn json() -> &'static str {
        "json"
    }

    #[cors(origins = "https://app.example")]
    #[get("/guarded", guard = "is_json", guard = "has_key")]
    pub async fn json_with_key() -> &'static str {
        "json with key"
    }

    #[cors(origins = "https://other.example")]
    #[get("/guarded")]
    pub async fn anything() -> &'static str {
        "anything"
    }

    pub const CASES: &str = "
guards do not apply to a preflight
    preflight POST /guarded from https://app.example
    204 | allow-headers: content-type | allow-methods: POST | allow-origin: https://app.example
        | vary: preflight
an actual request that matches the guard reaches the handler
    POST /guarded from https://app.example | content-type: application/json
    200 json | allow-origin: https://app.example | vary: Origin
an actual request that does not match the guard does not reach the handler
    POST /guarded from https://app.example
    404
every one of several guards is checked
    GET /guarded from https://app.example | content-type: application/json | x-key: 1
    200 json with key | allow-origin: https://app.example | vary: Origin
the next handler's policy applies if the first of several guards does not match
    GET /guarded from https://app.example | x-key: 1
    200 anything | vary: Origin
the next handler's policy applies if the last of several guards does not match
    GET /guarded from https://other.example | content-type: application/json
    200 anything | allow-origin: https://other.example | vary: Origin
";
}

#[actix_web::test]
async fn guards_select_only_actual_requests() {
    let services = |config: &mut ServiceConfig| {
        config.service(guarded::json).service(guarded::json_with_key).service(guarded::anything);
    };
    check(services, guarded::CASES).await;
}

mod wrapped {
    use super::*;

    /// Appends a name to `Vary`, and sets a header that the policy overwrites.
    async fn marks(
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

    async fn first(
        request: ServiceRequest,
        next: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        marks("first", request, next).await
    }

    async fn second(
        request: ServiceRequest,
        next: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        marks("second", request, next).await
    }

    #[cors(origins = "https://app.example", enforce)]
    #[get("/wrapped", wrap = "from_fn(first)", wrap = "from_fn(second)")]
    pub async fn twice() -> &'static str {
        "ran"
    }

    pub const CASES: &str = "
every middleware of the route sees the actual request, and the last one is outermost
    GET /wrapped from https://app.example
    200 ran | allow-origin: https://app.example | vary: first, second, Origin
no middleware of the route sees a preflight
    preflight GET /wrapped from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
no middleware of the route sees a rejected preflight
    preflight GET /wrapped from https://evil.example
    403 | vary: preflight
no middleware of the route sees a rejected request
    GET /wrapped from https://evil.example
    403 | vary: Origin
";
}

#[actix_web::test]
async fn the_policy_applies_outside_of_the_routes_middleware() {
    check(|config| _ = config.service(wrapped::twice), wrapped::CASES).await;
}

mod named {
    use super::*;

    fn urls(request: &HttpRequest, names: &[&str]) -> HttpResponse {
        let url = |name: &&str| match request.url_for(name, ["7"]) {
            Ok(url) => url.path().to_owned(),
            Err(error) => error.to_string(),
        };
        HttpResponse::Ok().body(names.iter().map(url).collect::<Vec<_>>().join(" "))
    }

    #[cors(origins = "*")]
    #[get("/books/{id}", name = "book")]
    pub async fn by_name(request: HttpRequest) -> HttpResponse {
        urls(&request, &["book", "by_function", "page-a", "page-b"])
    }

    #[cors(origins = "*")]
    #[get("/functions/{id}")]
    pub async fn by_function(request: HttpRequest) -> HttpResponse {
        urls(&request, &["by_function"])
    }

    #[cors(origins = "*")]
    #[routes]
    #[get("/a/{id}", name = "page-a")]
    #[get("/b/{id}", name = "page-b")]
    pub async fn pages(request: HttpRequest) -> HttpResponse {
        urls(&request, &["page-b", "page-a"])
    }

    pub const CASES: &str = "
a URL is generated by the name of a route, of a function, and of each of several routes
    GET /books/1
    200 /books/7 /functions/7 /a/7 /b/7 | allow-origin: *
a handler without a route name generates its own URL
    GET /functions/1
    200 /functions/7 | allow-origin: *
a handler of several routes generates their URLs
    GET /b/1
    200 /b/7 /a/7 | allow-origin: *
";
}

#[actix_web::test]
async fn urls_are_generated_by_name() {
    let services = |config: &mut ServiceConfig| {
        config.service(named::by_name).service(named::by_function).service(named::pages);
    };
    check(services, named::CASES).await;
}

mod methods {
    use super::*;

    #[cors(origins = "https://app.example", methods = ["PURGE", GET])]
    #[route("/cache", method = "GET", method = "PURGE", method = "POST")]
    pub async fn cache(request: HttpRequest) -> String {
        request.method().to_string()
    }

    #[cors(origins = "https://app.example")]
    #[actix_web::query("/search")]
    pub async fn search() -> &'static str {
        "search"
    }

    #[cors(origins = "https://app.example", methods = [PUT, DELETE])]
    #[actix_web::routes]
    #[get("/new/{id}")]
    #[put("/new/{id}")]
    #[delete("/old/{id}")]
    pub async fn several(request: HttpRequest, id: web::Path<String>) -> String {
        format!("{} {id}", request.method())
    }

    pub const CASES: &str = "
a custom method has a preflight, and the methods are in the order of the route
    preflight PURGE /cache from https://app.example
    204 | allow-methods: GET, PURGE | allow-origin: https://app.example | vary: preflight
a custom method reaches the handler
    PURGE /cache from https://app.example
    200 PURGE | allow-origin: https://app.example | vary: Origin
the handler runs for a method that the policy does not list
    POST /cache from https://app.example
    200 POST | allow-origin: https://app.example | vary: Origin
a qualified route attribute has its method
    preflight QUERY /search from https://app.example
    204 | allow-methods: QUERY | allow-origin: https://app.example | vary: preflight
the first of several routes has a preflight for its methods
    preflight PUT /new/1 from https://app.example
    204 | allow-methods: PUT | allow-origin: https://app.example | vary: preflight
the first of several routes has no preflight for the method of another
    preflight DELETE /new/1 from https://app.example
    404
one of several routes rejects a preflight for a method that the policy does not list
    preflight GET /new/1 from https://app.example
    403 | vary: preflight
the last of several routes has a preflight for its method
    preflight DELETE /old/1 from https://app.example
    204 | allow-methods: DELETE | allow-origin: https://app.example | vary: preflight
each of several routes reaches the handler
    DELETE /old/2 from https://app.example
    200 DELETE 2 | allow-origin: https://app.example | vary: Origin
the handler runs for the route that the policy does not list
    GET /new/3 from https://app.example
    200 GET 3 | allow-origin: https://app.example | vary: Origin
";
}

#[actix_web::test]
async fn every_form_of_a_route_attribute_has_its_methods() {
    let services = |config: &mut ServiceConfig| {
        config.service(methods::cache).service(methods::search).service(methods::several);
    };
    check(services, methods::CASES).await;
}

#[scope("/v1/{tenant}")]
mod scoped {
    use actix_web::{get, web};
    use cors_runtime::cors;

    #[cors(origins = "https://app.example")]
    #[get("/books")]
    pub async fn books(tenant: web::Path<String>) -> String {
        tenant.into_inner()
    }
}

const SCOPED: &str = "
the prefix of `#[scope]` is part of the path
    GET /v1/acme/books from https://app.example
    200 acme | allow-origin: https://app.example | vary: Origin
the prefix of `#[scope]` is part of the preflight's path
    preflight GET /v1/acme/books from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
the prefix of a scope of the application is part of the preflight's path
    preflight POST /api/books from https://app.example
    204 | allow-headers: content-type | allow-methods: POST | allow-origin: https://app.example
        | vary: preflight
a preflight outside of the scope gets the router's 404
    preflight POST /books from https://app.example
    404
";

#[actix_web::test]
async fn handlers_in_scopes_keep_their_policies() {
    let services = |config: &mut ServiceConfig| {
        config.service(scoped::books).service(web::scope("/api").service(one_path::create));
    };
    check(services, SCOPED).await;
}

mod attributes {
    use super::*;

    /// Doc comments between,
    #[cors(origins = "https://app.example")]
    #[allow(dead_code)]
    /// here,
    #[inline]
    #[get("/around")]
    /// and there.
    #[expect(unused_variables)]
    pub async fn around() -> &'static str {
        let unused = 1;
        "ran"
    }

    #[cfg_attr(all(), cors(origins = "https://app.example"))]
    #[get("/conditional-policy")]
    pub async fn conditional_policy() -> &'static str {
        "ran"
    }

    #[cfg_attr(any(), cors(origins = "https://app.example"))]
    #[get("/no-policy")]
    pub async fn no_policy() -> &'static str {
        "ran"
    }

    #[cors(origins = "https://app.example")]
    #[cfg_attr(all(), get("/conditional-route"))]
    #[cfg_attr(any(), get("/never"))]
    pub async fn conditional_route() -> &'static str {
        "ran"
    }

    #[cfg_attr(all(), cors(origins = "https://app.example"), get("/both"))]
    pub async fn both() -> &'static str {
        "ran"
    }

    #[cors(origins = "https://app.example")]
    #[tracing::instrument]
    #[get("/macro-between")]
    pub async fn macro_between() -> &'static str {
        "ran"
    }

    #[tracing::instrument]
    #[cors(origins = "https://app.example")]
    #[get("/macro-above")]
    pub async fn macro_above() -> &'static str {
        "ran"
    }

    #[cors(origins = "https://app.example")]
    #[get("/macro-below")]
    #[tracing::instrument]
    pub async fn macro_below() -> &'static str {
        "ran"
    }

    #[cors(origins = "https://app.example")]
    #[get("/raw")]
    pub async fn r#move() -> &'static str {
        "ran"
    }
}

const AROUND: &str = "
a handler can have doc comments, lints and hints
    GET /around from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
a policy in `cfg_attr` applies if the condition holds
    GET /conditional-policy from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
a policy in `cfg_attr` does not apply if the condition does not hold
    GET /no-policy from https://app.example
    200 ran
a route in `cfg_attr` exists if the condition holds
    GET /conditional-route from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
a route in `cfg_attr` does not exist if the condition does not hold
    GET /never from https://app.example
    404
a policy and a route can be in one `cfg_attr`
    preflight GET /both from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
another macro can be between policy and route
    GET /macro-between from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
another macro can be above policy and route
    GET /macro-above from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
another macro can be below policy and route
    GET /macro-below from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
the name of a handler can be a raw identifier
    GET /raw from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
";

#[actix_web::test]
async fn other_attributes_can_be_anywhere() {
    let services = |config: &mut ServiceConfig| {
        config
            .service(attributes::around)
            .service(attributes::conditional_policy)
            .service(attributes::no_policy)
            .service(attributes::conditional_route)
            .service(attributes::both)
            .service(attributes::macro_between)
            .service(attributes::macro_above)
            .service(attributes::macro_below)
            .service(attributes::r#move);
    };
    check(services, AROUND).await;
}

const WITHOUT_POLICY: &str = "
an `OPTIONS` request that is not a preflight reaches the handler of `OPTIONS`
    OPTIONS /books from https://app.example
    200 options
a preflight for a method of no policy reaches the handler of `OPTIONS`
    preflight PATCH /books from https://app.example
    200 options
a preflight for a method of a policy does not reach the handler of `OPTIONS`
    preflight POST /books from https://app.example
    204 | allow-headers: content-type | allow-methods: POST | allow-origin: https://app.example
        | vary: preflight
a preflight of no policy and no handler reaches the default service
    preflight PATCH /guarded from https://app.example
    418 default
an actual request that does not match the guard reaches the default service
    POST /guarded from https://app.example
    418 default
";

#[actix_web::test]
async fn a_preflight_of_no_policy_is_routed_as_any_other_request() {
    let app = App::new()
        .service(one_path::create)
        .service(guarded::json)
        .route("/books", web::method(actix_web::http::Method::OPTIONS).to(|| async { "options" }))
        .default_service(web::to(|| async { HttpResponse::ImATeapot().body("default") }));
    check_app(&init_service(app).await, WITHOUT_POLICY).await;
}

mod twice {
    use super::*;

    #[cors(origins = "https://app.example", methods = "*")]
    #[put("/twice")]
    pub async fn handler() -> &'static str {
        "ran"
    }
}

#[actix_web::test]
async fn a_handler_can_be_registered_in_several_scopes() {
    let services = |config: &mut ServiceConfig| {
        config
            .service(web::scope("/a").service(twice::handler))
            .service(web::scope("/b").service(twice::handler));
    };
    check(
        services,
        "
the handler has its policy in the first scope
    PUT /a/twice from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
the handler has its policy in the second scope
    preflight PUT /b/twice from https://app.example
    204 | allow-methods: PUT | allow-origin: https://app.example | vary: preflight
",
    )
    .await;
}
