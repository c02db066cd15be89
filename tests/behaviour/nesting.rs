//! The innermost policy applies, and rejecting checks accumulate: for every place of a layer, every kind
//! of inner service and every origin, in memory and over a socket. The expected responses are computed
//! from this rule.

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

use crate::{case::check_app, wire::check_both};

pub const OUTER: Policy = policy!(
    origins = ["https://outer.example", "https://both.example"],
    expose_headers = "x-outer",
    allow_credentials,
);
pub const INNER: Policy = policy!(
    origins = ["https://inner.example", "https://both.example"],
    expose_headers = "x-inner",
    max_age = 1,
);
const ENFORCED: Policy = policy!(policy = OUTER, enforce);

pub async fn respond(request: HttpRequest) -> Result<&'static str, Error> {
    match request.query_string() {
        "" => Ok("ran"),
        _ => Err(ErrorImATeapot("failed")),
    }
}

#[cors(policy = INNER)]
#[get("/x")]
async fn annotated(request: HttpRequest) -> Result<&'static str, Error> {
    respond(request).await
}

#[cors(none)]
#[get("/x")]
async fn excluded(request: HttpRequest) -> Result<&'static str, Error> {
    respond(request).await
}

#[get("/x")]
async fn unannotated(request: HttpRequest) -> Result<&'static str, Error> {
    respond(request).await
}

/// A third-party service that serves files.
struct Files;

impl HttpServiceFactory for Files {
    fn register(self, config: &mut AppService) {
        let serve = |request: ServiceRequest| async move {
            let (request, _) = request.into_parts();
            let body = respond(request.clone()).await?;
            Ok(ServiceResponse::new(request, HttpResponse::Ok().body(body)))
        };
        config.register_service(ResourceDef::root_prefix("/x"), None, fn_service(serve), None);
    }
}

/// The service inside of a layer.
#[derive(Clone, Copy, Debug)]
enum Inside {
    Annotated,
    Excluded,
    Layer,
    Unannotated,
    Default,
    Files,
}

impl Inside {
    const ALL: [Self; 6] = [
        Self::Annotated,
        Self::Excluded,
        Self::Layer,
        Self::Unannotated,
        Self::Default,
        Self::Files,
    ];

    fn register(self, config: &mut ServiceConfig) {
        match self {
            Self::Annotated => config.service(annotated),
            Self::Excluded => config.service(excluded),
            Self::Layer => {
                config.service(web::scope("").wrap(Cors::new(INNER)).service(unannotated))
            }
            Self::Unannotated => config.service(unannotated),
            Self::Default => config.default_service(web::to(respond)),
            Self::Files => config.service(Files),
        };
    }

    fn applied(self) -> Applied {
        match self {
            Self::Annotated | Self::Layer => Applied::Inner,
            Self::Excluded => Applied::NoPolicy,
            Self::Unannotated | Self::Default | Self::Files => Applied::Outer,
        }
    }

    /// The allowed methods: an inner layer has no route, and thus the default methods of a layer.
    fn methods(self) -> &'static str {
        match self {
            Self::Annotated => "GET",
            _ => "GET, HEAD, POST",
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Applied {
    Outer,
    Inner,
    NoPolicy,
}

/// A table of every request and the response that the rule requires.
fn cases(inside: Inside, path: &str, is_enforced: bool) -> String {
    let mut cases = String::new();
    let applied = inside.applied();
    for (origin, outer, inner) in [
        ("https://outer.example", true, false),
        ("https://inner.example", false, true),
        ("https://both.example", true, true),
        ("https://neither.example", false, false),
    ] {
        let is_allowed = match applied {
            Applied::Outer => outer,
            Applied::Inner => inner,
            Applied::NoPolicy => false,
        };
        let methods = inside.methods();
        let preflight = match applied {
            Applied::Outer if outer => format!(
                "204 | allow-credentials: true | allow-methods: {methods} | allow-origin: {origin} | vary: preflight"
            ),
            Applied::Inner if inner => format!(
                "204 | allow-methods: {methods} | allow-origin: {origin} | max-age: 1 | vary: preflight"
            ),
            _ => "403 | vary: preflight".to_owned(),
        };
        let shared = match applied {
            Applied::Outer if outer => format!(
                " | allow-credentials: true | allow-origin: {origin} | expose-headers: x-outer | vary: Origin"
            ),
            Applied::Inner if inner => {
                format!(" | allow-origin: {origin} | expose-headers: x-inner | vary: Origin")
            }
            Applied::NoPolicy => String::new(),
            _ => " | vary: Origin".to_owned(),
        };
        let rejected = "403 | vary: Origin".to_owned();
        let ran = |response: &str| match is_enforced && !outer {
            true => rejected.clone(),
            false => format!("{response}{shared}"),
        };
        let (actual, error) = (ran("200 ran"), ran("418 failed"));
        // A browser sends JSON only after a preflight, which the applied policy would have rejected.
        // With two layers, each leaves this check to the inner policy.
        let json = match is_allowed || matches!(inside, Inside::Layer) {
            true => &actual,
            false => &rejected,
        };
        write!(
            cases,
            "{inside:?}, a preflight\n preflight GET {path} from {origin}\n {preflight}\n\
             {inside:?}, a request\n GET {path} from {origin}\n {actual}\n\
             {inside:?}, an error\n GET {path}?fails from {origin}\n {error}\n\
             {inside:?}, JSON\n GET {path} from {origin} | content-type: application/json \
             | sec-fetch-site: cross-site | sec-fetch-mode: cors\n {json}\n"
        )
        .unwrap();
    }
    cases
}

/// The policies of the layer, and whether each has `enforce`.
static LAYERS: [(Policy, bool); 2] = [(OUTER, false), (ENFORCED, true)];

#[actix_web::test]
async fn the_innermost_policy_applies_inside_a_layer_on_the_application() {
    for inside in Inside::ALL {
        for &(ref outer, is_enforced) in &LAYERS {
            let app = move || {
                App::new().configure(|it| inside.register(it)).wrap(Cors::new(outer.clone()))
            };
            check_both(app, &cases(inside, "/x", is_enforced)).await;
        }
    }
}

#[actix_web::test]
async fn the_innermost_policy_applies_inside_a_layer_on_a_scope() {
    for inside in Inside::ALL {
        for &(ref outer, is_enforced) in &LAYERS {
            let app = move || {
                let scope = web::scope("/s").configure(|it| inside.register(it));
                App::new().service(scope.wrap(Cors::new(outer.clone())))
            };
            check_both(app, &cases(inside, "/s/x", is_enforced)).await;
        }
    }
}

/// A scope with a default service does not use that of the application.
#[actix_web::test]
async fn the_innermost_policy_applies_inside_a_layer_on_a_scope_with_a_default_service() {
    for inside in Inside::ALL {
        let app = move || {
            let scope = web::scope("/s").default_service(web::to(respond));
            let scope = scope.configure(|it| inside.register(it)).wrap(Cors::new(OUTER));
            App::new().service(scope)
        };
        check_both(app, &cases(inside, "/s/x", false)).await;
    }
}

#[actix_web::test]
async fn the_innermost_policy_applies_inside_a_layer_on_a_resource() {
    for &(ref outer, is_enforced) in &LAYERS {
        let one = move || {
            App::new().service(web::resource("/x").to(respond).wrap(Cors::new(outer.clone())))
        };
        check_both(one, &cases(Inside::Unannotated, "/x", is_enforced)).await;

        let nested = move || {
            let inner = web::resource("/x").to(respond).wrap(Cors::new(INNER));
            App::new().service(inner.wrap(Cors::new(outer.clone())))
        };
        check_both(nested, &cases(Inside::Layer, "/x", is_enforced)).await;

        let default = move || {
            let resource = web::resource("/x").default_service(web::to(respond));
            App::new().service(resource.wrap(Cors::new(outer.clone())))
        };
        check_both(default, &cases(Inside::Default, "/x", is_enforced)).await;
    }
}

#[actix_web::test]
async fn a_host_that_a_layer_does_not_list_is_rejected_for_every_inner_service() {
    const NAMED: Policy = policy!(policy = OUTER, hosts = "api.example");
    for inside in Inside::ALL {
        let app = move || App::new().configure(|it| inside.register(it)).wrap(Cors::new(NAMED));
        let cases = "
a preflight for another host is rejected
    preflight GET /x from https://both.example | host: evil.example
    403 | vary: preflight
a request for another host is rejected
    GET /x from https://both.example | host: evil.example
    403 | vary: Origin
a request without an origin for another host is rejected
    GET /x | host: evil.example
    403 | vary: Origin
";
        check_both(app, cases).await;
    }
}

fn replace<B>(response: ServiceResponse<B>) -> Result<ErrorHandlerResponse<B>, Error>
where
    B: MessageBody + 'static,
{
    let (request, response) = response.into_parts();
    let replacement = HttpResponse::build(response.status()).body("failed");
    let response = ServiceResponse::new(request, replacement).map_into_right_body();
    Ok(ErrorHandlerResponse::Response(response))
}

#[actix_web::test]
async fn a_replaced_response_keeps_the_policy_of_the_handler() {
    for inside in Inside::ALL {
        let app = App::new()
            .configure(|config| inside.register(config))
            .wrap(ErrorHandlers::new().handler(StatusCode::IM_A_TEAPOT, replace))
            .wrap(Cors::new(OUTER));
        check_app(&init_service(app).await, &cases(inside, "/x", false)).await;
    }
}
