//! `#[utoipa::path]` stands above `#[cors]`, which stands above the route; layers are wrapped in
//! `map`, because `UtoipaApp` has no `wrap`.

use actix_web::{App, get, test::init_service};
use cors_runtime::{Cors, Policy, cors, policy};
use utoipa_actix_web::AppExt;

use crate::case::check_app;

const APP: Policy = policy!(origins = "https://app.example");

#[utoipa::path(responses((status = 200)))]
#[cors(policy = APP)]
#[get("/me")]
async fn me() -> &'static str {
    "me"
}

#[actix_web::test]
async fn documented() {
    let (app, api) = App::new()
        .into_utoipa_app()
        .map(|app| app.wrap(Cors::new(APP)))
        .service(me)
        .split_for_parts();
    assert!(api.paths.paths["/me"].get.is_some(), "the handler is in the document");
    assert!(api.paths.paths["/me"].options.is_none(), "and its preflights are not");
    let cases = "
the preflight
    preflight GET /me from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
the request
    GET /me from https://app.example
    200 me | allow-origin: https://app.example | vary: Origin
the router's 404
    GET /nowhere from https://app.example
    404 | allow-origin: https://app.example | vary: Origin
";
    check_app(&init_service(app).await, cases).await;
}
