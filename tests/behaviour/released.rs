//! What a release build leaves out, beside what the topics say of their own: `./test` runs this suite
//! without `debug_assertions` too.

use actix_web::{
    App,
    http::StatusCode,
    test::{TestRequest, call_service, init_service},
};
use cors_runtime::Explorer;

#[actix_web::test]
async fn there_is_no_explorer() {
    let app = init_service(App::new().service(Explorer::at("/__cors"))).await;
    for request in [TestRequest::get(), TestRequest::post()] {
        let request = request.uri("/__cors").insert_header(("host", "localhost:8080"));
        let answer = call_service(&app, request.to_request()).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    }
}
