use actix_web::http::header::{HeaderMap, HeaderValue, VARY};

/// Whether what the handler said covers `Origin`, by name or by `*`:
/// <https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches>.
pub(crate) fn covers_origin(headers: &HeaderMap) -> bool {
    headers.get_all(VARY).any(line_covers_origin)
}

fn line_covers_origin(line: &HeaderValue) -> bool {
    line.as_bytes().split(|byte| *byte == b',').any(|item| {
        let item = item.trim_ascii();
        item == b"*" || item.eq_ignore_ascii_case(b"origin")
    })
}
