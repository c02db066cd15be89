//! A policy made ready to serve, once for all handlers and workers that have the same: everything
//! that requests share is made here.

use std::{
    borrow::Cow,
    hash::{BuildHasher, RandomState},
    sync::{Arc, LazyLock},
};

use actix_web::http::header::{ACCESS_CONTROL_REQUEST_HEADERS, HeaderValue};

use crate::{
    allow_origin::PolicyErrors,
    hosts::Hosts,
    in_use::InUse,
    known_origins::KnownOrigins,
    place::Place,
    policy::{Identity, Policy},
    request::CorsRequest,
    settings::{Settings, Texts},
};

/// A policy made ready to serve.
pub(crate) struct Prepared {
    /// As they were written, for whoever asks why.
    pub(crate) settings: Settings,
    pub(crate) origins: KnownOrigins,
    pub(crate) hosts: Hosts,
    pub(crate) actual: ActualHeaders,
    pub(crate) allow_headers: AllowHeaders,
    pub(crate) max_age: Option<HeaderValue>,
}

/// What a shared response says beside its origin.
pub(crate) struct ActualHeaders {
    /// Whether responses differ by origin.
    pub(crate) varies: bool,
    pub(crate) allow_credentials: bool,
    pub(crate) expose_headers: Option<HeaderValue>,
}

/// The answer's `Access-Control-Allow-Headers`.
pub(crate) enum AllowHeaders {
    Listed {
        header: Option<HeaderValue>,
        names: Texts,
        /// Whether `*` is among them.
        any: bool,
    },
    /// With credentials `*` is a header's name, so the request's own list is sent back:
    /// <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>.
    Requested,
}

impl AllowHeaders {
    /// The header's lines in the answer to a preflight.
    pub(crate) fn lines<'a>(&'a self, request: CorsRequest<'a>) -> &'a [HeaderValue] {
        match self {
            Self::Listed { header, .. } => header.as_slice(),
            Self::Requested => request.lines_of(&ACCESS_CONTROL_REQUEST_HEADERS),
        }
    }
}

impl Prepared {
    /// A policy of an attribute. Those who share one name the same lists, so that no list has to be
    /// read again.
    pub(crate) fn of_policy(policy: &Policy) -> Arc<Self> {
        static IN_USE: InUse<Identity, Prepared> = InUse::new();
        let make = || Self::of_settings(Settings::from(*policy));
        match policy.identity() {
            Some(identity) => IN_USE.get_or_make(identity, |_| true, make),
            None => make(),
        }
    }

    /// A policy of any source; nobody else has what is known at run time only.
    pub(crate) fn of_settings(settings: Settings) -> Arc<Self> {
        static IN_USE: InUse<u64, Prepared> = InUse::new();
        static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::new);
        let Some(content) = settings.content() else { return Arc::new(Self::new(settings)) };
        let hash = HASHER.hash_one(content);
        let is_same = |other: &Self| other.settings.content() == settings.content();
        IN_USE.get_or_make(hash, is_same, || Arc::new(Self::new(settings.clone())))
    }

    fn new(settings: Settings) -> Self {
        let origins = KnownOrigins::new(&settings);
        let any_header = settings.allow_headers.iter().any(|name| name == "*");
        Self {
            hosts: Hosts::new(&settings.hosts),
            actual: ActualHeaders {
                varies: matches!(origins, KnownOrigins::Listed(_)),
                allow_credentials: settings.allow_credentials,
                expose_headers: joined(&lower_case(&settings.expose_headers)),
            },
            allow_headers: if any_header && settings.allow_credentials {
                AllowHeaders::Requested
            } else {
                AllowHeaders::Listed {
                    header: joined(&lower_case(&settings.allow_headers)),
                    names: lower_case(&settings.allow_headers),
                    any: any_header,
                }
            },
            max_age: settings.max_age.map(HeaderValue::from),
            origins,
            settings,
        }
    }
}

/// Names as HTTP/2 sends and browsers compare them.
fn lower_case(names: &Texts) -> Texts {
    let lower_case = |name: &Cow<'static, str>| match name.bytes().any(|it| it.is_ascii_uppercase())
    {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => name.clone(),
    };
    names.iter().map(lower_case).collect()
}

/// The items of a list as one header value; `None` for an empty list.
///
/// The rules let only tokens through, so every item fits a header.
pub(crate) fn joined(items: &[Cow<'static, str>]) -> Option<HeaderValue> {
    match items {
        [] => None,
        // Responses copy it without counting who has it.
        [Cow::Borrowed(item)] => Some(HeaderValue::from_static(item)),
        items => HeaderValue::try_from(items.join(", ")).ok(),
    }
}

/// Ends the start: a server must not serve under a policy that is not to be had.
#[cold]
#[allow(clippy::panic, reason = "no request is there yet")]
pub(crate) fn stop(place: Place, errors: &PolicyErrors) -> ! {
    panic!("the CORS policy of `{place}` cannot be used:\n{errors}")
}
