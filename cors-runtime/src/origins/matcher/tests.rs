//! Tests of `Matcher`. A property test compares `Matcher` with the function `naive`, which calls `Pattern::matches` for
//! each pattern.

use std::sync::Arc;

use cors_rules::origin::{NULL, Origin, Pattern};
use proptest::{collection::vec, prelude::*, sample::select};

use super::Matcher;

/// Generates hosts from few labels, so that patterns often match origins.
fn host() -> impl Strategy<Value = String> {
    let label =
        select(vec!["a", "b", "aa", "xn--bcher-kva", "1x", "_", "A", "-a", "b-a", "a-b-a", "a-"]);
    prop_oneof![
        6 => vec(label, 1..5).prop_map(|labels| labels.join(".")),
        1 => select(vec!["127.0.0.1", "[::1]", "a.b.", ".", ".a", "b-a..b"]).prop_map(str::to_owned),
    ]
}

fn scheme() -> impl Strategy<Value = &'static str> {
    select(vec!["https", "http", "tauri", "app"])
}

fn pattern() -> impl Strategy<Value = String> {
    let wildcard = select(vec!["", "*.", "*-a.", "*-b-a.", "*-."]);
    let port = select(vec!["", ":*", ":1", ":8443"]);
    let pattern = (scheme(), wildcard, host(), port)
        .prop_map(|(scheme, wildcard, host, port)| format!("{scheme}://{wildcard}{host}{port}"))
        .prop_filter("not every combination is a pattern", |text| Pattern::parse(text).is_ok());
    prop_oneof![20 => pattern, 1 => Just("app://*".to_owned()), 1 => Just(NULL.to_owned())]
}

/// Generates values of an `Origin` header, most of them well formed.
fn value() -> impl Strategy<Value = Vec<u8>> {
    let port = select(vec!["", ":1", ":8443", ":443", ":*", "/"]);
    let origin = (scheme(), host(), port)
        .prop_map(|(scheme, host, port)| format!("{scheme}://{host}{port}").into_bytes());
    prop_oneof![
        12 => origin,
        2 => pattern().prop_map(String::into_bytes),
        1 => any::<Vec<u8>>(),
        1 => "https://([a-z]{1,63}\\.){1,9}a".prop_map(String::into_bytes),
    ]
}

fn naive(patterns: &[String], value: &[u8]) -> bool {
    if value == NULL.as_bytes() {
        return patterns.iter().any(|pattern| pattern == NULL);
    }
    let Some(origin) = Origin::parse(value) else { return false };
    patterns.iter().any(|pattern| Pattern::parse(pattern).is_ok_and(|it| it.matches(&origin)))
}

fn matcher(patterns: &[String]) -> Matcher {
    Matcher::new(&patterns.iter().map(String::as_str).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    #[test]
    fn a_value_matches_where_a_pattern_of_the_set_does(
        patterns in vec(pattern(), 0..6), value in value(),
    ) {
        let expected = naive(&patterns, &value);
        prop_assert_eq!(matcher(&patterns).matches_value(&value), expected);
        if let Some(origin) = Origin::parse(&value) {
            prop_assert_eq!(matcher(&patterns).matches(&origin), expected);
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_exact_pattern_of_a_large_set_is_found(
        hosts in vec("[a-z]{1,12}\\.[a-z]{2,4}", 1..200), other in "[0-9][a-z]{1,12}\\.[a-z]{2,4}",
    ) {
        let patterns: Vec<String> = hosts.iter().map(|host| format!("https://{host}")).collect();
        let matcher = matcher(&patterns);
        prop_assert!(patterns.iter().all(|origin| matcher.matches_value(origin.as_bytes())));
        let other = format!("https://{other}");
        prop_assert!(!matcher.matches_value(other.as_bytes()));
    }
}

#[test]
fn equal_lists_share_a_matcher_while_it_is_in_use() {
    let shared = |pattern| Matcher::shared(&[pattern]);
    let (a, also_a, b) =
        (shared("https://a.example"), shared("https://a.example"), shared("https://b.example"));
    assert!(Arc::ptr_eq(&a, &also_a) && !Arc::ptr_eq(&a, &b));
    let unused = Arc::downgrade(&b);
    drop(b);
    assert!(shared("https://b.example").matches_value(b"https://b.example"));
    assert!(unused.upgrade().is_none());
}

#[test]
fn a_pattern_string_matches_nothing_as_an_origin() {
    let patterns =
        ["*", "https://*.a", "https://*-a.b", "https://a:*", "app://*"].map(str::to_owned);
    let matcher = matcher(&patterns);
    for pattern in &patterns {
        assert!(!matcher.matches_value(pattern.as_bytes()), "{pattern}");
    }
}

#[test]
fn the_longest_host_below_the_longest_wildcard_is_matched() {
    let label = "a".repeat(63);
    let parent = [label.as_str(); 3].join(".");
    let host = format!("{}.{parent}", "b".repeat(61));
    assert_eq!(host.len(), 253);
    let matcher = matcher(&[format!("https://*.{parent}:*")]);
    assert!(matcher.matches_value(format!("https://{host}:65535").as_bytes()));
    assert!(!matcher.matches_value(format!("https://{host}b:65535").as_bytes()));
    assert!(!matcher.matches_value(format!("https://{parent}:65535").as_bytes()));
}
