//! Handlers with a mistake in the body or the signature, or with code to lint. `#CORS` marks the place
//! of the attribute.

/// A name, and the code.
pub type Bare = (&'static str, &'static str);

pub const NAMES: &[Bare] = &[
    ("no_value", "#CORS #[get(\"/x\")] async fn h() -> &'static str { missing }"),
    ("no_function", "#CORS #[get(\"/x\")] async fn h() -> &'static str { missing() }"),
    ("no_macro", "#CORS #[get(\"/x\")] async fn h() -> String { formt!(\"{}\", 5) }"),
    ("no_type", "#CORS #[get(\"/x\")] async fn h(id: web::Path<Missing>) -> &'static str { \"\" }"),
    ("no_return_type", "#CORS #[get(\"/x\")] async fn h() -> Missing { loop {} }"),
    ("no_module", "#CORS #[get(\"/x\")] async fn h() -> &'static str { missing::path() }"),
    ("no_crate", "#CORS #[get(\"/x\")] async fn h(id: serde_jsn::Value) -> &'static str { \"\" }"),
    ("no_import", "#CORS #[get(\"/x\")] async fn h() -> &'static str { use std::missing; \"\" }"),
    ("no_lifetime", "#CORS #[get(\"/x\")] async fn h(id: &'a str) -> &'static str { \"\" }"),
    ("no_label", "#CORS #[get(\"/x\")] async fn h() -> &'static str { break 'a; }"),
    ("twice", "#CORS #[get(\"/x\")] async fn h(a: String, a: String) -> &'static str { \"\" }"),
    ("no_attribute_above", "#CORS #[missing] #[get(\"/x\")] async fn h() -> &'static str { \"\" }"),
    ("no_attribute_below", "#CORS #[get(\"/x\")] #[missing] async fn h() -> &'static str { \"\" }"),
    ("no_string", "#CORS #[get()] async fn h() -> &'static str { \"\" }"),
    ("no_method", "#CORS #[route(\"/x\")] async fn h() -> &'static str { \"\" }"),
    ("no_option", "#CORS #[get(\"/x\", gard = \"a\")] async fn h() -> &'static str { \"\" }"),
];

pub const TYPES: &[Bare] = &[
    ("wrong_type", "#CORS #[get(\"/x\")] async fn h() -> &'static str { 5 }"),
    ("wrong_let", "#CORS #[get(\"/x\")] async fn h() -> &'static str { let a: u8 = \"\"; \"\" }"),
    ("wrong_argument", "#CORS #[get(\"/x\")] async fn h() -> String { String::from(5u8) }"),
    ("no_such_method", "#CORS #[get(\"/x\")] async fn h() -> &'static str { \"\".missing() }"),
    ("no_such_field", "#CORS #[get(\"/x\")] async fn h() -> &'static str { ().missing }"),
    ("nothing_returned", "#CORS #[get(\"/x\")] async fn h() -> &'static str { \"\"; }"),
    ("too_many", "#CORS #[get(\"/x\")] async fn h() -> String { String::new(5) }"),
    ("no_operator", "#CORS #[get(\"/x\")] async fn h() -> String { \"a\" + \"b\" }"),
    (
        "no_question",
        "#CORS #[get(\"/x\")] async fn h() -> &'static str { \"5\".parse::<u8>()?; \"\" }",
    ),
    ("not_a_future", "#CORS #[get(\"/x\")] async fn h() -> &'static str { 5.await; \"\" }"),
    ("no_debug", "#CORS #[get(\"/x\")] async fn h() -> String { struct S; format!(\"{:?}\", S) }"),
    (
        "missing_arm",
        "#CORS #[get(\"/x\")] async fn h() -> &'static str { match true { true => \"\" } }",
    ),
    ("no_extractor", "#CORS #[get(\"/x\")] async fn h(id: u32) -> &'static str { \"\" }"),
    ("reference", "#CORS #[get(\"/x\")] async fn h(id: &'static str) -> &'static str { \"\" }"),
    (
        "second_extractor",
        "#CORS #[get(\"/x\")] async fn h(a: String, b: u32) -> &'static str { \"\" }",
    ),
    ("no_responder", "#CORS #[get(\"/x\")] async fn h() -> u32 { 5 }"),
    ("unit", "#CORS #[get(\"/x\")] async fn h() -> () {}"),
    (
        "not_deserialized",
        "#CORS #[get(\"/x\")] async fn h(a: web::Path<S>) -> &'static str { \"\" } pub struct S;",
    ),
    ("no_error", "#CORS #[get(\"/x\")] async fn h() -> Result<String, u8> { Err(5) }"),
    ("ambiguous", "#CORS #[get(\"/x\")] async fn h<T>() -> &'static str { \"\" }"),
];

pub const LINTS: &[Bare] = &[
    ("unused_variable", "#CORS #[get(\"/x\")] async fn h(body: String) -> &'static str { \"\" }"),
    ("unused_let", "#CORS #[get(\"/x\")] async fn h() -> &'static str { let a = 5; \"\" }"),
    ("unused_mut", "#CORS #[get(\"/x\")] async fn h() -> String { let mut a = String::new(); a }"),
    ("unused_must_use", "#CORS #[get(\"/x\")] async fn h() -> &'static str { \"\".len(); \"\" }"),
    ("unreachable", "#CORS #[get(\"/x\")] async fn h() -> &'static str { return \"\"; 5; }"),
    ("dead_code", "#CORS #[get(\"/x\")] async fn h() -> &'static str { fn unused() {} \"\" }"),
    ("unused_import", "#CORS #[get(\"/x\")] async fn h() -> &'static str { use std::fmt; \"\" }"),
    ("parens", "#CORS #[get(\"/x\")] async fn h() -> &'static str { let _ = (5); \"\" }"),
    ("snake_case", "#CORS #[get(\"/x\")] async fn h(bodyText: String) -> String { bodyText }"),
    (
        "deprecated",
        "#[deprecated] fn old() {} #CORS #[get(\"/x\")] async fn h() -> &'static str { old(); \"\" }",
    ),
    (
        "missing_docs",
        "#[deny(missing_docs)] pub mod m { #CORS #[actix_web::get(\"/x\")] pub async fn list() -> &'static str { \"\" } }",
    ),
    (
        "unexpected_cfg",
        "#CORS #[get(\"/x\")] async fn h() -> &'static str { #[cfg(nope)] { return \"a\"; } \"\" }",
    ),
];
