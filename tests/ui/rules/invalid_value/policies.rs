use std::sync::LazyLock;

use actix_web::get;
use cors_runtime::{Origins, Policy, cors, policy};

// A policy without the key `policy`.
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

// Constants of the `http` crate.
const _: Policy =
    policy!(origins = "*", methods = [Method::PUT], allow_headers = [header::CONTENT_TYPE]);

// `dynamic` without an argument.
const _: Policy = policy!(origins = dynamic());

// Common mistakes in place of a key or a value.
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

// An unfinished attribute.
const _: Policy = policy!(origins = "*", max_age = , allow_headers = ["a" "b"], = 5, enforce true);

// A list without brackets, or in other brackets.
const _: Policy = policy!(origins = "https://a.example.com", "https://b.example.com");
const _: Policy = policy!(origins = {"https://a.example.com", "https://b.example.com"});
const _: Policy = policy!(origins = ("https://a.example.com", "https://b.example.com"));
const _: Policy = policy!(origins = "https://a.example.com" | "https://b.example.com");
const _: Policy = policy!(origins = ["https://a.example.com"; "https://b.example.com"]);
const _: Policy = policy!(origins = "*", methods = GET, POST);
const _: Policy = policy!(origins = "*", allow_headers = [content-type, authorization]);

// Values that exist only at run time.
const _: Policy =
    policy!(origins = [format!("https://{}.example.com", "a")], max_age = Duration::from_secs(60));

// `none` together with another key.
#[cors(none, origins = "*")]
#[get("/none")]
async fn none() -> &'static str {
    ""
}

// Other forms of `key = value`, from other languages and builders.
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

// The path of a policy in another place or form.
const SHARED: Policy = policy!(origins = "https://app.example.com");
const _: Policy = policy!(crate::SHARED);
const _: Policy = policy!(..SHARED);
const _: Policy = policy!(policy = &SHARED);
const _: Policy = policy!(policy = "FIRST_PARTY");
const _: Policy = policy!(policy = "SHARED");
const _: Policy = policy!(policy = SHARED.clone());
const _: Policy = policy!(policy = policy!(origins = "*"));
const _: Policy = policy!(policy = SHARED, ..);

// An unknown value of `enforce`.
const _: Policy = policy!(origins = "https://app.example.com", enforce = "isolated");

// Words without quotes, and words for another value.
const _: Policy = policy!(origins = any);
const _: Policy = policy!(origins = none);
const _: Policy = policy!(origins = '*');
const _: Policy = policy!(origins = "*", allow_headers = content-type);
const _: Policy = policy!(origins = "https://app.example.com", enforce = isolate);
const _: Policy = policy!(origins = "*", max_age = 2h);
const _: Policy = policy!(origins = "*", max_age = 60u64);
const _: Policy = policy!(origins = |origin, _| origin.scheme() == "https");
const _: Policy = policy!(origins = dynamic);

// A literal of the wrong type for each key.
const _: Policy = policy!(
    origins = ["https://app.example.com", 5],
    methods = true,
    allow_headers,
    expose_headers = b"etag",
    allow_credentials = "yes",
    max_age = 'h',
    enforce = 1,
);

// A policy, or a set of origins, where a list of origins is expected.
const FIRST_PARTY: Policy = policy!(origins = "https://app.example.com");
static PARTNERS: LazyLock<Origins> =
    LazyLock::new(|| Origins::parse(["https://partner.example.com"]).unwrap());
const _: Policy = policy!(origins = FIRST_PARTY);
const _: Policy = policy!(origins = ["https://app.example.com", &PARTNERS]);

fn main() {}
