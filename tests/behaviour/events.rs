//! Refusals as events of `tracing`. The tests need their own process: `tracing` may disable an event
//! for the whole process if a thread without a subscriber reaches it first.

use std::sync::{Arc, Mutex};

use actix_web::{
    App,
    dev::Service,
    get,
    http::Method,
    test::{TestRequest, init_service},
    web,
};
use cors_runtime::{Cors, Origins, Policy, app_data, cors, policy};
use tracing_subscriber::{Layer, layer::Context, layer::SubscriberExt};

#[derive(Clone, Default)]
struct Events(Arc<Mutex<Vec<(tracing::Level, String)>>>);

impl<S: tracing::Subscriber> Layer<S> for Events {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        struct Message(String);
        impl tracing::field::Visit for Message {
            fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
                if field.name() == "message" {
                    self.0 = format!("{value:?}");
                }
            }
        }
        if event.metadata().target() == "cors_runtime" {
            let mut message = Message(String::new());
            event.record(&mut message);
            self.0.lock().unwrap().push((*event.metadata().level(), message.0));
        }
    }
}

#[cors(origins = "https://app.example")]
#[get("/flooded")]
async fn flooded() -> &'static str {
    "ran"
}

#[actix_web::test]
async fn the_first_event_of_a_handler_and_reason_is_a_warning_and_later_ones_are_not() {
    let events = Events::default();
    let subscriber = tracing_subscriber::registry().with(events.clone());
    let _guard = tracing::subscriber::set_default(subscriber);
    for _ in 0..2 {
        // Each worker has its own application instance.
        let app = init_service(App::new().service(flooded)).await;
        for index in 0..50 {
            let request = TestRequest::get().uri("/flooded");
            let origin = format!("https://{index}.evil.example");
            let request = request.insert_header(("origin", origin)).to_request();
            app.call(request).await.expect("a response");
        }
    }
    let logged = std::mem::take(&mut *events.0.lock().unwrap());
    let warnings = logged.iter().filter(|(level, _)| *level == tracing::Level::WARN).count();
    assert_eq!((logged.len(), warnings), (100, 1));
    let app = init_service(App::new().service(flooded)).await;
    let preflight = TestRequest::with_uri("/flooded")
        .method(Method::OPTIONS)
        .insert_header(("access-control-request-method", "GET"))
        .insert_header(("origin", "https://evil.example"));
    app.call(preflight.to_request()).await.expect("a response");
    let (level, _) = events.0.lock().unwrap().pop().expect("an event");
    assert_eq!(
        level,
        tracing::Level::DEBUG,
        "a warning for each handler and reason, not for each step"
    );
    assert!(logged[0].1.contains("`https://0.evil.example` is not allowed by"), "{}", logged[0].1);

    let app = init_service(App::new().service(flooded)).await;
    let value = [b"https://\xff\x1b".as_slice(), &[b'a'; 2_000]].concat();
    let value = value.into_iter().filter(|byte| *byte != 0x1b).collect::<Vec<u8>>();
    let value = actix_web::http::header::HeaderValue::from_bytes(&value).unwrap();
    let request = TestRequest::get().uri("/flooded").insert_header(("origin", value)).to_request();
    app.call(request).await.expect("a response");
    let (level, message) = events.0.lock().unwrap().pop().expect("an event");
    assert_eq!(level, tracing::Level::WARN, "another reason");
    assert!(message.starts_with(r"`https://\xffaaa") && message.len() < 600, "{message}");
}

#[cors(origins = "https://app.example")]
#[get("/inside")]
async fn inside() -> &'static str {
    "ran"
}

/// A layer logs no refusal of its own for an origin that the inner policy allows.
#[actix_web::test]
async fn only_the_innermost_policy_logs_a_refusal() {
    const OUTER: Policy = policy!(origins = "https://outer.example");
    const MIDDLE: Policy = policy!(origins = "https://middle.example");
    let events = Events::default();
    let subscriber = tracing_subscriber::registry().with(events.clone());
    let _guard = tracing::subscriber::set_default(subscriber);
    let scope = web::scope("/s").service(inside).wrap(Cors::new(MIDDLE));
    let app = init_service(App::new().service(scope).wrap(Cors::new(OUTER))).await;
    let logged = async |path: &str, origin: &str| {
        for request in [
            TestRequest::get(),
            TestRequest::default()
                .method(Method::OPTIONS)
                .insert_header(("access-control-request-method", "GET")),
        ] {
            let request = request.uri(path).insert_header(("origin", origin)).to_request();
            let _ = app.call(request).await;
        }
        let logged = std::mem::take(&mut *events.0.lock().unwrap());
        logged.into_iter().map(|(_, message)| message).collect::<Vec<_>>()
    };
    assert_eq!(logged("/s/inside", "https://app.example").await, [""; 0]);
    assert_eq!(logged("/s/nowhere", "https://middle.example").await, [""; 0]);
    assert_eq!(logged("/nowhere", "https://outer.example").await, [""; 0]);
    for (path, by) in
        [("/s/inside", "events::inside`"), ("/s/nowhere", "`Cors`"), ("/nowhere", "`Cors`")]
    {
        let messages = logged(path, "https://evil.example").await;
        assert_eq!(messages.len(), 2, "{path}: {messages:#?}");
        assert!(messages.iter().all(|message| message.contains(by)), "{path}: {messages:#?}");
    }
}

#[cors(origins = dynamic(app_data::<Origins>()), allow_credentials)]
#[get("/data", name = "another-name")]
async fn origins_of_data() -> &'static str {
    "ran"
}

#[actix_web::test]
async fn a_set_that_is_missing_or_invalid_for_the_policy_is_logged_once_as_an_error() {
    let events = Events::default();
    let subscriber = tracing_subscriber::registry().with(events.clone());
    let _guard = tracing::subscriber::set_default(subscriber);
    let open = Origins::builder().without_credentials().parse(["*"]).unwrap();
    for (data, why) in [
        (
            None,
            "the application has no such data; add it with `App::new().app_data(web::Data::new(…))`",
        ),
        (Some(open), "rule: cors::any_origin_with_credentials"),
    ] {
        let mut app = App::new().service(origins_of_data);
        if let Some(data) = data {
            app = app.app_data(web::Data::new(data));
        }
        let app = init_service(app).await;
        for _ in 0..3 {
            let request = TestRequest::get().uri("/data");
            let request = request.insert_header(("origin", "https://app.example")).to_request();
            app.call(request).await.expect("a response");
        }
        let logged = std::mem::take(&mut *events.0.lock().unwrap());
        let errors: Vec<_> =
            logged.into_iter().filter(|(level, _)| *level == tracing::Level::ERROR).collect();
        let [(_, message)] = &errors[..] else { panic!("one error: {errors:#?}") };
        for part in [
            concat!("of `", module_path!(), "::origins_of_data` allows no origin"),
            "Origins>()`",
            why,
        ] {
            assert!(message.contains(part), "`{part}` is not in {message}");
        }
    }
}

/// Two layers, on a scope and on its default service, and a same-origin page behind a proxy that
/// changes `Host`.
#[actix_web::test]
async fn allowed_and_same_origin_requests_are_not_logged() {
    const APP: Policy = policy!(origins = "https://app.example");
    let events = Events::default();
    let subscriber = tracing_subscriber::registry().with(events.clone());
    let _guard = tracing::subscriber::set_default(subscriber);
    let default = web::route().to(|| async { "default" }).wrap(Cors::new(APP));
    let scope = web::scope("/s").wrap(Cors::new(APP)).service(inside).default_service(default);
    let app = init_service(App::new().service(scope)).await;
    for (path, site, origin) in [
        ("/s/inside", "cross-site", "https://app.example"),
        ("/s/elsewhere", "cross-site", "https://app.example"),
        ("/s/elsewhere", "same-origin", "https://shop.example"),
    ] {
        let request = TestRequest::put().uri(path).insert_header(("host", "internal:8080"));
        let request = request
            .insert_header(("origin", origin))
            .insert_header(("sec-fetch-site", site))
            .insert_header(("sec-fetch-mode", "cors"))
            .insert_header(("content-type", "application/json"));
        let response = app.call(request.to_request()).await.expect("a response");
        assert!(response.status().is_success(), "{path} from {origin}");
    }
    assert_eq!(events.0.lock().unwrap().drain(..).collect::<Vec<_>>(), []);
}

/// No route accepts such a preflight, so the response is the router's 404.
#[actix_web::test]
async fn a_preflight_whose_method_is_in_the_wrong_case_is_logged() {
    let events = Events::default();
    let subscriber = tracing_subscriber::registry().with(events.clone());
    let _guard = tracing::subscriber::set_default(subscriber);
    let app = init_service(App::new().service(patched)).await;
    for (method, logged) in [("patch", true), ("PATCH", false), ("DELETE", false)] {
        let request = TestRequest::with_uri("/patched")
            .method(Method::OPTIONS)
            .insert_header(("origin", "https://app.example"))
            .insert_header(("access-control-request-method", method))
            .to_request();
        app.call(request).await.expect("a response");
        let messages = std::mem::take(&mut *events.0.lock().unwrap());
        let has_help =
            messages.iter().any(|(_, message)| message.contains("`patch` is not in the `methods`"));
        assert_eq!(has_help, logged, "{method}: {messages:?}");
    }
}

#[cors(origins = "https://app.example")]
#[actix_web::patch("/patched")]
async fn patched() -> &'static str {
    "ran"
}
