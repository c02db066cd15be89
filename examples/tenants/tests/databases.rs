//! The databases that a test meets: each a new one, that can go away and come back.

use std::{fs, path::PathBuf, process::Command};

use tempfile::TempDir;

use crate::{cluster::Cluster, process};

pub trait Database {
    /// A server that uses it.
    fn program(&self) -> Command;
    /// Edits it without a server.
    fn execute(&self, sql: &str);
    /// Makes each commit of an edit so slow that concurrent edits overlap.
    fn slow_down_edits(&self);
    fn go_away(&self);
    fn come_back(&self);
}

/// Runs a test on a database of each kind.
pub fn on_each(test: fn(&dyn Database)) {
    test(&SqliteFile::new());
    test(&Cluster::start());
}

pub struct SqliteFile {
    _folder: TempDir,
    pub path: PathBuf,
}

impl SqliteFile {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        Self { path: folder.path().join("tenants.sqlite"), _folder: folder }
    }

    fn elsewhere(&self) -> PathBuf {
        self.path.with_extension("away")
    }
}

impl Database for SqliteFile {
    fn program(&self) -> Command {
        let mut program = process::program();
        program.env("TENANTS_FILE", &self.path);
        program
    }

    fn execute(&self, sql: &str) {
        let connection = rusqlite::Connection::open(&self.path).expect("the file is there");
        connection.execute_batch(sql).expect("the statement is one");
    }

    // SQLite has no function that sleeps.
    fn slow_down_edits(&self) {}

    fn go_away(&self) {
        fs::rename(&self.path, self.elsewhere()).expect("the file is there");
    }

    fn come_back(&self) {
        fs::rename(self.elsewhere(), &self.path).expect("the file is there");
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
        client.expect("it listens").batch_execute(sql).expect("the statement is one");
    }

    fn slow_down_edits(&self) {
        self.execute(
            "CREATE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN PERFORM pg_sleep(0.1); RETURN NULL; END $$;
             CREATE CONSTRAINT TRIGGER slow AFTER DELETE ON tenant_origins
                 DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sleep();",
        );
    }

    fn go_away(&self) {
        self.stop();
    }

    fn come_back(&self) {
        self.run();
    }
}
