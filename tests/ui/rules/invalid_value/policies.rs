use std::sync::LazyLock;

use actix_web::get;
use cors_runtime::{Origins, Policy, cors, policy};

// The path of a policy lacks its key: `policy =`.
const SHOP: Policy = policy!(origins = "*");
const _: Policy = policy!(SHOP);

// A macro cannot evaluate a `#[cfg]` on a value.
const BASE: Policy = policy!(
    origins = ["https://a.example", #[cfg(debug_assertions)] "http://localhost:3000"],
    allow_credentials = #[cfg(any())] true,
);
#[cors(
    policy = BASE,
    origins = [#[cfg(any())] .., "https://b.example"],
    allow_headers = [
        /// Identifies the request in our logs.
        "x-request-id",
    ],
)]
#[get("/attributes")]
async fn attributes() -> &'static str {
    ""
}

// The values are constants of the `http` crate, which are not strings.
const _: Policy =
    policy!(origins = "*", methods = [Method::PUT], allow_headers = [header::CONTENT_TYPE]);

// `dynamic` has no argument.
const _: Policy = policy!(origins = dynamic());

// These keys and values are common mistakes.
const _: Policy = policy!(crate = cors_runtime, origins = None);
const _: Policy = policy!(origins = ["https://app.example.com", dynamic(&PARTNERS)]);
const _: Policy = policy!(origins = *);
const _: Policy = policy!(origins = "https://app.example.com" methods = GET);
const _: Policy = policy!("Access-Control-Allow-Origin" = "*");
const _: Policy = policy!("https://app.example.com");
const _: Policy = policy!(origins = dynamic(|origin| origin.scheme() == "https"));
const _: Policy = policy!(origins = dynamic(async |origin, _| origin.scheme() == "https"));

#[cors(permissive, dynamic = |origin, _| origin.scheme() == "https")]
#[get("/permissive")]
async fn permissive() -> &'static str {
    ""
}

#[cors(disable)]
#[get("/disabled")]
async fn disabled() -> &'static str {
    ""
}

// The arguments are not finished, as in an editor.
const _: Policy = policy!(origins = "*", max_age = , allow_headers = ["a" "b"], = 5, enforce true);

// The lists lack brackets or quotes, or have wrong brackets or separators.
const _: Policy = policy!(origins = "https://a.example.com", "https://b.example.com");
const _: Policy = policy!(origins = {"https://a.example.com", "https://b.example.com"});
const _: Policy = policy!(origins = ("https://a.example.com", "https://b.example.com"));
const _: Policy = policy!(origins = "https://a.example.com" | "https://b.example.com");
const _: Policy = policy!(origins = ["https://a.example.com"; "https://b.example.com"]);
const _: Policy = policy!(origins = "*", methods = GET, POST);
const _: Policy = policy!(origins = "*", allow_headers = [content-type, authorization]);

// `format!` creates its value at run time, and `Duration::from_secs` does not return a number.
const _: Policy =
    policy!(origins = [format!("https://{}.example.com", "a")], max_age = Duration::from_secs(60));

// `none` does not allow another key.
#[cors(none, origins = "*")]
#[get("/none")]
async fn none() -> &'static str {
    ""
}

// These arguments have the syntax of other languages or builders, wrong separators, or no key.
const _: Policy = policy!(origins: "https://app.example.com");
const _: Policy = policy!(origins("https://a.example.com", "https://b.example.com"));
const _: Policy = policy!(origins => "https://app.example.com");
const _: Policy = policy!("origins": "https://app.example.com");
const _: Policy = policy!({ "origins": ["https://app.example.com"], "maxAge": 60 });
const _: Policy = policy!(origins = "https://app.example.com", !allow_credentials);
const _: Policy = policy!(origins = "https://app.example.com", allow_credentials());
const _: Policy = policy!(origins = "https://app.example.com"; max_age = 60);
const _: Policy = policy!(origins = "*",, max_age = 60);
const _: Policy = policy!(*);

// The path of a policy is in another place or form than `policy = PATH`.
const SHARED: Policy = policy!(origins = "https://app.example.com");
const _: Policy = policy!(crate::SHARED);
const _: Policy = policy!(..SHARED);
const _: Policy = policy!(policy = &SHARED);
const _: Policy = policy!(policy = "FIRST_PARTY");
const _: Policy = policy!(policy = "SHARED");
const _: Policy = policy!(policy = SHARED.clone());
const _: Policy = policy!(policy = policy!(origins = "*"));
const _: Policy = policy!(policy = SHARED, ..);

// `enforce` has an unknown value: `isolated` instead of `isolate`.
const _: Policy = policy!(origins = "https://app.example.com", enforce = "isolated");

// The values lack quotes or `dynamic(…)`, or have another wrong form.
const _: Policy = policy!(origins = any);
const _: Policy = policy!(origins = none);
const _: Policy = policy!(origins = '*');
const _: Policy = policy!(origins = "*", allow_headers = content-type);
const _: Policy = policy!(origins = "https://app.example.com", enforce = isolate);
const _: Policy = policy!(origins = "*", max_age = 2h);
const _: Policy = policy!(origins = "*", max_age = 60u64);
const _: Policy = policy!(origins = |origin, _| origin.scheme() == "https");
const _: Policy = policy!(origins = dynamic);

// Each key has a value of the wrong type, or no value although the key expects a list.
const _: Policy = policy!(
    origins = ["https://app.example.com", 5],
    methods = true,
    allow_headers,
    expose_headers = b"etag",
    allow_credentials = "yes",
    max_age = 'h',
    enforce = 1,
);

// The value of `origins` is a policy or a set, where the key expects a list of origins.
const FIRST_PARTY: Policy = policy!(origins = "https://app.example.com");
static PARTNERS: LazyLock<Origins> =
    LazyLock::new(|| Origins::parse(["https://partner.example.com"]).unwrap());
const _: Policy = policy!(origins = FIRST_PARTY);
const _: Policy = policy!(origins = ["https://app.example.com", &PARTNERS]);

fn main() {}
