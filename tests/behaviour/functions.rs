//! Every form of function that actix-web's route attributes accept.

use actix_web::web::ServiceConfig;

use crate::case::check;

/// A handler named like its verb, with an attribute below that rewrites the function.
mod named_like_its_verb {
    use actix_web::{delete, web};
    use cors_runtime::cors;

    #[cors(origins = "https://app.example")]
    #[delete("/files/{file}")]
    #[tracing::instrument]
    pub async fn delete(file: web::Path<String>) -> String {
        file.into_inner()
    }
}

#[actix_web::test]
async fn a_handler_named_like_its_verb_is_routed() {
    let cases = "
the route has the policy
    DELETE /files/a from https://app.example
    200 a | allow-origin: https://app.example | vary: Origin
the preflight has the policy
    preflight DELETE /files/a from https://app.example
    204 | allow-methods: DELETE | allow-origin: https://app.example | vary: preflight
";
    check(|config| _ = config.service(named_like_its_verb::delete), cases).await;
}

/// Functions that return a future and are not `async`, which actix-web accepts.
mod futures {
    use std::{
        future::{Ready, ready},
        pin::Pin,
    };

    use actix_web::{get, route};
    use cors_runtime::cors;

    type BoxedResponse = Pin<Box<dyn Future<Output = &'static str>>>;

    #[cors(origins = "https://app.example")]
    #[get("/impl")]
    pub fn of_impl() -> impl Future<Output = &'static str> {
        ready("impl")
    }

    #[cors(origins = "https://app.example")]
    #[get("/boxed")]
    pub fn boxed() -> Pin<Box<dyn Future<Output = actix_web::Result<&'static str>>>> {
        Box::pin(async { Ok("boxed") })
    }

    #[cors(origins = "https://app.example")]
    #[get("/alias")]
    pub fn alias() -> BoxedResponse {
        Box::pin(async { "alias" })
    }

    macro_rules! handler {
        ($name:ident, $path:literal, $future:ty, $body:expr) => {
            #[cors(origins = "https://app.example")]
            #[route($path, method = "GET")]
            pub fn $name() -> $future {
                $body
            }
        };
    }

    handler!(of_macro, "/macro", Ready<&'static str>, ready("macro"));
}

#[actix_web::test]
async fn a_function_that_returns_a_future_is_a_handler() {
    let services = |config: &mut ServiceConfig| {
        config
            .service(futures::of_impl)
            .service(futures::boxed)
            .service(futures::alias)
            .service(futures::of_macro);
    };
    let cases = "
a handler can return an `impl Future`
    GET /impl from https://app.example
    200 impl | allow-origin: https://app.example | vary: Origin
a handler can return a boxed future
    GET /boxed from https://app.example
    200 boxed | allow-origin: https://app.example | vary: Origin
a handler can return an alias of a boxed future
    GET /alias from https://app.example
    200 alias | allow-origin: https://app.example | vary: Origin
a handler can return a type that a `macro_rules!` passes
    GET /macro from https://app.example
    200 macro | allow-origin: https://app.example | vary: Origin
a handler from a `macro_rules!` has a preflight
    preflight GET /macro from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
";
    check(services, cases).await;
}
