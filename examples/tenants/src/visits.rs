//! The API for tenants: it counts the visits of a user in the session.

use actix_session::Session;
use actix_web::{Error, Responder, get, post, web};
use cors_runtime::{LiveOrigins, Policy, app_data, cors, policy};

/// The policy for the pages of the current tenants. The policy determines which pages may call the API, and the session
/// determines the content of a response.
const TENANTS: Policy =
    policy!(origins = dynamic(app_data::<LiveOrigins>()), allow_credentials, max_age = "10m");

pub fn routes(api: &mut web::ServiceConfig) {
    api.service(visits).service(visit);
}

#[cors(policy = TENANTS)]
#[get("/visits")]
async fn visits(session: Session) -> Result<impl Responder, Error> {
    Ok(format!("{} visits\n", count(&session)?))
}

/// Counts a visit. A form on any page can send this request with the cookie and without a preflight. With `enforce`,
/// the server rejects the request of a page that is not allowed, and the handler does not run.
#[cors(policy = TENANTS, enforce)]
#[post("/visits")]
async fn visit(session: Session) -> Result<impl Responder, Error> {
    let count = count(&session)? + 1;
    session.insert("visits", count)?;
    Ok(format!("{count} visits\n"))
}

fn count(session: &Session) -> Result<u64, Error> {
    Ok(session.get("visits")?.unwrap_or_default())
}
