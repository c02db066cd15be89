//! The type `Policy`. Macros generate its fields, the merge of two policies and the const setters. The input of the
//! macros is the table of keys, `cors_rules::each_setting`.

mod builder;
mod cross_checks;
mod errors;
#[cfg(feature = "serde")]
mod file;
mod fmt;
mod list;
mod origin_source;
#[cfg(feature = "serde")]
mod serialize;

use cors_rules::{each_setting, enforce::Enforce, key::Key};

pub use self::{
    builder::PolicyBuilder,
    errors::{PolicyError, PolicyErrors},
    list::List,
    origin_source::OriginSource,
};
pub(crate) use self::{errors::with_run_time_help, list::split};

/// Expands to the type of a setting. The argument is the kind of the setting's key.
#[rustfmt::skip]
macro_rules! setting_type {
    (Origins) => { OriginSource };
    (Flag) => { bool };
    (Danger) => { bool };
    (Duration) => { u32 };
    (Enforce) => { Enforce };
    ($list:ident) => { List };
}

/// Clones the value of a setting in const evaluation. The first argument is the kind of the setting's key.
#[rustfmt::skip]
macro_rules! const_clone {
    (Flag $value:ident) => { *$value };
    (Danger $value:ident) => { *$value };
    (Duration $value:ident) => { *$value };
    (Enforce $value:ident) => { *$value };
    ($kind:ident $value:ident) => { $value.const_clone() };
}

/// Expands to the [`Setting`] for a reference to a value. The first argument is the kind of the setting's key.
#[rustfmt::skip]
macro_rules! view_setting {
    (Origins $value:ident) => { Setting::Origins($value) };
    (Flag $value:ident) => { Setting::Flag(*$value) };
    (Danger $value:ident) => { Setting::Flag(*$value) };
    (Duration $value:ident) => { Setting::Seconds(*$value) };
    (Enforce $value:ident) => { Setting::Enforce(*$value) };
    ($list:ident $value:ident) => { Setting::List($value) };
}

/// A setting of a policy, for code that handles settings of every type.
#[derive(Clone, Copy)]
enum Setting<'p> {
    Origins(&'p OriginSource),
    List(&'p List),
    Flag(bool),
    Seconds(u32),
    Enforce(Enforce),
}

macro_rules! define_policy {
    ($($key:ident $name:ident $kind:ident $about:tt)*) => {
        /// A CORS policy, made by [`policy!`](crate::policy!) at compile time or by [`Policy::builder`] at
        /// run time.
        ///
        /// It has a setting for each key of [`#[cors]`](macro@crate::cors) except `policy` and `crate`. A setting that
        /// is left out is inherited, or has its default.
        ///
        /// ```
        /// use cors_runtime::{Policy, policy};
        ///
        /// const FIRST_PARTY: Policy =
        ///     policy!(origins = "https://app.example.com", allow_credentials, max_age = "2h");
        ///
        /// assert_eq!(FIRST_PARTY.origins(), ["https://app.example.com"]);
        /// assert_eq!(FIRST_PARTY.max_age(), Some(7_200));
        /// ```
        ///
        /// With the feature `serde`, a policy can be read from a file: see its implementation of `Deserialize`.
        ///
        /// Standard: [HTTP responses of the CORS protocol](https://fetch.spec.whatwg.org/#http-responses).
        #[derive(Clone)]
        pub struct Policy {
            $($name: Option<setting_type!($kind)>,)*
            /// The keys whose settings the last merge took from the base policy. Each key has one bit.
            inherited: u16,
            /// `true` if this policy replaces a policy whose error the macro has already reported. Such a policy passes
            /// every check, so that one mistake causes one error.
            is_erroneous: bool,
        }

        impl Policy {
            /// The policy without settings.
            #[doc(hidden)]
            pub const UNSET: Self = Self { $($name: None,)* inherited: 0, is_erroneous: false };

            /// Merges two policies. The result has the settings of `self`, and those settings of `base` that `self`
            /// leaves out.
            #[doc(hidden)]
            #[must_use]
            pub const fn merged_with_base(&self, base: &Self) -> Self {
                let mut inherited = 0;
                Self {
                    $($name: match (&self.$name, &base.$name) {
                        (Some(value), _) => Some(const_clone!($kind value)),
                        (None, Some(value)) => {
                            inherited |= 1 << Key::$key as u16;
                            Some(const_clone!($kind value))
                        }
                        (None, None) => None,
                    },)*
                    inherited,
                    is_erroneous: self.is_erroneous || base.is_erroneous,
                }
            }

            /// Returns the setting of a key, or `None` if the key is not set.
            const fn setting(&self, key: Key) -> Option<Setting<'_>> {
                match key {
                    $(Key::$key => match &self.$name {
                        Some(value) => Some(view_setting!($kind value)),
                        None => None,
                    },)*
                    Key::Policy | Key::Crate => None,
                }
            }
        }

        /// Const setters, for the code that `#[cors]` and `policy!` generate.
        #[allow(missing_docs, reason = "for expansions")]
        pub mod setters {
            use super::{Enforce, List, OriginSource, Policy};
            use std::mem::ManuallyDrop;

            $(#[must_use]
            pub const fn $name(mut policy: Policy, value: setting_type!($kind)) -> Policy {
                // Const evaluation cannot run a destructor. The old value owns no memory, so nothing leaks.
                let _ = ManuallyDrop::new(policy.$name.replace(value));
                policy
            })*
        }
    };
}

each_setting!(define_policy);

/// The items that the expansions of `#[cors]` and `policy!` use in const evaluation.
#[doc(hidden)]
impl Policy {
    /// The policy that replaces a policy whose error the macro has already reported. It passes every check.
    pub const ERRONEOUS: Self = Self { is_erroneous: true, ..Self::UNSET };

    /// Clones a policy in const evaluation.
    ///
    /// # Panics
    /// If a list or a set of origins in the policy was created at run time. A const policy has no such value.
    #[must_use]
    pub const fn const_clone(&self) -> Self {
        let mut copy = self.merged_with_base(self);
        copy.inherited = self.inherited;
        copy
    }
}

impl Policy {
    /// Allows every origin, method and request header, `authorization` included, and exposes every response header. The
    /// policy allows no credentials. It lets browsers keep its preflight responses for up to two hours.
    ///
    /// Use this policy for public data, and for APIs whose clients send a token in a header. Unlike
    /// `Cors::permissive()` of actix-cors, the policy allows no cookies.
    ///
    /// ```
    /// use actix_web::{App, web};
    /// use cors_runtime::{Cors, Policy};
    ///
    /// let app = App::new().wrap(Cors::new(Policy::PUBLIC)).route("/", web::get().to(|| async { "" }));
    /// ```
    pub const PUBLIC: Self = {
        let policy = setters::origins(Self::UNSET, OriginSource::Listed(List::new(&["*"])));
        let policy = setters::methods(policy, List::new(&["*"]));
        let policy = setters::allow_headers(policy, List::new(&["*", "authorization"]));
        let policy = setters::expose_headers(policy, List::new(&["*"]));
        setters::max_age(policy, 7_200)
    };

    /// Allows no origin except the server's own, as `#[cors(none)]` does.
    ///
    /// ```
    /// use cors_runtime::{Cors, Policy};
    ///
    /// let is_public = false;
    /// let cors = Cors::new(if is_public { Policy::PUBLIC } else { Policy::NONE });
    /// ```
    pub const NONE: Self = setters::origins(Self::UNSET, OriginSource::None);

    /// Returns the listed origins; `["*"]` means every origin. The list is empty if the origins are missing, if they
    /// are known only at run time, or if the policy allows no origin, as [`Policy::NONE`] does.
    #[must_use]
    pub const fn origins(&self) -> &List {
        or_empty(self.list(Key::Origins))
    }

    /// Returns whether the origins are known only at run time, as in `dynamic(…)`, `dynamic_async(…)` and
    /// [`Cors::origins`](crate::Cors::origins).
    #[must_use]
    pub const fn has_dynamic_origins(&self) -> bool {
        self.dynamic_expression().is_some()
    }

    /// Returns the source of the expression in `dynamic(…)` or `dynamic_async(…)`. A closure or a block is on one line
    /// and has a prefix, as in `closure |origin, _| …`. A long closure or block is cut, and ends in a hash. For a value
    /// of [`Cors::origins`](crate::Cors::origins), the result is `set`. For all other origins, the result is `None`.
    #[must_use]
    pub const fn dynamic_expression(&self) -> Option<&'static str> {
        match &self.origins {
            Some(
                OriginSource::Dynamic(expression, _) | OriginSource::DynamicAsync(expression, _),
            ) => Some(expression),
            Some(OriginSource::Value(_)) => Some("set"),
            Some(OriginSource::Listed(_) | OriginSource::None) | None => None,
        }
    }

    /// Returns whether this policy allows no origin except the server's own, as [`Policy::NONE`] and `#[cors(none)]`
    /// do.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        matches!(self.origins, Some(OriginSource::None))
    }

    /// Returns the origins that this build allows in addition to [`origins`](Self::origins). In a build without
    /// `debug_assertions`, the list is always empty.
    #[must_use]
    pub const fn debug_origins(&self) -> &List {
        or_empty(self.debug_origins.as_ref())
    }

    /// Returns the listed methods. On a handler, an empty list and `["*"]` mean every method that the route serves. In
    /// a [`Cors`](crate::Cors) layer, an empty list means `GET`, `HEAD` and `POST`, and `["*"]` means every method.
    #[must_use]
    pub const fn methods(&self) -> &List {
        or_empty(self.methods.as_ref())
    }

    /// Returns the request headers that a page may set besides the
    /// [safelisted](https://fetch.spec.whatwg.org/#cors-safelisted-request-header) ones. `*` in the list means every
    /// header. Without `allow_credentials`, `*` does not include `authorization`.
    #[must_use]
    pub const fn allow_headers(&self) -> &List {
        or_empty(self.allow_headers.as_ref())
    }

    /// Returns the response headers that a page may read besides the
    /// [safelisted](https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name) ones. `["*"]` means every
    /// header.
    #[must_use]
    pub const fn expose_headers(&self) -> &List {
        or_empty(self.expose_headers.as_ref())
    }

    /// Returns whether the policy permits requests with credentials; `false` by default. If it does, its responses to
    /// allowed origins have `Access-Control-Allow-Credentials: true`.
    #[must_use]
    pub const fn allow_credentials(&self) -> bool {
        is_true(self.allow_credentials)
    }

    /// Returns the number of seconds for which a browser may keep a preflight response. If the result is `None`, a
    /// browser keeps the response for 5 seconds. Safari keeps a response for at most 600 seconds.
    #[must_use]
    pub const fn max_age(&self) -> Option<u32> {
        self.max_age
    }

    /// Returns which cross-origin requests are rejected with 403, or are only logged; [`Enforce::Off`] by default.
    #[must_use]
    pub const fn enforce(&self) -> Enforce {
        match self.enforce {
            Some(enforce) => enforce,
            None => Enforce::Off,
        }
    }

    /// Returns the listed hosts. An empty list means any host.
    #[must_use]
    pub const fn hosts(&self) -> &List {
        or_empty(self.hosts.as_ref())
    }

    /// Returns an empty builder.
    #[must_use]
    pub fn builder() -> PolicyBuilder {
        Self::UNSET.to_builder()
    }

    /// Returns a builder that has the settings of this policy.
    ///
    /// ```
    /// use cors_runtime::{Policy, policy};
    ///
    /// const DEFAULT: Policy = policy!(origins = "https://app.example.com", max_age = "1h");
    ///
    /// let policy = DEFAULT.to_builder().allow_headers(["x-request-id"]).build()?;
    /// assert_eq!(policy.max_age(), Some(3_600));
    /// # Ok::<_, cors_runtime::PolicyErrors>(())
    /// ```
    #[must_use]
    pub fn to_builder(&self) -> PolicyBuilder {
        PolicyBuilder::new(self.clone())
    }

    /// Returns whether insecure origins may be combined with credentials.
    #[must_use]
    pub const fn danger_allow_insecure_origins(&self) -> bool {
        is_true(self.danger_allow_insecure_origins)
    }

    /// Returns whether patterns whose wildcard matches names directly below a public suffix, such as
    /// `https://*.github.io`, may be combined with credentials.
    #[must_use]
    pub const fn danger_allow_public_suffixes(&self) -> bool {
        is_true(self.danger_allow_public_suffixes)
    }

    /// Returns whether `"null"` may be listed in `origins`.
    #[must_use]
    pub const fn danger_allow_null_origin(&self) -> bool {
        is_true(self.danger_allow_null_origin)
    }

    pub(crate) const fn is_erroneous(&self) -> bool {
        self.is_erroneous
    }

    /// Returns the list of a key. Returns `None` if the key is not set, or if its value is not a list.
    pub(crate) const fn list(&self, key: Key) -> Option<&List> {
        match self.setting(key) {
            Some(Setting::Origins(OriginSource::Listed(list)) | Setting::List(list)) => Some(list),
            _ => None,
        }
    }

    /// Returns the listed origins and the debug origins, without repetition: a pattern may be in both lists.
    pub(crate) fn listed_origins(&self) -> Vec<&str> {
        let listed = self.origins();
        let debug = self.debug_origins().iter().filter(|origin| !listed.contains(origin));
        listed.iter().chain(debug).collect()
    }

    pub(crate) fn origin_source(&self) -> Option<&OriginSource> {
        self.origins.as_ref()
    }

    /// Returns the methods, or `None` if they were left out.
    pub(crate) const fn methods_if_set(&self) -> Option<&List> {
        self.methods.as_ref()
    }

    /// Returns whether the last merge took the setting of a key from the base policy. If such a setting is a list with
    /// values, the help of a refusal proposes `[.., value]`, which adds a value to the list.
    pub(crate) fn inherits(&self, key: Key) -> bool {
        self.inherited & (1 << key as u16) != 0
    }

    /// Returns the same policy with these origins.
    pub(crate) fn with_origins(mut self, origins: OriginSource) -> Self {
        self.origins = Some(origins);
        self
    }
}

const fn or_empty(list: Option<&List>) -> &List {
    match list {
        Some(list) => list,
        None => &list::EMPTY,
    }
}

const fn is_true(flag: Option<bool>) -> bool {
    matches!(flag, Some(true))
}
