//! Parts that a release build omits: `./test` also runs this suite without `debug_assertions`.

use actix_web::{
    http::StatusCode,
    test::{TestRequest, call_service},
};
use cors_devtools::Explorer;

use crate::prelude::*;

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
