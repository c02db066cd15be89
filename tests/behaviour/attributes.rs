//! Tests of handlers that have other attributes beside `#[cors]`, and of names in scope that shadow names of the
//! language and of this crate.
#![deny(warnings)]

use actix_web::{delete, post};
use utoipa::OpenApi;

use crate::prelude::*;

const APP: Policy = policy!(origins = "https://app.example");

/// Handlers with other attributes above, between and below `#[cors]` and the route attribute.
#[rustfmt::skip]
mod places {
    use super::{APP, cors, delete, get};

    /// A handler with the same name as its route attribute, `delete`. `tracing::instrument` rewrites the function.
    #[cors(policy = APP)]
    #[delete("/verb")]
    #[tracing::instrument]
    pub async fn delete() -> &'static str { "ran" }

    /// This doc comment is above `#[cors]`.
    #[cors(policy = APP)]
    #[allow(dead_code)]
    /// This doc comment is between `#[cors]` and the route attribute.
    #[inline]
    #[get("/comments")]
    /// This doc comment is below the route attribute.
    #[expect(unused_variables)]
    pub async fn comments() -> &'static str {
        let unused = 1;
        "ran"
    }

    #[cfg_attr(all(), cors(policy = APP))]
    #[get("/conditional-policy")]
    pub async fn conditional_policy() -> &'static str { "ran" }

    #[cfg_attr(any(), cors(policy = APP))]
    #[get("/no-policy")]
    pub async fn no_policy() -> &'static str { "ran" }

    #[cors(policy = APP)]
    #[cfg_attr(all(), get("/conditional-route"))]
    #[cfg_attr(any(), get("/never"))]
    pub async fn conditional_route() -> &'static str { "ran" }

    #[cfg_attr(all(), cors(policy = APP), get("/both"))]
    pub async fn both() -> &'static str { "ran" }

    #[cors(policy = APP)]
    #[tracing::instrument]
    #[get("/macro-between")]
    pub async fn macro_between() -> &'static str { "ran" }

    #[tracing::instrument]
    #[cors(policy = APP)]
    #[get("/macro-above")]
    pub async fn macro_above() -> &'static str { "ran" }
}

#[actix_web::test]
async fn a_handler_has_its_policy_wherever_other_attributes_are() {
    let app = App::new()
        .service(places::delete)
        .service(places::comments)
        .service(places::conditional_policy)
        .service(places::no_policy)
        .service(places::conditional_route)
        .service(places::both)
        .service(places::macro_between)
        .service(places::macro_above);
    let mut table = "
a policy in `cfg_attr` does not apply if the condition does not hold
    GET /no-policy from https://app.example => 200 ran
a route in `cfg_attr` does not exist if the condition does not hold
    GET /never from https://app.example => 404
"
    .to_owned();
    for request in [
        "DELETE /verb",
        "GET /comments",
        "GET /conditional-policy",
        "GET /conditional-route",
        "GET /both",
        "GET /macro-between",
        "GET /macro-above",
    ] {
        let (method, _) = request.split_once(' ').expect("a method");
        table += &format!(
            "{request}\n {request} from https://app.example\n \
             200 ran | allow-origin: https://app.example | vary: Origin\n\
             the preflight of {request}\n preflight {request} from https://app.example\n \
             204 | allow-methods: {method} | allow-origin: https://app.example | vary: preflight\n"
        );
    }
    check_app(&init_service(app).await, &table).await;
}

/// Handlers with the attribute `#[utoipa::path]`, which reads the route attribute.
mod documented {
    use super::*;

    #[cors(origins = "*")]
    #[utoipa::path(responses((status = 200)))]
    #[get("/between")]
    pub async fn between() -> &'static str {
        ""
    }

    #[utoipa::path(responses((status = 200)))]
    #[cors(origins = "*")]
    #[post("/above/{id}")]
    pub async fn above(id: web::Path<u32>) -> String {
        id.to_string()
    }

    #[cors(origins = "https://app.example")]
    pub mod module {
        use actix_web::get;

        #[utoipa::path(responses((status = 200)))]
        #[get("/within")]
        pub async fn within() -> &'static str {
            ""
        }
    }

    #[derive(OpenApi)]
    #[openapi(paths(between, above, module::within))]
    pub struct Documented;
}

#[test]
fn an_attribute_of_another_crate_reads_the_route_attribute_wherever_it_is() {
    let paths = documented::Documented::openapi().paths.paths;
    assert_eq!(paths.into_keys().collect::<Vec<_>>(), ["/above/{id}", "/between", "/within"]);

    let policies = policies();
    let module = concat!(module_path!(), "::documented");
    let own = policies.iter().filter(|handler| handler.module.starts_with(module));
    let mut annotated: Vec<_> = own.map(|handler| handler.routes[0].path).collect();
    annotated.sort_unstable();
    assert_eq!(annotated, ["/above/{id}", "/between", "/within"]);
}

const AGE: core::primitive::u32 = 60;
const ORIGINS: &[&core::primitive::str] = &["https://a.example"];

/// A module whose items have the names of primitive types, of items of the prelude, and of items of `cors-runtime`,
/// such as `bool`, `Option` and `Policy`.
mod shadowed_names {
    #![allow(dead_code, non_camel_case_types)]

    use super::{AGE, APP, ORIGINS};
    use ::actix_web::get;
    use ::cors_runtime::cors;

    pub struct bool;
    pub struct str;
    pub struct usize;
    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Policy;
    pub struct List;
    pub mod core {}
    pub mod cors_runtime {}

    #[cors(policy = APP, origins = [.., "https://b.example"], max_age = AGE)]
    #[get("/list")]
    pub async fn list() -> &'static ::core::primitive::str {
        ""
    }

    #[cors(origins = ORIGINS, max_age = AGE + 1)]
    #[get("/u32")]
    pub async fn u32() -> &'static ::core::primitive::str {
        ""
    }
}

#[test]
fn names_in_scope_do_not_change_the_meaning_of_a_policy() {
    let _ = App::new().service(shadowed_names::list).service(shadowed_names::u32);
}
