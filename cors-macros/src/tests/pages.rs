//! Tests of the documentation pages of the rules, in `cors-runtime/docs/rules`. The doc tests of these pages prove that
//! an example is rejected. The tests here check which rule rejects the example.

use std::{fs, path::Path};

use cors_rules::Rule;
use quote::ToTokens;
use syn::{Attribute, Item, Meta};

use super::{Found, reported, short};
use crate::pipeline;

macro_rules! titles {
    ($($rejected:literal $rule:ident $name:ident)*) => {
        [$((stringify!($name), $rejected)),*]
    };
}

#[test]
fn each_page_begins_with_what_its_rule_rejects() {
    for (name, rejected) in cors_rules::each_rule!(titles) {
        let title = format!("# {}", rejected.trim_end_matches('.'));
        assert_eq!(page(name).lines().next(), Some(&*title), "{name}");
    }
}

#[test]
fn the_examples_of_each_page_are_rejected_by_its_rule_or_accepted() {
    for rule in Rule::ALL {
        let name = short(*rule);
        let page = page(&name);
        let found = examples(&page, "```rust,compile_fail\n");
        assert!(!found.is_empty(), "{name}: nothing is rejected");
        assert!(found.iter().all(|(rule, _)| *rule == name), "{name}: {found:?}");
        assert_eq!(examples(&page, "```rust\n"), [], "{name}");
    }
}

fn page(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cors-runtime/docs/rules");
    fs::read_to_string(folder.join(name).with_extension("md")).expect("every rule has its page")
}

/// Returns the errors in the code blocks that begin with `fence`.
fn examples(page: &str, fence: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((_, block)) = rest.split_once("```") {
        let Some((code, after)) = block.split_once("\n```") else { break };
        if let Some(code) = format!("```{code}").strip_prefix(fence) {
            found.extend(items(code));
        }
        rest = after;
    }
    found
}

fn items(code: &str) -> Vec<Found> {
    let Ok(file) = syn::parse_file(code) else { return Vec::new() };
    let functions = file.items.into_iter().filter_map(|item| match item {
        Item::Fn(function) => Some(function),
        _ => None,
    });
    let mut found = Vec::new();
    for mut function in functions {
        let is_cors = |attribute: &Attribute| attribute.path().is_ident("cors");
        let Some(first) = function.attrs.iter().position(is_cors) else { continue };
        // The compiler expands the macros above `#[cors]` first, and removes them. The test removes every attribute
        // above `#[cors]`, including built-in attributes, which the compiler would keep.
        let attribute = function.attrs.drain(..=first).next_back();
        if let Some(Attribute { meta: Meta::List(list), .. }) = attribute {
            found.extend(reported(pipeline::attribute(list.tokens, function.to_token_stream())));
        }
    }
    found
}
