use core::fmt;

/// Passes the table of rules to a macro, so that the enum and the documentation have the same rules. Each row contains
/// a description of what the rule rejects, the variant and the name. Rules with higher precedence come first.
#[macro_export]
#[doc(hidden)]
macro_rules! each_rule {
    ($with:ident) => {
        $with! {
            "A policy without origins, or an empty list of origins."
            MissingOrigins missing_origins
            "A string that is not a pattern of origins, such as a URL with a path."
            InvalidOrigin invalid_origin
            "`null`, the origin of sandboxed frames and local files, without its `danger_` key."
            NullOrigin null_origin
            "An origin that is listed twice."
            DuplicateOrigin duplicate_origin
            "`*` beside other origins, or in `debug_origins`."
            AnyOriginMixed any_origin_mixed
            "`*` beside other methods."
            AnyMethodMixed any_method_mixed
            "`*` beside other header names."
            AnyHeaderMixed any_header_mixed
            "Every origin with credentials."
            AnyOriginWithCredentials any_origin_with_credentials
            "An origin that is not `https` with credentials, without its `danger_` key."
            InsecureOriginWithCredentials insecure_origin_with_credentials
            "Names below a public suffix with credentials, without its `danger_` key."
            PublicSuffixWithCredentials public_suffix_with_credentials
            "Every origin with `enforce`."
            AnyOriginWithEnforce any_origin_with_enforce
            "A string that is not a host as a request names it."
            InvalidHost invalid_host
            "A host that is listed twice."
            DuplicateHost duplicate_host
            "`..` without an inherited list."
            NothingInherited nothing_inherited
            "An extractor that needs a header which `allow_headers` lacks."
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
            "A header name that is listed twice; names are case-insensitive."
            DuplicateHeader duplicate_header
            "Every response header with credentials."
            AnyExposedWithCredentials any_exposed_with_credentials
            "A max age that is not a duration, is negative, or is longer than a day."
            InvalidMaxAge invalid_max_age
            "`#[cors]` without a route attribute below it, or on a module without handlers."
            MissingRoute missing_route
            "Two `#[cors]` on one item."
            DuplicateCors duplicate_cors
            "`#[cors]` on an item that is neither a route handler nor an inline module."
            NotAHandler not_a_handler
            "A key that `#[cors]` does not have."
            UnknownKey unknown_key
            "A key that is written twice."
            DuplicateKey duplicate_key
            "A value of another type, or a syntax error."
            InvalidValue invalid_value
        }
    };
}

macro_rules! rules {
    ($($rejected:literal $rule:ident $name:ident)*) => {
        /// A rule for policies, or for the syntax and the place of `#[cors]`. The rules for values apply in the
        /// attribute, in const evaluation and at run time.
        ///
        /// Each message ends with the name of its rule, as in `rule: cors::invalid_origin`. The variants are in the
        /// order of precedence: if a value breaks two rules, the first one is reported.
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
                #[doc = $rejected]
                $rule,
            )*
        }

        impl Rule {
            /// Every rule, in the order of precedence.
            pub const ALL: &'static [Self] = &[$(Self::$rule),*];

            /// Returns the name as messages show it, beginning with `cors::`.
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

impl PartialEq<&str> for Rule {
    fn eq(&self, name: &&str) -> bool {
        self.as_str() == *name
    }
}
