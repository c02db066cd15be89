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
    let handlers: &Vec<serde_json::Value> = serialized.as_array().expect("a list");
    let own: Vec<_> =
        handlers.iter().filter(|handler| handler["module"] == module_path!()).collect();
    assert_eq!(
        json!(own),
        json!([
            {
                "module": "settings::registry",
                "name": "asked",
                "file": file!(),
                "line": 20,
                "routes": [{"path": "/asked", "name": "asked", "methods": ["GET", "PUT"]}],
                "policy": {
                    "origins": "dynamic",
                    "debug_origins": [],
                    "methods": [],
                    "allow_headers": [],
                    "expose_headers": [],
                    "allow_credentials": false,
                    "max_age": null,
                    "enforce": false,
                    "hosts": [],
                    "danger_allow_insecure_origins": false,
                    "danger_allow_public_suffixes": false,
                    "danger_allow_null_origin": false
                }
            },
            {
                "module": "settings::registry",
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
            }
        ])
    );
}
