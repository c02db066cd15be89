//! Tests of the table of keys, and of the copy of the table in `cors-runtime/docs/cors.md`.
//!
//! The command `BLESS=1 cargo test -p cors-rules --test properties key_tables` updates the copy.

use std::{env, fs, path::Path};

use cors_rules::key::{self, Key, Meaning};

const HEAD: &str = "| key | value | when left out |\n| --- | --- | --- |\n";

macro_rules! rows {
    ($($variant:ident $name:ident $kind:ident {
        takes: $takes:literal,
        default: $default:literal,
        example: $example:literal,
        section: $section:literal,
        other_names: $other_names:tt,
    })*) => {
        [$((stringify!($name), $takes, $default, $section)),*]
    };
}

#[test]
fn the_page_of_the_attribute_has_each_key_and_the_place_of_its_documentation() {
    let expected: String = cors_rules::each_key!(rows)
        .into_iter()
        .map(|(name, takes, default, section)| {
            let section = section.trim_start_matches("macro@crate::cors");
            format!("| [`{name}`]({section}) | {takes} | {default} |\n")
        })
        .collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cors-runtime/docs/cors.md");
    let string = fs::read_to_string(&path).expect("the docs are readable");
    let (before, after) = string.split_once(HEAD).expect("there is a table of keys");
    let rows: String = after
        .lines()
        .take_while(|line| line.starts_with('|'))
        .map(|line| format!("{line}\n"))
        .collect();
    if env::var_os("BLESS").is_some() {
        let rest = after.strip_prefix(rows.as_str()).expect("the rest begins with the rows");
        fs::write(&path, format!("{before}{HEAD}{expected}{rest}")).expect("the docs are writable");
        return;
    }
    assert!(rows == expected, "cors.md differs from the table of keys, which is:\n{expected}");
}

#[test]
fn the_docs_of_the_macro_name_each_key() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cors-macros/src/lib.rs");
    let docs = fs::read_to_string(path).expect("the macros are readable");
    for name in Key::ALL.iter().map(|key| key.name()) {
        let group = if name.starts_with("danger_allow_") { "danger_allow_" } else { name };
        assert!(docs.contains(&format!("`{group}`")), "the docs of `#[cors]` lack `{name}`");
    }
}

#[test]
fn a_key_with_a_negation_is_not_taken_for_the_key() {
    for key in Key::ALL {
        for name in [key.name(), "credentials", "allowed_headers"] {
            for negation in ["deny", "disallow", "dont", "forbidden", "no", "without"] {
                for word in [
                    format!("{negation}_{name}"),
                    format!("{name}_{negation}"),
                    format!("{negation}{name}"),
                    format!("un{name}"),
                ] {
                    let meaning = key::translate_word(&word);
                    assert!(!matches!(meaning, Some(Meaning::Key(_))), "{word}: {meaning:?}");
                }
            }
        }
    }
}

#[test]
fn a_misspelled_key_is_recognized() {
    for (key, words) in [
        (Key::Origins, &["orgin", "orign", "orgins", "alowed_origins", "allowedOrgin"][..]),
        (Key::DebugOrigins, &["debug_orgin", "debugorigin"]),
        (Key::Methods, &["metods", "metod", "allowed_metods"]),
        (Key::AllowHeaders, &["heders", "alow_headers"]),
        (Key::AllowCredentials, &["credental", "cokies", "alow_credential"]),
        (Key::Hosts, &["hostnme", "alowed_host"]),
    ] {
        for word in words {
            assert_eq!(key::translate_word(word), Some(Meaning::Key(key)), "{word}");
        }
    }
}

#[test]
fn a_word_that_may_have_another_meaning_is_no_misspelled_key() {
    for word in ["den_origins", "untrusted_origins", "unallowed_origin", "port", "page", "catch"] {
        assert_eq!(key::translate_word(word), None, "{word}");
    }
}

#[test]
fn a_flag_with_a_negation_is_turned_off() {
    for (word, key) in [
        ("disallow_credentials", Key::AllowCredentials),
        ("no_credentials", Key::AllowCredentials),
        ("no_enforce", Key::Enforce),
    ] {
        assert_eq!(key::translate_word(word), Some(Meaning::Setting(key, "false")), "{word}");
    }
}
