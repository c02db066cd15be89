//! What a fleet has to do: two servers on one database.

use crate::{
    databases::on_each,
    process::{BACK_OFFICE, Server, TOKEN, header, status},
};

const ACME: &str = "http://localhost:5173";
const GLOBEX: &str = "http://localhost:5174";
const NEW: &str = "https://new.acme.example";

#[test]
fn an_edit_at_one_server_is_heard_by_both() {
    on_each(|database| {
        let servers = [(); 2].map(|()| Server::start(&mut database.program()));
        for server in &servers {
            for origin in [ACME, GLOBEX, "https://a.globex.example"] {
                let answer = server.visit(origin);
                assert_eq!(status(&answer), 200, "{answer}");
                assert_eq!(header(&answer, "access-control-allow-origin"), Some(origin));
                assert_eq!(header(&answer, "access-control-allow-credentials"), Some("true"));
            }
            assert_eq!(status(&server.visit(NEW)), 403);
        }
        assert_eq!(status(&servers[0].edit(TOKEN, "acme", &format!("[\"{NEW}\"]"))), 202);
        for server in &servers {
            server.wait_until(NEW, 200);
            server.wait_until(ACME, 403);
            assert_eq!(status(&server.visit(GLOBEX)), 200);
        }
        // Past every server, as an operator's console does it.
        database.execute("DELETE FROM tenant_origins WHERE tenant = 'acme'");
        servers.iter().for_each(|server| server.wait_until(NEW, 403));
    });
}

#[test]
fn a_mistaken_origin_is_refused_at_the_edit_with_the_rules_text() {
    on_each(|database| {
        let server = Server::start(&mut database.program());
        for (origins, told) in [
            (r#"["https://acme.example/"]"#, "help: write `https://acme.example`"),
            (r#"["https://a.example", "*"]"#, "rule: cors::any_origin_mixed"),
            (r#"["https://*.github.io"]"#, "rule: cors::public_suffix_with_credentials"),
        ] {
            let answer = server.edit(TOKEN, "acme", origins);
            assert_eq!(status(&answer), 422, "{answer}");
            assert!(answer.contains(told), "{answer}");
            // And the page that made the mistake may read what it was.
            assert_eq!(header(&answer, "access-control-allow-origin"), Some(BACK_OFFICE));
        }
        assert_eq!(status(&server.edit("guessed", "acme", "[]")), 403);
        assert_eq!(status(&server.edit(TOKEN, "globex", "[]")), 202);
        server.wait_until(GLOBEX, 403);
        let last = server.edit(TOKEN, "acme", "[]");
        assert_eq!(status(&last), 409, "{last}");
        assert_eq!(status(&server.visit(ACME)), 200);
        let bearer = format!("authorization: Bearer {TOKEN}");
        let listed = server.ask("GET /tenants/acme/origins", BACK_OFFICE, &[&bearer], "");
        assert!(listed.ends_with(&format!("[\"{ACME}\"]")), "{listed}");
    });
}

#[test]
fn a_mistake_made_past_the_servers_leaves_the_last_good_set() {
    on_each(|database| {
        let server = Server::start(&mut database.program());
        database.execute(
            "UPDATE tenant_origins SET origin = 'https://acme.example/' \
             WHERE tenant = 'acme'",
        );
        let told = server.told_until("cors::invalid_origin");
        assert!(told.contains("the last good set stays"), "{told}");
        assert_eq!(status(&server.visit(ACME)), 200);
        database.execute(
            "UPDATE tenant_origins SET origin = 'https://acme.example' \
             WHERE tenant = 'acme'",
        );
        server.wait_until("https://acme.example", 200);
        server.wait_until(ACME, 403);
    });
}

#[test]
fn a_database_that_goes_away_leaves_the_last_good_set_and_is_found_again() {
    on_each(|database| {
        let server = Server::start(&mut database.program());
        database.go_away();
        server.told_until("the database is gone: the last good set stays");
        let told = server.ask("GET /status", BACK_OFFICE, &[], "");
        assert!(told.contains("the database is gone"), "{told}");
        assert_eq!(status(&server.visit(ACME)), 200);
        assert_eq!(status(&server.edit(TOKEN, "acme", &format!("[\"{NEW}\"]"))), 503);
        database.come_back();
        database.execute("DELETE FROM tenant_origins WHERE tenant = 'acme'");
        server.told_until("2 origins, as the database has them");
        assert_eq!(status(&server.visit(ACME)), 403);
        let told = server.ask("GET /status", BACK_OFFICE, &[], "");
        assert!(told.contains("2 origins, as the database has them"), "{told}");
    });
}

#[test]
fn a_hundred_thousand_tenants_are_read() {
    on_each(|database| {
        let server = Server::start(&mut database.program());
        database.execute(
            "WITH RECURSIVE tenants (id) AS
                 (SELECT 1 UNION ALL SELECT id + 1 FROM tenants WHERE id < 100000)
             INSERT INTO tenant_origins
                 SELECT 'tenant' || id, 'https://tenant' || id || '.example' FROM tenants",
        );
        server.told_until("100003 origins, as the database has them");
        for origin in [ACME, "https://tenant1.example", "https://tenant100000.example"] {
            assert_eq!(status(&server.visit(origin)), 200);
        }
        assert_eq!(status(&server.visit("https://tenant100001.example")), 403);
    });
}
