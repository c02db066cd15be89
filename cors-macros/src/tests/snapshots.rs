//! Expansions of attributes, one file for each kind: a hundred handlers must still build fast
//! and be readable under `cargo expand`.
//!
//! `BLESS=1 cargo test -p cors-macros` writes the files again.

use std::{env, fs, path::PathBuf};

use proc_macro2::{Group, TokenStream, TokenTree};

use super::{expand, tokens};
use crate::pipeline;

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
fn a_handler_whose_origins_are_known_at_run_time() {
    attribute(
        "dynamic",
        "origins = dynamic(|origin, _| origin.is_subdomain_of(\"example.com\"))",
        "#[get(\"/books\")]\nasync fn list() -> impl Responder { \"[]\" }",
    );
}

#[test]
fn a_handler_with_several_routes() {
    attribute(
        "routes",
        "origins = \"*\"",
        "#[routes]\n#[get(\"/books\")]\n#[head(\"/books\")]\n#[get(\"/v1/books\", name = \"old\")]\n\
         async fn list() -> impl Responder { \"[]\" }",
    );
}

#[test]
fn a_handler_with_guards_and_wraps() {
    attribute(
        "guards_and_wraps",
        "origins = \"*\"",
        "#[route(\"/books\", method = \"GET\", method = \"PURGE\", guard = \"is_admin\", \
         wrap = \"Compress::default()\", wrap = \"from_fn(log)\")]\n\
         async fn list() -> impl Responder { \"[]\" }",
    );
}

#[test]
fn a_handler_whose_policy_is_refused() {
    attribute(
        "refused",
        "origins = [\"https://app.example.com/\", STAFF], max_age = \"2d\"",
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

#[test]
fn a_handler_in_a_module_with_a_policy() {
    attribute(
        "inherited",
        "__inherited = self::__CorsModule, crate = ::cors_runtime",
        "#[cors(allow_credentials)]\n#[get(\"/books\")]\nasync fn list() -> impl Responder { \"[]\" }",
    );
}

#[test]
fn a_shared_policy() {
    let arguments =
        "policy = BASE, origins = [\"https://app.example.com\", STAFF], allow_credentials";
    let output = pipeline::policy(tokens(&format!("::cors_runtime; {arguments}")));
    let output: TokenStream = quote::quote!(const SHARED: Policy = #output;);
    compare("policy", &format!("const SHARED: Policy = policy!({arguments});"), &output);
}

fn attribute(name: &str, arguments: &str, item: &str) {
    compare(name, &format!("#[cors({arguments})]\n{item}"), &expand(arguments, item));
}

/// The source is above its expansion, as a comment.
fn compare(name: &str, source: &str, output: &TokenStream) {
    let source: String = source.lines().map(|line| format!("// {line}\n")).collect();
    // The runtime's private module is named after the version, which no snapshot should show.
    let version = env!("CARGO_PKG_VERSION").replace(['.', '-'], "_");
    let seen = for_the_compiler(output.clone());
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

/// Removes the code that only editors expand, and the macro around the code that only the compiler expands.
fn for_the_compiler(tokens: TokenStream) -> TokenStream {
    /// `::cors_runtime::private::`
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
