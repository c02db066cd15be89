use super::{
    Defect, HostPattern, Origin, PAGELESS_SCHEMES, Port, Wildcard, correction, host,
    host_pattern::check_authority, regex, split_scheme,
};
use crate::{ascii, public_suffix};

/// An origin as a policy lists it: `https://app.example.com`, `https://*.example.com`, `http://localhost:*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern<'a> {
    string: &'a str,
    scheme: &'a str,
    pub(super) hosts: HostPattern<'a>,
}

impl<'a> Pattern<'a> {
    /// Parses `scheme://host[:port]`. The host may begin with a wildcard, and `*` as the port matches any port.
    ///
    /// # Errors
    /// A defect of the string, if it is not a pattern.
    pub const fn parse(string: &'a str) -> Result<Self, Defect> {
        match Self::parse_parts(string) {
            Err(defect) => Err(first_defect(string, defect)),
            parsed => parsed,
        }
    }

    /// Parses a pattern by the grammar alone. If this fails, [`parse`](Self::parse) searches for the defect to report.
    /// A valid pattern needs no such search, which is slow in const evaluation.
    pub(super) const fn parse_parts(string: &'a str) -> Result<Self, Defect> {
        let (scheme, authority) = ok!(split_scheme(string));
        let hosts = ok!(HostPattern::parse_after_scheme(scheme, authority));
        Ok(Self { string, scheme, hosts })
    }

    /// The pattern as it was written.
    pub const fn as_str(&self) -> &'a str {
        self.string
    }

    /// The scheme, without `://`.
    pub const fn scheme(&self) -> &'a str {
        self.scheme
    }

    /// The wildcard at the start of the host.
    pub const fn wildcard(&self) -> Wildcard<'a> {
        self.hosts.wildcard
    }

    /// The host, or the domain after the wildcard. The string is empty if any host matches.
    pub const fn host(&self) -> &'a str {
        self.hosts.host
    }

    /// The ports that the pattern matches.
    pub const fn port(&self) -> Port {
        self.hosts.port
    }

    /// Returns whether the pattern matches exactly one origin, which then equals the pattern.
    pub const fn is_exact(&self) -> bool {
        matches!(self.wildcard(), Wildcard::None) && !matches!(self.port(), Port::Any)
    }

    /// Returns whether an attacker may be able to send requests from a matching origin, because its scheme is not
    /// `https`. With `http`, an attacker can change the page while it is loaded. With the scheme of an app, such as
    /// `app`, an attacker can create another app with the same origin. A loopback host counts as secure with every
    /// scheme.
    pub const fn is_insecure(&self) -> bool {
        !matches!(self.scheme.as_bytes(), b"https") && !host::is_loopback(self.host())
    }

    /// Returns whether the wildcard matches names below a public suffix, or public suffixes themselves. An attacker may
    /// then be able to register a matching name: <https://publicsuffix.org>.
    pub const fn is_below_public_suffix(&self) -> bool {
        matches!(self.wildcard(), Wildcard::Subdomains | Wildcard::LabelEnding(_))
            && (public_suffix::is_public_suffix(self.host())
                || public_suffix::has_only_public_suffixes_below(self.host()))
    }

    /// Returns whether the pattern matches an origin.
    pub fn matches(&self, origin: &Origin<'_>) -> bool {
        self.matches_port(origin) && self.matches_host(origin) && self.scheme == origin.scheme()
    }

    /// Returns whether the pattern matches the host of an origin.
    pub fn matches_host(&self, origin: &Origin<'_>) -> bool {
        match self.wildcard() {
            Wildcard::None => self.host() == origin.host(),
            Wildcard::Subdomains | Wildcard::LabelEnding(_) => {
                origin.has_domain() && self.hosts.matches_name(origin.host())
            }
            Wildcard::AnyHost => true,
        }
    }

    /// Returns whether the pattern matches the port of an origin.
    pub fn matches_port(&self, origin: &Origin<'_>) -> bool {
        self.hosts.matches_port(origin.port())
    }
}

/// Returns the defect to report for an invalid pattern. `defect` is the defect that the grammar found. A defect of the
/// whole string takes precedence over `defect`. If the scheme is valid, a defect of the authority, such as a path, does
/// so too.
const fn first_defect(string: &str, defect: Defect) -> Defect {
    let trimmed = string.trim_ascii();
    if regex::has_regex_syntax(string) {
        Defect::Regex
    } else if trimmed.is_empty() {
        Defect::Empty
    } else if trimmed.len() != string.len() {
        Defect::WhiteSpace
    } else if correction::is_list(string) {
        Defect::Several
    } else if has_pageless_scheme(string) {
        Defect::PagelessScheme
    } else if correction::is_ip_range(string) {
        Defect::IpRange
    } else if lacks_slashes(string) {
        Defect::NoSlashes
    } else if let Ok((_, authority)) = split_scheme(string)
        && let Err(first) = check_authority(authority)
    {
        first
    } else {
        defect
    }
}

/// Returns whether the string begins with a scheme that no page's origin has, with or without `//` after the colon.
/// Returns `false` if a digit follows the colon, because `data:8080` can be a host and a port.
const fn has_pageless_scheme(string: &str) -> bool {
    let Some((scheme, rest)) = ascii::split_once(string, b':') else { return false };
    let begins_with_digit = matches!(rest.as_bytes(), [b'0'..=b'9', ..]);
    !begins_with_digit && ascii::contains_ignoring_case(&PAGELESS_SCHEMES, scheme)
}

/// Returns whether the string begins with `http:` or `https:`, without two slashes after the colon.
const fn lacks_slashes(string: &str) -> bool {
    let Some((scheme, rest)) = ascii::split_once(string, b':') else { return false };
    ascii::contains_ignoring_case(&["https", "http"], scheme) && !ascii::starts_with(rest, "//")
}
