//! `#[cors]` on a module: the default of the handlers in it.

use actix_web::{scope, web::ServiceConfig};
use cors_runtime::{Origin, Policy, cors, policy};

use crate::case::{Case, check};

const VARY: &str = "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

const APP: &str = "https://app.example";
const HOUR: u32 = 3_600;

#[cors(
    origins = APP,
    methods = [GET, PUT],
    allow_headers = "x-module",
    expose_headers = "x-exposed",
    allow_credentials,
    max_age = HOUR,
)]
mod books {
    use actix_web::{get, put, route};
    use cors_runtime::cors;

    /// Not the one outside, which the module's policy means.
    pub const APP: &str = "https://shadow.example";

    #[get("/books")]
    pub async fn list() -> &'static str {
        assert!(is_no_handler());
        "ran"
    }

    #[cors(origins = APP, max_age = 60)]
    #[put("/books")]
    pub async fn replace() -> &'static str {
        "ran"
    }

    #[cors(methods = POST, allow_headers = [], expose_headers = [], allow_credentials = false)]
    #[route("/books", method = "POST", method = "DELETE")]
    pub async fn change() -> &'static str {
        "ran"
    }

    #[cors(none)]
    #[get("/books/internal")]
    pub async fn internal() -> &'static str {
        "ran"
    }

    fn is_no_handler() -> bool {
        true
    }

    pub mod chapters {
        pub mod pages {
            use actix_web::get;
            use cors_runtime::cors;

            #[get("/pages")]
            pub async fn list() -> &'static str {
                "ran"
            }

            #[cors(allow_headers = "x-own")]
            #[get("/pages/own")]
            pub async fn own() -> &'static str {
                "ran"
            }
        }
    }

    #[cors(origins = ["https://nested.example", APP], max_age = 0)]
    pub mod reviews {
        use actix_web::{get, put};
        use cors_runtime::cors;

        #[get("/reviews")]
        pub async fn list() -> &'static str {
            "ran"
        }

        #[cors(origins = super::super::APP)]
        #[put("/reviews")]
        pub async fn replace() -> &'static str {
            "ran"
        }

        pub mod deeper {
            use actix_web::get;

            #[get("/reviews/deeper")]
            pub async fn list() -> &'static str {
                "ran"
            }
        }
    }

    #[cors(none)]
    pub mod health {
        use actix_web::get;

        #[get("/health")]
        pub async fn check() -> &'static str {
            "ran"
        }
    }
}

fn services(config: &mut ServiceConfig) {
    config
        .service(books::list)
        .service(books::replace)
        .service(books::change)
        .service(books::internal)
        .service(books::chapters::pages::list)
        .service(books::chapters::pages::own)
        .service(books::reviews::list)
        .service(books::reviews::replace)
        .service(books::reviews::deeper::list)
        .service(books::health::check);
}

const INHERITED: &[Case] = &[
    Case {
        says: "a handler without a policy of its own has the module's, whose paths mean what they mean outside",
        sends: &[
            "OPTIONS /books",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: x-module",
            "access-control-allow-methods: GET",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 3600",
            VARY,
        ],
    },
    Case {
        says: "its actual response has the module's too",
        sends: &["GET /books", "origin: https://app.example"],
        gets: &[
            "200 ran",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example",
            "access-control-expose-headers: x-exposed",
            "vary: Origin",
        ],
    },
    Case {
        says: "a path of the same name in the module is not meant",
        sends: &["GET /books", "origin: https://shadow.example"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "a handler in a module two below has it as well",
        sends: &[
            "OPTIONS /pages",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: x-module",
            "access-control-allow-methods: GET",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 3600",
            VARY,
        ],
    },
];

const OVERRIDDEN: &[Case] = &[
    Case {
        says: "a handler replaces what it writes, by the paths of where it stands",
        sends: &[
            "OPTIONS /books",
            "origin: https://shadow.example",
            "access-control-request-method: PUT",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: x-module",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://shadow.example",
            "access-control-max-age: 60",
            VARY,
        ],
    },
    Case {
        says: "what it replaced is gone",
        sends: &["PUT /books", "origin: https://app.example"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "a handler has methods that the module does not list, and clears the module's lists",
        sends: &[
            "OPTIONS /books",
            "origin: https://app.example",
            "access-control-request-method: POST",
        ],
        gets: &[
            "204",
            "access-control-allow-methods: POST",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 3600",
            VARY,
        ],
    },
    Case {
        says: "what it cleared is gone from the actual response",
        sends: &["DELETE /books", "origin: https://app.example"],
        gets: &["200 ran", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
    Case {
        says: "a handler two modules below replaces what it writes",
        sends: &[
            "OPTIONS /pages/own",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: x-own",
            "access-control-allow-methods: GET",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 3600",
            VARY,
        ],
    },
    Case {
        says: "a module below replaces what it writes, by the paths of where it stands",
        sends: &[
            "OPTIONS /reviews",
            "origin: https://nested.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: x-module",
            "access-control-allow-methods: GET",
            "access-control-allow-origin: https://nested.example",
            "access-control-max-age: 0",
            VARY,
        ],
    },
    Case {
        says: "a module below reads paths of the module around it",
        sends: &["GET /reviews", "origin: https://shadow.example"],
        gets: &[
            "200 ran",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://shadow.example",
            "access-control-expose-headers: x-exposed",
            "vary: Origin",
        ],
    },
    Case {
        says: "what the module below replaced is gone, and further below too",
        sends: &["GET /reviews/deeper", "origin: https://app.example"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "what the module below wrote is inherited further below",
        sends: &[
            "OPTIONS /reviews/deeper",
            "origin: https://nested.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: x-module",
            "access-control-allow-methods: GET",
            "access-control-allow-origin: https://nested.example",
            "access-control-max-age: 0",
            VARY,
        ],
    },
    Case {
        says: "a handler in the module below replaces what both wrote, and keeps the rest of both",
        sends: &[
            "OPTIONS /reviews",
            "origin: https://app.example",
            "access-control-request-method: PUT",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: x-module",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 0",
            VARY,
        ],
    },
];

const TAKEN_OUT: &[Case] = &[
    Case {
        says: "a handler that is taken out has no headers",
        sends: &["GET /books/internal", "origin: https://app.example"],
        gets: &["200 ran"],
    },
    Case {
        says: "a handler that is taken out has no preflight",
        sends: &[
            "OPTIONS /books/internal",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &["404"],
    },
    Case {
        says: "a module that is taken out has no headers",
        sends: &["GET /health", "origin: https://app.example"],
        gets: &["200 ran"],
    },
    Case {
        says: "a module that is taken out has no preflight",
        sends: &[
            "OPTIONS /health",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &["404"],
    },
];

#[actix_web::test]
async fn a_module_s_policy_is_the_default_of_its_handlers() {
    check(services, INHERITED).await;
}

#[actix_web::test]
async fn handlers_and_modules_below_replace_it_key_by_key() {
    check(services, OVERRIDDEN).await;
}

#[actix_web::test]
async fn handlers_and_modules_below_are_taken_out_of_it() {
    check(services, TAKEN_OUT).await;
}

#[cors(origins = APP)]
#[scope("/policy-above")]
mod policy_above {
    use actix_web::get;
    use cors_runtime::cors;

    #[get("/books")]
    pub async fn inherits() -> &'static str {
        "ran"
    }

    #[cors(max_age = 1)]
    #[get("/own")]
    pub async fn own() -> &'static str {
        "ran"
    }

    #[cors(none)]
    #[get("/none")]
    pub async fn none() -> &'static str {
        "ran"
    }
}

#[scope("/policy-below")]
#[cors(origins = APP)]
mod policy_below {
    use actix_web::get;
    use cors_runtime::cors;

    #[get("/books")]
    pub async fn inherits() -> &'static str {
        "ran"
    }

    #[cors(max_age = 1)]
    #[get("/own")]
    pub async fn own() -> &'static str {
        "ran"
    }

    #[cors(none)]
    #[get("/none")]
    pub async fn none() -> &'static str {
        "ran"
    }
}

const WITH_SCOPE: &[Case] = &[
    Case {
        says: "above a scope, a handler inherits",
        sends: &["GET /policy-above/books", "origin: https://app.example"],
        gets: &["200 ran", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
    Case {
        says: "above a scope, a handler has its own",
        sends: &[
            "OPTIONS /policy-above/own",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-methods: GET",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 1",
            VARY,
        ],
    },
    Case {
        says: "above a scope, a handler has none",
        sends: &["GET /policy-above/none", "origin: https://app.example"],
        gets: &["200 ran"],
    },
    Case {
        says: "below a scope, a handler inherits",
        sends: &["GET /policy-below/books", "origin: https://app.example"],
        gets: &["200 ran", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
    Case {
        says: "below a scope, a handler has its own",
        sends: &[
            "OPTIONS /policy-below/own",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-methods: GET",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 1",
            VARY,
        ],
    },
    Case {
        says: "below a scope, a handler has none",
        sends: &["GET /policy-below/none", "origin: https://app.example"],
        gets: &["200 ran"],
    },
];

#[actix_web::test]
async fn a_scope_stands_on_the_module_in_either_order() {
    let services = |config: &mut ServiceConfig| {
        config
            .service(policy_above::inherits)
            .service(policy_above::own)
            .service(policy_above::none)
            .service(policy_below::inherits)
            .service(policy_below::own)
            .service(policy_below::none);
    };
    check(services, WITH_SCOPE).await;
}

const SHARED: Policy = policy!(origins = "https://shared.example", max_age = 5);

fn is_partner(origin: &Origin<'_>, _: &actix_web::HttpRequest) -> bool {
    origin.host() == "partner.example"
}

#[cfg_attr(all(), cors(policy = SHARED, max_age = 6, expose_headers = "x-module"))]
mod of_a_policy {
    use actix_web::get;
    use cors_runtime::cors;

    #[get("/of-a-policy")]
    pub async fn inherits() -> &'static str {
        "ran"
    }

    #[cors(policy = super::SHARED)]
    #[get("/of-its-own-policy")]
    pub async fn own() -> &'static str {
        "ran"
    }
}

#[cors(origins = dynamic(is_partner))]
mod of_a_function {
    use actix_web::get;

    #[get("/of-a-function")]
    pub async fn inherits() -> &'static str {
        "ran"
    }
}

/// Without origins, which each handler names.
#[cors(enforce)]
mod without_origins {
    use actix_web::get;
    use cors_runtime::cors;

    #[cors(origins = "https://own.example")]
    #[get("/completed")]
    pub async fn completed() -> &'static str {
        "ran"
    }
}

const OTHER_FORMS: &[Case] = &[
    Case {
        says: "a shared policy with a setting replaced, on a condition that holds",
        sends: &[
            "OPTIONS /of-a-policy",
            "origin: https://shared.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-methods: GET",
            "access-control-allow-origin: https://shared.example",
            "access-control-max-age: 6",
            VARY,
        ],
    },
    Case {
        says: "a shared policy of the handler replaces what it has",
        sends: &[
            "OPTIONS /of-its-own-policy",
            "origin: https://shared.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-methods: GET",
            "access-control-allow-origin: https://shared.example",
            "access-control-max-age: 5",
            VARY,
        ],
    },
    Case {
        says: "a shared policy of the handler leaves what it has not",
        sends: &["GET /of-its-own-policy", "origin: https://shared.example"],
        gets: &[
            "200 ran",
            "access-control-allow-origin: https://shared.example",
            "access-control-expose-headers: x-module",
            "vary: Origin",
        ],
    },
    Case {
        says: "origins known only at run time",
        sends: &["GET /of-a-function", "origin: https://partner.example"],
        gets: &["200 ran", "access-control-allow-origin: https://partner.example", "vary: Origin"],
    },
    Case {
        says: "origins that each handler names",
        sends: &["GET /completed", "origin: https://evil.example"],
        gets: &["403", "vary: Origin"],
    },
];

#[actix_web::test]
async fn a_module_takes_every_key_of_a_handler() {
    let services = |config: &mut ServiceConfig| {
        config
            .service(of_a_policy::inherits)
            .service(of_a_policy::own)
            .service(of_a_function::inherits)
            .service(without_origins::completed);
    };
    check(services, OTHER_FORMS).await;
}

#[actix_web::test]
async fn a_module_inside_a_function_has_the_function_s_paths_around_it() {
    const LOCAL: &str = "https://local.example";

    #[cors(origins = LOCAL)]
    mod local {
        pub mod below {
            use actix_web::get;

            #[get("/local")]
            pub async fn inherits() -> &'static str {
                "ran"
            }
        }
    }

    let case = Case {
        says: "a handler in a module in a module in a function",
        sends: &["GET /local", "origin: https://local.example"],
        gets: &["200 ran", "access-control-allow-origin: https://local.example", "vary: Origin"],
    };
    check(|config| _ = config.service(local::below::inherits), &[case]).await;
}
