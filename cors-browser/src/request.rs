//! A page's [request](https://fetch.spec.whatwg.org/#concept-request). A redirect changes the request.

use bytes::Bytes;
use http::{
    HeaderMap, Method,
    header::{self, HeaderName, HeaderValue},
};
use url::Url;

use crate::{
    blocked::{Attempt, Blocked},
    header_list::get,
    http_url::HttpUrl,
    origin::Origin,
    page_request::PageRequest,
    safelist::{
        REQUEST_BODY_HEADER_NAMES, is_forbidden_request_header, is_safelisted_request_header,
        normalize_method,
    },
    transport::Response,
};

/// <https://fetch.spec.whatwg.org/#concept-request-mode>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Cors,
    Navigate,
    WebSocket,
}

/// <https://fetch.spec.whatwg.org/#concept-request-credentials-mode>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Credentials {
    Omit,
    SameOrigin,
    Include,
}

/// <https://fetch.spec.whatwg.org/#concept-request-response-tainting>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tainting {
    Basic,
    Cors,
}

#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) origin: Origin,
    pub(crate) mode: Mode,
    pub(crate) credentials: Credentials,
    pub(crate) tainting: Tainting,
    /// The cookies that the browser has stored for the host of the first URL. The header list has no `Cookie` header,
    /// because a page cannot set this header.
    pub(crate) cookies: Vec<HeaderValue>,
    /// The [URL list](https://fetch.spec.whatwg.org/#concept-request-url-list) without its last item, `current_url`.
    previous_urls: Vec<HttpUrl>,
    current_url: HttpUrl,
}

impl Request {
    /// [Creates a request](https://fetch.spec.whatwg.org/#dom-request) from a page's description, without
    /// the headers that a page cannot set.
    pub(crate) fn new(
        page_request: PageRequest,
        server: &Url,
        origin: Origin,
        mode: Mode,
        credentials: Credentials,
    ) -> Result<Self, Blocked> {
        let PageRequest { method, url, headers, body } = page_request;
        let credentials = if mode == Mode::Cors { credentials } else { Credentials::Include };
        let Some(current_url) = resolve(&url, get(&headers, "host").as_deref(), server) else {
            return Err(Blocked::InvalidUrl {
                attempt: Box::new(Attempt {
                    page: origin.to_string(),
                    origin: origin.to_string(),
                    method: method.to_string(),
                    url,
                    includes_credentials: credentials == Credentials::Include,
                    server: None,
                }),
            });
        };
        let is_kept = |(name, value): &(&HeaderName, &HeaderValue)| match mode {
            Mode::Cors | Mode::Navigate => !is_forbidden_request_header(name, value),
            // In the handshake of a WebSocket, the script of a page chooses only this header.
            Mode::WebSocket => *name == header::SEC_WEBSOCKET_PROTOCOL,
        };
        let kept = headers.iter().filter(is_kept);
        let mut request = Self {
            method: normalize_method(method),
            headers: kept.map(|(name, value)| (name.clone(), value.clone())).collect(),
            body,
            origin,
            mode,
            credentials,
            tainting: Tainting::Basic,
            cookies: headers.get_all(header::COOKIE).iter().cloned().collect(),
            previous_urls: Vec::new(),
            current_url,
        };
        if cors_rules::fetch::is_forbidden_method(request.method.as_str()) {
            return Err(Blocked::ForbiddenMethod { attempt: request.attempt() });
        }
        if matches!(request.method, Method::GET | Method::HEAD) && !request.body.is_empty() {
            return Err(Blocked::UnexpectedBody { attempt: request.attempt() });
        }
        if mode == Mode::Navigate && !request.is_link_or_form() {
            return Err(Blocked::NotAForm { attempt: request.attempt() });
        }
        request.set_headers_of_mode();
        Ok(request)
    }

    /// Returns true if a link or a form can send the request.
    fn is_link_or_form(&self) -> bool {
        matches!(self.method, Method::GET | Method::POST)
            && self.headers.iter().all(|(name, value)| {
                name == header::CONTENT_TYPE && is_safelisted_request_header(name, value)
            })
    }

    fn set_headers_of_mode(&mut self) {
        const DOCUMENT: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        const HANDSHAKE: [(HeaderName, &str); 4] = [
            (header::UPGRADE, "websocket"),
            (header::CONNECTION, "Upgrade"),
            (header::SEC_WEBSOCKET_VERSION, "13"),
            (header::SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        match self.mode {
            Mode::Cors if self.headers.contains_key(header::ACCEPT) => {}
            Mode::Cors => self.set_header(header::ACCEPT, "*/*"),
            Mode::Navigate => self.set_header(header::ACCEPT, DOCUMENT),
            Mode::WebSocket => {
                self.become_get();
                for (name, value) in HANDSHAKE {
                    self.set_header(name, value);
                }
            }
        }
    }

    /// Returns a request for the same URL with the method and the modes of a preflight, and without headers:
    /// <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>.
    pub(crate) fn preflight(&self) -> Self {
        Self {
            method: Method::OPTIONS,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            mode: Mode::Cors,
            credentials: Credentials::SameOrigin,
            tainting: Tainting::Cors,
            ..self.clone()
        }
    }

    /// <https://fetch.spec.whatwg.org/#concept-request-current-url>
    pub(crate) fn current_url(&self) -> &HttpUrl {
        &self.current_url
    }

    /// <https://fetch.spec.whatwg.org/#concept-request-redirect-count>
    pub(crate) fn redirect_count(&self) -> usize {
        self.previous_urls.len()
    }

    /// Returns the URL list in order.
    pub(crate) fn urls(&self) -> impl Iterator<Item = &HttpUrl> {
        self.previous_urls.iter().chain([&self.current_url])
    }

    /// Appends a URL to the URL list.
    pub(crate) fn go_to(&mut self, url: HttpUrl) {
        let previous = std::mem::replace(&mut self.current_url, url);
        self.previous_urls.push(previous);
    }

    /// Returns whether the current URL has the same host as the first URL of the request. The cookies belong to the
    /// host of the first URL.
    pub(crate) fn is_at_first_host(&self) -> bool {
        self.urls().next().is_some_and(|first| first.host() == self.current_url.host())
    }

    pub(crate) fn is_same_origin(&self) -> bool {
        self.origin.is_same_origin(&Origin::of(&self.current_url))
    }

    pub(crate) fn includes_credentials(&self) -> bool {
        self.credentials == Credentials::Include
    }

    /// Changes the request to a `GET` without a body, as some redirects do.
    pub(crate) fn become_get(&mut self) {
        self.method = Method::GET;
        self.body = Bytes::new();
        for name in REQUEST_BODY_HEADER_NAMES {
            self.headers.remove(name);
        }
    }

    /// [Serializes the request's origin](https://fetch.spec.whatwg.org/#serializing-a-request-origin).
    pub(crate) fn serialized_origin(&self) -> String {
        if self.is_redirect_tainted() {
            return Origin::Opaque.to_string();
        }
        self.origin.to_string()
    }

    /// Returns true if the [redirect-taint](https://fetch.spec.whatwg.org/#concept-request-tainted-origin)
    /// is not "same-origin": a cross-origin server redirected the request to another origin.
    fn is_redirect_tainted(&self) -> bool {
        self.urls().zip(self.urls().skip(1)).any(|(previous, url)| {
            let previous = Origin::of(previous);
            !Origin::of(url).is_same_origin(&previous) && !self.origin.is_same_origin(&previous)
        })
    }

    /// Returns the description of the request for a [`Blocked`] error.
    pub(crate) fn attempt(&self) -> Box<Attempt> {
        Box::new(Attempt {
            page: self.origin.to_string(),
            origin: self.serialized_origin(),
            method: self.method.to_string(),
            url: self.current_url.to_string(),
            includes_credentials: self.includes_credentials(),
            server: None,
        })
    }

    /// Returns the description of the request with the server's note about the blocked response.
    pub(crate) fn attempt_with_note(&self, response: &Response) -> Box<Attempt> {
        let mut attempt = self.attempt();
        attempt.server.clone_from(&response.note);
        attempt
    }

    fn set_header(&mut self, name: HeaderName, value: &'static str) {
        self.headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Resolves the URL of a request. If `written` is a path, the URL has the scheme of `server` and the host in `host`,
/// which is the value of the `Host` header. Without this header, the URL has the origin of `server`.
fn resolve(written: &str, host: Option<&str>, server: &Url) -> Option<HttpUrl> {
    let absolute = match (written.starts_with('/'), host) {
        (true, Some(host)) => format!("{}://{host}{written}", server.scheme()),
        (true, None) => format!("{}{written}", server.origin().ascii_serialization()),
        (false, _) => with_http_scheme(written),
    };
    HttpUrl::new(Url::parse(&absolute).ok()?)
}

/// Replaces `ws` by `http` and `wss` by `https`, because a WebSocket is established over HTTP:
/// <https://websockets.spec.whatwg.org/#concept-websocket-establish>.
fn with_http_scheme(url: &str) -> String {
    match url.split_once("://") {
        Some(("ws", rest)) => format!("http://{rest}"),
        Some(("wss", rest)) => format!("https://{rest}"),
        _ => url.to_owned(),
    }
}
