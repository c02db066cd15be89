//! The list of the annotated handlers that are linked into the binary, and the table that shows this list. A handler is
//! *annotated* if it has the attribute [`#[cors]`](macro@crate::cors), or inherits the policy of its module.

use std::{fmt, iter, slice, vec};

use cors_rules::{fetch::SAFELISTED_METHODS, list::ANY};
use linkme::distributed_slice;

use crate::policy::{List, Policy};

mod table;

/// The slice to which the expansions of `#[cors]` add their handlers. The symbol of a slice is global in a binary, so
/// the name of the slice contains the crate and the version.
#[doc(hidden)]
#[distributed_slice]
pub static CORS_RUNTIME_0_1_0_HANDLERS: [Handler];

/// A handler that has the attribute [`#[cors]`](macro@crate::cors), or inherits the policy of its module. [`policies`]
/// lists these handlers.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Handler {
    /// The path of the handler's module.
    pub module: &'static str,
    /// The name of the function.
    pub name: &'static str,
    /// The source file of the attribute, as the compiler names it.
    pub file: &'static str,
    /// The line of the attribute. If the handler inherits the policy of its module without an attribute of its own,
    /// this is the line of the module's attribute. For a handler that a `macro_rules!` macro generates, this is the
    /// line of the macro's invocation.
    pub line: u32,
    /// The routes of the handler, in the order of their attributes.
    pub routes: &'static [HandlerRoute],
    /// The policy of the handler, inherited settings included.
    pub policy: &'static Policy,
}

/// A route of an annotated handler.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct HandlerRoute {
    /// The path pattern of the route attribute. The pattern contains the prefix of a `#[scope]`, but not the prefix of
    /// a `web::scope`.
    pub path: &'static str,
    /// The name of the route, which `url_for` of actix-web takes.
    pub name: &'static str,
    /// The methods that the route serves.
    pub methods: &'static [&'static str],
}

/// Lists every annotated handler that is linked into the binary, registered or not. A handler is *annotated* if it has
/// the attribute [`#[cors]`](macro@crate::cors), or inherits the policy of its module. The list is sorted by module,
/// and then by the path of the handler's first route.
///
/// ```standalone_crate
/// use actix_web::get;
/// use cors_runtime::{cors, policies};
///
/// #[cors(origins = "https://app.example.com", allow_credentials)]
/// #[get("/me")]
/// async fn me() -> &'static str { "{}" }
///
/// println!("{}", policies());
/// for handler in policies().iter().filter(|handler| handler.policy.allow_credentials()) {
///     assert!(!handler.policy.origins().iter().any(|origin| origin.starts_with("http://")));
/// }
/// ```
#[must_use]
pub fn policies() -> Policies {
    let mut handlers: Vec<&'static Handler> = CORS_RUNTIME_0_1_0_HANDLERS.iter().collect();
    // The linker adds the handlers to the slice in an unspecified order.
    handlers.sort_by_key(|handler| {
        (handler.module, handler.routes.first().map(|route| route.path), handler.name)
    });
    Policies { handlers }
}

/// The annotated handlers that [`policies`] lists. The `Display` is an aligned table of at most 120 columns. Long
/// cells continue on the next line. With the feature `serde`, the list can be serialized.
///
/// The table marks a route if [`HandlerRoute::preflights_each_call`] returns `true`: browsers then send a preflight
/// before nearly every call of some method, so that the call takes two requests. The table adds `(Safari: 600)` to a
/// `max_age` of more than 600 seconds, because Safari keeps a preflight response for at most 600 seconds.
///
/// Print the table when the server starts, or check it against your own rules in a test.
///
/// ```
/// for handler in cors_runtime::policies() {
///     assert!(!handler.routes.is_empty(), "{}", handler.name);
/// }
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct Policies {
    handlers: Vec<&'static Handler>,
}

impl Policies {
    /// Iterates over the handlers.
    pub fn iter(&self) -> slice::Iter<'_, &'static Handler> {
        self.handlers.iter()
    }

    /// Returns the number of handlers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.handlers.len()
    }

    /// Returns whether the binary has no annotated handler.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.handlers.is_empty()
    }

    /// Returns the handlers as a slice.
    #[must_use]
    pub fn as_slice(&self) -> &[&'static Handler] {
        &self.handlers
    }
}

impl IntoIterator for Policies {
    type Item = &'static Handler;
    type IntoIter = vec::IntoIter<&'static Handler>;

    fn into_iter(self) -> Self::IntoIter {
        self.handlers.into_iter()
    }
}

impl<'a> IntoIterator for &'a Policies {
    type Item = &'a &'static Handler;
    type IntoIter = slice::Iter<'a, &'static Handler>;

    fn into_iter(self) -> Self::IntoIter {
        self.handlers.iter()
    }
}

impl fmt::Display for Policies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headings = HEADINGS.map(|heading| vec![heading.to_owned()]);
        let routes = self
            .handlers
            .iter()
            .flat_map(|handler| handler.routes.iter().map(|route| row(handler, route)));
        f.write_str(&table::to_text(iter::once(headings).chain(routes).collect()))
    }
}

const HEADINGS: [&str; 5] = ["METHODS", "PATH", "HANDLER", "ORIGINS", "SETTINGS"];

/// Returns the cells of a route's row. The second line of the handler's cell is the source location, such as
/// `src/books.rs:12`, which many terminals can open.
fn row(handler: &Handler, route: &HandlerRoute) -> table::Row {
    let handler_lines = vec![
        format!("{}::{}", handler.module, handler.name),
        format!("{}:{}", handler.file, handler.line),
    ];
    let mut settings = handler.policy.settings_as_text();
    if route.preflights_each_call(handler.policy) {
        settings.push("no max_age: two requests a call".to_owned());
    }
    [
        vec![route.methods.join(",")],
        vec![route.path.to_owned()],
        handler_lines,
        origins(handler.policy),
        settings,
    ]
}

fn origins(policy: &Policy) -> Vec<String> {
    let joined = |list: &List| (!list.is_empty()).then(|| list.join(" "));
    let lines = [
        policy.is_none().then(|| "none".to_owned()),
        joined(policy.origins()),
        policy.dynamic_expression().map(|expression| format!("dynamic({expression})")),
        joined(policy.debug_origins()).map(|origins| format!("debug: {origins}")),
    ];
    lines.into_iter().flatten().collect()
}

impl HandlerRoute {
    /// Returns whether the route serves the method. Method names are case-sensitive.
    pub(crate) fn serves(&self, method: &[u8]) -> bool {
        self.methods.iter().any(|served| served.as_bytes() == method)
    }

    /// Returns the methods of the route that the policy allows: those in `methods`, or every method if `methods` is
    /// missing or `"*"`.
    pub fn allowed_methods<'a>(
        &self,
        policy: &'a Policy,
    ) -> impl Iterator<Item = &'static str> + use<'a> {
        let listed = policy.methods_if_set().filter(|listed| !listed.contains(ANY));
        let is_allowed = move |method: &&str| listed.is_none_or(|listed| listed.contains(method));
        self.methods.iter().copied().filter(is_allowed)
    }

    /// Returns whether browsers send a preflight before almost every request with a method such as `PUT`. The result is
    /// `true` if the policy allows an origin and a method that needs a preflight, and sets no `max_age`. A browser then
    /// caches the preflight response for only five seconds.
    ///
    /// ```
    /// for handler in cors_runtime::policies() {
    ///     if handler.routes.iter().any(|route| route.preflights_each_call(handler.policy)) {
    ///         println!("{}:{}: set `max_age`", handler.file, handler.line);
    ///     }
    /// }
    /// ```
    ///
    /// Standard: [CORS-safelisted methods](https://fetch.spec.whatwg.org/#cors-safelisted-method).
    #[must_use]
    pub fn preflights_each_call(&self, policy: &Policy) -> bool {
        let mut allowed = self.allowed_methods(policy);
        policy.max_age().is_none()
            && !policy.is_none()
            && allowed.any(|method| !SAFELISTED_METHODS.contains(&method))
    }
}

#[doc(hidden)]
impl Handler {
    #[must_use]
    pub const fn new(
        module: &'static str,
        name: &'static str,
        file: &'static str,
        line: u32,
        routes: &'static [HandlerRoute],
        policy: &'static Policy,
    ) -> Self {
        Self { module, name, file, line, routes, policy }
    }
}

#[doc(hidden)]
impl HandlerRoute {
    #[must_use]
    pub const fn new(
        path: &'static str,
        name: &'static str,
        methods: &'static [&'static str],
    ) -> Self {
        Self { path, name, methods }
    }
}

#[test]
fn the_slice_is_named_after_the_version() {
    let version = env!("CARGO_PKG_VERSION").replace(['.', '-'], "_");
    let private = include_str!("private/mod.rs");
    assert!(private.contains(&format!("CORS_RUNTIME_{version}_HANDLERS")));
}
