use std::net::{Ipv4Addr, Ipv6Addr};

use cors_rules::origin::{Origin, correction};
use proptest::prelude::*;
use url::Host;

/// Generates the pieces of IPv6 addresses, many with runs of zeros, which the canonical form shortens to `::`.
fn pieces() -> impl Strategy<Value = [u16; 8]> {
    prop::array::uniform8(prop_oneof![Just(0u16), Just(0xFFFF), any::<u16>(), 0..=15u16])
}

fn is_origin(host: &str) -> bool {
    Origin::parse(format!("http://{host}:8080").as_bytes()).is_some()
}

fn corrected(host: &str) -> Option<String> {
    correction(&format!("http://{host}:8080")).map(|string| string.as_str().to_owned())
}

proptest! {
    #[test]
    fn an_ipv4_address_has_one_form(address: u32) {
        let canonical = Ipv4Addr::from(address).to_string();
        prop_assert!(is_origin(&canonical));
        let [a, b, c, d] = address.to_be_bytes();
        let forms = [
            format!("{address}"),
            format!("{address:#x}"),
            format!("{address:#X}"),
            format!("{a}.{b}.{}", u16::from_be_bytes([c, d])),
            format!("{a:#x}.{b}.{c}.{d}"),
            format!("0{a:o}.{b}.{c}.{d}"),
            format!("{a}.{b}.{c}.0{d:o}"),
            format!("{canonical}."),
        ];
        for form in forms.into_iter().filter(|form| *form != canonical) {
            prop_assert!(!is_origin(&form), "{form}");
            prop_assert_eq!(corrected(&form), Some(format!("http://{canonical}:8080")), "{}", form);
        }
    }

    #[test]
    fn a_host_that_ends_in_a_number_is_parsed_as_in_url(host in "[0-9xa-f]{1,4}(\\.(0x)?[0-9]{0,4}){0,4}") {
        let canonical = Host::parse(&host).is_ok_and(|parsed| parsed.to_string() == host);
        let has_empty_label = host.trim_end_matches('.').is_empty() || host.contains("..");
        if !has_empty_label {
            prop_assert_eq!(is_origin(&host), canonical, "{}", host);
        }
    }

    #[test]
    fn an_ipv6_address_has_one_form(pieces in pieces()) {
        let address = Ipv6Addr::from(pieces);
        let canonical = Host::<String>::Ipv6(address).to_string();
        prop_assert!(is_origin(&canonical), "{canonical}");
        let long: Vec<String> = pieces.iter().map(|piece| format!("{piece:04x}")).collect();
        let short: Vec<String> = pieces.iter().map(|piece| format!("{piece:x}")).collect();
        let [.., high, low] = pieces;
        let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
        let head = short.get(..6).unwrap_or_default().join(":");
        let forms = [
            format!("[{}]", long.join(":")),
            format!("[{}]", short.join(":")),
            format!("[{head}:{a}.{b}.{c}.{d}]"),
            canonical.to_uppercase(),
        ];
        for form in forms.into_iter().filter(|form| *form != canonical) {
            prop_assert!(!is_origin(&form), "{form}");
            prop_assert_eq!(corrected(&form), Some(format!("http://{canonical}:8080")), "{}", form);
        }
    }

    #[test]
    fn brackets_are_parsed_as_in_url(inner in "[0-9a-fA-F:.]{0,20}|([0-9a-f]{0,4}:){1,8}[0-9a-f.]{0,8}") {
        let host = format!("[{inner}]");
        let canonical = Host::parse(&host).is_ok_and(|parsed| parsed.to_string() == host);
        prop_assert_eq!(is_origin(&host), canonical, "{}", host);
    }
}
