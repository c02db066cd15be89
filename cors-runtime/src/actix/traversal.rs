//! Coordination of a policy with its outer layers. The innermost policy that a request reaches decides, and the
//! outermost layer writes the headers of that policy on the response.
//!
//! A request traverses each layer and each `ExceptPreflights` on its way. Each traversal stores a record in the
//! extensions of the request. The record contains the outcome of the request at the inner policies. Middleware may send
//! a request through the same layer twice, so each traversal has a record of its own. The record is ignored after the
//! end of the traversal.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use actix_web::{
    Error, HttpMessage,
    dev::{ServiceRequest, ServiceResponse},
};

use super::pending_response::ActualHeaders;
use crate::response::ResponseCopy;

/// The record of one traversal of a layer or an `ExceptPreflights`.
#[derive(Clone)]
pub(super) struct TraversalRecord(Rc<State>);

struct State {
    is_open: Cell<bool>,
    /// `true` for a layer, which reads the outcome at the end of the traversal. `false` for an `ExceptPreflights`,
    /// which reads the outcome as soon as the inner service has returned a future.
    is_of_layer: bool,
    outcome: RefCell<Outcome>,
    /// The record of the traversal in which this traversal is nested.
    outer: Option<TraversalRecord>,
}

/// The outcome of a request at the policy that decided about it.
#[derive(Clone, Default)]
pub(super) enum Outcome {
    /// The request has reached no policy.
    #[default]
    Undecided,
    /// The policy will respond after a future has checked the origin. No handler runs.
    WillRespond,
    /// The policy responded.
    Responded(Rc<ResponseCopy>),
    /// The policy forwarded the request, and the response needs these headers.
    Forwarded(ActualHeaders),
}

/// A traversal in progress. The traversal ends with the response, or when this value is dropped.
pub(super) struct Traversal(TraversalRecord);

impl Traversal {
    /// Starts the traversal of a layer.
    pub(super) fn of_layer(request: &ServiceRequest) -> Self {
        Self::start(request, true)
    }

    /// Starts the traversal of an `ExceptPreflights`.
    pub(super) fn of_except_preflights(request: &ServiceRequest) -> Self {
        Self::start(request, false)
    }

    fn start(request: &ServiceRequest, is_of_layer: bool) -> Self {
        let outer = TraversalRecord::innermost_open(request);
        if let Some(outer) = &outer {
            outer.set(&Outcome::Undecided);
        }
        let (is_open, outcome) = (Cell::new(true), RefCell::default());
        let record = TraversalRecord(Rc::new(State { is_open, is_of_layer, outcome, outer }));
        request.extensions_mut().insert(record.clone());
        Self(record)
    }

    /// Returns whether a policy has responded or will respond. In both cases, no handler runs.
    pub(super) fn has_response(&self) -> bool {
        matches!(*self.0.0.outcome.borrow(), Outcome::WillRespond | Outcome::Responded(_))
    }

    /// Ends the traversal. `innermost_open` then skips the record of this traversal, for example when middleware sends
    /// the request through the layer again.
    pub(super) fn end(&self) {
        self.0.0.is_open.set(false);
    }

    pub(super) fn outcome(&self) -> Outcome {
        self.0.0.outcome.borrow().clone()
    }

    /// Stores the outcome of this layer in the records of the outer traversals.
    pub(super) fn set_on_outer(&self, outcome: &Outcome) {
        if let Some(outer) = &self.0.0.outer {
            outer.set(outcome);
        }
    }

    /// Returns whether an outer layer writes the headers of the response.
    pub(super) fn is_in_layer(&self) -> bool {
        self.0.0.outer.as_ref().is_some_and(TraversalRecord::is_in_layer)
    }
}

impl Drop for Traversal {
    fn drop(&mut self) {
        self.end();
    }
}

impl TraversalRecord {
    /// Returns the record of the innermost traversal that has not ended.
    #[inline]
    pub(super) fn innermost_open(request: &ServiceRequest) -> Option<Self> {
        let mut record = request.extensions().get::<Self>().cloned();
        while let Some(ended) = record.as_ref().filter(|record| !record.0.is_open.get()) {
            record = ended.0.outer.clone();
        }
        record
    }

    /// Returns whether this traversal, or one of its outer traversals, is the traversal of a layer. The outermost layer
    /// writes the headers when its traversal ends.
    pub(super) fn is_in_layer(&self) -> bool {
        self.with_outer().any(|record| record.0.is_of_layer)
    }

    /// Stores an outcome in this record, and in the records of the outer traversals.
    pub(super) fn set(&self, outcome: &Outcome) {
        for record in self.with_outer() {
            *record.0.outcome.borrow_mut() = outcome.clone();
        }
    }

    /// Returns this record, and the records of the outer traversals.
    fn with_outer(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |record| record.0.outer.as_ref())
    }
}

impl Outcome {
    /// Writes the headers on a response. For an error, writes them on the response that actix-web later makes from it.
    pub(super) fn write_on<B>(self, result: &mut Result<ServiceResponse<B>, Error>) {
        match (self, result) {
            (Self::Forwarded(mut headers), result) => headers.write_on(result),
            (Self::Responded(copy), Ok(response)) => copy.write_on(response.response_mut()),
            (Self::Responded(copy), Err(error)) => {
                error.add_response_mapper(move |mut response| {
                    copy.write_on(&mut response);
                    response
                });
            }
            (Self::Undecided | Self::WillRespond, _) => {}
        }
    }
}
