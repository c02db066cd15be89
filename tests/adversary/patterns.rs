//! The library accepts the patterns of the model's grammar, and a pattern matches the origins that the
//! model says it matches.

use std::collections::BTreeMap;

use adversary_tests::{
    model::{is_origin, is_pattern, matches},
    random::{Random, origin},
};
use cors_runtime::{Origin, Origins};
use url::Url;

const PATTERNS: usize = 40_000;
const ORIGINS: usize = 5;
const URLS: usize = 50_000;

const SCHEMES: [&str; 14] = [
    "https", "https", "https", "http", "http", "app", "app", "custom", "web+app", "ws", "wss",
    "ftp", "htps", "HTTPS",
];
const HOSTS: [&str; 14] = [
    "127.0.0.1",
    "127.1",
    "[::1]",
    "[0:0::1]",
    "ABC-123",
    ".",
    "*",
    "*.",
    "*-",
    "**",
    "a%20b",
    "a~b",
    "a|b",
    "0x7f",
];
const LABELS: [&str; 14] = [
    "app",
    "app",
    "a_b",
    "example",
    "com",
    "shop",
    "A",
    "xn--bcher-kva",
    "xn--zz",
    "bücher",
    "-",
    "a*",
    "0x7f",
    "",
];
const STARTS: [&str; 10] =
    ["", "", "", "*.", "*.", "*-team.", "*-team.", "*team.", "*.*.", "-team."];
const PORTS: [&str; 12] =
    ["", "", "", "", ":*", ":*", ":443", ":80", ":8443", ":08443", ":65536", ":"];

fn host(random: &mut Random) -> String {
    if random.one_in(3) {
        return random.pick(&HOSTS).to_owned();
    }
    let labels: Vec<&str> = (0..1 + random.below(3)).map(|_| random.pick(&LABELS)).collect();
    format!("{}{}", random.pick(&STARTS), labels.join("."))
}

fn pattern(random: &mut Random) -> String {
    format!("{}://{}{}", random.pick(&SCHEMES), host(random), random.pick(&PORTS))
}

/// An origin that the pattern matches, or nearly.
fn origin_near(pattern: &str, random: &mut Random) -> String {
    let labels = ["x", "x.y", "X", "x-y", "", "."];
    let ports = ["", ":1", ":443", ":8443", ":*"];
    let near = pattern.replace(":*", random.pick(&ports)).replacen('*', random.pick(&labels), 1);
    match random.below(6) {
        0 => near.to_lowercase(),
        1 => near.replacen("://", "://x.", 1),
        2 => near + ".",
        _ => near,
    }
}

#[test]
fn a_pattern_is_valid_and_matches_as_in_the_model() {
    let mut random = Random::new(7);
    let mut seen = BTreeMap::<_, usize>::new();
    for _ in 0..PATTERNS {
        let pattern = pattern(&mut random);
        let set = Origins::builder().without_credentials().parse([&pattern]);
        assert_eq!(set.is_ok(), is_pattern(&pattern), "{pattern}: {:?}", set.err());
        let Ok(set) = set else { continue };
        for _ in 0..ORIGINS {
            let sent = if random.one_in(8) {
                origin(&mut random)
            } else {
                origin_near(&pattern, &mut random)
            };
            let received = Origin::parse(sent.as_bytes());
            assert_eq!(received.is_some(), is_origin(&sent), "{sent}");
            let is_match = received.is_some_and(|origin| set.contains(&origin));
            assert_eq!(is_match, matches(&pattern, &sent), "{pattern} {sent}");
            *seen.entry((received.is_some(), is_match)).or_default() += 1;
        }
    }
    for kind in [(false, false), (true, false), (true, true)] {
        assert!(seen.get(&kind).is_some_and(|count| *count > 5_000), "{kind:?} of {seen:?}");
    }
}

#[test]
fn an_origin_is_what_the_url_standard_serializes() {
    let mut random = Random::new(8);
    let ends = ["", "", "/", "/path?q#f", ":443", ":80", ":0443", ":8443/", "."];
    let mut count = 0;
    for _ in 0..URLS {
        let scheme = random.pick(&["https", "http", "HTTPS"]);
        let typed = format!("{scheme}://{}{}", host(&mut random), random.pick(&ends));
        let Ok(url) = Url::parse(&typed) else { continue };
        let serialized = url.origin().ascii_serialization();
        // The library is stricter than the URL Standard about labels.
        if Origin::parse(serialized.as_bytes()).is_some() {
            assert!(is_origin(&serialized), "{serialized}");
            count += 1;
        }
        if typed != serialized {
            assert!(Origin::parse(typed.as_bytes()).is_none(), "{typed}");
        }
    }
    assert!(count > 5_000, "only {count} origins");
}
