use actix_web::http::header::HeaderValue;

/// The items of a list as one header value; `None` for an empty list.
///
/// Made once per policy and application instance. The rules let only tokens through, so every item
/// fits a header.
pub(crate) fn joined<'a>(items: impl IntoIterator<Item = &'a str>) -> Option<HeaderValue> {
    let items: Vec<&str> = items.into_iter().collect();
    if items.is_empty() {
        return None;
    }
    HeaderValue::try_from(items.join(", ")).ok()
}
