//! A policy made ready to serve: everything that requests share is made here, once.

use std::{fmt, rc::Rc, sync::Arc};

use actix_web::{HttpRequest, http::header::HeaderValue};
use cors_rules::{enforce::Enforce, origin};

use crate::{
    allow_origin::{AllowOrigin, AllowOriginAsync, Matcher, PolicyErrors, PolicyTerms},
    headers::ActualHeaders,
    hosts::Hosts,
    refusal::{Place, Told},
    settings::{Settings, SettledOrigins, Texts},
};

/// A policy in one application instance.
pub(crate) struct Prepared {
    pub(crate) place: Place,
    /// As they were written, for whoever asks why.
    pub(crate) settings: Arc<Settings>,
    pub(crate) told: Told,
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
    /// `#[cors(none)]`
    Nobody,
    Listed(Matcher),
    Dynamic {
        decide: Arc<dyn AllowOrigin>,
        debug: Matcher,
    },
    DynamicAsync {
        decide: Rc<dyn AllowOriginAsync>,
        debug: Matcher,
    },
}

/// The answer's `Access-Control-Allow-Headers`.
pub(crate) enum AllowHeaders {
    Listed {
        header: Option<HeaderValue>,
        names: Box<[String]>,
        /// Whether `*` is among them.
        any: bool,
    },
    /// With credentials `*` is a header's name, so the request's own list is sent back:
    /// <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>.
    Requested,
}

impl Prepared {
    /// Evaluates what is known at run time only, and joins what the answers repeat.
    ///
    /// # Errors
    /// Where the policy names no origins, or a set that may not be used under it.
    pub(crate) fn new(settings: &Arc<Settings>, place: Place) -> Result<Self, PolicyErrors> {
        let origins = AllowedOrigins::new(settings)?;
        let any_header = settings.allow_headers.iter().any(|name| name == "*");
        Ok(Self {
            place,
            settings: Arc::clone(settings),
            told: Told::default(),
            enforce: settings.enforce,
            hosts: Hosts::new(&settings.hosts),
            actual: ActualHeaders {
                varies: !matches!(origins, AllowedOrigins::Any | AllowedOrigins::Nobody),
                allow_credentials: settings.allow_credentials,
                expose_headers: joined_names(&settings.expose_headers),
            },
            allow_headers: if any_header && settings.allow_credentials {
                AllowHeaders::Requested
            } else {
                AllowHeaders::Listed {
                    header: joined_names(&settings.allow_headers),
                    names: lower_case(&settings.allow_headers).into(),
                    any: any_header,
                }
            },
            max_age: settings.max_age.map(HeaderValue::from),
            origins,
        })
    }
}

/// Names as HTTP/2 sends and browsers compare them: in lower case.
fn joined_names(names: &Texts) -> Option<HeaderValue> {
    joined(lower_case(names).iter().map(String::as_str))
}

fn lower_case(names: &Texts) -> Vec<String> {
    names.iter().map(|name| name.to_ascii_lowercase()).collect()
}

impl AllowedOrigins {
    fn new(settings: &Settings) -> Result<Self, PolicyErrors> {
        let debug = || Matcher::new(settings.debug_origins.iter().cloned());
        let terms = PolicyTerms::new(settings.allow_credentials, settings.enforce.is_on());
        let dynamic = |decide: Arc<dyn AllowOrigin>| -> Result<Self, PolicyErrors> {
            decide.prepare(terms)?;
            Ok(Self::Dynamic { decide, debug: debug() })
        };
        let Some(origins) = &settings.origins else {
            return Err(origin::missing("policy").into());
        };
        Ok(match origins {
            SettledOrigins::Nobody => Self::Nobody,
            SettledOrigins::Listed(listed) if listed.iter().any(|it| it == origin::ANY) => {
                Self::Any
            }
            SettledOrigins::Listed(listed) => {
                Self::Listed(Matcher::new(listed.iter().chain(&settings.debug_origins).cloned()))
            }
            SettledOrigins::Dynamic(make) => dynamic(make().into())?,
            SettledOrigins::Set(set) => dynamic(Arc::clone(set) as _)?,
            SettledOrigins::DynamicAsync(make) => {
                Self::DynamicAsync { decide: make().into(), debug: debug() }
            }
        })
    }

    /// Whether every page may read the response to the request.
    #[inline]
    pub(crate) fn allow_any(&self, request: &HttpRequest) -> bool {
        match self {
            Self::Any => true,
            Self::Dynamic { decide, .. } => decide.allow_any_origin(request),
            _ => false,
        }
    }

    /// Whether a page of that origin may read the response. The answer of a `dynamic_async` is
    /// awaited elsewhere: here it counts as no.
    pub(crate) fn allow(&self, value: &HeaderValue, request: &HttpRequest) -> bool {
        match self {
            Self::Any => true,
            Self::Nobody => false,
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

/// Ends the start: a server must not serve under a policy that is not to be had.
#[cold]
#[allow(clippy::panic, reason = "no request is there yet")]
pub(crate) fn stop(place: &dyn fmt::Display, errors: &PolicyErrors) -> ! {
    panic!("the CORS policy of `{place}` cannot be used:\n{errors}")
}
