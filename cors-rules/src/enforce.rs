//! The values of the key `enforce`. The value determines which cross-origin requests a policy rejects, apart from
//! preflights.

use crate::{Rule, Violation, ascii};

/// Determines which disallowed cross-origin requests are rejected with 403, before the handler runs. A disallowed
/// preflight is rejected with every value.
///
/// ```
/// use cors_runtime::{Enforce, Policy, policy};
///
/// const SHOP: Policy = policy!(origins = "https://shop.example.com", enforce = "isolate");
/// assert_eq!(SHOP.enforce(), Enforce::Isolate);
/// ```
///
/// Without `enforce`, CORS does not stop a request that needs no preflight from reaching the handler. CORS only stops
/// the page from reading the response. <https://fetch.spec.whatwg.org/#cors-protocol-exceptions>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Enforce {
    /// Rejects only disallowed preflights: `enforce = false`, the default.
    #[default]
    Off,
    /// Rejects disallowed requests: `enforce`. With a safe method, navigations and loads by HTML tags such as `<img>`
    /// pass. The `POST` of a form is rejected. Without `allow_credentials`, a request of an allowed origin is
    /// rejected too if it has cookies and an unsafe method.
    On,
    /// Rejects the same requests as [`On`](Self::On), and also loads by HTML tags such as `<img>` and `<script>`:
    /// `enforce = "isolate"`. Navigations with a safe method pass.
    Isolate,
    /// Rejects only disallowed preflights, and logs the other requests that [`On`](Self::On) would reject:
    /// `enforce = "report"`.
    Report,
}

impl Enforce {
    /// Converts the value of `enforce = true` or `enforce = false`.
    pub const fn from_flag(flag: bool) -> Self {
        if flag { Self::On } else { Self::Off }
    }

    /// Parses `isolate` and `report`.
    ///
    /// # Errors
    /// [`Rule::InvalidValue`] for any other string.
    pub const fn parse(string: &str) -> Result<Self, Violation> {
        if ascii::equal(string, "isolate") {
            Ok(Self::Isolate)
        } else if ascii::equal(string, "report") {
            Ok(Self::Report)
        } else {
            let violation =
                Violation::new(Rule::InvalidValue, string, "is not a value of `enforce`");
            Err(match Self::suggestion(string) {
                Some(code) => violation.write(code),
                None => violation
                    .help("write `enforce`, `enforce = \"isolate\"` or `enforce = \"report\"`"),
            })
        }
    }

    /// Returns the code of the setting that a word most likely means, such as `enforce` for `on`. ASCII case is
    /// ignored. Returns `None` for an unknown word.
    pub const fn suggestion(word: &str) -> Option<&'static str> {
        if ascii::contains_ignoring_case(&["isolate", "isolated", "isolation"], word) {
            Some("enforce = \"isolate\"")
        } else if ascii::contains_ignoring_case(&["report", "report-only", "log", "warn"], word) {
            Some("enforce = \"report\"")
        } else if ascii::contains_ignoring_case(&["on", "true", "yes"], word) {
            Some("enforce")
        } else if ascii::contains_ignoring_case(&["off", "false", "no", "none"], word) {
            Some("enforce = false")
        } else {
            None
        }
    }

    /// Returns whether `enforce` has another value than `false`. Disallowed requests are then rejected, or with
    /// [`Report`](Self::Report) only logged.
    pub const fn is_on(self) -> bool {
        !matches!(self, Self::Off)
    }

    /// Returns whether requests other than preflights can be rejected. With [`Report`](Self::Report), they are only
    /// logged.
    pub const fn rejects(self) -> bool {
        matches!(self, Self::On | Self::Isolate)
    }
}
