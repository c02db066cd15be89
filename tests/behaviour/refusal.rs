//! Tests of the `Refusal` in the extensions of a response: the reason why a policy does not allow the request.

use cors_runtime::{Difference, Refusal};

use crate::{case::table, prelude::*};

const APP: Policy = policy!(
    origins = ["https://app.example", "https://*.tenants.example", "https://www.shop.example:8443"],
    allow_headers = "content-type",
    hosts = ["api.example"],
);
const LAYER: Policy = policy!(origins = "https://layer.example");
const REPORTING_LAYER: Policy = policy!(origins = "https://layer.example", enforce = "report");

const HANDLERS_LINE: u32 = line!() + 2;

handlers! {
    route("/items", method = "PUT", method = "DELETE"): cors(policy = APP, methods = PUT);
    get("/enforced"): cors(policy = APP, allow_credentials, enforce, hosts = []);
    put("/anonymous"): cors(policy = APP, enforce, hosts = []);
    put("/reported"): cors(policy = APP, enforce = "report", hosts = []);
    put("/any-header"): cors(policy = APP, allow_headers = "*", hosts = []);
    get("/none"): cors(none);
}

async fn refusal(lines: &[impl AsRef<str>]) -> Option<Refusal> {
    let layer = web::resource("/layer").wrap(Cors::new(LAYER)).to(|| async { "ran" });
    let scope = web::scope("/s").wrap(Cors::new(LAYER)).route("/items", web::to(|| async { "" }));
    let reporting = web::scope("/reporting").wrap(Cors::new(REPORTING_LAYER)).configure(services);
    let app = App::new().configure(services).service(layer).service(scope).service(reporting);
    let app = init_service(app).await;
    let response = app.call(request(lines)).await.expect("a response");
    response.response().extensions().get::<Refusal>().cloned()
}

/// Returns the refusal of a request from `origin` to `/items`.
async fn refusal_of(origin: &str) -> Refusal {
    let refusal = refusal(&["PUT /items", "host: api.example", &format!("origin: {origin}")]).await;
    refusal.unwrap_or_else(|| panic!("{origin} has no refusal"))
}

/// A table of requests. In place of the response, a row has the step (`preflight` or `actual`) and the reason of the
/// refusal. The requested value and the help follow if the refusal has them.
const REFUSALS: &str = "
an origin that is not allowed, in a preflight
    preflight PUT /items from https://evil.example | host: api.example
    preflight origin_not_allowed: if `https://evil.example` is yours, write `origins = [.., \"https://evil.example\"]`
a malformed origin
    preflight PUT /items from HTTPS://app.example | host: api.example => preflight origin_malformed
a repeated origin
    PUT /items from https://app.example | host: api.example | origin: https://app.example
    actual origin_repeated: check whether a proxy adds an `Origin` header
a method
    preflight DELETE /items from https://app.example | host: api.example
    preflight method_not_allowed: DELETE: add `DELETE` to `methods`
two headers of three
    preflight PUT /items from https://app.example | host: api.example
        | access-control-request-headers: content-type,x-a, x-b,
    preflight header_not_allowed: x-a, x-b: write `allow_headers = [.., \"x-a\", \"x-b\"]`
a header that `*` does not cover
    preflight PUT /any-header from https://app.example | access-control-request-headers: x-a,Authorization
    preflight header_not_allowed: Authorization: add `Authorization` to `allow_headers`
a host, whatever else is wrong
    PUT /items from https://evil.example | host: evil.example | sec-fetch-site: cross-site | sec-fetch-mode: cors
    actual host: evil.example: if `evil.example` is a name of this server, write `hosts = [.., \"evil.example\"]`
a preflight bypass
    PUT /items from https://evil.example | host: api.example | sec-fetch-site: cross-site | sec-fetch-mode: cors
    actual preflight_bypass: BYPASS-HELP
`enforce`
    GET /enforced from https://evil.example
    actual cross_origin: if `https://evil.example` is yours, write `origins = [.., \"https://evil.example\"]`
`enforce`, and the page of the allowed origin over `http`
    GET /enforced from http://app.example => actual cross_origin: load the page from `https://app.example`
`enforce`, for a request that is a preflight bypass too
    PUT /anonymous from https://evil.example | sec-fetch-site: cross-site | sec-fetch-mode: cors
    actual preflight_bypass: BYPASS-HELP
`enforce`, for cookies of an allowed origin
    PUT /anonymous from https://app.example | sec-fetch-site: cross-site | sec-fetch-mode: cors | cookie: a=b
    actual cookies_without_credentials: if this origin may act for the user, add `allow_credentials`; \
    otherwise send the request without cookies
`enforce` that only reports
    PUT /reported from https://evil.example
    actual cross_origin: if `https://evil.example` is yours, write `origins = [.., \"https://evil.example\"]`
a handler without a policy
    GET /none from https://evil.example
    actual origin_not_allowed: if `https://evil.example` is yours, \
    replace `none` with `origins = \"https://evil.example\"`
an origin that a layer does not list
    GET /layer from https://evil.example
    actual origin_not_allowed: if `https://evil.example` is yours, add it to `origins`
a method that a layer does not list
    preflight PUT /layer from https://layer.example
    preflight method_not_allowed: PUT: write `methods = [GET, HEAD, POST, PUT]`
a method that a layer does not list, for a handler that a preflight was routed to
    preflight PUT /s/items from https://layer.example
    preflight method_not_allowed: PUT: write `methods = [GET, HEAD, POST, PUT]`
`enforce` of a layer that only reports, around a handler that allows the origin
    PUT /reporting/any-header from https://app.example
    actual cross_origin: if `https://app.example` is yours, add it to `origins`
an application on a device
    PUT /items from capacitor://localhost | host: api.example
    actual origin_not_allowed: if `capacitor://localhost` is yours, write `origins = [.., \"capacitor://localhost\"]`
a developer's page
    PUT /items from http://localhost:3000 | host: api.example
    actual origin_not_allowed: if `http://localhost:3000` is yours, write `LOCALHOST-HELP`
";

#[actix_web::test]
async fn each_reason_has_its_values_and_a_help_with_the_edit() {
    let localhost = match cfg!(debug_assertions) {
        true => "debug_origins = \"http://localhost:3000\"",
        false => "origins = [.., \"http://localhost:3000\"]",
    };
    let bypass = "find the component that approved the preflight (a handler without `#[cors]` on the same \
                  path, another CORS middleware, a gateway, or this policy before a change), and let it \
                  allow no more than this policy";
    let refusals = REFUSALS.replace("LOCALHOST-HELP", localhost).replace("BYPASS-HELP", bypass);
    for case in table(&refusals) {
        let refusal = refusal(&case.request).await.unwrap_or_else(|| panic!("{}: none", case.fact));
        let what = format!("{} {}", refusal.step(), refusal.reason());
        let shown: Vec<String> =
            [Some(what), refusal.requested(), refusal.help()].into_iter().flatten().collect();
        assert_eq!(shown.join(": "), case.response[0], "{}", case.fact);
    }
}

#[actix_web::test]
async fn a_list_that_a_builder_replaces_is_no_longer_inherited() {
    const INHERITING: Policy = policy!(policy = APP, max_age = 60);
    let builder = INHERITING.to_builder().origins(["https://b.example"]).hosts([""; 0]);
    let policy = builder.build().expect("a valid policy");
    let app = init_service(App::new().wrap(Cors::new(policy))).await;
    let lines = ["GET /", "origin: https://evil.example"];
    let response = app.call(request(&lines)).await.expect("a response");
    let refusal = response.response().extensions().get::<Refusal>().cloned();
    let help = "if `https://evil.example` is yours, add it to `origins`";
    assert_eq!(refusal.and_then(|refusal| refusal.help()).as_deref(), Some(help));
}

#[actix_web::test]
async fn a_refusal_names_at_most_sixteen_headers() {
    let names: Vec<String> = (10..99).map(|number| format!("x-{number}")).collect();
    let headers = format!("access-control-request-headers: {}", names.join(","));
    let origin = "origin: https://app.example";
    let method = "access-control-request-method: PUT";
    let refusal = refusal(&["OPTIONS /any-header", origin, method, &headers]).await;
    assert!(refusal.is_none(), "`*` covers the names");
    let lines = ["OPTIONS /items", "host: api.example", origin, method, &headers];
    let asked = super::refusal::refusal(&lines).await.and_then(|refusal| refusal.requested());
    assert_eq!(asked, Some(names[..16].join(", ")));
}

#[actix_web::test]
async fn an_allowed_request_has_no_refusal() {
    const ALLOWED: &str = "
no origin
    PUT /items | host: api.example => none
no origin, from another site
    PUT /items | host: api.example | sec-fetch-site: cross-site => none
an allowed origin
    PUT /items from https://app.example | host: api.example => none
the server's own origin
    PUT /items from https://api.example | host: api.example => none
the server's own origin behind a proxy
    PUT /items from https://other.example | host: api.example | sec-fetch-site: same-origin => none
a preflight for an allowed header in another case
    preflight PUT /items from https://app.example | host: api.example
        | access-control-request-headers: Content-Type
    none
a path of no policy
    GET /nowhere from https://evil.example => none
";
    for case in table(ALLOWED) {
        assert!(refusal(&case.request).await.is_none(), "{}", case.fact);
    }
}

#[actix_web::test]
async fn a_refusal_has_the_nearest_pattern_and_the_difference() {
    for (origin, nearest) in [
        ("http://app.example", Some(("https://app.example", Difference::Scheme))),
        ("https://app.example:8443", Some(("https://app.example", Difference::Port))),
        ("https://www.app.example", Some(("https://app.example", Difference::Www))),
        ("https://shop.example:8443", Some(("https://www.shop.example:8443", Difference::Www))),
        ("https://tenants.example", Some(("https://*.tenants.example", Difference::BareDomain))),
        ("http://a.tenants.example", Some(("https://*.tenants.example", Difference::Scheme))),
        ("https://app.example.evil.example", None),
    ] {
        let found = refusal_of(origin).await.nearest();
        let found = found.as_ref().map(|it| (it.pattern.as_str(), it.difference));
        assert_eq!(found, nearest, "{origin}");
    }
}

#[actix_web::test]
async fn a_refusal_names_its_place_and_is_displayed_like_a_compile_error() {
    let refusal = refusal_of("https://www.app.example").await;
    assert_eq!(refusal.handler(), concat!(module_path!(), "::handler"));
    assert_eq!((refusal.file(), refusal.line()), (file!(), HANDLERS_LINE));
    let expected = format!(
        "`https://www.app.example` is not allowed by `{}`; closest match: `https://app.example` \
         (differs by `www.`)\nhelp: if `https://www.app.example` is yours, write \
         `origins = [.., \"https://www.app.example\"]`\nreason: origin_not_allowed (actual), {}:{}\nsee: {}",
        refusal.handler(),
        refusal.file(),
        refusal.line(),
        refusal.documentation_url(),
    );
    assert_eq!(refusal.to_string(), expected);

    let layer = super::refusal::refusal(&["GET /layer", "origin: https://evil.example"]).await;
    let layer = layer.expect("a refusal");
    assert_eq!((layer.handler().as_str(), layer.file()), ("Cors", file!()));
}
