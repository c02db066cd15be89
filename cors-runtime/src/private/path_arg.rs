//! The argument of `dynamic(…)` and `dynamic_async(…)`, if it is the path of a function, a constant or a static, or a
//! reference to such a path.
//!
//! The expansion calls `boxed` or `boxed_async` of a [`PathArg`] around the value. The compiler looks for a method of
//! `PathArg` first, then for a method of `&PathArg`. If the value implements `AllowOrigin`, `PathArg` has `boxed`
//! ([`BoxSync`]). If the value implements `AllowOriginAsync`, `PathArg` has `boxed_async` ([`BoxAsync`]). Otherwise,
//! the compiler finds the method of [`Fallback`]. The bounds of that method are never met, so the compiler reports one
//! error, at the path. For a `LazyLock` that is not a reference, the method at the end of this file takes precedence,
//! and fails the build with its own message.

use std::sync::LazyLock;

use crate::{AllowOrigin, AllowOriginAsync};

pub struct PathArg<T>(pub T);

pub trait BoxSync {
    fn boxed(self) -> Box<dyn AllowOrigin>;
}

impl<T: AllowOrigin> BoxSync for PathArg<T> {
    fn boxed(self) -> Box<dyn AllowOrigin> {
        Box::new(self.0)
    }
}

pub trait BoxAsync {
    fn boxed_async(self) -> Box<dyn AllowOriginAsync>;
}

impl<T: AllowOriginAsync> BoxAsync for PathArg<T> {
    fn boxed_async(self) -> Box<dyn AllowOriginAsync> {
        Box::new(self.0)
    }
}

pub trait Fallback<T>: Sized {
    fn boxed(self) -> Box<dyn AllowOrigin>
    where
        T: IsAllowOrigin,
    {
        unreachable!("the build has failed")
    }

    fn boxed_async(self) -> Box<dyn AllowOriginAsync>
    where
        T: IsAllowOriginAsync,
    {
        unreachable!("the build has failed")
    }
}

impl<T> Fallback<T> for &PathArg<T> {}

/// Marker trait without implementations, so that the message below is the error. With a bound on [`AllowOrigin`]
/// itself, the compiler would print a message of its own for a function with another signature.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot decide which origins are allowed\n\
               help: write a set, `Origins` or `LiveOrigins`, or a function of `&Origin<'_>` and \
               `&HttpRequest`; for an `async fn`, write `origins = dynamic_async(…)`\n\
               rule: cors::invalid_value",
    label = "expected a set of origins, or a `fn(&Origin<'_>, &HttpRequest) -> bool`"
)]
pub trait IsAllowOrigin {}

/// Marker trait without implementations, like [`IsAllowOrigin`]. The message is for `dynamic_async(…)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot decide which origins are allowed\n\
               help: write an `async fn` of `OriginBuf` and `HttpRequest`; for a set, or a function \
               that is not `async`, write `origins = dynamic(…)`\n\
               rule: cors::invalid_value",
    label = "expected an `async fn(OriginBuf, HttpRequest) -> bool`"
)]
pub trait IsAllowOriginAsync {}

/// Marker trait without implementations, so that a `LazyLock` that is passed by value fails the build with this
/// message.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a static, which cannot be moved\n\
               help: write a `&` before it, as in `origins = dynamic(&PARTNERS)`\n\
               rule: cors::invalid_value",
    label = "`dynamic(…)` takes a static by reference"
)]
pub trait Movable {}

impl<T, F> PathArg<LazyLock<T, F>> {
    pub fn boxed(self) -> Box<dyn AllowOrigin>
    where
        LazyLock<T, F>: Movable,
    {
        unreachable!("the build has failed")
    }
}
