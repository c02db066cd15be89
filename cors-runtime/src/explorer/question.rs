//! The form: what a page would fetch.

use actix_web::{
    http::{
        Method, Uri,
        header::{HeaderName, HeaderValue},
    },
    test::TestRequest,
};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::testing::Browser;

/// As it was typed.
#[derive(Deserialize)]
pub(super) struct Question {
    page: String,
    method: String,
    url: String,
    /// A line for each.
    #[serde(default)]
    headers: String,
    #[serde(default)]
    credentials: bool,
}

/// A question that can be asked.
pub(super) struct Fetch {
    pub(super) page: Browser,
    pub(super) request: TestRequest,
    /// The server's name, as the page calls it.
    pub(super) host: String,
}

/// A field that no page could fetch with.
#[derive(Debug, Serialize)]
pub(super) struct Mistake {
    field: &'static str,
    says: String,
}

impl Question {
    /// What is typed into a field stays in it: a URL, a method and a header are parsed as such, and
    /// none of them can hold a line break.
    pub(super) fn read(self, server: &str) -> Result<Fetch, Mistake> {
        let page: Browser = self.page.trim().parse().map_err(mistake("page"))?;
        let page = if self.credentials { page.with_credentials() } else { page };
        let (url, uri) = url(self.url.trim(), server)?;
        let method = self.method.trim();
        let method = Method::from_bytes(method.as_bytes())
            .map_err(|_| mistake("method")(format!("`{method}` is not a method: write `GET`")))?;
        let mut request = TestRequest::default().method(method).uri(&uri.to_string());
        for line in self.headers.lines().filter(|line| !line.trim().is_empty()) {
            request = request.append_header(header(line)?);
        }
        let host = url.host_str().unwrap_or_default();
        let host = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        Ok(Fetch { page, request, host })
    }
}

/// A path is on the server that shows the page; a URL in full is asked of it too, by its own name.
fn url(typed: &str, server: &str) -> Result<(Url, Uri), Mistake> {
    let written =
        if typed.starts_with('/') { format!("http://{server}{typed}") } else { typed.to_owned() };
    let parsed = Url::parse(&written).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let parsed = parsed.and_then(|url| Some((Uri::try_from(url.as_str()).ok()?, url)));
    parsed.map(|(uri, url)| (url, uri)).ok_or_else(|| {
        mistake("url")(format!("`{typed}` is not a URL of this server: write a path, `/books/1`"))
    })
}

fn header(line: &str) -> Result<(HeaderName, HeaderValue), Mistake> {
    let parsed = line.split_once(':').and_then(|(name, value)| {
        let name = HeaderName::from_bytes(name.trim().as_bytes()).ok()?;
        Some((name, HeaderValue::from_str(value.trim()).ok()?))
    });
    parsed.ok_or_else(|| {
        mistake("headers")(format!("`{line}` is not a header: write `x-request-id: 7`"))
    })
}

fn mistake<T: ToString>(field: &'static str) -> impl FnOnce(T) -> Mistake {
    move |says| Mistake { field, says: says.to_string() }
}
