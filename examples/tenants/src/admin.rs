//! The API of our back office. The pages of the back office read the status of the server, and edit the origins of a
//! tenant.

use actix_web::{
    Error, HttpResponse, Responder,
    cookie::Key,
    error::{ErrorForbidden, ErrorServiceUnavailable},
    get, put, web,
};
use actix_web_httpauth::extractors::bearer::BearerAuth;
use cors_runtime::{Origins, Policy, app_data, cors, policy};
use subtle::ConstantTimeEq;

use crate::{
    database::{self, Database, Edit},
    sync::State,
};

/// The policy for the pages of our back office. A request to read or edit the list of a tenant's origins needs a token,
/// which browsers do not add by themselves as they add a cookie. So a page of another origin cannot act for the user,
/// even without `enforce`.
const BACK_OFFICE: Policy = policy!(
    origins = dynamic(app_data::<Origins>()),
    allow_headers = ["authorization", "content-type"],
    max_age = "10m",
);

pub fn routes(api: &mut web::ServiceConfig) {
    api.service(status).service(list).service(replace);
}

#[cors(policy = BACK_OFFICE)]
#[get("/status")]
async fn status(state: web::Data<State>) -> impl Responder {
    state.status() + "\n"
}

#[cors(policy = BACK_OFFICE)]
#[get("/tenants/{tenant}/origins")]
async fn list(
    admin: BearerAuth,
    token: web::Data<Token>,
    tenant: web::Path<String>,
    database: web::Data<dyn Database>,
) -> Result<impl Responder, Error> {
    token.check(&admin)?;
    let origins = web::block(move || database.origins_of(&tenant)).await?.map_err(unavailable)?;
    Ok(web::Json(origins))
}

/// Replaces the origins of a tenant. `[]` removes the tenant.
#[cors(policy = BACK_OFFICE)]
#[put("/tenants/{tenant}/origins")]
async fn replace(
    admin: BearerAuth,
    token: web::Data<Token>,
    tenant: web::Path<String>,
    origins: web::Json<Vec<String>>,
    database: web::Data<dyn Database>,
) -> Result<HttpResponse, Error> {
    token.check(&admin)?;
    // An invalid origin must not reach the table. Every server applies the same rules when it reads the table, and
    // keeps its old set if one origin is invalid.
    if !origins.is_empty()
        && let Err(errors) = Origins::parse(origins.iter())
    {
        return Ok(HttpResponse::UnprocessableEntity().body(format!("{errors}\n")));
    }
    let edit =
        web::block(move || database.replace(&tenant, &origins)).await?.map_err(unavailable)?;
    Ok(match edit {
        // The status is 202, because all servers, including this one, still have to read the new set from the database.
        Edit::Applied => HttpResponse::Accepted().finish(),
        Edit::RemovesLastTenant => HttpResponse::Conflict()
            .body("this edit would remove the last tenant: add another tenant first\n"),
    })
}

fn unavailable(error: database::Error) -> Error {
    eprintln!("tenants: a query failed\n{error}");
    ErrorServiceUnavailable("the database is unavailable\n")
}

/// The token that authorizes a request to read or replace the origins of a tenant. A real back office would have a
/// login instead.
pub struct Token(String);

impl Token {
    pub fn new(token: String) -> Self {
        Self(token)
    }

    pub fn generate() -> Self {
        let random = Key::generate();
        Self(random.signing().iter().take(16).map(|byte| format!("{byte:02x}")).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn check(&self, sent: &BearerAuth) -> Result<(), Error> {
        let is_equal: bool = self.0.as_bytes().ct_eq(sent.token().as_bytes()).into();
        if is_equal { Ok(()) } else { Err(ErrorForbidden("the token is invalid\n")) }
    }
}
