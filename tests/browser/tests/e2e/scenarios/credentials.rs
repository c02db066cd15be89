//! The cookie of `api.example.test`: when it is sent, and who may read the answer.

use super::{Scenario, scenario};
use crate::{
    call::{blocked, delete, get, read},
    page::{APP, EVIL, HOME, SANDBOXED},
};

pub(crate) fn scenarios() -> Vec<Scenario> {
    vec![
        scenario("a page sends its visitor's cookie where the policy has credentials", APP).call(
            get("/me").with_credentials(),
            read(200).body("ada").sees("x-visitor", "ada").misses("set-cookie").sent(["GET"]),
        ),
        scenario("no cookie goes to another origin unasked", APP)
            .call(get("/me"), read(200).body("nobody").sent(["GET"])),
        scenario("a page of the API's own origin sends it unasked", HOME).call(
            get("/me"),
            read(200).body("ada").sees("x-visitor", "ada").misses("set-cookie").sent(["GET"]),
        ),
        scenario("a page of the API's own origin can leave it out", HOME)
            .call(get("/me").without_credentials(), read(200).body("nobody").sent(["GET"])),
        scenario("a wildcard is no leave for credentials", APP)
            .call(get("/me-by-anyone").with_credentials(), blocked().sent(["GET"]))
            .call(get("/me-by-anyone"), read(200).sent(["GET"])),
        scenario("a listed origin is no leave for credentials", APP)
            .call(get("/me-uncredentialed").with_credentials(), blocked().sent(["GET"]))
            .call(get("/me-uncredentialed"), read(200).sent(["GET"])),
        scenario("another site's page cannot read with credentials", EVIL)
            .call(get("/me").with_credentials(), blocked().sent(["GET"])),
        scenario("a sandboxed frame cannot read with credentials", SANDBOXED)
            .call(get("/me").with_credentials(), blocked().sent(["GET"])),
        scenario("the preflight itself has no cookie", APP).call(
            delete("/me").with_credentials(),
            read(200).body("ada").sent(["OPTIONS", "DELETE"]),
        ),
        scenario("leave with credentials is kept for requests without", APP)
            .call(
                delete("/me").with_credentials(),
                read(200).body("ada").sent(["OPTIONS", "DELETE"]),
            )
            .call(delete("/me"), read(200).body("nobody").sent(["DELETE"])),
        scenario("leave without credentials is not kept for requests with them", APP)
            .call(delete("/me"), read(200).body("nobody").sent(["OPTIONS", "DELETE"]))
            .call(
                delete("/me").with_credentials(),
                read(200).body("ada").sent(["OPTIONS", "DELETE"]),
            ),
    ]
}
