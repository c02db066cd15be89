//! The text that the example prints when it starts: the URLs, the policies, and commands that try the policies.

use std::fmt::Write;

use crate::policies::SHOP;

/// The URLs of the API and of one page that is served from three origins.
pub struct Urls {
    pub api: String,
    pub shop: String,
    pub staff: String,
    pub other_site: String,
}

impl Urls {
    pub fn new(api_port: u16, page_port: u16) -> Self {
        Self {
            api: format!("http://localhost:{api_port}"),
            shop: format!("http://localhost:{page_port}"),
            staff: format!("http://staff.localhost:{page_port}"),
            other_site: format!("http://127.0.0.1:{page_port}"),
        }
    }
}

pub fn text(urls: &Urls, explorer_url: &str) -> String {
    // Writing to a `String` cannot fail, so the results of `write!` are ignored.
    let Urls { api, shop, staff, other_site } = urls;
    let policies = cors_runtime::policies();
    let mut text = format!(
        "\
API         {api}
Shop page   {shop}    open this one
Staff page  {staff}
Other site  {other_site}

{policies}
"
    );
    if cfg!(debug_assertions) {
        let _ = write!(text, "The Explorer explains why a page was blocked:\n{explorer_url}\n\n");
    } else {
        text.push_str("A release build has no `debug_origins`: it allows these pages only what is public.\n\n");
    }
    text.push_str("Try it without a browser (Ctrl-C here stops the shop):\n");
    for (description, command) in commands(urls) {
        let _ = write!(text, "\n# {description}\n{command}\n");
    }
    text
}

fn commands(urls: &Urls) -> Vec<(&'static str, String)> {
    let api = &urls.api;
    let shop = if cfg!(debug_assertions) { &urls.shop } else { SHOP };
    let other_site = &urls.other_site;
    let get = |path: &str, origin: &str| format!("curl -i {api}{path} -H 'Origin: {origin}'");
    let preflight = |method: &str, path: &str, origin: &str| {
        let requested = format!("-H 'Access-Control-Request-Method: {method}'");
        format!("curl -i -X OPTIONS {api}{path} -H 'Origin: {origin}' {requested}")
    };
    vec![
        ("every site can read the books and `x-total-count`", get("/books", other_site)),
        (
            "preflight of the shop page for replacing a book: 204, with the allowed method and headers",
            preflight("PUT", "/books/1", shop),
        ),
        (
            "the shop page replaces the book",
            format!(
                "curl -i -X PUT {api}/books/1 -H 'Origin: {shop}' -H 'Content-Type: application/json' \
                 -H 'X-Request-Id: 7' -d '{{\"title\":\"Emma\",\"author\":\"Jane Austen\"}}'"
            ),
        ),
        (
            "the same preflight of another site: 403, without Access-Control headers",
            preflight("PUT", "/books/1", other_site),
        ),
        (
            "preflight of the shop page for deleting, on the same path: 403, because only staff may delete",
            preflight("DELETE", "/books/1", shop),
        ),
        (
            "the shop page asks who is signed in: it may send the cookie and read the response",
            format!("{} -H 'Cookie: visitor=Ada'", get("/me", shop)),
        ),
        (
            "another site asks: the response has no Access-Control header, so a browser blocks it",
            format!("{} -H 'Cookie: visitor=Ada'", get("/me", other_site)),
        ),
        (
            "another site opens the WebSocket: 403, before the handler runs (`enforce`)",
            get("/search", other_site),
        ),
    ]
}
