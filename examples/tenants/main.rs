//! An API that the front ends of several tenants call with the user's session, where neither the
//! tenants nor our own front ends are known when it is built:
//!
//! ```sh
//! BACK_OFFICE_ORIGINS=http://localhost:4000 cargo run --example tenants
//! ```
//!
//! Then paste the lines that it prints, and edit the file that it names. `TENANTS_FILE` names
//! another one, and `TENANTS_PORT` another port than 8080; 0 takes a free one.

mod origins;
mod visits;

use std::{
    env,
    error::Error,
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
    process::ExitCode,
};

use actix_session::{SessionMiddleware, storage::CookieSessionStore};
use actix_web::{
    App, HttpServer,
    cookie::{Key, SameSite},
};

use crate::origins::TenantsFile;

#[actix_web::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tenants: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let file = env::var_os("TENANTS_FILE").map_or_else(default_file, PathBuf::from);
    // Before any worker builds the `App`: a mistake stops the start, and is told once.
    let tenants = origins::read(file).map_err(|mistakes| format!("cannot start\n\n{mistakes}"))?;
    let listener = listen()?;
    print!("{}", guide(&tenants, listener.local_addr()?.port()));
    tenants.watch();

    // When deployed, a secret that all instances share; here a restart ends every session.
    let key = Key::generate();
    let server = HttpServer::new(move || {
        // A tenant's front end is another site, and other sites get a cookie only so:
        // https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#none
        let session = SessionMiddleware::builder(CookieSessionStore::default(), key.clone())
            .cookie_same_site(SameSite::None)
            .cookie_secure(true)
            .build();
        App::new().wrap(session).configure(visits::routes)
    });
    Ok(server.listen(listener)?.shutdown_timeout(1).run().await?)
}

fn default_file() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "examples", "tenants", "tenants.json"].iter().collect()
}

fn listen() -> Result<TcpListener, String> {
    let port = env::var("TENANTS_PORT").unwrap_or_else(|_| "8080".to_owned());
    let port = port.parse().map_err(|_| format!("TENANTS_PORT: `{port}` is no port"))?;
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map_err(|error| format!("port {port} cannot be used ({error}): set TENANTS_PORT=0"))
}

/// What to paste, and what to edit.
fn guide(file: &TenantsFile, port: u16) -> String {
    let visits = format!("http://localhost:{port}/visits");
    let status = format!("http://localhost:{port}/status");
    let back_office = env::var(origins::VARIABLE).unwrap_or_default();
    let mut guide = "Ask as a page of each tenant would:\n\n".to_owned();
    for (name, origins) in file.tenants() {
        if let Some(origin) = origins.iter().find(|origin| is_origin(origin)) {
            guide += &format!("  # {name}\n");
            guide += &format!("  curl -i -b jar -c jar -X POST -H 'Origin: {origin}' {visits}\n");
        }
    }
    guide += &format!(
        "\nEach is answered with its own origin in `access-control-allow-origin`, and counted.\n\
         Then take one of them out of\n\n  {}\n\n\
         and ask again: a moment later it is refused with 403, and nothing was restarted. After a\n\
         mistake in the file, which is told here, all stays as it was.\n",
        file.path().display(),
    );
    let back_office = back_office.split([',', ' ']).find(|origin| is_origin(origin));
    if let Some(origin) = back_office {
        guide += "\nA page of the back office may read the status, and a tenant's may not:\n\n";
        guide += &format!("  curl -i -H 'Origin: {origin}' {status}\n");
    }
    guide + "\n"
}

/// And no pattern, which no page has for its origin.
fn is_origin(pattern: &str) -> bool {
    !pattern.is_empty() && !pattern.contains('*')
}
