//! Where a policy stands in the source: what refusals, and errors at the start, name.

use std::{fmt, panic::Location};

use crate::registry::Handler;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// On a handler, in the line of the attribute.
    Handler(&'static Handler),
    /// Around services, where the layer was made.
    Layer(&'static Location<'static>),
}

impl Place {
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::Handler(handler) => handler.file,
            Self::Layer(location) => location.file(),
        }
    }

    pub(crate) fn line(self) -> u32 {
        match self {
            Self::Handler(handler) => handler.line,
            Self::Layer(location) => location.line(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handler(handler) => write!(f, "{}::{}", handler.module, handler.name),
            Self::Layer(location) => write!(f, "Cors, {location}"),
        }
    }
}
