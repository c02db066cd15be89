//! Tests that compare expansions with recorded files. The expansion of a handler must stay small, so that many handlers
//! build fast. The expansion must also stay readable, because users see it with `cargo expand`.
//!
//! The command `BLESS=1 cargo test -p cors-macros` records the expansions again.

use std::{env, fs, path::PathBuf};

use proc_macro2::{Group, TokenStream, TokenTree};

use super::expand;

#[test]
fn a_handler_whose_policy_is_literals() {
    attribute(
        "literals",
        "origins = [\"https://app.example.com\", \"https://*.example.com:*\"], methods = GET, \
         allow_headers = \"x-request-id\", max_age = \"2h\", allow_credentials",
        "/// All books.\n#[get(\"/books\", name = \"books\")]\npub async fn list() -> impl Responder { \"[]\" }",
    );
}

#[test]
fn a_handler_whose_policy_holds_const_expressions() {
    attribute(
        "const_expressions",
        "origins = [\"https://app.example.com\", STAFF], expose_headers = EXPOSED, max_age = 10 * MINUTE",
        "#[get(\"/books\")]\nasync fn list() -> impl Responder { \"[]\" }",
    );
}

#[test]
fn a_module() {
    attribute(
        "module",
        "origins = \"https://app.example.com\", policy = FIRST_PARTY",
        "pub mod books {\n#[get(\"/books\")]\nasync fn list() -> impl Responder { \"[]\" }\n\
         #[cors(none)]\n#[get(\"/health\")]\nasync fn health() -> impl Responder { \"\" }\n\
         mod drafts { #[cors(allow_credentials)] #[get(\"/drafts\")] async fn list() {} }\n\
         fn no_handler() {} }",
    );
}

/// Compares an expansion with the recorded file, which begins with the attribute and its item in a comment.
fn attribute(name: &str, arguments: &str, item: &str) {
    let source = format!("#[cors({arguments})]\n{item}");
    let source: String = source.lines().map(|line| format!("// {line}\n")).collect();
    // A new version of the crate must not change the recorded files.
    let version = env!("CARGO_PKG_VERSION").replace(['.', '-'], "_");
    let seen = for_the_compiler(expand(arguments, item));
    let expansion = seen.to_string().replace(&format!("__private_{version}"), "private");
    let file: syn::File = syn::parse_str(&expansion).expect("an expansion is items");
    let actual = format!("{source}\n{}", prettyplease::unparse(&file));
    let path: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "src", "tests", "snapshots", &format!("{name}.rs")]
            .iter()
            .collect();
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &actual).expect("the snapshots are writable");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == actual, "{} differs; it is now:\n{actual}", path.display());
}

/// Removes the calls of `in_editor!`, and replaces each call of `not_in_editor!` with the code inside it.
fn for_the_compiler(tokens: TokenStream) -> TokenStream {
    /// The number of tokens in the path before the macro, `::cors_runtime::__private_…::`.
    const PATH: usize = 8;
    let mut seen: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(name) if name == "in_editor" || name == "not_in_editor" => {
                seen.truncate(seen.len() - PATH);
                if let (Some(TokenTree::Group(group)), true) =
                    (tokens.nth(1), name == "not_in_editor")
                {
                    seen.extend(for_the_compiler(group.stream()));
                }
            }
            TokenTree::Group(group) => {
                let stream = for_the_compiler(group.stream());
                seen.push(Group::new(group.delimiter(), stream).into());
            }
            token => seen.push(token),
        }
    }
    seen.into_iter().collect()
}
