//! The names that a server is called by: nothing is allocated to compare one.

use cors_rules::origin::{Authority, HostPattern};

use crate::{request::CorsRequest, settings::Texts};

/// What `hosts` lists; any name where it lists nothing.
pub(crate) struct Hosts(Texts);

impl Hosts {
    pub(crate) fn new(listed: &Texts) -> Self {
        Self(listed.clone())
    }

    /// Whether a request is for this server. One without a name is not: DNS can make an attacker's
    /// name of ours, and then every request is same-origin.
    #[inline]
    pub(crate) fn allow_request(&self, request: CorsRequest<'_>) -> bool {
        self.0.is_empty() || self.allow(request.authority_text())
    }

    fn allow(&self, authority: Option<&str>) -> bool {
        let Some(authority) = authority.and_then(Authority::parse) else { return false };
        let listed =
            |text: &str| HostPattern::parse(text).is_ok_and(|host| host.matches(&authority));
        self.0.iter().any(|text| listed(text))
            || (cfg!(debug_assertions) && authority.is_loopback())
    }
}
