//! Tests that every server accepts a session of another server, and tests of the errors that prevent the start.

use crate::{
    databases::{Database, SqliteFile},
    process::{Server, header, start_error},
};

const ACME: &str = "http://localhost:5173";
const GLOBEX: &str = "http://localhost:5174";

#[test]
fn every_server_accepts_the_session_of_a_tenants_page() {
    let database = SqliteFile::new();
    let [one, other] = [(); 2].map(|()| Server::start(&mut database.program()));
    let first = one.visit(ACME);
    let cookie = header(&first, "set-cookie").expect("the response starts a session");
    assert!(cookie.contains("SameSite=None; Secure"), "{cookie}");
    let session = cookie.split(';').next().unwrap_or_default();
    let second = other.send("POST /visits", GLOBEX, &[&format!("cookie: {session}")], "");
    assert!(second.ends_with("2 visits\n"), "{second}");
}

#[test]
fn a_failed_start_reports_every_error() {
    let database = SqliteFile::new();
    drop(Server::start(&mut database.program()));
    database.execute("UPDATE tenant_origins SET origin = origin || '/' WHERE tenant = 'acme'");
    database.execute("INSERT INTO tenant_origins VALUES ('acme', 'null')");
    let stderr = start_error(database.program().env_remove("BACK_OFFICE_ORIGINS"));
    for error in [
        "`BACK_OFFICE_ORIGINS` is not set",
        "`http://localhost:5173/` is not an origin",
        "`null` is the origin of sandboxed frames and local files",
    ] {
        assert!(stderr.contains(error), "{error}: {stderr}");
    }
    database.execute("DELETE FROM tenant_origins");
    assert!(start_error(&mut database.program()).contains("cors::missing_origins"));
    database.execute("DROP TABLE tenant_origins");
    assert!(
        start_error(&mut database.program())
            .contains("no table `tenant_origins`: set TENANTS_FILE")
    );
}

#[test]
fn a_start_with_an_invalid_variable_fails() {
    let database = SqliteFile::new();
    for (variable, value, error) in [
        ("BACK_OFFICE_ORIGINS", "*", "cors::any_origin_with_credentials"),
        ("BACK_OFFICE_ORIGINS", " , ", "cors::missing_origins"),
        ("BACK_OFFICE_ORIGINS", "a.example", "https://a.example"),
        ("TENANTS_SESSION_SECRET", "short", "TENANTS_SESSION_SECRET is shorter than 64 bytes"),
        ("TENANTS_FILE", "/no folder/tenants.sqlite", "no folder"),
        ("DATABASE_URL", "host=/nowhere user=postgres", "cannot start"),
    ] {
        let stderr = start_error(database.program().env(variable, value));
        assert!(stderr.contains(error), "{variable}={value}: {stderr}");
    }
}
