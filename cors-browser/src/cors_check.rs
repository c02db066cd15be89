//! The [CORS check](https://fetch.spec.whatwg.org/#concept-cors-check), which decides whether a page may read a
//! response.

use crate::{header_list::HeaderList, request::Request, trace::Check};

/// The header that failed the check, with its value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum CorsFailure {
    Origin { allow_origin: Option<String> },
    Credentials { allow_credentials: Option<String> },
}

pub(crate) fn cors_check(
    request: &Request,
    headers: &HeaderList,
    checks: &mut Vec<Check>,
) -> Result<(), CorsFailure> {
    const ALLOW_ORIGIN: &str = "access-control-allow-origin";
    const ALLOW_CREDENTIALS: &str = "access-control-allow-credentials";

    let allow_origin = headers.get(ALLOW_ORIGIN);
    let origin = request.serialized_origin();
    if !request.includes_credentials() && allow_origin.as_deref() == Some("*") {
        checks.push(Check::passed(ALLOW_ORIGIN, "`*` allows every origin".to_owned()));
        return Ok(());
    }
    if allow_origin.as_ref() != Some(&origin) {
        return Err(CorsFailure::Origin { allow_origin });
    }
    checks.push(Check::passed(ALLOW_ORIGIN, format!("`{origin}` is the origin of the request")));
    if !request.includes_credentials() {
        return Ok(());
    }
    let allow_credentials = headers.get(ALLOW_CREDENTIALS);
    if allow_credentials.as_deref() == Some("true") {
        checks.push(Check::passed(ALLOW_CREDENTIALS, "`true` allows credentials".to_owned()));
        return Ok(());
    }
    Err(CorsFailure::Credentials { allow_credentials })
}
