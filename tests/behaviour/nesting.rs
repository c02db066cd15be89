//! Which policy governs, for every place of a layer, everything that may stand inside, and every
//! origin, in memory and on a socket: the expected answers are written by the rule, the innermost
//! governs, and what refuses accumulates.

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

pub async fn answer(request: HttpRequest) -> Result<&'static str, Error> {
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
fn cases(inside: Inside, path: &str, is_enforced: bool) -> String {
    let mut cases = String::new();
    let governing = inside.governing();
    for (origin, outer, inner) in [
        ("https://outer.example", true, false),
        ("https://inner.example", false, true),
        ("https://both.example", true, true),
        ("https://neither.example", false, false),
    ] {
        let is_allowed = match governing {
            Governing::Outer => outer,
            Governing::Inner => inner,
            Governing::Nobody => false,
        };
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
        let shared = match governing {
            Governing::Outer if outer => format!(
                " | allow-credentials: true | allow-origin: {origin} | expose-headers: x-outer | vary: Origin"
            ),
            Governing::Inner if inner => {
                format!(" | allow-origin: {origin} | expose-headers: x-inner | vary: Origin")
            }
            Governing::Nobody => String::new(),
            _ => " | vary: Origin".to_owned(),
        };
        let refused = "403 | vary: Origin".to_owned();
        let ran = |answer: &str| match is_enforced && !outer {
            true => refused.clone(),
            false => format!("{answer}{shared}"),
        };
        let (actual, error) = (ran("200 ran"), ran("418 failed"));
        // A browser sends JSON only after a preflight, which the governing policy would have refused.
        // Two layers route what they are asked, and each leaves it to what is inside.
        let json = match is_allowed || matches!(inside, Inside::Layer) {
            true => &actual,
            false => &refused,
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

/// Under a layer that refuses nothing, and under one that does.
static LAYERS: [(Policy, bool); 2] = [(OUTER, false), (ENFORCED, true)];

#[actix_web::test]
async fn the_innermost_policy_governs_inside_a_layer_on_the_application() {
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
async fn the_innermost_policy_governs_inside_a_layer_on_a_scope() {
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

/// With a default service of its own, so that nothing in it knows the application's.
#[actix_web::test]
async fn the_innermost_policy_governs_inside_a_layer_on_a_scope_of_its_own() {
    for inside in Inside::ALL {
        let app = move || {
            let scope = web::scope("/s").default_service(web::to(answer));
            let scope = scope.configure(|it| inside.register(it)).wrap(Cors::new(OUTER));
            App::new().service(scope)
        };
        check_both(app, &cases(inside, "/s/x", false)).await;
    }
}

#[actix_web::test]
async fn the_innermost_policy_governs_inside_a_layer_on_a_resource() {
    for &(ref outer, is_enforced) in &LAYERS {
        let one = move || {
            App::new().service(web::resource("/x").to(answer).wrap(Cors::new(outer.clone())))
        };
        check_both(one, &cases(Inside::Unannotated, "/x", is_enforced)).await;

        let nested = move || {
            let inner = web::resource("/x").to(answer).wrap(Cors::new(INNER));
            App::new().service(inner.wrap(Cors::new(outer.clone())))
        };
        check_both(nested, &cases(Inside::Layer, "/x", is_enforced)).await;

        let default = move || {
            let resource = web::resource("/x").default_service(web::to(answer));
            App::new().service(resource.wrap(Cors::new(outer.clone())))
        };
        check_both(default, &cases(Inside::Default, "/x", is_enforced)).await;
    }
}

#[actix_web::test]
async fn a_name_that_a_layer_does_not_list_is_refused_for_all_that_is_inside() {
    const NAMED: Policy = policy!(policy = OUTER, hosts = "api.example");
    for inside in Inside::ALL {
        let app = move || App::new().configure(|it| inside.register(it)).wrap(Cors::new(NAMED));
        let cases = "
a preflight
    preflight GET /x from https://both.example | host: evil.example
    403 | vary: preflight
a request
    GET /x from https://both.example | host: evil.example
    403 | vary: Origin
a request of no page
    GET /x | host: evil.example
    403 | vary: Origin
";
        check_both(app, cases).await;
    }
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
        check_app(&init_service(app).await, &cases(inside, "/x", false)).await;
    }
}
