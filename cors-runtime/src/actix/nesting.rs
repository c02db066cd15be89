//! One policy inside another: a handler's inside `Cors` middleware.
//!
//! The outer one has answered the preflight before anything was routed, perhaps for more than the
//! inner one allows. So the inner one governs the response, and refuses what its own preflight
//! would have.

use std::sync::{
    Once,
    atomic::{AtomicBool, Ordering},
};

use actix_web::{HttpMessage, HttpResponse, dev::ServiceRequest};

/// Marks a request that a layer let through.
struct InsideLayer;

/// Marks a response that an inner policy governs.
struct Governed;

/// Whether any layer exists: without one, no request need be searched for its mark.
static ANY_LAYER: AtomicBool = AtomicBool::new(false);

pub(super) fn announce() {
    ANY_LAYER.store(true, Ordering::Relaxed);
}

pub(super) fn enter(request: &ServiceRequest) {
    request.extensions_mut().insert(InsideLayer);
}

#[inline]
pub(super) fn is_inside(request: &ServiceRequest) -> bool {
    let inside =
        ANY_LAYER.load(Ordering::Relaxed) && request.extensions().contains::<InsideLayer>();
    if inside {
        warn_once(request.path());
    }
    inside
}

pub(super) fn claim<B>(response: &mut HttpResponse<B>) {
    response.extensions_mut().insert(Governed);
}

pub(super) fn is_claimed<B>(response: &HttpResponse<B>) -> bool {
    ANY_LAYER.load(Ordering::Relaxed) && response.extensions().contains::<Governed>()
}

fn warn_once(path: &str) {
    static WARNED: Once = Once::new();
    WARNED.call_once(|| {
        log::warn!(
            "`{path}` has a CORS policy of its own inside `Cors` middleware: the middleware answers \
             its preflights, and the handler refuses with 403 what its own policy does not allow; \
             leave one of the two out"
        );
    });
}
