//! The edit to the attribute that would allow what was refused, and nothing beside it.

use cors_rules::{
    Rule, Violation,
    header_name::{self, Direction},
    method,
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
        Reason::MethodNotAllowed => return add(asked, "methods", method::check(asked)),
        Reason::HeaderNotAllowed => {
            let violation = header_name::check(asked, Direction::Allow);
            return add(asked, "allow_headers", violation);
        }
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

/// What the rulebook would refuse in the attribute is the page's to mend.
fn add(asked: &str, key: &str, violation: Option<Violation>) -> Option<String> {
    match violation {
        None => Some(format!("add `{asked}` to `{key}`")),
        Some(violation) => match violation.rule() {
            Rule::InvalidMethod | Rule::MisspelledHeader => {
                violation.advice().map(|advice| format!("in the page's call, {advice}"))
            }
            _ => None,
        },
    }
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
