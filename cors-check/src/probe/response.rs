//! The responses of a server to the requests of a probe, and the access that they give to an origin.

use cors_browser::{
    Body,
    http::{self, StatusCode},
};

/// The responses of a server to requests with one origin.
#[derive(Debug)]
pub(super) struct Responses {
    pub(super) get: Response,
    pub(super) preflight: Response,
}

impl Responses {
    /// Returns the access of an origin to the response to `GET`.
    pub(super) fn read_access(&self, origin: &str) -> Access {
        self.get.access(origin)
    }

    /// Returns the access of an origin to a `POST` with JSON, which needs a preflight.
    pub(super) fn post_access(&self, origin: &str) -> Access {
        let allowed_headers = self.preflight.list("access-control-allow-headers");
        let is_permitted = self.preflight.status.is_success()
            && allowed_headers.iter().any(|name| name == "content-type");
        if is_permitted { self.preflight.access(origin) } else { Access::None }
    }
}

/// The access of a page according to the CORS check, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Access {
    None,
    WithoutCredentials,
    WithCredentials,
}

/// A response without its body.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: StatusCode,
    headers: http::HeaderMap,
}

impl From<&http::Response<Body>> for Response {
    fn from(response: &http::Response<Body>) -> Self {
        Self { status: response.status(), headers: response.headers().clone() }
    }
}

impl Response {
    fn access(&self, origin: &str) -> Access {
        match self.header("access-control-allow-origin").as_deref() {
            Some("*") => Access::WithoutCredentials,
            Some(allowed) if allowed == origin => {
                match self.header("access-control-allow-credentials").as_deref() {
                    Some("true") => Access::WithCredentials,
                    _ => Access::WithoutCredentials,
                }
            }
            _ => Access::None,
        }
    }

    /// Returns the value of a header. Repeated headers are joined by `, `.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        let lines = self.headers.get_all(name).iter();
        let lines: Vec<_> = lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    }

    pub(super) fn count(&self, name: &str) -> usize {
        self.headers.get_all(name).iter().count()
    }

    /// Returns the elements of a header that contains a list, in lower case.
    fn list(&self, name: &str) -> Vec<String> {
        let value = self.header(name).unwrap_or_default().to_ascii_lowercase();
        value.split(',').map(|item| item.trim().to_owned()).collect()
    }

    /// Returns whether a shared cache is likely to store and reuse the response: the status is 2xx, and `Cache-Control`
    /// neither forbids a shared cache nor sets a lifetime of 0 seconds.
    pub(super) fn is_cacheable(&self) -> bool {
        let directives = self.list("cache-control");
        let has = |start: &str| directives.iter().any(|directive| directive.starts_with(start));
        let is_forbidden = has("no-store") || has("no-cache") || has("private");
        // In a shared cache, `s-maxage` replaces `max-age`.
        let lifetime = if has("s-maxage=") { "s-maxage=0" } else { "max-age=0" };
        let has_no_lifetime = directives.iter().any(|directive| directive == lifetime);
        self.status.is_success() && !is_forbidden && !has_no_lifetime
    }

    pub(super) fn varies_by_origin(&self) -> bool {
        self.list("vary").iter().any(|name| name == "*" || name == "origin")
    }
}
