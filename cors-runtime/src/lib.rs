//! A CORS policy for each actix-web handler.

mod actix;
mod allow_origin;
mod decide;
mod emit;
mod governor;
mod policy;
mod registry;
mod request;
mod settings;

#[doc(hidden)]
#[allow(missing_docs, reason = "named by expansions only")]
pub mod private;
#[cfg(feature = "testing")]
pub mod testing;

pub use actix::Cors;
pub use allow_origin::{
    AllowOrigin, AllowOriginAsync, LiveOrigins, Origins, OriginsBuilder, PolicyError, PolicyErrors,
    Verdict,
};
pub use cors_macros::cors;
pub use cors_policy::{
    Rule,
    origin::{Origin, OriginBuf},
};
pub use policy::Policy;
pub use registry::{Handler, HandlerRoute, Policies, policies};
pub use settings::Settings;

/// A [`Policy`] as a const expression.
#[macro_export]
macro_rules! policy {
    ($($keys:tt)*) => {
        $crate::private::policy!($crate; $($keys)*)
    };
}
