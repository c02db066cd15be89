use std::time::Duration;

// `fallible_iterator` is imported from `postgres`, so that its version is the version that `postgres` uses.
use postgres::{Client, Config, NoTls, fallible_iterator::FallibleIterator};

use super::{ADD, ALL, Database, Edit, Error, IS_ANY_LEFT, OF_A_TENANT, REMOVE, TABLE, Watch};

/// After this time without a notification, `wait` tests the connection, because a broken connection reports no error
/// until it is used. This time is also the limit for the test and for connecting.
const SILENCE: Duration = Duration::from_secs(5);

/// The statements that create a trigger. The trigger notifies each listener at the end of a transaction that changes
/// the table: <https://www.postgresql.org/docs/current/sql-notify.html>
const NOTIFY: &str = "
    CREATE FUNCTION notify_tenant_origins() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NOTIFY tenant_origins; RETURN NULL; END $$;
    CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON tenant_origins
        FOR EACH STATEMENT EXECUTE FUNCTION notify_tenant_origins();";

/// The statement that locks the table. The lock serializes the transactions that write to the table, and does not block
/// readers. Without the lock, an edit would not see the changes of a concurrent edit that is not committed yet:
/// <https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES>
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
        // If two servers start at the same time, the lock ensures that only one of them creates the table.
        start.batch_execute("SELECT pg_advisory_xact_lock(hashtext('tenant_origins'))")?;
        let is_missing = "SELECT to_regclass('tenant_origins') IS NULL";
        if start.query_one(is_missing, &[])?.get(0) {
            start.batch_execute(TABLE)?;
            start.batch_execute(NOTIFY)?;
        }
        start.commit()?;
        Ok(database)
    }

    /// Connects without TLS, which is suitable for a database on this machine or in its own network. A remote database
    /// needs a TLS connector, such as the connector of `postgres-native-tls`.
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
            return Ok(Edit::RemovesLastTenant);
        }
        edit.commit()?;
        Ok(Edit::Applied)
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
        // One read after several edits is enough, so the pending notifications are discarded.
        self.client.notifications().iter().count()?;
        Ok(())
    }
}
