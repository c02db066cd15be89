//! The environment variables that configure a server.

use std::{
    env,
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
};

use actix_web::cookie::Key;

use crate::{admin::Token, database::Location};

/// The variable with the origins of our back office.
pub const BACK_OFFICE: &str = "BACK_OFFICE_ORIGINS";
/// The variable with the URL of a PostgreSQL database.
pub const DATABASE: &str = "DATABASE_URL";
/// The variable with the file of the SQLite database, which the server uses if [`DATABASE`] is not set.
pub const FILE: &str = "TENANTS_FILE";
/// The variable with the port, 8080 by default. The value 0 means any free port.
pub const PORT: &str = "TENANTS_PORT";
/// The variable with the token that authorizes requests to read or replace the origins of a tenant. By default, each
/// process generates a token.
pub const TOKEN: &str = "TENANTS_ADMIN_TOKEN";
/// The variable with the secret, of at least 64 bytes, that encrypts the session cookies. By default, each process
/// generates a secret. Other processes then do not accept the sessions of this process, and a restart ends the
/// sessions.
pub const SECRET: &str = "TENANTS_SESSION_SECRET";

/// The settings of one server.
pub struct Setup {
    pub location: Location,
    port: String,
    token: Option<String>,
    secret: Option<String>,
}

impl Setup {
    pub fn from_env() -> Self {
        let file = || env::var_os(FILE).map_or_else(default_file, PathBuf::from);
        let location = env::var(DATABASE).map_or_else(|_| Location::File(file()), Location::Url);
        let port = env::var(PORT).unwrap_or_else(|_| "8080".to_owned());
        Self { location, port, token: env::var(TOKEN).ok(), secret: env::var(SECRET).ok() }
    }

    pub fn listen(&self) -> Result<TcpListener, String> {
        let port = self.port.parse();
        let port = port.map_err(|_| format!("{PORT}: `{}` is not a port", self.port))?;
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
            format!("port {port} cannot be used ({error}): set {PORT}=0 for a free port")
        })
    }

    pub fn session_key(&self) -> Result<Key, String> {
        match &self.secret {
            Some(secret) => Key::try_from(secret.as_bytes())
                .map_err(|_| format!("{SECRET} is shorter than 64 bytes")),
            None => Ok(Key::generate()),
        }
    }

    pub fn admin_token(&self) -> Token {
        self.token.clone().map_or_else(Token::generate, Token::new)
    }
}

fn default_file() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tenants.sqlite"].iter().collect()
}
