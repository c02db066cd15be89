//! One server: what it starts with, and what stops it.

use crate::{
    databases::{Database, SqliteFile},
    process::{BACK_OFFICE, Server, header, program, refused},
};

const ACME: &str = "http://localhost:5173";
const GLOBEX: &str = "http://localhost:5174";

#[test]
fn the_session_goes_with_the_requests_of_a_tenants_page_to_any_server() {
    let database = SqliteFile::new();
    let [one, other] = [(); 2].map(|()| Server::start(&mut database.program()));
    let first = one.visit(ACME);
    let cookie = header(&first, "set-cookie").expect("a session begins");
    assert!(cookie.contains("SameSite=None; Secure"), "{cookie}");
    let session = cookie.split(';').next().unwrap_or_default();
    let second = other.ask("POST /visits", GLOBEX, &[&format!("cookie: {session}")], "");
    assert!(second.ends_with("2 visits\n"), "{second}");
}

#[test]
fn the_back_office_reads_the_status_and_a_tenant_does_not() {
    let database = SqliteFile::new();
    let server = Server::start(&mut database.program());
    let answer = server.ask("GET /status", BACK_OFFICE, &[], "");
    assert_eq!(header(&answer, "access-control-allow-origin"), Some(BACK_OFFICE));
    let answer = server.ask("GET /status", ACME, &[], "");
    assert_eq!(header(&answer, "access-control-allow-origin"), None);
}

#[test]
fn a_start_without_the_variable_fails_and_tells_the_mistakes_of_the_database_too() {
    let database = SqliteFile::new();
    drop(Server::start(&mut database.program()));
    database.execute("UPDATE tenant_origins SET origin = origin || '/' WHERE tenant = 'acme'");
    database.execute("INSERT INTO tenant_origins VALUES ('acme', 'null')");
    let told = refused(database.program().env_remove("BACK_OFFICE_ORIGINS"));
    for mistake in [
        "`BACK_OFFICE_ORIGINS` is not set",
        "`http://localhost:5173/` is not an origin",
        "`null` is the origin of sandboxed frames and local files",
    ] {
        assert!(told.contains(mistake), "{mistake}: {told}");
    }
}

#[test]
fn a_start_with_a_wrong_or_empty_variable_fails() {
    let database = SqliteFile::new();
    for (value, rules) in [
        ("*", &["cors::any_origin_with_credentials"][..]),
        ("", &["cors::missing_origins"]),
        (" , ", &["cors::missing_origins"]),
        ("http://a.example:80,a.example", &["http://a.example", "https://a.example"]),
    ] {
        let told = refused(database.program().env("BACK_OFFICE_ORIGINS", value));
        for rule in rules {
            assert!(told.contains(rule), "{value}: {told}");
        }
    }
}

#[test]
fn a_start_without_tenants_or_without_a_database_fails() {
    let database = SqliteFile::new();
    drop(Server::start(&mut database.program()));
    database.execute("DELETE FROM tenant_origins");
    assert!(refused(&mut database.program()).contains("cors::missing_origins"));
    let nowhere = database.path.join("no folder").join("tenants.sqlite");
    assert!(refused(program().env("TENANTS_FILE", &nowhere)).contains("no folder"));
    let nobody = "host=/nowhere user=postgres";
    assert!(refused(program().env("DATABASE_URL", nobody)).contains("cannot start"));
}

#[test]
fn a_secret_that_is_too_short_stops_the_start() {
    let database = SqliteFile::new();
    let told = refused(database.program().env("TENANTS_SESSION_SECRET", "short"));
    assert!(told.contains("TENANTS_SESSION_SECRET is shorter than 64 bytes"), "{told}");
}
