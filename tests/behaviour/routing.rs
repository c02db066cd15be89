//! Which policy a request comes to: routes keep what actix-web makes of them.

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

    /// Without a policy.
    #[put("/books")]
    pub async fn replace() -> &'static str {
        "replace"
    }

    pub const CASES: &str = "
the preflight of the first is its own
    preflight GET /books from https://evil.example
    204 | allow-methods: GET | allow-origin: * | vary: preflight
the preflight of the second is its own
    preflight POST /books from https://app.example
    204 | allow-headers: content-type | allow-methods: POST | allow-origin: https://app.example
        | vary: preflight
the preflight of the third is its own
    preflight DELETE /books from https://staff.example
    204 | allow-credentials: true | allow-methods: DELETE | allow-origin: https://staff.example
        | max-age: 60 | vary: preflight
the origin of one is not allowed by another
    preflight DELETE /books from https://app.example
    403 | vary: preflight
a handler without a policy has no preflight
    preflight PUT /books from https://app.example
    404
a handler without a policy has no headers
    PUT /books from https://app.example
    200 replace
the first answers by its own policy
    GET /books from https://app.example
    200 list | allow-origin: * | expose-headers: x-total-count
the second answers by its own policy
    POST /books from https://app.example
    200 create | allow-origin: https://app.example | vary: Origin
the third answers by its own policy
    DELETE /books from https://app.example
    200 clear | vary: Origin
a method that nothing serves is what the router says
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
a preflight carries nothing that a guard could judge
    preflight POST /guarded from https://app.example
    204 | allow-headers: content-type | allow-methods: POST | allow-origin: https://app.example
        | vary: preflight
an actual request that passes the guard reaches the handler
    POST /guarded from https://app.example | content-type: application/json
    200 json | allow-origin: https://app.example | vary: Origin
an actual request that does not pass the guard is routed on
    POST /guarded from https://app.example
    404
every one of several guards is asked
    GET /guarded from https://app.example | content-type: application/json | x-key: 1
    200 json with key | allow-origin: https://app.example | vary: Origin
where the first of several guards says no, the next handler's policy counts
    GET /guarded from https://app.example | x-key: 1
    200 anything | vary: Origin
where the last of several guards says no, the next handler's policy counts
    GET /guarded from https://other.example | content-type: application/json
    200 anything | allow-origin: https://other.example | vary: Origin
";
}

#[actix_web::test]
async fn guards_select_the_actual_request_alone() {
    let services = |config: &mut ServiceConfig| {
        config.service(guarded::json).service(guarded::json_with_key).service(guarded::anything);
    };
    check(services, guarded::CASES).await;
}

mod wrapped {
    use super::*;

    /// Says in `Vary` that it saw the request, and sets a header that the policy governs.
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
each of several wraps sees the actual request, the last one outermost
    GET /wrapped from https://app.example
    200 ran | allow-origin: https://app.example | vary: first, second, Origin
no wrap sees the preflight
    preflight GET /wrapped from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
no wrap sees a refused preflight
    preflight GET /wrapped from https://evil.example
    403 | vary: preflight
no wrap sees a refused request
    GET /wrapped from https://evil.example
    403 | vary: Origin
";
}

#[actix_web::test]
async fn the_policy_stands_outside_of_what_the_route_wraps() {
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
by the route's name, by the function's where it has none, and by those of several routes
    GET /books/1
    200 /books/7 /functions/7 /a/7 /b/7 | allow-origin: *
from a handler that is named by its function
    GET /functions/1
    200 /functions/7 | allow-origin: *
from any route of several
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
a custom method has a preflight
    preflight PURGE /cache from https://app.example
    204 | allow-methods: GET, PURGE | allow-origin: https://app.example | vary: preflight
a custom method reaches the handler
    PURGE /cache from https://app.example
    200 PURGE | allow-origin: https://app.example | vary: Origin
a method that the policy leaves out is served all the same
    POST /cache from https://app.example
    200 POST | allow-origin: https://app.example | vary: Origin
the methods of a qualified attribute are its own
    preflight QUERY /search from https://app.example
    204 | allow-methods: QUERY | allow-origin: https://app.example | vary: preflight
of several routes, the first has the preflight of what it serves, and no path but its own
    preflight PUT /new/1 from https://app.example
    204 | allow-methods: PUT | allow-origin: https://app.example | vary: preflight
of several routes, each has its own method alone
    preflight DELETE /new/1 from https://app.example
    404
of several routes, the one that the policy leaves out refuses its preflight
    preflight GET /new/1 from https://app.example
    403 | vary: preflight
of several routes, the last has its preflight too
    preflight DELETE /old/1 from https://app.example
    204 | allow-methods: DELETE | allow-origin: https://app.example | vary: preflight
of several routes, each reaches the handler
    DELETE /old/2 from https://app.example
    200 DELETE 2 | allow-origin: https://app.example | vary: Origin
of several routes, one that the policy leaves out is served all the same
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
the prefix of the attribute is part of the path
    GET /v1/acme/books from https://app.example
    200 acme | allow-origin: https://app.example | vary: Origin
the prefix of the attribute is part of the preflight's path
    preflight GET /v1/acme/books from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
a scope of the application is part of the path
    preflight POST /api/books from https://app.example
    204 | allow-headers: content-type | allow-methods: POST | allow-origin: https://app.example
        | vary: preflight
outside of the scope there is nothing
    preflight POST /books from https://app.example
    404
";

#[actix_web::test]
async fn scopes_stand_around_a_policy() {
    let services = |config: &mut ServiceConfig| {
        config.service(scoped::books).service(web::scope("/api").service(one_path::create));
    };
    check(services, SCOPED).await;
}

mod attributes {
    use super::*;

    /// Documented between,
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
documentation, lints and hints
    GET /around from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
a policy on a condition that holds
    GET /conditional-policy from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
a policy on a condition that does not
    GET /no-policy from https://app.example
    200 ran
a route on a condition
    GET /conditional-route from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
a route on a condition that does not hold
    GET /never from https://app.example
    404
policy and route on one condition
    preflight GET /both from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
another macro between the two
    GET /macro-between from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
another macro above the two
    GET /macro-above from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
another macro below the two
    GET /macro-below from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
a handler whose name is a keyword
    GET /raw from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
";

#[actix_web::test]
async fn other_attributes_stand_anywhere() {
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

const ROUTED_ON: &str = "
an `OPTIONS` request that is no preflight goes to whoever serves `OPTIONS` on the path
    OPTIONS /books from https://app.example
    200 options
a preflight of a method that no policy allows goes there too
    preflight PATCH /books from https://app.example
    200 options
a preflight of a method that a policy allows does not
    preflight POST /books from https://app.example
    204 | allow-headers: content-type | allow-methods: POST | allow-origin: https://app.example
        | vary: preflight
what nothing else serves goes to the default service
    preflight PATCH /guarded from https://app.example
    418 default
an actual request that a guard turns away goes to the default service
    POST /guarded from https://app.example
    418 default
";

#[actix_web::test]
async fn what_no_policy_answers_is_routed_on() {
    let app = App::new()
        .service(one_path::create)
        .service(guarded::json)
        .route("/books", web::method(actix_web::http::Method::OPTIONS).to(|| async { "options" }))
        .default_service(web::to(|| async { HttpResponse::ImATeapot().body("default") }));
    check_app(&init_service(app).await, ROUTED_ON).await;
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
async fn a_handler_can_be_registered_at_several_places() {
    let services = |config: &mut ServiceConfig| {
        config
            .service(web::scope("/a").service(twice::handler))
            .service(web::scope("/b").service(twice::handler));
    };
    check(
        services,
        "
at the first
    PUT /a/twice from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
at the second
    preflight PUT /b/twice from https://app.example
    204 | allow-methods: PUT | allow-origin: https://app.example | vary: preflight
",
    )
    .await;
}
