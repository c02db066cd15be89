use http::HeaderValue;

use crate::request::Preflight;

/// The answer to a preflight that reached a policy.
pub(crate) enum PreflightAnswer {
    /// 204, and `Access-Control-Allow-Origin` with that value.
    Allowed(HeaderValue),
    /// 403, without a single CORS header.
    NotAllowed,
}

/// <https://fetch.spec.whatwg.org/#http-responses>: the answer does not depend on
/// `Access-Control-Request-Headers`, since the browser compares, and then names what was refused.
pub(crate) fn preflight(
    any_origin: bool,
    request: Preflight<'_>,
    is_allowed: impl FnOnce(&HeaderValue) -> bool,
) -> PreflightAnswer {
    if any_origin {
        PreflightAnswer::Allowed(HeaderValue::from_static("*"))
    } else if is_allowed(request.origin) {
        PreflightAnswer::Allowed(request.origin.clone())
    } else {
        PreflightAnswer::NotAllowed
    }
}
