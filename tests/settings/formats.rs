//! One policy in every format: the same settings.

use cors_runtime::{Cors, Policy, Settings, policy};
use serde::Deserialize;

const POLICY: Policy = policy!(
    origins = ["https://app.example.com", "https://*.example.org"],
    methods = [GET, PUT],
    allow_headers = ["content-type", "x-request-id"],
    expose_headers = "etag",
    allow_credentials,
    max_age = "2h",
    enforce,
);

const YAML: &str = "
origins:
  - https://app.example.com
  - https://*.example.org
methods: [GET, PUT]
allow_headers: [content-type, x-request-id]
expose_headers: etag
allow_credentials: true
max_age: 2h
enforce: true
";

const TOML: &str = r#"
origins = ["https://app.example.com", "https://*.example.org"]
methods = ["GET", "PUT"]
allow_headers = ["content-type", "x-request-id"]
expose_headers = "etag"
allow_credentials = true
max_age = 7200
enforce = true
"#;

const JSON: &str = r#"{
    "origins": "https://app.example.com https://*.example.org",
    "methods": ["GET", "PUT"],
    "allow_headers": "content-type, x-request-id",
    "expose_headers": ["etag"],
    "allow_credentials": true,
    "max_age": "7200s",
    "enforce": true
}"#;

/// The environment has texts alone.
const ENVIRONMENT: [(&str, &str); 7] = [
    ("CORS_ORIGINS", "https://app.example.com,https://*.example.org"),
    ("CORS_METHODS", "GET PUT"),
    ("CORS_ALLOW_HEADERS", "content-type, x-request-id"),
    ("CORS_EXPOSE_HEADERS", "etag"),
    ("CORS_ALLOW_CREDENTIALS", "true"),
    ("CORS_MAX_AGE", "7200"),
    ("CORS_ENFORCE", "true"),
];

fn from_environment(variables: &[(&str, &str)]) -> envy::Result<Settings> {
    let variables = variables.iter().map(|(name, value)| (name.to_string(), value.to_string()));
    envy::prefixed("CORS_").from_iter(variables)
}

#[test]
fn every_format_comes_to_what_the_attribute_says() {
    let wanted = format!("{:?}", Settings::from(POLICY));
    let read: [(&str, Settings); 4] = [
        ("YAML", serde_norway::from_str(YAML).expect("the YAML is right")),
        ("TOML", toml::from_str(TOML).expect("the TOML is right")),
        ("JSON", serde_json::from_str(JSON).expect("the JSON is right")),
        ("environment", from_environment(&ENVIRONMENT).expect("the environment is right")),
    ];
    for (format, settings) in read {
        assert_eq!(format!("{settings:?}"), wanted, "{format}");
    }
}

/// Beside what else an application is configured by.
#[derive(Deserialize)]
struct Configuration {
    port: u16,
    cors: Settings,
    internal: Option<Internal>,
}

#[derive(Deserialize)]
struct Internal {
    policies: Vec<Settings>,
}

#[test]
fn settings_stand_in_a_configuration_of_the_users_own() {
    let yaml = "
port: 8080
cors:
  origins: https://app.example.com
internal:
  policies:
    - origins: '*'
    - origins: [https://staff.example.com]
      allow_credentials: true
";
    let toml = r#"
port = 8080
[cors]
origins = "https://app.example.com"
[[internal.policies]]
origins = "*"
[[internal.policies]]
origins = ["https://staff.example.com"]
allow_credentials = true
"#;
    let read: [Configuration; 2] = [
        serde_norway::from_str(yaml).expect("the YAML is right"),
        toml::from_str(toml).expect("the TOML is right"),
    ];
    for Configuration { port, cors, internal } in read {
        assert_eq!(port, 8080);
        assert!(format!("{cors:?}").contains("https://app.example.com"));
        let policies = internal.expect("it is there").policies;
        assert_eq!(policies.len(), 2);
        // Each of them serves.
        policies.into_iter().for_each(|settings| drop(Cors::new(settings)));
    }
}

#[test]
fn a_missing_variable_is_an_error_and_no_empty_set() {
    let error = from_environment(&[]).unwrap_err().to_string();
    assert!(error.contains("rule: cors::missing_origins"), "{error}");
}

#[test]
fn variables_of_others_are_none_of_ours() {
    let variables = [("CORS_ORIGINS", "*"), ("PATH", "/bin"), ("HOME", "/")];
    from_environment(&variables).expect("the prefix sorts them out");
}
