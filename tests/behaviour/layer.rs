//! `Cors` middleware: a policy for what cannot be annotated.

use std::panic::catch_unwind;

use actix_web::{
    App, Error, HttpRequest, HttpResponse,
    body::MessageBody,
    delete,
    dev::{
        AppService, HttpServiceFactory, ResourceDef, ServiceRequest, ServiceResponse, fn_service,
    },
    error::ErrorInternalServerError,
    get,
    http::{Method, header::VARY},
    middleware::{Next, from_fn},
    put,
    test::init_service,
    web::{self, ServiceConfig},
};
use cors_runtime::{Cors, OriginBuf, Policy, cors, policy};

use crate::case::{Case, check, check_app};

const VARY_ON_PREFLIGHT: &str =
    "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

const APP_ONLY: Policy = policy!(
    origins = "https://app.example",
    allow_headers = "content-type",
    expose_headers = "x-a",
    allow_credentials,
    max_age = 60,
);

/// Files, as a third party's service serves them.
struct Files;

impl HttpServiceFactory for Files {
    fn register(self, config: &mut AppService) {
        let serve = |request: ServiceRequest| async {
            if request.method() != Method::GET {
                return Err(ErrorInternalServerError("files are only read"));
            }
            let name = request.match_info().unprocessed().to_owned();
            Ok(request.into_response(HttpResponse::Ok().insert_header((VARY, "Accept")).body(name)))
        };
        let path = ResourceDef::root_prefix("/files");
        config.register_service(path, None, fn_service(serve), None);
    }
}

const FILES: &[Case] = &[
    Case {
        says: "a file is shared",
        sends: &["GET /static/files/a.woff2", "origin: https://app.example"],
        gets: &[
            "200 /a.woff2",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example",
            "access-control-expose-headers: x-a",
            "vary: Accept, Origin",
        ],
    },
    Case {
        says: "a file is not shared with others",
        sends: &["GET /static/files/a.woff2", "origin: https://evil.example"],
        gets: &["200 /a.woff2", "vary: Accept, Origin"],
    },
    Case {
        says: "the service's error is shared",
        sends: &["POST /static/files/a.woff2", "origin: https://app.example"],
        gets: &[
            "500 files are only read",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example",
            "access-control-expose-headers: x-a",
            "vary: Origin",
        ],
    },
    Case {
        says: "a preflight is answered with the methods that need none for themselves",
        sends: &[
            "OPTIONS /static/files/a.woff2",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type",
            "access-control-allow-methods: GET, HEAD, POST",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 60",
            VARY_ON_PREFLIGHT,
        ],
    },
    Case {
        says: "a preflight of another origin is refused",
        sends: &[
            "OPTIONS /static/files/a.woff2",
            "origin: https://evil.example",
            "access-control-request-method: GET",
        ],
        gets: &["403", VARY_ON_PREFLIGHT],
    },
    Case {
        says: "a preflight is answered before anything is routed, to nowhere too",
        sends: &[
            "OPTIONS /static/nowhere",
            "origin: https://app.example",
            "access-control-request-method: HEAD",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type",
            "access-control-allow-methods: GET, HEAD, POST",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 60",
            VARY_ON_PREFLIGHT,
        ],
    },
    Case {
        says: "a preflight of a method that is not allowed is routed on",
        sends: &[
            "OPTIONS /static/nowhere",
            "origin: https://app.example",
            "access-control-request-method: PUT",
        ],
        gets: &[
            "404",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example",
            "access-control-expose-headers: x-a",
            "vary: Origin",
        ],
    },
    Case {
        says: "what is no preflight is routed on",
        sends: &[
            "OPTIONS /static/nowhere",
            "origin: https://app.example",
            "access-control-request-method: GET",
            "access-control-request-method: GET",
        ],
        gets: &[
            "404",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example",
            "access-control-expose-headers: x-a",
            "vary: Origin",
        ],
    },
    Case {
        says: "outside of the scope there is no policy",
        sends: &["GET /elsewhere", "origin: https://app.example"],
        gets: &["404"],
    },
];

#[actix_web::test]
async fn a_scope_of_files_has_a_policy() {
    let services = |config: &mut ServiceConfig| {
        config.service(web::scope("/static").wrap(Cors::new(APP_ONLY)).service(Files));
    };
    check(services, FILES).await;
}

const WHOLE_APPLICATION: &[Case] = &[
    Case {
        says: "a response of a service",
        sends: &["GET /files/a", "origin: https://app.example"],
        gets: &[
            "200 /a",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example",
            "access-control-expose-headers: x-a",
            "vary: Accept, Origin",
        ],
    },
    Case {
        says: "a response of the router",
        sends: &["GET /elsewhere", "origin: https://app.example"],
        gets: &[
            "404",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example",
            "access-control-expose-headers: x-a",
            "vary: Origin",
        ],
    },
    Case {
        says: "an error of middleware further in",
        sends: &["GET /files/a?fail", "origin: https://app.example"],
        gets: &[
            "500 failed",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example",
            "access-control-expose-headers: x-a",
            "vary: Origin",
        ],
    },
    Case {
        says: "a preflight",
        sends: &[
            "OPTIONS /files/a?fail",
            "origin: https://app.example",
            "access-control-request-method: POST",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type",
            "access-control-allow-methods: GET, HEAD, POST",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 60",
            VARY_ON_PREFLIGHT,
        ],
    },
];

async fn fails_on_demand(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.query_string() == "fail" {
        return Err(ErrorInternalServerError("failed"));
    }
    next.call(request).await
}

#[actix_web::test]
async fn an_application_has_a_policy() {
    let app = App::new().service(Files).wrap(from_fn(fails_on_demand)).wrap(Cors::new(APP_ONLY));
    check_app(&init_service(app).await, WHOLE_APPLICATION).await;
}

const OPEN: Policy =
    policy!(origins = "*", methods = "*", allow_headers = "*", expose_headers = "*");
const OPEN_METHODS: Policy = policy!(policy = APP_ONLY, methods = "*", allow_headers = "*");
const SOME_METHODS: Policy = policy!(policy = APP_ONLY, methods = [PUT, "PURGE"], enforce);

const RESOURCES: &[Case] = &[
    Case {
        says: "without credentials, a star is every method",
        sends: &[
            "OPTIONS /open",
            "origin: https://any.example",
            "access-control-request-method: PURGE",
            "access-control-request-headers: x-b",
        ],
        gets: &[
            "204",
            "access-control-allow-headers: *",
            "access-control-allow-methods: *",
            "access-control-allow-origin: *",
            VARY_ON_PREFLIGHT,
        ],
    },
    Case {
        says: "with credentials, the method that was asked for stands for the star",
        sends: &[
            "OPTIONS /open-methods",
            "origin: https://app.example",
            "access-control-request-method: PURGE",
            "access-control-request-headers: x-b",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: x-b",
            "access-control-allow-methods: PURGE",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 60",
            VARY_ON_PREFLIGHT,
        ],
    },
    Case {
        says: "methods are those that are listed, whatever the resource serves",
        sends: &[
            "OPTIONS /some-methods",
            "origin: https://app.example",
            "access-control-request-method: PURGE",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type",
            "access-control-allow-methods: PUT, PURGE",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 60",
            VARY_ON_PREFLIGHT,
        ],
    },
    Case {
        says: "a method that is not listed is routed on, to who serves `OPTIONS` here",
        sends: &[
            "OPTIONS /open-options",
            "origin: https://app.example",
            "access-control-request-method: PUT",
        ],
        gets: &[
            "200 OPTIONS",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example",
            "access-control-expose-headers: x-a",
            "vary: Origin",
        ],
    },
    Case {
        says: "where everyone is allowed, every response says so",
        sends: &["GET /open"],
        gets: &["200 GET", "access-control-allow-origin: *", "access-control-expose-headers: *"],
    },
    Case {
        says: "enforcement refuses who is not allowed",
        sends: &["PUT /some-methods", "origin: https://evil.example"],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "enforcement lets in who is allowed",
        sends: &["PUT /some-methods", "origin: https://app.example"],
        gets: &[
            "200 PUT",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example",
            "access-control-expose-headers: x-a",
            "vary: Origin",
        ],
    },
];

#[actix_web::test]
async fn a_resource_has_a_policy() {
    let resource = |path: &str, policy: Policy| {
        let answer = |request: HttpRequest| async move { request.method().to_string() };
        web::resource(path).wrap(Cors::new(policy)).to(answer)
    };
    let services = |config: &mut ServiceConfig| {
        config
            .service(resource("/open", OPEN))
            .service(resource("/open-methods", OPEN_METHODS))
            .service(resource("/open-options", APP_ONLY))
            .service(resource("/some-methods", SOME_METHODS));
    };
    check(services, RESOURCES).await;
}

const PARTNERS: Policy =
    policy!(origins = dynamic(|origin, _| origin.host().ends_with(".partner.example")));

const TENANTS: Policy = policy!(
    origins = dynamic_async(|origin: OriginBuf, request: HttpRequest| async move {
        request.path().starts_with("/in-a-while") && origin.host() == "tenant.example"
    }),
);

const AT_RUN_TIME: &[Case] = &[
    Case {
        says: "a function allows",
        sends: &["GET /now/files/a", "origin: https://a.partner.example"],
        gets: &[
            "200 /a",
            "access-control-allow-origin: https://a.partner.example",
            "vary: Accept, Origin",
        ],
    },
    Case {
        says: "a function does not allow",
        sends: &["GET /now/files/a", "origin: https://partner.example"],
        gets: &["200 /a", "vary: Accept, Origin"],
    },
    Case {
        says: "a future allows",
        sends: &[
            "OPTIONS /in-a-while",
            "origin: https://tenant.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-methods: GET, HEAD, POST",
            "access-control-allow-origin: https://tenant.example",
            VARY_ON_PREFLIGHT,
        ],
    },
    Case {
        says: "a future does not allow",
        sends: &["GET /in-a-while/files/a", "origin: https://evil.example"],
        gets: &["200 /a", "vary: Accept, Origin"],
    },
];

#[actix_web::test]
async fn a_layer_takes_origins_known_only_at_run_time() {
    let services = |config: &mut ServiceConfig| {
        config
            .service(web::scope("/now").wrap(Cors::new(PARTNERS)).service(Files))
            .service(web::scope("/in-a-while").wrap(Cors::new(TENANTS)).service(Files));
    };
    check(services, AT_RUN_TIME).await;
}

#[test]
fn a_layer_without_origins_is_refused_when_it_is_made() {
    const NOBODY: Policy = policy!(max_age = 1);
    let panic = catch_unwind(|| Cors::new(NOBODY)).expect_err("a policy without origins");
    let message = panic.downcast_ref::<String>().expect("a message");
    assert!(message.ends_with("rule: cors::missing_origins"), "{message}");
}

#[cors(origins = "https://inner.example", expose_headers = "x-inner")]
#[get("/annotated")]
async fn read() -> HttpResponse {
    HttpResponse::Ok().insert_header(("access-control-allow-origin", "*")).body("ran")
}

#[cors(origins = "https://inner.example", methods = DELETE)]
#[actix_web::route("/annotated", method = "DELETE", method = "PATCH")]
async fn change() -> &'static str {
    "ran"
}

#[cors(origins = "*")]
#[put("/annotated")]
async fn open() -> &'static str {
    "ran"
}

#[cors(origins = dynamic_async(|origin, _| async move { origin.host() == "inner.example" }))]
#[get("/annotated-in-a-while")]
async fn in_a_while() -> &'static str {
    "ran"
}

#[delete("/plain")]
async fn plain() -> &'static str {
    "ran"
}

const OUTER: Policy = policy!(
    origins = ["https://outer.example", "https://inner.example"],
    methods = "*",
    allow_credentials,
    expose_headers = "x-outer",
);

const INSIDE: &[Case] = &[
    Case {
        says: "the layer answers the preflight",
        sends: &[
            "OPTIONS /annotated",
            "origin: https://outer.example",
            "access-control-request-method: DELETE",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-methods: DELETE",
            "access-control-allow-origin: https://outer.example",
            VARY_ON_PREFLIGHT,
        ],
    },
    Case {
        says: "the handler's own policy governs the response",
        sends: &["GET /annotated", "origin: https://inner.example"],
        gets: &[
            "200 ran",
            "access-control-allow-origin: https://inner.example",
            "access-control-expose-headers: x-inner",
            "vary: Origin",
        ],
    },
    Case {
        says: "so it does where a future has decided",
        sends: &["GET /annotated-in-a-while", "origin: https://inner.example"],
        gets: &["200 ran", "access-control-allow-origin: https://inner.example", "vary: Origin"],
    },
    Case {
        says: "what the layer alone allows is refused, since the layer may have answered its preflight",
        sends: &[
            "DELETE /annotated",
            "origin: https://outer.example",
            "sec-fetch-site: cross-site",
            "sec-fetch-mode: cors",
        ],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "so it is where a future has decided",
        sends: &[
            "GET /annotated-in-a-while",
            "origin: https://outer.example",
            "content-type: application/json",
            "sec-fetch-site: cross-site",
            "sec-fetch-mode: cors",
        ],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "a method that the handler's policy allows runs",
        sends: &["DELETE /annotated", "origin: https://inner.example"],
        gets: &["200 ran", "access-control-allow-origin: https://inner.example", "vary: Origin"],
    },
    Case {
        says: "a method that only the layer allows is refused",
        sends: &[
            "PATCH /annotated",
            "origin: https://inner.example",
            "sec-fetch-site: cross-site",
            "sec-fetch-mode: cors",
        ],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "a method that only the layer allows runs for the server's own pages",
        sends: &["PATCH /annotated", "host: inner.example", "origin: https://inner.example"],
        gets: &["200 ran", "access-control-allow-origin: https://inner.example", "vary: Origin"],
    },
    Case {
        says: "a page of the server's own runs it, and its response is not shared",
        sends: &["GET /annotated", "origin: https://api.example", "sec-fetch-site: same-origin"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "a request without an origin runs",
        sends: &["DELETE /annotated"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "where everyone is allowed, the layer's credentials are not added",
        sends: &["PUT /annotated", "origin: https://outer.example"],
        gets: &["200 ran", "access-control-allow-origin: *"],
    },
    Case {
        says: "a handler without a policy has the layer's",
        sends: &["DELETE /plain", "origin: https://outer.example"],
        gets: &[
            "200 ran",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://outer.example",
            "access-control-expose-headers: x-outer",
            "vary: Origin",
        ],
    },
];

#[actix_web::test]
async fn an_annotated_handler_inside_a_layer_allows_no_more_than_its_own_policy() {
    let services = |config: &mut ServiceConfig| {
        config.service(read).service(change).service(open).service(in_a_while).service(plain);
    };
    let app = App::new().configure(services).wrap(Cors::new(OUTER));
    check_app(&init_service(app).await, INSIDE).await;
}

#[actix_web::test]
async fn a_preflight_that_a_layer_routes_on_is_answered_by_the_handler_inside_it() {
    const OUTER: Policy = policy!(
        origins = ["https://outer.example", "https://inner.example"],
        allow_credentials,
        expose_headers = "x-outer",
    );
    let app = App::new().service(change).wrap(Cors::new(OUTER));
    let cases = [
        Case {
            says: "for an origin that it allows",
            sends: &[
                "OPTIONS /annotated",
                "origin: https://inner.example",
                "access-control-request-method: DELETE",
            ],
            gets: &[
                "204",
                "access-control-allow-methods: DELETE",
                "access-control-allow-origin: https://inner.example",
                VARY_ON_PREFLIGHT,
            ],
        },
        Case {
            says: "for an origin that only the layer allows",
            sends: &[
                "OPTIONS /annotated",
                "origin: https://outer.example",
                "access-control-request-method: DELETE",
            ],
            gets: &["403", VARY_ON_PREFLIGHT],
        },
    ];
    check_app(&init_service(app).await, &cases).await;
}

#[actix_web::test]
async fn an_annotated_handler_beside_a_layer_does_not_feel_it() {
    let services = |config: &mut ServiceConfig| {
        config.service(web::scope("/static").wrap(Cors::new(OUTER)).service(Files)).service(change);
    };
    let cases = [
        Case {
            says: "its preflight is its own",
            sends: &[
                "OPTIONS /annotated",
                "origin: https://outer.example",
                "access-control-request-method: DELETE",
            ],
            gets: &["403", VARY_ON_PREFLIGHT],
        },
        Case {
            says: "an origin that is not allowed is served",
            sends: &["DELETE /annotated", "origin: https://outer.example"],
            gets: &["200 ran", "vary: Origin"],
        },
    ];
    check(services, &cases).await;
}

#[actix_web::test]
async fn of_two_layers_the_inner_one_governs() {
    const INNER: Policy = policy!(origins = "https://inner.example", max_age = 1);
    let files = web::scope("/static").wrap(Cors::new(INNER)).service(Files);
    let app = App::new().service(files).wrap(Cors::new(OUTER));
    let cases = [
        Case {
            says: "the inner one's origin",
            sends: &["GET /static/files/a", "origin: https://inner.example"],
            gets: &[
                "200 /a",
                "access-control-allow-origin: https://inner.example",
                "vary: Accept, Origin",
            ],
        },
        Case {
            says: "the outer one's origin, after a preflight that the outer one answered",
            sends: &[
                "GET /static/files/a",
                "origin: https://outer.example",
                "x-other: 1",
                "content-type: application/json",
                "sec-fetch-site: cross-site",
                "sec-fetch-mode: cors",
            ],
            gets: &["403", "vary: Origin"],
        },
        Case {
            says: "outside of the inner one",
            sends: &["GET /elsewhere", "origin: https://outer.example"],
            gets: &[
                "404",
                "access-control-allow-credentials: true",
                "access-control-allow-origin: https://outer.example",
                "access-control-expose-headers: x-outer",
                "vary: Origin",
            ],
        },
    ];
    check_app(&init_service(app).await, &cases).await;
}
