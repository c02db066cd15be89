//! Which policy governs, for every place of a layer, everything that may stand inside, and every
//! origin: the expected answers are written by the rule, the innermost governs.

use std::fmt::Write;

use actix_web::{
    App, Error, HttpRequest, HttpResponse,
    body::MessageBody,
    dev::{
        AppService, HttpServiceFactory, ResourceDef, ServiceRequest, ServiceResponse, fn_service,
    },
    error::ErrorImATeapot,
    get,
    http::StatusCode,
    middleware::{ErrorHandlerResponse, ErrorHandlers},
    test::init_service,
    web::{self, ServiceConfig},
};
use cors_runtime::{Cors, Policy, cors, policy};

use crate::case::check_app;

const OUTER: Policy = policy!(
    origins = ["https://outer.example", "https://both.example"],
    expose_headers = "x-outer",
    allow_credentials,
);
const INNER: Policy = policy!(
    origins = ["https://inner.example", "https://both.example"],
    expose_headers = "x-inner",
    max_age = 1,
);

async fn answer(request: HttpRequest) -> Result<&'static str, Error> {
    match request.query_string() {
        "" => Ok("ran"),
        _ => Err(ErrorImATeapot("failed")),
    }
}

#[cors(policy = INNER)]
#[get("/x")]
async fn annotated(request: HttpRequest) -> Result<&'static str, Error> {
    answer(request).await
}

#[cors(none)]
#[get("/x")]
async fn taken_out(request: HttpRequest) -> Result<&'static str, Error> {
    answer(request).await
}

#[get("/x")]
async fn unannotated(request: HttpRequest) -> Result<&'static str, Error> {
    answer(request).await
}

/// Files, as a third party's service serves them.
struct Files;

impl HttpServiceFactory for Files {
    fn register(self, config: &mut AppService) {
        let serve = |request: ServiceRequest| async move {
            let (request, _) = request.into_parts();
            let answered = answer(request.clone()).await?;
            Ok(ServiceResponse::new(request, HttpResponse::Ok().body(answered)))
        };
        config.register_service(ResourceDef::root_prefix("/x"), None, fn_service(serve), None);
    }
}

/// What stands inside of a layer.
#[derive(Clone, Copy, Debug)]
enum Inside {
    Annotated,
    TakenOut,
    Layer,
    Unannotated,
    Default,
    Files,
}

impl Inside {
    const ALL: [Self; 6] = [
        Self::Annotated,
        Self::TakenOut,
        Self::Layer,
        Self::Unannotated,
        Self::Default,
        Self::Files,
    ];

    fn register(self, config: &mut ServiceConfig) {
        match self {
            Self::Annotated => config.service(annotated),
            Self::TakenOut => config.service(taken_out),
            Self::Layer => {
                config.service(web::scope("").wrap(Cors::new(INNER)).service(unannotated))
            }
            Self::Unannotated => config.service(unannotated),
            Self::Default => config.default_service(web::to(answer)),
            Self::Files => config.service(Files),
        };
    }

    fn governing(self) -> Governing {
        match self {
            Self::Annotated | Self::Layer => Governing::Inner,
            Self::TakenOut => Governing::Nobody,
            Self::Unannotated | Self::Default | Self::Files => Governing::Outer,
        }
    }

    /// An inner layer speaks for no route, so it has the methods of a layer.
    fn methods(self) -> &'static str {
        match self {
            Self::Annotated => "GET",
            _ => "GET, HEAD, POST",
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Governing {
    Outer,
    Inner,
    Nobody,
}

/// Every request, and what the rule asks to come back.
fn cases(inside: Inside, path: &str) -> String {
    let mut cases = String::new();
    let governing = inside.governing();
    for (origin, outer, inner) in [
        ("https://outer.example", true, false),
        ("https://inner.example", false, true),
        ("https://both.example", true, true),
        ("https://neither.example", false, false),
    ] {
        let shared = match governing {
            Governing::Outer if outer => format!(
                "allow-credentials: true | allow-origin: {origin} | expose-headers: x-outer | vary: Origin"
            ),
            Governing::Inner if inner => {
                format!("allow-origin: {origin} | expose-headers: x-inner | vary: Origin")
            }
            Governing::Nobody => String::new(),
            _ => "vary: Origin".to_owned(),
        };
        let shared = if shared.is_empty() { shared } else { format!(" | {shared}") };
        let methods = inside.methods();
        let preflight = match governing {
            Governing::Outer if outer => format!(
                "204 | allow-credentials: true | allow-methods: {methods} | allow-origin: {origin} | vary: preflight"
            ),
            Governing::Inner if inner => format!(
                "204 | allow-methods: {methods} | allow-origin: {origin} | max-age: 1 | vary: preflight"
            ),
            _ => "403 | vary: preflight".to_owned(),
        };
        write!(
            cases,
            "{inside:?}, a preflight\n preflight GET {path} from {origin}\n {preflight}\n\
             {inside:?}, a request\n GET {path} from {origin}\n 200 ran{shared}\n\
             {inside:?}, an error\n GET {path}?fails from {origin}\n 418 failed{shared}\n"
        )
        .unwrap();
    }
    cases
}

#[actix_web::test]
async fn the_innermost_policy_governs_inside_a_layer_on_the_application() {
    for inside in Inside::ALL {
        let app = App::new().configure(|config| inside.register(config)).wrap(Cors::new(OUTER));
        check_app(&init_service(app).await, &cases(inside, "/x")).await;
    }
}

#[actix_web::test]
async fn the_innermost_policy_governs_inside_a_layer_on_a_scope() {
    for inside in Inside::ALL {
        let scope =
            web::scope("/s").configure(|config| inside.register(config)).wrap(Cors::new(OUTER));
        let app = App::new().service(scope);
        check_app(&init_service(app).await, &cases(inside, "/s/x")).await;
    }
}

#[actix_web::test]
async fn the_innermost_policy_governs_inside_a_layer_on_a_resource() {
    let resource = || web::resource("/x");
    let one = resource().to(answer).wrap(Cors::new(OUTER));
    let app = init_service(App::new().service(one)).await;
    check_app(&app, &cases(Inside::Unannotated, "/x")).await;

    let nested = resource().to(answer).wrap(Cors::new(INNER)).wrap(Cors::new(OUTER));
    let app = init_service(App::new().service(nested)).await;
    check_app(&app, &cases(Inside::Layer, "/x")).await;

    let default = resource().default_service(web::to(answer)).wrap(Cors::new(OUTER));
    let app = init_service(App::new().service(default)).await;
    check_app(&app, &cases(Inside::Default, "/x")).await;
}

fn replaced<B>(response: ServiceResponse<B>) -> Result<ErrorHandlerResponse<B>, Error>
where
    B: MessageBody + 'static,
{
    let (request, response) = response.into_parts();
    let replacement = HttpResponse::build(response.status()).body("failed");
    let response = ServiceResponse::new(request, replacement).map_into_right_body();
    Ok(ErrorHandlerResponse::Response(response))
}

#[actix_web::test]
async fn a_response_that_was_replaced_keeps_its_policy() {
    for inside in Inside::ALL {
        let app = App::new()
            .configure(|config| inside.register(config))
            .wrap(ErrorHandlers::new().handler(StatusCode::IM_A_TEAPOT, replaced))
            .wrap(Cors::new(OUTER));
        check_app(&init_service(app).await, &cases(inside, "/x")).await;
    }
}

#[get("/items/{id}/")]
async fn item() -> &'static str {
    "ran"
}

#[cors(policy = INNER)]
#[actix_web::route("/items/{id:[0-9]+}", method = "DELETE", method = "PUT")]
async fn change() -> &'static str {
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
    ] {
        let app = App::new()
            .service(web::scope("/api").service(change))
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
