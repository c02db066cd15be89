use core::fmt;

/// The rules that a policy is checked by: in the attribute, in const evaluation and at run time.
///
/// Each message ends in the name of its rule, as in `rule: cors::invalid_origin`. The order is that
/// of precedence: of a value that breaks two rules, the first is reported.
///
/// ```
/// use cors_runtime::{Origins, Rule};
///
/// let errors = Origins::parse(["https://app.example.com/"]).unwrap_err();
/// assert_eq!(errors[0].rule(), Rule::InvalidOrigin);
/// assert_eq!(errors[0].rule(), "cors::invalid_origin");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Rule {
    /// No policy without origins: neither `origins` nor `policy` says any, or the list is empty.
    MissingOrigins,
    /// A text that no browser can send as an origin, and that is no pattern of such.
    InvalidOrigin,
    /// `null`, the origin of every sandboxed frame, without its `danger_` key.
    NullOrigin,
    /// An origin that is listed twice.
    DuplicateOrigin,
    /// `*` beside other origins.
    AnyOriginMixed,
    /// `*` beside other methods.
    AnyMethodMixed,
    /// `*` beside header names that it covers.
    AnyHeaderMixed,
    /// Every origin, with credentials.
    AnyOriginWithCredentials,
    /// An origin that is not `https`, with credentials, without its `danger_` key.
    InsecureOriginWithCredentials,
    /// Everything below a public suffix, with credentials, without its `danger_` key.
    PublicSuffixWithCredentials,
    /// A method that browsers do not let pages send.
    ForbiddenMethod,
    /// No token, or a method in the wrong case.
    InvalidMethod,
    /// A method that the route does not serve, or no method at all.
    UnroutedMethod,
    /// No token.
    InvalidHeaderName,
    /// A request header that browsers do not let pages set.
    ForbiddenRequestHeader,
    /// A response header that browsers do not show to pages.
    ForbiddenResponseHeader,
    /// A header of responses among those of requests, or the other way round.
    MisplacedHeader,
    /// A method that is listed twice.
    DuplicateMethod,
    /// A header name that is listed twice, case aside.
    DuplicateHeader,
    /// Every response header, with credentials.
    AnyExposedWithCredentials,
    /// No duration, a negative one, or one over a day.
    InvalidMaxAge,
    /// No route attribute below `#[cors]`.
    MissingRoute,
    /// Two `#[cors]` on one item.
    DuplicateCors,
    /// `#[cors]` on anything but an `async fn` or an inline module.
    NotAHandler,
    /// A key that `#[cors]` does not have.
    UnknownKey,
    /// A key that is written twice.
    DuplicateKey,
    /// A value of the wrong kind, or broken syntax.
    InvalidValue,
}

impl Rule {
    /// Every rule, in the order of precedence.
    pub const ALL: &'static [Self] = &[
        Self::MissingOrigins,
        Self::InvalidOrigin,
        Self::NullOrigin,
        Self::DuplicateOrigin,
        Self::AnyOriginMixed,
        Self::AnyMethodMixed,
        Self::AnyHeaderMixed,
        Self::AnyOriginWithCredentials,
        Self::InsecureOriginWithCredentials,
        Self::PublicSuffixWithCredentials,
        Self::ForbiddenMethod,
        Self::InvalidMethod,
        Self::UnroutedMethod,
        Self::InvalidHeaderName,
        Self::ForbiddenRequestHeader,
        Self::ForbiddenResponseHeader,
        Self::MisplacedHeader,
        Self::DuplicateMethod,
        Self::DuplicateHeader,
        Self::AnyExposedWithCredentials,
        Self::InvalidMaxAge,
        Self::MissingRoute,
        Self::DuplicateCors,
        Self::NotAHandler,
        Self::UnknownKey,
        Self::DuplicateKey,
        Self::InvalidValue,
    ];

    /// The name as messages show it, `cors::` in front.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MissingOrigins => "cors::missing_origins",
            Self::InvalidOrigin => "cors::invalid_origin",
            Self::NullOrigin => "cors::null_origin",
            Self::DuplicateOrigin => "cors::duplicate_origin",
            Self::AnyOriginMixed => "cors::any_origin_mixed",
            Self::AnyMethodMixed => "cors::any_method_mixed",
            Self::AnyHeaderMixed => "cors::any_header_mixed",
            Self::AnyOriginWithCredentials => "cors::any_origin_with_credentials",
            Self::InsecureOriginWithCredentials => "cors::insecure_origin_with_credentials",
            Self::PublicSuffixWithCredentials => "cors::public_suffix_with_credentials",
            Self::ForbiddenMethod => "cors::forbidden_method",
            Self::InvalidMethod => "cors::invalid_method",
            Self::UnroutedMethod => "cors::unrouted_method",
            Self::InvalidHeaderName => "cors::invalid_header_name",
            Self::ForbiddenRequestHeader => "cors::forbidden_request_header",
            Self::ForbiddenResponseHeader => "cors::forbidden_response_header",
            Self::MisplacedHeader => "cors::misplaced_header",
            Self::DuplicateMethod => "cors::duplicate_method",
            Self::DuplicateHeader => "cors::duplicate_header",
            Self::AnyExposedWithCredentials => "cors::any_exposed_with_credentials",
            Self::InvalidMaxAge => "cors::invalid_max_age",
            Self::MissingRoute => "cors::missing_route",
            Self::DuplicateCors => "cors::duplicate_cors",
            Self::NotAHandler => "cors::not_a_handler",
            Self::UnknownKey => "cors::unknown_key",
            Self::DuplicateKey => "cors::duplicate_key",
            Self::InvalidValue => "cors::invalid_value",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PartialEq<str> for Rule {
    fn eq(&self, name: &str) -> bool {
        self.as_str() == name
    }
}

impl PartialEq<&str> for Rule {
    fn eq(&self, name: &&str) -> bool {
        self.as_str() == *name
    }
}
