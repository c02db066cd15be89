//! An example: an API that the front ends of several tenants call with the user's session. A database contains the
//! origins of the tenants, and the back office edits the origins while servers run. To start a server:
//!
//! ```sh
//! BACK_OFFICE_ORIGINS=http://localhost:4000 cargo run -p tenants
//! ```
//!
//! The program prints commands to try. [`Setup`] reads the environment variables.

mod admin;
mod database;
mod guide;
mod setup;
mod sync;
mod visits;

use std::{error::Error, process::ExitCode};

use actix_session::{SessionMiddleware, storage::CookieSessionStore};
use actix_web::{App, HttpServer, cookie::SameSite, rt::System, web};
use cors_runtime::Origins;

use crate::{setup::Setup, sync::OriginSync};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tenants: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error + Send + Sync>> {
    // The workers start after the origins are read, so that an invalid origin prevents the start and is reported once.
    let setup = Setup::from_env();
    let (back_office, sync) =
        match (Origins::from_env(setup::BACK_OFFICE), OriginSync::start(&setup)) {
            (Ok(back_office), Ok(sync)) => (back_office, sync),
            (back_office, sync) => {
                let errors = [back_office.err().map(Into::into), sync.err()];
                let errors: Vec<_> =
                    errors.into_iter().flatten().map(|error| error.to_string()).collect();
                return Err(format!("cannot start\n\n{}", errors.join("\n\n")).into());
            }
        };
    let listener = setup.listen()?;
    let key = setup.session_key()?;
    let token = web::Data::new(setup.admin_token());
    let tenant = sync.database.origins_of(guide::TENANT)?;
    print!("{}", guide::text(&setup, &token, &back_office, &tenant, listener.local_addr()?));

    let database = web::Data::from(sync.database.clone());
    let tenants = web::Data::from(sync.tenants.clone());
    let state = web::Data::from(sync.state.clone());
    sync.spawn();

    let server = HttpServer::new(move || {
        // The front ends of the tenants are on other sites. Browsers attach a cookie to a request from another site
        // only if the cookie has the attributes `SameSite=None` and `Secure`:
        // https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#none
        let session = SessionMiddleware::builder(CookieSessionStore::default(), key.clone())
            .cookie_same_site(SameSite::None)
            .cookie_secure(true)
            .build();
        App::new()
            .app_data(web::Data::new(back_office.clone()))
            .app_data(tenants.clone())
            .app_data(database.clone())
            .app_data(state.clone())
            .app_data(token.clone())
            .configure(admin::routes)
            .service(web::scope("").wrap(session).configure(visits::routes))
    });
    System::new().block_on(async { server.listen(listener)?.shutdown_timeout(1).run().await })?;
    Ok(())
}
