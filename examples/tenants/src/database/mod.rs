//! Where tenants' origins are kept: a table of one row for each, in SQLite or in PostgreSQL.

mod postgres;
mod sqlite;

use std::{error, path::PathBuf, sync::Arc};

use self::{postgres::Postgres, sqlite::Sqlite};
use crate::setup::{DATABASE, FILE};

pub type Error = Box<dyn error::Error + Send + Sync>;

/// Which database it is.
pub enum Place {
    File(PathBuf),
    Url(String),
}

/// A database of origins: each call is a connection of its own, since edits are rare.
pub trait Database: Send + Sync {
    /// The origins of that tenant.
    fn origins_of(&self, tenant: &str) -> Result<Vec<String>, Error>;

    /// Replaces the tenant's origins, or changes nothing. Concurrent edits take effect one after the
    /// other.
    fn replace(&self, tenant: &str, origins: &[String]) -> Result<Edit, Error>;

    /// Opens a connection that notices what changes from then on.
    fn watch(&self) -> Result<Box<dyn Watch>, Error>;
}

/// A connection that notices changes, whoever makes them.
pub trait Watch: Send {
    /// The origins of all tenants, each once.
    fn origins(&mut self) -> Result<Vec<String>, Error>;

    /// Returns when something has changed, and fails when the database is gone.
    fn wait(&mut self) -> Result<(), Error>;
}

/// What became of an edit.
#[derive(PartialEq, Eq)]
pub enum Edit {
    Done,
    /// Nothing: no tenant would be left, and a set of origins is never empty.
    WouldLeaveNobody,
}

impl Place {
    /// Makes the table where there is none, with two tenants to begin with.
    pub fn open(&self) -> Result<Arc<dyn Database>, Error> {
        Ok(match self {
            Self::File(file) => Arc::new(Sqlite::open(file.clone())?),
            Self::Url(url) => Arc::new(Postgres::open(url)?),
        })
    }

    /// The variable that names it, as a shell takes it.
    pub fn variable(&self) -> String {
        match self {
            Self::File(file) => format!("{FILE}={}", file.display()),
            // With a password in it, perhaps.
            Self::Url(_) => format!("{DATABASE}=\"${DATABASE}\""),
        }
    }
}

const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS tenant_origins (
        tenant TEXT NOT NULL,
        origin TEXT NOT NULL,
        PRIMARY KEY (tenant, origin)
    );
    INSERT INTO tenant_origins (tenant, origin) VALUES
        ('acme', 'http://localhost:5173'),
        ('globex', 'http://localhost:5174'),
        ('globex', 'https://*.globex.example')
    ON CONFLICT DO NOTHING;";

// Two tenants may share a front end.
const ALL: &str = "SELECT DISTINCT origin FROM tenant_origins ORDER BY origin";
const IS_ANY_LEFT: &str = "SELECT EXISTS (SELECT 1 FROM tenant_origins)";
const OF_A_TENANT: &str = "SELECT origin FROM tenant_origins WHERE tenant = $1 ORDER BY origin";
const REMOVE: &str = "DELETE FROM tenant_origins WHERE tenant = $1";
const ADD: &str = "INSERT INTO tenant_origins (tenant, origin) VALUES ($1, $2)";
