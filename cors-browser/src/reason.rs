//! The sentence that explains why a browser blocked a request.

use crate::{
    blocked::{Attempt, Blocked},
    origin::suggested_url,
};

impl Blocked {
    /// Returns the reason as a sentence, without the final period.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::InvalidUrl { attempt } => {
                let url = &attempt.url;
                let suggestion = suggested_url(url);
                format!("`{url}` is neither a path nor a URL: write `{suggestion}`")
            }
            Self::ForbiddenMethod { attempt } => {
                format!("no page can send `{}`", attempt.method)
            }
            Self::UnexpectedBody { attempt } => {
                format!("a page cannot give a body to a `{}` request", attempt.method)
            }
            Self::NotAForm { .. } => "a link or a form sends `GET`, or `POST` with a form's \
                 `Content-Type`, and no other header"
                .to_owned(),
            Self::PreflightOrigin { attempt, status, allow_origin } => {
                let response = format!("the preflight response ({})", status.as_u16());
                origin_reason(&response, attempt, allow_origin.as_deref())
            }
            Self::PreflightCredentials { allow_credentials, .. } => {
                credentials_reason("the preflight response", allow_credentials.as_deref())
            }
            Self::PreflightStatus { status, .. } => format!(
                "the preflight response has the status {}, which is not between 200 and 299",
                status.as_u16()
            ),
            Self::PreflightSyntax { header, value, .. } => {
                format!(
                    "the preflight response has `{header}: {value}`, which is not a list of names"
                )
            }
            Self::PreflightMethod { attempt, allow_methods } => {
                method_reason(attempt, allow_methods.as_deref())
            }
            Self::PreflightHeader { attempt, name, allow_headers } => {
                header_reason(attempt, name, allow_headers.as_deref())
            }
            Self::Origin { attempt, status, allow_origin } => {
                let response = format!("the response ({})", status.as_u16());
                origin_reason(&response, attempt, allow_origin.as_deref())
            }
            Self::Credentials { allow_credentials, .. } => {
                credentials_reason("the response", allow_credentials.as_deref())
            }
            Self::RedirectLocation { location, .. } => {
                format!("the redirect has `location: {location}`, which is not one URL")
            }
            Self::RedirectScheme { location, .. } => {
                format!("the redirect leads to `{location}`, which is neither `http` nor `https`")
            }
            Self::RedirectUserInfo { location, .. } => format!(
                "the redirect leads to `{location}`, and the URL of a cross-origin redirect has no user \
                 name and no password"
            ),
            Self::RedirectLimit { .. } => "the request is redirected more than 20 times".to_owned(),
            Self::WebSocketHandshake { status, .. } => {
                format!(
                    "the response to the WebSocket handshake has the status {}, not 101",
                    status.as_u16()
                )
            }
        }
    }
}

fn origin_reason(response: &str, attempt: &Attempt, allow_origin: Option<&str>) -> String {
    let origin = &attempt.origin;
    match allow_origin {
        None => format!("{response} has no `Access-Control-Allow-Origin`"),
        Some("*") => format!(
            "{response} has `Access-Control-Allow-Origin: *`, which does not allow a request with \
             credentials; only `{origin}` does"
        ),
        Some(value) => format!(
            "{response} has `Access-Control-Allow-Origin: {value}`, which is not `{origin}`"
        ),
    }
}

fn credentials_reason(response: &str, allow_credentials: Option<&str>) -> String {
    const NEEDED: &str = "a request with credentials needs `true`";
    match allow_credentials {
        None => format!("{response} has no `Access-Control-Allow-Credentials`, and {NEEDED}"),
        Some(value) => {
            format!("{response} has `Access-Control-Allow-Credentials: {value}`, and {NEEDED}")
        }
    }
}

fn method_reason(attempt: &Attempt, allow_methods: Option<&str>) -> String {
    let method = &attempt.method;
    let Some(allowed) = allow_methods else {
        return format!(
            "the preflight response has no `Access-Control-Allow-Methods`, and `{method}` needs one"
        );
    };
    let mut reason =
        format!("the preflight allows the methods `{allowed}`, and `{method}` is not among them");
    let names = || allowed.split(',').map(str::trim);
    if names().any(|name| name.eq_ignore_ascii_case(method)) {
        reason.push_str(" (methods are case-sensitive)");
    } else if names().any(|name| name == "*") {
        reason.push_str(LITERAL_WILDCARD);
    }
    reason
}

fn header_reason(attempt: &Attempt, name: &str, allow_headers: Option<&str>) -> String {
    let Some(allowed) = allow_headers else {
        return format!(
            "the preflight response has no `Access-Control-Allow-Headers`, and the request header \
             `{name}` needs one"
        );
    };
    let mut reason = format!(
        "the preflight allows the request headers `{allowed}`, and `{name}` is not among them"
    );
    if allowed.split(',').any(|name| name.trim() == "*") {
        reason.push_str(if attempt.includes_credentials {
            LITERAL_WILDCARD
        } else {
            " (`*` never covers `authorization`)"
        });
    }
    reason
}

const LITERAL_WILDCARD: &str = " (`*` is a literal name for a request with credentials)";
