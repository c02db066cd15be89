//! The model's rules for origins in the form that a browser sends, for patterns of origins, and for patterns of hosts.

use std::net::Ipv4Addr;

use url::Host;

const MAX_SCHEME_BYTES: usize = 64;
const MAX_HOST_BYTES: usize = 253;
const MAX_LABEL_BYTES: usize = 63;

/// Schemes that the origin of a page cannot have.
const SCHEMES_WITHOUT_PAGES: [&str; 9] =
    ["file", "ws", "wss", "ftp", "data", "blob", "about", "javascript", "filesystem"];

/// The visible ASCII characters that a host in this model cannot contain: the forbidden host code points,
/// <https://url.spec.whatwg.org/#forbidden-host-code-point>, and `*`, which only a pattern can contain.
const FORBIDDEN_IN_HOST: &str = "#/:<>?@[\\]^|*";

/// An origin. The port is `None` if the origin has no port, because a browser leaves out the default port of the
/// scheme.
struct Origin {
    scheme: String,
    host: String,
    port: Option<String>,
}

/// The hosts that a pattern matches.
enum Hosts {
    Any,
    One(String),
    /// The hosts that have one or more labels before this domain.
    Subdomains(String),
    /// The hosts that have exactly one label before a domain. The strings are the end of this label and the domain:
    /// `-team` and `shop.example`, for example.
    LabelEnd(String, String),
}

/// Returns whether a string is the origin of a page in the form that a browser sends. Returns `false` for `null`.
pub fn is_origin(sent: &str) -> bool {
    Origin::read(sent).is_some()
}

/// Returns whether a string is a pattern with a scheme and a host. The values `*` and `null` are not such patterns.
pub fn is_pattern(text: &str) -> bool {
    let Some((scheme, authority)) = text.split_once("://") else { return false };
    let Some((host, port)) = split_port(authority) else { return false };
    let is_port = port.as_deref().is_none_or(|port| port == "*" || is_port_of(port, scheme));
    let Some(hosts) = Hosts::read(&host) else { return false };
    let has_pages_hosts = match &hosts {
        Hosts::Any => !is_http(scheme) && port.is_none(),
        Hosts::One(host) => is_host_of(host, scheme),
        Hosts::Subdomains(domain) => {
            is_domain(domain) && domain.len() + "a.".len() <= MAX_HOST_BYTES
        }
        Hosts::LabelEnd(end, domain) => {
            is_lower_label(end)
                && end.len() < MAX_LABEL_BYTES
                && is_domain(domain)
                && "a".len() + end.len() + ".".len() + domain.len() <= MAX_HOST_BYTES
        }
    };
    is_scheme(scheme) && is_port && has_pages_hosts
}

/// Returns whether a pattern, or the value `null`, matches the origin that a browser sent.
pub fn matches(pattern: &str, sent: &str) -> bool {
    if pattern == "null" {
        return sent == "null";
    }
    let Some(origin) = Origin::read(sent) else { return false };
    let Some((scheme, authority)) = pattern.split_once("://") else { return false };
    let Some((host, port)) = split_port(authority) else { return false };
    let Some(hosts) = Hosts::read(&host) else { return false };
    scheme == origin.scheme
        && hosts.contain(&origin.host)
        && (port.as_deref() == Some("*") || port == origin.port)
}

/// Returns whether a pattern of `hosts` matches an authority. In a debug build, every pattern matches a loopback host.
pub(super) fn matches_host(pattern: &str, authority: &str) -> bool {
    let Some((host, port)) = split_port(authority) else { return false };
    if port.as_deref().is_some_and(|port| number(port).is_none()) {
        return false;
    }
    let port = port.filter(|port| port != "80" && port != "443");
    let host = host.to_lowercase();
    if cfg!(debug_assertions) && is_loopback(&host) {
        return true;
    }
    let Some((name, wanted)) = split_port(pattern) else { return false };
    let Some(hosts) = Hosts::read(&name) else { return false };
    hosts.contain(&host) && (wanted.as_deref() == Some("*") || wanted == port)
}

/// Returns whether the origin is the server's own: its host and port are those of the request's authority.
pub(super) fn is_same_server(origin: &str, authority: Option<&str>) -> bool {
    let Some(origin) = Origin::read(origin) else { return false };
    let Some((host, port)) = authority.and_then(split_port) else { return false };
    if port.as_deref().is_some_and(|port| number(port).is_none()) {
        return false;
    }
    let default = || default_port(&origin.scheme).map(str::to_owned);
    host.eq_ignore_ascii_case(&origin.host) && port.or_else(default) == origin.port.or_else(default)
}

impl Origin {
    fn read(sent: &str) -> Option<Self> {
        let (scheme, authority) = sent.split_once("://")?;
        let (host, port) = split_port(authority)?;
        let is_port = port.as_deref().is_none_or(|port| is_port_of(port, scheme));
        (is_scheme(scheme) && is_host_of(&host, scheme) && is_port).then(|| Self {
            scheme: scheme.to_owned(),
            host,
            port,
        })
    }
}

impl Hosts {
    fn read(host: &str) -> Option<Self> {
        if host == "*" {
            return Some(Self::Any);
        }
        if let Some(domain) = host.strip_prefix("*.") {
            return Some(Self::Subdomains(domain.to_owned()));
        }
        match host.strip_prefix('*') {
            Some(rest) => {
                let (end, domain) = rest.split_once('.')?;
                end.starts_with('-').then(|| Self::LabelEnd(end.to_owned(), domain.to_owned()))
            }
            None => Some(Self::One(host.to_owned())),
        }
    }

    fn contain(&self, host: &str) -> bool {
        let labels_before = |domain: &str| -> Vec<String> {
            let before = host.strip_suffix(domain).and_then(|it| it.strip_suffix('.'));
            let is_domain_before = before.is_some_and(|it| {
                host.len() <= MAX_HOST_BYTES && it.split('.').all(is_lower_label)
            });
            let before = before.filter(|_| is_domain_before);
            before.map(|it| it.split('.').map(str::to_owned).collect()).unwrap_or_default()
        };
        match self {
            Self::Any => true,
            Self::One(wanted) => wanted == host,
            Self::Subdomains(domain) => !labels_before(domain).is_empty(),
            Self::LabelEnd(end, domain) => match &labels_before(domain)[..] {
                [label] => label.len() > end.len() && label.ends_with(end.as_str()),
                _ => false,
            },
        }
    }
}

/// Splits an authority into the host and the port. The port can be any string without a colon, such as `*`.
fn split_port(authority: &str) -> Option<(String, Option<String>)> {
    let host_end = match authority.strip_prefix('[') {
        Some(address) => 1 + address.find(']')? + 1,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    let (host, rest) = authority.split_at(host_end);
    let port = match rest.strip_prefix(':') {
        Some(port) => Some(port.to_owned()),
        None if rest.is_empty() => None,
        None => return None,
    };
    let is_split = !host.is_empty() && port.as_ref().is_none_or(|port| !port.contains(':'));
    is_split.then(|| (host.to_owned(), port))
}

fn number(port: &str) -> Option<u16> {
    let number: u16 = port.parse().ok()?;
    (number > 0 && number.to_string() == port).then_some(number)
}

fn is_port_of(port: &str, scheme: &str) -> bool {
    number(port).is_some() && default_port(scheme) != Some(port)
}

fn default_port(scheme: &str) -> Option<&'static str> {
    match scheme {
        "https" => Some("443"),
        "http" => Some("80"),
        _ => None,
    }
}

fn is_http(scheme: &str) -> bool {
    scheme == "http" || scheme == "https"
}

fn is_scheme(scheme: &str) -> bool {
    scheme.len() <= MAX_SCHEME_BYTES
        && !SCHEMES_WITHOUT_PAGES.contains(&scheme)
        && scheme.starts_with(|first: char| first.is_ascii_lowercase())
        && scheme.chars().all(|it| matches!(it, 'a'..='z' | '0'..='9' | '+' | '-' | '.'))
        && !is_misspelled_http(scheme)
}

/// Returns whether the scheme becomes `http` or `https` if one letter is added, removed or replaced. Returns `false`
/// for these two schemes themselves.
fn is_misspelled_http(scheme: &str) -> bool {
    let without = |text: &str, at: usize| [&text[..at], &text[at + 1..]].concat();
    !is_http(scheme)
        && ["http", "https"].iter().any(|meant| {
            let is_longer = scheme.len() == meant.len() + 1
                && (0..scheme.len()).any(|at| without(scheme, at) == *meant);
            let is_shorter = scheme.len() + 1 == meant.len()
                && (0..meant.len()).any(|at| without(meant, at) == scheme);
            let is_replaced = scheme.len() == meant.len()
                && (0..scheme.len()).any(|at| without(scheme, at) == without(meant, at));
            is_longer || is_shorter || is_replaced
        })
}

fn is_host_of(host: &str, scheme: &str) -> bool {
    if host.starts_with('[') {
        return Host::parse(host).is_ok_and(|parsed| parsed.to_string() == host);
    }
    if is_http(scheme) { is_ipv4(host) || is_domain(host) } else { is_opaque(host) }
}

fn is_opaque(host: &str) -> bool {
    let is_allowed = |it: char| it.is_ascii_graphic() && !FORBIDDEN_IN_HOST.contains(it);
    (1..=MAX_HOST_BYTES).contains(&host.len()) && host.chars().all(is_allowed)
}

fn is_ipv4(host: &str) -> bool {
    host.parse().is_ok_and(|address: Ipv4Addr| address.to_string() == host)
}

fn is_domain(host: &str) -> bool {
    let domain = host.strip_suffix('.').unwrap_or(host);
    let labels: Vec<&str> = domain.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    // If the last label of a host is a number, the URL Standard parses the host as an IPv4 address.
    let ends_in_number = last.chars().all(|it| it.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|hex| hex.chars().all(|it| it.is_ascii_hexdigit()));
    host.len() <= MAX_HOST_BYTES
        && !ends_in_number
        && labels.iter().all(|label| is_lower_label(label) && is_decodable(label))
}

fn is_lower_label(label: &str) -> bool {
    let is_allowed = |it: char| matches!(it, 'a'..='z' | '0'..='9' | '-' | '_');
    (1..=MAX_LABEL_BYTES).contains(&label.len()) && label.chars().all(is_allowed)
}

/// Returns whether a Punycode label decodes to text that is not only ASCII and has no C1 control characters. Returns
/// `true` for other labels.
fn is_decodable(label: &str) -> bool {
    let Some(code) = label.strip_prefix("xn--") else { return true };
    idna::punycode::decode_to_string(code).is_some_and(|decoded| {
        !decoded.is_ascii() && !decoded.chars().any(|it| ('\u{80}'..'\u{a0}').contains(&it))
    })
}

fn is_loopback(host: &str) -> bool {
    let below = host.strip_suffix(".localhost");
    host == "localhost"
        || host == "[::1]"
        || below.is_some_and(|labels| labels.split('.').all(is_lower_label))
        || host.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
}
