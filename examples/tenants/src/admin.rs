//! What our back office does: it reads how the server stands, and edits the origins of a tenant.

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
    following::State,
};

/// The pages of our back office. They show a token and no cookie, so there is nothing that another
/// page could use in their user's name.
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
    state.sentence() + "\n"
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

/// Puts a list in place of the tenant's origins; `[]` takes the tenant out.
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
    // The rules that a server reads the table by: what it would refuse never gets into it.
    if !origins.is_empty()
        && let Err(mistakes) = Origins::parse(origins.iter())
    {
        return Ok(HttpResponse::UnprocessableEntity().body(format!("{mistakes}\n")));
    }
    let edit =
        web::block(move || database.replace(&tenant, &origins)).await?.map_err(unavailable)?;
    Ok(match edit {
        // No server has the new set yet, this one included: each hears of it from the database.
        Edit::Done => HttpResponse::Accepted().finish(),
        Edit::WouldLeaveNobody => {
            HttpResponse::Conflict().body("no tenant would be left: name another one first\n")
        }
    })
}

fn unavailable(error: database::Error) -> Error {
    eprintln!("tenants: an edit or a look-up failed\n{error}");
    ErrorServiceUnavailable("the database does not answer\n")
}

/// What whoever edits tenants has to show. It stands for the login of a real back office.
pub struct Token(String);

impl Token {
    pub fn new(text: String) -> Self {
        Self(text)
    }

    pub fn generate() -> Self {
        let random = Key::generate();
        Self(random.signing().iter().take(16).map(|byte| format!("{byte:02x}")).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn check(&self, shown: &BearerAuth) -> Result<(), Error> {
        let is_it: bool = self.0.as_bytes().ct_eq(shown.token().as_bytes()).into();
        if is_it { Ok(()) } else { Err(ErrorForbidden("that is no administrator's token\n")) }
    }
}
