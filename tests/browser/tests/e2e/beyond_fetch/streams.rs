//! A response whose body does not end: the page can read the headers and the first chunk.

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
    const controller = new AbortController();
    fetch(url, { signal: controller.signal }).then(async (response) => {
        const { value } = await response.body.getReader().read();
        done([response.headers.get('x-total-count'), new TextDecoder().decode(value)]);
        controller.abort();
    }).catch(() => done(null));";

pub(crate) fn tests(shared: &Shared) -> Vec<Trial> {
    [
        ("a listed page reads an endless body while it arrives", APP, true),
        ("the browser blocks an endless body before it ends", EVIL, false),
    ]
    .into_iter()
    .map(|(name, page, is_readable)| {
        trial(shared, name, Duration::from_secs(60), async move |world: &World| {
            check(world, page, is_readable).await;
        })
    })
    .collect()
}

async fn check(world: &World, page: Page, is_readable: bool) {
    let url = world.url("http", API, "/endless");
    let result = world.on_page(page, READ_ONE_CHUNK, vec![json!(url)]).await;
    let expected = if is_readable { json!(["many", "first"]) } else { json!(null) };
    assert_eq!(result, expected, "Chromium");

    let ports = world.server.ports;
    let app = test::init_service(app(ports, Log::default(), Orders::default())).await;
    let page = Browser::at(&page.origin(ports));
    let response = page.fetch(&app, TestRequest::get().uri(&url)).await.ok();
    let header = response.as_ref().map(|response| response.header("x-total-count"));
    assert_eq!(header, is_readable.then_some(Some("many")), "the client");
}
