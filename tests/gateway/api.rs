//! Handlers whose policies a filter can express, and one for each part that a filter cannot express.

#[allow(unused_imports, reason = "below `#[routes]`, an attribute is read and not expanded")]
use actix_web::delete;
use actix_web::{get, post, put, route, web::ServiceConfig};
use cors_runtime::{Policy, cors, policy};

pub const MODULE: &str = module_path!();

pub fn routes(api: &mut ServiceConfig) {
    api.service(public).service(read).service(replace).service(write);
}

#[cors(origins = "*", expose_headers = "*")]
#[get("/gateway/public")]
async fn public() -> &'static str {
    ""
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

#[cors(policy = APP, debug_origins = [])]
#[actix_web::routes]
#[get("/gateway/app")]
#[delete("/gateway/app")]
async fn read() -> &'static str {
    ""
}

/// The policy differs in its methods, and in settings that are not part of a filter.
#[cors(policy = APP, debug_origins = [], methods = PUT, enforce = false)]
#[put("/gateway/app")]
async fn replace() -> &'static str {
    ""
}

#[cors(origins = "https://app.example", allow_headers = "*", allow_credentials)]
#[post("/gateway/any-header")]
async fn write() -> &'static str {
    ""
}

#[cors(none)]
#[get("/gateway/none")]
async fn none() -> &'static str {
    ""
}

#[cors(origins = dynamic(|origin, _| origin.is_subdomain_of("partner.example")))]
#[get("/gateway/dynamic")]
async fn partners() -> &'static str {
    ""
}

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
async fn unsupported_origins() -> &'static str {
    ""
}

const MANY: &[&str] = &[
    "https://t0.example",
    "https://t1.example",
    "https://t2.example",
    "https://t3.example",
    "https://t4.example",
    "https://t5.example",
    "https://t6.example",
    "https://t7.example",
    "https://t8.example",
    "https://t9.example",
    "https://t10.example",
    "https://t11.example",
    "https://t12.example",
    "https://t13.example",
    "https://t14.example",
    "https://t15.example",
    "https://t16.example",
    "https://t17.example",
    "https://t18.example",
    "https://t19.example",
    "https://t20.example",
    "https://t21.example",
    "https://t22.example",
    "https://t23.example",
    "https://t24.example",
    "https://t25.example",
    "https://t26.example",
    "https://t27.example",
    "https://t28.example",
    "https://t29.example",
    "https://t30.example",
    "https://t31.example",
    "https://t32.example",
    "https://t33.example",
    "https://t34.example",
    "https://t35.example",
    "https://t36.example",
    "https://t37.example",
    "https://t38.example",
    "https://t39.example",
    "https://t40.example",
    "https://t41.example",
    "https://t42.example",
    "https://t43.example",
    "https://t44.example",
    "https://t45.example",
    "https://t46.example",
    "https://t47.example",
    "https://t48.example",
    "https://t49.example",
    "https://t50.example",
    "https://t51.example",
    "https://t52.example",
    "https://t53.example",
    "https://t54.example",
    "https://t55.example",
    "https://t56.example",
    "https://t57.example",
    "https://t58.example",
    "https://t59.example",
    "https://t60.example",
    "https://t61.example",
    "https://t62.example",
    "https://t63.example",
    "https://t64.example",
];

#[cors(origins = MANY)]
#[get("/gateway/many")]
async fn many() -> &'static str {
    ""
}

const LONG: &str = concat!(
    "https://",
    "a12345678901234567890123456789012345678901234567890123456789.",
    "b12345678901234567890123456789012345678901234567890123456789.",
    "c12345678901234567890123456789012345678901234567890123456789.",
    "d12345678901234567890123456789012345678901234567890123456789.",
    "e.example",
);

#[cors(origins = LONG)]
#[get("/gateway/long")]
async fn long() -> &'static str {
    ""
}

#[cors(origins = "*")]
#[get("/gateway/shared")]
async fn shared_read() -> &'static str {
    ""
}

#[cors(origins = "https://staff.example")]
#[put("/gateway/shared")]
async fn shared_write() -> &'static str {
    ""
}
