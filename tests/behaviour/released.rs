//! What a release build leaves out: `./test` runs this suite without `debug_assertions` too.

use actix_web::{
    App,
    http::StatusCode,
    test::{TestRequest, call_service, init_service},
};
use cors_devtools::Explorer;

#[actix_web::test]
async fn there_is_no_explorer() {
    let explorer = Explorer::at("/__cors");
    assert_eq!(explorer.path(), "/__cors/");
    let app = init_service(App::new().service(explorer)).await;
    for path in ["/__cors", "/__cors/", "/__cors/policies"] {
        let request = TestRequest::get().uri(path).insert_header(("host", "localhost:8080"));
        let answer = call_service(&app, request.to_request()).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    }
}
