//! Coordination of a policy with its outer layers. The innermost policy that a request reaches decides, and the
//! outermost layer writes the headers of that policy on the response.
//!
//! A request traverses each layer and each `ExceptPreflights` on its way. These traversals share one outcome, which is
//! stored in the extensions of the request. Middleware may send a request through the same layer twice, so each
//! traversal starts with [`Outcome::Undecided`].

use std::{
    cell::{Cell, RefCell},
    mem,
    rc::Rc,
};

use actix_web::{HttpMessage, dev::ServiceRequest};

use super::outcome::Outcome;

/// The outcome of a request that is in at least one traversal.
#[derive(Default)]
pub(super) struct SharedOutcome {
    /// The number of traversals that have not ended.
    traversals: Cell<usize>,
    pub(super) outcome: RefCell<Outcome>,
}

impl SharedOutcome {
    /// Returns the outcome that the traversals of the request share; `None` if the request is in no traversal.
    #[inline]
    pub(super) fn of(request: &ServiceRequest) -> Option<Rc<Self>> {
        let shared = request.extensions().get::<Rc<Self>>().cloned();
        shared.filter(|shared| shared.is_in_traversal())
    }

    #[inline]
    pub(super) fn is_in_traversal(&self) -> bool {
        self.traversals.get() > 0
    }

    pub(super) fn set(&self, outcome: Outcome) {
        *self.outcome.borrow_mut() = outcome;
    }
}

/// A traversal in progress. The traversal ends with the response, or when this value is dropped.
pub(super) struct Traversal {
    shared: Rc<SharedOutcome>,
    has_ended: bool,
}

impl Traversal {
    pub(super) fn start(request: &ServiceRequest) -> Self {
        let existing = request.extensions().get::<Rc<SharedOutcome>>().cloned();
        let shared = existing.unwrap_or_else(|| {
            let shared = Rc::<SharedOutcome>::default();
            request.extensions_mut().insert(Rc::clone(&shared));
            shared
        });
        shared.traversals.set(shared.traversals.get() + 1);
        shared.set(Outcome::Undecided);
        Self { shared, has_ended: false }
    }

    /// Returns whether a policy has responded or will respond. In both cases, no handler runs.
    pub(super) fn has_response(&self) -> bool {
        matches!(*self.shared.outcome.borrow(), Outcome::WillRespond | Outcome::Responded(_))
    }

    /// Ends the traversal. Middleware may send the request through the layer again before this value is dropped.
    pub(super) fn end(&mut self) -> &SharedOutcome {
        if !mem::replace(&mut self.has_ended, true) {
            self.shared.traversals.set(self.shared.traversals.get() - 1);
        }
        &self.shared
    }
}

impl Drop for Traversal {
    fn drop(&mut self) {
        self.end();
    }
}
