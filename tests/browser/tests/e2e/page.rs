//! The pages that make calls, each on its own origin.

use crate::server::Ports;

/// A page. All pages have the same document, except the page of the browser extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) host: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Document,
    OnSecondPort,
    /// A frame with `sandbox="allow-scripts"`: its origin is opaque.
    Sandboxed,
    /// A page of the browser extension. The field `host` contains the id of the extension.
    Extension,
}

pub(crate) const APP: Page = page("app.example.test");
pub(crate) const APP_ON_SECOND_PORT: Page = Page { kind: Kind::OnSecondPort, ..APP };
pub(crate) const SANDBOXED: Page = Page { kind: Kind::Sandboxed, ..APP };
pub(crate) const STAFF: Page = page("staff.example.test");
/// A page on the origin of the API.
pub(crate) const SAME_ORIGIN: Page = page("api.example.test");
pub(crate) const UNDERSCORED: Page = page("my_app.example.test");
pub(crate) const EVIL: Page = page("evil.test");
/// A page on `localhost`. Chromium treats this host as trustworthy, and therefore sends `Sec-Fetch-Site` to it over
/// plain HTTP.
pub(crate) const LOCALHOST: Page = page("localhost");
pub(crate) const NOT_EXAMPLE: Page = page("notexample.test");
/// A page of the extension in `page/extension/`. Chromium derives the id from the `key` in the manifest.
pub(crate) const EXTENSION: Page =
    Page { kind: Kind::Extension, ..page("ajclbbfckhjihcjcdhbommkihiijhnnm") };

const fn page(host: &'static str) -> Page {
    Page { host, kind: Kind::Document }
}

impl Page {
    pub(crate) fn is_sandboxed(self) -> bool {
        self.kind == Kind::Sandboxed
    }

    /// Returns the URL of the document. For a sandboxed frame, returns the URL of the document that contains the frame.
    pub(crate) fn url(self, ports: Ports) -> String {
        match self.kind {
            Kind::Extension => format!("chrome-extension://{}/page.html", self.host),
            _ => format!("{}/page", self.address(ports)),
        }
    }

    /// Returns the value of the `Origin` header in requests of the page. The result for the page of the extension is
    /// not its real origin, and no test sends it.
    pub(crate) fn origin(self, ports: Ports) -> String {
        if self.is_sandboxed() { "null".to_owned() } else { self.address(ports) }
    }

    fn address(self, ports: Ports) -> String {
        let port = if self.kind == Kind::OnSecondPort { ports.second } else { ports.first };
        format!("http://{}:{port}", self.host)
    }

    /// Returns true if the browser can send the `SameSite=Lax` cookies of `api.example.test` with calls of this page.
    pub(crate) fn is_same_site(self) -> bool {
        self.host.ends_with(".example.test") && !self.is_sandboxed()
    }
}
