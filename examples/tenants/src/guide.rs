//! What to paste, printed when the server starts.

use std::net::SocketAddr;

use cors_runtime::Origins;

use crate::{
    admin::Token,
    setup::{BACK_OFFICE, PORT, Setup, TOKEN},
};

/// The tenant that is edited there.
pub const TENANT: &str = "acme";

pub fn to_paste(
    setup: &Setup,
    token: &Token,
    back_office: &Origins,
    tenants: &[String],
    address: SocketAddr,
) -> String {
    let (server, token) = (format!("http://localhost:{}", address.port()), token.as_str());
    let page = origin(tenants.iter().map(String::as_str));
    let office = origin(back_office.patterns());
    let database = setup.place.variable();
    format!(
        "Ask as a page of a tenant would:

  curl -i -b jar -c jar -X POST -H 'Origin: {page}' {server}/visits

It is answered with its own origin in `access-control-allow-origin`, and counted. Start a second
server on the same database, in another terminal:

  {TOKEN}={token} \\
    {BACK_OFFICE}={office} {PORT}=0 {database} \\
    cargo run -p tenants

Then edit the origins of a tenant, as a page of the back office:

  curl -i -X PUT -H 'Origin: {office}' \\
    -H 'Authorization: Bearer {token}' \\
    -H 'Content-Type: application/json' -d '[\"https://new.acme.example\"]' \\
    {server}/tenants/{TENANT}/origins

Both servers hear of it at once: the new origin is answered, the old one is refused with 403. A
mistake, such as a slash behind the origin, is refused when it is made, with the text to write
instead. How a server stands to its database:

  curl -i -H 'Origin: {office}' {server}/status

"
    )
}

/// The first that is an origin, and no pattern, which no page has for its own.
fn origin<'a>(mut patterns: impl Iterator<Item = &'a str>) -> &'a str {
    patterns.find(|pattern| !pattern.contains('*')).unwrap_or("https://app.example.com")
}
