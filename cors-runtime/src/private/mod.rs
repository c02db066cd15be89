//! The items that the expansions of `#[cors]` and `policy!` use. They are not part of the public API.
//!
//! The name of the module contains the version, so that the build fails if `cors-macros` and this crate have different
//! versions.

pub mod assert;
mod const_concat;
mod const_list;
mod const_scalar;
pub mod editor;
mod path_arg;

// `in_editor!` hides its input from the compiler, and `not_in_editor!` from rust-analyzer. A
// `#[cfg(not(rust_analyzer))]` in an expansion would not suffice, because rust-analyzer also resolves code that a false
// `cfg` disables.
#[cfg(not(rust_analyzer))]
pub use crate::{__discard as in_editor, __keep as not_in_editor};
#[cfg(rust_analyzer)]
pub use crate::{__discard as not_in_editor, __keep as in_editor};
pub use actix_web::{
    dev::{AppService, HttpServiceFactory},
    guard::{Guard, fn_guard},
    web::to,
};
pub use const_concat::Concat;
pub use const_list::{ListValue, WrongList, origins, strings};
pub use const_scalar::{WrongScalar, seconds, shared};
pub use cors_macros::policy;
pub use cors_rules::{
    Violations,
    cross_checks::{Context, Dangers},
    enforce::Enforce,
    extractor::Needed,
    key::Key,
    list::ListCheck,
};
pub use linkme;
pub use path_arg::{BoxAsync, BoxSync, Fallback, PathArg};

use crate::{AllowOrigin, AllowOriginAsync, Origin, OriginBuf};
pub use crate::{
    Policy,
    actix::HandlerRegistration,
    handlers::{CORS_RUNTIME_0_1_0_HANDLERS as HANDLERS, Handler, HandlerRoute},
    policy::{List, OriginSource, setters},
};
use actix_web::HttpRequest;

/// The strings of a list setting, in const evaluation.
pub type Strings = &'static [&'static str];

/// The default policy of a module. `#[cors]` on the module generates a type inside of the module, to which the handlers
/// refer. `#[cors]` implements this trait for the type outside of the module, because the paths in the attribute are
/// valid there.
pub trait ModulePolicy {
    const POLICY: &'static Policy;
}

pub fn boxed(decide: impl AllowOrigin) -> Box<dyn AllowOrigin> {
    Box::new(decide)
}

pub fn boxed_async(decide: impl AllowOriginAsync) -> Box<dyn AllowOriginAsync> {
    Box::new(decide)
}

/// Boxes a closure. From the bound `Fn`, the compiler infers the parameter types of the closure. From a bound on
/// `AllowOrigin`, the compiler could not infer them.
pub fn closure<F>(decide: F) -> Box<dyn AllowOrigin>
where
    F: Fn(&Origin<'_>, &HttpRequest) -> bool + 'static,
{
    Box::new(decide)
}

/// Boxes a closure that returns a future. The bound `Fn` lets the compiler infer the parameter types, as in
/// [`closure`].
pub fn closure_async<F, Fut>(decide: F) -> Box<dyn AllowOriginAsync>
where
    F: Fn(OriginBuf, HttpRequest) -> Fut + 'static,
    Fut: BoolFuture,
{
    Box::new(decide)
}

/// The future that a closure in `dynamic_async(…)` returns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a future of a `bool`\n\
               help: write `async move |origin, request| …`, which returns whether it is allowed\n\
               rule: cors::invalid_value",
    label = "expected a closure that returns a future"
)]
pub trait BoolFuture: Future<Output = bool> + 'static {}

impl<Fut: Future<Output = bool> + 'static> BoolFuture for Fut {}

#[test]
fn the_module_is_named_after_the_version() {
    let version = env!("CARGO_PKG_VERSION").replace(['.', '-'], "_");
    assert_eq!(module_path!(), format!("cors_runtime::__private_{version}"));
}
