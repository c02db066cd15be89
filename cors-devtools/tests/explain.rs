//! Tests of `cors_devtools::explain`.

use actix_web::{
    App, Error, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::ErrorUnauthorized,
    middleware::{Next, from_fn},
    put,
    test::{TestRequest, init_service},
    web,
};
use cors_browser::{Browser, console_messages::ConsoleMessage};
use cors_devtools::explain;
use cors_runtime::{Cors, Policy, Step, cors, policy};

const PAGE: &str = "https://app.example.com";

const LAYER: Policy = policy!(origins = "https://app.example.com");

#[cors(origins = "https://app.example.com")]
#[put("/books/{id}")]
async fn replace() -> &'static str {
    ""
}

/// Middleware that rejects each request as a failed login. The middleware returns an `Err`, not a response.
async fn login(
    _: ServiceRequest,
    _: Next<impl MessageBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    Err(ErrorUnauthorized("log in"))
}

#[actix_web::test]
async fn an_err_is_read_as_the_response_that_a_server_sends() {
    let app = init_service(App::new().wrap(from_fn(login)).wrap(Cors::new(LAYER))).await;
    let explanation = explain(&app, &Browser::at(PAGE), TestRequest::get().uri("/me")).await;
    assert_eq!(explanation.outcome().unwrap().status(), 401, "{explanation}");
    let [exchange] = explanation.exchanges() else { panic!("{explanation}") };
    assert_eq!(exchange.status, 401);
    let allowed = ("access-control-allow-origin".to_owned(), PAGE.to_owned());
    assert!(exchange.response_headers.contains(&allowed), "{explanation}");
}

#[actix_web::test]
async fn a_response_without_a_policy_is_explained() {
    let bare = || async { HttpResponse::Ok().finish() };
    let app =
        init_service(App::new().service(replace).route("/bare", web::get().to(bare)).service(
            web::scope("/private").wrap(from_fn(login)).route("/me", web::get().to(bare)),
        ))
        .await;
    const NO_POLICY: &str = "No policy applies: the handler has no `#[cors]`";
    const NO_ROUTE: &str =
        "No policy answered: no handler with `#[cors]` on this path serves the method";
    const REJECTED: &str =
        "No policy answered: middleware in front of the handler rejected the request";
    for (request, expected) in [
        (TestRequest::get().uri("/bare"), Some(NO_POLICY)),
        (TestRequest::delete().uri("/books/1"), Some(NO_ROUTE)),
        (TestRequest::get().uri("/private/me"), Some(REJECTED)),
        (TestRequest::put().uri("/private/me"), Some(REJECTED)),
        (TestRequest::put().uri("/books/1"), None),
    ] {
        let explanation = explain(&app, &Browser::at(PAGE), request).await;
        let found = explanation.without_policy();
        match expected {
            Some(expected) => {
                assert!(found.is_some_and(|found| found.starts_with(expected)), "{explanation}");
                assert!(explanation.to_string().contains(expected), "{explanation}");
            }
            None => assert_eq!(found, None, "{explanation}"),
        }
    }
    let other = Browser::at("https://other.example.com");
    let explanation = explain(&app, &other, TestRequest::put().uri("/books/1")).await;
    assert!(explanation.refusal().is_some() && explanation.without_policy().is_none());
}

/// Some URLs in `Refusal::documentation_url` are those of pages about console messages. They are copies of the URLs in
/// `ConsoleMessage`, because `cors-runtime` depends on `cors-browser` only with the feature `testing`. This test
/// compares one copy with the originals.
#[actix_web::test]
async fn a_refusal_links_to_a_page_of_the_index() {
    let app = init_service(App::new().service(replace)).await;
    let other = Browser::at("https://other.example.com");
    let explanation = explain(&app, &other, TestRequest::put().uri("/books/1")).await;
    let url = explanation.refusal().unwrap().documentation_url();
    assert!(ConsoleMessage::ALL.iter().any(|message| message.documentation_url() == url), "{url}");
}

#[actix_web::test]
async fn an_explanation_has_each_step_and_ends_in_the_refusal() {
    let app = init_service(App::new().service(replace)).await;
    let page = Browser::at(PAGE).with_server("http://api.example.com");
    let request = TestRequest::put().uri("/books/1").insert_header(("x-a", "1"));
    let explanation = explain(&app, &page, request).await;
    let [preflight] = explanation.exchanges() else { panic!("{explanation}") };
    assert_eq!((preflight.step, preflight.status), (Step::Preflight, 204));
    let text = explanation.to_string();
    for part in [
        "1. The browser sends a preflight: the page needs permission for the method `PUT` and the header \
         `x-a`.\n     OPTIONS /books/1\n",
        "     access-control-request-method: PUT\n",
        "   The server answers 204.\n",
        "2. The browser blocks it: ",
        "\nreason: header_not_allowed (preflight), ",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }

    let explanation = explain(&app, &page, TestRequest::put().uri("/books/1")).await;
    assert!(explanation.outcome().is_ok() && explanation.refusal().is_none(), "{explanation}");
    let steps: Vec<Step> = explanation.exchanges().iter().map(|it| it.step).collect();
    assert_eq!(steps, [Step::Preflight, Step::Actual]);
}
