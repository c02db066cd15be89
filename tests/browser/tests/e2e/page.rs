//! The pages that call, each on an origin of its own.

use crate::server::Ports;

/// A page: the same document everywhere, so that its origin alone makes the difference.
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
/// The host that is called: its own pages are same-origin.
pub(crate) const HOME: Page = page("api.example.test");
/// A name that no host should have, and pages are served from.
pub(crate) const UNDERSCORED: Page = page("my_app.example.test");
pub(crate) const EVIL: Page = page("evil.test");
/// Where Chromium takes plain HTTP for trustworthy, and sends `Sec-Fetch-Site`.
pub(crate) const LOCALHOST: Page = page("localhost");
/// Names that a matcher by prefix or by suffix would take for `app.example.test`.
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
    /// The origin of the document, which for a sandboxed frame is the one around it.
    pub(crate) fn address(self, ports: Ports) -> String {
        let port = if self.on_second_port { ports.second } else { ports.first };
        format!("http://{}:{port}", self.host)
    }

    /// The origin as it is sent.
    pub(crate) fn origin(self, ports: Ports) -> String {
        if self.sandboxed { "null".to_owned() } else { self.address(ports) }
    }

    /// Whether cookies of `api.example.test` with `SameSite=Lax` go with its calls.
    pub(crate) fn is_same_site(self) -> bool {
        let in_domain = self.host == "example.test" || self.host.ends_with(".example.test");
        in_domain && !self.sandboxed
    }
}
