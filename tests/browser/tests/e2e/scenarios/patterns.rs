//! Which origins a pattern lets in.

use super::{Scenario, scenario};
use crate::{
    call::{blocked, get, read},
    page::{APP, APP_ON_SECOND_PORT, BARE, DEEP, EVIL, NOT_EXAMPLE, PREFIXED, STAFF, SUFFIXED},
};

pub(crate) fn scenarios() -> Vec<Scenario> {
    let let_in =
        |name, page, path: &str| scenario(name, page).call(get(path), read(200).sent(["GET"]));
    let kept_out =
        |name, page, path: &str| scenario(name, page).call(get(path), blocked().sent(["GET"]));
    vec![
        let_in("`*.` lets in a subdomain", APP, "/subdomains"),
        let_in("`*.` lets in a subdomain's subdomain", DEEP, "/subdomains"),
        kept_out("`*.` keeps out the domain itself", BARE, "/subdomains"),
        kept_out("`*.` keeps out a domain that ends alike", NOT_EXAMPLE, "/subdomains"),
        kept_out("`*.` keeps out a domain that begins alike", PREFIXED, "/subdomains"),
        kept_out("`*.` keeps out another site", EVIL, "/subdomains"),
        let_in("a domain lets in itself", BARE, "/bare-domain"),
        kept_out("a domain keeps out its subdomains", APP, "/bare-domain"),
        kept_out("a host keeps out a host that ends alike", SUFFIXED, "/listed"),
        kept_out("a host keeps out a host that begins alike", PREFIXED, "/listed"),
        let_in("`:*` lets in any port", APP_ON_SECOND_PORT, "/listed"),
        kept_out("no port is the default port alone", APP, "/default-port"),
        let_in("a closure lets in the port that it knows", APP, "/exact-port"),
        kept_out("a closure keeps out another port", APP_ON_SECOND_PORT, "/exact-port"),
        let_in("an async closure lets in the origin that it knows", APP, "/asked"),
        kept_out("an async closure keeps out another port", APP_ON_SECOND_PORT, "/asked"),
        kept_out("an async closure keeps out another host", STAFF, "/asked"),
    ]
}
