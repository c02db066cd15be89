//! The `Refusal` in the extensions of a response.

use actix_web::{
    App,
    dev::Service,
    get, put,
    test::{TestRequest, init_service},
    web,
};
use cors_runtime::{Cors, Difference, Policy, Reason, Refusal, Step, cors, policy};

const APP: Policy = policy!(
    origins = ["https://app.example", "https://*.tenants.example", "https://www.shop.example:8443"],
    allow_headers = "content-type",
    hosts = ["api.example"],
);

const ITEMS: u32 = line!() + 2;

#[cors(policy = APP, methods = PUT)]
#[actix_web::route("/items", method = "PUT", method = "DELETE")]
async fn items() -> &'static str {
    "ran"
}

#[cors(policy = APP, allow_credentials, enforce, hosts = [])]
#[get("/enforced")]
async fn enforced() -> &'static str {
    "ran"
}

#[cors(policy = APP, enforce = "report", hosts = [])]
#[put("/reported")]
async fn reported() -> &'static str {
    "ran"
}

#[cors(none)]
#[get("/none")]
async fn none() -> &'static str {
    "ran"
}

async fn refusal(lines: &[&str]) -> Option<Refusal> {
    const LAYER: Policy = policy!(origins = "https://layer.example");
    let app = App::new().service(items).service(enforced).service(reported).service(none).service(
        web::scope("/layer").wrap(Cors::new(LAYER)).route("", web::get().to(|| async { "" })),
    );
    let app = init_service(app).await;
    let (method, path) = lines[0].split_once(' ').unwrap();
    let mut request = TestRequest::with_uri(path).method(method.parse().unwrap());
    for line in &lines[1..] {
        request = request.append_header(line.split_once(": ").unwrap());
    }
    let response = app.call(request.to_request()).await.expect("a response");
    let extensions = response.response().extensions();
    extensions.get::<Refusal>().cloned()
}

async fn refusal_of(lines: &[&str]) -> Refusal {
    refusal(lines).await.unwrap_or_else(|| panic!("{lines:?} has no refusal"))
}

const HOST: &str = "host: api.example";
const ORIGIN: &str = "origin: https://app.example";
const ASKS_PUT: &str = "access-control-request-method: PUT";

#[actix_web::test]
async fn a_refusal_has_the_handler_and_the_line_of_its_attribute() {
    let refusal = refusal_of(&["PUT /items", HOST, "origin: https://evil.example"]).await;
    assert!(refusal.handler().ends_with("refusal::items"), "{}", refusal.handler());
    assert!(refusal.file().ends_with("refusal.rs"));
    assert_eq!(refusal.line(), ITEMS);
    assert_eq!(refusal.origin().as_deref(), Some("https://evil.example"));
    assert_eq!((refusal.step(), refusal.reason()), (Step::Actual, &Reason::OriginNotAllowed));

    let layer = refusal_of(&["GET /layer", "origin: https://evil.example"]).await;
    assert_eq!(layer.handler(), "Cors");
    assert!(layer.file().ends_with("refusal.rs"));
}

#[actix_web::test]
async fn each_reason_has_a_help_with_the_edit() {
    let cases: &[(&[&str], Step, Reason, Option<&str>)] = &[
        (
            &["OPTIONS /items", HOST, "origin: https://evil.example", ASKS_PUT],
            Step::Preflight,
            Reason::OriginNotAllowed,
            Some(
                "if `https://evil.example` is yours, write `origins = [.., \"https://evil.example\"]`",
            ),
        ),
        (
            &["OPTIONS /items", HOST, "origin: HTTPS://app.example", ASKS_PUT],
            Step::Preflight,
            Reason::OriginMalformed,
            None,
        ),
        (
            &["PUT /items", HOST, ORIGIN, ORIGIN],
            Step::Actual,
            Reason::OriginRepeated,
            Some("check whether a proxy adds an `Origin` header"),
        ),
        (
            &["OPTIONS /items", HOST, ORIGIN, "access-control-request-method: DELETE"],
            Step::Preflight,
            Reason::MethodNotAllowed { method: "DELETE".to_owned() },
            Some("add `DELETE` to `methods`"),
        ),
        (
            &[
                "OPTIONS /items",
                HOST,
                ORIGIN,
                ASKS_PUT,
                "access-control-request-headers: content-type,x-a, x-b",
            ],
            Step::Preflight,
            Reason::HeaderNotAllowed { names: vec!["x-a".to_owned(), "x-b".to_owned()] },
            Some("write `allow_headers = [.., \"x-a\", \"x-b\"]`"),
        ),
        (
            &["PUT /items", "host: evil.example", ORIGIN],
            Step::Actual,
            Reason::Host { host: Some("evil.example".to_owned()) },
            Some(
                "if `evil.example` is a name of this server, write `hosts = [.., \"evil.example\"]`",
            ),
        ),
        (
            &["GET /enforced", "origin: https://evil.example"],
            Step::Actual,
            Reason::CrossOrigin,
            Some(
                "if `https://evil.example` is yours, write `origins = [.., \"https://evil.example\"]`",
            ),
        ),
        (
            &["PUT /reported", "origin: https://evil.example"],
            Step::Actual,
            Reason::CrossOrigin,
            Some(
                "if `https://evil.example` is yours, write `origins = [.., \"https://evil.example\"]`",
            ),
        ),
        (
            &["GET /none", "origin: https://evil.example"],
            Step::Actual,
            Reason::OriginNotAllowed,
            Some(
                "if `https://evil.example` is yours, replace `none` with `origins = \"https://evil.example\"`",
            ),
        ),
        (
            &["GET /enforced", "origin: http://app.example"],
            Step::Actual,
            Reason::CrossOrigin,
            Some("load the page from `https://app.example`"),
        ),
        (
            &["GET /layer", "origin: https://evil.example"],
            Step::Actual,
            Reason::OriginNotAllowed,
            Some("if `https://evil.example` is yours, add it to `origins`"),
        ),
        (
            &["OPTIONS /layer", "origin: https://layer.example", ASKS_PUT],
            Step::Preflight,
            Reason::MethodNotAllowed { method: "PUT".to_owned() },
            Some("write `methods = [GET, HEAD, POST, PUT]`"),
        ),
        (
            &[
                "PUT /reported",
                "origin: https://app.example",
                "sec-fetch-site: cross-site",
                "cookie: a=b",
            ],
            Step::Actual,
            Reason::CookiesWithoutCredentials,
            Some(
                "if this origin may act for the user, add `allow_credentials`; otherwise send the \
                 request without cookies",
            ),
        ),
        (
            &["PUT /items", HOST, "origin: capacitor://localhost"],
            Step::Actual,
            Reason::OriginNotAllowed,
            Some(
                "if `capacitor://localhost` is yours, write `origins = [.., \"capacitor://localhost\"]`",
            ),
        ),
        (
            &["PUT /items", HOST, "origin: http://localhost:3000"],
            Step::Actual,
            Reason::OriginNotAllowed,
            Some(if cfg!(debug_assertions) {
                "if `http://localhost:3000` is yours, write `debug_origins = \"http://localhost:3000\"`"
            } else {
                "if `http://localhost:3000` is yours, write `origins = [.., \"http://localhost:3000\"]`"
            }),
        ),
    ];
    for (lines, step, reason, help) in cases {
        let refusal = refusal_of(lines).await;
        assert_eq!((refusal.step(), refusal.reason()), (*step, reason), "{lines:?}");
        assert_eq!(refusal.help().as_deref(), *help, "{lines:?}");
    }
    let bypass = refusal_of(&[
        "PUT /items",
        HOST,
        "origin: https://evil.example",
        "sec-fetch-site: cross-site",
        "sec-fetch-mode: cors",
    ]);
    assert_eq!(*bypass.await.reason(), Reason::PreflightBypass);
}

#[actix_web::test]
async fn an_allowed_request_has_no_refusal() {
    let cases: &[&[&str]] = &[
        &["PUT /items", HOST],
        &["PUT /items", HOST, ORIGIN],
        &["PUT /items", HOST, "origin: https://api.example"],
        &["PUT /items", HOST, "origin: https://other.example", "sec-fetch-site: same-origin"],
        &["OPTIONS /items", HOST, ORIGIN, ASKS_PUT, "access-control-request-headers: Content-Type"],
        &["GET /enforced"],
        &["GET /nowhere", "origin: https://evil.example"],
    ];
    for lines in cases {
        assert!(refusal(lines).await.is_none(), "{lines:?}");
    }
}

#[actix_web::test]
async fn a_refusal_has_the_nearest_pattern_and_the_difference() {
    for (origin, pattern, difference) in [
        ("http://app.example", "https://app.example", Difference::Scheme),
        ("https://app.example:8443", "https://app.example", Difference::Port),
        ("https://www.app.example", "https://app.example", Difference::Www),
        ("https://shop.example:8443", "https://www.shop.example:8443", Difference::Www),
        ("https://tenants.example", "https://*.tenants.example", Difference::BareDomain),
        ("http://a.tenants.example", "https://*.tenants.example", Difference::Scheme),
    ] {
        let refusal = refusal_of(&["PUT /items", HOST, &format!("origin: {origin}")]).await;
        let nearest = refusal.nearest().unwrap_or_else(|| panic!("{origin}"));
        assert_eq!((nearest.pattern.as_str(), nearest.difference), (pattern, difference));
    }
    let refusal =
        refusal_of(&["PUT /items", HOST, "origin: https://app.example.evil.example"]).await;
    assert_eq!(refusal.nearest(), None);
}

#[actix_web::test]
async fn a_refusal_is_displayed_like_a_compile_error() {
    let refusal = refusal_of(&["PUT /items", HOST, "origin: https://www.app.example"]).await;
    let expected = format!(
        "`https://www.app.example` is not allowed by `{}`; closest match: `https://app.example` \
         (differs by `www.`)\nhelp: if `https://www.app.example` is yours, write \
         `origins = [.., \"https://www.app.example\"]`\nreason: origin_not_allowed (actual), {}:{}\nsee: {}",
        refusal.handler(),
        refusal.file(),
        refusal.line(),
        refusal.see(),
    );
    assert_eq!(refusal.to_string(), expected);
}
