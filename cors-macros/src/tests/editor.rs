//! Tests of the code that rust-analyzer reads in an expansion. This code contains each word in place of a key and each
//! method in an import, from which rust-analyzer completes the word. Each expression occurs only once in this code.

use proc_macro2::{TokenStream, TokenTree};

use super::expand;

const ITEM: &str = "#[get(\"/\")] async fn list() {}";

#[test]
fn a_half_written_word_is_in_the_import_that_completes_it() {
    for (arguments, import) in [
        ("ori", "use self :: { ori as _ ,"),
        ("origins = \"*\", max", "use self :: { origins as _ , max as _ ,"),
        ("max, origins = \"*\"", "use self :: { max as _ , origins as _ ,"),
        ("origins =", "use self :: { origins as _ ,"),
        ("origins = \"*\", methods = [GET, P]", "use self :: { GET as _ , P as _ ,"),
    ] {
        let read = read(expand(arguments, ITEM), "in_editor");
        assert!(read.to_string().contains(import), "{arguments}: {read}");
    }
}

#[test]
fn modules_and_items_without_a_route_have_the_import_too() {
    for item in
        ["mod books { #[get(\"/\")] async fn list() {} }", "async fn list() {}", "struct S;"]
    {
        let read = read(expand("ori", item), "in_editor");
        assert!(read.to_string().contains("ori as _"), "{item}: {read}");
    }
}

/// rust-analyzer also expands the arguments without the half-written word. If this expansion ends before the position
/// that the word has in the full expansion, rust-analyzer does not complete the word.
#[test]
fn a_half_written_value_is_followed_by_enough_code() {
    for (without, with) in [
        ("policy = ", "policy = WORD"),
        ("policy = shared::", "policy = shared::WORD"),
        ("origins = []", "origins = [WORD]"),
        ("origins = dynamic(|o, r| o.)", "origins = dynamic(|o, r| o.WORD)"),
    ] {
        let read = |arguments| read(expand(arguments, ITEM), "in_editor").to_string();
        let place = read(with).find("WORD").expect("the word is in the expansion");
        assert!(place < read(without).len(), "{with}");
    }
}

/// If an expression occurred twice in the code for rust-analyzer, an editor would show two definitions of its names.
#[test]
fn each_expression_occurs_once_in_what_an_editor_reads() {
    for arguments in [
        "origins = STAFF",
        "origins = [\"https://a.example\", STAFF]",
        "policy = STAFF",
        "origins = \"*\", max_age = STAFF",
        "origins = dynamic(&STAFF)",
        "origins = STAFF, max_age = \"2d\"",
    ] {
        let expansion = expand(arguments, ITEM);
        let read = read(expansion.clone(), "in_editor").to_string();
        assert_eq!(read.matches("STAFF").count(), 1, "{arguments}: {read}");
        let rest = without(expansion).to_string();
        assert!(!rest.contains("STAFF"), "{arguments}: {rest}");
    }
}

/// Returns the tokens inside the calls of the macro `name`.
fn read(tokens: TokenStream, name: &str) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut read = TokenStream::new();
    for (index, token) in tokens.iter().enumerate() {
        match (token, tokens.get(index + 2)) {
            (TokenTree::Ident(ident), Some(TokenTree::Group(group))) if ident == name => {
                read.extend(group.stream());
            }
            (TokenTree::Group(group), _) => read.extend(self::read(group.stream(), name)),
            _ => {}
        }
    }
    read
}

/// Returns the expansion without the calls of `in_editor!` and `not_in_editor!`.
fn without(tokens: TokenStream) -> TokenStream {
    let mut rest = TokenStream::new();
    let mut is_skipped = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if ident == "in_editor" || ident == "not_in_editor" => {
                is_skipped = true;
            }
            TokenTree::Group(_) if is_skipped => is_skipped = false,
            TokenTree::Group(group) => rest.extend(without(group.stream())),
            token => rest.extend([token]),
        }
    }
    rest
}
