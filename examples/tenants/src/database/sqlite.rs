use std::{
    fmt::Display,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::{ADD, ALL, Database, Edit, Error, IS_ANY_LEFT, OF_A_TENANT, REMOVE, TABLE, Watch};
use crate::setup::FILE;

const HAS_TABLE: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'tenant_origins')";

/// The time between two checks for a change. A check takes a few microseconds.
const POLL: Duration = Duration::from_millis(100);

pub struct Sqlite {
    file: PathBuf,
}

impl Sqlite {
    pub fn open(file: PathBuf) -> Result<Self, Error> {
        let is_missing = !file.try_exists().map_err(|error| in_file(&file, error))?;
        if is_missing {
            let create = |connection: Connection| {
                connection.execute_batch(&format!("BEGIN IMMEDIATE; {TABLE} COMMIT;"))
            };
            Connection::open(&file).and_then(create).map_err(|error| in_file(&file, error))?;
        }
        let database = Self { file };
        let has_table: bool = database
            .connect()?
            .query_row(HAS_TABLE, [], |row| row.get(0))
            .map_err(|error| in_file(&database.file, error))?;
        if !has_table {
            let help = format!("set {FILE} to a new file, which the server then creates");
            return Err(in_file(&database.file, format!("no table `tenant_origins`: {help}")));
        }
        Ok(database)
    }

    /// Connects without creating the file. By default, SQLite would replace a removed file by an empty database.
    fn connect(&self) -> Result<Connection, Error> {
        Connection::open_with_flags(&self.file, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .map_err(|error| in_file(&self.file, error))
    }
}

fn in_file(file: &Path, error: impl Display) -> Error {
    format!("{}: {error}", file.display()).into()
}

impl Database for Sqlite {
    fn origins_of(&self, tenant: &str) -> Result<Vec<String>, Error> {
        let connection = self.connect()?;
        let mut query = connection.prepare(OF_A_TENANT)?;
        Ok(query.query_map([tenant], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn replace(&self, tenant: &str, origins: &[String]) -> Result<Edit, Error> {
        let mut connection = self.connect()?;
        // The transaction takes the write lock before its first statement, so that edits are serialized.
        let edit = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        edit.execute(REMOVE, [tenant])?;
        for origin in origins {
            edit.execute(ADD, [tenant, origin])?;
        }
        if !edit.query_row(IS_ANY_LEFT, [], |row| row.get(0))? {
            return Ok(Edit::RemovesLastTenant);
        }
        edit.commit()?;
        Ok(Edit::Applied)
    }

    fn watch(&self) -> Result<Box<dyn Watch>, Error> {
        let connection = self.connect()?;
        let version = data_version(&connection).map_err(|error| in_file(&self.file, error))?;
        Ok(Box::new(SqliteWatch { file: self.file.clone(), connection, version }))
    }
}

struct SqliteWatch {
    file: PathBuf,
    connection: Connection,
    version: i64,
}

impl Watch for SqliteWatch {
    fn origins(&mut self) -> Result<Vec<String>, Error> {
        let mut query = self.connection.prepare(ALL).map_err(|error| in_file(&self.file, error))?;
        Ok(query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn wait(&mut self) -> Result<(), Error> {
        loop {
            thread::sleep(POLL);
            // An open connection can still read a removed file, so the check needs the path.
            if !self.file.try_exists()? {
                return Err(format!("{} does not exist", self.file.display()).into());
            }
            let version = data_version(&self.connection)?;
            if version != self.version {
                self.version = version;
                return Ok(());
            }
        }
    }
}

/// Returns a number that differs after each change by another connection:
/// <https://sqlite.org/pragma.html#pragma_data_version>
fn data_version(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.query_row("PRAGMA data_version", [], |row| row.get(0))
}
