use std::fmt;

use cors_rules::origin::{Origin, Pattern, Wildcard};

/// The listed pattern that is closest to a rejected origin.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Nearest {
    /// The pattern, as the policy lists it.
    pub pattern: String,
    /// The difference between the origin and the pattern.
    pub difference: Difference,
}

/// The difference between an origin and a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Difference {
    /// One scheme is `http`, and the other is `https`. The ports may differ too.
    Scheme,
    /// The ports differ.
    Port,
    /// Only one of the two hosts begins with `www.`.
    Www,
    /// The pattern matches subdomains, and the origin is the bare domain.
    BareDomain,
}

impl fmt::Display for Nearest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pattern, difference } = self;
        let difference = match difference {
            Difference::Scheme => "differs by the scheme",
            Difference::Port => "differs by the port",
            Difference::Www => "differs by `www.`",
            Difference::BareDomain => "matches subdomains, not the bare domain",
        };
        write!(f, "closest match: `{pattern}` ({difference})")
    }
}

/// Returns the pattern that differs least from the origin, or the first of several such patterns. Returns `None` if no
/// pattern is similar.
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
    let (host, listed) = (origin.host(), pattern.host());
    let is_web = |scheme| matches!(scheme, "http" | "https");
    let is_www_of = |longer: &str, shorter| longer.strip_prefix("www.") == Some(shorter);
    let is_same_scheme = origin.scheme() == pattern.scheme();
    match (pattern.matches_host(&origin), is_same_scheme, pattern.matches_port(&origin)) {
        // With a scheme such as `tauri`, the page belongs to an app, so the origin and the pattern are not similar.
        (true, false, _) => {
            (is_web(origin.scheme()) && is_web(pattern.scheme())).then_some(Difference::Scheme)
        }
        (true, true, false) => Some(Difference::Port),
        (false, true, true) => match pattern.wildcard() {
            Wildcard::None if is_www_of(host, listed) || is_www_of(listed, host) => {
                Some(Difference::Www)
            }
            Wildcard::Subdomains if host == listed => Some(Difference::BareDomain),
            _ => None,
        },
        _ => None,
    }
}
