//! `policies()` as JSON.

use actix_web::{HttpRequest, get};
use cors_runtime::{Origin, cors, policies};
use serde_json::json;

#[cors(
    origins = "https://app.example.com",
    debug_origins = [],
    allow_headers = "content-type",
    allow_credentials,
    max_age = "2h",
    enforce
)]
#[get("/listed", name = "by-name")]
async fn listed() -> &'static str {
    ""
}

#[cors(origins = dynamic(|_: &Origin<'_>, _: &HttpRequest| false))]
#[actix_web::route("/asked", method = "GET", method = "PUT")]
async fn asked() -> &'static str {
    ""
}

#[test]
fn every_annotated_handler_is_serialized_under_the_attributes_keys() {
    let serialized = serde_json::to_value(policies()).expect("a list");
    let handlers = serialized.as_array().expect("a list");
    let own: Vec<_> =
        handlers.iter().filter(|handler| handler["module"] == module_path!()).collect();
    let [with_function, with_list] = own[..] else { panic!("two handlers: {own:#?}") };
    assert_eq!(
        *with_list,
        json!({
            "module": module_path!(),
            "name": "listed",
            "file": file!(),
            "line": 7,
            "routes": [{"path": "/listed", "name": "by-name", "methods": ["GET"]}],
            "policy": {
                "origins": ["https://app.example.com"],
                "debug_origins": [],
                "methods": [],
                "allow_headers": ["content-type"],
                "expose_headers": [],
                "allow_credentials": true,
                "max_age": 7200,
                "enforce": true,
                "hosts": [],
                "danger_allow_insecure_origins": false,
                "danger_allow_public_suffixes": false,
                "danger_allow_null_origin": false
            }
        })
    );
    let route = json!({"path": "/asked", "name": "asked", "methods": ["GET", "PUT"]});
    assert_eq!((&with_function["routes"][0], &with_function["line"]), (&route, &json!(20)));
    let policy = &with_function["policy"];
    assert_eq!(
        (&policy["origins"], &policy["max_age"], &policy["allow_credentials"]),
        (&json!("dynamic"), &json!(null), &json!(false))
    );
}
