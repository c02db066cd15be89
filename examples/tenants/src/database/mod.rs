//! The table of the tenants' origins, one row for each origin, in SQLite or PostgreSQL.

mod postgres;
mod sqlite;

use std::{error, path::PathBuf, sync::Arc};

use self::{postgres::Postgres, sqlite::Sqlite};
use crate::setup::{DATABASE, FILE};

pub type Error = Box<dyn error::Error + Send + Sync>;

/// The location of a database.
pub enum Location {
    File(PathBuf),
    Url(String),
}

/// A database of origins. Each method opens a new connection, because edits are rare and need no pool of connections.
pub trait Database: Send + Sync {
    /// Returns the origins of one tenant.
    fn origins_of(&self, tenant: &str) -> Result<Vec<String>, Error>;

    /// Replaces all origins of one tenant. Changes nothing if the database fails, or if the edit would remove the last
    /// tenant. Concurrent edits take effect one after the other.
    fn replace(&self, tenant: &str, origins: &[String]) -> Result<Edit, Error>;

    /// Opens a connection that detects later changes.
    fn watch(&self) -> Result<Box<dyn Watch>, Error>;
}

/// A connection that detects changes of the origins by any program.
pub trait Watch: Send {
    /// Returns the origins of all tenants, without duplicates.
    fn origins(&mut self) -> Result<Vec<String>, Error>;

    /// Waits for the next change. Returns an error if the database is unavailable.
    fn wait(&mut self) -> Result<(), Error>;
}

/// The outcome of an edit.
#[derive(PartialEq, Eq)]
pub enum Edit {
    Applied,
    /// The edit changed nothing, because it would remove the last tenant. A set of origins cannot be empty.
    RemovesLastTenant,
}

impl Location {
    /// Opens the database. If the SQLite file does not exist, or if PostgreSQL does not contain the table, creates the
    /// table with two tenants. Returns an error if the database is unavailable, or if the SQLite file exists and does
    /// not contain the table.
    pub fn open(&self) -> Result<Arc<dyn Database>, Error> {
        Ok(match self {
            Self::File(file) => Arc::new(Sqlite::open(file.clone())?),
            Self::Url(url) => Arc::new(Postgres::open(url)?),
        })
    }

    /// Returns the start of a shell command that sets the environment variable, such as `TENANTS_FILE=tenants.sqlite`.
    pub fn shell_variable(&self) -> String {
        match self {
            Self::File(file) => format!("{FILE}={}", file.display()),
            // The URL may contain a password, which must not be printed.
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

// The query has `DISTINCT`, because two tenants may share a front end.
const ALL: &str = "SELECT DISTINCT origin FROM tenant_origins ORDER BY origin";
const IS_ANY_LEFT: &str = "SELECT EXISTS (SELECT 1 FROM tenant_origins)";
const OF_A_TENANT: &str = "SELECT origin FROM tenant_origins WHERE tenant = $1 ORDER BY origin";
const REMOVE: &str = "DELETE FROM tenant_origins WHERE tenant = $1";
const ADD: &str = "INSERT INTO tenant_origins (tenant, origin) VALUES ($1, $2)";
