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
        let is_permitted = self.preflight.status.is_success()
            && self
                .preflight
                .list("access-control-allow-headers")
                .any(|name| name.eq_ignore_ascii_case("content-type"));
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
    pub(super) fn access(&self, origin: &str) -> Access {
        match self.header("access-control-allow-origin").as_deref() {
            Some("*") => Access::WithoutCredentials,
            Some(allowed) if allowed == origin => {
                let allows = self.header("access-control-allow-credentials");
                match allows.as_deref() {
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

    pub(super) fn list(&self, name: &str) -> impl Iterator<Item = String> + use<> {
        let value = self.header(name).unwrap_or_default();
        let items: Vec<_> = value.split(',').map(|item| item.trim().to_owned()).collect();
        items.into_iter()
    }

    /// Returns whether a shared cache is likely to store and reuse the response: the status is 2xx, and `Cache-Control`
    /// has no `no-store`, `no-cache` or `private`.
    pub(super) fn is_cacheable(&self) -> bool {
        self.status.is_success()
            && !self.list("cache-control").any(|directive| {
                ["no-store", "no-cache", "private"]
                    .iter()
                    .any(|name| directive.to_ascii_lowercase().starts_with(name))
            })
    }

    pub(super) fn varies_by_origin(&self) -> bool {
        self.list("vary").any(|name| name == "*" || name.eq_ignore_ascii_case("origin"))
    }
}
