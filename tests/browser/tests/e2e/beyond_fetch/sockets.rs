//! WebSockets, to which browsers apply no CORS.

use std::time::Duration;

use actix_web::test::{self, TestRequest};
use cors_runtime::testing::{Blocked, Browser};
use libtest_mimic::Trial;
use serde_json::json;

use crate::{
    Shared, World,
    call::API,
    page::{APP, EVIL, LOCALHOST, NOT_EXAMPLE, Page, SANDBOXED},
    server::{Log, Orders, app},
    test as trial,
};

/// A test name, the page, the host of the server, the path, and the success of the handshake.
const HANDSHAKES: [(&str, Page, &str, &str, bool); 6] = [
    ("`enforce` accepts a WebSocket of a listed page", APP, API, "/chat", true),
    ("`enforce` rejects a WebSocket of another site", EVIL, API, "/chat", false),
    (
        "a WebSocket of another site reaches a handler without `enforce`",
        EVIL,
        API,
        "/chat-without-enforce",
        true,
    ),
    ("`enforce` rejects a WebSocket of a sandboxed frame", SANDBOXED, API, "/chat", false),
    ("`enforce` accepts a same-origin WebSocket", NOT_EXAMPLE, NOT_EXAMPLE.host, "/chat", true),
    (
        "`enforce` rejects a WebSocket with `Sec-Fetch-Site: cross-site`",
        EVIL,
        LOCALHOST.host,
        "/chat",
        false,
    ),
];

const CONNECT: &str = "
    const [url, sandboxed, done] = arguments;
    const connect = `{
        const socket = new WebSocket('${url}');
        socket.onopen = () => { socket.close(); report(true); };
        socket.onerror = () => report(false);
    }`;
    if (sandboxed) {
        addEventListener('message', ({ data }) => done(data), { once: true });
        const frame = document.createElement('iframe');
        frame.sandbox = 'allow-scripts';
        frame.srcdoc = `<script>const report = (data) => parent.postMessage(data, '*'); ${connect}<\\/script>`;
        document.body.append(frame);
    } else {
        new Function('report', connect)(done);
    }";

pub(crate) fn tests(shared: &Shared) -> Vec<Trial> {
    HANDSHAKES
        .into_iter()
        .map(|(name, page, host, path, succeeds)| {
            trial(shared, name, Duration::from_secs(60), async move |world: &World| {
                let url = world.url("ws", host, path);
                let arguments = vec![json!(url), json!(page.sandboxed)];
                let opened = world.on_page(page, CONNECT, arguments).await;
                assert_eq!(opened, json!(succeeds), "Chromium");
                let status = if succeeds { 101 } else { 403 };
                assert_eq!(world.response_statuses(), [status], "Chromium");

                let ports = world.server.ports;
                let app = test::init_service(app(ports, Log::default(), Orders::default())).await;
                let page = Browser::at(&page.origin(ports));
                match page.websocket(&app, TestRequest::get().uri(&url)).await {
                    Ok(()) => assert!(succeeds, "the client"),
                    Err(Blocked::WebSocketHandshake { status, .. }) => {
                        assert!(!succeeds && status == 403, "the client: {status}");
                    }
                    Err(other) => panic!("the client: {other}"),
                }
            })
        })
        .collect()
}
