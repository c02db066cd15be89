//! Each rule that a file can violate, and the field of the error.

use serde_json::{Value, json};

use super::{errors, expected, policy};
use rejected_values::{ACCEPTED, LISTS, REJECTED};

#[path = "../../cors-rules/tests/properties/rejected_values.rs"]
mod rejected_values;

struct Case {
    policy: Value,
    errors: &'static [(&'static str, &'static str)],
}

fn rejected() -> Vec<Case> {
    let case = |policy, errors| Case { policy, errors };
    let app = "https://app.example.com";
    vec![
        case(json!({}), &[("origins", "missing_origins")]),
        case(json!({"origins": []}), &[("origins", "missing_origins")]),
        case(json!({"origins": " , "}), &[("origins", "missing_origins")]),
        case(
            json!({"origins": ["https://a.example/", app, "https://B.example"]}),
            &[("origins[0]", "invalid_origin"), ("origins[2]", "invalid_origin")],
        ),
        case(json!({"origins": "app.example.com"}), &[("origins", "invalid_origin")]),
        case(
            json!({"origins": app, "debug_origins": ["http://localhost:80"]}),
            &[("debug_origins[0]", "invalid_origin")],
        ),
        case(json!({"origins": [app, "null"]}), &[("origins[1]", "null_origin")]),
        case(json!({"origins": "*", "enforce": true}), &[("origins", "any_origin_with_enforce")]),
        case(
            json!({"origins": ["*"], "enforce": "report"}),
            &[("origins[0]", "any_origin_with_enforce")],
        ),
        case(
            json!({"origins": app, "hosts": "api.example.com, api.example.com:443"}),
            &[("hosts", "invalid_host")],
        ),
        case(json!({"origins": app, "hosts": ""}), &[("hosts", "invalid_host")]),
        case(json!({"origins": app, "hosts": " , "}), &[("hosts", "invalid_host")]),
        case(json!({"origins": app, "hosts": []}), &[("hosts", "invalid_host")]),
        case(
            json!({"origins": [app, "http://localhost:*", app, "http://localhost:*"]}),
            &[("origins[2]", "duplicate_origin"), ("origins[3]", "duplicate_origin")],
        ),
        case(json!({"origins": ["*", "*"]}), &[("origins[1]", "duplicate_origin")]),
        case(json!({"origins": [app, "*"]}), &[("origins[1]", "any_origin_mixed")]),
        case(
            json!({"origins": "*", "debug_origins": "http://localhost:*"}),
            &[("origins", "any_origin_mixed")],
        ),
        case(
            json!({"origins": app, "debug_origins": "*"}),
            &[("debug_origins", "any_origin_mixed")],
        ),
        case(
            json!({"origins": app, "methods": ["GET", "*"]}),
            &[("methods[1]", "any_method_mixed")],
        ),
        case(
            json!({"origins": app, "allow_headers": ["*", "x-a"]}),
            &[("allow_headers[0]", "any_header_mixed")],
        ),
        case(
            json!({"origins": app, "expose_headers": ["*", "authorization"]}),
            &[("expose_headers[0]", "any_header_mixed")],
        ),
        case(
            json!({"origins": "*", "allow_credentials": true}),
            &[("origins", "any_origin_with_credentials")],
        ),
        case(
            json!({"origins": ["http://app.example.com", app], "allow_credentials": true}),
            &[("origins[0]", "insecure_origin_with_credentials")],
        ),
        case(
            json!({"origins": app, "debug_origins": "http://a.example", "allow_credentials": true}),
            &[("debug_origins", "insecure_origin_with_credentials")],
        ),
        case(
            json!({"origins": "null", "danger_allow_null_origin": true, "allow_credentials": true}),
            &[("origins", "insecure_origin_with_credentials")],
        ),
        case(
            json!({"origins": [app, "https://*.github.io"], "allow_credentials": true}),
            &[("origins[1]", "public_suffix_with_credentials")],
        ),
        case(
            json!({"origins": "http://*.github.io", "allow_credentials": true}),
            &[("origins", "insecure_origin_with_credentials")],
        ),
        case(json!({"origins": app, "methods": "TRACE"}), &[("methods", "forbidden_method")]),
        case(json!({"origins": app, "methods": ["patch"]}), &[("methods[0]", "invalid_method")]),
        case(json!({"origins": app, "methods": ["A B"]}), &[("methods[0]", "invalid_method")]),
        case(json!({"origins": app, "methods": []}), &[("methods", "unrouted_method")]),
        case(
            json!({"origins": app, "allow_headers": ["x y"], "expose_headers": ["x:"]}),
            &[
                ("allow_headers[0]", "invalid_header_name"),
                ("expose_headers[0]", "invalid_header_name"),
            ],
        ),
        case(
            json!({"origins": app, "allow_headers": "Cookie"}),
            &[("allow_headers", "forbidden_request_header")],
        ),
        case(
            json!({"origins": app, "expose_headers": "Set-Cookie"}),
            &[("expose_headers", "forbidden_response_header")],
        ),
        case(
            json!({"origins": app, "allow_headers": "access-control-allow-origin"}),
            &[("allow_headers", "misplaced_header")],
        ),
        case(
            json!({"origins": app, "methods": ["GET", "PUT", "GET"]}),
            &[("methods[2]", "duplicate_method")],
        ),
        case(
            json!({"origins": app, "allow_headers": ["X-A", "x-b", "x-a"]}),
            &[("allow_headers[2]", "duplicate_header")],
        ),
        case(
            json!({"origins": app, "allow_credentials": true, "expose_headers": "*"}),
            &[("expose_headers", "any_exposed_with_credentials")],
        ),
        case(
            json!({"origins": app, "allow_credentials": true, "expose_headers": ["*", "x-a"]}),
            &[("expose_headers[0]", "any_header_mixed")],
        ),
        case(json!({"origins": app, "max_age": "2 days"}), &[("max_age", "invalid_max_age")]),
        case(json!({"origins": app, "max_age": 86_401}), &[("max_age", "invalid_max_age")]),
        case(json!({"origins": app, "max_age": -1}), &[("max_age", "invalid_max_age")]),
        case(json!({"origins": app, "max_age": ""}), &[("max_age", "invalid_max_age")]),
        case(json!({"origins": app, "max_age": "+5"}), &[("max_age", "invalid_max_age")]),
    ]
}

#[test]
fn each_violation_is_one_error_of_its_field() {
    for Case { policy, errors: wanted } in rejected() {
        assert_eq!(errors(policy.clone()), expected(wanted), "{policy}");
    }
}

#[test]
fn all_violations_are_reported_at_once() {
    let sorted = |mut errors: Vec<(String, String)>| {
        errors.sort();
        errors
    };
    assert_eq!(
        sorted(errors(json!({
            "origins": ["https://a.example/", "http://a.example", "*"],
            "methods": ["get", "TRACE"],
            "allow_headers": "cookie",
            "expose_headers": ["*"],
            "allow_credentials": "true",
            "max_age": "1w",
            "enforce": "maybe",
            "supportsCredentials": true,
        }))),
        sorted(expected(&[
            ("max_age", "invalid_max_age"),
            ("enforce", "invalid_value"),
            ("supportsCredentials", "unknown_key"),
            ("origins[0]", "invalid_origin"),
            ("origins[1]", "insecure_origin_with_credentials"),
            ("origins[2]", "any_origin_mixed"),
            ("methods[0]", "invalid_method"),
            ("methods[1]", "forbidden_method"),
            ("allow_headers", "forbidden_request_header"),
            ("expose_headers[0]", "any_exposed_with_credentials"),
        ]))
    );
}

#[test]
fn a_file_accepts_what_the_attribute_accepts() {
    for written in [
        json!({"origins": "*", "methods": "*", "allow_headers": ["*", "Authorization"]}),
        json!({"origins": "*", "expose_headers": "*", "debug_origins": []}),
        json!({"origins": "http://a.example"}),
        json!({"origins": "https://*.github.io"}),
        json!({"origins": ["http://localhost:*", "tauri://localhost"], "allow_credentials": true}),
        json!({"origins": "null", "danger_allow_null_origin": true}),
        json!({
            "origins": ["null", "http://*.github.io"], "allow_credentials": true,
            "danger_allow_null_origin": true, "danger_allow_insecure_origins": true,
            "danger_allow_public_suffixes": true,
        }),
        json!({"origins": ["https://a.example", "https://*.a.example"], "max_age": 0}),
        // An origin may be in both lists, as a staging host may be.
        json!({"origins": "https://a.example", "debug_origins": "https://a.example"}),
        json!({"origins": "https://a.example", "allow_headers": [], "expose_headers": []}),
    ] {
        policy(written);
    }
}

#[test]
fn each_invalid_value_of_a_list_is_an_error_of_its_field() {
    for (key, values, refused) in LISTS {
        let mut written = json!({"origins": "*"});
        written[key] = json!(values);
        let fields: Vec<String> =
            refused.iter().map(|(index, _)| format!("{key}[{index}]")).collect();
        let wanted: Vec<_> =
            fields.iter().zip(*refused).map(|(field, (_, rule))| (field.as_str(), *rule)).collect();
        if wanted.is_empty() {
            policy(written);
        } else {
            assert_eq!(errors(written), expected(&wanted), "{key} = {values:?}");
        }
    }
}

#[test]
fn with_credentials_each_origin_violates_its_rule() {
    for (origins, rule) in REJECTED {
        let found = errors(json!({"origins": origins, "allow_credentials": true}));
        let rules: Vec<_> = found.into_iter().map(|(_, rule)| rule).collect();
        assert_eq!(rules, [*rule], "{origins:?}");
    }
    for origins in ACCEPTED {
        policy(json!({"origins": origins, "allow_credentials": true}));
    }
}
