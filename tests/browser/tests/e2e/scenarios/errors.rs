//! Errors and streams: a page that the policy allows can read these responses too.

use super::{Scenario, scenario};
use crate::{
    call::{blocked, get, post, read},
    page::{APP, EVIL},
};

pub(crate) fn scenarios() -> Vec<Scenario> {
    let json = "application/json";
    vec![
        scenario("a listed page reads the 400 of an extractor", APP)
            .call(post("/extracted", json, "{"), read(400).sent(["OPTIONS", "POST"])),
        scenario("a listed page reads the 400 of an extractor without a preflight", APP)
            .call(post("/extracted", "text/plain", "Emma"), read(400).sent(["POST"])),
        scenario("another page cannot read the 400 of an extractor", EVIL)
            .call(post("/extracted", "text/plain", "Emma"), blocked().sent(["POST"])),
        scenario("a listed page reads the 500 of a handler", APP)
            .call(get("/failing"), read(500).body("out of books").sent(["GET"])),
        scenario("another page cannot read the 500 of a handler", EVIL)
            .call(get("/failing"), blocked().sent(["GET"])),
        scenario("a listed page reads the 404 of a handler", APP)
            .call(get("/missing"), read(404).body("no such book").sent(["GET"])),
        scenario("no page can read the 404 of the router without a layer", APP)
            .call(get("/no-such-path"), blocked().sent(["GET"])),
        scenario("a listed page reads the 401 of a login inside a layer", APP)
            .call(get("/behind/greeting"), read(401).body("log in").sent(["GET"])),
        scenario("another page cannot read the 401 of a login", EVIL)
            .call(get("/behind/greeting"), blocked().sent(["GET"])),
        scenario("a preflight skips the login", APP).call(
            get("/behind/greeting").header("authorization", "Bearer 1"),
            read(200).body("hello").sees("x-greeting", "1").sent(["OPTIONS", "GET"]),
        ),
        scenario("a listed page reads the 404 of the router inside a layer", APP).call(
            get("/behind/nowhere").header("authorization", "Bearer 1"),
            read(404).sent(["OPTIONS", "GET"]),
        ),
        scenario("a listed page reads the 429 of a rate limit inside a layer", APP)
            .call(get("/behind/limited"), read(429).body("slow down").sent(["GET"])),
        scenario("a page cannot read the 403 of `enforce`", EVIL)
            .call(post("/order", "text/plain", "Emma"), blocked().sent(["POST"])),
        scenario("a listed page reads a stream to its end", APP).call(
            get("/streamed"),
            read(200).body("one two three").sees("x-total-count", "3").sent(["GET"]),
        ),
    ]
}
