//! Tests of `Snapshot`, a list of the policies of all handlers: its text, its serialized form, and the effects of the
//! changes between two snapshots.

use cors_devtools::{Change, Effect, Snapshot};
use serde_json::json;

fn snapshot(text: &str) -> Snapshot {
    text.parse().unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Returns a snapshot of one handler. The settings of its policy are the lines in `facts`.
fn policy(facts: &[&str]) -> Snapshot {
    let facts: String = facts.iter().map(|fact| format!("  {fact}\n")).collect();
    snapshot(&format!("GET,PUT /books  shop::books\n{facts}"))
}

const APP: &str = "origins https://app.example.com";

#[test]
fn each_change_of_a_setting_has_its_effect() {
    use Effect::{Closes, Neither, Opens};
    /// The name of the case, the settings before and after the change, and the expected effects.
    type Case = (&'static str, &'static [&'static str], &'static [&'static str], &'static [Effect]);
    #[rustfmt::skip]
    let cases: &[Case] = &[
        ("no change", &[APP], &[APP], &[]),
        ("another order", &["origins https://a.example https://b.example"], &["origins https://b.example https://a.example"], &[Neither]),
        ("an origin more", &[APP], &["origins https://app.example.com https://b.example"], &[Opens]),
        ("an origin less", &["origins https://app.example.com https://b.example"], &[APP], &[Closes]),
        ("another origin", &[APP], &["origins https://b.example"], &[Opens, Closes]),
        ("every origin", &[APP], &["origins \"*\""], &[Opens]),
        ("no longer every origin", &["origins \"*\""], &[APP], &[Closes]),
        ("an origin of the pattern", &["origins https://*.example.com"], &["origins https://*.example.com https://app.example.com"], &[Neither]),
        ("the pattern becomes one origin", &["origins https://*.example.com"], &[APP], &[Closes]),
        ("one origin becomes a pattern", &[APP], &["origins https://*.example.com"], &[Opens]),
        ("a scheme less", &["origins http://app.example.com"], &[APP], &[Opens, Closes]),
        ("none becomes public", &["origins none"], &["origins \"*\""], &[Opens]),
        ("public becomes none", &["origins \"*\""], &["origins none"], &[Closes]),
        ("a list becomes dynamic", &[APP], &["origins dynamic(closure |origin, _| true)"], &[Opens, Closes]),
        ("dynamic becomes a list", &["origins dynamic(closure |origin, _| true)"], &[APP], &[Opens, Closes]),
        ("another expression", &["origins dynamic(app_data::<Tenants>())"], &["origins dynamic(closure |origin, _| true)"], &[Opens, Closes]),
        ("another closure", &["origins dynamic(closure |origin, _| false)"], &["origins dynamic(closure |origin, _| true)"], &[Opens, Closes]),
        ("the same closure", &["origins dynamic(closure |origin, _| true)"], &["origins dynamic(closure |origin, _| true)"], &[]),
        ("a debug origin more", &[APP], &[APP, "debug_origins http://localhost:*"], &[Opens]),
        ("a debug origin less", &[APP, "debug_origins http://localhost:*"], &[APP], &[Closes]),
        ("a debug origin of the pattern", &[APP, "debug_origins http://localhost:*"], &[APP, "debug_origins http://localhost:* http://localhost:3000"], &[Neither]),
        ("a debug origin becomes one of every build", &[APP, "debug_origins https://b.example"], &["origins https://app.example.com https://b.example"], &[Opens, Neither]),
        ("an origin becomes one of debug builds", &["origins https://app.example.com https://b.example"], &[APP, "debug_origins https://b.example"], &[Closes, Neither]),
        ("a method less", &[APP], &[APP, "methods GET"], &[Closes]),
        ("a method more", &[APP, "methods GET"], &[APP, "methods GET PUT"], &[Opens]),
        ("every method, written", &[APP], &[APP, "methods \"*\""], &[Neither]),
        ("a header more", &[APP], &[APP, "allow_headers content-type"], &[Opens]),
        ("a header less", &[APP, "allow_headers content-type x-a"], &[APP, "allow_headers content-type"], &[Closes]),
        ("a header in another case", &[APP, "allow_headers X-A"], &[APP, "allow_headers x-a"], &[Neither]),
        ("every header", &[APP, "allow_headers x-a"], &[APP, "allow_headers \"*\""], &[Opens]),
        ("no longer every header", &[APP, "allow_headers \"*\""], &[APP, "allow_headers x-a"], &[Closes]),
        ("authorization beside every header", &[APP, "allow_headers \"*\""], &[APP, "allow_headers \"*\" authorization"], &[Opens]),
        ("an exposed header more", &[APP], &[APP, "expose_headers x-a"], &[Opens]),
        ("an exposed header less", &[APP, "expose_headers \"*\""], &[APP, "expose_headers x-a"], &[Closes]),
        ("credentials", &[APP], &[APP, "allow_credentials"], &[Opens]),
        ("no credentials", &[APP, "allow_credentials"], &[APP], &[Closes]),
        ("a longer age", &[APP, "max_age 600"], &[APP, "max_age 7200"], &[Opens]),
        ("a shorter age", &[APP, "max_age 600"], &[APP], &[Closes]),
        ("an age below the default", &[APP], &[APP, "max_age 0"], &[Closes]),
        ("the default age, written", &[APP], &[APP, "max_age 5"], &[Neither]),
        ("enforced", &[APP], &[APP, "enforce"], &[Closes]),
        ("isolated", &[APP, "enforce"], &[APP, "enforce isolate"], &[Closes]),
        ("no longer isolated", &[APP, "enforce isolate"], &[APP, "enforce"], &[Opens]),
        ("only reported", &[APP, "enforce"], &[APP, "enforce report"], &[Opens]),
        ("no longer reported", &[APP, "enforce report"], &[APP], &[Neither]),
        ("no longer enforced", &[APP, "enforce"], &[APP], &[Opens]),
        ("hosts", &[APP], &[APP, "hosts api.example.com"], &[Closes]),
        ("no hosts", &[APP, "hosts api.example.com"], &[APP], &[Opens]),
        ("a host more", &[APP, "hosts a.example"], &[APP, "hosts a.example b.example"], &[Opens]),
        ("a host less", &[APP, "hosts a.example b.example"], &[APP, "hosts a.example"], &[Closes]),
        ("insecure origins", &[APP], &[APP, "danger_allow_insecure_origins"], &[Opens]),
        ("no public suffixes", &[APP, "danger_allow_public_suffixes"], &[APP], &[Closes]),
        ("the null origin", &[APP], &[APP, "danger_allow_null_origin"], &[Opens]),
        ("settings of a handler that is closed", &["origins none"], &["origins none", "allow_headers x-a"], &[Neither]),
        ("closed, with a header more", &[APP], &["origins none", "allow_headers x-a"], &[Closes, Neither]),
    ];
    for (name, old, new, expected) in cases {
        let changes = policy(new).changes_since(&policy(old));
        let effects: Vec<Effect> = changes.iter().map(Change::effect).collect();
        assert_eq!(effects, *expected, "{name}: {changes:#?}");
        for change in changes {
            assert_eq!(change.handler(), "GET,PUT /books  shop::books");
            assert!(change.to_string().contains("GET,PUT /books  shop::books: "), "{change}");
        }
    }
}

#[test]
fn each_change_of_a_handler_has_its_effect_and_its_sentence() {
    const LIST: &str = "GET /books  shop::list\n  origins \"*\"\n";
    const REPLACE: &str = "PUT /books/{id}  shop::replace\n  origins https://app.example.com\n";
    #[rustfmt::skip]
    let cases: &[(&str, &str, &[&str])] = &[
        (LIST, LIST, &[]),
        ("", LIST, &["opens: GET /books  shop::list: is new, and pages of every origin can call it"]),
        ("", "GET /me  shop::me\n  origins none\n", &["neither opens nor closes: GET /me  shop::me: is new, and allows no other origin"]),
        (LIST, "", &["closes: GET /books  shop::list: no longer has a policy"]),
        ("GET /me  shop::me\n  origins none\n", "", &["neither opens nor closes: GET /me  shop::me: no longer has a policy"]),
        (LIST, "GET /books  shop::index\n  origins \"*\"\n", &["neither opens nor closes: GET /books  shop::index: was shop::list"]),
        (LIST, "GET /titles  shop::list\n  origins \"*\"\n", &[
            "opens: GET /titles  shop::list: is new, and pages of every origin can call it",
            "closes: GET /books  shop::list: no longer has a policy",
        ]),
        (LIST, "GET,HEAD /books  shop::list\n  origins \"*\"\n", &["opens: GET,HEAD /books  shop::list: methods adds HEAD: pages can now use it"]),
        ("GET /x  a::x\n  origins \"*\"\n  methods GET\n", "GET,PUT /x  a::x\n  origins \"*\"\n  methods GET\n", &["neither opens nor closes: GET,PUT /x  a::x: served GET"]),
        (REPLACE, "PUT /books/{id}  shop::replace\n  origins https://app.example.com https://evil.example\n  allow_credentials\n", &[
            "opens: PUT /books/{id}  shop::replace: origins adds https://evil.example: its pages can now call the handler",
            "opens: PUT /books/{id}  shop::replace: allow_credentials is now set, was unset: pages can now send cookies and read the response",
        ]),
        ("GET /x  a::x\n  origins dynamic(closure |_, _| false)\n", "GET /x  a::x\n  origins dynamic(closure |_, _| true)\n", &[
            "opens: GET /x  a::x: origins adds dynamic(closure |_, _| true): it may allow origins that were not allowed",
            "closes: GET /x  a::x: origins removes dynamic(closure |_, _| false): it no longer decides",
        ]),
        ("GET /x  a::x\n  origins none\n", "GET /x  a::x\n  origins none\n  allow_headers x-a\n", &[
            "neither opens nor closes: GET /x  a::x: allow_headers adds x-a",
        ]),
        ("GET /x  a::x\n  origins none\nGET /x  a::x\n  origins \"*\"\n", "GET /x  a::x\n  origins none\nGET /x  a::x\n  origins \"*\"\n", &[]),
    ];
    for (old, new, expected) in cases {
        let changes = snapshot(new).changes_since(&snapshot(old));
        let lines: Vec<String> = changes.iter().map(ToString::to_string).collect();
        assert_eq!(lines, *expected);
    }
}

#[test]
fn the_text_is_sorted_and_reads_back() {
    let every_key = "\
GET /a  shop::a
  origins \"*\"
  allow_headers \"*\" authorization
  expose_headers \"*\"
DELETE,GET /b/{id}  shop::b
  origins https://app.example.com https://*.example.com
  debug_origins http://localhost:*
  methods GET
  allow_headers content-type
  expose_headers x-total-count
  allow_credentials
  max_age 7200
  enforce isolate
  hosts api.example.com localhost:*
  danger_allow_insecure_origins
  danger_allow_public_suffixes
  danger_allow_null_origin
PUT /b/{id}  shop::c
  origins dynamic(app_data::<Tenants>())
  enforce
GET /{tail:[a-z ]*}  shop::tail
  origins none
";
    let parsed = snapshot(every_key);
    assert_eq!(parsed.to_string(), every_key);
    let (first, last) = every_key.split_at(every_key.find("DELETE").unwrap());
    assert_eq!(snapshot(&format!("{last}\n\n{first}")).to_string(), every_key, "sorted");
    let saved_by_insta = format!("---\nsource: tests/a.rs\nexpression: current\n---\n{every_key}");
    assert_eq!(snapshot(&saved_by_insta), parsed);

    let json = serde_json::to_value(&parsed).unwrap();
    assert_eq!(json[0]["policy"]["origins"], json!(["*"]));
    assert_eq!(
        json[2],
        json!({
            "methods": ["PUT"],
            "path": "/b/{id}",
            "handler": "shop::c",
            "policy": { "origins": "dynamic(app_data::<Tenants>())", "enforce": true },
        })
    );
    assert_eq!(serde_json::from_value::<Snapshot>(json).unwrap(), parsed);
}

#[test]
fn what_is_not_a_snapshot_is_an_error_with_its_line() {
    for (text, line) in [
        ("  origins \"*\"\n", 1),
        ("GET /a shop::a\n", 1),
        ("GET /a  shop::a\n  origin https://a.example\n", 2),
        ("GET /a  shop::a\n  max_age 2h\n", 2),
        ("GET /a  shop::a\n  allow_credentials yes\n", 2),
        ("GET /a  shop::a\n  enforce maybe\n", 2),
        ("GET /a  shop::a\n  origins\n", 2),
        ("GET /a  shop::a\n  origins \"*\"\n  origins \"*\"\n", 3),
    ] {
        let error = text.parse::<Snapshot>().unwrap_err().to_string();
        assert!(error.starts_with(&format!("line {line}: `")), "{error}");
    }
    for policy in
        [json!({ "max_age": "2h" }), json!({ "origins": 5 }), json!({ "allow_credentials": false })]
    {
        let entry = json!([{ "methods": ["GET"], "path": "/a", "handler": "a", "policy": policy }]);
        assert!(serde_json::from_value::<Snapshot>(entry).is_err(), "{policy}");
    }
}
