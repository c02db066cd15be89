//! The CORS protocol, with response headers that no policy sends. These scenarios test the client.

use super::{Scenario, scenario};
use crate::{
    call::{Expected, blocked, get, put, read},
    page::{APP, SANDBOXED},
};

pub(crate) fn scenarios() -> Vec<Scenario> {
    const ANY: &str = "access-control-allow-origin=*";
    const ORIGIN_OF_APP: &str = "access-control-allow-origin=http://app.example.test:{port}";
    const CREDENTIALS: &str = "access-control-allow-credentials=true";
    const PUTS: &str = "access-control-allow-methods=PUT";
    /// The preflight allows the origin, and the response does not.
    const UNSHARED: [&str; 3] =
        ["preflight:access-control-allow-origin=*", PUTS, "access-control-max-age=600"];
    let get_scenario = |name, headers: &[&str], expected: Expected| {
        scenario(name, APP).call(get(path(headers)), expected.sent(["GET"]))
    };
    let get_with_credentials = |name, headers: &[&str], expected: Expected| {
        scenario(name, APP).call(get(path(headers)).with_credentials(), expected.sent(["GET"]))
    };
    let allowed = || read(200).sent(["OPTIONS", "PUT"]);
    let preflight_fails = || blocked().sent(["OPTIONS"]);
    let put_scenario = |name, headers: &[&str], expected: Expected| {
        scenario(name, APP).call(put(path(headers)), expected)
    };
    vec![
        // The CORS check.
        get_scenario(
            "the allowed origin must be equal to the origin of the page",
            &["access-control-allow-origin=http://app.example.test"],
            blocked(),
        ),
        get_scenario(
            "an allowed origin in upper case differs from the origin of the page",
            &["access-control-allow-origin=HTTP://APP.example.test:{port}"],
            blocked(),
        ),
        get_scenario(
            "an allowed origin with a trailing slash differs from the origin of the page",
            &["access-control-allow-origin=http://app.example.test:{port}/"],
            blocked(),
        ),
        get_scenario("a repeated origin is invalid", &[ORIGIN_OF_APP, ORIGIN_OF_APP], blocked()),
        get_scenario("a repeated wildcard is invalid", &[ANY, ANY], blocked()),
        get_scenario(
            "a list of origins is invalid",
            &["access-control-allow-origin=http://app.example.test:{port}, http://b.test"],
            blocked(),
        ),
        get_scenario("an empty value is invalid", &["access-control-allow-origin="], blocked()),
        get_scenario(
            "the browser ignores space around the value",
            &["access-control-allow-origin=%20*%20"],
            read(200),
        ),
        get_scenario(
            "`null` does not allow a page with an origin",
            &["access-control-allow-origin=null"],
            blocked(),
        ),
        scenario("`null` allows a sandboxed frame", SANDBOXED)
            .call(get(path(&["access-control-allow-origin=null"])), read(200).sent(["GET"])),
        get_scenario("a page can read a response with any status", &[ANY, "status=418"], read(418)),
        get_with_credentials(
            "credentials need the origin and `true`",
            &[ORIGIN_OF_APP, CREDENTIALS],
            read(200),
        ),
        get_with_credentials(
            "`True` is not `true`",
            &[ORIGIN_OF_APP, "access-control-allow-credentials=True"],
            blocked(),
        ),
        get_with_credentials(
            "a repeated `true` is invalid",
            &[ORIGIN_OF_APP, CREDENTIALS, CREDENTIALS],
            blocked(),
        ),
        get_with_credentials(
            "a wildcard with `true` does not allow credentials",
            &[ANY, CREDENTIALS],
            blocked(),
        ),
        // Exposed headers.
        get_with_credentials(
            "with credentials, `*` exposes a header named `*`",
            &[ORIGIN_OF_APP, CREDENTIALS, "access-control-expose-headers=*", "x-a=1"],
            read(200).misses("x-a"),
        ),
        get_scenario(
            "exposed names are compared without case",
            &[ANY, "access-control-expose-headers=X-A", "x-a=1"],
            read(200).sees("x-a", "1"),
        ),
        get_scenario(
            "the browser joins the lines of a header",
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
        get_scenario(
            "the browser ignores empty elements",
            &[ANY, "access-control-expose-headers=, x-a ,,x-b,", "x-a=1", "x-b=2"],
            read(200).sees("x-a", "1").sees("x-b", "2"),
        ),
        get_scenario(
            "an invalid list exposes no header",
            &[ANY, "access-control-expose-headers=x-a, x b", "x-a=1"],
            read(200).misses("x-a"),
        ),
        get_scenario(
            "the browser never exposes a cookie",
            &[ANY, "access-control-expose-headers=set-cookie, *", "set-cookie=a=1"],
            read(200).misses("set-cookie"),
        ),
        // Preflight responses.
        put_scenario("a preflight succeeds with 204", &[ANY, PUTS, "preflight=204"], allowed()),
        put_scenario("a preflight succeeds with 299", &[ANY, PUTS, "preflight=299"], allowed()),
        put_scenario(
            "a preflight fails with 404",
            &[ANY, PUTS, "preflight=404"],
            preflight_fails(),
        ),
        put_scenario(
            "a preflight fails with a redirect",
            &[ANY, PUTS, "preflight=302", "preflight:location=/{run}/open"],
            preflight_fails(),
        ),
        put_scenario(
            "a preflight fails if the method is not listed",
            &[ANY, "access-control-allow-methods=GET, DELETE"],
            preflight_fails(),
        ),
        put_scenario(
            "listed methods are compared with case",
            &[ANY, "access-control-allow-methods=put"],
            preflight_fails(),
        ),
        put_scenario(
            "a wildcard allows any method",
            &[ANY, "access-control-allow-methods=*"],
            allowed(),
        ),
        put_scenario(
            "a preflight fails with an invalid list of methods",
            &[ANY, "access-control-allow-methods=PUT, ()"],
            preflight_fails(),
        ),
        put_scenario(
            "the actual response must allow the origin too",
            &["preflight:access-control-allow-origin=*", PUTS],
            blocked().sent(["OPTIONS", "PUT"]),
        ),
        put_scenario(
            "a list can have several lines",
            &[ANY, "access-control-allow-methods=GET", PUTS],
            allowed(),
        ),
        scenario("with credentials, `*` is a method named `*`", APP).call(
            put(path(&[ORIGIN_OF_APP, CREDENTIALS, "access-control-allow-methods=*"]))
                .with_credentials(),
            preflight_fails(),
        ),
        scenario("with credentials, `*` is a header named `*`", APP).call(
            put(path(&[ORIGIN_OF_APP, CREDENTIALS, PUTS, "access-control-allow-headers=*"]))
                .header("x-a", "1")
                .with_credentials(),
            preflight_fails(),
        ),
        scenario("listed headers are compared without case", APP).call(
            put(path(&[ANY, PUTS, "access-control-allow-headers=X-A"])).header("x-a", "1"),
            allowed(),
        ),
        scenario("a preflight fails with an invalid list of headers", APP).call(
            put(path(&[ANY, PUTS, "access-control-allow-headers=x-a, x b"])).header("x-a", "1"),
            preflight_fails(),
        ),
        scenario(
            "a browser does not cache a preflight with an invalid max-age, except Chromium",
            APP,
        )
        .call(put(path(&[ANY, PUTS, "access-control-max-age=soon"])), allowed())
        .difference(
            put(path(&[ANY, PUTS, "access-control-max-age=soon"])),
            allowed(),
            read(200).sent(["PUT"]),
        ),
        scenario("a browser does not cache a preflight with a negative max-age", APP)
            .call(put(path(&[ANY, PUTS, "access-control-max-age=-1"])), allowed())
            .call(put(path(&[ANY, PUTS, "access-control-max-age=-1"])), allowed()),
        scenario("a blocked response removes the cached preflight, except in Chromium", APP)
            .call(put(path(&UNSHARED)), blocked().sent(["OPTIONS", "PUT"]))
            .difference(
                put(path(&UNSHARED)),
                blocked().sent(["OPTIONS", "PUT"]),
                blocked().sent(["PUT"]),
            ),
    ]
}

fn path(headers: &[&str]) -> String {
    format!("/scripted?{}", headers.join("&").replace(' ', "%20"))
}
