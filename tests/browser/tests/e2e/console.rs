//! Tests of each console message that a server can cause. A test provokes the message in a browser, and identifies the
//! message with `ConsoleMessage::find_in`. Each message has a documentation page with an edit. The test checks that
//! this edit fixes the error.

mod handlers;

use cors_browser::console_messages::ConsoleMessage;
use libtest_mimic::Trial;
use serde_json::{Value, json};

pub(crate) use self::handlers::routes;
use self::handlers::{Case, cases};
use crate::{Shared, World, test};

pub(crate) fn tests(shared: &Shared) -> Vec<Trial> {
    let in_chromium = |case: &'static Case| {
        let name =
            format!("the console shows {}, and the edit of the index fixes it", case.message);
        test(shared, name, move |world| check_chromium(world, case))
    };
    let in_firefox = |case: &'static Case| {
        let name = format!("the edit of the index fixes Firefox: {}", case.message);
        test(shared, name, move |world| check_firefox(world, case))
    };
    cases().map(in_chromium).chain(cases().map(in_firefox)).collect()
}

fn check_chromium(world: &World, case: &Case) {
    let chromium = &world.chromium;
    chromium.goto(&page(world));
    chromium.console();
    chromium.log("performance");

    // The result is the body of the response, or `null` if the browser blocks the call.
    let call = |handler: &str| chromium.run(&script(case), json!([url(world, case, handler)]));
    assert_eq!(call("before"), Value::Null, "the browser blocks the call");
    let (texts, errors) = (chromium.console(), cors_errors(world));
    let messages: Vec<_> = texts.iter().filter_map(|text| ConsoleMessage::find_in(text)).collect();
    assert_eq!(messages, [case.message], "{texts:#?}");
    let error_name = case.message.chromium().expect("a message of Chromium");
    assert_eq!(errors, [error_name], "{texts:#?}");

    assert_eq!(call("after"), json!("ran"), "the edit fixes the error");
    assert_eq!(cors_errors(world), [""; 0]);
}

/// Checks a case in Firefox. Firefox has fewer messages than Chromium, so it may show another message, but the same
/// edit must fix the error.
fn check_firefox(world: &World, case: &Case) {
    let firefox = world.firefox();
    firefox.goto(&page(world));
    firefox.console();

    let call = |handler: &str| firefox.run(&script(case), &[&url(world, case, handler)]);
    assert_eq!(call("before"), Value::Null, "the browser blocks the call");
    let texts = firefox.console();
    // Only the first message is checked. Firefox reports the failure of a preflight, and then the failure of the
    // request.
    let message = texts.iter().find_map(|text| ConsoleMessage::find_in(text));
    assert_eq!(message, Some(in_firefox(case.message)), "{texts:#?}");
    assert_eq!(call("after"), json!("ran"), "the edit fixes the error");
}

fn page(world: &World) -> String {
    format!("http://app.localhost:{}/page", world.server.ports.first)
}

/// Returns the message that Firefox shows in the cases in which Chromium shows `message`.
fn in_firefox(message: ConsoleMessage) -> ConsoleMessage {
    use ConsoleMessage as Message;
    match message {
        Message::PreflightMissingAllowOriginHeader => Message::MissingAllowOriginHeader,
        Message::PreflightWildcardOriginNotAllowed => Message::WildcardOriginNotAllowed,
        Message::PreflightInvalidAllowCredentials => Message::InvalidAllowCredentials,
        Message::MultipleAllowOriginValues
        | Message::PreflightMultipleAllowOriginValues
        | Message::InvalidAllowOriginValue
        | Message::PreflightInvalidAllowOriginValue
        | Message::PreflightAllowOriginMismatch => Message::AllowOriginMismatch,
        // Firefox has no specific message for this error.
        Message::RedirectContainsCredentials => Message::CorsDidNotSucceed,
        same => same,
    }
}

fn script(Case { call, .. }: &Case) -> String {
    format!(
        "const [url, done] = arguments;
        fetch(url, {call}).then((response) => response.text()).then(done, () => done(null));"
    )
}

fn url(world: &World, Case { message, .. }: &Case, handler: &str) -> String {
    let (port, run) = (world.server.ports.first, crate::agreement::next_run());
    format!("http://api.localhost:{port}/{run}/console/{message}/{handler}")
}

/// Returns the error names in the events `Network.loadingFailed` of the DevTools protocol.
fn cors_errors(world: &World) -> Vec<String> {
    let events = world.chromium.log("performance");
    let error = |event: &String| -> Option<String> {
        let event: Value = serde_json::from_str(event).ok()?;
        let error = event.pointer("/message/params/corsErrorStatus/corsError")?;
        Some(error.as_str()?.to_owned())
    };
    let mut errors: Vec<String> = events.iter().filter_map(error).collect();
    // After a failed preflight, the request fails too, with the same error name. The test counts the two events once.
    errors.dedup();
    errors
}
