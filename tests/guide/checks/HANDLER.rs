const FRONT_END: cors_runtime::Policy = cors_runtime::policy!(
    origins = "http://localhost:8081",
    allow_headers = ["authorization", "content-type"],
    allow_credentials,
    max_age = "1h",
);
#[derive(serde::Deserialize, serde::Serialize)]
pub struct Info { username: String }
// The build script inserts the example here.
use actix_web::{App, middleware::Logger};
let app = App::new().wrap(cors_runtime::Cors::new(FRONT_END)).wrap(Logger::default()).service(info);
guide_tests::check(app, guide_tests::answers::HANDLER_IN_LAYER).await;
guide_tests::check(App::new().service(info), guide_tests::answers::HANDLER).await;
