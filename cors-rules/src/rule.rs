use core::{fmt, str::FromStr};

/// The one table of rules, in the order of precedence: what each refuses, its variant, its name.
///
/// Hands the table to a macro, so that whoever lists the rules (the enum, the pages of the docs)
/// lists these.
#[macro_export]
#[doc(hidden)]
macro_rules! each_rule {
    ($with:ident) => {
        $with! {
            "No origins: neither `origins` nor `policy` gives any, or the list is empty."
            MissingOrigins missing_origins
            "A text that browsers never send as an origin, and that is not a pattern of origins."
            InvalidOrigin invalid_origin
            "`null`, the origin of every sandboxed frame, without its `danger_` key."
            NullOrigin null_origin
            "An origin that is listed twice."
            DuplicateOrigin duplicate_origin
            "`*` beside other origins, or among `debug_origins`."
            AnyOriginMixed any_origin_mixed
            "`*` beside other methods."
            AnyMethodMixed any_method_mixed
            "`*` beside other header names."
            AnyHeaderMixed any_header_mixed
            "Every origin, with credentials."
            AnyOriginWithCredentials any_origin_with_credentials
            "An origin that is not `https`, with credentials, without its `danger_` key."
            InsecureOriginWithCredentials insecure_origin_with_credentials
            "Every subdomain of a public suffix, with credentials, without its `danger_` key."
            PublicSuffixWithCredentials public_suffix_with_credentials
            "Every origin, with `enforce`."
            AnyOriginWithEnforce any_origin_with_enforce
            "A text that is not a host as a request names it."
            InvalidHost invalid_host
            "A host that is listed twice."
            DuplicateHost duplicate_host
            "`..` where nothing is inherited that a list could hold."
            NothingInherited nothing_inherited
            "A handler that takes what no page may send, since `allow_headers` lacks its header."
            MissingAllowHeader missing_allow_header
            "A method that browsers never let a page send."
            ForbiddenMethod forbidden_method
            "A method that is not a token, or is in the wrong case."
            InvalidMethod invalid_method
            "A method that the route does not serve, or an empty list of methods."
            UnroutedMethod unrouted_method
            "A header name that is not a token."
            InvalidHeaderName invalid_header_name
            "A header name one edit away from a standard one."
            MisspelledHeader misspelled_header
            "A request header that browsers never let a page set."
            ForbiddenRequestHeader forbidden_request_header
            "A response header that browsers never show to a page."
            ForbiddenResponseHeader forbidden_response_header
            "A response header in `allow_headers`, or a request header in `expose_headers`."
            MisplacedHeader misplaced_header
            "A method that is listed twice."
            DuplicateMethod duplicate_method
            "A header name that is listed twice; names are compared without case."
            DuplicateHeader duplicate_header
            "Every response header, with credentials."
            AnyExposedWithCredentials any_exposed_with_credentials
            "A max age that is not a duration, is negative, or is longer than a day."
            InvalidMaxAge invalid_max_age
            "`#[cors]` without a route attribute below it, or on a module without a handler."
            MissingRoute missing_route
            "Two `#[cors]` on one item."
            DuplicateCors duplicate_cors
            "`#[cors]` on anything but a function that serves a route, or an inline module."
            NotAHandler not_a_handler
            "A key that `#[cors]` does not have."
            UnknownKey unknown_key
            "A key that is written twice."
            DuplicateKey duplicate_key
            "A value of the wrong kind, or a syntax error."
            InvalidValue invalid_value
        }
    };
}

macro_rules! rules {
    ($($refused:literal $rule:ident $name:ident)*) => {
        /// The rules that a policy is checked by: in the attribute, in const evaluation and at run
        /// time.
        ///
        /// Each message ends in the name of its rule, as in `rule: cors::invalid_origin`. The order
        /// is that of precedence: of a value that breaks two rules, the first is reported.
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
            $(
                #[doc = $refused]
                $rule,
            )*
        }

        impl Rule {
            /// Every rule, in the order of precedence.
            pub const ALL: &'static [Self] = &[$(Self::$rule),*];

            /// The name as messages show it, with `cors::` in front.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$rule => concat!("cors::", stringify!($name)),)*
                }
            }
        }
    };
}

each_rule!(rules);

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A rule by its name, as `cors::invalid_origin`.
///
/// ```
/// use cors_runtime::Rule;
///
/// assert_eq!("cors::invalid_origin".parse(), Ok(Rule::InvalidOrigin));
/// assert!("cors::no_such_rule".parse::<Rule>().is_err());
/// ```
impl FromStr for Rule {
    type Err = ParseRuleError;

    fn from_str(name: &str) -> Result<Self, ParseRuleError> {
        Self::ALL.iter().copied().find(|rule| rule.as_str() == name).ok_or(ParseRuleError)
    }
}

/// A text that is not the name of a [`Rule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseRuleError;

impl fmt::Display for ParseRuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the name of a rule, such as `cors::invalid_origin`")
    }
}

impl core::error::Error for ParseRuleError {}

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
