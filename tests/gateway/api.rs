//! Handlers whose policies a CORS filter of the Kubernetes Gateway API can express, and handlers for each part of a
//! policy that a filter cannot express.

#[allow(unused_imports, reason = "below `#[routes]`, an attribute is read and not expanded")]
use actix_web::delete;
use actix_web::{get, post, put, route, web::ServiceConfig};
use cors_runtime::{Policy, cors, policy};

pub const MODULE: &str = module_path!();

/// Defines handlers that return an empty body.
macro_rules! handlers {
    ($($(#$attribute:tt)* $name:ident;)*) => {
        $($(#$attribute)* async fn $name() -> &'static str { "" })*
    };
}

pub fn routes(api: &mut ServiceConfig) {
    api.service(public).service(read).service(replace).service(write);
}

const APP: Policy = policy!(
    origins = ["https://app.example", "https://*.app.example:8443", "http://localhost:3000"],
    debug_origins = "http://localhost:*",
    allow_headers = ["content-type", "x-request-id"],
    expose_headers = "x-total-count",
    allow_credentials,
    max_age = "2h",
    enforce,
);

handlers! {
    #[cors(origins = "*", expose_headers = "*")]
    #[get("/gateway/public")]
    public;

    #[cors(policy = APP, debug_origins = [])]
    #[actix_web::routes]
    #[get("/gateway/app")]
    #[delete("/gateway/app")]
    read;

    /// A handler on the path of `read`. One filter can express both policies, because they differ only in the methods
    /// and in `enforce`, which is not part of a filter.
    #[cors(policy = APP, debug_origins = [], methods = PUT, enforce = false)]
    #[put("/gateway/app")]
    replace;

    #[cors(origins = "https://app.example", allow_headers = "*", allow_credentials)]
    #[post("/gateway/any-header")]
    write;

    #[cors(none)]
    #[get("/gateway/none")]
    none;

    #[cors(origins = dynamic(|origin, _| origin.is_subdomain_of("partner.example")))]
    #[get("/gateway/dynamic")]
    partners;

    #[cors(
        origins = [
            "https://app.example",
            "tauri://localhost",
            "null",
            "http://localhost:*",
            "http://[::1]:3000",
            "https://a_b.example",
            "https://*-team.example",
        ],
        danger_allow_null_origin,
        allow_headers = "*",
        max_age = 0
    )]
    #[route("/gateway/origins", method = "GET", method = "PURGE")]
    unsupported_origins;

    #[cors(origins = MANY)]
    #[get("/gateway/many")]
    many;

    #[cors(origins = LONG)]
    #[get("/gateway/long")]
    long;

    #[cors(origins = "*")]
    #[get("/gateway/shared")]
    shared_read;

    #[cors(origins = "https://staff.example")]
    #[put("/gateway/shared")]
    shared_write;
}

macro_rules! many {
    ($($number:literal)*) => { &[$(concat!("https://t", $number, ".example")),*] };
}

/// A list with one origin more than a filter accepts.
const MANY: &[&str] = many!(
    0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32
    33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64
);

const LONG: &str = concat!(
    "https://",
    "a12345678901234567890123456789012345678901234567890123456789.",
    "b12345678901234567890123456789012345678901234567890123456789.",
    "c12345678901234567890123456789012345678901234567890123456789.",
    "d12345678901234567890123456789012345678901234567890123456789.",
    "e.example",
);
