//! The build error for `.wrap(POLICY)`, which lacks [`Cors::new`](super::Cors::new).

use std::future::{Ready, ready};

use actix_web::{
    Error,
    dev::{Service, ServiceRequest, ServiceResponse, Transform},
};

use crate::Policy;

/// Marker trait without implementations, so that `.wrap(POLICY)` always fails the build with this message.
#[diagnostic::on_unimplemented(
    message = "`Policy` isn't middleware\n\
               help: write `.wrap(Cors::new(POLICY))`\n\
               rule: cors::invalid_value",
    label = "`wrap` takes `Cors::new(…)`"
)]
pub trait InCors {}

#[doc(hidden)]
impl<S, B> Transform<S, ServiceRequest> for Policy
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + InCors,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Transform = S;
    type InitError = ();
    type Future = Ready<Result<S, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(inner))
    }
}
