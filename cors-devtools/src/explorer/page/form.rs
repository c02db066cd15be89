//! The Explorer's form, in which the user describes a request of a page.

use cors_browser::{
    Browser, PageRequest,
    http::{
        Method, Uri,
        header::{HeaderName, HeaderValue},
    },
};
use serde::{Deserialize, Serialize};
use url::{Position, Url};

/// The fields of the form, as the user typed them.
#[derive(Deserialize)]
pub(super) struct Form {
    page: String,
    method: String,
    url: String,
    /// One header on each line.
    #[serde(default)]
    headers: String,
    #[serde(default)]
    credentials: bool,
}

/// The parsed fields of a valid form.
pub(super) struct Fetch {
    pub(super) page: Browser,
    pub(super) request: PageRequest,
    /// The host and port in the URL, as in the `Host` header.
    pub(super) host: String,
}

/// The error in a field of the form.
#[derive(Debug, Serialize)]
pub(super) struct FieldError {
    field: &'static str,
    message: String,
}

impl Form {
    /// Parses each field separately. A parsed URL, method or header contains no line break, so no field can add a
    /// line to the request.
    pub(super) fn parse(self, server: &str) -> Result<Fetch, FieldError> {
        let page: Browser = self.page.trim().parse().map_err(|error| field_error("page", error))?;
        let page = if self.credentials { page.with_credentials() } else { page };
        let url = parse_url(self.url.trim(), server)?;
        let method = self.method.trim();
        let method = Method::from_bytes(method.as_bytes()).map_err(|_| {
            field_error("method", format!("`{method}` is not a method: write `GET`"))
        })?;
        let mut request = PageRequest::new(method, url.as_str());
        for line in self.headers.lines().filter(|line| !line.trim().is_empty()) {
            let (name, value) = parse_header(line)?;
            request = request.header(name, value);
        }
        let host = url[Position::BeforeHost..Position::AfterPort].to_owned();
        Ok(Fetch { page, request, host })
    }
}

/// Parses a path on the server of the Explorer, or an absolute URL. A request for an absolute URL goes to the same
/// server too, with the URL's host as its `Host`.
fn parse_url(typed: &str, server: &str) -> Result<Url, FieldError> {
    let written =
        if typed.starts_with('/') { format!("http://{server}{typed}") } else { typed.to_owned() };
    // The HTTP request needs a `Uri`, whose syntax is stricter than that of `Url`.
    let is_valid =
        |url: &Url| matches!(url.scheme(), "http" | "https") && Uri::try_from(url.as_str()).is_ok();
    Url::parse(&written).ok().filter(is_valid).ok_or_else(|| {
        let message = format!("`{typed}` is not a URL of this server: write a path, `/books/1`");
        field_error("url", message)
    })
}

fn parse_header(line: &str) -> Result<(HeaderName, HeaderValue), FieldError> {
    let parsed = line.split_once(':').and_then(|(name, value)| {
        let name = HeaderName::from_bytes(name.trim().as_bytes()).ok()?;
        Some((name, HeaderValue::from_str(value.trim()).ok()?))
    });
    parsed.ok_or_else(|| {
        field_error("headers", format!("`{line}` is not a header: write `x-request-id: 7`"))
    })
}

fn field_error(field: &'static str, message: impl ToString) -> FieldError {
    FieldError { field, message: message.to_string() }
}
