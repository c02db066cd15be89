//! Answers that are no plain success: a page that may read the handler may read these too.

use super::{Scenario, scenario};
use crate::{
    call::{blocked, get, post, read},
    page::{APP, EVIL},
};

pub(crate) fn scenarios() -> Vec<Scenario> {
    let json = "application/json";
    vec![
        scenario("an extractor's 400 is readable", APP)
            .call(post("/extracted", json, "{"), read(400).sent(["OPTIONS", "POST"])),
        scenario("an extractor's refusal without a preflight is readable", APP)
            .call(post("/extracted", "text/plain", "Emma"), read(400).sent(["POST"])),
        scenario("an extractor's refusal is hidden from other pages", EVIL)
            .call(post("/extracted", "text/plain", "Emma"), blocked().sent(["POST"])),
        scenario("a handler's 500 is readable", APP)
            .call(get("/failing"), read(500).body("out of books").sent(["GET"])),
        scenario("a handler's 500 is hidden from other pages", EVIL)
            .call(get("/failing"), blocked().sent(["GET"])),
        scenario("a handler's 404 is readable", APP)
            .call(get("/missing"), read(404).body("no such book").sent(["GET"])),
        scenario("the router's 404 is not", APP)
            .call(get("/no-such-path"), blocked().sent(["GET"])),
        scenario("a login's 401 is readable under the default policy around it", APP)
            .call(get("/behind/greeting"), read(401).body("log in").sent(["GET"])),
        scenario("a login's 401 is hidden from other pages", EVIL)
            .call(get("/behind/greeting"), blocked().sent(["GET"])),
        scenario("a preflight goes past the login", APP).call(
            get("/behind/greeting").header("authorization", "Bearer 1"),
            read(200).body("hello").sees("x-greeting", "1").sent(["OPTIONS", "GET"]),
        ),
        scenario("the router's 404 is readable under a default policy", APP).call(
            get("/behind/nowhere").header("authorization", "Bearer 1"),
            read(404).sent(["OPTIONS", "GET"]),
        ),
        scenario("a limit's 429 is readable under a default policy", APP)
            .call(get("/behind/limited"), read(429).body("slow down").sent(["GET"])),
        scenario("an enforced policy's 403 is hidden from those it refuses", EVIL)
            .call(post("/order", "text/plain", "Emma"), blocked().sent(["POST"])),
        scenario("a streamed response is readable to its end", APP).call(
            get("/streamed"),
            read(200).body("one two three").sees("x-total-count", "3").sent(["GET"]),
        ),
    ]
}
