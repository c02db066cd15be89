//! The cookie of `api.example.test`: the calls that send it, and the pages that can read the response.

use super::{Scenario, scenario};
use crate::{
    call::{blocked, delete, get, read},
    page::{APP, EVIL, SAME_ORIGIN, SANDBOXED},
};

pub(crate) fn scenarios() -> Vec<Scenario> {
    vec![
        scenario("a page sends the cookie to a policy that allows credentials", APP).call(
            get("/me").with_credentials(),
            read(200).body("ada").sees("x-visitor", "ada").misses("set-cookie").sent(["GET"]),
        ),
        scenario("a cross-origin call sends no cookie by default", APP)
            .call(get("/me"), read(200).body("no visitor").sent(["GET"])),
        scenario("a same-origin call sends the cookie by default", SAME_ORIGIN).call(
            get("/me"),
            read(200).body("ada").sees("x-visitor", "ada").misses("set-cookie").sent(["GET"]),
        ),
        scenario("a same-origin call can omit the cookie", SAME_ORIGIN)
            .call(get("/me").without_credentials(), read(200).body("no visitor").sent(["GET"])),
        scenario("a wildcard does not allow credentials", APP)
            .call(get("/me-of-any-origin").with_credentials(), blocked().sent(["GET"]))
            .call(get("/me-of-any-origin"), read(200).sent(["GET"])),
        scenario("a listed origin does not allow credentials", APP)
            .call(get("/me-uncredentialed").with_credentials(), blocked().sent(["GET"]))
            .call(get("/me-uncredentialed"), read(200).sent(["GET"])),
        scenario("another site's page cannot read with credentials", EVIL)
            .call(get("/me").with_credentials(), blocked().sent(["GET"])),
        scenario("a sandboxed frame cannot read with credentials", SANDBOXED)
            .call(get("/me").with_credentials(), blocked().sent(["GET"])),
        scenario("a preflight has no cookie", APP).call(
            delete("/me").with_credentials(),
            read(200).body("ada").sent(["OPTIONS", "DELETE"]),
        ),
        scenario("a cached preflight with credentials applies to calls without credentials", APP)
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
