use http::HeaderValue;

use crate::request::OriginHeader;

/// What becomes of an actual request.
pub(crate) enum Actual {
    /// The handler runs, and the response is shared: `Access-Control-Allow-Origin` has that value.
    Shared(HeaderValue),
    /// The handler runs, and the response is not shared.
    NotShared,
    /// 403, and nothing runs.
    Refused,
}

/// The table of actual requests, for policies that name their origins: under `*` every response is
/// shared, and no origin is looked at. <https://fetch.spec.whatwg.org/#http-responses>
///
/// `is_refused` is asked only about a request that has an `Origin` and is not allowed.
pub(crate) fn actual(
    origin: OriginHeader<'_>,
    is_allowed: impl FnOnce(&HeaderValue) -> bool,
    is_refused: impl FnOnce(OriginHeader<'_>) -> bool,
) -> Actual {
    match origin {
        OriginHeader::Sent(value) if is_allowed(value) => Actual::Shared(value.clone()),
        OriginHeader::Absent => Actual::NotShared,
        _ if is_refused(origin) => Actual::Refused,
        _ => Actual::NotShared,
    }
}
