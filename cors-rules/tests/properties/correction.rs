use cors_rules::origin::{Pattern, correction};
use proptest::prelude::*;
use url::{Origin, Url};

use crate::texts;

/// Returns the serialized origin of a URL, unless the origin is opaque: <https://url.spec.whatwg.org/#origin>.
fn serialized(text: &str) -> Option<String> {
    let origin = Url::parse(text).ok()?.origin();
    matches!(origin, Origin::Tuple(..)).then(|| origin.ascii_serialization())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    #[test]
    fn a_correction_parses(text in texts::nearly_an_origin()) {
        if let Some(instead) = correction(&text) {
            prop_assert_eq!(Pattern::parse(instead.as_str()).err(), None, "{} for {}", instead.as_str(), text);
        }
    }

    #[test]
    fn the_correction_of_a_pattern_is_the_pattern(text in texts::nearly_an_origin()) {
        if Pattern::parse(&text).is_ok() {
            let instead = correction(&text);
            prop_assert_eq!(instead.as_ref().map(|text| text.as_str()), Some(text.as_str()));
        }
    }

    /// A correction with another host could allow another party's origin.
    #[test]
    fn a_correction_has_the_host_that_a_browser_reads(text in texts::nearly_an_origin()) {
        // Such strings are left out. A browser parses quotes, separators, placeholders and second schemes as parts of
        // the host, and the `\` of a regular expression as a slash.
        prop_assume!(!text.contains(['"', '\'', '`', ',', ';', '{', '$', '<', '%', '(']));
        prop_assume!(text.matches("://").count() < 2 && !text.contains("\\."));
        if let (Some(instead), Some(read)) = (correction(&text), serialized(&text)) {
            let instead = instead.as_str();
            let wildcard = instead.contains('*');
            // A correction has `http` in place of `ws`, and `https` in place of `wss`.
            let read = match read.strip_prefix("ws") {
                Some(rest) => format!("http{rest}"),
                None => read,
            };
            prop_assert!(wildcard || instead == read, "{instead} for {text}, which is {read}");
        }
    }
}
