//! [CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch-0): the request that asks
//! for permission, and the checks of its response.

use std::time::Duration;

use http::{
    HeaderMap,
    header::{self, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, HeaderValue},
};

use crate::{
    blocked::Blocked,
    cors_check::cors_check,
    engine::Engine,
    header_list::{extract_tokens, get, values},
    request::Request,
    safelist::{is_safelisted_method, unsafe_request_header_names},
    trace::Check,
    transport::Response,
};

/// The time for which a browser caches a preflight response without `Access-Control-Max-Age`.
pub const DEFAULT_MAX_AGE: Duration = Duration::from_secs(5);

/// The entries that a successful preflight adds to the CORS-preflight cache.
#[derive(Debug)]
pub(crate) struct Permission {
    pub(crate) max_age: Duration,
    pub(crate) methods: Vec<String>,
    pub(crate) header_names: Vec<String>,
}

/// Returns the preflight for a request.
pub(crate) fn preflight(request: &Request) -> Request {
    let mut preflight = request.preflight();
    preflight.headers.append(header::ACCEPT, HeaderValue::from_static("*/*"));
    if let Ok(method) = HeaderValue::from_str(request.method.as_str()) {
        preflight.headers.append(header::ACCESS_CONTROL_REQUEST_METHOD, method);
    }
    let names: Vec<_> = unsafe_request_header_names(&request.headers).into_iter().collect();
    // The standard adds no space after the comma, because browsers add none.
    if let Ok(value) = HeaderValue::from_str(&names.join(","))
        && !names.is_empty()
    {
        preflight.headers.append(header::ACCESS_CONTROL_REQUEST_HEADERS, value);
    }
    preflight
}

/// Checks the response to the preflight of `request`.
pub(crate) fn check_preflight(
    engine: Engine,
    request: &Request,
    response: &Response,
    checks: &mut Vec<Check>,
) -> Result<Permission, Blocked> {
    // The check uses the credentials mode of `request`. The credentials mode of the preflight itself is always
    // "same-origin".
    cors_check(request, response, true, checks)?;
    let status = response.status;
    if !status.is_success() {
        let attempt = request.attempt_with_note(response);
        return Err(Blocked::PreflightStatus { attempt, status });
    }
    checks.push(Check::passed("status", format!("{} is between 200 and 299", status.as_u16())));

    let methods = extract(request, response, ACCESS_CONTROL_ALLOW_METHODS.as_str())?;
    let header_names = extract(request, response, ACCESS_CONTROL_ALLOW_HEADERS.as_str())?;
    check_method(request, response, &methods, checks)?;
    check_header_names(engine, request, response, &header_names, checks)?;
    Ok(Permission { max_age: max_age(engine, &response.headers), methods, header_names })
}

fn extract(
    request: &Request,
    response: &Response,
    header: &'static str,
) -> Result<Vec<String>, Blocked> {
    extract_tokens(&response.headers, header).ok_or_else(|| Blocked::PreflightSyntax {
        attempt: request.attempt_with_note(response),
        header,
        value: get(&response.headers, header).unwrap_or_default(),
    })
}

fn check_method(
    request: &Request,
    response: &Response,
    methods: &[String],
    checks: &mut Vec<Check>,
) -> Result<(), Blocked> {
    let method = request.method.as_str();
    let reason = if methods.iter().any(|listed| listed == method) {
        "is listed"
    } else if is_safelisted_method(&request.method) {
        "needs no permission"
    } else if has_wildcard(request, methods) {
        "is covered by `*`"
    } else {
        return Err(Blocked::PreflightMethod {
            attempt: request.attempt_with_note(response),
            allow_methods: get(&response.headers, ACCESS_CONTROL_ALLOW_METHODS.as_str()),
        });
    };
    let name = "access-control-allow-methods";
    checks.push(Check::passed(name, format!("`{method}` {reason}")));
    Ok(())
}

fn check_header_names(
    engine: Engine,
    request: &Request,
    response: &Response,
    header_names: &[String],
    checks: &mut Vec<Check>,
) -> Result<(), Blocked> {
    for name in unsafe_request_header_names(&request.headers) {
        let reason = if header_names.iter().any(|allowed| allowed.eq_ignore_ascii_case(&name)) {
            "is listed"
        } else if engine.wildcard_covers(&name) && has_wildcard(request, header_names) {
            "is covered by `*`"
        } else {
            return Err(Blocked::PreflightHeader {
                attempt: request.attempt_with_note(response),
                name,
                allow_headers: get(&response.headers, ACCESS_CONTROL_ALLOW_HEADERS.as_str()),
            });
        };
        let message = format!("`{name}` {reason}");
        checks.push(Check::passed("access-control-allow-headers", message));
    }
    Ok(())
}

/// Returns whether the list has `*` as a wildcard. With credentials, `*` is a literal name:
/// <https://fetch.spec.whatwg.org/#http-new-header-syntax>.
fn has_wildcard(request: &Request, items: &[String]) -> bool {
    !request.includes_credentials() && items.iter().any(|item| item == "*")
}

/// Returns the time for which the response is cached. The time is zero if the value of `Access-Control-Max-Age` is
/// negative or invalid, or if there are several values. The standard uses [`DEFAULT_MAX_AGE`] in these cases, but
/// browsers differ from the standard.
fn max_age(engine: Engine, headers: &HeaderMap) -> Duration {
    match &values(headers, header::ACCESS_CONTROL_MAX_AGE.as_str())[..] {
        [] => DEFAULT_MAX_AGE,
        [value] if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
            // A number that overflows `u64` is above the limit of every engine.
            Duration::from_secs(value.parse().unwrap_or(u64::MAX)).min(engine.max_age_limit())
        }
        _ => Duration::ZERO,
    }
}
