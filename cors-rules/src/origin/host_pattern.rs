//! The names under which clients reach a server: patterns in `hosts`, and authorities of requests.

use super::{Defect, Port, Wildcard, correction, host, labels, pattern, scheme_end};
use crate::{
    Rule, Text, Violation, ascii,
    split_list::{self, Values},
};

/// A pattern in `hosts`: `api.example.com`, `*.example.com`, `localhost:*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostPattern<'a> {
    wildcard: Wildcard<'a>,
    host: &'a str,
    port: Port,
}

/// The host and port that a request names:
/// <https://www.rfc-editor.org/rfc/rfc9110.html#section-7.2>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authority<'a> {
    host: &'a str,
    port: Option<u16>,
}

impl<'a> HostPattern<'a> {
    /// Parses `host`, `host:port` or `host:*`. The host may begin with a wildcard.
    ///
    /// # Errors
    /// The first defect of a string that is not such a pattern.
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
        match host::parse_pattern(host, "https") {
            Ok((wildcard, host)) => Ok(Self { wildcard, host, port }),
            Err(defect) => Err(defect),
        }
    }

    /// Returns whether a request for an authority is for this server. Names are compared without
    /// case.
    #[must_use]
    pub fn matches(&self, authority: &Authority<'_>) -> bool {
        let matches_port = match (self.port, authority.port) {
            (Port::Any, _) | (Port::Default, None) => true,
            (Port::Number(wanted), Some(port)) => wanted == port,
            _ => false,
        };
        let matches_host = match self.wildcard {
            Wildcard::None => authority.host.eq_ignore_ascii_case(self.host),
            Wildcard::Subdomains => authority.labels_before(self.host).is_some(),
            Wildcard::LabelEnding(ending) => {
                authority.labels_before(self.host).is_some_and(|label| has_ending(label, ending))
            }
            Wildcard::AnyHost => true,
        };
        matches_port && matches_host
    }
}

/// Returns whether a single label ends in `ending`, and is longer.
fn has_ending(label: &str, ending: &str) -> bool {
    let Some(start) = label.len().checked_sub(ending.len()) else { return false };
    start > 0
        && !label.contains('.')
        && label.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

impl<'a> Authority<'a> {
    /// Parses the value of `Host` or `:authority`. `:80` and `:443` count as no port, since the
    /// scheme of a request is not known. An empty or zero-padded port names no host.
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

    /// Returns whether requests to the host never leave the machine, so that an attacker's page
    /// cannot have its name:
    /// <https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy>.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.host.eq_ignore_ascii_case("localhost")
            || self.labels_before("localhost").is_some()
            || host::is_loopback(self.host)
    }

    /// The labels before `.domain`. They are checked, since a client that is not a browser can send
    /// `evil.example/.example.com`, and applications build links from the host.
    fn labels_before(&self, domain: &str) -> Option<&'a str> {
        let dot = self.host.len().checked_sub(domain.len() + 1)?;
        let (labels, suffix) = self.host.split_at_checked(dot)?;
        let is_suffix =
            suffix.strip_prefix('.').is_some_and(|suffix| suffix.eq_ignore_ascii_case(domain));
        (is_suffix && labels.split('.').all(labels::is_label)).then_some(labels)
    }
}

/// Returns whether the port is the default of HTTP, with or without TLS.
const fn is_default(port: &str) -> bool {
    ascii::equal(port, "80") || ascii::equal(port, "443")
}

const fn list_correction(text: &str) -> Option<Text> {
    let mut values = Values::of(split_list::unbracket(text));
    let mut list = split_list::List::NEW;
    while let Some(value) = values.next() {
        match corrected_host(value) {
            Some(host) => list = list.with(host.as_str()),
            None => return None,
        }
    }
    if list.len() > 1 { list.finish() } else { None }
}

/// The host that a string was meant to be.
const fn corrected_host(text: &str) -> Option<Text> {
    let text = split_list::unquote(text);
    let rest = match scheme_end(text) {
        Some(colon) => ascii::tail(text, colon + "://".len()),
        None => text,
    };
    let Some(origin) = correction(Text::new().push("https://").push(rest).as_str()) else {
        return None;
    };
    let host = ascii::tail(origin.as_str(), "https://".len());
    let host = match pattern::split_port(host) {
        Ok((host, Some(port))) if is_default(port) => host,
        _ => host,
    };
    match HostPattern::parse(host) {
        Ok(_) => Some(Text::new().push(host)),
        Err(_) => None,
    }
}

/// The violation of a string in `hosts`, with the host to write instead if it can be derived.
pub(crate) const fn invalid_host(text: &str, defect: Defect) -> Violation {
    let clause = match defect {
        Defect::Path if scheme_end(text).is_some() => "it has a scheme",
        Defect::DefaultPort => "`:80` and `:443` count as no port",
        defect => defect.clause(),
    };
    let sentence = Text::new().push("is not a host: ").push(clause);
    let violation = Violation::new(Rule::InvalidHost, text, sentence.as_str());
    if let Some(list) = list_correction(text) {
        return violation.write_list(list);
    }
    if ascii::equal(text, "*") {
        return violation.help("leave `hosts` out to let any host pass");
    }
    match corrected_host(text) {
        Some(host) => violation.write(host.as_str()),
        None => violation
            .help("write a host as a request names it, such as `api.example.com` or `localhost:*`"),
    }
}
