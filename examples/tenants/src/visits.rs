//! The API: how often somebody was here, kept in the session.

use actix_session::Session;
use actix_web::{Error, Responder, get, post, web};
use cors_runtime::{LiveOrigins, Policy, app_data, cors, policy};

/// The pages of whoever is a tenant now: who may call at all. What a page gets to see is up to the
/// session, as it always is.
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

/// A form on any page can send this without asking first, and the cookie goes with it: `enforce`
/// refuses it before it counts.
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
