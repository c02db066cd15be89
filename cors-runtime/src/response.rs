//! The responses and headers for the decisions of a policy: <https://fetch.spec.whatwg.org/#http-responses>.

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
            ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
            ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, CACHE_CONTROL, HeaderMap,
            HeaderName, HeaderValue, VARY,
        },
    },
};

use crate::{
    compiled_policy::CompiledPolicy,
    decision::AllowedOrigin,
    methods::AllowedMethods,
    refusal::Refusal,
    request::{CorsRequest, one},
};

const ANY: HeaderValue = HeaderValue::from_static("*");
const TRUE: HeaderValue = HeaderValue::from_static("true");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
pub(crate) const VARY_ORIGIN: HeaderValue = HeaderValue::from_static("Origin");
pub(crate) const VARY_ORIGIN_AND_FETCH_METADATA: HeaderValue =
    HeaderValue::from_static("Origin, Sec-Fetch-Site, Sec-Fetch-Mode, Sec-Fetch-Dest");
const VARY_OF_PREFLIGHT: HeaderValue = HeaderValue::from_static(
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
);

/// The headers that are removed from a response before the headers of the policy are written.
const OVERWRITTEN: [HeaderName; 6] = [
    ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_ALLOW_CREDENTIALS,
    ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_HEADERS,
    ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_EXPOSE_HEADERS,
];

/// A policy's own response, which has no body.
pub(crate) type EmptyResponse = HttpResponse<()>;

/// Returns the 204 response to a preflight.
#[inline]
pub(crate) fn allowed_preflight(
    request: &CorsRequest<'_>,
    policy: &CompiledPolicy,
    methods: &AllowedMethods,
    origin: AllowedOrigin,
) -> EmptyResponse {
    let mut response = EmptyResponse::with_body(StatusCode::NO_CONTENT, ());
    let headers = response.headers_mut();
    if let Some(origin) = origin.header(request) {
        headers.append(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    if let Some(method) = request.requested_method {
        headers.append(ACCESS_CONTROL_ALLOW_METHODS, methods.header(method));
    }
    for names in policy.allow_header_lines(request) {
        headers.append(ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
    }
    if policy.allow_credentials {
        headers.append(ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
    }
    if let Some(seconds) = &policy.max_age {
        headers.append(ACCESS_CONTROL_MAX_AGE, seconds.clone());
    }
    headers.append(VARY, VARY_OF_PREFLIGHT);
    response
}

/// Returns the 403 response to a preflight.
pub(crate) fn rejected_preflight() -> EmptyResponse {
    let mut response = EmptyResponse::with_body(StatusCode::FORBIDDEN, ());
    response.headers_mut().append(VARY, VARY_OF_PREFLIGHT);
    response
}

/// Returns the 403 response to a preflight or an actual request. Caches must not store the response to an actual
/// request, since it depends on headers that `Vary` does not name.
pub(crate) fn rejected(request: &CorsRequest<'_>, policy: &CompiledPolicy) -> EmptyResponse {
    if request.is_preflight() {
        return rejected_preflight();
    }
    let mut response = EmptyResponse::with_body(StatusCode::FORBIDDEN, ());
    let headers = response.headers_mut();
    headers.append(CACHE_CONTROL, NO_STORE);
    headers.append(VARY, policy.vary.clone().unwrap_or(VARY_ORIGIN));
    response
}

/// Removes the CORS headers from the response to an actual request, and writes those of the policy. `origin` is the
/// value of `Access-Control-Allow-Origin`. Without `origin`, no header is written except `Vary`.
pub(crate) fn write_actual(
    headers: &mut HeaderMap,
    policy: &CompiledPolicy,
    origin: Option<HeaderValue>,
) {
    // A response has few headers, so one iteration over their names is cheaper than a lookup of each name.
    let (mut has_overwritten, mut has_vary) = (false, false);
    for name in headers.keys() {
        has_overwritten |= name.as_str().starts_with("access-control-");
        has_vary |= name == VARY;
    }
    if has_overwritten {
        remove_overwritten(headers);
    }
    match &policy.vary {
        Some(names) if has_vary => add_to_vary(headers, names),
        Some(names) => headers.append(VARY, names.clone()),
        None => {}
    }
    // The map now has none of the names below, so `append` suffices. `insert` would also search for values to replace.
    let Some(origin) = origin else { return };
    headers.append(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if policy.allow_credentials {
        headers.append(ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
    }
    if let Some(names) = &policy.expose_headers {
        headers.append(ACCESS_CONTROL_EXPOSE_HEADERS, names.clone());
    }
}

impl AllowedOrigin {
    /// Returns the value of `Access-Control-Allow-Origin`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-allow-origin>.
    #[inline]
    pub(crate) fn header(self, request: &CorsRequest<'_>) -> Option<HeaderValue> {
        match self {
            Self::Any => Some(ANY),
            Self::RequestOrigin => one(request.origin).cloned(),
        }
    }
}

fn remove_overwritten(headers: &mut HeaderMap) {
    for name in OVERWRITTEN {
        headers.remove(name);
    }
}

/// A copy of a policy's response. The copy is sent later, or its headers are written on a response that replaced the
/// original.
pub(crate) struct ResponseCopy {
    status: StatusCode,
    headers: HeaderMap,
    pub(crate) refusal: Option<Refusal>,
}

impl ResponseCopy {
    pub(crate) fn new(response: &EmptyResponse, refusal: Option<Refusal>) -> Self {
        Self { status: response.status(), headers: response.headers().clone(), refusal }
    }

    pub(crate) fn response(&self) -> EmptyResponse {
        let mut response = EmptyResponse::with_body(self.status, ());
        *response.headers_mut() = self.headers.clone();
        self.attach_refusal(&mut response);
        response
    }

    /// Makes sure that `response` has the headers of the copy. Middleware may have replaced the original response with
    /// `response`.
    pub(crate) fn write_on<B>(&self, response: &mut HttpResponse<B>) {
        let headers = response.headers_mut();
        let is_same = |(name, value): (&HeaderName, &HeaderValue)| headers.get(name) == Some(value);
        if headers.len() != self.headers.len() || !self.headers.iter().all(is_same) {
            remove_overwritten(headers);
            for (name, value) in &self.headers {
                if !headers.get_all(name).any(|line| line == value) {
                    headers.append(name.clone(), value.clone());
                }
            }
        }
        self.attach_refusal(response);
    }

    fn attach_refusal<B>(&self, response: &mut HttpResponse<B>) {
        if let Some(refusal) = &self.refusal {
            refusal.clone().attach_to(response);
        }
    }
}

/// Adds to `Vary` those names that the `Vary` of the response lacks:
/// <https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches>. A `*` in that `Vary` covers every name:
/// <https://www.rfc-editor.org/rfc/rfc9110#section-12.5.5>.
fn add_to_vary(headers: &mut HeaderMap, names: &HeaderValue) {
    let is_covered = |name: &&[u8]| {
        let mut items = headers.get_all(VARY).flat_map(list_items);
        items.any(|item| item == b"*" || item.eq_ignore_ascii_case(name))
    };
    let missing: Vec<&[u8]> = list_items(names).filter(|name| !is_covered(name)).collect();
    for name in missing.into_iter().flat_map(HeaderValue::from_bytes) {
        headers.append(VARY, name);
    }
}

/// Returns the items of a header whose value is a list.
pub(crate) fn list_items(value: &HeaderValue) -> impl Iterator<Item = &[u8]> {
    value.as_bytes().split(|byte| *byte == b',').map(<[u8]>::trim_ascii)
}
