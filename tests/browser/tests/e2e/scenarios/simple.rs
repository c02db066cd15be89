//! Requests that any page may send, and what it may read of the answers.

use super::{Scenario, scenario};
use crate::{
    call::{blocked, call, get, post, read},
    page::{APP, EVIL, HOME, SANDBOXED},
};

pub(crate) fn scenarios() -> Vec<Scenario> {
    vec![
        scenario("any page reads what is open to all", EVIL).call(
            get("/open"),
            read(200).body("open").sees("x-total-count", "2").misses("x-cache").sent(["GET"]),
        ),
        scenario("a listed page reads the answer and the exposed headers", APP).call(
            get("/listed"),
            read(200)
                .body("listed")
                .sees("x-total-count", "2")
                .sees("etag", "\"1\"")
                .misses("x-cache")
                .sent(["GET"]),
        ),
        scenario("a page that is not listed cannot read, although its request was sent", EVIL)
            .call(get("/listed"), blocked().sent(["GET"])),
        scenario("safelisted headers are readable without being exposed", APP).call(
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
        scenario("a page of the API's own origin reads every header", HOME).call(
            get("/listed"),
            read(200).sees("x-total-count", "2").sees("x-cache", "hit").sent(["GET"]),
        ),
        scenario("a page of the API's own origin asks no leave to delete", HOME)
            .call(call("DELETE", "/books/1"), read(200).body("gone").sent(["DELETE"])),
        scenario("HEAD needs no preflight, and has no body", APP).call(
            call("HEAD", "/scripted?access-control-allow-origin=*"),
            read(200).body("").sent(["HEAD"]),
        ),
        scenario("POST with a form's content type needs no preflight", APP).call(
            post("/scripted?access-control-allow-origin=*", "text/plain", "hello"),
            read(200).sent(["POST"]),
        ),
        scenario("headers that no page may set are dropped", EVIL).call(
            get("/listed")
                .header("origin", "http://app.example.test:{port}")
                .header("sec-fetch-site", "same-origin")
                .header("proxy-thing", "1")
                .header("access-control-request-method", "GET"),
            blocked().sent(["GET"]),
        ),
        scenario("a sandboxed frame is `null`, and may read what allows it", SANDBOXED)
            .call(get("/null"), read(200).body("null").sent(["GET"])),
        scenario("a sandboxed frame is not the page around it", SANDBOXED)
            .call(get("/listed"), blocked().sent(["GET"])),
        scenario("a sandboxed frame may read what is open to all", SANDBOXED)
            .call(get("/open"), read(200).sent(["GET"])),
        scenario("leave for `null` is no leave for others", EVIL)
            .call(get("/null"), blocked().sent(["GET"])),
    ]
}
