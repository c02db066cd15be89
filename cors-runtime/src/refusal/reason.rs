use std::fmt;

/// The part of the CORS protocol that a [`Refusal`](crate::Refusal) is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Step {
    /// The browser's question before a request:
    /// <https://fetch.spec.whatwg.org/#cors-preflight-fetch>.
    Preflight,
    /// The request itself.
    Actual,
}

/// Why a policy refuses: a label of a few values, whose `Display` is its name, as in
/// `origin_not_allowed`.
///
/// ```
/// assert_eq!(cors_runtime::Reason::OriginNotAllowed.to_string(), "origin_not_allowed");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The policy does not allow the origin.
    OriginNotAllowed,
    /// The `Origin` header is nothing that a browser sends.
    OriginMalformed,
    /// The `Origin` header was sent more than once.
    OriginRepeated,
    /// A preflight asks for a method that the policy does not allow.
    MethodNotAllowed,
    /// A preflight asks for a header that `allow_headers` lacks: it is answered, and the browser
    /// refuses.
    HeaderNotAllowed,
    /// Under `enforce`: another site's page had a browser send the request.
    Foreign,
    /// The browser sent the request after a preflight that this policy would have refused: somebody
    /// else answered it.
    TakenOnAnothersPreflight,
    /// The request is for a name that `hosts` does not list.
    Host,
}

impl Reason {
    /// Its name, as a label: `origin_not_allowed`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OriginNotAllowed => "origin_not_allowed",
            Self::OriginMalformed => "origin_malformed",
            Self::OriginRepeated => "origin_repeated",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::HeaderNotAllowed => "header_not_allowed",
            Self::Foreign => "foreign",
            Self::TakenOnAnothersPreflight => "taken_on_anothers_preflight",
            Self::Host => "host",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Step {
    /// Its name, as a label: `preflight` or `actual`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Preflight => "preflight",
            Self::Actual => "actual",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Step {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
