//! A pattern stands for exactly the origins that the `url` crate, which knows no patterns, says are
//! covered: of the URLs of pages, in whatever notation.

use adversary_tests::random::{INSECURE, Random, SECURE};
use cors_runtime::{Origin as Received, Origins};
use url::{Host, Origin, Url};

const PAIRS: usize = 100_000;

const SCHEMES: [&str; 6] = ["https", "https", "http", "ws", "HTTPS", "wss"];
const LABELS: [&str; 12] = [
    "app",
    "a_b",
    "example",
    "com",
    "shop",
    "A",
    "xn--bcher-kva",
    "bücher",
    "-",
    "x",
    "localhost",
    "0x7f",
];
const ENDS: [&str; 12] =
    ["", "", ":443", ":80", ":8443", ":8080", ":0443", "/", "/path?q#f", ":5173/", ".", ":65536"];
const HOSTS: [&str; 9] = [
    "app.example.com",
    "a.b.example.com",
    "example.com",
    "x.shop.example",
    "127.0.0.1",
    "127.1",
    "[::1]",
    "[0:0::1]",
    "10.0.0.1",
];

#[test]
fn a_pattern_covers_what_the_url_standard_says_it_does() {
    let mut random = Random::new(7);
    let patterns: Vec<&str> =
        SECURE.iter().chain(&INSECURE).copied().filter(|it| *it != "null").collect();
    let sets: Vec<Origins> = patterns
        .iter()
        .map(|it| Origins::builder().without_credentials().parse([it]).expect("a pattern"))
        .collect();
    let (mut covered, mut not_covered) = (0, 0);
    for _ in 0..PAIRS {
        let host = if random.one_in(2) {
            random.pick(&HOSTS).to_owned()
        } else {
            let labels: Vec<&str> =
                (0..1 + random.below(4)).map(|_| random.pick(&LABELS)).collect();
            labels.join(".")
        };
        let text = format!("{}://{host}{}", random.pick(&SCHEMES), random.pick(&ENDS));
        let Ok(url) = Url::parse(&text) else { continue };
        let (origin, sent) = (url.origin(), url.origin().ascii_serialization());
        let which = random.below(patterns.len());
        let received = Received::parse(sent.as_bytes());
        let matches = received.is_some_and(|origin| sets[which].contains(&origin));
        assert_eq!(matches, covers(patterns[which], &origin), "{} {text}", patterns[which]);
        // What was typed is an origin only where a browser would have written it so.
        assert!(text == sent || Received::parse(text.as_bytes()).is_none(), "{text}");
        *(if matches { &mut covered } else { &mut not_covered }) += 1;
    }
    assert!(covered > 500 && not_covered > 500, "{covered} covered, {not_covered} not");
}

/// By the parts of the origin, and those of a URL in the pattern's place.
fn covers(pattern: &str, origin: &Origin) -> bool {
    let Origin::Tuple(scheme, host, port) = origin else { return false };
    let (any_port, rest) = match pattern.strip_suffix(":*") {
        Some(rest) => (true, rest),
        None => (false, pattern),
    };
    let plain = rest.replacen("*.", "", 1);
    let Ok(wanted) = Url::parse(&plain) else { return false };
    let is_host = match (wanted.host(), host) {
        (Some(Host::Domain(wanted)), Host::Domain(host)) if plain != rest => {
            host.ends_with(&format!(".{wanted}"))
        }
        (Some(wanted), host) => wanted == *host,
        (None, _) => false,
    };
    wanted.scheme() == scheme
        && is_host
        && (any_port || wanted.port_or_known_default() == Some(*port))
}
