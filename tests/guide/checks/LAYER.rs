mod user {
    use actix_web::{post, web};
    #[derive(serde::Deserialize, serde::Serialize)]
    pub struct Info { username: String }
    #[post("/user/info")]
    pub async fn info(info: web::Json<Info>) -> web::Json<Info> { info }
}
// The build script inserts the example here.
guide_tests::check(app, guide_tests::answers::LAYER).await;
