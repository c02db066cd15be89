//! A handler with its policy around, as a service of its own in the router: no resource, no route
//! and no other body in between.

use std::rc::Rc;

use actix_web::{
    Error, FromRequest, Handler, HttpResponse, Responder,
    dev::{ServiceRequest, ServiceResponse},
};

use super::{endpoint::Endpoint, guard::Routed, take::Taken};

/// The response of the policy, or of the handler: that as a `Route` of actix-web makes it.
pub(super) async fn answer<H, Arguments>(
    endpoint: Rc<Endpoint>,
    routed: Routed,
    request: ServiceRequest,
    handler: H,
) -> Result<ServiceResponse, Error>
where
    H: Handler<Arguments, Output: Responder + 'static>,
    Arguments: FromRequest + 'static,
{
    let answer = match endpoint.question(&request) {
        Some(question) => Some(question.ask(request.request()).await),
        None => None,
    };
    let mut passed = match endpoint.take(&request, routed, answer) {
        Taken::Answered(response) => return Ok(request.into_response(response)),
        Taken::Passed(passed) => passed,
    };
    let (request, mut payload) = request.into_parts();
    let mut response = match Arguments::from_request(&request, &mut payload).await {
        Ok(arguments) => handler.call(arguments).await.respond_to(&request).map_into_boxed_body(),
        Err(error) => HttpResponse::from_error(error),
    };
    passed.finish_response(&mut response);
    Ok(ServiceResponse::new(request, response))
}
