//! Tests that random values cause no panic, as they may occur in a request or a settings file. Also tests of messages
//! about long values and hidden characters.

use cors_rules::{
    ConstString, Violations,
    cross_checks::{Context, Dangers},
    key::Key,
    list::ListCheck,
    max_age,
    origin::{self, Origin, Pattern},
    public_suffix,
};
use proptest::prelude::*;

use crate::strings;

/// Returns two checks of the values for every key that takes a list. The second check also applies the rules that
/// depend on other settings, such as `allow_credentials`.
fn every_list<'a>(values: &'a [&'a str]) -> impl Iterator<Item = ListCheck<'a>> {
    let strict = Context {
        allow_credentials: true,
        is_enforced: true,
        dangers: Dangers::default(),
        served: Some(values),
    };
    let keys = Key::ALL.iter().filter(|key| key.kind().is_list());
    keys.flat_map(move |key| {
        [Context::UNKNOWN, strict].map(|context| ListCheck::new(*key, values, context))
    })
}

/// Returns whether a character is a control character or one of the invisible characters that messages escape.
fn is_hidden(c: char) -> bool {
    let is_invisible = matches!(
        c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
    );
    c.is_control() || is_invisible
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes_are_parsed_and_compared_with_any_authority(
        bytes in prop_oneof![any::<Vec<u8>>(), strings::pattern().prop_map(String::into_bytes)],
        authority in prop_oneof![any::<String>(), "[a-z.:0-9é]{0,12}"],
    ) {
        if let Some(origin) = Origin::parse(&bytes) {
            let _ = (origin.is_served_by(&authority), origin.is_subdomain_of(&authority));
        }
    }

    #[test]
    fn any_string_is_checked(string in prop_oneof![any::<String>(), strings::nearly_an_origin(), ".{500,1500}"]) {
        let list: &[&str] = &[&string, "https://a.example", &string];
        let _ = Pattern::parse(&string);
        let _ = origin::correction(&string);
        for list in every_list(list) {
            let stepwise = (0..3).filter_map(|index| list.first_violation(index, index + 1));
            let stepwise: Vec<_> = stepwise.map(|(at, it)| (at, it.to_string())).collect();
            let walked: Vec<_> = list.violations().map(|(at, it)| (at, it.to_string())).collect();
            prop_assert_eq!(stepwise, walked, "const evaluation and run time agree");
        }
        let strict = Context { allow_credentials: true, is_enforced: true, ..Context::UNKNOWN };
        for key in Key::SETTINGS {
            strict.add_merged(&mut { Violations::NONE }, *key, list, false);
        }
        let _ = (max_age::parse(&string), max_age::parse_seconds(&string));
        let _ = (public_suffix::is_public_suffix(&string), public_suffix::has_only_public_suffixes_below(&string));
    }

    #[test]
    fn a_message_begins_with_the_value_and_ends_with_the_rule_at_any_length(
        string in prop_oneof![strings::nearly_an_origin(), "[ -~éü日🕴]{300,1500}"],
    ) {
        prop_assume!(string.chars().all(|c| !is_hidden(c)));
        let values = [string.as_str()];
        let list = ListCheck::new(Key::Origins, &values, Context::UNKNOWN);
        if let Some((_, violation)) = list.first_violation(0, 1) {
            let message = violation.to_string();
            let value: String = string.chars().take(50).collect();
            let first = format!("`{value}");
            let last = "\nrule: cors::invalid_origin";
            prop_assert!(message.starts_with(&first) && message.ends_with(last), "{message}");
            prop_assert!(message.contains("` is not an origin: "), "{message}");
        }
    }

    /// A hidden character could imitate a new line of a log, or hide a part of the line.
    #[test]
    fn no_message_has_a_control_or_invisible_character_of_the_value(
        string in "([ -~]{0,3}[\\x00-\\x1F\\x7F-\\x9F\\u{200B}-\\u{202E}\\u{2060}-\\u{206F}\\u{E0000}-\\u{E007F}]){1,3}[ -~]{0,12}",
        around in prop::sample::select(vec!["", "https://", " ", ","]),
    ) {
        let value = format!("{around}{string}");
        for list in every_list(&[&value]) {
            if let Some((_, violation)) = list.first_violation(0, 1) {
                let message = violation.to_string();
                let lines = 2 + usize::from(violation.help_text().is_some());
                prop_assert_eq!(message.lines().count(), lines, "{:?}", message);
                let is_shown = |c: char| c == '\n' || !is_hidden(c);
                prop_assert!(message.chars().all(is_shown), "{message:?}");
                prop_assert_eq!(violation.value(), value.as_str());
            }
        }
    }

    #[test]
    fn a_text_has_its_parts_up_to_its_capacity(parts in prop::collection::vec(".{0,400}", 0..6)) {
        let whole = parts.concat();
        let string = parts.iter().fold(ConstString::new(), |string, part| string.push(part));
        match string.as_str().strip_suffix('…') {
            Some(cut) if string.as_str() != whole => prop_assert!(whole.starts_with(cut)),
            _ => prop_assert_eq!(string.as_str(), whole),
        }
        prop_assert!(string.as_str().len() <= ConstString::CAPACITY);
    }
}

const _: () = {
    let values = ["https://a.example\n\u{1b}[31m\u{202e}"];
    match ListCheck::new(Key::Origins, &values, Context::UNKNOWN).first_violation(0, 1) {
        Some((_, violation)) => {
            let expected = b"`https://a.example\\n\\u{1b}[31m\\u{202e}` ";
            let string = violation.message();
            let mut i = 0;
            while i < expected.len() {
                assert!(string.as_str().as_bytes()[i] == expected[i]);
                i += 1;
            }
        }
        None => panic!(),
    }
};
