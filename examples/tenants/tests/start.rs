//! One server: its session and status, and the errors that stop the start.

use crate::{
    databases::{Database, SqliteFile},
    process::{BACK_OFFICE, Server, header, program, start_error},
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
fn the_back_office_reads_the_status_and_a_tenant_cannot() {
    let database = SqliteFile::new();
    let server = Server::start(&mut database.program());
    let response = server.send("GET /status", BACK_OFFICE, &[], "");
    assert_eq!(header(&response, "access-control-allow-origin"), Some(BACK_OFFICE));
    let response = server.send("GET /status", ACME, &[], "");
    assert_eq!(header(&response, "access-control-allow-origin"), None);
}

#[test]
fn a_failed_start_reports_a_missing_variable_and_the_invalid_origins_of_the_database() {
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
}

#[test]
fn a_start_with_an_invalid_or_empty_variable_fails() {
    let database = SqliteFile::new();
    for (value, rules) in [
        ("*", &["cors::any_origin_with_credentials"][..]),
        ("", &["cors::missing_origins"]),
        (" , ", &["cors::missing_origins"]),
        ("http://a.example:80,a.example", &["http://a.example", "https://a.example"]),
    ] {
        let stderr = start_error(database.program().env("BACK_OFFICE_ORIGINS", value));
        for rule in rules {
            assert!(stderr.contains(rule), "{value}: {stderr}");
        }
    }
}

#[test]
fn a_start_without_tenants_or_without_a_database_fails() {
    let database = SqliteFile::new();
    drop(Server::start(&mut database.program()));
    database.execute("DELETE FROM tenant_origins");
    assert!(start_error(&mut database.program()).contains("cors::missing_origins"));
    let missing_folder = database.path.join("no folder").join("tenants.sqlite");
    assert!(start_error(program().env("TENANTS_FILE", &missing_folder)).contains("no folder"));
    let missing_server = "host=/nowhere user=postgres";
    assert!(start_error(program().env("DATABASE_URL", missing_server)).contains("cannot start"));
}

#[test]
fn a_start_with_a_short_secret_fails() {
    let database = SqliteFile::new();
    let stderr = start_error(database.program().env("TENANTS_SESSION_SECRET", "short"));
    assert!(stderr.contains("TENANTS_SESSION_SECRET is shorter than 64 bytes"), "{stderr}");
}
