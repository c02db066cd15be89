//! The `Display` of a refusal: a sentence, the help if there is one, the reason with its step and the source location
//! of the policy, and a link.

use std::{fmt, slice};

use cors_rules::{
    Rule, Violation, header_name,
    key::Key,
    method,
    origin::{Authority, HostPattern, NULL, Pattern},
};

use super::{Difference, Reason, Refusal, Step};
use crate::policy::{List, OriginSource};

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence())?;
        if let Some(help) = self.help() {
            write!(f, "\nhelp: {help}")?;
        }
        write!(f, "\nreason: {} ({}), {}:{}", self.reason, self.step, self.file(), self.line())?;
        write!(f, "\nsee: {}", self.documentation_url())
    }
}

impl Refusal {
    /// Returns the first line of the `Display`.
    pub(super) fn sentence(&self) -> String {
        let handler = self.handler();
        let sender = match self.origin() {
            Some(origin) => format!("`{origin}`"),
            None => "a page of another origin".to_owned(),
        };
        let rejected = if self.policy().enforce().rejects() { "rejected" } else { "would reject" };
        match &self.reason {
            Reason::OriginNotAllowed => {
                format!("{sender} is not allowed by `{handler}`{}", self.closest_match())
            }
            Reason::OriginMalformed => format!(
                "{sender} is not an origin that a browser sends, in a request to `{handler}`"
            ),
            Reason::OriginRepeated => {
                format!("the request to `{handler}` has more than one `Origin` header")
            }
            Reason::MethodNotAllowed { method } => format!(
                "`{method}` is not in the `methods` of `{handler}`, and {sender} requested it"
            ),
            Reason::HeaderNotAllowed { names } => {
                let verb = if names.len() == 1 { "is" } else { "are" };
                format!(
                    "{} {verb} not in the `allow_headers` of `{handler}`, so the browser blocks the \
                     request of {sender}",
                    code_list(names)
                )
            }
            Reason::CrossOrigin => format!(
                "`enforce` of `{handler}` {rejected} a cross-origin request from {sender}{}",
                self.closest_match()
            ),
            Reason::CookiesWithoutCredentials => format!(
                "`enforce` of `{handler}` {rejected} a request from {sender} with cookies: the policy \
                 has no `allow_credentials`"
            ),
            Reason::PreflightBypass => format!(
                "`{handler}` rejected a request from {sender}: it needed a preflight, which this policy \
                 would have rejected"
            ),
            Reason::Host { host: Some(host) } => {
                format!("`{host}` is not in the `hosts` of `{handler}`")
            }
            Reason::Host { host: None } => {
                format!("the request to `{handler}` has no `Host`, or more than one")
            }
        }
    }

    fn closest_match(&self) -> String {
        self.nearest().map(|nearest| format!("; {nearest}")).unwrap_or_default()
    }

    /// Returns an edit that allows such requests, or advice on what to change or check.
    ///
    /// An edit that allows an origin or a host begins with a condition, as in "if `https://a.example` is yours", since
    /// the origin or the host may belong to an attacker. An edit keeps the values of an inherited list, as in
    /// `origins = [.., "…"]`. Returns `None` if no help is known.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(match &self.reason {
            Reason::OriginNotAllowed | Reason::CrossOrigin => return self.origin_help(),
            Reason::OriginMalformed => return None,
            Reason::OriginRepeated => "check whether a proxy adds an `Origin` header".to_owned(),
            Reason::MethodNotAllowed { method } => match method::check(method) {
                None => self.method_help(method),
                Some(violation) => return page_help(&violation),
            },
            Reason::HeaderNotAllowed { names } => {
                let violation = names
                    .iter()
                    .find_map(|name| header_name::check(name, Key::AllowHeaders));
                match violation {
                    None => self.list_help(Key::AllowHeaders, names, &code_list(names)),
                    Some(violation) => return page_help(&violation),
                }
            }
            Reason::CookiesWithoutCredentials => {
                "if this origin may act for the user, add `allow_credentials`; otherwise send the \
                 request without cookies"
                    .to_owned()
            }
            Reason::PreflightBypass => {
                "find the component that approved the preflight (a handler without `#[cors]` on the same \
                 path, another CORS middleware, a gateway, or this policy before a change), and let it \
                 allow no more than this policy"
                    .to_owned()
            }
            Reason::Host { host: Some(host) } => {
                // `hosts` rejects the ports `:80` and `:443`, so the help leaves out such a default port.
                let without_port = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80"));
                let listed = without_port.unwrap_or(host).to_owned();
                HostPattern::parse(&listed).ok()?;
                let edit = self.list_help(Key::Hosts, &[listed], "it");
                format!("if `{host}` is a name of this server, {edit}")
            }
            Reason::Host { host: None } => return None,
        })
    }

    fn origin_help(&self) -> Option<String> {
        let sent = self.origin()?;
        if sent == NULL {
            return Some(
                "serve the page from an `https` origin: `null` is the origin of sandboxed frames"
                    .to_owned(),
            );
        }
        let pattern = Pattern::parse(&sent).ok()?;
        let policy = self.policy();
        let is_yours = format!("if `{sent}` is yours, ");
        let edit = match policy.origin_source() {
            Some(OriginSource::None) => {
                format!("replace `none` with `origins = \"{sent}\"`")
            }
            Some(OriginSource::Listed(_)) | None => {
                let is_insecure = policy.allow_credentials() && pattern.is_insecure();
                match self.nearest() {
                    Some(nearest) if is_insecure && nearest.difference == Difference::Scheme => {
                        return Some(format!("load the page from `{}`", nearest.pattern));
                    }
                    _ if is_insecure => {
                        "load the page over `https`, and allow its `https` origin".to_owned()
                    }
                    _ => {
                        let is_local = is_local_development(&pattern);
                        let key = if is_local { Key::DebugOrigins } else { Key::Origins };
                        self.list_help(key, slice::from_ref(&sent), "it")
                    }
                }
            }
            Some(_) => "add it to the set, or accept it in the function, of `origins`".to_owned(),
        };
        Some(is_yours + &edit)
    }

    fn method_help(&self, method: &str) -> String {
        let policy = self.policy();
        if self.owner.is_layer() && policy.methods_if_set().is_none() {
            return format!("write `methods = [GET, HEAD, POST, {method}]`");
        }
        self.list_help(Key::Methods, &[method.to_owned()], &format!("`{method}`"))
    }

    /// Returns the edit that adds values to the list of a key. `noun` is the word for the values in the sentence, such
    /// as `it`.
    fn list_help(&self, key: Key, values: &[String], noun: &str) -> String {
        let policy = self.policy();
        let (name, is_empty) = (key.name(), policy.list(key).is_none_or(List::is_empty));
        if !is_empty && !policy.inherits(key) {
            return format!("add {noun} to `{name}`");
        }
        let code: Vec<String> = match key {
            Key::Methods => values.to_vec(),
            _ => values.iter().map(|value| format!("\"{value}\"")).collect(),
        };
        match code.as_slice() {
            [value] if is_empty => format!("write `{name} = {value}`"),
            _ if is_empty => format!("write `{name} = [{}]`", code.join(", ")),
            _ => format!("write `{name} = [.., {}]`", code.join(", ")),
        }
    }

    /// Returns the URL of the page about this reason, or about the message in the browser's console.
    #[must_use]
    pub fn documentation_url(&self) -> &'static str {
        match &self.reason {
            Reason::CrossOrigin | Reason::CookiesWithoutCredentials => {
                "https://docs.rs/cors-runtime/latest/cors_runtime/guide/csrf_protection/"
            }
            Reason::Host { .. } => {
                "https://docs.rs/cors-runtime/latest/cors_runtime/guide/local_servers/"
            }
            Reason::PreflightBypass => {
                "https://docs.rs/cors-runtime/latest/cors_runtime/guide/gateways/"
            }
            Reason::HeaderNotAllowed { .. } => {
                "https://docs.rs/cors-browser/latest/cors_browser/console_messages/header_disallowed_by_preflight_response/"
            }
            Reason::MethodNotAllowed { .. } => {
                "https://docs.rs/cors-runtime/latest/cors_runtime/guide/my_page_says_blocked/"
            }
            Reason::OriginNotAllowed | Reason::OriginMalformed | Reason::OriginRepeated => {
                match self.step {
                    Step::Preflight => {
                        "https://docs.rs/cors-browser/latest/cors_browser/console_messages/preflight_missing_allow_origin_header/"
                    }
                    Step::Actual => {
                        "https://docs.rs/cors-browser/latest/cors_browser/console_messages/missing_allow_origin_header/"
                    }
                }
            }
        }
    }
}

/// Returns the help for a method or a header name that no policy may list. The page has to change. Returns `None` if
/// the rule has no correction for the page.
fn page_help(violation: &Violation) -> Option<String> {
    match violation.rule() {
        Rule::InvalidMethod | Rule::MisspelledHeader => {
            violation.help_text().map(|help| format!("in the page's `fetch` call, {help}"))
        }
        _ => None,
    }
}

/// Returns whether the help suggests `debug_origins` for an origin: in a debug build, for an `http` or `https` origin
/// on loopback.
fn is_local_development(pattern: &Pattern<'_>) -> bool {
    cfg!(debug_assertions)
        && matches!(pattern.scheme(), "http" | "https")
        && Authority::parse(pattern.host()).is_some_and(|authority| authority.is_loopback())
}

fn code_list(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
