//! The origins that a pattern matches.

use super::{Scenario, scenario};
use crate::{
    call::{blocked, get, read},
    page::{APP, APP_ON_SECOND_PORT, BARE, DEEP, EVIL, NOT_EXAMPLE, PREFIXED, STAFF, SUFFIXED},
};

pub(crate) fn scenarios() -> Vec<Scenario> {
    let matches =
        |name, page, path: &str| scenario(name, page).call(get(path), read(200).sent(["GET"]));
    let does_not_match =
        |name, page, path: &str| scenario(name, page).call(get(path), blocked().sent(["GET"]));
    vec![
        matches("`*.` matches a subdomain", APP, "/subdomains"),
        matches("`*.` matches a subdomain of a subdomain", DEEP, "/subdomains"),
        does_not_match("`*.` does not match the domain itself", BARE, "/subdomains"),
        does_not_match(
            "`*.` does not match a domain with the same end",
            NOT_EXAMPLE,
            "/subdomains",
        ),
        does_not_match(
            "`*.` does not match a domain with the same beginning",
            PREFIXED,
            "/subdomains",
        ),
        does_not_match("`*.` does not match another site", EVIL, "/subdomains"),
        matches("a domain matches itself", BARE, "/bare-domain"),
        does_not_match("a domain does not match its subdomains", APP, "/bare-domain"),
        does_not_match("a host does not match a host with the same end", SUFFIXED, "/listed"),
        does_not_match("a host does not match a host with the same beginning", PREFIXED, "/listed"),
        matches("`:*` matches any port", APP_ON_SECOND_PORT, "/listed"),
        does_not_match(
            "a pattern without a port matches the default port only",
            APP,
            "/default-port",
        ),
        matches("a closure allows one port", APP, "/exact-port"),
        does_not_match("a closure does not allow another port", APP_ON_SECOND_PORT, "/exact-port"),
        matches("an async closure allows one origin", APP, "/async-closure"),
        does_not_match(
            "an async closure does not allow another port",
            APP_ON_SECOND_PORT,
            "/async-closure",
        ),
        does_not_match("an async closure does not allow another host", STAFF, "/async-closure"),
    ]
}
