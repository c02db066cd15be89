// The build script inserts the example here.
let app = guide_tests::check(app, guide_tests::answers::ME).await;
let sent = actix_web::test::TestRequest::get().uri("/me")
    .insert_header(("accept-encoding", "gzip"))
    .insert_header(("origin", "https://app.example"));
let response = actix_web::test::call_service(&app, sent.to_request()).await;
let vary: Vec<_> = response.headers().get_all("vary").map(|it| it.to_str().unwrap().to_lowercase()).collect();
assert!(["origin", "accept-encoding"].iter().all(|it| vary.iter().any(|line| line == it)), "{vary:?}");
assert_eq!(response.headers().get("content-encoding").unwrap(), "gzip");
