//! `#[cors]` on a module: the default of the handlers in it.

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

const INHERITED: &str = "
a handler without a policy of its own has the module's, whose paths mean what they mean outside
    preflight GET /books from https://app.example
    204 | allow-credentials: true | allow-headers: x-module | allow-methods: GET
        | allow-origin: https://app.example | max-age: 3600 | vary: preflight
its actual response has the module's too
    GET /books from https://app.example
    200 ran | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-exposed | vary: Origin
a path of the same name in the module is not meant
    GET /books from https://shadow.example
    200 ran | vary: Origin
a handler in a module two below has it as well
    preflight GET /pages from https://app.example
    204 | allow-credentials: true | allow-headers: x-module | allow-methods: GET
        | allow-origin: https://app.example | max-age: 3600 | vary: preflight
";

const OVERRIDDEN: &str = "
a handler replaces what it writes, by the paths of where it stands
    preflight PUT /books from https://shadow.example
    204 | allow-credentials: true | allow-headers: x-module | allow-methods: PUT
        | allow-origin: https://shadow.example | max-age: 60 | vary: preflight
what it replaced is gone
    PUT /books from https://app.example
    200 ran | vary: Origin
a handler has methods that the module does not list, and clears the module's lists
    preflight POST /books from https://app.example
    204 | allow-methods: POST | allow-origin: https://app.example | max-age: 3600
        | vary: preflight
what it cleared is gone from the actual response
    DELETE /books from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
a handler two modules below replaces what it writes
    preflight GET /pages/own from https://app.example
    204 | allow-credentials: true | allow-headers: x-own | allow-methods: GET
        | allow-origin: https://app.example | max-age: 3600 | vary: preflight
a module below replaces what it writes, by the paths of where it stands
    preflight GET /reviews from https://nested.example
    204 | allow-credentials: true | allow-headers: x-module | allow-methods: GET
        | allow-origin: https://nested.example | max-age: 0 | vary: preflight
a module below reads paths of the module around it
    GET /reviews from https://shadow.example
    200 ran | allow-credentials: true | allow-origin: https://shadow.example
        | expose-headers: x-exposed | vary: Origin
what the module below replaced is gone, and further below too
    GET /reviews/deeper from https://app.example
    200 ran | vary: Origin
what the module below wrote is inherited further below
    preflight GET /reviews/deeper from https://nested.example
    204 | allow-credentials: true | allow-headers: x-module | allow-methods: GET
        | allow-origin: https://nested.example | max-age: 0 | vary: preflight
a handler in the module below replaces what both wrote, and keeps the rest of both
    preflight PUT /reviews from https://app.example
    204 | allow-credentials: true | allow-headers: x-module | allow-methods: PUT
        | allow-origin: https://app.example | max-age: 0 | vary: preflight
";

const TAKEN_OUT: &str = "
a handler that is taken out has no headers
    GET /books/internal from https://app.example
    200 ran
the preflight of a handler that is taken out is refused
    preflight GET /books/internal from https://app.example
    403 | vary: preflight
a module that is taken out has no headers
    GET /health from https://app.example
    200 ran
the preflight of a module that is taken out is refused
    preflight GET /health from https://app.example
    403 | vary: preflight
";

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

const WITH_SCOPE: &str = "
above a scope, a handler inherits
    GET /policy-above/books from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
above a scope, a handler has its own
    preflight GET /policy-above/own from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | max-age: 1 | vary: preflight
above a scope, a handler has none
    GET /policy-above/none from https://app.example
    200 ran
below a scope, a handler inherits
    GET /policy-below/books from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
below a scope, a handler has its own
    preflight GET /policy-below/own from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | max-age: 1 | vary: preflight
below a scope, a handler has none
    GET /policy-below/none from https://app.example
    200 ran
";

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

const OTHER_FORMS: &str = "
a shared policy with a setting replaced, on a condition that holds
    preflight GET /of-a-policy from https://shared.example
    204 | allow-methods: GET | allow-origin: https://shared.example | max-age: 6 | vary: preflight
a shared policy of the handler replaces what it has
    preflight GET /of-its-own-policy from https://shared.example
    204 | allow-methods: GET | allow-origin: https://shared.example | max-age: 5 | vary: preflight
a shared policy of the handler leaves what it has not
    GET /of-its-own-policy from https://shared.example
    200 ran | allow-origin: https://shared.example | expose-headers: x-module | vary: Origin
origins known only at run time
    GET /of-a-function from https://partner.example
    200 ran | allow-origin: https://partner.example | vary: Origin
origins that each handler names
    GET /completed from https://evil.example
    403 | vary: Origin
";

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

    check(
        |config| _ = config.service(local::below::inherits),
        "
a handler in a module in a module in a function
    GET /local from https://local.example
    200 ran | allow-origin: https://local.example | vary: Origin
",
    )
    .await;
}
