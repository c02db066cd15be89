//! Tests of the `tracing` events that log refusals. The tests need their own process, because `tracing` may disable an
//! event for the whole process if a thread without a subscriber reaches the event first.

#[macro_use]
mod handlers;

#[allow(dead_code, reason = "another suite uses the rest")]
mod case;
mod recorded;

use actix_web::{
    App,
    body::BoxBody,
    middleware::{DefaultHeaders, Next, from_fn},
    test::init_service,
    web,
};
use case::send;
use cors_runtime::{Cors, ExceptPreflights, Origins, Policy, app_data, policy};
use recorded::Events;
use tracing::{Level, subscriber::DefaultGuard};
use tracing_subscriber::layer::SubscriberExt;

/// Records the events of this thread until the guard is dropped.
fn record() -> (Events, DefaultGuard) {
    let events = Events::default();
    let subscriber = tracing_subscriber::registry().with(events.clone());
    (events, tracing::subscriber::set_default(subscriber))
}

/// Removes the recorded events, and returns their levels and messages.
fn take(events: &Events) -> Vec<(Level, String)> {
    let recorded = events.take().into_iter();
    recorded
        .map(|(level, mut fields)| (level, fields.remove("message").unwrap_or_default()))
        .collect()
}

/// Removes the recorded events, and returns their messages.
fn messages(events: &Events) -> Vec<String> {
    take(events).into_iter().map(|(_, message)| message).collect()
}

/// A handler in its own `handlers!` call. Only the first refusal for each handler and reason is logged as a warning.
/// All handlers of one `handlers!` call count as one handler, because they have the same name and source line.
mod flooded {
    handlers! { get("/flooded"): cors(origins = "https://app.example"); }
}

handlers! {
    get("/inside"): cors(origins = "https://app.example");
    patch("/patched"): cors(origins = "https://app.example");
    get("/data", name = "another-name"): cors(origins = dynamic(app_data::<Origins>()), allow_credentials);
}

const ASKS_GET: &str = "access-control-request-method: GET";

#[actix_web::test]
async fn the_first_event_of_a_handler_and_reason_is_a_warning_and_later_ones_are_not() {
    let (events, _guard) = record();
    for _ in 0..2 {
        // Each instance of the application represents a worker of the server.
        let app = init_service(App::new().configure(flooded::services)).await;
        for index in 0..50 {
            send(&app, &["GET /flooded", &format!("origin: https://{index}.evil.example")]).await;
        }
    }
    let logged = take(&events);
    let warnings = logged.iter().filter(|(level, _)| *level == Level::WARN).count();
    assert_eq!((logged.len(), warnings), (100, 1));
    assert!(logged[0].1.contains("`https://0.evil.example` is not allowed by"), "{}", logged[0].1);

    let app = init_service(App::new().configure(flooded::services)).await;
    send(&app, &["OPTIONS /flooded", "origin: https://evil.example", ASKS_GET]).await;
    assert_eq!(take(&events)[0].0, Level::DEBUG, "one warning for all steps");

    let long = format!("origin: https://\u{ff}{}", "a".repeat(2_000));
    send(&app, &["GET /flooded", &long]).await;
    let (level, message) = &take(&events)[0];
    assert_eq!(*level, Level::WARN, "another reason");
    assert!(message.starts_with(r"`https://\xffaaa") && message.len() < 600, "{message}");
}

/// A layer logs no refusal of its own for an origin that the inner policy allows.
#[actix_web::test]
async fn only_the_innermost_policy_logs_a_refusal() {
    const OUTER: Policy = policy!(origins = "https://outer.example");
    const MIDDLE: Policy = policy!(origins = "https://middle.example");
    let (events, _guard) = record();
    let scope = web::scope("/s").configure(services).wrap(Cors::new(MIDDLE));
    let app = init_service(App::new().service(scope).wrap(Cors::new(OUTER))).await;
    for (path, origin, by) in [
        ("/s/inside", "https://app.example", None),
        ("/s/nowhere", "https://middle.example", None),
        ("/nowhere", "https://outer.example", None),
        ("/s/inside", "https://evil.example", Some("events::handler`")),
        ("/s/nowhere", "https://evil.example", Some("`Cors`")),
        ("/nowhere", "https://evil.example", Some("`Cors`")),
    ] {
        let origin = format!("origin: {origin}");
        send(&app, &[&format!("GET {path}"), &origin]).await;
        send(&app, &[&*format!("OPTIONS {path}"), &origin, ASKS_GET]).await;
        let messages = messages(&events);
        assert_eq!(messages.len(), if by.is_some() { 2 } else { 0 }, "{path}: {messages:#?}");
        let is_by = |message: &String| by.is_some_and(|by| message.contains(by));
        assert!(messages.iter().all(is_by), "{path}: {messages:#?}");
    }
}

#[actix_web::test]
async fn a_layer_that_reports_logs_each_request_once() {
    const REPORTED: Policy = policy!(origins = "https://outer.example", enforce = "report");
    let (events, _guard) = record();
    let app = App::new().configure(services).wrap(Cors::new(REPORTED));
    let app = init_service(app).await;
    for path in ["/inside", "/nowhere"] {
        send(&app, &[&*format!("GET {path}"), "origin: https://app.example"]).await;
        let messages = messages(&events);
        assert_eq!(messages.len(), 1, "{path}: {messages:#?}");
        assert!(messages[0].contains("`Cors`"), "{path}: {messages:#?}");
    }
}

/// A browser applies no CORS check to the response of a navigation, of a `no-cors` request or of a WebSocket handshake.
/// The browser therefore does not block such a response, and the library logs no refusal.
#[actix_web::test]
async fn a_request_without_a_cors_check_causes_no_event() {
    let (events, _guard) = record();
    let app = init_service(App::new().configure(services)).await;
    for (mode, count) in [("navigate", 0), ("no-cors", 0), ("websocket", 0), ("cors", 1)] {
        let mode = format!("sec-fetch-mode: {mode}");
        send(&app, &["GET /inside", "origin: https://evil.example", &mode]).await;
        assert_eq!(take(&events).len(), count, "{mode}");
    }
}

#[actix_web::test]
async fn a_preflight_that_middleware_inside_of_except_preflights_delays_is_logged() {
    let (events, _guard) = record();
    let waits = from_fn(|request, next: Next<BoxBody>| async move {
        std::future::ready(()).await;
        next.call(request).await
    });
    let app = App::new()
        .configure(services)
        .wrap(waits)
        .wrap(ExceptPreflights::new(DefaultHeaders::new()));
    let app = init_service(app).await;
    for level in [Level::WARN, Level::DEBUG] {
        send(&app, &["OPTIONS /inside", "origin: https://app.example", ASKS_GET]).await;
        let logged = take(&events);
        assert_eq!(logged.len(), 1, "{logged:#?}");
        assert_eq!(logged[0].0, level);
        assert!(
            logged[0].1.contains("help: wrap that middleware after `ExceptPreflights`"),
            "{logged:#?}"
        );
    }
}

#[actix_web::test]
async fn a_set_that_is_missing_or_invalid_for_the_policy_is_logged_once_as_an_error() {
    let (events, _guard) = record();
    let open = Origins::builder().without_credentials().parse(["*"]).unwrap();
    let missing = App::new().configure(services);
    let invalid = App::new().configure(services).app_data(web::Data::new(open));
    for (app, why) in [
        (
            missing,
            "the application has no such data; add it with `App::new().app_data(web::Data::new(…))`",
        ),
        (invalid, "rule: cors::any_origin_with_credentials"),
    ] {
        let app = init_service(app).await;
        for _ in 0..3 {
            send(&app, &["GET /data", "origin: https://app.example"]).await;
        }
        let mut logged = take(&events);
        logged.retain(|(level, _)| *level == Level::ERROR);
        let [(_, message)] = &logged[..] else { panic!("one error: {logged:#?}") };
        let start = concat!("of `", module_path!(), "::handler` allows no origin");
        for part in [start, "Origins>()`", why] {
            assert!(message.contains(part), "`{part}` is not in {message}");
        }
    }
}

/// One layer is on a scope, and another layer is on the default service of the scope. The page `https://shop.example`
/// has the origin of the server, but a proxy has changed `Host`.
#[actix_web::test]
async fn allowed_and_same_origin_requests_are_not_logged() {
    const APP: Policy = policy!(origins = "https://app.example");
    let (events, _guard) = record();
    let default = web::route().to(|| async { "default" }).wrap(Cors::new(APP));
    let scope = web::scope("/s").wrap(Cors::new(APP)).configure(services).default_service(default);
    let app = init_service(App::new().service(scope)).await;
    for (path, site, origin) in [
        ("/s/elsewhere", "cross-site", "https://app.example"),
        ("/s/elsewhere", "same-origin", "https://shop.example"),
    ] {
        let response = send(
            &app,
            &[
                &format!("PUT {path}"),
                "host: internal:8080",
                &format!("origin: {origin}"),
                &format!("sec-fetch-site: {site}"),
                "sec-fetch-mode: cors",
                "content-type: application/json",
            ],
        )
        .await;
        assert_eq!(response.status(), "200", "{path} from {origin}");
    }
    assert_eq!(messages(&events), [""; 0]);
}

/// No route has the method `patch` in lower case, so the router responds to a preflight for `patch` with 404.
#[actix_web::test]
async fn a_preflight_whose_method_is_in_the_wrong_case_is_logged() {
    let (events, _guard) = record();
    let app = init_service(App::new().configure(services)).await;
    let origin = "origin: https://app.example";
    for (lines, is_logged) in [
        (&[origin, "access-control-request-method: patch"][..], true),
        (&[origin, "access-control-request-method: PATCH"], false),
        (&[origin, "access-control-request-method: DELETE"], false),
        (&["access-control-request-method: patch"], false),
    ] {
        send(&app, &[&["OPTIONS /patched"], lines].concat()).await;
        let messages = messages(&events);
        let is_about_patch = |it: &String| it.contains("`patch` is not in the `methods`");
        assert_eq!(messages.iter().any(is_about_patch), is_logged, "{lines:?}: {messages:?}");
        assert_eq!(messages.is_empty(), !is_logged, "{lines:?}: {messages:?}");
    }
}

/// Each worker of a server registers the Explorer, so the test registers it twice.
#[cfg(debug_assertions)]
#[actix_web::test]
async fn the_explorer_logs_its_path_once_at_info() {
    let (events, _guard) = record();
    let explorer = cors_devtools::Explorer::at("/__cors");
    for _ in 0..2 {
        init_service(App::new().service(explorer.clone())).await;
    }
    let message = format!("the Explorer is at {}", explorer.path());
    assert_eq!(take(&events), [(Level::INFO, message)]);
}
