//! The API: how often somebody was here, kept in the session.

use actix_session::Session;
use actix_web::{Error, Responder, get, post, web};
use cors_runtime::{Policy, cors, policy};

use crate::origins;

/// The pages of whoever is a tenant now.
const TENANTS: Policy =
    policy!(origins = dynamic(origins::tenants()), allow_credentials, max_age = "10m");

pub fn routes(api: &mut web::ServiceConfig) {
    api.service(visits).service(visit).service(status);
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

#[cors(origins = dynamic(origins::back_office()), allow_credentials)]
#[get("/status")]
async fn status() -> impl Responder {
    "serving\n"
}

fn count(session: &Session) -> Result<u64, Error> {
    Ok(session.get("visits")?.unwrap_or_default())
}
