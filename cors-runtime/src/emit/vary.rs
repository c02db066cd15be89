use actix_web::http::header::{HeaderMap, HeaderValue, VARY};

const ORIGIN: HeaderValue = HeaderValue::from_static("Origin");

/// Adds `Origin` to what the handler said, unless it or `*` stands there:
/// <https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches>.
pub(crate) fn add_origin(headers: &mut HeaderMap) {
    if !headers.get_all(VARY).any(covers_origin) {
        headers.append(VARY, ORIGIN);
    }
}

fn covers_origin(line: &HeaderValue) -> bool {
    line.as_bytes().split(|byte| *byte == b',').any(|item| {
        let item = item.trim_ascii();
        item == b"*" || item.eq_ignore_ascii_case(b"origin")
    })
}
