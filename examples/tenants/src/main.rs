//! An API that the front ends of several tenants call with the user's session. Whose pages those are
//! stands in a database, and is edited while servers run:
//!
//! ```sh
//! BACK_OFFICE_ORIGINS=http://localhost:4000 cargo run -p tenants
//! ```
//!
//! Then paste the lines that it prints. [`Setup`] lists the variables that it reads.

mod admin;
mod database;
mod following;
mod guide;
mod setup;
mod visits;

use std::{error::Error, process::ExitCode};

use actix_session::{SessionMiddleware, storage::CookieSessionStore};
use actix_web::{App, HttpServer, cookie::SameSite, rt::System, web};
use cors_runtime::Origins;

use crate::{following::Following, setup::Setup};

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
    // Before any worker builds the `App`: a mistake stops the start, and is told once.
    let setup = Setup::from_env();
    let back_office = Origins::from_env(setup::BACK_OFFICE);
    let following = Following::start(&setup);
    let (back_office, following) = match (back_office, following) {
        (Ok(back_office), Ok(following)) => (back_office, following),
        (back_office, following) => {
            let mistakes = [back_office.err().map(Into::into), following.err()];
            let told = mistakes.into_iter().flatten().map(|mistake| mistake.to_string());
            return Err(format!("cannot start\n\n{}", told.collect::<Vec<_>>().join("\n\n")).into());
        }
    };
    let listener = setup.listen()?;
    let key = setup.session_key()?;
    let token = web::Data::new(setup.admin_token());
    let tenant = following.database.origins_of(guide::TENANT)?;
    print!("{}", guide::to_paste(&setup, &token, &back_office, &tenant, listener.local_addr()?));

    let database = web::Data::from(following.database.clone());
    let tenants = web::Data::from(following.tenants.clone());
    let state = web::Data::from(following.state.clone());
    following.follow();

    let server = HttpServer::new(move || {
        // A tenant's front end is another site, and other sites get a cookie only so:
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
