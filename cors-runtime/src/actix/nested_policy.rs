//! Policies inside of layers: the innermost policy that a request reaches decides, and the outermost
//! layer writes its headers on whatever response comes back.
//!
//! Each entry of a request into a layer or an `ExceptPreflights` is a *pass*. A pass is an entry in the
//! extensions of the request. Middleware may dispatch one request twice, so a pass starts undecided
//! and is closed at its end; nobody reads a closed pass.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use actix_web::{
    Error, HttpMessage, HttpResponse,
    dev::{ServiceRequest, ServiceResponse},
};

use super::pending_response::ActualHeaders;
use crate::response::ResponseCopy;

/// What the policies inside have recorded in one pass of a request.
#[derive(Clone)]
pub(super) struct NestedPolicy(Rc<State>);

struct State {
    is_open: Cell<bool>,
    /// Whether a layer reads the decision at the end of this pass. An `ExceptPreflights` does not.
    is_layer: bool,
    record: RefCell<Record>,
    /// The pass around this one.
    outer: Option<NestedPolicy>,
}

#[derive(Clone, Default)]
enum Record {
    /// The request has reached no policy.
    #[default]
    None,
    /// A policy will respond. No handler runs.
    Pending,
    Decision(NestedDecision),
}

/// The decision of a policy inside of a layer.
#[derive(Clone)]
pub(super) enum NestedDecision {
    Responded(Rc<ResponseCopy>),
    /// The request reached the handler, and the response needs these headers.
    Passed(ActualHeaders),
}

/// A pass that is open until it is dropped.
pub(super) struct Pass(NestedPolicy);

impl Pass {
    /// Starts a pass through a layer.
    pub(super) fn through_layer(request: &ServiceRequest) -> Self {
        Self::enter(request, true)
    }

    /// Starts a pass through an `ExceptPreflights`.
    pub(super) fn through_except_preflights(request: &ServiceRequest) -> Self {
        Self::enter(request, false)
    }

    fn enter(request: &ServiceRequest, is_layer: bool) -> Self {
        let outer = NestedPolicy::around(request);
        if let Some(outer) = &outer {
            outer.set(&Record::None);
        }
        let (is_open, record) = (Cell::new(true), RefCell::default());
        let entered = NestedPolicy(Rc::new(State { is_open, is_layer, record, outer }));
        request.extensions_mut().insert(entered.clone());
        Self(entered)
    }

    /// Whether a policy has responded or will respond, so that no handler runs.
    pub(super) fn is_handled(&self) -> bool {
        !matches!(*self.0.0.record.borrow(), Record::None)
    }

    pub(super) fn decision(&self) -> Option<NestedDecision> {
        match &*self.0.0.record.borrow() {
            Record::Decision(decision) => Some(decision.clone()),
            Record::None | Record::Pending => None,
        }
    }

    /// Records a decision of the layer itself, for the layers around.
    pub(super) fn record_outside(&self, decision: NestedDecision) {
        if let Some(outer) = &self.0.0.outer {
            outer.record(decision);
        }
    }

    /// Whether the outermost layer around writes the headers.
    pub(super) fn is_in_layer(&self) -> bool {
        self.0.0.outer.as_ref().is_some_and(NestedPolicy::is_in_layer)
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.0.0.is_open.set(false);
    }
}

impl NestedPolicy {
    /// The innermost open pass of the request.
    #[inline]
    pub(super) fn around(request: &ServiceRequest) -> Option<Self> {
        let mut pass = request.extensions().get::<Self>().cloned();
        while let Some(closed) = pass.as_ref().filter(|pass| !pass.0.is_open.get()) {
            pass = closed.0.outer.clone();
        }
        pass
    }

    /// Discards what an earlier dispatch of the same request has recorded.
    pub(super) fn restart(request: &ServiceRequest) {
        if let Some(pass) = Self::around(request) {
            pass.set(&Record::None);
        }
    }

    pub(super) fn mark_handled(&self) {
        self.set(&Record::Pending);
    }

    pub(super) fn record(&self, decision: NestedDecision) {
        self.set(&Record::Decision(decision));
    }

    /// Whether a layer around writes the headers of the response.
    pub(super) fn is_in_layer(&self) -> bool {
        self.passes().any(|pass| pass.0.is_layer)
    }

    fn set(&self, record: &Record) {
        for pass in self.passes() {
            *pass.0.record.borrow_mut() = record.clone();
        }
    }

    /// This pass and those around it.
    fn passes(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |pass| pass.0.outer.as_ref())
    }
}

impl NestedDecision {
    /// Writes the headers on a response, or on the response that is later made from an error.
    #[inline]
    pub(super) fn write_on<B>(self, result: &mut Result<ServiceResponse<B>, Error>) {
        match result {
            Ok(response) => self.write(response.response_mut()),
            Err(error) => error.add_response_mapper(move |mut response| {
                self.clone().write(&mut response);
                response
            }),
        }
    }

    fn write<B>(self, response: &mut HttpResponse<B>) {
        match self {
            Self::Responded(copy) => copy.write_on(response),
            Self::Passed(headers) => headers.write(response),
        }
    }
}
