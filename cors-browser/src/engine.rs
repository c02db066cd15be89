use std::time::Duration;

/// The browser whose departures from the Fetch standard a [`Browser`](crate::Browser) has.
///
/// | | longest time in the CORS-preflight cache | `Access-Control-Allow-Headers: *` | one `Location` sent twice |
/// | --- | --- | --- | --- |
/// | `Standard` | 7200 s | does not cover `authorization` | blocked |
/// | `Chromium` | 7200 s | covers `authorization` | followed |
/// | `Firefox` | 86400 s | covers `authorization` | followed |
/// | `Safari` | 600 s | covers `authorization` | blocked |
///
/// The standard leaves the longest time to the browser; here it has Chromium's. Chromium and Firefox were observed;
/// Safari was not, and follows the standard in the last column.
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
        self != Self::Standard || !cors_rules::fetch::is_non_wildcard_request_header(header_name)
    }

    /// Returns whether a redirect may repeat its `Location`, if the values are equal.
    pub(crate) fn accepts_repeated_location(self) -> bool {
        matches!(self, Self::Chromium | Self::Firefox)
    }
}
