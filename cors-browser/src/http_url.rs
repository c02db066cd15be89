use std::ops::Deref;

use http::Uri;
use url::Url;

/// A URL to which a request can be sent. The URL has the scheme `http` or `https` and no fragment. The URL is also
/// valid as a [`Uri`], whose syntax is stricter than the syntax of a [`Url`].
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
