//! The page of `examples/bookshop`, used as a visitor uses it.

mod shop;

use std::{collections::BTreeMap, time::Duration};

use fantoccini::{
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};
use libtest_mimic::Trial;
use serde_json::{Value, json};
pub(crate) use shop::Shop;
use tokio::time::{Instant, sleep};

use crate::{Shared, World, test};

/// The blocked calls for each origin of the page. A debug build allows all others.
const BLOCKED: [(&str, &[&str]); 3] = [
    ("shop", &["list-with-credentials", "replace-with-other-header", "delete", "sales"]),
    ("staff", &["list-with-credentials", "replace-with-other-header", "sales"]),
    (
        "other site",
        &[
            "list-with-credentials",
            "create",
            "replace",
            "replace-with-other-header",
            "delete",
            "sign-in",
            "me",
            "sign-out",
            "sales",
            "search",
        ],
    ),
];

const CALLS: usize = 12;

/// The widths of a phone and a desktop, in pixels.
const WIDTHS: [u32; 2] = [390, 1280];

pub(crate) fn tests(shared: &Shared) -> Vec<Trial> {
    // The first test builds the example.
    let limit = Duration::from_secs(20 * 60);
    let mut tests = Vec::new();
    for (page, blocked) in BLOCKED {
        let name = format!("the bookshop blocks {} of {CALLS} calls of the {page}", blocked.len());
        tests.push(test(shared, &name, limit, async move |world: &World| {
            each_call_has_its_verdict(world, page, blocked).await;
        }));
    }
    tests.push(test(shared, "the bookshop works with the keyboard alone", limit, with_keyboard));
    for width in WIDTHS {
        let name = format!("the bookshop fits a window {width} pixels wide");
        tests.push(test(shared, &name, limit, async move |world: &World| {
            fits(world, width).await;
        }));
    }
    tests
}

async fn each_call_has_its_verdict(world: &World, page: &str, blocked: &[&str]) {
    open(world, page, 1280).await;
    script(world, "document.getElementById('run-all').click()").await;
    wait_for(world, "document.body.dataset.state", "done").await;

    let verdicts = script(
        world,
        "return Object.fromEntries([...document.querySelectorAll('[data-call]')]
            .map((card) => [card.dataset.call, card.dataset.verdict]))",
    )
    .await;
    let verdicts: BTreeMap<String, String> =
        serde_json::from_value(verdicts).expect("a verdict for each call");
    assert_eq!(verdicts.len(), CALLS);
    for (call, verdict) in &verdicts {
        let expected = if blocked.contains(&call.as_str()) { "blocked" } else { "allowed" };
        assert_eq!(verdict, expected, "{call}, for the {page}");
    }
    let allowed = CALLS - blocked.len();
    let summary = script(world, "return document.getElementById('summary').textContent").await;
    let counts = format!("{CALLS} calls: {allowed} allowed, {} blocked", blocked.len());
    assert_eq!(summary, json!(counts));
    every_card_is_complete(world).await;

    let again = "document.getElementById('run-all').click();
        return [...document.querySelectorAll('[data-call]')].map((card) => card.dataset.verdict)";
    let verdicts = script(world, again).await;
    for verdict in verdicts.as_array().expect("verdicts") {
        assert!(verdict == "none" || verdict == "running", "an old answer remains: {verdicts}");
    }
    wait_for(world, "document.body.dataset.state", "done").await;
}

/// Checks that each card shows the preflight, its response, and the reason for the verdict.
async fn every_card_is_complete(world: &World) {
    let incomplete = script(
        world,
        "const text = (card, name) => card.querySelector(`[data-field='${name}']`).textContent.trim();
        const complete = (card) => {
            const hasPreflight = text(card, 'preflight-request') !== '';
            return text(card, 'policy').startsWith('#[cors(')
                && text(card, 'preflight') !== ''
                && (!hasPreflight || text(card, 'preflight-response').startsWith('→ '))
                && text(card, 'response') !== ''
                && text(card, 'reason') !== ''
                && (!text(card, 'reason').startsWith('The page sees the response')
                    || text(card, 'reason').includes(text(card, 'response')))
                && !text(card, 'reason').includes('differs from the Fetch standard');
        };
        return [...document.querySelectorAll('[data-call]')]
            .filter((card) => !complete(card)).map((card) => card.innerText);",
    )
    .await;
    assert_eq!(incomplete, json!([]));
}

async fn with_keyboard(world: &World) {
    const FOCUSED: &str = "const focused = document.activeElement;
        return focused.id || focused.dataset.run || focused.className || focused.localName";
    const OUTLINED: &str =
        "const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2";
    open(world, "shop", 1280).await;

    let mut visited = Vec::new();
    while visited.last() != Some(&json!("run-all")) {
        assert!(visited.len() < 20, "the Tab key does not reach `Run all`: {visited:?}");
        press(world, Key::Tab).await;
        let focused = script(world, FOCUSED).await;
        assert_eq!(script(world, OUTLINED).await, json!(true), "{focused} shows the focus");
        visited.push(focused);
    }
    assert_eq!(visited.first(), Some(&json!("skip")), "the first link skips to the calls");
    press(world, Key::Enter).await;
    wait_for(world, "document.body.dataset.state", "done").await;
    assert_eq!(script(world, FOCUSED).await, json!("run-all"), "focus stays where it was");

    // The Tab key then reaches the button of every call, in the order of the page.
    let all = script(
        world,
        "return [...document.querySelectorAll('button[data-run]')].map((b) => b.dataset.run)",
    )
    .await;
    let all: Vec<String> = serde_json::from_value(all).expect("names");
    let mut reached = Vec::new();
    for _ in 0..all.len() * 4 {
        press(world, Key::Tab).await;
        let focused = script(world, FOCUSED).await;
        if let Some(name) = focused.as_str().filter(|name| all.iter().any(|own| own == name)) {
            reached.push(name.to_owned());
        }
        if reached.len() == all.len() {
            break;
        }
    }
    assert_eq!(reached, all);
    script(world, "document.querySelector('[data-call=search]').dataset.verdict = 'none'").await;
    press(world, Key::Enter).await;
    wait_for(world, "document.querySelector('[data-call=search]').dataset.verdict", "allowed")
        .await;
}

async fn fits(world: &World, width: u32) {
    open(world, "shop", width).await;
    fits_the_window(world, width, "before any call").await;
    script(world, "document.getElementById('run-all').click()").await;
    wait_for(world, "document.body.dataset.state", "done").await;
    script(world, "document.querySelectorAll('details').forEach((d) => { d.open = true; })").await;
    fits_the_window(world, width, "with every response unfolded").await;
}

/// Checks that no element extends past the right side of the window.
pub(crate) async fn fits_the_window(world: &World, width: u32, when: &str) {
    const OVERFLOW: &str =
        "return [document.documentElement, ...document.querySelectorAll('body *')]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1
            || element === document.documentElement && element.scrollWidth > innerWidth)
        .map((element) => element.outerHTML.slice(0, 80))";
    assert_eq!(script(world, "return innerWidth").await, json!(width));
    assert_eq!(script(world, OVERFLOW).await, json!([]), "{when}");
}

async fn open(world: &World, page: &str, width: u32) {
    let shop = world.bookshop.get_or_init(Shop::start).as_ref().expect("the bookshop starts");
    let window = world.chromium().page();
    world.chromium().set_width(width).await.expect("the window gets the width");
    window.goto(shop.url(page)).await.expect("the page opens");
    wait_for(world, "document.body.dataset.state", "ready").await;
}

pub(crate) async fn script(world: &World, code: &str) -> Value {
    world.chromium().page().execute(code, vec![]).await.expect("the script ends")
}

pub(crate) async fn wait_for(world: &World, expression: &str, wanted: &str) {
    const LIMIT: Duration = Duration::from_secs(60);
    let end = Instant::now() + LIMIT;
    loop {
        let now = script(world, &format!("return {expression}")).await;
        if now == json!(wanted) {
            return;
        }
        assert!(Instant::now() < end, "`{expression}` is {now}, not {wanted}, after {LIMIT:?}");
        sleep(Duration::from_millis(50)).await;
    }
}

pub(crate) async fn press(world: &World, key: Key) {
    let value = char::from(key);
    let keys = KeyActions::new("keyboard".to_owned())
        .then(KeyAction::Down { value })
        .then(KeyAction::Up { value });
    world.chromium().page().perform_actions(keys).await.expect("the key is pressed");
}
