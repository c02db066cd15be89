use std::time::Duration;

// With `fallible_iterator`'s own name for what its iterators do.
use postgres::{Client, Config, NoTls, fallible_iterator::FallibleIterator};

use super::{ADD, ALL, Database, Edit, Error, IS_ANY_LEFT, OF_A_TENANT, REMOVE, TABLE, Watch};

/// A line that is cut says nothing, as one does on which nothing happens: after so much silence
/// the server is asked whether it is there.
const SILENCE: Duration = Duration::from_secs(5);

/// Tells whoever listens, at the end of each transaction that touches the table, by whatever program:
/// <https://www.postgresql.org/docs/current/sql-notify.html>
const NOTIFY: &str = "
    CREATE FUNCTION tell_tenant_origins() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NOTIFY tenant_origins; RETURN NULL; END $$;
    CREATE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON tenant_origins
        FOR EACH STATEMENT EXECUTE FUNCTION tell_tenant_origins();";

/// Waits for every other transaction that writes to the table, and makes later ones wait. Readers do
/// not wait. Otherwise each of two edits checks and replaces rows that it read before the other one
/// committed: <https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES>
const ONE_WRITER: &str = "LOCK TABLE tenant_origins IN SHARE ROW EXCLUSIVE MODE";

pub struct Postgres {
    config: Config,
}

impl Postgres {
    pub fn open(url: &str) -> Result<Self, Error> {
        let mut config: Config = url.parse()?;
        config.connect_timeout(SILENCE);
        let database = Self { config };
        let mut client = database.connect()?;
        let mut start = client.transaction()?;
        // Of two servers that start at once, one makes the table.
        start.batch_execute("SELECT pg_advisory_xact_lock(hashtext('tenant_origins'))")?;
        let is_missing = "SELECT to_regclass('tenant_origins') IS NULL";
        if start.query_one(is_missing, &[])?.get(0) {
            start.batch_execute(TABLE)?;
            start.batch_execute(NOTIFY)?;
        }
        start.commit()?;
        Ok(database)
    }

    /// Without TLS, for a database on this machine or in its own network: another one takes
    /// a connector, such as `postgres-native-tls` has.
    fn connect(&self) -> Result<Client, Error> {
        Ok(self.config.connect(NoTls)?)
    }
}

impl Database for Postgres {
    fn origins_of(&self, tenant: &str) -> Result<Vec<String>, Error> {
        Ok(self.connect()?.query(OF_A_TENANT, &[&tenant])?.iter().map(|row| row.get(0)).collect())
    }

    fn replace(&self, tenant: &str, origins: &[String]) -> Result<Edit, Error> {
        let mut client = self.connect()?;
        let mut edit = client.transaction()?;
        edit.batch_execute(ONE_WRITER)?;
        edit.execute(REMOVE, &[&tenant])?;
        for origin in origins {
            edit.execute(ADD, &[&tenant, origin])?;
        }
        if !edit.query_one(IS_ANY_LEFT, &[])?.get::<_, bool>(0) {
            return Ok(Edit::WouldLeaveNobody);
        }
        edit.commit()?;
        Ok(Edit::Done)
    }

    fn watch(&self) -> Result<Box<dyn Watch>, Error> {
        let mut client = self.connect()?;
        client.batch_execute("LISTEN tenant_origins")?;
        Ok(Box::new(PostgresWatch { client }))
    }
}

struct PostgresWatch {
    client: Client,
}

impl Watch for PostgresWatch {
    fn origins(&mut self) -> Result<Vec<String>, Error> {
        Ok(self.client.query(ALL, &[])?.iter().map(|row| row.get(0)).collect())
    }

    fn wait(&mut self) -> Result<(), Error> {
        while self.client.notifications().timeout_iter(SILENCE).next()?.is_none() {
            self.client.is_valid(SILENCE)?;
        }
        // Of ten edits in a row, the last one's set is all that is wanted.
        self.client.notifications().iter().count()?;
        Ok(())
    }
}
