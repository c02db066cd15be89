//! Tests of `Origins`, a set of origins: in a layer, in the data of the application, and replaced at run time.

use std::rc::Rc;

use actix_web::{dev::Extensions, web::Data};
use cors_runtime::{AppData, LiveOrigins, Origin, Origins, PolicyErrors, app_data};

use crate::prelude::*;

const WITH_CREDENTIALS: Policy = policy!(allow_credentials);
const PLAIN: Policy = policy!(debug_origins = "http://localhost:*");

fn one_origin() -> Origins {
    Origins::parse(["https://app.example"]).expect("a set")
}

fn open() -> Origins {
    Origins::builder().without_credentials().parse(["*", "http://intranet"]).expect("a set")
}

handlers! {
    get("/data"): cors(origins = dynamic(app_data::<Origins>()), allow_credentials);
    get("/live"): cors(origins = dynamic(app_data::<LiveOrigins>()));
}

/// Compiles only if a function can name the type that `app_data` returns.
fn _named_type() -> AppData<LiveOrigins> {
    app_data::<LiveOrigins>()
}

#[actix_web::test]
async fn a_layer_uses_a_set_or_a_function_that_is_a_value() {
    let named = String::from("app.example");
    let function = move |origin: &Origin<'_>, _: &HttpRequest| {
        origin.scheme() == "https" && origin.host() == named
    };
    let mut app = App::new();
    for (path, layer) in [
        ("/set", Cors::new(WITH_CREDENTIALS).origins(one_origin())),
        ("/function", Cors::new(PLAIN).origins(function)),
        ("/open", Cors::new(PLAIN).origins(open())),
    ] {
        let resource = web::resource(path).wrap(layer).to(|| async { "ran" });
        app = app.service(resource);
    }
    let cases = "
a layer allows an origin of its set
    GET /set from https://app.example
    200 ran | allow-credentials: true | allow-origin: https://app.example | vary: Origin
a layer does not allow an origin outside of its set
    GET /set from https://evil.example => 200 ran | vary: Origin
a layer allows an origin that its function allows
    GET /function from https://app.example => 200 ran | allow-origin: https://app.example | vary: Origin
a layer with a set of every origin sends a star, and varies since the set may change
    GET /open => 200 ran | allow-origin: * | vary: Origin
a layer with a set of every origin allows null
    preflight GET /open from null => 204 | allow-methods: GET, HEAD, POST | allow-origin: * | vary: preflight
";
    let debug_origins = if cfg!(debug_assertions) {
        "
a debug build also allows the debug origins of the policy
    GET /function from http://localhost:3000 => 200 ran | allow-origin: http://localhost:3000 | vary: Origin
"
    } else {
        "
a release build does not allow the debug origins of the policy
    GET /function from http://localhost:3000 => 200 ran | vary: Origin
"
    };
    let app = init_service(app).await;
    check_app(&app, cases).await;
    check_app(&app, debug_origins).await;
}

#[actix_web::test]
async fn a_handler_uses_a_set_in_the_applications_data() {
    let cases = "
a handler allows an origin of the set
    GET /data from https://app.example
    200 ran | allow-credentials: true | allow-origin: https://app.example | vary: Origin
a handler does not allow an origin outside of the set
    GET /data from https://evil.example => 200 ran | vary: Origin
";
    let shared = App::new().app_data(Data::new(one_origin())).configure(services);
    check_app(&init_service(shared).await, cases).await;
    let plain = App::new().app_data(one_origin()).configure(services);
    check_app(&init_service(plain).await, cases).await;

    let all = policies();
    let data = all.iter().find(|it| it.module == module_path!() && it.routes[0].path == "/data");
    let source = data.and_then(|handler| handler.policy.dynamic_expression());
    assert_eq!(source, Some("app_data::<Origins>()"));
}

#[actix_web::test]
async fn no_origin_is_allowed_if_the_set_is_missing_or_invalid_for_the_policy() {
    let cases = "
an actual request gets no origin
    GET /data from https://app.example => 200 ran | vary: Origin
a preflight is rejected
    preflight GET /data from https://app.example => 403 | vary: preflight
";
    check_app(&init_service(App::new().configure(services)).await, cases).await;
    let app = App::new().app_data(Data::new(open())).configure(services);
    check_app(&init_service(app).await, cases).await;
}

middleware! {
    /// Adds a set of origins to the data of each request. The set contains every origin for the query `?open`, and one
    /// origin for other requests.
    fn of_tenant(mut request, next) {
        let mut data = Extensions::new();
        data.insert(if request.query_string() == "open" { open() } else { one_origin() });
        request.add_data_container(Rc::new(data));
        Ok(next.call(request).await?.map_into_boxed_body())
    }
}

#[actix_web::test]
async fn each_set_of_a_tenant_is_checked_against_the_policy() {
    let app = init_service(App::new().configure(services).wrap(from_fn(of_tenant))).await;
    let cases = "
the policy may use the first set
    GET /data from https://app.example
    200 ran | allow-credentials: true | allow-origin: https://app.example | vary: Origin
the policy must not use the second set, which allows every origin
    GET /data?open from https://app.example => 200 ran | vary: Origin
";
    check_app(&app, cases).await;
}

#[actix_web::test]
async fn a_live_set_is_replaced_through_any_clone() -> Result<(), PolicyErrors> {
    const OPEN: &str = "
the set allows every origin
    preflight GET /live from https://any.example => 204 | allow-methods: GET | allow-origin: * | vary: preflight
";
    const ONE: &str = "
the set allows one origin
    GET /live from https://app.example => 200 ran | allow-origin: https://app.example | vary: Origin
the set allows no other origin
    GET /live from https://any.example => 200 ran | vary: Origin
";
    const NONE: &str = "
the empty set switches CORS off
    preflight GET /live from https://app.example => 403 | vary: preflight
";
    fn is_value<T: Clone + Send + Sync + 'static>() {}
    is_value::<Origins>();
    is_value::<LiveOrigins>();

    let live = LiveOrigins::new(open());
    let app = App::new().app_data(Data::new(live.clone())).configure(services);
    let layer = Cors::new(PLAIN).origins(live.clone());
    let app = app.service(web::resource("/layer").wrap(layer).to(|| async { "ran" }));
    let app = init_service(app).await;
    check_app(&app, OPEN).await;
    live.store(one_origin())?;
    check_app(&app, ONE).await;
    check_app(&app, &ONE.replace("/live", "/layer")).await;
    live.store(Origins::none())?;
    check_app(&app, NONE).await;
    live.store(open())?;
    check_app(&app, OPEN).await;
    Ok(())
}

fn rules(errors: &PolicyErrors) -> Vec<String> {
    let mut rules: Vec<String> = errors.iter().map(|error| error.rule().to_string()).collect();
    rules.sort();
    rules
}

fn contains(set: &LiveOrigins, origin: &str) -> bool {
    set.contains(&Origin::parse(origin.as_bytes()).expect("an origin"))
}

#[test]
fn a_live_set_accepts_only_sets_that_its_first_builder_would_accept() {
    const REFUSED: [&str; 2] = ["cors::any_origin_mixed", "cors::insecure_origin_with_credentials"];
    let live = LiveOrigins::new(one_origin());
    assert_eq!(rules(&live.store(open()).unwrap_err()), REFUSED);
    assert!(contains(&live, "https://app.example"), "the old set stays");

    // `store` checks the patterns of the new set, and ignores the settings of that set's builder.
    let same = Origins::builder().without_credentials().parse(["https://b.example"]);
    live.store(same.expect("a set")).expect("the patterns are valid");
    assert!(contains(&live, "https://b.example"));
    assert_eq!(rules(&live.store(open()).unwrap_err()), REFUSED, "the first builder's rules stay");

    let empty = LiveOrigins::new(Origins::none());
    assert_eq!(rules(&empty.store(open()).unwrap_err()), REFUSED);
    let previews = Origins::builder().danger_allow_insecure_origins();
    let previews = LiveOrigins::new(previews.parse(["http://intranet"]).expect("a set"));
    previews.store(Origins::none()).expect("an empty set is valid");
    previews
        .store(Origins::builder().without_credentials().parse(["http://a"]).expect("a set"))
        .expect("the first builder's permission stays");
}

#[actix_web::test]
#[should_panic = "rule: cors::any_origin_with_credentials"]
async fn a_set_without_credentials_stops_the_start_of_a_layer_with_them() {
    let set = Origins::builder().without_credentials().parse(["https://a.example"]).expect("a set");
    init_service(App::new().wrap(Cors::new(WITH_CREDENTIALS).origins(set))).await;
}

mod enforced {
    use super::*;

    handlers! { get("/enforced"): cors(origins = dynamic(open()), enforce); }
}

#[actix_web::test]
#[should_panic = "rule: cors::any_origin_with_enforce"]
async fn a_set_that_may_contain_a_star_stops_the_start_of_a_handler_that_enforces() {
    init_service(App::new().configure(enforced::services)).await;
}

#[test]
fn a_set_without_credentials_permits_insecure_patterns_and_any_origin() {
    let patterns = ["*", "http://intranet", "https://*.github.io"];
    let set = Origins::builder().without_credentials().parse(patterns).expect("a set");
    assert!(set.contains_every_origin() && set.contains_null());
    assert!(!one_origin().contains_null() && !one_origin().contains_every_origin());
    assert!(set.contains(&Origin::parse(b"https://any.example").expect("an origin")));
    let mut patterns_of_set: Vec<&str> = set.patterns().collect();
    patterns_of_set.sort_unstable();
    assert_eq!(patterns_of_set, patterns);

    let errors = Origins::builder().without_credentials().parse(["null", "*", "*"]).unwrap_err();
    assert_eq!(rules(&errors), ["cors::duplicate_origin", "cors::null_origin"]);
}

#[test]
fn a_set_reports_at_most_a_hundred_errors_and_rejects_an_empty_list() {
    let wrong: Vec<String> = (0..5_000).map(|index| format!("https://{index}.example/")).collect();
    let errors = Origins::parse(&wrong).unwrap_err();
    assert_eq!(errors.len(), 100);
    assert!(errors.to_string().ends_with("there are more errors; these are the first 100"));

    let errors = Origins::parse([""; 0]).unwrap_err();
    assert_eq!(rules(&errors), ["cors::missing_origins"]);
    assert!(errors.first().help().unwrap_or_default().contains("`Origins::none()`"));
}

#[test]
fn the_help_of_a_set_names_the_methods_of_its_builder() {
    for (pattern, method) in [
        ("*", "`Origins::builder().without_credentials()`"),
        ("http://intranet", "`.danger_allow_insecure_origins()`"),
        ("https://*.github.io", "`.danger_allow_public_suffixes()`"),
        ("null", "`Origins::builder().danger_allow_null_origin()`"),
        ("none", "`Origins::none()`"),
        ("http://192.168.0.0/16", "`Cors::origins`"),
        (
            "https://a.example;https://b.example",
            "write each value by itself: `https://a.example`, `https://b.example`",
        ),
        ("'self'", "`Origins::none()`"),
    ] {
        let errors = Origins::parse([pattern]).unwrap_err();
        let help = errors.first().help().unwrap_or_default();
        assert!(help.contains(method), "{pattern}: {help}");
        assert!(!help.contains("allow_credentials"), "{pattern}: {help}");
    }
    let errors = Policy::builder().origins(["none"]).build().unwrap_err();
    assert_eq!(errors.first().help(), Some("use `Policy::NONE` in place of this policy"));
}
