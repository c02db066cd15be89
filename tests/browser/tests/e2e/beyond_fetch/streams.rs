//! A body that does not end: its headers and what has come of it are readable meanwhile.

use std::time::Duration;

use actix_web::test::{self, TestRequest};
use cors_runtime::testing::Browser;
use libtest_mimic::Trial;
use serde_json::json;

use crate::{
    Shared, World,
    call::API,
    page::{APP, EVIL, Page},
    server::{Log, Orders, app},
    test as trial,
};

const READ_ONE_CHUNK: &str = "
    const [url, done] = arguments;
    const leave = new AbortController();
    fetch(url, { signal: leave.signal }).then(async (response) => {
        const { value } = await response.body.getReader().read();
        done([response.headers.get('x-total-count'), new TextDecoder().decode(value)]);
        leave.abort();
    }).catch(() => done(null));";

pub(crate) fn tests(shared: &Shared) -> Vec<Trial> {
    let name = |told: &str| format!("an endless body {told}");
    vec![
        trial(
            shared,
            &name("is readable as it comes"),
            Duration::from_secs(60),
            async |world: &World| {
                meets(world, APP, true).await;
            },
        ),
        trial(
            shared,
            &name("is hidden from other pages at once"),
            Duration::from_secs(60),
            async |world: &World| {
                meets(world, EVIL, false).await;
            },
        ),
    ]
}

async fn meets(world: &World, page: Page, readable: bool) {
    let url = world.url("http", API, "/endless");
    let seen = world.on_page(page, READ_ONE_CHUNK, vec![json!(url)]).await;
    let expected = if readable { json!(["many", "first"]) } else { json!(null) };
    assert_eq!(seen, expected, "Chromium");

    let ports = world.server.ports;
    let app = test::init_service(app(ports, Log::default(), Orders::default())).await;
    let page = Browser::at(&page.origin(ports));
    let seen = page.fetch(&app, TestRequest::get().uri(&url)).await.ok();
    let header = seen.as_ref().map(|seen| seen.header("x-total-count"));
    assert_eq!(header, readable.then_some(Some("many")), "the client");
}
