use std::fmt;

use cors_rules::origin::{Origin, Pattern, Port};

/// The pattern that comes nearest to an origin that is not allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Nearest {
    /// As the policy lists it.
    pub pattern: String,
    /// How the origin differs from it.
    pub difference: Difference,
}

/// How an origin differs from a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Difference {
    /// Another scheme, as `http` for `https`.
    Scheme,
    /// Another port.
    Port,
    /// One has a `www.` in front.
    Www,
    /// The pattern is of its subdomains, and the origin the bare domain.
    BareDomain,
}

impl fmt::Display for Nearest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pattern, difference } = self;
        match difference {
            Difference::Scheme => write!(f, "`{pattern}` is, with another scheme"),
            Difference::Port => write!(f, "`{pattern}` is, with another port"),
            Difference::Www => write!(f, "`{pattern}` is, which differs in `www.`"),
            Difference::BareDomain => {
                write!(f, "`{pattern}` is, which means subdomains and not the domain itself")
            }
        }
    }
}

/// The first of those that differ least.
pub(super) fn nearest<'a>(
    origin: Origin<'_>,
    patterns: impl Iterator<Item = &'a str>,
) -> Option<Nearest> {
    patterns
        .filter_map(|text| Some((difference(origin, &Pattern::parse(text).ok()?)?, text)))
        .min_by_key(|(difference, _)| *difference)
        .map(|(difference, text)| Nearest { pattern: text.to_owned(), difference })
}

fn difference(origin: Origin<'_>, pattern: &Pattern<'_>) -> Option<Difference> {
    let host = origin.host();
    let is_same_host = if pattern.subdomains() {
        origin.is_subdomain_of(pattern.host())
    } else {
        host == pattern.host()
    };
    let is_same_scheme = origin.scheme() == pattern.scheme();
    let is_same_port = match pattern.port() {
        Port::Any => true,
        Port::Default => origin.port().is_none(),
        Port::Number(port) => origin.port() == Some(port),
    };
    if is_same_host {
        return match (is_same_scheme, is_same_port) {
            (false, _) => Some(Difference::Scheme),
            (true, false) => Some(Difference::Port),
            (true, true) => None,
        };
    }
    if !(is_same_scheme && is_same_port) {
        return None;
    }
    let is_below_www = |longer: &str, shorter: &str| {
        longer.strip_prefix("www.").is_some_and(|rest| rest == shorter)
    };
    if pattern.subdomains() {
        return (host == pattern.host()).then_some(Difference::BareDomain);
    }
    (is_below_www(host, pattern.host()) || is_below_www(pattern.host(), host))
        .then_some(Difference::Www)
}
