//! Tests of the help for each kind of wrong value.

use cors_rules::{
    Violation, cross_checks::Context, key::Key, list::ListCheck, max_age, origin::Pattern,
};
use proptest::prelude::*;

use crate::strings;

fn violation(key: Key, value: &str) -> Option<Violation> {
    ListCheck::new(key, &[value], Context::UNKNOWN)
        .first_violation(0, 1)
        .map(|(_, violation)| violation)
}

fn origin_violation(value: &str) -> Violation {
    violation(Key::Origins, value).expect(value)
}

fn help(violation: &Violation) -> &str {
    violation.help_text().unwrap_or_default()
}

/// Wrong origins, each with the part of the help that follows `write `. The conformance suite in `tests/conformance`
/// has further wrong origins.
const ORIGINS: &[(&str, &str)] = &[
    ("http://https://a.example:8443/", "`https://a.example:8443`"),
    ("https:a.example", "`https://a.example`"),
    ("https:/a.example", "`https://a.example`"),
    (r"https:\\a.example", "`https://a.example`"),
    (r"https:\\a.example\b", "`https://a.example`"),
    ("https//a.example", "`https://a.example`"),
    ("//a.example", "`https://a.example`"),
    ("http(s)://a.example", "`https://a.example`"),
    ("*://a.example", "`https://a.example`"),
    ("ws://localhost:3000", "`http://localhost:3000`"),
    ("htps://a.example", "`https://a.example`"),
    ("filesystem:https://a.example/temporary/", "`https://a.example`"),
    ("Origin: https://a.example", "`https://a.example`"),
    ("a.example", "`https://a.example`"),
    ("localhost:*", "`http://localhost:*`"),
    ("127.0.0.1", "`http://127.0.0.1`"),
    ("intranet:8080", "`https://intranet:8080`"),
    ("[::1]:8080", "`http://[::1]:8080`"),
    (".example.com", "`https://*.example.com`"),
    ("https://.example.com", "`https://*.example.com`"),
    ("https://${TENANT}.example.com:8443", "`https://*.example.com:8443`"),
    ("https://<tenant>.example.com", "`https://*.example.com`"),
    ("https://%TENANT%.example.com", "`https://*.example.com`"),
    ("https://$tenant.example.com", "`https://*.example.com`"),
    ("https://{branch}-team.vercel.app", "`https://*-team.vercel.app`"),
    ("http://localhost:{port}", "`http://localhost:*`"),
    ("http://localhost:$PORT", "`http://localhost:*`"),
    ("https://a.example:443/", "`https://a.example`"),
    ("“https://a.example”", "`https://a.example`"),
    ("'https://a.example'", "`https://a.example`"),
    ("\"https://a.example\"", "`https://a.example`"),
    ("https://a.example;", "`https://a.example`"),
    ("Safari-Web-Extension://ABC/", "`safari-web-extension://ABC`"),
    ("https://a.example/x,y?z=1,2", "`https://a.example`"),
    ("https://%s.example.com", "`https://*.example.com`"),
    (r"https://.*\.example\.com", "`https://*.example.com`"),
    ("<https://a.example>", "`https://a.example`"),
    (
        "https://*.example.com:[8080,8081]",
        "a list: `[\"https://*.example.com:8080\", \"https://*.example.com:8081\"]`",
    ),
    (r"/^https:\/\/(.*)\.example\.com$/", "`https://*.example.com`"),
    (r"^http://localhost(:\d+)?$", "`http://localhost:*`"),
    (r"~^https://.*\.example\.com$", "`https://*.example.com`"),
    (r"/^https://.*\.example\.com$/i", "`https://*.example.com`"),
    (r"http://localhost:[0-9]+$", "`http://localhost:*`"),
    ("https://a.example/, b.example", "a list: `[\"https://a.example\", \"https://b.example\"]`"),
    ("[\"https://a.example\"]", "a list: `[\"https://a.example\"]`"),
    (
        "[https://a.example; https://b.example]",
        "a list: `[\"https://a.example\", \"https://b.example\"]`",
    ),
    ("localhost:3000,a.example", "a list: `[\"http://localhost:3000\", \"https://a.example\"]`"),
    (
        "https://{app,admin}.example.com",
        "a list: `[\"https://app.example.com\", \"https://admin.example.com\"]`",
    ),
    (
        r"https://(www|app)\.example\.com",
        "a list: `[\"https://www.example.com\", \"https://app.example.com\"]`",
    ),
    (".*", "`\"*\"` for every origin"),
    ("^.*$", "`\"*\"` for every origin"),
    ("**", "`\"*\"` for every origin"),
    ("*.*", "`\"*\"` for every origin"),
    ("'*'", "`\"*\"` for every origin"),
    ("all", "`\"*\"` for every origin"),
    ("\"none\"", "`#[cors(none)]`"),
    ("'none'", "`#[cors(none)]`"),
];

/// Strings without a correction, each with a part of the first line of the error.
const WITHOUT_CORRECTION: &[(&str, &str)] = &[
    ("data:", "no page's origin has this scheme"),
    ("about:blank", "no page's origin has this scheme"),
    ("javascript:alert(1)", "no page's origin has this scheme"),
    ("ftp://a.example", "no page's origin has this scheme"),
    ("file:///home", "no page's origin has this scheme"),
    ("data:8080", "it has no scheme"),
    ("https", "it has no scheme"),
    ("https:9443", "it has no `//` after its scheme"),
    ("http:", "it has no `//` after its scheme"),
    ("https://", "it has no host"),
    ("staff", "it has no scheme"),
    ("http://192.168.0.0/24", "it is a range of IP addresses"),
    ("10.0.*.*", "it is a range of IP addresses"),
    ("$http_origin", "it has no scheme"),
    ("https://*", "a `*` is not allowed there"),
    ("*:3000", "it has no scheme"),
    ("https://*example.com", "a `*` is not allowed there"),
    ("https://pr-*-team.vercel.app", "a `*` is not allowed there"),
    ("https://exa mple.com", "its host has a character"),
    ("https://a.example https", "its host has a character"),
    ("https://a.example,foo", "it is a list in one string"),
    ("https://a.example,foo bar", "it is a list in one string"),
    (r"^https?://[^.]+\.example\.com$", "it is a regular expression"),
    (r"^https://[0-9]+\.example\.com$", "it is a regular expression"),
    ("!https://evil.example", "a policy cannot exclude origins"),
    ("-https://evil.example", "a policy cannot exclude origins"),
    ("https://a.example, !https://evil.example", "it is a list in one string"),
    ("http://localhost:{3000..3005}", "its port is not"),
    ("https://[abc].example.com", "its host is not an IPv6 address"),
    ("https://app?.example.com", "it has a query"),
];

#[test]
fn each_wrong_origin_has_the_help_that_its_value_gives() {
    for (value, expected) in ORIGINS {
        let violation = origin_violation(value);
        assert_eq!(help(&violation), format!("write {expected}"), "{violation}");
    }
    assert!(help(&origin_violation("'self'")).contains("#[cors(none)]"));
    assert!(help(&origin_violation("http://192.168.0.0/24")).contains("dynamic("));
    assert!(help(&origin_violation("$http_origin")).contains("variables"));
}

#[test]
fn a_wrong_origin_without_one_meaning_has_no_correction() {
    for (value, sentence) in WITHOUT_CORRECTION {
        let violation = origin_violation(value);
        assert!(violation.to_string().contains(sentence), "{violation}");
        assert_eq!(code(&violation), None, "{violation}");
    }
}

#[test]
fn a_trailing_comma_does_not_make_a_list() {
    assert!(!origin_violation("https://a.example,").to_string().contains("list"));
}

#[test]
fn each_wrong_value_of_another_list_has_the_help_that_its_value_gives() {
    let (allow, expose) = (Key::AllowHeaders, Key::ExposeHeaders);
    let (methods, hosts) = (Key::Methods, Key::Hosts);
    for (key, value, expected) in [
        (allow, "Content Type", "write `content-type`"),
        (allow, "Authorization: Bearer", "write `Authorization`"),
        (allow, "x-api-key ", "write `x-api-key`"),
        (allow, "\"x-api-key\"", "write `x-api-key`"),
        (allow, "content_type, x-a", "write a list: `[\"content-type\", \"x-a\"]`"),
        (allow, "x-a x-b", "write a list: `[\"x-a\", \"x-b\"]`"),
        (allow, "accept x/y", "write one header name, such as `x-request-id`"),
        (allow, "etag location", "write a list: `[\"etag\", \"location\"]`"),
        (
            allow,
            "Access-Control-Allow-Headers, Content-Type",
            "write a list: `[\"Content-Type\"]`; leave out `Access-Control-Allow-Headers`",
        ),
        (allow, "cookie, origin", "leave it out"),
        (allow, "-authorization", "leave it out"),
        (expose, "etag, x-total-count", "write a list: `[\"etag\", \"x-total-count\"]`"),
        (methods, "get, post", "write a list: `[\"GET\", \"POST\"]`"),
        (methods, "[GET, POST]", "write a list: `[\"GET\", \"POST\"]`"),
        (methods, "'get'", "write `GET`"),
        (hosts, "https://API.example.com/v1", "write `api.example.com`"),
        (hosts, "a.example, b.example:443", "write a list: `[\"a.example\", \"b.example\"]`"),
        (hosts, "*", "leave `hosts` out to let any host pass"),
        (hosts, "https://*", "leave `hosts` out to let any host pass"),
        (hosts, "//a.example", "write `a.example`"),
        (
            hosts,
            "::1",
            "write a host as a request names it, such as `api.example.com` or `localhost:*`",
        ),
        (hosts, "a.example:[80,8080]", "write a list: `[\"a.example\", \"a.example:8080\"]`"),
    ] {
        let violation = violation(key, value).expect(value);
        assert_eq!(help(&violation), expected, "{violation}");
    }
}

#[test]
fn each_wrong_duration_has_the_help_that_its_value_gives() {
    for (value, expected) in [
        ("PT1H", "write `1h`"),
        ("P1D", "write `1d`"),
        ("10min", "write `10m`"),
        ("1 hour", "write `1h`"),
        ("2H", "write `2h`"),
        ("3600", "write `3600s`"),
        ("3600.0", "write `3600s`"),
        ("1h30m", "write `90m`"),
        ("PT1H30M", "write `90m`"),
        ("1m 30 seconds", "write `90s`"),
    ] {
        let violation = max_age::parse(value).expect_err(value);
        assert_eq!(help(&violation), expected, "{violation}");
    }
    for value in ["500ms", "1w", "P1M", "h", "", "2 days", "1.5h", "23h90m"] {
        let violation = max_age::parse(value).expect_err(value);
        assert_eq!(code(&violation), None, "{violation}");
    }
}

/// Returns the values that a help proposes, if the help consists of code.
fn code(violation: &Violation) -> Option<Vec<&str>> {
    let code = help(violation).strip_prefix("write ")?;
    let code = code.strip_prefix("a list: ").unwrap_or(code);
    let code = code.strip_prefix('`')?.strip_suffix('`')?;
    if code.contains('`') || code == "#[cors(none)]" {
        return None;
    }
    match code.strip_prefix("[\"") {
        Some(list) => Some(list.strip_suffix("\"]")?.split("\", \"").collect()),
        None => Some(vec![code]),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_096))]

    #[test]
    fn a_help_that_is_code_is_accepted(string in prop_oneof![
        4 => strings::nearly_an_origin(),
        2 => (strings::nearly_an_origin(), ".{0,3}", strings::nearly_an_origin()).prop_map(|(a, b, c)| format!("{a}{b}{c}")),
        1 => prop::sample::select(ORIGINS).prop_map(|(string, _)| string.to_owned()),
    ]) {
        if let Some(violation) = violation(Key::Origins, &string) {
            for origin in code(&violation).into_iter().flatten() {
                prop_assert!(Pattern::parse(origin).is_ok(), "{violation}");
            }
            prop_assert!(violation.help_text().is_some(), "{violation}");
        }
    }

    /// The values here have no wildcard and no placeholder, so a help must not propose a wildcard.
    #[test]
    fn a_help_opens_no_more_than_the_value(
        host in "[a-z0-9_-]{1,6}([.,; ][a-z0-9_-]{1,4}){0,3}", end in "[:0-9/?#,; ]{0,5}",
    ) {
        let string = format!("https://{host}{end}");
        if let Some(violation) = violation(Key::Origins, &string) {
            for origin in code(&violation).into_iter().flatten() {
                prop_assert!(!origin.contains('*'), "{violation}");
            }
        }
    }
}
