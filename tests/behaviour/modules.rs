//! `#[cors]` on a module: the default policy of its handlers.

use actix_web::{scope, web::ServiceConfig};
use cors_runtime::{Origin, Policy, cors, policy};

use crate::case::check;

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

    /// The policy of the module uses the const `APP` outside of the module, not this one.
    pub const APP: &str = "https://shadow.example";

    #[get("/books")]
    pub async fn list() -> &'static str {
        assert!(is_not_a_handler());
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

    fn is_not_a_handler() -> bool {
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

const INHERITED: &str = "
a handler without a policy has the module's, whose paths are resolved outside of the module
    preflight GET /books from https://app.example
    204 | allow-credentials: true | allow-headers: x-module | allow-methods: GET
        | allow-origin: https://app.example | max-age: 3600 | vary: preflight
an actual response of a handler without a policy has the module's
    GET /books from https://app.example
    200 ran | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-exposed | vary: Origin
a const of the same name inside of the module is not used
    GET /books from https://shadow.example
    200 ran | vary: Origin
a handler two modules below has the module's policy
    preflight GET /pages from https://app.example
    204 | allow-credentials: true | allow-headers: x-module | allow-methods: GET
        | allow-origin: https://app.example | max-age: 3600 | vary: preflight
";

const OVERRIDDEN: &str = "
a handler replaces settings, and its paths are resolved where it is defined
    preflight PUT /books from https://shadow.example
    204 | allow-credentials: true | allow-headers: x-module | allow-methods: PUT
        | allow-origin: https://shadow.example | max-age: 60 | vary: preflight
an origin that a handler replaced is not allowed
    PUT /books from https://app.example
    200 ran | vary: Origin
a handler replaces the module's methods and clears its lists
    preflight POST /books from https://app.example
    204 | allow-methods: POST | allow-origin: https://app.example | max-age: 3600
        | vary: preflight
the actual response has nothing that the handler cleared
    DELETE /books from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
a handler two modules below replaces settings
    preflight GET /pages/own from https://app.example
    204 | allow-credentials: true | allow-headers: x-own | allow-methods: GET
        | allow-origin: https://app.example | max-age: 3600 | vary: preflight
an inner module replaces settings, and its paths are resolved where it is defined
    preflight GET /reviews from https://nested.example
    204 | allow-credentials: true | allow-headers: x-module | allow-methods: GET
        | allow-origin: https://nested.example | max-age: 0 | vary: preflight
an inner module can use a const of the outer module
    GET /reviews from https://shadow.example
    200 ran | allow-credentials: true | allow-origin: https://shadow.example
        | expose-headers: x-exposed | vary: Origin
an origin that an inner module replaced is not allowed in its own inner modules
    GET /reviews/deeper from https://app.example
    200 ran | vary: Origin
the settings of an inner module apply to its own inner modules
    preflight GET /reviews/deeper from https://nested.example
    204 | allow-credentials: true | allow-headers: x-module | allow-methods: GET
        | allow-origin: https://nested.example | max-age: 0 | vary: preflight
a handler in an inner module replaces settings of both modules and keeps the rest
    preflight PUT /reviews from https://app.example
    204 | allow-credentials: true | allow-headers: x-module | allow-methods: PUT
        | allow-origin: https://app.example | max-age: 0 | vary: preflight
";

const EXCLUDED: &str = "
a handler with `none` gets no headers
    GET /books/internal from https://app.example
    200 ran
the preflight of a handler with `none` is rejected
    preflight GET /books/internal from https://app.example
    403 | vary: preflight
a handler in a module with `none` gets no headers
    GET /health from https://app.example
    200 ran
the preflight of a handler in a module with `none` is rejected
    preflight GET /health from https://app.example
    403 | vary: preflight
";

#[actix_web::test]
async fn the_policy_of_a_module_is_the_default_of_its_handlers() {
    check(services, INHERITED).await;
}

#[actix_web::test]
async fn handlers_and_inner_modules_replace_settings_key_by_key() {
    check(services, OVERRIDDEN).await;
}

#[actix_web::test]
async fn handlers_and_inner_modules_are_excluded_by_none() {
    check(services, EXCLUDED).await;
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

const WITH_SCOPE: &str = "
a handler inherits the policy above `#[scope]`
    GET /policy-above/books from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
a handler replaces a setting of the policy above `#[scope]`
    preflight GET /policy-above/own from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | max-age: 1 | vary: preflight
a handler with `none` has no policy above `#[scope]`
    GET /policy-above/none from https://app.example
    200 ran
a handler inherits the policy below `#[scope]`
    GET /policy-below/books from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
a handler replaces a setting of the policy below `#[scope]`
    preflight GET /policy-below/own from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | max-age: 1 | vary: preflight
a handler with `none` has no policy below `#[scope]`
    GET /policy-below/none from https://app.example
    200 ran
";

#[actix_web::test]
async fn a_module_has_a_policy_and_a_scope_in_either_order() {
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
mod with_policy {
    use actix_web::get;
    use cors_runtime::cors;

    #[get("/with-policy")]
    pub async fn inherits() -> &'static str {
        "ran"
    }

    #[cors(policy = super::SHARED)]
    #[get("/with-its-own-policy")]
    pub async fn own() -> &'static str {
        "ran"
    }
}

#[cors(origins = dynamic(is_partner))]
mod with_function {
    use actix_web::get;

    #[get("/with-function")]
    pub async fn inherits() -> &'static str {
        "ran"
    }
}

/// A module whose handlers set the origins.
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

const OTHER_FORMS: &str = "
a module in `cfg_attr` replaces a setting of a shared policy
    preflight GET /with-policy from https://shared.example
    204 | allow-methods: GET | allow-origin: https://shared.example | max-age: 6 | vary: preflight
a handler's shared policy replaces the settings that it has
    preflight GET /with-its-own-policy from https://shared.example
    204 | allow-methods: GET | allow-origin: https://shared.example | max-age: 5 | vary: preflight
a handler's shared policy keeps the module's other settings
    GET /with-its-own-policy from https://shared.example
    200 ran | allow-origin: https://shared.example | expose-headers: x-module | vary: Origin
a module can have dynamic origins
    GET /with-function from https://partner.example
    200 ran | allow-origin: https://partner.example | vary: Origin
a module without origins applies its other settings
    GET /completed from https://evil.example
    403 | vary: Origin
";

#[actix_web::test]
async fn a_module_accepts_the_forms_of_a_handlers_policy() {
    let services = |config: &mut ServiceConfig| {
        config
            .service(with_policy::inherits)
            .service(with_policy::own)
            .service(with_function::inherits)
            .service(without_origins::completed);
    };
    check(services, OTHER_FORMS).await;
}

#[actix_web::test]
async fn a_module_inside_a_function_can_use_the_functions_consts() {
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

    check(
        |config| _ = config.service(local::below::inherits),
        "
a handler two modules below uses a const of the function
    GET /local from https://local.example
    200 ran | allow-origin: https://local.example | vary: Origin
",
    )
    .await;
}
