//! The [CORS check](https://fetch.spec.whatwg.org/#concept-cors-check): may this page have that
//! response?

use crate::{header_list::HeaderList, request::Request};

/// Which of the two headers of the check said no, and with what value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum CorsFailure {
    Origin { allow_origin: Option<String> },
    Credentials { allow_credentials: Option<String> },
}

pub(crate) fn cors_check(request: &Request, headers: &HeaderList) -> Result<(), CorsFailure> {
    let allow_origin = headers.get("access-control-allow-origin");
    if !request.includes_credentials() && allow_origin.as_deref() == Some("*") {
        return Ok(());
    }
    if allow_origin.as_ref() != Some(&request.serialized_origin()) {
        return Err(CorsFailure::Origin { allow_origin });
    }
    if !request.includes_credentials() {
        return Ok(());
    }
    let allow_credentials = headers.get("access-control-allow-credentials");
    if allow_credentials.as_deref() == Some("true") {
        return Ok(());
    }
    Err(CorsFailure::Credentials { allow_credentials })
}
