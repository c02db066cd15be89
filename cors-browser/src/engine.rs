use std::time::Duration;

/// The browser engine whose differences from the Fetch standard a [`Browser`](crate::Browser) simulates.
///
/// | | longest time in the CORS-preflight cache | `Access-Control-Allow-Headers: *` | two equal `Location` headers |
/// | --- | --- | --- | --- |
/// | `Standard` | 7200 s | does not cover `authorization` | blocked |
/// | `Chromium` | 7200 s | covers `authorization` | followed |
/// | `Firefox` | 86400 s | covers `authorization` | followed |
/// | `Safari` | 600 s | covers `authorization` | blocked |
///
/// The standard lets each browser choose the longest time. `Standard` uses the time of Chromium. The values of Chromium
/// and Firefox were observed. Safari was not observed: the last column of its row follows the standard.
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
    /// The Fetch standard, without the differences of any browser.
    #[default]
    Standard,
    /// Chromium and the browsers that are based on it.
    Chromium,
    /// Firefox.
    Firefox,
    /// Safari.
    Safari,
}

impl Engine {
    /// Returns the longest time for which the cache keeps a preflight response.
    #[must_use]
    pub const fn max_age_limit(self) -> Duration {
        Duration::from_secs(match self {
            Self::Standard | Self::Chromium => 7200,
            Self::Firefox => 86400,
            Self::Safari => 600,
        })
    }

    /// Returns whether `Access-Control-Allow-Headers: *` covers a request header, in a request without credentials.
    pub(crate) fn wildcard_covers(self, header_name: &str) -> bool {
        self != Self::Standard || !cors_rules::fetch::is_non_wildcard_request_header(header_name)
    }

    /// Returns whether a redirect may have several `Location` headers with equal values.
    pub(crate) fn accepts_repeated_location(self) -> bool {
        matches!(self, Self::Chromium | Self::Firefox)
    }
}
