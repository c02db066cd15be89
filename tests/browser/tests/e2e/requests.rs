//! Requests that pages send in addition to the calls in `scenarios.rs`: subresources, forms, WebSockets, and the
//! requests of attackers' pages. The tests send these requests in Chromium, and in the in-process client if the client
//! supports them.

use actix_web::test::{self, TestRequest};
use cors_runtime::testing::{Blocked, Browser};
use serde_json::json;

use crate::{
    World,
    agreement::next_run,
    call::API,
    page::{APP, EVIL, EXTENSION, LOCALHOST, NOT_EXAMPLE, Page, SANDBOXED, STAFF, UNDERSCORED},
    server::{COOKIE, Log, Orders, app},
};

const SCRIPT: &str = include_str!("page/requests.js");

pub(crate) struct Case(Row);

/// A row of a table: the page, the name of a function in `requests.js`, and the host and the path of the request. The
/// last two fields are the status of the server's response, and the result of the function.
type Row = (Page, &'static str, &'static str, &'static str, u16, bool);

/// Loads of subresources. The server responds to every page, so only the browser decides whether the page gets the
/// response.
const SUBRESOURCES: [Row; 14] = [
    (APP, "module", API, "/files/a.js", 200, true),
    (EVIL, "module", API, "/files/a.js", 200, false),
    (APP, "import", API, "/files/a.js", 200, true),
    (STAFF, "import", API, "/files/a.js", 200, false),
    (APP, "moduleWithCredentials", API, "/files-with-credentials/a.js", 200, true),
    (APP, "moduleWithCredentials", API, "/files/a.js", 200, false),
    (APP, "crossOriginScript", API, "/files/a.js", 200, true),
    (EVIL, "crossOriginScript", API, "/files/a.js", 200, false),
    (APP, "font", API, "/files/a.ttf", 200, true),
    (EVIL, "font", API, "/files/a.ttf", 200, false),
    (APP, "fontFace", API, "/files/a.ttf", 200, true),
    (STAFF, "fontFace", API, "/files/a.ttf", 200, false),
    // The body of the response does not end, so the browser must decide by the headers.
    (APP, "stream", API, "/endless", 200, true),
    (EVIL, "stream", API, "/endless", 200, false),
];

/// Form submissions, which need no preflight. Only `enforce` rejects the forms of other sites. Chromium sends
/// `Sec-Fetch-Site` to `localhost` only, since the other hosts are not trustworthy over plain HTTP. For the other
/// hosts, the server compares `Origin` with `Host`.
const FORMS: [Row; 8] = [
    (EVIL, "form", API, "/order-without-enforce", 200, true),
    (EVIL, "form", API, "/order", 403, true),
    (SANDBOXED, "formInSandbox", API, "/order", 403, true),
    // Chromium sends the API's cookie with this form. The policy of `/order` allows the origin, but has no
    // `allow_credentials`, so `enforce` rejects the request.
    (APP, "form", API, "/order", 403, true),
    (APP, "form", API, "/order-with-credentials", 200, true),
    // A same-origin form passes, even if the origin is not listed.
    (NOT_EXAMPLE, "form", NOT_EXAMPLE.host, "/order", 200, true),
    (LOCALHOST, "form", LOCALHOST.host, "/order", 200, true),
    (EVIL, "form", LOCALHOST.host, "/order", 403, true),
];

/// Browsers apply no CORS to WebSockets, so only `enforce` rejects the handshakes of other sites.
const SOCKETS: [Row; 6] = [
    (EVIL, "socket", API, "/chat-without-enforce", 101, true),
    (EVIL, "socket", API, "/chat", 403, false),
    (SANDBOXED, "socketInSandbox", API, "/chat", 403, false),
    (APP, "socket", API, "/chat", 101, true),
    (NOT_EXAMPLE, "socket", NOT_EXAMPLE.host, "/chat", 101, true),
    (EVIL, "socket", LOCALHOST.host, "/chat", 403, false),
];

const ATTACKS: [Row; 11] = [
    // Every name resolves to this machine, as an attacker's name does after DNS rebinding.
    (EVIL, "get", EVIL.host, "/without-hosts", 200, true),
    (EVIL, "get", EVIL.host, "/with-hosts", 403, false),
    // `enforce` allows loads by HTML elements. `enforce = "isolate"` rejects these loads, but allows the navigation of
    // a frame.
    (EVIL, "image", LOCALHOST.host, "/enforced-files/a.svg", 200, true),
    (EVIL, "image", LOCALHOST.host, "/isolated-files/a.svg", 403, false),
    (EVIL, "classicScript", LOCALHOST.host, "/enforced-files/a.js", 200, true),
    (EVIL, "classicScript", LOCALHOST.host, "/isolated-files/a.js", 403, false),
    (EVIL, "frame", LOCALHOST.host, "/isolated-files/a.html", 200, true),
    (EVIL, "object", LOCALHOST.host, "/isolated-files/a.html", 403, false),
    // A host name should not contain an underscore, but browsers accept it.
    (UNDERSCORED, "get", API, "/underscored", 200, true),
    // The extension has a host permission for `localhost` only. Chromium sends `Sec-Fetch-Site: none` to that host, as
    // for a request that the user starts, and `enforce` allows the request.
    (EXTENSION, "post", LOCALHOST.host, "/order", 200, true),
    (EXTENSION, "post", API, "/order", 403, false),
];

pub(crate) fn all() -> impl Iterator<Item = Case> {
    SUBRESOURCES.into_iter().chain(FORMS).chain(SOCKETS).chain(ATTACKS).map(Case)
}

impl Case {
    pub(crate) fn name(&self) -> String {
        let Self((page, request, host, path, status, _)) = self;
        format!("`{request}` of http://{host}{path} by a page of {}: {status}", page.host)
    }

    pub(crate) fn check(&self, world: &World) {
        let &Self((page, request, host, path, status, succeeds)) = self;
        let ports = world.server.ports;
        let scheme = if request.starts_with("socket") { "ws" } else { "http" };
        let url = format!("{scheme}://{host}:{}/{}{path}", ports.first, next_run());
        let orders = usize::from(path.starts_with("/order") && status == 200);

        world.chromium.goto(&page.url(ports));
        world.server.log.take();
        world.server.orders.take();
        let call = "const [name, url, done] = arguments; requests[name](url).then(done);";
        let result = world.chromium.run(&format!("{SCRIPT}{call}"), json!([request, url]));
        let statuses: Vec<_> = world.server.log.take().iter().map(|it| it.status).collect();
        assert_eq!(statuses, [status], "Chromium");
        assert_eq!(result, json!(succeeds), "Chromium");
        assert_eq!(world.server.orders.take(), orders, "Chromium: runs of the handler");

        let client = Browser::at(&page.origin(ports));
        match request {
            // The in-process client simulates no "no-cors" loads, no loads of frames, and no requests of an extension.
            "image" | "classicScript" | "frame" | "object" | "post" => {}
            // The in-process client does not simulate DNS rebinding.
            "get" if host == page.host => {}
            _ => world.block_on(self.check_client(world, client, &url, orders)),
        }
    }

    async fn check_client(&self, world: &World, client: Browser, url: &str, orders: usize) {
        let Self((page, request, host, _, expected, succeeds)) = *self;
        let (ports, placed) = (world.server.ports, Orders::default());
        let app = test::init_service(app(ports, Log::default(), placed.clone())).await;
        let get = TestRequest::get().uri(url);
        match request {
            "form" | "formInSandbox" => {
                let mut form = TestRequest::post()
                    .uri(url)
                    .insert_header(("content-type", "application/x-www-form-urlencoded"))
                    .set_payload("title=Emma");
                if host == API && page.is_same_site() {
                    form = form.insert_header(("cookie", COOKIE));
                }
                let response = client.navigate(&app, form).await.expect("a response");
                assert_eq!(response.status(), expected, "the client");
            }
            "socket" | "socketInSandbox" => match client.websocket(&app, get).await {
                Ok(()) => assert!(succeeds, "the client"),
                Err(Blocked::WebSocketHandshake { status, .. }) => {
                    assert!(!succeeds && status == expected, "the client: {status}");
                }
                Err(other) => panic!("the client: {other}"),
            },
            "moduleWithCredentials" => {
                let result = client.with_credentials().fetch(&app, get).await;
                assert_eq!(result.is_ok(), succeeds, "the client: {result:?}");
            }
            _ => {
                let result = client.fetch(&app, get).await;
                assert_eq!(result.is_ok(), succeeds, "the client: {result:?}");
            }
        }
        assert_eq!(placed.take(), orders, "the client: runs of the handler");
    }
}
