//! Tests of `policies()` as JSON. `tests/adversary/differential.rs` tests the values of the keys.

use actix_web::HttpRequest;
use cors_runtime::{Origin, cors, policies};
use serde_json::json;

#[cors(origins = dynamic(|_: &Origin<'_>, _: &HttpRequest| false))]
#[actix_web::route("/asked", method = "GET", method = "PUT")]
async fn asked() -> &'static str {
    ""
}

const KEYS: [&str; 12] = [
    "allow_credentials",
    "allow_headers",
    "danger_allow_insecure_origins",
    "danger_allow_null_origin",
    "danger_allow_public_suffixes",
    "debug_origins",
    "enforce",
    "expose_headers",
    "hosts",
    "max_age",
    "methods",
    "origins",
];

#[test]
fn an_annotated_handler_is_serialized_with_its_place_and_its_routes() {
    let serialized = serde_json::to_value(policies()).expect("a list");
    let handlers = serialized.as_array().expect("a list");
    let own: Vec<_> =
        handlers.iter().filter(|handler| handler["module"] == module_path!()).collect();
    let [handler] = own[..] else { panic!("one handler: {own:#?}") };
    assert_eq!((&handler["name"], &handler["file"]), (&json!("asked"), &json!(file!())));
    let route = json!({"path": "/asked", "name": "asked", "methods": ["GET", "PUT"]});
    assert_eq!((&handler["routes"], &handler["line"]), (&json!([route]), &json!(7)));
    let policy = &handler["policy"];
    let mut keys: Vec<_> = policy.as_object().expect("a map").keys().collect();
    keys.sort();
    assert_eq!(keys, KEYS);
    assert_eq!(
        (&policy["origins"], &policy["max_age"], &policy["allow_credentials"]),
        (&json!("dynamic"), &json!(null), &json!(false))
    );
}
