//! What of a request the CORS protocol looks at: <https://fetch.spec.whatwg.org/#http-requests>.
//!
//! A request that takes part in the protocol is a CORS-preflight request, or what the standard has
//! no short word for: the request that a page really makes. Here that one is the *actual request*.

use actix_web::{
    dev::RequestHead,
    http::{
        Method,
        header::{
            ACCESS_CONTROL_REQUEST_METHOD, CONTENT_TYPE, HOST, HeaderName, HeaderValue, ORIGIN,
        },
    },
};

static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
static SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
static SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// A request's head as the protocol reads it: each header where it is asked for, and not before.
#[derive(Clone, Copy)]
pub(crate) struct CorsRequest<'a> {
    head: &'a RequestHead,
}

/// The lines of a header of which a browser sends one at most.
#[derive(Clone, Copy)]
pub(crate) enum Lines<'a> {
    None,
    One(&'a HeaderValue),
    Several,
}

/// What makes a request a preflight.
pub(crate) struct Preflight<'a> {
    pub(crate) origin: &'a HeaderValue,
    pub(crate) requested_method: &'a HeaderValue,
}

impl<'a> CorsRequest<'a> {
    #[inline]
    pub(crate) fn of(head: &'a RequestHead) -> Self {
        Self { head }
    }

    #[inline]
    pub(crate) fn method(self) -> &'a Method {
        &self.head.method
    }

    /// <https://fetch.spec.whatwg.org/#origin-header>
    #[inline]
    pub(crate) fn origin(self) -> Lines<'a> {
        self.lines(&ORIGIN)
    }

    /// The method that a CORS-preflight request asks for: that is `OPTIONS` with one `Origin` and one
    /// `Access-Control-Request-Method`. Anything less is routed as any other request.
    /// <https://fetch.spec.whatwg.org/#cors-preflight-request>
    #[inline]
    pub(crate) fn preflight(self) -> Option<Preflight<'a>> {
        let requested_method = self.requested_method()?;
        Some(Preflight { origin: self.origin().one()?, requested_method })
    }

    /// The same of what would be a preflight if it had an `Origin`.
    #[inline]
    pub(crate) fn requested_method(self) -> Option<&'a HeaderValue> {
        if *self.method() != Method::OPTIONS {
            return None;
        }
        self.lines(&ACCESS_CONTROL_REQUEST_METHOD).one()
    }

    /// <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>
    pub(crate) fn content_type(self) -> Lines<'a> {
        self.lines(&CONTENT_TYPE)
    }

    /// Where the request came from, as no page can say otherwise:
    /// <https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header>. Empty is not sent.
    #[inline]
    pub(crate) fn fetch_site(self) -> Lines<'a> {
        match self.lines(&SEC_FETCH_SITE) {
            Lines::One(value) if value.is_empty() => Lines::None,
            lines => lines,
        }
    }

    /// <https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-mode-header>
    pub(crate) fn fetch_mode(self) -> Lines<'a> {
        self.lines(&SEC_FETCH_MODE)
    }

    /// <https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-dest-header>
    pub(crate) fn fetch_dest(self) -> Lines<'a> {
        self.lines(&SEC_FETCH_DEST)
    }

    /// The name that the server is called by: that of the request target where it has one, since
    /// it then replaces any `Host`: <https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2>,
    /// <https://www.rfc-editor.org/rfc/rfc9113#section-8.3.1>.
    pub(crate) fn authority(self) -> Option<&'a [u8]> {
        match self.head.uri.authority() {
            Some(authority) => Some(authority.as_str().as_bytes()),
            None => self.lines(&HOST).one().map(HeaderValue::as_bytes),
        }
    }

    /// The same, where it is text.
    pub(crate) fn authority_text(self) -> Option<&'a str> {
        str::from_utf8(self.authority()?).ok()
    }

    /// Who sent it, as the socket has it.
    pub(crate) fn peer(self) -> Option<std::net::SocketAddr> {
        self.head.peer_addr
    }

    /// All lines of a header.
    #[inline]
    pub(crate) fn lines_of(self, name: &HeaderName) -> &'a [HeaderValue] {
        self.head.headers().get_all(name).as_slice()
    }

    #[inline]
    fn lines(self, name: &HeaderName) -> Lines<'a> {
        match self.lines_of(name) {
            [] => Lines::None,
            [value] => Lines::One(value),
            _ => Lines::Several,
        }
    }
}

impl<'a> Lines<'a> {
    /// The header's value, where it was sent once.
    #[inline]
    pub(crate) fn one(self) -> Option<&'a HeaderValue> {
        match self {
            Self::One(value) => Some(value),
            Self::None | Self::Several => None,
        }
    }

    /// Whether the header was sent once, with one of these values; they are compared with case.
    #[inline]
    pub(crate) fn is_one_of(self, values: &[&str]) -> bool {
        matches!(self, Self::One(value) if values.iter().any(|it| value == it))
    }
}
