//! The calls of pages with the expected observations, as data. `agreement.rs` runs the calls in Chromium and in the
//! in-process client.
//!
//! The scenarios check that a browser handles the responses of this library as the in-process client does. The tests of
//! `cors-browser` check that the client follows the Fetch standard.

use std::{mem, time::Duration};

use crate::{
    call::{Call, Expected, blocked, call, delete, get, put, read},
    page::{APP, APP_ON_SECOND_PORT, EVIL, Page, SAME_ORIGIN, SANDBOXED, STAFF},
};

pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    /// The page of the call that `push` adds next. `wait` is the time before this call.
    page: Page,
    wait: Duration,
    pub(crate) calls: Vec<ExpectedCall>,
}

/// A call and its expected observations.
pub(crate) struct ExpectedCall {
    /// The page that makes the call. All pages are in the same browser.
    pub(crate) page: Page,
    /// The time between the previous call and this one.
    pub(crate) wait: Duration,
    pub(crate) call: Call,
    /// The observations that the Fetch standard requires.
    pub(crate) standard: Expected,
    /// The observations in Chromium, if Chromium differs from the standard.
    pub(crate) chromium: Option<Expected>,
}

fn scenario(name: &'static str, page: Page) -> Scenario {
    Scenario { name, page, wait: Duration::ZERO, calls: Vec::new() }
}

impl Scenario {
    fn call(self, call: Call, standard: Expected) -> Self {
        self.push(call, standard, None)
    }

    /// Adds a call for which Chromium differs from the standard, as the docs of `cors_runtime::testing` say.
    fn difference(self, call: Call, standard: Expected, chromium: Expected) -> Self {
        self.push(call, standard, Some(chromium))
    }

    fn open(self, page: Page) -> Self {
        Self { page, ..self }
    }

    fn wait(self, milliseconds: u64) -> Self {
        Self { wait: Duration::from_millis(milliseconds), ..self }
    }

    fn push(mut self, call: Call, standard: Expected, chromium: Option<Expected>) -> Self {
        let wait = mem::take(&mut self.wait);
        self.calls.push(ExpectedCall { page: self.page, wait, call, standard, chromium });
        self
    }
}

pub(crate) fn all() -> Vec<Scenario> {
    [simple(), preflighted(), credentials(), preflight_cache(), redirects()]
        .into_iter()
        .flatten()
        .collect()
}

/// Returns scenarios with requests that need no preflight, and the parts of the responses that a page can read.
fn simple() -> Vec<Scenario> {
    vec![
        scenario("a listed page reads the response and the exposed headers", APP)
            .call(get("/listed"), read(200).body("listed").sent(["GET"])),
        scenario("a page that is not listed sends the request and cannot read the response", EVIL)
            .call(get("/listed"), blocked().sent(["GET"])),
        scenario("a same-origin page needs no permission", SAME_ORIGIN)
            .call(get("/listed"), read(200).sent(["GET"]))
            .call(delete("/books/1"), read(200).body("gone").sent(["DELETE"])),
        scenario("the browser removes headers that a page cannot set", EVIL).call(
            get("/listed")
                .header("origin", "http://app.example.test:{port}")
                .header("sec-fetch-site", "same-origin")
                .header("proxy-thing", "1")
                .header("access-control-request-method", "GET"),
            blocked().sent(["GET"]),
        ),
        scenario("a sandboxed frame has the origin `null`", SANDBOXED)
            .call(get("/null"), read(200).body("null").sent(["GET"]))
            .call(get("/open"), read(200).sent(["GET"]))
            .call(get("/listed"), blocked().sent(["GET"]))
            .call(put("/books/1"), blocked().sent(["OPTIONS"])),
    ]
}

/// Returns scenarios with requests that need a preflight.
fn preflighted() -> Vec<Scenario> {
    let json = "application/json";
    vec![
        scenario("a listed page sends the method and headers that the preflight allows", APP).call(
            put("/books/1").header("content-type", json).header("x-request-id", "7").body("{}"),
            read(200).body("{}").sent(["OPTIONS", "PUT"]),
        ),
        scenario("a page that is not listed sends only the preflight", EVIL)
            .call(put("/books/1"), blocked().sent(["OPTIONS"])),
        scenario("a header that is not listed blocks the call even with a listed header", APP)
            .call(
                put("/books/1").header("x-request-id", "7").header("x-z", "1"),
                blocked().sent(["OPTIONS"]),
            ),
        scenario("the browser sends `put` as `PUT`, but not `patch` as `PATCH`", APP)
            .call(call("put", "/books/1"), read(200).sent(["OPTIONS", "PUT"]))
            .call(call("patch", "/amended"), blocked().sent(["OPTIONS"])),
        scenario("the browser does not send TRACE", APP).call(call("TRACE", "/open"), blocked()),
        scenario("a cached preflight for one method does not allow another handler's method", APP)
            .call(get("/books/1").header("x-request-id", "1"), read(200).sent(["OPTIONS", "GET"]))
            .call(get("/books/1").header("x-request-id", "2"), read(200).sent(["GET"]))
            .call(delete("/books/1"), blocked().sent(["OPTIONS"])),
        scenario("a wildcard does not allow `authorization`, except in Chromium", APP).difference(
            put("/any-header").header("authorization", "Bearer 1"),
            blocked().sent(["OPTIONS"]),
            read(200).sent(["OPTIONS", "PUT"]),
        ),
        scenario("with credentials, the server allows each requested header by name", APP).call(
            put("/any-header-with-credentials")
                .header("authorization", "Bearer 1")
                .header("x-one", "1")
                .with_credentials(),
            read(200).body("ada").sent(["OPTIONS", "PUT"]),
        ),
    ]
}

/// Returns scenarios with the cookie of `api.example.test`: the calls that send it, and the pages that can read the
/// response.
fn credentials() -> Vec<Scenario> {
    vec![
        scenario("a page sends the cookie only with credentials", APP)
            .call(get("/me").with_credentials(), read(200).body("ada").sent(["GET"]))
            .call(get("/me"), read(200).body("no visitor").sent(["GET"])),
        scenario("a same-origin call sends the cookie by default", SAME_ORIGIN)
            .call(get("/me"), read(200).body("ada").sent(["GET"])),
        scenario("a wildcard does not allow credentials", APP)
            .call(get("/me-of-any-origin").with_credentials(), blocked().sent(["GET"]))
            .call(get("/me-of-any-origin"), read(200).sent(["GET"])),
        scenario("another site's page cannot read with credentials", EVIL)
            .call(get("/me").with_credentials(), blocked().sent(["GET"])),
        scenario("a preflight has no cookie, and applies to calls without credentials too", APP)
            .call(
                delete("/me").with_credentials(),
                read(200).body("ada").sent(["OPTIONS", "DELETE"]),
            )
            .call(delete("/me"), read(200).body("no visitor").sent(["DELETE"])),
        scenario(
            "a cached preflight without credentials does not apply to calls with credentials",
            APP,
        )
        .call(delete("/me"), read(200).body("no visitor").sent(["OPTIONS", "DELETE"]))
        .call(delete("/me").with_credentials(), read(200).body("ada").sent(["OPTIONS", "DELETE"])),
    ]
}

/// Returns scenarios for the lifetime and the key of cached preflights. The preflights that the server receives show
/// whether an entry was used.
fn preflight_cache() -> Vec<Scenario> {
    const PUTS: &str = "/scripted?access-control-allow-methods=PUT";
    let with_preflight = || read(200).sent(["OPTIONS", "PUT"]);
    let without_preflight = || read(200).sent(["PUT"]);
    let shared = |max_age| {
        put(format!("{PUTS}&access-control-allow-origin=*&access-control-max-age={max_age}"))
    };
    // The response to the preflight allows the origin, but the response to the `PUT` does not.
    let unshared = || {
        put(format!("{PUTS}&preflight:access-control-allow-origin=*&access-control-max-age=600"))
    };
    vec![
        scenario("a cached preflight applies to one URL", APP)
            .call(put("/kept"), with_preflight())
            .call(put("/kept"), without_preflight())
            .call(put("/kept?other"), with_preflight())
            .call(put("/kept"), without_preflight()),
        scenario("a cached preflight applies to one origin", APP)
            .call(put("/kept"), with_preflight())
            .open(STAFF)
            .call(put("/kept"), with_preflight())
            .open(APP_ON_SECOND_PORT)
            .call(put("/kept"), with_preflight())
            .open(APP)
            .call(put("/kept"), without_preflight()),
        scenario("`max_age = 1` keeps a preflight for one second", APP)
            .call(put("/kept-for-a-second"), with_preflight())
            .wait(1500)
            .call(put("/kept-for-a-second"), with_preflight()),
        scenario("without `max_age`, a browser keeps a preflight for five seconds", APP)
            .call(put("/kept-by-default"), with_preflight())
            .call(put("/kept-by-default"), without_preflight())
            .wait(5500)
            .call(put("/kept-by-default"), with_preflight()),
        scenario("`max_age = 0` keeps no preflight", APP)
            .call(put("/never-kept"), with_preflight())
            .call(put("/never-kept"), with_preflight()),
        scenario("a failed preflight for one method removes the cached preflight for another", APP)
            .call(put("/books/1"), with_preflight())
            .call(delete("/books/1"), blocked().sent(["OPTIONS"]))
            .call(put("/books/1"), with_preflight()),
        scenario("a preflight for one method keeps that for another, except in Chromium", APP)
            .call(put("/amended"), with_preflight())
            .call(call("PATCH", "/amended"), read(200).sent(["OPTIONS", "PATCH"]))
            .difference(put("/amended"), without_preflight(), with_preflight()),
        scenario(
            "a browser does not cache a preflight with an invalid max-age, except Chromium",
            APP,
        )
        .call(shared("soon"), with_preflight())
        .difference(shared("soon"), with_preflight(), without_preflight()),
        scenario("a blocked response removes the cached preflight, except in Chromium", APP)
            .call(unshared(), blocked().sent(["OPTIONS", "PUT"]))
            .difference(unshared(), blocked().sent(["OPTIONS", "PUT"]), blocked().sent(["PUT"])),
    ]
}

/// Returns scenarios with redirects: the browser checks each hop, and the page reads the last response.
fn redirects() -> Vec<Scenario> {
    const OTHER_HOST: &str = "http://other.test:{port}";
    const HOST_OF_APP: &str = "http://app.example.test:{port}";
    // Returns the URL path of a handler that redirects to `path` on `host`. If `host` is empty, the host stays the
    // same.
    let to =
        |status, host: &str, path| format!("/redirecting?status={status}&to={host}/{{run}}{path}");
    let authorized = |path| get(path).header("authorization", "Bearer 1");
    vec![
        scenario("a browser follows a redirect to the same host", APP)
            .call(get(to(302, "", "/open")), read(200).body("open").sent(["GET", "GET"])),
        scenario("a browser does not follow a redirect that does not list the page", APP)
            .call(get("/redirecting-staff?status=302&to=/{run}/open"), blocked().sent(["GET"])),
        scenario(
            "a browser blocks the response after a redirect if it does not list the page",
            EVIL,
        )
        .call(get(to(302, "", "/listed")), blocked().sent(["GET", "GET"])),
        scenario("a redirect between other origins sends `null`", APP)
            .call(get(to(302, OTHER_HOST, "/open")), read(200).sent(["GET", "GET"]))
            .call(get(to(302, OTHER_HOST, "/null")), read(200).sent(["GET", "GET"]))
            .call(get(to(302, OTHER_HOST, "/listed")), blocked().sent(["GET", "GET"])),
        scenario("a redirect from the origin of the page keeps the origin", SAME_ORIGIN)
            .call(get(to(302, OTHER_HOST, "/open")), read(200).sent(["GET", "GET"])),
        scenario("a redirect back to the origin of the page remains a CORS request", APP)
            .call(get(to(302, HOST_OF_APP, "/open")), read(200).sent(["GET", "GET"])),
        scenario("303 changes PUT to GET, which needs no preflight", APP).call(
            put(to(303, "", "/open")),
            read(200).body("open").sent(["OPTIONS", "PUT", "GET"]),
        ),
        scenario("308 keeps PUT and its body, and each hop needs a preflight", APP).call(
            put(to(308, "", "/books/1")).header("content-type", "application/json").body("{}"),
            read(200).body("{}").sent(["OPTIONS", "PUT", "OPTIONS", "PUT"]),
        ),
        scenario("a redirect to another origin removes `authorization`", APP).call(
            authorized(to(302, OTHER_HOST, "/open")),
            read(200).sent(["OPTIONS", "GET", "GET"]),
        ),
        scenario("a redirect to the same origin keeps `authorization`", APP)
            .call(authorized(to(302, "", "/open")), blocked().sent(["OPTIONS", "GET", "OPTIONS"])),
    ]
}
