//! [CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch-0): asks the server
//! before a request that an HTML form could not have sent.

use std::time::Duration;

use actix_web::http::header::{
    self, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, HeaderValue,
};

use crate::{
    blocked::Blocked,
    cors_check::{CorsFailure, cors_check},
    header_list::HeaderList,
    network::{Network, http_network_or_cache_fetch},
    request::Request,
    response::Response,
    safelist::{
        NON_WILDCARD_REQUEST_HEADER_NAME, is_safelisted_method, unsafe_request_header_names,
    },
};

/// What a browser keeps a preflight's answer for where it has no `Access-Control-Max-Age`.
pub const DEFAULT_MAX_AGE: Duration = Duration::from_secs(5);

/// The longest time for which a preflight's answer is kept, whatever its `Access-Control-Max-Age`
/// says: Chromium's limit. The standard leaves it to the browser, and Firefox keeps a day.
pub const MAX_AGE_LIMIT: Duration = Duration::from_secs(7200);

/// What a successful preflight puts into the CORS-preflight cache.
#[derive(Debug)]
pub(crate) struct Allowance {
    pub(crate) max_age: Duration,
    pub(crate) methods: Vec<String>,
    pub(crate) header_names: Vec<String>,
}

pub(crate) async fn cors_preflight_fetch(
    network: &dyn Network,
    request: &Request,
) -> Result<Allowance, Blocked> {
    let mut preflight = request.preflight();
    preflight.headers.append(header::ACCEPT, HeaderValue::from_static("*/*"));
    if let Ok(method) = HeaderValue::from_str(request.method.as_str()) {
        preflight.headers.append(header::ACCESS_CONTROL_REQUEST_METHOD, method);
    }
    let names: Vec<_> = unsafe_request_header_names(&request.headers).into_iter().collect();
    // No space after the comma: "not the way this was implemented, for better or worse".
    if let Ok(value) = HeaderValue::from_str(&names.join(","))
        && !names.is_empty()
    {
        preflight.headers.append(header::ACCESS_CONTROL_REQUEST_HEADERS, value);
    }
    let response = http_network_or_cache_fetch(network, &preflight).await;
    judge(request, &response)
}

fn judge(request: &Request, response: &Response) -> Result<Allowance, Blocked> {
    // On `request`, not on the preflight, whose credentials mode is "same-origin".
    cors_check(request, &response.headers).map_err(|failure| match failure {
        CorsFailure::Origin { allow_origin } => Blocked::PreflightOrigin {
            attempt: request.attempt_answered(response),
            status: response.status,
            allow_origin,
        },
        CorsFailure::Credentials { allow_credentials } => Blocked::PreflightCredentials {
            attempt: request.attempt_answered(response),
            allow_credentials,
        },
    })?;
    if !response.status.is_success() {
        return Err(Blocked::PreflightStatus {
            attempt: request.attempt_answered(response),
            status: response.status,
        });
    }

    let methods = extract(request, response, ACCESS_CONTROL_ALLOW_METHODS.as_str())?;
    let header_names = extract(request, response, ACCESS_CONTROL_ALLOW_HEADERS.as_str())?;
    check_method(request, response, &methods)?;
    check_header_names(request, response, &header_names)?;
    Ok(Allowance { max_age: max_age(&response.headers), methods, header_names })
}

fn extract(
    request: &Request,
    response: &Response,
    header: &'static str,
) -> Result<Vec<String>, Blocked> {
    match response.headers.extract_tokens(header) {
        Ok(tokens) => Ok(tokens.unwrap_or_default()),
        Err(_) => Err(Blocked::PreflightSyntax {
            attempt: request.attempt_answered(response),
            header,
            value: response.headers.get(header).unwrap_or_default(),
        }),
    }
}

fn check_method(request: &Request, response: &Response, methods: &[String]) -> Result<(), Blocked> {
    let listed = methods.iter().any(|method| method == request.method.as_str());
    if listed || is_safelisted_method(&request.method) || wildcard(request, methods) {
        return Ok(());
    }
    Err(Blocked::PreflightMethod {
        attempt: request.attempt_answered(response),
        allow_methods: response.headers.get(ACCESS_CONTROL_ALLOW_METHODS.as_str()),
    })
}

fn check_header_names(
    request: &Request,
    response: &Response,
    header_names: &[String],
) -> Result<(), Blocked> {
    let refused = unsafe_request_header_names(&request.headers).into_iter().find(|name| {
        let listed = header_names.iter().any(|own| own.eq_ignore_ascii_case(name));
        let covered = name != NON_WILDCARD_REQUEST_HEADER_NAME && wildcard(request, header_names);
        !listed && !covered
    });
    match refused {
        None => Ok(()),
        Some(name) => Err(Blocked::PreflightHeader {
            attempt: request.attempt_answered(response),
            name,
            allow_headers: response.headers.get(ACCESS_CONTROL_ALLOW_HEADERS.as_str()),
        }),
    }
}

/// "`*` counts as a wildcard for requests without credentials":
/// <https://fetch.spec.whatwg.org/#http-new-header-syntax>.
fn wildcard(request: &Request, items: &[String]) -> bool {
    !request.includes_credentials() && items.iter().any(|item| item == "*")
}

/// What cannot be read is not kept at all, where the standard falls back on its default: that a
/// browser asks again is what a server can count on.
fn max_age(headers: &HeaderList) -> Duration {
    let value = match headers.extract_single(header::ACCESS_CONTROL_MAX_AGE.as_str()) {
        Ok(None) => return DEFAULT_MAX_AGE,
        Ok(Some(value)) => value,
        Err(_) => return Duration::ZERO,
    };
    if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Duration::ZERO;
    }
    // Digits that do not fit are a number beyond any limit.
    Duration::from_secs(value.parse().unwrap_or(u64::MAX)).min(MAX_AGE_LIMIT)
}
