//! The [CORS check](https://fetch.spec.whatwg.org/#concept-cors-check), which decides whether a page may read a
//! response.

use crate::{
    blocked::Blocked, header_list::get, request::Request, trace::Check, transport::Response,
};

/// Checks a response to `request`, or to the preflight of `request`. If the response passes a check, the function adds
/// this check to `checks`.
pub(crate) fn cors_check(
    request: &Request,
    response: &Response,
    is_preflight: bool,
    checks: &mut Vec<Check>,
) -> Result<(), Blocked> {
    const ALLOW_ORIGIN: &str = "access-control-allow-origin";
    const ALLOW_CREDENTIALS: &str = "access-control-allow-credentials";

    let attempt = || request.attempt_with_note(response);
    let allow_origin = get(&response.headers, ALLOW_ORIGIN);
    let origin = request.serialized_origin();
    if !request.includes_credentials() && allow_origin.as_deref() == Some("*") {
        checks.push(Check::passed(ALLOW_ORIGIN, "`*` allows every origin".to_owned()));
        return Ok(());
    }
    if allow_origin.as_ref() != Some(&origin) {
        let (attempt, status) = (attempt(), response.status);
        return Err(match is_preflight {
            true => Blocked::PreflightOrigin { attempt, status, allow_origin },
            false => Blocked::Origin { attempt, status, allow_origin },
        });
    }
    checks.push(Check::passed(ALLOW_ORIGIN, format!("`{origin}` is the origin of the request")));
    if !request.includes_credentials() {
        return Ok(());
    }
    let allow_credentials = get(&response.headers, ALLOW_CREDENTIALS);
    if allow_credentials.as_deref() != Some("true") {
        let attempt = attempt();
        return Err(match is_preflight {
            true => Blocked::PreflightCredentials { attempt, allow_credentials },
            false => Blocked::Credentials { attempt, allow_credentials },
        });
    }
    checks.push(Check::passed(ALLOW_CREDENTIALS, "`true` allows credentials".to_owned()));
    Ok(())
}
