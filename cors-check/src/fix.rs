use cors_browser::Blocked;

/// Returns what the server should send so that the page may do it, if the page may.
pub(crate) fn fix(blocked: &Blocked) -> Option<String> {
    let attempt = blocked.attempt();
    let (method, origin) = (&attempt.method, &attempt.origin);
    Some(match blocked {
        Blocked::PreflightOrigin { .. } | Blocked::Origin { .. } if origin == "null" => {
            return Some(null_origin(blocked));
        }
        Blocked::PreflightOrigin { status, .. } => {
            let headers = allow_origin(blocked);
            match status.as_u16() {
                401 | 403 => format!(
                    "a preflight has no cookie and no token, so let `OPTIONS` pass the login; {headers}"
                ),
                404 | 405 => format!("respond to `OPTIONS` at this URL; {headers}"),
                _ => headers,
            }
        }
        Blocked::Origin { .. } => allow_origin(blocked),
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
            let mut listed = allowed.split(',').map(str::trim);
            match listed.find(|listed| listed.eq_ignore_ascii_case(method)) {
                Some(listed) => format!("let the page send `{listed}`"),
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

fn allow_origin(blocked: &Blocked) -> String {
    let origin = &blocked.attempt().origin;
    let response = match blocked {
        Blocked::PreflightOrigin { .. } => "the response to `OPTIONS`",
        _ => "the response",
    };
    format!(
        "if this page may call the server, send `Access-Control-Allow-Origin: {origin}` and \
         `Vary: Origin` with {response}"
    )
}

/// `null` is the origin of a page only if the page is sandboxed. After a redirect, it replaces another.
fn null_origin(blocked: &Blocked) -> String {
    let attempt = blocked.attempt();
    if attempt.page == attempt.origin {
        return "give the page an origin of its own; to allow `null` is to allow a sandboxed frame of \
                any website"
            .to_owned();
    }
    format!("let the page call `{}` itself, since a redirect hides its origin", attempt.url)
}
