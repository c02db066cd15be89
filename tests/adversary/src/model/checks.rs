//! The model's checks: `hosts` for every request, and preflight bypasses and `enforce` for actual requests.

use super::{
    Enforce, Origins, Place, Policy, Request,
    origins::{is_same_server, matches_host},
};

const SAFE_METHODS: [&str; 3] = ["GET", "HEAD", "OPTIONS"];

impl Policy {
    /// Returns whether `hosts` allows the authority of the request.
    pub(super) fn allows_host_of(&self, request: &Request) -> bool {
        self.hosts.is_empty()
            || request.authority().is_some_and(|authority| {
                self.hosts.iter().any(|pattern| matches_host(pattern, &authority))
            })
    }

    /// Returns whether the request is a preflight bypass: a script of another origin sent the request, the request
    /// needed a preflight, and this policy would have rejected that preflight. The method and the `Content-Type` decide
    /// whether the request needed a preflight. A missing `Origin` counts as an origin that is not allowed.
    pub(super) fn is_preflight_bypass(&self, place: &Place, request: &Request) -> bool {
        let is_script_of_other_origin = request.all("sec-fetch-mode") == ["cors"]
            && matches!(request.all("sec-fetch-site")[..], ["cross-site"] | ["same-site"]);
        let needs_no_preflight = ["GET", "HEAD", "POST"].contains(&request.method.as_str())
            && match request.all("content-type")[..] {
                [] => true,
                [value] => is_safelisted(value),
                _ => false,
            };
        let allows_origin = match (&self.origins, &request.all("origin")[..]) {
            (_, []) => false,
            (Origins::Any, _) => true,
            (_, [origin]) => self.allows_origin(origin),
            _ => false,
        };
        let would_allow = allows_origin && self.allows_method(place, &request.method);
        is_script_of_other_origin && !needs_no_preflight && !would_allow
    }

    /// Returns whether `enforce` rejects the request.
    pub(super) fn rejects_cross_origin(&self, request: &Request) -> bool {
        if matches!(self.enforce, Enforce::Off | Enforce::Report) || !is_cross_origin(request) {
            return false;
        }
        let may_call = match request.all("origin")[..] {
            [origin] => self.allows_origin(origin),
            _ => false,
        };
        let may_act_for_user = SAFE_METHODS.contains(&request.method.as_str())
            || request.all("cookie").is_empty()
            || self.allow_credentials;
        let passes = if may_call && may_act_for_user {
            true
        } else if is_load(request) {
            is_navigation(request) || self.enforce != Enforce::Isolate
        } else {
            false
        };
        !passes
    }
}

fn is_cross_origin(request: &Request) -> bool {
    let site = match request.all("sec-fetch-site")[..] {
        [] | [""] => None,
        [site] => Some(site),
        _ => Some("repeated"),
    };
    match (site, &request.all("origin")[..]) {
        (Some("same-origin" | "none"), _) => false,
        (Some(_), _) => true,
        (None, []) => false,
        (None, [origin]) => !is_same_server(origin, request.authority().as_deref()),
        (None, _) => true,
    }
}

/// Returns whether the request is a load: a safe request for a navigation or a subresource. A page cannot read the
/// response to a cross-origin load.
fn is_load(request: &Request) -> bool {
    let mode = &request.all("sec-fetch-mode")[..];
    let sent_with_load = match request.all("origin").len() {
        0 => true,
        1 => mode == ["navigate"] || mode == ["no-cors"],
        _ => false,
    };
    SAFE_METHODS.contains(&request.method.as_str()) && sent_with_load
}

fn is_navigation(request: &Request) -> bool {
    request.all("sec-fetch-mode") == ["navigate"]
        && match request.all("sec-fetch-dest")[..] {
            [] => true,
            [dest] => dest != "object" && dest != "embed",
            _ => false,
        }
}

/// Returns whether a `Content-Type` is safelisted: <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>.
fn is_safelisted(value: &str) -> bool {
    let is_unsafe = |it: char| (it < ' ' && it != '\t') || "\"():<>?@[\\]{}\u{7f}".contains(it);
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    value.len() <= 128
        && !value.contains(is_unsafe)
        && ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]
            .contains(&essence.as_str())
}
