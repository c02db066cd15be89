use std::sync::Arc;

use super::List;
use crate::origins::{AllowOrigin, AllowOriginAsync};

/// The source of a policy's allowed origins.
#[derive(Clone)]
#[doc(hidden)]
pub enum OriginSource {
    /// A list of origin patterns and `null`, or only `*`.
    Listed(List),
    /// No origin except the server's own, as in `#[cors(none)]`.
    None,
    /// `dynamic(EXPR)`: the source code of `EXPR`, and a function that evaluates `EXPR`.
    Dynamic(&'static str, fn() -> Box<dyn AllowOrigin>),
    /// `dynamic_async(EXPR)`: the source code of `EXPR`, and a function that evaluates `EXPR`.
    DynamicAsync(&'static str, fn() -> Box<dyn AllowOriginAsync>),
    /// A value that was passed to [`Cors::origins`](crate::Cors::origins).
    Value(Arc<dyn AllowOrigin + Send + Sync>),
}

impl OriginSource {
    #[must_use]
    pub const fn listed(origins: &'static [&'static str]) -> Self {
        Self::Listed(List::new(origins))
    }

    /// Clones the source in const evaluation.
    ///
    /// # Panics
    /// If the source is a `Value`, or a list that was built at run time. A const policy has no such source.
    #[allow(clippy::panic, reason = "const evaluation only")]
    pub(super) const fn const_clone(&self) -> Self {
        match self {
            Self::Listed(origins) => Self::Listed(origins.const_clone()),
            Self::None => Self::None,
            Self::Dynamic(expression, create) => Self::Dynamic(expression, *create),
            Self::DynamicAsync(expression, create) => Self::DynamicAsync(expression, *create),
            Self::Value(_) => panic!("a const policy has no set of origins"),
        }
    }
}
