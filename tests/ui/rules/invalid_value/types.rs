use std::{sync::LazyLock, time::Duration};

use actix_web::{HttpRequest, http::header::CONTENT_TYPE};
use cors_runtime::{Origin, OriginBuf, Origins, Policy, app_data, policy};

// The constants do not have the types that the keys expect.
const SECONDS: u32 = 60;
const MAYBE: Option<&str> = None;
const _: Policy = policy!(origins = MAYBE);
const _: Policy =
    policy!(origins = "https://app.example.com", allow_headers = ["x-request-id", SECONDS]);

const SECONDS_64: u64 = 60;
const HOUR: Duration = Duration::from_secs(3600);
const NAME: &str = "https://app.example.com";
static LIST: LazyLock<String> = LazyLock::new(String::new);
const _: Policy = policy!(origins = "*", max_age = SECONDS_64);
const _: Policy = policy!(origins = "*", max_age = HOUR);
const _: Policy = policy!(origins = "*", max_age = HOUR.as_secs());
const _: Policy = policy!(policy = NAME);
const _: Policy = policy!(origins = &*LIST);
const _: Policy = policy!(origins = "*", allow_headers = CONTENT_TYPE);

// `dynamic(…)` and `dynamic_async(…)` expect a set or a function of the right type, but get other values.
static PARTNERS: LazyLock<Origins> = LazyLock::new(|| Origins::from_env("PARTNERS").unwrap());
fn is_partner(origin: OriginBuf, _: HttpRequest) -> bool {
    origin.scheme() == "https"
}
fn is_tenant(origin: &Origin<'_>, _: &HttpRequest) -> bool {
    origin.scheme() == "https"
}
const _: Policy = policy!(origins = dynamic("https://app.example.com"));
const _: Policy = policy!(origins = dynamic(Origins::from_env("PARTNERS")));
const _: Policy = policy!(origins = dynamic(PARTNERS));
const _: Policy = policy!(origins = dynamic(app_data::<String>()));
const _: Policy = policy!(origins = dynamic_async(|origin, _| origin.scheme() == "https"));
const _: Policy = policy!(origins = dynamic(is_partner));
const _: Policy = policy!(origins = dynamic_async(is_tenant));

fn main() {}
