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

use crate::case::{Case, check, check_app};

const VARY: &str = "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

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

    pub const CASES: &[Case] = &[
        Case {
            says: "the preflight of the first is its own",
            sends: &[
                "OPTIONS /books",
                "origin: https://evil.example",
                "access-control-request-method: GET",
            ],
            gets: &[
                "204",
                "access-control-allow-methods: GET",
                "access-control-allow-origin: *",
                VARY,
            ],
        },
        Case {
            says: "the preflight of the second is its own",
            sends: &[
                "OPTIONS /books",
                "origin: https://app.example",
                "access-control-request-method: POST",
            ],
            gets: &[
                "204",
                "access-control-allow-headers: content-type",
                "access-control-allow-methods: POST",
                "access-control-allow-origin: https://app.example",
                VARY,
            ],
        },
        Case {
            says: "the preflight of the third is its own",
            sends: &[
                "OPTIONS /books",
                "origin: https://staff.example",
                "access-control-request-method: DELETE",
            ],
            gets: &[
                "204",
                "access-control-allow-credentials: true",
                "access-control-allow-methods: DELETE",
                "access-control-allow-origin: https://staff.example",
                "access-control-max-age: 60",
                VARY,
            ],
        },
        Case {
            says: "the origin of one is not allowed by another",
            sends: &[
                "OPTIONS /books",
                "origin: https://app.example",
                "access-control-request-method: DELETE",
            ],
            gets: &["403", VARY],
        },
        Case {
            says: "a handler without a policy has no preflight",
            sends: &[
                "OPTIONS /books",
                "origin: https://app.example",
                "access-control-request-method: PUT",
            ],
            gets: &["404"],
        },
        Case {
            says: "a handler without a policy has no headers",
            sends: &["PUT /books", "origin: https://app.example"],
            gets: &["200 replace"],
        },
        Case {
            says: "the first answers by its own policy",
            sends: &["GET /books", "origin: https://app.example"],
            gets: &[
                "200 list",
                "access-control-allow-origin: *",
                "access-control-expose-headers: x-total-count",
            ],
        },
        Case {
            says: "the second answers by its own policy",
            sends: &["POST /books", "origin: https://app.example"],
            gets: &[
                "200 create",
                "access-control-allow-origin: https://app.example",
                "vary: Origin",
            ],
        },
        Case {
            says: "the third answers by its own policy",
            sends: &["DELETE /books", "origin: https://app.example"],
            gets: &["200 clear", "vary: Origin"],
        },
        Case {
            says: "a method that nothing serves is what the router says",
            sends: &["PATCH /books", "origin: https://app.example"],
            gets: &["404"],
        },
    ];
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

    pub const CASES: &[Case] = &[
        Case {
            says: "a preflight carries nothing that a guard could judge",
            sends: &[
                "OPTIONS /guarded",
                "origin: https://app.example",
                "access-control-request-method: POST",
            ],
            gets: &[
                "204",
                "access-control-allow-headers: content-type",
                "access-control-allow-methods: POST",
                "access-control-allow-origin: https://app.example",
                VARY,
            ],
        },
        Case {
            says: "an actual request that passes the guard reaches the handler",
            sends: &[
                "POST /guarded",
                "origin: https://app.example",
                "content-type: application/json",
            ],
            gets: &["200 json", "access-control-allow-origin: https://app.example", "vary: Origin"],
        },
        Case {
            says: "an actual request that does not pass the guard is routed on",
            sends: &["POST /guarded", "origin: https://app.example"],
            gets: &["404"],
        },
        Case {
            says: "every one of several guards is asked",
            sends: &[
                "GET /guarded",
                "origin: https://app.example",
                "content-type: application/json",
                "x-key: 1",
            ],
            gets: &[
                "200 json with key",
                "access-control-allow-origin: https://app.example",
                "vary: Origin",
            ],
        },
        Case {
            says: "where the first of several guards says no, the next handler's policy counts",
            sends: &["GET /guarded", "origin: https://app.example", "x-key: 1"],
            gets: &["200 anything", "vary: Origin"],
        },
        Case {
            says: "where the last of several guards says no, the next handler's policy counts",
            sends: &[
                "GET /guarded",
                "origin: https://other.example",
                "content-type: application/json",
            ],
            gets: &[
                "200 anything",
                "access-control-allow-origin: https://other.example",
                "vary: Origin",
            ],
        },
    ];
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

    pub const CASES: &[Case] = &[
        Case {
            says: "each of several wraps sees the actual request, the last one outermost",
            sends: &["GET /wrapped", "origin: https://app.example"],
            gets: &[
                "200 ran",
                "access-control-allow-origin: https://app.example",
                "vary: first, second, Origin",
            ],
        },
        Case {
            says: "no wrap sees the preflight",
            sends: &[
                "OPTIONS /wrapped",
                "origin: https://app.example",
                "access-control-request-method: GET",
            ],
            gets: &[
                "204",
                "access-control-allow-methods: GET",
                "access-control-allow-origin: https://app.example",
                VARY,
            ],
        },
        Case {
            says: "no wrap sees a refused preflight",
            sends: &[
                "OPTIONS /wrapped",
                "origin: https://evil.example",
                "access-control-request-method: GET",
            ],
            gets: &["403", VARY],
        },
        Case {
            says: "no wrap sees a refused request",
            sends: &["GET /wrapped", "origin: https://evil.example"],
            gets: &["403", "vary: Origin"],
        },
    ];
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

    pub const CASES: &[Case] = &[
        Case {
            says: "by the route's name, by the function's where it has none, and by those of several routes",
            sends: &["GET /books/1"],
            gets: &["200 /books/7 /functions/7 /a/7 /b/7", "access-control-allow-origin: *"],
        },
        Case {
            says: "from a handler that is named by its function",
            sends: &["GET /functions/1"],
            gets: &["200 /functions/7", "access-control-allow-origin: *"],
        },
        Case {
            says: "from any route of several",
            sends: &["GET /b/1"],
            gets: &["200 /b/7 /a/7", "access-control-allow-origin: *"],
        },
    ];
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

    pub const CASES: &[Case] = &[
        Case {
            says: "a custom method has a preflight",
            sends: &[
                "OPTIONS /cache",
                "origin: https://app.example",
                "access-control-request-method: PURGE",
            ],
            gets: &[
                "204",
                "access-control-allow-methods: GET, PURGE",
                "access-control-allow-origin: https://app.example",
                VARY,
            ],
        },
        Case {
            says: "a custom method reaches the handler",
            sends: &["PURGE /cache", "origin: https://app.example"],
            gets: &[
                "200 PURGE",
                "access-control-allow-origin: https://app.example",
                "vary: Origin",
            ],
        },
        Case {
            says: "a method that the policy leaves out is served all the same",
            sends: &["POST /cache", "origin: https://app.example"],
            gets: &["200 POST", "access-control-allow-origin: https://app.example", "vary: Origin"],
        },
        Case {
            says: "the methods of a qualified attribute are its own",
            sends: &[
                "OPTIONS /search",
                "origin: https://app.example",
                "access-control-request-method: QUERY",
            ],
            gets: &[
                "204",
                "access-control-allow-methods: QUERY",
                "access-control-allow-origin: https://app.example",
                VARY,
            ],
        },
        Case {
            says: "of several routes, the first has the preflight of what it serves, and no path but its own",
            sends: &[
                "OPTIONS /new/1",
                "origin: https://app.example",
                "access-control-request-method: PUT",
            ],
            gets: &[
                "204",
                "access-control-allow-methods: PUT",
                "access-control-allow-origin: https://app.example",
                VARY,
            ],
        },
        Case {
            says: "of several routes, each has its own method alone",
            sends: &[
                "OPTIONS /new/1",
                "origin: https://app.example",
                "access-control-request-method: DELETE",
            ],
            gets: &["404"],
        },
        Case {
            says: "of several routes, the one that the policy leaves out refuses its preflight",
            sends: &[
                "OPTIONS /new/1",
                "origin: https://app.example",
                "access-control-request-method: GET",
            ],
            gets: &[
                "403",
                "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            ],
        },
        Case {
            says: "of several routes, the last has its preflight too",
            sends: &[
                "OPTIONS /old/1",
                "origin: https://app.example",
                "access-control-request-method: DELETE",
            ],
            gets: &[
                "204",
                "access-control-allow-methods: DELETE",
                "access-control-allow-origin: https://app.example",
                VARY,
            ],
        },
        Case {
            says: "of several routes, each reaches the handler",
            sends: &["DELETE /old/2", "origin: https://app.example"],
            gets: &[
                "200 DELETE 2",
                "access-control-allow-origin: https://app.example",
                "vary: Origin",
            ],
        },
        Case {
            says: "of several routes, one that the policy leaves out is served all the same",
            sends: &["GET /new/3", "origin: https://app.example"],
            gets: &[
                "200 GET 3",
                "access-control-allow-origin: https://app.example",
                "vary: Origin",
            ],
        },
    ];
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

const SCOPED: &[Case] = &[
    Case {
        says: "the prefix of the attribute is part of the path",
        sends: &["GET /v1/acme/books", "origin: https://app.example"],
        gets: &["200 acme", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
    Case {
        says: "the prefix of the attribute is part of the preflight's path",
        sends: &[
            "OPTIONS /v1/acme/books",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-methods: GET",
            "access-control-allow-origin: https://app.example",
            VARY,
        ],
    },
    Case {
        says: "a scope of the application is part of the path",
        sends: &[
            "OPTIONS /api/books",
            "origin: https://app.example",
            "access-control-request-method: POST",
        ],
        gets: &[
            "204",
            "access-control-allow-headers: content-type",
            "access-control-allow-methods: POST",
            "access-control-allow-origin: https://app.example",
            VARY,
        ],
    },
    Case {
        says: "outside of the scope there is nothing",
        sends: &[
            "OPTIONS /books",
            "origin: https://app.example",
            "access-control-request-method: POST",
        ],
        gets: &["404"],
    },
];

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

const AROUND: &[Case] = &[
    Case {
        says: "documentation, lints and hints",
        sends: &["GET /around", "origin: https://app.example"],
        gets: &["200 ran", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
    Case {
        says: "a policy on a condition that holds",
        sends: &["GET /conditional-policy", "origin: https://app.example"],
        gets: &["200 ran", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
    Case {
        says: "a policy on a condition that does not",
        sends: &["GET /no-policy", "origin: https://app.example"],
        gets: &["200 ran"],
    },
    Case {
        says: "a route on a condition",
        sends: &["GET /conditional-route", "origin: https://app.example"],
        gets: &["200 ran", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
    Case {
        says: "a route on a condition that does not hold",
        sends: &["GET /never", "origin: https://app.example"],
        gets: &["404"],
    },
    Case {
        says: "policy and route on one condition",
        sends: &[
            "OPTIONS /both",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-methods: GET",
            "access-control-allow-origin: https://app.example",
            VARY,
        ],
    },
    Case {
        says: "another macro between the two",
        sends: &["GET /macro-between", "origin: https://app.example"],
        gets: &["200 ran", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
    Case {
        says: "another macro above the two",
        sends: &["GET /macro-above", "origin: https://app.example"],
        gets: &["200 ran", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
    Case {
        says: "another macro below the two",
        sends: &["GET /macro-below", "origin: https://app.example"],
        gets: &["200 ran", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
    Case {
        says: "a handler whose name is a keyword",
        sends: &["GET /raw", "origin: https://app.example"],
        gets: &["200 ran", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
];

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

const ROUTED_ON: &[Case] = &[
    Case {
        says: "an `OPTIONS` request that is no preflight goes to whoever serves `OPTIONS` on the path",
        sends: &["OPTIONS /books", "origin: https://app.example"],
        gets: &["200 options"],
    },
    Case {
        says: "a preflight of a method that no policy allows goes there too",
        sends: &[
            "OPTIONS /books",
            "origin: https://app.example",
            "access-control-request-method: PATCH",
        ],
        gets: &["200 options"],
    },
    Case {
        says: "a preflight of a method that a policy allows does not",
        sends: &[
            "OPTIONS /books",
            "origin: https://app.example",
            "access-control-request-method: POST",
        ],
        gets: &[
            "204",
            "access-control-allow-headers: content-type",
            "access-control-allow-methods: POST",
            "access-control-allow-origin: https://app.example",
            VARY,
        ],
    },
    Case {
        says: "what nothing else serves goes to the default service",
        sends: &[
            "OPTIONS /guarded",
            "origin: https://app.example",
            "access-control-request-method: PATCH",
        ],
        gets: &["418 default"],
    },
    Case {
        says: "an actual request that a guard turns away goes to the default service",
        sends: &["POST /guarded", "origin: https://app.example"],
        gets: &["418 default"],
    },
];

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
        &[
            Case {
                says: "at the first",
                sends: &["PUT /a/twice", "origin: https://app.example"],
                gets: &[
                    "200 ran",
                    "access-control-allow-origin: https://app.example",
                    "vary: Origin",
                ],
            },
            Case {
                says: "at the second",
                sends: &[
                    "OPTIONS /b/twice",
                    "origin: https://app.example",
                    "access-control-request-method: PUT",
                ],
                gets: &[
                    "204",
                    "access-control-allow-methods: PUT",
                    "access-control-allow-origin: https://app.example",
                    VARY,
                ],
            },
        ],
    )
    .await;
}
