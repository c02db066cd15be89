use super::{Defect, Origin, default_port, host, regex, scheme_defect};
use crate::{ascii, public_suffix, several};

/// An origin as a policy lists it: `https://app.example.com`, `https://*.example.com`,
/// `http://localhost:*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern<'a> {
    text: &'a str,
    scheme: &'a str,
    subdomains: bool,
    host: &'a str,
    port: Port,
}

/// Which ports a pattern matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    /// The scheme's default port, which a serialized origin leaves out.
    Default,
    /// That one.
    Number(u16),
    /// Every port, the default one included.
    Any,
}

impl<'a> Pattern<'a> {
    /// Reads `scheme://host[:port]`, with `*.` before a domain for its subdomains and `*` as the
    /// port for any.
    ///
    /// # Errors
    /// The first defect of a text that is no such pattern.
    pub const fn parse(text: &'a str) -> Result<Self, Defect> {
        match Self::read(text) {
            Err(defect) => Err(match defect_of_the_whole(text) {
                Some(first) => first,
                None => defect,
            }),
            read => read,
        }
    }

    /// By the grammar alone. Which of several defects is told is asked of the few texts that have
    /// any: const evaluation takes its time for each look at a byte.
    const fn read(text: &'a str) -> Result<Self, Defect> {
        let (scheme, authority) = match split_scheme(text) {
            Ok(split) => split,
            Err(defect) => return Err(defect),
        };
        match read_authority(authority, scheme) {
            Ok((subdomains, host, port)) => Ok(Self { text, scheme, subdomains, host, port }),
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

    /// The ports that it matches.
    #[must_use]
    pub const fn port(&self) -> Port {
        self.port
    }

    /// Whether it matches one origin only, which then is its own text.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        !self.subdomains && !matches!(self.port, Port::Any)
    }

    /// Whether a request from a matching origin may have crossed a network in the clear, or from a
    /// page that anybody can install.
    #[must_use]
    pub const fn is_insecure(&self) -> bool {
        !matches!(self.scheme.as_bytes(), b"https") && !host::is_loopback(self.host)
    }

    /// Whether anybody can register a matching origin: <https://publicsuffix.org>.
    #[must_use]
    pub const fn is_below_public_suffix(&self) -> bool {
        self.subdomains
            && (public_suffix::is_public_suffix(self.host)
                || public_suffix::has_only_public_suffixes_below(self.host))
    }

    /// Whether the pattern stands for that origin.
    #[must_use]
    pub const fn matches(&self, origin: &Origin<'_>) -> bool {
        let port = match (self.port, origin.port()) {
            (Port::Any, _) | (Port::Default, None) => true,
            (Port::Number(wanted), Some(port)) => wanted == port,
            _ => false,
        };
        let host = if self.subdomains {
            origin.is_subdomain_of(self.host)
        } else {
            ascii::equal(self.host, origin.host())
        };
        port && host && ascii::equal(self.scheme, origin.scheme())
    }
}

const fn split_scheme(text: &str) -> Result<(&str, &str), Defect> {
    // Most have this one, of which nothing need be asked.
    if let [b'h', b't', b't', b'p', b's', b':', b'/', b'/', ..] = text.as_bytes() {
        return Ok(("https", ascii::tail(text, "https://".len())));
    }
    let Some(colon) = scheme_end(text) else {
        return Err(Defect::NoScheme);
    };
    let scheme = ascii::slice(text, 0, colon);
    if let Some(defect) = scheme_defect(scheme) {
        return Err(defect);
    }
    if meant_scheme(scheme).is_some() {
        return Err(Defect::SchemeTypo);
    }
    Ok((scheme, ascii::tail(text, colon + "://".len())))
}

const fn read_authority<'a>(
    authority: &'a str,
    scheme: &str,
) -> Result<(bool, &'a str, Port), Defect> {
    // Most end in a letter, so that no port is looked for.
    if let [.., b'a'..=b'z'] = authority.as_bytes()
        && let Ok((subdomains, host)) = host::pattern(authority)
    {
        return Ok((subdomains, host, Port::Default));
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
    match host::pattern(host) {
        Ok((subdomains, host)) => Ok((subdomains, host, port)),
        Err(defect) => Err(defect),
    }
}

/// What is told of a text that is no pattern before any defect of its parts.
const fn defect_of_the_whole(text: &str) -> Option<Defect> {
    let trimmed = ascii::trim(text);
    if regex::is_one(text) {
        Some(Defect::Regex)
    } else if trimmed.is_empty() {
        Some(Defect::Empty)
    } else if trimmed.len() != text.len() {
        Some(Defect::WhiteSpace)
    } else if holds_several(text) {
        Some(Defect::Several)
    } else {
        None
    }
}

/// `https` or `http`, where the scheme is one letter away from it.
pub(super) const fn meant_scheme(scheme: &str) -> Option<&'static str> {
    if matches!(scheme.as_bytes(), b"http" | b"https") {
        None
    } else if ascii::is_one_edit_away(scheme, "https") {
        Some("https")
    } else if ascii::is_one_edit_away(scheme, "http") {
        Some("http")
    } else {
        None
    }
}

/// Whether a comma, or another separator and another `://` behind it, part the text in two.
const fn holds_several(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut is_behind_separator = false;
    let mut i = 0;
    while i < bytes.len() {
        is_behind_separator |= several::is_separator(bytes[i]);
        let begins_scheme = is_behind_separator
            && bytes[i] == b':'
            && ascii::starts_with(ascii::tail(text, i), "://");
        if bytes[i] == b',' || begins_scheme {
            return true;
        }
        i += 1;
    }
    false
}

/// Where `://` stands.
pub(super) const fn scheme_end(text: &str) -> Option<usize> {
    let mut rest = text.as_bytes();
    let mut end = 0;
    while let [byte, more @ ..] = rest {
        if *byte == b':' {
            return if matches!(more, [b'/', b'/', ..]) { Some(end) } else { None };
        }
        rest = more;
        end += 1;
    }
    None
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
            // Told before any other.
            0x80.. => return Some(Defect::Unicode),
            _ => {}
        }
    }
    defect
}

/// Host and port, the brackets of an IPv6 address respected.
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
