//! Sessions are wrapped outside of `ExceptPreflights`, because they await their store before they
//! route; a login that reads the session stands inside.

use actix_session::{Session, SessionExt, SessionMiddleware, storage::CookieSessionStore};
use actix_web::{
    App, Error, HttpResponse,
    body::{BoxBody, MessageBody},
    cookie::Key,
    dev::{ServiceRequest, ServiceResponse},
    get,
    middleware::{Next, from_fn},
    post,
    test::{TestRequest, call_service, init_service},
};
use cors_runtime::{Cors, ExceptPreflights, Policy, cors, policy};

use crate::case::check_app;

const APP: Policy = policy!(origins = "https://app.example", allow_credentials);

#[cors(policy = APP)]
#[get("/me")]
async fn me() -> &'static str {
    "me"
}

#[cors(policy = APP)]
#[post("/login")]
async fn log_in(session: Session) -> Result<&'static str, Error> {
    session.insert("user", 1)?;
    Ok("welcome")
}

async fn login(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if request.path() == "/login" || request.get_session().get::<u64>("user")?.is_some() {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    Ok(request.into_response(HttpResponse::Unauthorized().body("log in")))
}

const CASES: &str = "
the preflight has no cookie, and needs no login
    preflight GET /me from https://app.example
    204 | allow-credentials: true | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
without a session the page reads the 401
    GET /me from https://app.example
    401 log in | allow-credentials: true | allow-origin: https://app.example | vary: Origin
";

#[actix_web::test]
async fn a_login_that_reads_the_session() {
    let app = App::new()
        .service(me)
        .service(log_in)
        .wrap(ExceptPreflights::new(from_fn(login)))
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
    200 me | allow-credentials: true | allow-origin: https://app.example | vary: Origin
",
        cookie.name(),
        cookie.value()
    );
    check_app(&app, &cases).await;
}

#[actix_web::test]
async fn inside_of_except_preflights_the_session_takes_no_preflight() {
    let app = App::new()
        .service(me)
        .wrap(SessionMiddleware::new(CookieSessionStore::default(), Key::generate()))
        .wrap(ExceptPreflights::new(from_fn(login)));
    let cases = "
it has not routed when the preflight has to be taken
    preflight GET /me from https://app.example
    403 | vary: preflight
";
    check_app(&init_service(app).await, cases).await;
}
