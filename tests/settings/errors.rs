//! Tests of the whole message for a policy with errors, including the words that the parser of each format adds.

use cors_runtime::{Policy, PolicyBuilder};
use serde::Deserialize;

#[derive(Deserialize)]
struct Configuration {
    #[expect(dead_code, reason = "only the errors are compared")]
    cors: Policy,
}

const YAML: &str = "\
cors:
  allowedHeaders: content-type
  max_age: 2 days
  origins: [https://app.example.com/, https://app.example.com]
";

const TOML: &str = r#"
[cors]
allowedHeaders = "content-type"
max_age = "2 days"
origins = ["https://app.example.com/", "https://app.example.com"]
"#;

const JSON: &str = r#"{"cors": {
    "allowedHeaders": "content-type",
    "max_age": "2 days",
    "origins": ["https://app.example.com/", "https://app.example.com"]
}}"#;

/// The text of the three errors, which is the same in each format.
const ERRORS: &str = "\
3 errors in the CORS policy

allowedHeaders: `allowedHeaders` is not a key of a policy
help: write `allow_headers`
rule: cors::unknown_key

max_age: `2 days` is not a duration: write a whole number and one of the units `s`, `m`, `h` and `d`
help: write whole seconds as a number, or a duration such as `90s`, `10m`, `2h` or `1d`
rule: cors::invalid_max_age

origins[0]: `https://app.example.com/` is not an origin: it has a path
help: write `https://app.example.com`
rule: cors::invalid_origin";

#[test]
fn each_format_adds_only_its_own_words() {
    let yaml = serde_norway::from_str::<Configuration>(YAML).err().unwrap().to_string();
    assert_eq!(yaml, format!("{ERRORS}\n"));

    let toml = toml::from_str::<Configuration>(TOML).err().unwrap().to_string();
    let place = "TOML parse error at line 2, column 1\n  |\n2 | [cors]\n  | ^^^^^^\n";
    assert_eq!(toml, format!("{place}{ERRORS}\n\n"));

    let json = serde_json::from_str::<Configuration>(JSON).err().unwrap().to_string();
    assert_eq!(json, format!("{ERRORS}\n at line 5 column 2"));
}

#[derive(Deserialize)]
struct Unchecked {
    cors: PolicyBuilder,
}

#[test]
fn a_builder_reports_the_errors_without_the_words_of_the_format() {
    let (_, errors) = ERRORS.split_once("\n\n").expect("a heading");
    let yaml = serde_norway::from_str::<Unchecked>(YAML).expect("the YAML is read");
    let toml = toml::from_str::<Unchecked>(TOML).expect("the TOML is read");
    let json = serde_json::from_str::<Unchecked>(JSON).expect("the JSON is read");
    for Unchecked { cors } in [yaml, toml, json] {
        assert_eq!(cors.build().unwrap_err().to_string(), errors);
    }
}

#[test]
fn the_environment_adds_nothing() {
    let variables = [("CORS_ORIGINS", "https://a.example/,b.example"), ("CORS_ENFORCE", "yes")];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let error = envy::prefixed("CORS_").from_iter::<_, Policy>(variables).unwrap_err();
    assert_eq!(
        error.to_string(),
        "3 errors in the CORS policy\n\n\
         enforce: `yes` is not a value of `enforce`\n\
         help: write `true`, `false`, `isolate` or `report`\n\
         rule: cors::invalid_value\n\n\
         origins: `https://a.example/` is not an origin: it has a path\n\
         help: write `https://a.example`\n\
         rule: cors::invalid_origin\n\n\
         origins: `b.example` is not an origin: it has no scheme\n\
         help: write `https://b.example`\n\
         rule: cors::invalid_origin\n"
    );
}

#[test]
fn at_most_a_hundred_errors_are_reported() {
    let many = format!("{{\"origins\": \"{}\"}}", "a,".repeat(32 * 1024));
    let error = serde_json::from_str::<Policy>(&many).unwrap_err().to_string();
    assert!(error.starts_with("100 errors in the CORS policy\n\norigins: `a` is"));
    assert!(error.len() < many.len(), "{} bytes of errors", error.len());
}

#[test]
fn one_error_has_no_heading() {
    let error = serde_norway::from_str::<Policy>("origins: https://a.example/").unwrap_err();
    let (_, one) = ERRORS.rsplit_once("\n\norigins[0]: ").expect("the last error");
    assert_eq!(
        error.to_string(),
        format!("origins: {one}\n").replace("app.example.com", "a.example")
    );
}

#[test]
fn the_help_for_null_says_what_to_write() {
    let error = serde_norway::from_str::<Policy>("origins: '*'\nmethods:\n").unwrap_err();
    assert!(
        error.to_string().starts_with(
            "methods: `methods` has no value\n\
             help: write a list of strings, or one string with commas between the items, or leave `methods` out\n\
             rule: cors::invalid_value"
        ),
        "{error}"
    );
}
