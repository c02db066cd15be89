//! Valid policies that differ in one detail from the rejected ones in `tests/ui/rules`.

use actix_web::{App, get, patch, route, web};
use cors_runtime::{Policy, cors, policy};

const STAFF: &str = "https://staff.example.com:8443";
const FRONT_ENDS: &[&str] = &["https://app.example.com", STAFF];
const MINUTE: u32 = 60;

const SHARED: Policy = policy!(
    origins = ["https://app.example.com", concat!("https://", "shop.example.com")],
    debug_origins = ["http://localhost:*", "http://[::1]:5173", "http://127.0.0.1:5173"],
    methods = [GET, PATCH],
    allow_credentials,
);

#[cors(origins = "*", allow_headers = ["*", "authorization"], expose_headers = "*")]
#[get("/any")]
async fn any() -> &'static str {
    ""
}

#[cors(origins = FRONT_ENDS, max_age = 10 * MINUTE, expose_headers = ["cache-control"])]
#[route("/consts", method = "GET", method = "PURGE")]
async fn consts() -> &'static str {
    ""
}

/// A route uses those methods of a shared policy that it serves.
#[cors(policy = SHARED, allow_headers = [])]
#[patch("/shared")]
async fn shared() -> &'static str {
    ""
}

#[cors(
    origins = ["http://app.example.com", "https://*.github.io", "null"],
    allow_credentials,
    danger_allow_insecure_origins,
    danger_allow_public_suffixes,
    danger_allow_null_origin,
)]
#[get("/dangers")]
async fn dangers() -> &'static str {
    ""
}

#[cors(origins = ["https://*.github.io", "http://app.example.com"])]
#[get("/without-credentials")]
async fn without_credentials() -> &'static str {
    ""
}

#[cors(origins = "*")]
mod module {
    use actix_web::get;

    #[get("/module")]
    pub async fn default() -> &'static str {
        ""
    }

    #[cors_runtime::cors(none)]
    #[get("/none")]
    pub async fn none() -> &'static str {
        ""
    }
}

#[test]
fn the_handlers_are_registered() {
    let _ = App::new()
        .service(any)
        .service(consts)
        .service(shared)
        .service(dangers)
        .service(web::scope("/v2").service(without_credentials))
        .service(module::default)
        .service(module::none);
}
