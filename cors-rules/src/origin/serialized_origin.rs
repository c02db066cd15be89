use core::fmt;

use super::{
    MAX_ORIGIN_BYTES, Pattern, Port, Wildcard, host_pattern::port_number, is_default_port,
};
use crate::ascii;

/// An origin that a browser sent: scheme, host, and the port if it is not the default of the scheme.
///
/// The parser accepts only the form in which browsers serialize an origin. It rejects a path, a default port, upper
/// case in the scheme or in a domain, and `null`. An `Origin` borrows the bytes of the request.
///
/// ```
/// use cors_runtime::Origin;
///
/// let origin = Origin::parse(b"https://shop.example.com:8443").unwrap();
/// assert_eq!(origin.scheme(), "https");
/// assert_eq!(origin.host(), "shop.example.com");
/// assert_eq!(origin.port(), Some(8443));
/// assert!(origin.is_subdomain_of("example.com"));
///
/// assert!(Origin::parse(b"https://shop.example.com:443").is_none());
/// assert!(Origin::parse(b"null").is_none());
/// ```
///
/// Standard: [origin](https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin), the
/// [`Origin` header](https://fetch.spec.whatwg.org/#origin-header).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Origin<'a> {
    string: &'a str,
    parts: Parts,
}

/// The parsed parts of an [`Origin`] or an [`OriginBuf`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Parts {
    scheme_end: u16,
    host_end: u16,
    port: Option<u16>,
    has_domain: bool,
}

impl<'a> Origin<'a> {
    /// Parses the value of an `Origin` header.
    ///
    /// Returns `None` for a value that is not an origin, such as `null`.
    pub const fn parse(value: &'a [u8]) -> Option<Self> {
        if value.len() > MAX_ORIGIN_BYTES {
            return None;
        }
        let Ok(string) = core::str::from_utf8(value) else { return None };
        // An origin is a pattern without wildcards.
        let Ok(pattern) = Pattern::parse_parts(string) else { return None };
        let port = match (pattern.wildcard(), pattern.port()) {
            (Wildcard::None, Port::Default) => None,
            (Wildcard::None, Port::Number(port)) => Some(port),
            _ => return None,
        };
        let scheme_end = pattern.scheme().len();
        let parts = Parts {
            scheme_end: scheme_end as u16,
            host_end: (scheme_end + "://".len() + pattern.host().len()) as u16,
            port,
            has_domain: pattern.hosts.has_domain,
        };
        Some(Self { string, parts })
    }

    /// The origin as it was sent.
    pub const fn as_str(&self) -> &'a str {
        self.string
    }

    /// The scheme, without `://`.
    pub const fn scheme(&self) -> &'a str {
        ascii::slice(self.string, 0, self.parts.scheme_end as usize)
    }

    /// The host: a domain in lower case and Punycode, an IPv4 address, or an IPv6 address in brackets.
    ///
    /// With a scheme other than `http` and `https`, the host may also be opaque, such as the `.` of `app://.` or the
    /// `ABC-123` of `safari-web-extension://ABC-123`. An opaque host has at most 253 visible ASCII characters, and its
    /// case is significant.
    pub const fn host(&self) -> &'a str {
        ascii::slice(self.string, self.parts.scheme_end as usize + 3, self.parts.host_end as usize)
    }

    /// The port, or `None` for the default of the scheme.
    pub const fn port(&self) -> Option<u16> {
        self.parts.port
    }

    /// Returns whether an authority (`host[:port]`, as in a `Host` header) names the server of this origin. Host names
    /// are case-insensitive. A missing port is the default port of the scheme of the origin.
    pub fn is_served_by(&self, authority: &str) -> bool {
        let Some((host, rest)) = authority.split_at_checked(self.host().len()) else {
            return false;
        };
        let port = match (rest.strip_prefix(':').map(port_number), rest) {
            (Some(Some(port)), _) => Some(port),
            (None, "") => None,
            _ => return false,
        };
        let port = port.filter(|port| !is_default_port(*port, self.scheme()));
        host.eq_ignore_ascii_case(self.host()) && port == self.port()
    }

    /// Returns whether the host is a domain. IP addresses and opaque hosts are not domains.
    #[doc(hidden)]
    pub const fn has_domain(&self) -> bool {
        self.parts.has_domain
    }

    /// Returns whether the host is one or more labels below `domain`. Returns `false` for `domain` itself, for a host
    /// that only ends in the same letters (`notexample.com`), and for a host that is not a domain.
    pub const fn is_subdomain_of(&self, domain: &str) -> bool {
        let host = self.host();
        self.parts.has_domain
            && host.len() > domain.len() + 1
            && !domain.is_empty()
            && ascii::ends_with(host, domain)
            && host.as_bytes()[host.len() - domain.len() - 1] == b'.'
    }
}

/// An owned [`Origin`], for asynchronous checks.
///
/// ```
/// use cors_runtime::{Origin, OriginBuf};
///
/// let origin: OriginBuf = Origin::parse(b"https://shop.example.com").unwrap().into();
/// assert_eq!(origin.as_str(), "https://shop.example.com");
/// assert!(origin.as_origin().is_subdomain_of("example.com"));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OriginBuf {
    string: Box<str>,
    parts: Parts,
}

impl OriginBuf {
    /// Borrows the origin.
    pub fn as_origin(&self) -> Origin<'_> {
        Origin { string: &self.string, parts: self.parts }
    }

    /// Returns the origin as it was sent: [`Origin::as_str`].
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// Returns the scheme: [`Origin::scheme`].
    pub fn scheme(&self) -> &str {
        self.as_origin().scheme()
    }

    /// Returns the host: [`Origin::host`].
    pub fn host(&self) -> &str {
        self.as_origin().host()
    }

    /// Returns the port: [`Origin::port`].
    pub fn port(&self) -> Option<u16> {
        self.parts.port
    }

    /// Returns whether the host is a subdomain of `domain`: [`Origin::is_subdomain_of`].
    pub fn is_subdomain_of(&self, domain: &str) -> bool {
        self.as_origin().is_subdomain_of(domain)
    }
}

impl From<Origin<'_>> for OriginBuf {
    fn from(origin: Origin<'_>) -> Self {
        Self { string: origin.string.into(), parts: origin.parts }
    }
}

macro_rules! string_traits {
    ($($origin:ty as $name:literal)*) => {
        $(
            impl fmt::Debug for $origin {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.debug_tuple($name).field(&self.as_str()).finish()
                }
            }

            impl fmt::Display for $origin {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(self.as_str())
                }
            }

            impl AsRef<str> for $origin {
                fn as_ref(&self) -> &str {
                    self.as_str()
                }
            }

            impl PartialEq<str> for $origin {
                fn eq(&self, string: &str) -> bool {
                    self.as_str() == string
                }
            }

            impl PartialEq<&str> for $origin {
                fn eq(&self, string: &&str) -> bool {
                    self.as_str() == *string
                }
            }
        )*
    };
}

string_traits!(Origin<'_> as "Origin" OriginBuf as "OriginBuf");
