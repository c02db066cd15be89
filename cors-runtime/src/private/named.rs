//! What `dynamic(…)` is given by the name of a constant or a static.

use std::sync::{Arc, LazyLock, OnceLock};

use actix_web::HttpRequest;

use crate::{AllowOrigin, LiveOrigins, Origin, Origins};

/// A value that a name in capitals stands for.
pub struct Named<T>(pub T);

/// Implemented by nothing: a static cannot be moved, so it is given by reference.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a static, which cannot be moved\n\
               help: write a `&` before it, as in `origins = dynamic(&PARTNERS)`\n\
               rule: cors::invalid_value",
    label = "`dynamic(…)` takes a static by reference"
)]
pub trait Movable {}

/// A set in a static, so that another value in one is told by one error.
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

impl<T, F: FnOnce() -> T + 'static> Named<&'static LazyLock<T, F>> {
    pub fn boxed(self) -> Box<dyn AllowOrigin>
    where
        T: Set,
    {
        T::boxed(self.0)
    }
}

impl<T, F> Named<LazyLock<T, F>> {
    pub fn boxed(self) -> Box<dyn AllowOrigin>
    where
        LazyLock<T, F>: Movable,
    {
        nobody()
    }
}

impl<T> Named<OnceLock<T>> {
    pub fn boxed(self) -> Box<dyn AllowOrigin>
    where
        OnceLock<T>: Movable,
    {
        nobody()
    }
}

fn nobody() -> Box<dyn AllowOrigin> {
    Box::new(|_: &Origin<'_>, _: &HttpRequest| false)
}

/// Found by the compiler for a type that has no method above.
pub trait ByValue: Sized {
    type Value;

    fn boxed(self) -> Box<dyn AllowOrigin>
    where
        Self::Value: AllowOrigin;
}

impl<T> ByValue for Named<T> {
    type Value = T;

    fn boxed(self) -> Box<dyn AllowOrigin>
    where
        T: AllowOrigin,
    {
        Box::new(self.0)
    }
}
