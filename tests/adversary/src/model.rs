//! What the server answers, as the contract's table of answers has it: slow, plain, and without a
//! line of the library.
//!
//! A header's value is a text of which each character is one byte. Where a standard is asked (what
//! a host is, what Punycode is), the `url` and `idna` crates answer.

use std::{collections::BTreeMap, net::Ipv4Addr};

use serde_json::Value;
use url::Host;

/// A policy under the attribute's keys.
#[derive(Clone, Debug)]
pub struct Policy {
    pub origins: Origins,
    pub methods: Vec<String>,
    pub allow_headers: Vec<String>,
    pub expose_headers: Vec<String>,
    pub allow_credentials: bool,
    pub max_age: Option<u64>,
    pub enforce: String,
    pub hosts: Vec<String>,
}

#[derive(Clone, Debug)]
pub enum Origins {
    Any,
    Nobody,
    Listed(Vec<String>),
}

/// Where a policy stands.
#[derive(Clone, Debug)]
pub enum Place {
    /// On a handler whose route serves those methods.
    Handler(Vec<String>),
    Layer,
}

#[derive(Clone, Debug, Default)]
pub struct Request {
    pub method: String,
    /// The request target's own, before any `Host`.
    pub authority: Option<String>,
    pub headers: Vec<(&'static str, String)>,
}

/// What comes back: the headers of CORS and `Vary`, each with its items in order of the alphabet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub ran: bool,
    pub headers: BTreeMap<String, Vec<String>>,
}

const GOVERNED: [&str; 6] = [
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-max-age",
    "access-control-expose-headers",
];

impl Policy {
    /// From a settings file, or from a policy as `policies()` serializes it.
    pub fn read(json: &Value) -> Self {
        let texts = |key: &str| match &json[key] {
            Value::String(text) => vec![text.clone()],
            Value::Array(list) => {
                list.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect()
            }
            _ => Vec::new(),
        };
        let origins = match (json["origins"].as_str(), texts("origins")) {
            (Some("none"), _) => Origins::Nobody,
            (_, listed) if listed == ["*"] => Origins::Any,
            (_, listed) => Origins::Listed([listed, texts("debug_origins")].concat()),
        };
        let enforce = match &json["enforce"] {
            Value::String(form) => form.clone(),
            flag => flag.as_bool().unwrap_or_default().to_string(),
        };
        Self {
            origins,
            methods: texts("methods"),
            allow_headers: texts("allow_headers"),
            expose_headers: texts("expose_headers"),
            allow_credentials: json["allow_credentials"].as_bool().unwrap_or_default(),
            max_age: json["max_age"].as_u64(),
            enforce,
            hosts: texts("hosts"),
        }
    }

    /// What the request gets, whose response has the headers `inner` where something further in runs.
    pub fn answer(&self, place: &Place, request: &Request, inner: &[(&str, &str)]) -> Answer {
        let answer = match (place, request.preflight()) {
            (Place::Handler(served), Some((_, method))) if !served.contains(&method) => not_found(),
            (_, Some((origin, method))) => self.preflight(place, request, &origin, &method),
            (Place::Handler(served), None) if !served.contains(&request.method) => not_found(),
            (_, None) => self.actual(place, request, inner),
        };
        answer.sorted()
    }

    fn preflight(&self, place: &Place, request: &Request, origin: &str, method: &str) -> Answer {
        let mut answer = Answer::empty(403, false);
        for name in ["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"] {
            answer.add("vary", name);
        }
        let allowed = self.allows_origin(origin) && self.allows_method(place, method);
        if !allowed || !self.is_called_by_name(request) {
            return answer;
        }
        answer.status = 204;
        self.add_origin(&mut answer, origin);
        if self.allow_credentials {
            answer.add("access-control-allow-credentials", "true");
        }
        if let Some(seconds) = self.max_age {
            answer.add("access-control-max-age", &seconds.to_string());
        }
        match place {
            Place::Handler(served) => {
                for method in served.iter().filter(|method| self.allows_method(place, method)) {
                    answer.add("access-control-allow-methods", method);
                }
            }
            Place::Layer => {
                let default = ["GET", "HEAD", "POST"].map(str::to_owned).to_vec();
                let listed = match self.methods.as_slice() {
                    [] => default,
                    [any] if any == "*" && self.allow_credentials => vec![method.to_owned()],
                    listed => listed.to_vec(),
                };
                listed.iter().for_each(|it| answer.add("access-control-allow-methods", it));
            }
        }
        let any_header = self.allow_headers.iter().any(|name| name == "*");
        if any_header && self.allow_credentials {
            for line in request.all("access-control-request-headers") {
                answer.add("access-control-allow-headers", line);
            }
        } else {
            for name in &self.allow_headers {
                answer.add("access-control-allow-headers", &name.to_lowercase());
            }
        }
        answer
    }

    fn actual(&self, place: &Place, request: &Request, inner: &[(&str, &str)]) -> Answer {
        let refuses = self.enforce == "true" || self.enforce == "isolate";
        if !self.is_called_by_name(request)
            || self.took_anothers_preflight(place, request)
            || (refuses && self.is_foreign_and_not_let_in(request))
        {
            let mut refused = Answer::empty(403, false);
            refused.add("vary", "Origin");
            return refused;
        }
        let mut answer = Answer::empty(200, true);
        for (name, value) in inner.iter().filter(|(name, _)| !GOVERNED.contains(name)) {
            answer.add(name, value);
        }
        if let Origins::Listed(_) = self.origins {
            let vary = answer.headers.get("vary").cloned().unwrap_or_default();
            if !vary.iter().any(|item| item == "*" || item.eq_ignore_ascii_case("origin")) {
                answer.add("vary", "Origin");
            }
        }
        let shared = match (&self.origins, request.all("origin").as_slice()) {
            (Origins::Any, _) => Some(String::new()),
            (_, [origin]) if self.allows_origin(origin) => Some(origin.to_string()),
            _ => None,
        };
        if let Some(origin) = shared {
            self.add_origin(&mut answer, &origin);
            if self.allow_credentials {
                answer.add("access-control-allow-credentials", "true");
            }
            for name in &self.expose_headers {
                answer.add("access-control-expose-headers", &name.to_lowercase());
            }
        }
        answer
    }

    fn add_origin(&self, answer: &mut Answer, origin: &str) {
        let value = if matches!(self.origins, Origins::Any) { "*" } else { origin };
        answer.add("access-control-allow-origin", value);
    }

    fn allows_origin(&self, origin: &str) -> bool {
        match &self.origins {
            Origins::Any => true,
            Origins::Nobody => false,
            Origins::Listed(patterns) => patterns.iter().any(|pattern| covers(pattern, origin)),
        }
    }

    fn allows_method(&self, place: &Place, method: &str) -> bool {
        let listed = |method: &str| self.methods.iter().any(|it| it == method || it == "*");
        match place {
            Place::Handler(served) => {
                served.iter().any(|it| it == method) && (self.methods.is_empty() || listed(method))
            }
            Place::Layer if self.methods.is_empty() => ["GET", "HEAD", "POST"].contains(&method),
            Place::Layer => listed(method),
        }
    }

    /// `hosts`.
    fn is_called_by_name(&self, request: &Request) -> bool {
        if self.hosts.is_empty() {
            return true;
        }
        let Some((host, port)) = request.authority().and_then(|it| host_and_port(&it)) else {
            return false;
        };
        let host = host.to_lowercase();
        let port = port.filter(|port| port != "80" && port != "443");
        if port.as_deref().is_some_and(|port| number(port).is_none()) {
            return false;
        }
        (cfg!(debug_assertions) && is_loopback(&host))
            || self.hosts.iter().any(|listed| {
                let (name, wanted) = host_and_port(listed).unwrap_or_default();
                let is_host = match name.strip_prefix("*.") {
                    Some(domain) => host
                        .strip_suffix(domain)
                        .and_then(|labels| labels.strip_suffix('.'))
                        .is_some_and(|labels| labels.split('.').all(is_label)),
                    None => host == name,
                };
                is_host && (wanted.as_deref() == Some("*") || wanted == port)
            })
    }

    fn took_anothers_preflight(&self, place: &Place, request: &Request) -> bool {
        let from_elsewhere =
            matches!(request.all("sec-fetch-site")[..], ["cross-site"] | ["same-site"]);
        let by_a_script = request.all("sec-fetch-mode") == ["cors"];
        let simple = ["GET", "HEAD", "POST"].contains(&request.method.as_str())
            && match request.all("content-type")[..] {
                [] => true,
                [value] => is_safelisted(value),
                _ => false,
            };
        let origins = request.all("origin");
        let allowed_origin = match (&self.origins, &origins[..]) {
            (_, []) => false,
            (Origins::Any, _) => true,
            (_, [origin]) => self.allows_origin(origin),
            _ => false,
        };
        from_elsewhere
            && by_a_script
            && !simple
            && !(allowed_origin && self.allows_method(place, &request.method))
    }

    fn is_foreign_and_not_let_in(&self, request: &Request) -> bool {
        let origins = request.all("origin");
        let sites: Vec<&str> = match request.all("sec-fetch-site")[..] {
            [""] => Vec::new(),
            ref sites => sites.to_vec(),
        };
        let foreign = match (&sites[..], &origins[..]) {
            ([], []) => false,
            ([], [origin]) => !is_served_by(origin, request.authority().as_deref()),
            ([], _) => true,
            (["same-origin"] | ["none"], _) => false,
            _ => true,
        };
        let let_in = match origins[..] {
            [origin] => self.allows_origin(origin),
            [] => {
                let reads = ["GET", "HEAD", "OPTIONS"].contains(&request.method.as_str());
                let navigates = request.all("sec-fetch-mode") == ["navigate"]
                    && match request.all("sec-fetch-dest")[..] {
                        [] => true,
                        [dest] => dest != "object" && dest != "embed",
                        _ => false,
                    };
                reads && (self.enforce != "isolate" || navigates)
            }
            _ => false,
        };
        foreign && !let_in
    }
}

impl Request {
    pub fn all(&self, name: &str) -> Vec<&str> {
        let lines = self.headers.iter().filter(|(sent, _)| *sent == name);
        lines.map(|(_, value)| value.as_str()).collect()
    }

    fn preflight(&self) -> Option<(String, String)> {
        match (&self.all("origin")[..], &self.all("access-control-request-method")[..]) {
            ([origin], [method]) if self.method == "OPTIONS" => {
                Some(((*origin).to_owned(), (*method).to_owned()))
            }
            _ => None,
        }
    }

    fn authority(&self) -> Option<String> {
        match (&self.authority, &self.all("host")[..]) {
            (Some(authority), _) => Some(authority.clone()),
            (None, [host]) => Some((*host).to_owned()),
            _ => None,
        }
    }
}

impl Answer {
    fn empty(status: u16, ran: bool) -> Self {
        Self { status, ran, headers: BTreeMap::new() }
    }

    /// What came back, of the headers that are compared.
    pub fn of(status: u16, ran: bool, headers: impl Iterator<Item = (String, String)>) -> Self {
        let mut answer = Self::empty(status, ran);
        for (name, value) in headers {
            if name == "vary" || name.starts_with("access-control-") {
                answer.add(&name, &value);
            }
        }
        answer.sorted()
    }

    fn add(&mut self, name: &str, value: &str) {
        let items = self.headers.entry(name.to_owned()).or_default();
        items.extend(value.split(',').map(|item| item.trim().to_owned()));
    }

    fn sorted(mut self) -> Self {
        self.headers.values_mut().for_each(|items| items.sort());
        self
    }
}

fn not_found() -> Answer {
    Answer::empty(404, false)
}

/// A scheme, a host and a port of its own, as a browser serializes an origin.
struct Tuple {
    scheme: String,
    host: String,
    port: Option<String>,
}

/// Whether a browser can have sent that as the origin of a page that has one.
pub fn is_origin(sent: &str) -> bool {
    tuple(sent).is_some()
}

fn tuple(origin: &str) -> Option<Tuple> {
    let (scheme, rest) = origin.split_once("://")?;
    let (host, port) = host_and_port(rest)?;
    let is_scheme = scheme.len() <= 64
        && scheme != "file"
        && scheme.starts_with(|first: char| first.is_ascii_lowercase())
        && scheme.chars().all(|it| matches!(it, 'a'..='z' | '0'..='9' | '+' | '-' | '.'));
    let is_port = port
        .as_ref()
        .is_none_or(|port| number(port).is_some() && Some(port.as_str()) != default_port(scheme));
    (is_scheme && is_host(&host) && is_port).then(|| Tuple {
        scheme: scheme.to_owned(),
        host,
        port,
    })
}

fn host_and_port(authority: &str) -> Option<(String, Option<String>)> {
    let end = if authority.starts_with('[') { authority.find(']')? + 1 } else { 0 };
    match authority[end..].find(':') {
        None if end == 0 || end == authority.len() => Some((authority.to_owned(), None)),
        Some(0) if end > 0 => port_behind(authority, end),
        Some(colon) if end == 0 => port_behind(authority, colon),
        _ => None,
    }
    .filter(|(host, _)| !host.is_empty())
}

fn port_behind(authority: &str, colon: usize) -> Option<(String, Option<String>)> {
    let port = &authority[colon + 1..];
    (!port.contains(':')).then(|| (authority[..colon].to_owned(), Some(port.to_owned())))
}

fn number(port: &str) -> Option<u16> {
    let number: u16 = port.parse().ok()?;
    (number > 0 && number.to_string() == port).then_some(number)
}

fn default_port(scheme: &str) -> Option<&'static str> {
    match scheme {
        "https" | "wss" => Some("443"),
        "http" | "ws" => Some("80"),
        "ftp" => Some("21"),
        _ => None,
    }
}

fn is_host(host: &str) -> bool {
    if host.starts_with('[') {
        return Host::parse(host).is_ok_and(|parsed| parsed.to_string() == host);
    }
    let domain = host.strip_suffix('.').unwrap_or(host);
    let labels: Vec<&str> = domain.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    let ends_in_a_number = last.chars().all(|it| it.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|hex| hex.chars().all(|it| it.is_ascii_hexdigit()));
    if ends_in_a_number {
        return host.parse().is_ok_and(|address: Ipv4Addr| address.to_string() == host);
    }
    let is_lower = !host.contains(|it: char| it.is_ascii_uppercase());
    host.len() <= 253 && is_lower && labels.iter().all(|it| is_label(it) && decodes(it))
}

fn is_label(label: &str) -> bool {
    let alphabet = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
    (1..=63).contains(&label.len()) && label.chars().all(alphabet)
}

fn decodes(label: &str) -> bool {
    let Some(code) = label.strip_prefix("xn--") else { return true };
    idna::punycode::decode_to_string(code).is_some_and(|text| {
        !text.is_ascii() && !text.chars().any(|it| ('\u{80}'..'\u{a0}').contains(&it))
    })
}

fn is_loopback(host: &str) -> bool {
    let below = host.strip_suffix(".localhost");
    host == "localhost"
        || host == "[::1]"
        || below.is_some_and(|labels| labels.split('.').all(is_label))
        || host.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
}

/// Whether a pattern of the grammar stands for what a browser sent as its origin.
pub fn covers(pattern: &str, sent: &str) -> bool {
    if pattern == "null" {
        return sent == "null";
    }
    let Some(origin) = tuple(sent) else { return false };
    let Some((scheme, rest)) = pattern.split_once("://") else { return false };
    let (host, port) = host_and_port(rest).unwrap_or_default();
    let is_host = match host.strip_prefix("*.") {
        Some(domain) => {
            let (ours, theirs): (Vec<_>, Vec<_>) =
                (domain.split('.').collect(), origin.host.split('.').collect());
            theirs.len() > ours.len() && theirs.ends_with(&ours)
        }
        None => host == origin.host,
    };
    scheme == origin.scheme && is_host && (port.as_deref() == Some("*") || port == origin.port)
}

/// Whether the origin's server is the one that the request is for.
fn is_served_by(origin: &str, authority: Option<&str>) -> bool {
    let Some(origin) = tuple(origin) else { return false };
    let Some((host, port)) = authority.and_then(host_and_port) else { return false };
    if port.as_deref().is_some_and(|port| number(port).is_none()) {
        return false;
    }
    let default = || default_port(&origin.scheme).map(str::to_owned);
    host.eq_ignore_ascii_case(&origin.host) && port.or_else(default) == origin.port.or_else(default)
}

/// <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>, of `Content-Type`.
fn is_safelisted(value: &str) -> bool {
    let unsafe_byte = |it: char| (it < ' ' && it != '\t') || "\"():<>?@[\\]{}\u{7f}".contains(it);
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    value.len() <= 128
        && !value.contains(unsafe_byte)
        && ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]
            .contains(&essence.as_str())
}
