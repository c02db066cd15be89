mod user {
    use actix_web::{post, web};
    #[derive(serde::Deserialize, serde::Serialize)]
    pub struct Info { username: String }
    #[post("/user/info")]
    pub async fn info(info: web::Json<Info>) -> web::Json<Info> { info }
}
// The build script inserts the example here.
let app = guide_tests::check(app, guide_tests::answers::BEFORE).await;
// The responses to these preflights list the methods and headers in no fixed order, so only the status is checked.
for path in ["/user/info", "/nowhere"] {
    let sent = actix_web::test::TestRequest::with_uri(path)
        .method(actix_web::http::Method::OPTIONS)
        .insert_header(("origin", "http://localhost:8081"))
        .insert_header(("access-control-request-method", "POST"));
    assert_eq!(actix_web::test::call_service(&app, sent.to_request()).await.status(), 200);
}
