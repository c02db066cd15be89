//! A request's head as the protocol reads it.

use actix_web::{
    dev::RequestHead,
    http::{
        Method,
        header::{ACCESS_CONTROL_REQUEST_METHOD, HOST, HeaderName, ORIGIN},
    },
};

use crate::{
    decide::Destination,
    request::{OriginHeader, Preflight},
};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

#[inline]
pub(super) fn origin(head: &RequestHead) -> OriginHeader<'_> {
    match head.headers().get_all(&ORIGIN).as_slice() {
        [] => OriginHeader::Absent,
        [value] => OriginHeader::Sent(value),
        _ => OriginHeader::Repeated,
    }
}

/// The preflight that a request is, if it is one: anything less is routed as any other request.
pub(super) fn preflight(head: &RequestHead) -> Option<Preflight<'_>> {
    if head.method != Method::OPTIONS {
        return None;
    }
    let OriginHeader::Sent(origin) = origin(head) else { return None };
    match head.headers().get_all(&ACCESS_CONTROL_REQUEST_METHOD).as_slice() {
        [method] => Some(Preflight { origin, method }),
        _ => None,
    }
}

pub(super) fn destination(head: &RequestHead) -> Destination<'_> {
    Destination {
        sec_fetch_site: head.headers().get_all(SEC_FETCH_SITE).as_slice(),
        authority: match head.headers().get_all(HOST).as_slice() {
            [host] => host.to_str().ok(),
            [] => head.uri.authority().map(|authority| authority.as_str()),
            _ => None,
        },
    }
}
