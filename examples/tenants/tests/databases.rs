//! The databases for the tests. Each database is new, and can become unavailable and available again.

use std::{fs, path::PathBuf, process::Command};

use tempfile::TempDir;

use crate::{cluster::Cluster, process};

pub trait Database {
    /// Returns the command for a server that uses the database.
    fn program(&self) -> Command;
    /// Executes SQL statements in the database directly, without a server of the example.
    fn execute(&self, sql: &str);
    /// Makes each commit of an edit so slow that concurrent edits overlap, if the database can do this.
    fn slow_down_edits(&self);
    fn make_unavailable(&self);
    fn make_available(&self);
}

/// Runs a test with a SQLite database, and then with a PostgreSQL database.
pub fn on_each(test: fn(&dyn Database)) {
    test(&SqliteFile::new());
    test(&Cluster::start());
}

pub struct SqliteFile {
    _folder: TempDir,
    path: PathBuf,
}

impl SqliteFile {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        Self { path: folder.path().join("tenants.sqlite"), _folder: folder }
    }

    fn moved_path(&self) -> PathBuf {
        self.path.with_extension("moved")
    }
}

impl Database for SqliteFile {
    fn program(&self) -> Command {
        let mut program = process::program();
        program.env("TENANTS_FILE", &self.path);
        program
    }

    fn execute(&self, sql: &str) {
        let connection = rusqlite::Connection::open(&self.path).expect("the file exists");
        connection.execute_batch(sql).expect("the statement is valid");
    }

    // SQLite has no function that sleeps, so its edits stay fast.
    fn slow_down_edits(&self) {}

    fn make_unavailable(&self) {
        fs::rename(&self.path, self.moved_path()).expect("the file exists");
    }

    fn make_available(&self) {
        fs::rename(self.moved_path(), &self.path).expect("the file exists");
    }
}

impl Database for Cluster {
    fn program(&self) -> Command {
        let mut program = process::program();
        program.env("DATABASE_URL", self.url());
        program
    }

    fn execute(&self, sql: &str) {
        let client = postgres::Client::connect(&self.url(), postgres::NoTls);
        client.expect("the server listens").batch_execute(sql).expect("the statement is valid");
    }

    fn slow_down_edits(&self) {
        self.execute(
            "CREATE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN PERFORM pg_sleep(0.1); RETURN NULL; END $$;
             CREATE CONSTRAINT TRIGGER slow AFTER DELETE ON tenant_origins
                 DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sleep();",
        );
    }

    fn make_unavailable(&self) {
        self.stop();
    }

    fn make_available(&self) {
        self.run();
    }
}
