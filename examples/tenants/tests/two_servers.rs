//! Tests of one or two servers that share a database.

use crate::{
    databases::on_each,
    process::{BACK_OFFICE, Server, TOKEN, header, status},
};

const ACME: &str = "http://localhost:5173";
const GLOBEX: &str = "http://localhost:5174";
const NEW: &str = "https://new.acme.example";

#[test]
fn an_edit_at_one_server_takes_effect_at_both() {
    on_each(|database| {
        let servers = [(); 2].map(|()| Server::start(&mut database.program()));
        for server in &servers {
            for origin in [ACME, GLOBEX, "https://a.globex.example"] {
                let response = server.visit(origin);
                assert_eq!(status(&response), 200, "{response}");
                assert_eq!(header(&response, "access-control-allow-origin"), Some(origin));
                assert_eq!(header(&response, "access-control-allow-credentials"), Some("true"));
            }
            assert_eq!(status(&server.visit(NEW)), 403);
        }
        assert_eq!(status(&servers[0].edit(TOKEN, "acme", &format!("[\"{NEW}\"]"))), 202);
        for server in &servers {
            server.wait_for_status(NEW, 200);
            server.wait_for_status(ACME, 403);
            assert_eq!(status(&server.visit(GLOBEX)), 200);
        }
        // An operator can also edit the database directly.
        database.execute("DELETE FROM tenant_origins WHERE tenant = 'acme'");
        servers.iter().for_each(|server| server.wait_for_status(NEW, 403));
    });
}

#[test]
fn an_edit_with_an_invalid_origin_is_rejected_with_the_message_of_the_rule() {
    on_each(|database| {
        let server = Server::start(&mut database.program());
        for (origins, message) in [
            (r#"["https://acme.example/"]"#, "help: write `https://acme.example`"),
            (r#"["https://a.example", "*"]"#, "rule: cors::any_origin_mixed"),
            (r#"["https://*.github.io"]"#, "rule: cors::public_suffix_with_credentials"),
        ] {
            let response = server.edit(TOKEN, "acme", origins);
            assert_eq!(status(&response), 422, "{response}");
            assert!(response.contains(message), "{response}");
            // The page of the back office can read the message.
            assert_eq!(header(&response, "access-control-allow-origin"), Some(BACK_OFFICE));
        }
        // The page of a tenant cannot read the status.
        for (origin, allowed) in [(BACK_OFFICE, Some(BACK_OFFICE)), (ACME, None)] {
            let status_page = server.send("GET /status", origin, &[], "");
            assert_eq!(header(&status_page, "access-control-allow-origin"), allowed);
        }
        assert_eq!(status(&server.edit("guessed", "acme", "[]")), 403);
        assert_eq!(status(&server.edit(TOKEN, "globex", "[]")), 202);
        server.wait_for_status(GLOBEX, 403);
        let last = server.edit(TOKEN, "acme", "[]");
        assert_eq!(status(&last), 409, "{last}");
        assert_eq!(status(&server.visit(ACME)), 200);
        assert_eq!(server.origins_of("acme"), format!("[\"{ACME}\"]"));
    });
}

#[test]
fn the_last_valid_set_remains_if_the_database_contains_an_invalid_origin() {
    on_each(|database| {
        let server = Server::start(&mut database.program());
        database.execute(
            "UPDATE tenant_origins SET origin = 'https://acme.example/' \
             WHERE tenant = 'acme'",
        );
        let log = server.log_until("cors::invalid_origin");
        assert!(log.contains("the last valid set remains"), "{log}");
        assert_eq!(status(&server.visit(ACME)), 200);
        database.execute(
            "UPDATE tenant_origins SET origin = 'https://acme.example' \
             WHERE tenant = 'acme'",
        );
        server.wait_for_status("https://acme.example", 200);
        server.wait_for_status(ACME, 403);
    });
}

#[test]
fn the_last_valid_set_remains_until_an_unavailable_database_returns() {
    on_each(|database| {
        let server = Server::start(&mut database.program());
        database.make_unavailable();
        server.log_until("the database is unavailable: the last valid set remains");
        let status_page = server.send("GET /status", BACK_OFFICE, &[], "");
        assert!(status_page.contains("the database is unavailable"), "{status_page}");
        assert_eq!(status(&server.visit(ACME)), 200);
        assert_eq!(status(&server.edit(TOKEN, "acme", &format!("[\"{NEW}\"]"))), 503);
        database.make_available();
        database.execute("DELETE FROM tenant_origins WHERE tenant = 'acme'");
        server.log_until("read 2 origins from the database");
        assert_eq!(status(&server.visit(ACME)), 403);
        let status_page = server.send("GET /status", BACK_OFFICE, &[], "");
        assert!(status_page.contains("read 2 origins from the database"), "{status_page}");
        database.execute("DELETE FROM tenant_origins WHERE origin LIKE '%*%'");
        server.log_until("read 1 origin from the database");
    });
}

#[test]
fn a_server_reads_a_hundred_thousand_tenants() {
    on_each(|database| {
        let server = Server::start(&mut database.program());
        database.execute(
            "WITH RECURSIVE tenants (id) AS
                 (SELECT 1 UNION ALL SELECT id + 1 FROM tenants WHERE id < 100000)
             INSERT INTO tenant_origins
                 SELECT 'tenant' || id, 'https://tenant' || id || '.example' FROM tenants",
        );
        server.log_until("read 100003 origins from the database");
        for origin in [ACME, "https://tenant1.example", "https://tenant100000.example"] {
            assert_eq!(status(&server.visit(origin)), 200);
        }
        assert_eq!(status(&server.visit("https://tenant100001.example")), 403);
    });
}
