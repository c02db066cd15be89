use cors_rules::origin::{
    Authority, Defect, HostPattern, LONGEST, Origin, Pattern, Port, Wildcard,
};
use proptest::prelude::*;

use crate::{reference, texts};

/// The string of a pattern, built from its parts.
fn print_pattern(pattern: &Pattern<'_>) -> String {
    let port = match pattern.port() {
        Port::Default => String::new(),
        Port::Number(port) => format!(":{port}"),
        Port::Any => ":*".to_owned(),
    };
    let wildcard = match pattern.wildcard() {
        Wildcard::None => String::new(),
        Wildcard::Subdomains => "*.".to_owned(),
        Wildcard::LabelEnding(ending) => format!("*{ending}."),
        Wildcard::AnyHost => "*".to_owned(),
    };
    format!("{}://{wildcard}{}{port}", pattern.scheme(), pattern.host())
}

fn print_origin(origin: &Origin<'_>) -> String {
    let port = origin.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{}{port}", origin.scheme(), origin.host())
}

/// Labels with at most two defects each.
fn label() -> impl Strategy<Value = String> {
    let long = "q".repeat(64);
    let labels = ["q", "x", "xq", "xn--bcher-kva", "xn--f", "xn--f!", "", "Q", "q!", &long[1..]];
    let long_ones = [format!("{long}!"), format!("xn--{long}"), long.clone()];
    let labels = labels.into_iter().map(str::to_owned).chain(long_ones);
    prop_oneof![2 => Just("q".to_owned()), 1 => prop::sample::select(labels.collect::<Vec<_>>())]
}

/// The first defect from the left, label by label: first the bytes, then the length, then the
/// Punycode.
fn first_defect(labels: &[String]) -> Option<Defect> {
    labels.iter().zip(1..).find_map(|(label, place)| {
        let is_last = place == labels.len();
        match label.bytes().find(|byte| !matches!(byte, b'a'..=b'z' | b'-')) {
            Some(b'Q') => Some(Defect::UpperCase),
            Some(_) => Some(Defect::HostByte),
            None if label.is_empty() && !is_last => Some(Defect::EmptyLabel),
            None if label.len() > 63 => Some(Defect::LabelTooLong),
            None if label == "xn--f" => Some(Defect::Punycode),
            None => None,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    #[test]
    fn the_parts_of_a_parsed_string_are_the_string(text in texts::nearly_an_origin()) {
        if let Ok(pattern) = Pattern::parse(&text) {
            prop_assert_eq!(pattern.as_str(), &text);
            prop_assert_eq!(print_pattern(&pattern), text.as_str());
        }
        if let Some(origin) = Origin::parse(text.as_bytes()) {
            prop_assert_eq!(origin.as_str(), &text);
            prop_assert_eq!(print_origin(&origin), text.as_str());
        }
    }

    #[test]
    fn an_origin_that_a_browser_can_serialize_parses(
        scheme in texts::scheme(), host in texts::host(), port in any::<u16>(), with_port: bool,
    ) {
        let port = if with_port { format!(":{port}") } else { String::new() };
        let url = format!("{scheme}://{host}{port}/");
        if let Some(origin) = reference::serialized(&url).filter(|o| reference::round_trips(o) && reference::is_within_limits(o)) {
            prop_assert!(Origin::parse(origin.as_bytes()).is_some(), "{origin} as received");
            prop_assert_eq!(Pattern::parse(&origin).err(), None, "{} as configured", origin);
        }
    }

    #[test]
    fn no_other_string_parses(text in texts::nearly_an_origin()) {
        let serialized = reference::round_trips(&text) && reference::is_within_limits(&text);
        if Origin::parse(text.as_bytes()).is_some() {
            prop_assert!(serialized || reference::has_punycode(&text), "{text} is not a serialized origin");
        } else {
            prop_assert!(!serialized, "{text} is a serialized origin");
        }
        match Pattern::parse(&text) {
            Ok(pattern) if pattern.is_exact() => {
                prop_assert!(serialized || reference::has_punycode(&text), "{text} is not a serialized origin");
            }
            Ok(_) => {}
            Err(_) => prop_assert!(!serialized, "{text} is a serialized origin"),
        }
    }

    #[test]
    fn the_leftmost_of_many_defects_is_reported(labels in prop::collection::vec(label(), 1..12)) {
        let host = labels.join(".");
        if (1..=253).contains(&host.len()) {
            prop_assert_eq!(HostPattern::parse(&host).err(), first_defect(&labels), "{}", host);
        }
    }

    #[test]
    fn an_origin_matches_each_pattern(pattern in prop_oneof![texts::pattern(), texts::nearly_an_origin()]) {
        if let Ok(parsed) = Pattern::parse(&pattern) {
            let origin = pattern.replacen("://*", "://a", 1);
            let origin = origin.strip_suffix(":*").unwrap_or(&origin);
            let origin = Origin::parse(origin.as_bytes());
            prop_assert!(origin.is_some_and(|origin| parsed.matches(&origin)), "{pattern}");
        }
    }

    #[test]
    fn a_wildcard_matches_labels_and_never_the_bare_domain(
        pattern in texts::pattern(), labels in "[a-z][0-9](\\.[a-z][0-9]){0,2}",
    ) {
        let parsed = Pattern::parse(&pattern).expect("the texts are patterns");
        let (is_subdomains, ending) = match parsed.wildcard() {
            Wildcard::Subdomains => (true, ""),
            Wildcard::LabelEnding(ending) => (false, ending),
            _ => return Ok(()),
        };
        let port = match parsed.port() {
            Port::Number(port) => format!(":{port}"),
            _ => String::new(),
        };
        let domain = parsed.host();
        let is_one_label = !labels.contains('.');
        let candidates = [
            (format!("{labels}{ending}.{domain}"), is_subdomains || is_one_label),
            (format!("{labels}{ending}x.{domain}"), is_subdomains),
            (format!("{labels}.{domain}"), is_subdomains),
            (format!("A{ending}.{domain}"), false),
            (format!("{ending}.{domain}"), false),
            (domain.to_owned(), false),
            (format!("{labels}{ending}{domain}"), false),
            (format!("{labels}{ending}.{domain}x"), false),
        ];
        for (host, expected) in candidates {
            if !is_subdomains || host != format!("{ending}.{domain}") {
                let text = format!("{}://{host}{port}", parsed.scheme());
                let origin = Origin::parse(text.as_bytes());
                prop_assert_eq!(origin.is_some_and(|origin| parsed.matches(&origin)), expected, "{}", text);
            }
        }
    }

    #[test]
    fn any_host_of_a_scheme_matches_without_a_port(host in "[!-~]{1,12}", port in 1..=65_535u16) {
        let pattern = Pattern::parse("moz-extension://*").expect("a pattern");
        for (text, expected) in [
            (format!("moz-extension://{host}"), true),
            (format!("moz-extension://{host}:{port}"), false),
            (format!("chrome-extension://{host}"), false),
            (format!("https://{host}"), false),
        ] {
            if let Some(origin) = Origin::parse(text.as_bytes()) && !host.contains(':') {
                prop_assert_eq!(pattern.matches(&origin), expected, "{}", text);
            }
        }
    }

    #[test]
    fn an_opaque_host_is_compared_byte_by_byte(host in "[!-~]{1,6}", other in "[!-~]{1,6}") {
        let (host, other) = (format!("app://{host}"), format!("app://{other}"));
        if let (Ok(pattern), Some(origin)) = (Pattern::parse(&host), Origin::parse(other.as_bytes()))
            && pattern.is_exact()
        {
            prop_assert_eq!(pattern.matches(&origin), host == other);
        }
    }

    #[test]
    fn any_port_matches_every_port_and_another_number_does_not(
        pattern in texts::pattern(), port in 1_000..=65_535u16,
    ) {
        let parsed = Pattern::parse(&pattern).expect("the texts are patterns");
        let host = match parsed.wildcard() {
            Wildcard::Subdomains => format!("a.{}", parsed.host()),
            Wildcard::LabelEnding(ending) => format!("a{ending}.{}", parsed.host()),
            _ => parsed.host().to_owned(),
        };
        let with_port = format!("{}://{host}:{port}", parsed.scheme());
        let origin = Origin::parse(with_port.as_bytes()).expect("an origin with that port");
        let expected = match parsed.port() {
            Port::Any => true,
            Port::Number(wanted) => wanted == port,
            Port::Default => false,
        };
        prop_assert_eq!(parsed.matches(&origin), expected);
    }

    #[test]
    fn a_subdomain_is_one_label_by_label(host in "[a-z]{1,2}(\\.[a-z]{1,2}){0,3}", domain in "[a-z]{1,2}(\\.[a-z]{1,2}){0,2}|") {
        let text = format!("https://{host}");
        let origin = Origin::parse(text.as_bytes()).expect("a domain of letters");
        let labels: Vec<&str> = host.split('.').collect();
        let wanted: Vec<&str> = domain.split('.').collect();
        let expected = labels.len() > wanted.len() && labels.ends_with(&wanted);
        prop_assert_eq!(origin.is_subdomain_of(&domain), expected);
    }

    #[test]
    fn no_origin_is_longer_than_the_longest(text in "https://([a-z]{1,63}\\.){1,8}[a-z]{1,63}(:[0-9]{1,5})?") {
        if Origin::parse(text.as_bytes()).is_some() {
            prop_assert!(text.len() <= LONGEST);
        }
    }
}

#[test]
fn patterns_and_origins_of_every_form_match_as_the_contract_says() {
    for (pattern, origin, expected) in [
        ("https://*-team.vercel.app", "https://shop-git-main-team.vercel.app", true),
        ("https://*-team.vercel.app", "https://a.b-team.vercel.app", false),
        ("https://*-team.vercel.app", "https://-team.vercel.app", false),
        ("https://*-team.vercel.app", "https://a-team.vercel.app.evil.example", false),
        ("https://*-team.vercel.app", "https://a-team.vercel.app:8443", false),
        ("https://*-team.vercel.app:*", "https://a-team.vercel.app:8443", true),
        ("moz-extension://*", "moz-extension://d4a1c6de-0b7f-4c9e-9a51-1f3f6a2b7c80", true),
        ("moz-extension://*", "chrome-extension://d4a1c6de", false),
        ("moz-extension://*", "moz-extension://d4a1c6de:1", false),
        ("app://.", "app://.", true),
        ("app://%20", "app://%20", true),
        ("app://ABC:*", "app://ABC:1", true),
        ("safari-web-extension://ABC-123", "safari-web-extension://ABC-123", true),
        ("safari-web-extension://ABC-123", "safari-web-extension://abc-123", false),
        ("tauri://*.example.com", "tauri://a.example.com", true),
        ("tauri://*.example.com", "tauri://A.example.com", false),
        ("tauri://*.example.com", "tauri://..example.com", false),
    ] {
        let parsed = Pattern::parse(pattern).expect(pattern);
        let origin = Origin::parse(origin.as_bytes()).expect(origin);
        assert_eq!(parsed.matches(&origin), expected, "{pattern} {origin}");
    }
}

#[test]
fn a_host_may_begin_with_a_wildcard_as_an_origin_may() {
    for (pattern, host, expected) in [
        ("*.example.com", "a.b.EXAMPLE.com", true),
        ("*-team.example.com", "A-Team.example.com", true),
        ("*-team.example.com", "-team.example.com", false),
        ("*-team.example.com", "a.b-team.example.com", false),
        ("*-team.example.com", "/x-team.example.com", false),
    ] {
        let parsed = HostPattern::parse(pattern).expect(pattern);
        let authority = Authority::parse(host).expect(host);
        assert_eq!(parsed.matches(&authority), expected, "{pattern} {host}");
    }
    assert_eq!(HostPattern::parse("*").err(), Some(Defect::Asterisk));
}
