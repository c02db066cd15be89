//! Requests that need a preflight.

use super::{Scenario, scenario};
use crate::{
    call::{blocked, call, delete, get, post, put, read},
    page::{APP, EVIL, SANDBOXED, STAFF},
};

const ANY_ORIGIN: &str = "/scripted?access-control-allow-origin=*";

pub(crate) fn scenarios() -> Vec<Scenario> {
    let json = "application/json";
    vec![
        scenario("a listed page sends the method and headers that the preflight allows", APP).call(
            put("/books/1").header("content-type", json).header("x-request-id", "7").body("{}"),
            read(200).body("{}").sent(["OPTIONS", "PUT"]),
        ),
        scenario("a page that is not listed sends only the preflight", EVIL)
            .call(put("/books/1"), blocked().sent(["OPTIONS"])),
        scenario("a sandboxed frame sends only the preflight", SANDBOXED)
            .call(put("/books/1"), blocked().sent(["OPTIONS"])),
        scenario("a header that is not listed blocks the call", APP)
            .call(put("/books/1").header("x-other", "1"), blocked().sent(["OPTIONS"])),
        scenario("a header that is not listed blocks the call even with a listed header", APP)
            .call(
                put("/books/1").header("x-request-id", "7").header("x-z", "1"),
                blocked().sent(["OPTIONS"]),
            ),
        scenario("a method that no handler serves blocks the call", APP)
            .call(call("PATCH", "/books/1"), blocked().sent(["OPTIONS"])),
        scenario("methods are case-sensitive: `patch` is not allowed", APP)
            .call(call("patch", "/amended"), blocked().sent(["OPTIONS"])),
        scenario("the browser sends `put` as `PUT`", APP)
            .call(call("put", "/books/1"), read(200).sent(["OPTIONS", "PUT"])),
        scenario("the browser does not send TRACE", APP).call(call("TRACE", "/open"), blocked()),
        scenario("OPTIONS needs a preflight", APP).call(
            call("OPTIONS", format!("{ANY_ORIGIN}&preflight:access-control-allow-methods=OPTIONS")),
            read(200).sent(["OPTIONS", "OPTIONS"]),
        ),
        // One path, several policies.
        scenario("a cached preflight for GET does not allow DELETE", APP)
            .call(get("/books/1").header("x-request-id", "1"), read(200).sent(["OPTIONS", "GET"]))
            .call(get("/books/1").header("x-request-id", "2"), read(200).sent(["GET"]))
            .call(delete("/books/1"), blocked().sent(["OPTIONS"])),
        scenario("a cached preflight for PUT does not allow DELETE", APP)
            .call(put("/books/1"), read(200).sent(["OPTIONS", "PUT"]))
            .call(delete("/books/1"), blocked().sent(["OPTIONS"])),
        scenario("an origin may use one method of a path and not another", STAFF)
            .call(delete("/books/1"), read(200).body("gone").sent(["OPTIONS", "DELETE"]))
            .call(put("/books/1"), blocked().sent(["OPTIONS"])),
        scenario("the headers of one handler do not apply to another on the same path", APP)
            .call(put("/amended").header("x-request-id", "1"), read(200).sent(["OPTIONS", "PUT"]))
            .call(
                call("PATCH", "/amended").header("x-request-id", "1"),
                blocked().sent(["OPTIONS"]),
            ),
        // Method, headers and body that need a preflight.
        scenario("a JSON body needs a preflight", APP).call(
            post("/extracted", json, r#"{"title":"Emma"}"#),
            read(200).body("Emma").sent(["OPTIONS", "POST"]),
        ),
        scenario("a content type of forms with parameters needs no preflight", APP).call(
            post(ANY_ORIGIN, "text/plain; charset=UTF-8; format=flowed", "x"),
            read(200).sent(["POST"]),
        ),
        scenario("a safelisted range needs no preflight", APP)
            .call(get(ANY_ORIGIN).header("range", "bytes=0-5"), read(200).sent(["GET"])),
        scenario("several ranges need a preflight", APP)
            .call(get(ANY_ORIGIN).header("range", "bytes=0-1,3-4"), blocked().sent(["OPTIONS"])),
        scenario("a range without a start needs a preflight", APP)
            .call(get(ANY_ORIGIN).header("range", "bytes=-5"), blocked().sent(["OPTIONS"])),
        scenario("language headers need no preflight", APP).call(
            get(ANY_ORIGIN)
                .header("accept-language", "en-GB, de;q=0.5")
                .header("content-language", "en"),
            read(200).sent(["GET"]),
        ),
        scenario("an unsafe byte in a safelisted header needs a preflight", APP)
            .call(get(ANY_ORIGIN).header("accept", "text/(html)"), blocked().sent(["OPTIONS"])),
        scenario("a safelisted value of 128 bytes needs no preflight", APP)
            .call(get(ANY_ORIGIN).header("accept", "a".repeat(128)), read(200).sent(["GET"])),
        scenario("a safelisted value of 129 bytes needs a preflight", APP)
            .call(get(ANY_ORIGIN).header("accept", "a".repeat(129)), blocked().sent(["OPTIONS"])),
        // Wildcards of request headers.
        scenario("a wildcard allows any header", APP).call(
            put("/any-header").header("x-one", "1").header("x-two", "2"),
            read(200).sent(["OPTIONS", "PUT"]),
        ),
        scenario("a wildcard does not allow `authorization`, except in Chromium", APP).difference(
            put("/any-header").header("authorization", "Bearer 1"),
            blocked().sent(["OPTIONS"]),
            read(200).sent(["OPTIONS", "PUT"]),
        ),
        scenario("a wildcard and `authorization` allow every header", APP).call(
            put("/any-header-and-authorization")
                .header("authorization", "Bearer 1")
                .header("x-one", "1"),
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
