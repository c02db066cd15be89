//! Tests of middleware that changes a request, and of middleware that dispatches a request twice by calling the inner
//! service a second time. The decision of a policy about the first dispatch must not affect the second dispatch.

use actix_web::http::{Method, Uri};
use cors_runtime::ExceptPreflights;

use crate::{logins::login, prelude::*};

const LAYER: Policy = policy!(origins = ["https://layer.example", "https://app.example"]);
const INNER: Policy = policy!(origins = "https://inner.example");

handlers! {
    get("/first"): cors(origins = "https://app.example", expose_headers = "x-first");
    put("/{name}"): cors(origins = "https://app.example");
}

#[cors(policy = LAYER)]
#[get("/counted")]
async fn counted() -> &'static str {
    ran().await
}

#[cors(origins = dynamic_async(|_, _| async { true }))]
#[get("/counted-after-a-future")]
async fn counted_after_a_future() -> &'static str {
    ran().await
}

middleware! {
    fn dispatch_twice(request, next) {
        let fallback: Uri = format!("/{}", request.query_string()).parse().expect("a path");
        let (request, _) = next.call(request).await?.into_parts();
        let mut request = ServiceRequest::from_request(request);
        request.match_info_mut().reset();
        request.match_info_mut().get_mut().update(&fallback);
        request.head_mut().uri = fallback;
        Ok(next.call(request).await?.map_into_boxed_body())
    }

    fn pass(request, next) {
        Ok(next.call(request).await?.map_into_boxed_body())
    }
}

/// `/secret` has a handler for `OPTIONS` without a policy. In the first dispatch, a preflight for `PUT /first` skips
/// the login, because the annotated `PUT /{name}` answers it. In the second dispatch, whose path is `/secret`, this
/// preflight must not reach the handler for `OPTIONS`.
#[actix_web::test]
async fn a_second_dispatch_does_not_reach_a_handler_without_its_login() {
    let app = || {
        App::new()
            .route("/secret", web::method(Method::OPTIONS).to(|| async { "secret" }))
            .configure(services)
            .wrap(ExceptPreflights::new(from_fn(login)))
            .wrap(from_fn(dispatch_twice))
    };
    let case = "
the second dispatch of an answered preflight does not reach the handler
    preflight PUT /first?secret from https://app.example => 403 | vary: preflight
";
    check_app(&init_service(app()).await, case).await;

    let cases = "
a layer drops the response of the first dispatch
    preflight PUT /first?secret from https://app.example => 403 | vary: preflight
a layer drops the response of the first dispatch, if the second one reaches the login
    preflight GET /first?nowhere/else from https://layer.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://layer.example | vary: preflight
";
    check_app(&init_service(app().wrap(Cors::new(LAYER))).await, cases).await;
}

#[actix_web::test]
async fn a_layer_writes_the_headers_of_the_last_dispatch() {
    let app = App::new()
        .route("/plain", web::get().to(|| async { "plain" }))
        .configure(services)
        .wrap(Cors::new(LAYER))
        .wrap(from_fn(dispatch_twice));
    let case = "
the response of the second dispatch does not have the policy of the first one
    GET /first?plain from https://app.example => 200 plain | allow-origin: https://app.example | vary: Origin
";
    check_app(&init_service(app).await, case).await;
}

/// The inner layer and the middleware are on a scope without annotated handlers.
#[actix_web::test]
async fn an_inner_layer_around_a_login_keeps_its_headers() {
    let scope = web::scope("/b")
        .route("/x", web::get().to(|| async { "x" }))
        .wrap(ExceptPreflights::new(from_fn(pass)))
        .wrap(Cors::new(INNER));
    let app = App::new().configure(services).service(scope).wrap(Cors::new(LAYER));
    let cases = "
the inner layer decides
    GET /b/x from https://inner.example => 200 x | allow-origin: https://inner.example | vary: Origin
the outer layer does not
    GET /b/x from https://layer.example => 200 x | vary: Origin
";
    check_app(&init_service(app).await, cases).await;
}

/// The middleware turns a preflight into an actual request before routing.
#[actix_web::test]
async fn a_preflight_that_middleware_turns_into_a_request_does_not_skip_the_login() {
    let app = App::new()
        .service(counted)
        .service(counted_after_a_future)
        .wrap_fn(|mut request, service| {
            request.head_mut().method = Method::GET;
            service.call(request)
        })
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(Cors::new(LAYER));
    let cases = "
the layer responds
    preflight GET /counted from https://app.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://app.example | vary: preflight
the layer responds for a policy that awaits a future
    preflight GET /counted-after-a-future from https://app.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://app.example | vary: preflight
";
    check_app(&init_service(app).await, cases).await;
    assert_eq!(RAN.get(), 0, "a handler ran without its login");
}
