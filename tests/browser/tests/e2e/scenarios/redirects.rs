//! Redirects: each hop is judged, and the last one's answer read.

use super::{Scenario, scenario};
use crate::{
    call::{blocked, get, post, put, read},
    page::{APP, EVIL, HOME, STAFF},
};

/// A path that redirects there, with leave from `path`'s policy.
fn to(path: &str, status: u16, location: &str) -> String {
    format!("{path}?status={status}&to={location}")
}

const HERE: &str = "/{run}";
const ELSEWHERE: &str = "http://other.test:{port}/{run}";
const HOME_OF_APP: &str = "http://app.example.test:{port}/{run}";

pub(crate) fn scenarios() -> Vec<Scenario> {
    let here = |path: &str, status, target: &str| to(path, status, &format!("{HERE}{target}"));
    let elsewhere =
        |path: &str, status, target: &str| to(path, status, &format!("{ELSEWHERE}{target}"));
    let json = "application/json";
    vec![
        scenario("a redirect on the same host is followed", APP).call(
            get(here("/redirecting", 302, "/open")),
            read(200).body("open").sent(["GET", "GET"]),
        ),
        scenario("a listed page follows a listed redirect", APP).call(
            get(here("/redirecting-listed", 301, "/listed")),
            read(200).body("listed").sent(["GET", "GET"]),
        ),
        scenario("a redirect that may not be read is not followed", APP)
            .call(get(here("/redirecting-staff", 302, "/open")), blocked().sent(["GET"])),
        scenario("a redirect to what may not be read is followed in vain", EVIL)
            .call(get(here("/redirecting", 302, "/listed")), blocked().sent(["GET", "GET"])),
        scenario("a redirect between other origins is `null`, which anyone's resource takes", APP)
            .call(get(elsewhere("/redirecting", 302, "/open")), read(200).sent(["GET", "GET"])),
        scenario("a redirect between other origins is `null`, which no list has", APP)
            .call(get(elsewhere("/redirecting", 302, "/listed")), blocked().sent(["GET", "GET"])),
        scenario(
            "a redirect between other origins is `null`, for which leave must be explicit",
            STAFF,
        )
        .call(get(elsewhere("/redirecting", 302, "/null")), read(200).sent(["GET", "GET"])),
        scenario("a redirect from the page's own origin keeps the origin", HOME).call(
            get(elsewhere("/redirecting", 302, "/subdomains")),
            read(200).sent(["GET", "GET"]),
        ),
        scenario("a redirect back to the page's own origin stays a CORS request", APP).call(
            get(to("/redirecting", 302, &format!("{HOME_OF_APP}/open"))),
            read(200).sees("x-total-count", "2").misses("x-cache").sent(["GET", "GET"]),
        ),
        scenario("302 makes GET of POST", APP).call(
            post(here("/redirecting", 302, "/open"), "text/plain", "x"),
            read(200).body("open").sent(["POST", "GET"]),
        ),
        scenario("307 keeps POST and its body", APP).call(
            post(here("/redirecting", 307, "/extracted"), json, r#"{"title":"Emma"}"#),
            read(200).body("Emma").sent(["OPTIONS", "POST", "OPTIONS", "POST"]),
        ),
        scenario("308 keeps PUT, and asks for each hop", APP).call(
            put(here("/redirecting", 308, "/books/1")).header("content-type", json).body("{}"),
            read(200).body("{}").sent(["OPTIONS", "PUT", "OPTIONS", "PUT"]),
        ),
        scenario("308 to a hop that refuses the method ends there", STAFF).call(
            put(here("/redirecting", 308, "/books/1")),
            blocked().sent(["OPTIONS", "PUT", "OPTIONS"]),
        ),
        scenario("303 makes GET of PUT, which need not ask again", APP).call(
            put(here("/redirecting", 303, "/open")),
            read(200).body("open").sent(["OPTIONS", "PUT", "GET"]),
        ),
        scenario("`authorization` is left behind when the origin changes", APP).call(
            get(elsewhere("/redirecting", 302, "/open")).header("authorization", "Bearer 1"),
            read(200).sent(["OPTIONS", "GET", "GET"]),
        ),
        scenario("`authorization` goes along while the origin stays", APP).call(
            get(here("/redirecting", 302, "/open")).header("authorization", "Bearer 1"),
            blocked().sent(["OPTIONS", "GET", "OPTIONS"]),
        ),
        scenario("a redirect out of HTTP is refused", APP)
            .call(get(to("/redirecting", 302, "ftp://other.test/x")), blocked().sent(["GET"])),
        scenario("a redirect to a URL with a password is refused", APP).call(
            get(to("/redirecting", 302, "http://ada:1@api.example.test:{port}/{run}/open")),
            blocked().sent(["GET"]),
        ),
    ]
}
