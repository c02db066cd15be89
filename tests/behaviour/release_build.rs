//! Tests that a release build omits the debug origins and the Explorer. `./test --all` runs this suite a second time,
//! without `debug_assertions`.

use actix_web::{
    http::StatusCode,
    test::{TestRequest, call_service},
};
use cors_devtools::Explorer;

use crate::prelude::*;

const DEVELOPMENT: &str = "http://dev.localhost";
const APP: Policy = policy!(origins = "https://app.example", debug_origins = "http://localhost:*");
const DEVELOPERS: &Policy =
    &policy!(policy = APP, debug_origins = [.., "http://127.0.0.1:*", DEVELOPMENT]);

/// In a release build, the list of debug origins is empty at compile time, so the binary does not contain them.
#[test]
fn a_release_build_has_no_debug_origins() {
    const { assert!(DEVELOPERS.debug_origins().is_empty()) };
}

#[actix_web::test]
async fn a_release_build_has_no_explorer() {
    let explorer = Explorer::at("/__cors");
    assert_eq!(explorer.path(), "/__cors/");
    let app = init_service(App::new().service(explorer)).await;
    for path in ["/__cors", "/__cors/", "/__cors/policies"] {
        let request = TestRequest::get().uri(path).insert_header(("host", "localhost:8080"));
        let response = call_service(&app, request.to_request()).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
    }
}
