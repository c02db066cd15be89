//! The text that the server prints when it starts: commands to try.

use std::net::SocketAddr;

use cors_runtime::Origins;

use crate::{
    admin::Token,
    setup::{BACK_OFFICE, PORT, Setup, TOKEN},
};

/// The tenant that the commands edit.
pub const TENANT: &str = "acme";

pub fn text(
    setup: &Setup,
    token: &Token,
    back_office: &Origins,
    tenants: &[String],
    address: SocketAddr,
) -> String {
    let (server, token) = (format!("http://localhost:{}", address.port()), token.as_str());
    let page = origin(tenants.iter().map(String::as_str));
    let office = origin(back_office.patterns());
    let database = setup.location.shell_variable();
    format!(
        "Send a request as a page of a tenant:

  curl -i -b jar -c jar -X POST -H 'Origin: {page}' {server}/visits

The response has the origin in `access-control-allow-origin`, and counts the visit. Start a second
server on the same database, in another terminal:

  {TOKEN}={token} \\
    {BACK_OFFICE}={office} {PORT}=0 {database} \\
    cargo run -p tenants

Then edit the origins of a tenant, as a page of the back office:

  curl -i -X PUT -H 'Origin: {office}' \\
    -H 'Authorization: Bearer {token}' \\
    -H 'Content-Type: application/json' -d '[\"https://new.acme.example\"]' \\
    {server}/tenants/{TENANT}/origins

Both servers then allow the new origin, and reject the old one with 403. The back office's API
rejects an invalid origin, such as one with a slash at its end, and shows the valid form. The
status of a server shows its last read of the database:

  curl -i -H 'Origin: {office}' {server}/status

"
    )
}

/// Returns the first pattern without a wildcard, because a page has an exact origin. Returns an example origin if every
/// pattern has a wildcard.
fn origin<'a>(mut patterns: impl Iterator<Item = &'a str>) -> &'a str {
    patterns.find(|pattern| !pattern.contains('*')).unwrap_or("https://app.example.com")
}
