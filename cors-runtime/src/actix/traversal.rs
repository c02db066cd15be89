//! Coordination of a policy with its outer layers. The innermost policy that a request reaches decides, and the
//! outermost layer writes the headers of that policy on the response.
//!
//! A request *traverses* each layer that it reaches and that may contain other policies. All these layers share one
//! outcome, which is stored in the extensions of the request. Middleware may send a request through the same layer
//! twice, so each traversal starts with [`Outcome::Undecided`].

use std::{
    cell::{Cell, RefCell},
    mem,
    rc::Rc,
};

use actix_web::{HttpMessage, dev::ServiceRequest};

use super::outcome::Outcome;

/// The outcome of a request that has reached an `ExceptPreflights`, or a layer that may contain other policies.
#[derive(Default)]
pub(super) struct SharedOutcome {
    /// The number of layers that the request is traversing.
    layers: Cell<usize>,
    pub(super) outcome: RefCell<Outcome>,
}

impl SharedOutcome {
    #[inline]
    pub(super) fn of(request: &ServiceRequest) -> Option<Rc<Self>> {
        request.extensions().get::<Rc<Self>>().cloned()
    }

    /// Returns the shared outcome of the request, set to [`Outcome::Undecided`]. Creates the shared outcome if the
    /// request has none.
    pub(super) fn reset(request: &ServiceRequest) -> Rc<Self> {
        let existing = Self::of(request);
        let shared = existing.unwrap_or_else(|| {
            let shared = Rc::<Self>::default();
            request.extensions_mut().insert(Rc::clone(&shared));
            shared
        });
        shared.set(Outcome::Undecided);
        shared
    }

    pub(super) fn set(&self, outcome: Outcome) {
        *self.outcome.borrow_mut() = outcome;
    }

    /// Returns whether the request is traversing a layer, which then writes the headers of the response.
    #[inline]
    pub(super) fn is_in_layer(&self) -> bool {
        self.layers.get() > 0
    }

    /// Returns whether a policy has responded or will respond. In both cases, no handler runs.
    pub(super) fn has_response(&self) -> bool {
        matches!(*self.outcome.borrow(), Outcome::WillRespond | Outcome::Responded(_))
    }
}

/// The traversal of a layer. The traversal ends with the response, or when this value is dropped.
pub(super) struct Traversal {
    pub(super) shared: Rc<SharedOutcome>,
    /// The number of layers that the request was already traversing when this traversal began.
    outer_layers: usize,
    has_ended: bool,
}

impl Traversal {
    pub(super) fn begin(request: &ServiceRequest) -> Self {
        let shared = SharedOutcome::reset(request);
        let outer_layers = shared.layers.get();
        shared.layers.set(outer_layers + 1);
        Self { shared, outer_layers, has_ended: false }
    }

    /// Ends the traversal of this layer and of its inner layers. Returns whether the request is still traversing an
    /// outer layer. A timeout middleware may respond while it still owns the future of an inner layer, whose traversal
    /// has then not ended.
    pub(super) fn end(&mut self) -> bool {
        // `drop` calls this function a second time. Middleware may have started another traversal by then, and the
        // second call must not end that traversal.
        if !mem::replace(&mut self.has_ended, true) {
            let layers = self.shared.layers.get();
            self.shared.layers.set(layers.min(self.outer_layers));
        }
        self.shared.is_in_layer()
    }
}

impl Drop for Traversal {
    fn drop(&mut self) {
        self.end();
    }
}
