//! How long a preflight's answer is kept, and for whom: counted by the preflights that arrive.

use std::time::Duration;

use super::{Scenario, scenario};
use crate::{
    call::{blocked, call, put, read},
    page::{APP, APP_ON_SECOND_PORT, STAFF},
};

pub(crate) fn scenarios() -> Vec<Scenario> {
    let asked = || read(200).sent(["OPTIONS", "PUT"]);
    let unasked = || read(200).sent(["PUT"]);
    vec![
        scenario("ten minutes' leave is asked for once", APP)
            .call(put("/kept"), asked())
            .call(put("/kept"), unasked())
            .call(put("/kept"), unasked()),
        scenario("leave is kept for one URL", APP)
            .call(put("/kept"), asked())
            .call(put("/kept?other"), asked())
            .call(put("/kept"), unasked()),
        scenario("leave is kept for one origin", APP)
            .call(put("/kept"), asked())
            .open(STAFF)
            .call(put("/kept"), asked())
            .open(APP_ON_SECOND_PORT)
            .call(put("/kept"), asked())
            .open(APP)
            .call(put("/kept"), unasked()),
        scenario("a second's leave is asked for again after a second", APP)
            .call(put("/kept-for-a-second"), asked())
            .wait(Duration::from_millis(1500))
            .call(put("/kept-for-a-second"), asked()),
        scenario("without `max_age`, leave is kept for five seconds", APP)
            .call(put("/kept-by-default"), asked())
            .call(put("/kept-by-default"), unasked())
            .wait(Duration::from_millis(5500))
            .call(put("/kept-by-default"), asked()),
        scenario("`max_age = 0` is asked for each time", APP)
            .call(put("/never-kept"), asked())
            .call(put("/never-kept"), asked()),
        scenario("a refusal is not kept", STAFF)
            .call(put("/never-kept"), blocked().sent(["OPTIONS"]))
            .call(put("/never-kept"), blocked().sent(["OPTIONS"])),
        scenario("leave for one method is forgotten when another is refused", APP)
            .call(put("/books/1"), asked())
            .call(call("DELETE", "/books/1"), blocked().sent(["OPTIONS"]))
            .call(put("/books/1"), asked()),
        scenario("leave for one method stays beside another's, but in Chromium", APP)
            .call(put("/amended"), asked())
            .call(call("PATCH", "/amended"), read(200).sent(["OPTIONS", "PATCH"]))
            .departure(put("/amended"), unasked(), asked()),
    ]
}
