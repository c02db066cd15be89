//! A macro that defines annotated handlers from a table.

/// Defines the function `services`, which registers a handler for each line. A line has a route attribute and a policy.
/// Every handler responds with `ran`.
macro_rules! handlers {
    ($($route:ident($($path:tt)*): cors($($policy:tt)*);)*) => {
        pub fn services(config: &mut actix_web::web::ServiceConfig) {
            $({
                #[cors_runtime::cors($($policy)*)]
                #[actix_web::$route($($path)*)]
                async fn handler() -> &'static str {
                    "ran"
                }
                config.service(handler);
            })*
        }
    };
}
