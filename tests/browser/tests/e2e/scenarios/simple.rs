//! Requests that need no preflight, and the parts of the responses that a page can read.

use super::{Scenario, scenario};
use crate::{
    call::{blocked, call, get, post, read},
    page::{APP, EVIL, SAME_ORIGIN, SANDBOXED},
};

pub(crate) fn scenarios() -> Vec<Scenario> {
    vec![
        scenario("any page reads a response with a wildcard", EVIL).call(
            get("/open"),
            read(200).body("open").sees("x-total-count", "2").misses("x-cache").sent(["GET"]),
        ),
        scenario("a listed page reads the response and the exposed headers", APP).call(
            get("/listed"),
            read(200)
                .body("listed")
                .sees("x-total-count", "2")
                .sees("etag", "\"1\"")
                .misses("x-cache")
                .sent(["GET"]),
        ),
        scenario("a page that is not listed sends the request and cannot read the response", EVIL)
            .call(get("/listed"), blocked().sent(["GET"])),
        scenario("a page reads safelisted headers that the policy does not expose", APP).call(
            get("/hidden"),
            read(200)
                .sees("cache-control", "no-store")
                .sees("content-type", "text/plain; charset=utf-8")
                .sees("content-length", "6")
                .misses("x-total-count")
                .misses("etag")
                .sent(["GET"]),
        ),
        scenario("a wildcard exposes every header", EVIL).call(
            get("/all-exposed"),
            read(200).sees("x-total-count", "2").sees("x-cache", "hit").sent(["GET"]),
        ),
        scenario("a same-origin page reads every header", SAME_ORIGIN).call(
            get("/listed"),
            read(200).sees("x-total-count", "2").sees("x-cache", "hit").sent(["GET"]),
        ),
        scenario("a same-origin page needs no preflight for DELETE", SAME_ORIGIN)
            .call(call("DELETE", "/books/1"), read(200).body("gone").sent(["DELETE"])),
        scenario("HEAD needs no preflight", APP).call(
            call("HEAD", "/scripted?access-control-allow-origin=*"),
            read(200).body("").sent(["HEAD"]),
        ),
        scenario("POST with a content type of forms needs no preflight", APP).call(
            post("/scripted?access-control-allow-origin=*", "text/plain", "hello"),
            read(200).sent(["POST"]),
        ),
        scenario("the browser removes headers that a page cannot set", EVIL).call(
            get("/listed")
                .header("origin", "http://app.example.test:{port}")
                .header("sec-fetch-site", "same-origin")
                .header("proxy-thing", "1")
                .header("access-control-request-method", "GET"),
            blocked().sent(["GET"]),
        ),
        scenario("a sandboxed frame reads a response that allows `null`", SANDBOXED)
            .call(get("/null"), read(200).body("null").sent(["GET"])),
        scenario("a sandboxed frame does not have the origin of the surrounding page", SANDBOXED)
            .call(get("/listed"), blocked().sent(["GET"])),
        scenario("a sandboxed frame reads a response with a wildcard", SANDBOXED)
            .call(get("/open"), read(200).sent(["GET"])),
        scenario("a policy that lists `null` does not allow other origins", EVIL)
            .call(get("/null"), blocked().sent(["GET"])),
    ]
}
