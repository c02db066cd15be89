//! The pages that make calls, each on its own origin.

use crate::server::Ports;

/// A page. All pages have the same document and differ only in their origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) host: &'static str,
    on_second_port: bool,
    pub(crate) sandboxed: bool,
}

pub(crate) const APP: Page = page("app.example.test");
pub(crate) const STAFF: Page = page("staff.example.test");
pub(crate) const DEEP: Page = page("a.b.example.test");
pub(crate) const BARE: Page = page("example.test");
/// A page on the origin of the API.
pub(crate) const SAME_ORIGIN: Page = page("api.example.test");
/// A host name with an underscore, which browsers accept although host names should not contain one.
pub(crate) const UNDERSCORED: Page = page("my_app.example.test");
pub(crate) const EVIL: Page = page("evil.test");
/// The host to which Chromium sends `Sec-Fetch-Site` over plain HTTP, since it treats the host as trustworthy.
pub(crate) const LOCALHOST: Page = page("localhost");
/// Host names that a comparison of prefixes or suffixes would confuse with `app.example.test`.
pub(crate) const PREFIXED: Page = page("app.example.test.evil.test");
pub(crate) const SUFFIXED: Page = page("evil-app.example.test");
pub(crate) const NOT_EXAMPLE: Page = page("notexample.test");
pub(crate) const APP_ON_SECOND_PORT: Page = Page { on_second_port: true, ..APP };
/// A frame of [`APP`], with `sandbox="allow-scripts"`: its origin is opaque.
pub(crate) const SANDBOXED: Page = Page { sandboxed: true, ..APP };

const fn page(host: &'static str) -> Page {
    Page { host, on_second_port: false, sandboxed: false }
}

impl Page {
    /// Returns the origin of the URL of the document. For a sandboxed frame, this is the surrounding document.
    pub(crate) fn address(self, ports: Ports) -> String {
        let port = if self.on_second_port { ports.second } else { ports.first };
        format!("http://{}:{port}", self.host)
    }

    /// Returns the value of the `Origin` header.
    pub(crate) fn origin(self, ports: Ports) -> String {
        if self.sandboxed { "null".to_owned() } else { self.address(ports) }
    }

    /// Returns true if the browser sends cookies of `api.example.test` with `SameSite=Lax` with the page's calls.
    pub(crate) fn is_same_site(self) -> bool {
        let in_domain = self.host == "example.test" || self.host.ends_with(".example.test");
        in_domain && !self.sandboxed
    }
}
