use cors_rules::origin::{Pattern, correction};
use proptest::prelude::*;
use url::{Origin, Url};

use crate::strings;

/// Returns the serialized origin of a URL. Returns `None` for an invalid URL and for an opaque origin:
/// <https://url.spec.whatwg.org/#origin>.
fn serialized(string: &str) -> Option<String> {
    let origin = Url::parse(string).ok()?.origin();
    matches!(origin, Origin::Tuple(..)).then(|| origin.ascii_serialization())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    #[test]
    fn a_correction_parses(string in strings::nearly_an_origin()) {
        if let Some(instead) = correction(&string) {
            prop_assert_eq!(Pattern::parse(instead.as_str()).err(), None, "{} for {}", instead.as_str(), string);
        }
    }

    #[test]
    fn the_correction_of_a_pattern_is_the_pattern(string in strings::nearly_an_origin()) {
        if Pattern::parse(&string).is_ok() {
            let instead = correction(&string);
            prop_assert_eq!(instead.as_ref().map(|string| string.as_str()), Some(string.as_str()));
        }
    }

    /// A correction is the origin that a help proposes in place of an invalid value. If the correction had another host
    /// than the value, the correction could allow the origin of another party.
    #[test]
    fn a_correction_has_the_host_that_a_browser_reads(string in strings::nearly_an_origin()) {
        // The test skips these strings, since a browser and `correction` read different hosts from them. A browser
        // parses quotes, separators, placeholders and second schemes as parts of the host, and the `\` of a regular
        // expression as a slash.
        prop_assume!(!string.contains(['"', '\'', '`', ',', ';', '{', '$', '<', '%', '(']));
        prop_assume!(string.matches("://").count() < 2 && !string.contains("\\."));
        if let (Some(instead), Some(read)) = (correction(&string), serialized(&string)) {
            let instead = instead.as_str();
            let wildcard = instead.contains('*');
            // A correction has `http` in place of `ws`, and `https` in place of `wss`.
            let read = match read.strip_prefix("ws") {
                Some(rest) => format!("http{rest}"),
                None => read,
            };
            prop_assert!(wildcard || instead == read, "{instead} for {string}, which is {read}");
        }
    }
}
