use std::{fmt, panic::Location, sync::Arc};

use crate::{handlers::Handler, policy::Policy};

/// A policy, and the handler or the [`Cors`](crate::Cors) layer that the policy belongs to. Clones share the policy.
#[derive(Clone)]
pub(crate) enum PolicyOwner {
    Handler(&'static Handler),
    Layer {
        policy: Arc<Policy>,
        /// The source location of the call of [`Cors::new`](crate::Cors::new).
        location: &'static Location<'static>,
    },
}

impl PolicyOwner {
    #[inline]
    pub(crate) fn policy(&self) -> &Policy {
        match self {
            Self::Handler(handler) => handler.policy,
            Self::Layer { policy, .. } => policy,
        }
    }

    /// Returns the file and the line of the attribute, or of the call that created the layer.
    pub(crate) fn location(&self) -> (&'static str, u32) {
        match self {
            Self::Handler(handler) => (handler.file, handler.line),
            Self::Layer { location, .. } => (location.file(), location.line()),
        }
    }

    /// Returns the module and the name of the handler. For a layer, returns the crate and the name of the type `Cors`.
    pub(crate) fn module_and_name(&self) -> (&'static str, &'static str) {
        match self {
            Self::Handler(handler) => (handler.module, handler.name),
            Self::Layer { .. } => ("cors_runtime", "Cors"),
        }
    }

    pub(crate) fn is_layer(&self) -> bool {
        matches!(self, Self::Layer { .. })
    }
}

/// Describes the handler, or the call that created the layer, for a log or a panic message.
impl fmt::Display for PolicyOwner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handler(handler) => write!(f, "`{}::{}`", handler.module, handler.name),
            Self::Layer { location, .. } => write!(f, "`Cors::new` at {location}"),
        }
    }
}
