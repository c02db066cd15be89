//! Tests that YAML, TOML, JSON and environment variables give the same policy.

use cors_runtime::{Policy, policy};

const POLICY: Policy = policy!(
    origins = ["https://app.example.com", "https://*.example.org", "null"],
    methods = [GET, PUT],
    allow_headers = ["content-type", "x-request-id"],
    expose_headers = "etag",
    allow_credentials,
    max_age = "2h",
    enforce = "isolate",
    hosts = "api.example.com",
    danger_allow_null_origin,
    danger_allow_insecure_origins,
);

const YAML: &str = "
origins:
  - https://app.example.com
  - https://*.example.org
  - 'null'
methods: [GET, PUT]
allow_headers: [content-type, x-request-id]
expose_headers: etag
allow_credentials: true
max_age: 2h
enforce: isolate
hosts: api.example.com
danger_allow_null_origin: true
danger_allow_insecure_origins: true
";

const TOML: &str = r#"
origins = ["https://app.example.com", "https://*.example.org", "null"]
methods = ["GET", "PUT"]
allow_headers = ["content-type", "x-request-id"]
expose_headers = "etag"
allow_credentials = true
max_age = 7200
enforce = "isolate"
hosts = ["api.example.com"]
danger_allow_null_origin = true
danger_allow_insecure_origins = true
"#;

/// The environment variables of the policy, and `PATH`, which is not part of the policy. Every value is a string.
const ENVIRONMENT: [(&str, &str); 11] = [
    ("CORS_ORIGINS", "https://app.example.com,https://*.example.org,null"),
    ("CORS_METHODS", "GET PUT"),
    ("CORS_ALLOW_HEADERS", "content-type, x-request-id"),
    ("CORS_EXPOSE_HEADERS", "etag"),
    ("CORS_ALLOW_CREDENTIALS", "true"),
    ("CORS_MAX_AGE", "7200"),
    ("CORS_ENFORCE", "isolate"),
    ("CORS_HOSTS", "api.example.com"),
    ("CORS_DANGER_ALLOW_NULL_ORIGIN", "true"),
    ("CORS_DANGER_ALLOW_INSECURE_ORIGINS", "true"),
    ("PATH", "/bin"),
];

fn from_environment(variables: &[(&str, &str)]) -> envy::Result<Policy> {
    let variables = variables.iter().map(|(name, value)| (name.to_string(), value.to_string()));
    envy::prefixed("CORS_").from_iter(variables)
}

#[test]
fn every_format_gives_the_policy_of_the_attribute() {
    let json = serde_json::json!({
        "origins": "https://app.example.com https://*.example.org null",
        "methods": ["GET", "PUT"],
        "allow_headers": "content-type, x-request-id",
        "expose_headers": ["etag"],
        "allow_credentials": true,
        "max_age": "7200s",
        "enforce": "isolate",
        "hosts": "api.example.com",
        "danger_allow_null_origin": true,
        "danger_allow_insecure_origins": true,
    });
    for (format, policy) in [
        ("YAML", serde_norway::from_str::<Policy>(YAML).expect("the YAML is valid")),
        ("TOML", toml::from_str(TOML).expect("the TOML is valid")),
        ("JSON", serde_json::from_value(json).expect("the JSON is valid")),
        ("environment", from_environment(&ENVIRONMENT).expect("the environment is valid")),
    ] {
        assert_eq!(format!("{policy:?}"), format!("{POLICY:?}"), "{format}");
    }
}

#[test]
fn a_missing_variable_is_an_error() {
    let error = from_environment(&[]).unwrap_err().to_string();
    assert!(error.contains("rule: cors::missing_origins"), "{error}");
}
