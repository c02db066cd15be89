//! One policy in every format.

use cors_runtime::{Cors, Policy, policy};
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

/// Every variable is a string.
const ENVIRONMENT: [(&str, &str); 7] = [
    ("CORS_ORIGINS", "https://app.example.com,https://*.example.org"),
    ("CORS_METHODS", "GET PUT"),
    ("CORS_ALLOW_HEADERS", "content-type, x-request-id"),
    ("CORS_EXPOSE_HEADERS", "etag"),
    ("CORS_ALLOW_CREDENTIALS", "true"),
    ("CORS_MAX_AGE", "7200"),
    ("CORS_ENFORCE", "true"),
];

fn from_environment(variables: &[(&str, &str)]) -> envy::Result<Policy> {
    let variables = variables.iter().map(|(name, value)| (name.to_string(), value.to_string()));
    envy::prefixed("CORS_").from_iter(variables)
}

#[test]
fn every_format_gives_the_policy_of_the_attribute() {
    let wanted = format!("{POLICY:?}");
    let read: [(&str, Policy); 4] = [
        ("YAML", serde_norway::from_str(YAML).expect("the YAML is valid")),
        ("TOML", toml::from_str(TOML).expect("the TOML is valid")),
        ("JSON", serde_json::from_str(JSON).expect("the JSON is valid")),
        ("environment", from_environment(&ENVIRONMENT).expect("the environment is valid")),
    ];
    for (format, policy) in read {
        assert_eq!(format!("{policy:?}"), wanted, "{format}");
    }
}

/// An application's own configuration.
#[derive(Deserialize)]
struct Configuration {
    port: u16,
    cors: Policy,
    internal: Option<Internal>,
}

#[derive(Deserialize)]
struct Internal {
    policies: Vec<Policy>,
}

#[test]
fn a_configuration_of_an_application_contains_policies() {
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
        serde_norway::from_str(yaml).expect("the YAML is valid"),
        toml::from_str(toml).expect("the TOML is valid"),
    ];
    for Configuration { port, cors, internal } in read {
        assert_eq!(port, 8080);
        assert!(format!("{cors:?}").contains("https://app.example.com"));
        let policies = internal.expect("the file has policies").policies;
        assert_eq!(policies.len(), 2);
        policies.into_iter().for_each(|policy| drop(Cors::new(policy)));
    }
}

#[test]
fn a_missing_variable_is_an_error() {
    let error = from_environment(&[]).unwrap_err().to_string();
    assert!(error.contains("rule: cors::missing_origins"), "{error}");
}

#[test]
fn variables_without_the_prefix_are_ignored() {
    let variables = [("CORS_ORIGINS", "*"), ("PATH", "/bin"), ("HOME", "/")];
    from_environment(&variables).expect("the other variables are ignored");
}
