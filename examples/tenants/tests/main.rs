//! Tests of the example with one or two server processes, and with SQLite and PostgreSQL.

mod cluster;
mod concurrent_edits;
mod databases;
mod process;
mod start;
mod two_servers;
