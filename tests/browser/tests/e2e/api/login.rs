//! A handler behind a login and a rate limit, both inside a default policy.

use actix_web::{
    Error, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    get,
    http::header,
    middleware::{Next, from_fn},
    web,
};
use cors_runtime::{Cors, ExceptPreflights, Policy, cors, policy};

use super::APP;

const DEFAULT: Policy = policy!(origins = APP, allow_headers = "authorization");

pub(crate) fn routes(api: &mut web::ServiceConfig) {
    let scope = web::scope("/behind")
        .service(greeting)
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(ExceptPreflights::new(from_fn(limit)))
        .wrap(Cors::new(DEFAULT));
    api.service(scope);
}

#[cors(policy = DEFAULT, expose_headers = "x-greeting")]
#[get("/greeting")]
async fn greeting() -> HttpResponse {
    HttpResponse::Ok().insert_header(("x-greeting", "1")).body("hello")
}

async fn login(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if request.headers().contains_key(header::AUTHORIZATION) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    Ok(request.into_response(HttpResponse::Unauthorized().body("log in")))
}

async fn limit(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if request.path().ends_with("/limited") {
        return Ok(request.into_response(HttpResponse::TooManyRequests().body("slow down")));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}
