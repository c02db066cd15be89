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
            Err(Violation::new(Rule::InvalidValue, text, "is not a form of `enforce`")
                .help("write `enforce`, `enforce = \"isolate\"` or `enforce = \"report\"`"))
        }
    }

    /// Whether the policy asks for anything.
    #[must_use]
    pub const fn is_on(self) -> bool {
        !matches!(self, Self::Off)
    }

    /// Whether anything is refused: not where it is only told.
    #[must_use]
    pub const fn refuses(self) -> bool {
        matches!(self, Self::On | Self::Isolate)
    }
}
