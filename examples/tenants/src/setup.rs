//! What the environment says.

use std::{
    env,
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
};

use actix_web::cookie::Key;

use crate::{admin::Token, database::Place};

/// Names the pages of our back office.
pub const BACK_OFFICE: &str = "BACK_OFFICE_ORIGINS";
/// Names a PostgreSQL database.
pub const DATABASE: &str = "DATABASE_URL";
/// Names the file of the SQLite database that is used where there is no other.
pub const FILE: &str = "TENANTS_FILE";
/// Names another port than 8080; 0 takes a free one.
pub const PORT: &str = "TENANTS_PORT";
/// What the back office shows to edit tenants. Without it, one is made for this process alone.
pub const TOKEN: &str = "TENANTS_ADMIN_TOKEN";
/// What sessions are signed by, of 64 bytes at least. Without it, no other process knows the
/// sessions of this one, and a restart ends them.
pub const SECRET: &str = "TENANTS_SESSION_SECRET";

/// The settings of one server.
pub struct Setup {
    pub place: Place,
    port: String,
    token: Option<String>,
    secret: Option<String>,
}

impl Setup {
    pub fn from_env() -> Self {
        let file = || env::var_os(FILE).map_or_else(default_file, PathBuf::from);
        let place = env::var(DATABASE).map_or_else(|_| Place::File(file()), Place::Url);
        let port = env::var(PORT).unwrap_or_else(|_| "8080".to_owned());
        Self { place, port, token: env::var(TOKEN).ok(), secret: env::var(SECRET).ok() }
    }

    pub fn listen(&self) -> Result<TcpListener, String> {
        let port = self.port.parse().map_err(|_| format!("{PORT}: `{}` is no port", self.port))?;
        TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .map_err(|error| format!("port {port} cannot be used ({error}): set {PORT}=0"))
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
