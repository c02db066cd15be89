//! Tests of two servers that edit one database at the same time.

use std::thread;

use crate::{
    databases::on_each,
    process::{Server, TOKEN, status},
};

const TRIALS: usize = 5;

/// Sends one edit to each server at the same time, and returns the statuses.
fn at_once([one, other]: &mut [Server; 2], edits: [(&str, &str); 2]) -> [u16; 2] {
    thread::scope(|scope| {
        let [first, second] = edits;
        let sent = [(one, first), (other, second)].map(|(server, (tenant, origins))| {
            scope.spawn(move || status(&server.edit(TOKEN, tenant, origins)))
        });
        sent.map(|edit| edit.join().expect("the server responds to the edit"))
    })
}

#[test]
fn concurrent_edits_of_one_tenant_leave_the_list_of_one_of_them() {
    const LISTS: [&str; 2] =
        [r#"["https://a.example","https://b.example"]"#, r#"["https://c.example"]"#];
    on_each(|database| {
        let mut servers = [(); 2].map(|()| Server::start(&mut database.program()));
        database.slow_down_edits();
        for trial in 0..TRIALS {
            let statuses = at_once(&mut servers, LISTS.map(|list| ("acme", list)));
            assert_eq!(statuses, [202, 202], "trial {trial}");
            let left = servers[0].origins_of("acme");
            assert!(LISTS.contains(&left.as_str()), "trial {trial}: {left}");
        }
    });
}

#[test]
fn concurrent_removals_never_remove_the_last_tenant() {
    const TENANTS: [(&str, &str); 2] =
        [("acme", r#"["https://a.example"]"#), ("globex", r#"["https://b.example"]"#)];
    on_each(|database| {
        let mut servers = [(); 2].map(|()| Server::start(&mut database.program()));
        database.slow_down_edits();
        for trial in 0..TRIALS {
            let mut statuses = at_once(&mut servers, TENANTS.map(|(tenant, _)| (tenant, "[]")));
            statuses.sort_unstable();
            assert_eq!(statuses, [202, 409], "trial {trial}");
            for (tenant, origins) in TENANTS {
                assert_eq!(status(&servers[0].edit(TOKEN, tenant, origins)), 202);
            }
        }
    });
}
