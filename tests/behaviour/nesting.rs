//! Tests of policies inside of a `Cors` layer. The innermost policy writes the headers, and each policy can reject a
//! request. The tests compute the expected responses from this rule, for a table of places of a layer, inner services
//! and origins. The tests send the requests in memory and over a socket.

use std::fmt::Write;

use actix_web::{
    dev::{AppService, HttpServiceFactory, ResourceDef, fn_service},
    error::{ErrorImATeapot, InternalError},
    http::{
        StatusCode,
        header::{ACCESS_CONTROL_MAX_AGE, HeaderValue, SERVER},
    },
};
use cors_runtime::Refusal;

use crate::{prelude::*, wire::check_both};

pub const OUTER: Policy = policy!(
    origins = ["https://outer.example", "https://both.example"],
    expose_headers = "x-outer",
    allow_credentials,
);
pub const INNER: Policy = policy!(
    origins = ["https://inner.example", "https://both.example"],
    expose_headers = "x-inner",
);
const INNER_ASYNC: Policy = policy!(
    policy = INNER,
    origins = dynamic_async(|origin, _| async move {
        ["inner.example", "both.example"].contains(&origin.host())
    }),
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

#[cors(policy = INNER_ASYNC)]
#[get("/x")]
async fn annotated_async(request: HttpRequest) -> Result<&'static str, Error> {
    respond(request).await
}

#[cors(none)]
#[get("/x")]
async fn excluded(request: HttpRequest) -> Result<&'static str, Error> {
    respond(request).await
}

/// A service that is not a handler, like the static files of `actix-files`.
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

/// A service inside of a layer.
struct Inside {
    name: &'static str,
    register: fn(&mut ServiceConfig),
    /// The policy that applies to the service.
    applied: Applied,
    /// `true` if a policy rejects a request that bypassed its preflight.
    checks_bypass: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Applied {
    Outer,
    /// The policy of a handler for `GET`.
    Handler,
    /// The policy of an inner layer. The policy has no `methods`, so the default methods of a layer apply: `GET`,
    /// `HEAD` and `POST`.
    InnerLayer,
    NoPolicy,
}

const ANNOTATED: Inside = Inside {
    name: "an annotated handler",
    register: |config| _ = config.service(annotated),
    applied: Applied::Handler,
    checks_bypass: true,
};
const ASYNC: Inside = Inside {
    name: "a handler whose policy awaits a future",
    register: |config| _ = config.service(annotated_async),
    ..ANNOTATED
};
const EXCLUDED: Inside = Inside {
    name: "an excluded handler",
    register: |config| _ = config.service(excluded),
    applied: Applied::NoPolicy,
    ..ANNOTATED
};
const LAYER: Inside = Inside {
    name: "a layer",
    register: |config| {
        let scope = web::scope("").wrap(Cors::new(INNER)).route("/x", web::get().to(respond));
        config.service(scope);
    },
    applied: Applied::InnerLayer,
    checks_bypass: false,
};
const UNANNOTATED: Inside = Inside {
    name: "a handler without a policy",
    register: |config| _ = config.route("/x", web::get().to(respond)),
    applied: Applied::Outer,
    ..ANNOTATED
};
const DEFAULT: Inside = Inside {
    name: "a default service",
    register: |config| _ = config.default_service(web::to(respond)),
    ..UNANNOTATED
};
const FILES: Inside =
    Inside { name: "files", register: |config| _ = config.service(Files), ..UNANNOTATED };

static ALL: [&Inside; 7] = [&ANNOTATED, &ASYNC, &EXCLUDED, &LAYER, &UNANNOTATED, &DEFAULT, &FILES];

/// Returns a table with a case for each request. The expected responses follow from the rule at the top of this file.
fn cases(inside: &Inside, path: &str, is_enforced: bool) -> String {
    let mut cases = String::new();
    for (origin, outer, inner) in [
        ("https://outer.example", true, false),
        ("https://inner.example", false, true),
        ("https://both.example", true, true),
        ("https://neither.example", false, false),
    ] {
        let (methods, is_allowed) = match inside.applied {
            Applied::Outer => ("GET, HEAD, POST", outer),
            Applied::Handler => ("GET", inner),
            Applied::InnerLayer => ("GET, HEAD, POST", inner),
            Applied::NoPolicy => ("", false),
        };
        let preflight = match (inside.applied, is_allowed) {
            (_, false) => "403 | vary: preflight".to_owned(),
            (Applied::Outer, _) => format!(
                "204 | allow-credentials: true | allow-methods: {methods} | allow-origin: {origin} | vary: preflight"
            ),
            _ => {
                format!("204 | allow-methods: {methods} | allow-origin: {origin} | vary: preflight")
            }
        };
        let headers = match (inside.applied, is_allowed) {
            (Applied::NoPolicy, _) => String::new(),
            (_, false) => " | vary: Origin".to_owned(),
            (Applied::Outer, _) => format!(
                " | allow-credentials: true | allow-origin: {origin} | expose-headers: x-outer | vary: Origin"
            ),
            _ => format!(" | allow-origin: {origin} | expose-headers: x-inner | vary: Origin"),
        };
        let rejected = "403 | vary: Origin".to_owned();
        let response = |response: &str| match is_enforced && !outer {
            true => rejected.clone(),
            false => format!("{response}{headers}"),
        };
        let (actual, error) = (response("200 ran"), response("418 failed"));
        // A browser sends cross-origin JSON only after an allowed preflight. JSON from an origin that is not allowed is
        // therefore a preflight bypass, which a policy rejects if `checks_bypass` is `true`.
        let json = if is_allowed || !inside.checks_bypass { &actual } else { &rejected };
        let name = inside.name;
        write!(
            cases,
            "{name}, a preflight\n preflight GET {path} from {origin}\n {preflight}\n\
             {name}, a request\n GET {path} from {origin}\n {actual}\n\
             {name}, an error\n GET {path}?fails from {origin}\n {error}\n\
             {name}, JSON\n GET {path} from {origin} | content-type: application/json \
             | sec-fetch-site: cross-site | sec-fetch-mode: cors\n {json}\n"
        )
        .expect("a string grows");
    }
    cases
}

/// The policies of the outer layer, each with `true` if the policy has `enforce`.
static LAYERS: [(Policy, bool); 2] = [(OUTER, false), (ENFORCED, true)];

#[actix_web::test]
async fn the_innermost_policy_applies_inside_a_layer_on_an_application_or_a_scope() {
    for inside in ALL {
        for &(ref outer, is_enforced) in &LAYERS {
            let app = move || App::new().configure(inside.register).wrap(Cors::new(outer.clone()));
            check_both(app, &cases(inside, "/x", is_enforced)).await;

            let scope = move || {
                let scope = web::scope("/s").configure(inside.register);
                App::new().service(scope.wrap(Cors::new(outer.clone())))
            };
            check_both(scope, &cases(inside, "/s/x", is_enforced)).await;
        }

        // A scope with its own default service does not use the application's default service, so this is another case.
        let with_default = move || {
            let scope = web::scope("/s").default_service(web::to(respond));
            App::new().service(scope.configure(inside.register).wrap(Cors::new(OUTER)))
        };
        check_both(with_default, &cases(inside, "/s/x", false)).await;
    }
}

#[actix_web::test]
async fn the_innermost_policy_applies_inside_a_layer_on_a_resource() {
    for &(ref outer, is_enforced) in &LAYERS {
        let one = move || {
            App::new().service(web::resource("/x").to(respond).wrap(Cors::new(outer.clone())))
        };
        check_both(one, &cases(&UNANNOTATED, "/x", is_enforced)).await;

        let nested = move || {
            let inner = web::resource("/x").to(respond).wrap(Cors::new(INNER));
            App::new().service(inner.wrap(Cors::new(outer.clone())))
        };
        check_both(nested, &cases(&LAYER, "/x", is_enforced)).await;

        let default = move || {
            let resource = web::resource("/x").default_service(web::to(respond));
            App::new().service(resource.wrap(Cors::new(outer.clone())))
        };
        check_both(default, &cases(&DEFAULT, "/x", is_enforced)).await;
    }
}

#[actix_web::test]
async fn a_host_that_a_layer_does_not_list_is_rejected_for_every_inner_service() {
    const NAMED: Policy = policy!(policy = OUTER, hosts = "api.example");
    for inside in ALL {
        let app = move || App::new().configure(inside.register).wrap(Cors::new(NAMED));
        let cases = "
a preflight for another host is rejected
    preflight GET /x from https://both.example | host: evil.example => 403 | vary: preflight
a request for another host is rejected, also without an origin
    GET /x | host: evil.example => 403 | vary: Origin
";
        check_both(app, cases).await;
    }
}

middleware! {
    /// Adds a header to every response.
    fn adds(request, next) {
        let mut response = next.call(request).await?.map_into_boxed_body();
        response.headers_mut().insert(SERVER, HeaderValue::from_static("x"));
        Ok(response)
    }

    /// Replaces every response that is not a success. The new response has a header that the policy overwrites or
    /// removes.
    fn replaces(request, next) {
        let response = next.call(request).await?.map_into_boxed_body();
        let body = match response.status() {
            status if status.is_success() => return Ok(response),
            StatusCode::IM_A_TEAPOT => "failed",
            _ => "",
        };
        let mut replacement = HttpResponse::build(response.status());
        let replacement = replacement.insert_header((ACCESS_CONTROL_MAX_AGE, "9")).body(body);
        Ok(response.into_response(replacement))
    }

    /// Turns every response that is not a success into an error.
    fn fails(request, next) {
        let response = replaces(request, next).await?;
        match response.status() {
            status if status.is_success() => Ok(response),
            _ => Err(InternalError::from_response("replaced", response.into_parts().1).into()),
        }
    }
}

#[actix_web::test]
async fn a_changed_or_replaced_response_keeps_the_policy_of_the_handler() {
    for inside in ALL {
        let cases = cases(inside, "/x", false);
        let app = || App::new().configure(inside.register);
        let changed = app().wrap(from_fn(adds)).wrap(Cors::new(OUTER));
        check_app(&init_service(changed).await, &cases).await;
        let failed = app().wrap(from_fn(fails)).wrap(Cors::new(OUTER));
        check_app(&init_service(failed).await, &cases).await;

        let replaced = app().wrap(from_fn(replaces)).wrap(Cors::new(OUTER));
        let replaced = init_service(replaced).await;
        check_app(&replaced, &cases).await;
        let preflight =
            ["OPTIONS /x", "origin: https://neither.example", "access-control-request-method: GET"];
        let response = replaced.call(request(&preflight)).await.expect("a response");
        assert!(response.response().extensions().contains::<Refusal>(), "{}", inside.name);
    }
}
