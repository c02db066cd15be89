//! `enforce`: which foreign requests a policy refuses.

use crate::{Rule, Violation, ascii};

/// Which cross-origin requests that are not allowed are refused with 403, before the handler runs.
///
/// ```
/// use cors_runtime::{Enforce, Policy, policy};
///
/// const SHOP: Policy = policy!(origins = "https://shop.example.com", enforce = "isolate");
/// assert_eq!(SHOP.enforce(), Enforce::Isolate);
/// ```
///
/// CORS alone refuses none of them: it keeps the page from reading the response.
/// <https://fetch.spec.whatwg.org/#cors-protocol-exceptions>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Enforce {
    /// None: `enforce = false`, and the default.
    #[default]
    Off,
    /// Those that change something, or that have an `Origin`: `enforce`.
    On,
    /// Those, and loads by tags of other sites, such as `<img>` and `<script>`: `enforce = "isolate"`.
    Isolate,
    /// None, and a log line for each that [`On`](Self::On) would refuse: `enforce = "report"`.
    Report,
}

impl Enforce {
    /// `true` and `false`.
    #[must_use]
    pub const fn of_flag(flag: bool) -> Self {
        if flag { Self::On } else { Self::Off }
    }

    /// Reads `isolate` and `report`.
    ///
    /// # Errors
    /// [`Rule::InvalidValue`] for any other text.
    #[expect(clippy::result_large_err, reason = "built once, for a person to read")]
    pub const fn parse(text: &str) -> Result<Self, Violation> {
        if ascii::equal(text, "isolate") {
            Ok(Self::Isolate)
        } else if ascii::equal(text, "report") {
            Ok(Self::Report)
        } else {
            let violation = Violation::new(Rule::InvalidValue, text, "is not a form of `enforce`");
            Err(match Self::meant(text) {
                Some(meant) => violation.write(meant),
                None => violation
                    .help("write `enforce`, `enforce = \"isolate\"` or `enforce = \"report\"`"),
            })
        }
    }

    /// What to write for a word, in any case, that is a form but for its quotes, or says what one
    /// does.
    #[must_use]
    pub const fn meant(word: &str) -> Option<&'static str> {
        if word.eq_ignore_ascii_case("isolate") || word.eq_ignore_ascii_case("isolated") {
            Some("enforce = \"isolate\"")
        } else if ascii::contains_ignoring_case(&["report", "report-only", "log"], word) {
            Some("enforce = \"report\"")
        } else if ascii::contains_ignoring_case(&["on", "true", "yes"], word) {
            Some("enforce")
        } else if ascii::contains_ignoring_case(&["off", "false", "no", "none"], word) {
            Some("enforce = false")
        } else {
            None
        }
    }

    /// Whether the policy asks for anything.
    #[must_use]
    pub const fn is_on(self) -> bool {
        !matches!(self, Self::Off)
    }

    /// Returns whether requests are rejected, not only logged.
    #[must_use]
    pub const fn rejects(self) -> bool {
        matches!(self, Self::On | Self::Isolate)
    }
}
