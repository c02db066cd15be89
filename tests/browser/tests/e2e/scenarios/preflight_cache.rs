//! The lifetime and the key of cached preflights, checked by the preflights that the server receives.

use std::time::Duration;

use super::{Scenario, scenario};
use crate::{
    call::{blocked, call, put, read},
    page::{APP, APP_ON_SECOND_PORT, STAFF},
};

pub(crate) fn scenarios() -> Vec<Scenario> {
    let with_preflight = || read(200).sent(["OPTIONS", "PUT"]);
    let without_preflight = || read(200).sent(["PUT"]);
    vec![
        scenario("a cached preflight applies to later calls", APP)
            .call(put("/kept"), with_preflight())
            .call(put("/kept"), without_preflight())
            .call(put("/kept"), without_preflight()),
        scenario("a cached preflight applies to one URL", APP)
            .call(put("/kept"), with_preflight())
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
            .wait(Duration::from_millis(1500))
            .call(put("/kept-for-a-second"), with_preflight()),
        scenario("without `max_age`, a browser keeps a preflight for five seconds", APP)
            .call(put("/kept-by-default"), with_preflight())
            .call(put("/kept-by-default"), without_preflight())
            .wait(Duration::from_millis(5500))
            .call(put("/kept-by-default"), with_preflight()),
        scenario("`max_age = 0` keeps no preflight", APP)
            .call(put("/never-kept"), with_preflight())
            .call(put("/never-kept"), with_preflight()),
        scenario("a browser does not cache a failed preflight", STAFF)
            .call(put("/never-kept"), blocked().sent(["OPTIONS"]))
            .call(put("/never-kept"), blocked().sent(["OPTIONS"])),
        scenario("a failed preflight for one method removes the cached preflight for another", APP)
            .call(put("/books/1"), with_preflight())
            .call(call("DELETE", "/books/1"), blocked().sent(["OPTIONS"]))
            .call(put("/books/1"), with_preflight()),
        scenario("a preflight for one method keeps that for another, except in Chromium", APP)
            .call(put("/amended"), with_preflight())
            .call(call("PATCH", "/amended"), read(200).sent(["OPTIONS", "PATCH"]))
            .difference(put("/amended"), without_preflight(), with_preflight()),
    ]
}
