//! Tests of the defect that an error reports first, of subdomains, and of host patterns. The tests in `tests/adversary`
//! compare the grammar of origins and of their patterns with an independent model.

use cors_rules::origin::{Authority, Defect, HostPattern, Origin};
use proptest::prelude::*;

/// Generates a label of a host name, with at most two defects.
fn label() -> impl Strategy<Value = String> {
    let long = "q".repeat(64);
    let labels = ["q", "x", "xq", "xn--bcher-kva", "xn--f", "xn--f!", "", "Q", "q!", &long[1..]];
    let long_ones = [format!("{long}!"), format!("xn--{long}"), long.clone()];
    let labels = labels.into_iter().map(str::to_owned).chain(long_ones);
    prop_oneof![2 => Just("q".to_owned()), 1 => prop::sample::select(labels.collect::<Vec<_>>())]
}

/// Returns the leftmost defect. In a label, the bytes are checked first, then the length, then the Punycode.
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
    fn the_leftmost_of_many_defects_is_reported(labels in prop::collection::vec(label(), 1..12)) {
        let host = labels.join(".");
        if (1..=253).contains(&host.len()) {
            prop_assert_eq!(HostPattern::parse(&host).err(), first_defect(&labels), "{}", host);
        }
    }

    #[test]
    fn a_subdomain_is_one_label_by_label(host in "[a-z]{1,2}(\\.[a-z]{1,2}){0,3}", domain in "[a-z]{1,2}(\\.[a-z]{1,2}){0,2}|") {
        let string = format!("https://{host}");
        let origin = Origin::parse(string.as_bytes()).expect("a domain of letters");
        let labels: Vec<&str> = host.split('.').collect();
        let wanted: Vec<&str> = domain.split('.').collect();
        let expected = labels.len() > wanted.len() && labels.ends_with(&wanted);
        prop_assert_eq!(origin.is_subdomain_of(&domain), expected);
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

/// The code point of `xn--en32g` is one greater than the last one of Unicode. The numbers in the other labels are close
/// to the maximum of a `u32`.
#[test]
fn a_punycode_label_beyond_unicode_is_rejected() {
    for host in ["xn--en32g", "xn--ux902716a", "xn--k0902716a"] {
        assert_eq!(HostPattern::parse(host).err(), Some(Defect::Punycode), "{host}");
    }
    assert!(HostPattern::parse("xn--dn32g").is_ok());
}
