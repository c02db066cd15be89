//! The protocol itself, with headers that no policy would send: here the client is on trial.

use super::{Scenario, scenario};
use crate::{
    call::{Expected, blocked, get, put, read},
    page::{APP, SANDBOXED},
};

pub(crate) fn scenarios() -> Vec<Scenario> {
    const ANY: &str = "access-control-allow-origin=*";
    const OURS: &str = "access-control-allow-origin=http://app.example.test:{port}";
    const CREDENTIALS: &str = "access-control-allow-credentials=true";
    const PUTS: &str = "access-control-allow-methods=PUT";
    const FORGETFUL: [&str; 3] =
        ["preflight:access-control-allow-origin=*", PUTS, "access-control-max-age=600"];
    let answered = |name, headers: &[&str], expected: Expected| {
        scenario(name, APP).call(get(path(headers)), expected.sent(["GET"]))
    };
    let credentialed = |name, headers: &[&str], expected: Expected| {
        scenario(name, APP).call(get(path(headers)).with_credentials(), expected.sent(["GET"]))
    };
    let allowed = || read(200).sent(["OPTIONS", "PUT"]);
    let refused = || blocked().sent(["OPTIONS"]);
    let asked = |name, headers: &[&str], expected: Expected| {
        scenario(name, APP).call(put(path(headers)), expected)
    };
    vec![
        // The CORS check.
        answered(
            "the origin must be sent back as it is",
            &["access-control-allow-origin=http://app.example.test"],
            blocked(),
        ),
        answered(
            "an upper-case host is another origin",
            &["access-control-allow-origin=HTTP://APP.example.test:{port}"],
            blocked(),
        ),
        answered(
            "a trailing slash is another origin",
            &["access-control-allow-origin=http://app.example.test:{port}/"],
            blocked(),
        ),
        answered("the origin twice is no origin", &[OURS, OURS], blocked()),
        answered("a wildcard twice is no wildcard", &[ANY, ANY], blocked()),
        answered(
            "a list of origins is no origin",
            &["access-control-allow-origin=http://app.example.test:{port}, http://b.test"],
            blocked(),
        ),
        answered("an empty value is no origin", &["access-control-allow-origin="], blocked()),
        answered(
            "space around the value does not count",
            &["access-control-allow-origin=%20*%20"],
            read(200),
        ),
        answered("`null` is not every page", &["access-control-allow-origin=null"], blocked()),
        scenario("`null` is a sandboxed frame", SANDBOXED)
            .call(get(path(&["access-control-allow-origin=null"])), read(200).sent(["GET"])),
        answered("no status is blocked", &[ANY, "status=418"], read(418)),
        credentialed("credentials need the origin and `true`", &[OURS, CREDENTIALS], read(200)),
        credentialed(
            "`True` is not `true`",
            &[OURS, "access-control-allow-credentials=True"],
            blocked(),
        ),
        credentialed("`true` twice is not `true`", &[OURS, CREDENTIALS, CREDENTIALS], blocked()),
        credentialed("`true` does not make up for a wildcard", &[ANY, CREDENTIALS], blocked()),
        // What is exposed.
        credentialed(
            "with credentials, `*` exposes a header named `*`",
            &[OURS, CREDENTIALS, "access-control-expose-headers=*", "x-a=1"],
            read(200).misses("x-a"),
        ),
        answered(
            "names are compared without case",
            &[ANY, "access-control-expose-headers=X-A", "x-a=1"],
            read(200).sees("x-a", "1"),
        ),
        answered(
            "lines are joined",
            &[
                ANY,
                "access-control-expose-headers=x-a",
                "access-control-expose-headers=x-b",
                "x-a=1",
                "x-a=2",
                "x-b=3",
            ],
            read(200).sees("x-a", "1, 2").sees("x-b", "3"),
        ),
        answered(
            "empty elements do not count",
            &[ANY, "access-control-expose-headers=, x-a ,,x-b,", "x-a=1", "x-b=2"],
            read(200).sees("x-a", "1").sees("x-b", "2"),
        ),
        answered(
            "a list that does not parse exposes nothing",
            &[ANY, "access-control-expose-headers=x-a, x b", "x-a=1"],
            read(200).misses("x-a"),
        ),
        answered(
            "a cookie is never exposed",
            &[ANY, "access-control-expose-headers=set-cookie, *", "set-cookie=a=1"],
            read(200).misses("set-cookie"),
        ),
        // The preflight's answer.
        asked("a preflight's 204 lets through", &[ANY, PUTS, "preflight=204"], allowed()),
        asked("a preflight's 299 lets through", &[ANY, PUTS, "preflight=299"], allowed()),
        asked("a preflight's 404 does not", &[ANY, PUTS, "preflight=404"], refused()),
        asked(
            "a preflight's redirect does not",
            &[ANY, PUTS, "preflight=302", "preflight:location=/{run}/open"],
            refused(),
        ),
        asked(
            "the method must be listed",
            &[ANY, "access-control-allow-methods=GET, DELETE"],
            refused(),
        ),
        asked(
            "a method is listed with its case",
            &[ANY, "access-control-allow-methods=put"],
            refused(),
        ),
        asked("a wildcard lists any method", &[ANY, "access-control-allow-methods=*"], allowed()),
        asked(
            "a list of methods that does not parse is an error",
            &[ANY, "access-control-allow-methods=PUT, ()"],
            refused(),
        ),
        asked(
            "the answer itself needs leave too",
            &["preflight:access-control-allow-origin=*", PUTS],
            blocked().sent(["OPTIONS", "PUT"]),
        ),
        asked(
            "lists may be in several lines",
            &[ANY, "access-control-allow-methods=GET", PUTS],
            allowed(),
        ),
        scenario("with credentials, `*` is a method named `*`", APP).call(
            put(path(&[OURS, CREDENTIALS, "access-control-allow-methods=*"])).with_credentials(),
            refused(),
        ),
        scenario("with credentials, `*` is a header named `*`", APP).call(
            put(path(&[OURS, CREDENTIALS, PUTS, "access-control-allow-headers=*"]))
                .header("x-a", "1")
                .with_credentials(),
            refused(),
        ),
        scenario("header names are listed without case", APP).call(
            put(path(&[ANY, PUTS, "access-control-allow-headers=X-A"])).header("x-a", "1"),
            allowed(),
        ),
        scenario("a list of headers that does not parse is an error", APP).call(
            put(path(&[ANY, PUTS, "access-control-allow-headers=x-a, x b"])).header("x-a", "1"),
            refused(),
        ),
        scenario("an answer whose max-age is not a number is not kept, but in Chromium", APP)
            .call(put(path(&[ANY, PUTS, "access-control-max-age=soon"])), allowed())
            .departure(
                put(path(&[ANY, PUTS, "access-control-max-age=soon"])),
                allowed(),
                read(200).sent(["PUT"]),
            ),
        scenario("an answer whose max-age is negative is not kept", APP)
            .call(put(path(&[ANY, PUTS, "access-control-max-age=-1"])), allowed())
            .call(put(path(&[ANY, PUTS, "access-control-max-age=-1"])), allowed()),
        scenario("leave is forgotten when an answer is refused, but in Chromium", APP)
            .call(put(path(&FORGETFUL)), blocked().sent(["OPTIONS", "PUT"]))
            .departure(
                put(path(&FORGETFUL)),
                blocked().sent(["OPTIONS", "PUT"]),
                blocked().sent(["PUT"]),
            ),
    ]
}

fn path(headers: &[&str]) -> String {
    format!("/scripted?{}", headers.join("&").replace(' ', "%20"))
}
