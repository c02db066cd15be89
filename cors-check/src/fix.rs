//! The suggested fix for a blocked request.

use cors_browser::{Attempt, Blocked};

/// Returns the change to the server or the page that fixes a blocked request, as text. Returns `None` if no such change
/// is known. If the change would allow a new origin, method, header or cookie, the text has a condition, such as "if
/// this page may call the server".
pub(crate) fn fix(blocked: &Blocked) -> Option<String> {
    let attempt = blocked.attempt();
    let (method, origin) = (&attempt.method, &attempt.origin);
    Some(match blocked {
        Blocked::PreflightOrigin { .. } | Blocked::Origin { .. } if origin == "null" => {
            null_origin(attempt)
        }
        Blocked::PreflightOrigin { status, allow_origin, .. } => {
            let headers =
                allow_origin_headers(origin, allow_origin.as_deref(), "the response to `OPTIONS`");
            match status.as_u16() {
                401 | 403 => format!(
                    "a preflight has neither a cookie nor a token, so exclude `OPTIONS` from the login; \
                     {headers}"
                ),
                404 | 405 => format!("respond to `OPTIONS` at this URL; {headers}"),
                _ => headers,
            }
        }
        Blocked::Origin { allow_origin, .. } => {
            allow_origin_headers(origin, allow_origin.as_deref(), "the response")
        }
        Blocked::PreflightCredentials { .. } | Blocked::Credentials { .. } => {
            "if this page may use the cookies of its visitors, send \
             `Access-Control-Allow-Credentials: true`"
                .to_owned()
        }
        Blocked::PreflightStatus { status, .. } if status.is_redirection() => {
            "respond to `OPTIONS` at this URL, without a redirect".to_owned()
        }
        Blocked::PreflightStatus { .. } => "respond to the preflight with 204".to_owned(),
        Blocked::PreflightSyntax { header, .. } => {
            format!("send `{header}` with names that are separated by commas")
        }
        Blocked::PreflightMethod { allow_methods, .. } => {
            let allowed = allow_methods.as_deref().unwrap_or_default();
            let mut names = allowed.split(',').map(str::trim);
            match names.find(|name| name.eq_ignore_ascii_case(method)) {
                Some(name) => format!("send `{name}` from the page: methods are case-sensitive"),
                None => format!(
                    "if this page may send `{method}`, list it in `Access-Control-Allow-Methods`"
                ),
            }
        }
        Blocked::PreflightHeader { name, .. } => {
            format!("if this page may send `{name}`, list it in `Access-Control-Allow-Headers`")
        }
        Blocked::RedirectLocation { .. } => "send one `Location` with a valid URL".to_owned(),
        Blocked::RedirectScheme { .. } => "redirect to an `http` or `https` URL".to_owned(),
        Blocked::RedirectUserInfo { .. } => {
            "redirect to a URL without a user name and a password".to_owned()
        }
        _ => return None,
    })
}

/// Returns the fix for a response whose `Access-Control-Allow-Origin` does not allow the origin. `sent` is the value of
/// this header.
fn allow_origin_headers(origin: &str, sent: Option<&str>, response: &str) -> String {
    let is_sent_twice = sent.is_some_and(|value| value.contains(','));
    if is_sent_twice {
        return format!(
            "send `Access-Control-Allow-Origin` once with {response}, and one origin in it: often an \
             application and a proxy both add the header"
        );
    }
    format!(
        "if this page may call the server, send `Access-Control-Allow-Origin: {origin}` and \
         `Vary: Origin` with {response}"
    )
}

/// Returns the fix for the origin `null`, which a sandboxed page has, or which a redirect causes.
fn null_origin(attempt: &Attempt) -> String {
    let is_sandboxed = attempt.page == "null";
    if is_sandboxed {
        return "give the page its own origin; allowing `null` would allow sandboxed frames of any website"
            .to_owned();
    }
    format!(
        "call `{}` directly from the page, since the redirect changes its origin to `null`",
        attempt.url
    )
}
