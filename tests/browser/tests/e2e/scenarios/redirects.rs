//! Redirects: the browser checks each hop, and the page reads the last response.

use super::{Scenario, scenario};
use crate::{
    call::{blocked, get, post, put, read},
    page::{APP, EVIL, SAME_ORIGIN, STAFF},
};

/// Returns the path of a handler that redirects to `location`, under the policy of `path`.
fn to(path: &str, status: u16, location: &str) -> String {
    format!("{path}?status={status}&to={location}")
}

const SAME_HOST: &str = "/{run}";
const OTHER_HOST: &str = "http://other.test:{port}/{run}";
const HOST_OF_APP: &str = "http://app.example.test:{port}/{run}";

pub(crate) fn scenarios() -> Vec<Scenario> {
    let to_same_host =
        |path: &str, status, target: &str| to(path, status, &format!("{SAME_HOST}{target}"));
    let to_other_host =
        |path: &str, status, target: &str| to(path, status, &format!("{OTHER_HOST}{target}"));
    let json = "application/json";
    vec![
        scenario("a browser follows a redirect to the same host", APP).call(
            get(to_same_host("/redirecting", 302, "/open")),
            read(200).body("open").sent(["GET", "GET"]),
        ),
        scenario("a browser follows a redirect of a policy that lists the page", APP).call(
            get(to_same_host("/redirecting-listed", 301, "/listed")),
            read(200).body("listed").sent(["GET", "GET"]),
        ),
        scenario(
            "a browser does not follow a redirect of a policy that does not list the page",
            APP,
        )
        .call(get(to_same_host("/redirecting-staff", 302, "/open")), blocked().sent(["GET"])),
        scenario(
            "a browser blocks the response after a redirect if its policy does not list the page",
            EVIL,
        )
        .call(get(to_same_host("/redirecting", 302, "/listed")), blocked().sent(["GET", "GET"])),
        scenario("a redirect between other origins sends `null`, which a wildcard allows", APP)
            .call(get(to_other_host("/redirecting", 302, "/open")), read(200).sent(["GET", "GET"])),
        scenario("a redirect between other origins sends `null`, which a list does not allow", APP)
            .call(
                get(to_other_host("/redirecting", 302, "/listed")),
                blocked().sent(["GET", "GET"]),
            ),
        scenario("a redirect between other origins sends `null`, which a policy can list", STAFF)
            .call(get(to_other_host("/redirecting", 302, "/null")), read(200).sent(["GET", "GET"])),
        scenario("a redirect from the origin of the page keeps the origin", SAME_ORIGIN).call(
            get(to_other_host("/redirecting", 302, "/subdomains")),
            read(200).sent(["GET", "GET"]),
        ),
        scenario("a redirect back to the origin of the page remains a CORS request", APP).call(
            get(to("/redirecting", 302, &format!("{HOST_OF_APP}/open"))),
            read(200).sees("x-total-count", "2").misses("x-cache").sent(["GET", "GET"]),
        ),
        scenario("302 changes POST to GET", APP).call(
            post(to_same_host("/redirecting", 302, "/open"), "text/plain", "x"),
            read(200).body("open").sent(["POST", "GET"]),
        ),
        scenario("307 keeps POST and its body", APP).call(
            post(to_same_host("/redirecting", 307, "/extracted"), json, r#"{"title":"Emma"}"#),
            read(200).body("Emma").sent(["OPTIONS", "POST", "OPTIONS", "POST"]),
        ),
        scenario("308 keeps PUT, and each hop needs a preflight", APP).call(
            put(to_same_host("/redirecting", 308, "/books/1"))
                .header("content-type", json)
                .body("{}"),
            read(200).body("{}").sent(["OPTIONS", "PUT", "OPTIONS", "PUT"]),
        ),
        scenario("308 to a hop that does not allow the method blocks the call", STAFF).call(
            put(to_same_host("/redirecting", 308, "/books/1")),
            blocked().sent(["OPTIONS", "PUT", "OPTIONS"]),
        ),
        scenario("303 changes PUT to GET, which needs no preflight", APP).call(
            put(to_same_host("/redirecting", 303, "/open")),
            read(200).body("open").sent(["OPTIONS", "PUT", "GET"]),
        ),
        scenario("a redirect to another origin removes `authorization`", APP).call(
            get(to_other_host("/redirecting", 302, "/open")).header("authorization", "Bearer 1"),
            read(200).sent(["OPTIONS", "GET", "GET"]),
        ),
        scenario("a redirect to the same origin keeps `authorization`", APP).call(
            get(to_same_host("/redirecting", 302, "/open")).header("authorization", "Bearer 1"),
            blocked().sent(["OPTIONS", "GET", "OPTIONS"]),
        ),
        scenario("a redirect to another scheme than HTTP blocks the call", APP)
            .call(get(to("/redirecting", 302, "ftp://other.test/x")), blocked().sent(["GET"])),
        scenario("a redirect to a URL with a password blocks the call", APP).call(
            get(to("/redirecting", 302, "http://ada:1@api.example.test:{port}/{run}/open")),
            blocked().sent(["GET"]),
        ),
    ]
}
