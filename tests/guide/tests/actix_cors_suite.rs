//! The questions of actix-cors's own test suite, answered by a layer: the table of the page on moving over.
//! <https://docs.rs/crate/actix-cors/0.7.2/source/tests/tests.rs>

use actix_web::{App, HttpRequest, HttpResponse, error::ErrorBadRequest, web};
use cors_runtime::{Cors, Origin, Origins, Policy, policy};

const ONE: Policy = policy!(origins = "https://www.example.com");

async fn ok() -> HttpResponse {
    HttpResponse::Ok().finish()
}

macro_rules! check {
    ($layer:expr, $table:literal) => {
        guide_tests::check(App::new().default_service(web::to(ok)).wrap($layer), $table).await
    };
}

#[test]
fn a_wildcard_is_no_origin_in_a_set() {
    let errors = Origins::parse(["*"]).expect_err("a set of origins has no wildcard");
    assert_eq!(errors.iter().count(), 1);
}

#[actix_web::test]
async fn a_function_replaces_the_list() {
    let is_unknown = |origin: &Origin<'_>, _: &HttpRequest| {
        origin.as_str() == "https://www.example.com" || origin.is_subdomain_of("unknown.com")
    };
    check!(
        Cors::new(ONE).origins(is_unknown),
        "
    the origin that the function names
        GET / from https://www.example.com
        200 | allow-origin: https://www.example.com | vary: Origin
    a subdomain
        GET / from https://www.unknown.com
        200 | allow-origin: https://www.unknown.com | vary: Origin
    another origin
        GET / from https://www.known.com
        200 | vary: Origin
    "
    );
}

#[actix_web::test]
async fn several_origins_get_their_own_name() {
    const TWO: Policy =
        policy!(origins = ["https://example.com", "https://example.org"], methods = GET);
    check!(
        Cors::new(TWO),
        "
    the first in a preflight
        preflight GET / from https://example.com
        204 | allow-methods: GET | allow-origin: https://example.com | vary: preflight
    the second in a preflight
        preflight GET / from https://example.org
        204 | allow-methods: GET | allow-origin: https://example.org | vary: preflight
    the first
        GET / from https://example.com
        200 | allow-origin: https://example.com | vary: Origin
    the second
        GET / from https://example.org
        200 | allow-origin: https://example.org | vary: Origin
    "
    );
}

#[actix_web::test]
async fn a_wildcard_is_sent_with_the_exposed_headers() {
    const ANY: Policy = policy!(
        origins = "*",
        methods = [GET, OPTIONS, POST],
        allow_headers = ["authorization", "content-type"],
        expose_headers = ["authorization", "accept"],
        max_age = 3600,
    );
    check!(
        Cors::new(ANY),
        "
    an `OPTIONS` request that is not a preflight reaches the handler
        OPTIONS / from https://www.example.com
        200 | allow-origin: * | expose-headers: authorization, accept
    "
    );
}

#[actix_web::test]
async fn an_origin_that_is_not_listed_gets_no_header() {
    const ANY_METHOD: Policy = policy!(origins = "https://www.example.com", methods = "*");
    check!(
        Cors::new(ANY_METHOD),
        "
    an allowed origin
        GET / from https://www.example.com
        200 | allow-origin: https://www.example.com | vary: Origin
    another origin reaches the handler
        GET / from https://www.example.test
        200 | vary: Origin
    its preflight is rejected
        preflight POST / from https://wrong.com
        403 | vary: preflight
    no origin
        PUT /
        200 | vary: Origin
    "
    );
}

#[actix_web::test]
async fn an_error_has_the_headers() {
    let fails = || async { Err::<HttpResponse, _>(ErrorBadRequest("error")) };
    let app = App::new().default_service(web::to(fails)).wrap(Cors::new(ONE));
    guide_tests::check(
        app,
        "
    an `Err` of the handler
        GET / from https://www.example.com
        400 error | allow-origin: https://www.example.com | vary: Origin
    ",
    )
    .await;
}

#[actix_web::test]
async fn everything_is_allowed_and_exposed() {
    const ALL: Policy = policy!(
        origins = "*",
        methods = "*",
        allow_headers = ["*", "authorization"],
        expose_headers = "*",
    );
    check!(
        Cors::new(ALL),
        "
    a preflight
        preflight POST / from https://www.example.com | access-control-request-headers: content-type
        204 | allow-headers: *, authorization | allow-methods: * | allow-origin: * | vary: preflight
    a request
        GET / from https://www.example.com
        200 | allow-origin: * | expose-headers: *
    without `Origin`
        GET /
        200 | allow-origin: * | expose-headers: *
    "
    );
}
