// The build script inserts the example here.
let app = app.wrap(actix_web::middleware::from_fn(guide_tests::without_the_seconds));
guide_tests::check(app, guide_tests::answers::LIMITED).await;
