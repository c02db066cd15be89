//! Every message about CORS that a server can cause: provoked in the browser, read in its console, found
//! in the guide, and mended by the guide's own edit.

mod handlers;

use std::time::Duration;

use cors_rules::console::ConsoleMessage;
use libtest_mimic::Trial;
use serde_json::{Value, json};

pub(crate) use self::handlers::routes;
use self::handlers::{Case, cases};
use crate::{Shared, World, test};

pub(crate) fn tests(shared: &Shared) -> Vec<Trial> {
    const LIMIT: Duration = Duration::from_secs(60);
    let trial = |case: &'static Case| {
        let name = format!("the console says {}, and the guide's edit mends it", case.message);
        test(shared, &name, LIMIT, async move |world: &World| provoke(world, case).await)
    };
    cases().map(trial).collect()
}

async fn provoke(world: &World, case: &Case) {
    let page = format!("http://app.localhost:{}/page", world.server.ports.first);
    world.chromium().page().goto(&page).await.expect("the page opens");
    world.chromium().log("browser").await;
    world.chromium().log("performance").await;

    assert_eq!(call(world, case, "before").await, Value::Null, "it is blocked");
    let (texts, errors) = (world.chromium().console().await, cors_errors(world).await);
    let pages: Vec<_> = texts.iter().filter_map(|text| ConsoleMessage::read(text)).collect();
    assert_eq!(pages, [case.message], "{texts:#?}");
    let protocol = case.message.chromium().expect("one of Chromium's");
    assert_eq!(errors, [protocol], "{texts:#?}");

    assert_eq!(call(world, case, "after").await, json!("ran"), "the edit mends it");
    assert_eq!(cors_errors(world).await, [""; 0]);
}

/// What the page's call comes to: the body, or `null` where the browser blocks it.
async fn call(world: &World, case: &Case, handler: &str) -> Value {
    let Case { message, call } = case;
    let script = format!(
        "const [url, done] = arguments;
        fetch(url, {call}).then((response) => response.text()).then(done, () => done(null));"
    );
    let url = format!(
        "http://api.localhost:{}/{}/console/{message}/{handler}",
        world.server.ports.first,
        crate::agreement::next_run(),
    );
    world.chromium().run(&script, vec![json!(url)]).await.expect("the script ends")
}

/// What Chromium calls it in the DevTools protocol's `Network.loadingFailed`.
async fn cors_errors(world: &World) -> Vec<String> {
    let events = world.chromium().log("performance").await;
    let error = |event: &String| -> Option<String> {
        let event: Value = serde_json::from_str(event).ok()?;
        let error = event.pointer("/message/params/corsErrorStatus/corsError")?;
        Some(error.as_str()?.to_owned())
    };
    let mut errors: Vec<String> = events.iter().filter_map(error).collect();
    // A preflight that fails takes the request with it, under the same name.
    errors.dedup();
    errors
}
