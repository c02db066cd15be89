//! What the web-platform-tests ask of browsers about CORS, as tables: their folders
//! [`cors`](https://github.com/web-platform-tests/wpt/tree/master/cors) and
//! [`fetch/api/cors`](https://github.com/web-platform-tests/wpt/tree/master/fetch/api/cors), learnt
//! and written anew. Left out is what no in-process client has: cookies that are kept, progress
//! events, `Referer`; and `Last-Event-ID` as a safelisted name, which the standard has not taken up
//! (<https://github.com/whatwg/fetch/pull/1788>).

mod preflight;
mod redirect;
mod sharing;

use super::{Received, respond};

const PAGE: &str = "http://web-platform.test:8000";

type Header = (&'static str, &'static str);

/// Preflights are answered with the one list, everything else with the other.
fn scripted(
    status: u16,
    preflight: Vec<Header>,
    actual: Vec<Header>,
) -> impl Fn(&Received) -> actix_web::HttpResponse + Clone {
    move |received| match received.is_preflight() {
        true => respond(status, &preflight),
        false => respond(200, &actual),
    }
}
