//! Origins: as a policy lists them ([`Pattern`]) and as a browser sends them ([`Origin`]).

mod correction;
mod defect;
mod host;
mod host_pattern;
mod ip;
mod labels;
mod list;
mod pattern;
mod punycode;
mod received;
mod regex;

pub use correction::correction;
pub use defect::Defect;
pub use host_pattern::{Authority, HostPattern};
pub(crate) use host_pattern::{duplicate_host, invalid_host};
pub use list::missing;
pub(crate) use list::{any_mixed, duplicate, invalid, null};
pub use pattern::{Pattern, Port};
pub use received::{Origin, OriginBuf, ParseOriginError};

/// `*` as the whole of a policy's origins: <https://fetch.spec.whatwg.org/#http-access-control-allow-origin>.
pub const ANY: &str = "*";

/// How an opaque origin is serialized: <https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin>.
pub const NULL: &str = "null";

/// The most bytes of a scheme.
const LONGEST_SCHEME: usize = 64;

/// The most bytes of a host: <https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4>.
const LONGEST_HOST: usize = 253;

/// The most bytes of an origin that any pattern can match: scheme, `://`, host, `:65535`.
pub const LONGEST: usize = LONGEST_SCHEME + 3 + LONGEST_HOST + 6;

/// The port that a serialized origin leaves out: <https://url.spec.whatwg.org/#default-port>.
const fn default_port(scheme: &str) -> Option<u16> {
    match scheme.as_bytes() {
        b"https" | b"wss" => Some(443),
        b"http" | b"ws" => Some(80),
        b"ftp" => Some(21),
        _ => None,
    }
}

/// How a scheme falls short of `a-z` followed by `a-z 0-9 + - .`: <https://url.spec.whatwg.org/#url-scheme-string>.
const fn scheme_defect(scheme: &str) -> Option<Defect> {
    let bytes = scheme.as_bytes();
    let len = bytes.len();
    if len == 0 {
        return Some(Defect::NoScheme);
    }
    let mut i = 0;
    while i < len {
        match bytes[i] {
            b'a'..=b'z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if i > 0 => {}
            b'A'..=b'Z' => return Some(Defect::UpperCase),
            _ => return Some(Defect::Scheme),
        }
        i += 1;
    }
    if len > LONGEST_SCHEME {
        return Some(Defect::SchemeTooLong);
    }
    // The origin of a file is opaque: https://url.spec.whatwg.org/#concept-url-origin
    match bytes {
        b"file" => Some(Defect::File),
        _ => None,
    }
}
