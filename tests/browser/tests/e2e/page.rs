//! The pages that call, each on an origin of its own.

use crate::server::Ports;

/// A page: the same document everywhere, so that its origin alone makes the difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    pub host: &'static str,
    on_second_port: bool,
    pub sandboxed: bool,
}

pub const APP: Page = page("app.example.test");
pub const STAFF: Page = page("staff.example.test");
pub const DEEP: Page = page("a.b.example.test");
pub const BARE: Page = page("example.test");
/// The host that is called: its own pages are same-origin.
pub const HOME: Page = page("api.example.test");
pub const EVIL: Page = page("evil.test");
/// Names that a matcher by prefix or by suffix would take for `app.example.test`.
pub const PREFIXED: Page = page("app.example.test.evil.test");
pub const SUFFIXED: Page = page("evil-app.example.test");
pub const NOT_EXAMPLE: Page = page("notexample.test");
pub const APP_ON_SECOND_PORT: Page = Page { on_second_port: true, ..APP };
/// A frame of [`APP`], with `sandbox="allow-scripts"`: its origin is opaque.
pub const SANDBOXED: Page = Page { sandboxed: true, ..APP };

const fn page(host: &'static str) -> Page {
    Page { host, on_second_port: false, sandboxed: false }
}

impl Page {
    /// The origin of the document, which for a sandboxed frame is the one around it.
    pub fn address(self, ports: Ports) -> String {
        let port = if self.on_second_port { ports.second } else { ports.first };
        format!("http://{}:{port}", self.host)
    }

    /// The origin as it is sent.
    pub fn origin(self, ports: Ports) -> String {
        if self.sandboxed { "null".to_owned() } else { self.address(ports) }
    }

    /// Whether cookies of `api.example.test` with `SameSite=Lax` go with its calls.
    pub fn is_same_site(self) -> bool {
        let in_domain = self.host == "example.test" || self.host.ends_with(".example.test");
        in_domain && !self.sandboxed
    }
}
