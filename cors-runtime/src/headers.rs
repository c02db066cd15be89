//! Decisions written as headers: <https://fetch.spec.whatwg.org/#http-responses>.

use std::borrow::Cow;

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
            ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
            ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, HeaderMap, HeaderName,
            HeaderValue, VARY,
        },
    },
};

use crate::{
    decide::{PreflightDecision, SharedWith},
    prepared::{ActualHeaders, Prepared},
};

const ANY: HeaderValue = HeaderValue::from_static("*");
const TRUE: HeaderValue = HeaderValue::from_static("true");
const ORIGIN: HeaderValue = HeaderValue::from_static("Origin");
const VARY_ON_PREFLIGHT: HeaderValue = HeaderValue::from_static(
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
);

/// The headers that a policy governs: whoever sets them further in, it has the last word.
const GOVERNED: [HeaderName; 6] = [
    ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_ALLOW_CREDENTIALS,
    ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_HEADERS,
    ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_EXPOSE_HEADERS,
];

/// What every name above begins with.
const GOVERNED_PREFIX: &str = "access-control-";

/// Writes the headers of the response to an actual request, shared with that origin or with none.
pub(crate) fn share(headers: &mut HeaderMap, policy: &ActualHeaders, shared: Option<HeaderValue>) {
    // To look through the few names that a response has is cheaper than to look names up.
    let (mut is_governed, mut varies) = (false, false);
    for name in headers.keys() {
        is_governed |= name.as_str().starts_with(GOVERNED_PREFIX);
        varies |= name == VARY;
    }
    if is_governed {
        for name in GOVERNED {
            headers.remove(name);
        }
    }
    if policy.varies && !(varies && varies_on_origin(headers)) {
        headers.append(VARY, ORIGIN);
    }
    // None of the names stands there now, and `insert` pays for what it may replace.
    let Some(origin) = shared else { return };
    headers.append(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if policy.allow_credentials {
        headers.append(ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
    }
    if let Some(names) = &policy.expose_headers {
        headers.append(ACCESS_CONTROL_EXPOSE_HEADERS, names.clone());
    }
}

/// Writes the headers of an answer on a response that may have replaced it.
pub(crate) fn write_again(headers: &mut HeaderMap, answered: &HeaderMap) {
    let is_same = |(name, value): (&HeaderName, &HeaderValue)| headers.get(name) == Some(value);
    if headers.len() == answered.len() && answered.iter().all(is_same) {
        return;
    }
    for name in GOVERNED {
        headers.remove(name);
    }
    for (name, value) in answered {
        if name != VARY || !headers.get_all(VARY).any(|line| line == value) {
            headers.append(name.clone(), value.clone());
        }
    }
}

/// The answer to a preflight: what its policy does not say of every one.
#[derive(Clone)]
pub(crate) struct PreflightAnswer<'a> {
    pub(crate) decision: PreflightDecision,
    pub(crate) origin: HeaderValue,
    pub(crate) methods: Option<HeaderValue>,
    /// As many lines as there are.
    pub(crate) headers: Cow<'a, [HeaderValue]>,
}

impl PreflightAnswer<'_> {
    /// Inline, since its parts are moved in at once where it is made.
    #[inline(always)]
    pub(crate) fn response(self, policy: &Prepared) -> HttpResponse {
        let with = match self.decision {
            PreflightDecision::Allow { with, .. } => with,
            PreflightDecision::Refuse(_) => return refused_preflight(),
        };
        let mut response = HttpResponse::new(StatusCode::NO_CONTENT);
        let headers = response.headers_mut();
        if let Some(origin) = with.allow_origin(|| Some(self.origin)) {
            headers.append(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
        if let Some(methods) = self.methods {
            headers.append(ACCESS_CONTROL_ALLOW_METHODS, methods);
        }
        for names in self.headers.iter() {
            headers.append(ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
        }
        if policy.actual.allow_credentials {
            headers.append(ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
        }
        if let Some(seconds) = &policy.max_age {
            headers.append(ACCESS_CONTROL_MAX_AGE, seconds.clone());
        }
        headers.append(VARY, VARY_ON_PREFLIGHT);
        response
    }

    pub(crate) fn into_owned(self) -> PreflightAnswer<'static> {
        PreflightAnswer { headers: Cow::Owned(self.headers.into_owned()), ..self }
    }
}

impl SharedWith {
    /// The value of `Access-Control-Allow-Origin`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-allow-origin>.
    #[inline]
    pub(crate) fn allow_origin(
        self,
        sender: impl FnOnce() -> Option<HeaderValue>,
    ) -> Option<HeaderValue> {
        match self {
            Self::Anyone => Some(ANY),
            Self::Sender => sender(),
        }
    }
}

/// 403 for a preflight.
pub(crate) fn refused_preflight() -> HttpResponse {
    refused(VARY_ON_PREFLIGHT)
}

/// 403 for an actual request.
pub(crate) fn refused_actual() -> HttpResponse {
    refused(ORIGIN)
}

fn refused(vary: HeaderValue) -> HttpResponse {
    let mut response = HttpResponse::new(StatusCode::FORBIDDEN);
    response.headers_mut().append(VARY, vary);
    response
}

/// Whether what the handler said covers `Origin`, by name or by `*`:
/// <https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches>.
fn varies_on_origin(headers: &HeaderMap) -> bool {
    let covers = |line: &HeaderValue| {
        line.as_bytes().split(|byte| *byte == b',').any(|item| {
            let item = item.trim_ascii();
            item == b"*" || item.eq_ignore_ascii_case(b"origin")
        })
    };
    headers.get_all(VARY).any(covers)
}
