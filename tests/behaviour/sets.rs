//! Sets of origins as values of a layer or of the application's data.

use actix_web::{
    App, HttpRequest, get,
    test::init_service,
    web::{self, Data},
};
use cors_runtime::{Cors, LiveOrigins, Origin, Origins, Policy, app_data, cors, policies, policy};

use crate::case::check_app;

const WITH_CREDENTIALS: Policy = policy!(allow_credentials);
const PLAIN: Policy = policy!(debug_origins = "http://localhost:*");

fn one_origin() -> Origins {
    Origins::parse(["https://app.example"]).unwrap()
}

fn open() -> Origins {
    Origins::builder().without_credentials().parse(["*", "http://intranet"]).unwrap()
}

async fn ran() -> &'static str {
    "ran"
}

#[actix_web::test]
async fn a_layer_uses_a_set_or_a_function_that_is_a_value() {
    let named = String::from("app.example");
    let function = move |origin: &Origin<'_>, _: &HttpRequest| {
        origin.scheme() == "https" && origin.host() == named
    };
    let app = App::new()
        .service(
            web::scope("/set")
                .wrap(Cors::new(WITH_CREDENTIALS).origins(one_origin()))
                .route("", web::get().to(ran)),
        )
        .service(
            web::scope("/function")
                .wrap(Cors::new(PLAIN).origins(function))
                .route("", web::get().to(ran)),
        )
        .service(
            web::scope("/open")
                .wrap(Cors::new(PLAIN).origins(open()))
                .route("", web::get().to(ran)),
        );
    let cases = "
a layer allows an origin of its set
    GET /set from https://app.example
    200 ran | allow-credentials: true | allow-origin: https://app.example | vary: Origin
a layer does not allow an origin outside of its set
    GET /set from https://evil.example
    200 ran | vary: Origin
a layer allows an origin that its function allows
    GET /function from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
a layer with a set of every origin sends a star, and varies since the set may change
    GET /open from https://any.example
    200 ran | allow-origin: * | vary: Origin
a layer with a set of every origin sends a star without an origin
    GET /open
    200 ran | allow-origin: * | vary: Origin
a layer with a set of every origin allows null
    preflight GET /open from null
    204 | allow-methods: GET, HEAD, POST | allow-origin: * | vary: preflight
";
    let debug_origins = if cfg!(debug_assertions) {
        "
a debug build also allows the debug origins of the policy
    GET /function from http://localhost:3000
    200 ran | allow-origin: http://localhost:3000 | vary: Origin
"
    } else {
        "
a release build does not allow the debug origins of the policy
    GET /function from http://localhost:3000
    200 ran | vary: Origin
"
    };
    let app = init_service(app).await;
    check_app(&app, cases).await;
    check_app(&app, debug_origins).await;
}

#[cors(origins = dynamic(app_data::<Origins>()), allow_credentials)]
#[get("/data")]
async fn data() -> &'static str {
    "ran"
}

#[cors(origins = dynamic(app_data::<LiveOrigins>()))]
#[get("/live")]
async fn live_data() -> &'static str {
    "ran"
}

const DATA: &str = "
a handler allows an origin of the set
    GET /data from https://app.example
    200 ran | allow-credentials: true | allow-origin: https://app.example | vary: Origin
a handler does not allow an origin outside of the set
    GET /data from https://evil.example
    200 ran | vary: Origin
";

const NO_ORIGIN: &str = "
an actual request gets no origin
    GET /data from https://app.example
    200 ran | vary: Origin
a preflight is rejected
    preflight GET /data from https://app.example
    403 | vary: preflight
";

#[actix_web::test]
async fn a_handler_uses_a_set_in_the_applications_data() {
    let app = App::new().app_data(Data::new(one_origin())).service(data);
    check_app(&init_service(app).await, DATA).await;
    let app = App::new().app_data(one_origin()).service(data);
    check_app(&init_service(app).await, DATA).await;
}

#[test]
fn the_list_of_policies_has_the_source_of_the_expression() {
    let policies = policies();
    let mut handlers = policies.iter().filter(|it| it.module == module_path!());
    let source = handlers.find(|it| it.name == "data").and_then(|it| it.policy.dynamic_origins());
    assert_eq!(source, Some("app_data::<Origins>()"));
}

#[actix_web::test]
async fn no_origin_is_allowed_if_the_set_is_missing_or_invalid_for_the_policy() {
    check_app(&init_service(App::new().service(data)).await, NO_ORIGIN).await;
    let app = App::new().app_data(Data::new(open())).service(data);
    check_app(&init_service(app).await, NO_ORIGIN).await;
}

#[actix_web::test]
async fn a_live_set_in_the_applications_data_can_be_replaced() {
    let set = Data::new(LiveOrigins::new(open()));
    let app = init_service(App::new().app_data(set.clone()).service(live_data)).await;
    let open = "
the old set allows every origin
    GET /live from https://any.example
    200 ran | allow-origin: * | vary: Origin
";
    check_app(&app, open).await;
    set.store(one_origin()).unwrap();
    let closed = "
the new set does not
    GET /live from https://any.example
    200 ran | vary: Origin
";
    check_app(&app, closed).await;
}

#[actix_web::test]
async fn clones_of_a_live_set_share_one_set() {
    fn is_value<T: Clone + Send + Sync + 'static>() {}
    is_value::<Origins>();
    is_value::<LiveOrigins>();

    let set = LiveOrigins::new(Origins::parse(["https://old.example"]).unwrap());
    let layer = Cors::new(PLAIN).origins(set.clone());
    let app = App::new().wrap(layer).route("/", web::get().to(ran));
    let app = init_service(app).await;
    set.store(one_origin()).unwrap();
    let cases = "
a layer uses the set that was stored in a clone
    GET / from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
";
    check_app(&app, cases).await;
}

#[test]
fn a_live_set_accepts_only_sets_that_its_first_builder_would_accept() {
    let live = LiveOrigins::new(one_origin());
    let errors = live.store(open()).unwrap_err();
    let mut rules: Vec<String> = errors.iter().map(|error| error.rule().to_string()).collect();
    rules.sort();
    assert_eq!(rules, ["cors::any_origin_mixed", "cors::insecure_origin_with_credentials"]);
    assert!(live.contains(&Origin::parse(b"https://app.example").unwrap()));

    // The patterns of the new set are checked, not its builder.
    let same = Origins::builder().without_credentials().parse(["https://b.example"]).unwrap();
    live.store(same).unwrap();
    assert!(live.contains(&Origin::parse(b"https://b.example").unwrap()));
    assert!(live.store(open()).is_err(), "the first builder's rules stay");
}

#[actix_web::test]
#[should_panic = "rule: cors::any_origin_with_credentials"]
async fn a_set_without_credentials_stops_the_start_of_a_layer_with_them() {
    let set = Origins::builder().without_credentials().parse(["https://a.example"]).unwrap();
    init_service(App::new().wrap(Cors::new(WITH_CREDENTIALS).origins(set))).await;
}

#[cors(origins = dynamic(open()), enforce)]
#[get("/enforced")]
async fn enforced() -> &'static str {
    "ran"
}

#[actix_web::test]
#[should_panic = "rule: cors::any_origin_with_enforce"]
async fn a_set_that_may_contain_a_star_stops_the_start_of_a_handler_that_enforces() {
    init_service(App::new().service(enforced)).await;
}

#[test]
fn a_set_without_credentials_permits_insecure_patterns_and_any_origin() {
    let patterns = ["*", "http://intranet", "https://*.github.io"];
    let set = Origins::builder().without_credentials().parse(patterns).unwrap();
    assert!(set.contains_every_origin());
    let mut patterns_of_set: Vec<&str> = set.patterns().collect();
    patterns_of_set.sort_unstable();
    assert_eq!(patterns_of_set, ["*", "http://intranet", "https://*.github.io"]);

    let errors = Origins::builder().without_credentials().parse(["null", "*", "*"]).unwrap_err();
    let rules: Vec<String> = errors.iter().map(|error| error.rule().to_string()).collect();
    assert_eq!(rules, ["cors::null_origin", "cors::duplicate_origin"]);
}

#[test]
fn a_set_reports_a_hundred_errors_at_most() {
    let wrong: Vec<String> = (0..5_000).map(|index| format!("https://{index}.example/")).collect();
    let errors = Origins::parse(&wrong).unwrap_err();
    assert_eq!(errors.len(), 100);
    assert!(errors.to_string().ends_with("there are more errors; these are the first 100"));
}

#[test]
fn the_help_of_a_set_names_the_methods_of_its_builder() {
    for (pattern, method) in [
        ("*", "`Origins::builder().without_credentials()`"),
        ("http://intranet", "`.danger_allow_insecure_origins()`"),
        ("https://*.github.io", "`.danger_allow_public_suffixes()`"),
        ("null", "`Origins::builder().danger_allow_null_origin()`"),
    ] {
        let errors = Origins::parse([pattern]).unwrap_err();
        let help = errors.first().help().unwrap_or_default();
        assert!(help.contains(method), "{pattern}: {help}");
        assert!(!help.contains("allow_credentials"), "{pattern}: {help}");
    }
}
