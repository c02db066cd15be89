//! Tests of the Explorer, a page for developers in `cors-devtools`, in Chromium. The tests use the page as a developer
//! does, also with the keyboard and in a narrow window.

use cors_devtools::Explorer;
use libtest_mimic::Trial;
use serde_json::json;

use crate::{
    ENTER, Shared, World,
    bookshop::{WIDTHS, unfold},
    test,
};

pub(crate) fn tests(shared: &Shared) -> Vec<Trial> {
    vec![
        test(shared, "the Explorer shows each step and the edit to make", shows_edit),
        test(shared, "the Explorer marks an invalid field", marks_invalid_field),
        test(shared, "the Explorer explains a console message", explains_message),
        test(shared, "the Explorer finds a policy and fills the form", finds_policy),
        test(shared, "the Explorer explains a handler without a policy", explains_no_policy),
        test(shared, "the Explorer works with the keyboard alone", works_with_keyboard),
        test(shared, "the Explorer breaks no word in its table", breaks_no_word),
        test(shared, "the Explorer fits a phone and a desktop", fits),
    ]
}

fn fits(world: &World) {
    for width in WIDTHS {
        open(world, width);
        world.fits_the_window(width, "before a question");
        let path = "/run/console/missing_allow_origin_header/before";
        send(world, "https://app.example.com", path);
        unfold(world);
        world.fits_the_window(width, "with a response unfolded");
    }
}

fn open(world: &World, width: u32) {
    world.chromium.set_width(width);
    // The path contains a token that differs in each process. The server runs in this process, so `Explorer::at`
    // returns the path of the server's Explorer.
    let path = Explorer::at("/__cors").path().to_owned();
    let url = format!("http://localhost:{}{path}", world.server.ports.first);
    world.chromium.console();
    world.chromium.goto(&url);
    world.wait_for("document.body.dataset.state", "ready");
}

/// Checks that the browser reports no violation of the `Content-Security-Policy` and no other error.
fn assert_console_is_empty(world: &World) {
    assert_eq!(world.chromium.console(), [""; 0]);
}

fn fill(world: &World, field: &str, value: &str) {
    let set = "document.querySelector(arguments[0]).value = arguments[1]";
    world.chromium.script(set, json!([field, value]));
}

fn send(world: &World, origin: &str, url: &str) {
    fill(world, "[name=page]", origin);
    fill(world, "[name=url]", url);
    submit(world, "request-form");
}

fn submit(world: &World, form: &str) {
    let code = format!("document.getElementById('{form}').requestSubmit()");
    world.script(&code);
    world.wait_for("document.body.dataset.state", "ready");
}

fn text(world: &World, selector: &str) -> String {
    let text = "return document.querySelector(arguments[0]).innerText.trim()";
    let text = world.chromium.script(text, json!([selector]));
    text.as_str().expect(selector).to_owned()
}

fn shows_edit(world: &World) {
    open(world, 1280);
    fill(world, "[name=method]", "PUT");
    fill(world, "[name=headers]", "x-request-id: 7");
    let path = "/run/console/header_disallowed_by_preflight_response/before";
    send(world, "http://app.localhost:3000", path);
    assert!(text(world, "#verdict").starts_with("✕ blocked. The browser blocks it: "));
    assert_eq!(text(world, "[data-field=help]"), "add x-request-id to allow_headers");
    assert!(text(world, "#refusal [data-field=at]").contains("console/handlers.rs:"));
    let steps = text(world, "#steps");
    for expected in [
        "The browser sends a preflight: the page needs permission for the method PUT and the header \
         x-request-id.",
        "→ 204",
        "access-control-allow-headers: content-type",
    ] {
        assert!(steps.contains(expected), "{expected:?} is not in\n{steps}");
    }
    let see = world.script("return document.querySelector('#see a').href");
    let page = "console_messages/header_disallowed_by_preflight_response/";
    assert!(see.as_str().is_some_and(|see| see.ends_with(page)), "{see}");

    fill(world, "[name=headers]", "content-type: application/json");
    submit(world, "request-form");
    assert_eq!(text(world, "#verdict"), "✓ allowed. The page sees the response, 200 OK.");
    assert_eq!(world.script("return document.getElementById('refusal').hidden"), true);
    assert_console_is_empty(world);
}

/// Checks that lines break only at a space or a hyphen, or where the script of the page allows a break.
fn breaks_no_word(world: &World) {
    const BROKEN: &str = r"
        const broken = [];
        let words = 0;
        for (const code of document.querySelectorAll('#rows code')) {
            const nodes = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
            while (nodes.nextNode()) {
                for (const word of nodes.currentNode.data.matchAll(/[^\s-]+-*/g)) {
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
    open(world, 1280);
    assert_eq!(world.script(BROKEN), json!([]));
}

fn marks_invalid_field(world: &World) {
    open(world, 1280);
    send(world, "app.example.com", "/");
    let message = "app.example.com is not the URL of a page: write https://app.example.com";
    assert_eq!(text(world, "#page-error"), message);
    let focused = "return document.activeElement.name + document.activeElement.ariaInvalid";
    assert_eq!(world.script(focused), json!("pagetrue"));
}

fn explains_message(world: &World) {
    open(world, 1280);
    let message = "Access to fetch at 'http://localhost:8080/me' from origin 'http://localhost:3000' \
                   has been blocked by CORS policy: The value of the \
                   'Access-Control-Allow-Credentials' header in the response is '' which must be \
                   'true' when the request's credentials mode is 'include'.";
    fill(world, "[name=message]", message);
    submit(world, "console-form");
    assert_eq!(text(world, "#meaning [data-field=key]"), "allow_credentials");
    let attribute = text(world, "#meaning [data-field=attribute]");
    assert_eq!(attribute, "#[cors(origins = APP, allow_credentials)]");
    assert_console_is_empty(world);

    fill(world, "[name=message]", "Uncaught TypeError");
    world.script("document.getElementById('console-form').requestSubmit()");
    world.wait_for("document.getElementById('console-verdict').dataset.verdict", "failed");
}

fn explains_no_policy(world: &World) {
    open(world, 1280);
    send(world, "https://app.example.com", "/page");
    let explanation = text(world, "#without-policy");
    assert!(
        explanation.starts_with("No policy applies: the handler has no #[cors]"),
        "{explanation}"
    );
    assert_eq!(world.script("return document.getElementById('refusal').hidden"), true);
}

fn finds_policy(world: &World) {
    open(world, 1280);
    send(world, "https://app.example.com", "/nothing");
    assert!(!text(world, "#verdict").is_empty());
    fill(world, "#search", "read_book");
    world.script("document.getElementById('search').dispatchEvent(new Event('input'))");
    assert!(text(world, "#found").starts_with("1 of "));
    let row = text(world, "#rows tr:not([hidden])");
    assert!(row.contains("tests/e2e/api.rs:"), "{row}");
    world.script("document.querySelector('#rows tr:not([hidden]) button').click()");
    let filled = "const { page, method, url } = document.getElementById('request-form').elements;
        return [page.value, method.value, url.value, document.activeElement.className]";
    let filled = world.script(filled);
    let page = filled[0].as_str().unwrap_or_default();
    assert!(page.starts_with("http") && !page.contains('*'), "{filled}");
    assert_eq!(filled[1], "GET");
    let path = filled[2].as_str().unwrap_or_default();
    assert!(path.contains("/books/") && !path.contains('{'), "{filled}");
    assert_eq!(filled[3], "primary", "the button `Send` has the focus");
    let answer = "return [document.getElementById('answer').hidden,
        document.getElementById('verdict').textContent]";
    assert_eq!(world.script(answer), json!([true, ""]), "the old result is hidden");
}

fn works_with_keyboard(world: &World) {
    open(world, 1280);
    fill(world, "[name=page]", "https://app.example.com");
    let visited = world.tab_until("primary");
    for field in ["page", "method", "url", "headers", "credentials"] {
        assert!(visited.contains(&json!(field)), "{field}: {visited:?}");
    }
    world.chromium.press(ENTER);
    world.wait_for("String(document.getElementById('answer').hidden)", "false");
    assert_eq!(world.focused(), json!("primary"), "focus stays where it was");
}
