//! A policy made ready to serve: everything that requests share is made here, once.

use std::rc::Rc;

use actix_web::{HttpRequest, http::header::HeaderValue};
use cors_rules::{enforce::Enforce, origin};

use crate::{
    allow_origin::{AllowOrigin, AllowOriginAsync, Matcher},
    headers::ActualHeaders,
    hosts::Hosts,
    settings::{Settings, SettledOrigins, Texts},
};

/// A policy in one application instance.
pub(crate) struct Prepared {
    pub(crate) origins: AllowedOrigins,
    pub(crate) enforce: Enforce,
    pub(crate) hosts: Hosts,
    pub(crate) actual: ActualHeaders,
    pub(crate) allow_headers: AllowHeaders,
    pub(crate) max_age: Option<HeaderValue>,
}

/// Who may read.
pub(crate) enum AllowedOrigins {
    Any,
    Listed(Matcher),
    Dynamic { decide: Box<dyn AllowOrigin>, debug: Matcher },
    DynamicAsync { decide: Rc<dyn AllowOriginAsync>, debug: Matcher },
}

/// The answer's `Access-Control-Allow-Headers`.
pub(crate) enum AllowHeaders {
    Listed(Option<HeaderValue>),
    /// With credentials `*` is a header's name, so the request's own list is sent back:
    /// <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>.
    Requested,
}

impl Prepared {
    /// Evaluates what is known at run time only, and joins what the answers repeat.
    ///
    /// `None` where the policy names no origins.
    pub(crate) fn new(settings: &Settings) -> Option<Self> {
        let origins = AllowedOrigins::new(settings)?;
        let any_header = settings.allow_headers.iter().any(|name| name == "*");
        Some(Self {
            enforce: settings.enforce,
            hosts: Hosts::new(&settings.hosts),
            actual: ActualHeaders {
                varies: !matches!(origins, AllowedOrigins::Any),
                allow_credentials: settings.allow_credentials,
                expose_headers: joined_names(&settings.expose_headers),
            },
            allow_headers: if any_header && settings.allow_credentials {
                AllowHeaders::Requested
            } else {
                AllowHeaders::Listed(joined_names(&settings.allow_headers))
            },
            max_age: settings.max_age.map(HeaderValue::from),
            origins,
        })
    }
}

/// Names as HTTP/2 sends and browsers compare them: in lower case.
fn joined_names(names: &Texts) -> Option<HeaderValue> {
    let names: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
    joined(names.iter().map(String::as_str))
}

impl AllowedOrigins {
    fn new(settings: &Settings) -> Option<Self> {
        let debug = || Matcher::new(settings.debug_origins.iter().cloned());
        Some(match settings.origins.as_ref()? {
            SettledOrigins::Listed(listed) if listed.iter().any(|it| it == origin::ANY) => {
                Self::Any
            }
            SettledOrigins::Listed(listed) => {
                Self::Listed(Matcher::new(listed.iter().chain(&settings.debug_origins).cloned()))
            }
            SettledOrigins::Dynamic(make) => {
                let decide = make();
                decide.prepare();
                Self::Dynamic { decide, debug: debug() }
            }
            SettledOrigins::DynamicAsync(make) => {
                Self::DynamicAsync { decide: make().into(), debug: debug() }
            }
        })
    }

    /// Whether a page of that origin may read the response. The answer of a `dynamic_async` is
    /// awaited elsewhere: here it counts as no.
    pub(crate) fn allow(&self, value: &HeaderValue, request: &HttpRequest) -> bool {
        match self {
            Self::Any => true,
            Self::Listed(matcher) => matcher.matches_value(value.as_bytes()),
            Self::Dynamic { decide, debug } => {
                debug.matches_value(value.as_bytes())
                    || decide.allow_header(value.as_bytes(), request)
            }
            Self::DynamicAsync { debug, .. } => debug.matches_value(value.as_bytes()),
        }
    }
}

/// The items of a list as one header value; `None` for an empty list.
///
/// The rules let only tokens through, so every item fits a header.
pub(crate) fn joined<'a>(items: impl IntoIterator<Item = &'a str>) -> Option<HeaderValue> {
    let items: Vec<&str> = items.into_iter().collect();
    if items.is_empty() {
        return None;
    }
    HeaderValue::try_from(items.join(", ")).ok()
}
