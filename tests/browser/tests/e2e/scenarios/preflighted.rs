//! Requests for which the browser asks first.

use super::{Scenario, scenario};
use crate::{
    call::{blocked, call, delete, get, post, put, read},
    page::{APP, EVIL, SANDBOXED, STAFF},
};

const SHARED: &str = "/scripted?access-control-allow-origin=*";

pub(crate) fn scenarios() -> Vec<Scenario> {
    let json = "application/json";
    vec![
        scenario("a listed page may send what the preflight allows", APP).call(
            put("/books/1").header("content-type", json).header("x-request-id", "7").body("{}"),
            read(200).body("{}").sent(["OPTIONS", "PUT"]),
        ),
        scenario("a page that is not listed sends no more than the preflight", EVIL)
            .call(put("/books/1"), blocked().sent(["OPTIONS"])),
        scenario("a sandboxed frame sends no more than the preflight", SANDBOXED)
            .call(put("/books/1"), blocked().sent(["OPTIONS"])),
        scenario("a header that is not listed is refused", APP)
            .call(put("/books/1").header("x-other", "1"), blocked().sent(["OPTIONS"])),
        scenario("one header that is not listed is refused among others that are", APP).call(
            put("/books/1").header("x-request-id", "7").header("x-z", "1"),
            blocked().sent(["OPTIONS"]),
        ),
        scenario("a method that no handler serves is refused", APP)
            .call(call("PATCH", "/books/1"), blocked().sent(["OPTIONS"])),
        scenario("methods are case-sensitive, so `patch` is refused", APP)
            .call(call("patch", "/amended"), blocked().sent(["OPTIONS"])),
        scenario("`put` is normalized", APP)
            .call(call("put", "/books/1"), read(200).sent(["OPTIONS", "PUT"])),
        scenario("no page may send TRACE", APP).call(call("TRACE", "/open"), blocked()),
        scenario("OPTIONS is a method as any other, and asks first", APP).call(
            call("OPTIONS", format!("{SHARED}&preflight:access-control-allow-methods=OPTIONS")),
            read(200).sent(["OPTIONS", "OPTIONS"]),
        ),
        // One path, several policies.
        scenario("leave to read, kept for ten minutes, is no leave to delete", APP)
            .call(get("/books/1").header("x-request-id", "1"), read(200).sent(["OPTIONS", "GET"]))
            .call(get("/books/1").header("x-request-id", "2"), read(200).sent(["GET"]))
            .call(delete("/books/1"), blocked().sent(["OPTIONS"])),
        scenario("leave to replace, kept for ten minutes, is no leave to delete", APP)
            .call(put("/books/1"), read(200).sent(["OPTIONS", "PUT"]))
            .call(delete("/books/1"), blocked().sent(["OPTIONS"])),
        scenario("staff may delete what they may not replace", STAFF)
            .call(delete("/books/1"), read(200).body("gone").sent(["OPTIONS", "DELETE"]))
            .call(put("/books/1"), blocked().sent(["OPTIONS"])),
        scenario("one handler's headers are not another's", APP)
            .call(put("/amended").header("x-request-id", "1"), read(200).sent(["OPTIONS", "PUT"]))
            .call(
                call("PATCH", "/amended").header("x-request-id", "1"),
                blocked().sent(["OPTIONS"]),
            ),
        // What makes a request ask first.
        scenario("a JSON body asks first", APP).call(
            post("/extracted", json, r#"{"title":"Emma"}"#),
            read(200).body("Emma").sent(["OPTIONS", "POST"]),
        ),
        scenario("a form's content type with parameters does not", APP).call(
            post(SHARED, "text/plain; charset=UTF-8; format=flowed", "x"),
            read(200).sent(["POST"]),
        ),
        scenario("a safelisted range does not ask", APP)
            .call(get(SHARED).header("range", "bytes=0-5"), read(200).sent(["GET"])),
        scenario("a range of several asks", APP)
            .call(get(SHARED).header("range", "bytes=0-1,3-4"), blocked().sent(["OPTIONS"])),
        scenario("a range without a start asks", APP)
            .call(get(SHARED).header("range", "bytes=-5"), blocked().sent(["OPTIONS"])),
        scenario("languages do not ask", APP).call(
            get(SHARED)
                .header("accept-language", "en-GB, de;q=0.5")
                .header("content-language", "en"),
            read(200).sent(["GET"]),
        ),
        scenario("an unsafe byte in a safelisted header asks", APP)
            .call(get(SHARED).header("accept", "text/(html)"), blocked().sent(["OPTIONS"])),
        scenario("a safelisted value of 128 bytes does not ask", APP)
            .call(get(SHARED).header("accept", "a".repeat(128)), read(200).sent(["GET"])),
        scenario("a safelisted value of 129 bytes asks", APP)
            .call(get(SHARED).header("accept", "a".repeat(129)), blocked().sent(["OPTIONS"])),
        // Wildcards of request headers.
        scenario("a wildcard covers any header", APP).call(
            put("/any-header").header("x-one", "1").header("x-two", "2"),
            read(200).sent(["OPTIONS", "PUT"]),
        ),
        scenario("a wildcard does not cover `authorization`, but in Chromium", APP).departure(
            put("/any-header").header("authorization", "Bearer 1"),
            blocked().sent(["OPTIONS"]),
            read(200).sent(["OPTIONS", "PUT"]),
        ),
        scenario("a wildcard and `authorization` cover both", APP).call(
            put("/any-header-and-authorization")
                .header("authorization", "Bearer 1")
                .header("x-one", "1"),
            read(200).sent(["OPTIONS", "PUT"]),
        ),
        scenario("with credentials, any header is allowed by name", APP).call(
            put("/any-header-with-credentials")
                .header("authorization", "Bearer 1")
                .header("x-one", "1")
                .with_credentials(),
            read(200).body("ada").sent(["OPTIONS", "PUT"]),
        ),
    ]
}
