//! The example as its users run it: two servers and a database, SQLite and PostgreSQL alike.

mod cluster;
mod concurrent_edits;
mod databases;
mod process;
mod start;
mod two_servers;
