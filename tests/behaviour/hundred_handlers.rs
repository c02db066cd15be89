//! A hundred handlers in ten modules, each with its own policy.

use actix_web::{App, test::init_service, web::ServiceConfig};

use crate::case::{Failures, send};

/// Defines ten modules of ten handlers. Each handler sets its origin, each module its headers.
macro_rules! modules {
    ($($module:ident $prefix:literal)*) => {
        $(modules! { @module $module $prefix
            zero "/0", one "/1", two "/2", three "/3", four "/4",
            five "/5", six "/6", seven "/7", eight "/8", nine "/9",
        })*

        fn services(config: &mut ServiceConfig) {
            $($module::services(config);)*
        }

        /// The module, prefix, name and path of each handler.
        fn handlers() -> impl Iterator<Item = [&'static str; 4]> {
            [$($module::HANDLERS),*].into_iter().flatten().copied()
        }
    };
    (@module $module:ident $prefix:literal $($name:ident $path:literal,)*) => {
        #[actix_web::scope($prefix)]
        #[cors_runtime::cors(allow_headers = concat!("x-", stringify!($module)), enforce)]
        mod $module {
            use actix_web::{patch, web::ServiceConfig};
            use cors_runtime::cors;

            $(
                #[cors(origins = concat!("https://", stringify!($name), ".", stringify!($module), ".example"))]
                #[patch($path)]
                async fn $name() -> &'static str {
                    concat!(stringify!($module), " ", stringify!($name))
                }
            )*

            pub fn services(config: &mut ServiceConfig) {
                config$(.service($name))*;
            }

            pub const HANDLERS: &[[&str; 4]] =
                &[$([stringify!($module), $prefix, stringify!($name), $path]),*];
        }
    };
}

modules! {
    accounts "/accounts"
    books "/books"
    carts "/carts"
    drafts "/drafts"
    events "/events"
    files "/files"
    groups "/groups"
    hooks "/hooks"
    invoices "/invoices"
    jobs "/jobs"
}

fn origin(module: &str, name: &str) -> String {
    format!("https://{name}.{module}.example")
}

#[actix_web::test]
async fn each_of_a_hundred_handlers_has_its_own_policy() {
    let app = init_service(App::new().configure(services)).await;
    assert_eq!(handlers().count(), 100);
    let mut failures = Failures::default();
    for [module, prefix, name, path] in handlers() {
        let own = origin(module, name);
        let share = format!("access-control-allow-origin: {own}");

        let preflight = [
            format!("OPTIONS {prefix}{path}"),
            format!("origin: {own}"),
            "access-control-request-method: PATCH".to_owned(),
        ];
        let expected = [
            "204",
            &format!("access-control-allow-headers: x-{module}"),
            "access-control-allow-methods: PATCH",
            &share,
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ];
        let fact = format!("the preflight of {module} {name}");
        failures.compare(&fact, &expected, &send(&app, &preflight).await);

        for [other_module, _, other_name, _] in handlers() {
            let other = origin(other_module, other_name);
            let request = [format!("PATCH {prefix}{path}"), format!("origin: {other}")];
            let response = send(&app, &request).await;
            let ran = format!("200 {module} {name}");
            let allowed = [&ran, share.as_str(), "vary: Origin"];
            let rejected = ["403", "vary: Origin"];
            let expected: &[&str] = if other == own { &allowed } else { &rejected };
            failures.compare(&format!("{module} {name} for {other}"), expected, &response);
        }
    }
    failures.report();
}
