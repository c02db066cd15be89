use std::time::Duration;

/// The browser whose departures from the Fetch standard a [`Browser`](crate::Browser) has.
///
/// | | longest time in the CORS-preflight cache | `Access-Control-Allow-Headers: *` |
/// | --- | --- | --- |
/// | `Standard` | 7200 s | does not cover `authorization` |
/// | `Chromium` | 7200 s | covers `authorization` |
/// | `Firefox` | 86400 s | does not cover `authorization` |
/// | `Safari` | 600 s | covers `authorization` |
///
/// The standard leaves the longest time to the browser; here it has Chromium's.
///
/// # Examples
///
/// ```
/// use cors_browser::{Browser, Engine};
///
/// let page = Browser::at("https://app.example.com").with_engine(Engine::Safari);
/// assert_eq!(Engine::Safari.max_age_limit().as_secs(), 600);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Engine {
    /// The standard.
    #[default]
    Standard,
    /// Chromium, and the browsers that are made of it.
    Chromium,
    /// Firefox.
    Firefox,
    /// Safari.
    Safari,
}

impl Engine {
    /// Returns the longest time for which the response to a preflight is kept.
    #[must_use]
    pub const fn max_age_limit(self) -> Duration {
        Duration::from_secs(match self {
            Self::Standard | Self::Chromium => 7200,
            Self::Firefox => 86400,
            Self::Safari => 600,
        })
    }

    /// Returns whether `*` in a list of headers covers a request header, in a request without
    /// credentials.
    pub(crate) fn wildcard_covers(self, header_name: &str) -> bool {
        matches!(self, Self::Chromium | Self::Safari)
            || !cors_rules::fetch::is_non_wildcard_request_header(header_name)
    }
}
