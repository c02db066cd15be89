//! The CORS cases of the web-platform-tests as tables. They come from the folders
//! [`cors`](https://github.com/web-platform-tests/wpt/tree/master/cors) and
//! [`fetch/api/cors`](https://github.com/web-platform-tests/wpt/tree/master/fetch/api/cors), rewritten in
//! Rust. Cases that need stored cookies, progress events or `Referer` are left out. So is `Last-Event-ID`
//! as a safelisted name, which is not in the standard (<https://github.com/whatwg/fetch/pull/1788>).

mod preflight;
mod redirect;
mod sharing;

use super::{Received, respond};

const PAGE: &str = "http://web-platform.test:8000";

type Header = (&'static str, &'static str);

/// Responds to preflights with one list of headers, and to other requests with the other list.
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
