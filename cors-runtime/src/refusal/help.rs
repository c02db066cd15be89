//! The edit to the attribute that would allow what was refused, and nothing beside it.

use cors_rules::{
    fetch,
    origin::{NULL, Pattern},
};

use super::{Difference, Reason, Refusal};
use crate::settings::SettledOrigins;

pub(super) fn help(refusal: &Refusal) -> Option<String> {
    let asked = refusal.asked().unwrap_or_default();
    Some(match refusal.reason() {
        Reason::OriginNotAllowed | Reason::Foreign => return origin(refusal),
        Reason::OriginMalformed => return None,
        Reason::OriginRepeated => "look for a proxy that adds an `Origin` of its own".to_owned(),
        Reason::MethodNotAllowed if fetch::is_forbidden_method(asked) => return None,
        Reason::MethodNotAllowed => format!("add `{asked}` to `methods`"),
        Reason::HeaderNotAllowed if fetch::is_forbidden_request_header(asked) => return None,
        Reason::HeaderNotAllowed => format!("add `{asked}` to `allow_headers`"),
        Reason::TakenOnAnothersPreflight => {
            "have whoever answers preflights in front of this handler (an unannotated handler on \
             its path, another CORS middleware, a gateway) allow no more than its policy does"
                .to_owned()
        }
        Reason::Host if refusal.asked().is_some() => {
            format!("if it is a name of this server, add `{asked}` to `hosts`")
        }
        Reason::Host => return None,
    })
}

fn origin(refusal: &Refusal) -> Option<String> {
    let settings = &refusal.policy.settings;
    let sent = refusal.origin()?;
    if sent == NULL {
        return Some(
            "give the page an origin of its own: `null` is that of every sandboxed frame and file"
                .to_owned(),
        );
    }
    let pattern = Pattern::parse(&sent).ok()?;
    match &settings.origins {
        Some(SettledOrigins::Nobody) => {
            return Some("write the handler's origins in place of `none`".to_owned());
        }
        Some(SettledOrigins::Listed(_)) | None => {}
        Some(_) => {
            return Some(format!("have the function or the set of `origins` allow `{sent}`"));
        }
    }
    let is_insecure = settings.allow_credentials && pattern.is_insecure();
    Some(match refusal.nearest() {
        Some(nearest) if is_insecure && nearest.difference == Difference::Scheme => {
            format!("load the page from `{}`", nearest.pattern)
        }
        _ if is_insecure => "load the page over `https`, and add that origin".to_owned(),
        _ if is_loopback(pattern.host()) => format!("add `{sent}` to `debug_origins`"),
        _ => format!("add `{sent}` to `origins`"),
    })
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "[::1]"
        || host.starts_with("127.")
}
