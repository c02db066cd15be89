//! The origins and sites of pages and of the URLs that they fetch.

use std::fmt;

use cors_rules::public_suffix::registrable_domain;
use url::{Host, Url};

/// An [origin](https://html.spec.whatwg.org/#concept-origin). A tuple origin is stored as its serialization, with the
/// serialized site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// An opaque origin, such as the origin of a sandboxed document. An opaque origin is serialized as `null`, and is
    /// same-origin with no other origin.
    Opaque,
    Tuple {
        serialized: String,
        site: String,
    },
}

impl Origin {
    /// Returns the origin of a page's URL, which may have any scheme, as in `tauri://localhost`. Returns `None` if the
    /// string is neither a URL with a host nor `null`.
    pub(crate) fn of_page(page: &str) -> Option<Self> {
        if page == "null" {
            return Some(Self::Opaque);
        }
        let url = Url::parse(page).ok()?;
        url.host()?;
        Some(Self::of(&url))
    }

    pub(crate) fn of(url: &Url) -> Self {
        let Some(host) = url.host() else {
            return Self::Opaque;
        };
        let scheme = url.scheme();
        // `Url::origin` is opaque for schemes such as `chrome-extension:` and `tauri:`, for which browsers and
        // webviews use tuple origins.
        let serialized = match url.port() {
            Some(port) => format!("{scheme}://{host}:{port}"),
            None => format!("{scheme}://{host}"),
        };
        let site = format!("{scheme}://{}", site_host(&host));
        Self::Tuple { serialized, site }
    }

    /// <https://html.spec.whatwg.org/#same-origin>
    pub(crate) fn is_same_origin(&self, other: &Self) -> bool {
        matches!(
            (self, other),
            (Self::Tuple { serialized: ours, .. }, Self::Tuple { serialized: theirs, .. })
                if ours == theirs
        )
    }

    /// <https://html.spec.whatwg.org/#same-site>
    pub(crate) fn is_same_site(&self, other: &Self) -> bool {
        matches!(
            (self, other),
            (Self::Tuple { site: ours, .. }, Self::Tuple { site: theirs, .. }) if ours == theirs
        )
    }

    /// Returns the site of a tuple origin, a part of the
    /// [network partition key](https://fetch.spec.whatwg.org/#network-partition-keys).
    pub(crate) fn site(&self) -> Option<&str> {
        match self {
            Self::Opaque => None,
            Self::Tuple { site, .. } => Some(site),
        }
    }

    pub(crate) fn is_https(&self) -> bool {
        matches!(self, Self::Tuple { serialized, .. } if serialized.starts_with("https://"))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Opaque => "null",
            Self::Tuple { serialized, .. } => serialized,
        })
    }
}

/// Returns the host of a [site](https://html.spec.whatwg.org/#obtain-a-site): the registrable domain, or the whole
/// host if it has none.
fn site_host(host: &Host<&str>) -> String {
    match host {
        Host::Domain(domain) => registrable_domain(domain).unwrap_or(domain).to_owned(),
        Host::Ipv4(_) | Host::Ipv6(_) => host.to_string(),
    }
}

/// <https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy>
pub(crate) fn is_potentially_trustworthy(url: &Url) -> bool {
    url.scheme() == "https" || is_loopback(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(domain)) => domain == "localhost" || domain.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Returns the origin of the URL that [`with_scheme`] returns: `https://a.example` for `a.example/x`. If `with_scheme`
/// returns `None`, returns the example origin `https://{subdomain}.example.com`.
pub(crate) fn suggested_origin(written: &str, subdomain: &str) -> String {
    match with_scheme(written) {
        Some(url) => Origin::of(&url).to_string(),
        None => format!("https://{subdomain}.example.com"),
    }
}

/// Returns the corrected form of a string that is neither a URL nor a path: `https://a.example/x` for `a.example/x`,
/// and `/books` for `books`.
pub(crate) fn suggested_url(written: &str) -> String {
    with_scheme(written).map_or_else(|| format!("/{written}"), String::from)
}

/// Returns the string as a URL with a scheme: `http` for a loopback host, `https` for every other host. The string must
/// begin with a loopback host, or with a host that contains a dot. For any other string, returns `None`.
fn with_scheme(written: &str) -> Option<Url> {
    let parse = |scheme: &str| Url::parse(&format!("{scheme}://{written}")).ok();
    let url = parse("https")?;
    if !url.username().is_empty() {
        return None;
    }
    if is_loopback(&url) {
        return parse("http");
    }
    let has_dot = url.host_str()?.contains('.');
    has_dot.then_some(url)
}
