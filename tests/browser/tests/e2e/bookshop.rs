//! Tests of the page of `examples/bookshop` in Chromium. The tests use the page as a visitor does.

use std::{
    collections::BTreeMap,
    env,
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::{ENTER, Shared, World, process::Process, test};

/// The calls that the browser blocks for each origin of the page. In a debug build, all other calls are allowed.
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

/// The time limit for a first build on a small machine.
const BUILD: Duration = Duration::from_secs(15 * 60);
const START: Duration = Duration::from_secs(30);

/// The widths of a phone and a desktop, in pixels.
pub(crate) const WIDTHS: [u32; 2] = [390, 1280];

pub(crate) fn tests(shared: &Shared) -> Vec<Trial> {
    let mut tests = vec![
        test(shared, "the bookshop works with the keyboard alone", with_keyboard),
        test(shared, "the bookshop fits a phone and a desktop", fits),
    ];
    for (page, blocked) in BLOCKED {
        let name = format!("the bookshop blocks {} of {CALLS} calls of the {page}", blocked.len());
        tests.push(test(shared, name, move |world| {
            each_call_has_its_verdict(world, page, blocked);
        }));
    }
    tests
}

fn each_call_has_its_verdict(world: &World, page: &str, blocked: &[&str]) {
    open(world, page, 1280);
    run_all(world);
    let verdicts = world.script(
        "return Object.fromEntries([...document.querySelectorAll('[data-call]')]
            .map((card) => [card.dataset.call, card.dataset.verdict]))",
    );
    let verdicts: BTreeMap<String, String> =
        serde_json::from_value(verdicts).expect("a verdict for each call");
    assert_eq!(verdicts.len(), CALLS);
    for (call, verdict) in &verdicts {
        let expected = if blocked.contains(&call.as_str()) { "blocked" } else { "allowed" };
        assert_eq!(verdict, expected, "{call}, for the {page}");
    }
    let allowed = CALLS - blocked.len();
    let summary = world.script("return document.getElementById('summary').textContent");
    let counts = format!("{CALLS} calls: {allowed} allowed, {} blocked", blocked.len());
    assert_eq!(summary, json!(counts));
    every_card_is_complete(world);

    let again = "document.getElementById('run-all').click();
        return [...document.querySelectorAll('[data-call]')].map((card) => card.dataset.verdict)";
    let verdicts = world.script(again);
    for verdict in verdicts.as_array().expect("verdicts") {
        assert!(verdict == "none" || verdict == "running", "an old answer remains: {verdicts}");
    }
    world.wait_for("document.body.dataset.state", "done");
}

/// Checks that each card shows the policy, the preflight, the responses, and why the call is allowed or blocked.
fn every_card_is_complete(world: &World) {
    let incomplete = world.script(
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
    ;
    assert_eq!(incomplete, json!([]));
}

fn with_keyboard(world: &World) {
    open(world, "shop", 1280);
    world.tab_until("run-all");
    world.chromium.press(ENTER);
    world.wait_for("document.body.dataset.state", "done");
    assert_eq!(world.focused(), json!("run-all"), "focus stays where it was");

    // From `run-all`, the Tab key reaches the button of every call, in the order of the page.
    let all = world.script(
        "return [...document.querySelectorAll('button[data-run]')].map((b) => b.dataset.run)",
    );
    let all: Vec<String> = serde_json::from_value(all).expect("names");
    let mut reached = Vec::new();
    for _ in 0..all.len() * 4 {
        let focused = world.press_tab();
        if let Some(name) = focused.as_str().filter(|name| all.iter().any(|own| own == name)) {
            reached.push(name.to_owned());
        }
        if reached.len() == all.len() {
            break;
        }
    }
    assert_eq!(reached, all);
    world.script("document.querySelector('[data-call=search]').dataset.verdict = 'none'");
    world.chromium.press(ENTER);
    world.wait_for("document.querySelector('[data-call=search]').dataset.verdict", "allowed");
}

fn fits(world: &World) {
    for width in WIDTHS {
        open(world, "shop", width);
        world.fits_the_window(width, "before any call");
        run_all(world);
        unfold(world);
        world.fits_the_window(width, "with every response unfolded");
    }
}

fn run_all(world: &World) {
    world.script("document.getElementById('run-all').click()");
    world.wait_for("document.body.dataset.state", "done");
}

pub(crate) fn unfold(world: &World) {
    world.script("document.querySelectorAll('details').forEach((d) => { d.open = true; })");
}

fn open(world: &World, page: &str, width: u32) {
    let shop = world.bookshop.get_or_init(Shop::start).as_ref().expect("the bookshop starts");
    world.chromium.set_width(width);
    world.chromium.goto(shop.url(page));
    world.wait_for("document.body.dataset.state", "ready");
}

/// A process of the bookshop example on free ports.
pub(crate) struct Shop {
    urls: [String; 3],
    _process: Process,
}

impl Shop {
    pub(crate) fn start() -> Result<Self, String> {
        let mut command = Command::new(build()?);
        command.env("BOOKSHOP_API_PORT", "0").env("BOOKSHOP_PAGE_PORT", "0");
        // The example logs refusals to the standard error, which these tests do not check.
        command.stderr(Stdio::null());
        let mut found = Vec::new();
        let (process, urls) = Process::start(&mut command, START, move |line| {
            let names = ["Shop page", "Staff page", "Other site"];
            if names.iter().any(|name| line.starts_with(name)) {
                found.extend(
                    line.split(' ').find(|word| word.starts_with("http")).map(str::to_owned),
                );
            }
            found.clone().try_into().ok()
        })?;
        Ok(Self { urls, _process: process })
    }

    pub(crate) fn url(&self, page: &str) -> &str {
        let [shop, staff, other_site] = &self.urls;
        match page {
            "shop" => shop,
            "staff" => staff,
            _ => other_site,
        }
    }
}

/// Builds the example with cargo, and returns the path of the binary from the output of cargo.
fn build() -> Result<PathBuf, String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    // The features are those of `./test --all`, so that cargo builds no dependency twice.
    command.args(["build", "--workspace", "--all-features", "--example=bookshop"]);
    command.arg("--message-format=json-render-diagnostics");
    let (_process, path) = Process::start(&mut command, BUILD, |line| {
        let message: Value = serde_json::from_str(line).ok()?;
        let is_example = message.pointer("/target/name")? == "bookshop";
        let path = message.get("executable")?.as_str()?;
        is_example.then(|| PathBuf::from(path))
    })?;
    Ok(path)
}
