//! The page of the Explorer, used as a developer uses it, also with the keyboard and in a narrow window.

use std::time::Duration;

use cors_devtools::Explorer;
use fantoccini::{Locator, key::Key};
use libtest_mimic::Trial;
use serde_json::json;

use crate::{
    Shared, World,
    bookshop::{fits_the_window, press, script, wait_for},
    test,
};

const LIMIT: Duration = Duration::from_secs(60);

pub(crate) fn tests(shared: &Shared) -> Vec<Trial> {
    let mut tests = vec![
        test(shared, "the Explorer shows each step and the edit to make", LIMIT, shows_edit),
        test(shared, "the Explorer marks an invalid field", LIMIT, marks_invalid_field),
        test(shared, "the Explorer explains a console message", LIMIT, explains_message),
        test(shared, "the Explorer finds a policy and fills the form", LIMIT, finds_policy),
        test(shared, "the Explorer explains a handler without a policy", LIMIT, explains_no_policy),
        test(shared, "the Explorer works with the keyboard alone", LIMIT, works_with_keyboard),
        test(shared, "the Explorer breaks no word in its table", LIMIT, breaks_no_word),
    ];
    for width in [390, 1280] {
        let name = format!("the Explorer fits a window {width} pixels wide");
        tests.push(test(shared, &name, LIMIT, async move |world: &World| {
            open(world, width).await;
            fits_the_window(world, width, "before a question").await;
            ask(
                world,
                "https://app.example.com",
                "/run/console/missing_allow_origin_header/before",
            )
            .await;
            script(
                world,
                "document.querySelectorAll('details').forEach((d) => { d.open = true; })",
            )
            .await;
            fits_the_window(world, width, "with a response unfolded").await;
        }));
    }
    tests
}

async fn open(world: &World, width: u32) {
    world.chromium().set_width(width).await.expect("the window gets the width");
    // The path contains a token of the process, and the server runs in this process.
    let path = Explorer::at("/__cors").path().to_owned();
    let url = format!("http://localhost:{}{path}", world.server.ports.first);
    world.chromium().console().await;
    world.chromium().page().goto(&url).await.expect("the page opens");
    wait_for(world, "document.body.dataset.state", "ready").await;
}

/// Checks that the browser reports no violation of the `Content-Security-Policy` and no other error.
async fn assert_console_is_empty(world: &World) {
    assert_eq!(world.chromium().console().await, [""; 0]);
}

async fn fill(world: &World, field: &str, value: &str) {
    let set = "document.querySelector(arguments[0]).value = arguments[1]";
    let page = world.chromium().page();
    page.execute(set, vec![json!(field), json!(value)]).await.expect("the script runs");
}

async fn ask(world: &World, origin: &str, url: &str) {
    fill(world, "[name=page]", origin).await;
    fill(world, "[name=url]", url).await;
    submit(world, "ask-form").await;
}

async fn submit(world: &World, form: &str) {
    let code = format!("document.getElementById('{form}').requestSubmit()");
    script(world, &code).await;
    wait_for(world, "document.body.dataset.state", "ready").await;
}

async fn text(world: &World, selector: &str) -> String {
    let element = world.chromium().page().find(Locator::Css(selector)).await.expect(selector);
    element.text().await.expect("the text of the element")
}

async fn shows_edit(world: &World) {
    open(world, 1280).await;
    fill(world, "[name=method]", "PUT").await;
    fill(world, "[name=headers]", "x-request-id: 7").await;
    let path = "/run/console/header_disallowed_by_preflight_response/before";
    ask(world, "http://app.localhost:3000", path).await;
    assert!(text(world, "#verdict").await.starts_with("✕ blocked. The browser blocks it: "));
    assert_eq!(text(world, "[data-field=help]").await, "add x-request-id to allow_headers");
    assert!(text(world, "#refusal [data-field=at]").await.contains("console/handlers.rs:"));
    let steps = text(world, "#steps").await;
    for expected in [
        "The browser sends a preflight first, because the request needs permission for the method PUT \
         and the header x-request-id.",
        "→ 204",
        "access-control-allow-headers: content-type",
    ] {
        assert!(steps.contains(expected), "{expected:?} is not in\n{steps}");
    }
    let see = script(world, "return document.querySelector('#see a').href").await;
    let page = "console_messages/header_disallowed_by_preflight_response/";
    assert!(see.as_str().is_some_and(|see| see.ends_with(page)), "{see}");

    fill(world, "[name=headers]", "content-type: application/json").await;
    submit(world, "ask-form").await;
    assert_eq!(text(world, "#verdict").await, "✓ allowed. The page sees the response, 200 OK.");
    assert_eq!(script(world, "return document.getElementById('refusal').hidden").await, true);
    assert_console_is_empty(world).await;
}

/// Checks that lines break only at a space or a hyphen, or where the script of the page allows a break.
async fn breaks_no_word(world: &World) {
    const BROKEN: &str = r"
        const broken = [];
        let words = 0;
        for (const code of document.querySelectorAll('#rows code')) {
            const nodes = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
            while (nodes.nextNode()) {
                for (const word of nodes.currentNode.data.matchAll(/\S+/g)) {
                    words += 1;
                    const range = document.createRange();
                    range.setStart(nodes.currentNode, word.index);
                    range.setEnd(nodes.currentNode, word.index + word[0].length);
                    if (range.getClientRects().length > 1) {
                        broken.push(word[0]);
                    }
                }
            }
        }
        return words > 0 ? broken : 'the table has no words';";
    open(world, 1280).await;
    assert_eq!(script(world, BROKEN).await, json!([]));
}

async fn marks_invalid_field(world: &World) {
    open(world, 1280).await;
    ask(world, "app.example.com", "/").await;
    let message = "app.example.com is not the URL of a page: write https://app.example.com";
    assert_eq!(text(world, "#page-error").await, message);
    let focused = "return document.activeElement.name + document.activeElement.ariaInvalid";
    assert_eq!(script(world, focused).await, json!("pagetrue"));
}

async fn explains_message(world: &World) {
    open(world, 1280).await;
    let message = "Access to fetch at 'http://localhost:8080/me' from origin 'http://localhost:3000' \
                   has been blocked by CORS policy: The value of the \
                   'Access-Control-Allow-Credentials' header in the response is '' which must be \
                   'true' when the request's credentials mode is 'include'.";
    fill(world, "[name=message]", message).await;
    submit(world, "console-form").await;
    assert_eq!(text(world, "#meaning [data-field=key]").await, "allow_credentials");
    let attribute = text(world, "#meaning [data-field=attribute]").await;
    assert_eq!(attribute, "#[cors(origins = APP, allow_credentials)]");
    assert_console_is_empty(world).await;

    fill(world, "[name=message]", "Uncaught TypeError").await;
    world
        .chromium()
        .page()
        .execute("document.getElementById('console-form').requestSubmit()", vec![])
        .await
        .expect("the script runs");
    wait_for(world, "document.getElementById('console-verdict').dataset.verdict", "failed").await;
}

async fn explains_no_policy(world: &World) {
    open(world, 1280).await;
    ask(world, "https://app.example.com", "/page").await;
    let explanation = text(world, "#without-policy").await;
    assert!(
        explanation.starts_with("No policy applies: the handler has no #[cors]"),
        "{explanation}"
    );
    assert_eq!(script(world, "return document.getElementById('refusal').hidden").await, true);
}

async fn finds_policy(world: &World) {
    open(world, 1280).await;
    ask(world, "https://app.example.com", "/nothing").await;
    assert!(!text(world, "#verdict").await.is_empty());
    fill(world, "#search", "read_book").await;
    script(world, "document.getElementById('search').dispatchEvent(new Event('input'))").await;
    assert!(text(world, "#found").await.starts_with("1 of "));
    let row = text(world, "#rows tr:not([hidden])").await;
    assert!(row.contains("tests/e2e/api.rs:"), "{row}");
    script(world, "document.querySelector('#rows tr:not([hidden]) button').click()").await;
    let filled = "const { page, method, url } = document.getElementById('ask-form').elements;
        return [page.value, method.value, url.value, document.activeElement.className]";
    let filled = script(world, filled).await;
    let page = filled[0].as_str().unwrap_or_default();
    assert!(page.starts_with("http") && !page.contains('*'), "{filled}");
    assert_eq!(filled[1], "GET");
    let path = filled[2].as_str().unwrap_or_default();
    assert!(path.contains("/books/") && !path.contains('{'), "{filled}");
    assert_eq!(filled[3], "primary", "the button `Ask` has the focus");
    let answer = "return [document.getElementById('answer').hidden,
        document.getElementById('verdict').textContent]";
    assert_eq!(script(world, answer).await, json!([true, ""]), "the old answer is gone");
}

async fn works_with_keyboard(world: &World) {
    const FOCUSED: &str = "const focused = document.activeElement;
        return focused.name || focused.id || focused.className || focused.localName";
    const OUTLINED: &str =
        "const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2";
    open(world, 1280).await;
    let mut visited = Vec::new();
    while visited.last() != Some(&json!("primary")) {
        assert!(visited.len() < 20, "the Tab key does not reach `Ask`: {visited:?}");
        press(world, Key::Tab).await;
        let focused = script(world, FOCUSED).await;
        assert_eq!(script(world, OUTLINED).await, json!(true), "{focused} shows the focus");
        visited.push(focused);
        if visited.last() == Some(&json!("page")) {
            fill(world, "[name=page]", "https://app.example.com").await;
        }
    }
    assert_eq!(visited.first(), Some(&json!("skip")), "the first link skips to the form");
    for field in ["page", "method", "url", "headers", "credentials"] {
        assert!(visited.contains(&json!(field)), "{field}: {visited:?}");
    }
    press(world, Key::Enter).await;
    wait_for(world, "String(document.getElementById('answer').hidden)", "false").await;
    assert_eq!(script(world, FOCUSED).await, json!("primary"), "focus stays where it was");
}
