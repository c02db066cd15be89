//! What a terminal shows, in the words of each format around ours.

use cors_runtime::Settings;
use serde::Deserialize;

#[derive(Deserialize)]
struct Configuration {
    #[expect(dead_code, reason = "only its mistakes are of interest")]
    cors: Settings,
}

const YAML: &str = "\
cors:
  origins: [https://app.example.com/, https://app.example.com]
  max_age: 2 days
  allowedHeaders: content-type
";

const TOML: &str = r#"
[cors]
origins = ["https://app.example.com/", "https://app.example.com"]
max_age = "2 days"
allowedHeaders = "content-type"
"#;

const JSON: &str = r#"{"cors": {
    "origins": ["https://app.example.com/", "https://app.example.com"],
    "max_age": "2 days",
    "allowedHeaders": "content-type"
}}"#;

/// Three mistakes, whatever the format.
const MISTAKES: &str = "\
3 mistakes in the CORS settings

max_age: `2 days` is not a duration: write a whole number and one of the units `s`, `m`, `h` and `d`
help: write whole seconds as a number, or a duration such as `90s`, `10m`, `2h` or `1d`
rule: cors::invalid_max_age

allowedHeaders: `allowedHeaders` is not a key of a policy
help: write `allow_headers`
rule: cors::unknown_key

origins[0]: `https://app.example.com/` is not an origin: it has a path
help: write `https://app.example.com`
rule: cors::invalid_origin";

#[test]
fn yaml_says_which_settings() {
    let told = serde_norway::from_str::<Configuration>(YAML).err().unwrap().to_string();
    assert_eq!(told, format!("cors: {MISTAKES} at line 2 column 3"));
}

#[test]
fn toml_shows_the_line() {
    let told = toml::from_str::<Configuration>(TOML).err().unwrap().to_string();
    let place = "TOML parse error at line 2, column 1\n  |\n2 | [cors]\n  | ^^^^^^\n";
    assert_eq!(told, format!("{place}{MISTAKES}\n"));
}

#[test]
fn json_says_where_they_end() {
    let told = serde_json::from_str::<Configuration>(JSON).err().unwrap().to_string();
    assert_eq!(told, format!("{MISTAKES} at line 5 column 1"));
}

#[test]
fn the_environment_has_nothing_to_add() {
    let variables = [("CORS_ORIGINS", "https://a.example/,b.example"), ("CORS_ENFORCE", "yes")];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let told = envy::prefixed("CORS_").from_iter::<_, Settings>(variables).unwrap_err();
    assert_eq!(
        told.to_string(),
        "3 mistakes in the CORS settings\n\n\
         enforce: `yes` is not a value of `enforce`\n\
         help: write `true`, `false`, `isolate` or `report`\n\
         rule: cors::invalid_value\n\n\
         origins: `https://a.example/` is not an origin: it has a path\n\
         help: write `https://a.example`\n\
         rule: cors::invalid_origin\n\n\
         origins: `b.example` is not an origin: it has no scheme\n\
         help: write `https://b.example`\n\
         rule: cors::invalid_origin"
    );
}

#[test]
fn a_file_of_mistakes_is_told_by_its_first() {
    let many = format!("{{\"origins\": \"{}\"}}", "a,".repeat(32 * 1024));
    let told = serde_json::from_str::<Settings>(&many).unwrap_err().to_string();
    assert!(told.starts_with("more than 100 mistakes in the CORS settings\n\norigins: `a` is"));
    assert!(told.len() < many.len(), "{} bytes of errors", told.len());
}

#[test]
fn one_mistake_has_no_heading() {
    let yaml = "cors:\n  origins: https://a.example/\n";
    let told = serde_norway::from_str::<Configuration>(yaml).err().unwrap().to_string();
    assert_eq!(
        told,
        "cors: origins: `https://a.example/` is not an origin: it has a path\n\
         help: write `https://a.example`\n\
         rule: cors::invalid_origin at line 2 column 3"
    );
}

#[test]
fn a_key_without_a_value_is_told_what_to_write() {
    let told = serde_norway::from_str::<Settings>("origins: '*'\nmethods:\n").unwrap_err();
    assert!(
        told.to_string().starts_with(
            "methods: `methods` has no value\n\
             help: write a list of texts, or one text with commas between, or leave `methods` out\n\
             rule: cors::invalid_value"
        ),
        "{told}"
    );
}
