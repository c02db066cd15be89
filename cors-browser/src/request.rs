//! A [request](https://fetch.spec.whatwg.org/#concept-request) of a page, and the parts of it that
//! change while it is fetched.

use actix_web::{
    body::{self, BodyStream},
    http::{
        Method, Uri,
        header::{self, HeaderName, HeaderValue},
    },
    test::TestRequest,
    web::Bytes,
};
use url::Url;

use crate::{
    blocked::{Attempt, Blocked},
    header_list::HeaderList,
    origin::Origin,
    response::Response,
    safelist::{REQUEST_BODY_HEADER_NAMES, is_forbidden_request_header, normalize_method},
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
    pub(crate) headers: HeaderList,
    pub(crate) body: Bytes,
    pub(crate) origin: Origin,
    pub(crate) mode: Mode,
    pub(crate) credentials: Credentials,
    pub(crate) tainting: Tainting,
    pub(crate) redirect_count: u8,
    /// The browser's cookies for the first URL's host: no part of the header list, since a page
    /// can neither set nor read them.
    pub(crate) cookies: Vec<HeaderValue>,
    pub(crate) peer_addr: Option<std::net::SocketAddr>,
    /// The [URL list](https://fetch.spec.whatwg.org/#concept-request-url-list) but its last item.
    previous_urls: Vec<Url>,
    current_url: Url,
}

impl Request {
    /// What [`new Request()`](https://fetch.spec.whatwg.org/#dom-request) makes of a page's
    /// description of it: everything that a page cannot set is taken out.
    pub(crate) async fn new(
        described: TestRequest,
        server: &Url,
        origin: Origin,
        mode: Mode,
        credentials: Credentials,
    ) -> Result<Self, Blocked> {
        let mut described = described.to_request();
        let mut headers = HeaderList::from_map(&described.head().headers);
        let uri = &described.head().uri;
        let Some(current_url) = resolve(uri, headers.get("host").as_deref(), server) else {
            return Err(Blocked::InvalidUrl {
                attempt: Box::new(Attempt {
                    page: origin.to_string(),
                    origin: origin.to_string(),
                    method: described.head().method.to_string(),
                    url: uri.to_string(),
                    includes_credentials: credentials == Credentials::Include,
                    server: None,
                }),
            });
        };
        let cookies = headers
            .iter()
            .filter(|(name, _)| name == header::COOKIE)
            .map(|(_, value)| value.clone())
            .collect();
        headers.retain(|name, value| {
            // Of a WebSocket, a page chooses its protocols.
            (mode == Mode::WebSocket && name == header::SEC_WEBSOCKET_PROTOCOL)
                || !is_forbidden_request_header(name, value)
        });
        let body =
            body::to_bytes(BodyStream::new(described.take_payload())).await.unwrap_or_default();
        let request = Self {
            method: normalize_method(described.head().method.clone()),
            headers,
            body,
            origin,
            mode,
            credentials,
            tainting: Tainting::Basic,
            redirect_count: 0,
            cookies,
            peer_addr: described.head().peer_addr,
            previous_urls: Vec::new(),
            current_url,
        };
        if cors_rules::fetch::is_forbidden_method(request.method.as_str()) {
            return Err(Blocked::ForbiddenMethod { attempt: request.attempt() });
        }
        if matches!(request.method, Method::GET | Method::HEAD) && !request.body.is_empty() {
            return Err(Blocked::UnexpectedBody { attempt: request.attempt() });
        }
        Ok(request)
    }

    /// The request that asks whether `self` may be sent:
    /// <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>.
    pub(crate) fn preflight(&self) -> Self {
        Self {
            method: Method::OPTIONS,
            headers: HeaderList::default(),
            body: Bytes::new(),
            mode: Mode::Cors,
            credentials: Credentials::SameOrigin,
            tainting: Tainting::Cors,
            ..self.clone()
        }
    }

    /// <https://fetch.spec.whatwg.org/#concept-request-current-url>
    pub(crate) fn current_url(&self) -> &Url {
        &self.current_url
    }

    /// The URL list, in order.
    pub(crate) fn urls(&self) -> impl Iterator<Item = &Url> {
        self.previous_urls.iter().chain([&self.current_url])
    }

    /// Appends to the URL list.
    pub(crate) fn go_to(&mut self, url: Url) {
        let previous = std::mem::replace(&mut self.current_url, url);
        self.previous_urls.push(previous);
    }

    /// Whether the current URL's host is the one that the cookies were given for.
    pub(crate) fn is_at_first_host(&self) -> bool {
        self.urls().next().is_some_and(|first| first.host() == self.current_url.host())
    }

    pub(crate) fn is_same_origin(&self) -> bool {
        self.origin.is_same_origin(&Origin::of(&self.current_url))
    }

    pub(crate) fn includes_credentials(&self) -> bool {
        self.credentials == Credentials::Include
    }

    /// What an HTTP redirect makes of a method and body: only the URL is kept.
    pub(crate) fn become_get(&mut self) {
        self.method = Method::GET;
        self.body = Bytes::new();
        for name in REQUEST_BODY_HEADER_NAMES {
            self.headers.delete(name);
        }
    }

    /// [Serializes the request's origin](https://fetch.spec.whatwg.org/#serializing-a-request-origin).
    pub(crate) fn serialized_origin(&self) -> String {
        if self.is_redirect_tainted() {
            return Origin::Opaque.to_string();
        }
        self.origin.to_string()
    }

    /// Whether the [redirect-taint](https://fetch.spec.whatwg.org/#concept-request-tainted-origin)
    /// is not "same-origin": a server that is not the page's own sent the request on to another.
    fn is_redirect_tainted(&self) -> bool {
        self.urls().zip(self.urls().skip(1)).any(|(last, url)| {
            let last = Origin::of(last);
            !Origin::of(url).is_same_origin(&last) && !self.origin.is_same_origin(&last)
        })
    }

    /// The request's line in a report.
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

    /// The same, where an answer is what was blocked.
    pub(crate) fn attempt_answered(&self, response: &Response) -> Box<Attempt> {
        let mut attempt = self.attempt();
        attempt.server.clone_from(&response.note);
        attempt
    }

    pub(crate) fn set_header(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.delete(name.as_str());
        self.headers.append(name, value);
    }
}

/// The URL that a page fetches. A test writes a path, a path and a `Host` header, or a URL.
fn resolve(uri: &Uri, host: Option<&str>, server: &Url) -> Option<Url> {
    let path = uri.path_and_query()?.as_str();
    // The `Host` header does not change the host of a URL.
    let written = match (uri.scheme_str(), uri.authority(), host) {
        (Some(scheme), Some(authority), _) => {
            format!("{}://{authority}{path}", http_scheme(scheme))
        }
        (_, _, Some(host)) => format!("{}://{host}{path}", server.scheme()),
        _ => format!("{}{path}", server.origin().ascii_serialization()),
    };
    Url::parse(&written).ok()
}

/// A WebSocket is established over HTTP:
/// <https://websockets.spec.whatwg.org/#concept-websocket-establish>.
fn http_scheme(scheme: &str) -> &str {
    match scheme {
        "ws" => "http",
        "wss" => "https",
        other => other,
    }
}
