mod shown;

use cors_rules::{
    Violation,
    combination::{self, Dangers, Violations},
    enforce::Enforce,
    extractor::{Allowed, Needed},
    list, method, origin,
};

use crate::allow_origin::{AllowOrigin, AllowOriginAsync};

/// A list as const data.
pub type List = &'static [&'static str];

/// A CORS policy as const data: what [`policy!`](crate::policy!) makes, and `policy = …` takes.
///
/// It holds the keys that were written; a key that was not is inherited, or has its default
/// where nothing is. Copying one copies a few pointers.
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
/// Standard: [HTTP responses of the CORS protocol](https://fetch.spec.whatwg.org/#http-responses).
#[derive(Clone, Copy)]
pub struct Policy {
    keys: Keys,
    refused: bool,
}

/// The keys of an attribute as they were written: `None` is one that was not.
#[derive(Clone, Copy)]
#[doc(hidden)]
pub struct Keys {
    pub origins: Option<OriginSource>,
    pub debug_origins: Option<List>,
    pub methods: Option<List>,
    pub allow_headers: Option<List>,
    pub expose_headers: Option<List>,
    pub allow_credentials: Option<bool>,
    pub max_age: Option<u32>,
    pub enforce: Option<Enforce>,
    pub hosts: Option<List>,
    pub danger_allow_insecure_origins: Option<bool>,
    pub danger_allow_public_suffixes: Option<bool>,
    pub danger_allow_null_origin: Option<bool>,
}

/// Where a policy's origins are.
#[derive(Clone, Copy)]
#[doc(hidden)]
pub enum OriginSource {
    Listed(List),
    /// `#[cors(none)]`
    Nobody,
    /// As it was written, and made.
    Dynamic(&'static str, fn() -> Box<dyn AllowOrigin>),
    DynamicAsync(&'static str, fn() -> Box<dyn AllowOriginAsync>),
}

/// What a policy holds, its lists by their places in memory.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Identity {
    listed: Option<(usize, usize)>,
    lists: [(usize, usize); 4],
    methods: Option<(usize, usize)>,
    flags: [bool; 5],
    max_age: Option<u32>,
    enforce: u8,
}

impl Keys {
    pub const NONE: Self = Self {
        origins: None,
        debug_origins: None,
        methods: None,
        allow_headers: None,
        expose_headers: None,
        allow_credentials: None,
        max_age: None,
        enforce: None,
        hosts: None,
        danger_allow_insecure_origins: None,
        danger_allow_public_suffixes: None,
        danger_allow_null_origin: None,
    };

    /// These keys, and those of `base` that are not among them.
    const fn or(self, base: Self) -> Self {
        Self {
            origins: either(self.origins, base.origins),
            debug_origins: either(self.debug_origins, base.debug_origins),
            methods: either(self.methods, base.methods),
            allow_headers: either(self.allow_headers, base.allow_headers),
            expose_headers: either(self.expose_headers, base.expose_headers),
            allow_credentials: either(self.allow_credentials, base.allow_credentials),
            max_age: either(self.max_age, base.max_age),
            enforce: either(self.enforce, base.enforce),
            hosts: either(self.hosts, base.hosts),
            danger_allow_insecure_origins: either(
                self.danger_allow_insecure_origins,
                base.danger_allow_insecure_origins,
            ),
            danger_allow_public_suffixes: either(
                self.danger_allow_public_suffixes,
                base.danger_allow_public_suffixes,
            ),
            danger_allow_null_origin: either(
                self.danger_allow_null_origin,
                base.danger_allow_null_origin,
            ),
        }
    }
}

const fn either<T: Copy>(first: Option<T>, second: Option<T>) -> Option<T> {
    if first.is_some() { first } else { second }
}

const fn or_empty(list: Option<List>) -> List {
    match list {
        Some(list) => list,
        None => &[],
    }
}

const fn is_true(flag: Option<bool>) -> bool {
    matches!(flag, Some(true))
}

/// What expansions call.
#[doc(hidden)]
impl Policy {
    /// Stands where a policy was refused: it passes every check, for the mistake is told already.
    pub const REFUSED: Self = Self { keys: Keys::NONE, refused: true };

    #[must_use]
    pub const fn of(keys: Keys) -> Self {
        Self { keys, refused: false }
    }

    #[must_use]
    pub const fn extending(self, base: Self) -> Self {
        Self { keys: self.keys.or(base.keys), refused: self.refused || base.refused }
    }

    /// What is wrong between the settings of this policy.
    #[must_use]
    pub const fn violations(&self) -> Violations {
        if self.refused {
            return Violations::NONE;
        }
        combination::Settings {
            origins: self.origins(),
            debug_origins: self.debug_origins(),
            expose_headers: self.expose_headers(),
            enforces: self.enforce().is_on(),
            allow_credentials: self.allow_credentials(),
            dangers: self.dangers(),
        }
        .violations()
    }

    /// Those, and what is wrong with it on a route that serves those methods; `called` is what the
    /// handler calls it.
    #[must_use]
    pub const fn violations_on_route(
        &self,
        called: &str,
        served: &[&str],
        of_settings: Violations,
    ) -> Violations {
        if self.refused {
            return Violations::NONE;
        }
        let mut found = of_settings;
        if self.keys.origins.is_none() {
            found = found.and(origin::missing(called));
        }
        if let Some(methods) = self.keys.methods
            && !method::share_any(methods, served)
        {
            found = found.and(method::none_routed(methods, served));
        }
        found
    }

    /// What is wrong with a parameter of a handler on a route that serves those methods.
    pub(crate) const fn forbids_extractor(
        &self,
        served: &[&str],
        parameter: &str,
        needed: Needed,
    ) -> Option<Violation> {
        if self.refused {
            return None;
        }
        let (headers, methods) = (self.allow_headers(), self.methods());
        let credentials = self.allow_credentials();
        Allowed { headers, methods, served, credentials }.violation(parameter, needed)
    }

    /// What is wrong with `..` in a list of that key, where it stands for this policy's.
    pub(crate) const fn nothing_inherited(&self, key: &str) -> Option<Violation> {
        match key.as_bytes() {
            b"origins" if self.has_dynamic_origins() => Some(list::dynamic_inherited()),
            b"methods" if self.keys.methods.is_none() && !self.refused => {
                Some(list::every_method_inherited())
            }
            _ => None,
        }
    }

    /// By what a policy is the same as another without a look into its lists; `None` where origins
    /// are known at run time only.
    pub(crate) fn identity(&self) -> Option<Identity> {
        let place = |list: List| (list.as_ptr().addr(), list.len());
        let listed = match self.keys.origins {
            None | Some(OriginSource::Nobody) => None,
            Some(OriginSource::Listed(origins)) => Some(place(origins)),
            Some(OriginSource::Dynamic(..) | OriginSource::DynamicAsync(..)) => return None,
        };
        let Dangers { insecure_origins, public_suffixes, null_origin } = self.dangers();
        Some(Identity {
            listed,
            lists: [
                self.debug_origins(),
                self.allow_headers(),
                self.expose_headers(),
                self.hosts(),
            ]
            .map(place),
            methods: self.keys.methods.map(place),
            flags: [
                self.is_none(),
                self.allow_credentials(),
                insecure_origins,
                public_suffixes,
                null_origin,
            ],
            max_age: self.max_age(),
            enforce: self.enforce() as u8,
        })
    }

    pub(crate) const fn source(&self) -> Option<OriginSource> {
        self.keys.origins
    }

    /// The methods that were written, `["*"]` for every one; `None` where none were.
    pub(crate) const fn listed_methods(&self) -> Option<List> {
        self.keys.methods
    }
}

impl Policy {
    /// The origins as listed, `["*"]` for every one; empty where they are known at run time only,
    /// or missing.
    #[must_use]
    pub const fn origins(&self) -> &'static [&'static str] {
        match self.keys.origins {
            Some(OriginSource::Listed(origins)) => origins,
            _ => &[],
        }
    }

    /// Whether the origins are known at run time only: `dynamic(…)`, `dynamic_async(…)`.
    #[must_use]
    pub const fn has_dynamic_origins(&self) -> bool {
        self.dynamic_origins().is_some()
    }

    /// What was written in `dynamic(…)` or `dynamic_async(…)`, `closure` for a closure; `None` for
    /// origins that are known at compile time.
    #[must_use]
    pub const fn dynamic_origins(&self) -> Option<&'static str> {
        match self.keys.origins {
            Some(OriginSource::Dynamic(written, _) | OriginSource::DynamicAsync(written, _)) => {
                Some(written)
            }
            _ => None,
        }
    }

    /// Whether this is `#[cors(none)]`: no page of another origin may read.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        matches!(self.keys.origins, Some(OriginSource::Nobody))
    }

    /// The origins allowed in this build too; always empty in one without `debug_assertions`.
    #[must_use]
    pub const fn debug_origins(&self) -> &'static [&'static str] {
        or_empty(self.keys.debug_origins)
    }

    /// The methods as listed; empty, or `["*"]`, for every method that the route serves.
    #[must_use]
    pub const fn methods(&self) -> &'static [&'static str] {
        or_empty(self.keys.methods)
    }

    /// The request headers that a page may set beyond those that need no permission.
    #[must_use]
    pub const fn allow_headers(&self) -> &'static [&'static str] {
        or_empty(self.keys.allow_headers)
    }

    /// The response headers that a page may read beyond those that need no permission.
    #[must_use]
    pub const fn expose_headers(&self) -> &'static [&'static str] {
        or_empty(self.keys.expose_headers)
    }

    /// Whether a page may send credentials; `false` where it was not written.
    #[must_use]
    pub const fn allow_credentials(&self) -> bool {
        is_true(self.keys.allow_credentials)
    }

    /// For how many seconds a browser may keep a preflight's answer; it takes 5 where this is `None`.
    #[must_use]
    pub const fn max_age(&self) -> Option<u32> {
        self.keys.max_age
    }

    /// Which cross-origin requests that are not allowed are refused with 403; [`Enforce::Off`] where
    /// it was not written.
    #[must_use]
    pub const fn enforce(&self) -> Enforce {
        match self.keys.enforce {
            Some(enforce) => enforce,
            None => Enforce::Off,
        }
    }

    /// The names that the server is called by, as listed; empty for any.
    #[must_use]
    pub const fn hosts(&self) -> &'static [&'static str] {
        or_empty(self.keys.hosts)
    }

    /// Whether insecure origins may be combined with credentials.
    #[must_use]
    pub const fn danger_allow_insecure_origins(&self) -> bool {
        is_true(self.keys.danger_allow_insecure_origins)
    }

    /// Whether patterns below a public suffix may be combined with credentials.
    #[must_use]
    pub const fn danger_allow_public_suffixes(&self) -> bool {
        is_true(self.keys.danger_allow_public_suffixes)
    }

    /// Whether `"null"` may be listed in `origins`.
    #[must_use]
    pub const fn danger_allow_null_origin(&self) -> bool {
        is_true(self.keys.danger_allow_null_origin)
    }

    pub(crate) const fn dangers(&self) -> Dangers {
        Dangers {
            insecure_origins: is_true(self.keys.danger_allow_insecure_origins),
            public_suffixes: is_true(self.keys.danger_allow_public_suffixes),
            null_origin: is_true(self.keys.danger_allow_null_origin),
        }
    }
}
