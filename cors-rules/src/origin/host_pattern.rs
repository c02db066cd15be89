//! The names that a server is called by: what `hosts` lists, and what a request says.

use super::{Defect, Port, correction, host, labels, pattern};
use crate::{
    Rule, Text, Violation, ascii,
    several::{self, Values},
};

/// A host as `hosts` lists it: `api.example.com`, `*.example.com`, `localhost:*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostPattern<'a> {
    subdomains: bool,
    host: &'a str,
    port: Port,
}

/// The host and port that a request is for: <https://www.rfc-editor.org/rfc/rfc9110.html#section-7.2>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authority<'a> {
    host: &'a str,
    port: Option<u16>,
}

impl<'a> HostPattern<'a> {
    /// Reads `host`, `host:port` or `host:*`, with `*.` before a domain for its subdomains.
    ///
    /// # Errors
    /// The first defect of a text that is no such pattern.
    pub const fn parse(text: &'a str) -> Result<Self, Defect> {
        if ascii::trim(text).is_empty() {
            return Err(Defect::Empty);
        }
        if ascii::trim(text).len() != text.len() {
            return Err(Defect::WhiteSpace);
        }
        if ascii::find(text, b',', 0).is_some() {
            return Err(Defect::Several);
        }
        if let Some(defect) = pattern::authority_defect(text) {
            return Err(defect);
        }
        let (host, port) = match pattern::split_port(text) {
            Ok(split) => split,
            Err(defect) => return Err(defect),
        };
        let port = match port {
            None => Port::Default,
            Some(port) if is_default(port) => return Err(Defect::DefaultPort),
            Some(port) => match pattern::parse_port(port, "") {
                Ok(port) => port,
                Err(defect) => return Err(defect),
            },
        };
        match host::pattern(host) {
            Ok((subdomains, host)) => Ok(Self { subdomains, host, port }),
            Err(defect) => Err(defect),
        }
    }

    /// The host, without `*.`.
    #[must_use]
    pub const fn host(&self) -> &'a str {
        self.host
    }

    /// Whether it stands for the host's subdomains, and not for the host.
    #[must_use]
    pub const fn subdomains(&self) -> bool {
        self.subdomains
    }

    /// The ports that it matches; [`Port::Default`] is a request that names none.
    #[must_use]
    pub const fn port(&self) -> Port {
        self.port
    }

    /// Whether a request for that authority is for this server: names have no case.
    #[must_use]
    pub fn matches(&self, authority: &Authority<'_>) -> bool {
        let port = match (self.port, authority.port) {
            (Port::Any, _) | (Port::Default, None) => true,
            (Port::Number(wanted), Some(port)) => wanted == port,
            _ => false,
        };
        port && if self.subdomains {
            authority.is_below(self.host)
        } else {
            authority.host.eq_ignore_ascii_case(self.host)
        }
    }
}

impl<'a> Authority<'a> {
    /// Reads the value of `Host` or `:authority`. A written-out `:80` or `:443` counts as none,
    /// since a request does not tell its scheme; an empty or zero-padded port names no host.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let (host, port) = pattern::split_port(text).ok()?;
        let port = match port {
            None => None,
            Some(port) if is_default(port) => None,
            Some(port) => match ascii::number(port) {
                Some(number @ 1..=65_535) => Some(number as u16),
                _ => return None,
            },
        };
        (!host.is_empty()).then_some(Self { host, port })
    }

    /// Whether the host never leaves the machine, so that no attacker's page has its name:
    /// <https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy>.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.host.eq_ignore_ascii_case("localhost")
            || self.is_below("localhost")
            || host::is_loopback(self.host)
    }

    /// What stands before the domain has to be labels: a program that is no browser can send
    /// `evil.example/.example.com`, and an application builds links of it.
    fn is_below(&self, domain: &str) -> bool {
        let Some(dot) = self.host.len().checked_sub(domain.len() + 1) else { return false };
        let Some((labels, suffix)) = self.host.split_at_checked(dot) else { return false };
        let is_suffix =
            suffix.strip_prefix('.').is_some_and(|suffix| suffix.eq_ignore_ascii_case(domain));
        is_suffix && labels.split('.').all(labels::is_one)
    }
}

/// The default ports of HTTP, with TLS and without: a request does not tell which it came by.
const fn is_default(port: &str) -> bool {
    ascii::equal(port, "80") || ascii::equal(port, "443")
}

const fn several_hosts(text: &str) -> Option<Text> {
    let mut values = Values::of(text);
    while let Some(value) = values.next() {
        if HostPattern::parse(value).is_err() {
            return None;
        }
    }
    several::list(text)
}

/// The violation of a text in `hosts`, with the host to write instead where one can be derived.
pub(crate) const fn invalid_host(text: &str, defect: Defect) -> Violation {
    let sentence = match defect {
        Defect::Path if pattern::scheme_end(text).is_some() => "is not a host: it has a scheme",
        defect => defect.host_sentence(),
    };
    let violation = Violation::new(Rule::InvalidHost, text, sentence);
    if let Some(list) = several_hosts(text) {
        return violation.write_list(list);
    }
    if ascii::equal(text, "*") {
        return violation.help("leave `hosts` out to let any host pass");
    }
    let rest = match pattern::scheme_end(text) {
        Some(colon) => ascii::tail(text, colon + 3),
        None => ascii::trim(text),
    };
    let bytes = rest.as_bytes();
    let mut end = 0;
    while end < bytes.len() && !matches!(bytes[end], b'/' | b'?' | b'#' | b'\\') {
        end += 1;
    }
    let rest = ascii::slice(rest, 0, end);
    let rest = match pattern::split_port(rest) {
        Ok((host, Some(port))) if port.is_empty() || is_default(port) => host,
        _ => rest,
    };
    let meant = match pattern::split_port(rest) {
        Ok((host, Some(port))) => {
            Text::new().push_lowercase(host).push(":").push(correction::without_leading_zeros(port))
        }
        _ => Text::new().push_lowercase(rest),
    };
    match HostPattern::parse(meant.as_str()) {
        Ok(_) => violation.write(meant.as_str()),
        Err(_) => violation
            .help("write a host as a request names it, such as `api.example.com` or `localhost:*`"),
    }
}

/// The violation of a host that is listed twice.
pub(crate) const fn duplicate_host(value: &str) -> Violation {
    Violation::new(Rule::DuplicateHost, value, "is listed twice").help("leave one out")
}
