//! Whatever a request or a settings file holds, nothing panics.

use cors_rules::{
    Text,
    combination::{self, Dangers, Settings},
    header_name::{self, List},
    max_age, method,
    origin::{self, Origin, Pattern},
    public_suffix,
};
use proptest::prelude::*;

use crate::texts;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes_are_an_origin_or_none(bytes: Vec<u8>, authority: String) {
        if let Some(origin) = Origin::parse(&bytes) {
            let _ = (origin.is_served_by(&authority), origin.is_subdomain_of(&authority));
        }
    }

    #[test]
    fn any_authority_is_compared_with_an_origin(origin in texts::pattern(), authority in "[a-z.:0-9é]{0,12}") {
        if let Some(origin) = Origin::parse(origin.as_bytes()) {
            let _ = (origin.is_served_by(&authority), origin.is_subdomain_of(&authority));
        }
    }

    #[test]
    fn any_text_is_judged(text in prop_oneof![any::<String>(), texts::nearly_an_origin(), ".{500,1500}"]) {
        let dangers = Dangers::default();
        let list: &[&str] = &[&text, "https://a.example", &text];
        let _ = Pattern::parse(&text);
        let _ = origin::correction(&text);
        let _ = (origin::check(&text), origin::check_list(list));
        let _ = (combination::insecure_origin(&text, dangers), combination::public_suffix(&text, dangers));
        let _ = combination::check(Settings {
            origins: list,
            debug_origins: list,
            expose_headers: list,
            allow_credentials: true,
            dangers,
        });
        let _ = (method::check(&text), method::check_list(list), method::unrouted(&text, list));
        for list_name in [List::Allow, List::Expose] {
            let _ = (header_name::check(&text, list_name), header_name::check_list(list, list_name));
        }
        let _ = (max_age::parse(&text), max_age::no_seconds(&text));
        let _ = (public_suffix::is_public_suffix(&text), public_suffix::has_only_public_suffixes_below(&text));
    }

    /// However long the value.
    #[test]
    fn a_refusal_is_the_value_first_and_the_rule_last(
        text in prop_oneof![texts::nearly_an_origin(), ".{300,1500}"],
    ) {
        if let Some(violation) = origin::check(&text) {
            let told = violation.to_string();
            let value: String = text.chars().take(50).collect();
            let first = format!("`{value}");
            let last = "\nrule: cors::invalid_origin";
            prop_assert!(told.starts_with(&first) && told.ends_with(last), "{told}");
            prop_assert!(told.contains("` is not an origin: "), "{told}");
        }
    }

    #[test]
    fn a_text_holds_what_it_is_given_up_to_its_capacity(parts in prop::collection::vec(".{0,400}", 0..6)) {
        let whole = parts.concat();
        let text = parts.iter().fold(Text::new(), |text, part| text.push(part));
        match text.as_str().strip_suffix('…') {
            Some(cut) if text.as_str() != whole => prop_assert!(whole.starts_with(cut)),
            _ => prop_assert_eq!(text.as_str(), whole),
        }
        prop_assert!(text.as_str().len() <= Text::CAPACITY);
    }
}
