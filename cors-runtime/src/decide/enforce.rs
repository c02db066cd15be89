use cors_rules::origin::Origin;
use http::HeaderValue;

use crate::request::OriginHeader;

/// Where a request went, as far as it says.
pub(crate) struct Destination<'a> {
    /// The lines of `Sec-Fetch-Site`: <https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header>.
    pub(crate) sec_fetch_site: &'a [HeaderValue],
    /// `Host` where it stands once, or `:authority`.
    pub(crate) authority: Option<&'a str>,
}

/// Whether a page asked its own server. `Sec-Fetch-Site` alone decides where it is sent, since no
/// page can set it; the host is what older browsers leave to compare.
pub(crate) fn is_same_origin(origin: OriginHeader<'_>, destination: &Destination<'_>) -> bool {
    match destination.sec_fetch_site {
        [] => {}
        [site] => return site == "same-origin",
        _ => return false,
    }
    let OriginHeader::Sent(value) = origin else { return false };
    match (Origin::parse(value.as_bytes()), destination.authority) {
        (Some(origin), Some(authority)) => origin.is_served_by(authority),
        _ => false,
    }
}
