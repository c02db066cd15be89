use std::ops::Deref;

use http::Uri;
use url::Url;

/// A URL that a request can be sent to: its scheme is `http` or `https`, it has no fragment, and it fits
/// into the stricter type of the `http` crate.
#[derive(Clone, Debug)]
pub(crate) struct HttpUrl {
    url: Url,
    uri: Uri,
}

impl HttpUrl {
    pub(crate) fn new(mut url: Url) -> Option<Self> {
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        url.set_fragment(None);
        let uri = Uri::try_from(url.as_str()).ok()?;
        Some(Self { url, uri })
    }

    pub(crate) fn to_uri(&self) -> Uri {
        self.uri.clone()
    }
}

impl Deref for HttpUrl {
    type Target = Url;

    fn deref(&self) -> &Url {
        &self.url
    }
}
