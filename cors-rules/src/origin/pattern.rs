use super::{
    Defect, Origin, PAGELESS_SCHEMES, Wildcard, correction, default_port, host, regex, split_scheme,
};
use crate::{ascii, public_suffix};

/// An origin as a policy lists it: `https://app.example.com`, `https://*.example.com`,
/// `http://localhost:*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern<'a> {
    text: &'a str,
    scheme: &'a str,
    wildcard: Wildcard<'a>,
    host: &'a str,
    port: Port,
}

/// Which ports a pattern matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    /// The default port of the scheme, which a serialized origin leaves out.
    Default,
    /// One port.
    Number(u16),
    /// Any port, the default one included.
    Any,
}

impl<'a> Pattern<'a> {
    /// Parses `scheme://host[:port]`. The host may begin with a wildcard, and `*` as the port
    /// matches any port.
    ///
    /// # Errors
    /// The first defect of a string that is not a pattern.
    pub const fn parse(text: &'a str) -> Result<Self, Defect> {
        match Self::parse_parts(text) {
            Err(defect) => Err(match whole_defect(text) {
                Some(whole) => whole,
                None => defect,
            }),
            parsed => parsed,
        }
    }

    /// Parses by the grammar alone. The order of several defects is decided only for a string that
    /// has any, since const evaluation is slow for each byte.
    const fn parse_parts(text: &'a str) -> Result<Self, Defect> {
        let (scheme, authority) = match split_scheme(text) {
            Ok(split) => split,
            Err(defect) => return Err(defect),
        };
        match parse_authority(authority, scheme) {
            Ok((wildcard, host, port)) => Ok(Self { text, scheme, wildcard, host, port }),
            Err(defect) => Err(match authority_defect(authority) {
                Some(first) => first,
                None => defect,
            }),
        }
    }

    /// The pattern as it was written.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.text
    }

    /// The scheme, without `://`.
    #[must_use]
    pub const fn scheme(&self) -> &'a str {
        self.scheme
    }

    /// The wildcard before the host.
    #[must_use]
    pub const fn wildcard(&self) -> Wildcard<'a> {
        self.wildcard
    }

    /// The host, or the domain behind the wildcard. Empty if any host matches.
    #[must_use]
    pub const fn host(&self) -> &'a str {
        self.host
    }

    /// The ports that it matches.
    #[must_use]
    pub const fn port(&self) -> Port {
        self.port
    }

    /// Returns whether it matches exactly one origin, which is then its own text.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        matches!(self.wildcard, Wildcard::None) && !matches!(self.port, Port::Any)
    }

    /// Returns whether others than the owner of a matching origin can send requests from it: the
    /// page crossed a network without encryption, or anybody can install it.
    #[must_use]
    pub const fn is_insecure(&self) -> bool {
        !matches!(self.scheme.as_bytes(), b"https") && !host::is_loopback(self.host)
    }

    /// Returns whether anybody can register a matching origin: <https://publicsuffix.org>.
    #[must_use]
    pub const fn is_below_public_suffix(&self) -> bool {
        matches!(self.wildcard, Wildcard::Subdomains | Wildcard::LabelEnding(_))
            && (public_suffix::is_public_suffix(self.host)
                || public_suffix::has_only_public_suffixes_below(self.host))
    }

    /// Returns whether the pattern matches an origin.
    #[must_use]
    pub const fn matches(&self, origin: &Origin<'_>) -> bool {
        self.matches_port(origin)
            && self.matches_host(origin)
            && ascii::equal(self.scheme, origin.scheme())
    }

    /// Returns whether the pattern matches the host of an origin.
    #[must_use]
    pub const fn matches_host(&self, origin: &Origin<'_>) -> bool {
        match self.wildcard {
            Wildcard::None => ascii::equal(self.host, origin.host()),
            Wildcard::Subdomains => origin.is_subdomain_of(self.host),
            Wildcard::LabelEnding(ending) => has_label_ending(origin, ending, self.host),
            Wildcard::AnyHost => true,
        }
    }

    /// Returns whether the pattern matches the port of an origin.
    #[must_use]
    pub const fn matches_port(&self, origin: &Origin<'_>) -> bool {
        match (self.port, origin.port()) {
            (Port::Any, _) | (Port::Default, None) => true,
            (Port::Number(wanted), Some(port)) => wanted == port,
            _ => false,
        }
    }
}

/// Returns whether the host is one label before `domain`, and the label ends in `ending` and is
/// longer.
const fn has_label_ending(origin: &Origin<'_>, ending: &str, domain: &str) -> bool {
    let host = origin.host();
    let Some(dot) = ascii::find(host, b'.', 0) else {
        return false;
    };
    origin.has_domain()
        && dot > ending.len()
        && ascii::ends_with(ascii::slice(host, 0, dot), ending)
        && ascii::equal(ascii::tail(host, dot + 1), domain)
}

const fn parse_authority<'a>(
    authority: &'a str,
    scheme: &str,
) -> Result<(Wildcard<'a>, &'a str, Port), Defect> {
    // Most authorities end in a letter and thus have no port.
    if let [.., b'a'..=b'z'] = authority.as_bytes()
        && let Ok((wildcard, host)) = host::parse_pattern(authority, scheme)
    {
        return Ok((wildcard, host, Port::Default));
    }
    let (host, port) = match split_port(authority) {
        Ok(split) => split,
        Err(defect) => return Err(defect),
    };
    let port = match port {
        Some(port) => match parse_port(port, scheme) {
            Ok(port) => port,
            Err(defect) => return Err(defect),
        },
        None => Port::Default,
    };
    match host::parse_pattern(host, scheme) {
        Ok((Wildcard::AnyHost, _)) if !matches!(port, Port::Default) => Err(Defect::Asterisk),
        Ok((wildcard, host)) => Ok((wildcard, host, port)),
        Err(defect) => Err(defect),
    }
}

/// A defect that comes before any defect of a part.
const fn whole_defect(text: &str) -> Option<Defect> {
    let trimmed = ascii::trim(text);
    if regex::is_one(text) {
        Some(Defect::Regex)
    } else if trimmed.is_empty() {
        Some(Defect::Empty)
    } else if trimmed.len() != text.len() {
        Some(Defect::WhiteSpace)
    } else if correction::is_list(text) {
        Some(Defect::Several)
    } else if has_pageless_scheme(text) {
        Some(Defect::PagelessScheme)
    } else if correction::is_ip_range(text) {
        Some(Defect::IpRange)
    } else if lacks_slashes(text) {
        Some(Defect::NoSlashes)
    } else {
        None
    }
}

/// Returns whether the string begins with a scheme that no page's origin has, with or without `//`
/// behind its colon. A number behind the colon is a port: `data:8080`.
const fn has_pageless_scheme(text: &str) -> bool {
    let Some(colon) = ascii::find(text, b':', 0) else {
        return false;
    };
    let is_port = matches!(text.as_bytes().split_at(colon + 1).1, [b'0'..=b'9', ..]);
    !is_port && ascii::contains_ignoring_case(&PAGELESS_SCHEMES, ascii::slice(text, 0, colon))
}

/// Returns whether the string begins with `http:` or `https:`, but not with two slashes behind it.
const fn lacks_slashes(text: &str) -> bool {
    let Some(colon) = ascii::find(text, b':', 0) else {
        return false;
    };
    ascii::contains_ignoring_case(&["https", "http"], ascii::slice(text, 0, colon))
        && !ascii::starts_with(ascii::tail(text, colon), "://")
}

pub(super) const fn authority_defect(authority: &str) -> Option<Defect> {
    let bytes = authority.as_bytes();
    let mut defect = None;
    let mut i = bytes.len();
    while i > 0 {
        i -= 1;
        match bytes[i] {
            b'/' | b'\\' => defect = Some(Defect::Path),
            b'?' => defect = Some(Defect::Query),
            b'#' => defect = Some(Defect::Fragment),
            b'@' => defect = Some(Defect::UserInfo),
            // Comes before any other defect.
            0x80.. => return Some(Defect::Unicode),
            _ => {}
        }
    }
    defect
}

/// Splits host and port. A colon between the brackets of an IPv6 address is no separator.
pub(super) const fn split_port(authority: &str) -> Result<(&str, Option<&str>), Defect> {
    let host_end = if matches!(authority.as_bytes(), [b'[', ..]) {
        match ascii::find(authority, b']', 0) {
            Some(bracket) => bracket + 1,
            None => return Err(Defect::Ipv6),
        }
    } else {
        match ascii::find(authority, b':', 0) {
            Some(colon) => colon,
            None => return Ok((authority, None)),
        }
    };
    let host = ascii::slice(authority, 0, host_end);
    let rest = ascii::tail(authority, host_end);
    if rest.is_empty() {
        return Ok((host, None));
    }
    if !ascii::starts_with(rest, ":") {
        return Err(Defect::Ipv6);
    }
    let port = ascii::tail(rest, 1);
    match ascii::find(port, b':', 0) {
        Some(_) => Err(Defect::Ipv6),
        None => Ok((host, Some(port))),
    }
}

pub(super) const fn parse_port(port: &str, scheme: &str) -> Result<Port, Defect> {
    if port.is_empty() {
        return Err(Defect::EmptyPort);
    }
    if ascii::equal(port, "*") {
        return Ok(Port::Any);
    }
    if ascii::find(port, b'*', 0).is_some() {
        return Err(Defect::Asterisk);
    }
    match ascii::number(port) {
        Some(number @ 1..=65_535) => match default_port(scheme) {
            Some(default) if default as u32 == number => Err(Defect::DefaultPort),
            _ => Ok(Port::Number(number as u16)),
        },
        _ => Err(Defect::Port),
    }
}
