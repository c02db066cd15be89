//! What `dynamic(…)` is given by the name of a constant or a static.

use std::sync::{LazyLock, OnceLock};

use actix_web::HttpRequest;

use crate::{AllowOrigin, Origin};

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
