//! The identity needs the session around it, and no `ExceptPreflights`: it lets everybody in, and
//! the handlers refuse who has none.

use actix_identity::{Identity, IdentityMiddleware};
use actix_session::{SessionMiddleware, storage::CookieSessionStore};
use actix_web::{
    App, Error, HttpMessage, HttpRequest,
    cookie::Key,
    get, post,
    test::{TestRequest, call_service, init_service},
};
use cors_runtime::{Cors, Policy, cors, policy};

use crate::case::check_app;

const APP: Policy = policy!(origins = "https://app.example", allow_credentials);

#[cors(policy = APP)]
#[get("/me")]
async fn me(user: Identity) -> Result<String, Error> {
    Ok(user.id()?)
}

#[cors(policy = APP)]
#[post("/login")]
async fn log_in(request: HttpRequest) -> Result<&'static str, Error> {
    Identity::login(&request.extensions(), "ada".to_owned())?;
    Ok("welcome")
}

const CASES: &str = "
the preflight needs no login
    preflight GET /me from https://app.example
    204 | allow-credentials: true | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
without one, the page reads the 401
    GET /me from https://app.example
    401 | allow-credentials: true | allow-origin: https://app.example | vary: Origin
";

#[actix_web::test]
async fn identified() {
    let app = App::new()
        .service(me)
        .service(log_in)
        .wrap(IdentityMiddleware::default())
        .wrap(SessionMiddleware::new(CookieSessionStore::default(), Key::generate()))
        .wrap(Cors::new(APP));
    let app = init_service(app).await;
    check_app(&app, CASES).await;

    let sent = TestRequest::post().uri("/login").to_request();
    let response = call_service(&app, sent).await;
    let cookie = response.response().cookies().next().expect("a session");
    let cases = format!(
        "
with one, the request goes in
    GET /me from https://app.example | cookie: {}={}
    200 ada | allow-credentials: true | allow-origin: https://app.example | vary: Origin
",
        cookie.name(),
        cookie.value()
    );
    check_app(&app, &cases).await;
}
