//! The requests to rust-analyzer and the expected responses. The mark `¦` in the code is the position of the cursor.

use cors_rules::key::Key;

/// Source code with the mark `¦`, the completions that rust-analyzer must offer at the mark, and completions that it
/// must not offer.
pub(crate) struct Completed {
    pub(crate) code: &'static str,
    pub(crate) offered: Vec<&'static str>,
    pub(crate) not_offered: &'static [&'static str],
}

/// Source code with the mark `¦`, and a part of the text that the editor shows when the pointer is at the mark.
pub(crate) const HOVERED: &[(&str, &str)] = &[
    (
        "#[cors(ori¦gins = \"*\")] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
        "whose pages may read",
    ),
    (
        "#[cors(origins = \"*\", max_a¦ge = 60)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
        "how long",
    ),
    (
        "#[cors(origins = \"¦*\")] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
        "Pages of every origin",
    ),
    (
        "#[cors(origins = \"http://a\", enforce = \"iso¦late\")] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
        "loads by HTML tags",
    ),
    (
        "#[cors(origins = \"*\", methods = G¦ET)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
        "Safelisted",
    ),
    (
        "#[cors(origins = dyn¦amic(|_, _| true))] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
        "known only at run time",
    ),
    ("#[cors(origins = STA¦FF)] #[get(\"/\")] async fn h() -> &'static str { \"\" }", "Our staff"),
    (
        "#[co¦rs(origins = \"*\")] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
        "CORS policy",
    ),
    ("const Q: Policy = policy!(allow_cre¦dentials);", "client certificates"),
    // The text must show the source code of the constant instead of the private fields of its value.
    ("const Q: &Policy = &P¦;", "P: Policy = policy!(origins = STAFF)"),
];

/// Source code with the mark `¦`. For each definition of the marked word, a part of the line that contains the
/// definition. A key of `#[cors]` has two definitions: the row of the key in the table of keys, and the macro call that
/// generates an item for the key.
pub(crate) const DEFINED: &[(&str, &[&str])] = &[
    (
        "#[cors(ori¦gins = \"*\")] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
        &["Origins origins Origins {", "each_key!(keys);"],
    ),
    (
        "#[cors(origins = STA¦FF)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
        &["STAFF: &str"],
    ),
    (
        "#[cors(origins = [\"http://a\", STA¦FF])] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
        &["STAFF: &str"],
    ),
    ("#[cors(policy = P¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }", &["P: Policy"]),
    ("const Q: Policy = policy!(policy = P¦);", &["P: Policy"]),
];

/// Returns the names of the keys that rust-analyzer must offer in `#[cors(…)]`.
fn keys() -> Vec<&'static str> {
    Key::ALL.iter().map(|key| key.name()).filter(|name| *name != "crate").collect()
}

pub(crate) fn completed() -> Vec<Completed> {
    const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "QUERY"];
    let of_keys = |code| Completed { code, offered: keys(), not_offered: &["STAFF", "self"] };
    let of = |code, offered: &[&'static str], not_offered| Completed {
        code,
        offered: offered.to_vec(),
        not_offered,
    };
    vec![
        of_keys("#[cors(¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }"),
        of_keys("#[cors(ori¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }"),
        of_keys("#[cors(origins = \"*\", ¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }"),
        of_keys(
            "#[cors(origins = \"*\", max¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
        ),
        of_keys(
            "#[cors(max¦, origins = \"*\")] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
        ),
        of_keys(
            "#[cors(ori¦)] mod m { #[actix_web::get(\"/\")] async fn h() -> &'static str { \"\" } }",
        ),
        of_keys("#[cors(ori¦)] async fn h() -> &'static str { \"\" }"),
        of_keys("const Q: Policy = policy!(¦);"),
        of_keys("const Q: Policy = policy!(origins = \"*\", max¦);"),
        of(
            "#[cors(origins = \"*\", methods = G¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            METHODS,
            &["STAFF"],
        ),
        of(
            "#[cors(origins = \"*\", methods = [GET, P¦])] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            METHODS,
            &["STAFF"],
        ),
        of(
            "#[cors(origins = S¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["STAFF", "dynamic"],
            &["__CORS_POLICY"],
        ),
        of(
            "#[cors(origins = [\"http://a\", S¦])] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["STAFF"],
            &[],
        ),
        of("#[cors(policy = P¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }", &["P"], &[]),
        of("#[cors(policy = ¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }", &["P"], &[]),
        of(
            "#[cors(policy = shared::¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["SHOPS"],
            &[],
        ),
        of(
            "#[cors(policy = crate::¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["P", "shared"],
            &[],
        ),
        of(
            "#[cors(origins = ¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["STAFF", "dynamic"],
            &[],
        ),
        of(
            "#[cors(origins = [¦])] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["STAFF"],
            &[],
        ),
        of(
            "#[cors(origins = dynamic(|o, _| o.¦))] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["host", "is_subdomain_of"],
            &[],
        ),
        of(
            "#[cors(origins = [shared::¦])] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["SHOPS"],
            &[],
        ),
        of(
            "#[cors(origins = [\"http://a\", ¦])] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["STAFF"],
            &[],
        ),
        of(
            "#[cors(origins = dynamic(¦))] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["STAFF", "shared"],
            &[],
        ),
        of(
            "#[cors(origins = dynamic(shared::¦))] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["SHOPS"],
            &[],
        ),
        of(
            "#[cors(origins = dynamic_async(|o, r| async { o.¦ }))] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["as_origin"],
            &[],
        ),
        of(
            "#[cors(policy = crate::shared::¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["SHOPS"],
            &[],
        ),
        of(
            "#[cors(policy = P, allow_headers = [.., ¦])] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["STAFF"],
            &[],
        ),
        of(
            "#[cors(policy = P, hosts = ¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["STAFF"],
            &[],
        ),
        of(
            "#[cors(policy = P, methods = ¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            METHODS,
            &[],
        ),
        of(
            "#[cors(policy = P, methods = [¦])] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            METHODS,
            &[],
        ),
        of(
            "#[cors(policy = P, methods = [GET, ¦])] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            METHODS,
            &[],
        ),
        of(
            "#[cors(policy = P, max_age = ¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["STAFF"],
            &[],
        ),
        of(
            "#[cors(policy = P, max_age = shared::¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["SHOPS"],
            &[],
        ),
        of(
            "#[cors(policy = P, allow_credentials = ¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["true", "false"],
            &[],
        ),
        of(
            "#[cors(policy = P, enforce = ¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["true", "false"],
            &[],
        ),
        of(
            "#[cors(debug_origins = ¦, policy = P)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["STAFF"],
            &[],
        ),
        of(
            "#[cors(policy = shared::¦, max_age = 60)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["SHOPS"],
            &[],
        ),
        of(
            "#[cors(policy = shared::¦)] mod m { #[actix_web::get(\"/\")] async fn h() -> &'static str { \"\" } }",
            &["SHOPS"],
            &[],
        ),
        of("const Q: Policy = policy!(policy = shared::¦);", &["SHOPS"], &[]),
        of("const Q: Policy = policy!(origins = [¦]);", &["STAFF"], &[]),
        of("const Q: Policy = policy!(policy = ¦);", &["P"], &[]),
        of(
            "#[cors(origins = \"*\", allow_credentials = t¦)] #[get(\"/\")] async fn h() -> &'static str { \"\" }",
            &["true", "false"],
            &[],
        ),
        of(
            "#[cors(origins = \"*\")] #[get(\"/\")] async fn h() -> &'static str { let x = S¦; \"\" }",
            &["STAFF"],
            &["__CORS_POLICY", "__CORS_HANDLER", "__cors"],
        ),
    ]
}
