//! A policy where it stands.

use std::{cell::Cell, rc::Rc};

use super::{application::Layer, guard::Routed};
use crate::{
    allowed_origins::AllowedOrigins, methods::AllowedMethods, place::Place, prepared::Prepared,
    refusal::Told,
};

/// A policy where it stands: outermost around a handler, or around whatever a layer wraps.
pub(super) struct Endpoint {
    pub(super) place: Place,
    pub(super) told: Told,
    pub(super) origins: Rc<AllowedOrigins>,
    pub(super) methods: AllowedMethods,
    pub(super) position: Position,
}

/// Where a policy stands, and so who reads the request for it.
pub(super) enum Position {
    /// In the router, whose guard has read it.
    Route(Rc<Cell<Routed>>),
    /// Around services, with what it knows of them.
    Layer(Rc<Layer>),
}

impl Endpoint {
    #[inline]
    pub(super) fn policy(&self) -> &Prepared {
        &self.origins.policy
    }

    #[inline]
    pub(super) fn layer(&self) -> Option<&Layer> {
        match &self.position {
            Position::Route(_) => None,
            Position::Layer(layer) => Some(layer),
        }
    }
}
