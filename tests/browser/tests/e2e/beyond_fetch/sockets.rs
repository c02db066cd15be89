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

/// A name, the page, the server's host, the path, and whether the handshake succeeds.
const HANDSHAKES: [(&str, Page, &str, &str, bool); 6] = [
    ("a listed page's WebSocket is taken where the policy is enforced", APP, API, "/chat", true),
    ("another site's WebSocket is refused where the policy is enforced", EVIL, API, "/chat", false),
    ("another site's WebSocket is taken where it is not", EVIL, API, "/chat-by-anyone", true),
    ("a sandboxed frame's WebSocket is refused", SANDBOXED, API, "/chat", false),
    (
        "a WebSocket of the server's own origin is taken",
        NOT_EXAMPLE,
        NOT_EXAMPLE.host,
        "/chat",
        true,
    ),
    (
        "another site's WebSocket is refused by what the browser says of it",
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
        socket.onopen = () => { socket.close(); told(true); };
        socket.onerror = () => told(false);
    }`;
    if (sandboxed) {
        addEventListener('message', ({ data }) => done(data), { once: true });
        const frame = document.createElement('iframe');
        frame.sandbox = 'allow-scripts';
        frame.srcdoc = `<script>const told = (data) => parent.postMessage(data, '*'); ${connect}<\\/script>`;
        document.body.append(frame);
    } else {
        new Function('told', connect)(done);
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
                assert_eq!(world.answered(), [status], "Chromium");

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
