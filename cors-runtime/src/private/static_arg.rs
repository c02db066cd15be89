//! The argument of `dynamic(…)`, if it is the name of a constant or a static.

use std::sync::{Arc, LazyLock, OnceLock};

use actix_web::HttpRequest;

use crate::{AllowOrigin, LiveOrigins, Origin, Origins};

/// The value of a name in capitals.
pub struct StaticArg<T>(pub T);

/// Implemented by no type: a static cannot be moved, so that it is passed by reference.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a static, which cannot be moved\n\
               help: write a `&` before it, as in `origins = dynamic(&PARTNERS)`\n\
               rule: cors::invalid_value",
    label = "`dynamic(…)` takes a static by reference"
)]
pub trait Movable {}

/// A type of set that can be in a static. For a static of any other type, the compiler reports only the message of
/// this trait.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot decide which origins are allowed\n\
               help: write a set, `Origins` or `LiveOrigins`, or a function of an origin and a \
               request\n\
               rule: cors::invalid_value",
    label = "the static holds no set of origins"
)]
pub trait Set: Sized {
    fn boxed<F: FnOnce() -> Self + 'static>(
        set: &'static LazyLock<Self, F>,
    ) -> Box<dyn AllowOrigin>;
}

macro_rules! sets {
    ($($set:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Set for $set {
            fn boxed<F: FnOnce() -> Self + 'static>(
                set: &'static LazyLock<Self, F>,
            ) -> Box<dyn AllowOrigin> {
                Box::new(set)
            }
        }
    )*};
}

sets!(Origins, LiveOrigins, Arc<Origins>, Arc<LiveOrigins>);

impl<T, F: FnOnce() -> T + 'static> StaticArg<&'static LazyLock<T, F>> {
    pub fn boxed(self) -> Box<dyn AllowOrigin>
    where
        T: Set,
    {
        T::boxed(self.0)
    }
}

impl<T, F> StaticArg<LazyLock<T, F>> {
    pub fn boxed(self) -> Box<dyn AllowOrigin>
    where
        LazyLock<T, F>: Movable,
    {
        no_origin()
    }
}

impl<T> StaticArg<OnceLock<T>> {
    pub fn boxed(self) -> Box<dyn AllowOrigin>
    where
        OnceLock<T>: Movable,
    {
        no_origin()
    }
}

fn no_origin() -> Box<dyn AllowOrigin> {
    Box::new(|_: &Origin<'_>, _: &HttpRequest| false)
}

/// The method for types that have none above.
pub trait ByValue: Sized {
    type Value;

    fn boxed(self) -> Box<dyn AllowOrigin>
    where
        Self::Value: AllowOrigin;
}

impl<T> ByValue for StaticArg<T> {
    type Value = T;

    fn boxed(self) -> Box<dyn AllowOrigin>
    where
        T: AllowOrigin,
    {
        Box::new(self.0)
    }
}
