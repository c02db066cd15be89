//! Origins as a policy lists them ([`Pattern`]) and as a browser sends them ([`Origin`]).

/// The operator `?` for a [`Result`], because `const fn`s cannot use `?`.
macro_rules! ok {
    ($result:expr) => {
        match $result {
            Ok(value) => value,
            Err(error) => return Err(error),
        }
    };
}

mod correction;
mod defect;
mod host;
mod host_pattern;
mod ip;
mod labels;
mod pattern;
mod punycode;
mod regex;
mod serialized_origin;
mod violations;

use crate::ascii;

pub use correction::{correction, host_correction};
pub use defect::Defect;
pub use host_pattern::{Authority, HostPattern, Port, Wildcard};
pub use pattern::Pattern;
pub use serialized_origin::{Origin, OriginBuf};
pub use violations::{EXCLUSION_HELP, WRITE_ANY, WRITE_DYNAMIC, WRITE_NONE, missing};
pub(crate) use violations::{invalid, invalid_host, null};

/// The serialization of an opaque origin:
/// <https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin>.
pub const NULL: &str = "null";

/// The maximum number of bytes in the scheme of a pattern.
const MAX_SCHEME_BYTES: usize = 64;

/// The maximum number of bytes of a host: <https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4>.
const MAX_HOST_BYTES: usize = 253;

/// The maximum number of bytes of an origin that a pattern can match: scheme, `://`, host, `:65535`.
pub const MAX_ORIGIN_BYTES: usize = MAX_SCHEME_BYTES + 3 + MAX_HOST_BYTES + 6;

/// The placeholder scheme of a pattern in `hosts`, which has no scheme of its own. The default ports of this
/// placeholder are 80 and 443.
const ANY_WEB_SCHEME: &str = "http(s)";

/// Returns whether a serialized origin with this scheme leaves out this port:
/// <https://url.spec.whatwg.org/#default-port>.
const fn is_default_port(port: u16, scheme: &str) -> bool {
    matches!((port, scheme.as_bytes()), (443, b"https") | (80, b"http") | (80 | 443, b"http(s)"))
}

/// Returns whether the scheme is `http` or `https`, or stands for both. Their hosts are domains and IP addresses. Most
/// other schemes can also have opaque hosts.
const fn is_web(scheme: &str) -> bool {
    matches!(scheme.as_bytes(), b"https" | b"http" | b"http(s)")
}

/// Schemes that no page's origin has. The origin of a `file:` page is `null`, the origin of a `blob:` page has another
/// scheme, and no page has a `ws:` URL. <https://url.spec.whatwg.org/#concept-url-origin>
const PAGELESS_SCHEMES: [&str; 9] =
    ["file", "ws", "wss", "ftp", "data", "blob", "about", "javascript", "filesystem"];

/// Checks a scheme: one of `a-z`, followed by any number of `a-z 0-9 + - .`:
/// <https://url.spec.whatwg.org/#url-scheme-string>. A scheme that is too long, a misspelled web scheme, and a scheme
/// of [`PAGELESS_SCHEMES`] are defects too.
const fn check_scheme(scheme: &str) -> Result<(), Defect> {
    let bytes = scheme.as_bytes();
    let len = bytes.len();
    if len == 0 {
        return Err(Defect::NoScheme);
    }
    let mut i = 0;
    while i < len {
        match bytes[i] {
            b'a'..=b'z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if i > 0 => {}
            b'A'..=b'Z' => return Err(Defect::UpperCase),
            _ => return Err(Defect::Scheme),
        }
        i += 1;
    }
    if is_web(scheme) {
        Ok(())
    } else if len > MAX_SCHEME_BYTES {
        Err(Defect::SchemeTooLong)
    } else if ascii::contains(&PAGELESS_SCHEMES, scheme) {
        Err(Defect::PagelessScheme)
    } else if misspelled_web_scheme(scheme).is_some() {
        Err(Defect::SchemeTypo)
    } else {
        Ok(())
    }
}

/// Returns `https` or `http` if the scheme is one edit away from that name. `!https` does not count as misspelled,
/// because the `!` is meant to exclude the origin.
const fn misspelled_web_scheme(scheme: &str) -> Option<&'static str> {
    let begins_with_letter = matches!(scheme.as_bytes(), [b'a'..=b'z', ..]);
    if is_web(scheme) || !begins_with_letter {
        None
    } else if ascii::is_one_edit_away(scheme, "https") {
        Some("https")
    } else if ascii::is_one_edit_away(scheme, "http") {
        Some("http")
    } else {
        None
    }
}

/// Splits `scheme://authority`, and checks the scheme.
const fn split_scheme(string: &str) -> Result<(&str, &str), Defect> {
    // A fast path, since most origins have the scheme `https`.
    if let [b'h', b't', b't', b'p', b's', b':', b'/', b'/', ..] = string.as_bytes() {
        return Ok(("https", ascii::tail(string, "https://".len())));
    }
    let Some((scheme, authority)) = split_at_slashes(string) else { return Err(Defect::NoScheme) };
    ok!(check_scheme(scheme));
    Ok((scheme, authority))
}

/// Splits a string at its first colon if `//` follows, and drops the `://`.
const fn split_at_slashes(string: &str) -> Option<(&str, &str)> {
    let Some((scheme, rest)) = ascii::split_once(string, b':') else { return None };
    let Some(authority) = ascii::strip_prefix(rest, "//") else { return None };
    Some((scheme, authority))
}
