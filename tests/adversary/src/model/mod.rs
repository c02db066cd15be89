//! An independent model of the specified responses: slow, simple, and without code of the library.
//!
//! A header value is a string in which each character is one byte. The `url` crate parses IPv6 addresses, and the
//! `idna` crate decodes Punycode.

mod checks;
mod origins;

use std::collections::BTreeMap;

use serde_json::Value;

pub use self::origins::{is_origin, is_pattern, matches};

/// A policy, with a field for each setting that changes a response.
#[derive(Clone, Debug)]
pub struct Policy {
    pub origins: Origins,
    pub methods: Vec<String>,
    pub allow_headers: Vec<String>,
    pub expose_headers: Vec<String>,
    pub allow_credentials: bool,
    pub max_age: Option<u64>,
    pub enforce: Enforce,
    pub hosts: Vec<String>,
}

#[derive(Clone, Debug)]
pub enum Origins {
    Any,
    None,
    Listed(Vec<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enforce {
    Off,
    On,
    Isolate,
    Report,
}

/// The component that applies the policy to a request.
#[derive(Clone, Debug)]
pub enum Place {
    /// A handler whose route serves these methods.
    Handler(Vec<String>),
    Layer,
}

#[derive(Clone, Debug, Default)]
pub struct Request {
    pub method: String,
    /// The authority of the request target, which overrides `Host`.
    pub authority: Option<String>,
    pub headers: Vec<(&'static str, String)>,
}

/// The parts of a response that the tests compare: the status, whether the handler ran, and the CORS headers, `Vary`
/// and `Cache-Control`. The items of each header are sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    pub ran: bool,
    pub headers: BTreeMap<String, Vec<String>>,
}

/// The headers that a policy overwrites or removes in the response of the inner service.
const OVERWRITTEN: [&str; 6] = [
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-max-age",
    "access-control-expose-headers",
];

impl Policy {
    /// Reads the JSON of a settings file, or of a policy that the library has serialized.
    ///
    /// # Panics
    /// If `enforce` has an unknown value.
    pub fn read(json: &Value) -> Self {
        let strings = |key: &str| match &json[key] {
            Value::String(one) => vec![one.clone()],
            Value::Array(list) => {
                list.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
            }
            _ => Vec::new(),
        };
        let origins = match (json["origins"].as_str(), strings("origins")) {
            (Some("none"), _) => Origins::None,
            (_, listed) if listed == ["*"] => Origins::Any,
            (_, listed) => Origins::Listed([listed, strings("debug_origins")].concat()),
        };
        let enforce = match &json["enforce"] {
            Value::Null | Value::Bool(false) => Enforce::Off,
            Value::Bool(true) => Enforce::On,
            Value::String(form) if form == "isolate" => Enforce::Isolate,
            Value::String(form) if form == "report" => Enforce::Report,
            other => panic!("`enforce` is {other}"),
        };
        Self {
            origins,
            methods: strings("methods"),
            allow_headers: strings("allow_headers"),
            expose_headers: strings("expose_headers"),
            allow_credentials: json["allow_credentials"].as_bool().unwrap_or_default(),
            max_age: json["max_age"].as_u64(),
            enforce,
            hosts: strings("hosts"),
        }
    }

    /// Returns the response to a request if the inner service responds with the headers `inner`.
    pub fn respond(&self, place: &Place, request: &Request, inner: &[(&str, &str)]) -> Response {
        let response = match (place, request.preflight()) {
            (Place::Handler(served), Some((_, method))) if !served.contains(&method) => not_found(),
            (_, Some((origin, method))) => self.preflight(place, request, &origin, &method),
            (Place::Handler(served), None) if !served.contains(&request.method) => not_found(),
            (_, None) => self.actual(place, request, inner),
        };
        response.sorted()
    }

    fn preflight(&self, place: &Place, request: &Request, origin: &str, method: &str) -> Response {
        let mut response = Response::empty(403, false);
        for name in ["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"] {
            response.add("vary", name);
        }
        let allowed = self.allows_origin(origin) && self.allows_method(place, method);
        if !allowed || !self.allows_host_of(request) {
            return response;
        }
        response.status = 204;
        self.add_origin(&mut response, origin);
        if self.allow_credentials {
            response.add("access-control-allow-credentials", "true");
        }
        if let Some(seconds) = self.max_age {
            response.add("access-control-max-age", &seconds.to_string());
        }
        for method in self.methods_to_send(place, method) {
            response.add("access-control-allow-methods", &method);
        }
        let any_header = self.allow_headers.iter().any(|name| name == "*");
        if any_header && self.allow_credentials {
            for line in request.all("access-control-request-headers") {
                response.add("access-control-allow-headers", line);
            }
        } else {
            for name in &self.allow_headers {
                response.add("access-control-allow-headers", &name.to_lowercase());
            }
        }
        response
    }

    /// Returns the items of `Access-Control-Allow-Methods`.
    fn methods_to_send(&self, place: &Place, requested: &str) -> Vec<String> {
        match (place, self.methods.as_slice()) {
            (Place::Handler(served), _) => {
                served.iter().filter(|it| self.allows_method(place, it)).cloned().collect()
            }
            (Place::Layer, []) => LAYER_METHODS.map(str::to_owned).to_vec(),
            (Place::Layer, [any]) if any == "*" && self.allow_credentials => {
                vec![requested.to_owned()]
            }
            (Place::Layer, listed) => listed.to_vec(),
        }
    }

    fn actual(&self, place: &Place, request: &Request, inner: &[(&str, &str)]) -> Response {
        let isolated = ["Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest"];
        let vary = if self.enforce == Enforce::Isolate { &isolated[..] } else { &isolated[..1] };
        if !self.allows_host_of(request)
            || self.is_preflight_bypass(place, request)
            || self.rejects_cross_origin(request)
        {
            let mut rejected = Response::empty(403, false);
            rejected.add("cache-control", "no-store");
            vary.iter().for_each(|name| rejected.add("vary", name));
            return rejected;
        }
        let mut response = Response::empty(200, true);
        for (name, value) in inner.iter().filter(|(name, _)| !OVERWRITTEN.contains(name)) {
            response.add(name, value);
        }
        if let Origins::Listed(_) = self.origins {
            let sent = response.headers.get("vary").cloned().unwrap_or_default();
            for name in vary {
                if !sent.iter().any(|item| item == "*" || item.eq_ignore_ascii_case(name)) {
                    response.add("vary", name);
                }
            }
        }
        let shared_with = match (&self.origins, request.all("origin").as_slice()) {
            (Origins::Any, _) => Some("*"),
            (_, [origin]) if self.allows_origin(origin) => Some(*origin),
            _ => None,
        };
        if let Some(origin) = shared_with {
            self.add_origin(&mut response, origin);
            if self.allow_credentials {
                response.add("access-control-allow-credentials", "true");
            }
            for name in &self.expose_headers {
                response.add("access-control-expose-headers", &name.to_lowercase());
            }
        }
        response
    }

    fn add_origin(&self, response: &mut Response, origin: &str) {
        let value = if matches!(self.origins, Origins::Any) { "*" } else { origin };
        response.add("access-control-allow-origin", value);
    }

    fn allows_origin(&self, origin: &str) -> bool {
        match &self.origins {
            Origins::Any => true,
            Origins::None => false,
            Origins::Listed(patterns) => patterns.iter().any(|pattern| matches(pattern, origin)),
        }
    }

    fn allows_method(&self, place: &Place, method: &str) -> bool {
        let is_listed = self.methods.iter().any(|it| it == method || it == "*");
        match place {
            Place::Handler(served) => {
                served.iter().any(|it| it == method) && (self.methods.is_empty() || is_listed)
            }
            Place::Layer if self.methods.is_empty() => LAYER_METHODS.contains(&method),
            Place::Layer => is_listed,
        }
    }
}

/// The methods that a layer allows if its policy has no `methods`.
const LAYER_METHODS: [&str; 3] = ["GET", "HEAD", "POST"];

impl Request {
    /// Returns the values of all lines of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let lines = self.headers.iter().filter(|(sent, _)| *sent == name);
        lines.map(|(_, value)| value.as_str()).collect()
    }

    /// Returns the origin and the requested method of a preflight, or `None` if the request is not a preflight.
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

impl Response {
    fn empty(status: u16, ran: bool) -> Self {
        Self { status, ran, headers: BTreeMap::new() }
    }

    /// Creates the response with those parts of the library's response that the tests compare.
    pub fn new(status: u16, ran: bool, headers: impl Iterator<Item = (String, String)>) -> Self {
        let mut response = Self::empty(status, ran);
        for (name, value) in headers {
            let is_compared = ["vary", "cache-control"].contains(&name.as_str());
            if is_compared || name.starts_with("access-control-") {
                response.add(&name, &value);
            }
        }
        response.sorted()
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

fn not_found() -> Response {
    Response::empty(404, false)
}
