//! What a newcomer sees first: where to go, which policies there are, and commands to try them.

use std::fmt::Write;

use crate::policies::SHOP;

/// One API, and one page that goes by three names: three origins, each with other rights.
pub struct Urls {
    pub api: String,
    pub shop: String,
    pub staff: String,
    pub stranger: String,
}

impl Urls {
    pub fn new(api_port: u16, page_port: u16) -> Self {
        Self {
            api: format!("http://localhost:{api_port}"),
            shop: format!("http://localhost:{page_port}"),
            staff: format!("http://staff.localhost:{page_port}"),
            stranger: format!("http://127.0.0.1:{page_port}"),
        }
    }
}

pub fn text(urls: &Urls, explorer_url: &str) -> String {
    // Writing to a `String` cannot fail, so the results of `write!` are ignored.
    let Urls { api, shop, staff, stranger } = urls;
    let policies = cors_runtime::policies();
    let mut text = format!(
        "\
The API       {api}
Its page      {shop}    open this one
… as staff    {staff}
… as another  {stranger}

{policies}
"
    );
    if cfg!(debug_assertions) {
        let _ =
            write!(text, "Why was a page blocked? The Explorer explains it:\n{explorer_url}\n\n");
    } else {
        text.push_str("A release build has no `debug_origins`: to these pages it allows what is public, no more.\n\n");
    }
    text.push_str("Try it without a browser (Ctrl-C here ends the shop):\n");
    for (told, command) in commands(urls) {
        let _ = write!(text, "\n# {told}\n{command}\n");
    }
    text
}

fn commands(urls: &Urls) -> Vec<(&'static str, String)> {
    let api = &urls.api;
    let ours = if cfg!(debug_assertions) { &urls.shop } else { SHOP };
    let stranger = &urls.stranger;
    let get = |path: &str, origin: &str| format!("curl -i {api}{path} -H 'Origin: {origin}'");
    let preflight = |method: &str, path: &str, origin: &str| {
        let asked = format!("-H 'Access-Control-Request-Method: {method}'");
        format!("curl -i -X OPTIONS {api}{path} -H 'Origin: {origin}' {asked}")
    };
    vec![
        ("anybody may read, and sees `x-total-count`", get("/books", stranger)),
        (
            "our page asks whether it may replace a book: 204, with all that it may send",
            preflight("PUT", "/books/1", ours),
        ),
        (
            "… and replaces it",
            format!(
                "curl -i -X PUT {api}/books/1 -H 'Origin: {ours}' -H 'Content-Type: application/json' \
                 -H 'X-Request-Id: 7' -d '{{\"title\":\"Emma\",\"author\":\"Jane Austen\"}}'"
            ),
        ),
        (
            "another page asks the same: 403, and nothing to go by",
            preflight("PUT", "/books/1", stranger),
        ),
        (
            "our page asks whether it may delete, on the same path: 403, that is for staff",
            preflight("DELETE", "/books/1", ours),
        ),
        (
            "our page asks who is signed in: it may send the cookie and read the answer",
            format!("{} -H 'Cookie: visitor=Ada'", get("/me", ours)),
        ),
        (
            "another page asks: the answer has no Access-Control header, so a browser withholds it",
            format!("{} -H 'Cookie: visitor=Ada'", get("/me", stranger)),
        ),
        (
            "another page opens the WebSocket: 403, before the handler runs (`enforce`)",
            get("/search", stranger),
        ),
    ]
}
